import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from s2ss_core.cli.demo import example_file
from s2ss_core.events import CostIncurred, PlanningMeetingHeld
from s2ss_core.store import Append, open_store
from s2ss_core.store.sqlite import schema
from s2ss_core.testing.samples import worked
from s2ss_core.values import Person
from tests.cli.conftest import Ran, entries

Run = Callable[..., Ran]

VISIT = {
    "record": '"log-visit"', "recorded_by": '"sl-022"', "deployment": '"dep-2023-014"', "visit": '"rov-900"',
    "on": "2024-03-18", "leader": '"sl-022"', "school": '"moor-end"', "unit": '"half-day"', "quantity": '"1"',
    "counterpart": '{ person = "t-05", role = "staff", organisation = "moor-end" }', "line": '"1"',
}  # fmt: skip
COST = {
    "record": '"incur-cost"', "recorded_by": '"u-7"', "deployment": '"dep-2023-014"', "cost": '"cost-900"',
    "on": "2024-03-18", "line": '"2"', "supplier": '"readwell"', "net": '"100.00"', "invoice_number": '"RW-900"',
}  # fmt: skip
BROKER = {
    "record": '"broker"', "recorded_by": '"u-7"', "deployment": '"dep-900"', "on": "2024-03-18",
    "programme": '"exceed-2023"', "version": '"V7"', "broker": '"exceed"', "need": '"Reading."',
    "capacity_confirmed": '{ by = "ht-031", on = 2024-03-18 }', "broker_capacity": '{ by = "u-7", on = 2024-03-18 }',
    "existing_support": '"None."',
    "school": '{ id = "s-9", kind = "school", urn = "100099", member_of_broker = false }',
    "headteacher": '"ht-1"', "lead": '{ leader = "sl-014", band = "headteacher", home_school = "beck-lane" }',
    "commitments": '[{ leader = "sl-014", cap_year = "2023/24", days = "1" }]',
    "start": "2024-04-08", "intended_end": "2024-07-19", "funding": '{ kind = "self-funded" }',
}  # fmt: skip


def rows(*tables: dict[str, str]) -> str:
    return "\n".join(
        "[[row]]\n" + "\n".join(f"{name} = {value}" for name, value in table.items()) for table in tables
    )


def written(tmp_path: Path, text: str, name: str = "rows.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def verdicts(ran: Ran) -> list[str]:
    return [row["verdict"] for row in json.loads(ran.out)["rows"]]


def test_rows_are_recorded_and_a_second_run_changes_nothing(s2ss: Run, running: Path, tmp_path: Path) -> None:
    file = written(tmp_path, rows(VISIT, COST, BROKER))

    first = s2ss("record", file, "--db", running, "--format", "json")
    after = entries(running)
    second = s2ss("record", file, "--db", running, "--format", "json")

    assert (first.code, verdicts(first)) == (0, ["recorded"] * 3)
    assert (second.code, verdicts(second)) == (0, ["already recorded"] * 3)
    assert entries(running) == after


def test_the_whole_example_can_be_recorded_into_a_store_of_ones_own(program: Run, tmp_path: Path) -> None:
    first = program("record", example_file(), "--db", "mine.db")
    after = entries(tmp_path / "mine.db")
    second = program("record", example_file(), "--db", "mine.db")

    assert (first.code, first.err) == (0, "")
    assert "80 recorded; 6 refused, as foreseen." in first.out
    assert "recorded now" in first.out
    assert "81 already recorded; 5 refused, as foreseen." in second.out
    assert entries(tmp_path / "mine.db") == after


def test_a_dry_run_sees_the_rows_before_and_records_nothing(s2ss: Run, running: Path, tmp_path: Path) -> None:
    # The second visit fills the half day that is left on the line, the third is past it.
    whole = VISIT | {"unit": '"day"', "visit": '"rov-901"', "on": "2024-03-19"}
    file, before = (
        written(tmp_path, rows(VISIT, VISIT | {"visit": '"rov-902"', "on": "2024-03-19"}, whole)),
        entries(running),
    )

    dry = s2ss("record", file, "--dry-run", "--db", running, "--format", "json")

    assert (dry.code, verdicts(dry)) == (1, ["recorded", "recorded", "refused"])
    assert json.loads(dry.out)["rows"][2]["rules"] == ["S2SS-S09"]
    assert entries(running) == before
    assert "Dry run, nothing was recorded" in s2ss("record", file, "--dry-run", "--db", running).out


def test_a_dry_run_begins_no_store(s2ss: Run, tmp_path: Path) -> None:
    ran = s2ss("record", example_file(), "--dry-run", "--db", tmp_path / "new.db")

    assert ran.code == 0
    assert list(tmp_path.iterdir()) == []


def test_a_refused_row_is_left_out_and_says_why(s2ss: Run, running: Path, tmp_path: Path) -> None:
    outside = VISIT | {"visit": '"rov-903"', "on": "2023-12-20"}
    file, before = written(tmp_path, rows(outside, COST)), len(entries(running))

    ran = s2ss("record", file, "--db", running)

    assert ran.code == 1
    assert "[S2SS-S05] Rule: it happened within the period. Not met" in " ".join(ran.out.split())
    assert "1 refused; 1 recorded." in ran.out
    assert len(entries(running)) == before + 2


def test_what_happened_all_the_same_is_recorded_despite(s2ss: Run, running: Path, tmp_path: Path) -> None:
    outside = VISIT | {"on": "2023-12-20", "despite": '{ reason = "It did.", accepted_by = "u-2" }'}

    ran = s2ss("record", written(tmp_path, rows(outside)), "--db", running, "--format", "json")

    assert verdicts(ran) == ["recorded"]
    assert len(json.loads(ran.out)["rows"][0]["positions"]) > 1


@pytest.mark.parametrize("how", (("--dry-run",), ()), ids=("dry run", "recorded"))
def test_a_row_that_is_like_a_recorded_one_or_an_earlier_row_is_noted(
    s2ss: Run, running: Path, tmp_path: Path, how: tuple[str, ...]
) -> None:
    recorded = s2ss(
        "record", written(tmp_path, rows(VISIT), "first.toml"), "--db", running, "--format", "json"
    )
    again = {**VISIT, "visit": '"rov-901"'}
    unpaid = {name: text for name, text in VISIT.items() if name != "line"}
    spelled = {**unpaid, "visit": '"ROV-901"', "on": "2024-03-19"}
    file = written(tmp_path, rows(VISIT, again, spelled))

    shown = s2ss("record", file, "--db", running, *how)
    noted = [row["notes"] for row in json.loads(recorded.out)["rows"]]

    assert noted == [[]]
    text = " ".join(shown.out.split())
    assert "Row 2: note: visits rov-900 and rov-901 are alike in all but their ids" in text
    assert "Row 3: note: visits rov-901 and ROV-901 have ids that differ only in capitals or blanks" in text
    assert text.count("note:") == 2


def test_what_bears_a_fact_out_is_filed_with_it(s2ss: Run, running: Path, tmp_path: Path) -> None:
    file = written(
        tmp_path, rows(VISIT | {"evidenced_by": '[{ file_name = "rov-900.pdf", digest = "ab12" }]'})
    )

    assert verdicts(s2ss("record", file, "--db", running, "--format", "json")) == ["recorded"]
    assert "rov-900.pdf" in s2ss("log", "dep-2023-014", "--db", running, "--format", "json").out


STRUCK_OUT = {
    "record": '"strike-out"', "recorded_by": '"u-7"', "deployment": '"dep-2023-014"', "of": '"visit rov-112"',
    "on": "2024-03-18", "cause": '"duplicate"', "reason": '"Entered twice."', "asked_by": '"sl-014"',
    "agreed_by": '"u-2"',
}  # fmt: skip


def test_a_wrong_entry_is_struck_out_and_shown_so(s2ss: Run, running: Path, tmp_path: Path) -> None:
    ran = s2ss("record", written(tmp_path, rows(STRUCK_OUT)), "--db", running, "--format", "json")
    log = s2ss("log", "dep-2023-014", "--db", running).out

    assert verdicts(ran) == ["recorded"]
    assert "struck out 18 Mar 2024: duplicate" in " ".join(log.split())
    assert "recorded" in log
    explained = s2ss("explain", "leader:sl-022:2023/24", "worked", "--db", running)
    assert "leader:sl-022:2023/24 worked = 8" in explained.out


INVOICE = {
    "record": '"receive-invoice"', "recorded_by": '"u-7"', "deployment": '"dep-2023-014"', "invoice": '"xt-31"',
    "number": '"XT-2024-031"', "supplier": '"x-trust"', "customer": '"exceed"', "on": "2024-03-18",
    "issued_on": "2024-03-18", "net": '"600.00"', "instalment": "1",
}  # fmt: skip


def test_a_miskeyed_invoice_is_struck_out_and_keyed_again(s2ss: Run, running: Path, tmp_path: Path) -> None:
    again = INVOICE | {"invoice": '"xt-031"', "net": '"6000.00"'}
    struck = STRUCK_OUT | {
        "of": '"invoice xt-31"', "cause": '"wrong-details"', "reason": '"A nought was missing."', "replaced_by": '"invoice xt-031"',
    }  # fmt: skip
    twice = s2ss("record", written(tmp_path, rows(INVOICE, again)), "--db", running, "--format", "json")
    assert verdicts(twice) == ["recorded", "refused"]

    ran = s2ss("record", written(tmp_path, rows(struck, again)), "--db", running, "--format", "json")

    assert verdicts(ran) == ["recorded", "recorded"]
    usage = json.loads(s2ss("certificate", "dep-2023-014", "--db", running, "--format", "json").out)
    [leg] = [leg for leg in usage["legs"] if leg["leg"] == "instalment"]
    assert leg["invoiced"]["value"] == 6000_00


PAYMENT = "record,recorded_by,deployment,payment,on,amount,paid_by,paid_to,settles\nmake-payment,u-7,dep-2023-014,pay-9,2024-03-18,"


def test_a_payment_in_a_sheet_names_each_entry_that_it_settles_with_its_sum(
    s2ss: Run, running: Path, tmp_path: Path
) -> None:
    settles = "1600.00,exceed,x-trust,cost cost-2 = 600.00; release 1, instalment, x-trust, 1 = 1000.00"
    text = PAYMENT + settles.replace(",cost", ',"cost') + '"\n'

    ran = s2ss("record", written(tmp_path, text, "rows.csv"), "--db", running, "--format", "json")

    assert verdicts(ran) == ["recorded"]
    log = s2ss("log", "dep-2023-014", "--db", running, "--format", "json").out
    assert "made to x-trust for cost cost-2 and instalment 1" in log


@pytest.mark.parametrize(
    ("settles", "says"),
    (
        ("release 1 = 600.00", "expected the 4 parts of the id of a release, with commas between them"),
        ("cost cost-2", "expected an entry and the sum that settles it, such as cost c-1 = 600.00"),
        ("cost = 600.00", "expected the kind and the id of an entry"),
    ),
)
def test_what_a_payment_settles_is_written_in_one_way(
    s2ss: Run, running: Path, tmp_path: Path, settles: str, says: str
) -> None:
    file = written(tmp_path, f"{PAYMENT}600.00,exceed,x-trust,{settles}\n", "rows.csv")

    assert says in " ".join(s2ss("record", file, "--db", running).cannot().split())


def test_a_day_past_the_allowance_is_shown_with_its_reason(s2ss: Run, running: Path, tmp_path: Path) -> None:
    elsewhere = BROKER | {"commitments": '[{ leader = "sl-014", cap_year = "2023/24", days = "11" }]'}
    sixth = VISIT | {"leader": '"sl-014"', "line": '"3"', "unit": '"day"', "quantity": '"1"',
                     "despite": '{ reason = "It was promised.", accepted_by = "u-2" }'}  # fmt: skip
    days = [sixth | {"visit": f'"rov-92{n}"', "on": f"2024-03-{18 + n}"} for n in range(3)]

    ran = s2ss("record", written(tmp_path, rows(elsewhere, *days)), "--db", running, "--format", "json")
    shown = " ".join(s2ss("workload", "--year", "2023/24", "--db", running).out.split())

    assert verdicts(ran) == ["recorded"] * 4
    assert "past the allowance on" in shown
    assert "accepted by u-2: It was promised." in shown


def test_a_row_that_was_to_be_refused_and_is_not_is_wrong(s2ss: Run, running: Path, tmp_path: Path) -> None:
    file, before = written(tmp_path, rows(VISIT | {"refused": '["S2SS-S01"]'})), entries(running)

    assert "expects a refusal by S2SS-S01" in s2ss("record", file, "--db", running).cannot()
    assert entries(running) == before


CSV = """\
visit,on,leader,school,unit,quantity,counterpart.person,counterpart.role,counterpart.organisation,line,objectives,preparation.unit,preparation.quantity,points_leader.1.text,started
rov-910,2024-03-18,sl-022,moor-end,half-day,1,t-05,staff,moor-end,1,o-1; o-2,,,Plan year 4.,09:30
rov-911,2024-03-19,sl-022,moor-end,hour,1,t-05,staff,moor-end,,,hour,0.5,,
"""


def test_a_spreadsheet_of_visits_is_recorded(s2ss: Run, running: Path, tmp_path: Path) -> None:
    lines = CSV.splitlines()
    text = "\n".join(["deployment," + lines[0], *(f"dep-2023-014,{line}" for line in lines[1:])])
    file = written(tmp_path, "\ufeff" + text + "\n,,,\n", "visits.csv")

    ran = s2ss(
        "record", file, "--db", running, "--command", "log-visit", "--by", "sl-022", "--format", "json"
    )

    assert (ran.code, verdicts(ran)) == (0, ["recorded", "recorded"])
    assert [row["row"] for row in json.loads(ran.out)["rows"]] == [2, 3]
    visit = json.loads(s2ss("history", "--texts", "--db", running).out.splitlines()[-4])["data"]
    assert visit | {
        "visit": "rov-910", "objectives": ["o-1", "o-2"], "preparation": None, "started": "09:30:00",
        "points_leader": [{"text": "Plan year 4.", "by": None}],
    } == visit  # fmt: skip


def test_a_spreadsheet_names_organisations_and_people_that_history_knows(
    s2ss: Run, running: Path, tmp_path: Path
) -> None:
    text = (
        "record,deployment,cost,on,line,supplier,net,invoice_number,meeting,attendees,recorded_by\n"
        'incur-cost,dep-2023-014,cost-9,2024-03-18,2,readwell,"1,000.00",RW-9,,,u-7\n'
        "hold-planning-meeting,dep-2023-014,,2024-03-18,,,,,pm-9,ht-031; sl-014,u-7\n"
    )

    ran = s2ss("record", written(tmp_path, text, "mixed.csv"), "--db", running, "--format", "json")

    assert (ran.code, verdicts(ran)) == (0, ["recorded", "recorded"])


@pytest.mark.parametrize("known", (True, False))
def test_somebody_who_stood_in_once_does_not_stand_in_where_a_later_row_has_only_their_id(
    s2ss: Run, running: Path, tmp_path: Path, known: bool
) -> None:
    meeting = {
        "record": '"hold-planning-meeting"',
        "deployment": '"dep-2023-014"',
        "recorded_by": '"u-7"',
        "on": "2024-03-18",
    }
    deputy = 'person = "dht-2", organisation = "moor-end"'
    as_staff = meeting | {"meeting": '"pm-7"', "attendees": f'[{{ {deputy}, role = "staff" }}]'}
    for_the_head = meeting | {
        "meeting": '"pm-8"', "attendees": f'[{{ {deputy}, role = "headteacher", stands_in_for = "ht-031" }}]'
    }  # fmt: skip
    before = written(tmp_path, rows(*([as_staff] if known else []), for_the_head))
    assert s2ss("record", before, "--db", running).code == 0

    by_id = rows(meeting | {"meeting": '"pm-9"', "attendees": '["dht-2"]'})
    ran = s2ss("record", written(tmp_path, by_id, "later.toml"), "--db", running)

    if known:
        assert ran.code == 0
        with open_store(f"sqlite:///{running}") as store:
            meetings = [
                entry.event for entry in store.history() if isinstance(entry.event, PlanningMeetingHeld)
            ]
        [attended] = [held.attendees for held in meetings if held.meeting == "pm-9"]
        assert attended == (Person(person="dht-2", role="staff", organisation="moor-end"),)
    else:
        assert "attendees.1: Unknown person 'dht-2'" in ran.err


ACADEMY = """
[[row]]
record = "change-urn"
organisation = "moor-end"
urn = "149999"
on = 2024-03-01

[[row]]
record = "join-trust"
organisation = "moor-end"
trust = "y-trust"
member_of = ["exceed"]
on = 2024-03-01

[[row]]
record = "incur-cost"
deployment = "dep-2023-014"
cost = "cost-9"
on = 2024-03-18
line = "2"
supplier = "moor-end"
net = "1000.00"
"""


def test_rows_tell_what_changed_in_a_school_and_later_rows_are_filled_in_as_at_their_day(
    s2ss: Run, running: Path, tmp_path: Path
) -> None:
    rows = written(tmp_path, ACADEMY, "academy.toml")

    ran = s2ss("record", rows, "--db", running, "--by", "u-7", "--format", "json")
    again = s2ss("record", rows, "--db", running, "--by", "u-7", "--format", "json")

    assert (ran.code, verdicts(ran)) == (0, ["recorded", "recorded", "recorded"])
    assert verdicts(again) == ["already recorded"] * 3
    with open_store(f"sqlite:///{running}") as store:
        costs = [entry.event for entry in store.history() if isinstance(entry.event, CostIncurred)]
    [cost] = [cost for cost in costs if cost.cost == "cost-9"]
    assert (cost.supplier.urn, cost.supplier.trust, cost.supplier.member_of_broker) == (
        "149999",
        "y-trust",
        True,
    )


WRONG_FORM = (
    ("a wrong type", VISIT | {"quantity": "1"}, ("row 1 (log-visit): quantity: expected a number of days as text",)),
    ("money as a number", COST | {"net": "100.00"}, ("net: expected pounds and pence as text, such as '4000.00'",)),
    ("a float", VISIT | {"quantity": "0.5"}, ("quantity: expected a number of days as text",)),
    ("a truth as text", BROKER | {"school": '{ id = "s-9", kind = "school", member_of_broker = "yes" }'}, ("member_of_broker: expected true or false",)),
    ("a date as text", VISIT | {"on": '"2024-03-18"'}, ("on: expected a date such as 2024-03-15, without quotes",)),
    ("a time for a date", VISIT | {"on": "2024-03-18T10:00:00"}, ("on: expected a date", "without a time")),
    ("a date for a time", VISIT | {"started": "2024-03-18"}, ("started: expected a time such as 09:30:00",)),
    ("a text for a list", VISIT | {"objectives": '"o-1"'}, ("objectives: expected a list, not the text 'o-1'",)),
    ("a list for a text", VISIT | {"visit": '["rov-1"]'}, ("visit: expected text, not a list",)),
    ("a number for private text", VISIT | {"focus": "7"}, ("focus: expected text, not 7",)),
    ("a word that is none", VISIT | {"unit": '"week"'}, ("unit: 'week' is not a known word",)),
    ("a mistyped word", VISIT | {"unit": '"half-dya"'}, ("did you mean 'half-day'?",)),
    ("a mistyped field", VISIT | {"quanity": '"1"'}, ("unknown field quanity; did you mean 'quantity'?",)),
    ("a field too few", {k: v for k, v in VISIT.items() if k != "leader"}, ("leader is missing",)),
    ("a nested mistake", VISIT | {"counterpart": '{ person = "t-05" }'}, ("counterpart.role is missing",)),
    ("a mistake in a list", BROKER | {"commitments": '[{ leader = "sl-014", cap_year = "2023/25", days = "1" }]'},
     ("commitments.1.cap_year: '2023/25' is not an academic year",)),
    ("an unknown command", VISIT | {"record": '"log-vist"'}, ("Unknown command 'log-vist'", "log-visit")),
    ("no command", {k: v for k, v in VISIT.items() if k != "record"}, ("record is missing",)),
    ("no deployment", {k: v for k, v in VISIT.items() if k != "deployment"}, ("deployment is missing",)),
    ("nobody who records", {k: v for k, v in VISIT.items() if k != "recorded_by"}, ("recorded_by is missing", "--by")),
    ("an unknown organisation", COST | {"supplier": '"nobody"'}, ("supplier: Unknown organisation 'nobody'",)),
    ("an unknown person", {"record": '"hold-planning-meeting"', "deployment": '"dep-2023-014"', "meeting": '"pm-9"',
     "on": "2024-03-18", "attendees": '["ht-999"]', "recorded_by": '"u-7"'}, ("attendees.1: Unknown person 'ht-999'",)),
    ("a programme's name of no text", BROKER | {"programme": '" "'}, ("programme",)),
    ("a fraction of a penny", COST | {"net": '"100.005"'}, ("net: '100.005' is not a sum of money",)),
    ("negative money", COST | {"net": '"-100.00"'}, ("net: -£100.00 is negative",)),
    ("endless money", COST | {"net": '"inf"'}, ("net: 'inf' is not a sum of money",)),
    ("too much money", COST | {"net": '"99999999999999999.00"'}, ("more money than can be recorded",)),
    ("negative days", VISIT | {"quantity": '"-1"'}, ("quantity: '-1' is not a number of days",)),
    ("endless days", VISIT | {"quantity": '"Infinity"'}, ("quantity: 'Infinity' is not a number of days",)),
    ("no number of days", VISIT | {"quantity": '"NaN"'}, ("quantity: 'NaN' is not a number of days",)),
    ("days too fine", VISIT | {"quantity": '"0.00001"'}, ("at most four decimal places",)),
    ("text far too long", VISIT | {"focus": f'"{"a" * 20_001}"'}, ("focus: 20001 characters are too many",)),
    ("a word far too long", VISIT | {"visit": f'"{"a" * 301}"'}, ("visit: 301 characters are too many",)),
    ("a control character", VISIT | {"focus": '"a\\u0007b"'}, ("focus: it has a control character",)),
    ("a day long past", VISIT | {"on": "1999-12-31"}, ("on: 1999-12-31 is not within",)),
    ("a wrong URN", BROKER | {"school": '{ id = "s", kind = "school", urn = "1234", member_of_broker = false }'},
     ("school.urn: '1234' is not a URN: a URN is five to seven digits",)),
    ("a field the library fills in", BROKER | {"digest": '"sha256:00"'}, ("digest: leave it out",)),
    ("a despite without a reason", VISIT | {"despite": '{ accepted_by = "u-2" }'}, ("despite.reason is missing",)),
    ("an opening despite", BROKER | {"despite": '{ reason = "a", accepted_by = "u-2" }'}, ("despite: this cannot be",)),
    ("a time of recording without a zone", VISIT | {"recorded_at": "2024-03-18T10:00:00"}, ("recorded_at: expected",)),
)  # fmt: skip

WRONG_TO_RECORD = (
    ("an unknown programme", BROKER | {"programme": '"exceed-2032"'}, ("no programme exceed-2032 V7",)),
    ("a visit of no time", VISIT | {"unit": '"day"', "quantity": '"0"'}, ("comes to 0 days: give the time that it took",)),
    ("a fact after today", VISIT | {"on": "2198-01-01"}, ("which is after today",)),
    ("a natural id reused", VISIT | {"visit": '"rov-102"'}, ("'rov-102' is already recorded with different content",)),
    ("an unknown deployment", VISIT | {"deployment": '"dep-9"'}, ("no deployment 'dep-9': broker it first",)),
    ("an unknown grant", {"record": '"receive-grant"', "grant": '"gr-9"', "tranche": '"t-1"', "on": "2024-03-18",
     "amount": '"1.00"', "recorded_by": '"u-7"'}, ("no grant 'gr-9'",)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("row", "says"), [case[1:] for case in WRONG_FORM], ids=[case[0] for case in WRONG_FORM]
)
def test_a_row_without_form_is_named_and_nothing_is_recorded(
    s2ss: Run, running: Path, tmp_path: Path, row: dict[str, str], says: tuple[str, ...]
) -> None:
    file, before = written(tmp_path, rows(VISIT | {"visit": '"rov-0"'}, row)), entries(running)

    message = s2ss("record", file, "--db", running).cannot()

    assert message.startswith("rows.toml: row 2")
    assert "Nothing was recorded." in message
    for words in says:
        assert words.replace("row 1", "row 2") in message
    assert entries(running) == before


@pytest.mark.parametrize(
    ("row", "says"), [case[1:] for case in WRONG_TO_RECORD], ids=[case[0] for case in WRONG_TO_RECORD]
)
def test_a_row_that_is_wrong_undoes_the_whole_file(
    s2ss: Run, running: Path, tmp_path: Path, row: dict[str, str], says: tuple[str, ...]
) -> None:
    file, before = written(tmp_path, rows(VISIT | {"visit": '"rov-0"'}, row)), entries(running)

    message = s2ss("record", file, "--db", running).cannot()

    assert message.startswith(f"rows.toml: row 2 ({row['record'][1:-1]} ")
    assert "Nothing was recorded" in message
    assert all(words in message for words in says)
    assert s2ss("record", file, "--db", running, "--dry-run").cannot() == message
    assert entries(running) == before


@pytest.mark.parametrize(
    ("text", "says"),
    (
        ("", "there are no rows"),
        ("[[row", "rows.toml is not TOML"),
        ('[[row]]\nfocus = "\\ud800"', "rows.toml is not TOML"),
        ("[[row]]\non = 2024-02-30", "rows.toml is not TOML"),
        ("[[row]]\nminutes = " + "9" * 5_000, "rows.toml is not TOML: a number in it is too large"),
        ("[[row]]\nminutes = 1e" + "9" * 30, "rows.toml is not TOML: a number in it is too large"),
        ("a = " + "[" * 3_000, "rows.toml is not TOML: it is nested too deeply"),
        ("row = 7", "there are no rows"),
        ("[[rows]]\na = 1", "unknown key rows; did you mean 'row'?"),
        (
            "[organisations.a]\nkinds = 'school'\n[[row]]\na = 1",
            "[organisations.a] unknown field kinds; did you mean 'kind'?",
        ),
        (
            "[people.a]\nrole = 'pupil'\norganisation = 'b'\n[[row]]\na = 1",
            "[people.a] role: 'pupil' is not a known word",
        ),
        ("organisations = 3\n[[row]]\na = 1", "organisations"),
        ("[organisations]\na = 3\n[[row]]\na = 1", "[organisations.a] expected a table"),
        ("recorded_by = 3\n" + rows({k: v for k, v in VISIT.items() if k != "recorded_by"}), "recorded_by"),
        (rows(VISIT | {"recorded_by": "3"}), "recorded_by: expected text, not 3"),
        (rows(VISIT | {"deployment": "3"}), "deployment: expected text, not 3"),
        (rows(VISIT | {"refused": '"S2SS-S01"'}), "refused: expected a list"),
        (rows(VISIT | {"record": "3"}), "Unknown command 3"),
        (rows(*[VISIT | {"quantity": "1"}] * 7), "; and 2 more"),
    ),
)
def test_a_malformed_file_is_one_paragraph(
    s2ss: Run, running: Path, tmp_path: Path, text: str, says: str
) -> None:
    file, before = written(tmp_path, text), entries(running)

    assert says in s2ss("record", file, "--db", running).cannot()
    assert entries(running) == before


HEAD = "record,deployment,visit,on,leader,school,unit,quantity,line\n"


@pytest.mark.parametrize(
    ("text", "says"),
    (
        ("", "has no rows"),
        (HEAD, "has no rows"),
        ("record,,visit\na,b,c\n", "row 2 has 'b' in column B, which has no heading in row 1"),
        ("record,visit,visit\na,b,c\n", "row 1: the heading 'visit' stands there twice"),
        (
            HEAD + "log-visit,d,v,2024-03-18,l,s,day,1,1,more\n",
            "row 2 has 'more' in column J, which has no heading in row 1",
        ),
        (HEAD + 'log-visit,"d,v\n', "is not CSV"),
        (
            HEAD + "log-visit,d,v,05/03/2024,l,s,day,1,1\n",
            "row 2 (log-visit): on: 05/03/2024 may be 2024-03-05 or 2024-05-03: write one of these",
        ),
        (
            HEAD + "log-visit,d,v,2024-3-18,l,s,day,1,1\n",
            "on: expected a date such as 2024-03-15, not '2024-3-18'",
        ),
        (HEAD + "log-visit,d,v,20240318,l,s,day,1,1\n", "on: expected a date"),
        (HEAD + "log-visit,d,v,2024-W12-1,l,s,day,1,1\n", "on: expected a date"),
        (HEAD + "log-visit,d,v,2024-02-30,l,s,day,1,1\n", "on: 2024-02-30 is not a date"),
        (HEAD + "log-visit,d,v,2024-03-18,l,s,day,half,1\n", "quantity: 'half' is not a number of days"),
        ("record,deployment,on.year\nlog-visit,d,2024\n", "on: expected a date"),
        ("record,deployment,on,on.year\nlog-visit,d,2024-03-18,2024\n", "cannot both be given"),
        ("record,deployment,points_leader.2.text\nlog-visit,d,a\n", "number its parts 1, 2, 3"),
        ("record,deployment,points_leader.01.text\nlog-visit,d,a\n", "number its parts 1, 2, 3"),
        ("record,deployment,points_leader.١.text\nlog-visit,d,a\n", "number its parts 1, 2, 3"),
        ("record,deployment,a" + ".a" * 2_000 + "\nlog-visit,d,a\n", "has more parts than any field"),
        ("record,deployment,final\nhold-review,d,maybe\n", "final: expected yes or no"),
        ("record,deployment,started\nlog-visit,d,9.30\n", "started: expected a time such as 09:30"),
        ("record,deployment,started\nlog-visit,d,25:30\n", "started: 25:30 is not a time of day"),
        ("record,deployment,minutes\nhold-review,d,an hour\n", "minutes: expected a whole number"),
    ),
)
def test_a_malformed_spreadsheet_is_one_paragraph(
    s2ss: Run, running: Path, tmp_path: Path, text: str, says: str
) -> None:
    file, before = written(tmp_path, text, "rows.csv"), entries(running)

    assert says in s2ss("record", file, "--by", "u-7", "--db", running).cannot()
    assert entries(running) == before


def test_text_that_is_not_utf_8_is_said_so(s2ss: Run, running: Path, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes("record,visit\nlog-visit,Zoë".encode("latin-1"))

    assert "save it as UTF-8" in s2ss("record", file, "--db", running).cannot()


def test_a_folder_is_no_file_of_rows(s2ss: Run, running: Path, tmp_path: Path) -> None:
    assert "cannot be read" in s2ss("record", tmp_path, "--db", running).cannot()


def test_a_wrong_file_begins_no_store(program: Run, tmp_path: Path) -> None:
    file = written(tmp_path, rows(VISIT))

    assert "broker it first" in program("record", file, "--db", "new.db").cannot()
    assert [path.name for path in tmp_path.iterdir()] == ["rows.toml"]


# Stores that cannot be written to


def test_a_database_that_is_not_ours_is_left_alone(program: Run, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE mine (a)")
    other.close()
    before = (tmp_path / "other.db").read_bytes()

    assert "belongs to another program" in program("record", example_file(), "--db", "other.db").cannot()
    assert (tmp_path / "other.db").read_bytes() == before


def test_a_file_that_is_no_database_is_left_alone(program: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("my notes, not a database at all\n" * 100)

    assert "is not a database" in program("record", example_file(), "--db", "notes.db").cannot()
    assert (tmp_path / "notes.db").read_text().startswith("my notes")


def test_a_clock_that_is_behind_records_only_if_it_is_said_to_be_right(
    s2ss: Run, running: Path, tmp_path: Path
) -> None:
    file = written(tmp_path, rows(VISIT))
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    with open_store(f"sqlite:///{running}") as store:
        for number in range(11):
            store.append([Append(f"claim:x:{number}", 0, [worked(number)])], at=tomorrow, by="u-7")

    assert (
        f"recorded at about {tomorrow:%Y-%m-%d %H:%M} UTC" in s2ss("record", file, "--db", running).cannot()
    )
    assert "1 recorded" in s2ss("record", file, "--db", running, "--clock-is-right").out


def test_what_a_newer_version_wrote_is_left_alone(s2ss: Run, running: Path) -> None:
    connection = sqlite3.connect(running)
    connection.execute(f"PRAGMA user_version = {schema.FORMAT + 1}")
    connection.close()

    assert "A newer version of s2ss_core wrote" in s2ss("record", example_file(), "--db", running).cannot()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no folder that even root cannot write to")
def test_a_folder_that_cannot_be_written_to_is_said_so(program: Run) -> None:
    program("record", example_file(), "--db", "/proc/new.db").cannot()
    program("demo", "--db", "/proc/new.db").cannot()


def test_a_folder_that_is_not_there_is_said_so(program: Run) -> None:
    assert (
        "The folder no/folder does not exist"
        in program("record", example_file(), "--db", "no/folder/new.db").cannot()
    )


def test_a_full_disk_records_nothing(
    s2ss: Run, running: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(*args: Any, **options: Any) -> Any:
        connection = opened(*args, **options)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    opened = sqlite3.connect
    many = [VISIT | {"visit": f'"rov-{n}"', "focus": f'"{"a" * 9_000}"', "unit": '"hour"', "quantity": '"0.01"'}
            for n in range(900, 960)]  # fmt: skip
    file, before = written(tmp_path, rows(*many)), entries(running)
    monkeypatch.setattr(sqlite3, "connect", connect)

    message = s2ss("record", file, "--db", running).cannot()

    monkeypatch.undo()
    assert "There is no space left for" in message
    assert entries(running) == before
