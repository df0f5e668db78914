"""Strategies for whole histories, with or without a breach of a rule, and for commands."""

from typing import Any

import attrs
from hypothesis import note
from hypothesis import strategies as st

from s2ss_core.programmes import Programme
from s2ss_core.store import Recorded
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.deviations import DEVIATIONS
from s2ss_core.testing.lifecycle.happy_path import HappyPath
from s2ss_core.testing.lifecycle.runner import FOREVER, Runner
from s2ss_core.testing.lifecycle.scenario import EXCEED, Scenario
from s2ss_core.testing.lifecycle.sequences import Step, scenarios_of, steps
from s2ss_core.testing.lifecycle.world import World
from s2ss_core.testing.strategies.breach import broken_by, record_regardless
from s2ss_core.testing.strategies.rule_breaches import RULE_BREACHES, WITHOUT
from s2ss_core.values import FundingKind

NEW_LINE = "\n"


@attrs.frozen(repr=False)
class History:
    """A history: its entries in order, and the script of commands that recorded them, which a failing test prints.

    `script` has one line of Python for each command, with its day and its outcome as a comment. `scenario` is the
    programme, funding and terms that it was drawn for.
    """

    entries: tuple[Recorded, ...]
    script: str
    scenario: Scenario

    def __repr__(self) -> str:
        lines = self.script.count(NEW_LINE) + 1
        return f"<{type(self).__name__} of {len(self.entries)} entries, recorded by {lines} commands>"

    # Hypothesis prints the fields of attrs classes, whatever their repr: the scenario's programme alone is 40 kB.
    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002  the printer's protocol
        printer.text(repr(self))


@attrs.frozen(repr=False)
class Breach(History):
    """A history whose last entries, `planted`, break the rule with this `code`. All entries before them are valid."""

    code: str
    planted: tuple[Recorded, ...]


def histories(
    programme: Programme = EXCEED,
    funding: FundingKind | None = None,
    *,
    deployments: tuple[str, ...] = ("d-1",),
    most_deviations: int = 0,
    whole: bool = False,
) -> "st.SearchStrategy[History]":
    """Histories that commands recorded under a programme and a kind of funding (by default the programme's first).

    Each history is a few steps long, or runs to the end if `whole`. At most `most_deviations` steps leave the happy
    path: they are recorded despite rules, struck out, corrected, or refused, which leaves no entry.
    """

    def played(scenario: Scenario, taken: tuple[Step, ...]) -> History:
        runner = Runner(scenario, closely=False)
        for step in taken:
            runner.take(step)
        for name in scenario.deployments if whole else ():
            runner.go_on(name, FOREVER)
        note(runner.script)
        return History(tuple(runner.world.history), runner.script, scenario)

    drawn = steps(len(deployments), most_deviations=most_deviations)
    return st.builds(played, scenarios_of(programme, funding, deployments), drawn)


def commands(world: World, deployment: str = "d-1") -> "st.SearchStrategy[CommandCall]":
    """The valid command that is due next in a deployment of a world. The strategy is empty if nothing is due."""
    due = next(HappyPath(world, deployment).due(), None)
    return st.just(due) if due else st.nothing()


def adversarial_commands(world: World, deployment: str = "d-1") -> "st.SearchStrategy[CommandCall]":
    """Commands that leave the happy path: too early, wrong, despite, repeated or corrective. Some are accepted.

    Some are recorded weeks late, so drawing one may advance the world's clock.
    """

    def call(deviation: str, variant: int) -> CommandCall | None:
        return DEVIATIONS[deviation](HappyPath(world, deployment), variant)

    drawn = st.builds(call, st.sampled_from(sorted(DEVIATIONS)), st.integers(0, 59))
    return drawn.filter(bool)  # type: ignore[return-value]


def breaches(code: str) -> "st.SearchStrategy[Breach]":
    """Valid histories with one breach at the end, of the rule with this code and of no other.

    No command records such a breach. Use it to test that your audit or view notices it. Raises ValueError with the
    reason for a rule without a breach; `WITHOUT` has all reasons.
    """
    if code not in RULE_BREACHES:
        raise ValueError(f"{code} has no breach: {WITHOUT.get(code, 'there is no such rule')}")
    return st.builds(_planted, st.just(code), st.booleans())


def _planted(code: str, judged_by_funder: bool) -> Breach:
    breach = RULE_BREACHES[code]
    by_funder = judged_by_funder and code != "S2SS-R11"  # R11 needs a funder that may not judge
    runner = Runner(breach.scenario_of(Scenario(judged_by_funder=by_funder)), closely=False)
    call = breach.breaking_call(runner)
    assert call is not None, f"the steps to the breach of {code} are not possible"
    broken = broken_by(runner, call)
    assert broken == {code}, f"the breach of {code} breaks {sorted(broken)}"
    planted = record_regardless(runner, call)
    script = f"{runner.script}\n{call}  # {call.on}: planted, against {code}"
    note(script)
    return Breach(tuple(runner.world.history), script, runner.world.scenario, code, planted)
