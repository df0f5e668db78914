"""The account, the certificate and the plain model of the kit come to the same sums, to the penny.

The suite compares a few random histories; `make ledger` compares S2SS_HISTORIES of them, a thousand by default.
"""

import os
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from s2ss_core.aggregates.deployment.deployment import replay
from s2ss_core.events import Brokered, deployment_stream
from s2ss_core.ledger import Account
from s2ss_core.programmes import find
from s2ss_core.projections import GRANT_USAGE
from s2ss_core.testing import strategies
from s2ss_core.testing.model import Story, deployments_in
from tests.projections.histories import History

ASKED_FOR = int(os.environ.get("S2SS_HISTORIES", "0"))
HISTORIES = ASKED_FOR or 15


def account_of(deployment: str, history: strategies.History) -> Account:
    stream = deployment_stream(deployment)
    events: list[Any] = [entry.event for entry in history.entries if entry.stream == stream]
    brokered = events[0]
    assert isinstance(brokered, Brokered)
    state = replay(events)
    assert state is not None
    return state.account(find(brokered.programme, brokered.version, [history.scenario.programme]))


def days_of(history: strategies.History) -> list[date]:
    return sorted({entry.event.on for entry in history.entries})


@pytest.fixture(scope="module", autouse=True)
def compared() -> Any:
    counts = {"histories": 0, "entries": 0, "sums": 0}
    yield counts
    if ASKED_FOR:
        print(f"\ncompared: {counts}")  # noqa: T201 -- asked for


@settings(
    max_examples=HISTORIES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(history=strategies.histories(most_deviations=8))
def test_the_account_the_certificate_and_the_model_agree(
    history: strategies.History, compared: dict[str, int]
) -> None:
    told = History(history.entries)
    for deployment in deployments_in(history.entries):
        account, story = account_of(deployment, history), Story(deployment, history.entries)
        shown = GRANT_USAGE.live(told, ("deployment", deployment))

        assert shown.amounts.eligible.value == account.eligible() == story.eligible()
        by_line = {line: eligible for line, (_, eligible) in story.by_line().items()}
        rows = {row.line: row.eligible.value for row in shown.lines if row.eligible.value}
        assert {line: sum_ for line, sum_ in by_line.items() if sum_} == rows
        assert {line: sum_ for line, sum_ in account.eligible_by_line().items() if sum_} == rows
        for day in days_of(history):
            assert account.eligible(by=day) == story.eligible(by=day), day
            compared["sums"] += 1
    compared["histories"] += 1
    compared["entries"] += len(history.entries)
