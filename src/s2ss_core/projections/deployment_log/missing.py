"""What the programme asks for and the log does not hold yet, with the day by which it should be there."""

import datetime as dt
from collections.abc import Iterator

import attrs

import s2ss_core.events as e
from s2ss_core.programmes import Programme, term_dates
from s2ss_core.projections.deployment_log.asking import Asked, asked_of, judges_of, terms_of, unsigned
from s2ss_core.projections.facts import Facts
from s2ss_core.values import Term


@attrs.frozen(kw_only=True)
class Missing:
    """Something that is not there: what, for which term, since or by when, and who it waits on."""

    what: str
    term: Term | None
    due: dt.date
    waits_on: tuple[str, ...]


def missing_of(facts: Facts, programme: Programme | None) -> tuple[Missing, ...]:
    """Everything the programme asks for that is not there, due or not, by due date.

    Before support begins: QA Lead, approved plan, signed agreement, training, foundations. For each term: its
    report, the review on it and each party's judgement. At the end: report finalised, certificate returned,
    each only where the programme's own data asks for it.
    """
    asked = asked_of(facts, programme)
    if asked is None:
        return ()
    found = (*_at_the_start(facts, asked), *_each_term(facts, asked), *_at_the_end(facts, asked))
    return tuple(sorted(found, key=lambda one: (one.due, one.what)))


def _at_the_start(facts: Facts, asked: Asked) -> Iterator[Missing]:
    def missing(what: str, *waits_on: str) -> Missing:
        return Missing(what=what, term=None, due=asked.start, waits_on=waits_on)

    if asked.terms.qa_lead_required and not facts.of(e.QALeadAppointed):
        yield missing("the QA Lead's appointment", "broker")
    if not facts.of(e.PlanApproved):
        yield missing("the approved plan", asked.terms.approver)
    for party in unsigned(facts, asked):
        yield missing(f"the agreement signed for the {party}", party)
    trained = {told.event.role for told in facts.of(e.TrainingAttended)}
    for role in asked.terms.training:
        if not {role, f"{role}-nominee"} & trained:
            yield missing(f"the {role}'s training", role)
    secured = {told.event.side for told in facts.of(e.FoundationsSecured)}
    for side in ("supported", "supporting") if asked.terms.foundations else ():
        if side not in secured:
            yield missing(f"the foundations on the {side} side", "broker")


def _each_term(facts: Facts, asked: Asked) -> Iterator[Missing]:
    terms = terms_of(asked)
    for term in terms:
        last = term == terms[-1]
        if last and not asked.ran_its_course:
            continue
        if last or len(terms) >= asked.programme.reports.interim_from_terms:
            due = min(term_dates(asked.programme, term)[1], asked.end)
            yield from _reporting(facts, asked, term, due, final=last)


def _reporting(facts: Facts, asked: Asked, term: Term, due: dt.date, *, final: bool) -> Iterator[Missing]:
    reports = {
        told.event.report
        for told in (facts.standing(e.FinalReported) if final else facts.standing(e.InterimReported))
        if told.event.term == term
    }
    kind, authors = (
        ("final", asked.programme.reports.final_authors)
        if final
        else ("interim", asked.programme.reports.interim_authors)
    )
    if not reports:
        yield Missing(what=f"the {kind} report", term=term, due=due, waits_on=authors)
    reviewed = any(told.event.report in reports for told in facts.standing(e.ReviewHeld))
    if asked.programme.reports.review_attendees and not reviewed:
        leads = asked.programme.reports.review_led_by
        yield Missing(what=f"the review of the {kind} report", term=term, due=due, waits_on=leads)
    judged = {told.event.party for told in facts.of(e.ProgressJudged) if told.event.report in reports}
    for party in judges_of(facts, asked):
        if party not in judged:
            yield Missing(what=f"the {party}'s judgement of progress", term=term, due=due, waits_on=(party,))


def _at_the_end(facts: Facts, asked: Asked) -> Iterator[Missing]:
    gates = (*asked.terms.gates, *asked.terms.last_gates)
    finals = {told.event.report for told in facts.standing(e.FinalReported)}
    finalised = any(told.event.report in finals for told in facts.of(e.ReportFinalised))

    def missing(what: str, *waits_on: str) -> Missing:
        return Missing(what=what, term=None, due=asked.end, waits_on=waits_on)

    if "final-report-finalised" in gates and asked.ran_its_course and not finalised:
        yield missing(
            "the final report as finalised after its review", *asked.programme.reports.final_authors
        )
    if "certificate-returned" in gates and asked.ran_its_course and not facts.of(e.CertificateReturned):
        yield missing("the certificate of grant usage", "payee")
    if not facts.of(e.SupportEnded):
        yield missing("the end of the support on record", "broker")
