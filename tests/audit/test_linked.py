"""What must be recorded together is missed where it is not."""

from collections.abc import Callable

import pytest

from s2ss_core.audit import audit
from s2ss_core.events import Brokered, DaysCommitted, DaysStruckOut, DaysWorked, VisitLogged
from s2ss_core.store import Recorded
from tests.audit.recorded import STORIES, story

Without = Callable[[list[Recorded]], list[Recorded]]


def rules(entries: list[Recorded]) -> set[str]:
    return {finding.rule for finding in audit(entries) if finding.rule.startswith("LINK")}


def without(event_class: type) -> Without:
    """The same history without the last entry of a class."""

    def left(entries: list[Recorded]) -> list[Recorded]:
        last = max(entry.position for entry in entries if isinstance(entry.event, event_class))
        return [entry for entry in entries if entry.position != last]

    return left


@pytest.fixture
def entries() -> list[Recorded]:
    """A history with a visit that was struck out."""
    return story(next(path for path in STORIES if path.stem == "5"))


def test_nothing_is_missed_where_all_is_there(entries: list[Recorded]) -> None:
    assert rules(entries) == set()


@pytest.mark.parametrize(
    ("left_out", "code"),
    (
        (DaysWorked, "LINK-01"),
        (DaysCommitted, "LINK-02"),
        (DaysStruckOut, "LINK-03"),
        (VisitLogged, "LINK-04"),
        (Brokered, "LINK-04"),
    ),
)
def test_what_is_left_out_is_missed(entries: list[Recorded], left_out: type, code: str) -> None:
    assert code in rules(without(left_out)(entries))
