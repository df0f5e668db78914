"""Ids that a spreadsheet changes when it saves a sheet: `007` becomes `7`, `3E4` `30000`, `1-2-24` `2024-02-01`.

A row under a changed id would be a second fact. So an id that is new is compared with those that are recorded already.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Context, Decimal

from s2ss_core.application import Brokerage
from s2ss_core.cli.rows.row import Row
from s2ss_core.errors import BadInput
from s2ss_core.events import natural_id, stream_of
from s2ss_core.store import Recorded

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
DATE = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})", re.ASCII)
TIME = re.compile(r"(\d{1,2}):(\d{2})(:00)?", re.ASCII)
KEPT = Context(prec=15)  # a spreadsheet keeps so many digits of a number
CENTURY = 100
SHORT_YEAR = 2  # digits

Identity = tuple[str, ...]


def as_kept(text: str) -> str:
    """What a spreadsheet keeps of a text that looks like a number or a date; every other text as it is."""
    if NUMBER.fullmatch(text):
        return str(KEPT.normalize(Decimal(text)))
    if parts := DATE.fullmatch(text):
        first, _, month, last = parts.groups()
        day, year = (last, first) if len(first) > SHORT_YEAR else (first, last)
        return f"{int(day)}/{int(month)}/{int(year) % CENTURY}"
    if parts := TIME.fullmatch(text):
        return f"{int(parts[1])}:{parts[2]}"
    return text


class KnownIds:
    """The ids under which facts are recorded, for the rows of a sheet."""

    def __init__(self, brokerage: Brokerage) -> None:
        self._brokerage = brokerage
        self._known: dict[str | None, dict[Identity, set[Identity]]] = {}

    def check(self, row: Row) -> None:
        """Raise `BadInput` for a new id where a spreadsheet makes the same of it and of one that is recorded."""
        identity = natural_id(row.fact)
        if not any(map(_may_be_changed, identity[1:])):
            return
        alike = self._about(row).setdefault(_kept(identity), set())
        if alike and identity not in alike:
            raise BadInput(_which_of(identity, min(alike)))
        alike.add(identity)

    def _about(self, row: Row) -> dict[Identity, set[Identity]]:
        if row.about not in self._known:
            known: dict[Identity, set[Identity]] = defaultdict(set)
            for entry in self._entries(row):
                identity = natural_id(entry.event)
                known[_kept(identity)].add(identity)
            self._known[row.about] = known
        return self._known[row.about]

    def _entries(self, row: Row) -> Iterable[Recorded]:
        if row.about is None:
            return self._brokerage.history(texts=False)
        stream = stream_of(row.fact, row.about, row.kind.about)
        return self._brokerage.store.read(stream, texts=False)


def _may_be_changed(part: str) -> bool:
    return any(form.fullmatch(part) for form in (NUMBER, DATE, TIME))


def _kept(identity: Identity) -> Identity:
    return tuple(map(as_kept, identity))


def _which_of(new: Identity, known: Identity) -> str:
    written, recorded = next(pair for pair in zip(new, known, strict=True) if pair[0] != pair[1])
    return (
        f"{new[0]} {written} is new, but {recorded} is recorded, and a spreadsheet may have changed {recorded} to"
        f" {written}. Write {recorded} if it is the same {new[0]}; add --ids-are-right if it is another one"
    )
