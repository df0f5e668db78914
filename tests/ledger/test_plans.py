"""Which plan is in force, and what it sets aside for a line and for a term."""

from datetime import date

import attrs

from s2ss_core.events import ScheduledInstalment
from s2ss_core.ledger import Approved, in_force, scheduled_by_plan
from s2ss_core.values import Money
from tests.aggregates.histories import (
    AUTUMN,
    LINES,
    PLAN_APPROVED,
    PLAN_SUBMITTED,
    SPRING,
    SUMMER,
    plan,
    pounds,
)

APPROVED = Approved(plan=PLAN_SUBMITTED, on=PLAN_APPROVED.on, effective_from=PLAN_APPROVED.on)


def test_a_line_has_its_amounts_and_the_vat_on_them_that_is_not_recovered() -> None:
    with_vat = plan(*(attrs.evolve(line, vat=pounds(200), irrecoverable_vat=pounds(50)) for line in LINES))

    approved = Approved(plan=with_vat, on=PLAN_APPROVED.on, effective_from=PLAN_APPROVED.on)

    assert approved.approved("2") == pounds(4000) + 3 * pounds(50)
    assert repr(approved.approved("none")) == "Money('0.00')"


def test_the_first_entry_of_a_line_describes_it() -> None:
    assert APPROVED.line("3") is LINES[4]
    assert APPROVED.line("none") is None


def test_the_latest_approved_of_the_plans_that_had_taken_effect_is_in_force() -> None:
    first, day = APPROVED, APPROVED.effective_from
    second = attrs.evolve(first, effective_from=date(2024, 4, 18))
    back_dated = attrs.evolve(first, effective_from=date(2024, 1, 8))

    assert in_force([first, second], date(2023, 12, 13)) is None
    assert in_force([first, second], day) is first
    assert in_force([first, second], date(2024, 4, 17)) is first
    assert in_force([first, second], date(2024, 4, 18)) is second
    assert in_force([first, second, back_dated], date(2024, 4, 18)) is back_dated


def test_a_plan_has_an_instalment_for_each_term_the_last_after_the_final_report() -> None:
    out_of_order = plan(*reversed(LINES))

    assert scheduled_by_plan(out_of_order, "retained") == (
        ScheduledInstalment(instalment=1, leg="retained", term=SPRING, amount=pounds(6000), after=None),
        ScheduledInstalment(instalment=2, leg="retained", term=SUMMER, amount=pounds(2000), after=None),
        ScheduledInstalment(instalment=3, leg="retained", term=AUTUMN, amount=pounds(3000), after="final"),
    )


def test_a_plan_of_nothing_schedules_money() -> None:
    [instalment] = scheduled_by_plan(plan(attrs.evolve(LINES[0], amount=Money(0))), "instalment")

    assert type(instalment.amount) is Money
