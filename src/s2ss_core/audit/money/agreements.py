"""The agreements of a deployment: which is in force, since when it is signed, and the schedule that it gives."""

from datetime import date

import attrs

from s2ss_core.events import AgreementIssued, AgreementSigned, ScheduledInstalment
from s2ss_core.programmes import Programme
from s2ss_core.values import Term

__all__ = ["Agreements"]


@attrs.define(eq=False)
class Agreements:
    """The agreements issued, in order, and the day on which each party signed each of them."""

    programme: Programme
    issued: dict[str, AgreementIssued] = attrs.field(factory=dict)
    signed: dict[str, dict[str, date]] = attrs.field(factory=dict)
    _on: dict[date, AgreementIssued | None] = attrs.field(factory=dict)
    _instalments: dict[tuple[int, str], ScheduledInstalment] | None = None

    def issue(self, event: AgreementIssued) -> None:
        """Enter an agreement."""
        self.issued[event.agreement] = event
        self._forget()

    def sign(self, event: AgreementSigned) -> None:
        """Enter a signature; the first of a party counts."""
        self.signed.setdefault(event.agreement, {}).setdefault(event.party, event.on)
        self._forget()

    def _forget(self) -> None:
        self._on.clear()
        self._instalments = None

    def signed_on(self, agreement: AgreementIssued) -> date | None:
        """The day on which the last party that must signed an agreement; None while one is missing."""
        parties = next(
            (row.parties for row in self.programme.signatories if row.document == agreement.document), ()
        )
        days = [self.signed.get(agreement.agreement, {}).get(party) for party in parties]
        if any(day is None for day in days):
            return None
        return max((day for day in days if day), default=agreement.on)

    @property
    def in_force(self) -> AgreementIssued | None:
        """The agreement that was issued last of those that all parties signed."""
        return self.on(date.max)

    def on(self, day: date) -> AgreementIssued | None:
        """The agreement that was issued last of those that all parties had signed on a day."""
        if day not in self._on:
            self._on[day] = self._issued_last(day)
        return self._on[day]

    def _issued_last(self, day: date) -> AgreementIssued | None:
        for agreement in reversed(self.issued.values()):
            signed = self.signed_on(agreement)
            if signed is not None and signed <= day:
                return agreement
        return None

    @property
    def schedule(self) -> tuple[ScheduledInstalment, ...]:
        """The instalments of the agreement in force; before one is, those of the agreement that waits for signatures."""
        shown = self.in_force or next(reversed(self.issued.values()), None)
        return shown.schedule if shown else ()

    def of_leg(self, leg: str) -> list[ScheduledInstalment]:
        """The instalments of a leg, in order of number."""
        return sorted((row for row in self.schedule if row.leg == leg), key=lambda row: row.instalment)

    def instalment(self, number: int, leg: str) -> ScheduledInstalment | None:
        """An instalment of a leg, or None."""
        if self._instalments is None:
            self._instalments = {(row.instalment, row.leg): row for row in reversed(self.schedule)}
        return self._instalments.get((number, leg))

    def term_of(self, number: int, leg: str) -> Term | None:
        """The term of an instalment, or None."""
        row = self.instalment(number, leg)
        return row.term if row else None
