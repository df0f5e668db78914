"""kill -9 of a PostgreSQL server under four writers, again and again: what it confirmed is there when it is back."""

import argparse
import signal
import time
from collections.abc import Sequence

import attrs

from benchmarks.crashes import SEED, Tally, dying
from s2ss_core.testing._servers.postgres_server import Server

ROUNDS, WRITERS = 100, 4


def main(rounds: int = ROUNDS) -> None:
    """So many rounds."""
    began = time.perf_counter()
    tally = on_a_server(rounds=rounds)
    print(f"{WRITERS} writers: {tally} in {time.perf_counter() - began:.0f} s, seed {SEED}")


def on_a_server(*, rounds: int) -> Tally:
    """What comes of it on a server of its own, which keeps to the disk what it confirms."""
    with Server(durable=True) as server:
        return dying(server.url(), Struck(server), rounds=rounds, writers=WRITERS)


@attrs.frozen
class Struck:
    """The server and its processes die at once, and it is started again; the writers see their connections go."""

    server: Server

    def __call__(self, _writers: Sequence[int]) -> None:
        self.server.stop(signal.SIGKILL)
        self.server.start()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    main(**vars(parser.parse_args()))
