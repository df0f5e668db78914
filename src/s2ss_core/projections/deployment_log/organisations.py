"""Notes about the organisations that a deployment names."""

from collections.abc import Iterator

from s2ss_core.events import organisations_in
from s2ss_core.ids import key_of
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.engine.note import Note
from s2ss_core.values import Urn


def one_urn_under_two_ids(facts: EventSet) -> Iterator[Note]:
    """A note for every URN that the entries give to organisations of different ids. Every rule takes them for one."""
    named: dict[Urn, dict[str, tuple[str, int]]] = {}
    for entry in facts.entries:
        for organisation in organisations_in(entry.event):
            if organisation.urn is not None:
                ids = named.setdefault(organisation.urn, {})
                ids.setdefault(key_of(organisation.id), (organisation.id, entry.position))
    for urn, ids in named.items():
        if len(ids) > 1:
            names, positions = zip(*ids.values(), strict=True)
            yield Note(
                f"{' and '.join(names)} are one organisation: both have the URN {urn}", tuple(positions)
            )
