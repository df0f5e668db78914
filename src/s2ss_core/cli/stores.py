"""Open stores. A command that reads never creates one."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from s2ss_core.application import Brokerage
from s2ss_core.errors import BadInput
from s2ss_core.projections import AsAt
from s2ss_core.projections.engine.as_at import LONDON
from s2ss_core.store import Append, open_store


def reading(url: str, as_at: AsAt | None = None) -> Brokerage:
    """The brokerage at a URL. Raises `StoreError` if there is none, `BadInput` for a position it does not have yet."""
    brokerage = Brokerage.open(url, create=False)
    try:
        _check(as_at, brokerage)
    except BaseException:
        brokerage.close()
        raise
    return brokerage


def _check(as_at: AsAt | None, brokerage: Brokerage) -> None:
    newest = brokerage.store.newest()
    if as_at and as_at.position is not None and as_at.position > newest:
        raise BadInput(
            f"--known-at: {as_at.position} is after the newest position, {newest}. Give a position up to that, or a day"
            " such as 2024-03-15."
        )


def is_there(url: str) -> bool:
    """Whether a store may exist at a URL."""
    return not url.startswith("sqlite:///") or Path(url.removeprefix("sqlite:///")).exists()


@contextmanager
def as_known(url: str, as_at: AsAt) -> Iterator[Brokerage]:
    """The brokerage as it was known at a time; for any time but now, it is a copy in memory.

    Its clock shows that time: the end of the day, the exact time, or the time of the newest entry known then.
    """
    with reading(url, as_at) as brokerage:
        if as_at == AsAt():
            yield brokerage
            return
        newest, latest = as_at.newest(brokerage.store), dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
        with open_store("memory:", clock_is_right=True) as copy:
            for entry in brokerage.history(upto=newest):
                after = Append(entry.stream, entry.version - 1, (entry.event,))
                copy.append((after,), at=entry.recorded_at, by=entry.recorded_by, context=entry.context)
                latest = max(latest, entry.recorded_at)
            clock = _moment(as_at.recorded) or latest
            yield Brokerage(copy, clock=lambda: clock)


def _moment(recorded: dt.datetime | dt.date | None) -> dt.datetime | None:
    if recorded is None or isinstance(recorded, dt.datetime):
        return recorded
    return dt.datetime.combine(recorded, dt.time(23, 59, 59), LONDON).astimezone(dt.UTC)
