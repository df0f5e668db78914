"""Planning: a plan is finalised together, follows the one before it and is signed off by the right person."""

from collections.abc import Iterator

from s2ss_core.audit.check import Breach
from s2ss_core.audit.deployment import Deployment, asks
from s2ss_core.audit.offices import (
    headteachers,
    may_be_headteacher,
    named_as_strangers,
    of_office,
    qa_lead,
    strangers,
)
from s2ss_core.events import PlanApproved, PlanReturned, PlanReviewed, PlanSubmitted
from s2ss_core.values import Role

Decision = PlanApproved | PlanReturned


@asks("S2SS-P03", PlanSubmitted)
def who_finalised(event: PlanSubmitted, _: Deployment) -> Iterator[Breach]:
    """A Headteacher, or a nominee, and a System Leader finalised it; a briefing paper is the Headteacher's own."""
    roles = {person.role for person in event.finalised_by}
    missing = {"headteacher", "system-leader"} - roles
    if "headteacher-nominee" in roles:
        missing -= {"headteacher"}
    if missing and event.kind != "briefing-paper":
        yield Breach(missing=missing)


@asks("S2SS-P80", PlanSubmitted)
def the_headteachers_paper(event: PlanSubmitted, _: Deployment) -> Iterator[Breach]:
    """A briefing paper was completed by a Headteacher, or a nominee."""
    roles = [person.role for person in event.finalised_by]
    if event.kind == "briefing-paper" and "headteacher" not in roles and "headteacher-nominee" not in roles:
        yield Breach(headteacher=False)


@asks("S2SS-P81", PlanReviewed)
def what_is_reviewed(event: PlanReviewed, deployment: Deployment) -> Iterator[Breach]:
    """It is the version approved last of those that had taken effect."""
    approved = deployment.plan_on(event.on)
    if approved is None or approved.plan_version != event.plan_version:
        yield Breach(
            plan_version=event.plan_version, in_force=approved and approved.plan_version, on=event.on
        )


@asks("S2SS-P82", PlanReviewed)
def who_reviews(event: PlanReviewed, deployment: Deployment) -> Iterator[Breach]:
    """Teaching School Lead and System Leader review what is a briefing paper."""
    approved = deployment.plan_on(event.on)
    roles = [event.by.role, *(person.role for person in event.attendees)]
    missing = [role for role in ("system-leader", "teaching-school-lead") if role not in roles]
    if missing and approved is not None and approved.kind == "briefing-paper":
        yield Breach(missing=missing)


@asks("S2SS-P04", PlanSubmitted)
def the_objectives(event: PlanSubmitted, _: Deployment) -> Iterator[Breach]:
    """There are objectives, each with a baseline and a measure."""
    without = [each.id for each in event.objectives if each.baseline is None or each.measure is None]
    if without or not event.objectives:
        yield Breach(without=without or "the plan")


@asks("S2SS-P10", PlanSubmitted)
def a_qa_lead(event: PlanSubmitted, deployment: Deployment) -> Iterator[Breach]:
    """Where there must be a QA Lead, one is in office."""
    if deployment.terms and deployment.terms.qa_lead_required and qa_lead(deployment, event.on) is None:
        yield Breach(qa_lead=None)


@asks("S2SS-P11", PlanSubmitted)
def the_amendment(event: PlanSubmitted, deployment: Deployment) -> Iterator[Breach]:
    """An amendment names the version in force, with reason and research; a first plan names none."""
    in_force = deployment.approved.plan_version if deployment.approved else None
    missing: list[str] = []
    if in_force is not None:
        missing = [
            name for name, text in (("reason", event.reason), ("research", event.research)) if text is None
        ]
    if event.amends != in_force or missing:
        yield Breach(amends=event.amends, in_force=in_force, missing=missing)


@asks("S2SS-P12", PlanSubmitted)
def the_version(event: PlanSubmitted, deployment: Deployment) -> Iterator[Breach]:
    """It is one more than the plan before."""
    before = [e.event.plan_version for e in deployment.book.entries if isinstance(e.event, PlanSubmitted)]
    if event.plan_version != max(before, default=0) + 1:
        yield Breach(plan_version=event.plan_version, expected=max(before, default=0) + 1)


@asks("S2SS-P13", PlanSubmitted)
def nothing_waits(event: PlanSubmitted, deployment: Deployment) -> Iterator[Breach]:
    """No other plan awaits a decision."""
    if deployment.waiting is not None:
        yield Breach(plan_version=event.plan_version, waiting=deployment.waiting.plan_version)


def _is_approver(event: Decision, deployment: Deployment, role: Role) -> bool:
    if event.by.role != role:
        return False
    if role == "headteacher" and not headteachers(deployment, event.on):
        return may_be_headteacher(deployment, event.by.person, event.on)
    if role in {"qa-lead", "headteacher", "system-leader"}:
        return of_office(deployment, event.by, role, event.on)
    return True


def _approver(event: Decision, deployment: Deployment, role: Role) -> object:
    if role == "qa-lead":
        return qa_lead(deployment, event.on)
    return headteachers(deployment, event.on) if role == "headteacher" else "anyone"


def _not_by_the_approver(event: Decision, deployment: Deployment) -> Iterator[Breach]:
    role = deployment.terms.approver if deployment.terms else None
    if role is None:
        return
    if not _is_approver(event, deployment, role):
        approver = _approver(event, deployment, role)
        yield Breach(by=event.by.person, role=event.by.role, approver=approver, role_asked=role)


asks("S2SS-P14", PlanApproved, in_hindsight=True)(_not_by_the_approver)
asks("S2SS-P24", PlanReturned, in_hindsight=True)(_not_by_the_approver)


@asks("S2SS-P15", PlanApproved)
def no_conflict(event: PlanApproved, _: Deployment) -> Iterator[Breach]:
    """The approver declared to have no conflict of interest."""
    if not event.no_conflict_declared:
        yield Breach(no_conflict_declared=False)


@asks("S2SS-P16", PlanApproved, PlanReturned)
def what_is_decided(event: Decision, deployment: Deployment) -> Iterator[Breach]:
    """The plan decided on is the one that waits, and was submitted by that day."""
    waiting = deployment.waiting
    if waiting is None or waiting.plan_version != event.plan_version or event.on < waiting.on:
        yield Breach(plan_version=event.plan_version, waiting=waiting and waiting.plan_version)


@asks("S2SS-P21", PlanSubmitted)
def the_kind(event: PlanSubmitted, deployment: Deployment) -> Iterator[Breach]:
    """It is of a kind that the programme uses."""
    asked = deployment.terms.plan_kinds if deployment.terms else ()
    if asked and event.kind not in asked:
        yield Breach(kind=event.kind, asked=asked)


@asks("S2SS-P22", PlanSubmitted)
def the_links(event: PlanSubmitted, _: Deployment) -> Iterator[Breach]:
    """Every link of the logic model is to an element of the plan."""
    known = {element.id for element in event.elements}
    unknown = {other for element in event.elements for other in element.of} - known
    if unknown:
        yield Breach(unknown=unknown)


@asks("S2SS-P23", PlanSubmitted, in_hindsight=True)
def who_they_are(event: PlanSubmitted, deployment: Deployment) -> Iterator[Breach]:
    """Whoever finalised it, and whose plan it is, is in the office that they are named in, or acts in it."""
    found = strangers(deployment, event.on, event.finalised_by, (event.owner,))
    yield from named_as_strangers(found, event.on)
