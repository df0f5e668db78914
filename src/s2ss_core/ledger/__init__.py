"""What the record adds up to: the plan in force, what visits and costs charge, and what of it is eligible."""

from s2ss_core.ledger.account import Account
from s2ss_core.ledger.charges import charge, charged_by_visits, parts_of
from s2ss_core.ledger.item import Item
from s2ss_core.ledger.plans import Approved, in_force
from s2ss_core.ledger.strikes import standing, stands, struck_by, struck_out
from s2ss_core.ledger.worth import Worth, worth

__all__ = [
    "Account",
    "Approved",
    "Item",
    "Worth",
    "charge",
    "charged_by_visits",
    "in_force",
    "parts_of",
    "standing",
    "stands",
    "struck_by",
    "struck_out",
    "worth",
]
