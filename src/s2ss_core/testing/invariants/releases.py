"""Invariants of releases."""

from collections import Counter
from collections.abc import Iterator

from s2ss_core.events import (
    CostDisallowed,
    CostReversed,
    EntryStruckOut,
    InstalmentReleased,
    VatSettled,
)
from s2ss_core.events.streams import stream_parts
from s2ss_core.testing.invariants.gates import passed
from s2ss_core.testing.invariants.invariant import Objections, ObservedHistory, invariant
from s2ss_core.testing.model import Story

CORRECTIONS = (EntryStruckOut, CostReversed, CostDisallowed, VatSettled)
GATES = tuple(f"S2SS-M{number:02}" for number in range(1, 19))


@invariant(*GATES, "S2SS-M24", "S2SS-M29", "S2SS-R09")
def no_instalment_was_released_before_its_gates(observed: ObservedHistory) -> Objections:
    """On the day of every release, the record held everything that its programme requires before money moves."""
    for at, entry in enumerate(observed.history):
        deployment = stream_parts(entry.stream)[0]
        if isinstance(entry.event, InstalmentReleased) and deployment in observed.deployments:
            for gate, is_passed in passed(Story(deployment, observed.history[:at]), entry.event):
                if not is_passed:
                    yield f"position {entry.position}: instalment {entry.event.instalment} was released before {gate}"


@invariant("S2SS-M07", "S2SS-E10")
def nothing_but_a_correction_leaves_more_released_than_is_eligible(observed: ObservedHistory) -> Objections:
    """On every leg, released less recovered stays within what is due, unless a correction takes cost away."""
    for deployment in observed.deployments:
        yield from _overpaid(observed, deployment)


def _overpaid(observed: ObservedHistory, deployment: str) -> Iterator[str]:
    before: Counter[tuple[str, str]] = Counter()
    for at, entry in enumerate(observed.history):
        if entry.stream == f"deployment:{deployment}":
            story = Story(deployment, observed.history[: at + 1])
            now = story.net_released_to - story.due()
            for leg, to in now - before if not isinstance(entry.event, CORRECTIONS) else ():
                name = type(entry.event).__name__
                yield (
                    f"position {entry.position}: after {name}, {now[leg, to]} is released on the leg {leg} to {to} above"
                    " what is due"
                )
            before = now
