"""The documents in a bundle: programmes, certificates as they were certified, and how each deployment stands now."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import attrs

from s2ss_core.events import GrantUsageCertified, ProgrammeAdopted, deployment_stream
from s2ss_core.projections import GRANT_USAGE, AsAt, canonical_bytes
from s2ss_core.projections.engine.streams import programmes_of
from s2ss_core.store import Store


@attrs.frozen(kw_only=True)
class BundledDocument:
    """A document, what it is, and its canonical bytes: its digest is that of these bytes."""

    about: dict[str, Any]
    folder: str
    content: bytes

    @property
    def name(self) -> str:
        """The name of its file in the bundle."""
        return f"{self.folder}/{sha256(self.content).hexdigest()}.json"


def documents_of(store: Store, deployments: tuple[str, ...], size: int) -> Iterator[BundledDocument]:
    """The documents of some deployments, from the first `size` entries."""
    programmes = sorted({stream for key in deployments for stream in programmes_of(key, store)})
    for stream in programmes:
        yield from _adopted(store, stream, size)
    for deployment in deployments:
        for entry in store.read(deployment_stream(deployment), texts=False):
            if entry.position <= size and isinstance(entry.event, GrantUsageCertified):
                about = {
                    "deployment": deployment, "certificate": entry.event.certificate, "position": entry.position,
                }  # fmt: skip
                content = _certificate(store, deployment, entry.event.size)
                yield BundledDocument(about=about, folder="certificates", content=content)
        about = {"deployment": deployment, "size": size}
        yield BundledDocument(about=about, folder="statements", content=_certificate(store, deployment, size))


def _adopted(store: Store, stream: str, size: int) -> Iterator[BundledDocument]:
    for entry in store.read(stream, texts=False):
        if entry.position <= size and isinstance(entry.event, ProgrammeAdopted):
            event = entry.event
            about = {"programme": event.name, "version": event.version, "position": entry.position}
            yield BundledDocument(about=about, folder="programmes", content=event.content.encode())


def _certificate(store: Store, deployment: str, size: int) -> bytes:
    """The canonical bytes of a certificate with an empty digest, which are those that its digest is of."""
    document = GRANT_USAGE.live(store, ("deployment", deployment), as_at=AsAt(position=size))
    return canonical_bytes(attrs.evolve(document, basis=attrs.evolve(document.basis, digest="")))
