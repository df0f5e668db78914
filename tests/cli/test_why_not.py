import json
from collections.abc import Callable
from pathlib import Path

import pytest

from s2ss_core.cli.demo import example_file
from tests.cli.conftest import Ran, entries

Run = Callable[..., Ran]
FIELDS = ("instalment=1", "amount=6000.00", "paid_to=x-trust", "report=rep-1", "review=rv-1", "settled_by=invoice",
          "purchase_order=PO-4471", "authorised_by.person=u-2", "authorised_by.role=broker",
          "authorised_by.organisation=exceed")  # fmt: skip
RELEASE = ("release-instalment", "dep-2023-014", *(part for field in FIELDS for part in ("--set", field)))
FIVE = ["S2SS-M04", "S2SS-M05", "S2SS-M05", "S2SS-M07", "S2SS-M10"]


def codes(ran: Ran) -> list[list[str]]:
    return [[broken["code"] for broken in row["broken"]] for row in json.loads(ran.out)]


def test_what_stood_in_the_way_then_is_said_with_what_would_clear_it(s2ss: Run, played: Path) -> None:
    ran = s2ss("why-not", *RELEASE, "--known-at", "2024-03-15", "--db", played)

    assert (ran.code, ran.err) == (1, "")
    assert "release-instalment 1 x-trust of dep-2023-014: 5 rules are not met." in ran.out
    assert "→ Name a review meeting that was held on report rep-1, or hold it first." in ran.out
    assert "(report: rep-1; review: rv-1; review held on: none; date: 2024-03-15)" in " ".join(
        ran.out.split()
    )


@pytest.mark.parametrize("known_at", ("2024-03-15", "2024-03-15T18:00:00Z", "59"))
def test_then_can_be_a_day_a_time_or_a_position(s2ss: Run, played: Path, known_at: str) -> None:
    more = ("--set", "on=2024-03-14") if known_at == "59" else ()
    ran = s2ss("why-not", *RELEASE, *more, "--known-at", known_at, "--db", played, "--format", "json")

    assert codes(ran) == [FIVE]


def test_the_rows_of_a_file_can_be_asked_for(s2ss: Run, played: Path) -> None:
    ran = s2ss("why-not", "release-instalment", "dep-2023-014", "--from", example_file(), "--known-at", "2024-03-15",
               "--db", played, "--format", "json")  # fmt: skip

    assert codes(ran) == [FIVE]


def test_nothing_in_the_way_is_said_too_and_nothing_is_recorded(s2ss: Run, running: Path) -> None:
    before = entries(running)

    ran = s2ss(
        "why-not", "raise-concern", "dep-2023-014", "--set", "concern=con-9", "--set", "by=ht-031", "--set",
        "about=Cover falls short.", "--db", running,
    )  # fmt: skip

    assert ran.code == 0
    assert "every rule is met" in ran.out
    assert entries(running) == before


BY = ("by.person=u-7", "by.role=broker", "by.organisation=exceed")


def test_an_opening_is_about_what_it_opens(s2ss: Run, running: Path) -> None:
    ran = s2ss("why-not", "close-award", "gr-2023-07", *sets(*BY), "--db", running, "--format", "json")

    assert ran.code == 1  # there is much to do before it closes
    assert json.loads(ran.out)[0]["id"].startswith("gr-2023-07 ")


def test_nested_values_are_dotted(s2ss: Run, running: Path) -> None:
    ran = s2ss(
        "why-not", "log-visit", "dep-2023-014", *sets("visit=rov-9", "on=2024-03-18", "leader=sl-022", "line=1",
        "school=moor-end", "unit=day", "quantity=1", "counterpart.person=t-05", "counterpart.role=staff", "counterpart.organisation=moor-end",
        "objectives=o-1; o-2", "worked_with=t-08"), "--db", running,
    )  # fmt: skip

    assert (ran.code, ran.err) == (0, "")


def sets(*fields: str) -> tuple[str, ...]:
    return tuple(part for field in fields for part in ("--set", field))


@pytest.mark.parametrize(
    ("asked", "says"),
    (
        (("release-instalment", "dep-2023-014"), "instalment is missing; amount is missing"),
        (
            ("release-instalment", "dep-2023-014", *sets("instalment")),
            "--set instalment: write a field and its value",
        ),
        (
            ("release-instalment", "dep-2023-014", *sets("instalment=one")),
            "instalment: expected a whole number",
        ),
        (("log-visit", "dep-9", *sets("visit=1")), "leader is missing"),
        (("raise-concern", "dep-9", *sets("concern=c", "by=ht-031", "about=a")), "dep-9"),
        (("raise-concern", *sets("concern=c", "by=ht-031", "about=a")), "deployment is missing"),
        (
            ("raise-concern", "dep-2023-014", *sets("concern=c", "concern=d", "by=ht-031", "about=a")),
            "given twice",
        ),
        (
            ("make-payment", "dep-2023-014", *sets("paid_to=nobody-known")),
            "Unknown organisation 'nobody-known'",
        ),
        (("close-award", "--from", example_file()), "no row of close-award"),
        (("hold-review", "dep-2023-014", "--from", "nowhere.toml"), "nowhere.toml cannot be read"),
    ),
)
def test_what_cannot_be_asked_is_one_paragraph(
    s2ss: Run, running: Path, asked: tuple[object, ...], says: str
) -> None:
    assert says in s2ss("why-not", *asked, "--db", running).cannot()
