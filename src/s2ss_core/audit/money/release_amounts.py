"""How much may be released: within the schedule, in arrears, within what is set aside; each instalment once."""

from collections.abc import Iterator
from datetime import date

from s2ss_core.audit.check import Breach, as_money
from s2ss_core.audit.money.account_checks import asks_account
from s2ss_core.audit.money.award_figures import awards_of, lines_borne
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.dues import dues_of, released_legs
from s2ss_core.audit.money.gates import after_an_early_end, gates_of, terms_of_plan
from s2ss_core.audit.money.payees import payees_of
from s2ss_core.audit.record import Prefix
from s2ss_core.events import InstalmentCancelled, InstalmentReleased, InstalmentWithheld
from s2ss_core.ids import key_of

Breaches = Iterator[Breach]
Decided = InstalmentReleased | InstalmentWithheld | InstalmentCancelled


def due_by(account: DeploymentAccount, leg: tuple[str, str], day: date) -> int:
    """What is due on a leg to one organisation for what had happened by the end of a day."""
    if not any(fact.on > day for fact in account.facts.values()):
        return account.due.get(leg, 0)
    return sum(fact.dues.get(leg, 0) for fact in account.facts.values() if fact.on <= day)


@asks_account("S2SS-M06", InstalmentReleased)
def within_the_schedule(event: InstalmentReleased, account: DeploymentAccount, _: Prefix) -> Breaches:
    """Net releases on the leg stay within what is scheduled up to that instalment."""
    if "within-schedule" not in gates_of(account, event):
        return
    rows = account.agreements.of_leg(event.leg)
    early = after_an_early_end(account, event)
    scheduled = sum(int(row.amount) for row in rows if early or row.instalment <= event.instalment)
    out = sum(account.net_released(leg) for leg in account.released if leg[0] == event.leg)
    if rows and event.amount > scheduled - out:
        yield Breach(amount=event.amount, left=as_money(scheduled - out))


@asks_account("S2SS-M07", InstalmentReleased)
def in_arrears(event: InstalmentReleased, account: DeploymentAccount, _: Prefix) -> Breaches:
    """Net releases to the payee stay within what is due to it for what had happened by then."""
    leg, gates = account.to(event.leg, event.paid_to.id), gates_of(account, event)
    if "payee-role" in gates and key_of(event.paid_to.id) not in payees_of(account, event.leg):
        return
    due, out = due_by(account, leg, event.on), account.net_released(leg)
    if "within-eligible" in gates and out + event.amount > due:
        yield Breach(
            amount=event.amount, paid_to=event.paid_to.id, net_released=as_money(out), eligible=as_money(due)
        )


@asks_account("S2SS-M08", InstalmentReleased)
def within_the_allocation(event: InstalmentReleased, account: DeploymentAccount, prefix: Prefix) -> Breaches:
    """Net releases stay within what each award has set aside, for the lines that it bears."""
    if "within-allocation" not in gates_of(account, event):
        return
    several = len(awards_of(account, prefix.record)) > 1
    leg = account.to(event.leg, event.paid_to.id)
    for award in awards_of(account, prefix.record):
        borne = lines_borne(award, account.brokered.deployment, several)
        allocated = sum(
            row.net_on(event.on) for row in award.set_aside_for("support", account.brokered.deployment)
        )
        before = released_for(account, borne)
        after = released_for(account, borne, {leg: int(event.amount)})
        if after > allocated and after > before:
            grant = award.awarded_by.grant if award.awarded_by else ""
            yield Breach(
                amount=event.amount,
                net_released=as_money(before),
                allocated=as_money(allocated),
                awards=(grant,),
            )


def released_for(
    account: DeploymentAccount, lines: frozenset[str] | None, more: dict[tuple[str, str], int] | None = None
) -> int:
    """What was released for lines: on each leg the oldest cost first. All of it, where the lines are not given."""
    more = more or {}
    out = {leg: account.net_released(leg) + more.get(leg, 0) for leg in {*account.released, *more}}
    if lines is None:
        return sum(out.values())
    released = 0
    for fact in sorted(account.facts.values(), key=lambda fact: (fact.on, fact.position)):
        for leg, due in dues_of(fact, account.terms, account.deployed).items():
            part = min(due, out.get(leg, 0))
            out[leg] = out.get(leg, 0) - part
            released += part if fact.line in lines else 0
    return released


@asks_account("S2SS-M15", InstalmentReleased, InstalmentWithheld, InstalmentCancelled)
def on_the_schedule(event: Decided, account: DeploymentAccount, _: Prefix) -> Breaches:
    """The instalment is one of the agreement's schedule, where there is one, or of the plan's terms."""
    planned = tuple(str(number) for number, _ in enumerate(terms_of_plan(account, event.on), 1))
    if planned and str(event.instalment) not in planned:
        yield Breach(instalment=event.instalment, scheduled=planned)
    scheduled = account.agreements.in_force is not None and account.agreements.of_leg(event.leg)
    numbers = tuple(str(row.instalment) for row in scheduled or ())
    if "within-schedule" in account.terms.gates and str(event.instalment) not in numbers:
        yield Breach(instalment=event.instalment, scheduled=numbers)


@asks_account("S2SS-M16", InstalmentReleased, InstalmentWithheld, InstalmentCancelled)
def not_settled_before(event: Decided, account: DeploymentAccount, _: Prefix) -> Breaches:
    """The instalment was neither cancelled, nor released to that payee, or the trust or school it stands for, as that part."""
    before = [
        (account.to(event.leg, entry.event.paid_to.id), entry.event.part)
        for entry in account.releases.values()
        if (entry.event.instalment, entry.event.leg) == (event.instalment, event.leg)
    ]
    released = bool(before)
    if isinstance(event, InstalmentReleased):
        released = (account.to(event.leg, event.paid_to.id), event.part) in before
    if released or (event.instalment, event.leg) in account.cancelled:
        yield Breach(instalment=event.instalment, settled=(str(event.instalment),))


@asks_account("S2SS-M17", InstalmentReleased)
def something_is_released(event: InstalmentReleased, _: DeploymentAccount, __: Prefix) -> Breaches:
    """The sum is above nought."""
    if event.amount <= 0:
        yield Breach(amount=event.amount)


@asks_account("S2SS-M18", InstalmentReleased)
def the_schedule_fits_the_plan(event: InstalmentReleased, account: DeploymentAccount, _: Prefix) -> Breaches:
    """The schedule adds up to the plan that is approved."""
    agreement = account.agreements.on(event.on)
    if "within-schedule" not in gates_of(account, event) or agreement is None:
        return
    scheduled = sum(int(row.amount) for row in agreement.schedule)
    if scheduled != account.approved:
        yield Breach(scheduled=as_money(scheduled), approved=as_money(account.approved))


@asks_account("S2SS-M24", InstalmentReleased)
def by_instalments(event: InstalmentReleased, account: DeploymentAccount, _: Prefix) -> Breaches:
    """The leg is one that the programme pays by instalments."""
    if event.leg not in released_legs(account.terms):
        yield Breach(programme=account.programme.name, leg=event.leg, releases=False)


@asks_account("S2SS-M31", InstalmentReleased)
def a_supplement_of_the_last(event: InstalmentReleased, account: DeploymentAccount, _: Prefix) -> Breaches:
    """Only the last instalment has supplements, numbered one after the other for each payee."""
    if event.part == 1:
        return
    rows = account.agreements.of_leg(event.leg)
    numbers = [row.instalment for row in rows]
    numbers += [entry.event.instalment for entry in account.releases.values() if entry.event.leg == event.leg]
    last = rows[-1].instalment if rows else max(numbers, default=0)
    of_it = [
        entry.event
        for entry in account.releases.values()
        if (entry.event.instalment, entry.event.leg) == (event.instalment, event.leg)
    ]
    own = [before.part for before in of_it if key_of(before.paid_to.id) == key_of(event.paid_to.id)]
    supplement = max((before.part for before in of_it), default=0) + 1 if of_it else None
    following = {supplement, max(own) + 1 if own else supplement}
    if event.instalment != last or event.part not in following:
        yield Breach(instalment=event.instalment, part=event.part, last=last, supplement=supplement)
