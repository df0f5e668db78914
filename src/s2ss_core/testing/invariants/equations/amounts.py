"""Pence out of the figures of a document."""

from collections.abc import Iterable
from typing import Any

import attrs

from s2ss_core.projections.grant_usage import Amounts

COSTS = ("incurred", "disallowed", "eligible")
USES = ("eligible", "committed", "unspent")
BY_YEAR = ("by_financial_year", "by_own_year", "by_academic_year")
PERIODS = ("by_term", *BY_YEAR)


def value_of(row: Any, name: str) -> int:
    """One figure of a row."""
    return int(getattr(row, name).value)


def sum_of(rows: Iterable[Any], name: str) -> int:
    """The sum of one figure over rows."""
    return sum(value_of(row, name) for row in rows)


def values_of(amounts: Amounts) -> dict[str, int]:
    """Every figure of the amounts, by its name."""
    return {field.name: value_of(amounts, field.name) for field in attrs.fields(Amounts)}
