from datetime import date

import attrs
import pytest

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decisions import brokering, preparation
from s2ss_core.aggregates.deployment.state.brokering import academic_years
from s2ss_core.errors import BadInput, ImpossibleHistory
from s2ss_core.events import (
    Alternative,
    Commitment,
    DeploymentEvent,
    Funding,
    LeaderReplaced,
    QALeadAppointed,
    QALeadStoodDown,
    SupportEnded,
    TimeRenegotiated,
)
from s2ss_core.programmes import funding_terms
from s2ss_core.values import AcademicYear, Days, Organisation
from tests.aggregates.cases import Case
from tests.aggregates.histories import (
    BROKERED,
    BROKERED_INTERNALLY,
    BROKERED_SELF_FUNDED,
    ENGLISH,
    ENGLISH_JOINED,
    FOUNDATIONS_SECURED,
    HOME_SCHOOL,
    HOME_TRUST,
    LEAD,
    LINES,
    LLF,
    NOW,
    OTHER_SCHOOL,
    PLAN_SUBMITTED,
    QA_LEAD,
    QA_LEAD_APPOINTED,
    SCHOOL,
    SUPPLIER,
    WHEN_APPOINTED,
    WHEN_BROKERED,
    WHEN_SUBMITTED,
    Y2023,
    at,
    changed,
    codes,
)


def brokered(context: DecisionContext = NOW, **otherwise: object) -> Decision[DeploymentEvent]:
    return brokering.broker(None, context, changed(BROKERED, **otherwise))


def joined(
    commitments: tuple[Commitment, ...] = ENGLISH_JOINED.commitments, **otherwise: object
) -> Decision[DeploymentEvent]:
    leader = changed(ENGLISH_JOINED.leader, **otherwise)
    return brokering.join_leader(
        at([BROKERED]), NOW, changed(ENGLISH_JOINED, leader=leader, commitments=commitments)
    )


def appointed(
    *history: DeploymentEvent, context: DecisionContext = NOW, **otherwise: object
) -> Decision[DeploymentEvent]:
    fact = changed(QA_LEAD_APPOINTED, **otherwise)
    return preparation.appoint_qa_lead(at(history or WHEN_BROKERED), context, fact)


def days_of(*leaders: str) -> tuple[Commitment, ...]:
    return tuple(Commitment(leader=leader, cap_year=Y2023, days=Days(4)) for leader in leaders)


STOOD_DOWN = QALeadStoodDown(qa_lead=QA_LEAD, on=date(2024, 4, 12), cause="no-longer-available")


def stood_down(*history: DeploymentEvent, **otherwise: object) -> Decision[DeploymentEvent]:
    return preparation.stand_down_qa_lead(
        at(history or WHEN_APPOINTED), NOW, changed(STOOD_DOWN, **otherwise)
    )


MEMBER_SCHOOL = attrs.evolve(SCHOOL, member_of_broker=True)
LED_FROM_HERE = attrs.evolve(BROKERED.lead, home_school=SCHOOL)

CASES = (
    Case(
        code="S2SS-B17",
        when="somebody who is not the QA Lead stands down",
        broken=lambda: stood_down(qa_lead="qa-9"),
        kept=lambda: stood_down(qa_lead="QA-3"),
    ),
    Case(
        code="S2SS-B17",
        when="the QA Lead stood down before",
        broken=lambda: stood_down(*WHEN_APPOINTED, STOOD_DOWN, on=date(2024, 4, 13)),
        kept=lambda: stood_down(*WHEN_APPOINTED, on=date(2024, 4, 13)),
    ),
    Case(
        code="S2SS-B01",
        when="nobody at the school confirmed its capacity",
        broken=lambda: brokered(capacity_confirmed=None),
        kept=brokered,
    ),
    Case(
        code="S2SS-B02",
        when="existing support was not considered",
        broken=lambda: brokered(existing_support=None),
        kept=lambda: brokered(existing_support="None."),
    ),
    Case(
        code="S2SS-B03",
        when="the leader comes from the supported school",
        broken=lambda: brokered(lead=LED_FROM_HERE),
        kept=brokered,
    ),
    Case(
        code="S2SS-B03",
        when="a leader who joins comes from the supported school",
        broken=lambda: joined(home_school=SCHOOL, home_trust=None),
        kept=lambda: joined(home_school=OTHER_SCHOOL, home_trust=None),
    ),
    Case(
        code="S2SS-B04",
        when="the broker has no capacity",
        broken=lambda: brokered(broker_capacity=None),
        kept=brokered,
    ),
    Case(
        code="S2SS-B05",
        when="the support ends the day before it starts",
        broken=lambda: brokered(intended_end=date(2024, 1, 7), commitments=days_of(LEAD)),
        kept=lambda: brokered(intended_end=date(2024, 1, 8), commitments=days_of(LEAD)),
    ),
    Case(
        code="S2SS-B06",
        when="days of somebody else are committed",
        broken=lambda: brokered(commitments=days_of("sl-099")),
        kept=lambda: brokered(commitments=days_of(LEAD)),
    ),
    Case(
        code="S2SS-B06",
        when="a year is committed twice",
        broken=lambda: brokered(commitments=days_of(LEAD, LEAD)),
        kept=lambda: brokered(commitments=days_of(LEAD)),
    ),
    Case(
        code="S2SS-B06",
        when="a leader who joins commits the lead's days",
        broken=lambda: joined(commitments=days_of(LEAD)),
        kept=lambda: joined(commitments=days_of(ENGLISH)),
    ),
    Case(
        code="S2SS-B07",
        when="the grant that pays is not named",
        broken=lambda: brokered(funding=Funding(kind="external")),
        kept=brokered,
    ),
    Case(
        code="S2SS-B07",
        when="one of the awards named was never recorded",
        broken=lambda: brokered(funding=Funding(kind="external", awards=("g-1", "g-2"))),
        kept=lambda: brokered(
            attrs.evolve(NOW, awards=frozenset({"g-1", "g-2"})),
            funding=Funding(kind="external", awards=("g-1", "g-2")),
        ),
    ),
    Case(
        code="S2SS-B08",
        when="the QA Lead works for the supported school's trust",
        broken=lambda: appointed(employer=Organisation(id="y-trust", kind="trust", member_of_broker=False)),
        kept=appointed,
    ),
    Case(
        code="S2SS-B08",
        when="the QA Lead has an interest in a home school's trust",
        broken=lambda: appointed(interests=(HOME_TRUST,)),
        kept=lambda: appointed(
            interests=(Organisation(id="a-charity", kind="other", member_of_broker=False),)
        ),
    ),
    Case(
        code="S2SS-B08",
        when="the QA Lead works for a provider on the plan",
        broken=lambda: appointed(*WHEN_SUBMITTED, on=date(2023, 12, 7), employer=SUPPLIER),
        kept=lambda: appointed(*WHEN_SUBMITTED, on=date(2023, 12, 7)),
    ),
    Case(
        code="S2SS-B08",
        when="a leader joins from the QA Lead's own trust",
        broken=lambda: brokering.join_leader(
            at([BROKERED, changed(QA_LEAD_APPOINTED, interests=(OTHER_SCHOOL,))]),
            NOW,
            changed(
                ENGLISH_JOINED,
                leader=changed(ENGLISH_JOINED.leader, home_school=OTHER_SCHOOL, home_trust=None),
            ),
        ),
        kept=lambda: brokering.join_leader(at([BROKERED, QA_LEAD_APPOINTED]), NOW, ENGLISH_JOINED),
    ),
    Case(
        code="S2SS-B09",
        when="a leader of the deployment would assure it",
        broken=lambda: appointed(qa_lead=ENGLISH),
        kept=appointed,
    ),
    Case(
        code="S2SS-B09",
        when="the QA Lead would join as a leader",
        broken=lambda: brokering.join_leader(
            at([BROKERED, changed(QA_LEAD_APPOINTED, qa_lead=ENGLISH)]), NOW, ENGLISH_JOINED
        ),
        kept=lambda: brokering.join_leader(at([BROKERED, QA_LEAD_APPOINTED]), NOW, ENGLISH_JOINED),
    ),
    Case(
        code="S2SS-B10",
        when="a member school's grant-funded support is assured by a headteacher",
        broken=lambda: appointed(changed(BROKERED, school=MEMBER_SCHOOL), engaged_as="headteacher"),
        kept=lambda: appointed(changed(BROKERED, school=MEMBER_SCHOOL)),
    ),
    Case(
        code="S2SS-B80",
        when="an independent professional assures a trust's own support",
        broken=lambda: appointed(BROKERED_INTERNALLY, engaged_as="independent-professional"),
        kept=lambda: appointed(BROKERED_INTERNALLY, engaged_as="director-of-school-improvement"),
    ),
    Case(
        code="S2SS-B11",
        when="the leader who joins is the lead",
        broken=lambda: joined(leader=LEAD, commitments=days_of(LEAD)),
        kept=joined,
    ),
    Case(
        code="S2SS-B13",
        when="the programme was not yet in force",
        broken=lambda: brokered(on=date(2023, 8, 31)),
        kept=lambda: brokered(on=date(2023, 9, 1)),
    ),
    Case(
        code="S2SS-B14",
        when="how the QA Lead is paid was not settled",
        broken=lambda: brokered(qa_funding="none"),
        kept=lambda: brokered(qa_funding="from-award"),
    ),
    Case(
        code="S2SS-B15",
        when="no days are committed, and none are said to be open",
        broken=lambda: brokered(commitments=()),
        kept=lambda: brokered(commitments=(), commitments_open=True),
    ),
    Case(
        code="S2SS-B90",
        when="the leader who was chosen is among the alternatives",
        broken=lambda: brokered(alternatives=(Alternative(leader="SL-014", reasons="Chosen."),)),
        kept=lambda: brokered(alternatives=(Alternative(leader="sl-015", reasons="No days left."),)),
    ),
    Case(
        code="S2SS-B16",
        when="a leader joins as the lead while there is one",
        broken=lambda: brokering.join_leader(at([BROKERED]), NOW, changed(ENGLISH_JOINED, lead=True)),
        kept=lambda: brokering.join_leader(at([BROKERED]), NOW, changed(ENGLISH_JOINED, lead=False)),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_exactly_one_rule_is_not_met(case: Case) -> None:
    assert codes(case.broken()) == [case.code]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_rule_is_met_in_the_case_next_to_it(case: Case) -> None:
    decision = case.kept()

    assert codes(decision) == []
    assert decision.events


def test_days_may_be_committed_only_in_years_the_support_runs_in() -> None:
    decision = brokered(intended_end=date(2024, 7, 19))

    assert codes(decision) == ["S2SS-B06"]
    assert "2023/24" in decision.broken[0].clears
    assert "2024/25" not in decision.broken[0].clears


def test_a_kind_of_funding_that_the_programme_does_not_offer_is_answered_with_those_it_does() -> None:
    with pytest.raises(BadInput, match="it offers: self-funded"):
        brokered(attrs.evolve(NOW, programme=LLF))


def test_a_school_that_pays_for_itself_names_no_award() -> None:
    assert codes(brokering.broker(None, NOW, BROKERED_SELF_FUNDED)) == []


def test_support_that_nobody_pays_for_is_brokered_where_the_programme_offers_it() -> None:
    free = attrs.evolve(funding_terms(NOW.programme, "self-funded"), kind="unfunded")
    programme = attrs.evolve(NOW.programme, funding=(*NOW.programme.funding, free))
    fact = changed(BROKERED_SELF_FUNDED, funding=Funding(kind="unfunded"))

    assert codes(brokering.broker(None, attrs.evolve(NOW, programme=programme), fact)) == []


def test_a_school_that_pays_for_itself_may_name_no_unknown_award_either() -> None:
    decision = brokered(funding=Funding(kind="self-funded", awards=("g-9",)), qa_funding="none")

    assert codes(decision) == ["S2SS-B07"]


def test_a_refusal_names_every_rule_that_is_not_met() -> None:
    decision = brokered(capacity_confirmed=None, existing_support=None, broker_capacity=None)

    assert codes(decision) == ["S2SS-B01", "S2SS-B02", "S2SS-B04"]


def test_an_appointment_derives_everybody_it_was_checked_against() -> None:
    (fact,) = appointed().events_or_raise()

    assert isinstance(fact, QALeadAppointed)
    assert fact.checked_against == ("100001", "100007", "s-1", "s-7", "x-trust", "y-trust")


def test_an_appointment_during_planning_is_checked_against_the_plans_providers_too() -> None:
    (fact,) = appointed(*WHEN_SUBMITTED, on=date(2023, 12, 7)).events_or_raise()

    assert isinstance(fact, QALeadAppointed)
    assert fact.checked_against == (
        "100001",
        "100007",
        "reading-programme",
        "s-1",
        "s-7",
        "x-trust",
        "y-trust",
    )


def test_the_qa_lead_of_a_trusts_own_support_may_belong_to_the_trust() -> None:
    decision = appointed(
        BROKERED_INTERNALLY, ENGLISH_JOINED, employer=HOME_TRUST, engaged_as="director-of-school-improvement"
    )

    assert codes(decision) == []


def test_a_qa_lead_appointed_later_takes_the_place_of_the_first() -> None:
    second = changed(QA_LEAD_APPOINTED, qa_lead="qa-4", on=date(2024, 2, 1))

    deployment = at(WHEN_APPOINTED, second)

    assert deployment.brokering.qa_lead_on(date(2024, 1, 31)) == QA_LEAD_APPOINTED
    assert deployment.brokering.qa_lead_on(date(2024, 2, 1)) == second


def test_an_appointment_of_an_earlier_day_told_last_takes_nobodys_place_since() -> None:
    earlier = changed(QA_LEAD_APPOINTED, qa_lead="qa-4", on=date(2023, 11, 15))

    deployment = at(WHEN_APPOINTED, earlier)

    assert deployment.brokering.qa_lead_on(date(2023, 11, 19)) == earlier
    assert deployment.brokering.qa_lead_on(date(2023, 11, 20)) == QA_LEAD_APPOINTED


def test_a_qa_lead_is_in_office_to_the_day_of_standing_down_and_may_be_appointed_again() -> None:
    again = changed(QA_LEAD_APPOINTED, on=date(2024, 5, 1))

    brokering = at(WHEN_APPOINTED, STOOD_DOWN, again).brokering

    assert [
        brokering.qa_lead_on(day) is not None
        for day in (
            date(2023, 11, 19),
            date(2024, 4, 12),
            date(2024, 4, 13),
            date(2024, 4, 30),
            date(2024, 5, 1),
        )
    ] == [False, True, False, False, True]


def test_the_leaders_are_in_the_order_in_which_they_joined_and_each_is_known_from_the_day_they_joined() -> (
    None
):
    deployment = at([BROKERED], changed(ENGLISH_JOINED, on=date(2024, 2, 1)))

    assert [(leader.leader, leader.joined) for leader in deployment.brokering.leaders] == [
        (LEAD, date(2023, 11, 13)),
        (ENGLISH, date(2024, 2, 1)),
    ]
    assert deployment.brokering.leaders.of("sl-099", date.max) is None


def test_providers_are_the_home_schools_and_their_trusts() -> None:
    leader = changed(ENGLISH_JOINED.leader, home_school=OTHER_SCHOOL, home_trust=None)
    joiner = changed(ENGLISH_JOINED, leader=leader)

    assert at([BROKERED], joiner).brokering.providing(date.max) == {
        "100007",
        "s-7",
        "x-trust",
        "s-9",
        "z-trust",
    }


def test_the_trust_of_a_home_school_that_does_not_name_it_is_a_provider_too() -> None:
    nameless = changed(HOME_SCHOOL, trust=None)
    led = changed(BROKERED, lead=changed(BROKERED.lead, home_school=nameless))

    assert at([led]).brokering.providing(date.max) == {"100007", "s-7", "x-trust"}


def test_foundations_are_kept_side_by_side_with_their_day() -> None:
    deployment = at(WHEN_BROKERED, *FOUNDATIONS_SECURED)

    assert deployment.brokering.foundations == [
        ("supported", date(2023, 12, 18)),
        ("supporting", date(2023, 12, 18)),
    ]


def test_a_deployment_is_brokered_once() -> None:
    with pytest.raises(ImpossibleHistory, match="d-1 was brokered twice"):
        at([BROKERED, BROKERED])


def test_a_period_touches_every_academic_year_from_its_first_day_to_its_last() -> None:
    assert academic_years(date(2024, 8, 31), date(2025, 9, 1)) == ("2023/24", "2024/25", "2025/26")
    assert academic_years(date(2024, 9, 1), date(2024, 9, 1)) == ("2024/25",)


def test_a_plan_sent_for_approval_makes_its_providers_parties() -> None:
    assert {line.provider for line in LINES} == {SUPPLIER, HOME_SCHOOL}
    assert "reading-programme" not in at(WHEN_APPOINTED).parties()
    assert "reading-programme" in at(WHEN_APPOINTED, PLAN_SUBMITTED).parties()


def joins(*history: DeploymentEvent, **otherwise: object) -> list[str]:
    """The codes of the rules that are not met when a leader joins after this."""
    return codes(brokering.join_leader(at(history), NOW, changed(ENGLISH_JOINED, **otherwise)))


def test_no_days_are_committed_of_a_leader_who_joins_when_the_support_has_ended() -> None:
    ended = SupportEnded(actual_end=date(2024, 3, 22), on=date(2024, 3, 22), cause="withdrawn")

    assert joins(BROKERED, ended, on=date(2024, 3, 25)) == ["S2SS-N04"]
    assert joins(BROKERED, ended, on=date(2024, 3, 25), commitments=()) == []


def test_a_leader_may_join_again_who_left() -> None:
    left = LeaderReplaced(
        leaving=ENGLISH,
        on=date(2024, 3, 22),
        cause="left-the-school",
        last_day=date(2024, 3, 22),
        effective_from=date(2024, 3, 25),
    )

    assert joins(*WHEN_BROKERED, left, on=date(2024, 3, 22)) == ["S2SS-B11"]
    assert joins(*WHEN_BROKERED, left, on=date(2024, 3, 23)) == []


def test_a_leader_who_joins_may_have_days_in_a_year_to_which_the_support_was_extended() -> None:
    extended = TimeRenegotiated(
        negotiation="n-1", on=date(2023, 11, 13), intended_end=date(2025, 9, 30), commitments=()
    )
    days = (Commitment(leader=ENGLISH, cap_year=AcademicYear("2025/26"), days=Days(1)),)

    assert joins(BROKERED, commitments=days) == ["S2SS-B06"]
    assert joins(BROKERED, extended, commitments=days) == []
