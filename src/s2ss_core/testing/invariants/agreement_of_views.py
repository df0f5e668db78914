"""Invariants of several views, or of several parts of one: the same amount is the same wherever it is shown."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from s2ss_core.events import UnbrokeredSupportLogged, stream_parts, system_leader_stream
from s2ss_core.testing.invariants.figures import figures_of
from s2ss_core.testing.invariants.invariant import Objections, ObservedHistory, differences, invariant
from s2ss_core.testing.model import EventIndex, Year, streams_in

COSTS = ("incurred", "disallowed", "eligible")
SUMMED = (*COSTS, "approved", "released", "settled", "recovered", "owed", "overpaid", "committed", "match")
PERIODS = ("by_term", "by_financial_year", "by_own_year", "by_academic_year")
QUANTITIES = ("planned", "actual", "approved", *COSTS, "variance")


@invariant()
def the_log_and_the_certificate_show_the_same(observed: ObservedHistory) -> Objections:
    """The log and the certificate show the same lines and instalments, and every breakdown has the same total."""
    for deployment in observed.deployments:
        certificate, log = observed.certificate(deployment), observed.log(deployment)
        for name in ("lines", "lines_by_term", "instalments"):
            expected = _values(getattr(certificate, name))
            yield from differences(f"{deployment} log {name}{{}}", _values(getattr(log, name)), expected)
        yield from _lines_by_term(deployment, certificate)
        amounts = {name: getattr(certificate.amounts, name).value for name in SUMMED}
        yield from _breakdowns(deployment, certificate, amounts)
        for name in (*COSTS, "approved"):
            yield from _by_line(deployment, certificate, name)
        instalments = {
            "released": _sum(certificate.instalments, "released"),
            "left": certificate.amounts.approved.value - certificate.amounts.eligible.value,
        }
        shown = {
            "released": amounts["released"],
            "left": _sum(certificate.lines, "variance"),
        }
        yield from differences(f"{deployment} {{}}", shown, instalments)


@invariant()
def the_award_shows_what_its_deployments_show(observed: ObservedHistory) -> Objections:
    """Each amount of an award is the sum over its deployments and its own costs; a deployment's is as in the certificate."""
    for name in observed.awards:
        usage = observed.usage(name)
        shown = {amount: getattr(usage.amounts, amount).value for amount in SUMMED}
        shown |= {amount: shown[amount] - _sum(usage.own.costs, amount) for amount in COSTS}
        parts = [part.amounts for part in usage.deployments]
        yield from differences(f"{name} {{}}", shown, {amount: _sum(parts, amount) for amount in SUMMED})
        for part in usage.deployments:
            certified = observed.certificate(part.deployment).amounts
            yield from differences(f"{name} {part.deployment}{{}}", _values(part.amounts), _values(certified))
        yield from _breakdowns(name, usage, dict(shown))
        for years in (usage.own.by_financial_year, usage.own.by_own_year):
            of_years = {amount: _sum(years, amount) for amount in COSTS}
            yield from differences(
                f"{name} own {{}}", of_years, {amount: _sum(usage.own.costs, amount) for amount in COSTS}
            )


@invariant("S2SS-Y01")
def the_workload_view_is_the_sum_of_its_days(observed: ObservedHistory) -> Objections:
    """The workload view shows the days of the events, and its totals are the sums over deployments."""
    for stream, events in observed.years.items():
        view, year = observed.workload(stream), Year(events)
        totals = {name: _sum(view.deployments, name) for name in ("contact", "preparation")}
        totals |= {
            "allowance": year.allowance,
            "committed": year.committed(),
            "worked": year.worked(),
            "booked": year.booked,
            "left": year.allowance - year.booked,
            "contact and preparation": year.worked(),
            "unbrokered": _unbrokered(observed, stream),
        }
        shown = {name: getattr(view, name).value for name in totals if hasattr(view, name)}
        shown["contact and preparation"] = view.contact.value + view.preparation.value
        yield from differences(f"{stream} {{}}", shown, totals)
        for days in view.deployments:
            committed, worked = year.committed(days.deployment), year.worked(days.deployment)
            yield from differences(
                f"{stream} {days.deployment} {{}}",
                {name: getattr(days, name).value for name in ("committed", "worked", "booked")},
                {"committed": committed, "worked": worked, "booked": max(committed, worked)},
            )


def _unbrokered(observed: ObservedHistory, stream: str) -> Decimal:
    """The days of the leader's visits in the year that nobody brokered."""
    leader, year = stream_parts(stream)
    own = EventIndex(streams_in(observed.history, "system-leader").get(system_leader_stream(leader), ()))
    struck = own.struck("unbrokered-visit")
    visits = [visit for visit in own.of(UnbrokeredSupportLogged) if visit.visit not in struck]
    first = int(year[:4])
    of_year = (visit.days for visit in visits if date(first, 9, 1) <= visit.on < date(first + 1, 9, 1))
    return sum(of_year, Decimal(0))


def _lines_by_term(deployment: str, certificate: Any) -> Objections:
    for line in certificate.lines:
        terms = [row for row in certificate.lines_by_term if row.line == line.line]
        yield from differences(
            f"{deployment} line {line.line} {{}}",
            {name: getattr(line, name).value for name in QUANTITIES},
            {name: _sum(terms, name) for name in QUANTITIES},
        )


def _breakdowns(of: str, view: Any, amounts: Mapping[str, Any]) -> Objections:
    expected = {name: amounts[name] for name in (*COSTS, "released")}
    for periods in PERIODS:
        rows = getattr(view.cuts, periods)
        shown = {name: _sum(rows, name) for name in COSTS}
        shown["released"] = _sum(rows, "released_on_date")
        yield from differences(f"{of} {periods} {{}}", shown, expected)
    terms = view.cuts.by_term
    yield from differences(
        f"{of} by term {{}}",
        {"approved": _sum(terms, "approved"), "released for": _sum(terms, "released_for")},
        {"approved": amounts["approved"], "released for": amounts["released"]},
    )


def _by_line(deployment: str, certificate: Any, name: str) -> Objections:
    expected = Counter({row.line: getattr(row, name).value for row in certificate.lines})
    for periods in PERIODS if name in COSTS else PERIODS[:1]:  # only terms have an approved plan
        shown: Counter[str] = Counter()
        for period in getattr(certificate.cuts, periods):
            shown.update({row.line: getattr(row, name).value for row in period.lines})
        yield from differences(f"{deployment} {periods} line {{}} {name}", +shown, +expected)


def _values(view: Any) -> dict[str, Any]:
    return {path: figure.value for path, figure in figures_of(view)}


def _sum(rows: Iterable[Any], name: str) -> Any:
    figures = (getattr(row, name) for row in rows)
    return sum((figure.value for figure in figures if figure is not None), 0)
