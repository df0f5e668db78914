"""Remedies of checklists, under a programme that asks for them."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import attrs

from s2ss_core.events import ChecklistAnswer
from s2ss_core.programmes import AskedChecklist, Programme, find, shipped_checklists
from s2ss_core.testing.lifecycle import Runner
from s2ss_core.testing.lifecycle.cast import ASSURER, HEADTEACHER, LEAD, NOBODY, TEACHER
from s2ss_core.testing.strategies.rule_breaches import SPRING
from tests.remedies.brokering import ANOTHER_QA_LEAD
from tests.remedies.offices import ANOTHER_ASSURER, STOOD_DOWN, VACANT
from tests.remedies.remedy import Made, Remedy, Situation, ask, happy

WITH_PLAN = AskedChecklist(
    checklist="qa-confidence", at="plan", answered_by=("qa-lead", "headteacher"), source="choice: asked here"
)
WITH_JUDGEMENT = attrs.evolve(WITH_PLAN, at="judgement")
YES = ChecklistAnswer(item="proper-use", answer="yes")


def asking(*asked: AskedChecklist) -> Mapping[str, Any]:
    """A scenario under a programme that asks for these lists where support is funded externally."""
    programme = find("exceed-2023")
    external, *others = programme.funding
    funding = (attrs.evolve(external, checklists=asked), *others)
    north: Programme = attrs.evolve(
        programme, name="north-trust", version="1", checklists=shipped_checklists(), funding=funding
    )
    return MappingProxyType({"programme": north, "funding": "external", "terms": (SPRING,)})


NOTING = asking(WITH_PLAN)
REFUSING = asking(attrs.evolve(WITH_PLAN, refuses=("proper-use",)))


def answer(**otherwise: Any) -> Made:
    fields = {"checklist": "qa-confidence", "at": "plan", "of": "1", "by": ASSURER, "answers": (YES,)}
    return ask("answer_checklist", response="rs-1", **{**fields, **otherwise})


def refused(*, first: tuple[Any, ...] = (), **otherwise: Any) -> Situation:
    """A response that is refused while a plan waits, after these steps."""
    return Situation(until="approve_plan", first=first, command=answer(**otherwise), scenario=NOTING)


def tomorrow(runner: Runner) -> date:
    return runner.world.today + timedelta(days=1)


WAITING = Situation(until="answer_checklist", command=happy(lambda path: path.approve()), scenario=REFUSING)
CHECKLISTS = (
    Remedy(
        code="S2SS-R72",
        words="Name a list that is asked for with a …: ….",
        situation=refused(checklist="npqel-accountability"),
        says={"checklist": "qa-confidence"},
    ),
    Remedy(
        code="S2SS-R72",
        words="Leave it out: no list is asked for with a ….",
        situation=refused(at="certificate", of="cert-1"),
        instead=answer(),
    ),
    Remedy(
        code="S2SS-R73",
        words="Answer items of … alone, each once: ….",
        situation=refused(answers=(YES, YES)),
        says={"answers": (YES,)},
    ),
    Remedy(
        code="S2SS-R74",
        words="Have somebody answer … who is: ….",
        situation=refused(by=attrs.evolve(ASSURER, role="broker")),
        says={"by": ASSURER},
    ),
    Remedy(
        code="S2SS-R75",
        words="Have … answer it, who held the office on …, or somebody without an office here who stands in for them.",
        situation=refused(by=attrs.evolve(TEACHER, role="qa-lead")),
        says={"by": attrs.evolve(TEACHER, role="qa-lead", stands_in_for=ASSURER.person)},
    ),
    Remedy(
        code="S2SS-R75",
        words="Have somebody without an office here answer it instead of ….",
        situation=refused(first=(VACANT,), by=attrs.evolve(HEADTEACHER, person=LEAD)),
        says={"by": NOBODY},
    ),
    Remedy(
        code="S2SS-R75",
        words=(
            "Nobody held the office on …: correct the day, or have a leader join or a QA Lead appointed by then, and have"
            " them answer it instead of …."
        ),
        situation=refused(first=(STOOD_DOWN,), on=tomorrow),
        first=(ANOTHER_QA_LEAD,),
        says={"by": ANOTHER_ASSURER},
    ),
    Remedy(
        code="S2SS-R76",
        words="Have these answered for … by … with yes, or with not-applicable and a comment that says why: ….",
        situation=WAITING,
        first=(answer(),),
    ),
    Remedy(
        code="S2SS-R76",
        words="Have these answered for … by … with yes, or with not-applicable and a comment that says why: ….",
        situation=WAITING,
        first=(
            answer(
                answers=(ChecklistAnswer(item="proper-use", answer="not-applicable", comment="No money."),)
            ),
        ),
    ),
)
