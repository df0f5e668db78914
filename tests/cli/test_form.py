"""Given the worked example, its forms are filled in from events, each field with the event that it came from."""

import json
from collections.abc import Callable
from pathlib import Path

from s2ss_core.application import Brokerage
from s2ss_core.cli.options import url_of
from s2ss_core.projections.forms import FORMS
from tests.cli.conftest import Ran
from tests.golden.file import ROOT

DEPLOYMENT = "dep-2023-014"


def test_a_record_of_support_shows_what_was_written_and_what_is_blank(
    s2ss: Callable[..., Ran], played: Path
) -> None:
    ran = s2ss("form", "record-of-support", DEPLOYMENT, "--of", "rov-102", "--db", played, "--format", "json")

    who, visit, *rest = json.loads(ran.out)["sections"]
    assert [field["value"] for field in who["fields"]] == ["moor-end", "sl-022"]
    assert [(field["label"], field["value"]) for field in visit["fields"]] == [
        ("date", "2024-01-10"),
        ("focus of the visit", "Listening to pupils in year 3 read."),
        ("progress made", None),
    ]
    assert [section["title"] for section in rest if not section["ours"]] == [
        "Action points of the leader",
        "Action points of the school",
        "Arising during the visit",
    ]


def test_a_deployment_record_is_of_one_leader_and_term(s2ss: Callable[..., Ran], played: Path) -> None:
    ran = s2ss(
        "form", "deployment-record", DEPLOYMENT, "--leader", "sl-014", "--term", "2024-spring", "--db", played
    )

    assert "Visit rov-101" in ran.out
    assert "1 half-day" in ran.out
    assert "Visit rov-102" not in ran.out
    assert "(blank: VisitLogged fills it)" in ran.out
    assert "(blank: RecordSigned fills it)" in ran.out
    assert "Total (ours, not on the form)" in ran.out


def test_every_field_names_the_event_that_fills_it(played: Path) -> None:
    with Brokerage.open(url_of(str(played)), create=False) as brokerage:
        report = brokerage.form("interim-report", DEPLOYMENT, of="rep-1")
        kinds = {entry.position: type(entry.event).__name__ for entry in brokerage.history(texts=False)}

    fields = [field for section in report.sections for field in section.fields]
    assert all({kinds[position] for position in field.positions} <= {field.filled_by} for field in fields)
    assert {field.filled_by for field in fields} == {
        "DocumentShared",
        "InterimReported",
        "PlanSubmitted",
        "ReportFinalised",
    }
    assert [section.title for section in report.sections][1:3] == ["Outcome o-1", "Outcome o-2"]


def test_the_help_names_every_form(s2ss: Callable[..., Ran]) -> None:
    shown = s2ss("form", "--help").out

    assert [name for name in FORMS if name not in shown] == []


def test_the_page_on_forms_names_every_form() -> None:
    page = (ROOT / "docs" / "how-to" / "fill-in-a-form.md").read_text("utf-8")

    assert [name for name in FORMS if f"`{name}`" not in page] == []
