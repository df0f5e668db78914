"""The time of a visit: how long a record is, alone and with the hours of its date."""

from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.state.support import days_recorded, hours_beyond, hours_of
from s2ss_core.errors import BadInput
from s2ss_core.events import VisitLogged
from s2ss_core.ledger import schools_of
from s2ss_core.programmes import Programme
from s2ss_core.rules import Broken
from s2ss_core.rules import support as rules
from s2ss_core.values import Days


def check_time(programme: Programme, fact: VisitLogged) -> None:
    """Raise `BadInput` for a visit of no time at all, or shared between no schools."""
    if fact.shared_between == 0:
        raise BadInput(f"visit {fact.visit} is shared between 0 schools: give their number, or leave it out")
    recorded = days_recorded(programme, fact)
    if recorded.contact + recorded.preparation == 0:
        raise BadInput(f"visit {fact.visit} comes to 0 days: give the time that it took")


def within_a_day(
    deployment: Deployment, programme: Programme, fact: VisitLogged, days: Days
) -> tuple[tuple[Broken, ...], Days]:
    """The rules that a record breaks by its time, alone or with the hours of its date, and the days of it that are allowed."""
    most = programme.cap.most_in_a_visit.value
    recorded = days_recorded(programme, fact)
    hours, beyond = hours_of(programme, fact), hours_beyond(programme, deployment.support, fact)
    broken = (
        *rules.a_record_of_visit_is_of_a_day_at_most.broken_by(
            visit=fact.visit, days=Days(recorded.contact + recorded.preparation), most=most
        ),
        *rules.the_hours_of_one_date_come_to_a_day_at_most.broken_by(
            leader=fact.leader, on=fact.on, days=hours, left=Days(hours - beyond)
        ),
    )
    allowed = min(most.shared_between(schools_of(fact)), Days(days - beyond))
    return broken, allowed if broken else days
