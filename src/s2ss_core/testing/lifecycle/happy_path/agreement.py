"""The stage of the agreement: the document, its signatures and everything else before support begins."""

from collections.abc import Iterator

import attrs

from s2ss_core.events import AgreementIssued, AgreementSigned, Costs, FoundationsSecured, ScheduledInstalment
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import (
    HEADTEACHER,
    HOME_CHAIR,
    HOME_HEADTEACHER,
    OFFICER,
    PAYEES_HEAD,
    SYSTEM_LEADER,
)
from s2ss_core.testing.lifecycle.happy_path.planning import PlanningStage
from s2ss_core.values import Money, PartyRole, Person

SIGNATORIES: dict[PartyRole, Person] = {
    "payee": PAYEES_HEAD,
    "system-leader": SYSTEM_LEADER,
    "supported-school": HEADTEACHER,
    "home-school": HOME_HEADTEACHER,
    "broker": OFFICER,
    "governing-body": HOME_CHAIR,
}


class AgreementStage(PlanningStage):
    """The commands until support may begin."""

    def agreeing(self) -> Iterator[CommandCall]:
        """The commands of this stage that are still due."""
        secured = {foundation.side for foundation in self.story.of(FoundationsSecured)}
        for side in ("supported", "supporting"):
            if self.laid_down.foundations and side not in secured:
                yield self.call("secure_foundations", side=side, by=HEADTEACHER)
        if self.laid_down.agreement is None:
            return
        issued = self.newest_agreement()
        stale = (
            issued is not None
            and sum(instalment.amount for instalment in issued.schedule) != self.story.approved
        )
        if issued is None or (issued.schedule and stale):
            yield self.issue()
        if issued is None or self.story.agreement() is not issued:
            for party in self.missing(issued):
                yield self.sign(issued.agreement if issued else "ag-1", party)

    @property
    def scheduled(self) -> bool:
        """Whether the agreement schedules instalments."""
        return bool(self.laid_down.gates) and self.laid_down.scheduled_by == "agreement"

    def newest_agreement(self) -> AgreementIssued | None:
        """The agreement that was issued last, signed or not."""
        return self.story.last(AgreementIssued)

    def missing(self, issued: AgreementIssued | None) -> list[PartyRole]:
        """The parties that have not signed it."""
        documents = {
            signatory.document: signatory.parties for signatory in self.scenario.programme.signatories
        }
        needed = documents.get(issued.document if issued else self.laid_down.agreement or "contract", ())
        name = issued.agreement if issued else "ag-1"
        signed = {
            signature.party for signature in self.story.of(AgreementSigned) if signature.agreement == name
        }
        return [party for party in needed if party not in signed]

    def issue(self) -> CommandCall:
        """The call that issues the agreement, or a variation of it for the plan approved last."""
        before = self.newest_agreement()
        total = Money(self.story.approved if self.story.plan else self.scenario.plan_total)
        home = Money(total // 3 if self.scenario.shared_costs else 0)
        school = Money(total // 2) if self.scenario.shared_costs else total
        shares = Costs(
            total=total, supported_school=school, broker=Money(total - school - home), home_school=home
        )
        return self.call(
            "issue_agreement",
            agreement=f"ag-{len(self.world.history)}" if before else "ag-1",
            document=self.laid_down.agreement or "contract",
            version="1",
            issued_by=OFFICER,
            parties=(),
            purchase_order="PO-77",
            schedule=self.schedule() if self.scheduled else (),
            payees=(self.scenario.payee,) if self.scenario.payee else (),
            costs=shares if self.laid_down.agreement == "contract" else None,
            variation_of=before.agreement if before else None,
        )

    def schedule(self) -> tuple[ScheduledInstalment, ...]:
        """One instalment for each term. Instalments that were released stay unchanged."""
        before, plan, terms = self.newest_agreement(), self.story.plan, self.scenario.terms
        lines = plan.lines if plan else self.plan().fields["lines"]
        by_term = [sum(line.approved for line in lines if line.term == term) for term in terms]
        kept = {instalment.instalment: instalment.amount for instalment in before.schedule} if before else {}
        gone = self.settled(released=True)
        amounts: list[int] = [
            kept[number] if number in kept and number in gone else amount
            for number, amount in enumerate(by_term, 1)
        ]
        amounts[-1] = max(0, sum(by_term) - sum(amounts[:-1]))
        return tuple(
            ScheduledInstalment(
                instalment=number,
                term=term,
                amount=Money(amount),
                after="final" if number == len(amounts) else "interim",
            )
            for number, (term, amount) in enumerate(zip(terms, amounts, strict=True), 1)
        )

    def sign(self, agreement: str, party: PartyRole = "payee") -> CommandCall:
        """The call that records a party's signature."""
        home, payee = self.scenario.home, self.scenario.payee
        of = {"payee": payee or home, "home-school": home, "system-leader": home}.get(party)
        signatory = SIGNATORIES[party]
        signatory = attrs.evolve(signatory, organisation=of.id) if of else signatory
        return self.call("sign_agreement", agreement=agreement, party=party, signatory=signatory)
