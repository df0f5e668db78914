"""Certificates: who prepared, certified and returned each of them, and which is superseded."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any, Literal

import attrs

from s2ss_core.events import (
    AcceptanceCheck,
    AssuranceGiven,
    AssuranceOpinion,
    CertificateAccepted,
    CertificatePrepared,
    CertificateQueried,
    CertificateReturned,
    GrantUsageCertified,
    Statement,
)
from s2ss_core.ledger import certificates_standing
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.values import Person

CertificateStatus = Literal[
    "prepared", "certified", "returned", "queried", "accepted", "outdated", "superseded"
]  # fmt: skip


@attrs.frozen(kw_only=True)
class Query:
    """A question about a certificate. What it asks is private: only the deployment's own events have it."""

    query: str
    on: dt.date
    by: Person


@attrs.frozen(kw_only=True)
class Assurance:
    """What an accountant reported on a certificate."""

    assurance: str
    on: dt.date
    by: Person
    opinion: AssuranceOpinion


@attrs.frozen(kw_only=True)
class Certification:
    """One certificate. It is `outdated` if what is eligible has moved since, until another supersedes it.

    Whoever received it asks about it (`queries`) and accepts it; the last of these gives its status. `assurances` are what
    accountants reported on it.

    Its figures are those of the document of this `form` with this `digest`, from the first `size` entries of history.

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
    form: str | None = None
    queries: tuple[Query, ...] = ()
    accepted_on: dt.date | None = None
    accepted_by: Person | None = None
    checks: tuple[AcceptanceCheck, ...] = ()
    assurances: tuple[Assurance, ...] = ()


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
    for said in facts.of(CertificateReturned, CertificateQueried, CertificateAccepted, AssuranceGiven):
        event: Any = said.event
        if event.certificate in by_id:
            by_id[event.certificate] = _SAID[type(event)](event, by_id[event.certificate])
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
        form=event.form,
    )


def _returned(event: CertificateReturned, certified: Certification) -> Certification:
    return attrs.evolve(certified, status="returned", returned_on=event.on, returned_to=event.returned_to)


def _queried(event: CertificateQueried, received: Certification) -> Certification:
    query = Query(query=event.query, on=event.on, by=event.by)
    return attrs.evolve(received, status="queried", queries=(*received.queries, query))


def _accepted(event: CertificateAccepted, received: Certification) -> Certification:
    return attrs.evolve(
        received, status="accepted", accepted_on=event.on, accepted_by=event.by, checks=event.checks
    )


def _assured(event: AssuranceGiven, certified: Certification) -> Certification:
    assurance = Assurance(assurance=event.assurance, on=event.on, by=event.by, opinion=event.opinion)
    return attrs.evolve(certified, assurances=(*certified.assurances, assurance))


_SAID: Mapping[type, Callable[[Any, Certification], Certification]] = {
    CertificateReturned: _returned,
    CertificateQueried: _queried,
    CertificateAccepted: _accepted,
    AssuranceGiven: _assured,
}
