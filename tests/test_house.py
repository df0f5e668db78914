"""The shape of the house: who may import whom, how files are called, how long a function may be."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "s2ss_core"
PACKAGE = "s2ss_core"

# The table is the architecture: a room imports from itself, from ids and errors, and from the rooms named here.
MAY_IMPORT: dict[str, frozenset[str]] = {
    "ids": frozenset(),
    "values": frozenset(),
    "errors": frozenset({"values"}),
    "events": frozenset({"values"}),
    "programmes": frozenset({"values"}),
    "rules": frozenset({"values", "events", "programmes"}),
    "ledger": frozenset({"values", "events", "programmes"}),
    "aggregates": frozenset({"values", "events", "programmes", "rules", "ledger"}),
    "store": frozenset({"values", "events"}),
    "transparency": frozenset({"values", "store"}),
    "projections": frozenset({"values", "events", "programmes", "rules", "ledger", "store"}),
    "application": frozenset(
        {"values", "events", "programmes", "rules", "ledger", "aggregates", "store", "projections", "what_if"}
    ),
    "bundle": frozenset({"values", "events", "store", "projections", "transparency"}),
    "audit": frozenset({"values", "events", "programmes", "rules", "store"}),
    "what_if": frozenset({"values", "events", "programmes", "rules", "store", "audit"}),
    "reports": frozenset({"projections", "audit"}),
}
EVERY_ROOM = frozenset(MAY_IMPORT)
MAY_IMPORT |= {
    "testing": EVERY_ROOM - {"reports"},
    "cli": EVERY_ROOM | {"testing", "__init__"},
    "__init__": EVERY_ROOM | {"testing"},
    "__main__": frozenset({"cli"}),
}

# Single names that cross where their room may not: (who, what).
MAY_ALSO_IMPORT: frozenset[tuple[str, str]] = frozenset(
    {
        # An audit reads the document it checks and none of the folds that make it.
        ("audit", "s2ss_core.projections.grant_usage.Certificate"),
    }
)

# Packages that stay behind one door.
ONLY_IN: dict[str, str] = {"eventsourcing": "store", "cryptography": "transparency", "s2ss_verify": "cli"}

# Calls that stay in one file, as they are not safe anywhere else: decoders are built by one thread at a time.
ONLY_CALLED_IN: dict[str, str] = {
    "msgspec.json.Decoder": "store/codec.py",
    "msgspec.json.decode": "store/codec.py",
    "msgspec.convert": "store/codec.py",
}

NAMES_THAT_SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}
LONGEST_FUNCTION = 40
LONGEST_FILE = 150
DOMAIN = ("events", "rules", "programmes", "aggregates", "application")
LONGER_FILES: dict[str, str] = {
    "aggregates/deployment/gates.py": "one gate a function, all of one shape",
    "aggregates/deployment/linked.py": "one event of another stream a function",
    "aggregates/deployment/decisions/dependents.py": "one kind of entry a function",
    "aggregates/strikes.py": "with the table of what is struck out, a line each",
    "application/commands.py": "the table of commands, a line each",
    "application/brokerage.py": "one view a method",
    "aggregates/grant.py": "state, decisions and fold of one aggregate on one page",
    "rules/agreement.py": "rules: one a screenful of ten lines",
    "rules/grant.py": "rules: one a screenful of ten lines",
    "rules/corrections.py": "rules: one a screenful of ten lines",
    "rules/money.py": "rules: one a screenful of ten lines",
    "rules/support.py": "rules: one a screenful of ten lines",
    "rules/ending.py": "rules: one a screenful of ten lines",
}

# Spelled in parts, or this file would be the one it looks for.
REGISTRY_HOSTS = tuple(
    ".".join(parts)
    for parts in (("pypi", "org"), ("pythonhosted", "org"), ("pypi", "python", "org"), ("anaconda", "org"))
)
ADDRESS = re.compile(r"://|\bhttps?\b|--(extra-)?index-url|--find-links|\bgit\+", re.IGNORECASE)


def forbidden_imports(package: Path) -> list[str]:
    """Every import under the folder of the package that the table does not allow, as `file:line: what`."""
    return [
        f"{path.relative_to(package)}:{line}: {problem}"
        for path in sorted(package.rglob("*.py"))
        for line, name in imports_of(path, package)
        if (problem := why_forbidden(room_of(path, package), name, package))
    ]


def imports_of(path: Path, package: Path) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything a file imports, wherever in the file it does so."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"), filename=str(path))):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(names=names):
                origin = origin_of(node, path, package)
                yield from ((node.lineno, f"{origin}.{alias.name}") for alias in names)
            case ast.Call(
                func=ast.Name(id="__import__" | "import_module") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield node.lineno, name
            case _:
                pass


def origin_of(node: ast.ImportFrom, path: Path, package: Path) -> str:
    """The full name of the module after `from`, its leading dots resolved."""
    if not node.level:
        return node.module or ""
    folders = (PACKAGE, *path.relative_to(package).parent.parts)
    above = folders[: len(folders) - node.level + 1]
    return ".".join((*above, node.module) if node.module else above)


def room_of(path: Path, package: Path) -> str:
    first = path.relative_to(package).parts[0]
    return first.removesuffix(".py")


def why_forbidden(room: str, name: str, package: Path) -> str | None:
    top, _, inside = name.partition(".")
    if top != PACKAGE:
        door = ONLY_IN.get(top, room)
        return None if door == room else f"{room} imports {name}, which only {door} may"
    if room not in MAY_IMPORT:
        return f"{room} is no room of the table and imports {name}"
    target = inside.partition(".")[0]
    if not is_a_room(target, package):
        target = "__init__"  # a public name, or the package itself
    allowed = MAY_IMPORT[room] | {room, "ids", "errors"}
    if target in allowed or (room, name) in MAY_ALSO_IMPORT:
        return None
    return f"{room} imports {name}"


def misplaced_calls(package: Path) -> list[str]:
    """Every call, by its full name, of what only one file may call, as `file:line: what`."""
    return [
        f"{path.relative_to(package)}:{node.lineno}: calls {name}, which only {ONLY_CALLED_IN[name]} may"
        for path in sorted(package.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8"), filename=str(path)))
        if isinstance(node, ast.Call)
        and (name := ast.unparse(node.func)) in ONLY_CALLED_IN
        and path.relative_to(package).as_posix() != ONLY_CALLED_IN[name]
    ]


def circles(package: Path) -> list[str]:
    """The circles of imports between the files of a room, wherever in a file the imports stand, as `room: a, b`."""
    return [
        f"{room}: {', '.join(sorted(circle))}"
        for room in sorted({room_of(path, package) for path in package.rglob("*.py")})
        for circle in circles_of(imports_within(package, room))
    ]


def imports_within(package: Path, room: str) -> dict[str, set[str]]:
    """Each file of a room, without its suffix, and those of the same room that it imports."""
    paths = [path for path in package.rglob("*.py") if room_of(path, package) == room]
    files = {path.relative_to(package).with_suffix("").as_posix(): path for path in paths}
    return {
        name: {file for _, imported in imports_of(path, package) if (file := file_of(imported, files))}
        for name, path in files.items()
    }


def file_of(imported: str, files: Iterable[str]) -> str | None:
    """The file that an imported name stands for or stands in; None for one that is in none of these files."""
    parts = imported.split(".")
    while parts[1:]:
        name = "/".join(parts[1:])
        for file in (name, f"{name}/__init__"):
            if parts[0] == PACKAGE and file in files:
                return file
        parts.pop()
    return None


def circles_of(imports: Mapping[str, set[str]]) -> list[set[str]]:
    """The sets of files that lead to each other and so back to themselves."""
    reached = {file: reached_from(file, imports) for file in imports}
    found: list[set[str]] = []
    for file in sorted(imports):
        circle = {other for other in reached[file] if file in reached[other]}
        if circle and circle not in found:
            found.append(circle)
    return found


def reached_from(file: str, imports: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    ahead = [file]
    while ahead:
        more = imports[ahead.pop()] - reached
        reached |= more
        ahead += more
    return reached


def hidden_imports(package: Path) -> list[str]:
    """Every import of our own that only type checkers see, as `file:line: what`."""
    return [
        f"{path.relative_to(package)}:{line}: {name}"
        for path in sorted(package.rglob("*.py"))
        if room_of(path, package) != "__init__"  # which imports what it exports when it is asked for
        for lines in [lines_for_type_checkers(path)]
        for line, name in imports_of(path, package)
        if line in lines and name.partition(".")[0] == PACKAGE
    ]


def lines_for_type_checkers(path: Path) -> set[int]:
    """The numbers of the lines that stand under `if TYPE_CHECKING:`."""
    return {
        line
        for node in ast.walk(ast.parse(path.read_text("utf-8"), filename=str(path)))
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for part in node.body
        for line in range(part.lineno, (part.end_lineno or part.lineno) + 1)
    }


def is_a_room(name: str, package: Path) -> bool:
    return name in MAY_IMPORT or (package / name).is_dir() or (package / f"{name}.py").is_file()


def names_that_say_nothing(root: Path) -> list[str]:
    """Python files and folders one of whose words says nothing about the business."""
    return [
        str(path.relative_to(root))
        for path in sorted(root.rglob("*"))
        if (path.is_dir() or path.suffix == ".py")
        and NAMES_THAT_SAY_NOTHING & set(path.stem.lower().split("_"))
    ]


def long_functions(root: Path, longest: int = LONGEST_FUNCTION) -> list[str]:
    """Every function longer than allowed, counted from its `def` to its last line."""
    return [
        f"{path.relative_to(root)}:{node.lineno}: {node.name} has {lines} lines"
        for path in sorted(root.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8"), filename=str(path)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > longest
    ]


def long_files(package: Path, longest: int = LONGEST_FILE) -> set[str]:
    """The files of the domain that are longer than they should be, but for tables of names."""
    return {
        str(path.relative_to(package))
        for room in DOMAIN
        for path in (package / room).rglob("*.py")
        if path.read_text("utf-8").count("\n") > longest
    }


def kept_files(root: Path) -> list[Path]:
    """What git keeps or would keep; without git, everything outside hidden folders."""
    git = shutil.which("git")
    if git and (root / ".git").exists():
        listing = subprocess.run(
            [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=root, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        files = [root / name for name in listing.split("\0") if name]
    else:
        files = [path for path in root.rglob("*") if path.relative_to(root).parts[0] not in {".venv", ".git"}]
    return sorted(path for path in files if path.is_file())


def addresses(root: Path) -> list[str]:
    """Kept files that name a package registry, and anything like an address among the locks."""
    found: list[str] = []
    for path in kept_files(root):
        name = path.relative_to(root)
        text = path.read_bytes().decode("utf-8", errors="replace")
        found += [f"{name}: names {host}" for host in REGISTRY_HOSTS if host in text.lower()]
        if name.parts[0] == "requirements":
            found += [f"{name}: holds {hit[0]!r}" for hit in ADDRESS.finditer(text)]
    return found


# The house as it stands


def test_every_room_imports_only_what_the_table_allows() -> None:
    assert list(SOURCE.rglob("*.py"))
    assert forbidden_imports(SOURCE) == []


def test_no_files_of_a_room_import_each_other_in_a_circle() -> None:
    assert circles(SOURCE) == []


def test_no_import_of_our_own_is_for_type_checkers_only() -> None:
    assert hidden_imports(SOURCE) == []


def test_what_is_safe_in_one_file_only_is_called_there_only() -> None:
    assert misplaced_calls(SOURCE) == []


@pytest.mark.parametrize("folder", ("src", "tests", "examples", "benchmarks"))
def test_every_file_is_called_after_the_business(folder: str) -> None:
    assert names_that_say_nothing(ROOT / folder) == []


def test_no_function_is_longer_than_a_screen() -> None:
    assert long_functions(SOURCE) == []


def test_files_of_the_domain_are_short_and_each_that_is_not_has_its_reason() -> None:
    assert long_files(SOURCE) == set(LONGER_FILES)


def test_no_kept_file_says_where_packages_come_from() -> None:
    assert addresses(ROOT) == []


def test_the_locks_are_there_and_every_package_in_them_is_hashed() -> None:
    for name in ("run.txt", "dev.txt"):
        lock = (ROOT / "requirements" / name).read_text("utf-8").replace("\\\n", " ")
        pins = [line for line in lock.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        assert pins
        assert [pin for pin in pins if not re.match(r"[^=;]+==\S+ .*--hash=sha256:[0-9a-f]{64}", pin)] == []


# The checkers themselves


def plant(folder: Path, **files: str) -> Path:
    """A small tree in which `rules__money` stands for rules/money.py."""
    for name, text in files.items():
        place = name.removesuffix("__init__").replace("__", "/") + (
            "__init__" if name.endswith("__init__") else ""
        )
        path = folder / f"{place}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    (
        ("values", "import s2ss_core.events", "values imports s2ss_core.events"),
        ("values", "from s2ss_core import events", "values imports s2ss_core.events"),
        ("values", "from s2ss_core import Brokerage", "values imports s2ss_core.Brokerage"),
        ("values", "import s2ss_core", "values imports s2ss_core"),
        ("errors", "from s2ss_core.events import x", "errors imports s2ss_core.events.x"),
        ("events__money", "from s2ss_core.rules.money import x", "events imports s2ss_core.rules.money.x"),
        ("events__money", "from ..rules import money", "events imports s2ss_core.rules.money"),
        ("events__money", "from .. import rules", "events imports s2ss_core.rules"),
        ("events__deep__money", "from ...rules.money import x", "events imports s2ss_core.rules.money.x"),
        ("events__deep__money", "from ... import Money", "events imports s2ss_core.Money"),
        ("rules__money", "def f():\n    import s2ss_core.store", "rules imports s2ss_core.store"),
        (
            "store__rows",
            "if TYPE_CHECKING:\n    from s2ss_core import audit",
            "store imports s2ss_core.audit",
        ),
        ("store__rows", "import_module('s2ss_core.cli')", "store imports s2ss_core.cli"),
        (
            "audit__money",
            "from s2ss_core.projections import grant_usage",
            "audit imports s2ss_core.projections",
        ),
        (
            "rules__money",
            "import eventsourcing.domain",
            "rules imports eventsourcing.domain, which only store",
        ),
        (
            "rules__money",
            "from eventsourcing import domain",
            "rules imports eventsourcing.domain, which only",
        ),
        (
            "rules__money",
            "importlib.import_module('eventsourcing')",
            "rules imports eventsourcing, which only",
        ),
        ("attic__box", "from s2ss_core import values", "attic is no room of the table"),
        ("attic", "from s2ss_core import values", "attic is no room of the table"),
        ("rules__money", "from s2ss_core import attic", "rules imports s2ss_core.attic"),
    ),
)
def test_a_planted_import_is_found(tmp_path: Path, name: str, text: str, problem: str) -> None:
    found = forbidden_imports(plant(tmp_path, **{name: text}))

    assert len(found) == 1
    assert problem in found[0]


@pytest.mark.parametrize(
    ("name", "text"),
    (
        ("values", "from s2ss_core.errors import BadInput"),
        ("rules__money", "from s2ss_core import errors, events, values"),
        ("rules__money", "from .people import x\nfrom . import terms\nfrom ..values import Money"),
        ("rules__deep__money", "from ..people import x\nfrom ...values import Money"),
        ("rules__money", "import attrs\nimport eventsourcing_is_another_word"),
        ("store__rows", "from eventsourcing.persistence import x"),
        ("audit__money", "from s2ss_core.projections.grant_usage import Certificate"),
        ("cli__demo", "from s2ss_core import Brokerage"),
        ("__init__", "from s2ss_core.application import Brokerage\nfrom .values import Money"),
    ),
)
def test_an_allowed_import_is_let_pass(tmp_path: Path, name: str, text: str) -> None:
    assert forbidden_imports(plant(tmp_path, **{name: text})) == []


@pytest.mark.parametrize(
    ("files", "circle"),
    (
        ({"store__a": "from s2ss_core.store import b", "store__b": "from .a import x"}, "store/a, store/b"),
        ({"store__a": "import s2ss_core.store.a"}, "store/a"),
        (
            {
                "store__a": "from s2ss_core.store.b import x",
                "store__b": "def f():\n    from s2ss_core.store.c.d import x",
                "store__c__d": "if TYPE_CHECKING:\n    from ..a import x",
                "store__e": "from .a import x",
            },
            "store/a, store/b, store/c/d",
        ),
        (
            {
                "store____init__": "from s2ss_core.store.a import x",
                "store__a": "from s2ss_core.store import x",
            },
            "store/__init__, store/a",
        ),
        (
            {"cli__a": "import_module('s2ss_core.cli.b')", "cli__b": "from s2ss_core.cli import a"},
            "cli/a, cli/b",
        ),
    ),
)
def test_a_planted_circle_is_found(tmp_path: Path, files: dict[str, str], circle: str) -> None:
    (found,) = circles(plant(tmp_path, **files))

    assert found.partition(": ")[2] == circle


def test_two_circles_are_two(tmp_path: Path) -> None:
    plant(
        tmp_path,
        rules__a="from . import b",
        rules__b="from . import a",
        cli__c="from . import d",
        cli__d="from . import c",
    )

    assert circles(tmp_path) == ["cli: cli/c, cli/d", "rules: rules/a, rules/b"]


def test_files_that_lead_one_way_are_no_circle(tmp_path: Path) -> None:
    plant(
        tmp_path,
        store____init__="from s2ss_core.store.a import x\nfrom s2ss_core.store.b import y",
        store__a="from s2ss_core.store.b import y\nfrom s2ss_core.events import a",
        store__b="import store.a\nfrom s2ss_core.events.a import x",
        events__a="import b",
    )

    assert circles(tmp_path) == []


def test_a_planted_import_for_type_checkers_is_found(tmp_path: Path) -> None:
    plant(
        tmp_path,
        values="from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import attrs\nelse:\n    from s2ss_core import errors",
        store__a="import typing\nif typing.TYPE_CHECKING:\n    import attrs\n    from .b import x",
        __init__="if TYPE_CHECKING:\n    from s2ss_core.values import Money",
    )

    assert hidden_imports(tmp_path) == ["store/a.py:4: s2ss_core.store.b.x"]


def test_a_planted_call_is_found(tmp_path: Path) -> None:
    plant(
        tmp_path,
        store__codec="msgspec.json.Decoder(int)",
        store__rows="import msgspec\nread = msgspec.json.Decoder(int).decode",
        events__rows="msgspec.json.Encoder()",
    )

    assert misplaced_calls(tmp_path) == [
        "store/rows.py:2: calls msgspec.json.Decoder, which only store/codec.py may"
    ]


def test_a_planted_name_is_found(tmp_path: Path) -> None:
    plant(tmp_path, rules__money="", rules__date_utils="", helpers__money="", rules__commonwealth="")

    assert names_that_say_nothing(tmp_path) == ["helpers", "rules/date_utils.py"]


def test_a_planted_long_function_is_found(tmp_path: Path) -> None:
    body = "    pass\n"
    plant(tmp_path, long="class A:\n  async def f():\n" + body * 40, short="def g():\n" + body * 39)

    assert long_functions(tmp_path) == ["long.py:2: f has 41 lines"]


def test_a_planted_address_is_found(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "run.txt").write_text("--index-url ftp://here\n")
    (tmp_path / "README.md").write_text(f"see {REGISTRY_HOSTS[0]}, or https://example.com\n")

    assert addresses(tmp_path) == [
        f"README.md: names {REGISTRY_HOSTS[0]}",
        "requirements/run.txt: holds '--index-url'",
        "requirements/run.txt: holds '://'",
    ]
