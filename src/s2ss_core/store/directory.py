"""The directory: names, emails and telephone numbers of people. History holds only their opaque ids."""

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
    """Kept beside the history, in the same database, but not part of it: an entry that is forgotten is gone."""

    @abstractmethod
    def enter(
        self, person: str, *, name: str | None = None, email: str | None = None, telephone: str | None = None
    ) -> None:
        """Keep these details of a person, whom history knows by this id. They replace earlier ones."""

    @abstractmethod
    def look_up(self, person: str) -> Entry | None:
        """The details of a person, or None if the directory does not know them (any more)."""

    @abstractmethod
    def forget(self, person: str) -> None:
        """Delete the details of a person without a trace. Nothing happens if there are none."""

    @abstractmethod
    def known(self) -> tuple[str, ...]:
        """The ids of everybody in the directory, sorted."""
