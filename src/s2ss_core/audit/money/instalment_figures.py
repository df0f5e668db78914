"""Each instalment on all its legs: what is scheduled, released and paid of it, and how it stands."""

from collections.abc import Iterator

import attrs

from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.values import INSTALMENT

__all__ = ["InstalmentFigures", "instalments_of"]


@attrs.frozen(kw_only=True)
class InstalmentFigures:
    """One instalment, in pence. `status` is that of the newest thing that was decided or paid."""

    instalment: int
    scheduled: int
    released: int
    paid: int
    status: str


def instalments_of(account: DeploymentAccount) -> Iterator[InstalmentFigures]:
    """The instalments on the schedule, and those released, paid or cancelled that are not on it, in order of number."""
    scheduled = {row.instalment: int(row.amount) for row in account.agreements.of_leg(INSTALMENT)}
    released, paid = _released(account), _paid(account)
    cancelled = {number for number, _ in account.cancelled}
    for number in sorted({*scheduled, *released, *paid, *cancelled}):
        yield InstalmentFigures(
            instalment=number,
            scheduled=scheduled.get(number, 0),
            released=released.get(number, 0),
            paid=paid.get(number, 0),
            status=_status(account, number, released, paid),
        )


def _released(account: DeploymentAccount) -> dict[int, int]:
    released: dict[int, int] = {}
    for entry in account.releases.values():
        number = entry.event.instalment
        released[number] = released.get(number, 0) + int(entry.event.amount)
    return released


def _paid(account: DeploymentAccount) -> dict[int, int]:
    paid: dict[int, int] = {}
    for payment in account.payments.values():
        for of, amount in payment.parts():
            if of[0] == "release" and of[1].isdecimal():
                paid[int(of[1])] = paid.get(int(of[1]), 0) + amount
    return paid


def _status(account: DeploymentAccount, number: int, released: dict[int, int], paid: dict[int, int]) -> str:
    if number in released:
        entries = (entry.event for entry in account.releases.values())
        kept = sum(
            int(event.amount)
            for event in entries
            if event.instalment == number and event.settled_by == "retained"
        )
        return "paid" if paid.get(number, 0) >= max(1, released[number] - kept) else "released"
    if number in {cancelled for cancelled, _ in account.cancelled}:
        return "cancelled"
    return "withheld" if (number, INSTALMENT) in account.withheld else "scheduled"
