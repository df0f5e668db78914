"""The certificate recomputed: every figure of the document that a view gave, held against the audit's own account."""

from collections.abc import Iterator

import attrs

from s2ss_core.audit.check import Breach, as_money, finding_of, requirement
from s2ss_core.audit.finding import Finding
from s2ss_core.audit.money.account_figures import reckoned
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.document_figures import shown
from s2ss_core.audit.money.posting import account_of
from s2ss_core.audit.record import Record
from s2ss_core.projections.grant_usage import Certificate

__all__ = ["Difference", "certificate_findings", "differences"]

TRUE = requirement(
    "CERT-01",
    "the certificate shows what history comes to",
    "No source; this library's choice › a certificate checked with the fold that made it proves nothing",
)


@attrs.frozen
class Difference:
    """A figure that the certificate shows otherwise than it is reckoned here; both in pence."""

    path: str
    shows: int
    reckoned: int


def differences(document: Certificate, account: DeploymentAccount, record: Record) -> Iterator[Difference]:
    """Where a certificate's figures are not those of the account. A figure that one side leaves out is nought."""
    theirs, own = shown(document), reckoned(account, record, document.cuts)
    for path in sorted({*theirs, *own}):
        if theirs.get(path, 0) != own.get(path, 0):
            yield Difference(path, theirs.get(path, 0), own.get(path, 0))


def certificate_findings(document: Certificate, record: Record) -> tuple[Finding, ...]:
    """What a certificate shows otherwise than it is reckoned from the history that was read; one finding a figure.

    The document is that of the same history. A deployment that this history does not have has no figures to compare.
    """
    book = record.deployment(document.parties.deployment)
    account = account_of(book, record)
    if account is None:
        return ()
    breaches = (
        Breach(figure=found.path, shows=as_money(found.shows), reckoned=as_money(found.reckoned))
        for found in differences(document, account, record)
    )
    at = book.entries[-1].position
    return tuple(finding_of(TRUE, breach, stream=book.stream, position=at) for breach in breaches)
