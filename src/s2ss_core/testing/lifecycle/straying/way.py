"""A way of straying takes the course and a number that picks among its variants, and gives what is then asked."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import attrs

from s2ss_core.rules import Despite
from s2ss_core.testing.asking import Ask
from s2ss_core.testing.lifecycle.course import Course
from s2ss_core.testing.lifecycle.people import CLERK, WITNESS
from s2ss_core.values import Money

Way = Callable[[Course, int], Ask | None]

WAYS: dict[str, Way] = {}
A_DAY = timedelta(days=1)
ALL_THE_SAME = Despite(reason="It happened all the same.", accepted_by=WITNESS)
SELF_ACCEPTED = Despite(reason="I say so myself.", accepted_by=CLERK)
SUMS = tuple(Money(one) for one in ("0.01", "0.02", "200.00", "400.00", "899.99", "1300.00", "0.00"))


def way(function: Way) -> Way:
    """Register a way under its function's name."""
    WAYS[function.__name__] = function
    return function


def pick(some: Sequence[Any], n: int) -> Any:
    """One of some things, or None of none."""
    return some[n % len(some)] if some else None


def despite(ask: Ask, n: int) -> Ask:
    """The same, told all the same; openings have no such thing. One in five is accepted by who records it."""
    accepted = SELF_ACCEPTED if n % 5 == 4 else ALL_THE_SAME
    return ask if ask.about is None else attrs.evolve(ask, despite=accepted)
