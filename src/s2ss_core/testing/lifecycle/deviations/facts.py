"""Deviations that add facts: another visit, cost, report or review, facts without money, an early end."""

from typing import Any

from s2ss_core.events import (
    CostIncurred,
    FinalReported,
    InterimReported,
    Quantity,
    ReviewHeld,
    ScheduledReview,
)
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import ASSURER, CLERK, HEADTEACHER, OFFICER, SECOND, STRANGER
from s2ss_core.testing.lifecycle.deviations.deviation import A_DAY, despite, deviation, pick
from s2ss_core.testing.lifecycle.happy_path import HappyPath
from s2ss_core.values import Cause, Days, Money


@deviation
def visit(happy_path: HappyPath, n: int) -> CommandCall | None:
    """Another visit, with various lengths and days."""
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
            {"on": happy_path.scenario.start - A_DAY},
            {"on": happy_path.scenario.end + A_DAY},
            {"on": happy_path.world.today},
            {"shared_between": 3},
        ),
        n,
    )
    call = happy_path.visit(pick(happy_path.scenario.terms, n // 3), n % 4, **fields)
    return despite(call, n // 7) if n % 2 else call


@deviation
def cost(happy_path: HappyPath, n: int) -> CommandCall | None:
    """Another cost, with various amounts and days."""
    used = [
        cost.invoice_number
        for cost in happy_path.world.recorded(CostIncurred)
        if cost.invoice_number is not None
    ]
    fields: dict[str, Any] = pick(
        (
            {},
            {"net": Money("0.01")},
            {"net": Money("5000.00")},
            {"line": "1"},
            {"line": "3"},
            {"on": happy_path.scenario.start - 60 * A_DAY},
            {"on": happy_path.scenario.end + A_DAY},
            {"invoice_number": used[n % len(used)]} if used else {},
        ),
        n,
    )
    call = happy_path.cost(pick(happy_path.scenario.terms, n // 3), **fields)
    return despite(call, n // 7) if n % 2 else call


@deviation
def reviewed_again(happy_path: HappyPath, n: int) -> CommandCall | None:
    """Another review of the newest report, at short notice that may be accepted."""
    reports = happy_path.story.any_of(InterimReported, FinalReported)
    if not reports:
        return None
    call = happy_path.hold(reports[-1].term, reports[-1].report, happy_path.fresh("w"))
    call = call.with_(short_notice_accepted_by=pick((None, ASSURER, OFFICER), n))
    return despite(call, n // 3) if n % 4 == 3 else call


@deviation
def reported(happy_path: HappyPath, n: int) -> CommandCall | None:
    """Another report."""
    call = happy_path.write(pick(happy_path.scenario.terms, n), final=n % 2 == 0)
    return despite(call, n // 2) if n % 3 == 2 else call


@deviation
def judged_badly(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A judgement against release, on the newest review."""
    review = happy_path.story.last(ReviewHeld)
    party = pick(("qa-lead", "broker"), n)
    report = review.report if review else None
    call = happy_path.judge(party, report, review.review, satisfactory=False) if review and report else None
    return call.with_(on=call.on - (n % 4) * A_DAY) if call else None


@deviation
def noted(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A fact that moves no money: a concern, evidence, a meeting, training, review dates."""
    concern = f"k-{n % 3}"
    calls: tuple[CommandCall, ...] = (
        happy_path.call("raise_concern", concern=concern, by=HEADTEACHER, about="Cover falls short."),
        happy_path.call("escalate_concern", concern=concern, by=HEADTEACHER, escalated_to="broker"),
        happy_path.call("resolve_concern", concern=concern, by=HEADTEACHER, outcome="Cover is arranged."),
        happy_path.call(
            "file_evidence",
            of=Cause("agreement", (pick(("ag-1", "none"), n),)),
            file_name="a.pdf",
            digest=f"sha256:{n}",
            by=CLERK,
        ),
        happy_path.call("hold_planning_meeting", meeting=f"m-{n % 3}", attendees=()),
        happy_path.call("attend_training", course="c-1", attendee=HEADTEACHER),
        happy_path.call(
            "schedule_reviews",
            schedule=happy_path.fresh("rs"),
            reviews=(
                ScheduledReview(review="w-1", term=happy_path.scenario.terms[0], on=happy_path.scenario.end),
            ),
        ),
        happy_path.share(pick(("ag-1", "none"), n)),
        happy_path.appoint(),
    )
    return calls[n % len(calls)]


@deviation
def ended_early(happy_path: HappyPath, n: int) -> CommandCall | None:
    """The end of the support, sooner or later."""
    call = happy_path.end(pick(("completed", "exit", "withdrawn"), n))
    return call.with_(actual_end=call.on - (n % 30) * A_DAY)


@deviation
def closed_early(happy_path: HappyPath, n: int) -> CommandCall | None:
    """The closing, perhaps early."""
    return happy_path.close(pick(("completed", "exit", "cancelled"), n))
