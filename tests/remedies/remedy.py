"""A remedy: what a refusal says would clear it, the situation in which it says so, and the commands that do what it says."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Protocol

import attrs

from s2ss_core.rules import Broken
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle import HappyPath, Runner
from s2ss_core.testing.lifecycle.scenario import Scenario
from s2ss_core.testing.strategies.breach import DEPLOYMENT, NOTHING, Played, call_for, reach
from s2ss_core.testing.strategies.rule_breaches import RULE_BREACHES, TWO_TERMS

Made = Callable[[Runner], CommandCall]


Step = str | tuple[str, Mapping[str, Any]] | tuple[str, int] | Made
DIFFERS = "…"


@attrs.frozen(kw_only=True)
class Situation:
    """A deployment that has come so far, and the command that is asked for then.

    1. Play the happy path until the command `until` is due, or to the end if it is None.
    2. Take the steps `first`, each of which must be accepted.
    3. Ask for the `command` (`until` if there is none), with `fields` changed.
    """

    until: str | None
    first: tuple[Step | Played, ...] = ()
    command: Step | None = None
    fields: Mapping[str, Any] = NOTHING
    scenario: Mapping[str, Any] = TWO_TERMS

    def scenario_of(self, usual: Scenario) -> Scenario:
        """The usual scenario, changed as far as this situation needs it."""
        return attrs.evolve(usual, **self.scenario)

    def breaking_call(self, runner: Runner) -> CommandCall:
        """Play the steps before, and return the call that is refused."""
        reach(runner, self.until)
        take(runner, *self.first)
        call = call_of(runner, self.command or self.until or "")
        call = attrs.evolve(call.with_(**self.fields), despite=None)
        runner.world.clock.wait_until(call.on)
        return call


class Refusal(Protocol):
    """What leads to the command that is refused."""

    def scenario_of(self, usual: Scenario) -> Scenario:
        """The usual scenario, changed as far as the refusal needs it."""

    def breaking_call(self, runner: Runner) -> CommandCall | None:
        """Play the steps before, and return the call that is refused; None if a step is impossible."""


@attrs.frozen
class Said:
    """A fact that the refusal states, as the value of a field."""

    name: str
    read: Callable[[str], Any] = str

    def of(self, facts: Mapping[str, str]) -> Any:
        """The value that the refusal gives."""
        return self.read(facts[self.name])


@attrs.frozen
class AsDue:
    """The value that the happy path gives this field: what somebody who knows the deployment would say."""


AS_DUE = AsDue()
Value = Any


@attrs.frozen(kw_only=True)
class Remedy:
    """What is done about a refusal: first some steps, then the same command, with what it `says` otherwise.

    `words` is the advice of the refusal, with `…` for what differs from case to case. `with_it` has the codes of the
    rules that are broken in the same situation, and cleared by the same remedy. Where the advice is to use another
    command, `instead` makes it.
    """

    code: str
    words: str
    situation: Refusal | None = None
    first: tuple[Step | Played, ...] = ()
    says: Mapping[str, Value] = MappingProxyType({})
    instead: Step | None = None
    with_it: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.code} {self.words[:60]}"

    def fits(self, advice: str) -> bool:
        """Whether an advice is the one that this remedy carries out."""
        return fits(self.words, advice)

    def refused(self, scenario: Scenario) -> tuple[Runner, CommandCall]:
        """The deployment in which the command is refused, and the command."""
        situation = self.situation or RULE_BREACHES[self.code]
        runner = Runner(situation.scenario_of(scenario), closely=False)
        call = situation.breaking_call(runner)
        assert call is not None, f"the steps that lead to {self} are not possible"
        return runner, call

    def carried_out(self, runner: Runner, call: CommandCall, broken: Broken) -> CommandCall:
        """Do what the refusal says, and return the command that is then asked for."""
        take(runner, *self.first)
        if self.instead:
            return call_of(runner, self.instead)
        again = call.with_(**self.fields(runner, call, dict(broken.facts)))
        runner.world.clock.wait_until(again.on)
        return again

    def fields(self, runner: Runner, call: CommandCall, facts: Mapping[str, str]) -> dict[str, Any]:
        """What the command says otherwise."""
        return {name: _value(runner, call, facts, name, value) for name, value in self.says.items()}


def _value(runner: Runner, call: CommandCall, facts: Mapping[str, str], name: str, value: Value) -> Any:
    match value:
        case Said():
            return value.of(facts)
        case AsDue():
            due = HappyPath(runner.world, DEPLOYMENT).due()
            return next(other.fields[name] for other in due if other.command == call.command)
        case _ if callable(value):
            return value(runner)
    return value


def call_of(runner: Runner, step: Step) -> CommandCall:
    """The call of a step, once the clock has reached its day."""
    call = step(runner) if callable(step) else call_for(runner, step)
    assert call is not None, f"{step} is not possible now"
    runner.world.clock.wait_until(call.on)
    return call


def take(runner: Runner, *steps: Step | Played) -> None:
    """Take steps, each of which must be accepted."""
    for step in steps:
        if isinstance(step, Played):
            reach(runner, step.until)
            continue
        call = call_of(runner, step)
        assert runner.call(call), f"{call} is refused"


def ask(command: str, about: str | None = DEPLOYMENT, /, **fields: Any) -> Made:
    """The step of a command that the happy path does not have, dated today unless another day is given."""
    return lambda runner: CommandCall(
        command=command,
        about=about,
        fields={
            "on": runner.world.today,
            **{name: value(runner) if callable(value) else value for name, value in fields.items()},
        },
    )


def happy(make: Callable[[HappyPath], CommandCall], **fields: Any) -> Made:
    """The step of a command that the happy path can make, also when it is not due, with other fields."""
    return lambda runner: make(HappyPath(runner.world, DEPLOYMENT)).with_(**fields)


def today(runner: Runner) -> date:
    """The day that the clock shows."""
    return runner.world.today


def fits(words: str, advice: str) -> bool:
    """Whether an advice is in these words, in which `…` stands for what differs from case to case."""
    pattern = ".+".join(re.escape(part) for part in words.split(DIFFERS))
    return re.fullmatch(pattern, advice) is not None
