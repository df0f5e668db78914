"""`s2ss trail`: the money of a deployment, from payments to what they bought and back."""

from s2ss_core.cli.exit_codes import DONE
from s2ss_core.cli.options import How, When, Where
from s2ss_core.cli.stores import reading
from s2ss_core.projections import course

WHERE, HOW, WHEN = Where(), How(), When()


def trail(deployment: str, step: str = "", *, where: Where = WHERE, when: When = WHEN, how: How = HOW) -> int:
    """Show how the money of a deployment went, or what one step of it bought and which money paid for it.

    Parameters
    ----------
    deployment
        The deployment's id.
    step
        A payment, release, instalment, invoice, report, review, judgement, visit, cost, line or person: its id, or its kind
        and id, such as visit:rov-101 or instalment:1.
    """
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.trail import show_course, show_trail

    moment = when.moment
    with reading(where.url, moment) as brokerage:
        whole = brokerage.money_trail(deployment, as_at=moment)
    if step:
        through = course(whole, step)
        as_json(through) if how.json else show_course(stdout_console(), whole, through, when=str(when))
    else:
        as_json(whole) if how.json else show_trail(stdout_console(), whole, when=str(when))
    return DONE
