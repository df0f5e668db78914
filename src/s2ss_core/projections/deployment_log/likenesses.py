"""Notes about entries of a deployment that may be one fact, told twice."""

from collections.abc import Iterator

from s2ss_core.events import deployment_stream, natural_id
from s2ss_core.ledger import Likenesses, stands, struck_out
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.engine.note import Note


def entries_alike(facts: EventSet) -> Iterator[Note]:
    """A note for each entry that is like an earlier one in all but its id, or whose id differs only in spelling."""
    own = facts.within(deployment_stream(facts.name))
    struck = struck_out(entry.event for entry in own)
    so_far, positions = Likenesses(), dict[tuple[str, ...], int]()
    for entry in own:
        if not stands(entry.event, struck):
            continue
        for likeness in so_far.of(entry.event):
            yield Note(likeness.says, (positions[natural_id(likeness.earlier)], entry.position))
        so_far.add(entry.event)
        positions.setdefault(natural_id(entry.event), entry.position)
