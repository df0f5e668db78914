"""What each event changes, kept in a file: `make golden` shows an event that changes nothing, or too much."""

from collections.abc import Iterator
from typing import get_args

from s2ss_core.aggregates import grant, leader_year, organisation, system_leader
from s2ss_core.aggregates.deployment.deployment import CHANGES
from s2ss_core.events import (
    DeploymentEvent,
    GrantEvent,
    LeaderYearEvent,
    OrganisationEvent,
    SystemLeaderEvent,
    stored_name,
)
from tests.golden.file import GOLDEN, GoldenFile

OTHERS = (
    (GrantEvent, grant.fold),
    (LeaderYearEvent, leader_year.fold),
    (OrganisationEvent, organisation.fold),
    (SystemLeaderEvent, system_leader.fold),
)


def changes() -> str:
    """A line an event: its stored name, and which states it changes."""
    return "".join(f"{line}\n" for line in sorted(_lines()))


def _lines() -> Iterator[str]:
    for event_class in get_args(DeploymentEvent):
        stages = [change.__module__.rpartition(".")[2] for _, change in CHANGES[event_class]]
        yield f"{stored_name(event_class).name} changes {', '.join(stages) or 'nothing'}"
    for union, fold in OTHERS:
        for event_class in get_args(union):
            changed = "its state" if event_class in fold.changes else "nothing"
            yield f"{stored_name(event_class).name} changes {changed}"


FOLDS = GoldenFile(GOLDEN / "folds.txt", changes)


def test_what_each_event_changes_is_as_it_was_read_and_kept() -> None:
    assert FOLDS.kept() == changes(), FOLDS.advice
