"""Which certificates of a deployment no longer say what is eligible."""

from collections.abc import Iterator

from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.programmes import Programme
from s2ss_core.values import Money


def outdated_certificates(deployment: Deployment, programme: Programme) -> Iterator[str]:
    """Each certificate that stands though what is eligible has moved since, with what it certified.

    The final certificate also answers for what is eligible on days of no certificate.
    """
    account, standing = deployment.account(programme), deployment.ending.standing
    now = {
        certificate.certificate: account.eligible_between(certificate.covers_from, certificate.covers_to)
        for certificate in standing
    }
    beside = account.eligible() - sum(now.values(), Money(0))
    for certificate in standing:
        eligible = now[certificate.certificate] + (beside if certificate.final else 0)
        if certificate.eligible not in (None, eligible):
            yield f"{certificate.certificate} (certified {certificate.eligible}, eligible {eligible})"
