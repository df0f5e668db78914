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
)
from s2ss_core.rules import Broken, Despite
from s2ss_core.rules import support as rules
from s2ss_core.values import Money


@attrs.frozen
class Excess:
    """The rules not met that are about a quantity or a sum, and what of the cost is beyond it, in pence."""

    broken: tuple[Broken, ...] = ()
    amount: Money = Money(0)

    def disallowed(self, cost: Money, broken: Iterable[Broken]) -> tuple[Money, DisallowedReason]:
        """What of a cost is disallowed and why: only the excess if no other rule is not met."""
        codes = {rule.rule.code for rule in broken}
        if not codes <= {rule.rule.code for rule in self.broken}:
            return cost, "recorded-despite"
        beyond_the_line = codes == {rules.the_charge_is_within_the_line.code}
        return self.amount, "beyond-the-line" if beyond_the_line else "recorded-despite"


NO_EXCESS = Excess()


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
