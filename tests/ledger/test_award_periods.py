"""The days on which an award may be used, as it had been varied by a day."""

from datetime import date

from s2ss_core.events import AwardVaried
from s2ss_core.ledger import Period, award_period_on
from tests.aggregates.histories import pounds
from tests.aggregates.test_grant import AWARDED

DAY, NEXT_DAY = date(2024, 3, 1), date(2024, 3, 2)
EXTENDED, SHORTENED = date(2026, 8, 31), date(2025, 3, 31)


def varied(on: date, available_to: date | None) -> AwardVaried:
    return AwardVaried(variation="v-1", on=on, available_to=available_to)


def end(*variations: AwardVaried, day: date = DAY) -> date:
    period = award_period_on(AWARDED, variations, day)
    assert period.start == AWARDED.available_from
    return period.end


def test_an_award_that_was_not_varied_has_its_own_period() -> None:
    assert award_period_on(AWARDED, (), DAY) == Period(start=AWARDED.available_from, end=AWARDED.available_to)


def test_a_variation_counts_from_its_day() -> None:
    assert end(varied(DAY, EXTENDED)) == EXTENDED
    assert end(varied(NEXT_DAY, EXTENDED)) == AWARDED.available_to


def test_a_variation_of_the_sum_alone_changes_no_day() -> None:
    more = AwardVaried(variation="v-2", on=NEXT_DAY, direction="more", amount=pounds(1))

    assert end(varied(DAY, EXTENDED), more, day=NEXT_DAY) == EXTENDED


def test_the_newest_of_the_variations_counts_in_whatever_order_they_were_recorded() -> None:
    assert end(varied(NEXT_DAY, SHORTENED), varied(DAY, EXTENDED), day=NEXT_DAY) == SHORTENED
    assert end(varied(DAY, EXTENDED), varied(NEXT_DAY, SHORTENED), day=NEXT_DAY) == SHORTENED


def test_of_two_variations_of_one_day_the_one_recorded_last_counts() -> None:
    assert end(varied(DAY, EXTENDED), varied(DAY, SHORTENED)) == SHORTENED
