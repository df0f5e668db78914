"""Days booked for deployments: committed and worked. Through one home school, or in all."""

import attrs

from s2ss_core.ids import key_of, same
from s2ss_core.values import Days

NONE = Days(0)


@attrs.define(kw_only=True)
class Booking:
    """The days committed and worked, by deployment: under the spelling of its id that came first."""

    committed: dict[str, Days] = attrs.field(factory=dict)
    worked: dict[str, Days] = attrs.field(factory=dict)

    def booked_with(
        self,
        deployment: str = "",
        *,
        committed: Days = NONE,
        worked: Days = NONE,
        but: frozenset[str] = frozenset(),
    ) -> Days:
        """The days booked, for each deployment the greater of committed and worked, if these more were for a deployment.

        Deployments with these keys (`but`) do not count.
        """
        total, deployment = NONE, self._spelled(deployment)
        for name in {*self.committed, *self.worked, deployment}:
            if key_of(name) in but:
                continue
            more = name == deployment
            total += max(
                self.committed.get(name, NONE) + (committed if more else NONE),
                self.worked.get(name, NONE) + (worked if more else NONE),
            )
        return total

    def unworked(self) -> dict[str, Days]:
        """The days that were committed and not worked, for each deployment that has any."""
        spare = {name: less(days, self.worked.get(name, NONE)) for name, days in self.committed.items()}
        return {name: days for name, days in spare.items() if days}

    def commit(self, deployment: str, days: Days) -> None:
        """Add days committed."""
        name = self._spelled(deployment)
        self.committed[name] = self.committed.get(name, NONE) + days

    def release(self, deployment: str, days: Days) -> None:
        """Take away days committed, never more than there are."""
        name = self._spelled(deployment)
        self.committed[name] = less(self.committed.get(name, NONE), days)

    def work(self, deployment: str, days: Days) -> None:
        """Add days worked."""
        name = self._spelled(deployment)
        self.worked[name] = self.worked.get(name, NONE) + days

    def _spelled(self, deployment: str) -> str:
        if deployment in self.committed:
            return deployment
        return next((name for name in (*self.committed, *self.worked) if same(name, deployment)), deployment)

    def copy(self) -> "Booking":
        """An independent copy."""
        return Booking(committed=dict(self.committed), worked=dict(self.worked))


def less(days: Days, taken: Days) -> Days:
    """The days that are left after some are taken; never negative."""
    return Days(days - taken) if days > taken else NONE
