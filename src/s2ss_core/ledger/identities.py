"""Identities: the ids under which one leader is on record."""

from collections.abc import Callable, Iterable
from datetime import date

from s2ss_core.events import LeaderFoundSame
from s2ss_core.ids import key_of


def ids_of_one_leader(
    leader: str, found: Callable[[str], Iterable[LeaderFoundSame]], by: date = date.max
) -> tuple[str, ...]:
    """Every id under which a leader was found by a day, the given id first.

    `found` returns what was found of one id. An id that was found to be the same as the second one is the leader's too.
    """
    ids = {key_of(leader): leader}
    waiting = [leader]
    while waiting:
        for same in found(waiting.pop()):
            if same.on <= by and key_of(same.same_as) not in ids:
                ids[key_of(same.same_as)] = same.same_as
                waiting.append(same.same_as)
    return tuple(ids.values())
