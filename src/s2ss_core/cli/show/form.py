"""A form as text."""

import datetime as dt

from rich.console import Console

from s2ss_core.cli.show.console import day, heading, row, table, words
from s2ss_core.projections import Form, FormField, FormSection


def show_form(console: Console, form: Form, *, when: str = "") -> None:
    """Each section with its fields, and the positions of the events that they came from."""
    heading(console, f"{form.title} {form.deployment}", form.source, *([when] if when else []))
    for section in form.sections:
        made = table("Field", "Value", "Events", title=_title(section), right=(2,))
        for field in section.fields:
            row(made, field.label, _value(field), ", ".join(map(str, field.positions)))
        console.print(made)


def _title(section: FormSection) -> str:
    return f"{section.title} (ours, not on the form)" if section.ours else section.title


def _value(field: FormField) -> str:
    if field.value is None:
        return f"(blank: {field.filled_by} fills it)"
    return day(field.value) if isinstance(field.value, dt.date) else words(field.value)
