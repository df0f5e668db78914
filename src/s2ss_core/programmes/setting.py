"""A value of a programme with its source."""

from datetime import date
from typing import Generic, TypeVar

import attrs

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Setting(Generic[T]):
    """A value with its source and the day since when it holds."""

    value: T
    source: str
    since: date
