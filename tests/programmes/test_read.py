"""Every key of a programme is read by what decides and shows, or it is gone."""

import runpy
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_type_hints

import attrs
import pytest

import s2ss_core
from s2ss_core import Brokerage
from s2ss_core.programmes import Programme, Terms
from tests.scenarios import case_one, case_three, case_two
from tests.scenarios.case_one import Calendar, Desk
from tests.scenarios.test_checklists import NORTH, play_the_end, play_the_plan, play_the_spring

ROOM = Path(str(s2ss_core.__file__)).parent
CHECKS = {
    "canonical_form.py",
    "checklist_consistency.py",
    "consistency.py",
    "converter.py",
    "document_consistency.py",
    "flow_consistency.py",
    "loader.py",
    "plan_consistency.py",
}
"""Files that read every key to check or to store it, and do nothing by it."""

SHOWN = {"title", "document", "notes", "source", "what", "when"}
"""Keys that people read: `s2ss programmes` and the page of the programme show them."""

NOT_REACHED = {
    "Rate.kind": "decisions/plan_lines, of a rate that is not on the card: tests/aggregates/deployment/test_planning.py",
    "Flow.paid_by": "who pays a leg follows from the leg's kind; views name the payer with the equations of each organisation",
}
"""Keys that no story here reaches, each with what reads it, or will."""


def classes(of: Any = Programme) -> Iterator[type]:
    """The classes of a programme, and of its parts at any depth."""
    for part in get_args(of):
        yield from classes(part)
    if isinstance(of, type) and attrs.has(of):
        yield of
        for hint in get_type_hints(of).values():
            yield from classes(hint)


CLASSES = tuple(dict.fromkeys(classes()))
KEYS = {(cls.__name__, field.name) for cls in CLASSES for field in attrs.fields(cls)}


def by_the_library(frame: Any) -> bool:
    """Whether a read is made by code of the library that does something by it."""
    file = Path(frame.f_code.co_filename)
    return file.is_relative_to(ROOM) and file.name not in CHECKS


def keys_read(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """The set to which every key is added that the library reads from now on."""
    found: set[tuple[str, str]] = set()

    def noting(cls: type) -> Any:
        names = {field.name for field in attrs.fields(cls)}

        def get(part: Any, name: str) -> Any:
            if name in names and by_the_library(sys._getframe(1)):
                found.add((cls.__name__, name))
            return object.__getattribute__(part, name)

        return get

    forget_what_was_read()
    for cls in CLASSES:
        monkeypatch.setattr(cls, "__getattribute__", noting(cls), raising=False)
    return found


def forget_what_was_read() -> None:
    """Empty the caches of the library: what another test had read would not be read again."""
    rooms = [module for name, module in sys.modules.items() if name.startswith("s2ss_core")]
    for cached in {value for room in rooms for value in vars(room).values() if hasattr(value, "cache_clear")}:
        cached.cache_clear()


def play(*story: Any) -> None:
    """Play a story from commands, and show everything of it."""
    desk = Desk.open()
    desk.play(*story)
    brokerage = desk.brokerage
    brokerage.grant_usage("d-1")
    brokerage.deployment_log("d-1")
    brokerage.whats_due("d-1")


def play_the_hub() -> None:
    """Play the hub of the examples, and show what was held of what was planned."""
    hub = runpy.run_path(str(ROOM.parents[1] / "examples" / "cpd_hub.py"))
    calendar = hub["Calendar"]()
    brokerage = Brokerage.open("memory:", clock=calendar).acting_as("hub")
    hub["tell"](brokerage, calendar, date(2024, 9, 30))
    brokerage.completeness("dep-1")
    brokerage.whats_due("dep-1")


def play_with_checklists() -> None:
    """Play the deployment whose programme asks for checklists, and show what was answered."""
    calendar = Calendar()
    brokerage = Brokerage.open("memory:", clock=calendar, programmes=[NORTH]).acting_as("u-7")
    desk = Desk(brokerage, calendar)
    play_the_plan(desk)
    play_the_spring(desk)
    play_the_end(desk)
    brokerage.form("certificate", "d-1")


def test_every_key_of_a_programme_is_read_by_something(monkeypatch: pytest.MonkeyPatch) -> None:
    found = keys_read(monkeypatch)

    for story in (case_one.STORY, case_two.STORY, case_three.STORY):
        play(*story)
    play_the_hub()
    play_with_checklists()

    unread = {f"{cls}.{name}" for cls, name in KEYS - found if name not in SHOWN}
    assert unread <= NOT_REACHED.keys()


def test_no_key_is_excused_that_there_is_not() -> None:
    assert NOT_REACHED.keys() <= {f"{cls}.{name}" for cls, name in KEYS}
    assert {name for _, name in KEYS} >= SHOWN


def test_a_key_that_nothing_reads_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    found = keys_read(monkeypatch)
    terms = case_three.INSTITUTE.funding[0]

    assert terms.counterparts  # a read of a test is none of the library

    assert (Terms.__name__, "counterparts") not in found
