"""A breach of one rule in a history that was valid before: the steps that lead to it, and the fact that breaks it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from s2ss_core.store import Append, Recorded
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.deviations import DEVIATIONS
from s2ss_core.testing.lifecycle.happy_path import HappyPath
from s2ss_core.testing.lifecycle.runner import FOREVER, Runner
from s2ss_core.testing.lifecycle.scenario import Scenario

NOTHING: Mapping[str, Any] = MappingProxyType({})
DEPLOYMENT = "d-1"


@attrs.frozen
class Played:
    """The step of everything that the happy path has to do before this command."""

    until: str


Step = str | tuple[str, Mapping[str, Any]] | tuple[str, int] | tuple[str, int, Mapping[str, Any]]


@attrs.frozen
class RuleBreach:
    """The recipe that breaks one rule.

    1. Play the happy path until the command `until` is due, or to the end if it is None.
    2. Take the steps `first`, each of which must be accepted: a command that is due, a command with other fields, a
       deviation with its variant and perhaps with other fields too, or everything until a command is due.
    3. Take the step that breaks the rule: the `deviation`, or the `command` (`until` if there is none), with `fields`.

    `scenario` has the fields of the `Scenario` that must have a certain value.
    """

    until: str | None
    command: str | None = None
    fields: Mapping[str, Any] = NOTHING
    deviation: tuple[str, int] | None = None
    first: "tuple[Step | Played, ...]" = ()
    scenario: Mapping[str, Any] = NOTHING

    def scenario_of(self, usual: Scenario) -> Scenario:
        """The usual scenario, changed as far as this breach needs it."""
        return attrs.evolve(usual, **self.scenario)

    def breaking_call(self, runner: Runner) -> CommandCall | None:
        """Play the steps before the breach, and return the call that breaks the rule; None if a step is impossible."""
        reach(runner, self.until)
        for earlier in self.first:
            if isinstance(earlier, Played):
                reach(runner, earlier.until)
                continue
            call = call_for(runner, earlier)
            if call is None or not runner.call(call):
                return None
        call = call_for(runner, self.deviation or self.command or self.until or "")
        call = attrs.evolve(call.with_(**self.fields), despite=None) if call else None
        if call:
            runner.world.clock.wait_until(call.on)
        return call


def reach(runner: Runner, command: str | None) -> None:
    """Play the happy path until this command is due, or to the end."""
    for _ in range(FOREVER):
        call = next(HappyPath(runner.world, DEPLOYMENT).due(), None)
        if call is None or call.command == command:
            return
        runner.world.clock.wait_until(call.on)
        runner.call(call)


def call_for(runner: Runner, step: Step) -> CommandCall | None:
    """The call for a step, once the clock has reached its day; None if the step is not possible."""
    happy_path = HappyPath(runner.world, DEPLOYMENT)
    name, how, *more = step if isinstance(step, tuple) else (step, NOTHING)
    if isinstance(how, int):
        call = DEVIATIONS[name](happy_path, how)
        call = call.with_(**dict(*more)) if call else None
    else:
        due = next((due_call for due_call in happy_path.due() if due_call.command == name), None)
        call = due.with_(**how) if due else None
    if call:
        runner.world.clock.wait_until(call.on)
    return call


def broken_by(runner: Runner, call: CommandCall) -> set[str]:
    """The codes of the rules that a call would break."""
    return {broken.rule.code for broken in call.why_not(runner.world.brokerage)}


def record_regardless(runner: Runner, call: CommandCall) -> tuple[Recorded, ...]:
    """Append the events of a call even though it breaks rules, which no command does."""
    brokerage = runner.world.brokerage.acting_as(call.by)
    command: Any = getattr(type(brokerage), call.command)
    subject, fact = command.build(() if call.about is None else (call.about,), call.fields)
    with brokerage.repository.current():
        entries = command.prepare(brokerage.repository, command.decide, subject, fact).entries
    appends = [
        Append(entry.stream, entry.after, entry.decision.events) for entry in entries if entry.decision.events
    ]
    recorded = brokerage.store.append(appends, at=runner.world.clock(), by=call.by)
    runner.world.take(call, recorded)
    return recorded
