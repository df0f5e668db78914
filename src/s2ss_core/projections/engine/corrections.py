"""Corrections: which fact each correction names, and the date from which it counts."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import s2ss_core.events as e
from s2ss_core.store import Recorded

Name = tuple[str, ...]

# The name by which corrections refer to a fact.
FACTS: Mapping[type, Callable[[Any], Name]] = {
    e.VisitLogged: lambda fact: ("visit", fact.visit),
    e.CostIncurred: lambda fact: ("cost", fact.cost),
    e.InterimReported: lambda fact: ("report", fact.report),
    e.FinalReported: lambda fact: ("report", fact.report),
    e.ReviewHeld: lambda fact: ("review", fact.review),
    e.PaymentMade: lambda fact: ("payment", fact.payment),
    e.DaysWorked: lambda fact: ("days", fact.deployment, fact.visit),
    e.CostDisallowed: lambda fact: ("disallowance", fact.disallowance),
}

STRIKES: Mapping[type, Callable[[Any], Name]] = {
    e.VisitStruckOut: lambda strike: ("visit", strike.visit),
    e.CostStruckOut: lambda strike: ("cost", strike.cost),
    e.ReportStruckOut: lambda strike: ("report", strike.report),
    e.ReviewStruckOut: lambda strike: ("review", strike.review),
    e.PaymentStruckOut: lambda strike: ("payment", strike.payment),
    e.DaysStruckOut: lambda strike: ("days", strike.deployment, strike.visit),
}


def as_happened_by(entries: tuple[Recorded, ...], day: dt.date) -> Iterator[Recorded]:
    """The entries of one stream that had happened by the end of a day.

    A correction counts from the date of the fact that it corrects. If that fact is not in the stream, it counts from
    its own date.
    """
    facts = _by_name(entries)
    return (entry for entry in entries if _counts_from(entry.event, facts) <= day)


def fact_named(entry: Recorded) -> Name | None:
    """The name by which corrections refer to this fact; None if it cannot be corrected."""
    name = FACTS.get(type(entry.event))
    return name(entry.event) if name else None


def fact_struck(entry: Recorded) -> Name | None:
    """The name of the fact that this entry strikes out; None if it strikes out nothing."""
    strikes = STRIKES.get(type(entry.event))
    return strikes(entry.event) if strikes else None


def _by_name(entries: tuple[Recorded, ...]) -> dict[Name, Any]:
    named = ((fact_named(entry), entry.event) for entry in reversed(entries))
    return {name: event for name, event in named if name}


def _counts_from(event: Any, facts: Mapping[Name, Any]) -> dt.date:
    # A programme was agreed before its first use, so it counts whatever the date of its adoption.
    if isinstance(event, e.ProgrammeAdopted):
        return dt.date.min
    on: dt.date = _corrected(event, facts).on
    return on


def _corrected(event: Any, facts: Mapping[Name, Any]) -> Any:
    if isinstance(event, e.CostAllowed):
        disallowed = facts.get(("disallowance", event.disallowance))
        return event if disallowed is None else _corrected(disallowed, facts)
    if isinstance(event, e.CostDisallowed):
        return facts.get(("visit", event.fact)) or facts.get(("cost", event.fact)) or event
    strikes = STRIKES.get(type(event))
    return facts.get(strikes(event), event) if strikes else event
