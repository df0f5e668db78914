"""People leave, days and periods are agreed anew, what was closed is opened again: each played from start to finish.

Each figure was worked by hand first; the working stands beside it. Everything is asked of a store in memory, of a SQLite
file and of PostgreSQL.
"""

from datetime import date

from s2ss_core import Brokerage
from s2ss_core.events import (
    AgreementIssued,
    AllowanceAgreed,
    CostDisallowed,
    InstalmentWithheld,
    LeaderReplaced,
    QALeadStoodDown,
    Reopened,
    TimeRenegotiated,
    WithholdingLifted,
)
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Days, Term
from tests.aggregates.histories import (
    AGREEMENT_ISSUED,
    AGREEMENT_SIGNED,
    CERTIFIED,
    CLOSED,
    COST,
    ENGLISH,
    ENGLISH_VISITS,
    FIRST_INSTALMENT,
    HOME_SCHOOL,
    HOME_TRUST,
    INSTALMENT_RELEASED,
    INTERIM_FINALISED,
    INTERIM_REPORTED,
    INTERIM_SHARED,
    INVOICE_RECEIVED,
    JUDGED_BY_BROKER,
    JUDGED_BY_QA_LEAD,
    LAST_INSTALMENT,
    LEAD,
    LINES,
    PLAN_APPROVED,
    QA_LEAD,
    QA_LEAD_APPOINTED,
    REVIEW_HELD,
    SECOND_INSTALMENT,
    SECOND_VISIT,
    SUPPORT_ENDED,
    THE_HEADTEACHER,
    THE_LEADER,
    THE_OFFICER,
    THE_QA_LEAD,
    VARIATION_ISSUED,
    VARIATION_SIGNED,
    VISIT,
    WHEN_JUDGED,
    WHEN_LAST_TERM_WORKED,
    WHEN_RELEASED,
    Y2023,
    Y2024,
    amendment,
    changed,
    line,
    pounds,
    visit,
)
from tests.scenarios.facts import (
    ALLOCATED,
    BEFORE,
    JOINER,
    NEXT,
    UNTIL_SUPPORT,
    Z_TRUST,
    allowance,
    commitment,
    days,
    days_of,
    eligible,
    record,
    record_despite,
    refused,
)

REOPENED = Reopened(
    reopening="ro-1",
    on=date(2024, 6, 3),
    asked_by=person("u-1"),
    agreed_by=person("u-2"),
    reason="A visit came to light.",
)
NEXT_QA_LEAD = changed(QA_LEAD_APPOINTED, qa_lead="qa-4", on=date(2024, 4, 15))


def test_a_leader_falls_ill_and_another_takes_over(desk: Brokerage) -> None:
    """`sl-022` works 4 of 10 days and falls ill; `sl-030` works the other 6.

    sl-022: committed 10 - 6 = 4, worked 4, booked 4, left 15 - 4 = 11. sl-030: committed 6, of 10 allowed.
    A visit after the last day counts a fifth day of sl-022 and no money: line 1 has 4 x £400 + 6 x £400 = £4,000,
    and with the lead's 2 x £500 and the programme's £1,000 £6,000 are eligible.
    """
    replaced = LeaderReplaced(
        leaving=ENGLISH,
        on=date(2024, 2, 5),
        cause="cannot-provide-outreach",
        last_day=date(2024, 2, 2),
        effective_from=date(2024, 2, 7),
        joining=JOINER,
        commitments=(commitment(NEXT, Y2023, 6),),
    )
    late = visit("v-late", date(2024, 2, 6), leader=ENGLISH, line="1")
    record(desk, *UNTIL_SUPPORT, VISIT, SECOND_VISIT, COST, *ENGLISH_VISITS[:4])

    record(desk, replaced)

    assert days_of(desk, ENGLISH, Y2023) == days(committed=4, worked=4, booked=4, left=11)
    assert days_of(desk, NEXT, Y2023) == days(committed=6, worked=0, booked=6, left=4)
    assert refused(desk, late) == ["S2SS-N08"]
    record_despite(desk, late)
    record(desk, *(changed(made, leader=NEXT) for made in ENGLISH_VISITS[4:]))
    assert days_of(desk, ENGLISH, Y2023) == days(committed=4, worked=5, booked=5, left=10)
    assert days_of(desk, NEXT, Y2023) == days(committed=6, worked=6, booked=6, left=4)
    assert eligible(desk) == pounds(6000)
    assert refused(desk, changed(INVOICE_RECEIVED, supplier=Z_TRUST)) == [
        "S2SS-M23"
    ]  # the lead is who they were


def test_the_lead_leaves_and_the_next_leads_trust_is_paid(desk: Brokerage) -> None:
    """`sl-014` works 1 of 4 and 0 of 2 days and leaves; `sl-030` of another trust leads, with 3 and 2 days.

    sl-014: 2023/24 committed 4 - 3 = 1, left 14; 2024/25 committed 2 - 2 = 0, left 15. sl-030: 3 and 2 of 10 and 10.
    Eligible in spring: 10 x £400 + £500 of sl-014 + £500 of sl-030 + £1,000 = £6,000, all of instalment 1.
    """
    replaced = LeaderReplaced(
        leaving=LEAD,
        on=date(2024, 2, 5),
        cause="left-the-school",
        last_day=date(2024, 2, 2),
        effective_from=date(2024, 2, 5),
        joining=JOINER,
        commitments=(commitment(NEXT, Y2023, 3), commitment(NEXT, Y2024, 2)),
        new_lead=NEXT,
    )
    record(desk, *UNTIL_SUPPORT, VISIT, COST, *ENGLISH_VISITS)
    from_the_next = changed(INVOICE_RECEIVED, supplier=Z_TRUST)
    assert refused(desk, from_the_next) == ["S2SS-M23"]
    assert refused(desk, changed(replaced, new_lead=None)) == ["S2SS-N02"]

    record(desk, replaced)

    assert days_of(desk, LEAD, Y2023) == days(committed=1, worked=1, booked=1, left=14)
    assert days_of(desk, LEAD, Y2024) == days(committed=0, worked=0, booked=0, left=15)
    assert days_of(desk, NEXT, Y2023) == days(committed=3, worked=0, booked=3, left=7)
    assert days_of(desk, NEXT, Y2024) == days(committed=2, worked=0, booked=2, left=8)
    varied = changed(VARIATION_ISSUED, on=date(2024, 2, 6), payees=(Z_TRUST, HOME_TRUST))
    record(desk, varied, changed(VARIATION_SIGNED, on=date(2024, 2, 7)))
    record(desk, changed(SECOND_VISIT, leader=NEXT))
    assert refused(desk, INTERIM_REPORTED) == ["S2SS-R17"]
    the_next = changed(THE_LEADER, person=NEXT, organisation=JOINER.home_school.id)
    record(desk, changed(INTERIM_REPORTED, authors=(THE_HEADTEACHER, the_next)), INTERIM_SHARED)
    assert refused(desk, REVIEW_HELD) == ["S2SS-R19"]
    record(desk, changed(REVIEW_HELD, attendees=(THE_HEADTEACHER, the_next, THE_QA_LEAD)), INTERIM_FINALISED)
    record(desk, JUDGED_BY_QA_LEAD, JUDGED_BY_BROKER)
    assert "S2SS-M07" in refused(desk, changed(INSTALMENT_RELEASED, paid_to=Z_TRUST))
    # due to x-trust: a day of the lead at £500 and four of English at £400 by 2 February; the rest to the next trust
    for payee, invoice, amount in ((Z_TRUST, "Z-1", 3900), (HOME_TRUST, "XT-1", 2100)):
        invoiced = changed(
            INVOICE_RECEIVED, invoice=invoice, number=invoice, supplier=payee, net=pounds(amount)
        )
        record(
            desk,
            invoiced,
            changed(INSTALMENT_RELEASED, paid_to=payee, invoice=invoice, amount=pounds(amount)),
        )
    usage = desk.grant_usage("d-1")
    assert usage.amounts.eligible.value == usage.amounts.released.value == pounds(6000)
    assert usage.parties.leaders == (LEAD, ENGLISH, NEXT)


def test_the_trust_of_a_former_lead_is_still_paid_for_the_term_that_it_led(desk: Brokerage) -> None:
    """The lead leaves on 22 March and `sl-030` of another trust follows. Instalment 1 of spring is £6,000 to x-trust.

    Both days of line 3 were worked before: eligible 10 x £400 + £1,000 + 2 x £500 = £6,000.
    """
    replaced = LeaderReplaced(
        leaving=LEAD,
        on=date(2024, 3, 25),
        cause="left-the-school",
        last_day=date(2024, 3, 22),
        effective_from=date(2024, 3, 25),
        joining=JOINER,
        commitments=(commitment(NEXT, Y2023, 2),),
        new_lead=NEXT,
    )
    record(desk, *BEFORE, *WHEN_JUDGED[1:], replaced)
    varied = changed(VARIATION_ISSUED, on=date(2024, 3, 26), payees=(Z_TRUST,))
    record(desk, varied, changed(VARIATION_SIGNED, on=date(2024, 3, 27)))

    record(desk, INVOICE_RECEIVED, INSTALMENT_RELEASED)

    usage = desk.grant_usage("d-1")
    assert usage.amounts.eligible.value == usage.amounts.released.value == pounds(6000)
    assert usage.instalments[0].payee == HOME_TRUST


def test_a_day_past_the_allowance_is_an_excess_and_its_money_is_not_disallowed(desk: Brokerage) -> None:
    """The school of `sl-014` releases 4 days in all of 2023/24; the fifth, of 2 May, is on the plan: £500 are eligible."""
    allowed = changed(allowance(LEAD, Y2023, HOME_SCHOOL), days=Days(4))
    fewer = [
        allowed
        if isinstance(fact, AllowanceAgreed) and fact.leader == LEAD and fact.cap_year == Y2023
        else fact
        for fact in UNTIL_SUPPORT
    ]
    worked = [visit(f"w-{day}", date(2024, 3, day), line=None) for day in (4, 5, 6, 7)]
    fifth = visit("v-5", date(2024, 5, 2))
    record(desk, *fewer, *worked)
    assert refused(desk, fifth) == ["S2SS-Y03"]

    record_despite(desk, fifth)

    assert [(excess.visit, excess.days.value) for excess in desk.leader_workload(LEAD, Y2023).excesses] == [
        ("v-5", Days(1))
    ]
    amounts = desk.grant_usage("d-1").amounts
    assert (amounts.eligible.value, amounts.disallowed.value) == (pounds(500), pounds(0))


def test_the_qa_lead_stands_down_and_a_judgement_of_march_is_told_in_may(desk: Brokerage) -> None:
    """`qa-3` is in office to 12 April, `qa-4` from 15 April; the judgement of 21 March is told after both.

    Instalment 1 is £6,000, of which £6,000 are eligible: its release in May rests on the judgement of March.
    """
    stood_down = QALeadStoodDown(qa_lead=QA_LEAD, on=date(2024, 4, 12), cause="no-longer-available")
    reviewed = WHEN_JUDGED[1:-2]
    record(desk, *BEFORE, *reviewed, JUDGED_BY_BROKER, stood_down)
    in_between = changed(JUDGED_BY_QA_LEAD, on=date(2024, 4, 13))
    assert refused(desk, in_between) == ["S2SS-R13"]
    record(desk, NEXT_QA_LEAD)

    by_the_next = changed(JUDGED_BY_QA_LEAD, judge=changed(THE_QA_LEAD, person="qa-4"))
    assert refused(desk, by_the_next) == ["S2SS-R13"]
    record(desk, JUDGED_BY_QA_LEAD, INVOICE_RECEIVED, changed(INSTALMENT_RELEASED, on=date(2024, 5, 20)))

    assert desk.grant_usage("d-1").amounts.released.value == pounds(6000)
    assert desk.deployment_log("d-1").parties.qa_lead == "qa-4"
    certified = changed(CERTIFIED, final=False, with_report=None)
    former = changed(certified, certifier=changed(CERTIFIED.certifier, person=QA_LEAD))
    assert refused(desk, former) == ["S2SS-E01"]


def test_support_is_extended_by_a_term(desk: Brokerage) -> None:
    """Support that was to end on 20 December 2024 goes on to 28 March 2025, with 2 more days of the lead at £500.

    Plan £11,000 + 2 x £500 = £12,000, of which £1,000 is newly set aside; instalments £6,000, £2,000, £3,000, £1,000.
    sl-014 in 2024/25: committed 2 + 2 = 4, worked 2 in autumn + 2 in spring = 4, left 15 - 4 = 11.
    Eligible: £11,000 to December and 2 x £500 = £12,000.
    """
    extended = TimeRenegotiated(
        negotiation="n-1",
        on=date(2024, 12, 2),
        effective_from=date(2024, 12, 21),
        intended_end=date(2025, 3, 28),
        commitments=(commitment(LEAD, Y2024, 4),),
    )
    spring = Term("2025-spring")
    plan = changed(amendment(*LINES, line("3", spring, "2", pounds(500))), on=date(2024, 12, 3))
    in_january = visit("v-7", date(2025, 1, 15))
    record(desk, *BEFORE, *WHEN_LAST_TERM_WORKED[1:])
    assert refused(desk, plan) == ["S2SS-P09"]
    assert refused(desk, changed(in_january, line=None)) == ["S2SS-S05"]

    record(desk, extended)

    assert days_of(desk, LEAD, Y2024) == days(committed=4, worked=2, booked=4, left=11)
    record(desk, plan, changed(ALLOCATED, allocation="a-2", on=date(2024, 12, 4), amount=pounds(1000)))
    record(desk, changed(PLAN_APPROVED, plan_version=2, on=date(2024, 12, 5)))
    schedule = (
        FIRST_INSTALMENT,
        SECOND_INSTALMENT,
        changed(LAST_INSTALMENT, after="interim"),
        changed(LAST_INSTALMENT, instalment=4, term=spring, amount=pounds(1000)),
    )
    record(desk, changed(VARIATION_ISSUED, on=date(2024, 12, 6), schedule=schedule))
    record(desk, changed(VARIATION_SIGNED, on=date(2024, 12, 9)))
    record(desk, in_january, visit("v-8", date(2025, 2, 5)))
    assert days_of(desk, LEAD, Y2024) == days(committed=4, worked=4, booked=4, left=11)
    assert eligible(desk) == pounds(12_000)
    assert desk.deployment_log("d-1").periods.support_to == date(2025, 3, 28)
    assert refused(desk, visit("v-9", date(2025, 4, 1), line=None)) == ["S2SS-S05"]


def test_days_move_between_leaders_and_years(desk: Brokerage) -> None:
    """3 days of `sl-022` and 1 of next year go to `sl-014` this year.

    sl-022: 10 - 3 = 7, left 8. sl-014: 2023/24 4 + 4 = 8, left 7; 2024/25 2 - 1 = 1, left 14.
    A further negotiation that gives sl-014 16 days is refused as a whole, so that sl-022 keeps the 7.
    """
    moved = TimeRenegotiated(
        negotiation="n-1",
        on=date(2024, 2, 1),
        commitments=(commitment(ENGLISH, Y2023, 7), commitment(LEAD, Y2023, 8), commitment(LEAD, Y2024, 1)),
    )
    record(desk, *UNTIL_SUPPORT)

    record(desk, moved)

    assert days_of(desk, ENGLISH, Y2023) == days(committed=7, worked=0, booked=7, left=8)
    assert days_of(desk, LEAD, Y2023) == days(committed=8, worked=0, booked=8, left=7)
    assert days_of(desk, LEAD, Y2024) == days(committed=1, worked=0, booked=1, left=14)
    too_many = changed(
        moved, negotiation="n-2", commitments=(commitment(ENGLISH, Y2023, 2), commitment(LEAD, Y2023, 16))
    )
    assert refused(desk, too_many) == ["S2SS-Y01"]
    assert days_of(desk, ENGLISH, Y2023) == days(committed=7, worked=0, booked=7, left=8)


def test_an_agreement_is_renegotiated_twice(desk: Brokerage) -> None:
    """Instalments 2 and 3 are £2,000 and £3,000, then £2,500 and £2,500, then £1,500 and £3,500; instalment 1 stays.

    Up to instalment 2 that is £8,000, £8,500 and £7,500. An agreement that is not signed changes nothing.
    """

    def varied(agreement: str, before: str, second: int, on: date) -> AgreementIssued:
        schedule = (
            FIRST_INSTALMENT,
            changed(SECOND_INSTALMENT, amount=pounds(second)),
            changed(LAST_INSTALMENT, amount=pounds(5000 - second)),
        )
        return changed(AGREEMENT_ISSUED, agreement=agreement, variation_of=before, schedule=schedule, on=on)

    def scheduled() -> list[int]:
        return [row.scheduled.value // 100 for row in desk.grant_usage("d-1").instalments]

    record(desk, *BEFORE, *WHEN_JUDGED[1:], INVOICE_RECEIVED, INSTALMENT_RELEASED)
    record(desk, varied("ag-2", "ag-1", 2500, date(2024, 4, 20)))
    assert scheduled() == [6000, 2000, 3000]
    record(desk, changed(AGREEMENT_SIGNED, agreement="ag-2", on=date(2024, 4, 22)))
    assert scheduled() == [6000, 2500, 2500]

    again = varied("ag-3", "ag-2", 1500, date(2024, 5, 20))

    assert refused(desk, changed(again, variation_of="ag-1")) == ["S2SS-A12"]
    record(desk, again)
    assert scheduled() == [6000, 2500, 2500]
    record(desk, changed(AGREEMENT_SIGNED, agreement="ag-3", on=date(2024, 5, 22)))
    assert scheduled() == [6000, 1500, 3500]


def test_an_instalment_is_withheld_and_the_withholding_lifted(desk: Brokerage) -> None:
    """Instalment 1 of £6,000 is withheld on 10 April and lifted on 22 April: nothing is released in between."""
    withheld = InstalmentWithheld(instalment=1, on=date(2024, 4, 10), by=THE_OFFICER, reasons="No cover.")
    lifted = WithholdingLifted(instalment=1, on=date(2024, 4, 22), by=THE_OFFICER, reason="There is cover.")
    record(desk, *BEFORE, *WHEN_JUDGED[1:], INVOICE_RECEIVED, withheld)
    assert refused(desk, INSTALMENT_RELEASED) == ["S2SS-M29"]

    record(desk, lifted)

    assert refused(desk, INSTALMENT_RELEASED) == ["S2SS-M29"]  # of 12 April, when it was withheld
    record(desk, changed(INSTALMENT_RELEASED, on=date(2024, 4, 22)))
    assert desk.grant_usage("d-1").amounts.released.value == pounds(6000)


def test_what_was_closed_is_opened_again_and_closed_again(desk: Brokerage) -> None:
    """Support ends early on 5 April with £6,000 eligible; £500 for a visit of 26 March come to light after the closing."""
    ended = changed(SUPPORT_ENDED, actual_end=date(2024, 4, 5), on=date(2024, 4, 5), cause="exit")
    closed = changed(CLOSED, cause="exit", on=date(2024, 5, 1))
    forgotten = visit("v-late", date(2024, 3, 26))
    not_paid = CostDisallowed(
        disallowance="x-1",
        on=date(2024, 6, 4),
        of=Cause("visit", ("v-late",)),
        amount=pounds(500),
        reason="other",
        by=THE_OFFICER,
    )
    record(desk, *BEFORE, *WHEN_RELEASED[1:], ended, closed)
    assert refused(desk, forgotten) == ["S2SS-E12"]

    record(desk, REOPENED, forgotten)

    assert eligible(desk) == pounds(6500)
    assert refused(desk, changed(closed, on=date(2024, 6, 5))) == ["S2SS-E19"]
    record(desk, not_paid, changed(closed, on=date(2024, 6, 5)))
    assert refused(desk, changed(forgotten, visit="v-later", on=date(2024, 3, 27))) == ["S2SS-E12"]
    assert days_of(desk, LEAD, Y2023)["worked"] == Days(3)
