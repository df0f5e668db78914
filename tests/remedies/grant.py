"""Remedies of the award and of claims of one invoice."""

from datetime import date
from typing import Any

from s2ss_core.events import GrantAllocated, PurposeLimit
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle import HappyPath, Runner
from s2ss_core.testing.lifecycle.cast import GRANT
from s2ss_core.testing.strategies.breach import DEPLOYMENT
from s2ss_core.testing.strategies.rule_breaches import A_TERM
from s2ss_core.values import Money
from tests.remedies.remedy import Made, Remedy, Said, Situation, ask, happy, today


def award(command: str, **fields: Any) -> Made:
    """The step of a command about the award."""
    return ask(command, GRANT, **fields)


def vary(direction: str, pounds: str) -> Made:
    """The award is varied."""
    return award("vary_award", variation="var-1", direction=direction, amount=Money(pounds))


def receive(pounds: str, tranche: str = "t-1") -> Made:
    """A tranche of the award arrives."""
    return award("receive_grant", tranche=tranche, amount=Money(pounds))


def allocate(pounds: str, purpose: str = "quality-assurance", allocation: str = "a-9") -> Made:
    """Some of the award is set aside for another purpose."""
    return award("allocate_grant", allocation=allocation, purpose=purpose, amount=Money(pounds))


def repay(pounds: str, cause: str = "unspent") -> Made:
    """Money goes back to the funder."""
    return award("repay_grant", reference="ref-1", amount=Money(pounds), cause=cause)


def made(runner: Runner) -> str:
    """The id of an allocation that was made."""
    name: str = runner.world.recorded(GrantAllocated)[-1].allocation
    return name


LITTLE_QUALITY = PurposeLimit(purpose="quality-assurance", amount=Money("100.00"))
# The award of two terms is £3,600.00, and £2,600.00 of it is allocated to the deployment.
AWARDS = (
    Remedy(
        code="S2SS-G01",
        words="Allocate more than £0.00 and at most …, or have the award varied.",
        situation=Situation(until="submit_plan", command=allocate("1000.01")),
        says={"amount": Said("free", Money)},
    ),
    Remedy(
        code="S2SS-G01",
        words="Allocate more than £0.00 and at most …, or have the award varied.",
        situation=Situation(until="submit_plan", command=allocate("1000.01")),
        first=(vary("more", "0.01"),),
    ),
    Remedy(
        code="S2SS-G01",
        words="Have the award varied, or release another allocation: nothing of the award is free.",
        situation=Situation(
            until="submit_plan", first=(allocate("1000.00"),), command=allocate("1.00", allocation="a-10")
        ),
        first=(award("release_allocation", returning="ret-1", allocation="a-9", amount=Money("1.00")),),
    ),
    Remedy(code="S2SS-G02", words="Allocate at most … to …", says={"amount": Said("free", Money)}),
    Remedy(
        code="S2SS-G02",
        words="Release an allocation to … first: nothing of its limit is left.",
        situation=Situation(
            until="award_grant",
            first=(
                ("award_grant", {"purposes": (LITTLE_QUALITY,)}),
                "agree_allowance",
                "broker",
                allocate("100.00"),
            ),
            command=allocate("1.00", allocation="a-10"),
            scenario=A_TERM,
        ),
        first=(award("release_allocation", returning="ret-1", allocation="a-9", amount=Money("1.00")),),
    ),
    Remedy(
        code="S2SS-G03",
        words="Receive more than £0.00 and at most …, or have the award varied.",
        says={"amount": Said("left", Money)},
    ),
    Remedy(
        code="S2SS-G03",
        words="Have the award varied first: all of it has been received.",
        situation=Situation(until="submit_plan", first=(receive("3600.00"),), command=receive("1.00", "t-2")),
        first=(vary("more", "1.00"),),
    ),
    Remedy(
        code="S2SS-G04",
        words="Give back more than £0.00 and at most ….",
        says={"amount": Said("free", Money)},
    ),
    Remedy(
        code="S2SS-G04",
        words="Release an allocation first: nothing is free to go back.",
        situation=Situation(
            until="submit_plan", first=(receive("3600.00"), allocate("1000.00")), command=repay("100.00")
        ),
        first=(award("release_allocation", returning="ret-1", allocation="a-9", amount=Money("100.00")),),
    ),
    Remedy(
        code="S2SS-G11",
        words="Release more than £0.00 and at most …: … is eligible and … committed.",
        situation=Situation(
            until="submit_plan", command=("award_changed", 3), fields={"amount": Money("2600.01")}
        ),
        says={"amount": Said("free", Money)},
    ),
    Remedy(
        code="S2SS-G11",
        words="Release it when less is needed: … is eligible, and … is committed until the support ends or a plan for less is"
        " approved.",
        situation=Situation(
            until="log_visit", command=("award_changed", 3), fields={"amount": Money("100.00")}
        ),
        first=(happy(lambda path: path.plan(item=Money("450.00"))), "approve_plan"),
    ),
    Remedy(
        code="S2SS-G12",
        words="Return at most …: … was received, and … is eligible.",
        situation=Situation(until="submit_plan", first=(receive("500.00"),), command=repay("500.01")),
        says={"amount": Said("in_hand", Money)},
    ),
    Remedy(
        code="S2SS-G12",
        words="Receive a tranche first. If the funder will not pay it, have the award varied: nothing was received beyond what"
        " is eligible (…) and was returned before.",
        situation=Situation(until="submit_plan", command=repay("500.00")),
        first=(receive("500.00"),),
    ),
    Remedy(
        code="S2SS-G05",
        words="Record it under an award that is open, or have this one opened again first.",
        first=(("opened_again", 2),),
        says={"on": today},
    ),
    Remedy(
        code="S2SS-G06",
        words="Name the deployment that the support is for.",
        situation=Situation(until="submit_plan", command=allocate("1.00", "support")),
        says={"deployment": DEPLOYMENT},
    ),
    Remedy(
        code="S2SS-G06",
        words="Broker … under this award first, or name a deployment that was brokered under it.",
        first=("agree_allowance", "broker"),
    ),
    Remedy(
        code="S2SS-G07",
        words="Name an allocation of this award: … is not one.",
        situation=Situation(
            until="submit_plan",
            command=award("release_allocation", returning="ret-1", allocation="a-none", amount=Money("1.00")),
        ),
        says={"allocation": made},
    ),
    Remedy(
        code="S2SS-G60",
        words="Give a last day on or after …, the first day of the award.",
        says={"available_to": Said("available_from", date.fromisoformat)},
    ),
    Remedy(code="S2SS-G08", words="Give both amount and direction, or neither.", says={"direction": "more"}),
    Remedy(
        code="S2SS-G09",
        words="Have the award varied first: nothing was received above the award.",
        situation=Situation(
            until="submit_plan", first=(receive("3600.00"),), command=repay("100.00", "recalled")
        ),
        first=(vary("less", "100.00"),),
    ),
    Remedy(
        code="S2SS-G09",
        words="Return more than £0.00 and at most … as recalled.",
        situation=Situation(
            until="submit_plan",
            first=(receive("3600.00"), vary("less", "100.00")),
            command=repay("100.01", "recalled"),
        ),
        says={"amount": Said("above", Money)},
    ),
    Remedy(
        code="S2SS-G10",
        words="Give a period that ends on or after ….",
        says={"covers_to": date(2024, 3, 31)},
    ),
    Remedy(
        code="S2SS-G80",
        words="Give one of these years, with its first and its last day: ….",
        says={"covers_to": Said("years", lambda years: date.fromisoformat(years.split(" to ")[1][:10]))},
    ),
    Remedy(
        code="S2SS-G81",
        words="Give …, the digest of the return for … from the first … entries.",
        says={"digest": Said("drawn")},
    ),
    Remedy(
        code="S2SS-G82",
        words="Give the number of entries that the return was drawn from: … to ….",
        says={"size": Said("newest", int)},
    ),
)


def claimed(cost: str, pounds: str, **fields: Any) -> Made:
    """A cost claimed of one and the same invoice."""

    def claim(runner: Runner) -> CommandCall:
        path = HappyPath(runner.world, DEPLOYMENT)
        call = path.cost(
            path.scenario.terms[0], cost=cost, net=Money(pounds), vat=Money(0), invoice_number="XP-1"
        )
        return call.with_(**fields)

    return claim


PART = {"invoice_total": Money("300.00")}
CLAIMS = (
    Remedy(
        code="S2SS-C01",
        words="Claim at most … of invoice … of …: the rest is claimed by …. If it is another invoice under the same number,"
        " give the day on it.",
        situation=Situation(
            until="incur_cost",
            first=(claimed("c-1", "200.00", **PART),),
            command=claimed("c-2", "100.01", **PART),
        ),
        says={"net": Said("left", Money)},
    ),
    Remedy(
        code="S2SS-C01",
        words="Claim at most … of invoice … of …: the rest is claimed by …. If it is another invoice under the same number,"
        " give the day on it.",
        situation=Situation(
            until="incur_cost",
            first=(claimed("c-1", "200.00", **PART, invoice_on=date(2023, 3, 1)),),
            command=claimed("c-2", "100.01", **PART),
        ),
        says={"invoice_on": date(2024, 1, 8)},
    ),
    Remedy(
        code="S2SS-C01",
        words="Check invoice … of …: … claimed it already. If this is a further part of it, give the total of the invoice; if"
        " it is another invoice under the same number, give the day on it.",
        situation=Situation(
            until="incur_cost", first=(claimed("c-1", "200.00"),), command=claimed("c-2", "100.00")
        ),
        says={"invoice_total": Money("300.00")},
    ),
    Remedy(
        code="S2SS-C01",
        words="Check invoice … of …: … claimed it already. If this is a further part of it, give the total of the invoice; if"
        " it is another invoice under the same number, give the day on it.",
        situation=Situation(
            until="incur_cost",
            first=(claimed("c-1", "200.00", invoice_on=date(2023, 3, 1)),),
            command=claimed("c-2", "100.00"),
        ),
        says={"invoice_on": date(2024, 1, 8)},
    ),
)
