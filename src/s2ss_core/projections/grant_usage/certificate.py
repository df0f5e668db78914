"""The Certificate of Grant Usage of one deployment, which becomes its closing statement once everything is paid.

Collect, then compute: the projection collects the deployment's events, `certificate_of` computes the document.
"""

from collections.abc import Mapping
from typing import Literal

import attrs

from s2ss_core.ledger import is_of_award
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.engine.note import Note
from s2ss_core.projections.grant_usage.amounts import Amounts, amounts_of, has_award
from s2ss_core.projections.grant_usage.award_certificates import AwardCertificate, award_certificates
from s2ss_core.projections.grant_usage.breakdowns import (
    Breakdowns,
    breakdowns_of,
    purse_of,
    september_to_august,
)
from s2ss_core.projections.grant_usage.certification import (
    CertificateStatus,
    Certification,
    certifications,
    standing_in,
)
from s2ss_core.projections.grant_usage.certified_periods import (
    CertifiedPeriod,
    Outdated,
    certified_periods,
    outdated,
)
from s2ss_core.projections.grant_usage.evidence import (
    AcceptedFinding,
    DisallowedRow,
    Outcome,
    Reimbursement,
    Variation,
    accepted_findings,
    disallowed_rows,
    outcome_of,
    reimbursements,
    variations,
)
from s2ss_core.projections.grant_usage.organisations import (
    OrganisationDues,
    organisations_of,
    parts_of_support,
)
from s2ss_core.projections.grant_usage.provenance import (
    LAYOUT,
    Keeping,
    Provenance,
    keeping_of,
    provenance_of,
    with_digest,
)
from s2ss_core.projections.sums.instalments import Instalment, instalments_of
from s2ss_core.projections.sums.leg_entries import leg_entries
from s2ss_core.projections.sums.leg_periods import LegPeriods, leg_periods
from s2ss_core.projections.sums.legs import Leg, legs_of
from s2ss_core.projections.sums.lines import LineRow, line_totals, lines_by_term
from s2ss_core.projections.sums.parties import Parties, Periods, awards_in, parties_of, periods_of
from s2ss_core.projections.sums.support_costs import SupportCosts, support_costs

Kind = Literal["certificate", "closing-statement", "statement-of-charges"]
TITLES: Mapping[Kind, str] = {
    "certificate": "Certificate of Grant Usage",
    "closing-statement": "Certificate of Grant Usage",
    "statement-of-charges": "Statement of charges",
}


@attrs.frozen(kw_only=True)
class Certificate:
    """How a deployment used its grant, or what it charged if no award funds it. Sums in pence; every figure has the positions of its source events.

    `kind` is `statement-of-charges` if no award funds the deployment, and `closing-statement` once a final certificate is
    in force and nothing is owed or overpaid. `certifications` are the certificates made so far, `certification` is the one
    made last, and `status` is its status, `draft` before the first one; `certified` has the figures of the own period of
    each. `lines` are over all terms, `lines_by_term` give each line in each term; `legs` are the ways
    of the money, to each organisation, `legs_by_period` each leg in each period, and `organisations` what each
    organisation is due, owes and keeps. Where several awards fund the deployment, `of_awards` has the certificate of
    each, for the lines that it bears: the figures beside it are those of all awards together, and `certified` has the
    certificates of all awards together. `cuts` are the breakdowns
    by term and year, `basis` is what the
    document was computed from. It has no private text.
    """

    title: str
    layout: str = LAYOUT
    kind: Kind
    status: CertificateStatus | Literal["draft"]
    certification: Certification | None
    certified: tuple[CertifiedPeriod, ...]
    certifications: tuple[Certification, ...]
    parties: Parties
    periods: Periods
    amounts: Amounts
    lines: tuple[LineRow, ...]
    lines_by_term: tuple[LineRow, ...]
    disallowed: tuple[DisallowedRow, ...]
    instalments: tuple[Instalment, ...]
    legs: tuple[Leg, ...]
    legs_by_period: LegPeriods
    organisations: tuple[OrganisationDues, ...]
    cuts: Breakdowns
    of_awards: tuple[AwardCertificate, ...]
    reimbursements: tuple[Reimbursement, ...]
    variations: tuple[Variation, ...]
    accepted: tuple[AcceptedFinding, ...]
    outcome: Outcome | None
    keeping: Keeping
    notes: tuple[Note, ...]
    basis: Provenance


def certificate_of(facts: EventSet) -> Certificate:
    """The certificate of the deployment in the key of these events."""
    support = support_costs(facts)
    entries = leg_entries(facts, support)
    legs = legs_of(entries)
    amounts = amounts_of(facts.id, facts, support.plan, support.costs, legs)
    periods = certified_periods(facts, support.costs, entries)
    of_awards = tuple(award_certificates(facts, support))
    moved = _outdated(facts, periods, amounts, of_awards)
    certificates = certifications(facts, {note.certificate for note in moved})
    kind = _kind(facts, certificates, amounts) if has_award(facts) else "statement-of-charges"
    return with_digest(
        Certificate(
            title=TITLES[kind],
            kind=kind,
            status=certificates[-1].status if certificates else "draft",
            certification=certificates[-1] if certificates else None,
            certified=periods,
            certifications=certificates,
            parties=parties_of(facts.id, facts),
            periods=periods_of(facts),
            amounts=amounts,
            lines=line_totals(support.plan, support.costs),
            lines_by_term=lines_by_term(support.plan, support.costs),
            disallowed=tuple(disallowed_rows(support.costs)),
            instalments=instalments_of(facts),
            legs=legs or (),
            legs_by_period=leg_periods(entries, support.price_list.term, september_to_august),
            organisations=organisations_of(parts_of_support(entries, award=has_award(facts))),
            cuts=breakdowns_of(purse_of(facts, support.price_list, support.costs, entries)),
            of_awards=of_awards,
            reimbursements=tuple(reimbursements(facts)),
            variations=tuple(variations(support.price_list.plans)),
            accepted=tuple(accepted_findings(facts)),
            outcome=outcome_of(facts),
            keeping=keeping_of(support.costs, amounts.eligible, support.price_list.programme),
            notes=(*support.costs.notes, *_notes(support, amounts), *(entry.note for entry in moved)),
            basis=provenance_of(facts.entries),
        )
    )


def _outdated(
    facts: EventSet,
    periods: tuple[CertifiedPeriod, ...],
    amounts: Amounts,
    of_awards: tuple[AwardCertificate, ...],
) -> tuple[Outdated, ...]:
    """The outdated certificates: those of all awards together, and those of each award for its own lines."""
    together = {period.certificate for period in periods}
    alone = [period for part in of_awards for period in part.certified if period.certificate not in together]
    return (
        *outdated(facts, periods, amounts.eligible, alone),
        *(note for part in of_awards for note in outdated(facts, part.certified, part.amounts.eligible)),
    )


def _kind(facts: EventSet, certificates: tuple[Certification, ...], amounts: Amounts) -> Kind:
    in_force = {
        certificate.certificate
        for certificate in certificates
        if certificate.status in ("certified", "returned", "queried", "accepted")
    }
    finals = [made for made in standing_in(facts) if made.final and made.certificate in in_force]
    final = bool(finals) and all(
        any(is_of_award(certificate, award.grant) for certificate in finals) for award in awards_in(facts)
    )
    settled = amounts.owed.value == amounts.overpaid.value == 0
    return "closing-statement" if final and settled else "certificate"


def _notes(support: SupportCosts, amounts: Amounts) -> tuple[Note, ...]:
    notes = []
    if support.price_list.programme is None:
        notes.append(Note("the history does not hold the adopted programme", support.price_list.pinned_at))
    if amounts.uncovered.value:
        notes.append(Note("more is eligible or committed than is allocated", amounts.uncovered.positions))
    return tuple(notes)
