"""The table of back ends says what the runs of the kit say."""

from pathlib import Path

import pytest

from s2ss_core.testing.conformance import CAPABILITIES, StoreConformance
from tests.store import test_conformance, test_third_party

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "explanation" / "back-ends.md"

RUNS: dict[str, type[StoreConformance]] = {
    "`memory:`": test_conformance.TestMemory,
    "`sqlite:///`": test_conformance.TestSQLite,
    "`postgresql://`": test_conformance.TestPostgres,
    "umadb, side database": test_third_party.TestUmaDB,
    "SQLAlchemy on PostgreSQL, side database": test_third_party.TestSQLAlchemyOnPostgres,
    "eventsourcing's own in memory, no side database": test_third_party.TestStockMemoryWithoutSide,
}


def table() -> list[list[str]]:
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_the_page_says_of_each_capability_who_has_it(capability: str) -> None:
    heads, _, *rows = table()
    cells = dict(zip(heads, next(row for row in rows if row[0] == capability), strict=True))

    assert {name: cells[name] for name in RUNS} == {
        name: "no" if capability in run.cannot else "yes" for name, run in RUNS.items()
    }


def test_what_every_back_end_must_do_no_run_may_leave_out() -> None:
    heads, _, *rows = table()

    assert set(heads[1:]) == set(RUNS)
    assert {row[0] for row in rows if set(row[1:]) == {"yes"}} == {row[0] for row in rows} - set(CAPABILITIES)
    assert all(set(run.cannot) <= set(CAPABILITIES) for run in RUNS.values())
