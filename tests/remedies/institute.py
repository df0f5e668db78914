"""Remedies of what is externally funded under `exceed-institute`, and of halts, QA Days and splits under any programme."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import attrs

from s2ss_core.events import Quantity, Split
from s2ss_core.programmes import find
from s2ss_core.testing.lifecycle import Runner
from s2ss_core.testing.lifecycle.cast import (
    ASSURER,
    HEADTEACHER,
    LEAD,
    OFFICER,
    SCHOOL,
    SYSTEM_LEADER,
    person,
)
from s2ss_core.testing.lifecycle.deviations.deviation import ALL_THE_SAME
from s2ss_core.testing.strategies.breach import Played
from s2ss_core.testing.strategies.rule_breaches import LINE, SPRING
from s2ss_core.values import Cause, Days, Money, Organisation
from tests.remedies.remedy import AS_DUE, Made, Remedy, Said, Situation, ask, happy

EXTERNAL: Mapping[str, Any] = MappingProxyType(
    {"programme": find("exceed-institute"), "funding": "external", "terms": (SPRING,)}
)
SELF_FUNDED: Mapping[str, Any] = MappingProxyType({**EXTERNAL, "funding": "self-funded"})
ONE_DAY = timedelta(days=1)
ANOTHER = Organisation(id="s-other", kind="school")
COLLEGE = Organisation(id="college", kind="department")


def priced(pounds: str, **otherwise: Any) -> Any:
    """Two days at this rate."""
    return attrs.evolve(LINE, rate=Money(pounds), amount=Money(pounds).times(LINE.quantity), **otherwise)


def in_two(paid: str, kept: str) -> tuple[Split, Split]:
    """What of a rate is paid in instalments, and what is kept."""
    return Split(leg="instalment", amount=Money(paid)), Split(leg="retained", amount=Money(kept))


ASPIRING = priced("250.00", band="aspiring-sle")
OF_AN_SLE = priced("350.00", id="9", band="sle")
COVER = priced("200.00", id="9", head="cover", provider=SCHOOL)


def planned(*lines: Any) -> Mapping[str, Any]:
    """The fields of a plan with these lines."""
    return {"lines": lines, "total": Money(sum(line.approved for line in lines))}


def planned_until(step: str, *lines: Any) -> tuple[Any, ...]:
    """A plan with these lines, and what follows it until a step is due."""
    return (happy(lambda path: path.plan(), **planned(*lines)), Played(step))


def designated(kind: str) -> Made:
    return ask("designate_leader", None, leader=LEAD, designation="d-9", kind=kind, by=COLLEGE)


def start(runner: Runner) -> Any:
    """The first day of support."""
    return runner.world.scenario.start


def visit(line: str) -> Made:
    return happy(lambda path: path.visit(SPRING, line=line))


def cover(**otherwise: Any) -> Made:
    return ask(
        "incur_cost", on=start, cost="c-9", line="9", supplier=SCHOOL, **{"net": Money("200.00"), **otherwise}
    )


A_DAY = Quantity(unit="day", quantity=Days(1))
NOT_A_UNIT = Quantity(unit="twilight", quantity=Days(1))
WITH_COVER = Situation(
    until="submit_plan", first=planned_until("log_visit", ASPIRING, COVER), command=cover(), scenario=EXTERNAL
)
HALT = ask("halt_support", halt="h-1", cause="breach", funding_too=True, by=OFFICER, reason="No account.")
RESUME = ask("resume_support", halt="h-1", by=OFFICER)
QA_DAY: Mapping[str, Any] = MappingProxyType(
    {"day": "qa-9", "purpose": "monitoring", "funding_use": "none", "held_by": ASSURER}
)
BOTH = (HEADTEACHER, SYSTEM_LEADER)


def qa_day(**otherwise: Any) -> Made:
    return ask("hold_qa_day", **{**QA_DAY, "attendees": BOTH, **otherwise})


def of_two(runner: Runner) -> Any:
    """The final report without the QA Lead, recorded despite the rule."""
    call = happy(lambda path: path.write(SPRING, name="r-8", final=True))(runner)
    return attrs.evolve(call.with_(authors=BOTH), despite=ALL_THE_SAME)


STRUCK_OUT = ask(
    "strike_out",
    of=Cause("report", ("r-8",)),
    cause="wrong-details",
    reason="The QA Lead is missing.",
    asked_by=person("u-1"),
    agreed_by=person("u-2"),
)
SMALL: Mapping[str, Any] = MappingProxyType({"amount": Money("100.00")})
INSTITUTE = (
    Remedy(
        code="S2SS-P06",
        words="Move or drop each line outside the permitted uses: ….",
        situation=Situation(until="submit_plan", fields=planned(ASPIRING, COVER), scenario=SELF_FUNDED),
        says=planned(ASPIRING),
    ),
    Remedy(
        code="S2SS-P70",
        words="Name the accreditation that it is for on each of these lines: ….",
        situation=Situation(until="submit_plan", fields=planned(priced("250.00")), scenario=EXTERNAL),
        says=planned(ASPIRING),
    ),
    Remedy(
        code="S2SS-P71",
        words="Name leaders who hold it on …, or record the designation first: ….",
        situation=Situation(
            until="submit_plan",
            fields=planned(priced("350.00", band="sle", leader=LEAD)),
            scenario=EXTERNAL,
        ),
        first=(designated("sle"),),
    ),
    Remedy(
        code="S2SS-P60",
        words="Have the leaders' days on each of these lines provided by one of …: ….",
        situation=Situation(
            until="broker",
            first=(
                happy(lambda path: path.broker(), named_supporting_schools=(ANOTHER,)),
                Played("submit_plan"),
            ),
            command="submit_plan",
        ),
        says=planned(attrs.evolve(LINE, provider=ANOTHER)),
    ),
    Remedy(
        code="S2SS-P72",
        words="Split the rate along the legs of the programme so that the parts make the rate, on each of these lines: ….",
        situation=Situation(
            until="submit_plan",
            fields=planned(attrs.evolve(LINE, splits=(Split(leg="instalment", amount=Money("300.00")),))),
        ),
        says=planned(attrs.evolve(LINE, splits=(Split(leg="instalment", amount=Money("400.00")),))),
    ),
    Remedy(
        code="S2SS-P61",
        words="Let the holder keep at most … of a … on line …, and the rest go to whoever gives the support.",
        situation=Situation(
            until="submit_plan",
            fields=planned(attrs.evolve(ASPIRING, splits=in_two("190.00", "60.00"))),
            scenario=EXTERNAL,
        ),
        says=planned(attrs.evolve(ASPIRING, splits=in_two("200.00", "50.00"))),
    ),
    Remedy(
        code="S2SS-P73",
        words="Hold the QA Day of … first, and agree the use of the money at it.",
        situation=Situation(until="hold_qa_day", command="approve_plan", scenario=EXTERNAL),
        first=("hold_qa_day",),
    ),
    Remedy(
        code="S2SS-P73",
        words="Approve it on or after …, when the use of the money was agreed at the QA Day of ….",
        situation=Situation(
            until="hold_qa_day",
            first=(happy(lambda path: path.qa_day().with_(on=path.world.today + ONE_DAY)),),
            command=happy(lambda path: path.approve().with_(on=path.world.today - ONE_DAY)),
            scenario=EXTERNAL,
        ),
        says={"on": lambda runner: runner.world.today},
    ),
    Remedy(
        code="S2SS-S70",
        words="Say how much time it is for: line … is priced by the ….",
        situation=WITH_COVER,
        says={"time": A_DAY},
    ),
    Remedy(
        code="S2SS-S70",
        words="Give the time in a unit that line … has a price for, such as ….",
        situation=attrs.evolve(WITH_COVER, command=cover(time=NOT_A_UNIT)),
        says={"time": A_DAY},
    ),
    Remedy(
        code="S2SS-S70",
        words="Give at most …, which … comes to at the rate of line ….",
        situation=attrs.evolve(WITH_COVER, command=cover(time=A_DAY, net=Money("240.00"))),
        says={"net": Said("worth", Money)},
    ),
    Remedy(
        code="S2SS-S71",
        words="Say which leader of … worked alongside: somebody who is there as ….",
        situation=Situation(until="log_visit", fields={"counterpart": None}, scenario=EXTERNAL),
        says={"counterpart": HEADTEACHER},
    ),
    Remedy(
        code="S2SS-S72",
        words="Record the designation first, or charge it to a line that asks for none: line … is for …, and … has no"
        " designation on ….",
        situation=Situation(
            until="submit_plan",
            first=planned_until("log_visit", ASPIRING, OF_AN_SLE),
            command=visit("9"),
            scenario=EXTERNAL,
        ),
        says={"line": "1"},
        with_it=frozenset({"S2SS-S16"}),
    ),
    Remedy(
        code="S2SS-S72",
        words="Charge it to a line for what … is on …: …. Or record the designation first: line … is for ….",
        situation=Situation(
            until="submit_plan",
            first=(*planned_until("log_visit", ASPIRING, OF_AN_SLE), designated("aspiring-sle")),
            command=visit("9"),
            scenario=EXTERNAL,
        ),
        says={"line": "1"},
        with_it=frozenset({"S2SS-S16"}),
    ),
    Remedy(
        code="S2SS-S73",
        words="Give a day before …, or resume the support first: it is withheld by … on ….",
        situation=Situation(until="log_visit", first=(HALT,)),
        first=(RESUME,),
    ),
    Remedy(
        code="S2SS-S74",
        words="Name a halt that lasts on …: ….",
        situation=Situation(
            until="log_visit", first=(HALT,), command=ask("resume_support", halt="h-2", by=OFFICER)
        ),
        says={"halt": Said("lasting")},
    ),
    Remedy(
        code="S2SS-M70",
        words="Resume the support first: its money has been withheld by … since ….",
        situation=Situation(until="release_instalment", first=(HALT,)),
        first=(RESUME,),
    ),
    Remedy(
        code="S2SS-M71",
        words="Settle it as …: on the leg … the money is ….",
        situation=Situation(until="release_instalment", fields={"settled_by": "retained"}),
        says={"settled_by": "invoice"},
        with_it=frozenset({"S2SS-M10"}),
    ),
    Remedy(
        code="S2SS-M72",
        words="Name the final report, written by these: ….",
        situation=Situation(until="release_instalment", fields={**SMALL, "report": None}, scenario=EXTERNAL),
        says={"report": AS_DUE},
        with_it=frozenset({"S2SS-M03"}),
    ),
    Remedy(
        code="S2SS-M72",
        words="Strike report … out, and record one that these wrote too: ….",
        situation=Situation(
            until="report_final",
            first=(of_two, Played("release_instalment")),
            command="release_instalment",
            fields=SMALL,
            scenario=EXTERNAL,
        ),
        first=(STRUCK_OUT, happy(lambda path: path.write(SPRING, name="r-9", final=True))),
        says={"report": "r-9"},
    ),
    Remedy(
        code="S2SS-R70",
        words="Hold the day with both sides, and name of each somebody who was there: ….",
        situation=Situation(until="submit_plan", command=qa_day(attendees=(HEADTEACHER,))),
        says={"attendees": BOTH},
    ),
    Remedy(
        code="S2SS-R71",
        words="Name …, who is the QA Lead on that day.",
        situation=Situation(until="submit_plan", command=qa_day(held_by=OFFICER)),
        says={"held_by": ASSURER},
    ),
    Remedy(
        code="S2SS-R71",
        words="Appoint a QA Lead first, on that day or before it.",
        situation=Situation(until="appoint_qa_lead", command=qa_day()),
        first=("appoint_qa_lead",),
    ),
)
