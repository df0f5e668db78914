"""What a rule that is not met leads to: a refusal, or a finding about a fact that was recorded despite it."""

from collections.abc import Iterable
from typing import Literal

import attrs

from s2ss_core.errors import BadInput, S2ssError
from s2ss_core.ids import id_fault
from s2ss_core.rules.rule import Broken
from s2ss_core.values import Person, Private, is_text

__all__ = ["Despite", "Finding", "Refused", "Severity"]

Severity = Literal["error", "accepted", "note"]
ADVICE = (
    "  If it has already happened, record it with despite: the reason, and the person who accepts it, who must not be"
    " the person who records it."
)


class Refused(S2ssError):
    """Raised when rules are not met; nothing was recorded. `broken` carries every one of them, so all show at once.

    Show the text, or each rule's sentence, facts and `clears`; put right what they name and try again. `request` says
    what was asked for, such as `log visit v-1 of dep-2`; `may_be_accepted`, whether `despite` may record it.
    """

    def __init__(self, request: str, broken: Iterable[Broken], *, despite: bool) -> None:
        self.request = request
        self.broken = tuple(broken)
        self.may_be_accepted = despite
        count = "1 rule is" if len(self.broken) == 1 else f"{len(self.broken)} rules are"
        lines = [f"Cannot {request}: {count} not met.", *(f"  - {broken}" for broken in self.broken)]
        super().__init__("\n".join([*lines, ADVICE] if despite else lines))


@attrs.frozen(kw_only=True)
class Despite:
    """Why a fact is recorded although it breaks rules, and who accepts that. Raises `BadInput` if one is blank."""

    reason: str
    accepted_by: Person

    def __attrs_post_init__(self) -> None:
        if not is_text(self.reason):
            raise BadInput("Despite.reason is empty: say why the fact is recorded although a rule is not met")
        if id_fault(getattr(self.accepted_by, "person", "")):
            raise BadInput(
                "Despite.accepted_by is not a Person with an id: give the id, the role and the organisation of the"
                " person who accepts it"
            )


@attrs.frozen(kw_only=True)
class Finding:
    """A rule that the recorded history does not meet. Only an `error` stops a certificate."""

    severity: Severity
    code: str
    rule: str
    facts: tuple[tuple[str, str], ...]
    position: int
    reason: Private | None = None
    accepted_by: Person | None = None
