"""Which entries a bundle holds: all of a history, or those that the certificate of one deployment draws on."""

from collections.abc import Iterator, Sequence

import attrs

from s2ss_core.errors import BadInput, NotFound
from s2ss_core.events import deployment_stream, grant_stream
from s2ss_core.events.streams import stream_parts
from s2ss_core.ids import key_of
from s2ss_core.projections.engine.streams import awards_of, programmes_of
from s2ss_core.store import Store
from s2ss_core.store.recorder import Row


@attrs.frozen(kw_only=True)
class Selection:
    """The streams of one deployment, or of all (then `positions` is None), up to a size of the log."""

    deployments: tuple[str, ...]
    size: int
    positions: tuple[int, ...] | None = None

    @property
    def whole(self) -> bool:
        """Whether it is all of the history."""
        return self.positions is None

    def rows(self, store: Store) -> Iterator[Row]:
        """The rows of the selection, in order."""
        if self.positions is None:
            yield from _first(store, self.size)
        else:
            for position in self.positions:
                yield from store.rows(after=position - 1, limit=1)


def _first(store: Store, size: int) -> Iterator[Row]:
    after = count = 0
    while rows := store.rows(after=after):
        for row in rows:
            if count == size:
                return
            yield row
            count += 1
        after = rows[-1].position


def selection(store: Store, deployment: str | None, size: int) -> Selection:
    """What a bundle of a deployment holds, or of all if none is named. Raises NotFound, and BadInput if positions have gaps."""
    if deployment is None:
        streams = store.streams(deployment_stream(""))
        keys = sorted(stream_parts(stream)[0] for stream in streams if _begins(store, stream, size))
        return Selection(deployments=tuple(keys), size=size)
    key = key_of(deployment)
    own = deployment_stream(key)
    streams = (own, *programmes_of(key, store), *(grant_stream(award) for award in awards_of(key, store)))
    entries = [entry for stream in streams for entry in store.read(stream, texts=False)]
    positions = tuple(sorted(entry.position for entry in entries if entry.position <= size))
    if not any(entry.stream == own and entry.position <= size for entry in entries):
        raise NotFound(
            f"There is no deployment {deployment} among the first {size:,} entries. Check its id, or seal the history anew."
        )
    _check_dense(store, size)
    return Selection(deployments=(key,), size=size, positions=positions)


def _begins(store: Store, stream: str, size: int) -> bool:
    """Whether a stream has an entry up to a size of the log."""
    return any(entry.position <= size for entry in store.read(stream, upto=1, texts=False))


def _check_dense(store: Store, size: int) -> None:
    last: Sequence[Row] = store.rows(after=size - 1, limit=1)
    if not last or last[0].position != size or (size and store.rows(limit=1)[0].position != 1):
        raise BadInput(
            "This store leaves positions out, so one deployment cannot be bundled alone. Bundle everything: s2ss bundle --all"
        )
