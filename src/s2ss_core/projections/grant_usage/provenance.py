"""What a document of grant usage was computed from, so that anybody can compute it again."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, TypeVar

import attrs

from s2ss_core.events import Brokered
from s2ss_core.programmes import Programme
from s2ss_core.projections.engine.figure import Figure
from s2ss_core.projections.engine.serialization import digest
from s2ss_core.projections.sums.costs import Costs
from s2ss_core.projections.sums.retention import kept_until
from s2ss_core.store import Recorded
from s2ss_core.values import Money

GENERATOR = "grant-usage-2"
LAYOUT = "layout ours: the handbook names Annex B and does not show it"

# From public guidance on education grants. The five source documents do not give it.
ASSURED_ABOVE = Money("40,000.00")


@attrs.frozen(kw_only=True)
class Provenance:
    """The position of the newest source event, the digests of the programmes, and the version of the document.

    `generator` changes when the layout or the meaning of a figure changes. `digest` is the SHA-256, in
    hexadecimal, of the document's canonical bytes with an empty `digest`.
    """

    position: int
    programmes: tuple[str, ...]
    generator: str = GENERATOR
    digest: str = ""


@attrs.frozen(kw_only=True)
class Keeping:
    """How long the records must be kept, and whether the certificate needs an accountant's assurance.

    Records are kept for the programme's number of years after the end of the last financial year with a cost. Assurance is
    needed above £40,000 of eligible cost: that comes from public guidance on grants to schools, not from the five source
    documents.
    """

    retain_until: dt.date | None
    assurance_required: bool


D = TypeVar("D")


def provenance_of(entries: Iterable[Recorded]) -> Provenance:
    """The provenance of a document computed from these entries, with an empty digest."""
    position, digests = 0, set()
    for entry in entries:
        if isinstance(entry.event, Brokered):
            digests.add(entry.event.digest)
        position = max(position, entry.position)
    return Provenance(position=position, programmes=tuple(sorted(digests)))


def keeping_of(costs: Costs, eligible: Figure[Money], programme: Programme | None = None) -> Keeping:
    """The retention and assurance that these costs require under a programme."""
    last = max((cost.on for cost in costs.all), default=None)
    return Keeping(
        retain_until=kept_until(last, programme) if last else None,
        assurance_required=eligible.value > ASSURED_ABOVE,
    )


def with_digest(document: D) -> D:
    """The document with the digest of its own canonical bytes in `basis`."""
    unsigned: Any = document
    signed: D = attrs.evolve(unsigned, basis=attrs.evolve(unsigned.basis, digest=digest(document)))
    return signed
