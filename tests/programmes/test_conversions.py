"""Days, charges, terms, rates and dates as a programme reckons them."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from math import floor

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2ss_core.errors import BadInput
from s2ss_core.programmes import (
    Programme,
    TermSpan,
    add_working_days,
    capacity_of,
    charge_of,
    financial_year,
    find,
    funding_terms,
    is_working_day,
    rates_for,
    signatories_of,
    span_dates,
    term_dates,
    term_of,
    terms_between,
    working_days_between,
)
from s2ss_core.values import Days, Money, Season, Term, Unit

EXCEED = find("exceed-2023")
LLF = find("llf-2019")
DAY = dt.timedelta(days=1)

# Bank holidays in England from 2019 to 2027 as the government publishes them, by year and then month and day.
PUBLISHED = {
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}
BANK_HOLIDAYS = {
    dt.date.fromisoformat(f"{year}-{day}") for year, days in PUBLISHED.items() for day in days.split()
}
DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2027, 12, 31))

# Capacity and charge


@pytest.mark.parametrize(
    ("unit", "quantity", "days"),
    (
        ("day", "3", "3"),
        ("half-day", "1", "0.5"),
        ("twilight", "2", "1"),
        ("hour", "1", "0.2"),
        ("hour", "7.5", "1.5"),
    ),
)
def test_capacity_is_days_of_the_leaders_year(unit: Unit, quantity: str, days: str) -> None:
    assert capacity_of(EXCEED, unit, Days(quantity)) == Days(days)
    assert capacity_of(LLF, unit, Days(quantity)) == Days(days)


def test_an_item_takes_no_days_and_the_error_names_the_programme() -> None:
    with pytest.raises(BadInput, match=r"exceed-2023 V7 does not say how many days an item takes"):
        capacity_of(EXCEED, "item", Days(1))


@pytest.mark.parametrize(
    ("hours", "days"), (("1.6667", "0.3333"), ("0.0004", "0"), ("0.0005", "0.0001"), ("0.0009", "0.0001"))
)
def test_parts_of_a_day_are_rounded_down_to_four_places(hours: str, days: str) -> None:
    assert capacity_of(EXCEED, "hour", Days(hours)) == Days(days)


@pytest.mark.parametrize(("unit", "named"), (("hour", "an hour"), ("item", "an item"), ("day", "a day")))
def test_a_unit_that_the_programme_does_not_know_is_named_as_one_says_it(unit: Unit, named: str) -> None:
    nothing = attrs.evolve(EXCEED, capacity=())

    with pytest.raises(BadInput, match=f"does not say how many days {named} takes"):
        capacity_of(nothing, unit, Days(1))


@pytest.mark.parametrize(
    ("programme", "line", "done", "charge"),
    (
        (EXCEED, ("day", "400.00"), ("day", "10"), "4000.00"),
        (EXCEED, ("day", "500.00"), ("half-day", "1"), "250.00"),
        (EXCEED, ("day", "400.00"), ("hour", "3"), "240.00"),
        (EXCEED, ("day", "400.00"), ("twilight", "1"), None),
        (EXCEED, ("twilight", "180.00"), ("twilight", "2"), "360.00"),
        (EXCEED, ("half-day", "200.00"), ("day", "1"), None),
        (LLF, ("day", "350.00"), ("half-day", "1"), None),
        (LLF, ("half-day", "150.00"), ("half-day", "2"), "300.00"),
        (LLF, ("day", "350.00"), ("twilight", "1"), None),
        (LLF, ("day", "350.00"), ("hour", "5"), "350.00"),
        (LLF, ("item", "12.34"), ("item", "3"), "37.02"),
    ),
)
def test_a_unit_is_charged_at_its_own_rate_or_by_the_programmes_share_of_a_day(
    programme: Programme, line: tuple[Unit, str], done: tuple[Unit, str], charge: str | None
) -> None:
    charged = charge_of(
        programme, line_unit=line[0], line_rate=Money(line[1]), unit=done[0], quantity=Days(done[1])
    )

    assert charged == (None if charge is None else Money(charge))


def test_half_a_day_at_an_odd_rate_is_rounded_down() -> None:
    half = charge_of(EXCEED, line_unit="day", line_rate=Money(40_001), unit="half-day", quantity=Days(1))

    assert half == Money(20_000)


@given(st.integers(0, 10**7), st.decimals(0, 200, places=4), st.sampled_from(("day", "half-day", "hour")))
def test_a_charge_is_rounded_down_to_the_penny(pence: int, quantity: Decimal, unit: Unit) -> None:
    share = {"day": Decimal(1), "half-day": Decimal("0.5"), "hour": Decimal("0.2")}[unit]

    charged = charge_of(EXCEED, line_unit="day", line_rate=Money(pence), unit=unit, quantity=quantity)

    assert charged == floor(pence * quantity * share)


# Terms


@pytest.mark.parametrize(
    ("day", "term"),
    (
        (dt.date(2024, 1, 1), "2024-spring"),
        (dt.date(2024, 2, 29), "2024-spring"),
        (dt.date(2024, 3, 31), "2024-spring"),
        (dt.date(2024, 4, 1), "2024-summer"),
        (dt.date(2024, 8, 31), "2024-summer"),
        (dt.date(2024, 9, 1), "2024-autumn"),
        (dt.date(2024, 12, 31), "2024-autumn"),
    ),
)
def test_the_shipped_terms_run_from_new_year_april_and_september(day: dt.date, term: str) -> None:
    assert term_of(EXCEED, day) == term
    assert term_of(LLF, day) == term


def test_a_term_has_a_first_and_a_last_day() -> None:
    assert term_dates(EXCEED, Term("2024-summer")) == (dt.date(2024, 4, 1), dt.date(2024, 8, 31))


def test_a_period_touches_every_term_it_has_a_day_in() -> None:
    assert terms_between(EXCEED, dt.date(2024, 3, 31), dt.date(2025, 1, 1)) == (
        "2024-spring", "2024-summer", "2024-autumn", "2025-spring",
    )  # fmt: skip
    assert terms_between(EXCEED, dt.date(2024, 1, 8), dt.date(2024, 1, 8)) == ("2024-spring",)
    assert terms_between(EXCEED, dt.date(2999, 12, 1), dt.date(2999, 12, 31)) == ("2999-autumn",)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadInput, match="from 2024-01-09 to 2024-01-08 ends before it begins"):
        terms_between(EXCEED, dt.date(2024, 1, 9), dt.date(2024, 1, 8))


def test_a_programme_without_the_term_says_so() -> None:
    without_spring = attrs.evolve(EXCEED, terms=EXCEED.terms[1:])

    with pytest.raises(BadInput, match="exceed-2023 V7 has no term on 29 February"):
        term_of(without_spring, dt.date(2024, 2, 29))
    with pytest.raises(BadInput, match="exceed-2023 V7 has no spring term"):
        term_dates(without_spring, Term("2024-spring"))


def spans(cuts: tuple[dt.date, dt.date]) -> tuple[TermSpan, ...]:
    """Three spans of the year that end on 31 December and on two days of 2024."""
    seasons: tuple[Season, ...] = ("spring", "summer", "autumn")
    lasts = (*cuts, dt.date(2024, 12, 31))
    firsts = (dt.date(2024, 1, 1), *(last + DAY for last in cuts))
    return tuple(
        TermSpan(
            season=season,
            first_month=first.month,
            first_day=first.day,
            last_month=last.month,
            last_day=last.day,
        )
        for season, first, last in zip(seasons, firsts, lasts, strict=True)
    )


CUTS = st.tuples(
    st.dates(dt.date(2024, 1, 1), dt.date(2024, 6, 30)), st.dates(dt.date(2024, 7, 1), dt.date(2024, 12, 30))
).filter(lambda cuts: cuts[0] != dt.date(2024, 2, 28))  # the next would begin on a day most years lack


@given(CUTS, st.dates(dt.date(2023, 1, 1), dt.date(2025, 12, 31)), st.integers(0, 900))
def test_terms_share_out_every_year_whatever_the_spans(
    cuts: tuple[dt.date, dt.date], first: dt.date, length: int
) -> None:
    programme = attrs.evolve(EXCEED, terms=spans(cuts))
    days = [first + n * DAY for n in range(length + 1)]

    touched = [term_of(programme, day) for day in days]

    assert terms_between(programme, days[0], days[-1]) == tuple(dict.fromkeys(touched))
    for day, term in zip(days, touched, strict=True):
        begins, ends = term_dates(programme, term)
        assert begins <= day <= ends


def test_a_span_that_ends_on_29_february_ends_on_the_28th_of_other_years() -> None:
    span = spans((dt.date(2024, 2, 29), dt.date(2024, 8, 31)))[0]

    assert span_dates(span, 2024)[1] == dt.date(2024, 2, 29)
    assert span_dates(span, 2023)[1] == dt.date(2023, 2, 28)


# Rates, funding and signatures


def test_a_rate_is_found_by_head_unit_band_and_date() -> None:
    on = dt.date(2024, 1, 10)

    (rate,) = rates_for(EXCEED, head="leader-days", unit="day", on=on, band="senior-leader")

    assert (rate.amount, rate.kind) == (Money("450.00"), "typical")
    assert len(rates_for(EXCEED, head="leader-days", unit="day", on=on)) == 3
    assert rates_for(EXCEED, head="leader-days", unit="day", on=on, band="nle") == ()
    assert rates_for(EXCEED, head="leader-days", unit="half-day", on=on) == ()
    assert rates_for(EXCEED, head="cover", unit="day", on=on) == ()


def test_a_rate_holds_from_its_first_day_to_its_last() -> None:
    rate = attrs.evolve(EXCEED.rates[0], since=dt.date(2023, 9, 1), until=dt.date(2024, 8, 31))
    programme = attrs.evolve(EXCEED, rates=(rate,))

    held = [
        bool(rates_for(programme, head="leader-days", unit="day", on=on))
        for on in (dt.date(2023, 8, 31), dt.date(2023, 9, 1), dt.date(2024, 8, 31), dt.date(2024, 9, 1))
    ]

    assert held == [False, True, True, False]


def test_a_rate_that_names_a_band_goes_before_one_that_names_none() -> None:
    on = dt.date(2024, 1, 10)
    any_band = attrs.evolve(EXCEED.rates[0], band=None, amount=Money("300.00"))
    programme = attrs.evolve(EXCEED, rates=(*EXCEED.rates, any_band))

    assert [
        rates_for(programme, head="leader-days", unit="day", on=on, band=band)[0].amount
        for band in ("headteacher", "sle")
    ] == [Money("500.00"), Money("300.00")]


def test_any_band_has_the_llf_rates_and_their_parts() -> None:
    (day,) = rates_for(LLF, head="leader-days", unit="day", on=dt.date(2019, 9, 1), band="sle")
    (half,) = rates_for(LLF, head="leader-days", unit="half-day", on=dt.date(2019, 9, 1), band="lle")

    assert (day.amount, {split.leg: split.amount for split in day.splits}) == (
        Money("350.00"),
        {"home-school-share": Money("300.00"), "retained": Money("50.00")},
    )
    assert half.amount == Money("150.00")
    assert rates_for(LLF, head="leader-days", unit="day", on=dt.date(2019, 8, 31)) == ()


def test_a_kind_of_funding_that_is_not_offered_is_named_with_those_that_are() -> None:
    assert funding_terms(EXCEED, "internal").approver == "director-of-school-improvement"
    with pytest.raises(BadInput) as refusal:
        funding_terms(LLF, "external")
    assert str(refusal.value) == "llf-2019 6.0 does not offer external funding; it offers: self-funded"


def test_the_error_of_an_unknown_kind_or_document_lists_the_known_ones() -> None:
    two = attrs.evolve(EXCEED, funding=EXCEED.funding[:2])
    nothing = attrs.evolve(EXCEED, funding=(), signatories=())

    def said(asked: Callable[[], object]) -> str:
        with pytest.raises(BadInput) as refusal:
            asked()
        return str(refusal.value).partition("; ")[2]

    assert said(lambda: funding_terms(two, "self-funded")) == "it offers: external, internal"
    assert said(lambda: funding_terms(nothing, "external")) == "it offers: none"
    assert (
        said(lambda: signatories_of(LLF, "flow-down-contract"))
        == "it knows: contract, support-agreement, school-agreement"
    )
    assert said(lambda: signatories_of(nothing, "contract")) == "it knows: none"


def test_signatories_are_the_documents_own() -> None:
    assert signatories_of(EXCEED, "flow-down-contract") == ("payee",)
    assert len(signatories_of(LLF, "contract")) == 4
    assert len(signatories_of(LLF, "support-agreement")) == 3
    with pytest.raises(BadInput, match=r"llf-2019 6\.0 does not say who signs a flow-down-contract"):
        signatories_of(LLF, "flow-down-contract")


# Dates


def test_from_thursday_to_the_next_thursday_are_five_working_days() -> None:
    assert working_days_between(dt.date(2024, 3, 14), dt.date(2024, 3, 21)) == 5


def test_easter_is_no_working_time() -> None:
    assert working_days_between(dt.date(2024, 3, 28), dt.date(2024, 4, 2)) == 1
    assert add_working_days(dt.date(2024, 3, 28), 2) == dt.date(2024, 4, 3)


def test_the_working_day_after_a_sunday_is_monday() -> None:
    assert add_working_days(dt.date(2024, 3, 17), 1) == dt.date(2024, 3, 18)


def test_three_working_days_before_a_review_is_the_last_day_to_share_its_report() -> None:
    assert add_working_days(dt.date(2024, 3, 21), -3) == dt.date(2024, 3, 18)
    assert add_working_days(dt.date(2024, 3, 27), -3) == dt.date(2024, 3, 22)


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_bank_holidays_of_a_year_are_those_that_were_published(year: int) -> None:
    days = (dt.date(year, 1, 1) + n * DAY for n in range(366))
    weekdays = [day for day in days if day.year == year and day.weekday() < 5]

    assert {day for day in weekdays if not is_working_day(day)} == {
        day for day in BANK_HOLIDAYS if day.year == year
    }


@given(DAYS, DAYS)
def test_working_days_agree_with_a_plain_count(earlier: dt.date, later: dt.date) -> None:
    count, day = 0, earlier
    while day < later:
        day += DAY
        if day.strftime("%a") not in {"Sat", "Sun"} and day not in BANK_HOLIDAYS:
            count += 1

    assert working_days_between(earlier, later) == count


@given(DAYS, st.integers(-60, 60))
def test_a_due_day_is_a_working_day_so_many_working_days_away(day: dt.date, n: int) -> None:
    due = add_working_days(day, n)

    if n == 0:
        assert due == day
        return
    assert is_working_day(due)
    assert working_days_between(min(day, due), max(day, due)) == abs(n)
    assert (due > day) == (n > 0)


@given(DAYS, st.integers(1, 30))
def test_no_later_working_day_leaves_enough_notice(day: dt.date, n: int) -> None:
    due = add_working_days(day, -n)

    assert working_days_between(add_working_days(due, 1), day) < n


def test_the_financial_year_turns_on_1_april() -> None:
    assert financial_year(dt.date(2024, 3, 31)) == "2023-24"
    assert financial_year(dt.date(2024, 4, 1)) == "2024-25"
    assert financial_year(dt.date(1999, 4, 1)) == "1999-00"
