"""The people and organisations of the lifecycles. There are few, so that even wrong commands are nearly right."""

from s2ss_core.values import Organisation, Person, Role, Urn

BROKER = Organisation(id="exceed", kind="trust", member_of_broker=True)
FUNDER = Organisation(id="dfe", kind="department", member_of_broker=False)
SUPPLIER = Organisation(id="x-programme", kind="supplier", member_of_broker=False)
SCHOOL = Organisation(id="s-1", kind="school", member_of_broker=False, urn=Urn("100001"), trust="y-trust")
HOME = Organisation(id="s-7", kind="school", member_of_broker=False, urn=Urn("100007"), trust="x-trust")
TRUST = Organisation(id="x-trust", kind="trust", member_of_broker=False)
MEMBER = Organisation(id="s-8", kind="school", member_of_broker=True, urn=Urn("100008"), trust="exceed")
QA_FIRM = Organisation(id="qa-ltd", kind="other", member_of_broker=False)

LEAD, SECOND, STRANGER, QA_LEAD = "sl-1", "sl-2", "sl-9", "qa-3"
CLERK, WITNESS = "u-1", "u-2"
GRANT = "g-1"

HEADTEACHER = Person(person="ht-1", role="headteacher", organisation="s-1")
SYSTEM_LEADER = Person(person=LEAD, role="system-leader", organisation="s-7")
HOME_HEADTEACHER = Person(person="ht-9", role="home-headteacher", organisation="s-7")
HOME_CHAIR = Person(person="ch-9", role="chair", organisation="s-7")
TEACHER = Person(person="teacher-5", role="staff", organisation="s-1")
PAYEES_HEAD = Person(person="ceo-4", role="chief-executive", organisation="x-trust")
OFFICER = Person(person=CLERK, role="broker", organisation=BROKER.id)
NOBODY = Person(person="nobody", role="headteacher", organisation="s-1")
ASSURER = Person(person=QA_LEAD, role="qa-lead", organisation="qa-ltd")
BUSINESS_MANAGER = Person(person="bm-1", role="business-manager", organisation=TRUST.id)
THE_FUNDER = Person(person="f-1", role="funder", organisation=FUNDER.id)
ACCOUNTING_OFFICER = Person(person="ao-1", role="accounting-officer", organisation=TRUST.id)
ACCOUNTANT = Person(person="cpa-1", role="accountant", organisation="counters-llp")

_KNOWN: dict[Role, Person] = {
    "headteacher": HEADTEACHER,
    "system-leader": SYSTEM_LEADER,
    "qa-lead": ASSURER,
}


def somebody(role: Role) -> Person:
    """The person with this role."""
    return _KNOWN.get(role) or Person(person=f"{role}-1", role=role, organisation=BROKER.id)


def person(name: str) -> Person:
    """The broker's member of staff with this id."""
    return Person(person=name, role="staff", organisation=BROKER.id)
