"""`s2ss leaders`: the register of leaders, or the page of one of them."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, get_args

import attrs
from cyclopts import Parameter

from s2ss_core.cli.exit_codes import DONE
from s2ss_core.cli.options import How, When, Where, day_given
from s2ss_core.cli.stores import reading
from s2ss_core.errors import BadInput
from s2ss_core.ids import same
from s2ss_core.projections import LeaderRegister
from s2ss_core.values import Designation


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class WhichLeaders:
    """Which leaders, and the day on which they are looked at."""

    designation: Annotated[str | None, Parameter(metavar="KIND")] = None
    """Only leaders who hold a designation of this kind on the day: sle, lle, nle, nlg."""
    expertise: Annotated[str | None, Parameter(metavar="TEXT")] = None
    """Only leaders with a field of expertise that has this subject, key stage or specialism."""
    home_school: Annotated[str | None, Parameter(metavar="ID")] = None
    """Only leaders whom this school employs on the day."""
    on: Annotated[str | None, Parameter(metavar="DATE")] = None
    """The day on which they are looked at; that of --as-at if none, else today."""

    def of(self, pages: Iterator[LeaderRegister], day: dt.date) -> Iterator[LeaderRegister]:
        """Those of these leaders that are asked for. Raises `BadInput` for a designation that there is none of."""
        if self.designation is not None and self.designation not in get_args(Designation):
            kinds = ", ".join(get_args(Designation))
            raise BadInput(
                f"--designation: {self.designation} is no kind of designation. Give one of: {kinds}"
            )
        for page in pages:
            held = {row.kind for row in page.in_force(day)}
            known = [
                part for row in page.declared(day) for field in row.fields for part in attrs.astuple(field)
            ]
            employer = page.home_school(day)
            if (
                (self.designation is None or self.designation in held)
                and (self.expertise is None or any(part and same(part, self.expertise) for part in known))
                and (self.home_school is None or (employer is not None and same(employer, self.home_school)))
            ):
                yield page


WHERE, HOW, WHEN, WHICH = Where(), How(), When(), WhichLeaders()


def leaders(
    leader: str | None = None,
    *,
    which: WhichLeaders = WHICH,
    where: Where = WHERE,
    when: When = WHEN,
    how: How = HOW,
) -> int:
    """Show what leaders are designated for, know and are trained in, and which school employs them.

    Parameters
    ----------
    leader
        One leader's id, for all that is on record of them.
    """
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.leaders import show_leader, show_leaders

    moment = when.moment
    with reading(where.url, moment) as brokerage:
        day = day_given("on", which.on) or moment.happened or brokerage.today
        if leader is not None:
            page = brokerage.leader_register(leader, as_at=moment)
            as_json(page) if how.json else show_leader(stdout_console(), page, day=day, when=str(when))
            return DONE
        pages = tuple(which.of(iter(brokerage.leaders(as_at=moment)), day))
    as_json(pages) if how.json else show_leaders(stdout_console(), pages, day=day, when=str(when))
    return DONE
