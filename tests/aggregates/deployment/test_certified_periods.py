"""The days, the award and the years of which a certificate is."""

from collections.abc import Iterable
from datetime import date

import attrs
import pytest

from s2ss_core.aggregates.award_share import AwardShare
from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.aggregates.deployment.decisions.certified_periods import of_its_period_and_award
from s2ss_core.events import DeploymentEvent, Funding, GrantUsageCertified
from tests.aggregates.histories import (
    BROKERED,
    CERTIFIED,
    NOW,
    WHEN_WORKED,
    at,
    but,
    changed,
    pounds,
)

SHARED = attrs.evolve(
    NOW,
    shares=(
        AwardShare(award="g-1", lines=frozenset({"1"}), allocated=pounds(4000)),
        AwardShare(award="g-2", lines=frozenset({"2", "3"}), allocated=pounds(7000)),
    ),
)
OF_TWO_AWARDS = but(
    WHEN_WORKED, BROKERED, changed(BROKERED, funding=Funding(kind="external", awards=("g-1", "g-2")))
)
OF_THE_ENGLISH_DAYS: GrantUsageCertified = changed(
    CERTIFIED, award="g-1", covers_from=date(2024, 1, 10), covers_to=date(2024, 3, 20)
)
OF_ALL_ELSE: GrantUsageCertified = changed(
    CERTIFIED, certificate="cert-0", award="g-2", covers_from=date(2024, 1, 8)
)
YEARLY = attrs.evolve(NOW, certificate_years=(("g-1", ("april-march",)),))
BY_SCHOOL_YEAR = attrs.evolve(NOW, certificate_years=(("g-1", ("september-august",)),))


def found(
    fact: GrantUsageCertified,
    context: DecisionContext = SHARED,
    history: Iterable[DeploymentEvent] = OF_TWO_AWARDS,
) -> dict[str, dict[str, str]]:
    """The facts of the rules that are not met, by their codes."""
    broken = of_its_period_and_award(at(history), context, fact)
    return {each.rule.code: dict(each.facts) for each in broken}


def outside(fact: GrantUsageCertified, *history: DeploymentEvent) -> str | None:
    return found(fact, history=(*OF_TWO_AWARDS, *history)).get("S2SS-E03", {}).get("outside")


def test_the_final_certificate_of_an_award_covers_the_lines_that_the_award_bears_and_no_other() -> None:
    assert outside(OF_THE_ENGLISH_DAYS) is None
    assert outside(changed(OF_THE_ENGLISH_DAYS, covers_to=date(2024, 3, 19))) == "visit v-en-10 on 2024-03-20"


def test_a_certificate_of_another_award_does_not_cover_what_this_award_bears() -> None:
    from_the_second = changed(OF_THE_ENGLISH_DAYS, covers_from=date(2024, 1, 11))

    assert outside(from_the_second, OF_ALL_ELSE) == "visit v-en-1 on 2024-01-10"


def test_an_earlier_certificate_of_the_same_award_covers_its_days() -> None:
    first = changed(
        OF_THE_ENGLISH_DAYS, certificate="cert-0", covers_to=date(2024, 2, 29), final=False, with_report=None
    )

    assert outside(changed(OF_THE_ENGLISH_DAYS, covers_from=date(2024, 3, 1)), first) is None
    assert (
        outside(changed(OF_THE_ENGLISH_DAYS, covers_from=date(2024, 3, 7)), first)
        == "visit v-en-8 on 2024-03-06"
    )


@pytest.mark.parametrize(
    ("context", "first", "last", "years"),
    (
        (YEARLY, date(2024, 4, 1), date(2025, 3, 31), None),
        (YEARLY, date(2024, 3, 31), date(2024, 4, 1), "2023-24, 2024-25"),
        (YEARLY, date(2023, 3, 31), date(2025, 4, 1), "2022-23, 2023-24, 2024-25, 2025-26"),
        (YEARLY, date(2023, 12, 31), date(2025, 1, 1), "2023-24, 2024-25"),
        (BY_SCHOOL_YEAR, date(2023, 9, 1), date(2024, 8, 31), None),
        (BY_SCHOOL_YEAR, date(2023, 8, 31), date(2025, 9, 1), "2022/23, 2023/24, 2024/25, 2025/26"),
    ),
)
def test_a_yearly_certificate_is_of_every_year_from_its_first_day_to_its_last(
    context: DecisionContext, first: date, last: date, years: str | None
) -> None:
    fact = changed(CERTIFIED, covers_from=first, covers_to=last)

    assert found(fact, context).get("S2SS-E29", {}).get("years") == years


def test_only_the_award_that_a_certificate_is_of_asks_for_one_a_year() -> None:
    long = {"covers_from": date(2024, 3, 31), "covers_to": date(2024, 4, 1)}

    assert "S2SS-E29" in found(changed(CERTIFIED, award="g-1", **long), YEARLY)
    assert "S2SS-E29" not in found(changed(CERTIFIED, award="g-2", **long), YEARLY)
