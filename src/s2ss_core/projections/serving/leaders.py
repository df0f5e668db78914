"""The register of all leaders: a page for each, also for those of whom only days are on record."""

from collections.abc import Collection, Iterator

from s2ss_core.errors import NotFound
from s2ss_core.events import LeaderYearEvent, leader_years_prefix, system_leader_stream
from s2ss_core.events.streams import stream_parts
from s2ss_core.ids import key_of
from s2ss_core.projections.engine.as_at import NOW, AsAt, HistoryAsAt
from s2ss_core.projections.engine.projection import Key
from s2ss_core.projections.leader_register import LEADER_REGISTER, LeaderRegister, page_of
from s2ss_core.projections.serving.materialised import Materialised
from s2ss_core.store import Store


def every_leader(store: Store, *, as_at: AsAt = NOW) -> tuple[LeaderRegister, ...]:
    """The page of each leader, in order of id; of a leader with several ids, under the first of them.

    A leader of whom only days are on record has a page without rows. It reads stored documents where there are any.
    """
    found = (
        Materialised(store, [LEADER_REGISTER]).every(LEADER_REGISTER, lambda: _keys(store))
        if as_at == NOW
        else _live(store, as_at)
    )
    pages = {key_of(page.leader): page for page in found if page.leader == min(page.ids, key=key_of)}
    known = {key_of(name) for page in pages.values() for name in page.ids}
    only_days = {key: page_of(name) for key, name in _with_days(store, as_at, but=known)}
    return tuple(page for _, page in sorted({**only_days, **pages}.items()))


def leader_page(store: Store, name: str, *, as_at: AsAt = NOW) -> LeaderRegister:
    """The page of one leader under any of their ids. Raises `NotFound` if nothing is on record of them."""
    try:
        return LEADER_REGISTER.live(store, ("leader", name), as_at=as_at)
    except NotFound:
        spelled = dict(_with_days(store, as_at, name)).get(key_of(name))
        if spelled is None:
            raise
        return page_of(spelled)


def _keys(store: Store) -> Iterator[Key]:
    for stream in store.streams(system_leader_stream("")):
        yield ("leader", *stream_parts(stream))


def _live(store: Store, as_at: AsAt) -> Iterator[LeaderRegister]:
    for key in _keys(store):
        try:
            yield LEADER_REGISTER.live(store, key, as_at=as_at)
        except NotFound:  # nothing of it had happened, or was known
            continue


def _with_days(
    store: Store, as_at: AsAt, name: str = "", *, but: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """The key and the id of each leader with an entry about their days, `but` those with these keys; or of one leader."""
    streams = HistoryAsAt(store, as_at)
    for stream in streams.streams(leader_years_prefix(name) if name else "leader-year:"):
        if stream_parts(stream)[0] in but:
            continue
        for entry in streams.read(stream):
            if isinstance(entry.event, LeaderYearEvent):
                yield key_of(entry.event.leader), entry.event.leader
                break
