"""The award: what may be set aside, received, varied and given back."""

from collections.abc import Iterator
from datetime import timedelta

from s2ss_core.audit.check import Breach, as_money
from s2ss_core.audit.money.account_checks import asks_award
from s2ss_core.audit.money.award_account import AwardAccount
from s2ss_core.audit.money.award_figures import award_figures, support_of
from s2ss_core.audit.money.periods import year_from_april, year_from_september
from s2ss_core.audit.money.posting import account_of
from s2ss_core.audit.record import Prefix
from s2ss_core.events import (
    AllocationReturned,
    AwardClosed,
    AwardCostIncurred,
    AwardVaried,
    Brokered,
    GrantAllocated,
    GrantAwarded,
    GrantReceived,
    GrantReturned,
    UsageReturned,
)
from s2ss_core.ids import key_of, same

Breaches = Iterator[Breach]


@asks_award("S2SS-G01", GrantAllocated)
def within_the_award(event: GrantAllocated, award: AwardAccount, _: Prefix) -> Breaches:
    """No more is set aside than is neither set aside nor returned."""
    if not 0 < event.amount <= award.not_allocated:
        yield Breach(amount=event.amount, free=as_money(max(0, award.not_allocated)))


@asks_award("S2SS-G02", GrantAllocated)
def within_its_purpose(event: GrantAllocated, award: AwardAccount, _: Prefix) -> Breaches:
    """No more is set aside for a purpose than the award allows for it."""
    limits = award.awarded_by.purposes if award.awarded_by else ()
    limit = next((int(row.amount) for row in limits if row.purpose == event.purpose), None)
    free = (limit or 0) - sum(row.net for row in award.set_aside_for(event.purpose))
    if limit is not None and event.amount > free:
        yield Breach(purpose=event.purpose, amount=event.amount, free=as_money(free))


@asks_award("S2SS-G03", GrantReceived)
def within_what_was_awarded(event: GrantReceived, award: AwardAccount, _: Prefix) -> Breaches:
    """No more is received than was awarded."""
    left = award.awarded - award.received
    if not 0 < event.amount <= left:
        yield Breach(amount=event.amount, left=as_money(max(0, left)))


@asks_award("S2SS-G04", GrantReturned, AwardVaried)
def only_what_is_free(event: GrantReturned | AwardVaried, award: AwardAccount, _: Prefix) -> Breaches:
    """What goes back, or is taken from the award, is not set aside for anything."""
    if isinstance(event, AwardVaried):
        amount = -int(event.change)
        if amount <= 0:
            return
    elif event.cause == "recalled":
        return
    else:
        amount = int(event.amount)
    if not 0 < amount <= award.not_allocated:
        yield Breach(amount=as_money(amount), free=as_money(max(0, award.not_allocated)))


@asks_award(
    "S2SS-G05", AwardVaried, GrantReceived, GrantAllocated, AllocationReturned, GrantReturned, AwardCostIncurred, AwardClosed
)  # fmt: skip
def while_it_is_open(_: AwardVaried, award: AwardAccount, __: Prefix) -> Breaches:
    """A closed award takes nothing more."""
    if award.closed_on is not None:
        yield Breach(grant=award.awarded_by.grant if award.awarded_by else "", closed_on=award.closed_on)


@asks_award("S2SS-G06", GrantAllocated)
def for_a_deployment_of_the_award(event: GrantAllocated, award: AwardAccount, prefix: Prefix) -> Breaches:
    """Money for support is set aside for a deployment that names this award."""
    if event.purpose != "support":
        return
    brokered = prefix.record.deployment(event.deployment).first(Brokered) if event.deployment else None
    grant = award.awarded_by.grant if award.awarded_by else ""
    if brokered is None or not any(same(grant, named) for named in brokered.funding.awards):
        yield Breach(deployment=event.deployment, known=False)


@asks_award("S2SS-G07", AllocationReturned)
def of_an_allocation_that_was_made(event: AllocationReturned, award: AwardAccount, _: Prefix) -> Breaches:
    """Only what was set aside comes back."""
    if event.allocation not in award.allocations:
        yield Breach(allocation=event.allocation, made=False)


@asks_award("S2SS-G08", AwardVaried)
def amount_and_direction(event: AwardVaried, _: AwardAccount, __: Prefix) -> Breaches:
    """A variation gives both, or neither."""
    if (event.amount is None) != (event.direction is None):
        yield Breach(amount=event.amount, direction=event.direction)


@asks_award("S2SS-G09", GrantReturned)
def recalled_above_the_award(event: GrantReturned, award: AwardAccount, _: Prefix) -> Breaches:
    """What a funder recalls, it had paid above the award."""
    above = max(0, award.received - award.awarded)
    if event.cause == "recalled" and not 0 < event.amount <= above:
        yield Breach(amount=event.amount, above=as_money(above))


@asks_award("S2SS-G10", UsageReturned)
def of_a_period(event: UsageReturned, _: AwardAccount, __: Prefix) -> Breaches:
    """A usage return covers the days from its first to its last."""
    if event.covers_to < event.covers_from:
        yield Breach(covers_from=event.covers_from, covers_to=event.covers_to)


@asks_award("S2SS-G11", AllocationReturned)
def not_needed(event: AllocationReturned, award: AwardAccount, prefix: Prefix) -> Breaches:
    """What goes back is neither eligible nor, while support runs, approved for it."""
    allocation = award.allocations.get(event.allocation)
    if allocation is None:
        return
    eligible, committed, net = _needed(event, award, prefix)
    free = min(net - eligible - committed, allocation.net)
    if not 0 < event.amount <= free:
        yield Breach(
            amount=event.amount,
            free=as_money(max(0, free)),
            eligible=as_money(eligible),
            committed=as_money(committed),
        )


def _needed(event: AllocationReturned, award: AwardAccount, prefix: Prefix) -> tuple[int, int, int]:
    """What is eligible and committed of what an allocation is for, and what is set aside for that."""
    allocation = award.allocations[event.allocation].event
    if allocation.purpose != "support":
        aside = award.set_aside_for(allocation.purpose)
        return award.own(allocation.purpose).eligible, 0, sum(row.net for row in aside)
    deployment = key_of(allocation.deployment or "")
    account = account_of(prefix.record.deployment(deployment), prefix.record)
    support = support_of(award, deployment, account)
    runs = account is not None and (account.ended is None or account.ended.on > event.on)
    committed = max(0, support.approved - support.eligible) if runs else 0
    return support.eligible, committed, support.allocated


@asks_award("S2SS-G12", GrantReturned)
def money_in_hand(event: GrantReturned, award: AwardAccount, prefix: Prefix) -> Breaches:
    """What is returned was received, and is not eligible cost."""
    if event.cause == "recalled" or award.awarded_by is None:
        return
    figures = award_figures(award.awarded_by.grant, prefix.record)
    if event.amount > max(0, figures.in_hand):
        yield Breach(
            amount=event.amount,
            in_hand=as_money(max(0, figures.in_hand)),
            received=as_money(award.received),
            eligible=as_money(figures.eligible),
        )


@asks_award("S2SS-G22", GrantAllocated)
def names_its_lines(event: GrantAllocated, _: AwardAccount, prefix: Prefix) -> Breaches:
    """Where a deployment draws on several awards, what is set aside names the lines that it bears."""
    brokered = prefix.record.deployment(event.deployment).first(Brokered) if event.deployment else None
    awards = tuple(dict.fromkeys(map(key_of, brokered.funding.awards))) if brokered else ()
    if event.purpose == "support" and len(awards) > 1 and not event.lines:
        yield Breach(awards=awards, lines=())


@asks_award("S2SS-G23", GrantAllocated)
def borne_by_one_award(event: GrantAllocated, award: AwardAccount, prefix: Prefix) -> Breaches:
    """No line of a plan is borne by two awards."""
    brokered = prefix.record.deployment(event.deployment).first(Brokered) if event.deployment else None
    own = award.awarded_by.grant if award.awarded_by else ""
    taken = set[str]()
    for grant in brokered.funding.awards if brokered else ():
        if not same(grant, own):
            other = prefix.record.grant(grant).events(GrantAllocated)
            taken |= {
                line for row in other if same(row.deployment, event.deployment) for line in row.lines or ()
            }
    if taken & set(event.lines or ()):
        yield Breach(taken=tuple(taken & set(event.lines or ())))


@asks_award("S2SS-G60", AwardVaried)
def ends_after_it_begins(event: AwardVaried, award: AwardAccount, _: Prefix) -> Breaches:
    """The new last day of an award is not before its first."""
    first = award.awarded_by.available_from if award.awarded_by else None
    if event.available_to is not None and first is not None and event.available_to < first:
        yield Breach(available_from=first, available_to=event.available_to)


@asks_award("S2SS-G82", UsageReturned)
def drawn_from_what_there_is(event: UsageReturned, award: AwardAccount, prefix: Prefix) -> Breaches:
    """A return is drawn from entries that are in the history, the award among them."""
    made = [entry.position for entry in prefix.book.entries if isinstance(entry.event, GrantAwarded)]
    least, newest = min(made, default=1), prefix.entry.position - 1
    if award.awarded_by is not None and not least <= event.size <= newest:
        yield Breach(size=event.size, least=least, newest=newest)


@asks_award("S2SS-G80", UsageReturned)
def of_a_year_of_the_award(event: UsageReturned, award: AwardAccount, _: Prefix) -> Breaches:
    """A return covers one financial year of the award, from its first day to its last."""
    if award.awarded_by is None or event.covers_to < event.covers_from:
        return
    spells = {"april-march": year_from_april, "september-august": year_from_september}
    named = [spells[kind] for kind in award.awarded_by.year_reckonings]
    day = timedelta(days=1)
    whole = any(
        spell(event.covers_from) == spell(event.covers_to) == event.year
        and spell(event.covers_from - day) != event.year
        and spell(event.covers_to + day) != event.year
        for spell in named
    )
    last = award.available_to(event.on) or event.covers_from
    if not whole or event.covers_to < award.awarded_by.available_from or last < event.covers_from:
        years = {spell(day) for spell in named for day in (award.awarded_by.available_from, last)}
        yield Breach(year=event.year, years=tuple(years))
