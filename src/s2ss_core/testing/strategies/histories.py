"""Strategies for whole histories, valid ones and ones with a breach planted in them, and for commands."""

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
    """What was recorded, in order, and the lines one types to have it recorded, which a failing test prints."""

    entries: tuple[Recorded, ...]
    script: str
    scenario: Scenario

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self.entries)} entries, told in {self.script.count(NEW_LINE) + 1} lines>"


@attrs.frozen(repr=False)
class Breach(History):
    """A history of which the last entries break one rule; what came before them is valid."""

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
    """Histories that commands made under a programme and a kind of funding, its first where none is named.

    Each is some steps long, or runs to the end where it is `whole`. At most so many steps deviate from the happy path:
    told despite, struck out, put right, or refused, which leaves no entry.
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
    """The valid command: what is due next in a deployment in a world. Empty where nothing is."""
    due = next(HappyPath(world, deployment).due(), None)
    return st.just(due) if due else st.nothing()


def adversarial_commands(world: World, deployment: str = "d-1") -> "st.SearchStrategy[CommandCall]":
    """Commands out of turn, wrong, despite, repeated, corrective: some are refused, and some are not.

    Some are told weeks late: drawing one may let the world's clock go on.
    """

    def asked(deviation: str, variant: int) -> CommandCall | None:
        return DEVIATIONS[deviation](HappyPath(world, deployment), variant)

    drawn = st.builds(asked, st.sampled_from(sorted(DEVIATIONS)), st.integers(0, 59))
    return drawn.filter(bool)  # type: ignore[return-value]


def breaches(code: str) -> "st.SearchStrategy[Breach]":
    """A valid history with one breach of a rule planted at its end: of that rule, and of no other.

    It is recorded all the same, as no command does, so that an audit or a view can be shown it. Raises ValueError for
    a rule that has no breach, with the reason.
    """
    if code not in RULE_BREACHES:
        raise ValueError(f"{code} has no breach: {WITHOUT.get(code, 'there is no such rule')}")
    return st.builds(_planted, st.just(code), st.booleans())


def _planted(code: str, judged_by_funder: bool) -> Breach:
    breach = RULE_BREACHES[code]
    by_funder = judged_by_funder and code != "S2SS-R11"  # where the funder judges, it is one that may
    runner = Runner(breach.scenario_of(Scenario(judged_by_funder=by_funder)), closely=False)
    call = breach.asked(runner)
    assert call is not None, f"the breach of {code} has nothing to ask"
    found = broken_by(runner, call)
    assert found == {code}, f"the breach of {code} breaks {sorted(found)}"
    planted = record_regardless(runner, call)
    script = f"{runner.script}\n{call}  # {call.on}: planted, against {code}"
    note(script)
    return Breach(tuple(runner.world.history), script, runner.world.scenario, code, planted)
