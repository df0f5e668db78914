"""The certificate recomputed: every figure of the document that a view gave, held against the account."""

from collections.abc import Iterator

import attrs

from s2ss_core.audit.money.account_figures import reckoned
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.document_figures import shown
from s2ss_core.audit.record import Record
from s2ss_core.projections.grant_usage import Certificate

__all__ = ["Difference", "differences"]


@attrs.frozen
class Difference:
    """A figure that the certificate shows otherwise than it is reckoned here; both in pence."""

    path: str
    shows: int
    reckoned: int


def differences(document: Certificate, account: DeploymentAccount, record: Record) -> Iterator[Difference]:
    """Where a certificate's figures are not those of the account. A figure that one side leaves out is nought."""
    theirs, own = shown(document), reckoned(account, record)
    for path in sorted({*theirs, *own}):
        if theirs.get(path, 0) != own.get(path, 0):
            yield Difference(path, theirs.get(path, 0), own.get(path, 0))
