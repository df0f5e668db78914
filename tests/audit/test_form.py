"""The form of history: gaps, repeats, swapped streams, days to come, and entries that stand in another's place."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import attrs
import pytest

from s2ss_core.audit import Audit, audit
from s2ss_core.events import Brokered, DaysWorked, PlanSubmitted, ProgrammeAdopted, VisitLogged
from s2ss_core.store import Recorded
from s2ss_core.testing.lifecycle import Runner, Scenario
from s2ss_core.values import LARGEST_INTEGER, Money

Change = Callable[[list[Recorded]], Sequence[Recorded]]


@pytest.fixture(scope="module")
def sound() -> list[Recorded]:
    """A deployment from its brokering to its closing."""
    runner = Runner(Scenario(), closely=False)
    runner.go_on("d-1", 80)
    return runner.world.history


def found(entries: Sequence[Recorded]) -> set[tuple[str, int]]:
    return {(finding.rule, finding.position) for finding in audit(entries)}


def place(entries: Sequence[Recorded], event_class: type) -> int:
    """The index of the last entry with an event of a class."""
    return max(at for at, entry in enumerate(entries) if isinstance(entry.event, event_class))


def changed(entries: list[Recorded], event_class: type, **fields: Any) -> list[Recorded]:
    """The same history with other fields in the last event of a class."""
    at = place(entries, event_class)
    other = attrs.evolve(entries[at], event=attrs.evolve(entries[at].event, **fields))
    return [*entries[:at], other, *entries[at + 1 :]]


def moved(entries: list[Recorded], event_class: type, **fields: Any) -> list[Recorded]:
    """The same history with another envelope around the last event of a class."""
    at = place(entries, event_class)
    return [*entries[:at], attrs.evolve(entries[at], **fields), *entries[at + 1 :]]


def unbrokered(entries: list[Recorded]) -> list[Recorded]:
    """The same history without the brokering of the deployment."""
    return [entry for entry in entries if not isinstance(entry.event, Brokered)]


def test_nothing_is_found_in_a_sound_history(sound: list[Recorded]) -> None:
    assert found(sound) == set()


def test_a_deleted_entry_leaves_a_gap_in_positions_and_in_its_stream(sound: list[Recorded]) -> None:
    at = place(sound, VisitLogged)

    rules = {rule for rule, position in found([*sound[:at], *sound[at + 1 :]])}

    assert {"FORM-01", "FORM-02"} <= rules


def test_an_entry_told_twice_is_found_under_the_positions_of_both(sound: list[Recorded]) -> None:
    at = place(sound, VisitLogged)
    again = attrs.evolve(sound[at], position=sound[-1].position + 1, version=99)

    findings = [finding for finding in audit([*sound, again]) if finding.rule == "FORM-11"]

    assert [finding.positions for finding in findings] == [(again.position, sound[at].position)]


@pytest.mark.parametrize(
    ("code", "change"),
    (
        ("FORM-02", partial(moved, event_class=VisitLogged, version=77)),
        ("FORM-03", partial(moved, event_class=VisitLogged, stream="grant:g-1")),
        ("FORM-03", partial(moved, event_class=VisitLogged, stream="attic:g-1")),
        ("FORM-03", partial(moved, event_class=VisitLogged, event="not an event")),
        ("FORM-06", partial(moved, event_class=VisitLogged, recorded_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))),
        ("FORM-12", partial(changed, event_class=VisitLogged, on=dt.date(2031, 1, 1))),
        ("FORM-13", unbrokered),
        ("FORM-14", partial(changed, event_class=VisitLogged, visit=" v-1")),
        ("FORM-15", partial(changed, event_class=DaysWorked, leader="sl-7")),
        ("FORM-16", partial(changed, event_class=ProgrammeAdopted, content="{}")),
        ("FORM-16", partial(changed, event_class=Brokered, digest="sha256:" + "0" * 64)),
    ),
)  # fmt: skip
def test_what_is_out_of_form_is_named(sound: list[Recorded], code: str, change: Change) -> None:
    assert code in {rule for rule, _ in found(change(sound))}


def test_a_sum_that_no_command_could_record_is_named_with_its_field(sound: list[Recorded]) -> None:
    brokered = next(entry.event for entry in sound if isinstance(entry.event, Brokered))
    odd = changed(sound, Brokered, funding=attrs.evolve(brokered.funding, match=Money(-1)))

    says = [finding.says for finding in audit(odd) if finding.rule == "FORM-14"]

    assert len(says) == 1
    assert "funding.match: -£0.01 is negative" in says[0]


def test_sums_beyond_what_can_be_recorded_are_added_up_all_the_same(sound: list[Recorded]) -> None:
    plan = next(entry.event for entry in sound if isinstance(entry.event, PlanSubmitted))
    most = [attrs.evolve(line, amount=Money(LARGEST_INTEGER)) for line in (*plan.lines, *plan.lines)]  # four
    odd = changed(sound, PlanSubmitted, lines=tuple(most))

    shown = [dict(finding.facts)["sum_of_lines"] for finding in audit(odd) if finding.rule == "S2SS-P02"]

    assert shown == ["£360,287,970,189,639.64"]


def test_two_spellings_of_an_id_are_noted(sound: list[Recorded]) -> None:
    at = place(sound, VisitLogged)
    visit = sound[at].event
    other = attrs.evolve(
        sound[at],
        position=sound[-1].position + 1,
        version=99,
        event=attrs.evolve(visit, visit=visit.visit.upper()),
    )

    notes = [finding for finding in audit([*sound, other]) if finding.rule == "FORM-08"]

    assert [(note.severity, note.position) for note in notes] == [("note", other.position)]


def test_streams_that_are_let_go_and_read_again_change_nothing(sound: list[Recorded]) -> None:
    broken = changed(sound, VisitLogged, on=dt.date(2031, 1, 1))
    reads: list[str] = []

    def read(stream: str) -> list[Recorded]:
        reads.append(stream)
        return [entry for entry in broken if entry.stream == stream]

    few = Audit(read=read, keep=1)
    for entry in broken:
        few.take(entry)

    assert few.findings() == tuple(audit(broken))
    assert len(set(reads)) > 3
    assert len(list(few.record.books())) == 1
