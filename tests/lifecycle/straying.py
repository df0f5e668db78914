"""What people also do: out of turn, wrongly, despite, once more, too much, or to put something right.

Each way of straying takes the course and a number that picks among its variants, and gives what is then asked.
"""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice
from typing import Any

from s2ss_core.events import (
    CostAllowed,
    CostDisallowed,
    CostIncurred,
    FinalReported,
    GrantAllocated,
    GrantUsageCertified,
    InterimReported,
    PaymentMade,
    Quantity,
    ReviewHeld,
    ScheduledReview,
    VisitLogged,
)
from s2ss_core.rules import Despite
from s2ss_core.values import Days, Money
from tests.lifecycle.asking import Ask
from tests.lifecycle.cast import CLERK, GRANT, LEAD, QA_LEAD, SECOND, STRANGER, WITNESS
from tests.lifecycle.course import Course

Way = Callable[[Course, int], Ask | None]

WAYS: dict[str, Way] = {}
A_DAY = timedelta(days=1)
ALL_THE_SAME = Despite(reason="It happened all the same.", accepted_by=WITNESS)
SELF_ACCEPTED = Despite(reason="I say so myself.", accepted_by=CLERK)
SHIFTS = (-400, -60, -30, -14, -7, -2, -1, 1, 40)
SUMS = (
    Money(1),
    Money("0.01"),
    Money("200.00"),
    Money("400.00"),
    Money("899.99"),
    Money("1300.00"),
    Money(0),
)
WRONG_NAMES = (
    ("leader", STRANGER),
    ("leader", SECOND),
    ("school", "s-99"),
    ("line", "99"),
    ("line", "2"),
    ("line", "1"),
    ("report", "r-none"),
    ("review", "w-none"),
    ("plan_version", 9),
    ("agreement", "ag-none"),
    ("with_report", "r-none"),
    ("certificate", "cert-none"),
    ("by", "somebody-else"),
    ("judge", "somebody-else"),
    ("purchase_order", "PO-0"),
    ("invoice_number", "XT-none"),
    ("instalment", 3),
    ("supersedes", "cert-none"),
    ("role", "governor"),
    ("led_by", "nobody"),
    ("certifier", "bm-1"),
    ("no_conflict_declared", False),
    ("has_read", False),
    ("attendees", ()),
    ("authors", ()),
    ("ratings", ()),
    ("shared_with", ("broker",)),
    ("short_notice_accepted_by", QA_LEAD),
    ("capacity_confirmed", None),
)


def way(function: Way) -> Way:
    WAYS[function.__name__] = function
    return function


def pick(some: Any, n: int) -> Any:
    """One of some things, or None of none."""
    return some[n % len(some)] if some else None


@way
def out_of_turn(course: Course, n: int) -> Ask | None:
    """Something due only later, today."""
    later = list(islice(course.due(), 1, 25))
    ask: Ask | None = pick(later, n)
    return ask.with_(on=min(ask.on, course.scene.today)) if ask else None


@way
def ahead(course: Course, n: int) -> Ask | None:
    """Something due only later, and time goes by."""
    ask: Ask | None = pick(list(islice(course.due(), 1, 6)), n)
    course.scene.clock.wait_until(ask.on if ask else course.scene.today)
    return ask


@way
def misdated(course: Course, n: int) -> Ask | None:
    ask = next(course.due(), None)
    return ask.with_(on=ask.on + pick(SHIFTS, n) * A_DAY) if ask else None


@way
def late(course: Course, n: int) -> Ask | None:
    """What is due next, told some weeks later as of today."""
    course.scene.clock.wait_until(course.scene.today + (n % 40) * A_DAY)
    return next(course.due(), None)


@way
def misnamed(course: Course, n: int) -> Ask | None:
    ask = next(course.due(), None)
    wrong = [(field, value) for field, value in WRONG_NAMES if ask and field in ask.fields]
    return ask.with_(**dict([pick(wrong, n)])) if ask and wrong else ask


@way
def misnamed_despite(course: Course, n: int) -> Ask | None:
    ask = misnamed(course, n)
    return despite(ask, n) if ask else None


@way
def misfigured(course: Course, n: int) -> Ask | None:
    ask = next((one for one in course.due() if {"amount", "net", "total"} & set(one.fields)), None)
    if ask is None:
        return None
    field = next(one for one in ("amount", "net", "total") if one in ask.fields)
    return ask.with_(**{field: pick((*SUMS, Money(ask.fields[field] + 1)), n)})


@way
def elsewhere(course: Course, n: int) -> Ask | None:
    """About a deployment or an award that nobody has heard of."""
    ask = next(course.due(), None)
    return Ask(command=ask.command, about="d-none", fields=ask.fields) if ask and ask.about else ask


def despite(ask: Ask, n: int) -> Ask:
    """The same, told all the same; openings have no such thing."""
    accepted = SELF_ACCEPTED if n % 5 == 4 else ALL_THE_SAME
    return (
        ask
        if ask.about is None
        else Ask(command=ask.command, about=ask.about, fields=ask.fields, despite=accepted)
    )


@way
def out_of_turn_despite(course: Course, n: int) -> Ask | None:
    ask = out_of_turn(course, n)
    return despite(ask, n // 3) if ask else None


@way
def visit(course: Course, n: int) -> Ask | None:
    """One visit more, of some length, on some day."""
    fields: dict[str, Any] = pick(
        (
            {},
            {"unit": "half-day"},
            {"unit": "hour", "quantity": Days(3)},
            {"unit": "twilight"},
            {"unit": "half-day", "preparation": Quantity(unit="half-day", quantity=Days(1))},
            {"line": None},
            {"line": None, "significance": "call", "unit": "hour"},
            {"leader": SECOND},
            {"leader": STRANGER},
            {"unit": "day", "quantity": Days(2)},
            {"line": "2"},
            {"line": "3"},
            {"on": course.setting.start - A_DAY},
            {"on": course.setting.end + A_DAY},
            {"on": course.scene.today},
        ),
        n,
    )
    ask = course.visit(pick(course.setting.terms, n // 3), n % 4, **fields)
    return despite(ask, n // 7) if n % 2 else ask


@way
def cost(course: Course, n: int) -> Ask | None:
    used = [one.invoice_number for one in course.scene.told(CostIncurred)]
    fields: dict[str, Any] = pick(
        (
            {},
            {"net": Money("0.01")},
            {"net": Money("5000.00")},
            {"line": "1"},
            {"line": "3"},
            {"on": course.setting.start - 60 * A_DAY},
            {"on": course.setting.end + A_DAY},
            {"invoice_number": used[n % len(used)]} if used else {},
        ),
        n,
    )
    ask = course.cost(pick(course.setting.terms, n // 3), **fields)
    return despite(ask, n // 7) if n % 2 else ask


CORRECTING: dict[str, Any] = {"reason": "It was wrong.", "asked_by": CLERK, "agreed_by": WITNESS}


def strike(course: Course, n: int, name: str, *kinds: type[Any]) -> Ask:
    standing = [getattr(one, name) for kind in kinds for one in course.story.standing(kind)]
    entry = pick([*standing[::-1], "none"], n)
    agreed = {"agreed_by": CLERK} if n % 11 == 10 else {}
    cause = pick(("duplicate", "wrong-details", "did-not-happen"), n)
    fields: dict[str, Any] = {name: entry, "cause": cause, **CORRECTING, **agreed}
    return course.ask(f"strike_out_{name}", **fields)


@way
def visit_struck_out(course: Course, n: int) -> Ask | None:
    return strike(course, n, "visit", VisitLogged)


@way
def cost_struck_out(course: Course, n: int) -> Ask | None:
    return strike(course, n, "cost", CostIncurred)


@way
def report_struck_out(course: Course, n: int) -> Ask | None:
    return strike(course, n, "report", InterimReported, FinalReported)


@way
def review_struck_out(course: Course, n: int) -> Ask | None:
    return strike(course, n, "review", ReviewHeld)


@way
def payment_struck_out(course: Course, n: int) -> Ask | None:
    return strike(course, n, "payment", PaymentMade)


@way
def cost_reversed(course: Course, n: int) -> Ask | None:
    one: CostIncurred | None = pick(course.story.of(CostIncurred), n)
    name, amount = (one.cost, pick((one.net, *SUMS), n // 2)) if one else ("none", Money(1))
    return course.ask("reverse_cost", cost=name, document=course.fresh("note"), net=amount)


@way
def cost_disallowed(course: Course, n: int) -> Ask | None:
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
    lifted = {one.disallowance for one in course.story.of(CostAllowed)}
    names = [one.disallowance for one in course.story.of(CostDisallowed)]
    return course.ask("allow_cost", disallowance=pick([*(set(names) - lifted), *names, "none"], n), by=CLERK)


@way
def payment(course: Course, n: int) -> Ask | None:
    """Money moves, release or none."""
    return course.pay(pick((1, 2, None), n), pick(SUMS, n // 3))


@way
def payment_reversed(course: Course, n: int) -> Ask | None:
    one = pick(course.story.of(PaymentMade), n)
    return (
        course.reverse(one.payment, pick((one.amount, *SUMS), n // 2))
        if one
        else course.reverse("none", Money(1))
    )


@way
def grant_recovered(course: Course, n: int) -> Ask | None:
    overpaid = max(0, course.story.net_released - course.story.eligible())
    ask = course.recover(pick((Money(overpaid), *SUMS), n))
    return ask.with_(agreed_by=CLERK) if n % 7 == 6 else ask


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
    version = course.story.waiting.plan_version if course.story.waiting else 1
    return course.ask("return_plan", plan_version=version, by=QA_LEAD, reasons="The days do not fit.")


@way
def judged_badly(course: Course, n: int) -> Ask | None:
    """A judgement against release, on the newest review."""
    review = course.story.last(ReviewHeld)
    party = pick(("qa-lead", "broker"), n)
    ask = course.judge(party, review.report, review.review, satisfactory=False) if review else None
    return ask.with_(on=ask.on - (n % 4) * A_DAY) if ask else None


@way
def reviewed_again(course: Course, n: int) -> Ask | None:
    """A further review on the newest report, at short notice, perhaps accepted."""
    reports = course.story.any_of(InterimReported, FinalReported)
    if not reports:
        return None
    ask = course.hold(reports[-1].term, reports[-1].report, course.fresh("w"))
    ask = ask.with_(short_notice_accepted_by=pick((None, QA_LEAD, CLERK), n))
    return despite(ask, n // 3) if n % 4 == 3 else ask


@way
def reported(course: Course, n: int) -> Ask | None:
    ask = course.write(pick(course.setting.terms, n), final=n % 2 == 0)
    return despite(ask, n // 2) if n % 3 == 2 else ask


@way
def released(course: Course, n: int) -> Ask | None:
    """A release of what is due or not, on what is there or not; despite even."""
    due = next((one for one in course.due() if one.command == "release_instalment"), None)
    ask = due or course.release(pick((1, 2, 3), n), 40_000, "r-none", "w-none", "XT-none")
    ask = ask.with_(amount=pick((ask.fields["amount"], *SUMS), n), on=course.scene.today)
    return despite(ask, n) if n % 3 == 2 else ask


@way
def instalment_held_back(course: Course, n: int) -> Ask | None:
    number = pick((1, 2, 3), n // 4)
    if n % 4 == 3:
        return course.ask(
            "cancel_instalment", instalment=number, amount=Money(0), by=CLERK, reasons="No more."
        )
    return course.ask("withhold_instalment", instalment=number, by=CLERK, reasons="Not yet.")


@way
def certified(course: Course, n: int) -> Ask | None:
    """A certificate early, again, or of too little."""
    final = course.story.last(FinalReported)
    ask = course.certify(course.fresh("cert"), final.report if final else "r-none")
    fields: dict[str, Any] = pick(
        (
            {},
            {"supersedes": None},
            {"covers_to": course.setting.start},
            {"final": False},
            {"certifier": QA_LEAD},
        ),
        n,
    )
    return ask.with_(**fields)


@way
def certificate_handled(course: Course, n: int) -> Ask | None:
    one = course.story.last(GrantUsageCertified)
    name, report = (one.certificate, one.with_report) if one else ("cert-none", "r-none")
    if n % 2:
        return course.ask("return_certificate", certificate=name, with_report=report, returned_to=WITNESS)
    days = {"covers_from": course.setting.start, "covers_to": course.setting.end}
    return course.ask(
        "prepare_certificate", certificate=course.fresh("cp"), **days, preparer="bm-1", role="staff"
    )


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


@way
def noted(course: Course, n: int) -> Ask | None:
    """What moves no money: concerns, evidence, meetings, training, dates."""
    concern = f"k-{n % 3}"
    asks: tuple[Ask, ...] = (
        course.ask("raise_concern", concern=concern, by="ht-1", about="Cover falls short."),
        course.ask("escalate_concern", concern=concern, by="ht-1", escalated_to="broker"),
        course.ask("resolve_concern", concern=concern, by="ht-1", outcome="Cover is arranged."),
        course.ask(
            "file_evidence", of=pick(("ag-1", "none"), n), file_name="a.pdf", digest=f"sha256:{n}", by=CLERK
        ),
        course.ask("hold_planning_meeting", meeting=f"m-{n % 3}", attendees=()),
        course.ask("attend_training", course="c-1", attendee="ht-1", role="headteacher"),
        course.ask(
            "schedule_reviews",
            schedule=course.fresh("rs"),
            reviews=(ScheduledReview(review="w-1", term=course.setting.terms[0], on=course.setting.end),),
        ),
        course.share(pick(("ag-1", "none"), n)),
        course.appoint(),
    )
    return asks[n % len(asks)]


@way
def ended_early(course: Course, n: int) -> Ask | None:
    ask = course.end(pick(("completed", "exit", "withdrawn"), n))
    return ask.with_(actual_end=ask.on - (n % 30) * A_DAY)


@way
def closed_early(course: Course, n: int) -> Ask | None:
    return course.close(pick(("completed", "exit", "cancelled"), n))


@way
def told_again(course: Course, n: int) -> Ask | None:
    """An earlier command, word for word."""
    accepted = course.scene.accepted
    return accepted[n % len(accepted)] if accepted else None


@way
def told_otherwise(course: Course, n: int) -> Ask | None:
    """An earlier command, with other content under the same id."""
    ask = told_again(course, n)
    if ask is None:
        return None
    others = [
        (
            name,
            value + 1
            if name == "minutes"
            else Money(value + 1)
            if isinstance(value, Money)
            else f"{value} too",
        )
        for name, value in ask.fields.items()
        if name
        in ("minutes", "amount", "net", "place", "reason", "by", "need", "problem", "impact", "agreed_by")
    ]
    return ask.with_(**dict([pick(others, n)])) if others else ask.with_(on=ask.on - A_DAY)
