"""Reviews: the termly meeting on a report, and each party's judgement of progress."""

from collections.abc import Iterable
from datetime import date

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.decisions.checklists import answered_for
from s2ss_core.aggregates.deployment.decisions.preparation import still_independent
from s2ss_core.aggregates.deployment.decisions.reporting import missing, present, required_here
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.people import IN_WORDS, People, people_on
from s2ss_core.events import DeploymentEvent, ProgressJudged, ReviewHeld
from s2ss_core.ids import key_of
from s2ss_core.rules import Broken
from s2ss_core.rules import reviews as rules
from s2ss_core.values import Cause


def hold_review(
    deployment: Deployment, context: DecisionContext, fact: ReviewHeld
) -> Decision[DeploymentEvent]:
    """Record a termly review meeting held on a report."""
    required = context.programme.reports
    needed = required_here(deployment, context, required.review_attendees)
    people = people_on(deployment, context, fact.on)
    leads = tuple(
        attendee.person
        for attendee in fact.attendees
        if attendee.role in required.review_led_by and people.holds(attendee)
    )
    return decide(
        deployment,
        fact,
        _on_a_report(deployment, context, fact),
        rules.everybody_who_must_attended_the_review.broken_by(
            missing=missing(needed, present(people, fact.attendees))
        ),
        _in_their_offices(people, fact),
        rules.the_review_was_led_by_the_headteacher_or_nominee.broken_by(
            led_by=fact.led_by.person, leads=leads
        )
        if required.review_led_by
        else (),
        answered_for(deployment, context, "review", fact.review, fact.on),
        despite=True,
    )


def _in_their_offices(people: People, fact: ReviewHeld) -> tuple[Broken, ...]:
    alone = (fact.convened_by, fact.led_for)
    groups = (fact.attendees, *((person,) for person in alone if person))
    return rules.those_at_the_review_are_in_the_offices_that_they_are_named_in.broken_by(
        strangers=people.strangers(*groups), holders=people.in_office(*groups), on=fact.on
    )


def _on_a_report(deployment: Deployment, context: DecisionContext, fact: ReviewHeld) -> tuple[Broken, ...]:
    if fact.report is None and not context.programme.reports.written:
        return ()
    report = deployment.reporting.reports.get(fact.report) if fact.report else None
    audience = context.programme.reports.shared_before_review_with
    return (
        *rules.the_review_is_on_a_report_of_its_term.broken_by(
            report=fact.report,
            term=fact.term,
            report_term=report.term if report and report.on <= fact.on else None,
        ),
        *(
            rules.the_report_was_shared_before_its_review.broken_by(
                report=fact.report, missing=_unshared(deployment, fact.report, fact.on, audience)
            )
            if fact.report
            else ()
        ),
    )


def _unshared(deployment: Deployment, report: str, on: date, audience: Iterable[str]) -> tuple[str, ...]:
    reached = {
        reader
        for sharing in deployment.reporting.shared_by(Cause("report", (report,)), on)
        for reader in sharing.shared_with
    }
    has_qa_lead = deployment.brokering.qa_lead_on(on) is not None
    return missing((reader for reader in audience if reader != "qa-lead" or has_qa_lead), reached)


def judge_progress(
    deployment: Deployment, context: DecisionContext, fact: ProgressJudged
) -> Decision[DeploymentEvent]:
    """Record one party's judgement of progress, after the report and the review on it."""
    qa_lead = deployment.brokering.qa_lead_on(fact.on)
    judges = context.judges(deployment.funding)
    own = fact.party in ("qa-lead", "director-of-school-improvement")
    return decide(
        deployment,
        fact,
        rules.the_party_is_one_that_judges.broken_by(party=fact.party, judges=judges),
        rules.progress_is_judged_after_report_and_review.broken_by(
            report=fact.report,
            review=fact.review,
            held=deployment.reporting.held(fact.review, fact.report),
            on=fact.on,
        )
        if fact.report or fact.review or context.programme.reports.written
        else (),
        rules.the_qa_leads_judgement_is_the_qa_leads_own.broken_by(
            judge=fact.judge.person, qa_lead=qa_lead.qa_lead if qa_lead else None
        )
        if own
        else (),
        _judged_by_others(deployment, context, fact) if not own and fact.party in judges else (),
        still_independent(deployment, context, fact.on, frozenset()) if own else (),
        answered_for(deployment, context, "judgement", fact.judgement, fact.on, party=fact.party),
    )


def _judged_by_others(
    deployment: Deployment, context: DecisionContext, fact: ProgressJudged
) -> tuple[Broken, ...]:
    """The rule on the judge of the broker or the funder, if it is not met."""
    people = people_on(deployment, context, fact.on)
    part, organisation = people.part_of(fact.judge.person), key_of(fact.judge.organisation)
    of_the_broker = organisation in people.broker
    apart = (
        of_the_broker
        if fact.party == "broker"
        else organisation not in people.school | people.broker | people.paid
    )
    return rules.the_judge_is_of_the_party_that_judges.broken_by(
        party=fact.party,
        judge=fact.judge.person,
        known_as=IN_WORDS[part] if part else None if apart else f"of {fact.judge.organisation}",
    )
