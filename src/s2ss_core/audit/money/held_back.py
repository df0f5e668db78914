"""Instalments withheld, withholdings lifted, and money recovered."""

from collections.abc import Iterator

from s2ss_core.audit.check import Breach, as_money
from s2ss_core.audit.money.account_checks import asks_account
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.record import Prefix
from s2ss_core.events import GrantRecovered, InstalmentReleased, WithholdingLifted

Breaches = Iterator[Breach]


@asks_account("S2SS-M29", InstalmentReleased)
def not_withheld(event: InstalmentReleased, account: DeploymentAccount, _: Prefix) -> Breaches:
    """What was withheld is released only once that was lifted."""
    since = account.withheld.get((event.instalment, event.leg))
    if since is not None:
        yield Breach(instalment=event.instalment, withheld_since=since)


@asks_account("S2SS-M30", WithholdingLifted)
def withheld_before(event: WithholdingLifted, account: DeploymentAccount, _: Prefix) -> Breaches:
    """What is lifted was withheld by that day."""
    since = account.withheld.get((event.instalment, event.leg))
    if since is None or event.on < since:
        yield Breach(instalment=event.instalment, withheld_since=since, on=event.on)


@asks_account("S2SS-M19", GrantRecovered)
def no_more_than_overpaid(event: GrantRecovered, account: DeploymentAccount, _: Prefix) -> Breaches:
    """What is recovered was released beyond what is due, at the time."""
    leg = account.to(event.leg, event.recovered_from.id)
    overpaid = max(0, account.net_released(leg) - account.due.get(leg, 0))
    if not 0 < event.amount <= overpaid:
        yield Breach(amount=event.amount, overpaid=as_money(overpaid))


@asks_account("S2SS-M22", GrantRecovered)
def by_two_people(event: GrantRecovered, _: DeploymentAccount, prefix: Prefix) -> Breaches:
    """One person asks for the money, and another agrees."""
    asked, agreed = event.asked_by.person, event.agreed_by.person
    if prefix.record.identity(asked) == prefix.record.identity(agreed):
        yield Breach(asked_by=asked, agreed_by=agreed)
