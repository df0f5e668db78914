"""Money that moves, release or none, and certificates."""

from typing import Any

from s2ss_core.events import (
    FinalReported,
    GrantUsageCertified,
)
from s2ss_core.testing.asking import Ask
from s2ss_core.testing.lifecycle.course import Course
from s2ss_core.testing.lifecycle.people import CLERK, QA_LEAD, WITNESS
from s2ss_core.testing.lifecycle.straying.way import SUMS, despite, pick, way
from s2ss_core.values import Money


@way
def payment(course: Course, n: int) -> Ask | None:
    """Money moves, release or none."""
    return course.pay(pick((1, 2, None), n), pick(SUMS, n // 3))


@way
def grant_recovered(course: Course, n: int) -> Ask | None:
    """Grant recovered: what is overpaid, or another sum."""
    overpaid = max(0, course.story.net_released - course.story.eligible())
    ask = course.recover(pick((Money(overpaid), *SUMS), n))
    return ask.with_(agreed_by=CLERK) if n % 7 == 6 else ask


@way
def released(course: Course, n: int) -> Ask | None:
    """A release of what is due or not, on what is there or not; despite even."""
    due = next((one for one in course.due() if one.command == "release_instalment"), None)
    ask = due or course.release(pick((1, 2, 3), n), 40_000, "r-none", "w-none", "XT-none")
    ask = ask.with_(amount=pick((ask.fields["amount"], *SUMS), n), on=course.scene.today)
    return despite(ask, n) if n % 3 == 2 else ask


@way
def instalment_held_back(course: Course, n: int) -> Ask | None:
    """An instalment withheld or cancelled."""
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
    """A certificate prepared or returned."""
    one = course.story.last(GrantUsageCertified)
    name, report = (one.certificate, one.with_report) if one else ("cert-none", "r-none")
    if n % 2:
        return course.ask("return_certificate", certificate=name, with_report=report, returned_to=WITNESS)
    days = {"covers_from": course.setting.start, "covers_to": course.setting.end}
    return course.ask(
        "prepare_certificate", certificate=course.fresh("cp"), **days, preparer="bm-1", role="staff"
    )
