"""The certificate recomputed: every figure of the document that a view gave, held against the audit's own account."""

from collections.abc import Iterator

import attrs

from s2ss_core.audit.book import Book
from s2ss_core.audit.check import Breach, as_money, check_book, finding_of, requirement
from s2ss_core.audit.finding import Finding
from s2ss_core.audit.money.account_checks import asks_account
from s2ss_core.audit.money.account_figures import reckoned
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.document_figures import shown
from s2ss_core.audit.money.posting import account_of
from s2ss_core.audit.record import Prefix, Record
from s2ss_core.events import GrantUsageCertified
from s2ss_core.projections.grant_usage import Certificate

__all__ = ["Difference", "certificate_findings", "differences"]

SOURCE = "No source; this library's choice › a certificate checked with the fold that made it proves nothing"
TRUE = requirement("CERT-01", "the certificate shows what history comes to", SOURCE)
PINNED = requirement("CERT-02", "the certificate that was certified is the one that history gave", SOURCE)


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
    at = book.entries[-1].position
    return tuple(
        finding_of(TRUE, breach, stream=book.stream, position=at)
        for breach in _untrue(document, account, record)
    )


def _untrue(document: Certificate, account: DeploymentAccount, record: Record) -> Iterator[Breach]:
    for found in differences(document, account, record):
        yield Breach(figure=found.path, shows=as_money(found.shows), reckoned=as_money(found.reckoned))


@check_book(TRUE.code, "deployment")
def as_it_stands(book: Book, record: Record) -> Iterator[Breach]:
    """The certificate as history gives it now shows what history comes to."""
    account = account_of(book, record)
    if account is None or not account.certificates:
        return
    document = _drawn(account, record, record.position)
    if document is not None:
        yield from _untrue(document, account, record)


@asks_account(TRUE.code, GrantUsageCertified)
def as_it_was_certified(
    _: GrantUsageCertified, account: DeploymentAccount, prefix: Prefix
) -> Iterator[Breach]:
    """The certificate that history gave when it was certified shows what history came to."""
    document = _drawn(account, prefix.record, prefix.record.position)
    if document is not None:
        yield from _untrue(document, account, prefix.record)


@asks_account(PINNED.code, GrantUsageCertified)
def as_it_was_pinned(
    event: GrantUsageCertified, account: DeploymentAccount, prefix: Prefix
) -> Iterator[Breach]:
    """The certificate drawn again from as many entries has the digest that was recorded with it."""
    document = _drawn(account, prefix.record, event.size) if event.digest else None
    if document is None or document.basis.generator != event.form:
        return
    if document.basis.digest != event.digest:
        yield Breach(
            certificate=event.certificate, size=event.size, digest=event.digest, drawn=document.basis.digest
        )


def _drawn(account: DeploymentAccount, record: Record, position: int) -> Certificate | None:
    return record.draw(account.brokered.deployment, position) if record.draw else None
