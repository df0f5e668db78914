"""Remedies of organisations and of where leaders are employed."""

from datetime import date
from typing import Any

import attrs

from s2ss_core.events import TermDates
from s2ss_core.testing.lifecycle.cast import HOME, LEAD, MEMBER
from s2ss_core.testing.strategies.rule_breaches import THE_LEAD
from s2ss_core.values import AcademicYear, Organisation, Term
from tests.remedies.remedy import Made, Remedy, Said, Situation, ask, happy

UNSAID = Organisation(id=HOME.id)
TERMS = (
    TermDates(term=Term("2023-autumn"), first_day=date(2023, 9, 4), last_day=date(2023, 12, 20)),
    TermDates(term=Term("2024-spring"), first_day=date(2024, 1, 4), last_day=date(2024, 3, 28)),
)


def told(command: str, **fields: Any) -> Made:
    """What changed in the leader's home school."""
    return ask(command, HOME.id, **fields)


def home_school(organisation: Organisation) -> Made:
    """The home school agrees days for another leader."""
    return happy(
        lambda path: path.allowance("sl-30", path.scenario.cap_years[0], 5), home_school=organisation
    )


JOINED = told("join_trust", trust="z-trust")
ORGANISATIONS = (
    Remedy(
        code="S2SS-O01",
        words="Leave it out, and the record fills it in; or, if … is right, record what changed for … as at …: its URN, or"
        " the trust or alliance that it joined or left.",
        situation=Situation(until="submit_plan", first=(JOINED,), command=home_school(HOME)),
        says={"home_school": UNSAID},
    ),
    Remedy(
        code="S2SS-O01",
        words="Leave it out, and the record fills it in; or, if … is right, record what changed for … as at …: its URN, or"
        " the trust or alliance that it joined or left.",
        situation=Situation(until="submit_plan", command=home_school(attrs.evolve(HOME, trust="z-trust"))),
        first=(JOINED,),
    ),
    Remedy(
        code="S2SS-O02",
        words="Name the trust that it is in on …: …. Or record first that it joined ….",
        situation=Situation(until="submit_plan", command=told("leave_trust", trust="z-trust")),
        says={"trust": Said("its_trust")},
    ),
    Remedy(
        code="S2SS-O02",
        words="Name the trust that it is in on …: …. Or record first that it joined ….",
        situation=Situation(until="submit_plan", command=told("leave_trust", trust="z-trust")),
        first=(JOINED,),
    ),
    Remedy(
        code="S2SS-O03",
        words="Correct the dates of these terms, and give the terms in order: …",
        situation=Situation(
            until="submit_plan",
            command=told("adopt_term_dates", academic_year=AcademicYear("2023/24"), terms=TERMS[::-1]),
        ),
        says={"terms": TERMS},
    ),
    Remedy(
        code="S2SS-O04",
        words="Name the trust or the alliance that … joined.",
        situation=Situation(until="submit_plan", command=told("join_trust", trust="s-7")),
        says={"trust": "z-trust"},
    ),
)

ELSEWHERE = ask("employ_leader", None, leader=LEAD, school=MEMBER)
AGAIN = happy(lambda path: path.broker(), deployment="d-2", commitments=(), commitments_open=True)
COLLEGE = Organisation(id="college", kind="department")
NLE = {"leader": LEAD, "designation": "nle-1", "kind": "nle", "by": COLLEGE}
DESIGNATED = ask("designate_leader", None, **NLE)
ENDS = ask("end_designation", None, leader=LEAD, designation="nle-1", cause="left-post", by=COLLEGE)
ENDS_ANOTHER = ask("end_designation", None, leader=LEAD, designation="n-2", cause="left-post", by=COLLEGE)
LEADERS = (
    Remedy(
        code="S2SS-L01",
        words="Name … as the home school, or record first as from which day … employs ….",
        situation=Situation(
            until="submit_plan",
            first=(ELSEWHERE,),
            command=AGAIN,
        ),
        says={"lead": attrs.evolve(THE_LEAD, home_school=MEMBER, home_trust=None)},
    ),
    Remedy(
        code="S2SS-L01",
        words="Name … as the home school, or record first as from which day … employs ….",
        situation=Situation(
            until="submit_plan",
            first=(ELSEWHERE,),
            command=AGAIN,
        ),
        first=(ask("employ_leader", None, leader=LEAD, school=HOME),),
    ),
    Remedy(
        code="S2SS-L02",
        words="Give the other id under which … is on record.",
        situation=Situation(
            until="submit_plan", command=ask("find_leader_same", None, leader=LEAD, same_as="sl-1")
        ),
        says={"same_as": "sl-2"},
    ),
    Remedy(
        code="S2SS-L70",
        words="Record first that … was designated: they hold no designation on ….",
        situation=Situation(until="submit_plan", command=ENDS),
        first=(DESIGNATED,),
    ),
    Remedy(
        code="S2SS-L70",
        words="Name a designation that … holds on …: ….",
        situation=Situation(until="submit_plan", first=(DESIGNATED,), command=ENDS_ANOTHER),
        says={"designation": Said("held")},
    ),
    Remedy(
        code="S2SS-L71",
        words="Give a last day on … or after it.",
        situation=Situation(
            until="submit_plan",
            command=ask("designate_leader", None, **NLE, until=date(2023, 1, 1)),
        ),
        says={"until": date(2025, 1, 1)},
    ),
)
