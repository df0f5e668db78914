"""Names tell: files are nouns, no word stands where the field has a better one, and inner rooms import downwards."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "s2ss_core"
SOURCE = ROOT / "src" / PACKAGE

# Words in -ing that are nouns of the trade or of the field. Every other file is called by what it holds.
NOUNS: Mapping[str, str] = {
    "brokering": "a stage of a deployment",
    "planning": "a stage of a deployment",
    "reporting": "a stage of a deployment",
    "ending": "a stage of a deployment",
    "eventsourcing": "the library that the store is built on",
    "finding": "what an audit has to say of an entry or of history",
    "posting": "an entry in an account of money",
    "sharing": "what is sent to whom, and was not yet",
    "polling": "to look again and again whether something has changed",
    "seeding": "to fill a store with events for a test",
    "serving": "the room that keeps views ready to read",
    "setting": "a value of a programme with its source",
    "testing": "the kit that users test with",
}

# What a name said before, and what says it better. The changelog has the whole table.
BETTER: Mapping[str, str] = {
    "EventLog": "EventIndex",
    "Facts": "EventSet",
    "FILLED_IN": "DERIVED",
    "MendingEvent": "CorrectionEvent",
    "OnePass": "StreamCache",
    "PageReader": "StreamCache",
    "Reckoning": "PriceList",
    "Told": "Positioned, EventIndex or StreamedEvent",
    "check_form": "validate",
    "draws_on": "streams_for",
    "filled_in": "derived_fields",
    "mending": "corrections",
    "misfit": "round_trip_error",
    "reckoning": "price_list",
    "straying": "deviation",
    "tell": "record",
    "told": "what it is: recorded, transcript, message",
    "told_once_by": "natural_key",
    "words_of": "describe",
}

# Words that hide what a loop goes over. A pair may be called one and other.
VAGUE = frozenset({"one", "some", "every", "it", "thing", "told"})

# Inner rooms from the lowest to the highest; `*` stands for every other folder, and none of those imports another.
FLOORS: Mapping[str, Sequence[str]] = {
    "projections": (
        "engine",
        "sums",
        "whats_due",
        "*",
        "organisation_statement",
        "leader_match",
        "serving",
        "subject_access",
        "__init__",
    ),
    "store": (".", "*", "third_party", "store_url", "__init__"),
}


def files_that_are_no_nouns(root: Path) -> list[str]:
    """Python files and folders whose last word ends in -ing and is no noun of ours."""
    return [
        str(path.relative_to(root))
        for path in sorted(root.rglob("*"))
        if (path.is_dir() or path.suffix == ".py")
        and (word := path.stem.rpartition("_")[2]).endswith("ing")
        and word not in NOUNS
    ]


def words_with_a_better_one(root: Path) -> list[str]:
    """Every use of an old name as a whole identifier, as `file:line: old, say new`."""
    return [
        f"{path.relative_to(root)}:{line}: {name}, say {BETTER[name]}"
        for path in sorted(root.rglob("*.py"))
        for line, name in identifiers(ast.parse(path.read_text("utf-8")))
        if name in BETTER
    ]


def identifiers(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of every identifier: names, attributes, arguments, keywords, definitions and imports."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield node.lineno, name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name
            case ast.keyword(arg=str(name)):
                yield node.lineno, name
            case ast.ImportFrom(module=str(module), names=names):
                yield from ((node.lineno, part) for part in module.split("."))
                yield from ((node.lineno, alias.name) for alias in names)
            case _:
                pass


def vague_loops(root: Path) -> list[str]:
    """Loops and comprehensions whose variable does not say what it is, as `file:line: word`."""
    return [
        f"{path.relative_to(root)}:{target.lineno}: {target.id}"
        for path in sorted(root.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.For | ast.comprehension)
        for names in [[name for name in ast.walk(node.target) if isinstance(name, ast.Name)]]
        for target in names
        if target.id in VAGUE and "other" not in {name.id for name in names}
    ]


def imports_upwards(room: Path, floors: Sequence[str]) -> list[str]:
    """Imports within a room from a floor to a higher one, or between two folders of one floor."""
    package = f"{PACKAGE}.{room.name}"
    found: list[str] = []
    for path in sorted(room.rglob("*.py")):
        here = place(path.relative_to(room).with_suffix("").parts, room)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith(f"{package}."):
                continue
            there = place(tuple((node.module or "").removeprefix(f"{package}.").split(".")), room)
            if here != there and floor(there, floors) >= floor(here, floors):
                found.append(f"{path.relative_to(room)}:{node.lineno}: {here} imports {there}")
    return found


def place(parts: tuple[str, ...], room: Path) -> str:
    """The inner room of a module, or `.` for a file that lies in none."""
    if (room / parts[0]).is_dir() or parts[0] in {"__init__", "store_url"}:
        return parts[0]
    return "."


def floor(name: str, floors: Sequence[str]) -> int:
    return floors.index(name) if name in floors else floors.index("*")


# The code as it stands


@pytest.mark.parametrize("folder", ("src", "tests", "examples", "benchmarks"))
def test_every_file_is_a_noun(folder: str) -> None:
    assert files_that_are_no_nouns(ROOT / folder) == []


def test_no_word_stands_where_there_is_a_better_one() -> None:
    assert words_with_a_better_one(SOURCE) == []


def test_every_loop_says_what_it_goes_over() -> None:
    assert vague_loops(SOURCE) == []


@pytest.mark.parametrize("room", sorted(FLOORS))
def test_inner_rooms_import_downwards(room: str) -> None:
    assert imports_upwards(SOURCE / room, FLOORS[room]) == []


def test_every_noun_is_used() -> None:
    words = {path.stem.rpartition("_")[2] for path in ROOT.glob("[set]*/**/*") if "__" not in path.stem}

    assert set(NOUNS) - words == set()


# The checkers themselves


def plant(folder: Path, **files: str) -> Path:
    """A small tree in which `rules__money` stands for rules/money.py."""
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def test_a_planted_participle_is_found(tmp_path: Path) -> None:
    plant(tmp_path, charging__money="", events__planning="", events__re_telling="", ring__spring_term="")

    assert files_that_are_no_nouns(tmp_path) == ["charging", "events/re_telling.py", "ring"]


def test_a_planted_word_is_found(tmp_path: Path) -> None:
    plant(tmp_path, a="from b.mending import c", d="told.e(draws_on=1)", f="'told'", g="retold = 1")

    assert words_with_a_better_one(tmp_path) == [
        "a.py:1: mending, say corrections",
        "d.py:1: draws_on, say streams_for",
        f"d.py:1: told, say {BETTER['told']}",
    ]


def test_a_planted_loop_is_found(tmp_path: Path) -> None:
    plant(
        tmp_path,
        a="[one for one in b]",
        b="for c, some in d: pass",
        e="for one, other in f: pass",
        g="one = 1",
    )

    assert vague_loops(tmp_path) == ["a.py:1: one", "b.py:1: some"]


def test_a_planted_import_upwards_is_found(tmp_path: Path) -> None:
    room = plant(
        tmp_path / "projections",
        engine__figure="from s2ss_core.projections.sums.costs import Cost",
        sums__costs="from s2ss_core.projections.engine.figure import Figure",
        log__log="from s2ss_core.projections.usage.cuts import Cut\nfrom s2ss_core.projections.log.words import W",
        usage__cuts="from s2ss_core.projections.serving.page import Page",
        serving__page="from s2ss_core.projections.log.log import Log\nfrom s2ss_core.store import Store",
    )

    assert imports_upwards(room, FLOORS["projections"]) == [
        "engine/figure.py:1: engine imports sums",
        "log/log.py:1: log imports usage",
        "usage/cuts.py:1: usage imports serving",
    ]
