"""`s2ss due`: what is due, of all deployments or one, and on whom it waits."""

from typing import Annotated

import attrs
from cyclopts import Parameter

from s2ss_core.cli.exit_codes import DONE
from s2ss_core.cli.options import How, When, Where, day_given
from s2ss_core.cli.stores import reading


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class WhoseDues:
    """On whom it waits, and the day on which it is looked at."""

    person: Annotated[str | None, Parameter(metavar="ID")] = None
    """Only what waits on this person."""
    organisation: Annotated[str | None, Parameter(metavar="ID")] = None
    """Only what waits on this organisation."""
    on: Annotated[str | None, Parameter(metavar="DATE")] = None
    """The day on which it is looked at; that of --as-at if none, else today."""
    coming: bool = False
    """Also what is due later."""


WHERE, HOW, WHEN, WHOSE = Where(), How(), When(), WhoseDues()


def due(
    deployment: str | None = None,
    *,
    of: WhoseDues = WHOSE,
    where: Where = WHERE,
    when: When = WHEN,
    how: How = HOW,
) -> int:
    """Show what is due: of what, since when, by when, whom it waits on and how many working days late it is.

    Parameters
    ----------
    deployment
        Only what is due of this deployment.
    """
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.due import show_due
    from s2ss_core.projections import due_rows

    moment = when.moment
    with reading(where.url, moment) as brokerage:
        day = day_given("on", of.on) or moment.happened or brokerage.today
        if deployment is None:
            rows = brokerage.due(day, person=of.person, organisation=of.organisation, as_at=moment)
        else:
            found = [brokerage.whats_due(deployment, as_at=moment)]
            rows = due_rows(found, day, person=of.person, organisation=of.organisation)
    shown = tuple(row for row in rows if of.coming or row.due.due <= day)
    if how.json:
        as_json(shown)
    else:
        show_due(stdout_console(), shown, day=day, later=len(rows) - len(shown), when=str(when))
    return DONE
