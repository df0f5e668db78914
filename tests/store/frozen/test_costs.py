"""Given the events as they were frozen, what a change of them costs is said, and nothing that costs was changed."""

import copy
import json
from typing import Any

import attrs
import pytest

from s2ss_core.events import registered
from s2ss_core.store.upcasts import UPCASTS
from tests.store.frozen.__main__ import HERE
from tests.store.frozen.costs import costs
from tests.store.test_golden import names_today, within

FROZEN = sorted(HERE.glob("format-*/names.json"))
GONE = None
ALIKE: dict[str, Any] = {
    "events": {
        "visit@1": {
            "told_once_by": ["visit"],
            "among": "visit",
            "fields": {"visit": "RecordId", "unit": "'day' | 'half-day'", "by": "Person | None"},
        }
    },
    "classes": {"Person": {"person": "Id"}},
}


def changed(where: str, value: object) -> tuple[str, ...]:
    """What it costs to put a value at a place, such as `classes/Person/person`; to take it away if it is GONE."""
    today = copy.deepcopy(ALIKE)
    *folders, last = where.split("/")
    within_it: dict[str, Any] = today
    for folder in folders:
        within_it = within_it[folder]
    within_it[last] = value
    if value is GONE:
        del within_it[last]
    return costs(ALIKE, today)


@pytest.mark.parametrize("frozen", FROZEN, ids=lambda path: path.parent.name)
def test_no_change_since_the_format_was_frozen_costs_anything(frozen: Any) -> None:
    newer = frozenset(f"{name}@{version}" for name, version in UPCASTS)

    found = costs(json.loads(frozen.read_text()), names_today(), newer)

    assert found == ()


@pytest.mark.parametrize("frozen", FROZEN, ids=lambda path: path.parent.name)
def test_a_field_that_came_later_is_left_out_where_it_is_none(frozen: Any) -> None:
    kept = json.loads(frozen.read_text())
    before = {name: event["fields"] for name, event in kept["events"].items()} | kept["classes"]
    classes = {f"{stored.name}@{stored.version}": cls for stored, cls in registered()}
    classes |= {name: inner for cls in tuple(classes.values()) for name, inner in within(cls).items()}

    later = [
        (name, field)
        for name, cls in classes.items()
        for field in attrs.fields(cls)
        if name in before and field.name not in before[name]
    ]

    assert [(name, field.name) for name, field in later if field.default is not None] == []


@pytest.mark.parametrize(
    ("where", "value"),
    (
        ("events/other@1", {}),
        ("events/visit@1/fields/place", "str | None"),
        ("events/visit@1/fields/unit", "'day' | 'twilight' | 'half-day'"),
        ("classes/Other", {"id": "Id"}),
        ("classes/Person/role", "str | None"),
    ),
)
def test_what_adds_costs_nothing(where: str, value: object) -> None:
    assert changed(where, value) == ()


@pytest.mark.parametrize(
    ("where", "value", "said"),
    (
        ("events/visit@1", GONE, "visit@1 is stored and would not be read"),
        (
            "events/visit@1/told_once_by",
            ["visit", "by"],
            "would be told apart by ['visit', 'by'], not ['visit']",
        ),
        ("events/visit@1/among", "entry", "would be told apart by entry, not visit"),
        ("events/visit@1/fields/by", GONE, "visit@1 lost by"),
        ("events/visit@1/fields/visit", "str", "visit@1.visit was RecordId and is str"),
        ("events/visit@1/fields/by", "Person", "visit@1.by was Person | None and is Person"),
        ("events/visit@1/fields/unit", "'day'", "visit@1.unit was 'day' | 'half-day' and is 'day'"),
        ("events/visit@1/fields/place", "str", "visit@1 requires place"),
        ("classes/Person/person", GONE, "Person lost person"),
    ),
)
def test_what_takes_away_or_turns_costs_a_version(where: str, value: object, said: str) -> None:
    (cost,) = changed(where, value)

    assert said in cost


def test_an_event_that_an_upcast_reads_may_go() -> None:
    assert costs(ALIKE, {"events": {}, "classes": {}}, frozenset({"visit@1"})) == ()
