"""What an approved plan sets aside for a line."""

import attrs

from s2ss_core.ledger import Approved
from s2ss_core.values import Money
from tests.aggregates.histories import LINES, PLAN_APPROVED, plan, pounds


def test_a_line_has_its_amounts_and_the_vat_on_them_that_is_not_recovered() -> None:
    with_vat = plan(*(attrs.evolve(line, vat=pounds(200), irrecoverable_vat=pounds(50)) for line in LINES))

    approved = Approved(plan=with_vat, on=PLAN_APPROVED.on, effective_from=PLAN_APPROVED.on)

    assert approved.approved("2") == pounds(4000) + 3 * pounds(50)
    assert approved.approved("none") == Money(0)
