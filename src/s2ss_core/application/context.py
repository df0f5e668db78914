"""Builds the context of a decision about a deployment."""

from collections.abc import Iterator, Mapping
from datetime import date

from s2ss_core.aggregates.award_share import AwardShare
from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.aggregates.grant import Grant
from s2ss_core.application.identities import leader_of
from s2ss_core.application.repository import Repository
from s2ss_core.events import Brokered, FinancialYearKind
from s2ss_core.ids import among, key_of
from s2ss_core.programmes import Programme
from s2ss_core.values import Designation, Money, Term, Urn


def context_of(
    repository: Repository, deployment_id: str, brokered: Brokered, programme: Programme, on: date
) -> DecisionContext:
    """The programme, what the deployment's awards set aside for it, and what its organisations are on a day."""
    named = {name: repository.grant(name)[0] for name in brokered.funding.awards}
    awards = {name: award for name, award in named.items() if award is not None}
    shares = tuple(_share(deployment_id, name, award) for name, award in awards.items())
    heads, former = _headteachers(repository, brokered, on)
    return DecisionContext(
        programme=programme,
        allocated=sum((share.allocated for share in shares), Money(0)),
        shares=shares if any(share.lines for share in shares) else (),
        awards=frozenset(awards),
        certificate_years=tuple(_certificate_years(awards)),
        funder_judges=any(award.awarded.judged_by_funder for award in awards.values()),
        headteachers=heads,
        former_headteachers=former,
        available=tuple(_available(name, award, on) for name, award in awards.items()),
        term_ends=lambda organisation, term: _term_ends(repository, organisation, term),
        names_on=lambda names, day: _names_on(repository, names, day),
        designations=lambda leader, day: _designations(repository, leader, day),
    )


def _share(deployment_id: str, name: str, award: Grant) -> AwardShare:
    return AwardShare(
        award=name,
        lines=award.lines_of(deployment_id),
        allocated=award.allocated(purpose="support", deployment=deployment_id),
    )


def _available(name: str, award: Grant, on: date) -> tuple[str, date, date]:
    period = award.period_on(on)
    return name, period.start, period.end


def _certificate_years(awards: Mapping[str, Grant]) -> Iterator[tuple[str, tuple[FinancialYearKind, ...]]]:
    for name, award in awards.items():
        if award.awarded.certificates == "financial-year":
            yield name, award.awarded.year_reckonings


def _headteachers(
    repository: Repository, brokered: Brokered, on: date
) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """Those who hold the post at the supported school on a day, none if nobody said; and those who left it."""
    school, _ = repository.organisation(brokered.school.id)
    known = school.as_at(on) if school else None
    if known is None:
        return None, ()
    heads, former = known.in_post("headteacher"), known.out_of_post("headteacher")
    return heads or (() if among(brokered.headteacher, former) else None), former


def _term_ends(repository: Repository, organisation: str, term: Term) -> date | None:
    """The last day of a term by the dates that an organisation adopted."""
    state, _ = repository.organisation(organisation)
    adopted = (dates for of_year in state.terms.values() for dates in of_year) if state else ()
    return next((dates.last_day for dates in adopted if dates.term == term), None)


def _names_on(repository: Repository, names: frozenset[str], on: date) -> frozenset[str]:
    """The names of organisations, and for each that is on record its trust's key and its URN of a day."""
    states = (repository.organisation(name)[0] for name in names if not isinstance(name, Urn))
    known = [state.as_at(on) for state in states if state is not None]
    trusts = (key_of(organisation.trust) for organisation in known if organisation.trust)
    urns = (organisation.urn for organisation in known if organisation.urn)
    return names | {*trusts, *urns}


def _designations(repository: Repository, leader: str, on: date) -> tuple[Designation, ...]:
    """The kinds of the designations that a leader holds on a day, told under any of their ids."""
    held = (designation.kind for designation in leader_of(repository, leader).designated(on))
    return tuple(dict.fromkeys(held))
