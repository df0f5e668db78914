"""The programme a deployment is under, read from history itself."""

from functools import lru_cache

from s2ss_core.errors import S2ssError
from s2ss_core.events import Brokered, ProgrammeAdopted
from s2ss_core.programmes import Programme, from_canonical
from s2ss_core.projections.engine.event_set import EventSet, Positioned


def adopted_programme(facts: EventSet) -> Positioned[Programme] | None:
    """The programme that the deployment pinned when it was brokered, at the position it was adopted.

    None where history does not hold it, holds it under another digest, or it cannot be read.
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
