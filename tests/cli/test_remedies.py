"""On the command line, too, what a refusal says can be done, and the row is then recorded."""

import json
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from tests.cli.conftest import Ran
from tests.cli.test_record import BROKER, COST, VISIT, rows, verdicts, written

Run = Callable[..., Ran]
Row = dict[str, str]
HEADTEACHER = '{ person = "ht-031", role = "headteacher", organisation = "moor-end" }'
CONCERN = {
    "recorded_by": '"u-7"', "deployment": '"dep-2023-014"', "on": "2024-03-18", "concern": '"con-9"', "by": HEADTEACHER,
}  # fmt: skip
RAISED = {"record": '"raise-concern"', **CONCERN, "about": '"Cover falls short."'}
RESOLVED = {"record": '"resolve-concern"', **CONCERN, "outcome": '"Cover is arranged."'}


@attrs.frozen(kw_only=True)
class Refusal:
    """A row that is refused after the rows `given`, with the words of the refusal, and what is done about it."""

    code: str
    words: str
    row: Row
    given: tuple[Row, ...] = ()
    first: tuple[Row, ...] = ()
    says: Row = attrs.Factory(dict)


REFUSALS = (
    Refusal(
        code="S2SS-S13",
        words="Log it for moor-end.",
        row={**VISIT, "school": '"beck-lane"'},
        says={"school": '"moor-end"'},
    ),
    Refusal(
        code="S2SS-S08",
        words="Charge the invoice to another line: line 1 is charged by visits, so it takes no invoice.",
        row={**COST, "line": '"1"'},
        says={"line": '"2"'},
    ),
    Refusal(
        code="S2SS-C01",
        words="Check invoice RW-900 of readwell: dep-2023-014 claimed it already. If this is a further part of it, give the"
        " total of the invoice; if it is another invoice under the same number, give the day on it.",
        row={**COST, "cost": '"cost-901"'},
        given=({**COST, "invoice_on": "2023-03-18"},),
        says={"invoice_on": "2024-03-11"},
    ),
    Refusal(
        code="S2SS-S11",
        words="Raise the concern first: none is open here.",
        row=RESOLVED,
        first=(RAISED,),
    ),
    Refusal(
        code="S2SS-B15",
        words="Commit days of sl-014, or say that the days are still to be agreed.",
        row={**BROKER, "commitments": "[]"},
        says={"commitments_open": "true"},
    ),
    Refusal(
        code="S2SS-Y01",
        words="Book at most 11 more of sl-014's days in 2023/24, or free days that are booked for another deployment: the"
        " programmes' cap is 15 days.",
        row={**BROKER, "commitments": '[{ leader = "sl-014", cap_year = "2023/24", days = "16" }]'},
        says={"commitments": '[{ leader = "sl-014", cap_year = "2023/24", days = "11" }]'},
    ),
)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.code)
def test_a_row_is_refused_its_remedy_recorded_and_the_row_recorded(
    refusal: Refusal, s2ss: Run, running: Path, tmp_path: Path
) -> None:
    s2ss("record", written(tmp_path, rows(*refusal.given)), "--db", running)
    file = written(tmp_path, rows(refusal.row))
    command, subject = (json.loads(refusal.row[name]) for name in ("record", "deployment"))
    about = () if command == "broker" else (subject,)
    row = json.loads(s2ss("record", file, "--db", running, "--format", "json").out)["rows"][0]
    assert (row["verdict"], row["rules"]) == ("refused", [refusal.code])
    assert refusal.words in row["says"]
    asked = json.loads(
        s2ss("why-not", command, *about, "--from", file, "--db", running, "--format", "json").out
    )
    assert [broken["clears"] for broken in asked[0]["broken"]] == [refusal.words]

    mended = written(tmp_path, rows(*refusal.first, {**refusal.row, **refusal.says}))
    recorded = s2ss("record", mended, "--db", running, "--format", "json")

    assert (recorded.code, verdicts(recorded)[-1]) == (0, "recorded")
