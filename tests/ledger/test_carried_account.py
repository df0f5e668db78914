"""The account that is carried from event to event is the account that is made anew, at every prefix."""

from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given

from s2ss_core.aggregates.deployment.deployment import Deployment, evolve
from s2ss_core.events import Brokered, ProgrammeAdopted
from s2ss_core.ledger import Account
from s2ss_core.programmes import Programme, find, from_canonical
from s2ss_core.testing import strategies
from s2ss_core.values import Money
from tests.projections.test_stories import STORIES, history_of


def made_anew(deployment: Deployment, programme: Programme) -> Account:
    return Account(
        programme,
        plans=deployment.planning.plans,
        visits=deployment.support.visits,
        costs=deployment.support.costs,
        disallowed=deployment.corrections.by_fact,
        credits=deployment.corrections.credits,
    )


def check_every_prefix(events: list[Any], programme: Programme) -> int:
    """Fold events one by one with an account carried from the first, and compare it each time."""
    deployment: Deployment | None = None
    for event in events:
        deployment = evolve(deployment, event)
        carried, anew = deployment.account(programme), made_anew(deployment, programme)
        assert dict(carried.items) == dict(anew.items)
        assert list(carried.eligible_by_line().items()) == list(anew.eligible_by_line().items())
        assert carried.eligible() == anew.eligible() == carried.eligible(by=date(9999, 12, 30))
        by_hand = sum((anew.eligible_of(item) for _, item in anew.items), Money(0))
        assert carried.eligible() == by_hand
    return len(events)


def deployments_of(entries: Any) -> list[list[Any]]:
    streams: dict[str, list[Any]] = {}
    for entry in entries:
        streams.setdefault(entry.stream, []).append(entry.event)
    return [events for name, events in streams.items() if name.startswith("deployment:")]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.stem)
def test_over_every_recorded_story(story: Path) -> None:
    entries = history_of(story).entries
    adopted = [entry.event for entry in entries if isinstance(entry.event, ProgrammeAdopted)]
    deployments = deployments_of(entries)
    assert bool(adopted) == bool(deployments)  # one story is of a leader alone

    compared = [check_every_prefix(events, from_canonical(adopted[0].content)) for events in deployments]

    assert all(compared)


@given(strategies.histories(most_deviations=8))
def test_over_random_histories(history: strategies.History) -> None:
    for events in deployments_of(history.entries):
        brokered = events[0]
        assert isinstance(brokered, Brokered)
        check_every_prefix(events, find(brokered.programme, brokered.version, [history.scenario.programme]))


def test_an_account_under_another_programme_is_another_account() -> None:
    entries = history_of(STORIES[0]).entries
    adopted = next(entry.event for entry in entries if isinstance(entry.event, ProgrammeAdopted))
    first = from_canonical(adopted.content)
    second = attrs.evolve(first, title="Another title")
    (events, *_) = deployments_of(entries)
    deployment: Deployment | None = None
    for event in events:
        deployment = evolve(deployment, event)
    assert deployment is not None

    account = deployment.account(first)

    assert deployment.account(first) is account
    assert deployment.account(second) is not account
