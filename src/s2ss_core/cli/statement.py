"""`s2ss statement`: what is owed to and by an organisation, or each of them."""

from s2ss_core.cli.exit_codes import DONE
from s2ss_core.cli.options import How, When, Where
from s2ss_core.cli.stores import reading

WHERE, HOW, WHEN = Where(), How(), When()


def statement(
    organisation: str | None = None, *, where: Where = WHERE, when: When = WHEN, how: How = HOW
) -> int:
    """Show what is owed to and by an organisation over all deployments and awards, or to and by each of them.

    Parameters
    ----------
    organisation
        The organisation's id; all organisations that pay or are paid anything if none.
    """
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.statement import show_statement, show_statements

    moment = when.moment
    with reading(where.url, moment) as brokerage:
        if organisation is None:
            every = brokerage.organisation_statements(as_at=moment)
            as_json(every) if how.json else show_statements(stdout_console(), every, when=str(when))
            return DONE
        one = brokerage.organisation_statement(organisation, as_at=moment)
    as_json(one) if how.json else show_statement(stdout_console(), one, when=str(when))
    return DONE
