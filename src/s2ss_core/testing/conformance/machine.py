"""A Hypothesis state machine that compares a store with a plain list."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)

from s2ss_core.errors import BadInput, Conflict, NotFound
from s2ss_core.store import Append, Store
from s2ss_core.testing.conformance.capabilities import Conforming
from s2ss_core.testing.conformance.model import Model, line_of
from s2ss_core.testing.samples import NOON, concern, visit

NAMES = ("a", "A", "a-", "é", "%")  # streams that a careless store would take for one another
TEXTS = ("hush", "the head asked us to keep this between ourselves", "£ ’ \n")
_runs = count(1)

Parts = Sequence[tuple[str, Sequence[Any]]]


def is_a_visit(event: object) -> bool:
    """Whether it is a visit without private text."""
    return getattr(event, "visit", None) is not None and getattr(event, "focus", None) is None


EVENTS = st.one_of(
    st.builds(visit, st.integers(1, 3)),
    st.builds(concern, st.sampled_from(TEXTS)),
    st.builds(visit, st.just(4), focus=st.sampled_from(TEXTS)),
)
PARTS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.lists(EVENTS, min_size=1, max_size=3)), min_size=1, max_size=3
)


class Undone(Exception):
    """Raised in a transaction so that it is rolled back."""


class StoreMachine(RuleBasedStateMachine):
    """A store and a plain list of what it must hold. Each run uses streams of its own in the same store."""

    def __init__(self, conforming: Conforming, opened: list[Store]) -> None:
        super().__init__()
        self.conforming, self.opened = conforming, opened
        self.run = f"{next(_runs)}:"
        self.begun = self.store.newest()
        self.model = Model()
        self.states: dict[int, bytes] = {}
        self.touched: set[str] = set()
        self.known: dict[str, str | None] = {}

    @property
    def store(self) -> Store:
        """The store that is open now."""
        return self.opened[0]

    def parts(self, drawn: Parts) -> Parts:
        """Events for streams of this run, without private texts if the back end does not keep them."""
        plain = not self.conforming.can("private texts")
        return [
            (self.run + name, [visit(9) if plain and not is_a_visit(e) else e for e in events])
            for name, events in drawn
        ]

    def append(self, drawn: Parts) -> None:
        """Append to the store and to the list."""
        appends = self.model.appends(self.parts(drawn))
        self.model.keep(self.store.append(appends, at=NOON, by="u-7"), appends)
        self.touched |= {append.stream for append in appends}

    @rule(drawn=PARTS)
    def append_to_streams(self, drawn: Parts) -> None:
        self.append(drawn)

    @rule(drawn=PARTS, name=st.sampled_from(NAMES), off=st.sampled_from((-1, 1, 7)))
    def append_with_a_stale_part(self, drawn: Parts, name: str, off: int) -> None:
        appends = self.model.appends([*self.parts(drawn), (self.run + name, [visit(0)])])
        stale = appends[-1].after + off
        if stale < 0:
            return
        appends[-1] = Append(appends[-1].stream, stale, appends[-1].events)
        try:
            self.store.append(appends, at=NOON, by="u-7")
        except Conflict as conflict:
            assert self.run + name in str(conflict)  # noqa: PT017  a machine has no pytest.raises in its printed steps
        else:
            raise AssertionError(f"{appends[-1]} was appended at version {self.model.head(self.run + name)}")

    @rule(drawn=PARTS)
    def append_an_object_that_is_not_an_event(self, drawn: Parts) -> None:
        appends = self.model.appends([*self.parts(drawn), (f"{self.run}a", [object()])])
        try:
            self.store.append(appends, at=NOON, by="u-7")
        except BadInput:
            return
        raise AssertionError("an object that is not an event was appended")

    @rule(name=st.sampled_from(NAMES), after=st.integers(0, 8), upto=st.none() | st.integers(0, 8))
    def read_a_stream(self, name: str, after: int, upto: int | None) -> None:
        stream = self.run + name
        read = self.store.read(stream, after=after, upto=upto)
        assert [line_of(entry) for entry in read] == self.model.lines(
            stream=stream, after=after, upto=upto, versions=True
        )

    @rule(after=st.integers(0, 12), upto=st.none() | st.integers(0, 12), page=st.integers(1, 4))
    def read_history(self, after: int, upto: int | None, page: int) -> None:
        last = None if upto is None else self.begun + upto
        read = self.store.history(after=self.begun + after, upto=last, page=page)
        assert [line_of(entry) for entry in read] == self.model.lines(after=self.begun + after, upto=last)

    @rule(prefix=st.sampled_from(("", *NAMES)))
    def list_streams(self, prefix: str) -> None:
        known = {entry.stream for entry in self.model.entries if entry.stream.startswith(self.run + prefix)}
        assert self.store.streams(self.run + prefix) == tuple(sorted(known))

    @precondition(lambda self: self.model.entries and self.conforming.can("private texts"))
    @rule(chosen=st.integers(0, 30))
    def erase(self, chosen: int) -> None:
        entry = self.model.entries[chosen % len(self.model.entries)]
        has = getattr(entry.event, "about", None) or getattr(entry.event, "focus", None)
        assert self.store.erase(entry.position) == (1 if has and not entry.erased else 0)
        entry.erased = True
        self.touched.add(entry.stream)

    @precondition(lambda self: self.conforming.can("private texts"))
    @rule(beyond=st.integers(1, 3))
    def erase_beyond_the_newest(self, beyond: int) -> None:
        try:
            self.store.erase(self.store.newest() + beyond)
        except NotFound:
            return
        raise AssertionError("an erasure at a position without an entry did not raise NotFound")

    @precondition(lambda self: self.conforming.can("directory"))
    @rule(who=st.sampled_from(NAMES), name=st.sampled_from((None, *TEXTS)))
    def enter_in_the_directory(self, who: str, name: str | None) -> None:
        self.store.directory.enter(self.run + who, name=name)
        self.known[self.run + who] = name

    @precondition(lambda self: self.conforming.can("directory"))
    @rule(who=st.sampled_from(NAMES))
    def forget_from_the_directory(self, who: str) -> None:
        self.store.directory.forget(self.run + who)
        self.known.pop(self.run + who, None)

    @precondition(lambda self: self.conforming.can("transactions"))
    @rule(drawn=PARTS, more=PARTS)
    def append_twice_under_the_lock(self, drawn: Parts, more: Parts) -> None:
        with self.store.writing():
            self.append(drawn)
            self.append(more)

    @precondition(lambda self: self.conforming.can("transactions"))
    @rule(drawn=PARTS, erased=st.integers(0, 30))
    def write_and_undo(self, drawn: Parts, erased: int) -> None:
        with suppress(Undone), self.store.writing():
            self.store.append(self.model.appends(self.parts(drawn)), at=NOON, by="u-7")
            if self.conforming.can("private texts") and self.model.entries:
                self.store.erase(self.model.entries[erased % len(self.model.entries)].position)
            if self.conforming.can("directory"):
                self.store.directory.forget(f"{self.run}a")
                self.store.directory.enter(f"{self.run}A", name="somebody else")
            raise Undone

    @precondition(lambda self: self.conforming.can("lasting"))
    @rule()
    def open_it_again(self) -> None:
        self.store.close()
        self.opened[0] = self.conforming.open()

    @invariant()
    def history_is_what_was_appended_and_no_stored_byte_has_changed(self) -> None:
        read = list(self.store.history(after=self.begun))
        assert [line_of(entry) for entry in read] == self.model.lines()
        states = dict(self.store.entries(after=self.begun))
        assert list(states) == [entry.position for entry in self.model.entries]
        assert {position: states[position] for position in self.states} == self.states
        self.states = states

    @invariant()
    def streams_that_were_written_to_are_read_as_they_are_now(self) -> None:
        for stream in sorted(self.touched):
            assert [line_of(entry) for entry in self.store.read(stream)] == self.model.lines(stream=stream)
        self.touched.clear()

    @invariant()
    def the_directory_has_the_entries_that_were_entered(self) -> None:
        if not self.conforming.can("directory"):
            return
        directory = self.store.directory
        mine = [who for who in directory.known() if who.startswith(self.run)]
        assert {who: getattr(directory.look_up(who), "name", "") for who in mine} == self.known
