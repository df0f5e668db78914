"""Remedies of what is owed after the last instalment: it is paid as a supplement, or disallowed.

In the story of `tests.scenarios.case_one`, a cost of £280 is told when £1,250 has been released as the last instalment.
"""

from datetime import date

import s2ss_core.events as e
from s2ss_core.values import Money, Term
from tests.aggregates.histories import HOME_SCHOOL, SPRING, SUMMER, THE_OFFICER, changed, pounds
from tests.remedies.remedy import Remedy, Said
from tests.remedies.story import Told, tell
from tests.scenarios.case_one import (
    CERTIFICATE_RETURNED,
    CERTIFIED_WHOLE,
    CLOSED_COMPLETED,
    LAST_INVOICED,
    LAST_PAID,
    LAST_RELEASED,
    MORE_BOOKS,
    MORE_BOOKS_INVOICED,
    MORE_BOOKS_REIMBURSED,
    invoiced,
    paid,
    released,
)
from tests.scenarios.test_case_one import JULY_19, JULY_26, LATE, capital, without

BEFORE_THE_LAST = without(
    MORE_BOOKS, MORE_BOOKS_INVOICED, MORE_BOOKS_REIMBURSED, LAST_INVOICED, LAST_RELEASED, LAST_PAID, CLOSED_COMPLETED
)  # fmt: skip
LAST_INVOICE, LAST_RELEASE = invoiced(2, date(2024, 7, 15), pounds(1250)), released(2, JULY_19, pounds(1250))
SETTLED = (*BEFORE_THE_LAST, LAST_INVOICE, LAST_RELEASE, paid(2, JULY_26, pounds(1250)))
LATE_BOOKS = (MORE_BOOKS, MORE_BOOKS_INVOICED, MORE_BOOKS_REIMBURSED)
TOLD_LATE = (*SETTLED, *LATE_BOOKS)
CERTIFIED_AGAIN = (
    changed(CERTIFIED_WHOLE, certificate="cert-2", on=LATE, supersedes="cert-1"),
    changed(CERTIFICATE_RETURNED, certificate="cert-2", on=LATE),
)
SECOND_INVOICE = invoiced(2, LATE, pounds(280), part=2)
SECOND_RELEASE = released(2, LATE, pounds(280), part=2)
CLOSED_LATE = changed(CLOSED_COMPLETED, on=LATE)

# Support ends in summer, and the last number of the schedule is left for autumn.
AUTUMN = Term("2024-autumn")
SCHEDULE = (
    e.ScheduledInstalment(instalment=1, term=SPRING, amount=pounds(6100), after="interim"),
    e.ScheduledInstalment(instalment=2, term=SUMMER, amount=pounds(300), after="interim"),
    e.ScheduledInstalment(instalment=3, term=AUTUMN, amount=pounds(1000), after="final"),
)
THREE_PARTS = tuple(
    changed(fact, schedule=SCHEDULE) if isinstance(fact, e.AgreementIssued) else fact
    for fact in without(CLOSED_COMPLETED)
)
AUTUMN_CANCELLED = e.InstalmentCancelled(
    instalment=3, on=JULY_26, amount=Money(0), by=THE_OFFICER, reasons="Support ended early."
)

SUPPLEMENTS = (
    Remedy(
        code="S2SS-M16",
        words="Release what is still owed as part … of instalment ….",
        situation=Told(
            (*TOLD_LATE, *CERTIFIED_AGAIN, changed(SECOND_INVOICE, supplier=HOME_SCHOOL)),
            changed(SECOND_RELEASE, part=1, paid_to=HOME_SCHOOL),
        ),
        says={"part": Said("supplement", int)},
    ),
    Remedy(
        code="S2SS-M31",
        words="Release instalment … first, or release this as part 1 of an instalment.",
        situation=Told(
            (
                *without(LAST_INVOICED, LAST_RELEASED, LAST_PAID, CLOSED_COMPLETED),
                LAST_INVOICE,
                SECOND_INVOICE,
            ),
            SECOND_RELEASE,
        ),
        first=tell(LAST_RELEASE),
    ),
    Remedy(
        code="S2SS-M40",
        words="Certify again what is eligible, and submit that certificate in place of each of these: ….",
        situation=Told((*TOLD_LATE, SECOND_INVOICE), SECOND_RELEASE),
        first=tell(*CERTIFIED_AGAIN),
    ),
    Remedy(
        code="S2SS-E09",
        words="Release or cancel each instalment still open: …",
        situation=Told(THREE_PARTS, CLOSED_COMPLETED),
        first=tell(AUTUMN_CANCELLED),
    ),
    Remedy(
        code="S2SS-E19",
        words="Release what is owed, or pay it on a leg without releases, or disallow what will not be paid: ….",
        situation=Told(TOLD_LATE, CLOSED_LATE),
        with_it=frozenset({"S2SS-M40"}),
        first=tell(changed(capital(LATE), of=e.cause_of(MORE_BOOKS), amount=pounds(280))),
    ),
)
