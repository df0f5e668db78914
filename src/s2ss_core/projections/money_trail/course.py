"""The course of the money through one step: what it bought, and which money paid for it."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

import attrs

from s2ss_core.errors import NotFound
from s2ss_core.projections.money_trail.steps import How, Link, Step
from s2ss_core.projections.money_trail.trail import MoneyTrail

ENDS = frozenset({"leg", "line", "organisation", "person"})
BASIS: frozenset[How] = frozenset({"is for", "rests on", "was claimed by", "covers its term"})


@attrs.frozen(kw_only=True)
class Course:
    """The links on the way through one step of a trail, each group in order of distance.

    `paid_by` leads back to the money that paid for it, `bought` on towards what its money bought. `basis` is what the
    releases among these steps rest on, and the reports that cover the term of a visit or a cost. A leg, a line, a person or
    an organisation has to do with much else, so the way ends there, unless it begins there.
    """

    step: Step
    paid_by: tuple[Link, ...]
    bought: tuple[Link, ...]
    basis: tuple[Link, ...]


def course(trail: MoneyTrail, name: str) -> Course:
    """The course of the money through a step: `visit:v-1`, or the id alone if only one step has it. Raises `NotFound`."""
    step = _found(trail, name)
    paid_by = tuple(_followed(trail.links, step.step, back=True))
    bought = tuple(_followed(trail.links, step.step, back=False))
    shown = {*paid_by, *bought}
    releases = {link.source for link in shown if link.source.startswith("release:")}
    basis = (
        link
        for link in trail.links
        if link.how in BASIS and (link.source in releases or link.target == step.step) and link not in shown
    )
    return Course(step=step, paid_by=paid_by, bought=bought, basis=tuple(basis))


def _found(trail: MoneyTrail, name: str) -> Step:
    steps = {step.step: step for step in trail.steps}
    if name in steps:
        return steps[name]
    alike = [step for step in trail.steps if step.id == name]
    if len(alike) == 1:
        return alike[0]
    if alike:
        raise NotFound(f"{name} names several steps: write {' or '.join(step.step for step in alike)}.")
    near = get_close_matches(name, [*steps, *(step.id for step in trail.steps)], n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(near)}?" if near else "leave it out to see all of it."
    raise NotFound(f"Nothing on the trail of {trail.deployment} is called {name!r}: {hint}")


def _followed(links: Iterable[Link], start: str, *, back: bool) -> Iterator[Link]:
    """The links from a step, then those from their ends, and so on."""
    at: dict[str, list[Link]] = {}
    for link in links:
        if not (back and link.how == "covers its term"):  # a report is no money
            at.setdefault(link.target if back else link.source, []).append(link)
    seen, waiting = {start}, [start]
    for step in waiting:
        if step != start and step.partition(":")[0] in ENDS:
            continue
        for link in at.get(step, ()):
            yield link
            end = link.source if back else link.target
            if end not in seen:
                seen.add(end)
                waiting.append(end)
