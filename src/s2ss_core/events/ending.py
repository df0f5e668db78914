"""Ending: support ends, the certificate is made and returned, the deployment is closed."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.events.registry import DERIVED, recorded_as
from s2ss_core.values import Organisation, Role

__all__ = [
    "CertificatePrepared", "CertificateReturned", "Closed", "EndCause", "EndingEvent",
    "GrantUsageCertified", "Statement", "StatementId", "SupportEnded",
]  # fmt: skip

EndCause = Literal["completed", "exit", "cancelled", "withdrawn"]
StatementId = Literal[
    "purposes-agreed", "no-capital", "no-business-as-usual", "additional", "figures-agree-to-the-books",
    "no-double-funding", "records-kept", "repayable-if-not",
]  # fmt: skip


@attrs.frozen(kw_only=True)
class Statement:
    """One statement the certifier makes, or declines to make."""

    id: StatementId
    made: bool


@recorded_as("deployment.certificate-prepared", version=1)
class CertificatePrepared:
    """Somebody prepared the certificate for the certifier; the funding it covers runs `covers_from` to `covers_to`."""

    certificate: str
    on: date
    covers_from: date
    covers_to: date
    preparer: str
    role: Role


@recorded_as("deployment.grant-usage-certified", version=1)
class GrantUsageCertified:
    """The recipient certified what the grant was used for; the library derives `position`, `digest`, `size` and `root`.

    `position` is that of the newest event the figures were drawn from, `digest` the SHA-256 of the certificate's
    canonical bytes. `size` and `root` are for the tree head of a tamper-evident log, where there is one.
    """

    certificate: str
    on: date
    covers_from: date
    covers_to: date
    final: bool
    recipient: Organisation | None = None
    preparer: str
    certifier: str
    role: Role
    delegated_by: str | None = None
    countersigned_by: str | None = None
    statements: tuple[Statement, ...]
    with_report: str
    position: int = attrs.field(default=0, metadata=DERIVED)
    digest: str = attrs.field(default="", metadata=DERIVED)
    size: int | None = attrs.field(default=None, metadata=DERIVED)
    root: str | None = attrs.field(default=None, metadata=DERIVED)
    supersedes: str | None = None


@recorded_as("deployment.certificate-returned", version=1)
class CertificateReturned:
    """The certificate was returned together with the finalised final report."""

    certificate: str
    on: date
    with_report: str
    returned_to: str


@recorded_as("deployment.support-ended", version=1, natural_key=("actual_end",))
class SupportEnded:
    """The support ended; days committed and not worked go back to their leaders."""

    actual_end: date
    on: date
    cause: EndCause = "completed"


@recorded_as("deployment.closed", version=1, natural_key=("cause",))
class Closed:
    """The deployment was closed. Only corrections, payments, certificates, sharing and evidence may follow."""

    cause: EndCause
    on: date
    by: str


EndingEvent = CertificatePrepared | GrantUsageCertified | CertificateReturned | SupportEnded | Closed
