import pytest

from s2ss_core.cli.named_views import VIEWS, name_of, named_view
from s2ss_core.projections import (
    EVERY_PROJECTION,
    MONEY_TRAIL,
    ORGANISATION_STATEMENT,
    SUPPORTED_SCHOOL_WORKLOAD,
)

NAMES = ("certificate:d-1", "log:d-1", "award:g-1", "returns:g-1", "organisation:x-trust", "leader:sl-1:2023/24",
         "home-school:s-7:2023/24", "supported-school:s-1:2023/24", "register:sl-1")  # fmt: skip


def test_every_view_has_a_name() -> None:
    named = {projection.name for projection, _ in VIEWS.values()}

    assert named == {
        projection.name
        for projection in (*EVERY_PROJECTION, MONEY_TRAIL, ORGANISATION_STATEMENT, SUPPORTED_SCHOOL_WORKLOAD)
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_name_comes_back_from_the_view_that_it_names(name: str) -> None:
    view = named_view(name)

    assert name_of(view.projection.name, view.key) == name


def test_an_id_with_a_colon_is_a_deployments() -> None:
    assert named_view("north:014").key == ("deployment", "north:014")
