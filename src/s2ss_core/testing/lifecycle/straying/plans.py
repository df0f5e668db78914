"""Plans amended, returned and approved; awards changed; leaders overbooked."""

from typing import Any

from s2ss_core.events import (
    GrantAllocated,
)
from s2ss_core.testing.asking import Ask
from s2ss_core.testing.lifecycle.course import Course
from s2ss_core.testing.lifecycle.people import CLERK, GRANT, LEAD, QA_LEAD, SECOND
from s2ss_core.testing.lifecycle.straying.way import A_DAY, SUMS, pick, way
from s2ss_core.values import Days, Money


@way
def plan_amended(course: Course, n: int) -> Ask | None:
    """A plan of other days, another rate or another price, for approval."""
    days, rate, item = pick(
        (("2", "400.00", "500.00"), ("3", "400.00", "500.00"), ("1", "400.00", "500.00"), ("2", "500.00", "500.00"),
         ("2", "450.00", "700.00"), ("2", "399.00", "100.00"), ("2.5", "400.00", "0.00")),
        n,
    )  # fmt: skip
    return course.plan(days=Days(days), rate=Money(rate), item=Money(item))


@way
def plan_approved_early(course: Course, n: int) -> Ask | None:
    """An approval as of an earlier day."""
    ask = course.approve()
    return ask.with_(on=ask.on - (n % 90) * A_DAY)


@way
def plan_returned(course: Course, n: int) -> Ask | None:
    """The plan sent back."""
    version = course.story.waiting.plan_version if course.story.waiting else 1
    return course.ask("return_plan", plan_version=version, by=QA_LEAD, reasons="The days do not fit.")


@way
def award_changed(course: Course, n: int) -> Ask | None:
    """More or less awarded, received, allocated, returned; the award closed, rarely."""

    def award(command: str, **fields: Any) -> Ask:
        return Ask(command=command, about=GRANT, fields={**fields, "on": course.scene.today})

    amount = pick(SUMS, n // 7)
    allocation = pick([one.allocation for one in course.scene.told(GrantAllocated)] or ["none"], n // 2)
    match n % 9:
        case 0 | 1:
            direction = pick(("more", "less"), n // 9)
            return award("vary_award", variation=course.fresh("var"), direction=direction, amount=amount)
        case 2:
            return award("receive_grant", tranche=course.fresh("t"), amount=amount)
        case 3 | 4:
            return award("return_allocation", allocation=allocation, amount=amount)
        case 5:
            return award("return_grant", reference=course.fresh("ref"), amount=amount)
        case 6:
            purpose = pick(("quality-assurance", "co-ordination"), n // 9)
            return award("allocate_grant", allocation=course.fresh("a"), purpose=purpose, amount=amount)
        case 7:
            return course.allocate(amount)
        case _:
            return award("return_usage", year="2023-24", digest=f"sha256:{n}")


@way
def award_closed(course: Course, n: int) -> Ask | None:
    """At the very end, as a rule."""
    if n % 4:
        return None
    return Ask(command="close_award", fields={"grant": GRANT, "on": course.scene.today, "by": CLERK})


@way
def overbooked(course: Course, n: int) -> Ask | None:
    """More days of a leader than there are, or an allowance of fewer."""
    year = pick(course.setting.cap_years, n)
    leader = pick((LEAD, SECOND), n // 2)
    days = pick((1, 2, 3, 5, 10, 15, 16, 20), n // 3)
    match n % 4:
        case 0 | 1:
            return course.allowance(leader, year, days)
        case 2:
            lead = course.leader(SECOND)
            return course.ask(
                "join_leader",
                leader=lead.leader,
                band=lead.band,
                home_school=lead.home_school,
                home_trust=lead.home_trust,
                commitments=course.commitments(SECOND, days),
            )
        case _:
            ask = course.broker()
            return ask.with_(deployment=course.fresh("d"), commitments=course.commitments(LEAD, days))
