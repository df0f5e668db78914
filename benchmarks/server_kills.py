"""A PostgreSQL server with four writers is killed with SIGKILL, many times: every confirmed event is kept."""

import argparse
import signal
import time
from collections.abc import Sequence

import attrs

from benchmarks.crashes import SEED, Tally, dying
from s2ss_core.testing._servers.postgres_server import Server

ROUNDS, WRITERS = 100, 4


def main(rounds: int = ROUNDS) -> None:
    """Run so many rounds."""
    began = time.perf_counter()
    tally = on_a_server(rounds=rounds)
    print(f"{WRITERS} writers: {tally} in {time.perf_counter() - began:.0f} s, seed {SEED}")


def on_a_server(*, rounds: int) -> Tally:
    """The counts on a new server, which writes commits to disk before it confirms them."""
    with Server(durable=True) as server:
        return dying(server.url(), Struck(server), rounds=rounds, writers=WRITERS)


@attrs.frozen
class Struck:
    """Kill the server and all its processes at once, and start it again; the writers lose their connections."""

    server: Server

    def __call__(self, _writers: Sequence[int]) -> None:
        self.server.stop(signal.SIGKILL)
        self.server.start()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    main(**vars(parser.parse_args()))
