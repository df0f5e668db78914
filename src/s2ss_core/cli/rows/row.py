"""One row: a fact or decision of valid form, not yet recorded."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs

from s2ss_core.application import Evidence
from s2ss_core.cli.rows.commands import Kind
from s2ss_core.events import natural_id, stored_name
from s2ss_core.rules import Despite


@attrs.frozen(kw_only=True)
class Row:
    """The content of a row. `refused` holds the codes of the rules that are expected to refuse it.

    `recorded_at` counts only for a demonstration on a scripted clock.
    """

    number: int
    kind: Kind
    about: str | None
    fact: Any
    recorded_by: str
    recorded_at: dt.datetime | None = None
    despite: Despite | None = None
    evidence: tuple[Evidence, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def arguments(self) -> tuple[str, ...]:
        """The command's positional arguments."""
        return () if self.about is None else (self.about,)

    @property
    def fields(self) -> Mapping[str, Any]:
        """The command's keyword arguments."""
        return {name: getattr(self.fact, name) for name in self.kind.fields}

    @property
    def name(self) -> str:
        """The natural id of the fact, without the parts that have their default values."""
        parts = natural_id(self.fact)[1:]
        fields = stored_name(self.kind.fact).natural_key
        usual = {field.name for field in attrs.fields(type(self.fact)) if self._has_default(field)}
        if len(fields) == len(parts):
            parts = tuple(part for field, part in zip(fields, parts, strict=True) if field not in usual)
        return " ".join(parts)

    def _has_default(self, field: Any) -> bool:
        return bool(getattr(self.fact, field.name) == field.default)
