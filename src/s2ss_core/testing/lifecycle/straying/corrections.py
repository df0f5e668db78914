"""What puts something right: strikes, reversals, disallowances."""

from datetime import date
from typing import Any

from s2ss_core.events import (
    CostAllowed,
    CostDisallowed,
    CostIncurred,
    FinalReported,
    InterimReported,
    PaymentMade,
    ReviewHeld,
    VisitLogged,
)
from s2ss_core.testing.asking import Ask
from s2ss_core.testing.lifecycle.course import Course
from s2ss_core.testing.lifecycle.people import CLERK, WITNESS
from s2ss_core.testing.lifecycle.straying.way import SUMS, pick, way
from s2ss_core.values import Money

CORRECTING: dict[str, Any] = {"reason": "It was wrong.", "asked_by": CLERK, "agreed_by": WITNESS}


def strike(course: Course, n: int, name: str, *kinds: type[Any]) -> Ask:
    """An entry that stands, or none, struck out."""
    standing = [getattr(one, name) for kind in kinds for one in course.story.standing(kind)]
    entry = pick([*standing[::-1], "none"], n)
    agreed = {"agreed_by": CLERK} if n % 11 == 10 else {}
    cause = pick(("duplicate", "wrong-details", "did-not-happen"), n)
    fields: dict[str, Any] = {name: entry, "cause": cause, **CORRECTING, **agreed}
    return course.ask(f"strike_out_{name}", **fields)


@way
def visit_struck_out(course: Course, n: int) -> Ask | None:
    """A visit struck out."""
    return strike(course, n, "visit", VisitLogged)


@way
def cost_struck_out(course: Course, n: int) -> Ask | None:
    """A cost struck out."""
    return strike(course, n, "cost", CostIncurred)


@way
def report_struck_out(course: Course, n: int) -> Ask | None:
    """A report struck out."""
    return strike(course, n, "report", InterimReported, FinalReported)


@way
def review_struck_out(course: Course, n: int) -> Ask | None:
    """A review struck out."""
    return strike(course, n, "review", ReviewHeld)


@way
def payment_struck_out(course: Course, n: int) -> Ask | None:
    """A payment struck out."""
    return strike(course, n, "payment", PaymentMade)


@way
def cost_reversed(course: Course, n: int) -> Ask | None:
    """A cost credited back, in part or too much."""
    one: CostIncurred | None = pick(course.story.of(CostIncurred), n)
    name, amount = (one.cost, pick((one.net, *SUMS), n // 2)) if one else ("none", Money(1))
    return course.ask("reverse_cost", cost=name, document=course.fresh("note"), net=amount)


@way
def cost_disallowed(course: Course, n: int) -> Ask | None:
    """A cost disallowed, in part or too much."""
    spent = [*course.story.spent(), ("none", date.min, "", 0, 0)]
    name, *_, eligible = pick(spent, n)
    return course.ask(
        "disallow_cost",
        disallowance=course.fresh("dis"),
        fact=name,
        amount=pick((Money(eligible), *SUMS), n // 2),
        reason="not-evidenced",
        by=CLERK,
    )


@way
def cost_allowed(course: Course, n: int) -> Ask | None:
    """A disallowance lifted."""
    lifted = {one.disallowance for one in course.story.of(CostAllowed)}
    names = [one.disallowance for one in course.story.of(CostDisallowed)]
    return course.ask("allow_cost", disallowance=pick([*(set(names) - lifted), *names, "none"], n), by=CLERK)


@way
def payment_reversed(course: Course, n: int) -> Ask | None:
    """A payment that came back, in part or too much."""
    one = pick(course.story.of(PaymentMade), n)
    return (
        course.reverse(one.payment, pick((one.amount, *SUMS), n // 2))
        if one
        else course.reverse("none", Money(1))
    )
