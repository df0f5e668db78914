"""The signatures on the forms, each with its day."""

from collections.abc import Iterable, Iterator, Mapping

from s2ss_core.events import AgreementIssued, AgreementSigned, RecordSigned, SignedRecord
from s2ss_core.ids import same
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.forms.form import FormSection, rows, section
from s2ss_core.values import PartyRole, Person, Term

LEADER, HEADTEACHER = "System Leader", "Headteacher of the supported school"


def signatures_of_agreement(
    facts: EventSet, issued: Positioned[AgreementIssued], parties: Mapping[PartyRole, str]
) -> Iterator[FormSection]:
    """A row for each party that signs the form, in its order and by its name there; then whoever else signed."""
    signed = [
        signature
        for signature in facts.not_struck_out(AgreementSigned)
        if signature.event.agreement == issued.event.agreement
    ]
    others = (signature.event.party for signature in signed)
    for party in dict.fromkeys((*parties, *others)):
        name = parties.get(party, party)
        found = (
            _signed(name, signature, signature.event.signatory)
            for signature in signed
            if signature.event.party == party
        )
        yield from rows(f"Signed: {name}", AgreementSigned, found, "signed by", "date")


def signatures_of_sheet(facts: EventSet, leader: str, term: Term) -> Iterator[FormSection]:
    """The leader's and the Headteacher's signature on a sheet of the Deployment Record."""
    signed = [
        signature
        for signature in facts.not_struck_out(RecordSigned)
        if signature.event.record == "deployment-record"
        and same(signature.event.leader or "", leader)
        and signature.event.term == term
    ]
    by_leader = [signature for signature in signed if same(signature.event.signatory.person, leader)]
    yield from _of_record(LEADER, by_leader)
    yield from _of_record(HEADTEACHER, (signature for signature in signed if signature not in by_leader))


def signature_of_headteacher(facts: EventSet, record: SignedRecord, of: str) -> Iterator[FormSection]:
    """The Headteacher's signature under feedback or an evaluation."""
    signed = (
        signature
        for signature in facts.not_struck_out(RecordSigned)
        if signature.event.record == record and signature.event.of == of
    )
    yield from _of_record(HEADTEACHER, signed)


def _of_record(name: str, signed: Iterable[Positioned[RecordSigned]]) -> tuple[FormSection, ...]:
    found = (_signed(name, signature, signature.event.signatory) for signature in signed)
    return rows(f"Signed: {name}", RecordSigned, found, "signed by", "date")


def _signed(
    name: str, signature: Positioned[RecordSigned] | Positioned[AgreementSigned], who: Person
) -> FormSection:
    return section(f"Signed: {name}", signature, signed_by=str(who), date=signature.event.on)
