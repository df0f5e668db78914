"""Habits of the pages under docs and of the README: when to use them, no old names, no dead links, and true tables."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from s2ss_core.application import Commands
from tests.test_house import MAY_IMPORT, ROOT, SOURCE
from tests.test_names import BETTER, FLOORS, identifiers

DOCS = ROOT / "docs"
BY_HAND = tuple(
    path
    for path in (ROOT / "README.md", *sorted(DOCS.rglob("*.md")))
    if not path.is_relative_to(DOCS / "_build") and not path.is_relative_to(DOCS / "reference")
)
RENAMES = DOCS / "explanation" / "renames.md"  # old names are what it is about
EVERY_PAGE = (*BY_HAND, *sorted((DOCS / "reference").glob("*.md")))

# Commands by the names they had, and the names of classes and functions that only docs would still hold.
RENAMED = {
    **BETTER,
    "ForeignFactory": "ThirdPartyFactory",
    "return_allocation": "release_allocation",
    "return_certificate": "submit_certificate",
    "return_grant": "repay_grant",
    "return_plan": "reject_plan",
    "return_usage": "submit_usage_return",
}
# Words of our own making in prose, and the plain word for each.
PLAINER = {
    r"told|telling": "recorded, said",
    r"mending|straying|misfit": "correction, deviation, error",
    r"reckon\w*": "compute, count",
    r"shadow\w*": "append to another stream",
    r"below nought": "negative",
    r"stands? in the way": "is not met",
    r"dilemmas?": "design decisions",
    r"the house": "architecture",
    r"anew": "again",
}
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def old_names(text: str) -> list[str]:
    """Old names in the code of a page, in its blocks of Python and in its code spans."""
    blocks = [body for language, body in FENCE.findall(text) if language == "python"]
    names = [name for block in blocks for _, name in identifiers(ast.parse(block))]
    names += [
        word for span in re.findall(r"`([^`\n]+)`", FENCE.sub("", text)) for word in re.findall(r"\w+", span)
    ]
    return sorted({f"{name}, say {RENAMED[name]}" for name in names if name in RENAMED})


def old_words(text: str) -> list[str]:
    """Words in the prose of a page that have a plainer one."""
    prose = re.sub(r"`[^`\n]+`", "", FENCE.sub("", text))
    return sorted(
        f"{hit[0]}, say {plain}"
        for word, plain in PLAINER.items()
        for hit in re.finditer(rf"\b({word})\b", prose, re.IGNORECASE)
    )


def dead_links(page: Path) -> list[str]:
    """Links of a page to files that are not there."""
    text = FENCE.sub("", page.read_text("utf-8"))
    targets = [
        target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target
    ]
    targets += [f"{target}.md" for target in re.findall(r"\{doc\}`([^`<]+)`", text)]
    return [target for target in targets if target and not (page.parent / target).exists()]


def rows_under(heading: str, text: str) -> Iterator[list[str]]:
    """The cells of each row of the first table under a heading."""
    part = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    for line in lines[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


# The pages as they stand


@pytest.mark.parametrize("page", sorted((DOCS / "how-to").glob("*.md")), ids=lambda page: page.stem)
def test_a_how_to_page_says_first_when_to_use_it(page: Path) -> None:
    title, _, rest = page.read_text("utf-8").partition("\n\n")

    assert title.startswith("# ")
    assert rest.startswith("**Use when** ")


@pytest.mark.parametrize("page", sorted({*EVERY_PAGE} - {RENAMES}), ids=lambda page: page.stem)
def test_no_page_holds_an_old_name(page: Path) -> None:
    assert old_names(page.read_text("utf-8")) == []


@pytest.mark.parametrize("page", sorted({*BY_HAND} - {RENAMES}), ids=lambda page: page.stem)
def test_no_page_written_by_hand_uses_a_word_that_has_a_plainer_one(page: Path) -> None:
    assert old_words(page.read_text("utf-8")) == []


@pytest.mark.parametrize("page", (ROOT / "CHANGELOG.md", *EVERY_PAGE), ids=lambda page: page.stem)
def test_every_link_leads_to_a_file(page: Path) -> None:
    assert dead_links(page) == []


def test_a_block_runs_where_those_above_it_did_not_run_yet() -> None:
    page = DOCS / "how-to" / "check-a-history.md"
    last = page.read_text("utf-8").splitlines().index("position, state = next(brokerage.store.entries())")

    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", f"{page}::line:{last},column:1"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "1 passed" in run.stdout, run.stdout


def test_the_readmes_program_has_at_most_fifteen_lines() -> None:
    program = dict(FENCE.findall((ROOT / "README.md").read_text("utf-8")))["python"]

    assert len([line for line in program.splitlines() if line.strip()]) <= 15


def test_the_import_table_is_the_one_that_the_test_holds() -> None:
    page = (DOCS / "explanation" / "architecture.md").read_text("utf-8")
    said = {
        room.strip("`"): frozenset(may.split(", ")) for room, _, may in rows_under("The import table", page)
    }
    rooms = {path.stem for path in SOURCE.iterdir() if path.suffix in {"", ".py"} and "__" not in path.stem}

    assert said == {
        room: may or {"nothing"}
        for room, may in MAY_IMPORT.items()
        if room in rooms - {"ids", "errors", "testing", "cli"}
    }


@pytest.mark.parametrize("room", sorted(FLOORS))
def test_the_floors_of_a_room_are_those_that_the_test_holds(room: str) -> None:
    page = (DOCS / "explanation" / "architecture.md").read_text("utf-8")
    floors = next(floors for name, floors in rows_under("Inside the rooms", page) if name == f"`{room}`")
    said = [re.findall(r"`(\w+)(?:\.py)?`", part) for part in floors.split(" < ")]
    folders = {path.stem for path in (SOURCE / room).iterdir() if path.is_dir() and "__" not in path.stem}
    fixed = [floor for floor in FLOORS[room] if floor not in {".", "*", "__init__"}]

    assert [part[0] for part in said if len(part) == 1] == fixed
    assert all(set(part) == folders - set(fixed) for part in said if len(part) > 1)


def test_the_way_of_a_command_names_files_that_are_there() -> None:
    page = (DOCS / "explanation" / "architecture.md").read_text("utf-8")
    way = page.partition("## The way of a command")[2]
    files = re.findall(r"^((?:application|store)/\w+\.py)", way, re.MULTILINE)

    assert len(files) == 9
    assert [file for file in files if not (SOURCE / file).is_file()] == []


def test_every_renamed_command_is_gone_and_its_new_name_is_there() -> None:
    renamed = {old: new for old, new in RENAMED.items() if old.startswith("return_")}

    assert renamed.keys() & vars(Commands).keys() == set()
    assert set(renamed.values()) <= vars(Commands).keys()


# The checkers themselves


def test_a_planted_old_name_is_found_in_code_and_a_planted_old_word_in_prose() -> None:
    page = "It was told.\n\n```python\nfrom a.mending import b\n```\n\nCall `x.return_plan` or `told_once_by`; `Retold` is fine.\n"

    assert old_names(page) == [
        "mending, say corrections", "return_plan, say reject_plan", "told_once_by, say natural_key"
    ]  # fmt: skip
    assert old_words(page) == ["told, say recorded, said"]


def test_a_planted_dead_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# There\n")
    page = tmp_path / "page.md"
    page.write_text("[a](there.md#top) [b](gone.md) {doc}`there` {doc}`lost`\n")

    assert dead_links(page) == ["gone.md", "lost.md"]
