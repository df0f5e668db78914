"""The settings of a programme about prices: the rate card, what a unit is charged at and what money may be used for."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.programmes.setting import Setting
from s2ss_core.values import Band, Days, Designation, Head, Money, Unit


@attrs.frozen(kw_only=True)
class Charge:
    """What a unit is charged at: a share of the line's rate for a day."""

    unit: Unit
    of_day_rate: Days
    source: str


@attrs.frozen(kw_only=True)
class RateSplit:
    """The part of a rate that goes along one leg of the money, in pence for each unit."""

    leg: str
    amount: Money


@attrs.frozen(kw_only=True)
class Rate:
    """One row of the rate card: pence for each unit, for one band, or for any band if none is named."""

    unit: Unit
    amount: Money
    kind: Literal["typical", "minimum", "standard"]
    band: Band | None = None
    head: Head = "leader-days"
    splits: tuple[RateSplit, ...] = ()
    source: str
    since: date
    until: date | None = None


@attrs.frozen(kw_only=True)
class Accreditation:
    """A band whose rate is for leaders who hold this designation on the day."""

    band: Band
    designation: Designation
    source: str


@attrs.frozen(kw_only=True)
class Uses:
    """What the money may be used for: `unusual` uses need a reason on the plan line, `never` ones are refused.

    Every head of account is in exactly one of the three.
    """

    permitted: Setting[tuple[Head, ...]]
    unusual: Setting[tuple[Head, ...]]
    never: Setting[tuple[Head, ...]]
