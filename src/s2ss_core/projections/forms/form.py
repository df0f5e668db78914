"""The shape of every form: sections of fields, each with the events that it came from."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypeVar

import attrs

from s2ss_core.errors import BadInput, NotFound
from s2ss_core.projections.engine.event_set import Positioned
from s2ss_core.values import Private, Term

E = TypeVar("E")


@attrs.frozen(kw_only=True)
class FormField:
    """One field of a form.

    `value` is None where the field is blank, and withheld where its private text was erased. `positions` are those of
    the events that it came from, or that left it blank. `filled_by` is the event that fills the field.
    """

    label: str
    value: Private | dt.date | None
    positions: tuple[int, ...]
    filled_by: str


@attrs.frozen(kw_only=True)
class FormSection:
    """Fields that belong together: a part of the form, or a row of a table in it."""

    title: str
    fields: tuple[FormField, ...]


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


def section(title: str, event: Positioned[Any], **values: Private | dt.date | None) -> FormSection:
    """A section in which one event fills every field. The names of the fields are their labels."""
    fields = (
        FormField(
            label=label.replace("_", " "),
            value=value or None,
            positions=event.positions,
            filled_by=type(event.event).__name__,
        )
        for label, value in values.items()
    )
    return FormSection(title=title, fields=tuple(fields))


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
            f"There are several of this form: choose one with of, which is one of {', '.join(ids)}."
        )
    return chosen[0]
