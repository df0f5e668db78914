"""Certificates: their arithmetic, and their amounts against those that the entries give."""

from collections.abc import Iterator
from typing import Any

from s2ss_verify.deployment import Deployment
from s2ss_verify.report import Report

Plain = dict[str, Any]


def plain(document: Any) -> Any:
    """A document with the value in place of each figure."""
    if isinstance(document, dict):
        if document.keys() == {"positions", "value"}:
            return document["value"]
        return {name: plain(part) for name, part in document.items()}
    return [plain(part) for part in document] if isinstance(document, list) else document


def check_certificate(document: Any, deployment: Deployment, where: str, report: Report) -> None:
    """Report each equation of a document that does not hold, and each amount that the entries do not give."""
    shown = plain(document)
    for says, left, right in (*_equations(shown), *_recomputed(shown["amounts"], deployment)):
        report.count("sums")
        if left != right:
            report.wrong("arithmetic", f"{where}: {says}: {pounds(left)} is not {pounds(right)}")


def _equations(shown: Plain) -> Iterator[tuple[str, int, int]]:
    amounts = shown["amounts"]
    yield (
        "incurred less disallowed is eligible",
        amounts["incurred"] - amounts["disallowed"],
        amounts["eligible"],
    )
    net = (
        amounts["released"]
        - amounts["recovered"]
        + amounts["settled"]
        + amounts["owed"]
        - amounts["overpaid"]
    )
    yield "eligible is released, settled and owed", amounts["eligible"], net
    yield (
        "allocated is set aside less returned",
        amounts["allocated"],
        amounts["set_aside"] - amounts["returned"],
    )
    if shown["parties"]["awards"]:
        left = amounts["allocated"] + amounts["uncovered"]
        right = amounts["eligible"] + amounts["committed"] + amounts["unspent"]
        yield "allocated and uncovered are eligible, committed and unspent", left, right
    for row in (*shown["lines"], *shown["lines_by_term"]):
        yield f"line {row['line']}", row["incurred"] - row["disallowed"], row["eligible"]
    for name in ("incurred", "disallowed", "eligible"):
        total, by_term = (sum(row[name] for row in shown[rows]) for rows in ("lines", "lines_by_term"))
        yield f"{name} of the lines over all terms", total, by_term
    for period in shown["certified"]:
        yield f"{period['certificate']}", period["incurred"] - period["disallowed"], period["eligible"]
        left = period["owed_at_start"] + period["eligible"]
        right = period["released"] - period["recovered"] + period["settled"] + period["owed_at_end"]
        yield f"{period['certificate']} from its start to its end", left, right


def _recomputed(amounts: Plain, deployment: Deployment) -> Iterator[tuple[str, int, int]]:
    costs = list(deployment.costs())
    found = {
        "incurred": sum(cost.incurred for cost in costs),
        "disallowed": sum(cost.disallowed for cost in costs),
        "released": deployment.sum_of("deployment.instalment-released"),
        "recovered": deployment.sum_of("deployment.grant-recovered"),
        "set_aside": deployment.set_aside(),
        "returned": deployment.returned(),
    }
    for name, value in found.items():
        yield f"{name} by the entries", amounts[name], value


def pounds(pence: Any) -> str:
    """`£4,000.00`."""
    if type(pence) is not int:
        return repr(pence)
    return f"{'-' if pence < 0 else ''}£{abs(pence) // 100:,}.{abs(pence) % 100:02}"
