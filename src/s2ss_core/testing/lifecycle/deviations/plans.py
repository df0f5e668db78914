"""Deviations about plans, awards and leaders' days."""

from typing import Any

from s2ss_core.errors import NotFound
from s2ss_core.events import AwardCostIncurred, AwardPaymentMade, GrantAllocated, Settled
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import BROKER, GRANT, LEAD, OFFICER, QA_FIRM, SECOND
from s2ss_core.testing.lifecycle.deviations.deviation import A_DAY, SUMS, deviation, pick
from s2ss_core.testing.lifecycle.happy_path import HappyPath
from s2ss_core.values import Cause, Days, Money


@deviation
def plan_amended(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A plan with other days, another rate or another price, for approval."""
    days, rate, item = pick(
        (("2", "400.00", "500.00"), ("3", "400.00", "500.00"), ("1", "400.00", "500.00"), ("2", "500.00", "500.00"),
         ("2", "450.00", "700.00"), ("2", "399.00", "100.00"), ("2.5", "400.00", "0.00")),
        n,
    )  # fmt: skip
    return happy_path.plan(days=Days(days), rate=Money(rate), item=Money(item))


@deviation
def plan_approved_early(happy_path: HappyPath, n: int) -> CommandCall | None:
    """An approval with an earlier date."""
    call = happy_path.approve()
    return call.with_(on=call.on - (n % 90) * A_DAY)


@deviation
def plan_returned(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A plan that the approver rejects."""
    version = happy_path.story.waiting.plan_version if happy_path.story.waiting else 1
    return happy_path.call(
        "reject_plan",
        plan_version=version,
        by=happy_path.approve().fields["by"],
        reasons="The days do not fit.",
    )


@deviation
def award_changed(happy_path: HappyPath, n: int) -> CommandCall | None:
    """The award varied, received, allocated or repaid; rarely, the award closed."""

    def award(command: str, **fields: Any) -> CommandCall:
        return CommandCall(command=command, about=GRANT, fields={**fields, "on": happy_path.world.today})

    amount = pick(SUMS, n // 7)
    allocation = pick(
        [allocation.allocation for allocation in happy_path.world.recorded(GrantAllocated)] or ["none"],
        n // 2,
    )
    match n % 9:
        case 0 | 1:
            direction = pick(("more", "less"), n // 9)
            until = pick((None, None, None, happy_path.scenario.end), n)
            return award(
                "vary_award",
                variation=happy_path.fresh("var"),
                direction=direction,
                amount=amount,
                available_to=until,
            )
        case 2:
            return award("receive_grant", tranche=happy_path.fresh("t"), amount=amount)
        case 3 | 4:
            returning = happy_path.fresh("ret")
            return award("release_allocation", returning=returning, allocation=allocation, amount=amount)
        case 5:
            cause = pick(("unspent", "disallowed", "recalled"), n // 9)
            return award("repay_grant", reference=happy_path.fresh("ref"), amount=amount, cause=cause)
        case 6:
            purpose = pick(("quality-assurance", "co-ordination"), n // 9)
            return award("allocate_grant", allocation=happy_path.fresh("a"), purpose=purpose, amount=amount)
        case 7:
            return happy_path.allocate(amount)
        case _:
            return _usage_return(happy_path, n // 9)


def _usage_return(happy_path: HappyPath, n: int) -> CommandCall | None:
    """The return for a year of the award, as the record gives it now."""
    brokerage = happy_path.world.brokerage
    try:
        year = pick(brokerage.usage_returns(GRANT).years, n)
    except NotFound:
        return None
    fields = {
        "year": year.period,
        "digest": year.digest,
        "on": happy_path.world.today,
        "covers_from": year.covers_from,
        "covers_to": year.covers_to,
        "size": brokerage.store.newest(),
    }
    return CommandCall(command="submit_usage_return", about=GRANT, fields=fields)


@deviation
def award_spent(happy_path: HappyPath, n: int) -> CommandCall | None:
    """A cost that the award bears itself, a payment of one or its reversal, a credit note or a disallowance."""

    def award(command: str, **fields: Any) -> CommandCall:
        return CommandCall(command=command, about=GRANT, fields={**fields, "on": happy_path.world.today})

    amount = pick(SUMS, n // 3)
    cost, payment = (
        pick([getattr(fact, name) for fact in happy_path.world.recorded(kind)] or ["none"], n // 2)
        for kind, name in ((AwardCostIncurred, "cost"), (AwardPaymentMade, "payment"))
    )
    match n % 5:
        case 0:
            number = happy_path.fresh("qa")
            purpose = pick(("quality-assurance", "co-ordination"), n // 9)
            return award(
                "incur_award_cost",
                cost=number,
                purpose=purpose,
                supplier=QA_FIRM,
                net=amount,
                invoice_number=number,
            )
        case 1:
            settles = (Settled(of=Cause("award-cost", (cost,)), amount=amount),)
            name = happy_path.fresh("ap")
            parties = {"paid_by": BROKER, "paid_to": QA_FIRM, "settles": settles}
            return award("make_award_payment", payment=name, amount=amount, **parties)
        case 2:
            note = happy_path.fresh("note")
            return award("reverse_award_cost", cost=cost, document=note, net=amount)
        case 3:
            name, why = happy_path.fresh("dis"), "not-evidenced"
            return award(
                "disallow_award_cost", disallowance=name, cost=cost, amount=amount, reason=why, by=OFFICER
            )
        case _:
            document = happy_path.fresh("bank")
            return award("reverse_award_payment", payment=payment, document=document, amount=amount)


@deviation
def award_closed(happy_path: HappyPath, n: int) -> CommandCall | None:
    """The award closed, usually at the very end."""
    if n % 4:
        return None
    return CommandCall(
        command="close_award", fields={"grant": GRANT, "on": happy_path.world.today, "by": OFFICER}
    )


@deviation
def overbooked(happy_path: HappyPath, n: int) -> CommandCall | None:
    """More days for a leader than the allowance has, or a smaller allowance."""
    year = pick(happy_path.scenario.cap_years, n)
    leader = pick((LEAD, SECOND), n // 2)
    days = pick((1, 2, 3, 5, 10, 15, 16, 20), n // 3)
    match n % 4:
        case 0 | 1:
            return happy_path.allowance(leader, year, days)
        case 2:
            return happy_path.call(
                "join_leader",
                leader=happy_path.leader(SECOND),
                commitments=happy_path.commitments(SECOND, days),
            )
        case _:
            call = happy_path.broker()
            return call.with_(
                deployment=happy_path.fresh("d"), commitments=happy_path.commitments(LEAD, days)
            )
