"""What is known of an organisation as at a day, and how each event changes it."""

from collections.abc import Iterable

import attrs

from s2ss_core.events import (
    AllianceJoined,
    AllianceLeft,
    OrganisationEntered,
    OrganisationEvent,
    PostLeft,
    PostTakenUp,
    TrustJoined,
    TrustLeft,
    UrnIssued,
)
from s2ss_core.ids import among, key_of, same
from s2ss_core.values import OrganisationKind, Role, Urn


@attrs.define(kw_only=True)
class Known:
    """What is known of an organisation as at a day.

    `trust` is none if it is in no trust and `trust_told` is true, or if nobody said. `member_of` has the keys of brokers
    and alliances; none if nobody said. `posts` are the people in post, with those who hold it until it is filled, and
    `departures` those who left a post.
    """

    kind: OrganisationKind
    urn: Urn | None = None
    trust: str | None = None
    trust_told: bool = False
    member_of: frozenset[str] | None = None
    posts: list[PostTakenUp] = attrs.field(factory=list)
    departures: list[PostLeft] = attrs.field(factory=list)

    def in_post(self, post: Role) -> tuple[str, ...]:
        """The ids of the people who hold a post, in the order in which they took it up."""
        return tuple(taken.person for taken in self.posts if taken.post == post)

    def out_of_post(self, post: Role) -> tuple[str, ...]:
        """The ids of the people who left a post and do not hold it again."""
        held = self.in_post(post)
        return tuple(
            gone.person for gone in self.departures if gone.post == post and not among(gone.person, held)
        )

    def is_member_of(self, broker: str) -> bool | None:
        """Whether it is a member of a broker; none if nobody said."""
        if self.member_of is not None:
            return key_of(broker) in self.member_of
        return True if same(self.trust, broker) else None


def apply(known: Known, event: OrganisationEvent) -> None:
    """Change what is known by an event of its day."""
    match event:
        case OrganisationEntered():
            _entered(known, event)
        case UrnIssued(urn=urn):
            known.urn = urn
        case TrustJoined(trust=trust, member_of=member_of):
            known.trust, known.trust_told = trust, True
            known.member_of = _keys((trust, *member_of))
        case TrustLeft(member_of=member_of):
            known.trust, known.trust_told = None, True
            known.member_of = _keys(member_of)
        case AllianceJoined(alliance=alliance):
            known.member_of = (known.member_of or frozenset()) | {key_of(alliance)}
        case AllianceLeft(alliance=alliance):
            known.member_of = (known.member_of or frozenset()) - {key_of(alliance)}
        case PostTakenUp():
            known.posts.append(event)
        case PostLeft(post=post, person=person):
            known.departures.append(event)
            known.posts = [p for p in known.posts if p.post != post or not same(p.person, person)]
        case _:
            pass


def _entered(known: Known, event: OrganisationEntered) -> None:
    """Take what the entry says, and keep the rest as it was."""
    known.kind = event.kind
    known.urn = event.urn or known.urn
    if event.trust is not None:
        known.trust, known.trust_told = event.trust, True
    if event.member_of is not None:
        known.member_of = _keys(event.member_of)


def _keys(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(key_of, names))
