"""Deviations about what changes in an organisation or for a leader: trusts, URNs, posts, employers, ids."""

from typing import Any

from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import (
    BROKER,
    HEADTEACHER,
    HOME,
    HOME_HEADTEACHER,
    LEAD,
    MEMBER,
    QA_FIRM,
    SCHOOL,
    SECOND,
    STRANGER,
)
from s2ss_core.testing.lifecycle.deviations.deviation import A_DAY, deviation, pick
from s2ss_core.testing.lifecycle.happy_path import HappyPath
from s2ss_core.values import Organisation, Urn

SCHOOLS = (SCHOOL, HOME, MEMBER)
TRUSTS = ("z-trust", QA_FIRM.id, BROKER.id)


def _told(
    happy_path: HappyPath, n: int, command: str, organisation: Organisation, **fields: Any
) -> CommandCall:
    """What changed in an organisation, sometimes told up to three weeks late."""
    on = happy_path.world.today - pick((0, 0, 1, 21), n) * A_DAY
    return CommandCall(command=command, about=organisation.id, fields={**fields, "on": on})


@deviation
def trust_changed(happy_path: HappyPath, n: int) -> CommandCall:
    """A school that joins a trust, or leaves the one it was in at first."""
    school = pick(SCHOOLS, n)
    if n % 4 == 3:
        return _told(happy_path, n, "leave_trust", school, trust=school.trust)
    return _told(happy_path, n, "join_trust", school, trust=pick(TRUSTS, n // 3))


@deviation
def alliance_changed(happy_path: HappyPath, n: int) -> CommandCall:
    """A school that joins the broker as its alliance, or leaves it."""
    command = "leave_alliance" if n % 3 == 2 else "join_alliance"
    return _told(happy_path, n, command, pick(SCHOOLS, n), alliance=BROKER.id)


@deviation
def urn_issued(happy_path: HappyPath, n: int) -> CommandCall:
    """A school that becomes an academy under another URN; rarely, one that another school has."""
    urns = (Urn("149001"), Urn("149002"), HOME.urn) if n % 10 == 9 else (Urn(f"149{n:03}"),)
    return _told(happy_path, n, "change_urn", pick(SCHOOLS, n), urn=pick(urns, n))


@deviation
def post_changed(happy_path: HappyPath, n: int) -> CommandCall:
    """A headteacher who takes up the post or leaves it, at the supported school or the home school."""
    school, head = pick(((SCHOOL, HEADTEACHER), (HOME, HOME_HEADTEACHER)), n)
    fields: dict[str, Any] = {"post": "headteacher", "person": pick((head.person, "ht-2"), n // 2)}
    if n % 5 == 4:
        return _told(happy_path, n // 5, "leave_post", school, **fields)
    return _told(happy_path, n // 5, "take_up_post", school, **fields, acting=n % 7 == 6)


@deviation
def leader_employed(happy_path: HappyPath, n: int) -> CommandCall:
    """A leader who is employed at a school, perhaps another one than before."""
    leader, school = pick((LEAD, SECOND), n), pick((HOME, MEMBER), n // 2)
    on = happy_path.world.today - pick((0, 0, 1, 21), n // 4) * A_DAY
    known = Organisation(id=school.id, kind="school")
    return CommandCall(command="employ_leader", fields={"leader": leader, "school": known, "on": on})


@deviation
def leader_found_same(happy_path: HappyPath, n: int) -> CommandCall | None:
    """Two ids that turn out to name one leader. Rare: a deployment hardly goes on after it."""
    if n % 3:
        return None
    leader, same_as = pick(((SECOND, STRANGER), (STRANGER, SECOND), (SECOND, SECOND)), n // 3)
    fields = {"leader": leader, "same_as": same_as, "on": happy_path.world.today}
    return CommandCall(command="find_leader_same", fields=fields)
