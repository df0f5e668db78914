"""What the programme requires of a deployment."""

import datetime as dt
from collections.abc import Mapping

import attrs

from s2ss_core.errors import BadInput
from s2ss_core.events import (
    AgreementIssued,
    AgreementSigned,
    Brokered,
    GrantAwarded,
    ManagedExitAgreed,
    SupportEnded,
)
from s2ss_core.ledger import signatories_for
from s2ss_core.programmes import Programme, Terms, funding_terms, signatories_of, term_dates, terms_between
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.sums.parties import period_in
from s2ss_core.projections.whats_due.due import Due
from s2ss_core.projections.whats_due.offices import Office, offices_of, together
from s2ss_core.values import AgreementKind, Term


@attrs.frozen(kw_only=True)
class Requirements:
    """The programme of a deployment, its terms for this kind of funding, the period of support and who is in which role.

    `end` is the actual end if support has ended, otherwise the intended one, or the last day of an exit that was agreed.
    `ran_its_course` is False if support ended early, or an exit was agreed. `brokered` is the day of the brokering, and `position` its entry.
    """

    programme: Programme
    terms: Terms
    start: dt.date
    end: dt.date
    ran_its_course: bool
    brokered: dt.date
    position: int
    offices: Mapping[str, Office]

    def owes(
        self,
        what: str,
        due: dt.date,
        *waits_on: str,
        of: str | None = None,
        term: Term | None = None,
        since: dt.date | None = None,
        positions: tuple[int, ...] = (),
    ) -> Due:
        """Something that is due from these roles; since the brokering, and because of it, unless you say otherwise."""
        office = together(self.offices, waits_on)
        return Due(
            what=what,
            of=of,
            term=term,
            since=since or self.brokered,
            due=due,
            waits_on=waits_on,
            people=office.people,
            organisations=office.organisations,
            positions=positions or (self.position,),
        )


def requirements_of(facts: EventSet, programme: Programme | None) -> Requirements | None:
    """The requirements; None if nothing was brokered, or the programme is unknown or does not offer this funding."""
    brokered, ended, period = facts.latest(Brokered), facts.latest(SupportEnded), period_in(facts)
    if brokered is None or period is None or programme is None:
        return None
    try:
        terms = funding_terms(programme, brokered.event.funding.kind)
    except BadInput:
        return None
    agreed = facts.not_struck_out(ManagedExitAgreed)
    intended = min(period.end, agreed[-1].event.last_day) if agreed else period.end
    end = ended.event.actual_end if ended else intended
    ran = ended.event.cause == "completed" if ended else not agreed
    return Requirements(
        programme=programme,
        terms=terms,
        start=period.start,
        end=end,
        ran_its_course=ran,
        brokered=brokered.event.on,
        position=brokered.position,
        offices=offices_of(facts),
    )


def unsigned(facts: EventSet, requirements: Requirements, document: AgreementKind) -> list[str]:
    """The parties that must sign a document and have signed no agreement of its kind."""
    issued = [entry.event for entry in facts.of(AgreementIssued) if entry.event.document == document]
    try:
        parties = (
            signatories_for(requirements.programme, issued[-1])
            if issued
            else signatories_of(requirements.programme, document)
        )
    except BadInput:
        return []
    names = {agreement.agreement for agreement in issued}
    signed = {
        signature.event.party for signature in facts.of(AgreementSigned) if signature.event.agreement in names
    }
    return [party for party in parties if party not in signed]


def terms_of(requirements: Requirements) -> tuple[Term, ...]:
    """The terms in the period of support; empty if its dates do not form a period."""
    try:
        return terms_between(requirements.programme, requirements.start, requirements.end)
    except BadInput:
        return ()


def judges_of(facts: EventSet, requirements: Requirements) -> tuple[str, ...]:
    """The parties that must judge progress: the programme's judges, and the funder if the award says so."""
    funder = any(award.event.judged_by_funder for award in facts.of(GrantAwarded))
    return tuple(
        dict.fromkeys(
            (*requirements.terms.judges, *(("funder",) if funder and requirements.terms.judges else ()))
        )
    )


def asks_for_interims(requirements: Requirements, terms: tuple[Term, ...]) -> bool:
    """Whether each of these terms but the last needs an interim report.

    Support of a few weeks has only a final report, though it may begin in one term and end in the next: it is as long as
    one term where it is no longer than the shortest of those that it touches.
    """
    least = requirements.programme.reports.interim_from_terms
    spans = (term_dates(requirements.programme, term) for term in terms)
    shortest = min((last - first for first, last in spans), default=dt.timedelta())
    return len(terms) >= least and requirements.end - requirements.start > (least - 1) * shortest
