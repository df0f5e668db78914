"""How each entry of a deployment moves its account, and the account of a book, kept up with its entries."""

from collections.abc import Callable
from typing import Any

import attrs

import s2ss_core.events as e
from s2ss_core.audit.book import Book
from s2ss_core.audit.money.agreements import Agreements
from s2ss_core.audit.money.charged import Charged
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.organisations import Deployed
from s2ss_core.audit.money.payments import Paid
from s2ss_core.audit.record import Record
from s2ss_core.store import Recorded

__all__ = ["account_of"]

Posting = Callable[[DeploymentAccount, Any, Recorded], object]
KEPT = "money"


@attrs.define(eq=False)
class _Kept:
    """The account of a book, and how many of its entries it has."""

    account: DeploymentAccount
    entries: int = 0


def account_of(book: Book, record: Record) -> DeploymentAccount | None:
    """The account of a deployment's entries that stand, kept up with its book. None before it was brokered.

    It is added up afresh when an entry was struck out, and when the programme it was brokered under is not known.
    """
    kept: _Kept | None = book.memory.get(KEPT)
    if kept is not None and kept.entries == len(book.entries):
        return kept.account
    if kept is None or any(isinstance(new.event, e.EntryStruckOut) for new in book.entries[kept.entries :]):
        account = _opened(book, record)
        if account is None:
            return None
        kept = book.memory[KEPT] = _Kept(account)
    for entry in book.entries[kept.entries :]:
        kept.entries += 1
        posting = POSTINGS.get(type(entry.event))
        if posting is not None and book.stands(entry):
            posting(kept.account, entry.event, entry)
    return kept.account


def _opened(book: Book, record: Record) -> DeploymentAccount | None:
    brokered, programme = book.first(e.Brokered), record.programme(book)
    if brokered is None or programme is None:
        return None
    terms = next((row for row in programme.funding if row.kind == brokered.funding.kind), None)
    if terms is None:
        return None
    return DeploymentAccount(
        programme=programme,
        terms=terms,
        brokered=brokered,
        deployed=Deployed(brokered),
        agreements=Agreements(programme),
    )


def _joined(account: DeploymentAccount, event: e.LeaderJoined, _: Recorded) -> None:
    account.deployed.joined(event)
    account.reenter()


def _replaced(account: DeploymentAccount, event: e.LeaderReplaced, _: Recorded) -> None:
    account.deployed.replaced(event)
    account.reenter()


def _approved(account: DeploymentAccount, event: e.PlanApproved, entry: Recorded) -> None:
    approval = account.plans.approve(event, entry.position)
    if approval is not None:
        account.recharge(approval.since)


def _visited(account: DeploymentAccount, event: e.VisitLogged, entry: Recorded) -> None:
    if event.line is not None and ("visit", event.visit) not in account.facts:
        charged = Charged(position=entry.position, event=event, line=event.line)
        account.facts[charged.id] = charged
        account.charge(charged)


def _incurred(account: DeploymentAccount, event: e.CostIncurred, entry: Recorded) -> None:
    if ("cost", event.cost) not in account.facts:
        gross = int(event.net) + int(event.irrecoverable_vat)
        charged = Charged(position=entry.position, event=event, line=event.line, gross=gross)
        account.facts[charged.id] = charged
        account.charge(charged)


def _reversed(account: DeploymentAccount, event: e.CostReversed, _: Recorded) -> None:
    charged = account.facts.get(("cost", event.cost))
    if charged is not None:
        charged.corrections.append(event)
        account.enter(charged)


def _disallowed(account: DeploymentAccount, event: e.CostDisallowed, entry: Recorded) -> None:
    charged = account.fact(event.of)
    if charged is not None:
        charged.corrections.append(event)
        account.disallowances[event.disallowance] = entry, charged
        account.enter(charged)


def _allowed(account: DeploymentAccount, event: e.CostAllowed, _: Recorded) -> None:
    found = account.disallowances.pop(event.disallowance, None)
    if found is not None:
        charged = found[1]
        charged.corrections = [each for each in charged.corrections if each is not found[0].event]
        account.enter(charged)


def _settled(account: DeploymentAccount, event: e.VatSettled, _: Recorded) -> None:
    charged, paid = account.fact(event.of), account.payments.get(event.of.id[0])
    if charged is not None and isinstance(charged.event, e.CostIncurred):
        charged.gross = int(charged.event.net) + int(event.irrecoverable_vat)
        account.charge(charged)
    elif event.of.name == "payment" and paid is not None:
        paid.settle(int(event.irrecoverable_vat))


def _paid(account: DeploymentAccount, event: e.PaymentMade, entry: Recorded) -> None:
    account.payments.setdefault(event.payment, Paid(entry.position, event))


def _came_back(account: DeploymentAccount, event: e.PaymentReversed, _: Recorded) -> None:
    paid = account.payments.get(event.payment)
    if paid is not None:
        paid.reversals.append(event)


def _assign(name: str) -> Posting:
    return lambda account, event, _: setattr(account, name, event)


POSTINGS: dict[type, Posting] = {
    e.LeaderJoined: _joined,
    e.LeaderReplaced: _replaced,
    e.PlanSubmitted: lambda account, event, _: account.plans.submit(event),
    e.PlanApproved: _approved,
    e.AgreementIssued: lambda account, event, _: account.agreements.issue(event),
    e.AgreementSigned: lambda account, event, _: account.agreements.sign(event),
    e.VisitLogged: _visited,
    e.CostIncurred: _incurred,
    e.CostReversed: _reversed,
    e.CostDisallowed: _disallowed,
    e.CostAllowed: _allowed,
    e.VatSettled: _settled,
    e.InvoiceReceived: lambda account, event, entry: account.invoices.setdefault(event.invoice, entry),
    e.InstalmentReleased: lambda account, _, entry: account.release(entry),
    e.GrantRecovered: lambda account, _, entry: account.recover(entry),
    e.InstalmentWithheld: lambda account, event, _: account.withheld.setdefault(
        (event.instalment, event.leg), event.on
    ),
    e.WithholdingLifted: lambda account, event, _: account.withheld.pop((event.instalment, event.leg), None),
    e.InstalmentCancelled: lambda account, event, entry: account.cancelled.setdefault(
        (event.instalment, event.leg), entry
    ),
    e.PaymentMade: _paid,
    e.PaymentReversed: _came_back,
    e.CertificatePrepared: lambda account, event, entry: account.prepared.setdefault(
        event.certificate, entry
    ),
    e.GrantUsageCertified: lambda account, event, entry: account.certificates.setdefault(
        event.certificate, entry
    ),
    e.FinalReported: lambda account, event, _: account.finals.add(event.report),
    e.SupportEnded: _assign("ended"),
    e.Closed: _assign("closed"),
    e.Reopened: lambda account, _event, _: setattr(account, "closed", None),
}
