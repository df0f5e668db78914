"""The projection of an organisation's statement: which deployments and awards it is folded from."""

from s2ss_core.events import deployment_stream, grant_stream, organisations_in
from s2ss_core.events.streams import stream_kind, stream_parts
from s2ss_core.ids import key_of
from s2ss_core.projections.engine.event_set import EventSet, gathering
from s2ss_core.projections.engine.projection import Key, Projection
from s2ss_core.projections.engine.reader import StreamReader
from s2ss_core.projections.engine.streams import concerned, programmes_of
from s2ss_core.projections.grant_usage.projections import AWARD_DRAWN_FROM
from s2ss_core.projections.organisation_statement.statement import OrganisationStatement, statement_of
from s2ss_core.store import Recorded


def _named_in(stream: str, streams: StreamReader) -> frozenset[str]:
    """The keys of the organisations that the events of a stream name."""
    events = (entry.event for entry in streams.read(stream, texts=False))
    return frozenset(
        key_of(organisation.id)
        for event in events
        if isinstance(event, AWARD_DRAWN_FROM)
        for organisation in organisations_in(event)
    )


def _keys(entry: Recorded, streams: StreamReader) -> tuple[Key, ...]:
    """The organisations of the award or of the deployments that an event affects."""
    if not isinstance(entry.event, AWARD_DRAWN_FROM):
        return ()
    kind = stream_kind(entry.stream)
    affected = (
        [entry.stream] if kind == "grant" else [deployment_stream(name) for name in concerned(entry, streams)]
    )
    names = sorted({name for stream in affected for name in _named_in(stream, streams)})
    return tuple(("organisation", name) for name in names)


def _streams(key: Key, streams: StreamReader) -> tuple[str, ...]:
    """The deployments that name the organisation, with their programmes, and the awards that do."""
    found: list[str] = []
    for prefix in (deployment_stream(""), grant_stream("")):
        for stream in streams.streams(prefix):
            if key[-1] in _named_in(stream, streams):
                found.append(stream)
                if prefix == deployment_stream(""):
                    found.extend(programmes_of(stream_parts(stream)[0], streams))
    return tuple(dict.fromkeys(found))


ORGANISATION_STATEMENT: Projection[EventSet, OrganisationStatement] = Projection(
    name="organisation_statement",
    keys=_keys,
    streams_for=_streams,
    initial=EventSet,
    step=gathering(*AWARD_DRAWN_FROM),
    view=statement_of,
)
"""The statement of one organisation over all deployments and awards. Key: `("organisation", id)`.

It is not among those that are stored unless they are asked for: the document of a broker draws on everything.
"""
