"""Remedies of activities, and of the forms of the supported school and their signatures."""

from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, get_args

import attrs

from s2ss_core.events import Criterion, CriterionRating, Priority
from s2ss_core.programmes import find
from s2ss_core.testing.lifecycle import Runner
from s2ss_core.testing.lifecycle.cast import HEADTEACHER, LEAD, STRANGER, SYSTEM_LEADER, TEACHER
from s2ss_core.testing.strategies.rule_breaches import NEVER, SPRING
from s2ss_core.values import Days
from tests.remedies.remedy import Made, Remedy, Situation, ask

IN_THEIR_PLACE = attrs.evolve(TEACHER, stands_in_for=HEADTEACHER.person)
RATINGS = tuple(CriterionRating(criterion=criterion, rag="green") for criterion in get_args(Criterion))


def today(runner: Runner) -> date:
    return runner.world.today


def yesterday(runner: Runner) -> date:
    return runner.world.today - timedelta(days=1)


def plan(activity: str = "a-1", **otherwise: Any) -> Made:
    fields = {"kind": "coaching", "first": today, "unit": "hour", "quantity": Days(1), "people": (TEACHER,)}
    return ask("plan_activity", activity=activity, **{**fields, **otherwise})


def hold(**otherwise: Any) -> Made:
    fields = {
        "kind": "coaching",
        "activity": "a-1",
        "unit": "hour",
        "quantity": Days(1),
        "people": (TEACHER,),
    }
    return ask("hold_activity", session="se-1", **{**fields, **otherwise})


def give(**otherwise: Any) -> Made:
    return ask(
        "give_feedback", feedback="f-1", **{"term": SPRING, "leader": LEAD, "by": HEADTEACHER, **otherwise}
    )


def sign(**otherwise: Any) -> Made:
    sheet = {"record": "deployment-record", "leader": LEAD, "term": SPRING, "signatory": SYSTEM_LEADER}
    return ask("sign_record", signature="sg-1", **{**sheet, **otherwise})


def before_a_visit(command: Made, *first: Made) -> Situation:
    return Situation(until="log_visit", first=first, command=command)


HUBS = MappingProxyType({"programme": find("tdt-cpd-hubs"), "funding": "external", "terms": (SPRING,)})
ADVISER = attrs.evolve(SYSTEM_LEADER, role="expert-adviser")
CPD_LEADER = attrs.evolve(TEACHER, role="cpd-leader")
PRIORITIES = tuple(Priority(id=f"p-{number}", text="Meetings") for number in (1, 2))


def assess(*priorities: Priority) -> Made:
    return ask("assess_needs", assessment="as-1", kind="audit", by=ADVISER, priorities=priorities)


def of_a_hub(command: Made) -> Situation:
    return Situation(until="log_visit", command=command, scenario=HUBS)


UNDER_FEEDBACK = sign(record="feedback", of="f-1", signatory=HEADTEACHER)
ACTIVITIES = (
    Remedy(
        code="S2SS-S80",
        words="Name … priorities, each once.",
        situation=of_a_hub(assess(PRIORITIES[0])),
        says={"priorities": PRIORITIES},
    ),
    Remedy(
        code="S2SS-S81",
        words="Name somebody in each of these roles too: ….",
        situation=of_a_hub(plan(people=(ADVISER,))),
        says={"people": (ADVISER, CPD_LEADER)},
    ),
    Remedy(
        code="S2SS-S85",
        words="Name an activity that is planned and was not planned again: ….",
        situation=before_a_visit(plan("a-2", instead_of="a-9"), plan()),
        says={"instead_of": "a-1"},
    ),
    Remedy(
        code="S2SS-S85",
        words="Leave it out: no activity is planned that could be planned again.",
        situation=before_a_visit(plan("a-2", instead_of="a-1")),
        says={"instead_of": None},
    ),
    Remedy(
        code="S2SS-S86",
        words="Give … or a later day as the last, or leave the last day out.",
        situation=before_a_visit(plan(every="week", last=yesterday)),
        says={"last": today},
    ),
    Remedy(
        code="S2SS-S86",
        words="Leave the last day out: it is held once, on ….",
        situation=before_a_visit(plan(last=yesterday)),
        says={"last": None},
    ),
    Remedy(
        code="S2SS-S87",
        words="Give the kind as it was planned, …, or leave activity … out.",
        situation=before_a_visit(hold(kind="forum"), plan()),
        says={"kind": "coaching"},
    ),
    Remedy(
        code="S2SS-S87",
        words="Leave activity … out, or plan it first.",
        situation=before_a_visit(hold()),
        first=(plan(),),
    ),
    Remedy(
        code="S2SS-R85",
        words="Have the Headteacher on … give it (…), or somebody without an office here who stands in for them.",
        situation=before_a_visit(give(by=TEACHER)),
        says={"by": IN_THEIR_PLACE},
    ),
    Remedy(
        code="S2SS-R86",
        words="Name a term of the support: ….",
        situation=before_a_visit(give(term=NEVER)),
        says={"term": SPRING},
    ),
    Remedy(
        code="S2SS-R87",
        words="Rate each of these once: ….",
        situation=before_a_visit(
            ask("evaluate_support", evaluation="ev-1", leader=LEAD, by=HEADTEACHER, ratings=RATINGS[1:])
        ),
        says={"ratings": RATINGS},
    ),
    Remedy(
        code="S2SS-R88",
        words="Name a leader who had joined by …: ….",
        situation=before_a_visit(give(leader=STRANGER)),
        says={"leader": LEAD},
    ),
    Remedy(
        code="S2SS-R89",
        words="Have one of these sign, or somebody without an office here who stands in for the Headteacher: ….",
        situation=before_a_visit(sign(signatory=TEACHER)),
        says={"signatory": IN_THEIR_PLACE},
    ),
    Remedy(
        code="S2SS-S88",
        words="Record the … first, of … or earlier, and name it.",
        situation=before_a_visit(UNDER_FEEDBACK),
        first=(give(),),
    ),
    Remedy(
        code="S2SS-S88",
        words="Name the … that is signed, of … or earlier: ….",
        situation=before_a_visit(sign(record="feedback", of="f-9", signatory=HEADTEACHER), give()),
        says={"of": "f-1"},
    ),
)
