"""The quick look at stored bytes says what writing the event again says."""

import pytest

from s2ss_core.audit.stored_bytes import is_in_canonical_form
from s2ss_core.store import recorded_of, state_of
from s2ss_core.store.recorder import Row
from tests.audit.recorded import STORIES

STATES = [state for story in STORIES for state in story.read_bytes().splitlines()]


def looked_at(state: bytes) -> tuple[bool, bool]:
    """What the quick look says, and whether the event gives the same bytes when it is written again."""
    entry = recorded_of(STATES[0], position=1) if state not in STATES else recorded_of(state, position=1)
    return is_in_canonical_form(Row(1, 1, "", state, entry.stream, None), entry), state_of(entry) == state


def test_every_stored_entry_is_in_its_canonical_form() -> None:
    assert {looked_at(state) for state in STATES} == {(True, True)}


@pytest.mark.parametrize(
    "spoilt",
    (
        STATES[0].replace(b'{"at"', b'{ "at"'),
        STATES[0].replace(b'"data":{', b'"data":{"zzz":null,'),
        STATES[0] + b" ",
        b"not json",
    ),
)
def test_other_bytes_are_not(spoilt: bytes) -> None:
    assert looked_at(spoilt) == (False, False)
