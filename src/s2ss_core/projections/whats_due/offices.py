"""Who is in which role of a deployment now: the people and organisations on whom what is due waits."""

from collections.abc import Iterable, Mapping

import attrs

from s2ss_core.events import Brokered, QALeadAppointed
from s2ss_core.ids import key_of
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.sums.parties import lead_in, parties_of
from s2ss_core.values import Organisation


@attrs.frozen
class Office:
    """The ids of the people in a role, and of the organisations that they speak for."""

    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()


def offices_of(facts: EventSet) -> Mapping[str, Office]:
    """The people and organisations by role, as far as the record of the deployment names them."""
    brokered, lead, parties = facts.latest(Brokered), lead_in(facts), parties_of(facts.id, facts)
    if brokered is None or lead is None:
        return {}
    event = brokered.event
    employers = {
        key_of(appointed.event.qa_lead): appointed.event.employer for appointed in facts.of(QALeadAppointed)
    }
    school, broker = _ids(event.school), _ids(event.broker)
    head = Office((event.headteacher,), school)
    of_broker = Office(organisations=broker)
    qa_lead = (parties.qa_lead,) if parties.qa_lead else ()
    return {
        "headteacher": head,
        "headteacher-nominee": head,
        "supported-school": Office(organisations=school),
        "governing-body": Office(organisations=school),
        "system-leader": Office((lead.leader,), _ids(lead.home_school)),
        "expert-adviser": Office((lead.leader,), _ids(lead.home_school)),
        "home-school": Office(organisations=_ids(lead.home_school)),
        "leader-school": Office(organisations=_ids(lead.home_school)),
        "home-trust": Office(organisations=_ids(lead.home_trust)),
        "payee": Office(organisations=_ids(parties.recipient)),
        "qa-lead": Office(qa_lead, _ids(*(employers.get(key_of(person)) for person in qa_lead))),
        "broker": of_broker,
        "director-of-school-improvement": of_broker,
        "teaching-school-lead": of_broker,
        "funder": Office(organisations=_ids(*(award.funder for award in parties.awards))),
    }


def together(offices: Mapping[str, Office], roles: Iterable[str]) -> Office:
    """Everybody in these roles, each once."""
    found = [offices[role] for role in roles if role in offices]
    return Office(
        tuple(dict.fromkeys(person for office in found for person in office.people)),
        tuple(dict.fromkeys(name for office in found for name in office.organisations)),
    )


def _ids(*organisations: Organisation | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(organisation.id for organisation in organisations if organisation))
