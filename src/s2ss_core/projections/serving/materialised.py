"""Materialised views: stored documents, checked against the events that came after them when they are read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from threading import Event
from typing import Any, TypeVar

import attrs

from s2ss_core.errors import NotFound, StoreError
from s2ss_core.projections.deployment_log import DEPLOYMENT_LOG
from s2ss_core.projections.engine.as_at import AsAt, HistoryAsAt
from s2ss_core.projections.engine.projection import Key, Projection, keyed
from s2ss_core.projections.grant_usage import AWARD_USAGE, GRANT_USAGE, USAGE_RETURNS
from s2ss_core.projections.leader_register import LEADER_REGISTER
from s2ss_core.projections.leader_workload import HOME_SCHOOL_WORKLOAD, LEADER_WORKLOAD
from s2ss_core.projections.serving.document_builder import (
    PAGE,
    DocumentBuilder,
    Progress,
    Watcher,
    catching_up,
    digest_at,
)
from s2ss_core.projections.serving.document_codec import decode_document, decoder_of, format_of
from s2ss_core.projections.serving.rebuild import Rebuilt, rebuilt
from s2ss_core.projections.whats_due import WHATS_DUE
from s2ss_core.store import Checkpoint, Document, Recorded, SetAside, Store
from s2ss_core.store.codec import to_json

V = TypeVar("V")

EVERY_PROJECTION: tuple[Projection[Any, Any], ...] = (
    DEPLOYMENT_LOG, LEADER_WORKLOAD, HOME_SCHOOL_WORKLOAD, GRANT_USAGE, AWARD_USAGE, USAGE_RETURNS, WHATS_DUE,
    LEADER_REGISTER,
)  # fmt: skip
LONGEST_TAIL = 500  # entries after the checkpoint; above that, folding the view is quicker


@attrs.frozen(kw_only=True)
class Lag:
    """How far the documents of a projection are behind the history.

    `position` is the last event they include, None if there are no documents; `newest` is the newest event.
    `outdated`: another version of the library built them. `foreign`: they were built from another history, as
    happens when a backup is restored. `set_aside`: the entries that could not be read or folded.
    """

    projection: str
    position: int | None
    newest: int
    outdated: bool = False
    foreign: bool = False
    set_aside: tuple[SetAside, ...] = ()


class Materialised:
    """Views that are stored as documents. Threads may share one; several processes may use the same documents.

    Nothing runs by itself: only `catch_up`, `keep_up` and `rebuild` write documents. `read` never writes.

        with open_store("sqlite:///records.db") as store:
            views = Materialised(store)
            views.catch_up()
            certificate = views.read(GRANT_USAGE, ("deployment", "d-1"))
    """

    def __init__(self, store: Store, projections: Sequence[Projection[Any, Any]] = EVERY_PROJECTION) -> None:
        self._store = store
        self.projections = tuple(projections)
        self._sound: set[Checkpoint] = set()
        for projection in self.projections:
            decoder_of(projection)  # cached here, before several threads need it

    def read(self, projection: Projection[Any, V], key: Key, *, texts: bool = False) -> V:
        """The view of a key as of now, even if its document is behind: then the view is folded from its streams.

        It equals `projection.live`, except that private text is withheld: documents hold none. With `texts=True` a
        projection that shows private text is folded live. Raises `NotFound` if there are no events for the key.
        """
        kept = None if texts and projection.texts else self._kept(projection, keyed(key))
        if kept is not None:
            return kept
        return attrs.evolve(projection, texts=texts and projection.texts).live(self._store, key)

    def every(
        self,
        projection: Projection[Any, V],
        keys: Callable[[], Iterable[Key]],
        *,
        holding: Sequence[str] = (),
    ) -> Iterator[V]:
        """Every view of a projection as of now, from its documents where they are not behind, the others folded.

        A document is left out, undecoded, unless it holds each text of `holding`; views that are folded are not. If
        there are no documents, or they cannot be used, the views of `keys` are folded. It writes nothing.
        """
        checkpoint, seen = (
            self._current(projection),
            HistoryAsAt(self._store, AsAt(position=self._store.newest())),
        )
        touched = self._touched(projection, checkpoint, seen) if checkpoint else None
        documents = self._held(checkpoint, holding) if checkpoint else None
        if touched is None or documents is None:
            yield from self._live(projection, keys())
            return
        for document in documents:
            if document.key not in touched:
                kept = decode_document(projection, document.content) if document.content else None
                yield from self._live(projection, [document.key]) if kept is None else (kept,)
        yield from self._live(projection, sorted(touched))

    def _held(self, checkpoint: Checkpoint, holding: Sequence[str]) -> list[Document] | None:
        """The documents of a generation that hold these texts, or must be folded; None if it was dropped meanwhile."""
        wanted = [to_json(text) for text in holding]
        found = [
            document
            for document in self._store.documents.every(checkpoint.projection, checkpoint.generation)
            if not document.content or all(text in document.content for text in wanted)
        ]
        generations = {(kept.projection, kept.generation) for kept in self._store.documents.checkpoints()}
        return found if (checkpoint.projection, checkpoint.generation) in generations else None

    def _touched(
        self, projection: Projection[Any, Any], checkpoint: Checkpoint, seen: HistoryAsAt
    ) -> set[Key] | None:
        """The keys of the events after the checkpoint; None if the documents cannot be used."""
        tail = self._store.page(after=checkpoint.position, limit=LONGEST_TAIL + 1)
        if (
            checkpoint.form != format_of(projection)
            or not self._is_of_this_history(checkpoint)
            or self._store.documents.set_aside(projection.name, checkpoint.generation)
            or len(tail) > LONGEST_TAIL
            or any(isinstance(entry, SetAside) for entry in tail)
        ):
            return None
        return {key for entry in tail if isinstance(entry, Recorded) for key in projection.keys(entry, seen)}

    def _live(self, projection: Projection[Any, V], keys: Iterable[Key]) -> Iterator[V]:
        withheld = attrs.evolve(projection, texts=False)
        for key in keys:
            with suppress(NotFound):
                yield withheld.live(self._store, key)

    def catch_up(self, *, page: int = PAGE, watch: Watcher = lambda _: None) -> Progress:
        """Bring all documents up to the entry that is newest now, and report the progress made.

        Each page of `page` entries is one transaction: documents and checkpoint together. Several processes may
        catch up at once. Documents that another version of the library built are rebuilt first. `watch` is called
        with a `Progress` as work goes on. Raises StoreError if the documents were built from another history, as
        happens when a backup is restored.
        """
        newest, documents = self._store.newest(), 0

        def counted(progress: Progress) -> None:
            nonlocal documents
            documents += progress.documents
            watch(progress)

        while self.projections and not all(
            catching_up(self._store, self._opened(page), page=page, watch=counted)
        ):
            pass  # another process moved a checkpoint: start again from there
        aside = sum(len(lag.set_aside) for lag in self.lags())
        return Progress(position=newest, newest=newest, documents=documents, set_aside=aside)

    def keep_up(self, *, stop: Event, poll: float = 0.005, page: int = PAGE) -> None:
        """Catch up now and after every write, in the calling thread, until `stop` is set.

        `poll` is how long it waits between looks at the store, in seconds. Raises what `catch_up` raises.
        """
        for _ in self._store.changes(stop=stop, poll=poll):
            self.catch_up(page=page)

    def follow(self, *, after: int = 0, stop: Event | None = None, poll: float = 0.005) -> Iterator[Recorded]:
        """Yield every event after a position, then new ones as they come, each once, in order. See `Store.follow`."""
        return self._store.follow(after=after, stop=stop, poll=poll)

    def rebuild(
        self, projection: Projection[Any, Any], *, page: int = PAGE, watch: Watcher = lambda _: None
    ) -> Rebuilt:
        """Build a second generation of a projection's documents; use it only if all equal a live fold.

        The result's `switched` says whether it did. Raises StoreError if another process rebuilt them meanwhile.
        """
        return rebuilt(self._store, projection, page=page, watch=watch)

    def lags(self) -> tuple[Lag, ...]:
        """For each projection: how far behind it is, whether to rebuild it, and what was set aside. Writes nothing."""
        return tuple(self._lag(projection) for projection in self.projections)

    def _kept(self, projection: Projection[Any, V], key: Key) -> V | None:
        found = self._store.documents.find(projection.name, key)
        if found is None or found.document is None or not found.document.content:
            return None
        seen = HistoryAsAt(self._store, AsAt(position=self._store.newest()))
        if (
            found.checkpoint.form != format_of(projection)
            or not self._is_of_this_history(found.checkpoint)
            or self._in_tail(projection, key, found.checkpoint, seen)
            or (found.set_aside and not found.set_aside.isdisjoint(projection.streams_for(key, seen)))
        ):
            return None
        return decode_document(projection, found.document.content)

    def _in_tail(
        self, projection: Projection[Any, Any], key: Key, checkpoint: Checkpoint, seen: HistoryAsAt
    ) -> bool:
        """Whether an event after the checkpoint affects this key. Also True if there are too many events to check."""
        tail = self._store.page(after=checkpoint.position, limit=LONGEST_TAIL + 1)
        return len(tail) > LONGEST_TAIL or any(
            isinstance(entry, SetAside) or key in projection.keys(entry, seen) for entry in tail
        )

    def _is_of_this_history(self, checkpoint: Checkpoint) -> bool:
        """Whether the entry at the checkpoint has the digest saved with it. Computed once for each checkpoint."""
        if checkpoint not in self._sound:
            if digest_at(self._store, checkpoint.position) != checkpoint.digest:
                return False
            self._sound = {checkpoint, *list(self._sound)[-len(EVERY_PROJECTION) :]}
        return True

    def _opened(self, page: int) -> list[DocumentBuilder]:
        return [self._open(projection, page) for projection in self.projections]

    def _open(self, projection: Projection[Any, Any], page: int) -> DocumentBuilder:
        form = format_of(projection)
        checkpoint = self._current(projection)
        if checkpoint is None:
            checkpoint = self._store.documents.begin(projection.name, form=form, current=True)
        if not self._is_of_this_history(checkpoint):
            raise StoreError(
                f"The documents of {projection.name} were built from a different history than this store has, "
                f"as happens when a backup is restored. Rebuild them: s2ss rebuild {projection.name}"
            )
        if checkpoint.form != form:
            outcome = self.rebuild(projection, page=page)
            if not outcome.switched:
                raise StoreError(
                    f"The documents of {projection.name} could not be rebuilt for this version of the library: "
                    f"{len(outcome.differing)} differ from a live fold. The old documents are unchanged."
                )
            checkpoint = self._current(projection) or checkpoint
        return DocumentBuilder(projection, checkpoint)

    def _current(self, projection: Projection[Any, Any]) -> Checkpoint | None:
        checkpoints = self._store.documents.checkpoints()
        return next(
            (
                checkpoint
                for checkpoint in checkpoints
                if checkpoint.projection == projection.name and checkpoint.current
            ),
            None,
        )

    def _lag(self, projection: Projection[Any, Any]) -> Lag:
        checkpoint, newest = self._current(projection), self._store.newest()
        if checkpoint is None:
            return Lag(projection=projection.name, position=None, newest=newest)
        return Lag(
            projection=projection.name,
            position=checkpoint.position,
            newest=newest,
            outdated=checkpoint.form != format_of(projection),
            foreign=not self._is_of_this_history(checkpoint),
            set_aside=self._store.documents.set_aside(projection.name, checkpoint.generation),
        )
