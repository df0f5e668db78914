"""Reporting: joint reports on the plan, finalised after their review, and what is shared."""

from collections.abc import Iterator

from s2ss_core.audit.check import Breach
from s2ss_core.audit.deployment import Deployment, asks
from s2ss_core.audit.offices import named_as_strangers, strangers
from s2ss_core.events import (
    DocumentShared,
    FinalReported,
    InterimReported,
    ReportFinalised,
    ReviewHeld,
)
from s2ss_core.values import Role

Report = InterimReported | FinalReported
NOMINEES = {"headteacher-nominee": "headteacher"}


def _authors(event: Report, deployment: Deployment) -> tuple[Role, ...]:
    """The roles that write the report, as far as there is somebody in them."""
    if deployment.programme is None or deployment.terms is None:
        return ()
    reports = deployment.programme.reports
    roles = reports.interim_authors if isinstance(event, InterimReported) else reports.final_authors
    return tuple(role for role in roles if role != "qa-lead" or deployment.terms.qa_lead_required)


@asks("S2SS-R01", InterimReported, FinalReported)
def the_authors(event: Report, deployment: Deployment) -> Iterator[Breach]:
    """Everybody who writes it together wrote it."""
    wrote = {NOMINEES.get(author.role, author.role) for author in event.authors}
    missing = [role for role in _authors(event, deployment) if role not in wrote]
    if missing:
        yield Breach(missing=missing)


@asks("S2SS-R02", InterimReported, FinalReported)
def the_ratings(event: Report, deployment: Deployment) -> Iterator[Breach]:
    """Each objective of the plan in force is rated, once."""
    plan = deployment.plan_on(event.on)
    objectives = [objective.id for objective in plan.objectives] if plan else []
    rated = [rating.objective for rating in event.ratings]
    if not objectives or sorted(rated) != sorted(objectives):
        yield Breach(rated=rated, objectives=objectives)


@asks("S2SS-R03", InterimReported, FinalReported)
def the_term(event: Report, deployment: Deployment) -> Iterator[Breach]:
    """It is on a term of the support."""
    terms = deployment.terms_of_support(event.on)
    if deployment.programme and event.term not in terms:
        yield Breach(term=event.term, terms=terms)


@asks("S2SS-R04", InterimReported, FinalReported)
def the_only_one(event: Report, deployment: Deployment) -> Iterator[Breach]:
    """There is no other of its kind: an interim report of the term, or a final report."""
    others = [
        other.report
        for other in deployment.book.events(type(event))
        if isinstance(event, FinalReported) or other.term == event.term
    ]
    if others:
        yield Breach(term=event.term, earlier=others[0])


@asks("S2SS-R17", InterimReported, FinalReported, in_hindsight=True)
def who_they_are(event: Report, deployment: Deployment) -> Iterator[Breach]:
    """Each author is in the office they are named in, or acts in it."""
    found = strangers(deployment, event.on, event.authors)
    yield from named_as_strangers(found, event.on)


@asks("S2SS-R18", InterimReported, FinalReported)
def as_many_people(event: Report, deployment: Deployment) -> Iterator[Breach]:
    """Those who write in different roles are different people."""
    roles = _authors(event, deployment)
    people = {deployment.record.identity(author.person) for author in event.authors}
    wrote = {NOMINEES.get(author.role, author.role) for author in event.authors}
    needed = len([role for role in roles if role in wrote])
    if len(people) < needed:
        yield Breach(authors=people, people=len(people), roles=roles, needed=needed)


@asks("S2SS-R10", ReportFinalised)
def after_its_review(event: ReportFinalised, deployment: Deployment) -> Iterator[Breach]:
    """The review was held on this report by that day."""
    held = [
        review.on
        for review in deployment.book.events(ReviewHeld)
        if review.review == event.after_review and review.report == event.report
    ]
    if not held or event.on < held[0]:
        yield Breach(
            report=event.report, review=event.after_review, held=held[0] if held else None, on=event.on
        )


@asks("S2SS-R16", ReportFinalised)
def the_revision(event: ReportFinalised, deployment: Deployment) -> Iterator[Breach]:
    """A report as first written is revision 1, and each finalising adds one."""
    before = [e for e in deployment.book.events(ReportFinalised) if e.report == event.report]
    expected = len(before) + 2
    if event.revision != expected:
        yield Breach(revision=event.revision, expected=expected)


@asks("S2SS-R14", DocumentShared)
def what_is_shared(event: DocumentShared, deployment: Deployment) -> Iterator[Breach]:
    """What is shared was recorded, of that day or earlier, and stands."""
    shared = deployment.book.known(event.of)
    if shared is None or not deployment.book.stands(shared) or shared.event.on > event.on:
        yield Breach(document=event.of, recorded=False)
