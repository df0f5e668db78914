"""Out of turn, wrongly dated, named or figured, about something else, despite, or once more."""

from itertools import islice

from s2ss_core.testing.asking import Ask
from s2ss_core.testing.lifecycle.course import Course
from s2ss_core.testing.lifecycle.people import QA_LEAD, SECOND, STRANGER
from s2ss_core.testing.lifecycle.straying.way import A_DAY, SUMS, despite, pick, way
from s2ss_core.values import Money

SHIFTS = (-400, -60, -30, -14, -7, -2, -1, 1, 40)
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
    """What is due next, dated on another day."""
    ask = next(course.due(), None)
    return ask.with_(on=ask.on + pick(SHIFTS, n) * A_DAY) if ask else None


@way
def late(course: Course, n: int) -> Ask | None:
    """What is due next, told some weeks later as of today."""
    course.scene.clock.wait_until(course.scene.today + (n % 40) * A_DAY)
    return next(course.due(), None)


@way
def misnamed(course: Course, n: int) -> Ask | None:
    """What is due next, with one name wrong."""
    ask = next(course.due(), None)
    wrong = [(field, value) for field, value in WRONG_NAMES if ask and field in ask.fields]
    return ask.with_(**dict([pick(wrong, n)])) if ask and wrong else ask


@way
def misnamed_despite(course: Course, n: int) -> Ask | None:
    """The same, told all the same."""
    ask = misnamed(course, n)
    return despite(ask, n) if ask else None


@way
def misfigured(course: Course, n: int) -> Ask | None:
    """What is due next that has a sum, with another sum."""
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


@way
def out_of_turn_despite(course: Course, n: int) -> Ask | None:
    """Something due only later, today and all the same."""
    ask = out_of_turn(course, n)
    return despite(ask, n // 3) if ask else None


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
