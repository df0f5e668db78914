"""VAT that nobody recovers is a cost of the plan: what is approved, scheduled, committed and unspent counts it."""

import attrs

from s2ss_core.ledger import scheduled
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle import Runner, Scenario
from s2ss_core.testing.lifecycle.happy_path import HappyPath
from s2ss_core.values import Money, Term

TERMS = (Term("2024-spring"), Term("2024-summer"))
VAT = Money("100.00")
THE_REST = Money("60.00")  # of the VAT, which the recipient recovers


def due(runner: Runner, command: str) -> CommandCall:
    """The command of the happy path, once everything before it was recorded."""
    runner.go_on("d-1", 80, until=command)
    return next(call for call in HappyPath(runner.world, "d-1").due() if call.command == command)


def with_vat(call: CommandCall) -> CommandCall:
    """A plan whose lines of bought things bear VAT, of which £40.00 a term is not recovered."""
    lines = [
        attrs.evolve(line, vat=VAT, irrecoverable_vat=VAT - THE_REST) if line.unit == "item" else line
        for line in call.fields["lines"]
    ]
    return call.with_(lines=tuple(lines), total=Money(call.fields["total"] + 2 * (VAT - THE_REST)))


def test_what_is_approved_scheduled_committed_and_unspent_counts_vat_that_is_not_recovered() -> None:
    runner = Runner(Scenario(terms=TERMS))
    plan = due(runner, "submit_plan")
    net = plan.fields["total"]

    runner.call(with_vat(plan))
    agreement = due(runner, "issue_agreement")
    runner.go_on("d-1", 80, until="log_visit")

    amounts = runner.world.brokerage.grant_usage("d-1").amounts
    rows = {row.line: row.approved.value for row in runner.world.brokerage.grant_usage("d-1").lines}
    assert amounts.approved.value == scheduled(agreement.fields["schedule"]) == net + Money("80.00")
    assert amounts.committed.value == amounts.approved.value
    assert amounts.unspent.value == amounts.allocated.value - amounts.committed.value
    assert sum(rows.values()) == amounts.approved.value
    assert rows["2"] == sum(line.amount for line in plan.fields["lines"] if line.id == "2") + Money("80.00")
    assert [due.amount for due in agreement.fields["schedule"]] == [(net // 2) + Money("40.00")] * 2


def test_a_total_without_the_vat_that_is_not_recovered_is_refused() -> None:
    runner = Runner(Scenario(terms=TERMS))
    plan = due(runner, "submit_plan")

    recorded = runner.call(with_vat(plan).with_(total=plan.fields["total"]))

    assert not recorded
    assert runner.transcript[-1][0] == "refused"
