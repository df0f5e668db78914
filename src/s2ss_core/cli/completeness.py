"""`s2ss completeness`: which records a deployment owes, and which of them are there."""

from s2ss_core.cli.exit_codes import DONE
from s2ss_core.cli.options import How, When, Where
from s2ss_core.cli.stores import reading

WHERE, HOW, WHEN = Where(), How(), When()


def completeness(deployment: str, *, where: Where = WHERE, when: When = WHEN, how: How = HOW) -> int:
    """Count the records that a deployment owes: by leader and visit, term and report, meeting and attendee.

    Parameters
    ----------
    deployment
        The deployment's id.
    """
    from s2ss_core.cli.show.completeness import show_completeness
    from s2ss_core.cli.show.console import as_json, stdout_console

    moment = when.moment
    with reading(where.url, moment) as brokerage:
        view = brokerage.completeness(deployment, as_at=moment)
    as_json(view) if how.json else show_completeness(stdout_console(), view, when=str(when))
    return DONE
