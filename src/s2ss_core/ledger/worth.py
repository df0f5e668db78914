"""What a visit or a cost is worth: incurred, credited back, disallowed, and so eligible."""

from collections.abc import Iterable, Iterator

import attrs

from s2ss_core.values import Money

NOTHING = Money(0)


@attrs.frozen
class Worth:
    """Pence incurred, and what counts of each credit and each disallowance, in their order.

    A credit takes from what is eligible first. `of_disallowed` is the part of each that takes from what was disallowed.
    """

    incurred: Money
    credits: tuple[Money, ...] = ()
    disallowed: tuple[Money, ...] = ()
    of_disallowed: tuple[Money, ...] = ()

    @property
    def net(self) -> Money:
        """Incurred less credits."""
        return self.incurred - sum(self.credits, NOTHING)

    @property
    def eligible(self) -> Money:
        """Incurred less credits, less what is disallowed. It is never negative."""
        return self.net - sum(self.disallowed, NOTHING) + sum(self.of_disallowed, NOTHING)


def worth(
    charged: Money,
    *,
    on_plan: bool = True,
    credits: Iterable[Money] = (),  # noqa: A002 -- the trade's word
    disallowed: Iterable[Money] = (),
) -> Worth:
    """The worth of a fact that charged this sum.

    If no line of the plan in force takes it, nothing of it is eligible: it counts as incurred only as far as it was
    disallowed. Credits and disallowances each count up to what was incurred.
    """
    parts = tuple(disallowed)
    incurred = charged if on_plan else sum(_up_to(charged, parts), NOTHING)
    credited, taken = tuple(_up_to(incurred, credits)), tuple(_up_to(incurred, parts))
    of_eligible = _up_to(incurred - sum(taken, NOTHING), credited)
    beyond = tuple(credit - part for credit, part in zip(credited, of_eligible, strict=True))
    return Worth(incurred, credited, taken, beyond)


def _up_to(most: Money, sums: Iterable[Money]) -> Iterator[Money]:
    left = most
    for amount in sums:
        counted = min(amount, max(left, NOTHING))
        left -= counted
        yield Money(counted)
