"""One breach of a rule, planted in a history that was valid up to then: a way there, and a fact recorded all the same."""

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
Step = str | tuple[str, Mapping[str, Any]] | tuple[str, int]


@attrs.frozen
class RuleBreach:
    """How a rule is broken: all is done until a command would be next (everything, where it is None); then what comes
    `first` is asked, by command, by command with other fields, or by deviation; then what breaks it, a command
    or a way with other `fields`.
    """

    until: str | None
    command: str | None = None
    fields: Mapping[str, Any] = NOTHING
    deviation: tuple[str, int] | None = None
    first: "tuple[Step, ...]" = ()
    scenario: Mapping[str, Any] = NOTHING

    def scenario_of(self, usual: Scenario) -> Scenario:
        """The setting it needs, like the usual one wherever it may be."""
        return attrs.evolve(usual, **self.scenario)

    def asked(self, runner: Runner) -> CommandCall | None:
        """Play on until then, and give what is to be asked on the day it says, or None where the happy path does not have it."""
        reach(runner, self.until)
        for earlier in self.first:
            call = found(runner, earlier)
            if call is None or not runner.call(call):
                return None
        call = found(runner, self.deviation or self.command or self.until or "")
        call = attrs.evolve(call.with_(**self.fields), despite=None) if call else None
        if call:
            runner.world.clock.wait_until(call.on)
        return call


def reach(runner: Runner, command: str | None) -> None:
    """Do what is due until a command is next, or to the end."""
    for _ in range(FOREVER):
        call = next(HappyPath(runner.world, DEPLOYMENT).due(), None)
        if call is None or call.command == command:
            return
        runner.world.clock.wait_until(call.on)
        runner.call(call)


def found(runner: Runner, what: Step) -> CommandCall | None:
    """The next such command that is due, or what a deviation gives; time goes by until its day."""
    happy_path = HappyPath(runner.world, DEPLOYMENT)
    name, how = what if isinstance(what, tuple) else (what, NOTHING)
    if isinstance(how, int):
        call = DEVIATIONS[name](happy_path, how)
    else:
        due = next((due_call for due_call in happy_path.due() if due_call.command == name), None)
        call = due.with_(**how) if due else None
    if call:
        runner.world.clock.wait_until(call.on)
    return call


def broken_by(runner: Runner, call: CommandCall) -> set[str]:
    """The codes of the rules that stand in the way of a call."""
    return {broken.rule.code for broken in call.why_not(runner.world.brokerage)}


def record_regardless(runner: Runner, call: CommandCall) -> tuple[Recorded, ...]:
    """Record what a call would record, whatever stands in its way, as no command does."""
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
