"""`s2ss sample`: expenditures for an auditor to look at, with the trail of each."""

import datetime as dt
from typing import Annotated

from cyclopts import Parameter

from s2ss_core.application import Brokerage
from s2ss_core.cli.exit_codes import DONE
from s2ss_core.cli.explain import plain_entry
from s2ss_core.cli.options import How, When, Where, day_given
from s2ss_core.cli.stores import reading
from s2ss_core.projections import ExpenditureSample, expenditure_sample
from s2ss_core.store import Recorded

WHERE, HOW, WHEN = Where(), How(), When()


def sample(
    *deployments: str,
    size: int = 25,
    seed: str,
    since: Annotated[str | None, Parameter(metavar="DATE")] = None,
    until: Annotated[str | None, Parameter(metavar="DATE")] = None,
    where: Where = WHERE,
    when: When = WHEN,
    how: How = HOW,
) -> int:
    """Draw expenditures for an auditor, more where the risk is greater. The same seed draws the same ones again.

    Parameters
    ----------
    deployments
        Ids of deployments; all of them if none is named.
    size
        How many to draw.
    seed
        Any text, such as "audit 2024".
    since
        Only what was incurred on this day or later: 2024-04-01.
    until
        Only what was incurred on this day or earlier.
    """
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.sample import show_sample

    moment = when.moment
    days = (day_given("since", since) or dt.date.min, day_given("until", until) or dt.date.max)
    with reading(where.url, moment) as brokerage:
        drawn = expenditure_sample(
            brokerage.store, deployments, size=size, seed=seed, since=days[0], until=days[1], as_at=moment
        )
        entries = _entries(brokerage, drawn)
    if how.json:
        as_json({"sample": drawn, "entries": tuple(map(plain_entry, entries.values()))})
    else:
        show_sample(stdout_console(), drawn, entries, when=str(when))
    return DONE


def _entries(brokerage: Brokerage, drawn: ExpenditureSample) -> dict[int, Recorded]:
    """The entries of the trails by position."""
    positions = {step.position for sampled in drawn.drawn for step in sampled.trail.steps}
    return {
        position: entry
        for position in sorted(positions)
        for entry in brokerage.history(after=position - 1, upto=position, texts=False)
    }
