"""Which certificates no longer say what is eligible: each answers for its period, its award, and what nobody else covers."""

from collections.abc import Iterable
from datetime import date

import attrs

from s2ss_core.aggregates.award_share import AwardShare
from s2ss_core.aggregates.deployment.outdated import outdated_certificates
from s2ss_core.events import DeploymentEvent, GrantUsageCertified
from s2ss_core.values import Money
from tests.aggregates.histories import CERTIFIED, NOW, WHEN_SIGNED, WHEN_WORKED, at, changed, pounds

SHARES = (
    AwardShare(award="g-1", lines=frozenset({"1"}), allocated=pounds(4000)),
    AwardShare(award="g-2", lines=frozenset({"2", "3"}), allocated=pounds(7000)),
)
OF_TWO_AWARDS = attrs.evolve(NOW, awards=frozenset({"g-1", "g-2"}), shares=SHARES)


def certified(name: str, **otherwise: object) -> GrantUsageCertified:
    return changed(CERTIFIED, certificate=name, eligible=Money(1), **otherwise)


def eligible(
    *certificates: GrantUsageCertified, history: Iterable[DeploymentEvent] = WHEN_WORKED
) -> list[str]:
    """What is eligible of each certificate, all of which certified a penny."""
    outdated = outdated_certificates(at(history, *certificates), OF_TWO_AWARDS)
    return [told.partition(", eligible ")[2].rstrip(")") for told in outdated]


# In January four English days at £400 on line 1, and £500 on line 3. By the end of March £4,000, £1,000 and £1,000.
JANUARY = certified(
    "jan", final=False, with_report=None, covers_from=date(2024, 1, 8), covers_to=date(2024, 1, 31)
)
LATER = date(2024, 2, 1)
OF_THE_FIRST = changed(JANUARY, certificate="jan-1", award="g-1")


def test_a_certificate_of_a_period_answers_for_the_lines_of_its_award_in_it() -> None:
    assert eligible(JANUARY) == ["£2,100.00"]
    assert eligible(OF_THE_FIRST) == ["£1,600.00"]
    assert eligible(changed(JANUARY, award="g-2")) == ["£500.00"]


def test_a_final_certificate_answers_for_its_award_but_for_what_others_cover() -> None:
    of_the_first, of_the_second = (certified(name, covers_from=LATER, award=name) for name in ("g-1", "g-2"))

    assert eligible(JANUARY, of_the_first) == ["£2,100.00", "£2,400.00"]
    assert eligible(JANUARY, of_the_second) == ["£2,100.00", "£1,500.00"]
    assert eligible(OF_THE_FIRST, of_the_second) == ["£1,600.00", "£2,000.00"]


def test_a_final_certificate_of_every_award_leaves_to_another_only_the_lines_of_its_award() -> None:
    assert eligible(JANUARY, certified("all", covers_from=LATER)) == ["£2,100.00", "£3,900.00"]
    assert eligible(OF_THE_FIRST, certified("all", covers_from=LATER)) == ["£1,600.00", "£4,400.00"]


def test_a_final_certificate_of_no_cost_answers_for_no_money() -> None:
    assert eligible(certified("all"), history=WHEN_SIGNED) == ["£0.00"]
