"""Which certificates stand: no two of them share a day, and none stands that a later one names."""

from datetime import date
from typing import Any

import pytest

from s2ss_core.ledger import certificates_standing, covers
from tests.aggregates.histories import CERTIFIED, changed


def certificate(name: str, first: tuple[int, int], last: tuple[int, int], **more: Any) -> Any:
    return changed(
        CERTIFIED, certificate=name, covers_from=date(2024, *first), covers_to=date(2024, *last), **more
    )


SPRING = certificate("spring", (1, 8), (4, 30))


@pytest.mark.parametrize(
    ("later", "standing"),
    (
        (certificate("x", (5, 1), (8, 31)), ["spring", "x"]),
        (certificate("x", (4, 30), (8, 31)), ["x"]),
        (certificate("x", (1, 1), (1, 8)), ["x"]),
        (certificate("x", (1, 1), (1, 7)), ["spring", "x"]),
        (certificate("x", (2, 1), (2, 2)), ["x"]),
        (certificate("x", (1, 1), (8, 31)), ["x"]),
        (certificate("x", (5, 1), (8, 31), supersedes="spring"), ["x"]),
        (certificate("x", (5, 1), (8, 31), supersedes="autumn"), ["spring", "x"]),
    ),
)
def test_a_certificate_takes_the_place_of_those_that_it_names_or_shares_a_day_with(
    later: Any, standing: list[str]
) -> None:
    assert [found.certificate for found in certificates_standing([SPRING, later])] == standing


def test_one_certificate_may_take_the_place_of_several_and_leaves_the_others() -> None:
    summer, autumn = certificate("summer", (5, 1), (8, 31)), certificate("autumn", (9, 1), (12, 20))
    anew = certificate("anew", (4, 1), (5, 31))

    assert certificates_standing([SPRING, summer, autumn, anew]) == [autumn, anew]


def test_a_certificate_covers_its_first_and_its_last_day_and_none_beyond() -> None:
    days = (date(2024, 1, 7), date(2024, 1, 8), date(2024, 4, 30), date(2024, 5, 1))

    assert [covers(SPRING, day) for day in days] == [False, True, True, False]
