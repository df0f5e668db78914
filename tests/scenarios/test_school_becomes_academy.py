"""The supported school becomes an academy under a new URN and joins a trust that employs the QA Lead.

Played in memory, on SQLite and on PostgreSQL. `s-1` (URN 100001, of y-trust) has URN 149999 and belongs to `qa-company`
from 15 April 2024 on. Instalment 1, £6,000, was judged by `qa-3` in March and released before. In summer 2 x £500 of the
lead and £1,000 of the programme make £2,000, instalment 2: £8,000 in all.
"""

from datetime import date

from s2ss_core import Brokerage
from s2ss_core.values import Organisation, Urn
from tests.aggregates.histories import (
    BROKERED,
    INSTALMENT_RELEASED,
    INVOICE_RECEIVED,
    JUDGED_BY_BROKER,
    JUDGED_BY_QA_LEAD,
    LINES,
    PLAN_APPROVED,
    QA_LEAD_APPOINTED,
    SCHOOL,
    SECOND_TERM,
    THE_QA_LEAD,
    WHEN_JUDGED,
    amendment,
    changed,
    pounds,
)
from tests.scenarios.facts import ALLOCATED, BEFORE, eligible, record, refused

OLD, NEW = Urn("100001"), Urn("149999")
APRIL = date(2024, 4, 15)
REVIEWED = WHEN_JUDGED[1:-2]
WORKED, TERM_REPORTED = SECOND_TERM[:3], SECOND_TERM[3:]
REPORT, SHARED, HELD, BY_QA_LEAD, BY_BROKER, FINALISED, INVOICED, RELEASED = TERM_REPORTED
NEXT_QA_LEAD = changed(
    QA_LEAD_APPOINTED,
    qa_lead="qa-4",
    employer=Organisation(id="other-company", kind="other", member_of_broker=False),
    on=date(2024, 7, 10),
)
BY_NEXT = changed(BY_QA_LEAD, judge=changed(THE_QA_LEAD, person="qa-4", organisation="other-company"))
# A second deployment of the same school, under the same award.
AGAIN = changed(
    BROKERED,
    deployment="d-2",
    on=date(2024, 9, 2),
    start=date(2024, 9, 9),
    commitments=(),
    commitments_open=True,
)


def becomes_academy(desk: Brokerage) -> None:
    desk.change_urn("s-1", urn=NEW, on=APRIL)
    desk.join_trust("s-1", trust="qa-company", on=APRIL)


def test_the_qa_lead_of_the_trust_that_the_school_joins_judges_no_more(desk: Brokerage) -> None:
    record(
        desk, *BEFORE, *REVIEWED, JUDGED_BY_QA_LEAD, JUDGED_BY_BROKER, INVOICE_RECEIVED, INSTALMENT_RELEASED
    )
    becomes_academy(desk)
    record(desk, *WORKED, REPORT, SHARED, HELD)

    assert refused(desk, BY_QA_LEAD) == ["S2SS-B08"]
    assert refused(desk, amendment(*LINES)) == ["S2SS-B08"]
    record(desk, NEXT_QA_LEAD)
    record(desk, BY_NEXT, BY_BROKER, FINALISED, INVOICED, RELEASED)

    usage = desk.grant_usage("d-1")
    assert eligible(desk) == usage.amounts.released.value == pounds(8000)
    assert usage.parties.qa_lead == "qa-4"
    assert refused(desk, changed(NEXT_QA_LEAD, qa_lead="qa-3", employer=QA_LEAD_APPOINTED.employer)) == [
        "S2SS-B08"
    ]


def test_what_was_judged_before_that_day_stands_though_it_is_told_after_it(desk: Brokerage) -> None:
    record(desk, *BEFORE, *REVIEWED)
    becomes_academy(desk)

    record(desk, JUDGED_BY_QA_LEAD, JUDGED_BY_BROKER, INVOICE_RECEIVED, INSTALMENT_RELEASED)

    assert desk.grant_usage("d-1").amounts.released.value == pounds(6000)
    on_the_day = changed(JUDGED_BY_QA_LEAD, judgement="j-9", on=APRIL)
    assert refused(desk, on_the_day) == ["S2SS-B08"]


def test_a_plan_of_before_is_approved_by_the_qa_lead_of_before(desk: Brokerage) -> None:
    submitted = BEFORE + WHEN_JUDGED[1 : WHEN_JUDGED.index(PLAN_APPROVED)]
    record(desk, *submitted)
    becomes_academy(desk)

    assert refused(desk, changed(PLAN_APPROVED, on=APRIL)) == ["S2SS-B08"]
    record(desk, PLAN_APPROVED)


def test_the_school_is_named_from_then_on_with_its_new_urn_and_trust(desk: Brokerage) -> None:
    record(desk, *BEFORE)
    becomes_academy(desk)

    assert refused(desk, AGAIN) == ["S2SS-O01"]  # it still says URN 100001 and y-trust
    record(desk, changed(AGAIN, school=Organisation(id="s-1")))

    assert desk.grant_usage("d-2").parties.supported_school == changed(SCHOOL, urn=NEW, trust="qa-company")
    assert desk.grant_usage("d-1").parties.supported_school == SCHOOL
    assert ALLOCATED.deployment == "d-1"
    under_the_new_urn = Organisation(id="hill-academy", kind="school", urn=NEW, member_of_broker=False)
    itself = changed(
        AGAIN, deployment="d-3", lead=changed(AGAIN.lead, home_school=under_the_new_urn, home_trust=None)
    )
    assert "S2SS-B03" in refused(desk, changed(itself, school=Organisation(id="s-1")))
