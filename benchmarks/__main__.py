"""Run all benchmarks, or those that are named: `python -m benchmarks one_command`."""

import sys

from benchmarks import bookings, contention, full_disk, kills, one_command, server_kills, subscription, views

BENCHMARKS = {
    module.__name__.rpartition(".")[2]: module.main
    for module in (one_command, views, contention, bookings, subscription, kills, server_kills, full_disk)
}


def main(names: list[str]) -> None:
    """Run the benchmarks with these names, or all."""
    for name in names or BENCHMARKS:
        print(f"## {name}")
        BENCHMARKS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
