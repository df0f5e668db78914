"""What an event may hold: nothing whose stored form is in doubt."""

from datetime import date, time
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import attrs
import pytest

from s2ss_core.events import event_class, registered, stored_name
from s2ss_core.ids import DocumentNumber, Id, RecordId
from s2ss_core.store import decoder, open_store
from s2ss_core.store.upcasts import UPCASTS
from s2ss_core.values import AcademicYear, Days, Money, Private, Term, Urn

PLAIN = {
    Id,
    RecordId,
    DocumentNumber,
    str,
    int,
    bool,
    date,
    time,
    Money,
    Days,
    Urn,
    Term,
    AcademicYear,
    Private,
}
EVENTS = [cls for _, cls in registered()]


def faults(cls: type[Any]) -> list[str]:
    """Every field, at any depth, that no event should have."""
    found: list[str] = []
    for field in attrs.fields(cls):
        where = f"{cls.__name__}.{field.name}"
        if field.name.startswith("_") or field.alias != field.name:
            found.append(f"{where} is underscored or aliased")
        if field.converter is not None:
            found.append(f"{where} is converted")
        if not field.name.isascii():
            found.append(f"{where} is not ASCII")
        found += [f"{where}: {fault}" for fault in faults_of_type(field.type)]
    return found


def faults_of_type(annotation: Any) -> list[str]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation in PLAIN:
        return []
    if origin is Literal:
        return (
            []
            if all(type(argument) is str and argument.isascii() for argument in arguments)
            else ["odd Literal"]
        )
    if origin in {Union, UnionType} and len(arguments) == 2 and arguments[1] is type(None):
        return faults_of_type(arguments[0])
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return faults_of_type(arguments[0])
    if isinstance(annotation, type) and attrs.has(annotation):
        return faults(annotation)
    return [f"{annotation} has no one stored form"]


@pytest.mark.parametrize("cls", EVENTS, ids=lambda cls: stored_name(cls).name)
def test_every_field_of_every_event_has_one_stored_form(cls: type[Any]) -> None:
    assert faults(cls) == []


@pytest.mark.parametrize("cls", EVENTS, ids=lambda cls: stored_name(cls).name)
def test_every_event_is_frozen_slotted_and_inherits_from_nothing(cls: type[Any]) -> None:
    assert cls.__mro__ == (cls, object)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(object.__new__(cls), attrs.fields(cls)[0].name, None)
    assert "__dict__" not in dir(cls)


@pytest.mark.parametrize("cls", EVENTS, ids=lambda cls: stored_name(cls).name)
def test_every_stored_name_is_plain_and_finds_its_class(cls: type[Any]) -> None:
    stored = stored_name(cls)

    assert event_class(stored.name, stored.version) is cls
    assert stored.name.isascii()
    assert "@" not in stored.name
    assert 0 < stored.version < 10**9


def test_who_opens_a_store_builds_every_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoder, "_decoders", {})

    open_store("memory:").close()

    known = [(stored.name, stored.version) for stored, _ in registered()]
    assert {f"{name}@{version}" for name, version in (*known, *UPCASTS)} == decoder._decoders.keys()


def test_a_field_that_should_not_be_there_is_found() -> None:
    @attrs.frozen(kw_only=True)
    class Inner:
        either: int | str

    @attrs.frozen(kw_only=True)
    class Planted:
        good: tuple[str, ...] | None
        rate: float
        more: dict[str, str]
        anything: Any
        _hidden: int
        other: int = attrs.field(alias="another")
        many: tuple[Inner, ...]
        made: str = attrs.field(converter=str)

    assert [fault.split(".")[1].split(" ")[0].rstrip(":") for fault in faults(Planted)] == [
        "rate", "more", "anything", "_hidden", "other", "many", "made",
    ]  # fmt: skip
