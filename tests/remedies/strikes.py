"""Remedies of strikes of entries that others rest on."""

from datetime import date

from s2ss_core.events import cause_of
from s2ss_core.values import Cause
from tests.aggregates.histories import ENGLISH_VISITS, REVIEW_HELD, changed, visit
from tests.remedies.remedy import Remedy
from tests.remedies.story import Told, strike, tell
from tests.scenarios.case_one import FIRST_INVOICED, FIRST_RELEASED, STORY, until
from tests.scenarios.facts import NEXT, UNTIL_SUPPORT
from tests.scenarios.test_strikes import REPLACED

LATER = date(2024, 9, 2)
SIXTH, SEVENTH = (visit(f"v-n{day}", date(2024, 2, day), leader=NEXT, line=None) for day in (6, 7))
RELEASED_ON_IT = Told(until(STORY, FIRST_RELEASED.on), strike(cause_of(FIRST_INVOICED), on=FIRST_RELEASED.on))
REPLACE_IT = (
    "Record the right invoice first under another id, and name it as what replaces …. If both have one number, write after"
    " it what parts them."
)
REPLACE_WHAT_MONEY_RESTS_ON = (
    "Record the right … first under another id, and name it as what replaces …: … rests on it. If S2SS-R04 stands in the"
    " way of a second report, record it despite that rule."
)
REVIEWED = cause_of(REVIEW_HELD)
RIGHT = changed(FIRST_INVOICED, invoice="XT-right", on=FIRST_RELEASED.on)
REPLACED_BY = {"replaced_by": Cause("invoice", ("XT-right",))}
STRIKES = (
    Remedy(
        code="S2SS-X11",
        words="Strike these out first, in this order: ….",
        situation=Told(
            (*UNTIL_SUPPORT, *ENGLISH_VISITS[:4], REPLACED, SIXTH, SEVENTH), strike(cause_of(REPLACED), LATER)
        ),
        first=tell(strike(cause_of(SEVENTH), LATER), strike(cause_of(SIXTH), LATER)),
    ),
    Remedy(
        code="S2SS-X13",
        words=REPLACE_IT,
        situation=RELEASED_ON_IT,
        first=tell(changed(RIGHT, number=f"{RIGHT.number} corrected")),
        says=REPLACED_BY,
    ),
    Remedy(
        code="S2SS-X15",
        words=REPLACE_WHAT_MONEY_RESTS_ON,
        situation=Told(until(STORY, FIRST_RELEASED.on), strike(REVIEWED, on=FIRST_RELEASED.on)),
        first=tell(changed(REVIEW_HELD, review="r-right")),
        says={"replaced_by": Cause("review", ("r-right",))},
    ),
)
