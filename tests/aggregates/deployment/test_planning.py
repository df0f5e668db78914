from datetime import date

import attrs
import pytest

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decisions import plan_lines, planning
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import (
    DeploymentEvent,
    Element,
    PlanApproved,
    PlanLine,
    PlanReturned,
    PlanSubmitted,
    QALeadStoodDown,
)
from s2ss_core.programmes import Programme
from s2ss_core.values import Days, Head, Money, Term, Unit
from tests.aggregates.cases import Case
from tests.aggregates.histories import (
    AMENDMENT_APPROVED,
    AMENDMENT_SUBMITTED,
    AUTUMN,
    BROKERED_SELF_FUNDED,
    ENGLISH_JOINED,
    ENGLISH_LINE,
    EXCEED,
    HOME_TRUST,
    LEAD_LINE,
    LINES,
    LLF,
    NOW,
    OBJECTIVE,
    PLAN_APPROVED,
    PLAN_SUBMITTED,
    QA_LEAD_APPOINTED,
    SPRING,
    SUMMER,
    SUPPLIER,
    THE_HEADTEACHER,
    THE_LEADER,
    THE_OFFICER,
    THE_QA_LEAD,
    WHEN_APPOINTED,
    WHEN_APPROVED,
    WHEN_BROKERED,
    WHEN_SUBMITTED,
    WHEN_WORKED,
    amendment,
    at,
    changed,
    codes,
    line,
    plan,
    pounds,
)

INGREDIENT = Element(id="i-1", text="Daily practice.")
COACHING = Element(id="a-1", text="Coaching.", of=("i-1",))
PLAN_RETURNED = PlanReturned(plan_version=1, on=date(2023, 12, 8), by=THE_QA_LEAD, reasons="No baseline.")
SECOND_PLAN: PlanSubmitted = changed(PLAN_SUBMITTED, plan_version=2, on=date(2023, 12, 11))


def submitted(
    *history: DeploymentEvent, context: DecisionContext = NOW, **otherwise: object
) -> Decision[DeploymentEvent]:
    fact = changed(PLAN_SUBMITTED, **otherwise)
    return planning.submit_plan(at(history or WHEN_APPOINTED), context, fact)


def planned(*lines: PlanLine, programme: Programme = EXCEED) -> Decision[DeploymentEvent]:
    context = attrs.evolve(NOW, programme=programme)
    return planning.submit_plan(at(WHEN_APPOINTED), context, plan(*lines))


def amended(**otherwise: object) -> Decision[DeploymentEvent]:
    return planning.submit_plan(at(WHEN_APPROVED), NOW, changed(AMENDMENT_SUBMITTED, **otherwise))


def approved(
    *history: DeploymentEvent, context: DecisionContext = NOW, **otherwise: object
) -> Decision[DeploymentEvent]:
    fact = changed(PLAN_APPROVED, total=Money(0), effective_from=None, **otherwise)
    return planning.approve_plan(at(history or WHEN_SUBMITTED), context, fact)


def amendment_approved(*lines: PlanLine) -> Decision[DeploymentEvent]:
    deployment = at(WHEN_WORKED, amendment(*lines))
    return planning.approve_plan(deployment, NOW, AMENDMENT_APPROVED)


def bought(head: Head, unit: Unit = "item", *, reason: str | None = None) -> PlanLine:
    return attrs.evolve(
        line("1", SPRING, "1", pounds(400)), head=head, unit=unit, provider=SUPPLIER, rate_reason=reason
    )


HIRED = attrs.evolve(QA_LEAD_APPOINTED.employer, id="reading-programme")
DEAR = line("1", SPRING, "10", pounds(425))
LLF_RATES = attrs.evolve(EXCEED, rates=LLF.rates)
NO_PROGRAMMES = attrs.evolve(
    EXCEED,
    uses=attrs.evolve(EXCEED.uses, permitted=attrs.evolve(EXCEED.uses.permitted, value=("leader-days",))),
)

CASES = (
    Case(
        code="S2SS-P01",
        when="ten days at £400 are stated as £4,400",
        broken=lambda: planned(attrs.evolve(ENGLISH_LINE, amount=pounds(4400))),
        kept=lambda: planned(ENGLISH_LINE),
    ),
    Case(
        code="S2SS-P01",
        when="a quantity makes a fraction of a penny",
        broken=lambda: planned(
            attrs.evolve(line("1", SPRING, "1", Money(40_001)), quantity=Days("0.5"), rate_reason="in full")
        ),
        kept=lambda: planned(attrs.evolve(ENGLISH_LINE, quantity=Days("0.25"), amount=pounds(100))),
    ),
    Case(
        code="S2SS-P25",
        when="a line has a penny more of irrecoverable VAT than of VAT",
        broken=lambda: planned(
            attrs.evolve(ENGLISH_LINE, vat=pounds(100), irrecoverable_vat=pounds(100) + Money(1))
        ),
        kept=lambda: planned(attrs.evolve(ENGLISH_LINE, vat=pounds(100), irrecoverable_vat=pounds(100))),
    ),
    Case(
        code="S2SS-P26",
        when="a grant would pay for a plan that has no line",
        broken=lambda: submitted(lines=(), total=Money(0)),
        kept=lambda: submitted(lines=(ENGLISH_LINE,), total=ENGLISH_LINE.approved),
    ),
    Case(
        code="S2SS-P02",
        when="the total is a penny more than its lines",
        broken=lambda: submitted(total=Money(1_100_001)),
        kept=lambda: submitted(total=Money(1_100_000)),
    ),
    Case(
        code="S2SS-P03",
        when="the Headteacher did not finalise it",
        broken=lambda: submitted(finalised_by=(THE_LEADER,)),
        kept=lambda: submitted(
            finalised_by=(THE_LEADER, changed(THE_HEADTEACHER, role="headteacher-nominee"))
        ),
    ),
    Case(
        code="S2SS-P03",
        when="the System Leader did not finalise it",
        broken=lambda: submitted(finalised_by=(THE_HEADTEACHER,)),
        kept=submitted,
    ),
    Case(
        code="S2SS-P04",
        when="it has no objective",
        broken=lambda: submitted(objectives=()),
        kept=submitted,
    ),
    Case(
        code="S2SS-P04",
        when="an objective has no baseline",
        broken=lambda: submitted(objectives=(attrs.evolve(OBJECTIVE, baseline=None),)),
        kept=submitted,
    ),
    Case(
        code="S2SS-P04",
        when="one of two objectives has no measure",
        broken=lambda: submitted(objectives=(OBJECTIVE, attrs.evolve(OBJECTIVE, id="o-2", measure=None))),
        kept=lambda: submitted(objectives=(OBJECTIVE, attrs.evolve(OBJECTIVE, id="o-2"))),
    ),
    Case(
        code="S2SS-P22",
        when="an activity leads on from an ingredient that is not there",
        broken=lambda: submitted(activities=(COACHING,)),
        kept=lambda: submitted(active_ingredients=(INGREDIENT,), activities=(COACHING,)),
    ),
    Case(
        code="S2SS-P05",
        when="it buys a piece of capital",
        broken=lambda: planned(bought("capital")),
        kept=lambda: planned(bought("resources")),
    ),
    Case(
        code="S2SS-P05",
        when="quality assurance is a line of it",
        broken=lambda: planned(bought("quality-assurance")),
        kept=lambda: planned(bought("external-agency")),
    ),
    Case(
        code="S2SS-P06",
        when="the programme does not know the use at all",
        broken=lambda: planned(bought("programme"), programme=NO_PROGRAMMES),
        kept=lambda: planned(ENGLISH_LINE, programme=NO_PROGRAMMES),
    ),
    Case(
        code="S2SS-P07",
        when="cover has no reason beside it",
        broken=lambda: planned(bought("cover")),
        kept=lambda: planned(bought("cover", reason="The school is in special measures.")),
    ),
    Case(
        code="S2SS-P08",
        when="a leader's day is priced off the card without a reason",
        broken=lambda: planned(DEAR),
        kept=lambda: planned(attrs.evolve(DEAR, rate_reason="An accredited specialist.")),
    ),
    Case(
        code="S2SS-P08",
        when="the rate is below the programme's minimum",
        broken=lambda: planned(line("1", SPRING, "1", Money(34_999)), programme=LLF_RATES),
        kept=lambda: planned(line("1", SPRING, "1", Money(35_000)), programme=LLF_RATES),
    ),
    Case(
        code="S2SS-P09",
        when="a line lies in a term after the support",
        broken=lambda: planned(line("1", Term("2025-spring"), "1", pounds(400))),
        kept=lambda: planned(line("1", AUTUMN, "1", pounds(400))),
    ),
    Case(
        code="S2SS-P10",
        when="no QA Lead is appointed",
        broken=lambda: submitted(*WHEN_BROKERED),
        kept=lambda: submitted(*WHEN_BROKERED, QA_LEAD_APPOINTED),
    ),
    Case(
        code="S2SS-P10",
        when="the QA Lead was appointed the day after",
        broken=lambda: submitted(*WHEN_BROKERED, changed(QA_LEAD_APPOINTED, on=date(2023, 12, 7))),
        kept=lambda: submitted(*WHEN_BROKERED, changed(QA_LEAD_APPOINTED, on=date(2023, 12, 6))),
    ),
    Case(
        code="S2SS-B08",
        when="the plan buys from the QA Lead's employer",
        broken=lambda: submitted(*WHEN_BROKERED, changed(QA_LEAD_APPOINTED, employer=HIRED)),
        kept=submitted,
    ),
    Case(
        code="S2SS-B08",
        when="the QA Lead who approves has come to belong to a home school's trust",
        broken=lambda: approved(
            *WHEN_BROKERED, changed(QA_LEAD_APPOINTED, interests=(HOME_TRUST,)), PLAN_SUBMITTED
        ),
        kept=approved,
    ),
    Case(
        code="S2SS-P11",
        when="a first plan says that it amends another",
        broken=lambda: submitted(amends=1),
        kept=lambda: submitted(amends=None),
    ),
    Case(
        code="S2SS-P11",
        when="an amendment does not name the plan in force",
        broken=lambda: amended(amends=None),
        kept=amended,
    ),
    Case(
        code="S2SS-P11",
        when="an amendment gives no reason",
        broken=lambda: amended(reason=None),
        kept=amended,
    ),
    Case(
        code="S2SS-P11",
        when="an amendment rests on no research",
        broken=lambda: amended(research=None),
        kept=amended,
    ),
    Case(
        code="S2SS-P12",
        when="the first plan is version 2",
        broken=lambda: submitted(plan_version=2),
        kept=submitted,
    ),
    Case(
        code="S2SS-P12",
        when="a version is skipped after a return",
        broken=lambda: submitted(*WHEN_SUBMITTED, PLAN_RETURNED, plan_version=3),
        kept=lambda: submitted(*WHEN_SUBMITTED, PLAN_RETURNED, plan_version=2),
    ),
    Case(
        code="S2SS-P13",
        when="the plan before it still awaits its decision",
        broken=lambda: submitted(*WHEN_SUBMITTED, plan_version=2),
        kept=lambda: submitted(*WHEN_SUBMITTED, PLAN_RETURNED, plan_version=2),
    ),
    Case(
        code="S2SS-P14",
        when="another than the QA Lead signs it off",
        broken=lambda: approved(by=changed(THE_QA_LEAD, person="qa-9")),
        kept=approved,
    ),
    Case(
        code="S2SS-P14",
        when="the QA Lead signs it off in another role",
        broken=lambda: approved(by=changed(THE_QA_LEAD, role="broker")),
        kept=approved,
    ),
    Case(
        code="S2SS-P15",
        when="the approver does not declare to have no conflict",
        broken=lambda: approved(no_conflict_declared=False),
        kept=approved,
    ),
    Case(
        code="S2SS-P16",
        when="no plan was submitted",
        broken=lambda: approved(*WHEN_APPOINTED),
        kept=lambda: approved(*WHEN_SUBMITTED),
    ),
    Case(
        code="S2SS-P16",
        when="the plan was returned",
        broken=lambda: approved(*WHEN_SUBMITTED, PLAN_RETURNED),
        kept=lambda: approved(*WHEN_SUBMITTED, PLAN_RETURNED, SECOND_PLAN, plan_version=2),
    ),
    Case(
        code="S2SS-P16",
        when="the plan was submitted a day after its approval",
        broken=lambda: approved(on=date(2023, 12, 5)),
        kept=lambda: approved(on=date(2023, 12, 6)),
    ),
    Case(
        code="S2SS-P16",
        when="an approved plan is returned",
        broken=lambda: planning.reject_plan(at(WHEN_APPROVED), NOW, PLAN_RETURNED),
        kept=lambda: planning.reject_plan(at(WHEN_SUBMITTED), NOW, PLAN_RETURNED),
    ),
    Case(
        code="S2SS-P17",
        when="a penny more is planned than is allocated",
        broken=lambda: approved(context=attrs.evolve(NOW, allocated=Money(1_099_999))),
        kept=lambda: approved(context=attrs.evolve(NOW, allocated=Money(1_100_000))),
    ),
    Case(
        code="S2SS-P18",
        when="an amendment leaves a line less than was spent on it",
        broken=lambda: amendment_approved(line("1", SPRING, "9", pounds(400)), *LINES[1:]),
        kept=lambda: amendment_approved(ENGLISH_LINE, *LINES[1:]),
    ),
    Case(
        code="S2SS-P18",
        when="an amendment drops a line that was spent on",
        broken=lambda: amendment_approved(*LINES[1:]),
        kept=lambda: amendment_approved(*LINES),
    ),
    Case(
        code="S2SS-P19",
        when="leaders' days are priced by the item",
        broken=lambda: planned(attrs.evolve(ENGLISH_LINE, unit="item", rate_reason="as a package")),
        kept=lambda: planned(ENGLISH_LINE),
    ),
    Case(
        code="S2SS-P19",
        when="a programme is priced by the day",
        broken=lambda: planned(bought("programme", "day")),
        kept=lambda: planned(bought("programme")),
    ),
    Case(
        code="S2SS-P20",
        when="a line is written twice in one term",
        broken=lambda: planned(LEAD_LINE, LEAD_LINE),
        kept=lambda: planned(LEAD_LINE, attrs.evolve(LEAD_LINE, term=SUMMER)),
    ),
    Case(
        code="S2SS-P20",
        when="a line of days has another rate in another term",
        broken=lambda: planned(LEAD_LINE, line("3", SUMMER, "2", pounds(450))),
        kept=lambda: planned(LEAD_LINE, line("3", SUMMER, "1", pounds(500))),
    ),
    Case(
        code="S2SS-P20",
        when="a line has another head in another term",
        broken=lambda: planned(bought("programme"), attrs.evolve(bought("resources"), term=SUMMER)),
        kept=lambda: planned(bought("programme"), attrs.evolve(bought("programme"), term=SUMMER)),
    ),
    Case(
        code="S2SS-P21",
        when="it is a briefing paper, which this programme does not use",
        broken=lambda: submitted(kind="briefing-paper"),
        kept=lambda: submitted(kind="action-plan"),
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


def test_a_line_that_does_not_multiply_out_is_named_with_what_it_comes_to() -> None:
    decision = planned(attrs.evolve(ENGLISH_LINE, amount=pounds(4400)))

    assert "1: 10 × £400.00 = £4,000.00, not £4,400.00" in decision.broken[0].clears


def test_an_item_may_cost_another_price_in_another_term() -> None:
    decision = planned(line("2", SPRING, "1", pounds(1000)), line("2", AUTUMN, "1", pounds(2000)))

    assert codes(decision) == []


def test_a_typical_rate_is_no_minimum_that_a_higher_one_may_pass() -> None:
    assert codes(planned(line("1", SPRING, "1", pounds(501)))) == ["S2SS-P08"]


def test_an_approval_derives_the_plans_total_its_digest_and_the_day_it_takes_effect() -> None:
    (fact,) = approved().events_or_raise()

    assert isinstance(fact, PlanApproved)
    assert fact.total == pounds(11_000)
    assert fact.effective_from == date(2023, 12, 14)
    assert fact.plan_digest == plan_lines.plan_digest(PLAN_SUBMITTED)


def test_a_plans_digest_changes_with_its_costs_and_not_with_its_prose() -> None:
    digest = plan_lines.plan_digest(PLAN_SUBMITTED)
    reworded = changed(PLAN_SUBMITTED, problem="Pupils cannot read.")
    repriced = plan(line("1", SPRING, "10", pounds(450)), *LINES[1:])
    with_vat = plan(attrs.evolve(LINES[0], irrecoverable_vat=Money(1)), *LINES[1:])

    assert plan_lines.plan_digest(reworded) == digest
    assert plan_lines.plan_digest(repriced) != digest
    assert plan_lines.plan_digest(with_vat) != digest
    assert digest.startswith("sha256:")


def test_a_plan_of_a_school_that_pays_for_itself_needs_no_qa_lead_and_no_allocation() -> None:
    context = attrs.evolve(NOW, allocated=Money(0))
    history = (BROKERED_SELF_FUNDED, ENGLISH_JOINED)

    plan_sent = submitted(*history, context=context)
    signed_off = approved(*history, PLAN_SUBMITTED, context=context, by=THE_OFFICER)

    assert codes(plan_sent) == []
    assert codes(signed_off) == []


def test_a_headteacher_who_signs_plans_off_is_the_supported_schools() -> None:
    context = attrs.evolve(NOW, programme=LLF)
    history = (BROKERED_SELF_FUNDED, changed(PLAN_SUBMITTED, kind="briefing-paper"))

    by_the_head = approved(*history, context=context, by=THE_HEADTEACHER)
    by_another = approved(*history, context=context, by=changed(THE_HEADTEACHER, person="ht-9"))

    assert codes(by_the_head) == []
    assert codes(by_another) == ["S2SS-P14"]


def test_a_plan_returned_awaits_nothing_and_the_next_is_read_in_its_place() -> None:
    deployment = at(WHEN_SUBMITTED, PLAN_RETURNED)

    assert deployment.planning.waiting is None
    assert deployment.planning.submitted == 1
    assert at(WHEN_SUBMITTED, PLAN_RETURNED, SECOND_PLAN).planning.waiting == SECOND_PLAN


def test_the_plan_in_force_is_the_latest_that_had_taken_effect_on_the_day() -> None:
    deployment = at(WHEN_APPROVED, AMENDMENT_SUBMITTED, AMENDMENT_APPROVED)

    def version(on: date) -> int | None:
        found = deployment.planning.in_force(on)
        return found.plan.plan_version if found else None

    assert version(date(2023, 12, 13)) is None
    assert version(date(2023, 12, 14)) == 1
    assert version(date(2024, 4, 17)) == 1
    assert version(date(2024, 4, 18)) == 2
    assert deployment.planning.approved_on == date(2023, 12, 14)


def test_what_is_approved_of_a_line_is_summed_over_its_terms() -> None:
    latest = at(WHEN_APPROVED).planning.latest

    assert latest is not None
    assert latest.approved("2") == pounds(4000)
    assert latest.approved("9") == Money(0)
    assert latest.line("9") is None


def test_an_approval_without_a_plan_cannot_have_happened() -> None:
    with pytest.raises(ImpossibleHistory, match="no plan"):
        at(WHEN_APPOINTED, PLAN_APPROVED)


def test_a_return_without_a_plan_cannot_have_happened() -> None:
    with pytest.raises(ImpossibleHistory, match="no plan"):
        at(WHEN_APPOINTED, PLAN_RETURNED)


def test_the_headteacher_of_the_day_signs_plans_off_where_it_is_known_who_holds_the_post() -> None:
    context = attrs.evolve(NOW, programme=LLF, headteachers=("ht-new",))
    by_the_first = changed(PLAN_APPROVED, by=THE_HEADTEACHER)
    by_the_next = changed(PLAN_APPROVED, by=changed(THE_HEADTEACHER, person="ht-new"))

    deployment = at((BROKERED_SELF_FUNDED, PLAN_SUBMITTED))

    assert codes(planning.approve_plan(deployment, context, by_the_next)) == []
    assert codes(planning.approve_plan(deployment, context, by_the_first)) == ["S2SS-P14"]


def test_any_of_the_headteachers_who_hold_the_post_together_signs_plans_off() -> None:
    context = attrs.evolve(NOW, programme=LLF, headteachers=("ht-1", "ht-2"))
    deployment = at((BROKERED_SELF_FUNDED, changed(PLAN_SUBMITTED, kind="briefing-paper")))

    def signed_off_by(name: str) -> list[str]:
        by = changed(THE_HEADTEACHER, person=name)
        return codes(planning.approve_plan(deployment, context, changed(PLAN_APPROVED, by=by)))

    assert signed_off_by("ht-1") == []
    assert signed_off_by("ht-2") == []
    assert signed_off_by("ht-3") == ["S2SS-P14"]


def test_nobody_signs_off_for_the_qa_lead_who_stood_down() -> None:
    stood_down = QALeadStoodDown(
        qa_lead=THE_QA_LEAD.person, on=date(2023, 12, 13), cause="no-longer-available"
    )

    assert codes(approved(*WHEN_SUBMITTED, stood_down)) == ["S2SS-P14"]
    assert codes(approved(*WHEN_SUBMITTED, stood_down, on=stood_down.on)) == []


def test_a_plan_is_not_approved_by_a_qa_lead_of_a_provider_on_its_lines() -> None:
    hired = changed(QA_LEAD_APPOINTED, employer=HIRED)

    assert codes(approved(*WHEN_BROKERED, hired, PLAN_SUBMITTED)) == ["S2SS-B08"]
    assert codes(approved(*WHEN_BROKERED, hired, plan(ENGLISH_LINE))) == []


def test_an_approval_where_no_plan_waits_comes_to_nothing() -> None:
    [fact] = approved(*WHEN_APPOINTED).events

    assert isinstance(fact, PlanApproved)
    assert fact.total == Money(0)
