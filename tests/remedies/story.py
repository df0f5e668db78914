"""A refusal in a story that is told fact by fact: `tests.scenarios.case_one`, and what a test makes of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs

from s2ss_core.events import EntryStruckOut, GrantEvent, derived_fields
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle import Runner
from s2ss_core.testing.lifecycle.cast import GRANT, person
from s2ss_core.testing.lifecycle.scenario import Scenario
from s2ss_core.testing.strategies.breach import DEPLOYMENT
from s2ss_core.values import Cause
from tests.remedies.remedy import Made, take
from tests.scenarios.case_one import Despite
from tests.scenarios.facts import ALL_THE_SAME, COMMANDS, WITHOUT_SUBJECT


@attrs.frozen
class Told:
    """What happened, fact by fact, and the fact that is refused then."""

    facts: Iterable[Any]
    refused: Any

    def scenario_of(self, usual: Scenario) -> Scenario:
        """The usual scenario: the story plays no part of it but its first day."""
        return usual

    def breaking_call(self, runner: Runner) -> CommandCall:
        """Tell what happened, and return the call that is refused."""
        take(runner, *tell(*self.facts))
        call = call_of(self.refused)
        runner.world.clock.wait_until(call.on)
        return call


def tell(*facts: Any) -> tuple[Made, ...]:
    """The steps that record facts, one after the other."""
    return tuple(map(told, facts))


def told(fact: Any) -> Made:
    """The step that records a fact."""
    return lambda _: call_of(fact)


def call_of(fact: Any) -> CommandCall:
    """The command that records a fact."""
    if isinstance(fact, Despite):
        return attrs.evolve(call_of(fact.fact), despite=ALL_THE_SAME)
    return CommandCall(command=COMMANDS[type(fact)], about=_about(fact), fields=_fields(fact), by="u-7")


def strike(of: Cause, on: date) -> EntryStruckOut:
    """That an entry was wrong."""
    return EntryStruckOut(
        of=of, on=on, cause="wrong-details", reason="It is not so.", asked_by=person("u-1"), agreed_by=person("u-2")
    )  # fmt: skip


def _about(fact: Any) -> str | None:
    if isinstance(fact, WITHOUT_SUBJECT):
        return None
    return GRANT if isinstance(fact, GrantEvent) else DEPLOYMENT


def _fields(fact: Any) -> dict[str, Any]:
    derived = derived_fields(type(fact))
    names = [field.name for field in attrs.fields(type(fact)) if field.name not in derived]
    return {name: getattr(fact, name) for name in names}
