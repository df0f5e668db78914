"""Run every benchmark, or those named: `python -m benchmarks one_command`."""

import sys

from benchmarks import bookings, crowding, kills, one_command, views

BENCHMARKS = {
    "one_command": one_command.main,
    "kills": kills.main,
    "views": views.main,
    "crowding": crowding.main,
    "bookings": bookings.main,
}


def main(names: list[str]) -> None:
    """Run the benchmarks of these names, or all."""
    for name in names or BENCHMARKS:
        print(f"## {name}")
        BENCHMARKS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
