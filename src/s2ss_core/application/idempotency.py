"""Finds duplicates: two events with the same natural id and the same content are the same fact."""

from typing import Any

import attrs

from s2ss_core.aggregates.deployment.decisions import corrections
from s2ss_core.aggregates.strikes import AWARD, ORGANISATION, SYSTEM_LEADER
from s2ss_core.application.repository import Repository
from s2ss_core.errors import NaturalIdReused
from s2ss_core.events import derived_fields, natural_id
from s2ss_core.values import Organisation, Withheld

STRUCK_OUT = frozenset((*corrections.STRUCK_OUT, *AWARD.kinds, *ORGANISATION.kinds, *SYSTEM_LEADER.kinds))
"""The kinds of entries that may be struck out, of any stream."""


def already_recorded(repository: Repository, stream: str, fact: Any) -> bool:
    """True if the stream has the same fact. Raises `NaturalIdReused` if it has another fact with the same natural id."""
    earlier = repository.recorded_by_natural_id(stream, natural_id(fact))
    return earlier is not None and is_duplicate(earlier, fact)


def is_duplicate(earlier: Any, fact: Any) -> bool:
    """True if two events with the same natural id are the same fact. Raises `NaturalIdReused` if they are not.

    It does not compare derived fields, nor what is left out about an organisation: the command fills that in. An erased
    private text equals any text.
    """
    if type(earlier) is type(fact) and _same_fact(earlier, fact):
        return True
    kind, *names = natural_id(fact)
    wrong = (
        "if the recorded one is wrong, strike it out"
        if kind in STRUCK_OUT
        else "the recorded one stays, since no entry of its kind is struck out"
    )
    raise NaturalIdReused(
        f"{kind} {' '.join(names)!r} is already recorded with different content: give this fact an id of its own; {wrong}"
    )


def _same_fact(earlier: Any, fact: Any) -> bool:
    derived = derived_fields(type(fact))
    names = [field.name for field in attrs.fields(type(fact)) if field.name not in derived]
    return all(_alike(getattr(earlier, name), getattr(fact, name)) for name in names)


def _alike(earlier: Any, now: Any) -> bool:
    if isinstance(earlier, Withheld) or isinstance(now, Withheld):
        return earlier is not None and now is not None
    if isinstance(earlier, tuple) and isinstance(now, tuple):
        return len(earlier) == len(now) and all(map(_alike, earlier, now))
    if isinstance(earlier, Organisation) and isinstance(now, Organisation):
        return all(
            said is None or _alike(getattr(earlier, name), said)
            for name, said in attrs.asdict(now, recurse=False).items()
        )
    if attrs.has(type(earlier)) and type(earlier) is type(now):
        names = [field.name for field in attrs.fields(type(earlier))]
        return all(_alike(getattr(earlier, name), getattr(now, name)) for name in names)
    return type(earlier) is type(now) and bool(earlier == now)
