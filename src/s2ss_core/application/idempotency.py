"""Whether a fact was recorded before: the same natural id with the same content is the same fact."""

from typing import Any

import attrs

from s2ss_core.application.repository import Repository
from s2ss_core.errors import NaturalIdReused
from s2ss_core.events import derived_fields, natural_id
from s2ss_core.values import Withheld


def already_recorded(repository: Repository, stream: str, fact: Any) -> bool:
    """Whether this very fact is recorded in its stream. Raises `NaturalIdReused` where its natural id names another."""
    earlier = repository.recorded_by_natural_id(stream, natural_id(fact))
    return earlier is not None and is_duplicate(earlier, fact)


def is_duplicate(earlier: Any, fact: Any) -> bool:
    """Whether an event tells the same fact as an earlier one of its natural id. Raises `NaturalIdReused` if not.

    What the decision derives is not compared, and an erased private text equals any text.
    """
    if type(earlier) is type(fact) and _same_fact(earlier, fact):
        return True
    kind, *names = natural_id(fact)
    raise NaturalIdReused(
        f"{kind} {' '.join(names)!r} is already recorded with different content: give this fact an id of its own;"
        " if the recorded one is wrong, strike it out"
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
    if attrs.has(type(earlier)) and type(earlier) is type(now):
        names = [field.name for field in attrs.fields(type(earlier))]
        return all(_alike(getattr(earlier, name), getattr(now, name)) for name in names)
    return type(earlier) is type(now) and bool(earlier == now)
