"""Leaders proposed for a school, as text."""

import datetime as dt
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from s2ss_core.cli.show.console import day as shown_day
from s2ss_core.cli.show.console import days, heading
from s2ss_core.projections import Proposal

SIGNS = {"for": "+", "against": "-", "unknown": "?"}


def show_proposals(console: Console, proposals: Sequence[Proposal], *, school: str, day: dt.date) -> None:
    """Each leader in the order in which they are proposed, and under the name a line for each reason."""
    heading(console, f"Leaders for {school} from {shown_day(day)}")
    if not proposals:
        console.print("No leader is on record.")
    for number, proposal in enumerate(proposals, 1):
        left = f", {days(proposal.left)} days left" if proposal.left is not None else ""
        names = " = ".join((proposal.leader, *proposal.same_as))
        refused = ", a rule would refuse it" if proposal.refused else ""
        console.print(
            Text(f"{number}. {names} ({proposal.home_school or 'no school on record'}{left}{refused})")
        )
        for reason in proposal.reasons:
            rule = f" [{reason.rule}]" if reason.rule else ""
            console.print(Text(f"   {SIGNS[reason.speaks]} {reason.sentence}{rule}"))
    if proposals:
        console.print(Text("+ speaks for, - against, ? is not on record.", "dim"))
