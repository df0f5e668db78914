"""What one deployment's entries say of its money, added up from nothing: all sums are whole pence."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from s2ss_verify.canonical import parsed
from s2ss_verify.history import Entry, History, stream_of

Data = dict[str, Any]
Fact = tuple[str, ...]


def fact_of(cause: Data) -> Fact:
    """A fact as another entry names it."""
    return (cause["name"], *cause["id"])


# What names a fact where another entry speaks of it.
NAMES = {
    "deployment.visit-logged": ("visit", "visit"),
    "deployment.cost-incurred": ("cost", "cost"),
    "deployment.payment-made": ("payment", "payment"),
    "deployment.invoice-received": ("invoice", "invoice"),
    "grant.allocated": ("allocated", "allocation"),
    "grant.allocation-returned": ("allocation-returned", "returning"),
    "grant.award-varied": ("award-varied", "variation"),
    "grant.awarded": ("awarded", "grant"),
}
# What is said of a fact falls with it.
SAID_OF: Mapping[str, Callable[[Data], Fact]] = {
    "deployment.cost-disallowed": lambda data: fact_of(data["of"]),
    "deployment.cost-reversed": lambda data: ("cost", data["cost"]),
    "deployment.payment-reversed": lambda data: ("payment", data["payment"]),
    "deployment.vat-settled": lambda data: fact_of(data["of"]),
}


@dataclass
class Stream:
    """The entries of one stream up to a position, without those that were struck out."""

    entries: list[tuple[int, Entry]] = field(default_factory=list)

    def of(self, name: str) -> Iterator[Data]:
        """The data of the entries with a name."""
        return (entry["data"] for _, entry in self.entries if entry["name"] == name)


def _upto(entries: list[tuple[int, Entry]], position: int | None) -> list[tuple[int, Entry]]:
    return entries if position is None else [found for found in entries if found[0] <= position]


def standing(every: list[tuple[int, Entry]]) -> Stream:
    """The entries that stand."""
    struck = {fact_of(entry["data"]["of"]) for _, entry in every if entry["name"] == "entry.struck-out"}
    return Stream([found for found in every if not struck & set(_facts(found[1]))])


def _facts(entry: Entry) -> Iterator[Fact]:
    name, data = entry["name"], entry["data"]
    if name in NAMES:
        space, field_name = NAMES[name]
        yield space, data[field_name]
    if name in SAID_OF:
        yield SAID_OF[name](data)


@dataclass
class Cost:
    """What a visit or cost comes to."""

    line: str
    incurred: int
    disallowed: int


class Sources:
    """Every entry that one deployment's money is added up from, read once."""

    def __init__(self, history: History, key: str) -> None:
        self.key = key
        self.own = list(history.read(stream_of("deployment", key)))
        self.brokered = next((e["data"] for _, e in self.own if e["name"] == "deployment.brokered"), None)
        awards = self.brokered["funding"].get("awards", []) if self.brokered else []
        self.awards = [
            list(history.read(stream_of("grant", folded(award)))) for award in dict.fromkeys(awards)
        ]
        self.adopted_at, self.programme_text, self.programme = 0, "", dict[str, Any]()
        if self.brokered:
            for position, entry in history.read(
                stream_of("programme", self.brokered["programme"], self.brokered["version"])
            ):
                self.adopted_at, self.programme_text = position, entry["data"]["content"]
                self.programme = parsed(self.programme_text.encode())


class Deployment:
    """One deployment as its entries up to a position show it, with its programme and its awards."""

    def __init__(self, sources: Sources, upto: int | None = None) -> None:
        self.key, self.brokered, self.programme = sources.key, sources.brokered, sources.programme
        self.own = standing(_upto(sources.own, upto))
        self.awards = [standing(_upto(award, upto)) for award in sources.awards]

    def costs(self, *, on: str = "9999-12-31") -> Iterator[Cost]:
        """What each visit and cost up to a day comes to."""
        for visit in self.own.of("deployment.visit-logged"):
            line = self.line(visit.get("line"), visit["on"])
            amount = self.charge(line, visit) if line and _by_visits(line) and visit["on"] <= on else None
            if line and amount:
                yield Cost(line["id"], amount, min(amount, self.disallowed(("visit", visit["visit"]))))
        for cost in self.own.of("deployment.cost-incurred"):
            if cost["on"] <= on:
                yield self._cost(cost, on)

    def _cost(self, cost: Data, on: str) -> Cost:
        line = self.line(cost["line"], cost["on"])
        credited = sum(
            credit["net"] + credit.get("irrecoverable_vat", 0)
            for credit in self.own.of("deployment.cost-reversed")
            if credit["cost"] == cost["cost"] and credit["on"] <= on
        )
        net = max(cost["net"] + self._irrecoverable(cost) - credited, 0)
        disallowed = min(net, self.disallowed(("cost", cost["cost"])))
        on_plan = line is not None and not _by_visits(line)
        return Cost(cost["line"], net if on_plan else disallowed, disallowed)

    def _irrecoverable(self, cost: Data) -> int:
        settled = [
            found["irrecoverable_vat"]
            for found in self.own.of("deployment.vat-settled")
            if fact_of(found["of"]) == ("cost", cost["cost"])
        ]
        return int(settled[-1] if settled else cost.get("irrecoverable_vat", 0))

    def disallowed(self, fact: Fact) -> int:
        """What of a fact was disallowed and not allowed again."""
        lifted = {allowed["disallowance"] for allowed in self.own.of("deployment.cost-allowed")}
        return sum(
            found["amount"]
            for found in self.own.of("deployment.cost-disallowed")
            if fact_of(found["of"]) == fact and found["disallowance"] not in lifted
        )

    def line(self, name: str | None, day: str) -> Data | None:
        """The line of the plan in force on a day."""
        plans = {plan["plan_version"]: plan for plan in self.own.of("deployment.plan-submitted")}
        in_force = [
            approval["plan_version"]
            for approval in self.own.of("deployment.plan-approved")
            if (approval.get("effective_from") or approval["on"]) <= day
        ]
        lines = plans[in_force[-1]]["lines"] if in_force else []
        return next((line for line in lines if line["id"] == name), None)

    def charge(self, line: Data, visit: Data) -> int | None:
        """What a visit charges to its line, rounded down to the penny; None if the line has no price for it."""
        shares = {
            charge["unit"]: Fraction(charge["of_day_rate"]) for charge in self.programme.get("charges", [])
        }
        parts = [visit, visit["preparation"]] if visit.get("preparation") else [visit]
        total = by_hour = 0
        for part in parts:
            unit = part["unit"]
            if unit != line["unit"] and (line["unit"] != "day" or unit not in shares):
                return None
            share = Fraction(1) if unit == line["unit"] else shares[unit]
            pence = int(line["rate"] * Fraction(part["quantity"]) * share)
            if (unit, line["unit"]) == ("hour", "day"):
                by_hour += pence
            else:
                total += pence
        whole = total + min(by_hour, int(line["rate"]))
        return whole // int(visit.get("shared_between") or 1)

    def leaders(self) -> set[str]:
        """The ids of everybody who was deployed as a leader."""
        named = [self.brokered["lead"]] if self.brokered else []
        named += [joined["leader"] for joined in self.own.of("deployment.leader-joined")]
        named += [
            left["joining"] for left in self.own.of("deployment.leader-replaced") if left.get("joining")
        ]
        return {folded(leader["leader"]) for leader in named}

    def facts(self) -> set[Fact]:
        """What other entries can name: every fact that stands."""
        return {fact for _, entry in self.own.entries for fact in _facts(entry)}

    def sum_of(self, name: str) -> int:
        """The sum of the amounts of the deployment's own entries with a name."""
        return sum(data["amount"] for data in self.own.of(name))

    def set_aside(self) -> int:
        """What the awards ever allocated to this deployment's support."""
        return sum(found["amount"] for award in self.awards for found in self._allocations(award))

    def returned(self) -> int:
        """What of that went back to the awards."""
        return sum(
            back["amount"]
            for award in self.awards
            for back in award.of("grant.allocation-returned")
            if back["allocation"] in {found["allocation"] for found in self._allocations(award)}
        )

    def _allocations(self, award: Stream) -> list[Data]:
        return [
            found
            for found in award.of("grant.allocated")
            if found["purpose"] == "support" and folded(found.get("deployment") or "") == folded(self.key)
        ]


def _by_visits(line: Data) -> bool:
    """Whether visits are charged to a line; costs are to every other."""
    return bool(line["head"] == "leader-days" and line["unit"] != "item")


def folded(text: str) -> str:
    """An id as streams are named by it: no capitals, no blanks, one kind of dash."""
    while (again := unicodedata.normalize("NFKC", text).casefold()) != text:
        text = again
    return re.sub("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]", "-", "".join(text.split()))
