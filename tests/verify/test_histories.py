"""Random histories: the verifier finds no error in a bundle that the library does not find. S2SS_HISTORIES asks for more."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

from s2ss_core.bundle import write_bundle
from s2ss_core.events import VisitLogged
from s2ss_core.projections import DEPLOYMENT_LOG
from s2ss_core.store import Append, Recorded, Store, open_store
from s2ss_core.testing import strategies
from s2ss_core.transparency import sealed
from s2ss_verify import verify
from s2ss_verify.note import read_key
from s2ss_verify.report import Report
from tests.aggregates.histories import changed
from tests.audit.money.test_case_one import TO_THE_END
from tests.audit.recorded import at_random
from tests.scenarios import test_case_one as one
from tests.scenarios import test_case_three as three
from tests.transparency.given import key_file

HISTORIES = int(os.environ.get("S2SS_HISTORIES", "0")) or 10
SETTLED_BEFORE_IT_WAS_DUE = 101  # a seed: a certificate of a term in which more was paid than was due


@settings(max_examples=HISTORIES, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=strategies.histories(most_deviations=8))
def test_the_verifier_finds_no_error_that_the_library_does_not_find(
    history: strategies.History, tmp_path_factory: pytest.TempPathFactory
) -> None:
    report, known = verified(history.entries, tmp_path_factory.mktemp("history"))

    assert [str(finding) for finding in report.findings if finding.code not in known] == []
    assert report.checked["entries"] == len(history.entries)


@pytest.mark.parametrize("seed", (*range(HISTORIES // 2), SETTLED_BEFORE_IT_WAS_DUE))
def test_nor_under_any_programme_and_funding(seed: int, tmp_path: Path) -> None:
    report, known = verified(at_random(seed), tmp_path)

    assert [str(finding) for finding in report.findings if finding.code not in known] == []


@pytest.mark.parametrize("story", (TO_THE_END, three.WHOLE), ids=("one", "three"))
def test_nor_in_a_case_that_was_worked_by_hand(story: tuple[Any, ...], tmp_path: Path) -> None:
    case = three if story is three.WHOLE else one

    report, _ = verified(case.played(story).brokerage.history(), tmp_path)

    assert [str(finding) for finding in report.findings] == []


def test_a_visit_that_three_schools_share_is_charged_a_third(tmp_path: Path) -> None:
    history = list(one.played(TO_THE_END).brokerage.history())
    entries = [attrs.evolve(entry, event=shared(entry.event)) for entry in history]

    report, _ = verified(entries, tmp_path)

    assert [finding for finding in report.findings if "incurred by the entries" in str(finding)] == []


def shared(event: Any) -> Any:
    return changed(event, shared_between=3) if isinstance(event, VisitLogged) else event


def verified(entries: Iterable[Recorded], folder: Path) -> tuple[Report, set[str]]:
    """What the verifier reports of a bundle of these entries, and the rules that the library itself finds broken."""
    key, public = key_file(folder)
    with open_store("memory:", clock_is_right=True) as store:
        for entry in entries:
            append = Append(entry.stream, len(store.read(entry.stream)), (entry.event,))
            store.append((append,), at=entry.recorded_at, by=entry.recorded_by, context=entry.context)
        write_bundle(store, folder / "a.bundle", sealed(store, key), texts=True)
        known = set(errors(store))
    return verify(folder / "a.bundle", log=read_key(str(public))), known


def errors(store: Store) -> Iterator[str]:
    """The codes of the rules that the library's own views of a history find broken. Only a payment's may be an error."""
    for stream in store.streams("deployment:"):
        view = DEPLOYMENT_LOG.live(store, ("deployment", stream.partition(":")[2]))
        yield from (finding.code for finding in view.findings if finding.severity == "error")


def test_a_bundle_is_a_file(tmp_path: Path) -> None:
    with open_store("memory:") as store:
        write_bundle(store, tmp_path / "empty.bundle", sealed(store, key_file(tmp_path)[0]))

    assert verify(tmp_path / "empty.bundle").findings == []
