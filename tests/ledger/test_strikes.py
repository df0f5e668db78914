"""What stands of a record: entries that were not struck out, and that are not said of one that was."""

from typing import Any

import pytest

from s2ss_core.events import (
    CostDisallowed,
    DaysStruckOut,
    EntryStruckOut,
    PaymentReversed,
    VatSettled,
    cause_of,
)
from s2ss_core.ledger import standing, stands, struck_by, struck_out
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Money
from tests.aggregates.deployment.test_corrections import COST_REVERSED
from tests.aggregates.histories import (
    COST,
    HOME_SCHOOL,
    INTERIM_FINALISED,
    INTERIM_REPORTED,
    PAYMENT_MADE,
    SECOND_VISIT,
    THE_OFFICER,
    VISIT,
    Y2023,
    pounds,
)


def strike(of: Cause) -> EntryStruckOut:
    return EntryStruckOut(
        of=of,
        on=COST.on,
        cause="duplicate",
        reason="Twice.",
        asked_by=THE_OFFICER,
        agreed_by=person("u-2"),
    )


DISALLOWED = CostDisallowed(
    disallowance="x-1", on=COST.on, of=cause_of(COST), amount=pounds(1), reason="other", by=THE_OFFICER
)
SETTLED = VatSettled(settlement="s-1", on=COST.on, of=cause_of(COST), irrecoverable_vat=Money(1))
BACK = PaymentReversed(payment="p-1", document="B-1", on=PAYMENT_MADE.on, amount=pounds(1))
DAYS_STRUCK = DaysStruckOut(
    visit="v-1", deployment="d-1", on=COST.on, leader="sl-014", cap_year=Y2023, home_school=HOME_SCHOOL,
    because=Cause("visit", ("v-1",), "deployment:d-1"),
)  # fmt: skip


def test_a_strike_names_the_entry_that_it_strikes_out_and_no_other_event_does() -> None:
    assert struck_by(strike(cause_of(COST))) == Cause("cost", ("c-1",))
    assert struck_by(DAYS_STRUCK) == Cause("days", ("d-1", "v-1"))
    assert struck_by(COST) is None


def test_every_entry_that_is_struck_out_is_found() -> None:
    events = [COST, strike(cause_of(COST)), VISIT, DAYS_STRUCK]

    assert struck_out(events) == {Cause("cost", ("c-1",)), Cause("days", ("d-1", "v-1"))}


@pytest.mark.parametrize(
    ("entry", "said"),
    (
        (COST, DISALLOWED),
        (COST, COST_REVERSED),
        (COST, SETTLED),
        (PAYMENT_MADE, BACK),
        (INTERIM_REPORTED, INTERIM_FINALISED),
    ),
)
def test_what_is_said_of_an_entry_alone_falls_with_it(entry: Any, said: Any) -> None:
    struck = {cause_of(entry)}

    assert not stands(entry, struck)
    assert not stands(said, struck)
    assert stands(said, {cause_of(VISIT)})
    assert stands(said, frozenset())
    assert not stands(said, {cause_of(said)})


def test_other_entries_and_the_strike_itself_stand_in_their_order() -> None:
    out = strike(cause_of(VISIT))

    assert list(standing(iter([VISIT, SECOND_VISIT, out, COST]))) == [SECOND_VISIT, out, COST]
