"""Remedies of the costs that an award bears itself, of its closing, and of two awards for one deployment.

The award of one term is £2,300.00: £1,300.00 are allocated to the deployment, and £1,000.00 are free.
"""

from datetime import date
from typing import Any

from s2ss_core.events import AwardCostIncurred, Funding, Settled
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle import Runner
from s2ss_core.testing.lifecycle.cast import BROKER, OFFICER, QA_FIRM
from s2ss_core.testing.strategies.breach import Played
from s2ss_core.testing.strategies.rule_breaches import A_TERM
from s2ss_core.values import Cause, Money
from tests.remedies.grant import allocate, award, made, receive, repay, vary
from tests.remedies.remedy import Made, Remedy, Said, Situation, ask, happy

JOURNAL = {**A_TERM, "paid_by_journal": True}
CLOSE: Made = ask("close_award", None, grant="g-1", by=OFFICER)
CLOSING = frozenset(f"S2SS-G{number}" for number in range(16, 22))
RECOVER = "Recover it, or record that the payment came back: …."
ALL_IS_ELIGIBLE = (
    "Receive the … that is missing. If the funder will not pay it, disallow as much of what is eligible first, and have the"
    " award varied down then."
)
TO_PAY = "Pay, or release if the deployment is open or opened again: …."


def closed(*first: Any, until: str | None = None, scenario: Any = A_TERM) -> Situation:
    """The award is to be closed, after these steps."""
    return Situation(until=until, first=first, command=CLOSE, scenario=scenario)


def settled(runner: Runner) -> tuple[Settled, ...]:
    """The settlement of the cost that the award bore last."""
    cost = runner.world.recorded(AwardCostIncurred)[-1]
    return (Settled(of=Cause("award-cost", (cost.cost,)), amount=cost.net),)


ASSURED = award(
    "incur_award_cost", cost="qa-1", purpose="quality-assurance", supplier=QA_FIRM, net=Money("1000.00"),
    invoice_number="QA-1",
)  # fmt: skip
PAID = award(
    "make_award_payment",
    payment="ap-1",
    amount=Money("1000.00"),
    paid_by=BROKER,
    paid_to=QA_FIRM,
    settles=settled,
)
PAID_TWICE = award(
    "make_award_payment",
    payment="ap-2",
    amount=Money("1000.00"),
    paid_by=BROKER,
    paid_to=QA_FIRM,
    settles=settled,
)
GIVEN_BACK = award("release_allocation", returning="ret-1", amount=Money("400.00"), allocation=made)
AGAIN = happy(lambda path: path.visit(path.scenario.terms[0], 1))
UNCOVERED = (happy(lambda path: path.end("exit")), ("visit_struck_out", 0), GIVEN_BACK, AGAIN)

COSTS = (
    Remedy(
        code="S2SS-G13",
        words="Give a day from … to ….",
        says={"on": Said("available_from", date.fromisoformat)},
    ),
    Remedy(
        code="S2SS-G14",
        words="Name costs that this award bears itself, and not these: ….",
        first=(("award_spent", 0),),
        says={"settles": settled},
    ),
    Remedy(
        code="S2SS-G15",
        words="Give at most … as VAT that nobody recovers.",
        says={"irrecoverable_vat": Said("vat", Money)},
    ),
)

CLOSINGS = (
    Remedy(
        code="S2SS-G16",
        words="Close these first: …. To fund one of them otherwise, release all that is allocated to it.",
        situation=closed(receive("2300.00"), repay("1000.00"), until="close_deployment"),
        with_it=CLOSING,
        first=("close_deployment",),
    ),
    Remedy(
        code="S2SS-G17",
        words="Return … to the funder, or have the award varied down by what of it was not received.",
        situation=closed(receive("2300.00")),
        first=(repay("1000.00"),),
    ),
    Remedy(
        code="S2SS-G18",
        words="Allocate … to what is eligible and not covered, after a variation if the award is too small, or disallow as"
        " much.",
        situation=closed(receive("2300.00"), *UNCOVERED, until="release_instalment", scenario=JOURNAL),
        with_it=CLOSING,
        first=(
            "allocate_grant",
            "release_instalment",
            Played("close_deployment"),
            "close_deployment",
            repay("1000.00"),
        ),
    ),
    Remedy(
        code="S2SS-G19",
        words="Receive the … that is missing. Of that the award may be varied down by …: as much is unspent.",
        situation=closed(receive("1300.00")),
        with_it=frozenset({"S2SS-G17"}),
        first=(vary("less", "1000.00"),),
    ),
    Remedy(
        code="S2SS-G19",
        words=ALL_IS_ELIGIBLE,
        situation=closed(vary("less", "1000.00")),
        first=(receive("1300.00"),),
    ),
    Remedy(
        code="S2SS-G19",
        words="Return … as recalled: the funder paid it above the award.",
        situation=closed(receive("2300.00"), vary("less", "1000.00")),
        first=(repay("1000.00", "recalled"),),
    ),
    Remedy(
        code="S2SS-G20",
        words=TO_PAY,
        situation=closed(receive("2300.00"), allocate("1000.00"), ASSURED),
        first=(PAID,),
    ),
    Remedy(
        code="S2SS-G21",
        words=RECOVER,
        situation=closed(receive("2300.00"), repay("1000.00"), ("visit_struck_out", 0)),
        with_it=CLOSING,
        first=(
            "recover_grant",
            GIVEN_BACK,
            award("repay_grant", reference="ref-2", amount=Money("400.00"), cause="unspent"),
        ),
    ),
    Remedy(
        code="S2SS-G21",
        words=RECOVER,
        situation=closed(receive("2300.00"), allocate("1000.00"), ASSURED, PAID, PAID_TWICE),
        first=(award("reverse_award_payment", payment="ap-2", document="B-1", amount=Money("1000.00")),),
    ),
)

TWO = Funding(kind="external", awards=("g-1", "g-2"))
BROKERED = (
    happy(lambda path: path.award(), grant="g-2", reference="SI-115"),
    ("broker", {"funding": TWO}),
)


def of_lines(grant: str, *lines: str) -> Made:
    """A part of an award is allocated to the deployment, for these lines."""

    def allocated(runner: Runner) -> CommandCall:
        fields = {
            "allocation": f"a-{grant}", "deployment": "d-1", "purpose": "support", "amount": Money("500.00"),
            "on": runner.world.today, "lines": lines or None,
        }  # fmt: skip
        return CommandCall(command="allocate_grant", about=grant, fields=fields)

    return allocated


TWO_AWARDS = (
    Remedy(
        code="S2SS-G22",
        words="Name the lines of the plan that this award bears: the deployment draws on ….",
        situation=Situation(until="broker", first=BROKERED, command=of_lines("g-1"), scenario=A_TERM),
        says={"lines": ("1",)},
    ),
    Remedy(
        code="S2SS-G23",
        words="Leave these lines out: another award bears ….",
        situation=Situation(
            until="broker",
            first=(*BROKERED, of_lines("g-1", "1")),
            command=of_lines("g-2", "1", "2"),
            scenario=A_TERM,
        ),
        says={"lines": ("2",)},
    ),
)
