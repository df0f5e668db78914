"""A sequence played in a world, with every invariant held against what comes of it."""

from collections import Counter
from functools import cache

from s2ss_core.errors import BadInput, NotFound
from s2ss_core.events import stored_name
from s2ss_core.rules import Refused
from s2ss_core.store import Recorded
from s2ss_core.testing import invariants
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.invariants import ObservedHistory
from s2ss_core.testing.lifecycle.checks import hold_prefix, hold_whole
from s2ss_core.testing.lifecycle.deviations import DEVIATIONS
from s2ss_core.testing.lifecycle.happy_path import HappyPath
from s2ss_core.testing.lifecycle.scenario import Scenario
from s2ss_core.testing.lifecycle.sequences import DeviationStep, SensibleSteps, Sequence, Step, StepsUntil
from s2ss_core.testing.lifecycle.world import Opener, World, in_memory
from s2ss_core.testing.model import deployments_in

FOREVER = 80  # steps: no deployment has as many


class Runner:
    """One sequence, played in a world, and every invariant held against it on the way.

    `closely` has the views read after every step. What was asked and what came of it is in `transcript`.
    """

    def __init__(
        self,
        scenario: Scenario,
        reached: Counter[str] | None = None,
        *,
        closely: bool = True,
        opener: Opener = in_memory,
    ) -> None:
        self.world = World(scenario, opener)
        self.closely = closely
        self.reached: Counter[str] = Counter() if reached is None else reached
        self.transcript: list[tuple[str, CommandCall]] = []

    def through(self, sequence: Sequence) -> None:
        """Play all of it."""
        names = self.world.scenario.deployments
        if sequence.agreed:
            self.world.resume(agreed(sequence.scenario))
        for step in sequence.steps:
            self.take(step)
        for name in names[: sequence.to_the_end]:
            self.go_on(name, FOREVER)

    def take(self, step: Step) -> None:
        """Take one step."""
        name = self.world.scenario.deployments[step.deployment]
        match step:
            case SensibleSteps():
                self.go_on(name, step.steps)
            case StepsUntil():
                self.go_on(name, FOREVER, until=step.command)
            case DeviationStep():
                self.deviate(name, step)

    def deviate(self, deployment: str, step: DeviationStep) -> None:
        """Take one step off the happy path."""
        call = DEVIATIONS[step.deviation](HappyPath(self.world, deployment), step.variant)
        if call:
            self.call(call)
        for command in ("receive_invoice", "release_instalment") if step.then_release else ():
            due = HappyPath(self.world, deployment).due()
            call = next((next_call for next_call in due if next_call.command == command), None)
            if call:
                self.call(call.with_(on=self.world.today))

    def go_on(self, deployment: str, steps: int, until: str | None = None) -> None:
        """Do what is due, step by step, as long as it is accepted, and until something would be next."""
        for _ in range(steps):
            due = HappyPath(self.world, deployment).due()
            call = next(due, None)
            if (
                call is None
                or call.command == until
                or (until and all(next_call.command != until for next_call in due))
            ):
                return
            self.world.clock.wait_until(call.on)
            if not self.call(call):
                return

    def call(self, call: CommandCall) -> bool:
        """Ask it, and hold what comes of it against the invariants. Gives whether anything was recorded."""
        brokerage, newest = self.world.brokerage, self.world.brokerage.store.newest()
        self.reached["asked"] += 1
        try:
            recorded = call.of(brokerage)
        except Refused as refused:
            self.note("refused", call)
            invariants.a_refusal_names_its_rules_and_records_nothing.check(brokerage, call, refused, newest)
            return False
        except (BadInput, NotFound) as wrong:
            self.note(type(wrong).__name__, call)
            invariants.what_has_not_the_form_of_a_fact_leaves_no_trace.check(brokerage, wrong, newest)
            return False
        self.transcript.append((f"recorded {len(recorded)}", call))
        self.world.take(call, recorded)
        if recorded:
            self.check_prefix(recorded)
        return bool(recorded)

    def note(self, outcome: str, call: CommandCall) -> None:
        """Count what came of a call, and remember both."""
        self.reached[outcome] += 1
        self.transcript.append((outcome, call))

    def check_prefix(self, recorded: tuple[Recorded, ...]) -> None:
        """Check what holds at every prefix, of what this command moved."""
        hold_prefix(self.world, recorded, closely=self.closely)

    def check_whole(self) -> None:
        """Check every invariant on all that was recorded."""
        hold_whole(self.world, closely=self.closely)

    @property
    def observed(self) -> ObservedHistory:
        """What invariants look at."""
        return ObservedHistory(self.world.brokerage, self.world.history)

    @property
    def script(self) -> str:
        """All that was asked, and what came of it: lines to type, given an empty `brokerage` and its clock."""
        return "\n".join(f"{call}  # {call.on}: {outcome}" for outcome, call in self.transcript)

    def count(self) -> None:
        """Count what was recorded, and how many sequences came to it."""
        script = Counter(stored_name(type(entry.event)).name for entry in self.world.history)
        self.reached["sequences"] += 1
        self.reached.update({f"with {name}": 1 for name in script})
        self.reached.update(script)
        self.reached["with an amended plan was approved"] += script["deployment.plan-approved"] > len(
            deployments_in(self.world.history)
        )


@cache
def agreed(scenario: Scenario) -> World:
    """A world in which support may begin in every deployment."""
    runner = Runner(scenario, closely=False)
    for name in scenario.deployments:
        runner.go_on(name, FOREVER, until="log_visit")
    return runner.world


def played(until: str | None = None, scenario: Scenario | None = None, opener: Opener = in_memory) -> Runner:
    """One deployment in which all was done that comes before a command, or all there is to do."""
    runner = Runner(scenario or Scenario(), opener=opener)
    runner.go_on("d-1", FOREVER, until=until)
    due = next(HappyPath(runner.world, "d-1").due(), None)
    assert (due.command if due else None) == until, f"{due} is next, and not {until}\n{runner.script}"
    return runner
