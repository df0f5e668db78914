"""The commands that a row can name, such as `log-visit` or `release-instalment`."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

import attrs

from s2ss_core.application import BoundCommand, Brokerage, Command, Commands
from s2ss_core.errors import BadInput
from s2ss_core.events import Subject

About = Subject


@attrs.frozen
class Kind:
    """One kind of row: its name, the event it records, and its subject (None if its own fields name it)."""

    name: str
    fact: Any
    about: About | None
    fields: tuple[str, ...]

    def bound(self, brokerage: Brokerage) -> Any:
        """The command of a brokerage that records it."""
        command: BoundCommand[Any] = getattr(brokerage, self.name.replace("-", "_"))
        return command


def _kind(name: str, command: Command[Any]) -> Kind:
    about: About | None = None
    if not command.takes.has_own_id:
        about = command.takes.subject
    return Kind(name.replace("_", "-"), command.event, about, tuple(command.takes.given))


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        _kind(name, command) for name, command in vars(Commands).items() if isinstance(command, Command)
    )
}


def kind_named(name: object) -> Kind:
    """The kind with that name. Raises `BadInput` with the nearest names."""
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        near = get_close_matches(str(name), KINDS, n=3, cutoff=0.5) or sorted(KINDS)
        raise BadInput(f"Unknown command {name!r}; did you mean one of: {', '.join(near)}?")
    return kind
