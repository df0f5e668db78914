"""Random histories as scripts: what was asked, at which moment. The moments crowd around the changes of the clock."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import attrs
from hypothesis import HealthCheck, Phase, given, seed, settings

from s2ss_core.testing.lifecycle import CommandCall, Runner, Sequence, sequences
from s2ss_core.testing.lifecycle.cast import CLERK
from s2ss_core.testing.lifecycle.scenario import NOVEMBER as FIRST_DAY
from tests.replays.script import CLOCK_CHANGES, LONDON, Script, Step

AROUND_MIDNIGHT = (time(0), time(0, 30), time(9), time(23, 30), time(23, 59, 59, 999_999))
# In London the first change skips from one o'clock to two, the second has the hour from one to two twice.
AROUND_THE_CHANGE = (
    time(0), time(0, 59, 59, 999_999), time(1), time(1, 30), time(1, 30, fold=1), time(2), time(23, 30),
)  # fmt: skip
A_RUN = 10  # in a longer one most sequences are slight variations of one another


def scripts(count: int) -> list[Script]:
    """So many scripts, the same every time."""
    found: list[Script] = []
    while len(found) < count:
        run = len(found) // A_RUN
        played = plays(run, min(A_RUN, count - len(found)))
        found += [script(len(found) + index, runner) for index, runner in enumerate(played)]
    return found


def plays(run: int, count: int) -> list[Runner]:
    """A run of random sequences, played."""
    found: list[Runner] = []

    @seed(run)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(sequences(("d-1", "d-2")[: 1 + run % 2]))
    def runner(sequence: Sequence) -> None:
        played = Runner(sequence.scenario, Counter(), closely=False)
        for name in sequence.scenario.deployments if sequence.agreed else ():
            played.go_on(name, 80, until="log_visit")
        played.through(attrs.evolve(sequence, agreed=False))
        found.append(played)

    runner()
    return found


def script(number: int, runner: Runner) -> Script:
    """What was asked in a play, at moments of the days on which it was, and something on each day of a change."""
    chosen = random.Random(number)
    steps: list[Step] = []
    now = moment(FIRST_DAY, time(0))
    for outcome, call in runner.transcript:
        day = max(now.astimezone(LONDON).date(), call.on if outcome.startswith("recorded") else FIRST_DAY)
        for change in CLOCK_CHANGES:
            if now.astimezone(LONDON).date() < change <= day:
                steps += on_the_change(change, now, f"{change}-{len(steps)}")
                now = steps[-1].at
        now = max(now + timedelta(seconds=1), moment(day, chosen.choice(AROUND_MIDNIGHT)))
        steps.append(Step(now, call))
    return Script(number, tuple(steps))


def on_the_change(day: date, now: datetime, name: str) -> Iterator[Step]:
    """Concerns raised on the day, each at one of its odd moments."""
    for hour, at in enumerate(AROUND_THE_CHANGE):
        now = max(now + timedelta(microseconds=1), moment(day, at))
        fields = {"concern": f"{name}-{hour}", "on": day, "by": "ht-1", "about": "Cover falls short."}
        yield Step(now, CommandCall(command="raise_concern", about="d-1", fields=fields, by=CLERK))


def moment(day: date, at: time) -> datetime:
    """A moment of London's clock, in UTC."""
    return datetime.combine(day, at, LONDON).astimezone(UTC)
