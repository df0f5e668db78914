"""Checklists on the command line: answered by a row, asked about beforehand, and shown in the log, the form and the lists."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from s2ss_core import Brokerage
from tests.cli.conftest import Ran
from tests.scenarios.case_one import APPROVED, Calendar, Desk, until
from tests.scenarios.test_checklists import NORTH, NORTH_STORY

Run = Callable[..., Ran]
ROW = """
[[row]]
record = "answer-checklist"
recorded_by = "qa-3"
deployment = "d-1"
response = "a-1"
on = 2023-12-14
checklist = "qa-confidence"
at = "plan"
of = "1"
by = { person = "qa-3", role = "qa-lead", organisation = "qa-company" }
answers = [
  { item = "evidence-informed", answer = "yes" },
  { item = "proper-use", answer = "no", comment = "The plan buys furniture." },
]
"""
APPROVAL = """
[[row]]
record = "approve-plan"
recorded_by = "qa-3"
deployment = "d-1"
plan_version = 1
on = 2023-12-14
by = { person = "qa-3", role = "qa-lead", organisation = "qa-company" }
no_conflict_declared = true
"""
AGAIN = (
    ROW.replace('"a-1"', '"a-2"')
    .replace('answer = "no"', 'answer = "yes"')
    .replace("buys furniture", "does not")
)


@pytest.fixture
def waiting(tmp_path: Path) -> str:
    """A store in which a plan waits for its approval, under the programme that asks for checklists."""
    url = f"sqlite:///{tmp_path / 'support.db'}"
    calendar = Calendar()
    with Brokerage.open(url, clock=calendar, programmes=[NORTH]) as opened:
        Desk(opened.acting_as("u-7"), calendar).play(*until(NORTH_STORY, APPROVED.on - timedelta(days=1)))
    return url


def recorded(s2ss: Run, tmp_path: Path, url: str, *rows: str) -> list[str]:
    path = tmp_path / "rows.toml"
    path.write_text("".join(rows), "utf-8")
    ran = s2ss("record", path, "--db", url, "--format", "json")
    return [row["verdict"] for row in json.loads(ran.out)["rows"]]


def test_rows_answer_a_list_and_the_plan_waits_for_yes(s2ss: Run, tmp_path: Path, waiting: str) -> None:
    assert recorded(s2ss, tmp_path, waiting, ROW, APPROVAL) == ["recorded", "refused"]
    assert recorded(s2ss, tmp_path, waiting, ROW, AGAIN, APPROVAL) == [
        "already recorded",
        "recorded",
        "recorded",
    ]

    log = s2ss("log", "d-1", "--db", waiting)

    assert "Checklist qa-confidence for plan 1 answered by qa-3 (qa-lead)" in " ".join(log.out.split())
    assert "likely-impact is not answered" in " ".join(log.out.split())


def test_the_form_and_the_lists_show_what_is_open(s2ss: Run, tmp_path: Path, waiting: str) -> None:
    recorded(s2ss, tmp_path, waiting, ROW)

    form = s2ss("form", "implementation-plan", "d-1", "--db", waiting)
    due = s2ss("due", "d-1", "--on", "2024-02-01", "--db", waiting, "--format", "json")
    whole = s2ss("completeness", "d-1", "--db", waiting)

    assert "The plan buys furniture." in form.out
    assert "the checklist qa-confidence for plan 1" in due.out
    assert "checklists of" in whole.out
