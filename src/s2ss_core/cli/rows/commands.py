"""The commands a row can name, in the trade's words: `log-visit`, `release-instalment`."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Literal

import attrs

from s2ss_core.application import BoundCommand, Brokerage, Command, Commands
from s2ss_core.errors import BadInput

About = Literal["deployment", "grant"]


@attrs.frozen
class Kind:
    """One kind of row: its name, the event it records, and what it is about (None: its own fields say)."""

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
        about = "grant" if command.takes.subject == "grant" else "deployment"
    return Kind(name.replace("_", "-"), command.event, about, tuple(command.takes.given))


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        _kind(name, command) for name, command in vars(Commands).items() if isinstance(command, Command)
    )
}


def kind_named(name: object) -> Kind:
    """The kind of that name. Raises `BadInput` with the nearest names there are."""
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        near = get_close_matches(str(name), KINDS, n=3, cutoff=0.5) or sorted(KINDS)
        raise BadInput(f"{name!r} is nothing that can be recorded; did you mean one of: {', '.join(near)}?")
    return kind
