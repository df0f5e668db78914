"""Reads programme files. Those that are shipped are in this folder."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources
from os import PathLike
from pathlib import Path
from typing import Any

import attrs

from s2ss_core.errors import BadInput, NotFound
from s2ss_core.programmes.canonical_form import digest
from s2ss_core.programmes.checklists import Checklist
from s2ss_core.programmes.consistency import inconsistencies
from s2ss_core.programmes.converter import converter
from s2ss_core.programmes.mistakes import mistakes, refusal, toml_of
from s2ss_core.programmes.programme import Programme
from s2ss_core.values import Money

MUST_BE_WRITTEN = {
    "funding": ("training", "judges", "payees", "gates", "last_gates"),
    "reports": ("review_convened_by", "finalised_shared_with"),
}
CHECKLISTS = "shipped-checklists"


def load(path: str | PathLike[str]) -> Programme:
    """The programme in a TOML file. Raises `BadInput`, and `NotFound` if the file cannot be read."""
    try:
        text = Path(path).read_text("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not text in UTF-8: save it as UTF-8") from error
    except OSError as error:
        raise NotFound(f"there is no programme file {path} to read: {error.strerror}") from error
    return loads(text, str(path))


def loads(text: str, origin: str = "programme") -> Programme:
    """The programme in TOML text; `origin` names the text in errors.

    Raises `BadInput` with the origin and, for every mistake, its dotted key path (lists count from 0) and what is
    expected there.
    """
    try:
        content = toml_of(text)
    except BadInput as error:
        raise BadInput(f"{origin} is not TOML: {error}") from error
    return from_content(content, origin)


def from_content(content: Mapping[str, Any], origin: str = "programme") -> Programme:
    """The programme of the content of a programme file, once it is parsed. Raises `BadInput`, as `loads` does."""
    if silent := list(_left_out(content)):
        raise refusal(origin, silent)
    try:
        programme: Programme = _written.structure(content, Programme)
    except Exception as error:  # cattrs raises many kinds
        raise refusal(origin, list(mistakes(error))) from error
    programme = _with_shipped_checklists(programme)
    if contradictions := list(inconsistencies(programme)):
        raise refusal(origin, contradictions)
    return programme


def _with_shipped_checklists(programme: Programme) -> Programme:
    """A programme with the items of every list that it asks for and has not written itself: it stands alone from then on."""
    written = {checklist.id for checklist in programme.checklists}
    asked = {asked.checklist for terms in programme.funding for asked in terms.checklists} - written
    taken = tuple(checklist for checklist in shipped_checklists() if checklist.id in asked) if asked else ()
    return attrs.evolve(programme, checklists=(*programme.checklists, *taken)) if taken else programme


def _left_out(content: Mapping[str, Any]) -> Iterator[str]:
    """Settings that would ask for nothing if they were left out, as a slip leaves them: each must be written."""
    for table, names in MUST_BE_WRITTEN.items():
        found = content.get(table)
        rows = found if isinstance(found, list) else [found]
        for at, row in enumerate(rows):
            path = f"{table}[{at}]" if found is rows else table
            for name in names if isinstance(row, dict) else ():
                if name not in row:
                    yield f"{path}.{name} is missing: write {name} = [] if there are none"


@cache
def shipped() -> tuple[Programme, ...]:
    """The programmes that come with the library, sorted by name and by the day they took effect."""
    folder = resources.files("s2ss_core.programmes")
    files = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    programmes = [loads(file.read_text("utf-8"), file.name) for file in files]
    return tuple(sorted(programmes, key=lambda programme: (programme.name, programme.effective_from)))


@cache
def shipped_checklists() -> tuple[Checklist, ...]:
    """The checklists that come with the library, sorted by id. A programme asks for one by its id and takes its items in."""
    folder = resources.files("s2ss_core.programmes") / CHECKLISTS
    files = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    lists: list[Checklist] = [
        _written.structure(toml_of(file.read_text("utf-8")), Checklist) for file in files
    ]
    return tuple(sorted(lists, key=lambda checklist: checklist.id))


def find(name: str, version: str | None = None, among: Iterable[Programme] = ()) -> Programme:
    """A programme by name, of your own (`among`) or shipped; without a version, the one that took effect last.

    Raises `NotFound` with the names that exist, and `BadInput` if one version has two contents.
    """
    known = (*among, *shipped())
    matching = [
        programme for programme in known if programme.name == name and version in {None, programme.version}
    ]
    if not matching:
        known_names = ", ".join(sorted({f"{programme.name} {programme.version}" for programme in known}))
        raise NotFound(
            f"there is no programme {name}{f' {version}' if version else ''}; there are: {known_names}"
        )
    latest = max(matching, key=lambda programme: programme.effective_from)
    digests = sorted({digest(programme) for programme in matching if programme.version == latest.version})
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
