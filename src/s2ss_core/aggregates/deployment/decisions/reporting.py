"""Reporting: joint reports, the reviews built on them, and each party's judgement."""

from collections.abc import Iterable

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.people import OFFICES, People, people_on
from s2ss_core.aggregates.deployment.state.reporting import Report
from s2ss_core.events import (
    DeploymentEvent,
    DocumentShared,
    FinalReported,
    InterimReported,
    ReportFinalised,
)
from s2ss_core.ids import key_of
from s2ss_core.programmes import terms_between
from s2ss_core.rules import Broken
from s2ss_core.rules import reporting as rules
from s2ss_core.values import Person, Role


def report_interim(
    deployment: Deployment, context: DecisionContext, fact: InterimReported
) -> Decision[DeploymentEvent]:
    """Record the term's interim report."""
    earlier = [
        report.report
        for report in deployment.reporting.reports.values()
        if isinstance(report, InterimReported) and report.term == fact.term
    ]
    authors = context.programme.reports.interim_authors
    return decide(deployment, fact, _report(deployment, context, fact, authors, earlier), despite=True)


def report_final(
    deployment: Deployment, context: DecisionContext, fact: FinalReported
) -> Decision[DeploymentEvent]:
    """Record the final report."""
    final = deployment.reporting.final
    authors = context.programme.reports.final_authors
    earlier = [final.report] if final else []
    return decide(deployment, fact, _report(deployment, context, fact, authors, earlier), despite=True)


def _report(
    deployment: Deployment,
    context: DecisionContext,
    fact: Report,
    authors: tuple[Role, ...],
    earlier: list[str],
) -> tuple[Broken, ...]:
    period = deployment.brokering.period_on(fact.on)
    plan = deployment.planning.in_force(fact.on)
    terms = terms_between(context.programme, period.start, period.end)
    return (
        *_written_by(deployment, context, fact, required_here(deployment, context, authors)),
        *rules.the_report_rates_every_objective.broken_by(
            rated=tuple(rating.objective for rating in fact.ratings),
            objectives=tuple(objective.id for objective in plan.plan.objectives) if plan else (),
        ),
        *rules.the_report_is_on_a_term_of_the_support.broken_by(term=fact.term, terms=terms),
        *rules.the_term_has_no_other_report_of_its_kind.broken_by(
            term=fact.term, earlier=next(iter(earlier), None)
        ),
    )


def _written_by(
    deployment: Deployment, context: DecisionContext, fact: Report, needed: tuple[Role, ...]
) -> tuple[Broken, ...]:
    people = people_on(deployment, context, fact.on)
    offices = {office for office, _ in people.named(fact.authors)} & set(needed)
    authors = {key_of(person.person) for office, person in people.named(fact.authors) if office in offices}
    return (
        *rules.the_report_has_all_its_authors.broken_by(
            missing=missing(needed, present(people, fact.authors))
        ),
        *rules.the_authors_of_a_report_are_of_this_deployment.broken_by(
            strangers=people.strangers(fact.authors), holders=people.in_office(fact.authors), on=fact.on
        ),
        *rules.the_authors_of_a_joint_report_are_different_people.broken_by(
            authors=tuple(author.person for author in fact.authors),
            people=len(authors),
            roles=tuple(sorted(offices)),
            needed=len(offices),
        ),
    )


def finalise_report(
    deployment: Deployment, context: DecisionContext, fact: ReportFinalised
) -> Decision[DeploymentEvent]:
    """Record that a report includes what its review asked for."""
    before = deployment.reporting.finalised.get(fact.report)
    return decide(
        deployment,
        fact,
        rules.the_report_was_finalised_after_its_review.broken_by(
            report=fact.report,
            review=fact.after_review,
            held=deployment.reporting.held(fact.after_review, fact.report),
            on=fact.on,
        ),
        rules.report_revisions_follow_one_another.broken_by(
            revision=fact.revision, expected=before.revision + 1 if before else 2
        ),
    )


def share_document(
    deployment: Deployment, context: DecisionContext, fact: DocumentShared
) -> Decision[DeploymentEvent]:
    """Record that a document was shared."""
    return decide(
        deployment,
        fact,
        rules.the_document_shared_was_recorded.broken_by(
            document=str(fact.of), recorded=deployment.has_entry(fact.of, by=fact.on)
        ),
        after_closing=True,
    )


def required_here(
    deployment: Deployment, context: DecisionContext, roles: tuple[Role, ...]
) -> tuple[Role, ...]:
    """The roles that the programme asks for, without the QA Lead if the deployment needs none."""
    has_qa_lead = context.terms(deployment.funding).qa_lead_required
    return tuple(role for role in roles if role != "qa-lead" or has_qa_lead)


def present(people: People, named: tuple[Person, ...]) -> frozenset[str]:
    """The roles of those who are named, and the offices that these speak of; the head of another school does not count."""
    elsewhere = {person for person in named if person.role in OFFICES} - {
        person for _, person in people.named(named)
    }
    roles = frozenset(person.role for person in named if person not in elsewhere)
    return roles | {OFFICES[role] for role in OFFICES if role in roles}


def missing(needed: Iterable[str], present: Iterable[str]) -> tuple[str, ...]:
    """The roles needed that are not present, sorted."""
    return tuple(sorted(set(needed) - set(present)))
