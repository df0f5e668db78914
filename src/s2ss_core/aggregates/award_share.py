"""The share of one of several awards in a deployment."""

import attrs

from s2ss_core.values import Money


@attrs.frozen(kw_only=True)
class AwardShare:
    """What one of several awards bears of a deployment: these lines of its plan, with what it has set aside for them."""

    award: str
    lines: frozenset[str]
    allocated: Money
