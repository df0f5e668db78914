"""`s2ss history`: all entries, streamed as JSON Lines of CloudEvents 1.0."""

import sys
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from cyclopts import Parameter

from s2ss_core.cli.exit_codes import DONE, FINDINGS
from s2ss_core.cli.message import print_error
from s2ss_core.cli.options import When, Where
from s2ss_core.cli.output import loss
from s2ss_core.cli.progress import counted
from s2ss_core.cli.safe_text import json_text
from s2ss_core.cli.stores import reading
from s2ss_core.events import stored_name
from s2ss_core.projections import AsAt, as_data
from s2ss_core.projections.engine.corrections import as_happened_by
from s2ss_core.store import Recorded, SetAside, Store
from s2ss_core.store.decoder import read_or_set_aside

WHERE, WHEN = Where(), When()
MOST_TOLD = 5
SOURCE = "urn:s2ss-core:history"


def history(
    *,
    texts: Annotated[bool, Parameter(negative=(), show_default=False)] = False,
    where: Where = WHERE,
    when: When = WHEN,
) -> int:
    """Write all history, oldest first, one CloudEvent a line (JSON; money in pence).

    Parameters
    ----------
    texts
        Write private texts too; without it they read `withheld`.
    """
    moment, left_out = when.moment, list[SetAside]()
    with reading(where.url, moment) as brokerage:
        store = brokerage.store
        upto = moment.newest(store)
        # Lines that scroll by are progress enough; a bar is for a terminal whose output goes elsewhere.
        with counted("Writing", 0 if sys.stdout.isatty() else upto) as one_more:
            for entry in _counted(store, moment, upto, texts=texts):
                if isinstance(entry, SetAside):
                    left_out.append(entry)
                else:
                    print(json_text(cloud_event(entry), indent=None))
                one_more(entry)
                if loss():
                    break
    if left_out:
        print_error(f"{_named(left_out)} cannot be read and are left out. To see why, run: s2ss doctor")
        return FINDINGS
    return DONE


def _named(left_out: Sequence[SetAside]) -> str:
    first = ", ".join(str(entry.position) for entry in left_out[:MOST_TOLD])
    return f"Entries ({len(left_out)}; at position {first}{', …' if len(left_out) > MOST_TOLD else ''})"


def cloud_event(entry: Recorded) -> dict[str, Any]:
    """An entry as a CloudEvent 1.0, with the position, the version within its stream and who recorded it."""
    return {
        "specversion": "1.0",
        "id": entry.event_id,
        "source": SOURCE,
        "type": stored_name(type(entry.event)).name,
        "time": entry.recorded_at.isoformat().replace("+00:00", "Z"),
        "subject": entry.stream,
        "datacontenttype": "application/json",
        "position": entry.position,
        "version": entry.version,
        "recordedby": entry.recorded_by,
        "data": as_data(entry.event),
    }


def _every(store: Store, upto: int, *, texts: bool) -> Iterator[Recorded | SetAside]:
    after = 0
    while rows := store.rows(after=after, upto=upto):
        for row in rows:
            yield read_or_set_aside(row if texts else row._replace(texts=None))
        after = rows[-1].position


def _counted(store: Store, moment: AsAt, upto: int, *, texts: bool) -> Iterator[Recorded | SetAside]:
    entries = _every(store, upto, texts=texts)
    if moment.happened is None:
        return entries
    positions = {
        entry.position
        for stream in store.streams()
        for entry in as_happened_by(
            tuple(entry for entry in store.read(stream, texts=False) if entry.position <= upto),
            moment.happened,
        )
    }
    return (entry for entry in entries if entry.position in positions)
