"""Run mutmut over the rules, the decisions, the programmes and the folds, and print the score: `make mutants`.

Exits with 1 if a mutant survived that is not listed with its reason, or one is listed that does not survive.
Names of mutants, such as 's2ss_core.rules.*', run these only; `--survivors` runs those again that survived the last
run; `--score` tells of the last run without another. `--afresh` imports everything anew for each mutant, which is slow,
and the only way for functions that are called while modules are imported. `--own` runs only the tests of a mutant's own
file: quick while you write them, and no proof of what it lets live, which stays to be run.
"""

import os
import sys
from pathlib import Path

from mutmut.__main__ import cli
from mutmut.configuration import ForkServerWarmup, config

from tests.mutation.decorated import let_in
from tests.mutation.selection import select_by_file, select_own
from tests.mutation.survivors import entry_for, forget_survivors, listed, score_of

OPTIONS = {"--score", "--survivors", "--afresh", "--own"}
STATISTICS = Path("mutants/mutmut-stats.json")
MUTATED = Path("mutants/src")


def main(arguments: list[str]) -> int:
    """Run the mutants, or only tell of them, and give the exit code."""
    names = tuple(argument for argument in arguments if argument not in OPTIONS)
    if "--afresh" in arguments:
        config().forkserver_warmup = ForkServerWarmup.NONE
    if "--own" in arguments:
        return try_own(names)
    select_by_file()
    if "--score" not in arguments:
        run(tuple(name for name, _ in score_of(names).survivors) if "--survivors" in arguments else names)
    return report(names)


def try_own(names: tuple[str, ...]) -> int:
    """Run these mutants with the tests of their own files alone, and print what these let live; it stays not run."""
    select_own(names)
    run(names)
    code = report(names)
    forget_survivors(names)
    return code


def run(names: tuple[str, ...]) -> None:
    """Run the mutants of these names, or all that were not run since their function last changed."""
    STATISTICS.unlink(missing_ok=True)  # kept, it would know no tests of a function that is new
    for old in MUTATED.rglob("*.toml"):
        old.unlink()  # mutmut copies data only where it is missing
    let_in()
    children = os.environ.get("S2SS_CHILDREN", str(os.cpu_count() or 1))
    cli(["run", "--max-children", children, *names], standalone_mode=False)


def report(names: tuple[str, ...]) -> int:
    """Print what the last run came to, and give the exit code."""
    score, known = score_of(names), listed()
    entries = [(name, survivor, entry_for(survivor, known)) for name, survivor in score.survivors]
    unlisted = [(name, listed) for name, listed, entry in entries if entry is None]
    used = {entry for *_, entry in entries if entry}
    gone = [] if names or score.undecided else sorted(known.keys() - used)
    for name, line in unlisted:
        print(f"survived, not listed: {line}   [{name}]")
    for line in gone:
        print(f"listed, did not survive: {line}")
    print(*score.lines(), sep="\n")
    in_list = len(entries) - len(unlisted)
    print(f"{in_list} survivors are listed, each with its reason; {len(unlisted)} are not")
    if score.undecided:
        print(f"{score.undecided} mutants were not run")
    return 1 if unlisted or gone else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
