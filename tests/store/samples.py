"""One event of every kind, always the same: for the files that guard the stored format."""

from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from s2ss_core.events import StoredName, registered
from s2ss_core.ids import DocumentNumber, Id, RecordId
from s2ss_core.store import Recorded
from s2ss_core.values import AcademicYear, Days, Money, Private, Term, Urn, Withheld

VALUES: dict[Any, Any] = {
    str: 'ä £4,000 “quoted” "plain" \\ / \n\u2028',
    Id: "st-bénédict 1",
    RecordId: "rov-101/a",
    DocumentNumber: "INV-007",
    int: 3,
    bool: True,
    date: date(2024, 3, 28),
    time: time(9, 30),
    Money: Money("4,000.05"),
    Days: Days("0.25"),
    Urn: Urn("100001"),
    Term: Term("2024-spring"),
    AcademicYear: AcademicYear("2023/24"),
    Private: Withheld("sha256:" + sha256(b"private").hexdigest()),
}


def value_of(annotation: Any, *, full: bool) -> Any:
    """A value for a field: in full, nothing that may be given is left out."""
    if annotation in VALUES:
        return VALUES[annotation]
    arguments = get_args(annotation)
    match get_origin(annotation):
        case origin if origin is Literal:
            return arguments[0]
        case origin if origin in {Union, UnionType}:
            return value_of(arguments[0], full=full) if full else None
        case origin if origin is tuple:
            return (value_of(arguments[0], full=full),) * (2 if full else 0)
        case _:
            return sample(annotation, full=full)


def sample(cls: type[Any], *, full: bool) -> Any:
    """An instance of an event or of a class within one: every field given, or only those that must be."""
    return cls(
        **{
            field.name: value_of(field.type, full=full)
            for field in attrs.fields(cls)
            if full or field.default is attrs.NOTHING
        }
    )


def sample_history() -> list[Recorded]:
    """Every event in full and sparse, in one stream each version; nothing said of one depends on any other."""
    samples = [
        _recorded(stored, sample(cls, full=full), full=full)
        for stored, cls in registered()
        for full in (True, False)
    ]
    return [attrs.evolve(recorded, position=position) for position, recorded in enumerate(samples, start=1)]


def _recorded(stored: StoredName, event: Any, *, full: bool) -> Recorded:
    version = 1 if full else 2
    stream = f"sample-{stored.name}@{stored.version}"
    digest = sha256(f"{stream} {version}".encode()).hexdigest()
    return Recorded(
        position=1,
        stream=stream,
        version=version,
        event_id=digest[:32],
        recorded_at=datetime(2024, 3, 29, 12, tzinfo=UTC) + timedelta(microseconds=int(digest[32:41], 16)),
        recorded_by="u-7",
        context={"request": "r-1"} if full else {},
        event=event,
    )
