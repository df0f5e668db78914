"""Which settings of two programmes differ, and a programme that has one of its settings from another."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs

from s2ss_core.programmes import Programme, Setting, Terms
from s2ss_core.values import FundingKind
from s2ss_core.what_if.documents import SettingDifference

__all__ = ["Place", "differing_places", "setting_differences", "with_setting"]

WORDS = frozenset({"name", "version", "title", "document", "notes"})
"""Fields of a programme that name it and describe it. They decide nothing."""

WORDS_OF_A_PART = frozenset({"source", "what", "when"})
"""Fields of the parts of a programme that describe them. They decide nothing."""

NAMES_OF_ROWS = (
    "id",
    "unit",
    "band",
    "head",
    "season",
    "document",
    "purpose",
    "sent_by",
    "leg",
    "checklist",
    "at",
)
"""The fields by which a row of a programme is named."""


@attrs.frozen
class Place:
    """Where a setting stands: a field of a programme, or a field of one of its parts."""

    field: str
    part: str | None = None

    def name(self, kind: FundingKind) -> str:
        """The name of the setting, such as `cap.days`."""
        field = f"funding[{kind}]" if self.field == "funding" else self.field
        return f"{field}.{self.part}" if self.part else field

    def value(self, programme: Programme, kind: FundingKind) -> Any:
        """The setting of a programme; that of one kind of funding, if it is of the funding."""
        whole = terms_of(programme, kind) if self.field == "funding" else getattr(programme, self.field)
        return getattr(whole, self.part) if self.part else whole


def terms_of(programme: Programme, kind: FundingKind) -> Terms:
    """The terms of a programme for a kind of funding that it has."""
    return next(terms for terms in programme.funding if terms.kind == kind)


def differing_places(pinned: Programme, other: Programme, kind: FundingKind) -> tuple[Place, ...]:
    """Where the settings of two programmes differ that concern a kind of funding."""
    return tuple(
        place
        for place in _places(pinned)
        if _without_words(place.value(pinned, kind)) != _without_words(place.value(other, kind))
    )


def setting_differences(
    pinned: Programme, other: Programme, kind: FundingKind
) -> tuple[SettingDifference, ...]:
    """Each value that two programmes have otherwise, in the order of a programme file."""
    return tuple(
        SettingDifference(key=key, setting=place.name(kind), pinned=_text(before), other=_text(after))
        for place in differing_places(pinned, other, kind)
        for key, before, after in _differing(
            place.value(pinned, kind), place.value(other, kind), place.name(kind)
        )
    )


def with_setting(base: Programme, place: Place, source: Programme, kind: FundingKind) -> Programme:
    """A programme with one setting of another. The settings of the two need not go together."""
    value = place.value(source, kind)
    if place.part is None:
        return attrs.evolve(base, **{place.field: value})
    if place.field != "funding":
        part = attrs.evolve(getattr(base, place.field), **{place.part: value})
        return attrs.evolve(base, **{place.field: part})
    own = terms_of(base, kind)
    changed = attrs.evolve(own, **{place.part: value})
    return attrs.evolve(base, funding=tuple(changed if terms is own else terms for terms in base.funding))


def _places(programme: Programme) -> Iterator[Place]:
    for field in attrs.fields(Programme):
        value = getattr(programme, field.name)
        if field.name == "funding":
            names = [part.name for part in attrs.fields(Terms) if part.name not in {"kind", "source"}]
            yield from (Place("funding", name) for name in names)
        elif attrs.has(type(value)) and not isinstance(value, Setting):
            names = [part.name for part in attrs.fields(type(value)) if part.name not in WORDS_OF_A_PART]
            yield from (Place(field.name, name) for name in names)
        elif field.name not in WORDS:
            yield Place(field.name)


def _without_words(value: Any) -> Any:
    """A value of a programme as nested tuples, without what only describes it."""
    if isinstance(value, Setting):
        return _without_words(value.value)
    if isinstance(value, tuple):
        return tuple(map(_without_words, value))
    if attrs.has(type(value)):
        return tuple(_without_words(getattr(value, name)) for name in _fields(value))
    return value


def _fields(part: Any) -> list[str]:
    return [field.name for field in attrs.fields(type(part)) if field.name not in WORDS_OF_A_PART]


def _differing(before: Any, after: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """The path of each value that differs, with both values; a row that only one side has is a single value."""
    if _without_words(before) == _without_words(after):
        return
    if _is_table(before) or _is_table(after):
        yield from _differing_rows(dict(_named(before)), dict(_named(after)), path)
    elif type(before) is type(after) and attrs.has(type(before)) and not isinstance(before, Setting):
        for name in _fields(before):
            yield from _differing(getattr(before, name), getattr(after, name), f"{path}.{name}")
    else:
        yield path, before, after


def _differing_rows(
    before: dict[str, Any], after: dict[str, Any], path: str
) -> Iterator[tuple[str, Any, Any]]:
    rows = [
        differing
        for name in dict.fromkeys((*before, *after))
        for differing in _differing(before.get(name), after.get(name), f"{path}[{name}]")
    ]
    yield from rows or [(path, tuple(before), tuple(after))]  # the same rows, in another order


def _is_table(value: Any) -> bool:
    return isinstance(value, tuple) and any(attrs.has(type(row)) for row in value)


def _named(rows: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    """Each row with its name, and with its number too where another has the same name."""
    seen = Counter[str]()
    for row in rows:
        values = (getattr(row, name, None) for name in NAMES_OF_ROWS)
        name = " ".join(str(value) for value in values if value is not None)
        seen[name] += 1
        yield f"{name} {seen[name]}" if seen[name] > 1 else name, row


def _text(value: Any) -> str | None:
    """A value in words; None for one that is not there."""
    match value:
        case None:
            return None
        case Setting():
            return _text(value.value)
        case bool():
            return "true" if value else "false"
        case tuple():
            return ", ".join(filter(None, map(_text, value))) or "none"
        case _ if attrs.has(type(value)):
            parts = [getattr(value, name) for name in _fields(value)]
            return ", ".join(filter(None, (_text(part) for part in parts if part not in ((), 0))))
        case _:
            return str(value)
