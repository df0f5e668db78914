import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, entries
from tests.store.given import raw

Run = Callable[..., Ran]
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def test_history_is_json_lines_of_cloud_events(s2ss: Run, played: Path) -> None:
    lines = [json.loads(line) for line in s2ss("history", "--db", played).out.splitlines()]

    assert [line["position"] for line in lines] == [position for position, _ in entries(played)]
    assert {line["specversion"] for line in lines} == {"1.0"}
    assert len({(line["source"], line["id"]) for line in lines}) == len(lines)
    assert all(TIME.fullmatch(line["time"]) for line in lines)
    assert all(re.fullmatch(r"[a-z0-9]{1,20}", name) for name in lines[0])
    assert lines[0] == lines[0] | {
        "type": "grant.awarded",
        "subject": "grant:gr-2023-07",
        "recordedby": "u-7",
        "version": 1,
        "datacontenttype": "application/json",
    }
    assert lines[0]["data"]["amount"] == 1_100_000


def test_private_texts_are_written_only_when_asked_for(s2ss: Run, played: Path) -> None:
    assert "one pupil in three" not in s2ss("history", "--db", played).out
    assert "one pupil in three" in s2ss("history", "--texts", "--db", played).out


@pytest.mark.parametrize(
    ("when", "count"),
    ((("--known-at", "5"), 5), (("--as-at", "2023-11-06"), 4), (("--known-at", "2023-11-06"), 3)),
)
def test_history_can_be_had_of_another_time(
    s2ss: Run, played: Path, when: tuple[str, ...], count: int
) -> None:
    assert len(s2ss("history", "--db", played, *when).out.splitlines()) == count


def test_a_disallowance_counts_from_the_day_of_what_it_disallows(s2ss: Run, played: Path) -> None:
    lines = [
        json.loads(line) for line in s2ss("history", "--db", played, "--as-at", "2024-01-08").out.splitlines()
    ]

    assert lines[-1]["type"] == "leader-year.days-worked"
    assert "deployment.cost-disallowed" in {line["type"] for line in lines}


def test_a_program_of_its_own_streams_it(program: Run, played: Path) -> None:
    ran = program("history", "--db", played)

    assert (ran.code, ran.err) == (0, "")
    assert len(ran.out.splitlines()) == len(entries(played))


def test_an_entry_that_cannot_be_read_is_left_out_and_named(s2ss: Run, running: Path) -> None:
    whole = s2ss("history", "--db", running).out.splitlines()
    with raw(running) as connection:
        connection.execute("DROP TRIGGER history_is_not_changed")
        connection.execute("UPDATE stored_events SET topic = CAST(x'ff' AS TEXT) WHERE position IN (5, 7)")

    ran = s2ss("history", "--db", running)

    assert ran.code == 1
    assert ran.out.splitlines() == [
        line for line in whole if '"position":5,' not in line and '"position":7,' not in line
    ]
    assert "at position 5, 7" in ran.err
