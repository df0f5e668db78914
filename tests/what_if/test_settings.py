"""Which settings of two programmes differ, in words."""

import attrs

from s2ss_core.programmes import Programme
from s2ss_core.values import Days, Money
from s2ss_core.what_if.settings import differing_places, setting_differences, with_setting
from tests.aggregates.asked import WITH_JUDGEMENT, WITH_PLAN, asking
from tests.what_if.compared import EXCEED, INSTITUTE, another, set_to


def differing(other: Programme) -> list[tuple[str, str | None, str | None]]:
    return [(each.key, each.pinned, each.other) for each in setting_differences(EXCEED, other, "external")]


def test_a_setting_has_the_key_of_a_programme_file() -> None:
    cap = attrs.evolve(EXCEED.cap, days=set_to(Days(10)), governing_body=set_to(value=True))

    assert differing(another(EXCEED, cap=cap)) == [
        ("cap.days", "15", "10"),
        ("cap.governing_body", None, "true"),
    ]


def test_a_row_has_its_name_and_only_what_differs_in_it() -> None:
    first, *others = EXCEED.rates
    rates = (attrs.evolve(first, amount=Money("420.00")), *others)

    assert differing(another(EXCEED, rates=rates)) == [
        ("rates[day middle-leader leader-days].amount", "£400.00", "£420.00")
    ]


def test_a_row_that_one_programme_lacks_is_one_difference() -> None:
    assert differing(another(EXCEED, capacity=EXCEED.capacity[1:])) == [("capacity[day]", "day, 1", None)]


def test_a_checklist_is_named_with_the_decision_that_it_is_asked_for_with() -> None:
    pinned = asking(WITH_PLAN, WITH_JUDGEMENT)
    other = asking(WITH_PLAN, attrs.evolve(WITH_JUDGEMENT, refuses=()))

    differences = setting_differences(pinned, other, "external")

    assert [(each.key, each.pinned, each.other) for each in differences] == [
        ("funding[external].checklists[qa-confidence judgement].refuses", "proper-use", "none")
    ]


def test_rows_of_one_name_are_numbered() -> None:
    first = EXCEED.rates[0]
    later = attrs.evolve(first, amount=Money("420.00"), since=first.since.replace(year=2025))

    (row,) = differing(another(EXCEED, rates=(*EXCEED.rates, later)))

    assert row[0] == "rates[day middle-leader leader-days 2]"


def test_rows_in_another_order_are_a_difference() -> None:
    (row,) = differing(another(EXCEED, capacity=EXCEED.capacity[::-1]))

    assert row == ("capacity", "day, half-day, twilight, hour", "hour, twilight, half-day, day")


def test_words_and_other_kinds_of_funding_are_no_difference() -> None:
    others = tuple(
        attrs.evolve(
            terms, source="choice: other words", judges=terms.judges if terms.kind == "external" else ()
        )
        for terms in EXCEED.funding
    )

    assert differing(another(EXCEED, funding=others, title="Other words")) == []


def test_setting_by_setting_one_programme_becomes_the_other() -> None:
    made = EXCEED
    for place in differing_places(EXCEED, INSTITUTE, "external"):
        made = with_setting(made, place, INSTITUTE, "external")

    assert differing(made) == differing(INSTITUTE) != []
    assert setting_differences(made, INSTITUTE, "external") == ()
