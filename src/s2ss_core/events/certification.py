"""Certification: what becomes of a certificate that was returned. It is asked about, assured and accepted."""

from datetime import date
from typing import Literal

from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import RecordId
from s2ss_core.values import Person, Private

__all__ = [
    "AcceptanceCheck", "AssuranceGiven", "AssuranceOpinion", "CertificateAccepted", "CertificateQueried",
    "CertificationEvent",
]  # fmt: skip

AcceptanceCheck = Literal["right-form", "complete", "accurate", "allowable", "agrees-with-the-record"]
AssuranceOpinion = Literal["unqualified", "qualified", "adverse", "disclaimer"]


@recorded_as("deployment.certificate-queried", version=1)
class CertificateQueried:
    """Somebody who received a certificate asked about it. It is not accepted until they accept it."""

    query: RecordId
    certificate: RecordId
    on: date
    by: Person
    about: Private


@recorded_as("deployment.certificate-accepted", version=1, natural_key=("certificate", "on"))
class CertificateAccepted:
    """Somebody who received a certificate accepted it, after these checks."""

    certificate: RecordId
    on: date
    by: Person
    checks: tuple[AcceptanceCheck, ...]


@recorded_as("deployment.assurance-given", version=1)
class AssuranceGiven:
    """An accountant reported on a certificate; `by` is of the firm, and `exceptions` are what they found against it."""

    assurance: RecordId
    certificate: RecordId
    on: date
    by: Person
    opinion: AssuranceOpinion
    exceptions: Private | None = None


CertificationEvent = CertificateQueried | CertificateAccepted | AssuranceGiven
