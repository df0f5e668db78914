import datetime as dt
import json
from collections.abc import Callable
from io import StringIO

import pytest
from rich.console import Console

from s2ss_core.cli.reference import sourced
from s2ss_core.cli.show.reference import show_programme
from s2ss_core.programmes import Programme, find, shipped
from s2ss_core.rules import every_rule
from tests.cli.conftest import Ran

Run = Callable[..., Ran]


def test_every_rule_is_listed(s2ss: Run) -> None:
    listed = json.loads(s2ss("rules", "--format", "json").out)

    assert [row["code"] for row in listed] == [rule.code for rule in every_rule()]
    assert all(row["source"] and row["requirement"] for row in listed)
    assert all(rule.code in s2ss("rules").out for rule in every_rule()[:3])


@pytest.mark.parametrize("code", ("S2SS-M07", "m07"))
def test_a_rule_says_what_it_asks_and_who_says_so(s2ss: Run, code: str) -> None:
    out = s2ss("rules", code).out

    assert "the release is in arrears" in out
    assert "Money released to a payee never runs ahead of the eligible cost" in out
    assert "System Leader Handbook V7" in out


def test_the_beginning_of_some_codes_lists_those(s2ss: Run) -> None:
    assert {row["code"][:6] for row in json.loads(s2ss("rules", "Y", "--format", "json").out)} == {"S2SS-Y"}


def test_every_programme_is_listed(s2ss: Run) -> None:
    for programme in shipped():
        assert programme.name in s2ss("programmes").out
    assert len(json.loads(s2ss("programmes", "--format", "json").out)) == len(shipped())


@pytest.mark.parametrize("programme", shipped(), ids=lambda listed: listed.name)
def test_every_number_of_a_programme_stands_beside_its_source(s2ss: Run, programme: object) -> None:
    values = [
        (path, source)
        for path, value, source in sourced(programme)
        if isinstance(value, int) or path[-4:] == "days"
    ]

    assert values
    assert all(source for _, source in values), [path for path, source in values if not source]


def in_a_terminal(programme: Programme) -> str:
    written = StringIO()
    show_programme(Console(width=80, file=written), programme, tuple(sourced(programme)))
    return written.getvalue()


@pytest.mark.parametrize("programme", shipped(), ids=lambda listed: listed.name)
def test_each_part_of_a_programme_fits_a_screen(programme: Programme) -> None:
    parts = in_a_terminal(programme).split("\n\n")

    assert len(parts) > 10
    assert [part for part in parts if len(part.splitlines()) > 30] == []


@pytest.mark.parametrize("programme", shipped(), ids=lambda listed: listed.name)
def test_a_programmes_page_loses_no_value_and_no_source(programme: Programme) -> None:
    page = " ".join(in_a_terminal(programme).split())
    own = programme.document.partition(" (")[0]

    for path, value, source in sourced(programme):
        texts = value if isinstance(value, tuple) else () if isinstance(value, bool | dt.date) else (value,)
        assert [
            text
            for text in (*map(str, texts), source.replace(f"{own} › ", "› "))
            if " ".join(text.split()) not in page
        ] == [], path


def test_a_source_stands_once_below_the_values_that_it_is_of() -> None:
    page = in_a_terminal(find("llf-2019"))

    assert "  days: 15; since 2019-09-01\n    › How does a deployment work in practice? › Deployment" in page
    assert "  fewest_terms: 1\n  most_terms: 6\n    › What is deployment?" in page


def test_a_programme_shows_its_rates(s2ss: Run) -> None:
    out = s2ss("programmes", "exceed-2023").out

    assert "typical day headteacher: amount £500.00" in out
    assert "£500.00" in out
    assert json.loads(s2ss("programmes", "exceed-2023", "V7", "--format", "json").out)["version"] == "V7"
