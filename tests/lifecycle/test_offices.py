"""In random lifecycles in which everything changes, every office is asked as at the day after every command."""

import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, note, seed, settings

from s2ss_core.application.context import context_of
from s2ss_core.events.streams import stream_parts
from s2ss_core.store import Recorded
from s2ss_core.testing.lifecycle import DeviationStep, Runner, Sequence, sequences
from s2ss_core.testing.lifecycle.runner import FOREVER
from tests.lifecycle import offices
from tests.lifecycle.runs import A_RUN, SEQUENCES

# The suite plays the same forty lifecycles every time; with a number here, so many new ones.
ASKED_FOR = int(os.environ.get("S2SS_LIFECYCLES", "0"))
FIRST = random.randrange(2**32) if ASKED_FOR else 0
RUNS = (ASKED_FOR or 40) // A_RUN
DAY = timedelta(days=1)
LONG_AGO, FAR_AHEAD = date(2000, 1, 1), date(2100, 1, 1)


class AskingRunner(Runner):
    """Plays a lifecycle and, after every command, asks who holds each office on every day on which one may change."""

    def check_prefix(self, recorded: tuple[Recorded, ...]) -> None:
        super().check_prefix(recorded)
        told = streams(self.world.history)
        with self.world.brokerage.repository.current():
            for stream in {entry.stream for entry in recorded}:
                self.ask(stream, told)

    def reopen(self) -> None:
        """Open each deployment that was closed again, log another visit, and close it again."""
        for number, name in enumerate(self.world.scenario.deployments):
            if self.world.story(name).is_closed:
                self.take(DeviationStep("opened_again", 0, number))
                self.take(DeviationStep("visit", 5, number))
                self.go_on(name, FOREVER)

    def ask(self, stream: str, told: dict[str, list[Any]]) -> None:
        """Ask for each office that a stream tells of, if it tells of any."""
        kind, name = stream.partition(":")[0], stream_parts(stream)[0]
        for day in days_of(told[stream]) if kind in ASKED else ():
            ASKED[kind](self, name, told, day)
            self.reached[f"asked {kind}"] += 1


def streams(history: Iterable[Recorded]) -> dict[str, list[Any]]:
    """The events of each stream, in order."""
    told: dict[str, list[Any]] = defaultdict(list)
    for entry in history:
        told[entry.stream].append(entry.event)
    return told


def days_of(events: list[Any]) -> list[date]:
    """Every day that the events name as one on which something begins or ends, and the days beside it."""
    named = {
        day
        for event in events
        for day in (event.on, getattr(event, "last_day", None), getattr(event, "effective_from", None))
        if day
    }
    return sorted({LONG_AGO, FAR_AHEAD, *(day + beside * DAY for day in named for beside in (-1, 0, 1))})


def ask_deployment(runner: Runner, name: str, told: dict[str, list[Any]], day: date) -> None:
    """The lead, the QA Lead and the supported school's headteacher of a deployment, as decisions see them."""
    repository = runner.world.brokerage.repository
    deployment, _ = repository.deployment(name)
    assert deployment is not None
    brokered = deployment.brokering.brokered
    events = told[f"deployment:{name}"]
    appointed = deployment.brokering.qa_lead_on(day)
    programme = repository.programme(brokered.programme, brokered.version)
    context = context_of(repository, name, brokered, programme, day)

    assert deployment.brokering.leaders.lead_on(day) == offices.lead_on(events, day)
    assert (appointed.qa_lead if appointed else None) == offices.qa_lead_on(events, day)
    assert (context.headteachers or (None,))[-1] == offices.headteacher_on(
        told[f"organisation:{brokered.school.id}"], day
    )


def ask_organisation(runner: Runner, name: str, told: dict[str, list[Any]], day: date) -> None:
    """The headteacher, the URN and the trust of an organisation."""
    organisation, _ = runner.world.brokerage.repository.organisation(name)
    assert organisation is not None
    known, events = organisation.as_at(day), told[f"organisation:{name}"]

    assert (known.in_post("headteacher") or (None,))[-1] == offices.headteacher_on(events, day)
    assert (known.urn, known.trust) == (offices.urn_on(events, day), offices.trust_on(events, day))


def ask_leader(runner: Runner, name: str, told: dict[str, list[Any]], day: date) -> None:
    """The school that employs a leader."""
    leader, _ = runner.world.brokerage.repository.system_leader(name)
    employment = leader.employed(day)

    assert (employment.school.id if employment else None) == offices.employer_on(
        told[f"system-leader:{name}"], day
    )


ASKED = {"deployment": ask_deployment, "organisation": ask_organisation, "system-leader": ask_leader}

# What must have happened in at least one lifecycle of a hundred.
REACHED = (
    "organisation.trust-joined", "organisation.trust-left", "organisation.alliance-joined", "organisation.urn-issued",
    "organisation.post-taken-up", "organisation.post-left", "system-leader.employed", "system-leader.found-same",
    "deployment.leader-replaced", "deployment.time-renegotiated", "deployment.qa-lead-stood-down",
    "deployment.withholding-lifted", "deployment.reopened", "entry.struck-out",
)  # fmt: skip


@pytest.mark.parametrize("deployments", (("d-1",), ("d-1", "d-2")), ids=("one deployment", "two that share"))
def test_every_office_is_asked_as_at_the_day_whatever_changes(deployments: tuple[str, ...]) -> None:
    reached: Counter[str] = Counter()
    for run in range(FIRST, FIRST + max(1, RUNS // 2)):
        every_lifecycle(deployments, run, reached)

    if os.environ.get("S2SS_COUNTS"):
        print(*(f"{count:7} {name}" for name, count in sorted(reached.items())), sep="\n")  # noqa: T201 -- asked for
    assert min(reached[f"asked {kind}"] for kind in ("deployment", "organisation")) > reached["sequences"]
    if reached["sequences"] >= 100:
        assert not [name for name in REACHED if not reached[f"with {name}"]]


def every_lifecycle(deployments: tuple[str, ...], run: int, reached: Counter[str]) -> None:
    @seed(run)
    @settings(SEQUENCES, derandomize=False)
    @given(sequences(deployments))
    def hold(sequence: Sequence) -> None:
        note(f"run {run}")
        runner = AskingRunner(sequence.scenario, reached, closely=sequence.closely)
        try:
            runner.through(sequence)
            runner.reopen()
            runner.check_whole()
        except BaseException:
            note(runner.script)
            raise
        runner.count()

    hold()
