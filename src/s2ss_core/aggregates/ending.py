"""Ending: the certificate is made and returned, support ends, the deployment is closed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, assert_never, get_args

import attrs

from s2ss_core.aggregates.deciding import Circumstances, Decision
from s2ss_core.events import (
    CertificatePrepared,
    CertificateReturned,
    Closed,
    DeploymentEvent,
    EndingEvent,
    GrantUsageCertified,
    StatementId,
    SupportEnded,
)
from s2ss_core.programmes import Programme
from s2ss_core.rules import (
    Broken,
    a_further_certificate_supersedes_the_one_before,
    a_release_stands_behind_every_payment,
    every_instalment_is_settled,
    every_statement_was_made,
    no_error_stands,
    nothing_is_overpaid,
    the_certificate_covers_every_cost,
    the_certificate_goes_with_the_finalised_final_report,
    the_certificate_returned_was_certified_with_that_report,
    the_certificate_was_returned,
    the_certifier_is_somebody_else,
    the_end_has_come,
    the_final_report_was_written,
    the_support_ended_after_its_last_visit,
    the_support_has_ended,
    the_support_has_not_ended_before,
)
from s2ss_core.values import Money

if TYPE_CHECKING:
    from s2ss_core.aggregates.deployment import Deployment


@attrs.frozen(kw_only=True)
class Ending:
    """What ending leaves true: the certificates, what was returned with which report, the end and the closing."""

    certificates: Mapping[str, GrantUsageCertified] = attrs.field(factory=dict)
    standing: str | None = None
    returned: tuple[CertificateReturned, ...] = ()
    ended: SupportEnded | None = None
    closed: Closed | None = None

    @property
    def actual_end(self) -> date | None:
        """The day the support ended, if it has."""
        return self.ended.actual_end if self.ended else None

    def returned_with(self, report: str) -> date | None:
        """When the standing certificate was returned with a report."""
        days = [
            one.on for one in self.returned if one.with_report == report and one.certificate == self.standing
        ]
        return min(days, default=None)


def prepare_certificate(
    deployment: "Deployment", circumstances: Circumstances, fact: CertificatePrepared
) -> Decision[DeploymentEvent]:
    """Prepare a certificate for its certifier."""
    return deployment.decide(fact)


def certify_grant_usage(
    deployment: "Deployment", circumstances: Circumstances, fact: GrantUsageCertified
) -> Decision[DeploymentEvent]:
    """Certify what the grant was used for. There is no despite."""
    programme = circumstances.programme
    qa_lead = deployment.brokering.qa_lead
    not_by = (fact.preparer, *((qa_lead.qa_lead,) if qa_lead else ()))
    finalised = deployment.reporting.finalised.get(fact.with_report)
    final = deployment.reporting.final
    goes_with = final is not None and final.report == fact.with_report
    return deployment.decide(
        fact,
        the_certifier_is_somebody_else.broken_by(certifier=fact.certifier, not_by=not_by),
        every_statement_was_made.broken_by(not_made=_not_made(fact)),
        the_certificate_covers_every_cost.broken_by(outside=tuple(_outside(deployment, programme, fact))),
        no_error_stands.broken_by(errors=errors(deployment, circumstances)),
        the_certificate_goes_with_the_finalised_final_report.broken_by(
            report=fact.with_report,
            finalised_on=finalised.on if finalised and goes_with else None,
            on=fact.on,
        )
        if fact.final
        else (),
        a_further_certificate_supersedes_the_one_before.broken_by(
            supersedes=fact.supersedes, standing=deployment.ending.standing
        ),
    )


def _not_made(fact: GrantUsageCertified) -> tuple[str, ...]:
    made = {one.id for one in fact.statements if one.made}
    declined = {one.id for one in fact.statements if not one.made}
    return tuple(one for one in get_args(StatementId) if one not in made or one in declined)


def _outside(deployment: "Deployment", programme: Programme, fact: GrantUsageCertified) -> Iterable[str]:
    for name, incurred in deployment.incurred(programme).items():
        counts = incurred.amount > deployment.mending.of(name)
        if counts and (incurred.on < fact.covers_from or (fact.final and incurred.on > fact.covers_to)):
            yield f"{name} on {incurred.on}"


def errors(deployment: "Deployment", circumstances: Circumstances) -> tuple[str, ...]:
    """What stands in the record against a rule and was not accepted, where the programme pays by releases."""
    return tuple(unmatched(deployment)) if circumstances.terms(deployment.funding).gates else ()


def unmatched(deployment: "Deployment") -> Iterable[str]:
    """The payments that no release stands behind: errors, until one does or they come back."""
    ledger = deployment.ledger
    paid: dict[int | None, Money] = {}
    for name, payment in ledger.payments.items():
        release = ledger.released.get(payment.instalment) if payment.instalment is not None else None
        paid[payment.instalment] = paid.get(payment.instalment, Money(0)) + ledger.paid(name)
        broken = a_release_stands_behind_every_payment.broken_by(
            payment=name,
            instalment=str(payment.instalment),
            amount=paid[payment.instalment],
            released=release.amount if release else Money(0),
        )
        if broken and ledger.paid(name) > 0:
            yield f"payment {name}"


def return_certificate(
    deployment: "Deployment", circumstances: Circumstances, fact: CertificateReturned
) -> Decision[DeploymentEvent]:
    """Record that a certificate came back together with its report."""
    certified = deployment.ending.certificates.get(fact.certificate)
    matches = certified is not None and certified.with_report == fact.with_report
    return deployment.decide(
        fact,
        the_certificate_returned_was_certified_with_that_report.broken_by(
            certificate=fact.certificate,
            report=fact.with_report,
            certified_on=certified.on if certified and matches else None,
            on=fact.on,
        ),
    )


def end_support(
    deployment: "Deployment", circumstances: Circumstances, fact: SupportEnded
) -> Decision[DeploymentEvent]:
    """Record that the support ended."""
    start = deployment.brokering.brokered.start
    visits = [one.on for one in deployment.support.visits.values()]
    return deployment.decide(
        fact,
        the_support_has_not_ended_before.broken_by(ended_on=deployment.ending.actual_end),
        the_support_ended_after_its_last_visit.broken_by(
            actual_end=fact.actual_end, last_visit=max(visits, default=min(start, fact.actual_end))
        ),
        the_end_has_come.broken_by(actual_end=fact.actual_end, on=fact.on),
    )


def close(deployment: "Deployment", circumstances: Circumstances, fact: Closed) -> Decision[DeploymentEvent]:
    """Close the deployment: support ended, money settled, and what ran its course reported and certified."""
    ended = deployment.ending.ended
    return deployment.decide(
        fact,
        the_support_has_ended.broken_by(ended_on=ended.on if ended else None, on=fact.on),
        nothing_is_overpaid.broken_by(overpaid=deployment.overpaid(circumstances.programme)),
        no_error_stands.broken_by(errors=errors(deployment, circumstances)),
        _ran_its_course(deployment, circumstances) if fact.cause == "completed" else (),
    )


def _ran_its_course(deployment: "Deployment", circumstances: Circumstances) -> tuple[Broken, ...]:
    terms = circumstances.terms(deployment.funding)
    agreement = deployment.agreement.in_force(circumstances.programme)
    numbers = [one.instalment for one in agreement.schedule] if agreement else []
    left = tuple(str(one) for one in numbers if one not in deployment.ledger.settled)
    final = deployment.reporting.final
    certified = "certificate-returned" in terms.last_gates
    standing = deployment.ending.standing
    returned = any(one.certificate == standing for one in deployment.ending.returned)
    return (
        *every_instalment_is_settled.broken_by(open_ones=left),
        *the_final_report_was_written.broken_by(final_report=final.report if final else None),
        *the_certificate_was_returned.broken_by(returned=returned or not certified),
    )


def evolve(ending: Ending, event: EndingEvent) -> Ending:
    """Apply what happened."""
    match event:
        case GrantUsageCertified(certificate=name):
            return attrs.evolve(ending, certificates={**ending.certificates, name: event}, standing=name)
        case CertificateReturned():
            return attrs.evolve(ending, returned=(*ending.returned, event))
        case SupportEnded():
            return attrs.evolve(ending, ended=event)
        case Closed():
            return attrs.evolve(ending, closed=event)
        case CertificatePrepared():
            return ending
        case _:
            assert_never(event)
