"""Reporting: joint reports, the reviews built on them, and each party's judgement."""

from collections.abc import Iterable

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.decisions.brokering import still_independent
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.state.brokering import organisations
from s2ss_core.aggregates.deployment.state.reporting import Report
from s2ss_core.events import (
    DeploymentEvent,
    DocumentShared,
    FinalReported,
    InterimReported,
    ProgressJudged,
    ReportFinalised,
    ReviewHeld,
)
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
    brokered = deployment.brokering.brokered
    plan = deployment.planning.in_force(fact.on)
    terms = terms_between(context.programme, brokered.start, brokered.intended_end)
    return (
        *rules.the_report_has_all_its_authors.broken_by(
            missing=_missing(_asked_here(deployment, context, authors), _present(fact.authors))
        ),
        *rules.the_report_rates_every_objective.broken_by(
            rated=tuple(rating.objective for rating in fact.ratings),
            objectives=tuple(objective.id for objective in plan.plan.objectives) if plan else (),
        ),
        *rules.the_report_is_on_a_term_of_the_support.broken_by(term=fact.term, terms=terms),
        *rules.the_term_has_no_other_report_of_its_kind.broken_by(
            term=fact.term, earlier=next(iter(earlier), None)
        ),
    )


def finalise_report(
    deployment: Deployment, context: DecisionContext, fact: ReportFinalised
) -> Decision[DeploymentEvent]:
    """Record that a report took in what its review asked for."""
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
            document=fact.document, recorded=deployment.has_entry(fact.document, by=fact.on)
        ),
        after_closing=True,
    )


def hold_review(
    deployment: Deployment, context: DecisionContext, fact: ReviewHeld
) -> Decision[DeploymentEvent]:
    """Record a termly review meeting held on a report."""
    asked = context.programme.reports
    report = deployment.reporting.reports.get(fact.report)
    needed = _asked_here(deployment, context, asked.review_attendees)
    leads = tuple(attendee.person for attendee in fact.attendees if attendee.role in asked.review_led_by)
    return decide(
        deployment,
        fact,
        rules.the_review_is_on_a_report_of_its_term.broken_by(
            report=fact.report,
            term=fact.term,
            report_term=report.term if report and report.on <= fact.on else None,
        ),
        rules.everybody_who_must_attended_the_review.broken_by(
            missing=_missing(needed, _present(fact.attendees))
        ),
        rules.the_review_was_led_by_the_headteacher_or_nominee.broken_by(led_by=fact.led_by, leads=leads),
        rules.the_report_was_shared_before_its_review.broken_by(
            report=fact.report, missing=_unshared(deployment, fact, asked.shared_before_review_with)
        ),
        despite=True,
    )


def _unshared(deployment: Deployment, fact: ReviewHeld, audience: Iterable[str]) -> tuple[str, ...]:
    reached = {
        reader
        for sharing in deployment.reporting.shared
        if sharing.document == fact.report and sharing.on <= fact.on
        for reader in sharing.shared_with
    }
    has_qa_lead = deployment.brokering.qa_lead is not None
    return _missing((reader for reader in audience if reader != "qa-lead" or has_qa_lead), reached)


def judge_progress(
    deployment: Deployment, context: DecisionContext, fact: ProgressJudged
) -> Decision[DeploymentEvent]:
    """Record one party's judgement of progress, after the report and the review on it."""
    qa_lead = deployment.brokering.qa_lead
    own = fact.party in ("qa-lead", "director-of-school-improvement")
    independent = own and context.terms(deployment.funding).qa_lead_independent
    return decide(
        deployment,
        fact,
        rules.the_party_is_one_that_judges.broken_by(
            party=fact.party, judges=context.judges(deployment.funding)
        ),
        rules.progress_is_judged_after_report_and_review.broken_by(
            report=fact.report,
            review=fact.review,
            held=deployment.reporting.held(fact.review, fact.report),
            on=fact.on,
        ),
        rules.the_qa_leads_judgement_is_the_qa_leads_own.broken_by(
            judge=fact.judge, qa_lead=qa_lead.qa_lead if qa_lead else None
        )
        if own
        else (),
        still_independent(deployment, organisations()) if independent else (),
    )


def _asked_here(
    deployment: Deployment, context: DecisionContext, roles: tuple[Role, ...]
) -> tuple[Role, ...]:
    has_qa_lead = context.terms(deployment.funding).qa_lead_required
    return tuple(role for role in roles if role != "qa-lead" or has_qa_lead)


def _present(people: Iterable[Person]) -> frozenset[str]:
    roles = frozenset(person.role for person in people)
    return roles | {"headteacher"} if "headteacher-nominee" in roles else roles


def _missing(needed: Iterable[str], there: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(needed) - set(there)))
