"""Lifecycles made up at random: what is due next under any programme, and every deviation from it.

`HappyPath` knows what is due in a deployment, as its programme has it; `DEVIATIONS` are what people also do; `sequences` draws
steps of both kinds, and `Runner` plays them against a real brokerage, with every invariant held on the way.
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
