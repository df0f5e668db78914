"""One entry of the reference: what a public name is, and all that it offers."""

import inspect
import types
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from docs.generate.text import constants, fields_of, in_words, prose, python_type, signature
from s2ss_core.errors import S2ssError
from s2ss_core.testing.invariants import Invariant

# What constants are whose files say nothing below them.
CONSTANTS = {
    "CAPABILITIES": "What a back end may be unable to do, by name: the names that `BackEnd.cannot` may hold.",
    "DEVIATIONS": "Every deviation from the happy path, by name.",
    "Deviation": "A function that gives a command out of turn, or none where it has no place.",
    "EVERY_PROJECTION": "The projections that come with the library. `Materialised` serves these unless you name others.",
    "FAMILIES": "The families of conformance tests, by name.",
    "FAULTY_STORES": "Every store that is broken on purpose, with its fault and the family that must catch it.",
    "Key": "The key of a view: its kind and ids, as text.",
    "Opener": "A function that opens a brokerage for a clock and programmes.",
    "Report": "Any report that the model reads.",
    "Step": "Any step of a sequence.",
    "WAIT_SECONDS": "How many seconds a writer waits for others, unless you say otherwise.",
    "CPD_HUBS": "The document behind the CPD hubs.",
    "HANDBOOK": "The System Leader Handbook.",
    "INSTITUTE": "The web page on commissioned support.",
    "NPQEL": "The framework behind the implementation checklist.",
    "PROTOCOLS": "The System Leadership Protocols.",
    "academic_years": "Academic years.",
    "dates": "Dates from 2000 to 2199.",
    "digests": "Digests of private texts.",
    "terms": "Terms.",
    "urns": "URNs of six digits.",
    "whole_numbers": "Whole numbers that can be stored.",
}


def entry(name: str, value: Any, level: str = "###") -> Iterator[str]:
    """The heading of a public name, what it is, and its fields and methods."""
    yield f"{level} `{name}`\n"
    if inspect.isclass(value) and value.__name__ not in {name, "Private"}:
        yield f"Another name for `{value.__name__}`.\n"
    elif inspect.isclass(value):
        yield from _class(name, value)
    elif get_origin(value) is Literal:
        yield f"One of these words: {in_words(value)}.\n"
    elif isinstance(value, types.UnionType) or get_origin(value) is Union:
        parts = "\n".join(f"- `{python_type(part)}`" for part in get_args(value))
        yield f"Any of these:\n\n{parts}\n"
    elif inspect.isroutine(value) or hasattr(value, "__wrapped__"):
        yield f"`{signature(name, value)}`\n\n{prose(value)}\n"
    else:
        yield f"{description(name, value)}\n"


def kind_of(value: Any) -> str:
    """What sort of thing a public name is, for the index."""
    if inspect.isclass(value):
        return "error" if issubclass(value, S2ssError) else "class"
    if get_origin(value) is Literal:
        return "list of words"
    if isinstance(value, types.UnionType) or get_origin(value) is Union:
        return "union of classes"
    if type(value).__module__.startswith("hypothesis"):
        return "strategy"
    if isinstance(value, Invariant):
        return "invariant"
    return "function" if inspect.isroutine(value) or hasattr(value, "__wrapped__") else "constant"


def description(name: str, value: Any) -> str:
    """What a constant is."""
    strategy = type(value).__module__.startswith("hypothesis")
    text = constants().get(name) or CONSTANTS.get(name)
    if text is None:
        raise LookupError(f"Say what {name} is: in a text below it, or in CONSTANTS of {__name__}")
    return f"A Hypothesis strategy. {text}" if strategy else text


def _class(name: str, cls: type) -> Iterator[str]:
    if attrs.has(cls) and any(not field.name.startswith("_") for field in attrs.fields(cls)):
        yield f"{prose(cls)}\n"
        yield from fields_of(cls)
    else:
        if _is_made_by_callers(cls):
            yield f"`{signature(name, cls)}`\n"
        yield f"{prose(cls)}\n"
    methods = [] if _is_test(cls) else list(_methods(cls))
    if methods:
        yield "\n".join(methods) + "\n"
    if inherited := _explained_base(cls):
        yield f"It also has everything that `{inherited.__name__}` has.\n"


def _is_made_by_callers(cls: type) -> bool:
    own = any("__init__" in vars(base) for base in cls.__mro__[:-1])
    return own and not _is_test(cls) and not getattr(cls, "_is_protocol", False)


def _is_test(cls: type) -> bool:
    """Whether pytest or Hypothesis runs the methods of a class, and nobody calls them."""
    return any(
        base.__module__.startswith(("hypothesis", "s2ss_core.testing.conformance")) for base in cls.__mro__
    )


def _explained_base(cls: type) -> type | None:
    """The first base of a class that is a public name itself."""
    return next(
        (base for base in cls.__mro__[1:] if base.__name__ in {"Brokerage", "Store", "StreamReader"}), None
    )


def _methods(cls: type) -> Iterator[str]:
    """A line for each public method and property of a class, and of those bases that have no entry of their own."""
    seen: set[str] = set()
    explained = _explained_base(cls)
    for base in cls.__mro__[: cls.__mro__.index(explained) if explained else None]:
        for name, member in vars(base).items():
            if name.startswith("_") or name in seen or not base.__module__.startswith("s2ss_core"):
                continue
            seen.add(name)
            if isinstance(member, property | cached_property):
                yield _member(name, member)
            elif isinstance(member, classmethod | staticmethod):
                yield _member(signature(name, member.__func__), member.__func__)
            elif inspect.isfunction(member):
                yield _member(signature(name, member), member)


def _member(call: str, member: Any) -> str:
    text = prose(member)
    return f"- `{call}`" + (f": {' '.join(text.split())}" if text else "")
