"""What the record adds up to: the plan in force, what visits and costs charge, and what of it is eligible."""

from s2ss_core.ledger.account import Account
from s2ss_core.ledger.agreements import (
    Signed,
    agreement_in_force,
    binding,
    scheduled,
    signatories_for,
    signed_on,
)
from s2ss_core.ledger.award_costs import eligible_award_costs
from s2ss_core.ledger.award_periods import award_period_on
from s2ss_core.ledger.award_shares import LineCost, released_for
from s2ss_core.ledger.certificates import certificates_standing, covers, is_of_award
from s2ss_core.ledger.charges import charge, charged_by_visits, parts_of, schools_of, worth_of_time
from s2ss_core.ledger.checklists import holding_back, newest_answers, shortfalls
from s2ss_core.ledger.dues import Dues, is_kept, releases_on, shares
from s2ss_core.ledger.halts import lasting
from s2ss_core.ledger.identities import ids_of_one_leader
from s2ss_core.ledger.item import Item
from s2ss_core.ledger.legs import LegKey, Legs, MoneyEntries, Posting, Settling
from s2ss_core.ledger.likenesses import Likeness, Likenesses
from s2ss_core.ledger.offices import Period, period_on, qa_lead_on
from s2ss_core.ledger.parties import Parties, money_parties
from s2ss_core.ledger.plans import Approved, in_force, scheduled_by_plan
from s2ss_core.ledger.settled_vat import irrecoverable_in, reversal_with_vat_settled, with_vat_settled
from s2ss_core.ledger.settlement import back_of, beyond_releases, instalment_of, settled_parts
from s2ss_core.ledger.strikes import standing, stands, struck_by, struck_out
from s2ss_core.ledger.withheld_instalments import withheld_since
from s2ss_core.ledger.worth import Worth, worth

__all__ = [
    "Account",
    "Approved",
    "Dues",
    "Item",
    "LegKey",
    "Legs",
    "Likeness",
    "Likenesses",
    "LineCost",
    "MoneyEntries",
    "Parties",
    "Period",
    "Posting",
    "Settling",
    "Signed",
    "Worth",
    "agreement_in_force",
    "award_period_on",
    "back_of",
    "beyond_releases",
    "binding",
    "certificates_standing",
    "charge",
    "charged_by_visits",
    "covers",
    "eligible_award_costs",
    "holding_back",
    "ids_of_one_leader",
    "in_force",
    "instalment_of",
    "irrecoverable_in",
    "is_kept",
    "is_of_award",
    "lasting",
    "money_parties",
    "newest_answers",
    "parts_of",
    "period_on",
    "qa_lead_on",
    "released_for",
    "releases_on",
    "reversal_with_vat_settled",
    "scheduled",
    "scheduled_by_plan",
    "schools_of",
    "settled_parts",
    "shares",
    "shortfalls",
    "signatories_for",
    "signed_on",
    "standing",
    "stands",
    "struck_by",
    "struck_out",
    "with_vat_settled",
    "withheld_since",
    "worth",
    "worth_of_time",
]
