"""Remedies of the agreement and of support."""

from datetime import date, timedelta

import attrs

from s2ss_core.events import Costs, PlanLine, ScheduledInstalment
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle import HappyPath, Runner
from s2ss_core.testing.lifecycle.cast import HEADTEACHER, HOME, SCHOOL, STRANGER
from s2ss_core.testing.strategies.breach import DEPLOYMENT, Played
from s2ss_core.testing.strategies.rule_breaches import A_TERM, SPRING, SUMMER, THE_LEAD
from s2ss_core.values import Cause, Days, Money
from tests.remedies.remedy import AS_DUE, Made, Remedy, Said, Situation, ask, happy

DAY = timedelta(days=1)
INSIDE = attrs.evolve(SCHOOL, member_of_broker=True)
BORNE_BY_THE_SCHOOL = Costs(
    total=Money("2600.00"), supported_school=Money("2600.00"), broker=Money(0), home_school=Money(0)
)
AMENDED = (("plan_amended", 1), "allocate_grant", "approve_plan")
A_VISIT = happy(lambda path: path.visit(path.scenario.terms[0]))
JOINED = ask("join_leader", leader=attrs.evolve(THE_LEAD, leader=STRANGER), commitments=())


def schedule(*parts: tuple[int, object, str, str]) -> tuple[ScheduledInstalment, ...]:
    """A schedule of these instalments: number, term, pounds, and the report that each waits for."""
    return tuple(
        ScheduledInstalment(instalment=number, term=term, amount=Money(pounds), after=after)  # type: ignore[arg-type]
        for number, term, pounds, after in parts
    )


def the_day_before(make: Made) -> Made:
    """A command dated the day before today."""
    return lambda runner: make(runner).with_(on=runner.world.today - DAY)


def amended_with(line: PlanLine | None = None, **changed: object) -> Made:
    """The step of an amendment with another line, or with every line of leaders' days changed."""

    def make(runner: Runner) -> CommandCall:
        call = HappyPath(runner.world, DEPLOYMENT).plan()
        lines = tuple(
            attrs.evolve(planned, **changed) if planned.head == "leader-days" else planned
            for planned in call.fields["lines"]
        )
        lines = (*lines, line) if line else lines
        return call.with_(lines=lines, total=Money(sum(planned.approved for planned in lines)))

    return make


def hours(number: int, visit: str) -> Made:
    """Hours of the lead on one and the same day, charged to no line."""
    return happy(
        lambda path: path.visit(path.scenario.terms[0]),
        visit=visit, unit="hour", quantity=Days(number), line=None, on=date(2024, 1, 30),
    )  # fmt: skip


A_TWILIGHT = PlanLine(
    id="9", term=SPRING, head="leader-days", description="Twilight", provider=HOME, unit="twilight", quantity=Days(1),
    rate=Money("200.00"), rate_reason="It is agreed.", amount=Money("200.00"),
)  # fmt: skip

AGREEMENTS = (
    Remedy(
        code="S2SS-A01",
        words="Have the plan approved before the agreement is issued.",
        situation=Situation(until="approve_plan", command="issue_agreement"),
        with_it=frozenset({"S2SS-A02"}),
        first=("approve_plan",),
    ),
    Remedy(
        code="S2SS-A01",
        words="Issue it on or after …, the day on which the plan was approved.",
        says={"on": Said("approved_on", date.fromisoformat)},
    ),
    Remedy(
        code="S2SS-A02",
        words="Make the instalments add up to the approved plan, …: they come to …",
        says={"schedule": AS_DUE},
    ),
    Remedy(code="S2SS-A03", words="Number the instalments in order, 1 to …", says={"schedule": AS_DUE}),
    Remedy(
        code="S2SS-A03",
        words="Instalment … is for an earlier term than the instalment before it: put them in the order of their terms.",
        situation=Situation(
            until="issue_agreement",
            fields={"schedule": schedule((1, SUMMER, "1300.00", "interim"), (2, SPRING, "1300.00", "final"))},
        ),
        says={"schedule": AS_DUE},
    ),
    Remedy(
        code="S2SS-A04",
        words="Issue the document the programme asks for: …",
        says={"document": Said("asked")},
    ),
    Remedy(
        code="S2SS-A05",
        words="Quote a purchase order number on the agreement.",
        says={"purchase_order": "PO-77"},
    ),
    Remedy(
        code="S2SS-A06",
        words="Make the three shares add up to …: they come to …",
        says={"costs": BORNE_BY_THE_SCHOOL},
    ),
    Remedy(
        code="S2SS-M82",
        words="State £0.00 as payable by …, and share the whole cost between the alliance and the leader's school.",
        situation=Situation(
            until="broker",
            first=(("broker", {"school": INSIDE}), Played("issue_agreement")),
            command="issue_agreement",
            fields={"costs": BORNE_BY_THE_SCHOOL},
        ),
        says={
            "costs": attrs.evolve(
                BORNE_BY_THE_SCHOOL, supported_school=Money(0), broker=BORNE_BY_THE_SCHOOL.total
            )
        },
    ),
    Remedy(
        code="S2SS-A60",
        words="State the total as …, what the approved plan comes to, or have the plan amended first.",
        says={"costs": BORNE_BY_THE_SCHOOL},
    ),
    Remedy(
        code="S2SS-A07",
        words="Choose the payee from …: an organisation, never a person.",
        says={"payees": AS_DUE},
    ),
    Remedy(code="S2SS-A08", words="Have only these sign it: …", says={"party": AS_DUE, "signatory": AS_DUE}),
    Remedy(code="S2SS-A09", words="Have the signatory read the agreement first.", says={"has_read": True}),
    Remedy(
        code="S2SS-A10",
        words="Have agreement … signed on or after …, the day it was issued.",
        says={"on": Said("issued_on", date.fromisoformat)},
    ),
    Remedy(
        code="S2SS-A10",
        words="Name an agreement that was issued, or issue … first.",
        situation=Situation(until="sign_agreement", fields={"agreement": "ag-9"}),
        says={"agreement": AS_DUE},
    ),
    Remedy(
        code="S2SS-A10",
        words="Name an agreement that was issued, or issue … first.",
        situation=Situation(until="sign_agreement", fields={"agreement": "ag-9"}),
        first=(happy(lambda path: path.issue(), agreement="ag-9"),),
    ),
    Remedy(
        code="S2SS-A11", words="Leave the released instalments as they were: …", says={"schedule": AS_DUE}
    ),
    Remedy(
        code="S2SS-A12",
        words="Leave out which agreement this one varies: it is the first.",
        says={"variation_of": None},
    ),
    Remedy(
        code="S2SS-A12",
        words="Name the agreement that this one varies: …",
        situation=Situation(
            until="log_visit", first=AMENDED, command="issue_agreement", fields={"variation_of": None}
        ),
        says={"variation_of": Said("in_force")},
    ),
    Remedy(
        code="S2SS-A13",
        words="Let the last instalment come after the final report, and every instalment before it after an interim report.",
        says={"schedule": AS_DUE},
    ),
)

SUPPORT = (
    Remedy(
        code="S2SS-S01",
        words="Have the plan approved first: support begins on that day or after it.",
        situation=Situation(until="approve_plan", command=A_VISIT),
        with_it=frozenset({"S2SS-S02", "S2SS-S03", "S2SS-S07"}),
        first=(
            "approve_plan",
            "secure_foundations",
            "secure_foundations",
            "issue_agreement",
            "sign_agreement",
        ),
    ),
    Remedy(
        code="S2SS-S01",
        words="Give a day on or after …, when the plan was approved.",
        situation=Situation(until="log_visit", fields={"on": date(2023, 11, 1)}),
        with_it=frozenset({"S2SS-S02", "S2SS-S03", "S2SS-S05", "S2SS-S07", "S2SS-S04"}),
        says={"on": AS_DUE},
    ),
    Remedy(
        code="S2SS-S02",
        words="Have every party sign the agreement first: support begins on the day of the last signature or after it.",
        first=("issue_agreement", "sign_agreement"),
    ),
    Remedy(
        code="S2SS-S02",
        words="Give a day on or after …, when the last party signed the agreement.",
        situation=Situation(until="log_visit", fields={"on": date(2023, 11, 5)}),
        with_it=frozenset({"S2SS-S01", "S2SS-S03", "S2SS-S05", "S2SS-S07", "S2SS-S04"}),
        says={"on": AS_DUE},
    ),
    Remedy(
        code="S2SS-S03",
        words="Record that each of these sides secured its foundations, and give that day or a later one: …",
        first=("secure_foundations", "secure_foundations"),
    ),
    Remedy(
        code="S2SS-S04",
        words="Record that … joined on or before …",
        situation=Situation(
            until="incur_cost",
            command=happy(lambda path: path.visit(path.scenario.terms[0], leader=STRANGER, line=None)),
        ),
        with_it=frozenset({"S2SS-Y02"}),
        first=(happy(lambda path: path.allowance(STRANGER, path.scenario.cap_years[0], 15)), JOINED),
    ),
    Remedy(
        code="S2SS-S04",
        words="Give a day on or after …, when … joined.",
        situation=Situation(
            until="incur_cost",
            first=(happy(lambda path: path.allowance(STRANGER, path.scenario.cap_years[0], 15)), JOINED),
            command=the_day_before(
                happy(lambda path: path.visit(path.scenario.terms[0], leader=STRANGER, line=None))
            ),
        ),
        says={"on": Said("joined", date.fromisoformat)},
    ),
    Remedy(
        code="S2SS-S05",
        words="Give a date from … to …, or have another period of the support agreed first.",
        situation=Situation(until="incur_cost", fields={"on": date(2024, 1, 7)}),
        says={"on": AS_DUE},
    ),
    Remedy(
        code="S2SS-S05",
        words="Give a date from … to …, or have another period of the support agreed first.",
        situation=Situation(
            until="release_instalment",
            command=happy(
                lambda path: path.visit(path.scenario.terms[0], line=None, on=path.scenario.end + DAY)
            ),
            scenario=A_TERM,
        ),
        first=(
            happy(
                lambda path: path.call(
                    "renegotiate_time", negotiation="n-1", intended_end=path.scenario.end + 7 * DAY
                )
            ),
        ),
    ),
    Remedy(
        code="S2SS-S05",
        words="Give a date from … to …, on which the support ended.",
        situation=Situation(
            until="release_instalment",
            first=(happy(lambda path: path.end("exit")),),
            command=happy(
                lambda path: path.visit(path.scenario.terms[0], line=None, on=path.world.today + DAY)
            ),
        ),
        says={"on": Said("end", date.fromisoformat)},
    ),
    Remedy(
        code="S2SS-S07",
        words="Have a plan approved first that has line ….",
        situation=Situation(until="approve_plan", command=A_VISIT),
        with_it=frozenset({"S2SS-S01", "S2SS-S02", "S2SS-S03"}),
        first=(
            "approve_plan",
            "secure_foundations",
            "secure_foundations",
            "issue_agreement",
            "sign_agreement",
        ),
    ),
    Remedy(code="S2SS-S07", words="Charge it to a line of the plan in force: …", says={"line": AS_DUE}),
    Remedy(
        code="S2SS-S08",
        words="Charge the invoice to another line: line … is charged by visits, so it takes no invoice.",
        says={"line": AS_DUE},
    ),
    Remedy(
        code="S2SS-S08",
        words="Charge the visit to a line of leaders' days: line … is charged by invoices, so it takes no visit.",
        situation=Situation(until="log_visit", fields={"line": "2"}),
        says={"line": AS_DUE},
    ),
    Remedy(
        code="S2SS-S09",
        words="Amend the plan first: … would bring line … to …, and … is approved.",
        situation=Situation(until="incur_cost", fields={"net": Money("1100.00")}),
        first=(
            happy(lambda path: path.plan(item=Money("600.00"))),
            "allocate_grant",
            "approve_plan",
        ),
    ),
    Remedy(
        code="S2SS-S10",
        words="Charge it to a line priced by the …, or amend the plan so that it has one.",
        first=(amended_with(A_TWILIGHT), "allocate_grant", "approve_plan"),
        says={"line": "9"},
    ),
    Remedy(
        code="S2SS-S18",
        words="Give VAT that is not recovered of at most ….",
        says={"irrecoverable_vat": Said("vat", Money)},
    ),
    Remedy(
        code="S2SS-S19",
        words="Give a day on which its awards are available, or charge it to a deployment whose awards are available on ….",
        situation=Situation(
            until="award_grant",
            first=(("award_grant", {"available_to": date(2024, 1, 31)}), Played("log_visit")),
            command=("log_visit", {"on": date(2024, 2, 5)}),
        ),
        says={"on": date(2024, 1, 30)},
    ),
    Remedy(code="S2SS-S13", words="Log it for …", says={"school": Said("school")}),
    Remedy(
        code="S2SS-S14",
        words="Log a record for each day: … comes to … days, and one holds … at most.",
        says={"quantity": Days(1)},
    ),
    Remedy(
        code="S2SS-S17",
        words="Log at most … days in hours of … on …: other records of that date have the rest of the day.",
        situation=Situation(until="incur_cost", first=(hours(4, "v-1"),), command=hours(4, "v-2")),
        says={"quantity": Days(1)},
    ),
    Remedy(
        code="S2SS-S16",
        words="Charge it to a line for …, or amend the plan: line … is for …",
        situation=Situation(
            until="log_visit",
            first=(amended_with(leader=STRANGER), "approve_plan"),
        ),
        first=(amended_with(), "approve_plan"),
    ),
    Remedy(
        code="S2SS-S11",
        words="Raise the concern first: none is open here.",
        first=(ask("raise_concern", concern="k-1", by=HEADTEACHER, about="Cover falls short."),),
    ),
    Remedy(
        code="S2SS-S11",
        words="Name a concern that is open: …",
        situation=Situation(
            until="log_visit",
            first=(ask("raise_concern", concern="k-1", by=HEADTEACHER, about="Cover falls short."),),
            command=ask("escalate_concern", concern="k-2", by=HEADTEACHER, escalated_to="broker"),
        ),
        says={"concern": Said("open_concerns")},
    ),
    Remedy(
        code="S2SS-S12",
        words="File it under the id of something recorded in this deployment.",
        says={"of": Cause("agreement", ("ag-1",))},
    ),
)
