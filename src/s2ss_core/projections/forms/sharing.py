"""With whom a document was shared: our section on the forms that are handed on."""

from collections.abc import Iterator

from s2ss_core.events import DocumentShared
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.forms.form import FormSection, our_section, rows
from s2ss_core.values import Cause


def shared(facts: EventSet, kind: str, name: str) -> tuple[FormSection, ...]:
    """Each time that a document was shared, with whom and by whom."""
    return rows(
        "Shared", DocumentShared, _shared(facts, Cause(kind, (name,))), "date", "shared with", "by", ours=True
    )


def _shared(facts: EventSet, document: Cause) -> Iterator[FormSection]:
    for sharing in facts.not_struck_out(DocumentShared):
        event = sharing.event
        if event.of == document:
            yield our_section(
                "Shared", sharing, date=event.on, shared_with=", ".join(event.shared_with), by=str(event.by)
            )
