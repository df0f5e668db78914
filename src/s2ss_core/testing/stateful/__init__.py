"""Machines that live through deployments, leaders' years and grants, step by random step, beside a plain model.

Run one as it is, or with your own back end, your own `Brokerage` or your own programme:

    class Ours(DeploymentLifecycle):
        brokerage = OurBrokerage
        programme = load("north-trust.toml")

    TestOurs = Ours.TestCase

What fails is shrunk to a few steps, and printed as the lines one types.
"""

from s2ss_core.testing.stateful.deployment import DeploymentLifecycle
from s2ss_core.testing.stateful.grant import GrantLifecycle
from s2ss_core.testing.stateful.leader_year import LeaderYearLifecycle
from s2ss_core.testing.stateful.machine import Machine

__all__ = ["DeploymentLifecycle", "GrantLifecycle", "LeaderYearLifecycle", "Machine"]
