"""Given what a deployment's own events ask for, each record that it owes is counted, and who owes those that are not there."""

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given

import s2ss_core.events as e
from s2ss_core.projections import COMPLETENESS, AsAt, Completeness, canonical_bytes
from s2ss_core.projections.completeness import OwedRecord
from s2ss_core.store import Recorded
from s2ss_core.values import Cause, Person, Term
from tests.projections.histories import History
from tests.projections.nonsense import histories
from tests.projections.test_laws import unhurried
from tests.projections.worked_example import OFFICER, worked_example
from tests.scenarios import case_three, case_two
from tests.scenarios.case_one import Desk

OWN = "deployment:d-1"
KEY = ("deployment", "d-1")
WRITERS = ("headteacher", "system-leader")


def seen(history: History, as_at: AsAt | None = None) -> Completeness:
    return COMPLETENESS.live(history, KEY, as_at=as_at or AsAt())


def counts(view: Completeness) -> dict[str, tuple[int, int]]:
    return {f"{count.group} {count.name}": (count.there, count.expected) for count in view.counts}


def missing(view: Completeness) -> list[tuple[str, str, str]]:
    return [(record.of, record.what, record.whose) for record in view.missing]


def otherwise(history: History, name: str, kind: Any, **fields: Any) -> History:
    """The same history, had the entry with this natural id been otherwise."""
    for index, entry in enumerate(history.entries):
        event: Any = entry.event
        if isinstance(event, kind) and e.natural_id(event)[1] == name:
            history.entries[index] = attrs.evolve(entry, event=attrs.evolve(event, **fields))
    return history


def instead(history: History, event: Any, **fields: Any) -> History:
    """The same history, had this event been otherwise."""
    history.entries = [
        attrs.evolve(entry, event=attrs.evolve(event, **fields)) if entry.event == event else entry
        for entry in history.entries
    ]
    return history


def test_a_whole_record_owes_nothing() -> None:
    """By hand: 8 and 10 visits; a report, two sharings, a review and two judgements a term, and the final report finalised."""
    view = seen(worked_example())

    assert counts(view) == {
        "visit sl-014": (8, 8),
        "visit sl-022": (10, 10),
        "term 2024-spring": (6, 6),
        "term 2024-summer": (6, 6),
        "term 2024-autumn": (7, 7),
        "meeting r-1": (3, 3),
        "meeting r-2": (3, 3),
        "meeting r-3": (3, 3),
    }
    assert view.missing == ()


def test_a_leader_whom_only_anothers_record_names_owes_a_record_of_that_day() -> None:
    other = Person(person="SL-014", role="system-leader", organisation="s-7")
    teacher = Person(person="t-1", role="staff", organisation="s-1")
    history = otherwise(worked_example(), "v-en-3", e.VisitLogged, worked_with=(other, teacher))

    view = seen(history)

    (record,) = view.missing
    assert (record.of, record.what, record.whose) == ("2024-01-24", "Record of Visit", "sl-014")
    assert record.waits_on == ("sl-014",)
    assert counts(view)["visit sl-014"] == (8, 9)


def test_a_leader_who_completed_a_record_of_that_day_owes_no_other() -> None:
    lead = Person(person="sl-014", role="system-leader", organisation="s-7")
    history = otherwise(worked_example(), "v-en-1", e.VisitLogged, worked_with=(lead,), on=date(2024, 1, 16))

    assert seen(history).missing == ()


def test_a_term_without_a_report_owes_it_and_all_that_follows_from_it() -> None:
    history = worked_example()
    gone = {"i-2", "r-2", "j-3", "j-4"}
    history = History(
        entry
        for entry in history.entries
        if not (
            isinstance(entry.event, e.InterimReported | e.ReviewHeld | e.ProgressJudged)
            and e.natural_id(entry.event)[1] in gone
        )
    )

    view = seen(history)

    report = "interim report"
    assert missing(view) == [
        ("2024-summer", f"the {report}", "headteacher and system-leader"),
        ("2024-summer", f"the {report} shared with: qa-lead", "qa-lead"),
        ("2024-summer", f"the {report} shared with: broker", "broker"),
        ("2024-summer", f"the review of the {report}", "headteacher and headteacher-nominee"),
        ("2024-summer", f"a judgement of the {report}", "qa-lead"),
        ("2024-summer", f"a judgement of the {report}", "broker"),
    ]
    assert view.missing[0].waits_on == WRITERS
    assert counts(view)["term 2024-summer"] == (0, 6)


def test_a_judgement_of_one_party_is_none_of_the_other() -> None:
    history = worked_example()
    history = History(entry for entry in history.entries if getattr(entry.event, "judgement", "") != "j-4")

    assert missing(seen(history)) == [("2024-summer", "a judgement of the interim report", "broker")]


def test_a_report_that_was_shared_with_one_only_is_owed_to_the_other() -> None:
    shared: Any = next(
        entry.event for entry in worked_example().entries if isinstance(entry.event, e.DocumentShared)
        and entry.event.of == Cause("report", ("i-1",))
    )  # fmt: skip
    history = instead(worked_example(), shared, shared_with=("broker",))

    assert missing(seen(history)) == [("2024-spring", "the interim report shared with: qa-lead", "qa-lead")]


def test_whoever_must_be_at_a_review_and_was_not_is_named() -> None:
    history = worked_example()
    held: Any = next(
        entry.event for entry in history.entries if getattr(entry.event, "review", "") == "r-1"
        and isinstance(entry.event, e.ReviewHeld)
    )  # fmt: skip
    nominee = attrs.evolve(held.attendees[0], person="dht-1", role="headteacher-nominee")
    history = otherwise(history, "r-1", e.ReviewHeld, attendees=(nominee, held.attendees[1]))

    assert missing(seen(history)) == [("r-1", "was at the review", "qa-lead")]


@pytest.mark.parametrize(
    ("term", "owed"), (("2025-spring", ["r-9"]), ("2024-spring", [])), ids=("another term", "a term held")
)
def test_a_review_that_was_scheduled_and_not_held_is_owed(term: str, owed: list[str]) -> None:
    history = worked_example()
    planned = e.ScheduledReview(review="r-9", term=Term(term), on=date(2025, 2, 3))
    history.tell(OWN, e.ReviewsScheduled(schedule="s-9", on=date(2024, 12, 20), reviews=(planned,)))

    assert [record.of for record in seen(history).missing] == owed


def test_a_struck_out_record_is_not_there() -> None:
    history = worked_example()
    history.tell(
        OWN,
        e.EntryStruckOut(
            of=Cause("review", ("r-2",)),
            on=date(2025, 1, 20),
            cause="did-not-happen",
            reason="Cancelled.",
            asked_by=OFFICER,
            agreed_by=OFFICER,
        ),
    )

    view = seen(history)

    owed = ("2024-summer", "the review of the interim report", "headteacher and headteacher-nominee")
    assert owed in missing(view)
    assert "meeting r-2" not in counts(view)


def test_support_that_ended_early_owes_no_final_report() -> None:
    ended: Any = next(
        entry.event for entry in worked_example().entries if isinstance(entry.event, e.SupportEnded)
    )
    history = instead(worked_example(), ended, cause="agreement")

    assert "term 2024-autumn" not in counts(seen(history))


def test_a_programme_that_asks_for_no_reports_owes_none_and_names_who_must_work_with_a_leader() -> None:
    desk = Desk.open()
    desk.play(*case_three.STORY)

    view = desk.brokerage.completeness("d-1")

    groups = {count.group for count in view.counts}
    assert "meeting" not in groups
    asked = [record for record in view.records if record.what.startswith("who worked with the leader")]
    assert len(asked) == len([record for record in view.records if record.what == "Record of Visit"])


def test_a_school_that_pays_itself_owes_nothing_to_a_qa_lead() -> None:
    desk = Desk.open()
    desk.play(*case_two.STORY)

    view = desk.brokerage.completeness("d-1")

    assert not any("qa-lead" in (record.whose, *record.waits_on) for record in view.records)


def test_as_at_a_day_what_came_later_is_not_there_yet() -> None:
    view = seen(worked_example(), AsAt(happened=date(2024, 3, 31)))

    assert counts(view)["term 2024-spring"] == (6, 6)
    assert counts(view)["term 2024-summer"] == (0, 6)


@given(entries=histories())
@unhurried
def test_counting_never_raises_and_counts_each_record_once(entries: list[Recorded]) -> None:
    view = COMPLETENESS.fold(("deployment", "a"), entries)

    assert canonical_bytes(COMPLETENESS.fold(("deployment", "a"), reversed(entries))) == canonical_bytes(view)
    assert sum(count.expected for count in view.counts) == len(view.records)
    assert sum(count.there for count in view.counts) == len(view.records) - len(view.missing)
    assert all(isinstance(record, OwedRecord) for record in view.records)
