"""Whatever a history holds, the audit lists it: shuffled, with gaps, told twice, or nonsense."""

import datetime as dt
import re
from functools import cache
from typing import Any

import attrs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from s2ss_core.audit import Finding, audit
from s2ss_core.store import Recorded
from tests.audit.recorded import STORIES, of_money, story
from tests.projections.nonsense import histories

SOME = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink a whole history takes many minutes
)
NO_PERIOD = re.compile(r"is not (a term|an academic year)")


@cache
def stories() -> tuple[tuple[Recorded, ...], ...]:
    return tuple(tuple(story(path)) for path in STORIES)


def unmade(findings: list[Finding]) -> list[str]:
    """The checks that could not be made, but for those of money, and of days before 2000, which no term or year has."""
    return [
        f"{finding.rule}: {finding.facts}"
        for finding in findings
        if "cannot be checked" in finding.says
        and finding.rule not in of_money()
        and not any(NO_PERIOD.search(value) for _, value in finding.facts)
    ]


@st.composite
def spoiled(draw: st.DrawFn) -> list[Recorded]:
    """A story in another order, with entries left out and others told twice."""
    entries = list(draw(st.sampled_from(stories())))
    for _ in range(draw(st.integers(1, 6))):
        at, to = draw(st.integers(0, len(entries) - 1)), draw(st.integers(0, len(entries) - 1))
        match draw(st.sampled_from(("move", "leave out", "tell twice", "swap"))):
            case "move":
                entries.insert(to, entries.pop(at))
            case "leave out" if len(entries) > 1:
                entries.pop(at)
            case "tell twice":
                entries.insert(to, entries[at])
            case _:
                entries[at], entries[to] = entries[to], entries[at]
    return entries


@SOME
@given(spoiled())
def test_a_spoiled_history_is_audited_to_its_end_and_something_is_found(entries: list[Recorded]) -> None:
    findings = list(audit(entries))

    assert unmade(findings) == []
    assert findings or any(
        list(kept[: len(entries)]) == entries for kept in stories()
    )  # a story, or its first part


@SOME
@given(histories())
def test_nonsense_is_audited_to_its_end(entries: list[Recorded]) -> None:
    assert unmade(list(audit(entries))) == []


class Unknown:
    """No event."""

    on = dt.date(2024, 1, 1)


@SOME
@given(st.sampled_from(stories()), st.data())
def test_an_event_that_nobody_knows_is_named(entries: tuple[Recorded, ...], data: Any) -> None:
    at = data.draw(st.integers(0, len(entries) - 1))
    told = [*entries[:at], attrs.evolve(entries[at], event=Unknown()), *entries[at + 1 :]]

    assert (entries[at].position, "FORM-03") in {(finding.position, finding.rule) for finding in audit(told)}
