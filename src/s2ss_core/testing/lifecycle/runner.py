"""`Runner`: plays steps on a brokerage and checks the invariants on the way."""

from collections import Counter
from functools import cache

from s2ss_core.errors import BadInput, NotFound
from s2ss_core.events import InstalmentReleased, PaymentMade, stored_name
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

FOREVER = 80  # steps: more than any deployment has


class Runner:
    """Plays steps in a `World` for a `Scenario`, and checks the invariants after each command.

    `closely` also reads the views after each command. `opener` opens the brokerage, in memory by default. `transcript`
    has the outcome and the call of every command. `reached` counts commands, outcomes and events; pass one `Counter`
    to several runners to add them up.
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
        """Play a whole sequence. Raises AssertionError if an invariant does not hold."""
        names = self.world.scenario.deployments
        if sequence.agreed:
            self.world.resume(agreed(sequence.scenario))
        for step in sequence.steps:
            self.take(step)
        for name in names[: sequence.to_the_end]:
            self.go_on(name, FOREVER)

    def take(self, step: Step) -> None:
        """Play one step. Raises AssertionError if an invariant does not hold."""
        name = self.world.scenario.deployments[step.deployment]
        match step:
            case SensibleSteps():
                self.go_on(name, step.steps)
            case StepsUntil():
                self.go_on(name, FOREVER, until=step.command)
            case DeviationStep():
                self.deviate(name, step)

    def deviate(self, deployment: str, step: DeviationStep) -> None:
        """Play one deviation, and perhaps try to invoice and release an instalment after it."""
        call = DEVIATIONS[step.deviation](HappyPath(self.world, deployment), step.variant)
        if call:
            self.call(call)
        for command in ("receive_invoice", "release_instalment") if step.then_release else ():
            due = HappyPath(self.world, deployment).due()
            call = next((next_call for next_call in due if next_call.command == command), None)
            if call:
                self.call(call.with_(on=self.world.today))

    def go_on(self, deployment: str, steps: int, until: str | None = None) -> None:
        """Play up to so many commands of the happy path, until a command is refused or the command `until` is due."""
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
        """Call a command and check the invariants. Returns whether it recorded anything.

        Raises AssertionError if an invariant does not hold.
        """
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
        """Add an outcome and its call to the transcript, and count the outcome."""
        self.reached[outcome] += 1
        self.transcript.append((outcome, call))

    def check_prefix(self, recorded: tuple[Recorded, ...]) -> None:
        """Check the invariants that hold after every command, on these new events."""
        hold_prefix(self.world, recorded, closely=self.closely)

    def check_whole(self) -> None:
        """Check every invariant on the whole history. Raises AssertionError."""
        hold_whole(self.world, closely=self.closely)

    @property
    def observed(self) -> ObservedHistory:
        """The brokerage and the history so far, for invariants."""
        return ObservedHistory(self.world.brokerage, self.world.history)

    @property
    def script(self) -> str:
        """All commands as lines of Python for an empty `brokerage`, each with its day and outcome as a comment."""
        return "\n".join(f"{call}  # {call.on}: {outcome}" for outcome, call in self.transcript)

    def count(self) -> None:
        """Add the recorded events to `reached`, and one sequence for each of their names."""
        events = Counter(stored_name(type(entry.event)).name for entry in self.world.history)
        self.reached["sequences"] += 1
        self.reached.update({f"with {name}": 1 for name in events})
        self.reached.update(events)
        self.reached["with another leg was paid"] += any(
            settled.of.name in {"invoice", "cost"}
            for payment in self.world.recorded(PaymentMade)
            for settled in payment.settles
        )
        self.reached["with a supplement was released"] += any(
            release.part > 1 for release in self.world.recorded(InstalmentReleased)
        )
        self.reached["with an amended plan was approved"] += events["deployment.plan-approved"] > len(
            deployments_in(self.world.history)
        )


@cache
def agreed(scenario: Scenario) -> World:
    """A world in which every deployment has its signed agreement, so that support may begin."""
    runner = Runner(scenario, closely=False)
    for name in scenario.deployments:
        runner.go_on(name, FOREVER, until="log_visit")
    return runner.world


def played(until: str | None = None, scenario: Scenario | None = None, opener: Opener = in_memory) -> Runner:
    """Play the happy path of one deployment, `d-1`, until the command `until` is due, or to the end.

    Raises AssertionError if the command does not come up.
    """
    runner = Runner(scenario or Scenario(), opener=opener)
    runner.go_on("d-1", FOREVER, until=until)
    due = next(HappyPath(runner.world, "d-1").due(), None)
    assert (due.command if due else None) == until, f"{due} is due, not {until}\n{runner.script}"
    return runner
