"""Small values of the trade: money, days, terms, years, organisations, people and private text.

Each is immutable, validates itself when it is made, has one spelling and never rounds but in `Money.times`.
"""

import datetime as dt
import re
from abc import ABC
from decimal import ROUND_DOWN, ROUND_FLOOR, Context, Decimal, Inexact, InvalidOperation
from typing import TYPE_CHECKING, Literal, Self, TypeAlias

import attrs

from s2ss_core.errors import BadInput
from s2ss_core.ids import Id, RecordId, key_of

LARGEST_INTEGER = 2**53 - 1
INSTALMENT = "instalment"  # the leg of a flow that pays the leader's school or trust

# Arithmetic uses these contexts and not the thread's own, so that a host's decimal settings change no figure.
EXACT = Context(prec=60, traps=[Inexact, InvalidOperation])
COARSER = Context(prec=60, traps=[InvalidOperation])
FINEST = Decimal("0.0001")

Role = Literal[
    "headteacher", "headteacher-nominee", "system-leader", "qa-lead", "broker", "governor", "chair",
    "chief-executive", "accounting-officer", "chief-financial-officer", "section-151-officer",
    "senior-leader", "middle-leader", "business-manager", "staff", "trust", "local-authority", "diocese",
    "funder", "director-of-school-improvement", "home-headteacher", "clerk", "cpd-leader", "expert-adviser",
    "teacher", "teaching-school-lead", "accountant", "other",
]  # fmt: skip
OrganisationKind = Literal["school", "trust", "local-authority", "diocese", "department", "supplier", "other"]
DeploymentKind = Literal["deployment", "secondment", "diagnostic"]
FundingKind = Literal["external", "internal", "self-funded", "unfunded"]
Rag = Literal["red", "amber", "green"]
Season = Literal["autumn", "spring", "summer"]
Unit = Literal["day", "half-day", "twilight", "hour", "item"]
Mode = Literal["face-to-face", "online"]
PlanKind = Literal["implementation-plan", "action-plan", "development-plan", "briefing-paper"]
AssessmentKind = Literal["baseline", "audit", "self-evaluation", "diagnostic"]
ActivityKind = Literal["coaching", "support", "school-visit", "forum", "meeting", "release-time"]
Frequency = Literal["once", "week", "fortnight", "term", "year"]
QAPurpose = Literal["brokerage", "monitoring", "evaluation"]
SignedRecord = Literal["deployment-record", "feedback", "evaluation"]
ChecklistStage = Literal["plan", "review", "judgement", "certificate"]
QAFunding = Literal["separate", "from-award", "in-rate", "none"]
AgreementKind = Literal[
    "flow-down-contract", "contract", "support-agreement", "funding-agreement", "school-agreement"
]
Audience = Literal[
    "qa-lead", "broker", "governing-board", "funder", "home-headteacher", "chair", "staff", "local-authority",
    "headteacher", "trust", "ofsted", "auditors", "home-school",
]  # fmt: skip
Band = Literal[
    "middle-leader",
    "senior-leader",
    "headteacher",
    "aspiring-sle",
    "sle",
    "lle",
    "nle",
    "nlg",
    "system-leader",
]
Designation = Literal["aspiring-sle", "sle", "lle", "nle", "nlg", "system-leader"]
Head = Literal[
    "leader-days", "programme", "resources", "external-agency", "leadership-development", "cover", "travel",
    "quality-assurance", "capital", "business-as-usual",
]  # fmt: skip
JudgingParty = Literal["qa-lead", "broker", "funder", "director-of-school-improvement"]
PartyRole = Literal["system-leader", "supported-school", "broker", "home-school", "payee", "governing-body"]
Significance = Literal["visit", "hosting", "training", "call", "planning", "preparation", "evaluation"]


def is_text(value: object) -> bool:
    """Whether a value is text with something in it but blanks."""
    return isinstance(value, str) and bool(value.strip())


class Money(int):
    """A sum in whole pence: `Money(400_000)` and `Money("4,000.00")` are both £4,000.00.

    An int is pence; text is pounds. Raises `BadInput` for fractions of a penny, floats and anything else.
    """

    __slots__ = ()

    def __new__(cls, amount: int | str = 0) -> Self:
        pence = amount if type(amount) is int or isinstance(amount, Money) else _pence(amount)
        if abs(pence) > LARGEST_INTEGER:
            raise BadInput(f"{amount} is more money than can be recorded")
        return super().__new__(cls, pence)

    def __add__(self, other: int) -> "Money":
        return int.__new__(Money, int.__add__(self, other))

    __radd__ = __add__

    def __sub__(self, other: int) -> "Money":
        return int.__new__(Money, int.__sub__(self, other))

    def __neg__(self) -> "Money":
        return int.__new__(Money, -int(self))

    def times(self, quantity: Decimal) -> "Money":
        """This sum for each unit, times a quantity of units, rounded down to the penny.

        Only this and `shared_between` round a sum. Parts of a day, each rounded down, never come to more than the day.
        Raises `BadInput` for a quantity that is not a finite number.
        """
        try:
            return Money(
                int(EXACT.multiply(Decimal(int(self)), quantity).to_integral_value(ROUND_FLOOR, EXACT))
            )
        except (ArithmeticError, ValueError):
            raise BadInput(f"{quantity} × {self} is not a sum of money") from None

    def shared_between(self, number: int) -> "Money":
        """The share of one among a number of equals, rounded down to the penny."""
        return Money(int(self) // number)

    def __str__(self) -> str:
        sign = "-" if self < 0 else ""
        return f"{sign}£{abs(int(self)) // 100:,}.{abs(int(self)) % 100:02}"

    def __repr__(self) -> str:
        return f"Money({str(self).replace('£', '')!r})"

    def __format__(self, spec: str) -> str:
        """In pounds, in the width that is asked; in pence for `d`, which tools ask of every int."""
        return int.__format__(self, spec) if spec.endswith("d") else format(str(self), spec)


def _pence(text: object) -> int:
    match = (
        re.fullmatch(r"(-?)£?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d\d))?", text, re.ASCII)
        if isinstance(text, str)
        else None
    )
    if match is None:
        raise BadInput(f"{text!r} is not a sum of money: write pounds and whole pence, such as '4000.00'")
    sign, pounds, pence = match.groups()
    return int(sign + "1") * (int(pounds.replace(",", "")) * 100 + int(pence or 0))


class Days(Decimal):
    """An exact number of days, or of another unit: never negative, with at most four decimal places.

    `Days("0.50")`, `Days("0.5")` and `Days(Decimal(".5"))` are the same value with the same spelling.
    Raises `BadInput` for floats, NaN, infinities, negatives and finer fractions.
    """

    __slots__ = ()

    def __new__(cls, quantity: int | str | Decimal = 0) -> Self:
        exact = _exact(quantity)
        if exact < 0 or exact > 1_000_000 or exact != exact.quantize(FINEST, ROUND_DOWN, COARSER):
            raise BadInput(
                f"{quantity!r} is not a number of days: 0 or more, with at most four decimal places"
            )
        return super().__new__(cls, format(EXACT.plus(exact.normalize(EXACT)), "f"))

    def __add__(self, other: Decimal | int) -> "Days":
        return Days(EXACT.add(self, other))

    __radd__ = __add__

    def __sub__(self, other: Decimal | int) -> Decimal:
        return EXACT.subtract(self, other)

    def __mul__(self, other: Decimal | int) -> Decimal:
        return EXACT.multiply(self, other)

    __rmul__ = __mul__

    def shared_between(self, number: int) -> "Days":
        """The share of one among a number of equals, rounded down to four places so that the shares never exceed the whole."""
        return Days(COARSER.divide(self, number).quantize(FINEST, ROUND_DOWN, COARSER))

    def __repr__(self) -> str:
        return f"Days({str(self)!r})"


def _exact(quantity: object) -> Decimal:
    plain = isinstance(quantity, str) and re.fullmatch(r"\d{1,7}(\.\d{1,20})?", quantity, re.ASCII)
    if not (plain or type(quantity) is int or isinstance(quantity, Decimal)):
        raise BadInput(f"{quantity!r} is not a number of days: write it as text, such as '0.5'")
    try:
        exact = Decimal(quantity)  # type: ignore[arg-type]
    except InvalidOperation:
        raise BadInput(f"{quantity!r} is not a number of days") from None
    if not exact.is_finite():
        raise BadInput(f"{quantity!r} is not a finite number of days")
    return exact


def decimal_text(value: Decimal) -> str:
    """A decimal as text, without an exponent or trailing zeros: `4.5`."""
    return format(COARSER.add(value.normalize(COARSER), 0), "f")


class Urn(str):
    """A school's Unique Reference Number, kept as text: five to seven digits, and six for most schools."""

    __slots__ = ()

    def __new__(cls, text: object) -> Self:
        if not (isinstance(text, str) and re.fullmatch(r"\d{5,7}", text, re.ASCII)):
            raise BadInput(f"{text!r} is not a URN: a URN is five to seven digits")
        return super().__new__(cls, text)


class Term(str):
    """A term of a calendar year, spelled `2024-spring`. The terms divide the year for money, without gaps."""

    __slots__ = ()

    def __new__(cls, text: object) -> Self:
        if not (isinstance(text, str) and re.fullmatch(r"2\d{3}-(spring|summer|autumn)", text, re.ASCII)):
            raise BadInput(f"{text!r} is not a term: write it as '2024-spring'")
        return super().__new__(cls, text)

    @property
    def year(self) -> int:
        return int(self[:4])

    @property
    def season(self) -> str:
        return self[5:]

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people write it: `Spring 2024`."""
        return f"{self.season.capitalize()} {self.year}"

    @property
    def in_order(self) -> tuple[int, int]:
        """A key that sorts terms by date."""
        return self.year, ("spring", "summer", "autumn").index(self.season)


class AcademicYear(str):
    """A year from 1 September to 31 August, spelled `2023/24`. The cap on a leader's days runs by it."""

    __slots__ = ()

    def __new__(cls, text: object) -> Self:
        if not (isinstance(text, str) and re.fullmatch(r"2\d{3}/\d\d", text, re.ASCII)):
            raise BadInput(f"{text!r} is not an academic year: write it as '2023/24'")
        if (int(text[:4]) + 1) % 100 != int(text[5:]):
            raise BadInput(
                f"{text!r} is not an academic year: its second part must follow its first, as in '2023/24'"
            )
        return super().__new__(cls, text)

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """The academic year that a day is in."""
        first = day.year if day.month >= 9 else day.year - 1
        return cls(f"{first}/{(first + 1) % 100:02}")


@attrs.frozen
class Withheld:
    """Private text that was erased or not disclosed: only its salted digest is known."""

    digest: str

    def __str__(self) -> str:
        return "[withheld]"


if TYPE_CHECKING:
    Private: TypeAlias = str | Withheld
else:

    class Private(ABC):  # noqa: B024 -- its members are registered; it demands nothing of them
        """Text about people: either the text itself, or `Withheld` where it was erased or not disclosed."""

    Private.register(str)
    Private.register(Withheld)


@attrs.frozen(kw_only=True)
class Organisation:
    """An organisation as it stood on the day of the event that names it.

    Give its id alone where the record knows it: a command fills in what is left out as at the day of its event. The
    first event that names an organisation needs its kind. `member_of_broker` is none where nobody said.
    """

    id: Id
    kind: OrganisationKind | None = None
    member_of_broker: bool | None = None
    urn: Urn | None = None
    trust: Id | None = None

    @property
    def names(self) -> frozenset[str]:
        """What is compared when independence is checked: the keys of its id and its trust's, and its URN."""
        return frozenset(filter(None, (key_of(self.id), self.trust and key_of(self.trust), self.urn)))


@attrs.frozen
class Cause:
    """An entry of the record that another entry is of, or came from.

    `name` is the space of its natural id (`visit`, `cost`, `report`), `id` that natural id, and `stream` the name of
    its stream where that is another one than the entry's own.
    """

    name: str
    id: tuple[RecordId, ...] = attrs.field(metadata={"least": 1})
    stream: str | None = None

    def __str__(self) -> str:
        named = " ".join((self.name, *self.id))
        return f"{named} of {self.stream}" if self.stream else named


@attrs.frozen(kw_only=True)
class Person:
    """A person in a role for an organisation. `person` is an opaque id; the directory has the name.

    `stands_in_for` is the id of the one who holds the office, where this person acts in their place.
    """

    person: Id
    role: Role
    organisation: Id
    stands_in_for: Id | None = None

    def __str__(self) -> str:
        return f"{self.person} (for {self.stands_in_for})" if self.stands_in_for else self.person


@attrs.frozen(kw_only=True)
class Condition:
    """A condition of an award or an agreement, with an id by which an answer to it can name it."""

    id: RecordId
    text: str
