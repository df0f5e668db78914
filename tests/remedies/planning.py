"""Remedies of planning: the plan, its lines and its approval."""

from datetime import timedelta
from typing import Any

import attrs

from s2ss_core.events import Element
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle import HappyPath, Runner
from s2ss_core.testing.lifecycle.cast import ASSURER, GRANT
from s2ss_core.testing.strategies.breach import DEPLOYMENT
from s2ss_core.testing.strategies.rule_breaches import A_TERM, LINE, SPRING
from s2ss_core.values import Days, Money
from tests.remedies.grant import made
from tests.remedies.remedy import AS_DUE, Made, Remedy, Said, Situation, ask, happy
from tests.remedies.reporting import tomorrow

YESTERDAY = timedelta(days=1)


def lines(**changed: Any) -> dict[str, Any]:
    """What a plan of one line says, with this in the line."""
    line = attrs.evolve(LINE, **changed)
    return {"lines": (line,), "total": line.approved}


def planned(**changed: Any) -> Situation:
    """A plan of one line, with this in the line."""
    return Situation(until="submit_plan", fields=lines(**changed), scenario=A_TERM)


def amended(days: str, item: str, **fields: Any) -> Made:
    """The step in which a plan of other days and another price is submitted."""
    return happy(lambda path: path.plan(days=Days(days), item=Money(item)), **fields)


def rejected(version: int) -> Made:
    """The step in which the QA Lead rejects a plan."""
    return happy(
        lambda path: path.call("reject_plan", plan_version=version, by=ASSURER, reasons="It does not fit.")
    )


def submitted_after(runner: Runner) -> CommandCall:
    """An approval dated the day before its plan was submitted."""
    call = HappyPath(runner.world, DEPLOYMENT).approve()
    return call.with_(on=call.on - YESTERDAY)


def before_the_qa_lead(runner: Runner) -> CommandCall:
    """A plan dated the day before the QA Lead was appointed."""
    call = HappyPath(runner.world, DEPLOYMENT).plan()
    return call.with_(on=call.on - YESTERDAY)


SELF_FUNDED = {"funding": "self-funded", "terms": (SPRING,)}
ALL_RELEASED = ask("release_allocation", GRANT, returning="ret-1", allocation=made, amount=Money("2600.00"))

LINES = (
    Remedy(
        code="S2SS-P01",
        words="Correct the lines that do not multiply out: …",
        says={name: (lambda _, name=name: lines()[name]) for name in ("lines", "total")},
    ),
    Remedy(
        code="S2SS-P02",
        words="State the total as …, or correct the lines.",
        says={"total": Said("sum_of_lines", Money)},
    ),
    Remedy(
        code="S2SS-P26",
        words="Write a line for everything that the grant is to pay for: the plan has none.",
        says={"lines": (LINE,), "total": LINE.approved},
    ),
    Remedy(
        code="S2SS-P05",
        words="Take each of these lines out: …",
        says={"lines": (LINE,), "total": LINE.approved},
    ),
    Remedy(
        code="S2SS-P07",
        words="Give a reason on each of these lines: …",
        says={"lines": lines(head="cover", unit="item", rate_reason="It is needed.")["lines"]},
    ),
    Remedy(
        code="S2SS-P08",
        words="Use a rate of the card, or say why not, on each of these lines: …",
        says=lines(rate=Money("123.00"), amount=Money("246.00"), rate_reason="It is agreed."),
    ),
    Remedy(
        code="S2SS-P08",
        words="Use a rate of the card, or say why not, on each of these lines: …",
        says=lines(),
    ),
    Remedy(
        code="S2SS-P09",
        words="Move each of these lines into a term of the support (…): …",
        says={"lines": (LINE,)},
    ),
    Remedy(
        code="S2SS-P19",
        words="Price leaders' days by the day, half day, twilight or hour, and everything else by the item: …",
        says={"lines": (LINE,)},
    ),
    Remedy(
        code="S2SS-P20",
        words="Write each of these lines once a term, with one head and unit, and one rate if it is priced by time: …",
        says={"lines": (LINE, attrs.evolve(LINE, id="2"))},
    ),
    Remedy(
        code="S2SS-P25",
        words="Give VAT that is not recovered of at most the VAT, on each of these lines: …",
        says=lines(vat=Money(1), irrecoverable_vat=Money(1)),
    ),
)

PLANS = (
    Remedy(
        code="S2SS-P03",
        words="Have each of these finalise it too: …",
        says={"finalised_by": AS_DUE},
    ),
    Remedy(
        code="S2SS-P04",
        words="Give a baseline and an impact measure for …",
        says={"objectives": AS_DUE},
    ),
    Remedy(
        code="S2SS-P10",
        words="Appoint a QA Lead first, and submit the plan on that day or later.",
        first=("appoint_qa_lead",),
    ),
    Remedy(
        code="S2SS-P10",
        words="Appoint a QA Lead first, and submit the plan on that day or later.",
        situation=Situation(until="submit_plan", command=before_the_qa_lead),
        with_it=frozenset({"S2SS-P23"}),  # nor was anything brokered yet
        says={"on": AS_DUE},
    ),
    Remedy(
        code="S2SS-P11",
        words="Leave out which version it amends: no plan is approved yet.",
        says={"amends": None},
    ),
    Remedy(
        code="S2SS-P11",
        words="Say that it amends version …, which is in force.",
        situation=Situation(until="log_visit", command=amended("3", "500.00", amends=None)),
        says={"amends": Said("in_force", int)},
    ),
    Remedy(
        code="S2SS-P11",
        words="Give the amendment its …; the plan in force is version …",
        situation=Situation(until="log_visit", command=amended("3", "500.00", research=None)),
        says={"research": "EEF"},
    ),
    Remedy(code="S2SS-P12", words="Number it version …", says={"plan_version": Said("expected", int)}),
    Remedy(code="S2SS-P13", words="Have version … approved or rejected first.", first=(rejected(1),)),
    Remedy(
        code="S2SS-P21",
        words="Submit one of these instead: …",
        says={"kind": Said("asked", lambda kinds: kinds.split(", ")[0])},
    ),
    Remedy(
        code="S2SS-P22",
        words="Give the plan an element with each of these ids, or leave the link out: …",
        says={"activities": (Element(id="a-1", text="Coaching"),)},
    ),
)

APPROVALS = (
    Remedy(
        code="S2SS-P14",
        words="Have … sign it off, in the role of …",
        says={
            "by": lambda _: ASSURER,
        },
    ),
    Remedy(
        code="S2SS-P14",
        words="Appoint a QA Lead first: nobody was in office on that day.",
        situation=Situation(
            until="approve_plan", first=(("qa_lead_stood_down", 0),), command=tomorrow("approve_plan")
        ),
        first=(happy(lambda path: path.appoint()),),
    ),
    Remedy(
        code="S2SS-P14",
        words="Have somebody sign it off in the role of ….",
        situation=Situation(until="approve_plan", fields={"by": ASSURER}, scenario=SELF_FUNDED),
        says={"by": AS_DUE},
    ),
    Remedy(
        code="S2SS-P15",
        words="Record the approver's declaration that there is no conflict.",
        says={"no_conflict_declared": True},
    ),
    Remedy(
        code="S2SS-P16",
        words="Submit a plan first, and decide on it then: none awaits a decision.",
        first=(amended("3", "500.00"),),
        says={"plan_version": 2},
    ),
    Remedy(
        code="S2SS-P16",
        words="Submit a plan first, and decide on it then: none awaits a decision.",
        situation=Situation(until="approve_plan", command=submitted_after),
        with_it=frozenset({"S2SS-P14"}),  # nobody was in office yet
        says={"on": AS_DUE},
    ),
    Remedy(
        code="S2SS-P16",
        words="Decide on version …, which awaits a decision.",
        situation=Situation(until="approve_plan", fields={"plan_version": 9}),
        says={"plan_version": Said("waiting", int)},
    ),
    Remedy(
        code="S2SS-P17",
        words="Allocate … of an award to this deployment first.",
        situation=Situation(until="approve_plan", first=(ALL_RELEASED,)),
        first=("allocate_grant",),
    ),
    Remedy(
        code="S2SS-P17",
        words="Allocate … of an award to this deployment, or plan for at most …",
        first=("allocate_grant",),
    ),
    Remedy(
        code="S2SS-P17",
        words="Allocate … of an award to this deployment, or plan for at most …",
        first=(
            rejected(2),
            amended("2", "450.00"),
        ),
        says={"plan_version": 3},
    ),
    Remedy(
        code="S2SS-P18",
        words="Plan at least what was spent on each of these lines: …",
        first=(
            rejected(2),
            amended("2", "450.00"),
        ),
        says={"plan_version": 3},
    ),
)
