"""The base class of the stages of the happy path."""

from datetime import date
from typing import Any

from s2ss_core.events import InstalmentCancelled, InstalmentReleased
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.world import World
from s2ss_core.values import INSTALMENT


class Stage:
    """One deployment in a world: its scenario, its gates and its plain model so far."""

    def __init__(self, world: World, deployment: str) -> None:
        self.world = world
        self.scenario = world.scenario
        self.laid_down = world.scenario.laid_down
        self.gates = frozenset((*self.laid_down.gates, *self.laid_down.last_gates))
        self.deployment = deployment
        self.story = world.story(deployment)

    def call(self, command: str, /, *, on: date | None = None, **fields: Any) -> CommandCall:
        """A call about the deployment, dated today or on a later day if one is given."""
        day = max(on or self.world.today, self.world.today)
        return CommandCall(command=command, about=self.deployment, fields={**fields, "on": day})

    def fresh(self, letter: str) -> str:
        """An id that is not in use yet."""
        return self.world.fresh(f"{letter}-{self.deployment}")

    def settled(self, leg: str = INSTALMENT, *, released: bool = False) -> set[int]:
        """The numbers of the instalments of a leg that were released or cancelled, or only of those `released`."""
        kinds = (InstalmentReleased,) if released else (InstalmentReleased, InstalmentCancelled)
        return {event.instalment for event in self.story.any_of(*kinds) if event.leg == leg}
