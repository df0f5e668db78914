from collections.abc import Iterable
from datetime import date

import attrs
import pytest

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decisions import concerns, costs, support
from s2ss_core.aggregates.deployment.state.support import days_beside, days_used
from s2ss_core.errors import BadInput
from s2ss_core.events import (
    ConcernEscalated,
    ConcernResolved,
    CostDisallowed,
    DeploymentEvent,
    EvidenceFiled,
    Quantity,
    VisitLogged,
)
from s2ss_core.ledger import charge
from s2ss_core.programmes import Programme
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Days, Money, Unit
from tests.aggregates.cases import Case
from tests.aggregates.histories import (
    AGREEMENT_SIGNED,
    AMENDMENT_APPROVED,
    BROKERED_INTERNALLY,
    CONCERN_RAISED,
    COST,
    ENGLISH,
    ENGLISH_JOINED,
    ENGLISH_VISITS,
    EXCEED,
    FOUNDATIONS_SECURED,
    LEAD,
    LINES,
    LLF,
    NOW,
    OTHER_SCHOOL,
    PLAN_APPROVED,
    PLAN_SUBMITTED,
    QA_LEAD_APPOINTED,
    SPRING,
    SUPPORT_ENDED,
    THE_HEADTEACHER,
    THE_OFFICER,
    VISIT,
    WHEN_APPOINTED,
    WHEN_APPROVED,
    WHEN_ISSUED,
    WHEN_SIGNED,
    WHEN_SUBMITTED,
    WHEN_WORKED,
    amendment,
    at,
    but,
    changed,
    codes,
    cost,
    line,
    plan,
    pounds,
    visit,
)

LATE_SIGNATURE = but(WHEN_SIGNED, AGREEMENT_SIGNED, changed(AGREEMENT_SIGNED, on=date(2024, 1, 17)))
LATE_APPROVAL = but(
    WHEN_SIGNED,
    PLAN_APPROVED,
    changed(PLAN_APPROVED, on=date(2024, 1, 17), effective_from=date(2023, 12, 14)),
)
SUPPORTED, SUPPORTING = FOUNDATIONS_SECURED
LATE_JOINER = changed(ENGLISH_JOINED, on=date(2024, 1, 11))


def logged(
    history: Iterable[DeploymentEvent] = WHEN_SIGNED,
    fact: VisitLogged = VISIT,
    *,
    context: DecisionContext = NOW,
    **otherwise: object,
) -> Decision[DeploymentEvent]:
    return support.log_visit(at(history), context, changed(fact, **otherwise))


def incurred(
    history: Iterable[DeploymentEvent] = WHEN_SIGNED, *, context: DecisionContext = NOW, **otherwise: object
) -> Decision[DeploymentEvent]:
    return costs.incur_cost(at(history), context, changed(COST, **otherwise))


def escalated(*history: DeploymentEvent) -> Decision[DeploymentEvent]:
    fact = ConcernEscalated(concern="k-1", on=date(2024, 2, 7), by=THE_HEADTEACHER, escalated_to="broker")
    return concerns.escalate_concern(at(WHEN_SIGNED, *history), NOW, fact)


def resolved(*history: DeploymentEvent) -> Decision[DeploymentEvent]:
    return concerns.resolve_concern(at(WHEN_SIGNED, *history), NOW, CONCERN_RESOLVED)


def filed(of: Cause) -> Decision[DeploymentEvent]:
    fact = EvidenceFiled(of=of, on=date(2024, 2, 7), file_name="a.pdf", digest="sha256:0", by="u-1")
    return concerns.file_evidence(at(WHEN_WORKED), NOW, fact)


CONCERN_RESOLVED = ConcernResolved(
    concern="k-1", on=date(2024, 2, 20), by=THE_OFFICER, outcome="Cover is arranged."
)
MORNING = changed(VISIT, visit="v-am", unit="hour", quantity=Days(4))
AFTERNOON = changed(VISIT, visit="v-pm", unit="hour", quantity=Days(4))
TWILIGHT = changed(VISIT, unit="twilight")


def planned_for(**whom: object) -> tuple[DeploymentEvent, ...]:
    """The history until support, with a plan whose third line is for a leader or a band."""
    lines = tuple(changed(entry, **whom) if entry.id == "3" else entry for entry in LINES)
    return but(WHEN_SIGNED, PLAN_SUBMITTED, plan(*lines))


FROM_APPROVAL = changed(
    NOW,
    programme=changed(
        NOW.programme,
        funding=tuple(changed(terms, costs_from="approval") for terms in NOW.programme.funding),
    ),
)


def available(first: date, last: date) -> DecisionContext:
    return changed(NOW, available=(("g-1", first, last),))


CASES = (
    Case(
        code="S2SS-S19",
        when="the visit is made the day after the award",
        broken=lambda: logged(context=available(date(2023, 11, 1), date(2024, 1, 15))),
        kept=lambda: logged(context=available(date(2023, 11, 1), date(2024, 1, 16))),
    ),
    Case(
        code="S2SS-S19",
        when="the visit is made the day before the award",
        broken=lambda: logged(context=available(date(2024, 1, 17), date(2024, 8, 31))),
        kept=lambda: logged(context=available(date(2024, 1, 16), date(2024, 8, 31))),
    ),
    Case(
        code="S2SS-S19",
        when="the cost is of the day after the award",
        broken=lambda: incurred(context=available(date(2023, 11, 1), date(2024, 2, 4))),
        kept=lambda: incurred(context=available(date(2023, 11, 1), date(2024, 2, 5))),
    ),
    Case(
        code="S2SS-S18",
        when="more VAT is not recovered than was charged",
        broken=lambda: incurred(net=pounds(799), vat=pounds(200), irrecoverable_vat=pounds(200) + Money(1)),
        kept=lambda: incurred(net=pounds(799), vat=pounds(200), irrecoverable_vat=pounds(200)),
    ),
    Case(
        code="S2SS-S16",
        when="a line names another leader",
        broken=lambda: logged(planned_for(leader=ENGLISH)),
        kept=lambda: logged(planned_for(leader=LEAD)),
    ),
    Case(
        code="S2SS-S16",
        when="a line is for leaders of another band",
        broken=lambda: logged(planned_for(band="middle-leader")),
        kept=lambda: logged(planned_for(band="headteacher")),
    ),
    Case(
        code="S2SS-S01",
        when="the plan was approved the day after the visit",
        broken=lambda: logged(LATE_APPROVAL),
        kept=lambda: logged(LATE_APPROVAL, on=date(2024, 1, 17)),
    ),
    Case(
        code="S2SS-S01",
        when="the plan was approved after the cost",
        broken=lambda: incurred(LATE_APPROVAL, on=date(2024, 1, 16)),
        kept=lambda: incurred(LATE_APPROVAL, on=date(2024, 1, 17)),
    ),
    Case(
        code="S2SS-S02",
        when="the agreement was signed the day after the visit",
        broken=lambda: logged(LATE_SIGNATURE),
        kept=lambda: logged(LATE_SIGNATURE, on=date(2024, 1, 17)),
    ),
    Case(
        code="S2SS-S02",
        when="the agreement was signed the day after the cost",
        broken=lambda: incurred(LATE_SIGNATURE, on=date(2024, 1, 16)),
        kept=lambda: incurred(LATE_SIGNATURE, on=date(2024, 1, 17)),
    ),
    Case(
        code="S2SS-S02",
        when="costs do not count from the approval of the plan on",
        broken=lambda: incurred(LATE_SIGNATURE, on=date(2024, 1, 16)),
        kept=lambda: incurred(LATE_SIGNATURE, context=FROM_APPROVAL, on=date(2024, 1, 16)),
    ),
    Case(
        code="S2SS-S02",
        when="nobody signed the agreement",
        broken=lambda: logged((*WHEN_ISSUED, *FOUNDATIONS_SECURED)),
        kept=lambda: logged((*WHEN_ISSUED, *FOUNDATIONS_SECURED, AGREEMENT_SIGNED)),
    ),
    Case(
        code="S2SS-S03",
        when="the supporting side has not secured its foundations",
        broken=lambda: logged(but(WHEN_SIGNED, SUPPORTING)),
        kept=lambda: logged(WHEN_SIGNED),
    ),
    Case(
        code="S2SS-S03",
        when="the supported side secured its foundations the day after",
        broken=lambda: logged(but(WHEN_SIGNED, SUPPORTED, changed(SUPPORTED, on=date(2024, 1, 17)))),
        kept=lambda: logged(but(WHEN_SIGNED, SUPPORTED, changed(SUPPORTED, on=date(2024, 1, 16)))),
    ),
    Case(
        code="S2SS-S04",
        when="the leader is not deployed here",
        broken=lambda: logged(leader="sl-099"),
        kept=logged,
    ),
    Case(
        code="S2SS-S04",
        when="the leader joined the day after",
        broken=lambda: logged(but(WHEN_SIGNED, ENGLISH_JOINED, LATE_JOINER), ENGLISH_VISITS[0]),
        kept=lambda: logged(
            but(WHEN_SIGNED, ENGLISH_JOINED, LATE_JOINER), ENGLISH_VISITS[0], on=date(2024, 1, 11)
        ),
    ),
    Case(
        code="S2SS-S05",
        when="the visit was made the day before the support starts",
        broken=lambda: logged(on=date(2024, 1, 7)),
        kept=lambda: logged(on=date(2024, 1, 8)),
    ),
    Case(
        code="S2SS-S05",
        when="the visit was made the day after its intended end",
        broken=lambda: logged(on=date(2024, 12, 21)),
        kept=lambda: logged(on=date(2024, 12, 20)),
    ),
    Case(
        code="S2SS-S05",
        when="the visit was made after the support had ended early",
        broken=lambda: logged(
            (*WHEN_SIGNED, changed(SUPPORT_ENDED, actual_end=date(2024, 1, 15), on=date(2024, 1, 15)))
        ),
        kept=lambda: logged(
            (*WHEN_SIGNED, changed(SUPPORT_ENDED, actual_end=date(2024, 1, 16), on=date(2024, 1, 16)))
        ),
    ),
    Case(
        code="S2SS-S05",
        when="the cost was incurred after the support",
        broken=lambda: incurred(on=date(2024, 12, 21)),
        kept=lambda: incurred(on=date(2024, 12, 20)),
    ),
    Case(
        code="S2SS-S07",
        when="the visit is charged to a line that the plan does not have",
        broken=lambda: logged(line="9"),
        kept=lambda: logged(line=None),
    ),
    Case(
        code="S2SS-S07",
        when="the cost is charged to a line that the plan does not have",
        broken=lambda: incurred(line="9"),
        kept=lambda: incurred(line="2"),
    ),
    Case(
        code="S2SS-S08",
        when="a visit is charged to a line that invoices charge",
        broken=lambda: logged(line="2"),
        kept=lambda: logged(line="3"),
    ),
    Case(
        code="S2SS-S08",
        when="an invoice is charged to a line that visits charge",
        broken=lambda: incurred(line="3"),
        kept=lambda: incurred(line="2"),
    ),
    Case(
        code="S2SS-S09",
        when="an eleventh English day is charged to ten",
        broken=lambda: logged(
            WHEN_WORKED, visit("v-en-11", date(2024, 3, 27), leader=ENGLISH, line="1", unit="half-day")
        ),
        kept=lambda: logged(
            but(WHEN_WORKED, ENGLISH_VISITS[0]), visit("v-en-11", date(2024, 3, 27), leader=ENGLISH, line="1")
        ),
    ),
    Case(
        code="S2SS-S09",
        when="an invoice is a penny more than its line",
        broken=lambda: incurred(net=Money(400_001)),
        kept=lambda: incurred(net=Money(400_000)),
    ),
    Case(
        code="S2SS-S10",
        when="a twilight is charged to a line priced by the day, and the programme prices none",
        broken=lambda: logged(fact=TWILIGHT),
        kept=lambda: logged(fact=TWILIGHT, line=None),
    ),
    Case(
        code="S2SS-S11",
        when="a concern is resolved that nobody raised",
        broken=resolved,
        kept=lambda: resolved(CONCERN_RAISED),
    ),
    Case(
        code="S2SS-S11",
        when="a concern is escalated that was resolved",
        broken=lambda: escalated(CONCERN_RAISED, CONCERN_RESOLVED),
        kept=lambda: escalated(CONCERN_RAISED),
    ),
    Case(
        code="S2SS-S12",
        when="evidence is filed of a fact that was never recorded",
        broken=lambda: filed(Cause("visit", ("v-99",))),
        kept=lambda: filed(Cause("visit", ("v-1",))),
    ),
    Case(
        code="S2SS-S13",
        when="the visit is to another school",
        broken=lambda: logged(school=OTHER_SCHOOL.id),
        kept=logged,
    ),
    Case(
        code="S2SS-S14",
        when="a record holds more than a day",
        broken=lambda: logged(quantity=Days("1.0001")),
        kept=lambda: logged(quantity=Days(1)),
    ),
    Case(
        code="S2SS-S17",
        when="the hours of two records come to more than a day",
        broken=lambda: logged((*WHEN_SIGNED, MORNING), AFTERNOON),
        kept=lambda: logged((*WHEN_SIGNED, MORNING), changed(AFTERNOON, quantity=Days(1))),
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


def test_the_refusal_of_a_visit_before_anything_was_agreed_names_everything_that_is_missing() -> None:
    decision = logged(WHEN_APPOINTED)

    assert codes(decision) == ["S2SS-S01", "S2SS-S02", "S2SS-S03", "S2SS-S07"]
    assert decision.may_be_accepted


def test_support_inside_a_trust_needs_no_agreement_and_no_foundations() -> None:
    history = (BROKERED_INTERNALLY, QA_LEAD_APPOINTED, PLAN_SUBMITTED, PLAN_APPROVED)

    assert codes(logged(history)) == []


def test_a_visit_without_a_line_charges_nothing() -> None:
    assert logged(line=None).cost == Money(0)


@pytest.mark.parametrize(
    ("unit", "quantity", "charged"),
    (("day", "1", 50_000), ("half-day", "1", 25_000), ("half-day", "2", 50_000), ("hour", "3", 30_000)),
)
def test_a_visit_charges_its_line_by_the_programmes_conversions(
    unit: str, quantity: str, charged: int
) -> None:
    assert logged(unit=unit, quantity=Days(quantity)).cost == Money(charged)


def test_preparation_on_the_same_record_is_charged_with_it() -> None:
    fact = changed(VISIT, unit="half-day", preparation=Quantity(unit="hour", quantity=Days(2)))

    assert logged(fact=fact).cost == Money(25_000 + 20_000)


def by_the(unit: Unit, rate: Money) -> tuple[DeploymentEvent, ...]:
    """A plan of the protocols, with one line priced by a unit."""
    priced = attrs.evolve(line("3", SPRING, "4", rate), unit=unit)
    return but(WHEN_SIGNED, PLAN_SUBMITTED, plan(priced))


def charged(programme: Programme, history: Iterable[DeploymentEvent], fact: VisitLogged) -> Money | None:
    plan = at(history).planning.latest
    return charge(programme, plan.line(fact.line) if plan and fact.line else None, fact)


def test_half_a_day_is_half_a_day_of_the_leaders_year_and_not_half_of_350() -> None:
    half: VisitLogged = changed(VISIT, unit="half-day")

    assert days_used(LLF, half).contact == Days("0.5")
    assert charged(LLF, by_the("day", pounds(350)), half) is None
    assert charged(LLF, by_the("half-day", pounds(150)), half) == pounds(150)
    assert charged(EXCEED, by_the("day", pounds(350)), half) == pounds(175)


def test_a_half_day_that_only_the_other_line_prices_is_refused_and_says_so() -> None:
    decision = logged(
        by_the("day", pounds(350)),
        changed(VISIT, unit="half-day"),
        context=attrs.evolve(NOW, programme=attrs.evolve(EXCEED, charges=LLF.charges)),
    )

    assert codes(decision) == ["S2SS-S10"]
    assert decision.cost == Money(0)
    assert "priced by the half-day" in decision.broken[0].clears


def test_a_charge_is_rounded_down_to_the_penny() -> None:
    decision = logged(by_the("day", Money(45_001)), changed(VISIT, unit="half-day"))

    assert codes(decision) == []
    assert decision.cost == Money(22_500)


@pytest.mark.parametrize(
    ("unit", "quantity", "days"),
    (("day", "1", "1"), ("half-day", "1", "0.5"), ("twilight", "1", "0.5"), ("hour", "3", "0.6")),
)
def test_every_unit_of_time_takes_its_share_of_the_leaders_year(unit: str, quantity: str, days: str) -> None:
    used = days_used(EXCEED, changed(VISIT, unit=unit, quantity=Days(quantity)))

    assert used.contact == Days(days)
    assert used.preparation == Days(0)


def test_preparation_takes_days_of_the_leaders_year_beside_contact() -> None:
    fact = changed(VISIT, unit="half-day", preparation=Quantity(unit="half-day", quantity=Days(1)))
    uncounted = attrs.evolve(
        EXCEED,
        cap=attrs.evolve(
            EXCEED.cap, counts_preparation=attrs.evolve(EXCEED.cap.counts_preparation, value=False)
        ),
    )

    assert days_used(EXCEED, fact).preparation == Days("0.5")
    assert days_used(uncounted, fact).preparation == Days(0)


def test_what_the_cap_does_not_count_takes_no_days() -> None:
    counts = attrs.evolve(EXCEED.cap.counts, value=("visit",))
    visits_only = attrs.evolve(EXCEED, cap=attrs.evolve(EXCEED.cap, counts=counts))

    assert days_used(visits_only, changed(VISIT, significance="call")).contact == Days(0)
    assert days_used(visits_only, VISIT).contact == Days(1)


@pytest.mark.parametrize(
    ("more", "beyond"),
    (
        ({"quantity": Days(2)}, pounds(500)),
        ({"quantity": Days("1.0001")}, Money(5)),
        ({"preparation": Quantity(unit="hour", quantity=Days(1))}, pounds(100)),
    ),
)
def test_a_record_of_more_than_a_day_can_be_recorded_despite_without_what_is_beyond(
    more: dict[str, object], beyond: Money
) -> None:
    decision = logged(fact=changed(VISIT, **more))

    assert codes(decision) == ["S2SS-S14"]
    assert decision.may_be_accepted
    assert decision.disallowed[0] == beyond


def test_a_day_shared_by_three_schools_charges_each_a_third_and_takes_a_third_of_a_day() -> None:
    shared = changed(ENGLISH_VISITS[0], shared_between=3)

    decision = logged((*WHEN_SIGNED, ENGLISH_JOINED), shared)

    assert codes(decision) == []
    assert decision.cost == Money("133.33")
    assert days_used(EXCEED, shared).contact == Days("0.3333")


def test_preparation_for_several_schools_is_shared_as_their_visit_is() -> None:
    shared = changed(VISIT, unit="half-day", preparation=Quantity(unit="half-day", quantity=Days(1)))

    used = days_used(EXCEED, changed(shared, shared_between=2))

    assert (used.contact, used.preparation) == (Days("0.25"), Days("0.25"))


@pytest.mark.parametrize(("quantity", "found"), ((1, []), (2, ["S2SS-S14"])))
def test_a_record_is_of_a_day_at_most_for_all_the_schools_that_shared_it(
    quantity: int, found: list[str]
) -> None:
    decision = logged(fact=changed(VISIT, quantity=Days(quantity), shared_between=4))

    assert codes(decision) == found
    assert decision.cost == pounds(125) * quantity
    assert decision.disallowed[0] == (pounds(125) if found else 0)


def test_the_hours_of_one_date_count_as_the_share_of_each_school() -> None:
    morning = changed(MORNING, quantity=Days(5), shared_between=5)

    assert codes(logged((*WHEN_SIGNED, morning), AFTERNOON)) == []
    assert days_beside(EXCEED, at(WHEN_SIGNED, morning).support, AFTERNOON).contact == Days("0.8")


def test_a_visit_shared_between_no_schools_is_bad_input() -> None:
    with pytest.raises(BadInput, match="shared between 0 schools: give their number, or leave it out"):
        logged(fact=changed(VISIT, shared_between=0))


def test_a_record_of_no_time_is_bad_input() -> None:
    with pytest.raises(BadInput, match="comes to 0 days: give the time that it took"):
        logged(fact=changed(VISIT, quantity=Days(0)))


@pytest.mark.parametrize("hours", ("5", "6", "6.5", "7"))
def test_the_hours_of_a_school_day_are_a_day(hours: str) -> None:
    day = changed(VISIT, unit="hour", quantity=Days(hours))
    prepared = changed(day, preparation=Quantity(unit="hour", quantity=Days(2)))

    assert codes(logged(fact=day)) == codes(logged(fact=prepared)) == []
    assert charge(NOW.programme, LINES[4], day) == charge(NOW.programme, LINES[4], prepared) == LINES[4].rate
    assert days_used(NOW.programme, day).contact == Days(1)
    assert days_used(NOW.programme, prepared).preparation == Days(0)


def test_hours_of_preparation_beside_a_short_visit_fill_the_day() -> None:
    short = changed(VISIT, unit="hour", quantity=Days(3), preparation=Quantity(unit="hour", quantity=Days(4)))

    assert days_used(NOW.programme, short).contact == Days("0.6")
    assert days_used(NOW.programme, short).preparation == Days("0.4")
    assert charge(NOW.programme, LINES[4], short) == LINES[4].rate


def test_hours_beyond_a_day_over_two_records_can_be_recorded_despite_without_what_is_beyond() -> None:
    decision = logged((*WHEN_SIGNED, MORNING), AFTERNOON)

    assert dict(decision.broken[0].facts)["left"] == "0.2"
    assert decision.may_be_accepted
    assert decision.disallowed == (pounds(300), "recorded-despite")
    assert days_beside(NOW.programme, at((*WHEN_SIGNED, MORNING)).support, AFTERNOON).contact == Days("0.2")


def test_preparation_is_the_first_that_is_beyond_a_day() -> None:
    prepared = changed(
        AFTERNOON, quantity=Days(1), preparation=Quantity(unit="hour", quantity=Days(2)), line=None
    )

    taken = days_beside(NOW.programme, at((*WHEN_SIGNED, MORNING)).support, prepared)

    assert (taken.contact, taken.preparation) == (Days("0.2"), Days(0))


@pytest.mark.parametrize(
    "other",
    (
        changed(MORNING, on=date(2024, 1, 17)),
        changed(MORNING, leader=ENGLISH),
        changed(MORNING, unit="half-day", quantity=Days(1)),
    ),
    ids=("another date", "another leader", "no hours"),
)
def test_only_the_hours_of_one_leader_on_one_date_are_one_day(other: VisitLogged) -> None:
    history = (*WHEN_SIGNED, other)

    assert codes(logged(history, AFTERNOON)) == []
    assert days_beside(NOW.programme, at(history).support, AFTERNOON).contact == Days("0.8")


def test_a_visit_by_the_item_has_no_length() -> None:
    with pytest.raises(BadInput, match="how many days an item takes"):
        logged(unit="item")


def test_a_visit_is_charged_under_the_plan_in_force_on_its_day() -> None:
    repriced = amendment(*LINES[:4], *(line("3", planned.term, "2", pounds(450)) for planned in LINES[4:]))
    history = (*WHEN_SIGNED, repriced, AMENDMENT_APPROVED)

    assert logged(history, on=date(2024, 4, 17)).cost == pounds(500)
    assert logged(history, on=date(2024, 4, 18)).cost == pounds(450)


def test_a_line_is_filled_by_what_is_eligible_on_it_over_all_its_terms() -> None:
    lead_days = [visit(f"v-{day}", date(2024, 1, day)) for day in (9, 10, 11, 12, 15)]

    assert codes(logged((*WHEN_SIGNED, *lead_days))) == []
    assert codes(logged((*WHEN_SIGNED, *lead_days, visit("v-17", date(2024, 1, 17))))) == ["S2SS-S09"]


def test_a_visit_and_a_cost_may_have_the_same_id_as_a_disallowance_names_its_kind() -> None:
    same = changed(COST, cost="v-1")
    of_the_cost = CostDisallowed(
        disallowance="x-1",
        on=date(2024, 5, 1),
        of=Cause("cost", ("v-1",)),
        amount=pounds(1000),
        reason="other",
        by=person("u-1"),
    )

    assert codes(incurred((*WHEN_SIGNED, VISIT), cost="v-1")) == []
    assert at(WHEN_SIGNED, VISIT, same).account(EXCEED).eligible() == pounds(500) + same.net
    assert at(WHEN_SIGNED, VISIT, same, of_the_cost).account(EXCEED).eligible() == pounds(500)


def test_a_visit_that_is_charged_to_no_line_needs_no_award() -> None:
    assert codes(logged(line=None, context=available(date(2023, 11, 1), date(2024, 1, 15)))) == []


def test_a_cost_counts_with_the_vat_on_it_that_is_not_recovered() -> None:
    assert incurred(vat=pounds(200)).cost == pounds(1000)
    assert incurred(vat=pounds(200), irrecoverable_vat=pounds(200)).cost == pounds(1200)


def test_a_concern_stays_open_when_it_is_escalated_and_until_it_is_resolved() -> None:
    (escalation,) = escalated(CONCERN_RAISED).events_or_raise()

    assert at(WHEN_SIGNED, CONCERN_RAISED, escalation).support.concerns.keys() == {"k-1"}
    assert at(WHEN_SIGNED, CONCERN_RAISED, escalation, CONCERN_RESOLVED).support.concerns == {}


def test_anybody_may_raise_a_concern_at_any_time() -> None:
    assert codes(concerns.raise_concern(at(WHEN_SUBMITTED), NOW, CONCERN_RAISED)) == []


def test_a_visit_or_cost_may_be_recorded_despite_and_a_concern_may_not() -> None:
    assert logged(WHEN_APPROVED).despite
    assert incurred(WHEN_APPROVED).despite
    assert not resolved().despite


def test_two_costs_of_one_line_are_two_facts() -> None:
    second = cost("c-2", date(2024, 2, 6), pounds(1000))

    assert set(at(WHEN_SIGNED, COST, second).support.costs) == {"c-1", "c-2"}


def test_support_may_begin_without_a_plan_where_the_programme_asks_for_none() -> None:
    unplanned = changed(
        NOW, programme=changed(EXCEED, funding=tuple(changed(terms, plan=False) for terms in EXCEED.funding))
    )
    history = tuple(event for event in WHEN_SIGNED if event not in (PLAN_SUBMITTED, PLAN_APPROVED))

    assert codes(logged(history, line=None, context=unplanned)) == []
    assert codes(logged(history, line=None)) == ["S2SS-S01"]


def test_a_visit_that_so_many_schools_shared_that_no_time_is_left_of_it_is_charged_its_pence() -> None:
    decision = logged(fact=changed(VISIT, shared_between=20_001))

    assert codes(decision) == []
    assert decision.cost == Money(2)


def test_of_a_visit_to_a_line_that_is_spent_all_is_disallowed() -> None:
    lead_days = [visit(f"v-{day}", date(2024, 1, day)) for day in (9, 10, 11, 12, 15, 17)]

    decision = logged((*WHEN_SIGNED, *lead_days))

    assert codes(decision) == ["S2SS-S09"]
    assert decision.disallowed == (pounds(500), "beyond-the-line")
