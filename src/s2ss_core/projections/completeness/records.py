"""One record that a deployment owes, whether it is there or not."""

from typing import Literal, TypeVar

import attrs

from s2ss_core.projections.whats_due.requirements import Requirements
from s2ss_core.values import Term

R = TypeVar("R", bound=str)
Group = Literal["visit", "term", "meeting", "checklist"]


@attrs.frozen(kw_only=True)
class OwedRecord:
    """A record that is owed: `of` names the visit, the report's term, the meeting or the decision, and `whose`
    the leader or the role.

    `positions` are the entries that are it; empty while it is not there, and then it `waits_on` these people or roles.
    `because` are the entries from which it follows that it is owed.
    """

    group: Group
    of: str
    whose: str
    what: str
    term: Term | None = None
    positions: tuple[int, ...] = ()
    because: tuple[int, ...] = ()
    waits_on: tuple[str, ...] = ()

    @property
    def there(self) -> bool:
        """Whether the record is there."""
        return bool(self.positions)


def here(requirements: Requirements, roles: tuple[R, ...]) -> tuple[R, ...]:
    """The roles that there are here: a QA Lead only where the funding has one, a funder only where there is an award."""
    absent = {
        *(() if requirements.terms.qa_lead_required else ("qa-lead",)),
        *(() if requirements.terms.needs_award else ("funder",)),
    }
    return tuple(role for role in roles if role not in absent)
