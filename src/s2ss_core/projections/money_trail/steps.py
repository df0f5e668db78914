"""The steps of a money trail, and the links from one to the next."""

import datetime as dt
from typing import Literal

import attrs

from s2ss_core.projections.engine.figure import Figure
from s2ss_core.values import Cause, Money

StepKind = Literal["payment", "recovery", "release", "instalment", "invoice", "report", "review", "judgement", "leg",
                   "visit", "cost", "line", "person", "organisation"]  # fmt: skip
How = Literal["settles", "is for", "rests on", "was claimed by", "was held on", "judges", "covers its term", "pays on",
              "recovers on", "is due for", "counts", "pays exactly", "completes", "charges", "is charged to",
              "was worked with", "was charged by", "pays"]  # fmt: skip


SPACES = {"grant-recovered": "recovery"}  # id spaces that a step has another word for


@attrs.frozen(kw_only=True)
class Step:
    """One step of the trail, named by its kind and id such as `visit:v-1`.

    `amount` is in pence: what was paid, released, scheduled or invoiced, what of a visit or a cost is eligible, what of a
    line is approved. `positions` are those of its own entries.
    """

    step: str
    kind: StepKind
    id: str
    on: dt.date | None = None
    amount: Figure[Money] | None = None
    positions: tuple[int, ...] = ()


@attrs.frozen(kw_only=True)
class Link:
    """One link, from money towards what it bought: `source` and `target` are names of steps.

    `counts` is no payment of its target: what became due for the target counts for the first time in the release, or in the
    payment on a leg without releases, together with all that was due before. `pays exactly` is one: the money is for its
    target and for nothing else. `completes`: with this money all is settled that was due by then.
    """

    source: str
    target: str
    how: How
    amount: Figure[Money] | None = None
    positions: tuple[int, ...] = ()


def step_name(kind: StepKind, *parts: object) -> str:
    """The name of a step: its kind and its id, whose parts have a stroke between them."""
    return f"{kind}:{'/'.join(map(str, parts))}"


def step_of(cause: Cause) -> str:
    """The name of the step that an entry is."""
    return f"{SPACES.get(cause.name, cause.name)}:{'/'.join(cause.id)}"
