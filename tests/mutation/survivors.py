"""What became of every mutant, and which of those that survived are listed with a reason."""

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

import attrs
from mutmut.__main__ import collect_source_file_mutation_data
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import mangled_name_from_mutant_name

LISTED = Path(__file__).with_name("listed.txt")
BETWEEN = " ‖ "
ANYWHERE = "*"
KILLED = {"killed", "timeout", "caught by type check"}


@attrs.frozen(order=True)
class Survivor:
    """A mutant that no test objects to: the function it is in, the line as it is and as it would be."""

    function: str
    was: str
    now: str

    def __str__(self) -> str:
        return BETWEEN.join((self.function, self.was, self.now))


@attrs.frozen
class Score:
    """How many mutants there are of a room, and how many were killed; none of them unless it was run."""

    total: Counter[str]
    killed: Counter[str]
    survivors: tuple[tuple[str, Survivor], ...]
    undecided: int

    def lines(self) -> Iterator[str]:
        """A line a room, and one for all."""
        for room in sorted(self.total):
            yield _line(room, self.killed[room], self.total[room])
        yield _line("all", self.killed.total(), self.total.total())


def score_of(names: tuple[str, ...]) -> Score:
    """The score of the mutants of these names, or of all, as the last run left it."""
    total, killed = Counter[str](), Counter[str]()
    survivors: list[tuple[str, Survivor]] = []
    undecided = 0
    for data, name, _ in collect_source_file_mutation_data(mutant_names=names)[0]:
        status = status_by_exit_code[data.exit_code_by_key[name]]
        if status == "not checked":
            undecided += 1
            continue
        room = name.split(".")[1]
        total[room] += 1
        killed[room] += status in KILLED
        if status not in KILLED:
            survivors.append((name, _survivor(name)))
    return Score(total, killed, tuple(survivors), undecided)


def forget_survivors(names: tuple[str, ...]) -> None:
    """Leave the survivors of these names as not run."""
    for data, name, code in collect_source_file_mutation_data(mutant_names=names)[0]:
        if status_by_exit_code[code] not in KILLED:
            data.exit_code_by_key[name] = None
            data.save()


def listed() -> dict[Survivor, str]:
    """The survivors that are listed, each with its reason. Raises ValueError for a line without one."""
    found: dict[Survivor, str] = {}
    for line in LISTED.read_text("utf-8").splitlines() if LISTED.exists() else ():
        if line and not line.startswith("#"):
            function, was, now, reason = line.split(BETWEEN)
            if not reason.strip():
                raise ValueError(f"{line} gives no reason")
            found[Survivor(function, was, now)] = reason
    return found


def entry_for(survivor: Survivor, entries: Collection[Survivor]) -> Survivor | None:
    """The listed entry that a survivor falls under: its own, or one for any function."""
    wherever = attrs.evolve(survivor, function=ANYWHERE)
    return next((key for key in (survivor, wherever) if key in entries), None)


def _survivor(name: str) -> Survivor:
    removed: list[str] = []
    added: list[str] = []
    for line in get_diff_for_mutant(name).splitlines():
        if line.startswith("-") and not line.startswith(("---", "-@")):
            removed.append(line[1:].strip())
        elif line.startswith("+") and not line.startswith("+++"):
            added.append(line[1:].strip())
    function = mangled_name_from_mutant_name(name).removeprefix("s2ss_core.")
    module, _, mangled = function.rpartition(".")
    plain = (
        mangled.removeprefix("x_") if mangled.startswith("x_") else mangled[1:].strip("ǁ").replace("ǁ", ".")
    )
    return Survivor(f"{module}.{plain}", " ".join(removed), " ".join(added))


def _line(room: str, killed: int, total: int) -> str:
    return f"{room:12} {killed:6} of {total:6} killed: {100 * killed / max(total, 1):6.2f} %"
