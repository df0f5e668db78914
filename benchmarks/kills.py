"""Writers on a SQLite file are killed with SIGKILL, many times: no acknowledged event is lost, the store stays sound."""

import argparse
import tempfile
import time
from pathlib import Path

from benchmarks.crashes import SEED, Tally, dying, kill

ROUNDS = 1_000


def main(rounds: int = ROUNDS) -> None:
    """Run so many rounds with one writer, and as many with four."""
    for writers in (1, 4):
        began = time.perf_counter()
        tally = on_a_file(rounds=rounds, writers=writers)
        print(f"{writers} writer(s): {tally} in {time.perf_counter() - began:.0f} s, seed {SEED}")


def on_a_file(*, rounds: int, writers: int) -> Tally:
    """The counts on a new file."""
    with tempfile.TemporaryDirectory() as folder:
        return dying(f"sqlite:///{Path(folder) / 'support.db'}", kill, rounds=rounds, writers=writers)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    main(**vars(parser.parse_args()))
