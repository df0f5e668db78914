"""Random lifecycles of deployments: the happy path under any programme, and deviations from it.

`HappyPath` gives the commands that are due in a deployment under its programme. `DEVIATIONS` are what people also do:
mistakes, corrections, facts out of turn. `sequences` draws steps of both kinds, and `Runner` plays them on a real
`Brokerage` and checks the invariants on the way.

    runner = played("hold_review")  # everything before the first review
    print(runner.script)  # every command so far, as Python
"""

from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.deviations import DEVIATIONS, Deviation
from s2ss_core.testing.lifecycle.happy_path import HappyPath
from s2ss_core.testing.lifecycle.runner import Runner, played
from s2ss_core.testing.lifecycle.scenario import Scenario, periods_of, terms_of
from s2ss_core.testing.lifecycle.sequences import (
    DeviationStep,
    SensibleSteps,
    Sequence,
    Step,
    StepsUntil,
    scenarios_of,
    sequences,
    steps,
)
from s2ss_core.testing.lifecycle.world import Clock, Opener, World, in_memory
from s2ss_core.testing.source_repr import source_repr

__all__ = [
    "DEVIATIONS",
    "Clock",
    "CommandCall",
    "Deviation",
    "DeviationStep",
    "HappyPath",
    "Opener",
    "Runner",
    "Scenario",
    "SensibleSteps",
    "Sequence",
    "Step",
    "StepsUntil",
    "World",
    "in_memory",
    "periods_of",
    "played",
    "scenarios_of",
    "sequences",
    "source_repr",
    "steps",
    "terms_of",
]
