"""The programme a deployment is under, read from history itself."""

from functools import lru_cache

from s2ss_core.errors import S2ssError
from s2ss_core.events import Brokered, ProgrammeAdopted, deployment_stream, programme_stream
from s2ss_core.programmes import Programme, from_canonical
from s2ss_core.projections.facts import Facts, Told
from s2ss_core.projections.source import Streams


def programmes_of(deployment: str, streams: Streams) -> tuple[str, ...]:
    """The stream of the programme that a deployment pinned; none if it is not brokered."""
    brokered = _brokered(deployment, streams)
    return tuple(sorted({programme_stream(event.programme, event.version) for event in brokered}))


def awards_of(deployment: str, streams: Streams) -> tuple[str, ...]:
    """The awards a deployment names as its funding."""
    brokered = _brokered(deployment, streams)
    return tuple(dict.fromkeys(award for event in brokered for award in event.funding.awards))


def streams_of(deployment: str, streams: Streams) -> tuple[str, ...]:
    """A deployment's own stream and its programme's."""
    return (deployment_stream(deployment), *programmes_of(deployment, streams))


def _brokered(deployment: str, streams: Streams) -> list[Brokered]:
    entries = streams.read(deployment_stream(deployment), texts=False)
    return [entry.event for entry in entries if isinstance(entry.event, Brokered)]


def pinned_programme(facts: Facts) -> Told[Programme] | None:
    """The programme that the deployment pinned when it was brokered, at the position it was adopted.

    None where history does not hold it, holds it under another digest, or it cannot be read.
    """
    brokered = facts.latest(Brokered)
    for adopted in facts.of(ProgrammeAdopted):
        if brokered and _is_pinned(adopted.event, brokered.event):
            programme = _read(adopted.event.content)
            return Told(adopted.position, programme) if programme else None
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
