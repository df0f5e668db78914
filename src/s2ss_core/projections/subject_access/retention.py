"""Until when the entries of a stream are kept, and who says so."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import localcontext
from typing import Any

import attrs

from s2ss_core.events import AwardClosed, AwardReopened, Closed, Reopened, deployment_stream, stream_kind
from s2ss_core.events.streams import stream_parts
from s2ss_core.projections.engine.as_at import NOW, HistoryAsAt
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.projection import OWN_ARITHMETIC
from s2ss_core.projections.engine.reader import HistoryReader
from s2ss_core.projections.engine.streams import allocated_in, deployment_events
from s2ss_core.projections.sums.retention import kept_until, years_kept
from s2ss_core.projections.sums.support_costs import support_costs


@attrs.frozen(kw_only=True)
class Kept:
    """Until when the entries of a stream are kept. `until` is None while its deployment or award is not closed.

    `years` are counted from the end of the financial year of `last`: the day of the last cost, or of the last entry where
    there is none. `source` says who sets the number.
    """

    stream: str
    until: dt.date | None
    last: dt.date | None
    years: int
    source: str


class Keeping:
    """Finds until when streams of a history are kept; each stream is looked at once."""

    def __init__(self, source: HistoryReader) -> None:
        self._streams = HistoryAsAt(source, NOW)
        self._found: dict[str, Kept] = {}

    def of(self, stream: str) -> Kept:
        """Until when one stream is kept: no shorter than any deployment that its entries speak of."""
        if stream not in self._found:
            own = self._deployment(stream) if stream_kind(stream) == "deployment" else self._other(stream)
            self._found[stream] = own
        return self._found[stream]

    def _deployment(self, stream: str) -> Kept:
        facts = deployment_events(stream_parts(stream)[0], self._streams)
        with localcontext(OWN_ARITHMETIC):
            support = support_costs(facts)
        last = max((cost.on for cost in support.costs.all), default=self._newest(stream))
        years = years_kept(support.price_list.programme)
        closed = _is_last(facts, Closed, Reopened)
        return Kept(
            stream=stream,
            until=kept_until(last, support.price_list.programme) if closed else None,
            last=last,
            years=years.value,
            source=years.source,
        )

    def _other(self, stream: str) -> Kept:
        last, years = self._newest(stream), years_kept(None)
        own = Kept(stream=stream, until=kept_until(last), last=last, years=years.value, source=years.source)
        if stream_kind(stream) == "grant" and not self._award_is_closed(stream):
            return attrs.evolve(own, until=None)
        longest = max((own, *self._of_deployments(stream)), key=lambda kept: kept.until or dt.date.max)
        return attrs.evolve(longest, stream=stream)

    def _of_deployments(self, stream: str) -> Iterator[Kept]:
        if stream_kind(stream) == "grant":
            names: Iterable[str] = allocated_in(stream, self._streams)
        else:
            named = (getattr(entry.event, "deployment", None) for entry in self._streams.read(stream))
            names = dict.fromkeys(name for name in named if name)
        return (self.of(deployment_stream(name)) for name in names)

    def _award_is_closed(self, stream: str) -> bool:
        return _is_last(EventSet(("award", stream), self._streams.read(stream)), AwardClosed, AwardReopened)

    def _newest(self, stream: str) -> dt.date:
        return max((entry.event.on for entry in self._streams.read(stream)), default=dt.date.min)


def _is_last(facts: EventSet, closed: type, reopened: type) -> bool:
    """Whether the last of the two kinds of event that was not struck out is the closing."""
    found: Sequence[Positioned[Any]] = facts.not_struck_out(closed, reopened)
    return bool(found) and isinstance(found[-1].event, closed)
