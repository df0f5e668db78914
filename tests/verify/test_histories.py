"""Random histories: the verifier finds no error in a bundle that the library does not find. S2SS_HISTORIES asks for more."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from s2ss_core.bundle import write_bundle
from s2ss_core.projections import DEPLOYMENT_LOG
from s2ss_core.store import Append, Store, open_store
from s2ss_core.testing import strategies
from s2ss_core.transparency import sealed
from s2ss_verify import verify
from s2ss_verify.note import read_key
from tests.transparency.given import key_file

HISTORIES = int(os.environ.get("S2SS_HISTORIES", "0")) or 10


@settings(max_examples=HISTORIES, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=strategies.histories(most_deviations=8))
def test_the_verifier_finds_no_error_that_the_library_does_not_find(
    history: strategies.History, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("history")
    key, public = key_file(folder)
    with open_store("memory:", clock_is_right=True) as store:
        for entry in history.entries:
            append = Append(entry.stream, len(store.read(entry.stream)), (entry.event,))
            store.append((append,), at=entry.recorded_at, by=entry.recorded_by, context=entry.context)
        write_bundle(store, folder / "a.bundle", sealed(store, key), texts=True)
        known = set(errors(store))

    report = verify(folder / "a.bundle", log=read_key(str(public)))

    assert [str(finding) for finding in report.findings if finding.code not in known] == []
    assert report.checked["entries"] == len(history.entries)


def errors(store: Store) -> Iterator[str]:
    """The codes of the rules that the library's own views of a history find broken. Only a payment's may be an error."""
    for stream in store.streams("deployment:"):
        view = DEPLOYMENT_LOG.live(store, ("deployment", stream.partition(":")[2]))
        yield from (finding.code for finding in view.findings if finding.severity == "error")


def test_a_bundle_is_a_file(tmp_path: Path) -> None:
    with open_store("memory:") as store:
        write_bundle(store, tmp_path / "empty.bundle", sealed(store, key_file(tmp_path)[0]))

    assert verify(tmp_path / "empty.bundle").findings == []
