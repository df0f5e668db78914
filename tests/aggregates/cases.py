"""A case: a decision that one rule alone stands in the way of, and its like that nothing stands in the way of."""

from collections.abc import Callable
from typing import Any

import attrs

from s2ss_core.aggregates.decision import Decision


@attrs.frozen(kw_only=True)
class Case:
    """What breaks a rule, in words; a decision that breaks it and no other, and one that keeps it."""

    code: str
    when: str
    broken: Callable[[], Decision[Any]]
    kept: Callable[[], Decision[Any]]

    def __str__(self) -> str:
        return f"{self.code} when {self.when}"
