"""A figure and the events it came from as text."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console

import s2ss_core.events as e
from s2ss_core.cli.show.console import day, days, heading, pounds, row, table, units
from s2ss_core.events import natural_id, stored_name
from s2ss_core.projections import Figure
from s2ss_core.projections.deployment_log.descriptions import describe
from s2ss_core.store import Recorded
from s2ss_core.values import Money


def show_explanation(
    console: Console, title: str, figure: Figure[Any], entries: Sequence[Recorded], *, when: str = ""
) -> None:
    """The figure, and one line an event behind it."""
    count = "no events" if not entries else f"{len(entries)} event{'s'[: len(entries) != 1]}"
    heading(console, f"{title} = {_value(figure)}, from {count}", *([when] if when else []))
    made = table("Position", "Happened", "Recorded", "By", "What", right=(0,))
    for entry in entries:
        at = f"{entry.recorded_at:%Y-%m-%d %H:%M}"
        row(made, entry.position, day(entry.event.on), at, entry.recorded_by, says(entry.event))
    console.print(made)


def show_figures(console: Console, figures: Mapping[str, Figure[Any]]) -> None:
    """Every figure by its path, and how many events it came from."""
    if not figures:
        console.print("There is no figure here.")
        return
    made = table("Figure", "Value", "Events", right=(1, 2))
    for name, figure in figures.items():
        row(made, name, _value(figure), len(figure.positions))
    console.print(made)


def says(event: Any) -> str:
    """One line that says what any event is, without private text."""
    return describe(event) or _elsewhere(event)


def _value(figure: Figure[Any]) -> str:
    if isinstance(figure.value, Money):
        return pounds(figure) if figure.value else "£0.00"
    return str(figure.value) if isinstance(figure.value, int) else days(figure)


def _elsewhere(event: Any) -> str:
    match event:
        case e.GrantAwarded():
            return f"Grant {event.grant} ({event.reference}) of {event.amount} awarded to {event.holder.id} by {event.funder.id}"
        case e.AwardVaried():
            by = f" by {event.amount} {event.direction}" if event.amount is not None else ""
            to = f", to be used until {event.available_to}" if event.available_to else ""
            return f"Award varied{by}{to}"
        case e.GrantAllocated():
            return f"{event.amount} allocated to {event.purpose}{_of(event.deployment)}"
        case e.AwardCostIncurred():
            return f"{event.cost_to_the_award} for {event.purpose} charged by {event.supplier.id}"
        case e.AwardPaymentMade():
            return f"{event.amount} paid to {event.paid_to.id}"
        case e.AllowanceAgreed():
            return f"{units(event.days, 'day')} of {event.leader} in {event.cap_year} agreed by {event.home_school.id}"
        case e.DaysCommitted():
            return f"{units(event.days, 'day')} of {event.leader} in {event.cap_year} committed{_of(event.deployment)}"
        case e.CommitmentReleased():
            return f"{units(event.days, 'day')} of {event.leader} given back{_of(event.deployment)}: {event.cause}"
        case e.DaysWorked():
            return f"{units(event.days, 'day')} of {event.leader} worked{_of(event.deployment)}, visit {event.visit}"
        case e.DaysStruckOut():
            return f"Days of visit {event.visit}{_of(event.deployment)} freed"
        case e.ProgrammeAdopted():
            return f"Programme {event.name} {event.version} adopted ({event.digest[:14]}…)"
        case e.ClaimRegistered():
            return f"Invoice {event.invoice_number} of {event.supplier} claimed{_of(event.by)}"
        case _:
            return " ".join(_named(event))


def _of(deployment: str | None) -> str:
    return f" for {deployment}" if deployment else ""


def _named(event: Any) -> Iterable[str]:
    yield stored_name(type(event)).name.partition(".")[2].replace("-", " ").capitalize()
    yield from natural_id(event)[1:]
