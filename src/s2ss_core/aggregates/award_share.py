"""The share of one of several awards in a deployment."""

from collections.abc import Iterable

import attrs

from s2ss_core.ids import same
from s2ss_core.values import Money


@attrs.frozen(kw_only=True)
class AwardShare:
    """What one of several awards bears of a deployment: these lines of its plan, with what it has set aside for them."""

    award: str
    lines: frozenset[str]
    allocated: Money


def lines_of(shares: Iterable[AwardShare], award: str | None) -> frozenset[str] | None:
    """The lines of the plan that an award bears; None for all: if no award is named, or one award funds the deployment."""
    shares = tuple(shares)
    if award is None or not shares:
        return None
    borne = (share.lines for share in shares if same(share.award, award))
    return next(borne, frozenset())


def certified_awards(shares: Iterable[AwardShare]) -> tuple[str | None, ...]:
    """The awards of which a certificate each is asked for; a single None if one certificate is asked for."""
    return tuple(share.award for share in shares if share.lines) or (None,)
