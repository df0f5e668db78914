"""The directory of a store without a side database."""
# ruff: noqa: ARG002  it refuses every call

from s2ss_core.errors import StoreError
from s2ss_core.store.directory import Directory, Entry
from s2ss_core.store.third_party.messages import NO_SIDE


class NoDirectory(Directory):
    """Raises StoreError for every call."""

    def enter(
        self, person: str, *, name: str | None = None, email: str | None = None, telephone: str | None = None
    ) -> None:
        raise StoreError(NO_SIDE.format("directory"))

    def look_up(self, person: str) -> Entry | None:
        raise StoreError(NO_SIDE.format("directory"))

    def forget(self, person: str) -> None:
        raise StoreError(NO_SIDE.format("directory"))

    def known(self) -> tuple[str, ...]:
        raise StoreError(NO_SIDE.format("directory"))
