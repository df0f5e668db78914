"""Reporting: joint reports, the reviews built on them, and each party's judgement."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, assert_never

import attrs

from s2ss_core.aggregates import brokering
from s2ss_core.aggregates.brokering import organisations
from s2ss_core.aggregates.deciding import Circumstances, Decision
from s2ss_core.events import (
    DeploymentEvent,
    DocumentShared,
    FinalReported,
    InterimReported,
    ProgressJudged,
    ReportFinalised,
    ReportingEvent,
    ReviewHeld,
)
from s2ss_core.programmes import terms_between, working_days_between
from s2ss_core.rules import (
    Broken,
    everybody_who_must_attended_the_review,
    progress_is_judged_after_report_and_review,
    report_revisions_follow_one_another,
    the_document_shared_was_recorded,
    the_party_is_one_that_judges,
    the_qa_leads_judgement_is_the_qa_leads_own,
    the_report_has_all_its_authors,
    the_report_is_on_a_term_of_the_support,
    the_report_rates_every_objective,
    the_report_was_finalised_after_its_review,
    the_report_was_shared_before_its_review,
    the_review_is_on_a_report_of_its_term,
    the_review_was_led_by_the_headteacher_or_nominee,
    the_term_has_no_other_report_of_its_kind,
)
from s2ss_core.values import JudgingParty, Person, Role

if TYPE_CHECKING:
    from s2ss_core.aggregates.deployment import Deployment

Report = InterimReported | FinalReported


@attrs.frozen(kw_only=True)
class Finalised:
    """A report's newest finalised revision."""

    revision: int
    on: date


@attrs.frozen(kw_only=True)
class Reporting:
    """What reporting leaves true: the reports and reviews that stand, what was shared, and every judgement."""

    reports: Mapping[str, Report] = attrs.field(factory=dict)
    finalised: Mapping[str, Finalised] = attrs.field(factory=dict)
    shared: tuple[DocumentShared, ...] = ()
    reviews: Mapping[str, ReviewHeld] = attrs.field(factory=dict)
    judgements: tuple[ProgressJudged, ...] = ()

    @property
    def final(self) -> FinalReported | None:
        """The final report that stands."""
        return next((one for one in self.reports.values() if isinstance(one, FinalReported)), None)

    def held(self, review: str, report: str) -> date | None:
        """When a review was held on a report, if it was."""
        one = self.reviews.get(review)
        return one.on if one and one.report == report else None

    def judged(self, party: JudgingParty, report: str, by: date) -> ProgressJudged | None:
        """The latest judgement of a party on a report, made by a day, on a review that stands.

        Of several on one day, the one told last.
        """
        ours = [
            one
            for one in self.judgements
            if one.party == party and one.report == report and one.on <= by and one.review in self.reviews
        ]
        return max(reversed(ours), key=lambda one: one.on, default=None)

    def notice(self, report: str, review: str, audience: Iterable[str]) -> int | None:
        """Working days between the last of an audience receiving a report and its review; None if one did not."""
        held = self.held(review, report)
        first: dict[str, date] = {}
        for one in self.shared:
            if one.document == report and held and one.on <= held:
                for reader in one.shared_with:
                    first[reader] = min(first.get(reader, one.on), one.on)
        if held is None or not set(audience) <= set(first):
            return None
        return min((working_days_between(first[reader], held) for reader in audience), default=None)


def report_interim(
    deployment: "Deployment", circumstances: Circumstances, fact: InterimReported
) -> Decision[DeploymentEvent]:
    """Record the term's interim report."""
    earlier = [
        one.report
        for one in deployment.reporting.reports.values()
        if isinstance(one, InterimReported) and one.term == fact.term
    ]
    authors = circumstances.programme.reports.interim_authors
    return deployment.decide(fact, _report(deployment, circumstances, fact, authors, earlier), despite=True)


def report_final(
    deployment: "Deployment", circumstances: Circumstances, fact: FinalReported
) -> Decision[DeploymentEvent]:
    """Record the final report."""
    final = deployment.reporting.final
    authors = circumstances.programme.reports.final_authors
    earlier = [final.report] if final else []
    return deployment.decide(fact, _report(deployment, circumstances, fact, authors, earlier), despite=True)


def _report(
    deployment: "Deployment",
    circumstances: Circumstances,
    fact: Report,
    authors: tuple[Role, ...],
    earlier: list[str],
) -> tuple[Broken, ...]:
    brokered = deployment.brokering.brokered
    plan = deployment.planning.in_force(fact.on)
    terms = terms_between(circumstances.programme, brokered.start, brokered.intended_end)
    return (
        *the_report_has_all_its_authors.broken_by(
            missing=_missing(_asked_here(deployment, circumstances, authors), _present(fact.authors))
        ),
        *the_report_rates_every_objective.broken_by(
            rated=tuple(one.objective for one in fact.ratings),
            objectives=tuple(one.id for one in plan.plan.objectives) if plan else (),
        ),
        *the_report_is_on_a_term_of_the_support.broken_by(term=fact.term, terms=terms),
        *the_term_has_no_other_report_of_its_kind.broken_by(
            term=fact.term, earlier=next(iter(earlier), None)
        ),
    )


def finalise_report(
    deployment: "Deployment", circumstances: Circumstances, fact: ReportFinalised
) -> Decision[DeploymentEvent]:
    """Record that a report took in what its review asked for."""
    before = deployment.reporting.finalised.get(fact.report)
    return deployment.decide(
        fact,
        the_report_was_finalised_after_its_review.broken_by(
            report=fact.report,
            review=fact.after_review,
            held=deployment.reporting.held(fact.after_review, fact.report),
            on=fact.on,
        ),
        report_revisions_follow_one_another.broken_by(
            revision=fact.revision, expected=before.revision + 1 if before else 2
        ),
    )


def share_document(
    deployment: "Deployment", circumstances: Circumstances, fact: DocumentShared
) -> Decision[DeploymentEvent]:
    """Record that a document was shared."""
    return deployment.decide(
        fact,
        the_document_shared_was_recorded.broken_by(
            document=fact.document, recorded=deployment.names(fact.document, by=fact.on)
        ),
    )


def hold_review(
    deployment: "Deployment", circumstances: Circumstances, fact: ReviewHeld
) -> Decision[DeploymentEvent]:
    """Record a termly review meeting held on a report."""
    asked = circumstances.programme.reports
    report = deployment.reporting.reports.get(fact.report)
    needed = _asked_here(deployment, circumstances, asked.review_attendees)
    leads = tuple(one.person for one in fact.attendees if one.role in asked.review_led_by)
    return deployment.decide(
        fact,
        the_review_is_on_a_report_of_its_term.broken_by(
            report=fact.report,
            term=fact.term,
            report_term=report.term if report and report.on <= fact.on else None,
        ),
        everybody_who_must_attended_the_review.broken_by(missing=_missing(needed, _present(fact.attendees))),
        the_review_was_led_by_the_headteacher_or_nominee.broken_by(led_by=fact.led_by, leads=leads),
        the_report_was_shared_before_its_review.broken_by(
            report=fact.report, missing=_unshared(deployment, fact, asked.shared_before_review_with)
        ),
        despite=True,
    )


def _unshared(deployment: "Deployment", fact: ReviewHeld, audience: Iterable[str]) -> tuple[str, ...]:
    reached = {
        reader
        for one in deployment.reporting.shared
        if one.document == fact.report and one.on <= fact.on
        for reader in one.shared_with
    }
    has_qa_lead = deployment.brokering.qa_lead is not None
    return _missing((one for one in audience if one != "qa-lead" or has_qa_lead), reached)


def judge_progress(
    deployment: "Deployment", circumstances: Circumstances, fact: ProgressJudged
) -> Decision[DeploymentEvent]:
    """Record one party's judgement of progress, after the report and the review on it."""
    qa_lead = deployment.brokering.qa_lead
    own = fact.party in ("qa-lead", "director-of-school-improvement")
    independent = own and circumstances.terms(deployment.funding).qa_lead_independent
    return deployment.decide(
        fact,
        the_party_is_one_that_judges.broken_by(party=fact.party, judges=judges(deployment, circumstances)),
        progress_is_judged_after_report_and_review.broken_by(
            report=fact.report,
            review=fact.review,
            held=deployment.reporting.held(fact.review, fact.report),
            on=fact.on,
        ),
        the_qa_leads_judgement_is_the_qa_leads_own.broken_by(
            judge=fact.judge, qa_lead=qa_lead.qa_lead if qa_lead else None
        )
        if own
        else (),
        brokering.still_independent(deployment, organisations()) if independent else (),
    )


def judges(deployment: "Deployment", circumstances: Circumstances) -> tuple[JudgingParty, ...]:
    """The parties whose judgement a release needs: the programme's, and the funder where the award asks it."""
    named = circumstances.terms(deployment.funding).judges
    return (*named, "funder") if circumstances.funder_judges and "funder" not in named else named


def _asked_here(
    deployment: "Deployment", circumstances: Circumstances, roles: tuple[Role, ...]
) -> tuple[Role, ...]:
    has_qa_lead = circumstances.terms(deployment.funding).qa_lead_required
    return tuple(role for role in roles if role != "qa-lead" or has_qa_lead)


def _present(people: Iterable[Person]) -> frozenset[str]:
    roles = frozenset(one.role for one in people)
    return roles | {"headteacher"} if "headteacher-nominee" in roles else roles


def _missing(needed: Iterable[str], there: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(needed) - set(there)))


def evolve(reporting: Reporting, event: ReportingEvent) -> Reporting:
    """Apply what happened."""
    match event:
        case InterimReported(report=report) | FinalReported(report=report):
            return attrs.evolve(reporting, reports={**reporting.reports, report: event})
        case ReportFinalised(report=report, revision=revision, on=on):
            newest = Finalised(revision=revision, on=on)
            return attrs.evolve(reporting, finalised={**reporting.finalised, report: newest})
        case DocumentShared():
            return attrs.evolve(reporting, shared=(*reporting.shared, event))
        case ReviewHeld(review=review):
            return attrs.evolve(reporting, reviews={**reporting.reviews, review: event})
        case ProgressJudged():
            return attrs.evolve(reporting, judgements=(*reporting.judgements, event))
        case _:
            assert_never(event)
