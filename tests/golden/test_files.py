"""`make golden` writes every file that the code makes, tells what changed, and leaves the rest alone."""

from pathlib import Path

import pytest

from tests.golden.__main__ import EVERY, main
from tests.golden.file import GOLDEN, ROOT, GoldenFile

# What people looked up and what once happened: no command may write these anew.
KEPT_BY_HAND = {GOLDEN / "citations.json", *(GOLDEN / "stories").glob("*.jsonl")}


def test_every_golden_file_is_written_by_make_golden_or_kept_by_hand() -> None:
    data = {path for path in GOLDEN.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"}}
    pages = {ROOT / "README.md", *(ROOT / "docs" / "reference").glob("*.md")}

    written = {file.path for file in EVERY}

    assert written | KEPT_BY_HAND == data | pages
    assert not written & KEPT_BY_HAND


def test_a_file_that_changed_is_written_and_told_and_another_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "same.txt").write_bytes(b"a\r\n\xe2\x80\xa8b\n")
    (tmp_path / "moved.txt").write_text("a\nb\nc\n")
    same = GoldenFile(tmp_path / "same.txt", lambda: "a\r\n\u2028b\n")
    moved = GoldenFile(tmp_path / "moved.txt", lambda: "a\nB\nc\n++d\n")
    new = GoldenFile(tmp_path / "deep" / "new.txt", lambda: "a\n")

    main((same, moved, new))

    assert capsys.readouterr().out == (
        "moved.txt: lines out: 1, lines in: 2\n  -b\n  +B\n  +++d\n"
        "new.txt: lines out: 0, lines in: 1\n  +a\n"
        "Golden files changed: 2; as they were: 1.\n"
        "Read the difference before you keep it: git diff.\n"
    )
    assert [file.kept() for file in (same, moved, new)] == ["a\r\n\u2028b\n", "a\nB\nc\n++d\n", "a\n"]


def test_a_long_difference_is_told_in_short(tmp_path: Path) -> None:
    file = GoldenFile(tmp_path / "long.txt", lambda: "x" * 500 + "\n" + "y\n" * 9)

    printed = file.write().splitlines()

    assert printed[0] == "long.txt: lines out: 0, lines in: 10"
    assert printed[1] == "  +" + "x" * 149 + "…"
    assert printed[-1] == "  … and 4 more"
    assert len(printed) == 8
