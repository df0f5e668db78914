"""Checklists: who answers which items, and what has to be met before a decision."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.people import people_on
from s2ss_core.events import ChecklistAnswered, DeploymentEvent
from s2ss_core.ledger import holding_back
from s2ss_core.programmes import checklists_at, items_of
from s2ss_core.rules import Broken
from s2ss_core.rules import checklists as rules
from s2ss_core.values import ChecklistStage, JudgingParty


def answer_checklist(
    deployment: Deployment, context: DecisionContext, fact: ChecklistAnswered
) -> Decision[DeploymentEvent]:
    """Record somebody's answers to items of a checklist."""
    asked = tuple(checklists_at(context.terms(deployment.funding).checklists, fact.at))
    roles = {role for each in asked if each.checklist == fact.checklist for role in each.answered_by}
    items = tuple(item.id for item in items_of(context.programme.checklists, fact.checklist))
    found = Counter(answer.item for answer in fact.answers)
    people = people_on(deployment, context, fact.on)
    return decide(
        deployment,
        fact,
        rules.the_checklist_is_one_that_is_asked_for.broken_by(
            checklist=fact.checklist, decision=fact.at, asked=tuple(each.checklist for each in asked)
        ),
        rules.every_answer_is_to_one_item_of_the_checklist.broken_by(
            checklist=fact.checklist,
            unfit=tuple(item for item, times in found.items() if times > 1 or item not in items),
            items=items,
        )
        if roles
        else (),
        rules.the_checklist_is_answered_in_a_role_that_the_programme_names.broken_by(
            checklist=fact.checklist, role=fact.by.role.removesuffix("-nominee"), roles=tuple(roles)
        )
        if roles
        else (),
        rules.whoever_answers_is_in_the_office_that_they_answer_in.broken_by(
            by=fact.by.person,
            strangers=people.strangers((fact.by,)),
            holders=people.in_office((fact.by,)),
            on=fact.on,
        ),
        despite=True,
        after_closing=True,
    )


def answered_for(
    deployment: Deployment,
    context: DecisionContext,
    at: ChecklistStage,
    of: str,
    on: date,
    *,
    party: JudgingParty | None = None,
) -> Iterable[Broken]:
    """The rule that every item that the checklists of a decision insist on is met by its day, if it is not met."""
    terms, responses = context.terms(deployment.funding), deployment.reporting.responses
    return rules.every_item_that_its_checklists_insist_on_is_met.broken_by(
        decision=f"{at} {of}",
        shortfalls=holding_back(context.programme, terms, responses, at=at, of=of, by=on, party=party),
        on=on,
    )
