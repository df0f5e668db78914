"""Reading programme files. The shipped ones lie beside this module."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib import resources
from os import PathLike
from pathlib import Path
from typing import Any

from s2ss_core.errors import BadInput, NotFound
from s2ss_core.programmes.canonical_form import digest
from s2ss_core.programmes.consistency import inconsistencies
from s2ss_core.programmes.converter import converter
from s2ss_core.programmes.mistakes import mistakes, refusal, toml_of
from s2ss_core.programmes.programme import Programme
from s2ss_core.values import Money


def load(path: str | PathLike[str]) -> Programme:
    """The programme a TOML file describes. Raises `BadInput`, or `NotFound` where there is no such file."""
    try:
        text = Path(path).read_text("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not text in UTF-8: save it as UTF-8") from error
    except OSError as error:
        raise NotFound(f"there is no programme file {path} to read: {error.strerror}") from error
    return loads(text, str(path))


def loads(text: str, origin: str = "programme") -> Programme:
    """The programme that TOML text describes; `origin` names the text in errors.

    Raises `BadInput`: one paragraph with the origin and, for every mistake, its dotted key path (lists count
    from 0) and what is expected there.
    """
    try:
        content = toml_of(text)
    except BadInput as error:
        raise BadInput(f"{origin} is not TOML: {error}") from error
    try:
        programme: Programme = _written.structure(content, Programme)
    except Exception as error:  # whatever cattrs makes of it
        raise refusal(origin, list(mistakes(error))) from error
    if found := list(inconsistencies(programme)):
        raise refusal(origin, found)
    return programme


@cache
def shipped() -> tuple[Programme, ...]:
    """The programmes that come with the library, by name and by the day they took effect."""
    folder = resources.files("s2ss_core.programmes")
    files = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    programmes = [loads(file.read_text("utf-8"), file.name) for file in files]
    return tuple(sorted(programmes, key=lambda programme: (programme.name, programme.effective_from)))


def find(name: str, version: str | None = None, among: Iterable[Programme] = ()) -> Programme:
    """A programme by name among your own and the shipped ones; without a version, the latest to take effect.

    Raises `NotFound` with what there is, and `BadInput` where one version has two contents.
    """
    known = (*among, *shipped())
    found = [
        programme for programme in known if programme.name == name and version in {None, programme.version}
    ]
    if not found:
        there = ", ".join(sorted({f"{programme.name} {programme.version}" for programme in known}))
        raise NotFound(f"there is no programme {name}{f' {version}' if version else ''}; there is: {there}")
    latest = max(found, key=lambda programme: programme.effective_from)
    digests = sorted({digest(programme) for programme in found if programme.version == latest.version})
    if len(digests) > 1:
        raise BadInput(
            f"{latest.name} {latest.version} has two contents, {' and '.join(digests)}:"
            " give one of them another version"
        )
    return latest


def _money(value: Any, _: type) -> Money:
    if type(value) is not str:
        raise BadInput(f"expected pounds as text, such as '400.00', not {value}")
    return Money(value)


def _day(value: Any, _: type) -> date:
    if type(value) is not date:
        raise BadInput("expected a date such as 2023-09-01, without quotes and without a time")
    return value


_written = converter(money=_money, day=_day)
