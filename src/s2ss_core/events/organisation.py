"""The organisation: what it is called, whom it belongs to and who holds its posts, each as at a day."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import Id, RecordId
from s2ss_core.values import AcademicYear, OrganisationKind, Role, Term, Urn

__all__ = [
    "AllianceJoined", "AllianceLeft", "OrganisationEntered", "OrganisationEvent", "Phase", "PostLeft",
    "PostTakenUp", "TermDates", "TermDatesAdopted", "TrustJoined", "TrustLeft", "UrnIssued",
]  # fmt: skip

Phase = Literal[
    "nursery", "primary", "secondary", "all-through", "special", "alternative-provision", "post-16", "other"
]  # fmt: skip


@attrs.frozen(kw_only=True)
class TermDates:
    """The first and the last day of a term at a school."""

    term: Term
    first_day: date
    last_day: date


@recorded_as("organisation.entered", version=1, natural_key=("organisation", "on"))
class OrganisationEntered:
    """What is known of an organisation on a day. The first event that names one enters it.

    `member_of` are the brokers and alliances it belongs to; none if nobody said.
    """

    organisation: Id
    on: date
    kind: OrganisationKind
    name: str | None = None
    urn: Urn | None = None
    ukprn: RecordId | None = None
    company_number: RecordId | None = None
    trust: Id | None = None
    member_of: tuple[Id, ...] | None = None
    phase: Phase | None = None


@recorded_as("organisation.urn-issued", version=1, natural_key=("urn", "on"))
class UrnIssued:
    """A school was issued a URN, another one such as when it became an academy. It has it from this day."""

    urn: Urn
    on: date


@recorded_as("organisation.trust-joined", version=1, natural_key=("trust", "on"))
class TrustJoined:
    """An organisation joined a trust. From then it belongs to the trust and to `member_of`, and to nothing else."""

    trust: Id
    on: date
    member_of: tuple[Id, ...] = ()


@recorded_as("organisation.trust-left", version=1, natural_key=("trust", "on"))
class TrustLeft:
    """An organisation left a trust. From then it belongs to `member_of`, and to nothing else."""

    trust: Id
    on: date
    member_of: tuple[Id, ...] = ()


@recorded_as("organisation.alliance-joined", version=1, natural_key=("alliance", "on"))
class AllianceJoined:
    """An organisation became a member of a broker or an alliance, without change of trust."""

    alliance: Id
    on: date


@recorded_as("organisation.alliance-left", version=1, natural_key=("alliance", "on"))
class AllianceLeft:
    """An organisation is no longer a member of a broker or an alliance."""

    alliance: Id
    on: date


@recorded_as("organisation.post-taken-up", version=1, natural_key=("post", "person", "on"))
class PostTakenUp:
    """A person took up a post. `acting` says that they hold it until it is filled."""

    post: Role
    person: Id
    on: date
    acting: bool = False


@recorded_as("organisation.post-left", version=1, natural_key=("post", "person", "on"))
class PostLeft:
    """A person left a post; `on` is the first day on which they no longer held it."""

    post: Role
    person: Id
    on: date


@recorded_as("organisation.term-dates-adopted", version=1, natural_key=("academic_year", "on"))
class TermDatesAdopted:
    """A school adopted the dates of its terms in an academic year."""

    academic_year: AcademicYear
    on: date
    terms: tuple[TermDates, ...]


OrganisationEvent = (
    OrganisationEntered | UrnIssued | TrustJoined | TrustLeft | AllianceJoined | AllianceLeft | PostTakenUp | PostLeft
    | TermDatesAdopted
)  # fmt: skip
