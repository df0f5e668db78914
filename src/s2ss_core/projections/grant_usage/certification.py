"""Certificates: who prepared, certified and returned each of them, and which is superseded."""

import datetime as dt
from collections.abc import Collection
from typing import Literal

import attrs

from s2ss_core.events import (
    CertificatePrepared,
    CertificateReturned,
    GrantUsageCertified,
    Statement,
)
from s2ss_core.ledger import certificates_standing
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.values import Person

CertificateStatus = Literal["prepared", "certified", "returned", "outdated", "superseded"]


@attrs.frozen(kw_only=True)
class Certification:
    """One certificate. It is `outdated` if what is eligible has moved since, until another supersedes it.

    Its figures are those of the document with this `digest`, from the first `size` entries of history.

    `root` is that of a tamper-evident log of this size, if there is such a log.
    """

    certificate: str
    status: CertificateStatus
    covers_from: dt.date
    covers_to: dt.date
    preparer: Person
    final: bool | None = None
    prepared_on: dt.date | None = None
    certified_on: dt.date | None = None
    certifier: Person | None = None
    countersigned_by: Person | None = None
    statements: tuple[Statement, ...] = ()
    with_report: str | None = None
    supersedes: str | None = None
    returned_on: dt.date | None = None
    returned_to: str | None = None
    size: int | None = None
    digest: str | None = None
    root: str | None = None


def certifications(facts: EventSet, outdated: Collection[str] = ()) -> tuple[Certification, ...]:
    """Every certificate: first those that were only prepared, then the others in the order of certification.

    `outdated` are the ids of those that stand though what is eligible has moved since.
    """
    by_id: dict[str, Certification] = {}
    for prepared in facts.of(CertificatePrepared):
        by_id[prepared.event.certificate] = _prepared(prepared.event)
    for certificate in facts.of(GrantUsageCertified):
        number = certificate.event.certificate
        by_id[number] = _certified(certificate.event, by_id.pop(number, None))
    for returned in facts.of(CertificateReturned):
        if returned.event.certificate in by_id:
            by_id[returned.event.certificate] = _returned(returned.event, by_id[returned.event.certificate])
    certified = (certificate.event.certificate for certificate in facts.of(GrantUsageCertified))
    gone = set(certified).difference(certificate.certificate for certificate in standing_in(facts))
    return tuple(
        attrs.evolve(certification, status="superseded")
        if certification.certificate in gone
        else attrs.evolve(certification, status="outdated")
        if certification.certificate in outdated
        else certification
        for certification in by_id.values()
    )


def standing_in(facts: EventSet) -> list[GrantUsageCertified]:
    """The certificates that no later one takes the place of, in order of certification."""
    return certificates_standing(certified.event for certified in facts.of(GrantUsageCertified))


def _prepared(event: CertificatePrepared) -> Certification:
    return Certification(
        certificate=event.certificate,
        status="prepared",
        covers_from=event.covers_from,
        covers_to=event.covers_to,
        preparer=event.preparer,
        prepared_on=event.on,
    )


def _certified(event: GrantUsageCertified, prepared: Certification | None) -> Certification:
    return Certification(
        certificate=event.certificate,
        status="certified",
        covers_from=event.covers_from,
        covers_to=event.covers_to,
        preparer=event.preparer,
        final=event.final,
        prepared_on=prepared.prepared_on if prepared else None,
        certified_on=event.on,
        certifier=event.certifier,
        countersigned_by=event.countersigned_by,
        statements=event.statements,
        with_report=event.with_report,
        supersedes=event.supersedes,
        size=event.size,
        digest=event.digest,
        root=event.root,
    )


def _returned(event: CertificateReturned, certified: Certification) -> Certification:
    return attrs.evolve(certified, status="returned", returned_on=event.on, returned_to=event.returned_to)
