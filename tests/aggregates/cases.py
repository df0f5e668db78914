"""A case: a decision for which exactly one rule is not met, and the one next to it for which every rule is met."""

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
