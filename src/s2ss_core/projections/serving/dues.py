"""What is due over all deployments, of one person or organisation, as of a day."""

import datetime as dt
from collections.abc import Iterable, Iterator

from s2ss_core.errors import NotFound
from s2ss_core.events import deployment_stream
from s2ss_core.events.streams import stream_parts
from s2ss_core.ids import key_of
from s2ss_core.projections.engine.as_at import NOW, AsAt
from s2ss_core.projections.engine.projection import Key
from s2ss_core.projections.serving.materialised import Materialised
from s2ss_core.projections.whats_due import WHATS_DUE, DueRow, WhatsDue
from s2ss_core.store import Store


def every_due(
    store: Store,
    on: dt.date,
    *,
    person: str | None = None,
    organisation: str | None = None,
    as_at: AsAt = NOW,
) -> tuple[DueRow, ...]:
    """Everything that is due of all deployments, in order of due date, with how late it is on a day.

    It reads stored documents where there are any. With a person or an organisation, only what waits on them.
    """
    found = (
        Materialised(store, [WHATS_DUE]).every(
            WHATS_DUE, lambda: _keys(store), holding=[key_of(id_) for id_ in (person, organisation) if id_]
        )
        if as_at == NOW
        else _live(store, as_at)
    )
    return due_rows(found, on, person=person, organisation=organisation)


def due_rows(
    found: Iterable[WhatsDue], on: dt.date, *, person: str | None = None, organisation: str | None = None
) -> tuple[DueRow, ...]:
    """What is due of these deployments as rows, in order of due date."""
    rows = (
        DueRow(deployment=deployment.deployment, due=due, days_late=due.days_late(on))
        for deployment in found
        for due in deployment.dues
        if person is None or due.waits_on_person(person)
        if organisation is None or due.waits_on_organisation(organisation)
    )
    return tuple(sorted(rows, key=lambda row: row.in_order))


def _keys(store: Store) -> Iterator[Key]:
    for stream in store.streams(deployment_stream("")):
        yield ("deployment", stream_parts(stream)[0])


def _live(store: Store, as_at: AsAt) -> Iterator[WhatsDue]:
    for key in _keys(store):
        try:
            yield WHATS_DUE.live(store, key, as_at=as_at)
        except NotFound:  # nothing of it had happened, or was known
            continue
