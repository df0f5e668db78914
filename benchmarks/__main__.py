"""Print the table of goals, or run the benchmarks that are named: `python -m benchmarks one_command`; `all` runs all."""

import sys

from benchmarks import (
    audit,
    bookings,
    contention,
    dues,
    full_disk,
    goals,
    kills,
    one_command,
    server_kills,
    subscription,
    views,
)

BENCHMARKS = {
    module.__name__.rpartition(".")[2]: module.main
    for module in (
        goals,
        one_command,
        views,
        audit,
        dues,
        contention,
        bookings,
        subscription,
        kills,
        server_kills,
        full_disk,
    )
}


def main(names: list[str]) -> None:
    """Run the benchmarks with these names, all of them, or without a name the table of goals."""
    for name in BENCHMARKS if names == ["all"] else names or ["goals"]:
        print(f"## {name}")
        BENCHMARKS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
