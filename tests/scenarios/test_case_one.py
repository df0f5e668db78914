"""Money that goes several ways, played from commands: `case_one`, and what its views show on each day.

Each figure was worked by hand first; the working stands beside it.
"""

from datetime import date

from tests.scenarios.case_one import STORY, Desk, until
from tests.scenarios.facts import eligible


def test_the_first_instalment_is_paid_for_what_spring_cost() -> None:
    desk = Desk.open()

    desk.play(*until(STORY, date(2024, 4, 26)))

    # 10 × 400 + 2.5 × 500 + 600, and the day of 16 April
    assert eligible(desk.brokerage) == 6350_00
