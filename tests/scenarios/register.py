"""The register of a small alliance, one command a fact, as at the summer of 2024.

| leader | school | designation | expertise | training |
|---|---|---|---|---|
| `sl-1` | `hillside`, `riverside` since January | SLE (2 years, local) until 31 August 2024 | phonics, KS1 | core |
| `sl-2` | `riverside` | NLE, ended in March as below standard | mathematics, KS2 | none |
| `sl-3` = `sl-03` | `lowmoor` | LLE | phonics, EYFS; attendance | core, under the other id |
| `sl-4` | `hillside` | none on record; 15 days agreed | none | none |

`support` adds three deployments of the summer of 2024, in days of 2023/24:

| deployment | school | leader | of what the school agreed | committed | worked |
|---|---|---|---|---|---|
| `d-1` | `highmoor` | `sl-1` | 8 | 6 | 2 at the school, and half a day of preparation |
| `d-2` | `highmoor` | `sl-03` | 15 | 3 | none |
| `d-3` | `seaview` | `sl-2` | 12 | 5 | none |
"""

from datetime import date
from typing import Any

from s2ss_core import AcademicYear, Brokerage, Days, Despite, Organisation
from s2ss_core.events import Commitment, Confirmation, Expertise, Funding, Leader, Quantity
from s2ss_core.values import Cause, Person

AUTUMN, JANUARY, MARCH = date(2023, 9, 4), date(2024, 1, 8), date(2024, 3, 4)
MAY, MAY_8 = date(2024, 5, 7), date(2024, 5, 8)
SUMMER_ENDS = date(2024, 8, 31)
YEAR = AcademicYear("2023/24")
HUB = Organisation(id="hub", kind="trust")
HILLSIDE, RIVERSIDE, LOWMOOR, HIGHMOOR, SEAVIEW = (
    Organisation(id=name, kind="school")
    for name in ("hillside", "riverside", "lowmoor", "highmoor", "seaview")
)
COORDINATOR = Person(person="co-1", role="staff", organisation="hub")
HEAD = Person(person="ht-h", role="headteacher", organisation="hillside")
CHAIR = Person(person="ch-h", role="chair", organisation="hillside")
PHONICS_KS1 = Expertise(subject="phonics", key_stage="key stage 1")
PHONICS_EYFS = Expertise(subject="phonics", key_stage="early years")
ATTENDANCE = Expertise(specialism="attendance")
MATHS_KS2 = Expertise(subject="mathematics", key_stage="key stage 2")


def register(desk: Brokerage) -> None:
    """Record everything in the table above."""
    _employed(desk)
    _designated(desk)
    desk.declare_expertise(leader="sl-1", declaration="x-1", on=AUTUMN, fields=(PHONICS_KS1,), by=COORDINATOR)
    desk.declare_expertise(leader="sl-2", declaration="x-2", on=AUTUMN, fields=(MATHS_KS2,), by=COORDINATOR)
    desk.declare_expertise(
        leader="sl-3", declaration="x-3", on=AUTUMN, fields=(PHONICS_EYFS, ATTENDANCE), by=COORDINATOR
    )
    desk.complete_training(leader="sl-1", course="core-2023", on=AUTUMN, kind="core", provider=HUB)
    desk.complete_training(leader="sl-03", course="core-2023", on=AUTUMN, kind="core", provider=HUB)
    desk.find_leader_same(leader="sl-3", same_as="sl-03", on=MARCH)
    agree(desk, "sl-4", 15, HILLSIDE)


def support(desk: Brokerage) -> None:
    """Record the deployments in the second table."""
    for leader, days, school in (("sl-1", 8, RIVERSIDE), ("sl-3", 15, LOWMOOR), ("sl-2", 12, RIVERSIDE)):
        agree(desk, leader, days, school, on=MARCH)
    desk.broker(**brokering("d-1", "sl-1", RIVERSIDE, HIGHMOOR, 6))
    desk.broker(**brokering("d-2", "sl-03", LOWMOOR, HIGHMOOR, 3))
    desk.broker(**brokering("d-3", "sl-2", RIVERSIDE, SEAVIEW, 5))
    log(desk, "v-1", MAY)
    log(desk, "v-2", MAY_8, preparation=Quantity(unit="half-day", quantity=Days(1)))


def agree(desk: Brokerage, leader: str, days: int, school: Organisation, on: date = AUTUMN) -> None:
    """The home school of a leader agrees on days of the year."""
    desk.agree_allowance(
        leader=leader, cap_year=YEAR, on=on, days=Days(days), home_school=school, agreed_by=HEAD,
        governing_body=Confirmation(by=CHAIR, on=on),
    )  # fmt: skip


def brokering(
    deployment: str, leader: str, home: Organisation, school: Organisation, days: int
) -> dict[str, Any]:
    """A deployment of a leader in the summer, without a plan or a grant."""
    confirmed = Confirmation(by=COORDINATOR, on=MARCH)
    return {
        "deployment": deployment, "on": MARCH, "programme": "llf-2019", "version": "6.0", "broker": HUB, "school": school,
        "headteacher": f"ht-{school.id}", "need": "Reading", "existing_support": "None", "start": MARCH,
        "intended_end": date(2024, 7, 19), "capacity_confirmed": confirmed, "broker_capacity": confirmed,
        "funding": Funding(kind="self-funded"), "lead": Leader(leader=leader, band="middle-leader", home_school=home),
        "commitments": (Commitment(leader=leader, cap_year=YEAR, days=Days(days)),),
    }  # fmt: skip


def log(desk: Brokerage, visit: str, on: date, *, preparation: Quantity | None = None) -> None:
    """A day of `sl-1` at Highmoor. No plan was made, so it is recorded despite the rules of a plan."""
    accepted = Despite(reason="It happened.", accepted_by=CHAIR)
    desk.log_visit.despite(
        accepted, "d-1", visit=visit, on=on, leader="sl-1", school=HIGHMOOR.id, unit="day", quantity=Days(1), preparation=preparation,
        counterpart=Person(person="ml-1", role="middle-leader", organisation=HIGHMOOR.id),
    )  # fmt: skip


def _employed(desk: Brokerage) -> None:
    desk.employ_leader(leader="sl-1", on=AUTUMN, school=HILLSIDE, post="middle-leader")
    desk.employ_leader(leader="sl-1", on=JANUARY, school=RIVERSIDE, post="senior-leader")
    desk.employ_leader(leader="sl-2", on=AUTUMN, school=RIVERSIDE, post="headteacher")
    desk.employ_leader(leader="sl-3", on=AUTUMN, school=LOWMOOR, post="headteacher")


def _designated(desk: Brokerage) -> None:
    desk.designate_leader(
        leader="sl-1", designation="sle-7", on=AUTUMN, kind="sle", by=HUB, process="local", post="middle-leader",
        years_experience=2, school_grade="requires-improvement", until=SUMMER_ENDS,
    )  # fmt: skip
    desk.designate_leader(
        leader="sl-2", designation="nle-3", on=AUTUMN, kind="nle", by=HUB, process="national"
    )
    desk.end_designation(
        leader="sl-2", designation="nle-3", on=MARCH, cause="below-standard", by=HUB,
        evaluations=(Cause("evaluation", ("ev-5",), "deployment:d-5"),), reason="Two evaluations fell short.",
    )  # fmt: skip
    desk.designate_leader(
        leader="sl-3", designation="lle-1", on=AUTUMN, kind="lle", by=HUB, process="local", post="headteacher",
        years_experience=4, school_grade="good",
    )  # fmt: skip
