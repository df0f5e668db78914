import math
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import attrs
import pytest

from s2ss_core.errors import BadInput
from s2ss_core.events import InstalmentReleased, TrainingAttended
from s2ss_core.store import Append, Store
from s2ss_core.values import Days, Money, Organisation, Person, Urn, Withheld
from tests.store.given import CLERK, NOON, SCHOOL, SPRING_DAY, concern, plan, record, visit


def test_without_a_context_none_is_stored(store: Store) -> None:
    record(store, "d-1", visit(1))

    assert store.read("d-1")[0].context == {}
    assert b"context" not in next(store.entries())[1]


def released(**changes: Any) -> InstalmentReleased:
    fields: dict[str, Any] = {
        "instalment": 1,
        "on": SPRING_DAY,
        "amount": Money("4,000.00"),
        "paid_to": SCHOOL,
        "report": "report-1",
        "review": "review-1",
        "settled_by": "journal",
        "authorised_by": Person(person="u-7", role="broker", organisation="exceed"),
    }
    return InstalmentReleased(**fields | changes)


def school(**changes: Any) -> Organisation:
    return attrs.evolve(SCHOOL, **changes)


@pytest.mark.parametrize(
    ("changes", "field"),
    (
        ({"amount": 400_000}, "amount"),
        ({"amount": 4000.0}, "amount"),
        ({"amount": "4000.00"}, "amount"),
        ({"amount": math.nan}, "amount"),
        ({"instalment": True}, "instalment"),
        ({"instalment": 1.0}, "instalment"),
        ({"instalment": math.inf}, "instalment"),
        ({"instalment": 2**53}, "instalment"),
        ({"instalment": -(2**53)}, "instalment"),
        ({"instalment": None}, "instalment"),
        ({"on": datetime(2024, 3, 28, tzinfo=UTC)}, "on"),
        ({"on": "2024-03-28"}, "on"),
        ({"judgements": ["j-1"]}, "judgements"),
        ({"judgements": "j-1"}, "judgements"),
        ({"judgements": ("j-1", 2)}, "judgements"),
        ({"settled_by": "cash"}, "settled_by"),
        ({"report": "half a \ud83d"}, "report"),
        ({"report": b"report-1"}, "report"),
        ({"report": object()}, "report"),
        ({"invoice": {"a": 1}}, "invoice"),
        ({"invoice": math.nan}, "invoice"),
        ({"paid_to": {"id": "school-1"}}, "paid_to"),
        ({"paid_to": school(urn="100001")}, "paid_to/urn"),
        ({"paid_to": school(kind="shop")}, "kind"),
    ),
)
def test_what_does_not_fit_is_refused_naming_event_and_field_and_nothing_is_written(
    store: Store, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        record(store, "d-1", visit(1), released(**changes))

    assert str(refusal.value).startswith("deployment.instalment-released")
    assert field in str(refusal.value)
    assert store.newest() == 0


@pytest.mark.parametrize(
    "about", (7, None, b"x", ["x"], "half a \ud83d", Withheld("md5:00"), Withheld("sha256:AB"))
)
def test_private_text_that_is_none_is_refused(store: Store, about: Any) -> None:
    with pytest.raises(BadInput, match=r"deployment\.concern-raised.*about"):
        record(store, "d-1", concern(about))

    assert store.newest() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    (
        ({"stops": ["one"]}, "/stops"),
        ({"stops": ("one", 2)}, "/stops/1"),
        ({"objectives": ({"id": "o-1", "text": "x"},)}, "/objectives/0"),
        ({"pupil_outcomes": SCHOOL}, "/pupil_outcomes"),
    ),
)
def test_private_text_of_the_wrong_shape_is_refused(
    store: Store, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        record(store, "d-1", attrs.evolve(plan(problem="p"), **changes))  # type: ignore[misc]

    assert str(refusal.value).startswith(f"deployment.plan-submitted{field}:")
    assert store.newest() == 0


def test_values_of_a_subtype_are_stored_as_what_the_field_says(store: Store) -> None:
    event = TrainingAttended(course=Urn("100001"), attendee=CLERK, on=SPRING_DAY)

    record(store, "d-1", event)

    assert type(store.read("d-1")[0].event.course) is str


@pytest.mark.parametrize("event", (object(), "visit", SCHOOL, None, Days(1)))
def test_only_events_can_be_appended(store: Store, event: object) -> None:
    with pytest.raises(BadInput, match="is not an event"):
        record(store, "d-1", event)


@pytest.mark.parametrize(
    "arguments",
    (
        {"at": datetime(2024, 3, 28, 12)},  # noqa: DTZ001  that is the point
        {"at": "2024-03-28"},
        {"by": ""},
        {"by": None},
        {"by": "\ud800"},
        {"context": {"é": "x"}},
        {"context": {"request": 7}},
        {"context": {7: "x"}},
        {"context": {"request": "\udfff"}},
        {"stream": ""},
        {"stream": 7},
        {"stream": "\ud800"},
        {"after": -1},
        {"after": True},
        {"after": "1"},
    ),
)
def test_an_envelope_that_cannot_be_stored_is_refused(store: Store, arguments: dict[str, Any]) -> None:
    given: dict[str, Any] = {
        "at": NOON,
        "by": "u-7",
        "context": None,
        "stream": "d-1",
        "after": 0,
    } | arguments

    with pytest.raises(BadInput):
        store.append(
            [Append(given["stream"], given["after"], [visit(1)])],
            at=given["at"],
            by=given["by"],
            context=given["context"],
        )

    assert store.newest() == 0


@pytest.mark.parametrize(
    "character", ("\x1b", "\x00", "\n", "\t", "\x9b", "\x7f", "\u202e", "\u200b", "\u2028")
)
def test_who_records_and_the_context_hold_nothing_that_cannot_be_seen(store: Store, character: str) -> None:
    for by, context in (
        (f"u{character}7", {"request": "r-1"}),
        ("u-7", {"request": f"r{character}1"}),
        ("u-7", {f"r{character}": "1"}),
    ):
        with pytest.raises(BadInput, match=r"cannot be seen|ASCII names"):
            store.append([Append("d-1", 0, [visit(1)])], at=NOON, by=by, context=context)

    assert store.newest() == 0


def test_the_hash_of_the_bytes_is_kept_beside_them(store: Store) -> None:
    record(store, "d-1", concern("hush"), visit(1))

    assert [row.leaf for row in store.rows()] == [
        sha256(b"\0" + state).digest() for _, state in store.entries()
    ]
