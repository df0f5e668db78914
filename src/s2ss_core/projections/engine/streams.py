"""Which streams the views of a deployment are folded from, and which deployments an event affects."""

from collections.abc import Callable

from s2ss_core.events import Brokered, GrantAllocated, deployment_stream, grant_stream, programme_stream
from s2ss_core.events.streams import stream_kind, stream_parts
from s2ss_core.ids import key_of
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.engine.projection import Key
from s2ss_core.projections.engine.reader import StreamReader
from s2ss_core.store import Recorded


def deployment_keys(*kinds: type) -> Callable[[Recorded, StreamReader], tuple[Key, ...]]:
    """Make a projection's `keys`: the deployments that an event of these kinds affects."""

    def keys(entry: Recorded, streams: StreamReader) -> tuple[Key, ...]:
        if not isinstance(entry.event, kinds):
            return ()
        return tuple(("deployment", deployment) for deployment in concerned(entry, streams))

    return keys


def concerned(entry: Recorded, streams: StreamReader) -> tuple[str, ...]:
    """The keys of the deployments that an event affects: through its own stream, an award or a programme."""
    kind = stream_kind(entry.stream)
    if kind == "deployment":
        return stream_parts(entry.stream)
    if kind == "grant":
        return allocated_in(entry.stream, streams)
    return pinning(entry.stream, streams) if kind == "programme" else ()


def pinning(programme: str, streams: StreamReader) -> tuple[str, ...]:
    """The keys of the deployments that were brokered under the programme of this stream.

    A programme is adopted after its first deployment is brokered, so the adoption affects that deployment too.
    """
    names = (stream_parts(stream)[0] for stream in streams.streams(deployment_stream("")))
    return tuple(name for name in names if programme in programmes_of(name, streams))


def deployment_streams(key: Key, streams: StreamReader) -> tuple[str, ...]:
    """The deployment's own stream, its programme's, and those of the awards that allocated something to it."""
    deployment = key[-1]
    awards = (grant_stream(award) for award in awards_of(deployment, streams))
    return (
        deployment_stream(deployment),
        *programmes_of(deployment, streams),
        *(award for award in awards if deployment in allocated_in(award, streams)),
    )


def programmes_of(deployment: str, streams: StreamReader) -> tuple[str, ...]:
    """The stream of the programme that a deployment was brokered under; empty if it was not brokered."""
    brokered = _brokered(deployment, streams)
    return tuple(sorted({programme_stream(event.programme, event.version) for event in brokered}))


def deployment_events(deployment: str, streams: StreamReader) -> EventSet:
    """Every entry of the streams that the views of a deployment draw on, in order of position."""
    key = ("deployment", key_of(deployment))
    names = sorted(set(deployment_streams(key, streams)))
    entries = (entry for name in names for entry in streams.read(name))
    return EventSet(key, sorted(entries, key=lambda entry: entry.position))


def awards_of(deployment: str, streams: StreamReader) -> tuple[str, ...]:
    """The keys of the awards that a deployment names as its funding."""
    brokered = _brokered(deployment, streams)
    return tuple(dict.fromkeys(key_of(award) for event in brokered for award in event.funding.awards))


def allocated_in(award: str, streams: StreamReader) -> tuple[str, ...]:
    """The keys of the deployments to which the award of this stream allocated something."""
    allocations = (e.event for e in streams.read(award, texts=False) if isinstance(e.event, GrantAllocated))
    return tuple(dict.fromkeys(key_of(event.deployment) for event in allocations if event.deployment))


def _brokered(deployment: str, streams: StreamReader) -> list[Brokered]:
    entries = streams.read(deployment_stream(deployment), texts=False)
    return [entry.event for entry in entries if isinstance(entry.event, Brokered)]
