"""Which halts of support last on a day."""

from datetime import date

import pytest

from s2ss_core.events import SupportHalted, SupportResumed
from s2ss_core.ledger import lasting
from tests.aggregates.histories import THE_OFFICER


def halted(halt: str, day: int) -> SupportHalted:
    return SupportHalted(halt=halt, on=date(2024, 2, day), cause="illness", by=THE_OFFICER, reason="Ill.")


def resumed(halt: str, day: int) -> SupportResumed:
    return SupportResumed(halt=halt, on=date(2024, 2, day), by=THE_OFFICER)


@pytest.mark.parametrize(("day", "lasts"), ((4, False), (5, True), (8, True), (9, False), (10, False)))
def test_a_halt_lasts_from_its_day_to_the_day_before_support_goes_on(day: int, lasts: bool) -> None:
    halt = halted("h-1", 5)

    assert list(lasting([halt, resumed("h-1", 9)], date(2024, 2, day))) == [halt] * lasts


def test_a_halt_that_nothing_ended_lasts() -> None:
    halt = halted("h-1", 5)

    assert list(lasting([halt, resumed("h-2", 6)], date(9999, 12, 30))) == [halt]


def test_all_halts_that_last_are_named_in_their_order() -> None:
    second, first, ended = halted("h-2", 6), halted("h-1", 5), halted("h-3", 5)
    recorded: tuple[SupportHalted | SupportResumed, ...] = (second, ended, resumed("h-3", 7), first)

    assert list(lasting(iter(recorded), date(2024, 2, 7))) == [second, first]
