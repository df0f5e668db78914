from collections.abc import Iterable
from datetime import date

import pytest

from s2ss_core.aggregates.decision import Decision
from s2ss_core.aggregates.deployment.decisions import planning, renegotiation, support
from s2ss_core.events import (
    Commitment,
    DeploymentEvent,
    Leader,
    LeaderJoined,
    LeaderReplaced,
    TimeRenegotiated,
)
from s2ss_core.ledger import Period
from s2ss_core.values import Days, Term
from tests.aggregates.cases import Case
from tests.aggregates.histories import (
    BROKERED,
    ENGLISH,
    ENGLISH_JOINED,
    LEAD,
    NOW,
    OTHER_SCHOOL,
    QA_COMPANY,
    SCHOOL,
    SUPPORT_ENDED,
    WHEN_BROKERED,
    WHEN_LAST_TERM_WORKED,
    WHEN_WORKED,
    Y2023,
    Y2024,
    amendment,
    at,
    changed,
    codes,
    line,
    pounds,
    visit,
)

NEXT = "sl-030"
JOINER = Leader(leader=NEXT, band="middle-leader", home_school=OTHER_SCHOOL)


def days(number: int, leader: str = NEXT, year: str = Y2023) -> tuple[Commitment, ...]:
    return (Commitment(leader=leader, cap_year=type(Y2023)(year), days=Days(number)),)


REPLACED = LeaderReplaced(
    leaving=ENGLISH,
    on=date(2024, 3, 25),
    cause="cannot-provide-outreach",
    last_day=date(2024, 3, 22),
    effective_from=date(2024, 3, 25),
    joining=JOINER,
    commitments=days(2),
)
LEAD_REPLACED = changed(REPLACED, leaving=LEAD, new_lead=NEXT)
GONE = changed(REPLACED, joining=None, commitments=())
EXTENDED = TimeRenegotiated(
    negotiation="n-1",
    on=date(2024, 12, 2),
    effective_from=date(2024, 12, 21),
    intended_end=date(2025, 3, 28),
    commitments=days(4, LEAD, Y2024),
)
WHEN_ENDED_EARLY = (*WHEN_WORKED, changed(SUPPORT_ENDED, actual_end=date(2024, 3, 22), on=date(2024, 3, 22)))


def replaced(
    history: Iterable[DeploymentEvent] = WHEN_WORKED, fact: LeaderReplaced = REPLACED, **otherwise: object
) -> Decision[DeploymentEvent]:
    return renegotiation.replace_leader(at(history), NOW, changed(fact, **otherwise))


def agreed_anew(
    history: Iterable[DeploymentEvent] = WHEN_LAST_TERM_WORKED, **otherwise: object
) -> Decision[DeploymentEvent]:
    return renegotiation.renegotiate_time(at(history), NOW, changed(EXTENDED, **otherwise))


def visited(*then: DeploymentEvent, on: date, leader: str = LEAD) -> Decision[DeploymentEvent]:
    deployment = at(WHEN_LAST_TERM_WORKED, *then)
    return support.log_visit(deployment, NOW, visit("v-9", on, leader=leader, line=None))


def planned_for_spring(*then: DeploymentEvent) -> Decision[DeploymentEvent]:
    plan = changed(amendment(line("1", Term("2025-spring"), "1", pounds(400))), on=date(2024, 12, 5))
    return planning.submit_plan(at(WHEN_LAST_TERM_WORKED, *then), NOW, plan)


CASES = (
    Case(
        code="S2SS-N01",
        when="somebody leaves who was never deployed here",
        broken=lambda: replaced(leaving="sl-099"),
        kept=replaced,
    ),
    Case(
        code="S2SS-N01",
        when="somebody leaves who left before",
        broken=lambda: replaced((*WHEN_WORKED, REPLACED), GONE, on=date(2024, 3, 26)),
        kept=lambda: replaced(WHEN_WORKED, GONE, on=date(2024, 3, 26)),
    ),
    Case(
        code="S2SS-N02",
        when="the lead leaves and nobody leads from then on",
        broken=lambda: replaced(fact=LEAD_REPLACED, new_lead=None),
        kept=lambda: replaced(fact=LEAD_REPLACED),
    ),
    Case(
        code="S2SS-N02",
        when="the lead leaves and a stranger is to lead",
        broken=lambda: replaced(fact=LEAD_REPLACED, new_lead="sl-099"),
        kept=lambda: replaced(fact=LEAD_REPLACED, new_lead=ENGLISH),
    ),
    Case(
        code="S2SS-B16",
        when="another leader leaves and whoever follows is to lead",
        broken=lambda: replaced(new_lead=NEXT),
        kept=replaced,
    ),
    Case(
        code="S2SS-N03",
        when="a leader leaves before a visit of theirs",
        broken=lambda: replaced(last_day=date(2024, 3, 19)),
        kept=lambda: replaced(last_day=date(2024, 3, 20)),
    ),
    Case(
        code="S2SS-N04",
        when="days of whoever follows are committed after the support",
        broken=lambda: replaced(WHEN_ENDED_EARLY),
        kept=lambda: replaced(WHEN_ENDED_EARLY, commitments=()),
    ),
    Case(
        code="S2SS-N04",
        when="days are agreed anew after the support",
        broken=lambda: agreed_anew(WHEN_ENDED_EARLY),
        kept=lambda: agreed_anew(WHEN_ENDED_EARLY, commitments=()),
    ),
    Case(
        code="S2SS-N05",
        when="nobody joins and days are committed",
        broken=lambda: replaced(fact=GONE, commitments=days(1)),
        kept=lambda: replaced(fact=GONE),
    ),
    Case(
        code="S2SS-N06",
        when="a last day is told before it has come",
        broken=lambda: replaced(on=date(2024, 3, 21)),
        kept=lambda: replaced(on=date(2024, 3, 22)),
    ),
    Case(
        code="S2SS-B11",
        when="somebody who is deployed here is to follow",
        broken=lambda: replaced(joining=changed(JOINER, leader=LEAD), commitments=days(1, LEAD)),
        kept=lambda: replaced(
            (*WHEN_WORKED, LEAD_REPLACED),
            joining=changed(JOINER, leader=LEAD),
            commitments=days(1, LEAD),
            on=date(2024, 3, 26),
            effective_from=date(2024, 3, 26),
        ),
    ),
    Case(
        code="S2SS-B03",
        when="whoever follows comes from the supported school",
        broken=lambda: replaced(joining=changed(JOINER, home_school=SCHOOL)),
        kept=replaced,
    ),
    Case(
        code="S2SS-B06",
        when="days of somebody else than whoever follows are committed",
        broken=lambda: replaced(commitments=days(1, "sl-099")),
        kept=replaced,
    ),
    Case(
        code="S2SS-B08",
        when="whoever follows comes from the QA Lead's own trust",
        broken=lambda: replaced(joining=changed(JOINER, home_trust=QA_COMPANY)),
        kept=replaced,
    ),
    Case(
        code="S2SS-B09",
        when="the QA Lead is to follow",
        broken=lambda: replaced(joining=changed(JOINER, leader="qa-3"), commitments=()),
        kept=lambda: replaced(commitments=()),
    ),
    Case(
        code="S2SS-N08",
        when="a leader who left makes a visit after the last day",
        broken=lambda: visited(REPLACED, on=date(2024, 3, 23), leader=ENGLISH),
        kept=lambda: visited(REPLACED, on=date(2024, 3, 22), leader=ENGLISH),
    ),
    Case(
        code="S2SS-S04",
        when="whoever follows makes a visit before joining",
        broken=lambda: visited(REPLACED, on=date(2024, 3, 24), leader=NEXT),
        kept=lambda: visited(REPLACED, on=date(2024, 3, 25), leader=NEXT),
    ),
    Case(
        code="S2SS-B05",
        when="the new end is before the start",
        broken=lambda: agreed_anew(intended_end=date(2024, 1, 7), commitments=()),
        kept=lambda: agreed_anew(intended_end=date(2024, 1, 8), commitments=()),
    ),
    Case(
        code="S2SS-N07",
        when="days of somebody else are agreed anew",
        broken=lambda: agreed_anew(commitments=days(1, "sl-099", Y2024)),
        kept=agreed_anew,
    ),
    Case(
        code="S2SS-N07",
        when="days of a leader who left are agreed anew",
        broken=lambda: agreed_anew((*WHEN_WORKED, REPLACED), commitments=days(1, ENGLISH)),
        kept=lambda: agreed_anew(WHEN_WORKED, commitments=days(1, ENGLISH)),
    ),
    Case(
        code="S2SS-N07",
        when="days are agreed anew in a year after the support",
        broken=lambda: agreed_anew(commitments=days(1, LEAD, "2025/26")),
        kept=lambda: agreed_anew(commitments=days(1, LEAD, "2025/26"), intended_end=date(2025, 9, 1)),
    ),
    Case(
        code="S2SS-N07",
        when="half a day is left in a year that the support no longer reaches",
        broken=lambda: agreed_anew(
            WHEN_WORKED,
            intended_end=date(2024, 8, 31),
            commitments=(Commitment(leader=LEAD, cap_year=Y2024, days=Days("0.5")),),
        ),
        kept=lambda: agreed_anew(
            WHEN_WORKED, intended_end=date(2024, 8, 31), commitments=days(0, LEAD, Y2024)
        ),
    ),
    Case(
        code="S2SS-N07",
        when="the days of somebody else are given back",
        broken=lambda: agreed_anew(commitments=days(0, "sl-099", "2025/26")),
        kept=lambda: agreed_anew(commitments=days(0, LEAD, "2025/26")),
    ),
    Case(
        code="S2SS-N07",
        when="a leader's year is agreed anew twice",
        broken=lambda: agreed_anew(commitments=(*days(1, LEAD), *days(2, LEAD))),
        kept=lambda: agreed_anew(commitments=(*days(1, LEAD), *days(2, LEAD, Y2024))),
    ),
    Case(
        code="S2SS-S05",
        when="a visit is made after the end, which nobody has moved",
        broken=lambda: visited(on=date(2025, 1, 15)),
        kept=lambda: visited(EXTENDED, on=date(2025, 1, 15)),
    ),
    Case(
        code="S2SS-S05",
        when="the end was moved with effect from a later day",
        broken=lambda: visited(
            changed(EXTENDED, on=date(2025, 1, 20), effective_from=date(2025, 1, 16)), on=date(2025, 1, 15)
        ),
        kept=lambda: visited(
            changed(EXTENDED, on=date(2025, 1, 20), effective_from=date(2025, 1, 15)), on=date(2025, 1, 15)
        ),
    ),
    Case(
        code="S2SS-P09",
        when="a plan has a line in a term to which nobody has extended the support",
        broken=planned_for_spring,
        kept=lambda: planned_for_spring(EXTENDED),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_exactly_one_rule_is_not_met(case: Case) -> None:
    assert codes(case.broken()) == [case.code]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_rule_is_met(case: Case) -> None:
    assert codes(case.kept()) == []


def test_a_leader_who_leaves_may_go_although_nobody_leads_from_then_on() -> None:
    lead_gone = changed(LEAD_REPLACED, joining=None, commitments=(), new_lead=None)

    assert replaced(fact=lead_gone).may_be_accepted
    assert not replaced(fact=LEAD_REPLACED, new_lead=None).may_be_accepted


def test_the_deployment_has_one_lead_on_every_day() -> None:
    leaders = at(WHEN_WORKED, LEAD_REPLACED).brokering.leaders

    assert [leaders.lead_on(date(2024, 3, day)) for day in (1, 22, 24, 25)] == [LEAD, LEAD, None, NEXT]


def test_whoever_joins_as_the_lead_leads_where_the_lead_left() -> None:
    lead_gone = changed(LEAD_REPLACED, joining=None, commitments=(), new_lead=None)
    joined = LeaderJoined(leader=JOINER, on=date(2024, 4, 15), commitments=(), lead=True)

    leaders = at(WHEN_WORKED, lead_gone, joined).brokering.leaders

    assert [leaders.lead_on(day) for day in (date(2024, 4, 14), date(2024, 4, 15))] == [None, NEXT]


def test_the_new_leads_school_is_paid_from_the_day_of_the_change_and_the_former_leads_trust_still() -> None:
    deployment, terms = at(WHEN_WORKED, LEAD_REPLACED), NOW.terms("external")

    assert deployment.payees(terms, date(2024, 3, 24)) == ("s-7", "x-trust")
    assert deployment.payees(terms, date(2024, 3, 25)) == ("s-7", "s-9", "x-trust")


def test_the_home_school_of_whoever_follows_is_a_party_from_then_on() -> None:
    deployment = at(WHEN_BROKERED, REPLACED)

    assert "s-9" not in deployment.parties(date(2024, 3, 24))
    assert {"s-9", "s-7"} <= deployment.parties(date(2024, 3, 25))


def test_a_leader_may_come_back() -> None:
    back = changed(ENGLISH_JOINED, on=date(2024, 5, 1))
    leaders = at(WHEN_BROKERED, REPLACED, back).brokering.leaders

    first, second = (leaders.of(ENGLISH, day) for day in (date(2024, 4, 1), date(2024, 5, 1)))

    assert first is not None
    assert (first.joined, first.last_day) == (date(2023, 11, 13), date(2024, 3, 22))
    assert second is not None
    assert (second.joined, second.last_day) == (date(2024, 5, 1), None)


def test_of_two_periods_agreed_the_later_one_is_in_force_from_its_day() -> None:
    shortened = changed(
        EXTENDED, negotiation="n-2", on=date(2025, 1, 6), effective_from=None, intended_end=date(2025, 2, 14)
    )
    brokering = at([BROKERED], EXTENDED, shortened).brokering

    assert [
        brokering.period_on(day).end for day in (date(2024, 12, 1), date(2024, 12, 2), date(2025, 1, 6))
    ] == [
        date(2024, 12, 20),
        date(2025, 3, 28),
        date(2025, 2, 14),
    ]
    assert brokering.period_on(date(2025, 1, 6)) == Period(start=date(2024, 1, 8), end=date(2025, 2, 14))
    assert brokering.cap_years == ("2023/24", "2024/25")


def test_support_may_be_agreed_to_end_on_the_day_on_which_it_starts() -> None:
    decision = agreed_anew(
        WHEN_BROKERED, effective_from=None, intended_end=BROKERED.start, commitments=days(1, LEAD)
    )

    assert codes(decision) == []


def test_whoever_follows_may_have_days_in_a_year_to_which_the_support_was_extended() -> None:
    extended = changed(EXTENDED, on=date(2024, 3, 1), effective_from=None, intended_end=date(2025, 9, 30))
    in_the_third_year = days(1, NEXT, "2025/26")

    assert codes(replaced(commitments=in_the_third_year)) == ["S2SS-B06"]
    assert codes(replaced((*WHEN_WORKED, extended), commitments=in_the_third_year)) == []
