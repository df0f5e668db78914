"""What a deviation is, and the registry of all deviations."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import attrs

from s2ss_core.rules import Despite
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import CLERK, WITNESS, person
from s2ss_core.testing.lifecycle.happy_path import HappyPath
from s2ss_core.values import Money

Deviation = Callable[[HappyPath, int], CommandCall | None]
"""Takes the happy path and the number of a variant; returns the call, or None if it is not possible now."""

DEVIATIONS: dict[str, Deviation] = {}
"""Every deviation by name."""
A_DAY = timedelta(days=1)
ALL_THE_SAME = Despite(reason="It happened all the same.", accepted_by=person(WITNESS))
SELF_ACCEPTED = Despite(reason="I say so myself.", accepted_by=person(CLERK))
SUMS = tuple(Money(pounds) for pounds in ("0.01", "0.02", "200.00", "400.00", "899.99", "1300.00", "0.00"))


def deviation(function: Deviation) -> Deviation:
    """Register a deviation under its function's name, which no other has."""
    if function.__name__ in DEVIATIONS:
        raise TypeError(f"there is a deviation {function.__name__} already")
    DEVIATIONS[function.__name__] = function
    return function


def pick(choices: Sequence[Any], n: int) -> Any:
    """The n-th choice, counted in a circle; None if there are no choices."""
    return choices[n % len(choices)] if choices else None


def despite(call: CommandCall, n: int) -> CommandCall:
    """The same call with `Despite`, unless the command begins something. In one of five, its recorder accepts it."""
    accepted = SELF_ACCEPTED if n % 5 == 4 else ALL_THE_SAME
    return call if call.about is None else attrs.evolve(call, despite=accepted)
