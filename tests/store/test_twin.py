"""An event goes through its twin on its way to the bytes and back, and comes back frozen, of its own classes."""

import json
from datetime import date
from typing import Annotated, Any

import attrs
import pytest

from s2ss_core.errors import BadInput, CorruptEntry, UnknownEvent
from s2ss_core.events import VisitLogged
from s2ss_core.store import Store, recorded_of
from s2ss_core.store.codec import decoder_for, to_json
from s2ss_core.store.private_texts import sealed, withheld
from s2ss_core.store.twin import Text, twin_of
from s2ss_core.values import Days, Money, Organisation, Person, Private, Urn, Withheld
from tests.store.given import CLERK, record, visit, worked

DIGEST = "sha256:" + 64 * "0"


@attrs.frozen(kw_only=True)
class Part:
    """A value inside an event."""

    text: Private
    who: Person


@attrs.frozen(kw_only=True)
class Happened:
    """An event with a field of every kind."""

    id: Annotated[str, "by key"]
    on: date
    also: tuple[Annotated[str, "by key"], ...] = ()
    fee: Money = Money(0)
    rates: tuple[Money, ...] = ()
    days: Days | None = None
    school: Organisation | None = None
    parts: tuple[Part, ...] = ()
    note: Private | None = None


WHOLE = Happened(
    id="h-1",
    on=date(2024, 3, 28),
    also=("x", "y"),
    fee=Money(5),
    rates=(Money(1), Money(2)),
    days=Days("0.5"),
    school=Organisation(id="s-1", kind="school", member_of_broker=False, urn=Urn("100001")),
    parts=(Part(text=DIGEST, who=CLERK),),
    note=DIGEST,
)
LEAST = Happened(id="h-2", on=date(2024, 3, 28))


def again(event: Happened, text: Text) -> Happened:
    """The event that the bytes of an event give."""
    twin = twin_of(Happened)
    read: Happened = twin.event(decoder_for(twin.struct).decode(to_json(twin.of(event, ""))), text)
    return read


@pytest.mark.parametrize("event", (WHOLE, LEAST))
def test_an_event_is_the_same_after_its_twin(event: Happened) -> None:
    assert again(event, sealed) == event


def test_every_private_text_of_the_event_is_what_stands_for_its_digest() -> None:
    closed, open_ = again(WHOLE, withheld), again(WHOLE, {DIGEST: "a text"}.__getitem__)

    assert closed.note == closed.parts[0].text == Withheld(DIGEST)
    assert open_.note == open_.parts[0].text == "a text"


def test_what_is_read_is_frozen_and_of_its_own_classes_at_every_depth(store: Store) -> None:
    record(store, "d-1", attended(1))

    (entry,) = store.read("d-1", texts=False)

    for held in (entry, entry.event, entry.event.counterpart, entry.event.focus):
        assert type(held).__mro__ == (type(held), object)
        for field in attrs.fields(type(held)):
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(held, field.name, None)


def test_people_that_are_the_same_are_read_as_one_object(store: Store) -> None:
    record(store, "d-1", attended(1), attended(2))

    first, second = store.read("d-1")

    assert first.event.counterpart is second.event.counterpart


@pytest.mark.parametrize(
    ("field", "value", "says"),
    (
        ("days", "0.50", r"'0\.50' is spelled '0\.5' - at `\$\.data\.days`"),
        ("days", 1, r"Expected `str`, got `int` - at `\$\.data\.days`"),
        ("home_school.urn", "1", r"'1' is not a URN.*at `\$\.data\.home_school\.urn`"),
        ("cap_year", "2023-24", r"not an academic year.*at `\$\.data\.cap_year`"),
    ),
)
def test_the_error_for_a_value_that_is_not_the_correct_form_names_its_field(
    store: Store, field: str, value: Any, says: str
) -> None:
    record(store, "sl-014", worked(1))
    entry = json.loads(next(store.entries())[1])
    *inside, name = field.split(".")
    part = entry["data"][inside[0]] if inside else entry["data"]
    part[name] = value

    with pytest.raises(CorruptEntry, match=says):
        recorded_of(canonical(entry), position=1)


def test_an_unknown_field_of_a_value_inside_is_named_with_where_it_is(store: Store) -> None:
    record(store, "sl-014", worked(1))
    entry = json.loads(next(store.entries())[1])
    entry["data"]["home_school"]["zeal"] = 1

    with pytest.raises(UnknownEvent, match=r"does not know: home_school\.zeal\."):
        recorded_of(canonical(entry), position=1)


def test_a_value_of_another_class_inside_an_event_is_refused_naming_its_field(store: Store) -> None:
    event: Any = visit(1)
    school = Organisation(id="s-1", kind="school", member_of_broker=False)

    with pytest.raises(BadInput, match="counterpart: Organisation is not Person"):
        record(store, "d-1", attrs.evolve(event, counterpart=school))
    assert store.newest() == 0


def attended(number: int) -> VisitLogged:
    """A visit in which the clerk took part, with a private text."""
    event: Any = visit(number, focus="phonics")
    attended: VisitLogged = attrs.evolve(event, counterpart=CLERK)
    return attended


def canonical(entry: object) -> bytes:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
