"""Runs the state machines for a given time: `python -m s2ss_core.testing.stateful.soak`.

Each round runs one machine from a seed, which it prints first. S2SS_SECONDS gives the time in seconds (60 by default).
With S2SS_SEED, it runs one round again in exactly the same way, and prints all commands in it.
"""

import hashlib
import os
import secrets
import sys
import time
from typing import ClassVar, TextIO

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from s2ss_core.testing.stateful.deployment import DeploymentLifecycle
from s2ss_core.testing.stateful.grant import GrantLifecycle
from s2ss_core.testing.stateful.leader_year import LeaderYearLifecycle
from s2ss_core.testing.stateful.machine import Machine

MACHINES: tuple[type[Machine], ...] = (DeploymentLifecycle, LeaderYearLifecycle, GrantLifecycle)
SEEDS = 2**32
A_ROUND = settings(
    max_examples=10,
    stateful_step_count=30,
    database=None,
    deadline=None,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)


def round_of(number: int, machines: tuple[type[Machine], ...] = MACHINES) -> tuple[str, list[str]]:
    """Run the round of a seed. Returns the machine's name and the script of each of its runs.

    Raises what the machine raises, with its notes.
    """
    chosen = machines[number % len(machines)]

    class Heard(chosen):  # type: ignore[valid-type, misc]
        transcripts: ClassVar[list[str] | None] = []

    Heard.__name__ = chosen.__name__
    heard: type[Machine] = seed(number)(Heard)
    run_state_machine_as_test(heard, settings=A_ROUND)
    return chosen.__name__, list(heard.transcripts or ())


def soak(seconds: float, out: TextIO = sys.stdout, machines: tuple[type[Machine], ...] = MACHINES) -> int:
    """Run rounds with new seeds until the time is over, and print a line for each. Returns their number."""
    give_up, rounds, runs, asked = time.monotonic() + seconds, 0, 0, 0
    while time.monotonic() < give_up:
        number = secrets.randbelow(SEEDS)
        out.write(f"seed {number} ")
        out.flush()
        name, script = round_of(number, machines)
        lines = "\n".join(script).splitlines()
        digest = hashlib.sha256("\n".join(script).encode()).hexdigest()[:12]
        out.write(f"{name}: {len(script)} runs, {len(lines)} commands, sha256:{digest}\n")
        rounds, runs, asked = rounds + 1, runs + len(script), asked + len(lines)
    out.write(f"{rounds} rounds, {runs} runs, {asked} commands: every invariant held.\n")
    return rounds


def replay(number: int, out: TextIO = sys.stdout, machines: tuple[type[Machine], ...] = MACHINES) -> None:
    """Run the round of a seed again, and print its scripts."""
    name, script = round_of(number, machines)
    out.write(f"seed {number} {name}\n")
    out.writelines(f"# run {at}\n{run}\n" for at, run in enumerate(script, 1))


def main() -> None:
    """Run rounds, or repeat one, as the environment variables say."""
    try:
        if "S2SS_SEED" in os.environ:
            replay(int(os.environ["S2SS_SEED"]))
        else:
            soak(float(os.environ.get("S2SS_SECONDS", "60")))
        sys.stdout.flush()
    except BrokenPipeError:  # the reader closed the pipe; Python would flush once more at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
