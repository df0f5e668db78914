"""The caps that days of a leader's year were committed under, and the deployments that no cap holds."""

import attrs

from s2ss_core.aggregates.leader_year.bookings import Booking, less
from s2ss_core.ids import key_of
from s2ss_core.values import Days


@attrs.define(kw_only=True)
class Caps:
    """The lowest cap that each deployment was committed to under, by its key.

    `beyond` has the keys of those that were committed to without one, and never with one.
    """

    of_each: dict[str, Days] = attrs.field(factory=dict)
    beyond: frozenset[str] = frozenset()

    @property
    def lowest(self) -> Days | None:
        """The lowest cap of all; none if there is no cap."""
        return min(self.of_each.values(), default=None)

    def with_one(self, deployment: str, cap: Days | None) -> "Caps":
        """The caps after days were committed to a deployment under this one, or under none."""
        key = key_of(deployment)
        if cap is not None:
            least = min(cap, self.of_each.get(key, cap))
            return Caps(of_each={**self.of_each, key: least}, beyond=self.beyond - {key})
        return self if key in self.of_each else Caps(of_each=self.of_each, beyond=self.beyond | {key})


def beyond_caps(booking: Booking, caps: Caps) -> Days:
    """The days booked for deployments that no cap holds."""
    return less(booking.booked_with(), booking.booked_with(but=caps.beyond))
