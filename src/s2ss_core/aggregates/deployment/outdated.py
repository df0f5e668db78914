"""Which certificates of a deployment no longer say what is eligible."""

from collections.abc import Iterator

from s2ss_core.aggregates.award_share import lines_of
from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import GrantUsageCertified
from s2ss_core.values import Money


def outdated_certificates(deployment: Deployment, context: DecisionContext) -> Iterator[str]:
    """Each certificate that stands though what is eligible has moved since, with what it certified.

    A final certificate also answers for what is eligible, of its award, on days of no certificate.
    """
    for certificate in deployment.ending.standing:
        eligible = _eligible(deployment, context, certificate)
        if certificate.eligible not in (None, eligible):
            yield f"{certificate.certificate} (certified {certificate.eligible}, eligible {eligible})"


def _eligible(deployment: Deployment, context: DecisionContext, certificate: GrantUsageCertified) -> Money:
    """What is eligible now of what a certificate answers for."""
    account, lines = deployment.account(context.programme), lines_of(context.shares, certificate.award)
    if not certificate.final:
        return account.eligible_between(certificate.covers_from, certificate.covers_to, lines)
    by_line = account.eligible_by_line()
    total = sum((by_line[line] for line in by_line if lines is None or line in lines), Money(0))
    others = (other for other in deployment.ending.standing if other is not certificate)
    return total - sum(
        (
            account.eligible_between(other.covers_from, other.covers_to, shared)
            for other in others
            for shared in (_shared(lines, lines_of(context.shares, other.award)),)
        ),
        Money(0),
    )


def _shared(lines: frozenset[str] | None, others: frozenset[str] | None) -> frozenset[str] | None:
    """The lines that are in both; None is all lines."""
    if lines is None or others is None:
        return others if lines is None else lines
    return lines & others
