"""Money, added up anew: the accounts of deployments and awards, the certificate recomputed, and the checks of both."""

from s2ss_core.audit.money import (
    held_back,
    payment_checks,
    release_amounts,
    release_gates,
    release_payees,
)

CHECKS = (held_back, payment_checks, release_amounts, release_gates, release_payees)

__all__ = ["CHECKS"]
