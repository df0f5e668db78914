"""The arguments of a command: the subject's id, and the fields of its event."""

import inspect
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from s2ss_core.errors import BadInput
from s2ss_core.events import derived_fields, validate
from s2ss_core.events.families import Subject, subject_of
from s2ss_core.values import is_text


class Fields:
    """The fields of an event that a command takes: all but those that the decision derives."""

    def __init__(self, event: Any, subject: Subject | None = None) -> None:
        self.event = event
        self.subject = subject or subject_of(event)
        self._known = inspect.signature(event).parameters

    @cached_property
    def given(self) -> Mapping[str, inspect.Parameter]:
        """The event's fields that callers give."""
        derived = derived_fields(self.event)
        return {name: field for name, field in self._known.items() if name not in derived}

    @property
    def has_own_id(self) -> bool:
        """True if the subject's id is a field of the event."""
        return self.subject in self.given

    @property
    def signature(self) -> inspect.Signature:
        """The subject's id, first or by keyword, and the fields by keyword."""
        subject = inspect.Parameter(self.subject, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=str)
        return inspect.Signature([subject, *(self.given[name] for name in self._names())])

    def usage(self, name: str) -> str:
        """The call in short: the id and the required fields, and below them the optional fields."""
        needed, optional = self._names(needed=True), self._names(needed=False)
        call = f"{name}({', '.join((self.subject, '*', *needed))})"
        return f"{call}\n\nOptional: {', '.join(optional)}." if optional else call

    def build(self, name: str, args: tuple[Any, ...], given: Mapping[str, Any]) -> tuple[str, Any]:
        """The subject's id and the event. Raises `BadInput` that says which fields are missing or unknown."""
        fields = dict(given)
        if len(args) > 1:
            raise BadInput(f"{name} takes the {self.subject}'s id first and everything else by keyword")
        if args and self.subject in fields:
            raise BadInput(f"{name}: give the {self.subject}'s id once, first or as {self.subject}=")
        subject = args[0] if args else fields.pop(self.subject, None)
        if not is_text(subject):
            raise BadInput(f"{name} needs the {self.subject}'s id: give it first, or as {self.subject}=")
        if self.has_own_id:
            fields[self.subject] = subject
        self._check_names(name, fields)
        fact = self.event(**fields)
        validate(fact)
        return subject, fact

    def _names(self, *, needed: bool | None = None) -> list[str]:
        return [
            name
            for name, field in self.given.items()
            if needed in (None, field.default is field.empty) and name != self.subject
        ]

    def _check_names(self, name: str, given: Mapping[str, Any]) -> None:
        for field in given:
            if field not in self._known:
                near = get_close_matches(field, self.given, n=1)
                hint = f"did you mean {near[0]}?" if near else f"it takes {', '.join(self.given)}"
                raise BadInput(f"{name} has no field {field}: {hint}")
        if missing := [needed for needed in self._names(needed=True) if needed not in given]:
            raise BadInput(f"{name} needs: {', '.join(missing)}")
