"""Command lines: whatever is typed ends in 0, 1 or 2 and in plain words, and spoils no store."""

import os
import random
import shutil
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from s2ss_core.application import Brokerage
from s2ss_core.cli import main
from s2ss_core.cli.application import COMMANDS
from s2ss_core.cli.demo import example, example_file, play_example
from s2ss_core.store import open_store
from s2ss_core.store.integrity_check import check_integrity
from tests.fuzz.mutations import ODD, mutated

DEPLOYMENT = "dep-2023-014"
FRESH_EVERY = 400  # inputs: what they recorded is looked at, and the store begun anew

LINES = tuple(
    line.split()
    for line in (
        "log DEP", "log DEP --as-at 2024-03-31", "log DEP --known-at 2024-03-31 --format json", "log DEP --texts",
        "certificate DEP", "certificate DEP --as-at 2024-03-15", "certificate --award g-1", "returns g-1", "statement", "statement exceed --format json", "returns g-1 --year 2023-24 --format json", "workload --year 2023/24",
        "form record-of-visit DEP", "form interim-report DEP --known-at 60 --format json", "completeness DEP", "completeness DEP --by ht-1 --format json", "trail DEP", "trail DEP visit --known-at 60", "trail DEP v-3 --format json", "about sl-014", "about sl-014 --if-erased --texts --format json",
        "leaders", "leaders sl-014 --on 2024-03-31", "leaders --designation sle --expertise maths --format json", "match beck-lane --subject maths --days 4 --on 2024-03-31", "match beck-lane --designation sle,lle --format json",
        "due", "due --on 2024-05-07 DEP", "due --person sl-014 --on 2024-05-07 --format json", "due --organisation beck-lane --coming --as-at 2024-03-31",
        "workload --year 2023/24 --leader sl-014", "workload --year 2023/24 --home-school beck-lane --format json", "workload --year 2023/24 --supported-school beck-lane",
        "explain DEP", "explain DEP amounts.eligible", "explain DEP lines.3.disallowed --format json",
        "explain leader:sl-014:2023/24 left --known-at 60", "explain event:60", "diff DEP --from-known-at 60 --format json", "history --known-at 3", "history --texts --as-at 2023-12-31",
        "history --known-at 2024-01-10T17:00:00Z", "rules M07", "rules", "rules S2SS-M --format json", "programmes",
        "programmes exceed-2023", "programmes llf-2019 v6.0 --format json", "doctor", "doctor --format json",
        "sample --size 3 --seed x", "sample DEP --seed x --since 2024-04-01 --format json", "check-certificate rows.csv",
        "checkpoint --new-key key --name s2ss.example", "checkpoint --key key --to sealed", "cosign sealed --key key --log key",
        "bundle DEP --checkpoint sealed --to b.zip", "verify b.zip --log key --format json", "audit", "audit DEP --known-at 60 --format json", "what-if DEP exceed-2023", "what-if DEP exceed-institute undated --known-at 60 --format json",
        "rebuild leader-workload", "record rows.toml", "record rows.toml --dry-run --by u-8", "record rows.csv --by u-7",
        "record rows.csv --by u-7 --command raise-concern --format json", "why-not release-instalment DEP --from rows.toml",
        "why-not close-deployment DEP --set cause=completed --set by=u-7", "why-not release-instalment DEP --set amount=6000.00",
        "why-not log-visit DEP --set visit=v-99 --set attendees.1.person=ht-1 --known-at 40", "--help", "--version", "log --help",
    )
)  # fmt: skip
CSV = "record,deployment,concern,on,by,about\nraise-concern,dep-2023-014,k-9,2024-03-01,ht-1,Cover falls short.\n"
WORDS = [" ".join(line) for line in LINES]
RAISED = {"S2SS_DETAILS": "1"}  # what was not foreseen is raised, and found


class CommandLines:
    """Types a changed command line, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kept = folder / "kept.db"
        self.asked = 0
        with Brokerage.open(f"sqlite:///{self.kept}") as brokerage:
            play_example(brokerage, example())
        (folder / "rows.toml").write_text(example_file().read_text("utf-8"), "utf-8")
        (folder / "rows.csv").write_text(CSV, "utf-8")
        self.begin_anew()

    def begin_anew(self) -> None:
        """Look at all that was stored, and begin again."""
        work = self.folder / "work.db"
        if work.exists():
            with open_store(f"sqlite:///{work}") as store:
                assert check_integrity(store).flaws == ()
        for file in self.folder.iterdir():
            if file.name not in {"kept.db", "rows.toml", "rows.csv"} and file.is_file():
                file.unlink()
        shutil.copy(self.kept, work)

    def read(self, chosen: random.Random) -> str:
        """What became of one input. Raises for any exception, and for a failure without a word."""
        self.asked += 1
        if self.asked % FRESH_EVERY == 0:
            self.begin_anew()
        tokens = self.tokens(chosen)
        out, err = StringIO(), StringIO()
        with chdir(self.folder), redirect_stdout(out), redirect_stderr(err), patch.dict(os.environ, RAISED):
            code = main(tokens)
        assert code in {0, 1, 2}, code
        assert "Traceback" not in err.getvalue()
        if code == 2:
            assert err.getvalue().strip(), tokens
            assert err.getvalue().count("\n") == 1, err.getvalue()
        return ("accepted", "refused", "could not")[code]

    def tokens(self, chosen: random.Random) -> list[str]:
        line = [DEPLOYMENT if word == "DEP" else word for word in chosen.choice(LINES)]
        takes_store = line[0] not in {"rules", "programmes", "--help", "--version"} and "--help" not in line
        tokens = [*line, *(["--db", "work.db"] if takes_store else [])]
        for _ in range(chosen.choice((0, 1, 1, 2, 3))):
            at = chosen.randrange(len(tokens) + 1)
            other = chosen.choice(chosen.choice(LINES))
            changed = mutated(tokens[at], chosen, WORDS) if at < len(tokens) else other
            new = chosen.choice(([], [changed], [changed], [other], [chosen.choice(ODD)]))
            tokens[at : at + chosen.randint(0, 1)] = new
        return [safe(token) for token in tokens]


def safe(token: str) -> str:
    """A token that leads to no file outside the folder, to no server, and to no large output."""
    plain = token.replace("..", ".").lstrip("/~")
    if "/" in plain and not plain.startswith(("2023/", "sqlite:///work", "workload.")):
        plain = plain.replace("/", "")
    return plain.replace("postgres", "").replace("\0", "") or "x"


assert {name for name, _ in COMMANDS} - {"demo"} <= {word for line in LINES for word in line}
