"""Histories read into the audit's accounts: from a desk, from a story, and from entries written one after the other."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

import s2ss_core.events as e
from s2ss_core.audit import Finding, audit
from s2ss_core.audit.money.award_account import award_of
from s2ss_core.audit.money.award_figures import AwardFigures, Support, award_figures, set_aside
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.leg_figures import LegFigures, figures_of, first_legs
from s2ss_core.audit.money.posting import account_of
from s2ss_core.audit.record import Record
from s2ss_core.programmes import Programme, canonical, digest
from s2ss_core.store import Recorded
from s2ss_core.values import Money, Organisation

BROKER = Organisation(id="hub", kind="trust", member_of_broker=True)


def record_of(entries: Iterable[Recorded]) -> Record:
    """The record of these entries, command by command."""
    record = Record()
    for _, together in groupby(entries, key=lambda entry: entry.recorded_at):
        command = list(together)
        record.begin(command)
        for entry in command:
            record.add(entry)
    return record


class Books:
    """What the audit has added up of a history."""

    def __init__(self, entries: Iterable[Recorded], deployment: str = "d-1", grant: str = "g-1") -> None:
        self.entries = list(entries)
        self.record = record_of(self.entries)
        self.deployment = deployment
        self.grant = grant

    @property
    def account(self) -> DeploymentAccount:
        """The account of the deployment."""
        account = account_of(self.record.deployment(self.deployment), self.record)
        assert account is not None
        return account

    @property
    def award(self) -> AwardFigures:
        """What became of the award."""
        return award_figures(self.grant, self.record)

    @property
    def support(self) -> Support:
        """What the deployment's one award bears of it."""
        (support,) = set_aside(self.account, self.record)
        return support

    def leg(self, name: str, to: str | None = None) -> LegFigures:
        """A leg, to the one organisation that there is on it or to the one named."""
        (leg,) = [
            row for row in figures_of(self.account).values() if row.leg == name and to in {None, row.to}
        ]
        return leg

    def first(self, side: str) -> int:
        """What the legs that the holder pays or keeps come to."""
        return sum(getattr(leg, side) for leg in first_legs(self.account))

    def amounts(self) -> list[int]:
        """Incurred, eligible, released, owed, committed, unspent and returned, in pence."""
        account, support = self.account, self.support
        released = sum(account.released.values()) - sum(account.recovered.values())
        owed = self.first("owed")
        return [
            account.total.incurred, account.total.eligible, released, owed, account.committed, support.unspent,
            support.returned,
        ]  # fmt: skip

    def balance(self) -> list[int]:
        """Of the award: eligible support, eligible quality assurance, committed, unspent, returned and received."""
        award, figures = award_of(self.record.grant(self.grant)), self.award
        quality = award.own("quality-assurance").eligible
        return [
            figures.eligible - quality, quality, figures.committed, max(0, figures.rest), award.returned, award.received,
        ]  # fmt: skip

    def findings(self, *severities: str) -> list[str]:
        """The codes of what the audit finds of money, of these severities."""
        return [found.rule for found in findings_of(self.entries) if found.severity in severities]


def findings_of(entries: Iterable[Recorded]) -> list[Finding]:
    """What the audit finds of money."""
    return [found for found in audit(entries) if found.rule.startswith(OF_MONEY)]


OF_MONEY = (
    "S2SS-M",
    "S2SS-G",
    "S2SS-C",
    "EQ-",
    *(f"S2SS-E{number}" for number in ("01", "04", "09", "10", "19", "20")),
)


def pence(*pounds: float) -> list[int]:
    """Sums in pence."""
    return [round(sum_ * 100) for sum_ in pounds]


class Written:
    """A history that is written entry by entry, each a command of its own."""

    def __init__(self, programme: Programme) -> None:
        self.entries: list[Recorded] = []
        adopted = e.ProgrammeAdopted(
            name=programme.name, version=programme.version, on=programme.effective_from, digest=digest(programme),
            content=canonical(programme),
        )  # fmt: skip
        self.tell(adopted, stream=e.programme_stream(programme.name, programme.version))

    def tell(self, *events: Any, stream: str = "deployment:d-1") -> "Written":
        """Record events of one stream, each on the noon of its day."""
        for event in events:
            at = len(self.entries) + 1
            version = sum(entry.stream == stream for entry in self.entries) + 1
            noon = datetime(event.on.year, event.on.month, event.on.day, 12, tzinfo=UTC)
            self.entries.append(
                Recorded(
                    position=at, stream=stream, version=version, event_id=f"{at:032x}",
                    recorded_at=noon.replace(microsecond=at), recorded_by="u-1", event=event,
                )
            )  # fmt: skip
        return self

    def by(self, day: date) -> Books:
        """The books of what had happened by the end of a day."""
        return Books(entry for entry in self.entries if entry.event.on <= day)


def payment(
    name: str, on: date, amount: Money, *, paid_by: Organisation, paid_to: Organisation, of: Any
) -> e.PaymentMade:
    """A payment without VAT that settles one thing."""
    settles = (e.Settled(of=of, amount=amount),)
    return e.PaymentMade(
        payment=name, on=on, amount=amount, paid_by=paid_by, paid_to=paid_to, settles=settles
    )
