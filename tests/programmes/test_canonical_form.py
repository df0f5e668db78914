"""The canonical form: one text a programme, and a digest that pins it."""

import datetime as dt
import hashlib
import json
from typing import Any, get_args

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2ss_core.errors import BadInput
from s2ss_core.programmes import Programme, Rate, RateSplit, canonical, digest, find, from_canonical
from s2ss_core.values import Band, Days, Head, Money, Unit

EXCEED = find("exceed-2023")

TEXT = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)
MONEY = st.integers(-(10**9), 10**9).map(Money)
DATES = st.dates(dt.date(2000, 1, 1))
RATES = st.builds(
    Rate,
    unit=st.sampled_from(get_args(Unit)),
    amount=MONEY,
    kind=st.sampled_from(("typical", "minimum", "standard")),
    band=st.none() | st.sampled_from(get_args(Band)),
    head=st.sampled_from(get_args(Head)),
    splits=st.lists(st.builds(RateSplit, leg=st.just("retained"), amount=MONEY), max_size=2).map(tuple),
    source=TEXT,
    since=DATES,
    until=st.none() | DATES,
)


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    days = attrs.evolve(EXCEED.cap.days, value=draw(st.integers(0, 3_000_000).map(_ten_thousandths)))
    return attrs.evolve(
        draw(st.sampled_from((EXCEED, find("llf-2019")))),
        title=draw(TEXT),
        effective_from=draw(DATES),
        cap=attrs.evolve(EXCEED.cap, days=days),
        rates=tuple(draw(st.lists(RATES, max_size=4))),
        notes=tuple(draw(st.lists(TEXT, max_size=3))),
    )


def _ten_thousandths(n: int) -> Days:
    return Days(f"{n // 10_000}.{n % 10_000:04}")


@given(programmes())
def test_a_programme_comes_back_from_its_canonical_form(programme: Programme) -> None:
    text = canonical(programme)

    assert from_canonical(text) == programme
    assert canonical(from_canonical(text)) == text
    assert text.isascii()
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))


@given(programmes(), programmes())
def test_two_programmes_have_one_digest_only_if_they_are_equal(one: Programme, other: Programme) -> None:
    assert (digest(one) == digest(other)) == (one == other)


def test_the_digest_is_the_sha256_of_the_canonical_form() -> None:
    assert digest(EXCEED) == f"sha256:{hashlib.sha256(canonical(EXCEED).encode()).hexdigest()}"


def test_money_is_pence_days_are_text_and_dates_are_iso() -> None:
    content = json.loads(canonical(EXCEED))

    assert content["rates"][0]["amount"] == 40_000
    assert content["capacity"][1]["days"] == "0.5"
    assert content["effective_from"] == "2023-09-01"


def test_a_field_at_its_default_is_left_out_so_that_a_new_one_changes_no_digest() -> None:
    assert "until" not in json.loads(canonical(EXCEED))["rates"][0]
    assert "notes" not in json.loads(canonical(attrs.evolve(EXCEED, notes=())))
    assert from_canonical(canonical(attrs.evolve(EXCEED, notes=()))).notes == ()


def changed(**fields: Any) -> str:
    content = json.loads(canonical(EXCEED)) | fields
    return json.dumps(content, sort_keys=True, separators=(",", ":"))


@pytest.mark.parametrize(
    ("text", "said"),
    (
        ("", "not a stored programme"),
        ("[]", "expected a table of keys, not a list"),
        ('{"name":"x"}', "version is missing"),
        (changed(colour="red"), "colour is not a key of a programme"),
        (changed(effective_from="2023-9-1"), "effective_from"),
        (changed(effective_from=2023), "effective_from: expected a date as text"),
        (changed(effective_from="20230901"), "not stored in its canonical form"),
        (changed(title=None), "title: expected text, not nothing"),
        (changed(notes=[]), "not stored in its canonical form"),
        (canonical(EXCEED) + "\n", "not stored in its canonical form"),
        (canonical(EXCEED).replace('"amount":40000', '"amount":400.5'), r"rates[0].amount: expected whole"),
        (canonical(EXCEED).replace('"amount":40000', '"amount":true'), r"rates[0].amount: expected whole"),
        (canonical(EXCEED).replace('"days":"0.5"', '"days":"0.50"'), "not stored in its canonical form"),
        (canonical(EXCEED).replace('"days":"0.5"', '"days":0.5'), r"capacity[1].days: expected a number"),
    ),
)
def test_any_other_text_is_refused(text: str, said: str) -> None:
    with pytest.raises(BadInput) as refusal:
        from_canonical(text)

    assert said in str(refusal.value)


def test_a_stored_programme_stays_readable_though_its_parts_disagree() -> None:
    disagreeing = attrs.evolve(EXCEED, terms=())

    assert from_canonical(canonical(disagreeing)) == disagreeing


def test_the_refusal_says_what_the_text_is_not_and_why() -> None:
    with pytest.raises(BadInput) as error:
        from_canonical("{}")

    assert str(error.value).startswith("this is not a stored programme: name is missing; ")


def test_text_that_is_not_json_is_one_error_about_the_whole() -> None:
    with pytest.raises(BadInput, match=r"^this is not a stored programme: the file: Expecting value"):
        from_canonical("nothing of the sort")
