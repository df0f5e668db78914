"""Money, added up anew: the accounts of deployments and awards, the certificate recomputed, and the checks of both."""

from s2ss_core.audit.money import (
    award_closure,
    award_cost_checks,
    certificate,
    certificate_checks,
    closing_checks,
    equations,
    grant_checks,
    held_back,
    line_checks,
    payment_checks,
    release_amounts,
    release_conditions,
    release_gates,
    release_payees,
)

CHECKS = (
    award_closure, award_cost_checks, certificate, certificate_checks, closing_checks, equations, grant_checks, held_back,
    line_checks, payment_checks, release_amounts, release_conditions, release_gates, release_payees,
)  # fmt: skip

__all__ = ["CHECKS"]
