"""Closing an award: everything is accounted for to the penny."""

from collections.abc import Iterator

from s2ss_core.audit.check import Breach, as_money
from s2ss_core.audit.money.account_checks import asks_award
from s2ss_core.audit.money.award_account import OWN_PURPOSES, AwardAccount
from s2ss_core.audit.money.award_figures import AwardFigures, award_figures
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.leg_figures import LegFigures, first_legs
from s2ss_core.audit.money.own_costs import owed_on
from s2ss_core.audit.money.posting import account_of
from s2ss_core.audit.record import Prefix
from s2ss_core.events import AwardClosed

Breaches = Iterator[Breach]


def _figures(event: AwardClosed, prefix: Prefix) -> AwardFigures:
    return award_figures(event.grant, prefix.record)


def _accounts(award: AwardAccount, prefix: Prefix) -> Iterator[tuple[str, DeploymentAccount]]:
    for deployment in award.deployments:
        account = account_of(prefix.record.deployment(deployment), prefix.record)
        if account is not None:
            yield deployment, account


def _released(award: AwardAccount, prefix: Prefix) -> Iterator[tuple[str, LegFigures]]:
    for deployment, account in _accounts(award, prefix):
        yield from ((deployment, leg) for leg in first_legs(account) if leg.released_on)


@asks_award("S2SS-G16", AwardClosed)
def after_its_deployments(_: AwardClosed, award: AwardAccount, prefix: Prefix) -> Breaches:
    """Every deployment that it funds is closed."""
    open_ones = [
        deployment
        for deployment, account in _accounts(award, prefix)
        if account.closed is None and any(row.net for row in award.set_aside_for("support", deployment))
    ]
    if open_ones:
        yield Breach(open_ones=tuple(open_ones))


@asks_award("S2SS-G17", AwardClosed)
def nothing_is_unspent(event: AwardClosed, _: AwardAccount, prefix: Prefix) -> Breaches:
    """All that was awarded is eligible, is committed, or was returned to the funder."""
    rest = _figures(event, prefix).rest
    if rest > 0:
        yield Breach(unspent=as_money(rest))


@asks_award("S2SS-G18", AwardClosed)
def nothing_is_uncovered(event: AwardClosed, _: AwardAccount, prefix: Prefix) -> Breaches:
    """Nothing is eligible or committed beyond what is allocated and awarded."""
    figures = _figures(event, prefix)
    uncovered = max(-figures.rest, sum(row.uncovered for row in figures.support.values()), 0)
    if uncovered:
        yield Breach(uncovered=as_money(uncovered))


@asks_award("S2SS-G19", AwardClosed)
def all_of_it_was_received(_: AwardClosed, award: AwardAccount, __: Prefix) -> Breaches:
    """What was received is what was awarded."""
    missing = award.awarded - award.received
    if missing:
        yield Breach(
            awarded=as_money(award.awarded),
            received=as_money(award.received),
            missing=as_money(max(0, missing)),
            above=as_money(max(0, -missing)),
        )


@asks_award("S2SS-G20", AwardClosed)
def nothing_is_owed(_: AwardClosed, award: AwardAccount, prefix: Prefix) -> Breaches:
    """What is eligible was released, or paid where the award bears it itself."""
    owed = [f"{as_money(leg.owed)} to {leg.to} of {of}" for of, leg in _released(award, prefix) if leg.owed]
    for purpose in OWN_PURPOSES:
        of_it, _overpaid = owed_on(award.own(purpose).eligible, award.paid_for(purpose))
        owed += [f"{as_money(of_it)} for {purpose}"] if of_it else []
    if owed:
        yield Breach(owed=tuple(owed))


@asks_award("S2SS-G21", AwardClosed)
def nothing_is_overpaid(_: AwardClosed, award: AwardAccount, prefix: Prefix) -> Breaches:
    """Nothing was released beyond what is eligible, and no supplier was paid beyond what it charged."""
    overpaid = [
        f"{as_money(leg.overpaid)} of {leg.to}" for _of, leg in _released(award, prefix) if leg.overpaid
    ]
    overpaid += [
        f"{as_money(beyond)} of {supplier}" for supplier, beyond in award.paid_beyond() if beyond > 0
    ]
    if overpaid:
        yield Breach(overpaid=tuple(overpaid))
