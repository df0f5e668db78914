"""Hypothesis state machines for deployments, leaders' years and grants, which are compared with a plain model.

Run one as it is, or with your own back end, `Brokerage` or programme:

    class Ours(DeploymentLifecycle):
        brokerage = OurBrokerage
        programme = load("north-trust.toml")

    TestOurs = Ours.TestCase

Hypothesis shrinks a failure to a few steps and prints them as lines of Python.
"""

from s2ss_core.testing.stateful.deployment import DeploymentLifecycle
from s2ss_core.testing.stateful.grant import GrantLifecycle
from s2ss_core.testing.stateful.leader_year import LeaderYearLifecycle
from s2ss_core.testing.stateful.machine import Machine

__all__ = ["DeploymentLifecycle", "GrantLifecycle", "LeaderYearLifecycle", "Machine"]
