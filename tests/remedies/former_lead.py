"""Remedies of the invoices of a trust whose leader led a deployment, and does no more.

In the story of `tests.scenarios.case_one`, `sl-014` of x-trust leaves on 5 April and `sl-030` of z-trust leads from 8 April
on. £5,850 of spring are due to x-trust.
"""

from datetime import date

import s2ss_core.events as e
from s2ss_core.values import Days, Money
from tests.aggregates.histories import LEAD, OTHER_SCHOOL, Y2023, changed, pounds
from tests.remedies.remedy import Remedy, Said
from tests.remedies.story import Told
from tests.scenarios.case_one import FIRST_INVOICED, FIRST_RELEASED, LAST_INVOICED, STORY, until
from tests.scenarios.facts import JOINER, NEXT, Z_TRUST, allowance

REPLACED = e.LeaderReplaced(
    leaving=LEAD,
    on=date(2024, 4, 8),
    cause="left-the-school",
    last_day=date(2024, 4, 5),
    effective_from=date(2024, 4, 8),
    joining=JOINER,
    commitments=(e.Commitment(leader=NEXT, cap_year=Y2023, days=Days(2)),),
    new_lead=NEXT,
)
LEFT = (*until(STORY, date(2024, 4, 8)), allowance(NEXT, Y2023, OTHER_SCHOOL), REPLACED)
CLAIMED_LATER = changed(LAST_INVOICED, on=date(2024, 4, 15), issued_on=date(2024, 4, 15), net=pounds(500))

FORMER_LEADS = (
    Remedy(
        code="S2SS-M61",
        words="Have it invoiced for at most …: … is due to … for the days on which it led.",
        situation=Told(LEFT, changed(FIRST_INVOICED, net=FIRST_INVOICED.net + 1)),
        says={"net": Said("left", Money)},
    ),
    Remedy(
        code="S2SS-M61",
        words="Have it invoiced by the school or trust of the lead who followed: nothing more is due to ….",
        situation=Told((*LEFT, FIRST_INVOICED, FIRST_RELEASED), CLAIMED_LATER),
        says={"supplier": Z_TRUST},
    ),
)
