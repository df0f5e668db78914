"""Strikes that no command lets through are found: of what money, or the approval of a plan, rests on."""

from collections.abc import Iterable
from typing import Any

import attrs
import pytest

from s2ss_core.audit import audit
from s2ss_core.events import EntryStruckOut, InstalmentWithheld, WithholdingLifted, cause_of
from s2ss_core.store import Recorded
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause
from tests.aggregates.histories import REVIEW_HELD, THE_OFFICER, changed
from tests.scenarios import case_three
from tests.scenarios.case_one import FIRST_INVOICED, FIRST_RELEASED, STORY, Desk, until

ON = FIRST_RELEASED.on
WITHHELD = InstalmentWithheld(instalment=1, on=ON, by=THE_OFFICER, reasons="A report is missing.")
LIFTED = WithholdingLifted(instalment=1, on=ON, by=THE_OFFICER, reason="It came.")
BEFORE = tuple(fact for fact in until(STORY, ON) if fact is not FIRST_RELEASED)


def strike(of: Cause, replaced_by: Cause | None = None) -> EntryStruckOut:
    return EntryStruckOut(
        of=of, on=ON, cause="wrong-details", reason="It is not so.", replaced_by=replaced_by,
        asked_by=person("u-1"), agreed_by=person("u-2"),
    )  # fmt: skip


def struck(facts: Iterable[Any], *strikes: EntryStruckOut) -> set[str]:
    """The rules that are broken by strikes which stand in the history after these facts, whoever wrote them."""
    desk = Desk.open()
    desk.play(*facts)
    entries = list(desk.brokerage.history())
    of_it = [entry for entry in entries if entry.stream == "deployment:d-1"]
    for n, wrong in enumerate(strikes, 1):
        entries.append(
            attrs.evolve(
                entries[-1], position=len(entries) + 1, stream="deployment:d-1", version=of_it[-1].version + n,
                event_id=f"{n:032x}", event=wrong,
            )
        )  # fmt: skip
    return {finding.rule for finding in audit(entries) if _of(finding.position, entries, strikes)}


def _of(position: int, entries: list[Recorded], strikes: tuple[EntryStruckOut, ...]) -> bool:
    return entries[position - 1].event in strikes


@pytest.mark.parametrize(
    ("facts", "of", "code"),
    (
        ((*BEFORE, WITHHELD, LIFTED, FIRST_RELEASED), cause_of(LIFTED), "S2SS-X12"),
        (until(case_three.STORY, ON), cause_of(case_three.DAY_1), "S2SS-X12"),
        (until(STORY, ON), cause_of(REVIEW_HELD), "S2SS-X15"),
        (until(STORY, ON), cause_of(FIRST_INVOICED), "S2SS-X13"),
    ),
    ids=("a lifting", "the only QA Day", "a review", "an invoice"),
)
def test_a_strike_of_what_a_release_or_an_approval_rests_on_is_found(
    facts: Iterable[Any], of: Cause, code: str
) -> None:
    assert code in struck(facts, strike(of))


def test_a_strike_of_a_lifting_after_which_nothing_was_released_is_none() -> None:
    assert "S2SS-X12" not in struck((*BEFORE, WITHHELD, LIFTED), strike(cause_of(LIFTED)))


@pytest.mark.parametrize(
    ("wrong", "right", "code"),
    (
        (REVIEW_HELD, changed(REVIEW_HELD, review="r-9"), "S2SS-X15"),
        (
            FIRST_INVOICED,
            changed(FIRST_INVOICED, invoice="XT-right", number=f"{FIRST_INVOICED.number} corrected", on=ON),
            "S2SS-X13",
        ),
    ),
    ids=("a review", "an invoice"),
)
def test_what_stands_in_the_place_of_another_is_held_in_its_turn(wrong: Any, right: Any, code: str) -> None:
    facts, first = (*until(STORY, ON), right), strike(cause_of(wrong), cause_of(right))

    assert code not in struck(facts, first)
    assert code in struck(facts, first, strike(cause_of(right)))
