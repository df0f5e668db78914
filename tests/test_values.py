"""Small words of the trade: one spelling each, checked when they are made, and never rounded."""

import copy
import pickle
from datetime import date, timedelta
from decimal import ROUND_UP, Context, Decimal, localcontext
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2ss_core.errors import BadInput
from s2ss_core.testing.strategies import academic_years, days, moneys, terms, urns
from s2ss_core.values import (
    LARGEST_INTEGER,
    AcademicYear,
    Cause,
    Days,
    Money,
    Organisation,
    Person,
    Private,
    Term,
    Urn,
    Withheld,
)

WORDS = st.one_of(moneys, days, terms, urns, academic_years)
COARSE = Context(prec=3, rounding=ROUND_UP)


@given(WORDS)
def test_a_value_survives_copying_and_pickling_with_its_type(word: object) -> None:
    for again in (copy.copy(word), copy.deepcopy(word), pickle.loads(pickle.dumps(word))):
        assert again == word
        assert type(again) is type(word)


@given(WORDS)
def test_a_value_made_of_itself_is_equal(word: Any) -> None:
    assert type(word)(word) == word


@given(WORDS)
def test_a_value_can_be_made_from_its_repr(word: object) -> None:
    names = {"Money": Money, "Days": Days}
    shown = repr(word) if isinstance(word, Money | Days) else f"{type(word).__name__}({str(word)!r})"

    assert eval(shown, names | {"Term": Term, "Urn": Urn, "AcademicYear": AcademicYear}) == word


# Money


@pytest.mark.parametrize(
    ("written", "pence"),
    (
        ("4,000.00", 400_000),
        ("4000", 400_000),
        ("£4,000.00", 400_000),
        ("-0.01", -1),
        ("-£1,234,567.89", -123_456_789),
        ("0", 0),
        (400_000, 400_000),
        (-1, -1),
        (LARGEST_INTEGER, LARGEST_INTEGER),
    ),
)
def test_pounds_are_written_and_pence_are_counted(written: int | str, pence: int) -> None:
    assert int(Money(written)) == pence


@pytest.mark.parametrize(
    "wrong",
    (
        "4000.5", "4000.005", "4,00.00", ",400", "40,00", "4000.", ".50", " 4000", "4000 ", "4_000", "£", "", "-", "1e3",
        "４０００", "4000.00\n", "$4000", "+4000", 0.5, 4000.0, Decimal(4000), True, None, b"4000", LARGEST_INTEGER + 1,
        -LARGEST_INTEGER - 1, str(LARGEST_INTEGER),
    ),
)  # fmt: skip
def test_what_is_not_a_sum_of_money_is_refused(wrong: Any) -> None:
    with pytest.raises(BadInput):
        Money(wrong)


def test_money_is_shown_in_pounds_and_pence() -> None:
    assert str(Money(400_000)) == "£4,000.00"
    assert str(Money(-5)) == "-£0.05"
    assert repr(Money(123_456_789)) == "Money('1,234,567.89')"
    assert f"{Money(5):>8}" == "   £0.05"
    assert f"{Money(500):,d}" == "500"  # in pence, as tools ask of every int
    assert str(Money()) == "£0.00"


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12))
def test_money_adds_subtracts_and_compares_as_its_pence(one: int, other: int) -> None:
    assert Money(one) + Money(other) == one + other
    assert Money(one) - Money(other) == one - other
    assert -Money(one) == -one
    assert (Money(one) < Money(other)) == (one < other)
    assert sum((Money(one), Money(other)), Money(0)) == one + other
    assert all(
        type(sum_) is Money
        for sum_ in (Money(one) + other, one + Money(other), Money(one) - other, -Money(one))
    )


def test_money_does_not_add_to_what_is_not_a_number_of_pence() -> None:
    for other in (1.5, Decimal("1.5"), "1"):
        with pytest.raises((TypeError, BadInput)):
            Money(1) + other  # type: ignore[operator]


def test_a_rate_times_a_quantity_is_rounded_down_to_the_penny() -> None:
    assert Money("400.00").times(Days("10")) == Money("4,000.00")
    assert Money("450.00").times(Days("0.5")) == Money("225.00")
    assert Money(3).times(Days(0)) == Money(0)
    assert Money("450.01").times(Days("0.5")) == Money("225.00")
    assert Money("393.35").times(Days("0.5")) == Money("196.67")
    assert Money("333.33").times(Days("2.5")) == Money("833.32")


@pytest.mark.parametrize("quantity", ("Infinity", "NaN", "1." + "0" * 60 + "1"))
def test_a_product_that_cannot_be_reckoned_is_refused(quantity: str) -> None:
    with pytest.raises(BadInput):
        Money("450.00").times(Decimal(quantity))


@given(st.integers(0, 10**9), st.integers(0, 10**6))
def test_times_rounds_down_to_the_penny(pence: int, parts: int) -> None:
    assert Money(pence).times(Days(Decimal(parts) / 10_000)) == pence * parts // 10_000


@given(st.integers(0, 10**9), st.integers(0, 10_000))
def test_two_parts_of_a_day_never_come_to_more_than_the_day(pence: int, parts: int) -> None:
    day, part, rest = Money(pence), Days(Decimal(parts) / 10_000), Days(Decimal(10_000 - parts) / 10_000)

    assert day - 1 <= day.times(part) + day.times(rest) <= day


# Days


@pytest.mark.parametrize(
    ("written", "spelled"),
    (
        ("0.50", "0.5"),
        ("0.5", "0.5"),
        (Decimal(".5"), "0.5"),
        ("10", "10"),
        (10, "10"),
        (Decimal("1E+1"), "10"),
        (Decimal("-0"), "0"),
        ("0.0000", "0"),
        ("0.0001", "0.0001"),
        ("1000000", "1000000"),
    ),
)
def test_one_quantity_of_days_has_one_spelling(written: int | str | Decimal, spelled: str) -> None:
    assert str(Days(written)) == spelled
    assert repr(Days(written)) == f"Days({spelled!r})"


@pytest.mark.parametrize(
    "wrong",
    (
        0.5, True, None, "", "-1", -1, "+1", "1e3", "0.00001", "1000000.0001", "12345678", "NaN", "Infinity", " 1", "1.",
        ".5", "１", "0_1", Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("-0.0001"), Decimal("1E-9999"),
        Decimal("1E+9999"), b"1",
    ),
)  # fmt: skip
def test_what_is_not_a_number_of_days_is_refused(wrong: Any) -> None:
    with pytest.raises(BadInput):
        Days(wrong)


parts = st.integers(0, 5 * 10**9)


@given(parts, parts)
def test_days_add_exactly_and_stay_days(one: int, other: int) -> None:
    whole = Days(Decimal(one) / 10_000) + Days(Decimal(other) / 10_000)

    assert type(whole) is Days
    assert whole == Decimal(one + other) / 10_000
    assert sum((Days(1), Days("0.5")), Days(0)) == Days("1.5")
    assert type(1 + Days(1)) is Days


def test_days_add_up_to_no_more_than_can_be_recorded() -> None:
    with pytest.raises(BadInput):
        Days(1_000_000) + Days("0.0001")


@given(days, days)
def test_days_that_are_equal_are_spelled_alike(one: Days, other: Days) -> None:
    assert (one == other) == (str(one) == str(other))
    assert Days(str(one)) == one


# Exact whatever the host does with its own numbers


def test_no_precision_or_rounding_of_the_host_changes_a_figure() -> None:
    with localcontext(COARSE):
        assert Money("12,345.67").times(Days(1)) == Money("12,345.67")
        assert str(Days("12345.6789")) == "12345.6789"
        assert str(Days("1234.5") + Days("0.0001")) == "1234.5001"
        assert Days("1234.5") - Days("0.0001") == Decimal("1234.4999")
        assert Days("12.345") * Days("0.5") == Decimal("6.1725")


# Terms, years, schools


@given(terms)
def test_a_term_says_its_year_its_season_and_its_title(term: Term) -> None:
    assert term == f"{term.year}-{term.season}"
    assert term.title == f"{term.season.capitalize()} {term.year}"


def test_terms_are_sorted_by_their_dates_and_not_by_their_letters() -> None:
    in_order = [
        Term(text) for text in ("2023-autumn", "2024-spring", "2024-summer", "2024-autumn", "2025-spring")
    ]

    assert sorted(sorted(in_order), key=lambda term: term.in_order) == in_order
    assert sorted(in_order) != in_order


@pytest.mark.parametrize(
    "wrong", ("2024-winter", "spring-2024", "2024 spring", "1999-spring", "2024-Spring", "2024-spring\n", "", None, 2024)
)  # fmt: skip
def test_what_is_not_a_term_is_refused(wrong: object) -> None:
    with pytest.raises(BadInput, match="is not a term"):
        Term(wrong)


@given(st.dates(date(2000, 9, 1), date(2999, 8, 31)))
def test_an_academic_year_runs_from_1_september_to_31_august(day: date) -> None:
    year = AcademicYear.of(day)
    first = date(int(year[:4]), 9, 1)

    assert first <= day
    assert day < date(first.year + 1, 9, 1)
    assert AcademicYear(str(year)) == year


def test_the_academic_year_turns_between_31_august_and_1_september() -> None:
    last = date(2024, 8, 31)

    assert AcademicYear.of(last) == "2023/24"
    assert AcademicYear.of(last + timedelta(days=1)) == "2024/25"
    assert AcademicYear.of(date(2099, 9, 1)) == "2099/00"


@pytest.mark.parametrize(
    "wrong", ("2023/25", "2023/23", "2023-24", "2023/2024", "1999/00", "23/24", "2023/24 ", "", None)
)
def test_what_is_not_an_academic_year_is_refused(wrong: object) -> None:
    with pytest.raises(BadInput, match="is not an academic year"):
        AcademicYear(wrong)


def test_no_academic_year_holds_a_day_before_the_first_there_is() -> None:
    with pytest.raises(BadInput):
        AcademicYear.of(date(2000, 8, 31))


@given(urns)
def test_a_urn_is_five_to_seven_digits_kept_as_text(urn: Urn) -> None:
    assert len(urn) in (5, 6, 7)
    assert [str(Urn(text)) for text in ("21234", "0021234")] == ["21234", "0021234"]
    assert urn.isdigit()


@pytest.mark.parametrize(
    "wrong", ("1234", "12345678", "12345a", " 12345", "１２３４５６", "123456\n", 123456, None)
)
def test_what_is_not_a_urn_is_refused(wrong: object) -> None:
    with pytest.raises(BadInput, match="five to seven digits"):
        Urn(wrong)


# Organisations, people, private text


def test_an_organisation_stands_for_itself_and_its_trust() -> None:
    in_a_trust = Organisation(id="s-1", kind="school", member_of_broker=False, trust="y-trust")

    assert in_a_trust.names == {"s-1", "y-trust"}
    assert attrs.evolve(in_a_trust, trust=None).names == {"s-1"}


def test_two_ids_with_one_urn_or_one_key_stand_for_one_school() -> None:
    school = Organisation(id="St Mary's", kind="school", member_of_broker=False, urn=Urn("100001"))
    academy = attrs.evolve(school, id="st-marys-academy")
    elsewhere = attrs.evolve(school, id="st mary's", urn=None)

    assert school.names & academy.names == {"100001"}
    assert school.names & elsewhere.names == {"stmary's"}


def test_organisations_people_and_withheld_texts_never_change() -> None:
    words = (
        (Organisation(id="s-1", kind="school", member_of_broker=False), "id"),
        (Person(person="ht-1", role="headteacher", organisation="s-1"), "person"),
        (Withheld("sha256:0"), "digest"),
    )

    for word, field in words:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(word, field, "another")


def test_private_text_is_text_or_withheld_and_says_when_it_is() -> None:
    private: Any = Private

    assert isinstance("Reading in year 3.", private)
    assert isinstance(Withheld("sha256:0"), private)
    assert not isinstance(7, private)
    assert str(Withheld("sha256:0")) == "[withheld]"


def test_a_cause_is_shown_by_its_name_and_id_and_by_its_stream_if_that_is_another() -> None:
    assert str(Cause("visit", ("v-1",))) == "visit v-1"
    assert str(Cause("visit", ("v-1",), "deployment:d-2")) == "visit v-1 of deployment:d-2"
