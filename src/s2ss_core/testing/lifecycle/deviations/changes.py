"""Deviations about what changes during a deployment: who holds an office, and what was agreed."""

from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import QA_LEAD
from s2ss_core.testing.lifecycle.deviations.deviation import A_DAY, deviation, pick
from s2ss_core.testing.lifecycle.happy_path import HappyPath


@deviation
def qa_lead_stood_down(happy_path: HappyPath, n: int) -> CommandCall:
    """A QA Lead who stands down, sometimes told late."""
    call = happy_path.call(
        "stand_down_qa_lead",
        qa_lead=QA_LEAD,
        cause=pick(("no-longer-independent", "no-longer-available", "other"), n),
    )
    return call.with_(on=call.on - (n % 5) * A_DAY)
