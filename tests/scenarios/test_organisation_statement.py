"""What is owed to and by each organisation on each day, and a recipient's statement. Worked by hand first, in pounds."""

from datetime import date
from pathlib import Path

import pytest

from s2ss_core import AsAt, NotFound
from s2ss_core.projections import ORGANISATION_STATEMENT, Materialised, canonical_bytes
from s2ss_core.projections.organisation_statement import OrganisationStatement
from tests.scenarios.case_one import Desk, until
from tests.scenarios.case_two import PAID_AGAIN
from tests.scenarios.case_two import STORY as CHARGED
from tests.scenarios.test_award import TO_THE_END, at, in_pounds
from tests.scenarios.test_case_two import played

SIDES = ("owed_to_it", "owed_by_it", "overpaid_to_it", "overpaid_by_it", "kept", "received", "paid")


def rows(desk: Desk, day: date | None = None) -> dict[str, tuple[float, ...]]:
    """The sides of each organisation, as happened by a day if one is given."""
    as_at = AsAt(happened=day) if day else AsAt()
    every = desk.brokerage.organisation_statements(as_at=as_at)
    return {one.organisation: sides(one) for one in every}


def sides(one: OrganisationStatement) -> tuple[float, ...]:
    return in_pounds(*(getattr(one, side) for side in SIDES))


@pytest.mark.parametrize(
    ("day", "shown"),
    (
        (
            "2020-01-17",
            {
                "llf": (350, 300, 0, 0, 250, 1400, 1200),
                "s-1": (0, 350, 0, 0, 0, 0, 1400),
                "s-7": (300, 0, 0, 0, 0, 1200, 0),
            },
        ),
        (
            "2020-04-30",
            {
                "llf": (0, 0, 0, 0, 350, 2600, 2250),
                "s-1": (0, 0, 0, 0, 0, 0, 2600),
                "s-7": (0, 0, 0, 0, 0, 2250, 0),
            },
        ),
        (
            "2020-05-01",
            {
                "llf": (0, 0, 1200, 0, 350, 3800, 2250),
                "s-1": (0, 0, 0, 1200, 0, 0, 3800),
                "s-7": (0, 0, 0, 0, 0, 2250, 0),
            },
        ),
    ),
)
def test_who_owes_whom_where_the_school_pays(day: str, shown: dict[str, tuple[float, ...]]) -> None:
    desk = played((*CHARGED, PAID_AGAIN))

    assert rows(desk, date.fromisoformat(day)) == shown


@pytest.mark.parametrize(
    ("day", "shown"),
    (
        (
            "2024-03-31",
            {
                "exceed": (0, 6300, 0, 0, 0, 0, 0),
                "qa-company": (450, 0, 0, 0, 0, 0, 0),
                "s-1": (0, 0, 0, 0, 0, 600, 0),
                "x-trust": (5850, 0, 0, 0, 0, 0, 600),
            },
        ),
        (
            "2024-07-26",
            {
                "exceed": (0, 0, 0, 0, 0, 0, 8280),
                "qa-company": (0, 0, 0, 0, 0, 900, 0),
                "s-1": (0, 0, 0, 0, 0, 880, 0),
                "x-trust": (0, 0, 0, 0, 0, 7380, 880),
            },
        ),
    ),
)
def test_who_owes_whom_under_a_grant(day: str, shown: dict[str, tuple[float, ...]]) -> None:
    """X Trust keeps 7,380 - 880 = 6,500 for its own leaders."""
    assert rows(at(max(fact.on for fact in TO_THE_END)), date.fromisoformat(day)) == shown


def test_a_recipients_statement_is_over_all_its_deployments_by_its_own_year() -> None:
    desk = at(max(fact.on for fact in TO_THE_END))
    one = desk.brokerage.organisation_statement("x-trust")

    assert [usage.deployment for usage in one.recipient_of] == ["d-1"]
    assert [certificate.certificate for certificate in one.recipient_of[0].certificates] == ["cert-1"]
    [year] = one.by_own_year
    assert year.period == "2023/24"
    assert in_pounds(year.eligible, year.released_on_date, year.owed_at_end) == (7380, 7380, 0)
    assert {line.leg for line in one.lines} == {"instalment", "reimbursement"}


def test_an_organisation_that_nobody_named_has_no_statement() -> None:
    desk = played(CHARGED)

    with pytest.raises(NotFound):
        desk.brokerage.organisation_statement("s-99")


@pytest.mark.parametrize("kind", ("memory", "sqlite", "postgres"))
def test_live_stored_and_rebuilt_statements_are_the_same(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    urls = {"memory": "memory:", "sqlite": f"sqlite:///{tmp_path / 'support.db'}"}
    desk = Desk.open(urls.get(kind) or request.getfixturevalue("postgres_url"))
    views = Materialised(desk.brokerage.store, (ORGANISATION_STATEMENT,))
    march_31 = date(2024, 3, 31)
    desk.play(*until(TO_THE_END, march_31))
    views.catch_up()
    desk.play(*(fact for fact in TO_THE_END if fact.on > march_31))
    views.catch_up()

    for one in desk.brokerage.organisation_statements():
        key = ("organisation", one.organisation)
        live = canonical_bytes(desk.brokerage.organisation_statement(one.organisation))
        assert live == canonical_bytes(one) == canonical_bytes(views.read(ORGANISATION_STATEMENT, key))
    assert views.rebuild(ORGANISATION_STATEMENT).switched
    desk.brokerage.close()
