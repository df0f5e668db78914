"""Decisions under `exceed-institute`: accreditation, cover by the day, QA Days, halts, and what is kept."""

from collections.abc import Callable
from datetime import date
from typing import Any, get_args

import attrs
import pytest

import s2ss_core.events as e
from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decisions import costs, halts, money, planning, qa_days, support
from s2ss_core.aggregates.deployment.deployment import Deployment, replay
from s2ss_core.values import Designation, Term
from tests.aggregates.cases import Case
from tests.aggregates.histories import changed, codes, pounds
from tests.scenarios import case_three as case
from tests.scenarios.case_three import (
    BROKER,
    DAY_1,
    EVALUATION,
    LAST,
    LINES,
    MARCH_27,
    NLE,
    OFFICER,
    PLAN,
    S1,
    SLE,
    STORY,
    cover,
    day,
    line,
    plan,
    released,
    visit,
    without,
)


def designations(leader: str, _: date) -> tuple[Designation, ...]:
    return ("sle",) if leader == SLE else ("nle",)


def term_ends(organisation: str, term: Term) -> date | None:
    return {case.SPRING: day("03-22"), case.SUMMER: day("07-19")}.get(term) if organisation == "h" else None


NOW = DecisionContext(
    programme=case.INSTITUTE,
    allocated=pounds(5000),
    awards=frozenset({"g-1"}),
    term_ends=term_ends,
    designations=designations,
)


def designated(*held: Designation) -> DecisionContext:
    """Every leader holds these designations, and no other."""

    def designations_of(_: str, __: date) -> tuple[Designation, ...]:
        return held

    return changed(NOW, designations=designations_of)


Decide = Callable[[Deployment, DecisionContext, Any], Decision[Any]]


def at(upto: date, *more: Any, story: tuple[Any, ...] = STORY) -> Deployment:
    """The deployment as it was by the end of a day."""
    told = [fact for fact in story if isinstance(fact, get_args(e.DeploymentEvent)) and fact.on <= upto]
    deployment = replay([*told, *more])
    assert deployment
    return deployment


BEFORE_THE_PLAN = at(date(2023, 12, 31))
PLANNED = at(day("01-04"))
SPRING = at(MARCH_27, story=without(*case.FIRST, story=STORY))
FIRST_DAY = visit(SLE, "01-09")
HALT = e.SupportHalted(
    halt="halt-1",
    on=day("01-08"),
    cause="breach",
    funding_too=True,
    by=OFFICER,
    reason="No account was given.",
)
RESUMED = e.SupportResumed(halt="halt-1", on=day("01-10"), by=OFFICER)
TO_S1, KEPT = released(1, MARCH_27, "instalment", S1, 1500), released(1, MARCH_27, "retained", BROKER, 300)
OF_TWO = changed(EVALUATION, authors=EVALUATION.authors[:2])


def submitted(*lines: e.PlanLine) -> Decision[Any]:
    others = [row for row in LINES if row.id not in {given.id for given in lines}]
    return planning.submit_plan(BEFORE_THE_PLAN, NOW, plan(*others, *lines))


def of_sle(
    rate: int = 350, *, leader: str | None = None, splits: tuple[int, int] | None = None
) -> e.PlanLine:
    parts = zip(("instalment", "retained"), splits or (), strict=False)
    return changed(
        line("sle", case.SPRING, "5", rate, band="sle"),
        leader=leader,
        splits=tuple(e.Split(leg=leg, amount=pounds(amount)) for leg, amount in parts),
    )


def asked(decide: Decide, deployment: Deployment, fact: Any) -> Callable[[], Decision[Any]]:
    return lambda: decide(deployment, NOW, fact)


def at_the_end(*report: Any) -> Deployment:
    told = without(EVALUATION, case.DAY_3, *LAST, *case.PAID[3:], case.CLOSED, story=STORY)
    return at(day("07-19"), *report, story=told)


CASES = (
    Case(
        code="S2SS-P70",
        when="a line does not say for which accreditation it is",
        broken=lambda: submitted(line("sle", case.SPRING, "5", 350)),
        kept=lambda: submitted(of_sle()),
    ),
    Case(
        code="S2SS-P71",
        when="a line names a leader with another designation",
        broken=lambda: submitted(of_sle(leader=NLE)),
        kept=lambda: submitted(of_sle(leader=SLE)),
    ),
    Case(
        code="S2SS-P60",
        when="a school gives leaders' days that was not named at the brokerage",
        broken=lambda: submitted(changed(of_sle(), provider=case.H)),
        kept=lambda: submitted(changed(of_sle(), provider=case.S2)),
    ),
    Case(
        code="S2SS-P72",
        when="the parts of a rate come to less than the rate",
        broken=lambda: submitted(of_sle(splits=(300, 40))),
        kept=lambda: submitted(of_sle(splits=(300, 50))),
    ),
    Case(
        code="S2SS-P61",
        when="more of a day is kept than the card keeps",
        broken=lambda: submitted(of_sle(splits=(299, 51))),
        kept=lambda: submitted(of_sle(splits=(301, 49))),
    ),
    Case(
        code="S2SS-P06",
        when="a line is for what this kind of funding does not pay for",
        broken=lambda: planning.submit_plan(self_funded(), NOW, PLAN),
        kept=lambda: planning.submit_plan(self_funded(), NOW, plan(*LINES[:4])),
    ),
    Case(
        code="S2SS-P73",
        when="nothing was agreed at a QA Day",
        broken=asked(planning.approve_plan, at(date(2023, 12, 31), PLAN), case.APPROVED),
        kept=asked(planning.approve_plan, at(date(2023, 12, 31), PLAN, DAY_1), case.APPROVED),
    ),
    Case(
        code="S2SS-P73",
        when="the QA Day came later",
        broken=asked(
            planning.approve_plan,
            at(date(2023, 12, 31), PLAN, changed(DAY_1, on=day("01-05"))),
            case.APPROVED,
        ),
        kept=asked(planning.approve_plan, at(date(2023, 12, 31), PLAN, DAY_1), case.APPROVED),
    ),
    Case(
        code="S2SS-R70",
        when="nobody of a supporting school was there",
        broken=asked(qa_days.hold_qa_day, PLANNED, changed(DAY_1, attendees=(case.HEADTEACHER,))),
        kept=asked(qa_days.hold_qa_day, PLANNED, DAY_1),
    ),
    Case(
        code="S2SS-R71",
        when="somebody else held the day",
        broken=asked(qa_days.hold_qa_day, PLANNED, changed(DAY_1, held_by=OFFICER)),
        kept=asked(qa_days.hold_qa_day, PLANNED, DAY_1),
    ),
    Case(
        code="S2SS-R71",
        when="there was no QA Lead yet",
        broken=asked(qa_days.hold_qa_day, PLANNED, changed(DAY_1, on=date(2023, 11, 19))),
        kept=asked(qa_days.hold_qa_day, PLANNED, changed(DAY_1, on=date(2023, 11, 20))),
    ),
    Case(
        code="S2SS-S71",
        when="the leader was alone",
        broken=asked(support.log_visit, PLANNED, changed(FIRST_DAY, counterpart=None)),
        kept=asked(support.log_visit, PLANNED, FIRST_DAY),
    ),
    Case(
        code="S2SS-S72",
        when="the leader is designated as something else",
        broken=lambda: support.log_visit(PLANNED, designated("nle"), FIRST_DAY),
        kept=asked(support.log_visit, PLANNED, FIRST_DAY),
    ),
    Case(
        code="S2SS-S72",
        when="the leader has no designation",
        broken=lambda: support.log_visit(PLANNED, designated(), FIRST_DAY),
        kept=asked(support.log_visit, PLANNED, FIRST_DAY),
    ),
    Case(
        code="S2SS-S70",
        when="the cost is more than its time",
        broken=asked(costs.incur_cost, PLANNED, changed(cover("01-09"), net=pounds(201))),
        kept=asked(costs.incur_cost, PLANNED, cover("01-09")),
    ),
    Case(
        code="S2SS-S70",
        when="it says no time",
        broken=asked(costs.incur_cost, PLANNED, changed(cover("01-09"), time=None)),
        kept=asked(costs.incur_cost, PLANNED, cover("01-09")),
    ),
    Case(
        code="S2SS-S70",
        when="the line has no price for its unit",
        broken=asked(
            costs.incur_cost,
            PLANNED,
            changed(cover("01-09"), time=changed(cover("01-09").time, unit="twilight")),
        ),
        kept=asked(costs.incur_cost, PLANNED, cover("01-09")),
    ),
    Case(
        code="S2SS-S73",
        when="support is withheld",
        broken=asked(support.log_visit, at(day("01-08"), HALT), FIRST_DAY),
        kept=asked(support.log_visit, at(day("01-08"), HALT, changed(RESUMED, on=day("01-09"))), FIRST_DAY),
    ),
    Case(
        code="S2SS-S73",
        when="cover is bought while support is withheld",
        broken=asked(costs.incur_cost, at(day("01-08"), HALT), cover("01-09")),
        kept=asked(costs.incur_cost, at(day("01-08"), changed(HALT, on=day("01-10"))), cover("01-09")),
    ),
    Case(
        code="S2SS-S74",
        when="another halt is named",
        broken=asked(halts.resume_support, at(day("01-08"), HALT), changed(RESUMED, halt="halt-2")),
        kept=asked(halts.resume_support, at(day("01-08"), HALT), RESUMED),
    ),
    Case(
        code="S2SS-S74",
        when="nothing is withheld",
        broken=asked(halts.resume_support, PLANNED, RESUMED),
        kept=asked(halts.resume_support, at(day("01-08"), HALT), RESUMED),
    ),
    Case(
        code="S2SS-M70",
        when="its money is withheld",
        broken=asked(
            money.release_instalment, at(MARCH_27, HALT, story=without(*case.FIRST, story=STORY)), TO_S1
        ),
        kept=asked(money.release_instalment, SPRING, TO_S1),
    ),
    Case(
        code="S2SS-M71",
        when="what is kept is to be paid by invoice",
        broken=asked(money.release_instalment, SPRING, changed(KEPT, settled_by="invoice")),
        kept=asked(money.release_instalment, SPRING, KEPT),
    ),
    Case(
        code="S2SS-M71",
        when="what is paid is to be kept",
        broken=asked(money.release_instalment, SPRING, changed(TO_S1, settled_by="retained")),
        kept=asked(money.release_instalment, SPRING, TO_S1),
    ),
    Case(
        code="S2SS-M72",
        when="the QA Lead did not write it",
        broken=asked(money.release_instalment, at_the_end(OF_TWO), LAST[0]),
        kept=asked(money.release_instalment, at_the_end(EVALUATION), LAST[0]),
    ),
)


def self_funded() -> Deployment:
    """The same school, which pays for itself."""
    brokered = changed(case.BROKERED, funding=e.Funding(kind="self-funded"), qa_funding="none")
    return at(date(2023, 12, 31), story=(brokered, case.JOINED))


@pytest.mark.parametrize("asked_for", CASES, ids=str)
def test_exactly_one_rule_is_not_met(asked_for: Case) -> None:
    assert codes(asked_for.broken()) == [asked_for.code]


@pytest.mark.parametrize("asked_for", CASES, ids=str)
def test_every_rule_is_met_in_the_case_next_to_it(asked_for: Case) -> None:
    assert codes(asked_for.kept()) == []


def test_the_holder_keeps_no_more_than_of_a_day_at_the_same_accreditation() -> None:
    rates = tuple(
        attrs.evolve(rate, splits=tuple(attrs.evolve(part, amount=pounds(90)) for part in rate.splits))
        if rate.band == "lle"
        else rate
        for rate in case.INSTITUTE.rates
    )
    of_lle_more_is_kept = attrs.evolve(NOW, programme=attrs.evolve(case.INSTITUTE, rates=rates))
    sixty_kept = plan(*(row for row in LINES if row.id != "sle"), of_sle(splits=(290, 60)))

    decision = planning.submit_plan(BEFORE_THE_PLAN, of_lle_more_is_kept, sixty_kept)

    assert "S2SS-P61" in codes(decision)
