"""What every stage of a course has at hand."""

from datetime import date
from typing import Any

from s2ss_core.events import InstalmentCancelled, InstalmentReleased
from s2ss_core.testing.asking import Ask
from s2ss_core.testing.lifecycle.scene import Scene


class Stage:
    """One deployment on a scene, as far as it has come."""

    def __init__(self, scene: Scene, deployment: str) -> None:
        self.scene = scene
        self.setting = scene.setting
        self.laid_down = scene.setting.laid_down
        self.gates = frozenset((*self.laid_down.gates, *self.laid_down.last_gates))
        self.deployment = deployment
        self.story = scene.story(deployment)

    def ask(self, command: str, /, *, on: date | None = None, **fields: Any) -> Ask:
        """A command about the deployment; today, unless a later day is given."""
        day = max(on or self.scene.today, self.scene.today)
        return Ask(command=command, about=self.deployment, fields={**fields, "on": day})

    def fresh(self, letter: str) -> str:
        """An id that nothing has yet."""
        return self.scene.fresh(f"{letter}-{self.deployment}")

    def settled(self, *, released: bool = False) -> set[int]:
        """The numbers of the instalments released or cancelled, or of those released alone."""
        kinds = (InstalmentReleased,) if released else (InstalmentReleased, InstalmentCancelled)
        return {one.instalment for one in self.story.any_of(*kinds)}
