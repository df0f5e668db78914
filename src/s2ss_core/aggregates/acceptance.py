"""What is recorded with a fact that is recorded despite rules: the acceptance, and the disallowance of its cost."""

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from s2ss_core.events import (
    AcceptedDespite,
    BrokenRule,
    CostDisallowed,
    DisallowedReason,
    FactFound,
    cause_of,
    people_in,
)
from s2ss_core.rules import Broken, Despite
from s2ss_core.rules import corrections as correction_rules
from s2ss_core.rules import support as rules
from s2ss_core.values import Money


@attrs.frozen
class Excess:
    """The rules not met that are about a quantity or a sum, and what of the cost is beyond it, in pence."""

    broken: tuple[Broken, ...] = ()
    amount: Money = Money(0)

    def disallowed(self, cost: Money, broken: Iterable[Broken]) -> tuple[Money, DisallowedReason]:
        """What of a cost is disallowed and why: only the excess if no other rule about the money is not met.

        How many days a school releases its leader for is no condition of the money.
        """
        codes = {rule.rule.code for rule in broken if not rule.rule.workload}
        if not codes:
            return Money(0), "recorded-despite"
        if not codes <= {rule.rule.code for rule in self.broken}:
            return cost, "recorded-despite"
        beyond_the_line = codes == {rules.the_charge_is_within_the_line.code}
        return self.amount, "beyond-the-line" if beyond_the_line else "recorded-despite"


NO_EXCESS = Excess()


def not_to_be_accepted(fact: Any, despite: Despite, recorded_by: str) -> Iterator[Broken]:
    """The rules on who accepts a fact that are not met: neither who records it nor anybody whom it names."""
    accepted_by = despite.accepted_by.person
    yield from correction_rules.the_one_who_accepts_is_not_the_one_who_records.broken_by(
        accepted_by=accepted_by, recorded_by=recorded_by
    )
    yield from correction_rules.the_one_who_accepts_has_no_part_in_it.broken_by(
        accepted_by=accepted_by, named=tuple(dict.fromkeys(people_in(fact)))
    )


def acceptance(
    fact: Any, broken: Iterable[Broken], despite: Despite, disallowed: Money, reason: DisallowedReason
) -> Iterator[AcceptedDespite | CostDisallowed]:
    """The acceptance of the rules that a fact does not meet and, if there is any, the disallowance of its cost."""
    of = cause_of(fact)
    yield AcceptedDespite(
        of=of,
        on=fact.on,
        rules=tuple(map(_recorded, broken)),
        reason=despite.reason,
        accepted_by=despite.accepted_by,
    )
    if disallowed:
        yield CostDisallowed(
            disallowance=f"despite {of}",
            on=fact.on,
            of=of,
            amount=disallowed,
            reason=reason,
            by=despite.accepted_by,
        )


def _recorded(broken: Broken) -> BrokenRule:
    facts = tuple(FactFound(name=name, value=value) for name, value in broken.facts)
    return BrokenRule(code=broken.rule.code, name=broken.rule.name, facts=facts)
