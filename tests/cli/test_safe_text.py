"""Whoever recorded something, and with whatever characters: nothing of it steers a terminal."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from s2ss_core.cli.safe_text import json_text, safe
from s2ss_core.store.leaf import leaf_of
from tests.cli.conftest import Ran
from tests.store.given import raw

EVIL = "u-7\x1b]0;owned\x07\x1b[2J\x1b[8m\x9b2J\u202egnp\u2066\u200b\x7f\x00"
FORBIDDEN = tuple("\x1b\x07\x9b\u202e\u2066\u200b\x7f\x00")


@pytest.fixture
def planted(running: Path) -> Path:
    """A store in which somebody wrote another recorder into every entry."""
    with raw(running) as connection:
        connection.execute("DROP TRIGGER history_is_not_changed")
        rows = connection.execute("SELECT position, state FROM stored_events").fetchall()
        for position, state in rows:
            entry = json.loads(state) | {"by": EVIL}
            connection.execute(
                "UPDATE stored_events SET state = ?, leaf = ? WHERE position = ?",
                (canonical(entry), leaf_of(canonical(entry)), position),
            )
    return running


def canonical(entry: object) -> bytes:
    text = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


@pytest.mark.parametrize(
    "command",
    (
        ("log", "dep-2023-014"),
        ("log", "dep-2023-014", "--format", "json"),
        ("history",),
        ("certificate", "dep-2023-014"),
        ("explain", "dep-2023-014", "amounts.eligible"),
        ("explain", "dep-2023-014", "amounts.eligible", "--format", "json"),
        ("log", EVIL.replace("\0", "")),
        ("doctor", "--format", "json"),
    ),
)
def test_what_is_shown_steers_no_terminal(
    s2ss: Callable[..., Ran], planted: Path, command: tuple[str, ...]
) -> None:
    ran = s2ss(*command, "--db", planted)

    assert not [character for character in FORBIDDEN if character in ran.out + ran.err]


def test_the_recorder_is_shown_with_escapes(s2ss: Callable[..., Ran], planted: Path) -> None:
    assert "u-7\\u001b]0;owned\\u0007" in "".join(
        s2ss("explain", "dep-2023-014", "amounts.eligible", "--db", planted).out.split()
    )
    (first, *_) = s2ss("history", "--db", planted).out.splitlines()
    assert json.loads(first)["recordedby"] == EVIL


@pytest.mark.parametrize("character", (*FORBIDDEN, "\ufeff", "\u2028", "\ud800", "\U000e0041", "\x85"))
def test_unsafe_characters_become_escapes_that_json_reads_back(character: str) -> None:
    assert safe(f"a{character}b").isascii()
    assert json.loads(json_text({"a": character})) == {"a": character}


def test_line_breaks_tabs_and_every_script_stay() -> None:
    assert safe("£1 \t“é”\nżółć 学校 👩\u200d🏫") == "£1 \t“é”\nżółć 学校 👩\u200d🏫"
