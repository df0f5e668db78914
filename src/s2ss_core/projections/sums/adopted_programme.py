"""The programme that a deployment was brokered under, as the history itself holds it."""

from functools import lru_cache

from s2ss_core.errors import S2ssError
from s2ss_core.events import Brokered, ProgrammeAdopted
from s2ss_core.programmes import Programme, from_canonical
from s2ss_core.projections.engine.event_set import EventSet, Positioned


def adopted_programme(facts: EventSet) -> Positioned[Programme] | None:
    """The programme named when the deployment was brokered, with the position of its adoption.

    None if the history does not hold that programme, holds it with another digest, or its content cannot be read.
    """
    brokered = facts.latest(Brokered)
    for adopted in facts.of(ProgrammeAdopted):
        if brokered and _is_pinned(adopted.event, brokered.event):
            programme = _read(adopted.event.content)
            return Positioned(adopted.position, programme) if programme else None
    return None


def _is_pinned(adopted: ProgrammeAdopted, brokered: Brokered) -> bool:
    same = (adopted.name, adopted.version) == (brokered.programme, brokered.version)
    return same and brokered.digest in {"", adopted.digest}


@lru_cache(maxsize=32)
def _read(content: str) -> Programme | None:
    try:
        return from_canonical(content)
    except (S2ssError, ValueError, TypeError, KeyError):
        return None
