import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from s2ss_core.cli.show.certificate import show_certificate
from s2ss_core.projections import GRANT_USAGE
from tests.cli.conftest import Ran, entries
from tests.projections.worked_example import (
    OWN,
    SPRING,
    SUMMER,
    approval,
    line,
    plan,
    worked_example,
)
from tests.scenarios.case_one import STORY, Desk, until

Run = Callable[..., Ran]


def test_the_log_tells_what_happened_in_the_trades_words(s2ss: Run, played: Path) -> None:
    ran = s2ss("log", "dep-2023-014", "--db", played)

    assert ran.code == 0
    assert "Record of Visit rov-113: sl-022" in ran.out
    said = " ".join(ran.out.split())
    assert "before support began (signed on: none; date: 2024-01-08; position 29); accepted by u-2" in said
    assert "6.5 days" in ran.out
    assert "Handing the materials over" not in ran.out


def test_private_texts_are_shown_when_asked_for(s2ss: Run, played: Path) -> None:
    assert "Handing the materials over" in s2ss("log", "dep-2023-014", "--texts", "--db", played).out


def test_the_log_as_json_is_the_view(s2ss: Run, played: Path) -> None:
    log = json.loads(s2ss("log", "dep-2023-014", "--db", played, "--format", "json").out)

    assert log["deployment"] == "dep-2023-014"
    assert len(log["records_of_visit"]) == 18


@pytest.mark.parametrize(
    ("when", "entries_then"),
    (
        (("--as-at", "2024-01-09"), 16),
        (("--known-at", "2024-01-09"), 16),
        (("--known-at", "2024-01-09T11:59:59Z"), 15),
        (("--known-at", "2024-01-09T12:00:00+00:00"), 16),
        (("--known-at", "31"), 15),
        (("--as-at", "2024-01-08", "--known-at", "30"), 14),
    ),
)
def test_a_view_can_be_had_of_another_time(
    s2ss: Run, played: Path, when: tuple[str, ...], entries_then: int
) -> None:
    ran = s2ss("log", "dep-2023-014", "--db", played, "--format", "json", *when)

    assert len(json.loads(ran.out)["entries"]) == entries_then


def test_what_is_missing_is_said_with_whom_it_waits_on(s2ss: Run, played: Path) -> None:
    first_day = s2ss("log", "dep-2023-014", "--db", played, "--as-at", "2024-01-08")

    assert "missing: the agreement signed for the payee, due 8 Jan 2024, waits on payee" in first_day.out
    now = s2ss("log", "dep-2023-014", "--db", played).out.replace("\n", " ")
    assert (
        now.count("missing:") == 3 * 4 + 1
    )  # no updated report went to its four readers, and one action is open
    assert "missing: the interim report shared with the funder" in now


def test_what_had_not_happened_yet_is_not_there(s2ss: Run, played: Path) -> None:
    said = s2ss("log", "dep-2023-014", "--db", played, "--as-at", "2023-11-12").cannot()

    assert "There are no events for deployment dep-2023-014" in said
    assert "Check the id, and the time" in said


def test_the_workload_lists_every_leader(s2ss: Run, played: Path) -> None:
    ran = s2ss("workload", "--year", "2023/24", "--db", played)

    assert ran.code == 0
    assert [line.split() for line in ran.out.splitlines() if "sl-0" in line] == [
        ["sl-014", "beck-lane", "15", "4", "4.5", "0", "4.5", "10.5", "0"],
        ["sl-022", "beck-lane", "15", "10", "10", "0.5", "10", "5", "0"],
    ]


def test_the_workload_as_it_was_known(s2ss: Run, played: Path) -> None:
    ran = s2ss("workload", "--year", "2023/24", "--leader", "sl-022", "--db", played, "--known-at", "2024-06-24",
               "--format", "json")  # fmt: skip

    (year,) = json.loads(ran.out)
    assert (year["booked"]["value"], year["left"]["value"]) == ("15", "0")


def test_a_home_school_sees_its_leaders_together(s2ss: Run, played: Path) -> None:
    ran = s2ss("workload", "--year", "2023/24", "--home-school", "beck-lane", "--db", played)

    assert "beck-lane in all: 14 committed, 14.5 worked, 14.5 booked" in ran.out
    as_json = s2ss(
        "workload", "--year", "2023/24", "--home-school", "beck-lane", "--db", played, "--format", "json"
    )
    assert json.loads(as_json.out)["worked"]["value"] == "14.5"


@pytest.mark.parametrize(
    ("more", "says"),
    (
        (("--year", "2031/32"), "No events for any leader in 2031/32"),
        (("--year", "2023/24", "--leader", "sl-999"), "sl-999"),
        (("--year", "2023/24", "--as-at", "2023-11-01"), "No events for any leader"),
        (("--year", "2023/24", "--leader", "sl-014", "--home-school", "beck-lane"), "not both"),
    ),
)
def test_nobodys_workload_is_said_so(s2ss: Run, played: Path, more: tuple[str, ...], says: str) -> None:
    assert says in s2ss("workload", "--db", played, *more).cannot()


def test_the_certificate_balances(s2ss: Run, played: Path) -> None:
    ran = s2ss("certificate", "dep-2023-014", "--db", played, "--as-at", "2024-12-16")

    assert ran.code == 0
    assert "Certificate of Grant Usage dep-2023-014: returned" in ran.out
    for figure in (
        "incurred    £11,250.00",
        "disallowed     £250.00",
        "released   £8,000.00",
        "owed       £3,000.00",
    ):
        assert figure in ran.out


def test_the_award_can_be_certified_too(s2ss: Run, played: Path) -> None:
    ran = s2ss("certificate", "--award", "gr-2023-07", "--db", played)

    assert "Usage of the award gr-2023-07" in ran.out
    as_json = s2ss("certificate", "--award", "gr-2023-07", "--db", played, "--format", "json")
    assert json.loads(as_json.out)["amounts"]["eligible"]["value"] == 1_100_000


def test_the_returns_of_an_award_are_shown_year_by_year(s2ss: Run, played: Path) -> None:
    ran = s2ss("returns", "gr-2023-07", "--db", played)

    assert ran.code == 0
    assert "Returns of the award gr-2023-07" in ran.out
    found = json.loads(s2ss("returns", "gr-2023-07", "--db", played, "--format", "json").out)["years"]
    assert sum(year["eligible"]["value"] for year in found if "-" in year["period"]) == 1_100_000
    assert all(year["digest"] in ran.out.replace("\n", "") for year in found)


def test_what_is_owed_to_and_by_each_organisation_is_shown(s2ss: Run, played: Path) -> None:
    ran = s2ss("statement", "--db", played, "--as-at", "2024-03-31")
    every = json.loads(s2ss("statement", "--db", played, "--as-at", "2024-03-31", "--format", "json").out)

    assert ran.code == 0
    assert "What is owed to and by each organisation" in ran.out
    assert sum(one["owed_to_it"]["value"] for one in every) == sum(
        one["owed_by_it"]["value"] for one in every
    )
    assert all(one["organisation"] in ran.out for one in every)


def test_the_statement_of_one_organisation_has_its_legs_and_its_years(s2ss: Run, played: Path) -> None:
    [recipient] = {
        one["organisation"]
        for one in json.loads(s2ss("statement", "--db", played, "--format", "json").out)
        if one["recipient_of"]
    }
    ran = s2ss("statement", recipient, "--db", played)

    assert f"Statement of {recipient}" in ran.out
    assert "By its financial year, September to August" in ran.out
    assert "no events" in s2ss("statement", "nobody", "--db", played).cannot()


def test_what_is_due_is_shown_of_all_deployments_or_one_on_a_day(s2ss: Run, played: Path) -> None:
    day = ("--on", "2024-03-31", "--as-at", "2024-03-01")
    every = s2ss("due", "--db", played, *day)
    rows = json.loads(s2ss("due", DEPLOYMENT, "--db", played, *day, "--format", "json").out)

    assert every.code == 0
    assert "What is due on 31 Mar 2024" in every.out
    assert [row["due"]["what"] for row in rows] == [
        "the interim report",  # three working days before the review on 21 March
        "the broker's judgement of progress",
        "the qa-lead's judgement of progress",
        "the review of the interim report",
    ]
    assert "more are due later" in every.out
    assert "the final report" in s2ss("due", "--coming", "--db", played, *day).out


def test_what_is_due_of_nobody_is_nothing(s2ss: Run, played: Path) -> None:
    assert "Nothing is due." in s2ss("due", "--person", "nobody", "--db", played).out
    assert "no events" in s2ss("due", "dep-9", "--db", played).cannot()
    assert "--on" in s2ss("due", "--on", "soon", "--db", played).cannot()


def test_one_year_is_asked_for_by_its_name(s2ss: Run, played: Path) -> None:
    asked = ("returns", "gr-2023-07", "--year", "2023-24", "--db", played, "--format", "json")

    assert [year["period"] for year in json.loads(s2ss(*asked).out)["years"]] == ["2023-24"]
    said = s2ss("returns", "gr-2023-07", "--year", "1999-00", "--db", played).cannot()
    assert "has no return for '1999-00'. Its years are: 2023-24" in said


def test_the_certificate_as_json_gives_pence(s2ss: Run, played: Path) -> None:
    usage = json.loads(s2ss("certificate", "dep-2023-014", "--db", played, "--format", "json").out)

    assert usage["amounts"]["disallowed"]["value"] == 25_000


def test_the_certificate_says_what_an_amendment_moves() -> None:
    history, on = worked_example(), date(2025, 2, 1)
    versions = (
        (line("1", SPRING, "10", 400),),
        (line("1", SPRING, "7.5", 400), line("3", SUMMER, "2", 500)),
        (line("1", SPRING, "7.5", 400), line("3", SUMMER, "3", 500)),
    )
    for version, lines in enumerate(versions, start=3):
        history.tell(OWN, plan(version, on, lines, amends=version - 1))
        history.tell(OWN, approval(version, on))
    told = io.StringIO()

    show_certificate(Console(file=told, width=300), GRANT_USAGE.live(history, ("deployment", "d-1")))

    first, _, moved, more = [row for row in told.getvalue().splitlines() if row.startswith("Plan version")]
    assert "changes no amount" in first
    assert "moves £1,000.00: line 1, Spring 2024 -£1,000.00; line 3, Summer 2024 +£1,000.00" in moved
    assert "changes the total by +£500.00: line 3, Summer 2024 +£500.00" in more


def test_the_certificate_shows_what_became_of_each_leg_of_the_money() -> None:
    desk = Desk.open()
    desk.play(*until(STORY, date(2024, 7, 19)))
    told = io.StringIO()

    show_certificate(Console(file=told, width=300), desk.brokerage.grant_usage("d-1"))

    rows = [" ".join(row.replace("│", " ").split()) for row in told.getvalue().splitlines()]
    assert "Leg From To Due Invoiced Released Recovered Paid Owed Overpaid" in rows
    assert "instalment exceed x-trust £7,380.00 £7,380.00 £7,380.00 – £5,850.00 – –" in rows
    assert "reimbursement x-trust s-1 £880.00 £880.00 – – £880.00 – –" in rows
    assert "Organisation Due to it Due from it For own work Retained Borne" in rows
    assert "x-trust £7,380.00 £880.00 £6,500.00 – –" in rows


@pytest.mark.parametrize("named", ((), ("dep-2023-014", "--award", "gr-2023-07")))
def test_a_certificate_is_of_a_deployment_or_of_an_award(
    s2ss: Run, played: Path, named: tuple[str, ...]
) -> None:
    assert "not both" in s2ss("certificate", *named, "--db", played).cannot()


def test_reading_writes_nothing(s2ss: Run, running: Path) -> None:
    before, beside = running.read_bytes(), sorted(running.parent.iterdir())

    for command in (
        ("log", "dep-2023-014"), ("workload", "--year", "2023/24"), ("certificate", "dep-2023-014"), ("history",),
        ("explain", "dep-2023-014"), ("why-not", "end-support", "dep-2023-014", "--set", "actual_end=2024-12-20"),
    ):  # fmt: skip
        assert s2ss(*command, "--db", running).code in {0, 1}
        assert running.read_bytes() == before
        assert sorted(running.parent.iterdir()) == beside


def test_a_program_of_its_own_reads_the_store_named_in_the_environment(program: Run, played: Path) -> None:
    ran = program("log", "dep-2023-014", "--format", "json", S2SS_DB=f"sqlite:///{played}")

    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["deployment"] == "dep-2023-014"
    assert entries(played)


DEPLOYMENT = "dep-2023-014"
COMMANDS = (
    ("log", DEPLOYMENT),
    ("workload", "--year", "2023/24"),
    ("certificate", DEPLOYMENT),
    ("explain", DEPLOYMENT),
    ("history",),
    ("why-not", "release-instalment", DEPLOYMENT),
)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("known_at", "says"),
    (
        ("20240331", "For the day write 2024-03-31, for the position 20,240,331"),
        ("20,240,331", "is after the newest position"),
        ("2024", "2024 is after the newest position"),
        ("202403", "is after the newest position"),
    ),
)
def test_a_number_that_is_no_position_is_not_answered_with_all_there_is(
    s2ss: Run, played: Path, command: tuple[str, ...], known_at: str, says: str
) -> None:
    assert says in s2ss(*command, "--known-at", known_at, "--db", played).cannot()


def test_a_position_may_have_commas(s2ss: Run, played: Path) -> None:
    assert s2ss("history", "--known-at", "1,0", "--db", played).code == 2
    assert s2ss("history", "--known-at", "5", "--db", played).out.count("\n") == 5
