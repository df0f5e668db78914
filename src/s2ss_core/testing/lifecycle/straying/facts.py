"""Facts beyond the course: one visit, cost, report or review more, what moves no money, an early end."""

from typing import Any

from s2ss_core.events import (
    CostIncurred,
    FinalReported,
    InterimReported,
    Quantity,
    ReviewHeld,
    ScheduledReview,
)
from s2ss_core.testing.asking import Ask
from s2ss_core.testing.lifecycle.course import Course
from s2ss_core.testing.lifecycle.people import CLERK, QA_LEAD, SECOND, STRANGER
from s2ss_core.testing.lifecycle.straying.way import A_DAY, despite, pick, way
from s2ss_core.values import Days, Money


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
    """One cost more, of some amount, on some day."""
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
    """One report more."""
    ask = course.write(pick(course.setting.terms, n), final=n % 2 == 0)
    return despite(ask, n // 2) if n % 3 == 2 else ask


@way
def judged_badly(course: Course, n: int) -> Ask | None:
    """A judgement against release, on the newest review."""
    review = course.story.last(ReviewHeld)
    party = pick(("qa-lead", "broker"), n)
    ask = course.judge(party, review.report, review.review, satisfactory=False) if review else None
    return ask.with_(on=ask.on - (n % 4) * A_DAY) if ask else None


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
    """The end of the support, sooner or later."""
    ask = course.end(pick(("completed", "exit", "withdrawn"), n))
    return ask.with_(actual_end=ask.on - (n % 30) * A_DAY)


@way
def closed_early(course: Course, n: int) -> Ask | None:
    """The closing, early or not."""
    return course.close(pick(("completed", "exit", "cancelled"), n))
