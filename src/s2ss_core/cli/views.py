"""`s2ss log`, `s2ss workload` and `s2ss certificate`: the views."""

from typing import Annotated

from cyclopts import Parameter

from s2ss_core.application import Brokerage
from s2ss_core.cli.exit_codes import DONE
from s2ss_core.cli.options import How, When, Where
from s2ss_core.cli.stores import reading
from s2ss_core.errors import BadInput, NotFound
from s2ss_core.events.streams import stream_parts
from s2ss_core.projections import AsAt, LeaderWorkload
from s2ss_core.values import AcademicYear

WHERE, HOW, WHEN = Where(), How(), When()


def log(
    deployment: str,
    *,
    texts: Annotated[bool, Parameter(negative=(), show_default=False)] = False,
    where: Where = WHERE,
    when: When = WHEN,
    how: How = HOW,
) -> int:
    """Show the log of a deployment: what happened, what was planned, what is missing.

    Parameters
    ----------
    deployment
        The deployment's id.
    texts
        Show private texts too: what was seen, said and agreed.
    """
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.log import show_log

    moment = when.moment
    with reading(where.url, moment) as brokerage:
        view = brokerage.deployment_log(deployment, as_at=moment)
        by = moment.happened or brokerage.today
    if how.json:
        as_json(view)
    else:
        show_log(stdout_console(), view, by=by, when=str(when), texts=texts)
    return DONE


def workload(
    *,
    year: str,
    leader: str | None = None,
    home_school: str | None = None,
    supported_school: str | None = None,
    where: Where = WHERE,
    when: When = WHEN,
    how: How = HOW,
) -> int:
    """Show how many days leaders may give, have committed and have worked in a year.

    Parameters
    ----------
    year
        The year from September to August: 2023/24.
    leader
        One leader's id; all leaders if none.
    home_school
        One home school's id.
    supported_school
        The id of one school, for the days that it takes.
    """
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.workload import show_home_school, show_supported_school, show_workloads

    cap_year, moment = _only_one(year, leader, home_school, supported_school), when.moment
    with reading(where.url, moment) as brokerage:
        if home_school:
            whole = brokerage.home_school_workload(home_school, cap_year, as_at=moment)
            as_json(whole) if how.json else show_home_school(stdout_console(), whole, when=str(when))
        if supported_school:
            taken = brokerage.supported_school_workload(supported_school, cap_year, as_at=moment)
            as_json(taken) if how.json else show_supported_school(stdout_console(), taken, when=str(when))
        if home_school or supported_school:
            return DONE
        workloads = _of_leaders(brokerage, leader, cap_year, moment)
    as_json(workloads) if how.json else show_workloads(stdout_console(), cap_year, workloads, when=str(when))
    return DONE


def _only_one(year: str, *named: str | None) -> AcademicYear:
    """The year. Raises `BadInput` for no year, and for more than one leader or school."""
    if sum(map(bool, named)) > 1:
        raise BadInput("Name one leader or one school, not both.")
    return _year(year)


def _year(text: str) -> AcademicYear:
    try:
        return AcademicYear(text)
    except BadInput as error:
        raise BadInput(f"--year: {error}") from None


def _of_leaders(
    brokerage: Brokerage, leader: str | None, cap_year: AcademicYear, moment: AsAt
) -> tuple[LeaderWorkload, ...]:
    if leader:
        return (brokerage.leader_workload(leader, cap_year, as_at=moment),)
    found = []
    for stream in brokerage.store.streams("leader-year:"):
        name, of = stream_parts(stream)
        if of == cap_year:
            try:
                found.append(brokerage.leader_workload(name, cap_year, as_at=moment))
            except NotFound:
                continue  # nothing was known at that time
    if not found:
        raise NotFound(f"No events for any leader in {cap_year} at the time asked for.")
    return tuple(found)


def certificate(
    deployment: str | None = None,
    *,
    award: str | None = None,
    where: Where = WHERE,
    when: When = WHEN,
    how: How = HOW,
) -> int:
    """Show the Certificate of Grant Usage of a deployment, or the usage of an award.

    Parameters
    ----------
    deployment
        The deployment's id.
    award
        A grant's id, for its usage over all its deployments.
    """
    from s2ss_core.cli.show.certificate import show_award, show_certificate
    from s2ss_core.cli.show.console import as_json, stdout_console

    moment = when.moment
    if (deployment is None) == (award is None):
        raise BadInput("Name a deployment, or an award with --award, and not both.")
    with reading(where.url, moment) as brokerage:
        if award is not None:
            usage = brokerage.award_usage(award, as_at=moment)
            as_json(usage) if how.json else show_award(stdout_console(), usage, when=str(when))
            return DONE
        document = brokerage.grant_usage(deployment or "", as_at=moment)
    as_json(document) if how.json else show_certificate(stdout_console(), document, when=str(when))
    return DONE
