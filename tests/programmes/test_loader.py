"""Loading a programme file: it gives exactly what is written, or an error that names each mistake by its key path."""

import copy
import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from s2ss_core.errors import BadInput, NotFound
from s2ss_core.programmes import Programme, find, load, loader, loads
from s2ss_core.programmes.mistakes import mistakes
from s2ss_core.values import Days, Money

Key = str | int
MINUTES: tuple[Key, ...] = ("lead_times", "review_minutes", "value")
FILES = ("exceed-2023.toml", "llf-2019.toml")
OPTIONAL = {
    "notes", "cap.governing_body", "rates[0].band", "rates[0].splits", "signatories[0].where_applicable", "terms[0].source",
    "reports.review_convened_by", "reports.finalised_shared_with", "reports.records", "reports.forms",
    *(f"funding[0].{key}" for key in (
        "plan", "approver", "agreement", "plan_kinds", "qa_funding", "training", "foundations", "judges", "payees", "gates",
        "last_gates", "flows", "further_agreements",
    )),
}  # fmt: skip


def written(name: str) -> str:
    return (resources.files("s2ss_core.programmes") / name).read_text("utf-8")


@cache
def parsed(name: str) -> dict[str, Any]:
    return tomllib.loads(written(name), parse_float=Decimal)


def content(name: str = "exceed-2023.toml") -> dict[str, Any]:
    return copy.deepcopy(parsed(name))


def as_toml(value: Any) -> str:
    """Any content as TOML, tables inline."""
    match value:
        case dict():
            return f"{{{', '.join(f'{json.dumps(key)} = {as_toml(item)}' for key, item in value.items())}}}"
        case list():
            return f"[{', '.join(map(as_toml, value))}]"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def as_toml_file(top: dict[str, Any]) -> str:
    return "\n".join(f"{json.dumps(key)} = {as_toml(value)}" for key, value in top.items())


def refusal(top: dict[str, Any]) -> str:
    with pytest.raises(BadInput) as caught:
        loads(as_toml_file(top), "ours.toml")
    return str(caught.value)


def places(value: Any, path: tuple[Key, ...] = ()) -> Iterator[tuple[Key, ...]]:
    """Every path into the content, of each list its first item only."""
    yield path
    items: list[tuple[Key, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value[:1]))
    for key, item in items:
        yield from places(item, (*path, key))


def put(top: dict[str, Any], path: tuple[Key, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(top)
    inside = at(changed, path[:-1])
    inside[path[-1]] = value
    return changed


def at(value: Any, path: tuple[Key, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def dotted(path: tuple[Key, ...]) -> str:
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
    return text.removeprefix(".")


def wrongs(top: dict[str, Any]) -> list[str]:
    """Every mistake in the content, not only the first few."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 -- cattrs' own, before it is put into words
        loader._written.structure(top, Programme)
    return list(mistakes(caught.value))


DEPTHS = range(1, 7)
A_DATE = "expected a date such as 2023-09-01, without quotes and without a time"
PLACES = [
    (name, depth)
    for name in FILES
    for depth in DEPTHS
    if any(len(path) == depth for path in places(content(name)))
]
WRONG_VALUES: tuple[Any, ...] = (
    7, True, Decimal("2.5"), dt.date(2023, 9, 1), dt.datetime(2023, 9, 1, 9, 30, tzinfo=dt.UTC), "ab", ["ab"],
    {"ab": 1}, "",
)  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG_VALUES, ids=repr)
@pytest.mark.parametrize(("name", "depth"), PLACES)
def test_a_value_of_another_type_is_named_by_its_path(name: str, depth: int, wrong: Any) -> None:
    top = content(name)
    changed = [
        path
        for path in places(top)
        if len(path) == depth and (type(at(top, path)) is not type(wrong) or wrong == "")
    ]
    for path in changed:
        at(top, path[:-1])[path[-1]] = wrong

    assert not changed or {text.partition(": ")[0] for text in wrongs(top)} == set(map(dotted, changed))


@pytest.mark.parametrize(("name", "depth"), PLACES)
def test_a_misspelt_key_is_named_with_the_one_that_was_meant(name: str, depth: int) -> None:
    top = content(name)
    keys = [path for path in places(top) if len(path) == depth and isinstance(path[-1], str)]
    for path in keys:
        table = at(top, path[:-1])
        table[f"{path[-1]}x"] = table.pop(path[-1])

    said = {f"{dotted(path)}x is not a key of a programme; did you mean '{path[-1]}'?" for path in keys}
    assert not keys or said <= set(wrongs(top))


@pytest.mark.parametrize(("name", "depth"), PLACES)
def test_a_missing_key_is_named(name: str, depth: int) -> None:
    top = content(name)
    keys = [path for path in places(top) if len(path) == depth and isinstance(path[-1], str)]
    needed = [path for path in keys if dotted(path) not in OPTIONAL]
    for path in keys:
        del at(top, path[:-1])[path[-1]]

    assert not needed or set(wrongs(top)) == {f"{dotted(path)} is missing" for path in needed}


def test_the_error_of_an_unknown_key_lists_the_known_ones() -> None:
    said = refusal(put(content(), ("cap", "colour"), "red"))

    assert said == (
        "ours.toml: cap.colour is not a key of a programme; expected one of: counts,"
        " counts_preparation, days, governing_body, most_in_a_visit, without"
    )


@pytest.mark.parametrize(
    ("path", "value", "said"),
    (
        (("funding", 0, "gates", 1), "plan-aproved", "did you mean 'plan-approved'?"),
        (("funding", 1, "last_gates", 0), "moon", "funding[1].last_gates[0]: 'moon' is not a known word"),
        (("rates", 2, "amount"), "400.5", "rates[2].amount: '400.5' is not a sum of money"),
        (("rates", 0, "amount"), 400, "rates[0].amount: expected pounds as text, such as '400.00', not 400"),
        (("cap", "days", "value"), "-1", "cap.days.value: '-1' is not a number of days"),
        (("cap", "days", "value"), "0.00001", "at most four decimal places"),
        (("cap", "days", "value"), 3, "expected a number of days as text, such as '0.5', not 3"),
        (
            ("rates", 0, "kind"),
            3,
            "rates[0].kind: expected one of the words typical, minimum, standard, not 3",
        ),
        (
            MINUTES,
            2**53,
            "ours.toml: lead_times.review_minutes.value: expected a whole number within ±(2^53−1)",
        ),
        (("cap", "days", "source"), "  ", "cap.days.source: expected text"),
        (("cap", "counts", "value"), "visit", "cap.counts.value: expected a list, not the text 'visit'"),
        (("funding", 0, "foundations"), 1, "funding[0].foundations: expected true or false, not 1"),
        (("duration", "most_terms"), True, "duration.most_terms: expected a whole number, not true"),
        (("name",), {"a": 1}, "name: expected text, not a table"),
        (("name",), [1], "name: expected text, not a list"),
        (("effective_from",), "1 May", f"effective_from: {A_DATE}"),
        (("effective_from",), dt.datetime(2024, 5, 1, tzinfo=dt.UTC), f"effective_from: {A_DATE}"),
    ),
)
def test_nothing_is_coerced(path: tuple[Key, ...], value: Any, said: str) -> None:
    assert said in refusal(put(content(), path, value))


def test_the_largest_whole_number_is_one() -> None:
    programme = loads(as_toml_file(put(content(), MINUTES, 2**53 - 1)))

    assert programme.lead_times.review_minutes.value == 2**53 - 1


def test_many_mistakes_are_shown_in_one_paragraph_and_the_rest_counted() -> None:
    said = refusal({"name": "ours", "verison": "1"})

    assert said == (
        "ours.toml: verison is not a key of a programme; did you mean 'version'?; version is missing;"
        " title is missing; document is missing; effective_from is missing; and 11 more"
    )


def test_if_all_mistakes_are_shown_none_are_counted() -> None:
    five = {"a1": 1, "a2": 1, "a3": 1, "a4": 1, "a5": 1}

    said = refusal(content() | five)

    assert said.count(" is not a key of a programme") == 5
    assert "more" not in said


def test_one_mistake_more_is_counted_too() -> None:
    six = {f"key{number}": number for number in range(6)}

    said = refusal(content() | six)

    assert said.endswith("; and 1 more")


def test_what_is_not_toml_is_refused_with_its_line() -> None:
    with pytest.raises(BadInput, match=r"ours\.toml is not TOML: .*line 2"):
        loads('name = "x"\nname\ntitle = "y"', "ours.toml")
    with pytest.raises(BadInput, match=r"^programme is not TOML: .*line 2"):
        loads('name = "x"\nname\ntitle = "y"')


@pytest.mark.parametrize(
    ("text", "says"),
    (
        ("a = " + "[" * 3_000, "it is nested too deeply"),
        ("a = " + "9" * 5_000, "a number in it is too large"),
        ("a = 1e" + "9" * 30, "a number in it is too large"),
    ),
)
def test_toml_that_the_parser_cannot_hold_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=rf"^ours\.toml is not TOML: {says}$"):
        loads(text, "ours.toml")


@pytest.mark.parametrize(
    ("was", "now", "says"),
    (
        ("first_day = 1", "first_day = 99999999999", "begins or ends on a day that"),
        ("value = 3\n", "value = 100000\n", "lead_times: expected working days, 0 to 260"),
        ("value = 3\n", "value = 9007199254740992\n", "whole number within"),
    ),
)
def test_a_number_out_of_range_is_refused(was: str, now: str, says: str) -> None:
    assert was in written("exceed-2023.toml")
    with pytest.raises(BadInput, match=says):
        loads(written("exceed-2023.toml").replace(was, now), "ours.toml")


def test_a_file_is_read_and_its_own_path_named(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(written("exceed-2023.toml"), "utf-8")
    assert load(path) == load(str(path)) == find("exceed-2023")

    path.write_text("name = 1", "utf-8")
    with pytest.raises(BadInput) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}: name: expected text, not 1")


def test_a_file_that_is_not_there_or_not_text_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no programme file"):
        load(tmp_path / "nowhere.toml")

    (tmp_path / "latin.toml").write_bytes(b'name = "caf\xe9"')
    with pytest.raises(BadInput, match="save it as UTF-8"):
        load(tmp_path / "latin.toml")


def test_money_is_pounds_and_days_are_exact() -> None:
    programme = loads(written("exceed-2023.toml").replace('amount = "400.00"', 'amount = "1,400.05"'))

    assert programme.rates[0].amount == Money(140_005)
    assert programme.capacity[3].days == Days("0.2")


@pytest.mark.parametrize(
    "setting",
    (
        *(f"funding[0].{name}" for name in ("training", "judges", "payees", "gates", "last_gates")),
        "reports.review_convened_by",
        "reports.finalised_shared_with",
    ),
)
def test_a_setting_that_would_ask_for_nothing_if_it_were_left_out_must_be_written(setting: str) -> None:
    """Without its gates, a programme released every instalment but the last one unchecked."""
    ours = content()
    name = setting.rpartition(".")[2]
    table = ours["funding"][0] if setting.startswith("funding") else ours["reports"]
    del table[name]

    with pytest.raises(
        BadInput, match=re.escape(f"{setting} is missing: write {name} = [] if there are none")
    ):
        loads(as_toml_file(ours), "ours.toml")


@pytest.mark.parametrize("text", (".".join("a" * 5_000) + " = 1", "[" + ".".join("a" * 5_000) + "]\nb = 1"))
def test_a_key_of_very_many_parts_is_refused_before_it_is_read(text: str) -> None:
    with pytest.raises(BadInput, match="a key in it has more than 100 parts"):
        loads(text, "ours.toml")


def test_a_text_of_very_many_dots_is_no_key() -> None:
    text = written("exceed-2023.toml") + f'\nnotes = [\n  """{"." * 500}\n""",\n]\n'

    with pytest.raises(BadInput) as refusal:
        loads(text, "ours.toml")

    assert "more than 100 parts" not in str(refusal.value)
