"""The figures of periods: the cuts by term and by year, and the periods that certificates cover. In pence."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from s2ss_core.audit.money.award_figures import awards_of
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.document_figures import SPENT
from s2ss_core.audit.money.periods import (
    PeriodFigures,
    allocated_by,
    committed_by,
    eligible_by,
    figures_within,
    first_day_of,
    term_on,
    year_from_april,
    year_from_september,
)
from s2ss_core.audit.money.plans import approved_of
from s2ss_core.audit.money.sums import Sums
from s2ss_core.audit.record import Record

__all__ = ["certified_figures", "cut_figures"]

Reckoned = tuple[str, int]
Key = Callable[[date], str]


def cut_figures(account: DeploymentAccount, listed: Any = None) -> Iterator[Reckoned]:
    """The breakdowns by term, by both financial years and by academic year; of the periods `listed` too."""
    days = [day for fact in account.facts.values() for day, sums in fact.moments() if sums != Sums()]
    days += [entry.event.on for entry in (*account.releases.values(), *account.recoveries)]
    planned = (
        [first_day_of(account.programme, row.term) for row in account.approval.plan.lines]
        if account.approval
        else []
    )
    keys: dict[str, Key] = {
        "by_term": lambda day: term_on(account.programme, day),
        "by_financial_year": year_from_april,
        "by_own_year": year_from_september,
        "by_academic_year": year_from_september,
    }
    for name, key in keys.items():
        others = [first_day_of(account.programme, row.period) for row in getattr(listed, name, ())]
        yield from _cut(account, name, key, [*days, *others, *(planned if name == "by_term" else ())])
    yield from _planned(account)
    yield from _released_for(account)


def _cut(account: DeploymentAccount, name: str, key: Key, days: list[date]) -> Iterator[Reckoned]:
    first: dict[str, date] = {}
    for day in sorted(days, reverse=True):
        first[key(day)] = day
    for period, begins in first.items():
        figures = figures_within(account, _in(key, period), _before(key, period, begins))
        yield from _moved(
            f"cuts.{name}[{period}]", figures, "released_on_date", "recovered_on_date", "settled_on_date"
        )


def _in(key: Key, period: str) -> Callable[[date], bool]:
    return lambda day: key(day) == period


def _before(key: Key, period: str, begins: date) -> Callable[[date], bool]:
    return lambda day: day < begins and key(day) != period


def _moved(
    at: str, figures: PeriodFigures, released: str, recovered: str, settled: str
) -> Iterator[Reckoned]:
    yield f"{at}.{released}", figures.released
    yield f"{at}.{recovered}", figures.recovered
    yield f"{at}.{settled}", figures.settled
    yield f"{at}.owed_at_start", figures.owed_at_start
    yield f"{at}.owed_at_end", figures.owed_at_end
    yield from ((f"{at}.{name}", getattr(figures.spent, name)) for name in SPENT)
    for line, sums in figures.lines.items():
        yield from ((f"{at}.lines[{line}].{name}", getattr(sums, name)) for name in SPENT)


def _planned(account: DeploymentAccount) -> Iterator[Reckoned]:
    approval = account.approval
    if approval is None:
        return
    for row in approval.plan.lines:
        at = f"cuts.by_term[{row.term}]"
        yield f"{at}.approved", approval.of_term(row.term)
        of_line = [other for other in approval.lines(row.id) if other.term == row.term]
        yield f"{at}.lines[{row.id}].approved", approved_of(of_line)


def _released_for(account: DeploymentAccount) -> Iterator[Reckoned]:
    released: dict[str, int] = {}
    for entry in account.releases.values():
        term = account.agreements.term_of(entry.event.instalment, entry.event.leg)
        name = str(term) if term else term_on(account.programme, entry.event.on)
        released[name] = released.get(name, 0) + int(entry.event.amount)
    yield from ((f"cuts.by_term[{term}].released_for", amount) for term, amount in released.items())


def certified_figures(account: DeploymentAccount, record: Record) -> Iterator[Reckoned]:
    """The figures of the period that each certificate covers, as they are known now."""
    for name, first, last, certified in account.certified:
        at = f"certified[{name}]"
        figures = figures_within(account, _from(first, last), _until(first))
        yield from _moved(at, figures, "released", "recovered", "settled")
        yield f"{at}.certified", certified
        if account.brokered.funding.awards:
            committed = committed_by(account, last)
            yield f"{at}.committed", committed
            left = _left(account, record, last) - committed
            yield f"{at}.unspent", max(0, left)
            yield f"{at}.uncovered", max(0, -left)


def _left(account: DeploymentAccount, record: Record, day: date) -> int:
    awards = awards_of(account, record)
    allocated = sum(allocated_by(award, account.brokered.deployment, day) for award in awards)
    return allocated - eligible_by(account, day)


def _from(first: date, last: date) -> Callable[[date], bool]:
    return lambda day: first <= day <= last


def _until(first: date) -> Callable[[date], bool]:
    return lambda day: day < first
