"""Histories held against both implementations of the rules: neither finds an error in a good one, and both name a breach.

The suite looks at a few; `make audits` looks at S2SS_HISTORIES good ones and as many with one planted breach, new ones by
S2SS_SEED. The breaches are those of the kit, and the command of every refusal that has a remedy, recorded all the same.
"""

import os
import random
from collections import Counter
from collections.abc import Iterable, Iterator

import pytest

from s2ss_core.audit import Audit
from s2ss_core.errors import NotFound
from s2ss_core.projections import DEPLOYMENT_LOG, GRANT_USAGE, AsAt
from s2ss_core.projections.grant_usage import Certificate
from s2ss_core.store import Recorded
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle import Runner, Scenario, SensibleSteps
from s2ss_core.testing.strategies.breach import RuleBreach, broken_by, record_regardless
from s2ss_core.testing.strategies.rule_breaches import RULE_BREACHES
from tests.audit.recorded import at_random
from tests.projections.histories import History
from tests.remedies.remedy import Remedy
from tests.remedies.test_remedies import REMEDIES

ASKED_FOR = int(os.environ.get("S2SS_HISTORIES", "0"))
FIRST = int(os.environ.get("S2SS_SEED", "0"))
GOOD = range(FIRST, FIRST + (ASKED_FOR or 6))
CASES: tuple[RuleBreach | Remedy, ...] = (*RULE_BREACHES.values(), *REMEDIES)
CODES = (*RULE_BREACHES, *(remedy.code for remedy in REMEDIES))
EVERY_FEW = 1 if ASKED_FOR else 17
LEFT = frozenset({"S2SS-G81"})
"""Of a return's document: whoever doubts its digest draws it again."""


@pytest.fixture(scope="module", autouse=True)
def looked_at() -> Iterator[Counter[str]]:
    counts = Counter[str]()
    yield counts
    if ASKED_FOR:
        print(f"\nlooked at: {dict(counts)}")  # noqa: T201 -- asked for


def test_neither_finds_an_error_in_a_good_history(looked_at: Counter[str]) -> None:
    """A payment without a release behind it is recorded, and then both find it."""
    differ = {}
    for seed in GOOD:
        entries = at_random(seed)
        found, shown = errors_of_the_audit(entries), errors_of_the_views(entries)
        if found != shown:
            differ[seed] = found, shown
        looked_at["good histories"] += 1
        looked_at["entries of these"] += len(entries)
        looked_at["of these with a payment that both find"] += bool(found)

    assert differ == {}


def test_both_name_the_rule_that_a_planted_breach_breaks(looked_at: Counter[str]) -> None:
    unnamed = {}
    for number in range(FIRST, FIRST + (ASKED_FOR or len(CASES)), EVERY_FEW):
        code = CODES[number % len(CASES)]
        runner, call = refused(number)
        by_the_command = code in broken_by(runner, call)
        record_regardless(runner, call)
        by_the_audit = code in LEFT or code in errors_of_the_audit(runner.world.history)
        if not (by_the_command and by_the_audit):
            unnamed[number] = code, by_the_command, by_the_audit
        looked_at["planted breaches"] += 1
        looked_at["of these beside another deployment"] += len(runner.world.scenario.deployments) - 1

    looked_at["rules with a plant"] = len(set(CODES))
    assert unnamed == {}


def refused(number: int) -> tuple[Runner, CommandCall]:
    """A valid history and a call that breaks one rule: after the first round of all cases, beside another deployment."""
    round_, which = divmod(number, len(CASES))
    chance = random.Random(number)
    if round_ and chance.random() < 0.8:
        runner, call = _made(which, Scenario(deployments=("d-1", "d-2")))
        for _ in range(chance.randint(1, 6)):
            runner.take(SensibleSteps(chance.randint(1, 4), 1))
        if CODES[which] in broken_by(runner, call):
            return runner, call
    return _made(which, Scenario())


def _made(which: int, scenario: Scenario) -> tuple[Runner, CommandCall]:
    case = CASES[which]
    if isinstance(case, Remedy):
        return case.refused(scenario)
    runner = Runner(case.scenario_of(scenario), closely=False)
    call = case.breaking_call(runner)
    assert call is not None, CODES[which]
    return runner, call


def errors_of_the_audit(entries: Iterable[Recorded]) -> set[str]:
    """The codes of the errors that the audit finds, certificates held against its own account among them."""
    history = History(entries)

    def draw(deployment: str, position: int) -> Certificate | None:
        try:
            return GRANT_USAGE.live(history, ("deployment", deployment), as_at=AsAt(position=position))
        except NotFound:
            return None

    whole = Audit(draw=draw)
    for entry in history.entries:
        whole.take(entry)
    return {finding.rule for finding in whole.findings() if finding.severity == "error"}


def errors_of_the_views(entries: Iterable[Recorded]) -> set[str]:
    """The codes of the errors that the views of the deployments show."""
    history = History(entries)
    logs = (
        DEPLOYMENT_LOG.live(history, ("deployment", stream.partition(":")[2]))
        for stream in history.streams("deployment:")
    )
    return {finding.code for log in logs for finding in log.findings if finding.severity == "error"}
