"""Breaches of the rules of accreditation and of QA Days, planted in a history that was valid before."""

from datetime import date
from functools import cache
from typing import Any

import attrs
import pytest

import s2ss_core.events as e
from s2ss_core.audit import audit
from s2ss_core.events import Split
from s2ss_core.store import Recorded
from s2ss_core.values import Days, Organisation
from tests.aggregates.histories import A_TEACHER, changed, pounds
from tests.scenarios import case_three as case
from tests.scenarios.case_three import DAY_1, HEADTEACHER, LEADER, LINES, NLE, SLE, STORY, day
from tests.scenarios.test_case_three import before, played

FIRST_DAY = ("visit", "sle-01-09")
FIRST_COVER = ("cost", "cover-01-09")


@cache
def history() -> tuple[Recorded, ...]:
    """The whole story, as commands recorded it."""
    return tuple(played(STORY).brokerage.history())


def told_otherwise(event_class: type, identity: str | None = None, /, **fields: Any) -> set[str]:
    """The errors of the history in which the first event of a class, or the one with this id, is told otherwise."""
    entries = list(history())
    at = next(
        at
        for at, entry in enumerate(entries)
        if isinstance(entry.event, event_class)
        and (identity is None or identity in e.natural_id(entry.event))
    )
    entries[at] = attrs.evolve(entries[at], event=changed(entries[at].event, **fields))
    return errors(entries)


def errors(entries: list[Recorded]) -> set[str]:
    found = {finding.rule for finding in audit(entries) if finding.severity == "error"}
    return {rule for rule in found if rule.startswith("S2SS-")}


def with_line(name: str, **fields: Any) -> dict[str, Any]:
    """The fields of the plan with one of its lines changed, in each term."""
    return {"lines": tuple(changed(row, **fields) if row.id == name else row for row in LINES)}


def test_nothing_is_found_in_the_history_itself() -> None:
    assert errors(list(history())) == set()


@pytest.mark.parametrize("name", ("sle", "nle"))
def test_a_line_of_days_without_a_band_is_found(name: str) -> None:
    assert told_otherwise(e.PlanSubmitted, **with_line(name, band=None)) == {"S2SS-P70"}


def test_a_leader_of_a_line_without_its_accreditation_is_found() -> None:
    assert "S2SS-P71" in told_otherwise(e.PlanSubmitted, **with_line("nle", leader=SLE))
    assert told_otherwise(e.PlanSubmitted, **with_line("nle", leader=NLE)) == set()


@pytest.mark.parametrize(
    "splits",
    (
        (("instalment", 300), ("retained", 40)),
        (("instalment", 300), ("charge", 50)),
        (("instalment", 150), ("instalment", 200)),
    ),
)
def test_parts_that_do_not_make_the_rate_along_the_legs_are_found(
    splits: tuple[tuple[str, int], ...],
) -> None:
    parts = tuple(Split(leg=leg, amount=pounds(sum_)) for leg, sum_ in splits)

    assert "S2SS-P72" in told_otherwise(e.PlanSubmitted, **with_line("sle", splits=parts))


def test_more_kept_of_a_rate_than_the_card_keeps_is_found() -> None:
    def found(paid: int, kept: int) -> set[str]:
        parts = (Split(leg="instalment", amount=pounds(paid)), Split(leg="retained", amount=pounds(kept)))
        return told_otherwise(e.PlanSubmitted, **with_line("sle", splits=parts))

    assert "S2SS-P61" in found(299, 51)
    assert "S2SS-P61" not in found(301, 49)


def test_another_rate_than_that_of_the_card_has_parts_of_its_own() -> None:
    dearer = {"rate": pounds(360), "rate_reason": "It is a niche."}
    parts = (Split(leg="instalment", amount=pounds(310)), Split(leg="retained", amount=pounds(50)))

    assert "S2SS-P72" in told_otherwise(e.PlanSubmitted, **with_line("sle", **dearer))
    assert "S2SS-P72" not in told_otherwise(e.PlanSubmitted, **with_line("sle", **dearer, splits=parts))


def test_leaders_days_of_a_school_that_was_not_named_are_found() -> None:
    other = Organisation(id="s-9", kind="school")

    assert told_otherwise(e.PlanSubmitted, **with_line("sle", provider=other)) >= {"S2SS-P60"}
    assert "S2SS-P60" not in told_otherwise(e.PlanSubmitted, **with_line("cover", provider=other))


@pytest.mark.parametrize("use", ("none", "not-appropriate"))
def test_a_plan_that_no_qa_day_agreed_is_found(use: e.FundingUse) -> None:
    assert told_otherwise(e.QADayHeld, DAY_1.day, funding_use=use) == {"S2SS-P73"}
    assert told_otherwise(e.QADayHeld, DAY_1.day, on=day("01-05")) == {"S2SS-P73"}


@pytest.mark.parametrize("there", ((HEADTEACHER,), (LEADER,), (case.QA_LEAD,)))
def test_a_qa_day_without_both_sides_is_found(there: tuple[Any, ...]) -> None:
    assert told_otherwise(e.QADayHeld, DAY_1.day, attendees=there) == {"S2SS-R70"}


def test_the_head_of_the_supporting_school_is_of_its_side() -> None:
    assert told_otherwise(e.QADayHeld, DAY_1.day, attendees=(HEADTEACHER, case.HEAD_OF_S1)) == set()


@pytest.mark.parametrize("fields", ({"time": None}, {"time": e.Quantity(unit="half-day", quantity=Days(1))}))
def test_cover_beyond_its_time_is_found(fields: dict[str, Any]) -> None:
    assert told_otherwise(e.CostIncurred, FIRST_COVER[1], **fields) == {"S2SS-S70"}


@pytest.mark.parametrize("beside", (None, A_TEACHER, changed(case.HEAD_OF_S1, role="headteacher")))
def test_a_leader_who_works_without_a_leader_of_the_school_is_found(beside: Any) -> None:
    assert told_otherwise(e.VisitLogged, FIRST_DAY[1], counterpart=beside) == {"S2SS-S71"}


def test_a_day_of_a_leader_without_the_accreditation_of_the_line_is_found() -> None:
    entries = [
        attrs.evolve(entry, event=changed(entry.event, until=day("01-31")))
        if isinstance(entry.event, e.LeaderDesignated) and entry.event.leader == NLE
        else entry
        for entry in history()
    ]

    assert errors(entries) == {"S2SS-S72"}


def test_a_designation_of_the_day_itself_counts() -> None:
    assert told_otherwise(e.LeaderDesignated, case.NLE_DESIGNATED.designation, on=date(2024, 2, 1)) == set()
    assert told_otherwise(e.LeaderDesignated, case.NLE_DESIGNATED.designation, on=date(2024, 2, 2)) == {
        "S2SS-S72"
    }


def test_of_a_day_shared_by_three_schools_a_third_counts_here() -> None:
    desk = before(day("01-16"), changed(case.visit(SLE, "01-16"), shared_between=3))
    worked = desk.brokerage.leader_workload(SLE, case.YEAR).worked.value

    assert [str(worked), errors(list(desk.brokerage.history()))] == ["1.3333", set()]
    assert "LINK-01" not in {finding.rule for finding in audit(desk.brokerage.history())}
