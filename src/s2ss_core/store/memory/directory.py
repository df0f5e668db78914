"""The directory as a dictionary beside the history."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from s2ss_core.store.directory import Directory, Entry


class Undoing(Protocol):
    """A transaction that calls registered functions if it fails."""

    def check(self) -> None: ...

    def writing(self) -> AbstractContextManager[None]: ...

    def on_failure(self, undo: Callable[[], object]) -> None: ...


class MemoryDirectory(Directory):
    """The directory as a dictionary."""

    def __init__(self, undoing: Undoing) -> None:
        self._undoing = undoing
        self._entries: dict[str, Entry] = {}

    def enter(
        self, person: str, *, name: str | None = None, email: str | None = None, telephone: str | None = None
    ) -> None:
        self._put(person, Entry(id=person, name=name, email=email, telephone=telephone))

    def look_up(self, person: str) -> Entry | None:
        self._undoing.check()
        return self._entries.get(person)

    def forget(self, person: str) -> None:
        self._put(person, None)

    def known(self) -> tuple[str, ...]:
        self._undoing.check()
        return tuple(sorted(self._entries.copy()))

    def _put(self, person: str, entry: Entry | None) -> None:
        with self._undoing.writing():
            before = self._entries.get(person)
            self._undoing.on_failure(lambda: self._set(person, before))
            self._set(person, entry)

    def _set(self, person: str, entry: Entry | None) -> None:
        if entry is None:
            self._entries.pop(person, None)
        else:
            self._entries[person] = entry
