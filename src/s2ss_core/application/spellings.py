"""Keeps one spelling of each id: the one that was recorded first."""

from collections.abc import Iterable
from typing import Any

from s2ss_core.application.repository import Repository
from s2ss_core.errors import BadInput
from s2ss_core.events import Subject, named_ids
from s2ss_core.ids import key_of


def check_spelling(repository: Repository, kind: Subject, subject: str, fact: Any) -> None:
    """Raise `BadInput` if a fact spells an id otherwise than the streams read so far, or in two ways."""
    ids = [(kind, subject), *named_ids(fact)]
    if faults := tuple(_faults(repository, ids)):
        raise BadInput("; ".join(faults))


def _faults(repository: Repository, ids: Iterable[tuple[str, str]]) -> Iterable[str]:
    spellings: dict[str, str] = {}
    for path, name in ids:
        first = spellings.setdefault(key_of(name), repository.spelling(name) or name)
        if name != first:
            yield f"{path}: {name} is known here as {first}: write {first}"
