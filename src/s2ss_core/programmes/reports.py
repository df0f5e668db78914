"""The settings of a programme about reports, their reviews, and with whom reports and Records of Visit are shared."""

import attrs

from s2ss_core.programmes.days_and_terms import FormDue, RecordDue
from s2ss_core.values import Audience, Role


@attrs.frozen(kw_only=True)
class Reports:
    """Which reports a deployment owes, who writes them, who must be at their review, and who is sent them.

    `interim_from_terms`: support of so many terms owes an interim report in each but its last.
    `records` say to whom the Records of Visit go, and `forms` which forms of each leader's work are due when.
    Wherever a headteacher must write or attend, a headteacher's nominee may stand in. The QA Lead counts only
    where the funding has one, and the funder only where there is an award.
    """

    interim_from_terms: int
    interim_authors: tuple[Role, ...]
    final_authors: tuple[Role, ...]
    review_attendees: tuple[Role, ...]
    review_led_by: tuple[Role, ...]
    shared_before_review_with: tuple[Audience, ...]
    review_convened_by: tuple[Role, ...] = ()
    finalised_shared_with: tuple[Audience, ...] = ()
    records: tuple[RecordDue, ...] = ()
    forms: tuple[FormDue, ...] = ()
    source: str

    @property
    def written(self) -> bool:
        """Whether the programme has anybody write reports."""
        return bool(self.interim_authors or self.final_authors)
