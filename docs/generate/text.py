"""Markdown of types, fields, signatures and docstrings."""

import ast
import inspect
import re
import types
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import attrs

import s2ss_core
from s2ss_core import events, programmes, values
from s2ss_core.events import derived_fields
from s2ss_core.projections import EVERY_PROJECTION, NOW, Figure
from s2ss_core.values import Money, Private

SOURCE = Path(s2ss_core.__file__).parent
LONGEST_DEFAULT = 40  # characters
SECTION = re.compile(r"^(Args|Raises|Returns|Yields):$")


def in_words(hint: Any) -> str:
    """A type of a field as people say it: units, fixed words, "or none"."""
    if hint is Private:
        return "private text"
    if hint is Money:
        return "`Money` (pence)"
    if isinstance(hint, TypeVar):
        return " or ".join(f"`{python_type(part)}`" for part in hint.__constraints__) or "any value"
    if get_origin(hint) is Literal:
        return ", ".join(f"`{word}`" for word in get_args(hint))
    if get_origin(hint) is tuple:
        parts = get_args(hint)
        if parts[-1] is ...:
            return f"any number of {_many(parts[0])}"
        return f"a pair of {' and '.join(map(in_words, parts))}"
    if get_origin(hint) in {Union, types.UnionType}:
        words = [in_words(part) for part in get_args(hint) if part is not type(None)]
        return " or ".join(words) + (" or none" if type(None) in get_args(hint) else "")
    if get_origin(hint) is Figure:
        return f"`Figure` of {in_words(get_args(hint)[0])}"
    return f"`{python_type(hint)}`"


def _many(hint: Any) -> str:
    """What there are several of: lists in a list, or pairs, or a plain value."""
    words = in_words(hint)
    return words.replace("any number of", "lists of", 1).replace("a pair of", "pairs of", 1)


def python_type(hint: Any) -> str:
    """A type as Python writes it, without modules, and the same on every version."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is ...:
        return "..."
    if hint is None or hint is type(None):
        return "None"
    if isinstance(hint, str):
        return hint
    if isinstance(hint, TypeVar) or not arguments:
        return getattr(hint, "__name__", str(hint))
    if hint in _words():
        return _words()[hint]
    if origin is Literal:
        return f"Literal[{', '.join(map(repr, arguments))}]"
    if origin in {Union, types.UnionType}:
        return " | ".join(map(python_type, arguments))
    if origin is Callable:
        given, returned = arguments
        taken = f"[{', '.join(map(python_type, given))}]" if isinstance(given, list) else python_type(given)
        return f"Callable[{taken}, {python_type(returned)}]"
    return f"{origin.__name__}[{', '.join(map(python_type, arguments))}]"


@cache
def _words() -> Mapping[Any, str]:
    """The lists of words that have a public name, by the words."""
    rooms = (programmes, events, values)
    return {
        value: name for room in rooms for name, value in vars(room).items() if get_origin(value) is Literal
    }


def fields_of(cls: type, *, own: bool = True) -> Iterator[str]:
    """The fields of a class as a table; nothing if it has none."""
    hints = get_type_hints(cls)
    fields = [field for field in attrs.fields(cls) if not field.name.startswith("_")]
    if not fields:
        return
    yield "| field | type | |\n|---|---|---|"
    for field in fields:
        notes = ["may be left out"] if field.default is not attrs.NOTHING and own else []
        notes += ["derived"] if field.name in derived_fields(cls) else []
        yield f"| `{field.name}` | {in_words(hints[field.name])} | {', '.join(notes)} |"
    yield ""


def nested(*roots: type) -> tuple[type, ...]:
    """The classes of the library that stand in the fields of these, however deep, in the order they are met."""
    found: dict[type, None] = {}
    ahead = list(roots)
    while ahead:
        cls = ahead.pop(0)
        for hint in get_type_hints(cls).values():
            inside = [part for part in parts_of(hint) if part not in found and part not in roots]
            found |= dict.fromkeys(inside)
            ahead += inside
    return tuple(found)


def parts_of(hint: Any) -> Iterator[type]:
    """The classes with fields that a type is made of."""
    if isinstance(hint, type) and attrs.has(hint):
        yield hint
    origin = get_origin(hint)
    if isinstance(origin, type) and attrs.has(origin):
        yield origin
    for argument in get_args(hint):
        yield from parts_of(argument)


def signature(name: str, function: Any) -> str:
    """The call of a function or a class: its arguments, their types and what it returns."""
    try:
        found = inspect.signature(function)
    except ValueError:
        return name
    parts: list[str] = []
    keyword_only = False
    for parameter in found.parameters.values():
        if parameter.name in {"self", "cls"}:
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not keyword_only:
            parts.append("*")
        keyword_only |= parameter.kind in {parameter.KEYWORD_ONLY, parameter.VAR_POSITIONAL}
        parts.append(_parameter(parameter))
    returned = found.return_annotation
    arrow = "" if returned is found.empty or inspect.isclass(function) else f" -> {python_type(returned)}"
    return f"{name}({', '.join(parts)}){arrow}"


def _parameter(parameter: inspect.Parameter) -> str:
    kind = "" if parameter.annotation is parameter.empty else f": {python_type(parameter.annotation)}"
    return f"{str(parameter).partition(parameter.name)[0]}{parameter.name}{kind}{_default(parameter.default)}"


def _default(value: Any) -> str:
    if value is inspect.Parameter.empty:
        return ""
    if value in (NOW, EVERY_PROJECTION):
        return " = NOW" if value == NOW else " = EVERY_PROJECTION"
    if isinstance(value, Mapping):
        return f" = {dict(value)!r}" if not value else " = …"
    if inspect.isfunction(value):
        return " = …" if value.__name__ == "<lambda>" else f" = {value.__name__}"
    return f" = {value!r}" if len(repr(value)) <= LONGEST_DEFAULT else " = …"


def prose(thing: Any) -> str:
    """The docstring of a thing, with its arguments and errors as lists."""
    lines: list[str] = []
    section = False
    for line in (inspect.getdoc(thing) or "").splitlines():
        if heading := SECTION.match(line):
            section = True
            lines += [f"{heading[1]}:", ""]
        elif section and re.match(r" {4}\w[\w.]*: ", line):
            name, _, text = line.strip().partition(": ")
            lines.append(f"- `{name}`: {text}")
        elif section and line.strip():
            lines.append(f"  {line.strip()}")
        else:
            lines.append(line)
    return "\n".join(lines)


@cache
def constants() -> Mapping[str, str]:
    """The text under each constant of the library that has one, by its name."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        for node, after in pairwise(body):
            target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
            if isinstance(target, ast.Name) and isinstance(after, ast.Expr):
                text = getattr(after.value, "value", None)
                if isinstance(text, str):
                    found[target.id] = inspect.cleandoc(text)
    return found
