"""The lines of a plan: their prices, and what they are for."""

from datetime import date

import attrs
import pytest

from s2ss_core.aggregates.deployment.decisions import plan_lines
from s2ss_core.events import PlanLine
from s2ss_core.programmes import Programme, Rate
from s2ss_core.values import Days, Money
from tests.aggregates.histories import ENGLISH_LINE, EXCEED, NOW, SPRING, changed, line, plan, pounds

WITHOUT_RATES = attrs.evolve(EXCEED, rates=())
PROGRAMMES_AT_A_PRICE = attrs.evolve(
    EXCEED,
    rates=(
        Rate(
            unit="item",
            amount=pounds(1000),
            kind="typical",
            head="programme",
            source="ours",
            since=date(2020, 1, 1),
        ),
    ),
)
HALF_A_DAY: PlanLine = attrs.evolve(
    line("1", SPRING, "1", Money(40_001)), quantity=Days("0.5"), rate_reason="The trust's own rate."
)


def priced(entry: PlanLine, programme: Programme = EXCEED) -> list[str]:
    return [broken.rule.code for broken in plan_lines.priced_right(plan(entry), programme)]


@pytest.mark.parametrize(
    ("pence", "found"), ((19_999, ["S2SS-P01"]), (20_000, []), (20_001, []), (20_002, ["S2SS-P01"]))
)
def test_a_fraction_of_a_penny_is_rounded_down_or_up(pence: int, found: list[str]) -> None:
    assert priced(changed(HALF_A_DAY, amount=Money(pence))) == found


@pytest.mark.parametrize(("pence", "found"), ((-1, ["S2SS-P01"]), (0, []), (1, ["S2SS-P01"])))
def test_what_multiplies_out_to_the_penny_is_rounded_nowhere(pence: int, found: list[str]) -> None:
    assert priced(changed(ENGLISH_LINE, amount=pounds(4000) + Money(pence))) == found


def test_leaders_days_are_priced_by_time_and_need_a_rate_though_the_card_has_none_for_them() -> None:
    by_the_item = changed(ENGLISH_LINE, unit="item")

    assert priced(ENGLISH_LINE, WITHOUT_RATES) == ["S2SS-P08"]
    assert priced(changed(ENGLISH_LINE, rate_reason="Agreed."), WITHOUT_RATES) == []
    assert priced(changed(by_the_item, rate_reason="Agreed."), WITHOUT_RATES) == ["S2SS-P19"]


def test_what_the_card_prices_by_the_item_is_not_priced_by_time() -> None:
    bought = line("2", SPRING, "1", pounds(1000))

    assert priced(bought, PROGRAMMES_AT_A_PRICE) == []
    assert priced(changed(bought, unit="day", rate_reason="Agreed."), PROGRAMMES_AT_A_PRICE) == ["S2SS-P19"]


def test_only_a_plan_under_a_grant_is_costed() -> None:
    by_funding = {
        kind: [broken.rule.code for broken in plan_lines.for_permitted_uses(plan(), EXCEED, NOW.terms(kind))]
        for kind in ("external", "self-funded")
    }

    assert by_funding == {"external": ["S2SS-P26"], "self-funded": []}
