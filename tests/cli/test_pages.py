"""The commands of the pages about sealing and bundling: they run as the page says, and print what it shows."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_house import ROOT

PAGES = (ROOT / "docs/how-to/seal-a-history.md", ROOT / "docs/how-to/hand-a-bundle-to-an-auditor.md")
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DRAWN = re.compile(
    r"\+[0-9a-f]{8}\+[\w+/=]+|[\w+/]{43,}=*"
)  # keys, roots and signatures, which are new each time
PROGRAMS = {"s2ss": ("-m", "s2ss_core.cli"), "python": ()}


def blocks(page: Path) -> Iterator[tuple[str, str]]:
    yield from BLOCK.findall(page.read_text("utf-8"))


def plain(text: str) -> list[str]:
    """Lines with single blanks, and a dot for what is drawn at random."""
    return [" ".join(DRAWN.sub("•", line).split()) for line in text.splitlines() if line.strip()]


def run(line: str, folder: Path) -> str:
    program, *tokens = shlex.split(line)
    if program == "cat":
        return (folder / tokens[0]).read_text("utf-8")
    command = [sys.executable, *PROGRAMS[program], *tokens]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, ""), line
    return done.stdout


def test_the_commands_of_the_pages_print_what_the_pages_show(played: Path, tmp_path: Path) -> None:
    shutil.copy(played, tmp_path / "support.db")
    shown = 0

    printed: list[str] = []
    for language, body in (block for page in PAGES for block in blocks(page)):
        if language == "sh":
            printed = [found for line in body.splitlines() for found in plain(run(line, tmp_path))]
        else:
            assert [line for line in plain(body) if line not in printed] == [], printed
            shown += 1

    assert shown >= 6


def test_a_line_that_is_not_printed_would_be_noticed(tmp_path: Path) -> None:
    assert plain("a+0b9d2ac5+AbZ4iV8N2jq1c=  b") == ["a• b"]
    with pytest.raises(AssertionError):
        run("s2ss doctor --db none.db", tmp_path)
