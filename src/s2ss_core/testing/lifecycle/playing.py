"""A sequence played on a scene, with every invariant held against what comes of it."""

from collections import Counter
from functools import cache

from s2ss_core.errors import BadInput, NotFound
from s2ss_core.events import stored_name
from s2ss_core.rules import Refused
from s2ss_core.store import Recorded
from s2ss_core.testing import invariants
from s2ss_core.testing.asking import Ask
from s2ss_core.testing.invariants import Seen
from s2ss_core.testing.lifecycle.course import Course
from s2ss_core.testing.lifecycle.holding import hold_prefix, hold_whole
from s2ss_core.testing.lifecycle.scene import Opener, Scene, in_memory
from s2ss_core.testing.lifecycle.sequences import Sensibly, Sequence, Step, Straying, Until
from s2ss_core.testing.lifecycle.setting import Setting
from s2ss_core.testing.lifecycle.straying import WAYS
from s2ss_core.testing.model import deployments_in

FOREVER = 80  # steps: no deployment has as many


class Play:
    """One sequence, played on a scene, and every invariant held against it on the way.

    `closely` has the views read after every step. What was asked and what came of it is in `transcript`.
    """

    def __init__(
        self,
        setting: Setting,
        reached: Counter[str] | None = None,
        *,
        closely: bool = True,
        opener: Opener = in_memory,
    ) -> None:
        self.scene = Scene(setting, opener)
        self.closely = closely
        self.reached: Counter[str] = Counter() if reached is None else reached
        self.transcript: list[tuple[str, Ask]] = []

    def through(self, sequence: Sequence) -> None:
        """Play all of it."""
        names = self.scene.setting.deployments
        if sequence.agreed:
            self.scene.resume(agreed(sequence.setting))
        for step in sequence.steps:
            self.take(step)
        for name in names[: sequence.to_the_end]:
            self.go_on(name, FOREVER)

    def take(self, step: Step) -> None:
        """Take one step."""
        name = self.scene.setting.deployments[step.deployment]
        match step:
            case Sensibly():
                self.go_on(name, step.steps)
            case Until():
                self.go_on(name, FOREVER, until=step.command)
            case Straying():
                self.stray(name, step)

    def stray(self, deployment: str, step: Straying) -> None:
        """Take one step off the course."""
        ask = WAYS[step.way](Course(self.scene, deployment), step.variant)
        if ask:
            self.ask(ask)
        for command in ("receive_invoice", "release_instalment") if step.then_release else ():
            due = Course(self.scene, deployment).due()
            ask = next((one for one in due if one.command == command), None)
            if ask:
                self.ask(ask.with_(on=self.scene.today))

    def go_on(self, deployment: str, steps: int, until: str | None = None) -> None:
        """Do what is due, step by step, as long as it is accepted, and until something would be next."""
        for _ in range(steps):
            due = Course(self.scene, deployment).due()
            ask = next(due, None)
            if ask is None or ask.command == until or (until and all(one.command != until for one in due)):
                return
            self.scene.clock.wait_until(ask.on)
            if not self.ask(ask):
                return

    def ask(self, ask: Ask) -> bool:
        """Ask it, and hold what comes of it against the invariants. Gives whether anything was recorded."""
        brokerage, newest = self.scene.brokerage, self.scene.brokerage.store.newest()
        self.reached["asked"] += 1
        try:
            recorded = ask.of(brokerage)
        except Refused as refused:
            self.note("refused", ask)
            invariants.a_refusal_names_its_rules_and_records_nothing.check(brokerage, ask, refused, newest)
            return False
        except (BadInput, NotFound) as wrong:
            self.note(type(wrong).__name__, ask)
            invariants.what_has_not_the_form_of_a_fact_leaves_no_trace.check(brokerage, wrong, newest)
            return False
        self.transcript.append((f"recorded {len(recorded)}", ask))
        self.scene.take(ask, recorded)
        if recorded:
            self.check_prefix(recorded)
        return bool(recorded)

    def note(self, outcome: str, ask: Ask) -> None:
        """Count what came of an ask, and remember both."""
        self.reached[outcome] += 1
        self.transcript.append((outcome, ask))

    def check_prefix(self, recorded: tuple[Recorded, ...]) -> None:
        """Check what holds at every prefix, of what this command moved."""
        hold_prefix(self.scene, recorded, closely=self.closely)

    def check_whole(self) -> None:
        """Check every invariant on all that was recorded."""
        hold_whole(self.scene, closely=self.closely)

    @property
    def seen(self) -> Seen:
        """What invariants look at."""
        return Seen(self.scene.brokerage, self.scene.history)

    @property
    def told(self) -> str:
        """All that was asked, and what came of it: lines to type, given an empty `brokerage` and its clock."""
        return "\n".join(f"{ask}  # {ask.on}: {outcome}" for outcome, ask in self.transcript)

    def count(self) -> None:
        """Count what was recorded, and how many sequences came to it."""
        told = Counter(stored_name(type(entry.event)).name for entry in self.scene.history)
        self.reached["sequences"] += 1
        self.reached.update({f"with {name}": 1 for name in told})
        self.reached.update(told)
        self.reached["with an amended plan was approved"] += told["deployment.plan-approved"] > len(
            deployments_in(self.scene.history)
        )


@cache
def agreed(setting: Setting) -> Scene:
    """A scene in which support may begin in every deployment."""
    play = Play(setting, closely=False)
    for name in setting.deployments:
        play.go_on(name, FOREVER, until="log_visit")
    return play.scene


def played(until: str | None = None, setting: Setting | None = None, opener: Opener = in_memory) -> Play:
    """One deployment in which all was done that comes before a command, or all there is to do."""
    play = Play(setting or Setting(), opener=opener)
    play.go_on("d-1", FOREVER, until=until)
    due = next(Course(play.scene, "d-1").due(), None)
    assert (due.command if due else None) == until, f"{due} is next, and not {until}\n{play.told}"
    return play
