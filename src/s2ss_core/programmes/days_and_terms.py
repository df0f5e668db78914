"""The settings of a programme about time: how many days, how much notice, how many terms and when each is."""

from typing import Literal

import attrs

from s2ss_core.programmes.setting import Setting
from s2ss_core.values import (
    Audience,
    Days,
    DeploymentKind,
    QAPurpose,
    Role,
    Season,
    SignedRecord,
    Significance,
    Unit,
)


@attrs.frozen(kw_only=True)
class Cap:
    """How many days a leader may be away in a cap year, and what counts towards them.

    Deployments of the kinds in `without` take days beyond any cap: the home school says how many.
    `governing_body` asks for the word of the home school's governing body before days are committed.
    """

    days: Setting[Days]
    counts: Setting[tuple[Significance, ...]]
    counts_preparation: Setting[bool]
    most_in_a_visit: Setting[Days]
    governing_body: Setting[bool] | None = None
    without: Setting[tuple[DeploymentKind, ...]] | None = None

    @property
    def asks_governing_body(self) -> bool:
        """Whether the governing body's word is asked for."""
        return self.governing_body is not None and self.governing_body.value

    def of(self, kind: DeploymentKind) -> Days | None:
        """The most days a year in a deployment of a kind; None if there is no cap."""
        return None if self.without is not None and kind in self.without.value else self.days.value


@attrs.frozen(kw_only=True)
class Capacity:
    """How many days of a leader's year one unit takes."""

    unit: Unit
    days: Days
    source: str


@attrs.frozen(kw_only=True)
class Duration:
    """How many terms support usually runs; a guide, never a refusal."""

    fewest_terms: int
    most_terms: int
    source: str


@attrs.frozen(kw_only=True)
class LeadTimes:
    """Notice and follow-up, in working days (Monday to Friday less English bank holidays)."""

    report_shared_before_review: Setting[int]
    report_updated_after_review: Setting[int]
    review_minutes: Setting[int]


@attrs.frozen(kw_only=True)
class TermSpan:
    """The part of the year that is one term, for money: from a day to a day, both included.

    The spans of a programme partition the calendar year; terms of teaching are the school's own and not here.
    """

    season: Season
    first_month: int
    first_day: int
    last_month: int
    last_day: int
    source: str = "no source"


@attrs.frozen(kw_only=True)
class QADayDue:
    """By when the QA Day of a purpose is held: so long after the agreement was signed, or after support began.

    One of `weeks`, `months` and `terms` says how long; with `terms`, it is due on the last day of the last of so many terms,
    the first of them being the one in which support began.
    """

    purpose: QAPurpose
    counted_from: Literal["last-signature", "start"]
    weeks: int = 0
    months: int = 0
    terms: int = 0
    source: str


@attrs.frozen(kw_only=True)
class RecordDue:
    """To whom a Record of Visit goes, by how many working days after the visit, and who sends it."""

    sent_by: Role
    shared_with: tuple[Audience, ...]
    working_days: int
    source: str


@attrs.frozen(kw_only=True)
class FormDue:
    """A form of a leader's work that is due at the end of each term, or of the support: who fills it in and who signs it.

    A Deployment Record fills itself in from the visits, so only its signatures are due.
    """

    form: SignedRecord
    at_the_end_of: Literal["term", "support"]
    filled_in_by: Role
    signed_by: tuple[Role, ...]
    source: str
