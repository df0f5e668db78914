"""The index of home schools finds in the bytes what the code finds in them, and looks at no other entry."""

from pathlib import Path
from typing import Any

import attrs
import pytest

from s2ss_core.store import Append, open_store
from s2ss_core.store.home_schools import LONGEST, home_school_in, is_named
from s2ss_core.store.recorder import EntryRecorder
from s2ss_core.store.sqlite.recorder import HOME_SCHOOLS, YEARS_AT, SQLiteRecorder
from s2ss_core.testing.samples import NOON, SCHOOL, visit, worked
from s2ss_core.values import Urn

IDS = ("school-1", "school-10", 'a "quoted" \\ one', 'x","kind":"', 'x"},"leader":"', "é" * 200, "School-1")
ALONE: dict[str, Any] = {"kind": None, "member_of_broker": None, "urn": None, "trust": None}
FORMS: tuple[dict[str, Any], ...] = (
    {},
    ALONE,
    ALONE | {"urn": Urn("100001")},
    ALONE | {"trust": "x-trust"},
    ALONE | {"member_of_broker": True},
)


def test_both_ways_to_find_the_home_schools_agree(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/support.db") as store:
        for number, name in enumerate(IDS):
            event = worked(number, home_school=attrs.evolve(SCHOOL, id=name))
            store.append([Append(f"leader-year:sl-{number}:2023/24", 0, [event])], at=NOON, by="u-7")
        store.append([Append("deployment:d-1", 0, [visit(1)])], at=NOON, by="u-7")
        indexed = store._entries
        read = EntryRecorder._homes(indexed)

        assert isinstance(indexed, SQLiteRecorder)
        assert sorted(indexed.home_schools()) == sorted(read.spelled())
        for spelled in read.spelled():
            assert list(indexed.years_at(spelled)) == list(read.years_at(spelled))


@pytest.mark.parametrize("of", ("memory", "sqlite", "postgres"))
@pytest.mark.parametrize("form", FORMS, ids=lambda form: ", ".join(map(str, form.values())) or "whole")
def test_a_home_school_is_found_whatever_is_said_of_it(
    request: pytest.FixtureRequest, tmp_path: Path, of: str, form: dict[str, Any]
) -> None:
    urls = {"memory": "memory:", "sqlite": f"sqlite:///{tmp_path}/support.db"}

    with open_store(urls.get(of) or request.getfixturevalue("postgres_url")) as store:
        for number, name in enumerate(IDS):
            school = attrs.evolve(SCHOOL, id=name, **form)
            append = Append(f"leader-year:sl-{number}:2023/24", 0, [worked(number, home_school=school)])
            store.append([append], at=NOON, by="u-7")

        found = {name: list(store.years_at(name)) for name in IDS}

    assert found["school-10"] == ["leader-year:sl-1:2023/24"]
    assert sorted(found["School-1"]) == ["leader-year:sl-0:2023/24", "leader-year:sl-6:2023/24"]
    assert all(found[name] == [f"leader-year:sl-{IDS.index(name)}:2023/24"] for name in IDS[1:6])


@pytest.mark.parametrize("statement", (HOME_SCHOOLS, YEARS_AT), ids=("schools", "years"))
def test_a_file_looks_into_its_index_and_not_through_its_entries(tmp_path: Path, statement: str) -> None:
    with open_store(f"sqlite:///{tmp_path}/support.db") as store:
        recorder = store._entries
        assert isinstance(recorder, SQLiteRecorder)
        values = (b"",) * statement.count("?")
        plan = recorder.database.fetch(f"EXPLAIN QUERY PLAN {statement}", values)

    looks = [what for *_, what in plan if "stored_events" in what]
    assert looks
    assert all("INDEX home_schools" in look for look in looks)


def test_an_id_that_was_cut_off_may_be_any_school() -> None:
    state = b'{"data":{"home_school":{"id":"' + b"s" * 3_000 + b'","kind":"school"}}}'
    found = home_school_in("leader-year:sl-1:2023/24", state)

    assert found is not None
    assert len(found) == LONGEST
    assert is_named("s" * 3_000, found)
    assert not is_named("s", b'"other"')


def test_bytes_that_name_no_school_are_no_schools() -> None:
    assert home_school_in("deployment:d-1", b'{"home_school":{"id":"s-1","kind":"school"}}') is None
    assert home_school_in("leader-year:sl-1:2023/24", b"{}") == b""
    assert not is_named("s-1", b"")
    assert not is_named("s-1", b'"s-1')
