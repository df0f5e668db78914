"""Ending: the certificates, what was returned with which report, the end of support and the closing."""

from collections.abc import Collection
from datetime import date

import attrs

from s2ss_core.aggregates.fold import Fold
from s2ss_core.events import (
    CertificateReturned,
    Closed,
    GrantUsageCertified,
    ManagedExitAgreed,
    Reopened,
    SupportEnded,
)
from s2ss_core.ledger import certificates_standing, is_of_award


@attrs.define(kw_only=True)
class Ending:
    """The certificates, those that stand, what was returned with which report, the exits agreed, the end and the closing."""

    certificates: dict[str, GrantUsageCertified] = attrs.field(factory=dict)
    standing: list[GrantUsageCertified] = attrs.field(factory=list)
    returned: list[CertificateReturned] = attrs.field(factory=list)
    ended: SupportEnded | None = None
    closed: Closed | None = None
    exits: list[ManagedExitAgreed] = attrs.field(factory=list)

    @property
    def actual_end(self) -> date | None:
        """The day the support ended, if it has."""
        return self.ended.actual_end if self.ended else None

    def returned_with(self, report: str | None, awards: Collection[str | None] = (None,)) -> date | None:
        """When a final certificate that stands was returned with a report, of each of these awards; None without one of them."""
        if report is None:
            return None
        days = [self._returned_with(report, award) for award in awards]
        return None if None in days else max(filter(None, days), default=None)

    def _returned_with(self, report: str, award: str | None) -> date | None:
        of_award = {each.certificate for each in self.standing if each.final and is_of_award(each, award)}
        days = (
            returned.on
            for returned in self.returned
            if returned.with_report == report and returned.certificate in of_award
        )
        return min(days, default=None)

    @property
    def names_standing(self) -> list[str]:
        """The ids of the certificates that stand, in order of certification."""
        return [certificate.certificate for certificate in self.standing]


fold = Fold[Ending]()


@fold.on(GrantUsageCertified)
def _grant_usage_certified(ending: Ending, event: GrantUsageCertified) -> None:
    ending.certificates[event.certificate] = event
    ending.standing = certificates_standing((*ending.standing, event))


@fold.on(CertificateReturned)
def _certificate_returned(ending: Ending, event: CertificateReturned) -> None:
    ending.returned.append(event)


@fold.on(SupportEnded)
def _support_ended(ending: Ending, event: SupportEnded) -> None:
    ending.ended = event


@fold.on(ManagedExitAgreed)
def _managed_exit_agreed(ending: Ending, event: ManagedExitAgreed) -> None:
    ending.exits.append(event)


@fold.on(Closed)
def _closed(ending: Ending, event: Closed) -> None:
    ending.closed = event


@fold.on(Reopened)
def _reopened(ending: Ending, _: Reopened) -> None:
    ending.closed = None
