"""What differs between two programmes, as documents."""

from datetime import date

import attrs

from s2ss_core.rules import Severity
from s2ss_core.values import Money

__all__ = ["FigureDifference", "SettingDifference", "Verdict", "WhatIf"]


@attrs.frozen(kw_only=True)
class SettingDifference:
    """A setting that two programmes have otherwise; None for one that does not have it.

    `key` is where it stands in a programme file, with rows by their names, such as `capacity[hour].days`. `setting` is
    the part of the programme that it belongs to, as verdicts name it.
    """

    key: str
    setting: str
    pinned: str | None
    other: str | None


@attrs.frozen(kw_only=True)
class Verdict:
    """What one rule says of one entry under the two programmes; None where the rule is met.

    An `error` is what a command refuses; `accepted`, what it refuses unless somebody accepts it, as somebody did; a `note`
    refuses nothing. A code that begins otherwise than with S2SS is of no rule: what follows from an entry would have
    been recorded otherwise. `said` and `says` are what is found under the pinned and under the other programme.
    `settings` are those that make the difference, each alone or each needed; none if it takes several together.
    """

    rule: str
    sentence: str
    citation: str
    stream: str
    position: int
    event: str
    on: date | None
    pinned: Severity | None
    other: Severity | None
    said: tuple[str, ...]
    says: tuple[str, ...]
    settings: tuple[str, ...]


@attrs.frozen(kw_only=True)
class FigureDifference:
    """A figure of the certificate, such as `amounts.owed`, under the two programmes, and the settings behind it."""

    path: str
    pinned: Money
    other: Money
    settings: tuple[str, ...]


@attrs.frozen(kw_only=True)
class WhatIf:
    """A deployment's history under another programme than the one that it was brokered under.

    `pinned` and `programme` name the two, with their versions. Nothing of it is stored.
    """

    deployment: str
    pinned: str
    programme: str
    upto: int
    settings: tuple[SettingDifference, ...]
    verdicts: tuple[Verdict, ...]
    figures: tuple[FigureDifference, ...]
