"""The shape of every form: sections of fields, each with the events that it came from."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import attrs

from s2ss_core.errors import BadInput, NotFound
from s2ss_core.projections.engine.event_set import Positioned
from s2ss_core.values import Private, Term

E = TypeVar("E")
Value = Private | dt.date | None


@attrs.frozen(kw_only=True)
class FormField:
    """One field of a form.

    `value` is None where the field is blank, and withheld where its private text was erased. `positions` are those of
    the events that it came from, or that left it blank; empty if nothing that fills it was recorded. `filled_by` is the
    event that fills the field, or `computed` where several kinds of events do.
    """

    label: str
    value: Value
    positions: tuple[int, ...]
    filled_by: str


@attrs.frozen(kw_only=True)
class FormSection:
    """Fields that belong together: a part of the form, or a row of a table in it.

    If it is `ours`, the source's form has no such part: it is added from what the record holds.
    """

    title: str
    fields: tuple[FormField, ...]
    ours: bool = False


@attrs.frozen(kw_only=True)
class Form:
    """A form of a deployment. `source` is the document and the heading in it that the fields come from."""

    name: str
    title: str
    source: str
    deployment: str
    sections: tuple[FormSection, ...]


@attrs.frozen(kw_only=True)
class Chosen:
    """Which form is meant where a deployment has several: `of` is the id of a visit, a plan or a report."""

    of: str | None = None
    leader: str | None = None
    term: Term | None = None


def fields(event: Positioned[Any], **values: Value) -> tuple[FormField, ...]:
    """Fields that one event fills. The names of the values are the labels."""
    return tuple(
        FormField(
            label=label.replace("_", " "),
            value=value or None,
            positions=event.positions,
            filled_by=type(event.event).__name__,
        )
        for label, value in values.items()
    )


def blank(kind: type, *labels: str) -> tuple[FormField, ...]:
    """Fields that events of this kind fill, where none was recorded."""
    return tuple(
        FormField(label=label.replace("_", " "), value=None, positions=(), filled_by=kind.__name__)
        for label in labels
    )


def section(title: str, event: Positioned[Any], **values: Value) -> FormSection:
    """A section in which one event fills every field."""
    return FormSection(title=title, fields=fields(event, **values))


def our_section(title: str, event: Positioned[Any], **values: Value) -> FormSection:
    """A section that the source's form does not have."""
    return attrs.evolve(section(title, event, **values), ours=True)


def all_ours(*sections: FormSection) -> tuple[FormSection, ...]:
    """The sections of a form that its source names and does not print."""
    return tuple(attrs.evolve(part, ours=True) for part in sections)


def rows(
    title: str, kind: type, found: Iterable[FormSection], *labels: str, ours: bool = False
) -> tuple[FormSection, ...]:
    """The rows of a table; a table without rows has one that is blank."""
    return tuple(found) or (FormSection(title=title, fields=blank(kind, *labels), ours=ours),)


def the_one(found: Sequence[Positioned[E]], name: str, of: str | None) -> Positioned[E]:
    """The event that is meant: the one whose field `name` is `of`, or the only one.

    Raises `NotFound` where there is none, and `BadInput` where there are several and none is chosen.
    """
    ids = [str(getattr(event.event, name)) for event in found]
    chosen = [event for event, known in zip(found, ids, strict=True) if of in {None, known}]
    if not chosen:
        known = ", ".join(ids) or "none"
        raise NotFound(f"There is no {name} {of or ''}".rstrip() + f" for this form. Recorded are: {known}.")
    if len(chosen) > 1:
        raise BadInput(
            f"There are several of this form: choose one with `of` (`--of` on the command line), which is one of {', '.join(ids)}."
        )
    return chosen[0]
