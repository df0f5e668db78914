"""Checklists: which are asked for, who answered which items, and what had to be met before a decision."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from s2ss_core.audit.check import Breach
from s2ss_core.audit.deployment import Deployment, asks
from s2ss_core.audit.offices import named_as_strangers, strangers
from s2ss_core.events import (
    ChecklistAnswer,
    ChecklistAnswered,
    GrantUsageCertified,
    PlanApproved,
    ProgressJudged,
    ReviewHeld,
)
from s2ss_core.programmes import AskedChecklist

__all__ = ["Decision", "unmet"]

Decision = PlanApproved | ReviewHeld | ProgressJudged | GrantUsageCertified
Stage = Literal["plan", "review", "judgement", "certificate"]


def _asked_with(deployment: Deployment, at: str) -> list[AskedChecklist]:
    terms = deployment.terms
    return [asked for asked in terms.checklists if asked.at == at] if terms else []


def _items(deployment: Deployment, checklist: str) -> list[str]:
    lists = deployment.programme.checklists if deployment.programme else ()
    return [item.id for each in lists if each.id == checklist for item in each.items]


@asks("S2SS-R72", ChecklistAnswered)
def a_list_that_is_asked_for(event: ChecklistAnswered, deployment: Deployment) -> Iterator[Breach]:
    """The list is asked for with such a decision."""
    asked = [each.checklist for each in _asked_with(deployment, event.at)]
    if deployment.terms and event.checklist not in asked:
        yield Breach(checklist=event.checklist, decision=event.at, asked=asked)


@asks("S2SS-R73", ChecklistAnswered)
def items_of_the_list(event: ChecklistAnswered, deployment: Deployment) -> Iterator[Breach]:
    """What is answered is on the list, and answered once."""
    if all(each.checklist != event.checklist for each in _asked_with(deployment, event.at)):
        return
    items, seen, wrong = _items(deployment, event.checklist), set[str](), list[str]()
    for answer in event.answers:
        if answer.item in seen or answer.item not in items:
            wrong.append(answer.item)
        seen.add(answer.item)
    if wrong:
        yield Breach(checklist=event.checklist, unfit=wrong, items=items)


@asks("S2SS-R74", ChecklistAnswered)
def in_a_role_that_answers(event: ChecklistAnswered, deployment: Deployment) -> Iterator[Breach]:
    """It is answered in a role in which the programme has it answered; a nominee will do."""
    asked = [each for each in _asked_with(deployment, event.at) if each.checklist == event.checklist]
    role = event.by.role.removesuffix("-nominee")
    if asked and all(role not in each.answered_by for each in asked):
        roles = {other for each in asked for other in each.answered_by}
        yield Breach(checklist=event.checklist, role=role, roles=roles)


@asks("S2SS-R75", ChecklistAnswered, in_hindsight=True)
def in_office(event: ChecklistAnswered, deployment: Deployment) -> Iterator[Breach]:
    """Whoever answers is in the office of their role on the day, or acts in it."""
    yield from named_as_strangers(strangers(deployment, event.on, (event.by,)), event.on)


@asks("S2SS-R76", PlanApproved, ReviewHeld, ProgressJudged, GrantUsageCertified)
def what_was_insisted_on(event: Decision, deployment: Deployment) -> Iterator[Breach]:
    """Every item that the programme lets refuse the decision was met by its day."""
    short = unmet(event, deployment, deployment.book.events(ChecklistAnswered))
    if short:
        at, of = _stage_and_id(event)
        yield Breach(decision=f"{at} {of}", shortfalls=short, on=event.on)


def unmet(event: Decision, deployment: Deployment, responses: list[ChecklistAnswered]) -> list[str]:
    """The items that these responses do not meet by the day of a decision, and that the programme lets refuse it."""
    at, of = _stage_and_id(event)
    given = [each for each in responses if (each.at, each.of) == (at, of) and each.on <= event.on]
    return [
        f"{asked.checklist} › {item}"
        for asked in _asked_with(deployment, at)
        if not isinstance(event, ProgressJudged) or event.party in asked.answered_by
        for item in _items(deployment, asked.checklist)
        if item in asked.refuses and not _is_met(_newest(given, asked.checklist, item))
    ]


def _stage_and_id(event: Decision) -> tuple[Stage, str]:
    match event:
        case PlanApproved():
            return "plan", str(event.plan_version)
        case ReviewHeld():
            return "review", event.review
        case ProgressJudged():
            return "judgement", event.judgement
        case GrantUsageCertified():
            return "certificate", event.certificate


def _newest(given: list[ChecklistAnswered], checklist: str, item: str) -> ChecklistAnswer | None:
    """The answer of the latest day; of several on one day, the one recorded last."""
    newest: ChecklistAnswer | None = None
    day = date.min
    for response in given:
        for answer in response.answers:
            if response.checklist == checklist and answer.item == item and response.on >= day:
                newest, day = answer, response.on
    return newest


def _is_met(answer: ChecklistAnswer | None) -> bool:
    if answer is None or answer.answer == "no":
        return False
    return answer.answer == "yes" or answer.comment is not None
