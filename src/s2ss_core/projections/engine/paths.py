"""The parts of a view by dotted paths, such as `lines.3.disallowed` or `cuts.by_term.2024-spring.eligible`."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from s2ss_core.projections.engine.figure import Figure

# The fields that identify a row of a table, in order of preference; a row without them is named by its number.
NAMED_BY = (("step",), ("disallowance",), ("cost",), ("visit",), ("leg", "to", "payer", "period", "deployment", "award"),
            ("line", "term"), ("period",), ("instalment",), ("allocation",), ("leader",), ("deployment",),
            ("plan_version",), ("judgement",), ("review",), ("report",), ("payment",), ("purpose",), ("certificate",),
            ("organisation",), ("source", "target", "how"), ("position",), ("what",))  # fmt: skip


def figures_in(view: Any, path: str = "") -> Mapping[str, Figure[Any]]:
    """Every figure of a view by its path."""
    return dict(_figures(view, path))


def parts_of(value: Any) -> Mapping[str, Any] | None:
    """The parts of a document or a table by their names, or None for a single value.

    A row of a table is named by its identifying fields, and by its number too, from 1, where another has the same name.
    Rows of a table in which one has no name are named by their numbers.
    """
    if isinstance(value, tuple):
        names = [_name(row) for row in value]
        numbered = [joined(name * all(names), str(number)) for number, name in enumerate(names, 1)]
        alone = [bool(name) and all(names) and names.count(name) == 1 for name in names]
        return {
            name if unique else number: row
            for name, number, unique, row in zip(names, numbered, alone, value, strict=True)
        }
    if isinstance(value, Figure) or not attrs.has(type(value)):
        return None
    return {field.name: getattr(value, field.name) for field in attrs.fields(type(value))}


def joined(path: str, name: str) -> str:
    """The path of a part with this name."""
    return f"{path}.{name}" if path and name else path or name


def _figures(value: Any, path: str) -> Iterator[tuple[str, Figure[Any]]]:
    if isinstance(value, Figure):
        yield path, value
    for name, part in (parts_of(value) or {}).items():
        yield from _figures(part, joined(path, name))


def _name(row: Any) -> str:
    for fields in NAMED_BY:
        if hasattr(row, fields[0]):
            values = (getattr(row, field, None) for field in fields)
            return ".".join(str(value) for value in values if value is not None)
    return ""
