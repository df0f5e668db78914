"""Which certificates stand: no two of them share a day, and none stands that a later one names."""

from datetime import date
from typing import Any

import pytest

from s2ss_core.ledger import certificates_standing, covers, is_of_award
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


@pytest.mark.parametrize(
    ("named", "award", "so"),
    (
        (None, "g-1", True),
        ("g-1", None, True),
        (None, None, True),
        ("g-1", "G-1", True),
        ("g-1", "g-2", False),
    ),
)
def test_a_certificate_is_of_the_award_that_it_names_and_of_each_if_it_names_none(
    named: str | None, award: str | None, so: bool
) -> None:
    assert is_of_award(changed(SPRING, award=named), award) is so


def test_a_certificate_of_one_award_leaves_those_of_another_as_they_are() -> None:
    of_one, of_another = changed(SPRING, award="g-1"), certificate("x", (1, 8), (4, 30), award="g-2")

    assert certificates_standing([of_one, of_another]) == [of_one, of_another]
    assert certificates_standing([of_one, changed(of_another, award="g-1")]) == [
        changed(of_another, award="g-1")
    ]


def test_a_certificate_covers_its_first_and_its_last_day_and_none_beyond() -> None:
    days = (date(2024, 1, 7), date(2024, 1, 8), date(2024, 4, 30), date(2024, 5, 1))

    assert [covers(SPRING, day) for day in days] == [False, True, True, False]
