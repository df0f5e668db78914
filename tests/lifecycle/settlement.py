"""How whatever a lifecycle came to is settled: by ordinary commands, each of them one that a refusal or a view asks for."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any, cast

import attrs

from s2ss_core.events import (
    AwardPaymentMade,
    Brokered,
    CostIncurred,
    GrantAwarded,
    GrantUsageCertified,
    InvoiceReceived,
    Settled,
    SupportEnded,
    VisitLogged,
    derived_fields,
)
from s2ss_core.projections import AwardUsage
from s2ss_core.rules import Broken
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle import Runner
from s2ss_core.testing.lifecycle.cast import BROKER, CLERK, GRANT, OFFICER, QA_FIRM, WITNESS, person
from s2ss_core.testing.lifecycle.happy_path import HappyPath
from s2ss_core.testing.lifecycle.runner import FOREVER
from s2ss_core.values import Cause, Money, Organisation

BY_TWO: Mapping[str, Any] = {"asked_by": OFFICER, "agreed_by": person(WITNESS)}
MOST = Money("1000000.00")  # asked for where only the refusal knows how much there is
A_DAY = timedelta(days=1)
ROUNDS = 40  # more than any settlement needs


class Settlement:
    """Closes every deployment of a runner's world and then their award. It fails where a refusal cannot be met.

    If it `goes_on`, or support ended as completed, what is still due is done and released first, and the funder pays what is missing of the award. If not,
    all support ends at once, what is owed is disallowed, and the funder varies the award.
    """

    def __init__(self, runner: Runner, *, goes_on: bool) -> None:
        self.runner = runner
        self.world = runner.world
        self.brokerage = runner.world.brokerage
        self.goes_on = goes_on

    def settle(self) -> None:
        """Close everything there is. Raises AssertionError if something is stuck."""
        for deployment in self.deployments:
            ran_its_course = any(
                ended.cause == "completed" for ended in self.world.story(deployment).of(SupportEnded)
            )
            if (self.goes_on or ran_its_course) and deployment in self.world.scenario.deployments:
                self.runner.go_on(deployment, FOREVER)
            self.close(deployment)
        if self.world.recorded(GrantAwarded):
            self.open_again()
            self.ask_until_taken(self.closing_of_the_award, AWARD_ANSWERS)

    @property
    def deployments(self) -> tuple[str, ...]:
        """The deployments that were brokered."""
        return tuple(brokered.deployment for brokered in self.world.recorded(Brokered))

    @property
    def usage(self) -> AwardUsage:
        """The usage of the award, as it is now."""
        return self.brokerage.award_usage(GRANT)

    def close(self, deployment: str) -> None:
        """Close a deployment, unless it is closed."""
        if self.world.story(deployment).is_closed:
            return

        def closing() -> CommandCall:
            call = self.call("close_deployment", deployment, cause="completed", by=OFFICER)
            codes = {broken.rule.code for broken in call.why_not(self.brokerage)}
            return call.with_(cause="withdrawn") if codes & FOR_COMPLETED else call

        self.ask_until_taken(closing, DEPLOYMENT_ANSWERS)

    def open_again(self) -> None:
        """Open the award again if it was closed, so that what came after can be settled."""
        codes = [broken.rule.code for broken in self.closing_of_the_award().why_not(self.brokerage)]
        if "S2SS-G05" in codes:
            self.world.clock.wait_until(self.world.today + A_DAY)
            again = {"reopening": self.world.fresh("ro"), "reason": "More is known.", **BY_TWO}
            self.take(self.call("reopen_award", GRANT, **again))

    def closing_of_the_award(self) -> CommandCall:
        """The call that closes the award."""
        return CommandCall(
            command="close_award", fields={"grant": GRANT, "on": self.world.today, "by": OFFICER}
        )

    def ask_until_taken(
        self, ask: Callable[[], CommandCall], answers: "Mapping[str, Callable[[Settlement, Facts], None]]"
    ) -> None:
        """Ask for something until it is taken, and do each time what the first answerable refusal says."""
        for _ in range(ROUNDS):
            call = ask()
            broken = {rule.rule.code: rule for rule in call.why_not(self.brokerage)}
            if not broken:
                self.take(call)
                return
            code = next((code for code in answers if code in broken), None)
            assert code, f"stuck: {', '.join(map(str, broken.values()))}"
            answers[code](self, Facts(broken[code], call))
        raise AssertionError(f"not settled in {ROUNDS} rounds: {', '.join(map(str, broken.values()))}")

    def call(self, command: str, about: str, /, **fields: Any) -> CommandCall:
        """A call of today."""
        return CommandCall(command=command, about=about, fields={"on": self.world.today, **fields})

    def take(self, call: CommandCall) -> None:
        """Record what must be taken."""
        assert self.runner.call(call), f"stuck at {call}: {', '.join(map(str, call.why_not(self.brokerage)))}"

    def most(self, call: CommandCall, code: str, name: str) -> Money:
        """The sum that a refusal names when far too much is asked for."""
        found = next((rule for rule in call.why_not(self.brokerage) if rule.rule.code == code), None)
        return Money(dict(found.facts)[name]) if found else Money(0)


class Facts:
    """What a refusal says, and what was asked."""

    def __init__(self, broken: Broken, asked: CommandCall) -> None:
        self.facts = dict(broken.facts)
        self.asked = asked

    @property
    def deployment(self) -> str:
        """The deployment that was asked about."""
        return str(self.asked.about)

    def money(self, name: str) -> Money:
        """A sum."""
        return Money(self.facts[name])

    def names(self, name: str) -> list[str]:
        """The names in a list, without the words before each."""
        return [word.rsplit(" ", 1)[-1] for word in self.facts[name].split(", ")]


# A deployment


def end_support(settlement: Settlement, said: Facts) -> None:
    """Support ends on the day of its last visit, or today."""
    call = settlement.call(
        "end_support", said.deployment, actual_end=settlement.world.today, cause="withdrawn"
    )
    for broken in call.why_not(settlement.brokerage):
        if broken.rule.code == "S2SS-E13":
            last_visit = max(visit.on for visit in settlement.world.story(said.deployment).of(VisitLogged))
            settlement.world.clock.wait_until(last_visit)
            call = call.with_(on=settlement.world.today, actual_end=last_visit)
    settlement.take(call)


def recover(settlement: Settlement, deployment: str) -> None:
    """Each organisation gives back what it was released beyond its due."""
    for leg in settlement.brokerage.grant_usage(deployment).legs:
        if leg.settled_by == "released" and leg.overpaid.value:
            settlement.take(
                settlement.call(
                    "recover_grant", deployment, recovery=settlement.world.fresh("back"), leg=leg.leg,
                    amount=leg.overpaid.value, recovered_from=Organisation(id=leg.to), how="repaid", **BY_TWO,
                )
            )  # fmt: skip


def disallow(settlement: Settlement, deployment: str) -> None:
    """What is owed and will not be paid is disallowed, of the newest visits and costs first."""
    for of in costs(settlement, deployment):
        owed = sum(
            leg.owed.value
            for leg in settlement.brokerage.grant_usage(deployment).legs
            if leg.settled_by == "released"
        )
        call = settlement.call(
            "disallow_cost", deployment, disallowance=settlement.world.fresh("dis"), of=of, amount=MOST,
            reason="not-evidenced", by=person(CLERK),
        )  # fmt: skip
        amount = min(Money(owed), settlement.most(call, "S2SS-X04", "left"))
        if amount > 0:
            settlement.take(call.with_(amount=amount))


def pay_shares(settlement: Settlement, deployment: str) -> None:
    """What the broker owes on legs without releases is invoiced and paid."""
    for leg in settlement.brokerage.grant_usage(deployment).legs:
        if leg.first and leg.settled_by == "paid" and leg.owed.value:
            shares = HappyPath(settlement.world, deployment)
            invoiced = shares.share_invoiced(leg.leg, leg.to, leg.owed.value)
            settlement.take(invoiced)
            name = str(invoiced.fields["invoice"])
            invoices = settlement.world.story(deployment).of(InvoiceReceived)
            [invoice] = [invoice for invoice in invoices if invoice.invoice == name]
            settlement.take(shares.share_paid(invoice))


def settle_what_is_owed(settlement: Settlement, said: Facts) -> None:
    """What is owed without releases is paid, and the rest disallowed."""
    pay_shares(settlement, said.deployment)
    disallow(settlement, said.deployment)


def costs(settlement: Settlement, deployment: str) -> Iterator[Cause]:
    """The visits and costs of a deployment that stand, the newest first."""
    story = settlement.world.story(deployment)
    kinds: dict[str, type[Any]] = {"visit": VisitLogged, "cost": CostIncurred}
    found = [
        (fact.on, Cause(name, (getattr(fact, name),)))
        for name, kind in kinds.items()
        for fact in story.not_struck_out(kind)
    ]
    return (cause for _, cause in sorted(found, key=lambda each: each[0], reverse=True))


def reverse(settlement: Settlement, said: Facts) -> None:
    """Payments without a release come back."""
    for payment in said.names("errors"):
        call = settlement.call(
            "reverse_payment",
            said.deployment,
            payment=payment,
            document=settlement.world.fresh("bank"),
            amount=MOST,
        )
        settlement.take(call.with_(amount=settlement.most(call, "S2SS-M20", "left")))


def cancel(settlement: Settlement, said: Facts) -> None:
    """Nothing more is released of an instalment that is still open."""
    for number in said.names("open_ones"):
        settlement.take(
            settlement.call(
                "cancel_instalment",
                said.deployment,
                instalment=int(number),
                amount=Money(0),
                by=OFFICER,
                reasons="Nothing more is due.",
            )
        )


def certify_again(settlement: Settlement, said: Facts) -> None:
    """What is eligible now is certified and returned in place of each certificate that says otherwise."""
    story, path = settlement.world.story(said.deployment), HappyPath(settlement.world, said.deployment)
    _, last = path.days_to_certify()
    for before in story.standing():
        if before.certificate in story.outdated():
            name = settlement.world.fresh("cert")
            again = {
                field.name: getattr(before, field.name)
                for field in attrs.fields(cast("Any", GrantUsageCertified))
                if field.name not in {"certificate", "on", "supersedes", *derived_fields(GrantUsageCertified)}
            }
            certify = settlement.call(
                "certify_grant_usage",
                said.deployment,
                **again,
                certificate=name,
                supersedes=before.certificate,
            )
            if before.final:  # what was credited later belongs to the last days
                certify = certify.with_(covers_to=max(before.covers_to, last))
            for call in path.answering(certify):
                settlement.take(call)
            settlement.take(
                settlement.call(
                    "submit_certificate",
                    said.deployment,
                    certificate=name,
                    with_report=before.with_report,
                    returned_to=CLERK,
                )
            )


DEPLOYMENT_ANSWERS: Mapping[str, Callable[[Settlement, Facts], None]] = {
    "S2SS-E08": end_support,
    "S2SS-E04": reverse,
    "S2SS-E10": lambda settlement, said: recover(settlement, said.deployment),
    "S2SS-E19": settle_what_is_owed,
    "S2SS-E09": cancel,
    "S2SS-M40": certify_again,
}
FOR_COMPLETED = {"S2SS-E11", "S2SS-E16"}

# The award


def close_open_ones(settlement: Settlement, said: Facts) -> None:
    """Every deployment of the award is closed first."""
    for deployment in said.names("open_ones"):
        settlement.close(deployment)


def recover_all(settlement: Settlement, _: Facts) -> None:
    """What was released beyond its due comes back, in every deployment."""
    for deployment in settlement.deployments:
        recover(settlement, deployment)
    if any(leg.overpaid.value for leg in settlement.usage.own.legs):
        for payment in settlement.world.recorded(AwardPaymentMade):
            come_back(settlement, payment.payment)


def come_back(settlement: Settlement, payment: str) -> None:
    """What a payment for costs of the award was more than they come to comes back."""
    overpaid = sum(leg.overpaid.value for leg in settlement.usage.own.legs)
    call = settlement.call(
        "reverse_award_payment", GRANT, payment=payment, document=settlement.world.fresh("bank"), amount=MOST
    )
    amount = min(Money(overpaid), settlement.most(call, "S2SS-M20", "left"))
    if amount > 0:
        settlement.take(call.with_(amount=amount))


def pay(settlement: Settlement, said: Facts) -> None:
    """What the award owes for its own costs is paid, and what is owed in a deployment is disallowed."""
    for deployment in settlement.deployments:
        disallow(settlement, deployment)
    own = settlement.usage.own
    for leg in own.legs:
        cost = next((cost.cost for cost in own.costs if cost.purpose == leg.purpose), None)
        if leg.owed.value and cost:
            settles = (Settled(of=Cause("award-cost", (cost,)), amount=leg.owed.value),)
            name = settlement.world.fresh("ap")
            settlement.take(
                settlement.call(
                    "make_award_payment", GRANT, payment=name, amount=leg.owed.value, paid_by=BROKER, paid_to=QA_FIRM,
                    settles=settles,
                )
            )  # fmt: skip


def cover(settlement: Settlement, said: Facts) -> None:
    """The funder adds what is missing, and each allocation that lacks something gets it."""
    usage = settlement.usage
    lacking = [row for row in usage.allocations if row.uncovered.value]
    missing = sum(row.uncovered.value for row in lacking) or said.money("uncovered")
    more = max(missing - max(0, usage.not_allocated.value), usage.amounts.uncovered.value, 0)
    if more > 0:
        vary(settlement, "more", Money(more))
    for row in lacking:
        allocation = settlement.world.fresh("a")
        fields = {"purpose": row.purpose, "amount": row.uncovered.value, "deployment": row.deployment}
        settlement.take(settlement.call("allocate_grant", GRANT, allocation=allocation, **fields))


def give_back(settlement: Settlement, said: Facts) -> None:
    """What no allocation needs goes back to the award, what came of it to the funder, and the rest was never drawn."""
    for row in settlement.usage.allocations:
        if row.unspent.value:
            returning = settlement.world.fresh("ret")
            fields = {"allocation": row.allocation, "amount": row.unspent.value}
            settlement.take(settlement.call("release_allocation", GRANT, returning=returning, **fields))
    unspent = said.money("unspent")
    call = settlement.call(
        "repay_grant", GRANT, reference=settlement.world.fresh("ref"), amount=unspent, cause="unspent"
    )
    in_hand = settlement.most(call.with_(amount=MOST), "S2SS-G12", "in_hand")
    back = min(in_hand, unspent)
    if back > 0:
        settlement.take(call.with_(amount=back))
    if unspent > back:
        receive(settlement, unspent - back) if settlement.goes_on else vary(
            settlement, "less", unspent - back
        )


def vary(settlement: Settlement, direction: str, amount: Money) -> None:
    """The funder varies the award."""
    variation = settlement.world.fresh("var")
    settlement.take(
        settlement.call("vary_award", GRANT, variation=variation, direction=direction, amount=amount)
    )


def receive(settlement: Settlement, amount: Money) -> None:
    """The funder pays."""
    settlement.take(
        settlement.call("receive_grant", GRANT, tranche=settlement.world.fresh("t"), amount=amount)
    )


def even_out(settlement: Settlement, said: Facts) -> None:
    """The funder pays what is missing, or takes back what it paid above the award."""
    missing, above = said.money("missing"), said.money("above")
    if missing:
        receive(settlement, missing)
    if above:
        reference = settlement.world.fresh("ref")
        settlement.take(
            settlement.call("repay_grant", GRANT, reference=reference, amount=above, cause="recalled")
        )


AWARD_ANSWERS: Mapping[str, Callable[[Settlement, Facts], None]] = {
    "S2SS-G16": close_open_ones,
    "S2SS-G21": recover_all,
    "S2SS-G20": pay,
    "S2SS-G18": cover,
    "S2SS-G17": give_back,
    "S2SS-G19": even_out,
}
