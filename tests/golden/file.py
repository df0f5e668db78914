"""What the code makes, kept in files and compared with what it makes today. `make golden` writes all of them anew."""

import difflib
from collections.abc import Callable
from pathlib import Path

import attrs

ROOT = Path(__file__).resolve().parent.parent.parent
GOLDEN = ROOT / "tests" / "golden"
SHOWN, LONGEST = 6, 150


@attrs.frozen
class GoldenFile:
    """A file of the repository, and the function that makes its text today."""

    path: Path
    make: Callable[[], str]

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT)) if self.path.is_relative_to(ROOT) else self.path.name

    def kept(self) -> str:
        """The text as it is kept; empty if there is no file yet."""
        return self.path.read_bytes().decode() if self.path.exists() else ""

    @property
    def advice(self) -> str:
        """What to do when the file is not what the code makes today."""
        return f"{self} is not what the code makes today. If that is meant: make golden, and read what it changed."

    def write(self) -> str:
        """Write the file anew if that changes it, and tell what changed; empty if nothing did."""
        before, today = self.kept(), self.make()
        if before == today:
            return ""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(today.encode())
        return f"{self}: {difference(before, today)}"


def difference(before: str, today: str) -> str:
    """How many lines were taken away and added, and the first of them."""
    _before, _today, *compared = difflib.unified_diff(before.split("\n"), today.split("\n"), n=0, lineterm="")
    lines = [line for line in compared if not line.startswith("@@")]
    added = sum(line.startswith("+") for line in lines)
    shown = [f"  {line[:LONGEST]}{'…' * (len(line) > LONGEST)}" for line in lines[:SHOWN]]
    rest = [f"  … and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return "\n".join((f"lines out: {len(lines) - added}, lines in: {added}", *shown, *rest))
