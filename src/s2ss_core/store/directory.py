"""The directory: names, emails and telephone numbers of the people that history knows by opaque ids only."""

from abc import ABC, abstractmethod

import attrs


@attrs.frozen(kw_only=True)
class Entry:
    """How to reach the person behind an id."""

    id: str
    name: str | None = None
    email: str | None = None
    telephone: str | None = None


class Directory(ABC):
    """Lies beside the history, in the same database, and is no part of it: what it forgets is gone."""

    @abstractmethod
    def enter(
        self, person: str, *, name: str | None = None, email: str | None = None, telephone: str | None = None
    ) -> None:
        """Keep these particulars of a person, known to history by this id, instead of any kept before."""

    @abstractmethod
    def look_up(self, person: str) -> Entry | None:
        """The particulars of a person, or None if the directory does not know them (any more)."""

    @abstractmethod
    def forget(self, person: str) -> None:
        """Delete the particulars of a person and leave no trace of them; nothing happens if there are none."""

    @abstractmethod
    def known(self) -> tuple[str, ...]:
        """The ids of everybody in the directory, sorted."""
