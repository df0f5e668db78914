from typing import Any

import attrs
import pytest

from s2ss_core.events import Brokered, ProgrammeAdopted
from s2ss_core.projections import DEPLOYMENT_LOG, GRANT_USAGE
from s2ss_core.projections.sums.price_list import PriceList
from s2ss_core.values import Days, Money
from tests.projections.histories import History
from tests.projections.worked_example import (
    PROGRAMME,
    SPRING,
    adopted,
    brokered,
    line,
    pounds,
    worked_example,
)

KEY = ("deployment", "d-1")


def with_programme(**changes: Any) -> History:
    event: Any = adopted()
    history = worked_example()
    at = next(n for n, entry in enumerate(history.entries) if isinstance(entry.event, ProgrammeAdopted))
    history.entries[at] = attrs.evolve(history.entries[at], event=attrs.evolve(event, **changes))
    return history


@pytest.mark.parametrize(
    "history",
    (
        with_programme(digest="sha256:another"),
        with_programme(content="{}"),
        with_programme(content="not a programme"),
        worked_example().without(ProgrammeAdopted),
    ),
)
def test_without_the_adopted_programme_only_invoices_count_and_a_note_says_so(
    history: History,
) -> None:
    usage = GRANT_USAGE.live(history, KEY)
    log = DEPLOYMENT_LOG.live(history, KEY)

    assert usage.amounts.incurred.value == pounds(4000)
    assert usage.notes[-1].says == "the history does not hold the adopted programme"
    assert {type(entry.event) for entry in history.only(usage.notes[-1].positions)} == {Brokered}
    assert [cut.period for cut in usage.cuts.by_term] == ["2024-spring", "2024-summer", "2024-autumn"]
    assert (log.expected, [finding.severity for finding in log.findings]) == ((), ["accepted"])


def test_units_are_converted_to_those_of_the_line_if_the_programme_gives_their_capacity() -> None:
    nobody_says: Any = PriceList(plans=(), programme=None, pinned_at=(), disallowed={})
    of_no_capacity = attrs.evolve(nobody_says, programme=attrs.evolve(PROGRAMME, capacity=()))
    reckoned = attrs.evolve(nobody_says, programme=PROGRAMME)
    by_the_day: Any = line("1", SPRING, "10", 400)

    def units(price_list: PriceList) -> tuple[Days, Days]:
        return price_list.units(by_the_day, "day", Days(2)), price_list.units(by_the_day, "half-day", Days(2))

    assert units(reckoned) == (Days(2), Days(1))
    assert reckoned.units(attrs.evolve(by_the_day, unit="half-day"), "day", Days(2)) == Days(4)
    assert units(of_no_capacity) == (Days(2), Days(0))
    assert units(nobody_says) == (Days(2), Days(2))


def test_a_brokering_without_a_digest_uses_the_programme_that_was_adopted() -> None:
    history = worked_example()
    at = next(n for n, entry in enumerate(history.entries) if isinstance(entry.event, Brokered))
    event: Any = history.entries[at].event
    history.entries[at] = attrs.evolve(history.entries[at], event=attrs.evolve(event, digest=""))

    assert GRANT_USAGE.live(history, KEY).amounts == GRANT_USAGE.live(worked_example(), KEY).amounts


def test_a_deployment_uses_the_programme_as_it_was_adopted() -> None:
    assert brokered().digest == adopted().digest
    assert GRANT_USAGE.live(worked_example(), KEY).amounts.incurred.value > Money(0)
