"""The register of leaders as text."""

import datetime as dt
from collections.abc import Sequence

from rich.console import Console

from s2ss_core.cli.show.console import day as shown_day
from s2ss_core.cli.show.console import days, heading, row, table
from s2ss_core.projections import LeaderRegister, RegisteredDesignation
from s2ss_core.projections.leader_register import title_of


def show_leaders(console: Console, pages: Sequence[LeaderRegister], *, day: dt.date, when: str = "") -> None:
    """A line a leader, as on a day."""
    heading(console, f"Leaders on {shown_day(day)}", *([when] if when else []))
    if not pages:
        console.print("No leader is on record who is asked for.")
        return
    made = table("Leader", "Home school", "Designations", "Expertise", "Core training")
    for page in pages:
        row(
            made,
            " = ".join(page.ids),
            page.home_school(day) or "–",
            ", ".join(held.kind for held in page.in_force(day)) or "–",
            "; ".join(_fields(page, day)) or "–",
            "completed" if page.core_training(day) else "–",
        )
    console.print(made)


def show_leader(console: Console, page: LeaderRegister, *, day: dt.date, when: str = "") -> None:
    """All that is on record of a leader, with the positions of the entries."""
    known = [f"Also on record as {', '.join(page.same_as)}"] if page.same_as else []
    heading(console, f"Leader {page.leader} on {shown_day(day)}", *known, *([when] if when else []))
    _designations(console, page, day)
    if page.expertise:
        made = table("Expertise", "Declared", "By", "Position")
        for declared in page.expertise:
            fields = "; ".join(map(title_of, declared.fields))
            row(made, fields, shown_day(declared.on), declared.by, declared.position)
        console.print(made)
    if page.training:
        made = table("Training", "Kind", "Completed", "Provider", "Position")
        for course in page.training:
            row(
                made,
                course.course,
                course.kind,
                shown_day(course.on),
                course.provider or "–",
                course.position,
            )
        console.print(made)
    if page.unbrokered:
        made = table(
            "Arranged without a broker", "School", "On", "Days", "So far", "By", "Position", right=(3, 4)
        )
        for visit in page.unbrokered:
            row(
                made, visit.visit, visit.school, shown_day(visit.on), days(visit.days), days(visit.so_far), visit.arranged_by,
                visit.position, style="red" if visit.finding else None,
            )  # fmt: skip
        console.print(made)
    if page.employments:
        made = table("Home school", "Trust", "Post", "Since", "Position")
        for post in page.employments:
            row(made, post.school, post.trust or "–", post.post or "–", shown_day(post.since), post.position)
        console.print(made)


def _designations(console: Console, page: LeaderRegister, day: dt.date) -> None:
    if not page.designations:
        console.print("No designation is on record.")
        return
    made = table("Designation", "By", "Given for", "Since", "Until", "On the day", "Position")
    for held in page.designations:
        row(
            made,
            f"{held.kind} ({held.designation})",
            held.by,
            _given_for(held),
            shown_day(held.since),
            shown_day(held.until),
            _on_the_day(held, day),
            held.position,
        )
    console.print(made)


def _given_for(held: RegisteredDesignation) -> str:
    years = held.years_experience
    parts = (
        held.post,
        None if years is None else f"{years} year{'' if years == 1 else 's'}",
        held.school_grade and f"school {held.school_grade}",
        held.process and f"{held.process} process",
    )
    return ", ".join(part for part in parts if part) or "–"


def _on_the_day(held: RegisteredDesignation, day: dt.date) -> str:
    if held.in_force(day):
        return "in force"
    if held.ended is not None and held.ended <= day:
        return f"ended {shown_day(held.ended)}: {held.cause}"
    return "not yet in force" if day < held.since else "lapsed"


def _fields(page: LeaderRegister, day: dt.date) -> list[str]:
    return [title_of(field) for declared in page.declared(day) for field in declared.fields]
