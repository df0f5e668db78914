"""The register of a small alliance, one command a fact, as at the summer of 2024.

| leader | school | designation | expertise | training |
|---|---|---|---|---|
| `sl-1` | `hillside`, `riverside` since January | SLE (2 years, local) until 31 August 2024 | phonics, KS1 | core |
| `sl-2` | `riverside` | NLE, ended in March as below standard | mathematics, KS2 | none |
| `sl-3` = `sl-03` | `lowmoor` | LLE | phonics, EYFS; attendance | core, under the other id |
| `sl-4` | `hillside` | none on record; 15 days agreed | none | none |
"""

from datetime import date

from s2ss_core import AcademicYear, Brokerage, Days, Organisation
from s2ss_core.events import Confirmation, Expertise
from s2ss_core.values import Cause, Person

AUTUMN, JANUARY, MARCH, MAY = date(2023, 9, 4), date(2024, 1, 8), date(2024, 3, 4), date(2024, 5, 7)
SUMMER_ENDS = date(2024, 8, 31)
YEAR = AcademicYear("2023/24")
HUB = Organisation(id="hub", kind="trust")
HILLSIDE, RIVERSIDE, LOWMOOR = (
    Organisation(id=name, kind="school") for name in ("hillside", "riverside", "lowmoor")
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
    agree(desk, "sl-4", 15)


def agree(desk: Brokerage, leader: str, days: int) -> None:
    """Hillside agrees on days of a leader."""
    desk.agree_allowance(
        leader=leader, cap_year=YEAR, on=AUTUMN, days=Days(days), home_school=HILLSIDE, agreed_by=HEAD,
        governing_body=Confirmation(by=CHAIR, on=AUTUMN),
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
