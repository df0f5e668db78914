"""Certificates that were made: who prepared, certified and returned each, and which one stands."""

import datetime as dt
from typing import Literal

import attrs

from s2ss_core.events import (
    CertificatePrepared,
    CertificateReturned,
    GrantUsageCertified,
    Statement,
)
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.values import Role

CertificateStatus = Literal["prepared", "certified", "returned", "superseded"]


@attrs.frozen(kw_only=True)
class Certification:
    """One certificate by its number. `position` and `digest` are what its figures were certified at."""

    certificate: str
    status: CertificateStatus
    covers_from: dt.date
    covers_to: dt.date
    preparer: str
    final: bool | None = None
    prepared_on: dt.date | None = None
    certified_on: dt.date | None = None
    certifier: str | None = None
    role: Role | None = None
    delegated_by: str | None = None
    countersigned_by: str | None = None
    statements: tuple[Statement, ...] = ()
    with_report: str | None = None
    supersedes: str | None = None
    returned_on: dt.date | None = None
    returned_to: str | None = None
    position: int | None = None
    digest: str | None = None
    size: int | None = None
    root: str | None = None


def certifications(facts: EventSet) -> tuple[Certification, ...]:
    """Every certificate: those that were only prepared, and then the others in the order they were certified."""
    found: dict[str, Certification] = {}
    for prepared in facts.of(CertificatePrepared):
        found[prepared.event.certificate] = _prepared(prepared.event)
    for certified in facts.of(GrantUsageCertified):
        number = certified.event.certificate
        found[number] = _certified(certified.event, found.pop(number, None))
    for returned in facts.of(CertificateReturned):
        if returned.event.certificate in found:
            found[returned.event.certificate] = _returned(returned.event, found[returned.event.certificate])
    superseded = {certificate.event.supersedes for certificate in facts.of(GrantUsageCertified)}
    return tuple(
        attrs.evolve(certification, status="superseded")
        if certification.certificate in superseded
        else certification
        for certification in found.values()
    )


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
        role=event.role,
        delegated_by=event.delegated_by,
        countersigned_by=event.countersigned_by,
        statements=event.statements,
        with_report=event.with_report,
        supersedes=event.supersedes,
        position=event.position,
        digest=event.digest,
        size=event.size,
        root=event.root,
    )


def _returned(event: CertificateReturned, certified: Certification) -> Certification:
    return attrs.evolve(certified, status="returned", returned_on=event.on, returned_to=event.returned_to)
