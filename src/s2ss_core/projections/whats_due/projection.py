"""What is due of a deployment: everything that its programme asks for and its record does not hold yet."""

from typing import get_args

from s2ss_core.events import (
    AwardVaried,
    Brokered,
    DeploymentEvent,
    GrantAllocated,
    GrantAwarded,
    ProgrammeAdopted,
)
from s2ss_core.ids import key_of
from s2ss_core.programmes import Programme
from s2ss_core.projections.engine.event_set import EventSet, gathering
from s2ss_core.projections.engine.projection import Projection
from s2ss_core.projections.engine.streams import deployment_keys, deployment_streams
from s2ss_core.projections.sums.support_costs import SupportCosts, support_costs
from s2ss_core.projections.whats_due.actions import actions
from s2ss_core.projections.whats_due.checklists import checklists
from s2ss_core.projections.whats_due.due import Due, WhatsDue
from s2ss_core.projections.whats_due.ending import at_the_end, payments
from s2ss_core.projections.whats_due.forms import forms
from s2ss_core.projections.whats_due.preparation import a_lead, before_support
from s2ss_core.projections.whats_due.qa_days import qa_days
from s2ss_core.projections.whats_due.reporting import each_term, plan_reviews
from s2ss_core.projections.whats_due.requirements import requirements_of
from s2ss_core.projections.whats_due.rhythms import rhythms
from s2ss_core.projections.whats_due.sharing import records_of_visit

DRAWN_FROM = (*get_args(DeploymentEvent), AwardVaried, GrantAllocated, GrantAwarded, ProgrammeAdopted)


def dues_of(facts: EventSet, programme: Programme | None, support: SupportCosts) -> tuple[Due, ...]:
    """Everything that the programme requires and the record does not hold, in order of due date, due or not."""
    requirements = requirements_of(facts, programme)
    if requirements is None:
        return ()
    found = (
        *before_support(facts, requirements),
        *qa_days(facts, requirements),
        *a_lead(facts, requirements),
        *records_of_visit(facts, requirements),
        *rhythms(facts, requirements),
        *each_term(facts, requirements),
        *forms(facts, requirements),
        *plan_reviews(facts, requirements),
        *actions(facts, requirements),
        *checklists(facts, requirements),
        *at_the_end(facts, requirements),
        *payments(facts, requirements, support),
    )
    return tuple(sorted(found, key=lambda due: (due.due, due.what, due.of or "")))


def whats_due_of(facts: EventSet) -> WhatsDue:
    """What is due of the deployment in the key of these events."""
    support = support_costs(facts)
    brokered = facts.latest(Brokered)
    dues = dues_of(facts, support.price_list.programme, support)
    return WhatsDue(
        deployment=facts.id,
        programme=f"{brokered.event.programme} {brokered.event.version}" if brokered else "",
        dues=dues,
        waits_on=tuple(sorted({key_of(id_) for due in dues for id_ in (*due.people, *due.organisations)})),
    )


WHATS_DUE: Projection[EventSet, WhatsDue] = Projection(
    name="whats_due",
    keys=deployment_keys(*DRAWN_FROM),
    streams_for=deployment_streams,
    initial=EventSet,
    step=gathering(*DRAWN_FROM),
    view=whats_due_of,
)
"""What is due of one deployment. Key: `("deployment", id)`."""
