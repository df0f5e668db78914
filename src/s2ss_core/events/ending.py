"""Ending: support ends, the certificate is made and returned, the deployment is closed."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.events.registry import DERIVED, recorded_as
from s2ss_core.ids import Id, RecordId
from s2ss_core.values import Money, Organisation, Person, Private

__all__ = [
    "CertificatePrepared", "CertificateReturned", "Closed", "EndCause", "EndingEvent",
    "GrantUsageCertified", "ManagedExitAgreed", "Reopened", "Statement", "SupportEnded",
]  # fmt: skip

EndCause = Literal["completed", "exit", "cancelled", "withdrawn"]


@attrs.frozen(kw_only=True)
class Statement:
    """One statement the certifier makes, or declines to make. The programme says which ids there are."""

    id: RecordId
    made: bool


@recorded_as("deployment.certificate-prepared", version=1)
class CertificatePrepared:
    """Somebody prepared the certificate for the certifier; the funding it covers runs `covers_from` to `covers_to`."""

    certificate: RecordId
    on: date
    covers_from: date
    covers_to: date
    preparer: Person


@recorded_as("deployment.grant-usage-certified", version=1)
class GrantUsageCertified:
    """The recipient certified what the grant was used for; the library derives `eligible`, `size`, `digest`, `root`, `form`.

    `award` is the award of which it is, where several fund the deployment: it is then of the lines of the plan that this award
    bears. It is of every award if it names none. `eligible` is what was eligible of this in the period it covers when it was
    certified, in pence.
    The figures were drawn from the first `size` entries of history, at the positions 1 to `size`. `digest` is the
    SHA-256 of the certificate's canonical bytes in this `form`. `root` is that of a tamper-evident log of this size, where
    there is one.
    """

    certificate: RecordId
    on: date
    covers_from: date
    covers_to: date
    final: bool
    recipient: Organisation | None = None
    preparer: Person
    certifier: Person
    countersigned_by: Person | None = None
    statements: tuple[Statement, ...]
    with_report: RecordId | None = None
    eligible: Money | None = attrs.field(default=None, metadata=DERIVED)
    size: int = attrs.field(default=0, metadata=DERIVED)
    digest: str = attrs.field(default="", metadata=DERIVED)
    root: str | None = attrs.field(default=None, metadata=DERIVED)
    supersedes: RecordId | None = None
    form: RecordId | None = attrs.field(default=None, metadata=DERIVED)
    award: Id | None = None


@recorded_as("deployment.certificate-returned", version=1)
class CertificateReturned:
    """The certificate was returned: a final one together with the finalised final report."""

    certificate: RecordId
    on: date
    with_report: RecordId | None = None
    returned_to: Id


@recorded_as("deployment.managed-exit-agreed", version=1, key_space="exit")
class ManagedExitAgreed:
    """A partnership in difficulty comes to a managed end: the support goes on to `last_day` at most.

    It answers a `concern` that was raised; `agreed_with` are those who engage in it.
    """

    exit: RecordId
    on: date
    concern: RecordId
    last_day: date
    agreed_with: tuple[Person, ...]
    reason: Private | None = None


@recorded_as("deployment.support-ended", version=1, natural_key=("actual_end", "on"))
class SupportEnded:
    """The support ended, as `agreed_by` these people; days committed and not worked go back to their leaders."""

    actual_end: date
    on: date
    cause: EndCause = "completed"
    agreed_by: tuple[Person, ...] = ()


@recorded_as("deployment.closed", version=1, natural_key=("cause", "on"))
class Closed:
    """The deployment was closed. Only corrections, payments, certificates, checklists, sharing, evidence and `Reopened` may follow."""

    cause: EndCause
    on: date
    by: Person


@recorded_as("deployment.reopened", version=1)
class Reopened:
    """A closed deployment was opened again, asked for by one person and agreed by another."""

    reopening: RecordId
    on: date
    asked_by: Person
    agreed_by: Person
    reason: Private


EndingEvent = (
    CertificatePrepared
    | GrantUsageCertified
    | CertificateReturned
    | ManagedExitAgreed
    | SupportEnded
    | Closed
    | Reopened
)
