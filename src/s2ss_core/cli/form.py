"""`s2ss form`: a form of a deployment, filled in from its events."""

from typing import Annotated

import attrs
from cyclopts import Parameter

from s2ss_core.cli.exit_codes import DONE
from s2ss_core.cli.options import How, When, Where
from s2ss_core.cli.stores import reading


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class WhichForm:
    """Which form is meant where a deployment has several."""

    of: Annotated[str | None, Parameter(metavar="ID")] = None
    """The id of the visit, report, agreement, feedback, evaluation, QA Day or certificate, or the number of the plan's version."""
    leader: Annotated[str | None, Parameter(metavar="ID")] = None
    """The leader whose Deployment Record it is."""
    term: Annotated[str | None, Parameter(metavar="TERM")] = None
    """The term of a Deployment Record: 2024-spring."""


WHERE, HOW, WHEN, WHICH = Where(), How(), When(), WhichForm()


def form(
    name: str,
    deployment: str,
    *,
    which: WhichForm = WHICH,
    where: Where = WHERE,
    when: When = WHEN,
    how: How = HOW,
) -> int:
    """Show a form of a deployment, filled in from its events, with its private texts.

    Parameters
    ----------
    name
        The form: record-of-visit, record-of-support, deployment-record, implementation-plan, action-plan, interim-report,
        final-report, school-agreement, support-agreement, contract, flow-down-contract, feedback, evaluation, qa-day-notes, certificate.
    deployment
        The deployment's id.
    """
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.form import show_form

    moment = when.moment
    with reading(where.url, moment) as brokerage:
        document = brokerage.form(
            name, deployment, of=which.of, leader=which.leader, term=which.term, as_at=moment
        )
    as_json(document) if how.json else show_form(stdout_console(), document, when=str(when))
    return DONE
