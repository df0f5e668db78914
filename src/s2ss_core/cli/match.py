"""`s2ss match`: leaders for what a school needs, with the reasons for and against each."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, get_args

import attrs
from cyclopts import Parameter

from s2ss_core.cli.exit_codes import DONE
from s2ss_core.cli.options import How, Where, day_given
from s2ss_core.cli.stores import reading
from s2ss_core.errors import BadInput
from s2ss_core.events import Expertise
from s2ss_core.projections import NOW
from s2ss_core.values import Days, Designation


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class WhatIsNeeded:
    """What the school needs."""

    subject: Annotated[str | None, Parameter(metavar="TEXT")] = None
    """The subject of the expertise: phonics."""
    key_stage: Annotated[str | None, Parameter(metavar="TEXT")] = None
    """The key stage of the expertise: key stage 1."""
    specialism: Annotated[str | None, Parameter(metavar="TEXT")] = None
    """The field of leadership of the expertise: attendance."""
    designation: Annotated[str | None, Parameter(metavar="KIND")] = None
    """The kind of designation: sle, lle, nle, nlg. Several with commas: any is enough."""
    days: Annotated[str | None, Parameter(metavar="NUMBER")] = None
    """How many days of the year are needed."""
    on: Annotated[str | None, Parameter(metavar="DATE")] = None
    """The day on which support is to begin; today if none."""

    @property
    def expertise(self) -> tuple[Expertise, ...]:
        """The field of expertise that is needed; none if none is given."""
        field = Expertise(subject=self.subject, key_stage=self.key_stage, specialism=self.specialism)
        return () if field == Expertise() else (field,)

    @property
    def designations(self) -> tuple[Designation, ...]:
        """The kinds of designation. Raises `BadInput` for one that there is none of."""
        known: tuple[Designation, ...] = get_args(Designation)
        asked = [kind.strip() for kind in (self.designation or "").split(",") if kind.strip()]
        if unknown := [kind for kind in asked if kind not in known]:
            raise BadInput(
                f"--designation: {unknown[0]} is no kind of designation. Give some of: {', '.join(known)}"
            )
        return tuple(kind for kind in known if kind in asked)

    @property
    def quantity(self) -> Days | None:
        """The days. Raises `BadInput` for anything but a number of days."""
        try:
            return Days(Decimal(self.days)) if self.days is not None else None
        except (BadInput, InvalidOperation):
            raise BadInput(f"--days: {self.days} is no number of days: give one such as 6 or 2.5") from None


WHERE, HOW, WHAT = Where(), How(), WhatIsNeeded()


def match(school: str, *, what: WhatIsNeeded = WHAT, where: Where = WHERE, how: How = HOW) -> int:
    """Propose leaders for what a school needs, each with every reason for and against. Nobody is left out.

    Parameters
    ----------
    school
        The id of the school that needs support.
    """
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.match import show_proposals

    with reading(where.url, NOW) as brokerage:
        day = day_given("on", what.on) or brokerage.today
        proposals = brokerage.match(
            school=school,
            on=day,
            expertise=what.expertise,
            designations=what.designations,
            days=what.quantity,
        )
    if how.json:
        as_json(proposals)
    else:
        show_proposals(stdout_console(), proposals, school=school, day=day)
    return DONE
