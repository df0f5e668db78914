"""The decisions about an organisation: what changes, as at a day."""

from datetime import date

from s2ss_core.aggregates.decision import Decision, decide
from s2ss_core.aggregates.organisation.state import OrganisationState
from s2ss_core.events import (
    AllianceJoined,
    AllianceLeft,
    OrganisationEntered,
    OrganisationEvent,
    PostLeft,
    PostTakenUp,
    TermDatesAdopted,
    TrustJoined,
    TrustLeft,
    UrnIssued,
)
from s2ss_core.ids import same
from s2ss_core.rules import organisation as rules
from s2ss_core.values import AcademicYear

Decided = Decision[OrganisationEvent]


def enter_organisation(_: OrganisationState | None, fact: OrganisationEntered) -> Decided:
    """Enter an organisation, or say more of one that is on record."""
    return decide(fact, fact.organisation)


def change_urn(organisation: OrganisationState, fact: UrnIssued) -> Decided:
    """Record that a school has another URN."""
    return decide(fact, organisation.entered.organisation)


def join_trust(organisation: OrganisationState, fact: TrustJoined) -> Decided:
    """Record that an organisation joined a trust."""
    name = organisation.entered.organisation
    return decide(
        fact,
        name,
        rules.an_organisation_belongs_to_others_than_itself.broken_by(
            organisation=name, joined=fact.trust, itself=same(name, fact.trust)
        ),
    )


def leave_trust(organisation: OrganisationState, fact: TrustLeft) -> Decided:
    """Record that an organisation left a trust."""
    known = organisation.as_at(fact.on)
    return decide(
        fact,
        organisation.entered.organisation,
        rules.an_organisation_leaves_the_trust_that_it_is_in.broken_by(
            trust=fact.trust, on=fact.on, its_trust=known.trust
        )
        if known.trust_told
        else (),
        despite=True,
    )


def join_alliance(organisation: OrganisationState, fact: AllianceJoined) -> Decided:
    """Record that an organisation became a member of a broker or an alliance."""
    name = organisation.entered.organisation
    return decide(
        fact,
        name,
        rules.an_organisation_belongs_to_others_than_itself.broken_by(
            organisation=name, joined=fact.alliance, itself=same(name, fact.alliance)
        ),
    )


def leave_alliance(organisation: OrganisationState, fact: AllianceLeft) -> Decided:
    """Record that an organisation is no longer a member of a broker or an alliance."""
    return decide(fact, organisation.entered.organisation)


def take_up_post(organisation: OrganisationState, fact: PostTakenUp) -> Decided:
    """Record that a person took up a post."""
    return decide(fact, organisation.entered.organisation)


def leave_post(organisation: OrganisationState, fact: PostLeft) -> Decided:
    """Record that a person left a post, also where nobody said that they took it up."""
    return decide(fact, organisation.entered.organisation)


def adopt_term_dates(organisation: OrganisationState, fact: TermDatesAdopted) -> Decided:
    """Record the dates of a school's terms."""
    return decide(
        fact,
        organisation.entered.organisation,
        rules.term_dates_are_in_order_within_their_year.broken_by(
            academic_year=fact.academic_year, wrong=tuple(_wrong(fact))
        ),
    )


def _wrong(fact: TermDatesAdopted) -> list[str]:
    """The terms that end before they begin, begin before the one above has ended, or lie in another year."""
    wrong: list[str] = []
    before: date | None = None
    for dates in fact.terms:
        first, last = dates.first_day, dates.last_day
        in_year = AcademicYear.of(first) == AcademicYear.of(last) == fact.academic_year
        if not in_year or last < first or (before is not None and first <= before):
            wrong.append(str(dates.term))
        before = last
    return wrong
