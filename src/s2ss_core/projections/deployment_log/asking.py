"""What a deployment's pinned programme asks of it."""

import datetime as dt

import attrs

from s2ss_core.errors import BadInput
from s2ss_core.events import AgreementSigned, Brokered, GrantAwarded, SupportEnded
from s2ss_core.programmes import Programme, Terms, funding_terms, signatories_of, terms_between
from s2ss_core.projections.facts import Facts
from s2ss_core.values import Term


@attrs.frozen
class Asked:
    """What a deployment's programme asks of it, and the period it runs."""

    programme: Programme
    terms: Terms
    start: dt.date
    end: dt.date
    ran_its_course: bool


def asked_of(facts: Facts, programme: Programme | None) -> Asked | None:
    """What is asked; None where nothing is brokered or the programme is not known or offers no such funding."""
    brokered, ended = facts.latest(Brokered), facts.latest(SupportEnded)
    if brokered is None or programme is None:
        return None
    try:
        terms = funding_terms(programme, brokered.event.funding.kind)
    except BadInput:
        return None
    end = ended.event.actual_end if ended else brokered.event.intended_end
    ran = ended is None or ended.event.cause == "completed"
    return Asked(programme, terms, brokered.event.start, end, ran)


def unsigned(facts: Facts, asked: Asked) -> list[str]:
    """The parties that must sign the agreement and have not."""
    if asked.terms.agreement is None:
        return []
    try:
        parties = signatories_of(asked.programme, asked.terms.agreement)
    except BadInput:
        return []
    signed = {told.event.party for told in facts.of(AgreementSigned)}
    return [party for party in parties if party not in signed]


def terms_of(asked: Asked) -> tuple[Term, ...]:
    """The terms that the support touches; none where its dates make no period."""
    try:
        return terms_between(asked.programme, asked.start, asked.end)
    except BadInput:
        return ()


def judges_of(facts: Facts, asked: Asked) -> tuple[str, ...]:
    """Who must judge progress: the programme's judges, and the funder where the award says so."""
    funder = any(told.event.judged_by_funder for told in facts.of(GrantAwarded))
    return tuple(
        dict.fromkeys((*asked.terms.judges, *(("funder",) if funder and asked.terms.judges else ())))
    )
