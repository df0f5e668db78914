"""Remedies of reporting and of reviews, and of changes of leaders and of what was agreed."""

from datetime import date, timedelta

import attrs

from s2ss_core.events import Action, ReviewHeld
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle import HappyPath, Runner
from s2ss_core.testing.lifecycle.cast import ASSURER, HEADTEACHER, LEAD, SECOND
from s2ss_core.testing.strategies.breach import DEPLOYMENT
from s2ss_core.testing.strategies.rule_breaches import SUMMER, THE_LEAD
from tests.remedies.brokering import days_of_the_lead
from tests.remedies.remedy import AS_DUE, Made, Remedy, Said, Situation, ask, happy

DAY = timedelta(days=1)
THE_SECOND = attrs.evolve(THE_LEAD, leader=SECOND)
SECOND_JOINS = ask("join_leader", leader=THE_SECOND, commitments=())


def on(day: str) -> Said:
    """A day that the refusal states."""
    return Said(day, date.fromisoformat)


def yesterday(command: str) -> Made:
    """The command that is due, dated the day before."""

    def make(runner: Runner) -> CommandCall:
        due = HappyPath(runner.world, DEPLOYMENT).due()
        call = next(call for call in due if call.command == command)
        return call.with_(on=runner.world.today - DAY)

    return make


def tomorrow(command: str) -> Made:
    """The command that is due, dated the day after."""

    def make(runner: Runner) -> CommandCall:
        due = HappyPath(runner.world, DEPLOYMENT).due()
        call = next(call for call in due if call.command == command)
        return call.with_(on=runner.world.today + DAY)

    return make


REPORTS = (
    Remedy(code="S2SS-R01", words="Have each of these write it too: …", says={"authors": AS_DUE}),
    Remedy(code="S2SS-R02", words="Rate each objective of the plan once: …", says={"ratings": AS_DUE}),
    Remedy(
        code="S2SS-R02",
        words="Have a plan approved first: the report rates its objectives.",
        situation=Situation(
            until="approve_plan", command=happy(lambda path: path.write(path.scenario.terms[0]))
        ),
        first=("approve_plan",),
    ),
    Remedy(code="S2SS-R03", words="Report on a term of the support: …", says={"term": AS_DUE}),
    Remedy(
        code="S2SS-R04",
        words="Strike report … out first, if it is wrong.",
        situation=Situation(
            until="share_document", command=happy(lambda path: path.write(path.scenario.terms[0]))
        ),
        first=(("report_struck_out", 0),),
    ),
    Remedy(
        code="S2SS-R10",
        words="Hold review … on report … first.",
        situation=Situation(
            until="hold_review",
            command=happy(
                lambda path: path.call("finalise_report", report="r-d-1-1", revision=2, after_review="w-9")
            ),
        ),
        first=(happy(lambda path: path.hold(path.scenario.terms[0], "r-d-1-1", "w-9")),),
    ),
    Remedy(
        code="S2SS-R10",
        words="Finalise the report on or after …, the day of review …",
        situation=Situation(until="finalise_report", command=yesterday("finalise_report")),
        says={"on": on("held")},
    ),
    Remedy(
        code="S2SS-R14",
        words="Record … first, and share it on its day or later.",
        situation=Situation(until="report_interim", command=happy(lambda path: path.share("r-d-1-1"))),
        first=("report_interim",),
    ),
    Remedy(
        code="S2SS-R14",
        words="Record … first, and share it on its day or later.",
        situation=Situation(until="share_document", command=yesterday("share_document")),
        says={"on": AS_DUE},
    ),
    Remedy(code="S2SS-R16", words="Give it revision …", says={"revision": Said("expected", int)}),
)


def with_an_action(runner: Runner) -> CommandCall:
    """The review that is due, which asks for something."""
    due = HappyPath(runner.world, DEPLOYMENT).due()
    return next(call for call in due if call.command == "hold_review").with_(
        actions=(Action(id="x-1", what="Buy the books.", who=HEADTEACHER),)
    )


def the_review(runner: Runner) -> str:
    """The id of the review that was held."""
    return next(entry.event.review for entry in runner.world.history if isinstance(entry.event, ReviewHeld))


def done(runner: Runner) -> CommandCall:
    """An action that the review did not ask for, as done."""
    return ask("finish_action", review=the_review(runner), action="x-2", by=HEADTEACHER)(runner)


REVIEWS = (
    Remedy(
        code="S2SS-R90",
        words="Name an action that review … asked for: ….",
        situation=Situation(until="hold_review", first=(with_an_action,), command=done),
        says={"action": Said("asked")},
    ),
    Remedy(
        code="S2SS-R90",
        words="Name a review that asked for an action: … asked for none.",
        situation=Situation(
            until="hold_review",
            first=(with_an_action,),
            command=ask("finish_action", review="w-none", action="x-1", by=HEADTEACHER),
        ),
        says={"review": the_review},
    ),
    Remedy(
        code="S2SS-R05",
        words="Hold the review on a report of …: report … is on …",
        situation=Situation(until="hold_review", fields={"term": SUMMER}),
        says={"term": AS_DUE},
    ),
    Remedy(
        code="S2SS-R05",
        words="Name the report of … that the review is on.",
        situation=Situation(until="hold_review", fields={"report": None}),
        says={"report": AS_DUE},
    ),
    Remedy(
        code="S2SS-R05",
        words="Record report … first, and hold the review on its day or later.",
        situation=Situation(
            until="report_interim",
            command=happy(lambda path: path.hold(path.scenario.terms[0], "r-d-1-1", "w-1")),
        ),
        with_it=frozenset({"S2SS-R08"}),
        first=("report_interim", "share_document"),
    ),
    Remedy(
        code="S2SS-R06", words="Hold the review with each of these there too: …", says={"attendees": AS_DUE}
    ),
    Remedy(
        code="S2SS-R07",
        words="Have the meeting led by somebody who attended it and may lead it: …",
        says={"led_by": AS_DUE},
    ),
    Remedy(
        code="S2SS-R08",
        words="Share report … with each of these, and hold the review on that day or later: …",
        first=("share_document",),
    ),
    Remedy(
        code="S2SS-R09",
        words="Hold a further review on it, or have the QA Lead accept the short notice.",
        says={"short_notice_accepted_by": ASSURER},
    ),
    Remedy(
        code="S2SS-R11",
        words="Record the judgement of a party that judges here: …",
        says={"party": AS_DUE, "judge": AS_DUE},
    ),
    Remedy(
        code="S2SS-R12",
        words="Name the report and the review that the judgement follows.",
        situation=Situation(until="judge_progress", fields={"report": None, "review": None}),
        says={"report": AS_DUE, "review": AS_DUE},
    ),
    Remedy(
        code="S2SS-R12",
        words="Name the review of report … that the judgement follows.",
        situation=Situation(until="judge_progress", fields={"review": None}),
        says={"review": AS_DUE},
    ),
    Remedy(
        code="S2SS-R12",
        words="Hold review … on report … first.",
        situation=Situation(until="judge_progress", fields={"review": "w-9"}),
        first=(happy(lambda path: path.hold(path.scenario.terms[0], "r-d-1-1", "w-9")),),
    ),
    Remedy(
        code="S2SS-R12",
        words="Judge progress on or after …, the day of review …",
        situation=Situation(until="judge_progress", command=yesterday("judge_progress")),
        says={"on": on("held")},
    ),
    Remedy(code="S2SS-R13", words="Have the appointed QA Lead judge it: …", says={"judge": AS_DUE}),
    Remedy(
        code="S2SS-R13",
        words="Appoint a QA Lead first: nobody was in office on that day.",
        situation=Situation(
            until="judge_progress", first=(("qa_lead_stood_down", 0),), command=tomorrow("judge_progress")
        ),
        first=(happy(lambda path: path.appoint()),),
    ),
)


def replaced(**fields: object) -> Made:
    """The second leader takes the place of the lead."""
    return happy(
        lambda path: path.call(
            "replace_leader",
            leaving=LEAD,
            cause="left-the-school",
            last_day=path.world.today,
            effective_from=path.world.today,
            joining=THE_SECOND,
            new_lead=SECOND,
        ),
        **fields,
    )


ENDED = happy(lambda path: path.end("exit"))
RENEGOTIATIONS = (
    Remedy(
        code="S2SS-N01",
        words="Name one of the leaders who were deployed here on …: …",
        says={"leaving": LEAD, "new_lead": SECOND},
    ),
    Remedy(
        code="S2SS-N02",
        words="Name who leads after …: the one who joins, or one of the leaders here (…).",
        says={"new_lead": SECOND},
    ),
    Remedy(
        code="S2SS-N02",
        words="Let somebody join in the place of … who is the new lead.",
        situation=Situation(until="log_visit", command=replaced(joining=None, new_lead=None)),
        says={"joining": THE_SECOND, "new_lead": SECOND},
    ),
    Remedy(
        code="S2SS-N03",
        words="Give a last day on or after …, or strike that visit out if it was not made.",
        says={"last_day": on("last_visit")},
    ),
    Remedy(
        code="S2SS-N03",
        words="Give a last day on or after …, or strike that visit out if it was not made.",
        first=(("visit_struck_out", 0), ("visit_struck_out", 0)),
    ),
    Remedy(code="S2SS-N04", words="Commit no days: the support ended on …", says={"commitments": ()}),
    Remedy(code="S2SS-N05", words="Say who joins, or commit no days.", says={"commitments": ()}),
    Remedy(
        code="S2SS-N06",
        words="Record it on or after …; whoever follows may join before.",
        says={"on": on("last_day")},
    ),
    Remedy(
        code="S2SS-N07",
        words="Give a total once for each leader and year, for leaders here (…) and years of the support (…): leave out …",
        says={"commitments": lambda _: days_of_the_lead(1)},
    ),
    Remedy(
        code="S2SS-N08",
        words="Check the day and the leader of the visit: … left after …",
        says={"leader": AS_DUE},
    ),
)
