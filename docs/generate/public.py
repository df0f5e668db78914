"""What an embedding program may import: every public name, and the page of the reference that explains it."""

import inspect
from collections.abc import Iterator, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any, Literal, get_origin

from s2ss_core.errors import S2ssError
from s2ss_core.testing.invariants import Invariant

# Every module that an embedding program imports from, and the page that explains its names.
MODULES: Mapping[str, str] = {
    "s2ss_core": "",
    "s2ss_core.application": "brokerage.md",
    "s2ss_core.bundle": "transparency.md",
    "s2ss_core.errors": "errors.md",
    "s2ss_core.events": "events.md",
    "s2ss_core.ids": "values.md",
    "s2ss_core.programmes": "programmes.md",
    "s2ss_core.projections": "views.md",
    "s2ss_core.rules": "rules.md",
    "s2ss_core.audit": "audit.md",  # after the rules: their Despite and Finding are the ones of the package
    "s2ss_core.what_if": "audit.md",
    "s2ss_core.store": "store.md",
    "s2ss_core.transparency": "transparency.md",
    "s2ss_core.values": "values.md",
    "s2ss_core.testing.chaos": "testing.md",
    "s2ss_core.testing.conformance": "testing.md",
    "s2ss_core.testing.faulty_stores": "testing.md",
    "s2ss_core.testing.given": "testing.md",
    "s2ss_core.testing.invariants": "testing.md",
    "s2ss_core.testing.lifecycle": "testing.md",
    "s2ss_core.testing.model": "testing.md",
    "s2ss_core.testing.postgres": "testing.md",
    "s2ss_core.testing.seeding": "testing.md",
    "s2ss_core.testing.stateful": "testing.md",
    "s2ss_core.testing.strategies": "testing.md",
}

# Files of the kit that its other files use. Users get what they hold through the modules above.
INSIDE_THE_KIT = frozenset(
    {"_servers", "background", "command_call", "outcome", "samples", "source_repr", "view_equivalence"}
)


def names_of(module: str) -> tuple[str, ...]:
    """The public names of a module: its own list, or else what its files list, or else what it defines."""
    room = import_module(module)
    listed = getattr(room, "__all__", None) or [
        name for part in _starred(room) for name in getattr(part, "__all__", ())
    ]
    return tuple(sorted(set(listed or _defined(room)), key=lambda name: (name.lower(), name)))


def _starred(room: ModuleType) -> Iterator[ModuleType]:
    """The files of a room that it imports all names from."""
    source = inspect.getsource(room)
    for line in source.splitlines():
        if line.startswith("from ") and line.endswith("import *"):
            yield import_module(line.split()[1])


def _defined(room: ModuleType) -> Iterator[str]:
    for name, value in vars(room).items():
        here = getattr(value, "__module__", None) == room.__name__
        words = get_origin(value) is Literal
        if not name.startswith("_") and (
            words or ((inspect.isclass(value) or inspect.isfunction(value)) and here)
        ):
            yield name


def public() -> Iterator[tuple[str, str, Any]]:
    """Module, name and value of every public name."""
    for module in MODULES:
        for name in names_of(module):
            yield module, name, getattr(import_module(module), name)


def page_of(module: str, name: str, value: Any) -> str:
    """The page that explains a public name."""
    if isinstance(value, Invariant):
        return "invariants.md"
    if inspect.isclass(value) and issubclass(value, S2ssError):
        return "errors.md"
    if module != "s2ss_core":
        return MODULES[module]
    return next(MODULES[room] for room in MODULES if room != module and name in names_of(room))
