"""Recorded histories for the tests of the audit: kept stories, planted breaches, and what came about at random."""

import random
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from s2ss_core.audit import Audit, Finding, audit
from s2ss_core.audit.check import Requirement, book_checks, entry_checks
from s2ss_core.programmes import Programme, shipped
from s2ss_core.store import Recorded, recorded_of
from s2ss_core.testing.lifecycle import (
    DEVIATIONS,
    DeviationStep,
    Runner,
    Scenario,
    SensibleSteps,
    StepsUntil,
    periods_of,
)
from s2ss_core.testing.lifecycle.sequences import DECIDING, OFTEN
from s2ss_core.testing.strategies.breach import record_regardless
from s2ss_core.testing.strategies.rule_breaches import RULE_BREACHES
from s2ss_core.values import FundingKind
from tests.golden.file import GOLDEN

STORIES = sorted((GOLDEN / "stories").glob("*.jsonl"), key=lambda story: int(story.stem))
MONEY = "s2ss_core.audit.money"
KINDS: list[tuple[Programme, FundingKind]] = [
    (programme, terms.kind) for programme in shipped() for terms in programme.funding
]


def story(path: Path) -> list[Recorded]:
    """The entries of a story that was kept."""
    return [recorded_of(state, position=at) for at, state in enumerate(path.read_bytes().splitlines(), 1)]


@cache
def planted(code: str) -> tuple[Recorded, ...]:
    """A valid history with a breach of one rule at its end, which no command records."""
    breach = RULE_BREACHES[code]
    runner = Runner(breach.scenario_of(Scenario()), closely=False)
    call = breach.breaking_call(runner)
    assert call is not None
    record_regardless(runner, call)
    return tuple(runner.world.history)


def at_random(seed: int) -> tuple[Recorded, ...]:
    """A history that commands recorded: the happy path, and many deviations from it."""
    return tuple(played_at_random(seed).world.history)


def played_at_random(seed: int) -> Runner:
    """The player of such a history, with every call."""
    chance = random.Random(seed)
    programme, funding = chance.choice(KINDS)
    names = ("d-1", "d-2")[: chance.choice((1, 2))]
    runner = Runner(
        Scenario(
            deployments=names, programme=programme, funding=funding, terms=chance.choice(periods_of(programme)),
            paid_by_journal=chance.random() < 0.5, judged_by_funder=chance.random() < 0.3,
            allowance=chance.choice((15, 6, 9)),
        ),
        closely=False,
    )  # fmt: skip
    for _ in range(chance.randint(5, 30)):
        runner.take(_step(chance, len(names)))
    return runner


def _step(chance: random.Random, deployments: int) -> SensibleSteps | StepsUntil | DeviationStep:
    which = chance.randrange(deployments)
    match chance.choice("ssuwwwww"):
        case "s":
            return SensibleSteps(chance.randint(1, 4), which)
        case "u":
            return StepsUntil(chance.choice(DECIDING), which)
        case _:
            name = chance.choice((*sorted(DEVIATIONS), *OFTEN))
            return DeviationStep(name, chance.randrange(60), which, chance.random() < 0.25)


def errors(entries: Iterable[Recorded]) -> list[Finding]:
    """The findings of error severity."""
    return [found for found in audit(entries) if found.severity == "error"]


def of_money() -> frozenset[str]:
    """The codes of the checks of money, which have tests of their own."""
    of_entries = chain.from_iterable(checks.values() for checks in entry_checks.values())
    every: list[tuple[Requirement, Any]] = [*chain.from_iterable(of_entries)]
    every += chain.from_iterable(book_checks.values())
    return frozenset(needed.code for needed, made in every if made.__module__.startswith(MONEY))


def prefixes(entries: Iterable[Recorded]) -> Iterator[tuple[int, tuple[Finding, ...]]]:
    """After each command the newest position, and what is found up to it."""
    whole = Audit()
    newest = 0
    for _, together in groupby(entries, key=attrgetter("recorded_at")):
        for entry in together:
            whole.take(entry)
            newest = entry.position
        yield newest, whole.findings()
