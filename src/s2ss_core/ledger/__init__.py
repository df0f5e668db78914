"""What the record adds up to: the plan in force, what visits and costs charge, and what of it is eligible."""

from s2ss_core.ledger.account import Account
from s2ss_core.ledger.agreements import Signed, agreement_in_force, scheduled, signed_on
from s2ss_core.ledger.certificates import certificates_standing, covers
from s2ss_core.ledger.charges import charge, charged_by_visits, parts_of
from s2ss_core.ledger.identities import ids_of_one_leader
from s2ss_core.ledger.item import Item
from s2ss_core.ledger.likenesses import Likeness, Likenesses
from s2ss_core.ledger.offices import Period, period_on, qa_lead_on
from s2ss_core.ledger.plans import Approved, in_force
from s2ss_core.ledger.settlement import instalment_of, settled_parts
from s2ss_core.ledger.strikes import standing, stands, struck_by, struck_out
from s2ss_core.ledger.withheld_instalments import withheld_since
from s2ss_core.ledger.worth import Worth, worth

__all__ = [
    "Account",
    "Approved",
    "Item",
    "Likeness",
    "Likenesses",
    "Period",
    "Signed",
    "Worth",
    "agreement_in_force",
    "certificates_standing",
    "charge",
    "charged_by_visits",
    "covers",
    "ids_of_one_leader",
    "in_force",
    "instalment_of",
    "parts_of",
    "period_on",
    "qa_lead_on",
    "scheduled",
    "settled_parts",
    "signed_on",
    "standing",
    "stands",
    "struck_by",
    "struck_out",
    "withheld_since",
    "worth",
]
