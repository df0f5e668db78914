"""What was recorded wrongly of people, time and money is struck out, and the record is as if it had not been told."""

from datetime import date
from typing import Any

import pytest

from s2ss_core import Brokerage
from s2ss_core.audit import audit
from s2ss_core.events import (
    EntryStruckOut,
    InstalmentWithheld,
    LeaderReplaced,
    QALeadStoodDown,
    Reopened,
    TimeRenegotiated,
    WithholdingLifted,
    cause_of,
)
from s2ss_core.rules import Refused
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Days
from tests.aggregates.histories import (
    CLOSED,
    COST,
    ENGLISH,
    ENGLISH_VISITS,
    INSTALMENT_RELEASED,
    INTERIM_FINALISED,
    INTERIM_REPORTED,
    INTERIM_SHARED,
    INVOICE_RECEIVED,
    JUDGED_BY_BROKER,
    JUDGED_BY_QA_LEAD,
    LEAD,
    REVIEW_HELD,
    SECOND_VISIT,
    SUPPORT_ENDED,
    THE_OFFICER,
    VISIT,
    Y2023,
    Y2024,
    changed,
    visit,
)
from tests.scenarios.facts import (
    JOINER,
    NEXT,
    UNTIL_SUPPORT,
    commitment,
    days,
    days_of,
    record,
    record_despite,
    refused,
)

REPLACED = LeaderReplaced(
    leaving=ENGLISH,
    on=date(2024, 2, 5),
    cause="cannot-provide-outreach",
    last_day=date(2024, 2, 2),
    effective_from=date(2024, 2, 5),
    joining=JOINER,
    commitments=(commitment(NEXT, Y2023, 6),),
)
FEWER = TimeRenegotiated(
    negotiation="n-1",
    on=date(2024, 2, 5),
    intended_end=date(2025, 3, 28),
    commitments=(commitment(ENGLISH, Y2023, 7), commitment(LEAD, Y2024, 5)),
)
STOOD_DOWN = QALeadStoodDown(qa_lead="qa-3", on=date(2024, 2, 5), cause="other")
WITHHELD = InstalmentWithheld(
    instalment=1, on=date(2024, 4, 1), by=THE_OFFICER, reasons="A report is missing."
)
LIFTED = WithholdingLifted(instalment=1, on=date(2024, 4, 2), by=THE_OFFICER, reason="It came.")
REOPENED = Reopened(
    reopening="ro-1", on=date(2024, 6, 3), asked_by=person("u-1"), agreed_by=person("u-2"), reason="A visit."
)
FIRST_TERM = (VISIT, SECOND_VISIT, COST, *ENGLISH_VISITS)
REPORTED = (
    INTERIM_REPORTED,
    INTERIM_SHARED,
    REVIEW_HELD,
    INTERIM_FINALISED,
    JUDGED_BY_QA_LEAD,
    JUDGED_BY_BROKER,
)


def strike(fact: Any, on: date = date(2024, 9, 2)) -> EntryStruckOut:
    return EntryStruckOut(
        of=fact if isinstance(fact, Cause) else cause_of(fact), on=on, cause="wrong-details", reason="It is not so.",
        asked_by=person("u-1"), agreed_by=person("u-2"),
    )  # fmt: skip


def resting(desk: Brokerage, fact: Any) -> dict[str, str]:
    """For each rule that refuses a strike: what rests on the entry."""
    try:
        record(desk, strike(fact))
    except Refused as refusal:
        return {broken.rule.code: dict(broken.facts)["resting"] for broken in refusal.broken}
    return {}


def test_a_replacement_is_struck_out_after_the_visits_that_rest_on_it(desk: Brokerage) -> None:
    """`sl-022`: 10 - 6 = 4 committed, then 10 again. `sl-030`: 6 committed, then none; 2 worked, then none."""
    record(desk, *UNTIL_SUPPORT, *ENGLISH_VISITS[:4], REPLACED)
    assert days_of(desk, ENGLISH, Y2023) == days(committed=4, worked=4, booked=4, left=11)
    later = [visit(f"v-n{day}", date(2024, 2, day), leader=NEXT, line=None) for day in (6, 7)]
    record(desk, *later)

    assert resting(desk, REPLACED) == {"S2SS-X11": "visit v-n7, visit v-n6"}
    record(desk, strike(later[1]), strike(later[0]), strike(REPLACED))

    assert days_of(desk, ENGLISH, Y2023) == days(committed=10, worked=4, booked=10, left=5)
    assert days_of(desk, NEXT, Y2023) == days(committed=0, worked=0, booked=0, left=10)
    assert desk.deployment_log("d-1").parties.leaders == (LEAD, ENGLISH)
    record(desk, changed(ENGLISH_VISITS[4], visit="v-again"))


def test_days_that_are_booked_elsewhere_by_now_cannot_be_booked_again(desk: Brokerage) -> None:
    record(desk, *UNTIL_SUPPORT, *ENGLISH_VISITS[:4], REPLACED)
    elsewhere: Any = next(fact for fact in UNTIL_SUPPORT if hasattr(fact, "existing_support"))
    lead = changed(elsewhere.lead, leader=ENGLISH)
    record(
        desk, changed(elsewhere, deployment="d-2", lead=lead, commitments=(commitment(ENGLISH, Y2023, 11),))
    )

    assert refused(desk, strike(REPLACED)) == ["S2SS-Y01"]


def test_a_replacement_struck_out_after_the_end_books_nothing_again(desk: Brokerage) -> None:
    record(desk, *UNTIL_SUPPORT, *ENGLISH_VISITS[:4], REPLACED)
    record(
        desk, changed(SUPPORT_ENDED, actual_end=date(2024, 3, 22), on=date(2024, 3, 22), cause="withdrawn")
    )

    record(desk, strike(REPLACED))

    assert days_of(desk, ENGLISH, Y2023) == days(committed=4, worked=4, booked=4, left=11)
    assert days_of(desk, NEXT, Y2023) == days(committed=0, worked=0, booked=0, left=10)


def test_a_renegotiation_is_struck_out_with_its_days_and_its_period(desk: Brokerage) -> None:
    """`sl-022`: 10, then 7, then 10 again. `sl-014`: 2 in 2024/25, then 5, then 2 again. The end goes back to 20 December."""
    record(desk, *UNTIL_SUPPORT, FEWER)
    beyond = visit("v-jan", date(2025, 1, 14), leader=LEAD, line=None)
    again = changed(
        FEWER,
        negotiation="n-2",
        on=date(2024, 3, 4),
        intended_end=None,
        commitments=(commitment(ENGLISH, Y2023, 8),),
    )
    record(desk, beyond, again)

    assert resting(desk, FEWER) == {"S2SS-X11": "time-renegotiated n-2, visit v-jan"}
    record(desk, strike(again), strike(beyond, date(2025, 2, 3)), strike(FEWER))

    assert (days_of(desk, ENGLISH, Y2023)["committed"], days_of(desk, LEAD, Y2024)["committed"]) == (
        Days(10),
        Days(2),
    )
    assert desk.deployment_log("d-1").periods.support_to == date(2024, 12, 20)


def test_a_qa_lead_who_did_not_stand_down_is_in_office(desk: Brokerage) -> None:
    record(desk, *UNTIL_SUPPORT, *FIRST_TERM, *REPORTED[:3], STOOD_DOWN)
    assert refused(desk, JUDGED_BY_QA_LEAD) == ["S2SS-R13"]
    assert desk.deployment_log("d-1").parties.qa_lead is None

    record(desk, strike(STOOD_DOWN))

    record(desk, JUDGED_BY_QA_LEAD)
    assert desk.deployment_log("d-1").parties.qa_lead == "qa-3"


def test_a_lifting_that_is_struck_out_withholds_again_unless_a_release_rests_on_it(desk: Brokerage) -> None:
    release = changed(INSTALMENT_RELEASED, on=date(2024, 4, 12))
    record(desk, *UNTIL_SUPPORT, *FIRST_TERM, *REPORTED, INVOICE_RECEIVED, WITHHELD, LIFTED)

    record(desk, strike(LIFTED))
    assert "S2SS-M29" in refused(desk, release)
    assert desk.deployment_log("d-1").instalments[0].status == "withheld"

    record(desk, changed(LIFTED, on=date(2024, 4, 3)), release)
    assert resting(desk, changed(LIFTED, on=date(2024, 4, 3))) == {"S2SS-X12": str(cause_of(release))}


def test_a_report_that_money_was_released_on_is_struck_out_with_another_in_its_place(desk: Brokerage) -> None:
    release = changed(INSTALMENT_RELEASED, on=date(2024, 4, 12))
    report, review = changed(INTERIM_REPORTED, report="i-2"), changed(REVIEW_HELD, review="r-9", report="i-2")
    record(desk, *UNTIL_SUPPORT, *FIRST_TERM, *REPORTED, INVOICE_RECEIVED, release)
    assert resting(desk, INTERIM_REPORTED) == {"S2SS-X11": "review r-1", "S2SS-X15": str(cause_of(release))}

    assert refused(desk, report) == ["S2SS-R04"]
    record_despite(desk, report)
    record(desk, changed(INTERIM_SHARED, of=cause_of(report)), review)
    for wrong, right in ((REVIEW_HELD, review), (INTERIM_REPORTED, report)):
        record(desk, changed(strike(wrong), replaced_by=cause_of(right)))

    log = desk.deployment_log("d-1")
    assert [row.report for row in log.reports if not row.struck_out] == ["i-2"]
    assert log.instalments[0].status == "released"
    assert resting(desk, report) == {"S2SS-X11": "review r-9", "S2SS-X15": str(cause_of(release))}
    assert resting(desk, review) == {"S2SS-X15": str(cause_of(release))}
    found = {finding.rule for finding in audit(desk.history()) if finding.severity == "error"}
    assert found == set()


def test_a_reopening_is_struck_out_after_what_only_an_open_deployment_takes(desk: Brokerage) -> None:
    early = {"on": date(2024, 1, 31), "cause": "withdrawn"}
    record(
        desk,
        *UNTIL_SUPPORT,
        changed(VISIT, line=None),
        changed(SUPPORT_ENDED, actual_end=date(2024, 1, 31), **early),
    )
    record(
        desk, changed(CLOSED, **early), REOPENED, visit("v-late", date(2024, 1, 18), leader=LEAD, line=None)
    )

    assert resting(desk, REOPENED) == {"S2SS-X11": "visit v-late"}
    record(desk, strike(Cause("visit", ("v-late",))), strike(REOPENED))

    assert "S2SS-E12" in refused(desk, visit("v-later", date(2024, 1, 19), leader=LEAD, line=None))


@pytest.mark.parametrize("hours", ("4", "5"))
def test_a_visit_is_struck_out_after_the_one_whose_hours_were_the_rest_of_its_day(
    desk: Brokerage, hours: str
) -> None:
    first = changed(VISIT, unit="hour", quantity=Days(hours), line=None)
    second = changed(first, visit="v-pm", quantity=Days(1))
    record(desk, *UNTIL_SUPPORT, first)
    if hours == "5":
        record_despite(desk, second)
    else:
        record(desk, second)

    assert resting(desk, first) == ({"S2SS-X11": "visit v-pm"} if hours == "5" else {})
