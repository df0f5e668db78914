import datetime as dt
import hashlib
import time
from collections.abc import Iterator
from decimal import Decimal

import attrs
import pytest

from s2ss_core.projections import Figure, as_data, canonical_bytes, digest
from s2ss_core.rules.support import the_visit_is_to_the_supported_school
from s2ss_core.values import AcademicYear, Days, Money, Term, Withheld


@attrs.frozen
class Paper:
    amount: Figure[Money]
    on: dt.date | None = None


@pytest.mark.parametrize(
    ("value", "plain"),
    (
        (None, None),
        (True, True),
        (Money("4,000.00"), 400_000),
        (Days("0.50"), "0.5"),
        (Decimal("-10.50"), "-10.5"),
        (Term("2024-spring"), "2024-spring"),
        (AcademicYear("2023/24"), "2023/24"),
        (dt.date(2024, 3, 1), "2024-03-01"),
        (dt.time(9, 30), "09:30:00"),
        (dt.datetime(2024, 7, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=1))), "2024-07-01T00:00:00+00:00"),
        (Withheld("sha256:00"), "withheld"),
        ((1, "a"), [1, "a"]),
        ({"a": Money(1)}, {"a": 1}),
        (Paper(Figure(Money(5), (1, 2))), {"amount": {"value": 5, "positions": [1, 2]}, "on": None}),
    ),
)
def test_views_are_plain_data(value: object, plain: object) -> None:
    assert as_data(value) == plain
    assert type(as_data(value)) is type(plain)


@pytest.mark.parametrize("value", (1.5, b"x", {1, 2}, object()))
def test_a_value_that_a_view_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="a view cannot hold"):
        as_data(value)


def test_a_rule_that_is_not_met_is_plain_data() -> None:
    [broken] = the_visit_is_to_the_supported_school.broken_by(visited="s-9", school="s-1")

    assert as_data((broken,)) == [
        {
            "code": "S2SS-S13",
            "rule": "the visit is to the supported school",
            "facts": {"visited": "s-9", "school": "s-1"},
            "clears": "Log it for s-1.",
            "source": str(broken.rule.source),
        }
    ]


def test_canonical_bytes_have_one_spelling() -> None:
    paper = Paper(Figure(Money(5), (1,)), dt.date(2024, 3, 1))

    assert canonical_bytes(paper) == b'{"amount":{"positions":[1],"value":5},"on":"2024-03-01"}'
    assert canonical_bytes("£") == '"£"'.encode()
    assert digest(paper) == hashlib.sha256(canonical_bytes(paper)).hexdigest()


@pytest.fixture
def _far_from_london(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_far_from_london")
def test_a_moment_is_written_in_utc_wherever_it_is_written() -> None:
    moment = dt.datetime(2024, 7, 1, 10, tzinfo=dt.timezone(dt.timedelta(hours=1)))

    assert as_data(moment) == "2024-07-01T09:00:00+00:00"


def test_a_lone_surrogate_is_written_as_an_escape() -> None:
    assert canonical_bytes("\ud800") == b'"\\ud800"'


def test_the_error_names_the_type_that_a_view_cannot_hold() -> None:
    with pytest.raises(TypeError, match=r"^a view cannot hold a value of type complex$"):
        as_data(1j)
