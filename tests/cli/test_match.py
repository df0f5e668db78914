import json
from collections.abc import Callable
from pathlib import Path

import pytest

from s2ss_core.application import Brokerage
from tests.cli.conftest import Ran
from tests.scenarios.register import register, support

Run = Callable[..., Ran]
NEED = ("match", "highmoor", "--subject", "Phonics", "--key-stage", "Key Stage 1", "--designation", "sle, lle",
        "--days", "2", "--on", "2024-05-07")  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "match.db"
    with Brokerage.open(f"sqlite:///{path}") as brokerage:
        register(brokerage.acting_as("u-7"))
        support(brokerage.acting_as("u-7"))
    return path


def test_each_leader_is_shown_with_every_reason(s2ss: Run, db: Path) -> None:
    ran = s2ss(*NEED, "--db", db)

    named = [line for line in ran.out.splitlines() if line[:2] in {"1.", "2.", "3.", "4."}]
    assert ran.code == 0
    assert named == [
        "1. sl-1 (riverside, 2 days left)",
        "2. sl-03 = sl-3 (lowmoor, 12 days left)",
        "3. sl-4 (hillside, 15 days left)",
        "4. sl-2 (riverside, 7 days left)",
    ]
    assert "   - riverside also releases sl-2 for 5 days in 2023/24." in ran.out


def test_a_rule_that_would_refuse_is_named(s2ss: Run, db: Path) -> None:
    ran = s2ss("match", "highmoor", "--days", "3", "--on", "2024-05-07", "--db", db)

    assert "sl-1 (riverside, 2 days left, a rule would refuse it)" in ran.out
    assert "2 are left, and 3 are needed. [S2SS-Y01]" in ran.out


def test_the_same_as_json(s2ss: Run, db: Path) -> None:
    told = json.loads(s2ss(*NEED, "--format", "json", "--db", db).out)

    assert [proposal["leader"] for proposal in told] == ["sl-1", "sl-03", "sl-4", "sl-2"]
    assert {reason["speaks"] for proposal in told for reason in proposal["reasons"]} == {
        "for", "against", "unknown",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "said"),
    (
        (("--days", "many"), "--days: many is no number of days: give one such as 6 or 2.5"),
        (("--designation", "sle,ast"), "--designation: ast is no kind of designation. Give some of: aspiring-sle"),
    ),
)  # fmt: skip
def test_what_cannot_be_read_is_answered_with_what_can(
    s2ss: Run, db: Path, wrong: tuple[str, ...], said: str
) -> None:
    assert said in s2ss("match", "highmoor", *wrong, "--db", db).cannot()


def test_a_school_that_is_not_on_record_is_said_so(s2ss: Run, db: Path) -> None:
    assert "nowhere is not on record yet" in s2ss("match", "nowhere", "--db", db).cannot()
