"""Agreement: the agreements issued, and who signed each when."""

from datetime import date

import attrs

from s2ss_core.aggregates.fold import Fold
from s2ss_core.events import AgreementIssued, AgreementSigned
from s2ss_core.ledger import agreement_in_force, binding, signed_on
from s2ss_core.programmes import Programme, Terms
from s2ss_core.values import AgreementKind, PartyRole, Person


@attrs.define(kw_only=True)
class Agreement:
    """The agreements issued, oldest first, the day on which each party first signed each, and who signed for a payee."""

    issued: list[AgreementIssued] = attrs.field(factory=list)
    signed: dict[str, dict[PartyRole, date]] = attrs.field(factory=dict)
    for_the_payee: list[Person] = attrs.field(factory=list)

    def signed_on(self, issued: AgreementIssued, programme: Programme) -> date | None:
        """The day the last party that must had signed, or None while one is missing."""
        return signed_on(programme, issued, self.signed)

    def began(self, programme: Programme, terms: Terms) -> date | None:
        """The day on which the first agreement that support waits for was signed by all who must."""
        days = [self.signed_on(issued, programme) for issued in binding(terms, self.issued)]
        return min((day for day in days if day is not None), default=None)

    def in_force(self, programme: Programme, terms: Terms) -> AgreementIssued | None:
        """The newest agreement that support waits for and every party has signed."""
        return agreement_in_force(programme, binding(terms, self.issued), self.signed)

    def newest(self, document: AgreementKind) -> AgreementIssued | None:
        """The newest agreement of a kind, signed or not."""
        return next((issued for issued in reversed(self.issued) if issued.document == document), None)

    def known(self, agreement: str) -> AgreementIssued | None:
        """The agreement of that id."""
        return next((issued for issued in self.issued if issued.agreement == agreement), None)


fold = Fold[Agreement]()


@fold.on(AgreementIssued)
def _agreement_issued(agreement: Agreement, event: AgreementIssued) -> None:
    agreement.issued.append(event)


@fold.on(AgreementSigned)
def _agreement_signed(agreement: Agreement, event: AgreementSigned) -> None:
    signed = agreement.signed.setdefault(event.agreement, {})
    signed[event.party] = min(event.on, signed.get(event.party, event.on))
    if event.party in ("payee", "home-school"):
        agreement.for_the_payee.append(event.signatory)
