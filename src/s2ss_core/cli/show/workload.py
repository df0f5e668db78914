"""Leaders' years as text."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from s2ss_core.cli.show.console import day, days, heading, row, table, words
from s2ss_core.projections import HomeSchoolWorkload, LeaderWorkload, SupportedSchoolWorkload


def show_workloads(
    console: Console, cap_year: str, workloads: Sequence[LeaderWorkload], *, when: str = ""
) -> None:
    """One line a leader, and under it every day past the allowance."""
    heading(console, f"Workload {cap_year}", *([when] if when else []))
    made = table(
        "Leader", "Home school", "Allowance", "Committed", "Worked", "of it preparation", "Booked", "Left", "Unbrokered",
        right=range(2, 9),
    )  # fmt: skip
    for workload in workloads:
        row(
            made, workload.leader, workload.home_school or "–", days(workload.allowance), days(workload.committed), days(workload.worked),
            days(workload.preparation), days(workload.booked), days(workload.left), days(workload.unbrokered),
            style="red" if workload.excesses else None,
        )  # fmt: skip
    console.print(made)
    _excesses(console, workloads)


def show_home_school(console: Console, workload: HomeSchoolWorkload, *, when: str = "") -> None:
    """A home school's leaders, and what they come to together."""
    show_workloads(console, workload.cap_year, workload.leaders, when=when)
    console.print(
        Text(
            f"{workload.home_school} in all: {days(workload.committed)} committed, {days(workload.worked)} worked,"
            f" {days(workload.booked)} booked, {days(workload.unbrokered)} unbrokered"
        )
    )


def show_supported_school(console: Console, taken: SupportedSchoolWorkload, *, when: str = "") -> None:
    """The days that a school takes, by leader and deployment, and what they come to together."""
    heading(console, f"Support at {taken.school} in {taken.cap_year}", *([when] if when else []))
    made = table(
        "Leader", "Home school", "Deployment", "Committed", "Worked", "of it preparation", "Booked", right=range(3, 7)
    )  # fmt: skip
    for leader in taken.leaders:
        for of in leader.deployments:
            row(
                made, " = ".join((leader.leader, *leader.same_as)), ", ".join(leader.home_schools), of.deployment,
                days(of.committed), days(of.worked), days(of.preparation), days(of.booked),
            )  # fmt: skip
    console.print(made)
    console.print(
        Text(
            f"{taken.school} in all: {days(taken.committed)} committed, {days(taken.worked)} worked,"
            f" {days(taken.booked)} booked, {days(taken.unbrokered)} unbrokered"
        )
    )
    if taken.visits_unbrokered:
        made = table(
            "Arranged without a broker", "Leader", "Home school", "On", "Days", "So far", right=(4, 5)
        )
        for visit in taken.visits_unbrokered:
            row(
                made, visit.visit, visit.leader, visit.home_school, day(visit.on), days(visit.days), days(visit.so_far),
                style="red" if visit.finding else None,
            )  # fmt: skip
        console.print(made)


def _excesses(console: Console, workloads: Sequence[LeaderWorkload]) -> None:
    for workload in workloads:
        for past in workload.excesses:
            reason = f"; accepted by {past.accepted_by}: {words(past.reason)}" if past.accepted_by else ""
            what = f"visit {past.visit}" if past.visit else "a commitment"
            console.print(
                Text(
                    f"{workload.leader}: {days(past.days)} past the allowance on {day(past.on)}, {what} of"
                    f" {past.deployment} (position {past.position}){reason}",
                    style="red",
                )
            )
