from collections.abc import Iterator
from typing import Any

import attrs

from s2ss_core.application import Brokerage
from s2ss_core.cli.demo import example, play_example
from s2ss_core.cli.rows import import_rows
from s2ss_core.values import Withheld


def digests_in(value: Any) -> Iterator[str]:
    if isinstance(value, Withheld):
        yield value.digest
    elif isinstance(value, tuple):
        for part in value:
            yield from digests_in(part)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from digests_in(getattr(value, field.name))


def stored(brokerage: Brokerage) -> list[bytes]:
    """The stored bytes of all history, ids and salted digests of private text blotted out."""
    blotted = []
    recorded = brokerage.history(texts=False)
    for (_, state), entry in zip(brokerage.store.entries(), recorded, strict=True):
        text = state.replace(entry.event_id.encode(), b"*")
        for digest in digests_in(entry.event):
            text = text.replace(digest.encode(), b"*")
        blotted.append(text)
    return blotted


def test_two_plays_store_the_same_bytes_but_for_ids_and_salts() -> None:
    with Brokerage.open("memory:") as one, Brokerage.open("memory:") as other:
        play_example(one, example())
        play_example(other, example())

        assert stored(one) == stored(other)
        assert [entry.event for entry in one.history()] == [entry.event for entry in other.history()]


def test_recording_the_same_rows_again_changes_nothing() -> None:
    with Brokerage.open("memory:") as brokerage:
        rows = example()
        play_example(brokerage, rows)
        before = list(brokerage.store.entries())

        again = import_rows(brokerage, rows)

        assert list(brokerage.store.entries()) == before
        assert {outcome.verdict for outcome in again} == {"already recorded", "refused"}
        assert all(outcome.foreseen for outcome in again if outcome.verdict == "refused")
