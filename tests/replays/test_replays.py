"""The same commands at the same moments give the same bytes, wherever the program runs.

The suite replays a few histories in some surroundings; `make replays` replays S2SS_HISTORIES of them in all.
"""

import json
import os
import pickle
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from s2ss_core.testing.postgres import Server, postgres_server
from tests.replays.replay import played
from tests.replays.script import CLOCK_CHANGES, LONDON, Script
from tests.replays.scripts import scripts
from tests.replays.surroundings import ON_A_SERVER, OTHERS, Surroundings, made, program

__all__ = ["postgres_server"]

ASKED_FOR = int(os.environ.get("S2SS_HISTORIES", "0"))
HISTORIES = ASKED_FOR or 2
AT_ONCE = 2
Came = Sequence[Mapping[str, Any]]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts to be replayed."""
    path = tmp_path_factory.mktemp("replays") / "scripts"
    path.write_bytes(pickle.dumps(scripts(HISTORIES)))
    return path


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("locales")


@pytest.fixture(scope="module")
def expected(file: Path) -> Came:
    """What comes of the scripts in memory, here."""
    found: list[Script] = pickle.loads(file.read_bytes())
    return [dict(played(script, "memory:")) for script in found]


def replayed(file: Path, around: Sequence[Surroundings], locales: Path, server: str = "") -> Iterator[Came]:
    """What comes of the scripts in each of the surroundings, so many programs at once."""

    def ran(surroundings: Surroundings) -> Came:
        with program(file, surroundings, locales, server) as running:
            out, err = running.communicate()
        assert running.returncode == 0, f"{surroundings}: {err}"
        return [json.loads(line) for line in out.splitlines()]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(ran, around)


def differences(expected: Came, came: Came) -> list[str]:
    """Which part of which script came out otherwise."""
    pairs = zip(expected, came, strict=True)
    return [f"script {a['script']}: {part}" for a, b in pairs for part in a if a[part] != b[part]]


def alike(
    file: Path, around: Sequence[Surroundings], expected: Came, locales: Path, server: str = ""
) -> None:
    for surroundings, came in zip(around, replayed(file, around, locales, server), strict=True):
        assert differences(expected, came) == [], str(surroundings)
        if ASKED_FOR:
            entries = sum(script["entries"] for script in came)
            print(f"{len(came)} histories of {entries} entries are alike in: {surroundings}")  # noqa: T201 -- asked for


def test_replay_gives_the_same_bytes_whatever_the_hash_seed_the_zone_and_the_locale(
    file: Path, expected: Came, locales: Path
) -> None:
    assert len(expected) == HISTORIES
    alike(file, OTHERS if ASKED_FOR else OTHERS[:1], expected, locales)


@pytest.mark.postgres
def test_replay_gives_the_same_bytes_on_a_server(
    file: Path, expected: Came, locales: Path, postgres_server: Server
) -> None:
    alike(file, ON_A_SERVER if ASKED_FOR else ON_A_SERVER[:1], expected, locales, postgres_server.url())


def test_the_scripts_come_to_the_changes_of_the_clock_and_never_go_back(file: Path) -> None:
    found: list[Script] = pickle.loads(file.read_bytes())
    days = {step.at.astimezone(LONDON).date() for script in found for step in script.steps}

    assert days >= set(CLOCK_CHANGES[:1])
    assert all(list(script.steps) == sorted(script.steps, key=lambda step: step.at) for script in found)


@pytest.mark.parametrize("part", ("outcomes", "history", "states", "views"))
def test_a_replay_that_differs_is_noticed(expected: Came, part: str) -> None:
    other = [*expected[:-1], {**expected[-1], part: "otherwise"}]

    assert differences(expected, other) == [f"script {expected[-1]['script']}: {part}"]


def test_a_locale_that_cannot_be_made_is_left_out(locales: Path) -> None:
    assert made("C", locales)
    assert not made("xx_XX.UTF-8", locales)
