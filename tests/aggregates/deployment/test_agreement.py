from datetime import date

import attrs
import pytest

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decisions import agreement
from s2ss_core.events import (
    AgreementIssued,
    Brokered,
    Costs,
    DeploymentEvent,
    Party,
    ReviewsScheduled,
    ScheduledReview,
)
from s2ss_core.ledger import scheduled, signatories_for
from s2ss_core.values import Money, PartyRole
from tests.aggregates.cases import Case
from tests.aggregates.histories import (
    AGREEMENT_ISSUED,
    AGREEMENT_SIGNED,
    BROKERED_INTERNALLY,
    BROKERED_SELF_FUNDED,
    EXCEED,
    FIRST_INSTALMENT,
    HOME_SCHOOL,
    HOME_TRUST,
    LAST_INSTALMENT,
    LLF,
    NOW,
    OTHER_SCHOOL,
    PLAN_APPROVED,
    PLAN_SUBMITTED,
    SECOND_INSTALMENT,
    SPRING,
    THE_PAYEE,
    VARIATION_ISSUED,
    VARIATION_SIGNED,
    WHEN_APPROVED,
    WHEN_ISSUED,
    WHEN_RELEASED,
    WHEN_SIGNED,
    WHEN_SUBMITTED,
    at,
    changed,
    codes,
    pounds,
)


def issued(
    *history: DeploymentEvent, context: DecisionContext = NOW, **otherwise: object
) -> Decision[DeploymentEvent]:
    fact = changed(AGREEMENT_ISSUED, **otherwise)
    return agreement.issue_agreement(at(history or WHEN_APPROVED), context, fact)


def varied(**otherwise: object) -> Decision[DeploymentEvent]:
    return agreement.issue_agreement(at(WHEN_RELEASED), NOW, changed(VARIATION_ISSUED, **otherwise))


def signed(**otherwise: object) -> Decision[DeploymentEvent]:
    return agreement.sign_agreement(at(WHEN_ISSUED), NOW, changed(AGREEMENT_SIGNED, **otherwise))


def costs(total: int, *shares: int) -> Costs:
    school, broker, home = map(pounds, shares)
    return Costs(total=pounds(total), supported_school=school, broker=broker, home_school=home)


EXTERNAL, (SELF_FUNDED,) = EXCEED.funding[0], LLF.funding
UNDER_LLF = attrs.evolve(NOW, programme=LLF)
BOUGHT = (BROKERED_SELF_FUNDED, PLAN_SUBMITTED, PLAN_APPROVED)
INSIDE = tuple(
    changed(fact, school=attrs.evolve(fact.school, member_of_broker=True))
    if isinstance(fact, Brokered)
    else fact
    for fact in WHEN_APPROVED
)
CONTRACT: AgreementIssued = changed(AGREEMENT_ISSUED, document="contract", parties=(), schedule=())
BESIDE_IT: AgreementIssued = changed(CONTRACT, agreement="ag-2", document="support-agreement")
GRANTED = EXCEED.funding[0]
NO_SCHEDULE = attrs.evolve(
    NOW, programme=attrs.evolve(EXCEED, funding=(attrs.evolve(GRANTED, gates=("agreement-signed",)),))
)
FINAL_FIRST = (
    attrs.evolve(FIRST_INSTALMENT, after="final"),
    SECOND_INSTALMENT,
    LAST_INSTALMENT,
)
NEVER_FINAL = (FIRST_INSTALMENT, SECOND_INSTALMENT, attrs.evolve(LAST_INSTALMENT, after="interim"))
FIRST_LESS = (
    attrs.evolve(FIRST_INSTALMENT, amount=pounds(5000)),
    attrs.evolve(SECOND_INSTALMENT, amount=pounds(3000)),
    LAST_INSTALMENT,
)
SECOND_LESS = (
    FIRST_INSTALMENT,
    attrs.evolve(SECOND_INSTALMENT, amount=pounds(1500)),
    attrs.evolve(LAST_INSTALMENT, amount=pounds(3500)),
)

CASES = (
    Case(
        code="S2SS-A01",
        when="no plan is approved",
        broken=lambda: issued(*WHEN_SUBMITTED, context=NO_SCHEDULE),
        kept=lambda: issued(*WHEN_APPROVED, context=NO_SCHEDULE),
    ),
    Case(
        code="S2SS-A01",
        when="the plan was approved the day after",
        broken=lambda: issued(on=date(2023, 12, 13)),
        kept=lambda: issued(on=date(2023, 12, 14)),
    ),
    Case(
        code="S2SS-A02",
        when="the instalments come to a penny less than the plan",
        broken=lambda: issued(
            schedule=(
                FIRST_INSTALMENT,
                SECOND_INSTALMENT,
                attrs.evolve(LAST_INSTALMENT, amount=Money(299_999)),
            )
        ),
        kept=issued,
    ),
    Case(
        code="S2SS-A03",
        when="the instalments are numbered from 0",
        broken=lambda: issued(
            schedule=tuple(
                attrs.evolve(instalment, instalment=instalment.instalment - 1)
                for instalment in AGREEMENT_ISSUED.schedule
            )
        ),
        kept=issued,
    ),
    Case(
        code="S2SS-A03",
        when="a later instalment is for an earlier term",
        broken=lambda: issued(
            schedule=(
                FIRST_INSTALMENT,
                attrs.evolve(SECOND_INSTALMENT, term=LAST_INSTALMENT.term),
                attrs.evolve(LAST_INSTALMENT, term=SECOND_INSTALMENT.term),
            )
        ),
        kept=lambda: issued(
            schedule=(FIRST_INSTALMENT, attrs.evolve(SECOND_INSTALMENT, term=SPRING), LAST_INSTALMENT)
        ),
    ),
    Case(
        code="S2SS-A04",
        when="another document is issued than the programme asks",
        broken=lambda: issued(document="support-agreement"),
        kept=issued,
    ),
    Case(
        code="S2SS-A05",
        when="it quotes no purchase order",
        broken=lambda: issued(purchase_order=None),
        kept=issued,
    ),
    Case(
        code="S2SS-A06",
        when="the three shares come to less than the total",
        broken=lambda: issued(costs=costs(11_000, 0, 10_000, 999)),
        kept=lambda: issued(costs=costs(11_000, 0, 10_000, 1000)),
    ),
    Case(
        code="S2SS-A60",
        when="its total is a pound more than the plan's",
        broken=lambda: issued(costs=costs(11_001, 11_001, 0, 0)),
        kept=lambda: issued(costs=costs(11_000, 11_000, 0, 0)),
    ),
    Case(
        code="S2SS-M82",
        when="the supported school is inside the alliance and pays a part",
        broken=lambda: issued(*INSIDE, costs=costs(11_000, 1, 9_999, 1_000)),
        kept=lambda: issued(*INSIDE, costs=costs(11_000, 0, 10_000, 1_000)),
    ),
    Case(
        code="S2SS-A07",
        when="the second of two payees is another school",
        broken=lambda: issued(payees=(HOME_SCHOOL, OTHER_SCHOOL)),
        kept=lambda: issued(payees=(HOME_SCHOOL, HOME_TRUST)),
    ),
    Case(
        code="S2SS-A07",
        when="it would pay a school that provides no leader",
        broken=lambda: issued(payees=(OTHER_SCHOOL,)),
        kept=lambda: issued(payees=(HOME_SCHOOL,)),
    ),
    Case(
        code="S2SS-A07",
        when="it names no payee",
        broken=lambda: issued(payees=()),
        kept=issued,
    ),
    Case(
        code="S2SS-A08",
        when="a party signs that the document does not name",
        broken=lambda: signed(party="supported-school"),
        kept=lambda: signed(party="payee"),
    ),
    Case(
        code="S2SS-A09",
        when="the signatory has not read it",
        broken=lambda: signed(has_read=False),
        kept=signed,
    ),
    Case(
        code="S2SS-A10",
        when="another agreement was issued than is signed",
        broken=lambda: signed(agreement="ag-9"),
        kept=signed,
    ),
    Case(
        code="S2SS-A10",
        when="it was signed the day before it was issued",
        broken=lambda: signed(on=date(2023, 12, 14)),
        kept=lambda: signed(on=date(2023, 12, 15)),
    ),
    Case(
        code="S2SS-A11",
        when="a variation changes an instalment that was released",
        broken=lambda: varied(schedule=FIRST_LESS),
        kept=lambda: varied(schedule=SECOND_LESS),
    ),
    Case(
        code="S2SS-A12",
        when="a second agreement does not say that it varies the first",
        broken=lambda: varied(variation_of=None),
        kept=lambda: varied(variation_of="ag-1"),
    ),
    Case(
        code="S2SS-A12",
        when="a first agreement says that it varies another",
        broken=lambda: issued(variation_of="ag-0"),
        kept=issued,
    ),
    Case(
        code="S2SS-A13",
        when="no instalment waits for the final report",
        broken=lambda: issued(schedule=NEVER_FINAL),
        kept=issued,
    ),
    Case(
        code="S2SS-A13",
        when="an instalment before the last waits for the final report",
        broken=lambda: issued(schedule=FINAL_FIRST),
        kept=issued,
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


def test_a_refused_schedule_says_what_it_comes_to_and_what_it_should() -> None:
    decision = issued(schedule=(attrs.evolve(LAST_INSTALMENT, instalment=1, amount=pounds(3000)),))

    assert codes(decision) == ["S2SS-A02"]
    assert "£11,000.00" in decision.broken[0].clears
    assert "£3,000.00" in decision.broken[0].clears


def test_support_inside_a_trust_has_no_agreement() -> None:
    history = (BROKERED_INTERNALLY, PLAN_SUBMITTED, PLAN_APPROVED)

    assert codes(issued(*history)) == ["S2SS-A04"]


def test_a_school_that_pays_for_itself_has_no_schedule_and_no_purchase_order() -> None:
    history = (BROKERED_SELF_FUNDED, PLAN_SUBMITTED, PLAN_APPROVED)

    decision = issued(*history, document="support-agreement", schedule=(), purchase_order=None)

    assert codes(decision) == []


def test_a_contract_is_in_force_when_all_four_of_its_parties_have_signed() -> None:
    contract: AgreementIssued = changed(AGREEMENT_ISSUED, document="contract", parties=())
    first_three = [
        changed(AGREEMENT_SIGNED, party=party, on=date(2024, 1, day))
        for day, party in ((4, "broker"), (2, "system-leader"), (3, "supported-school"))
    ]
    fourth = changed(AGREEMENT_SIGNED, party="home-school", on=date(2024, 1, 5))

    before = at(WHEN_APPROVED, contract, *first_three).agreement
    after = at(WHEN_APPROVED, contract, *first_three, fourth).agreement

    assert before.signed_on(contract, LLF) is None
    assert before.in_force(LLF, SELF_FUNDED) is None
    assert after.signed_on(contract, LLF) == date(2024, 1, 5)
    assert after.in_force(LLF, SELF_FUNDED) == contract


def bought(*history: DeploymentEvent, **otherwise: object) -> Decision[DeploymentEvent]:
    fact = changed(BESIDE_IT, **otherwise)
    return agreement.issue_agreement(at((*BOUGHT, *history)), UNDER_LLF, fact)


def test_a_support_agreement_is_issued_beside_the_contract() -> None:
    again = {"agreement": "ag-3", "version": "2"}

    assert codes(bought(CONTRACT)) == []
    assert codes(bought(CONTRACT, variation_of="ag-1")) == ["S2SS-A12"]
    assert codes(bought(CONTRACT, BESIDE_IT, **again)) == ["S2SS-A12"]
    assert codes(bought(CONTRACT, BESIDE_IT, **again, variation_of="ag-2")) == []
    assert codes(bought(CONTRACT, document="funding-agreement")) == ["S2SS-A04"]


def test_support_waits_for_the_contract_and_not_for_the_support_agreement() -> None:
    def by(name: str, day: int, *parties: str) -> list[DeploymentEvent]:
        return [
            changed(AGREEMENT_SIGNED, agreement=name, party=party, on=date(2024, 1, day)) for party in parties
        ]

    three = ("broker", "system-leader", "supported-school")
    beside = at((*BOUGHT, CONTRACT, BESIDE_IT, *by("ag-2", 4, *three))).agreement
    contract = at((*BOUGHT, CONTRACT, BESIDE_IT, *by("ag-1", 5, *three, "home-school"))).agreement

    assert beside.signed_on(BESIDE_IT, LLF) == date(2024, 1, 4)
    assert (beside.began(LLF, SELF_FUNDED), beside.in_force(LLF, SELF_FUNDED)) == (None, None)
    assert contract.began(LLF, SELF_FUNDED) == date(2024, 1, 5)
    assert contract.in_force(LLF, SELF_FUNDED) == CONTRACT


def test_the_home_school_signs_a_contract_that_names_it_or_names_nobody() -> None:
    def needed(*roles: PartyRole) -> set[PartyRole]:
        parties = tuple(Party(role=role) for role in roles)
        return {*signatories_for(LLF, changed(CONTRACT, parties=parties))}

    always: set[PartyRole] = {"system-leader", "supported-school", "broker"}

    assert needed("system-leader", "supported-school", "broker") == always
    assert needed("home-school") == needed() == {*always, "home-school"}


def test_a_party_has_signed_from_the_day_of_its_first_signature() -> None:
    beside = changed(AGREEMENT_SIGNED, on=date(2024, 2, 1), signatory=changed(THE_PAYEE, person="cfo-5"))
    earlier = changed(beside, on=date(2023, 12, 16))

    assert at(WHEN_SIGNED, beside).agreement.began(EXCEED, EXTERNAL) == AGREEMENT_SIGNED.on
    assert at(WHEN_SIGNED, earlier).agreement.began(EXCEED, EXTERNAL) == date(2023, 12, 16)


def test_a_variation_is_in_force_only_once_it_is_signed_and_support_began_under_the_first() -> None:
    waiting = at(WHEN_SIGNED, VARIATION_ISSUED).agreement
    signed_too = at(WHEN_SIGNED, VARIATION_ISSUED, VARIATION_SIGNED).agreement

    assert waiting.in_force(EXCEED, EXTERNAL) == AGREEMENT_ISSUED
    assert signed_too.in_force(EXCEED, EXTERNAL) == VARIATION_ISSUED
    assert signed_too.began(EXCEED, EXTERNAL) == date(2023, 12, 18)


def test_a_schedule_is_summed_up_to_an_instalment() -> None:
    assert scheduled(AGREEMENT_ISSUED.schedule) == pounds(11_000)
    assert scheduled(AGREEMENT_ISSUED.schedule, to=2) == pounds(8000)
    assert scheduled((), to=2) == Money(0)


def test_the_dates_of_the_reviews_are_recorded_as_agreed() -> None:
    fact = ReviewsScheduled(
        schedule="rs-1",
        on=date(2023, 12, 15),
        reviews=(ScheduledReview(review="r-1", term=SPRING, on=date(2024, 3, 21)),),
    )
    deployment = at(WHEN_APPROVED)

    (recorded,) = agreement.schedule_reviews(deployment, NOW, fact).events_or_raise()

    assert recorded == fact
    assert at(WHEN_APPROVED, fact).agreement == deployment.agreement
