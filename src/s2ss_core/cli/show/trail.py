"""The money trail as text."""

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from s2ss_core.cli.show.console import day, heading, pounds, row, table
from s2ss_core.projections import Course, MoneyTrail
from s2ss_core.projections.engine.figure import money, together
from s2ss_core.projections.money_trail import Link, Step

SHOWN = {"settles", "rests on", "counts", "pays exactly", "completes", "recovers on"}
MONEY = ("release:", "payment:")
MOST = 6  # positions; JSON has them all


def show_trail(console: Console, trail: MoneyTrail, *, when: str = "") -> None:
    """What each release rests on, and what each payment, report, visit and cost leads to."""
    heading(console, f"{trail.deployment}: money trail", trail.rule, *([when] if when else []))
    bases = table(
        "Release or payment",
        "Up to",
        "Due by then",
        "Settled before",
        "This one",
        "Owed after",
        right=(2, 3, 4, 5),
    )
    for basis in trail.bases:
        figures = map(pounds, (basis.due, basis.settled_before, basis.amount, basis.owed_after))
        row(bases, basis.step, day(basis.by), *figures)
    console.print(bases)
    _links(console, "What paid for what", [link for link in trail.links if link.how in SHOWN])


def show_course(console: Console, trail: MoneyTrail, course: Course, *, when: str = "") -> None:
    """One step, the money that paid for it, and what its money bought."""
    heading(console, _titled(course.step), trail.rule, *([when] if when else []))
    _links(console, "Paid by", course.paid_by)
    paid = any(link.source.startswith(MONEY) for link in course.paid_by)
    if course.step.kind in ("visit", "cost") and not paid:
        nothing = course.step.amount is None or not course.step.amount.value
        console.print(
            Text(
                "Nothing was released or paid for it"
                + (": nothing of it is eligible." if nothing else " yet.")
            )
        )
    _links(console, "Bought", course.bought)
    _links(console, "Rests on", course.basis)


def _titled(step: Step) -> str:
    amount = f": {pounds(step.amount)}" if step.amount else ""
    return f"{step.step}{f', {day(step.on)}' if step.on else ''}{amount}"


def _links(console: Console, title: str, links: Iterable[Link]) -> None:
    """The links, those of one step and one kind together: how many they are, what they come to, and where they are."""
    groups: dict[tuple[str, str], list[Link]] = {}
    for link in links:
        groups.setdefault((link.source, link.how), []).append(link)
    made = table("From", "", "To", "Amount", "Positions", right=(3,), title=title)
    for (source, how), group in groups.items():
        amount = pounds(money(link.amount for link in group if link.amount))
        positions = together(*(link.positions for link in group))
        named = ", ".join(link.target for link in group)
        row(made, source, how, named, "" if amount == "–" else amount, _short(positions))
    if made.row_count:
        console.print(made)


def _short(positions: tuple[int, ...]) -> str:
    shown = ", ".join(map(str, positions[:MOST]))
    return f"{shown} and {len(positions) - MOST} more" if len(positions) > MOST else shown
