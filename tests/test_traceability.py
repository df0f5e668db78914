"""Every rule of the source documents is answered for: by code that exists, and by a test that is about that code."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import attrs
import pytest

from docs.generate.traceability import DOCUMENTS, RULES, WAYS, TracedRule, traced_rules
from s2ss_core import application, events, projections
from s2ss_core.cli.application import COMMANDS
from s2ss_core.programmes import shipped_checklists
from s2ss_core.projections.forms import FORMS
from s2ss_core.rules import every_rule
from tests.aggregates.test_every_rule import CASES, ELSEWHERE
from tests.store.samples import sample
from tests.test_house import ROOT, SOURCE

TESTS = ROOT / "tests"
NUMBERS = {
    "handbook": range(1, 135),
    "protocols": range(135, 237),
    "cpd-hubs": range(237, 252),
    "npqel": range(252, 284),
    "institute": range(284, RULES + 1),
}
UNMET = frozenset({"absent", "out of scope"})
OPEN = frozenset({"absent", "partial", "out of scope"})
"""Ways that say why: what is missing, or why no record of support could keep it."""
CODE = re.compile(r"S2SS-[A-Z]\d\d")


# What an entry may name


def objections(rule: TracedRule) -> list[str]:
    """What is wrong with an entry: a way that there is not, a name that does not exist, a test that is not there."""
    found = [] if rule.met in WAYS else [f"{rule.met!r} is no way to meet a rule"]
    found += [f"{name} does not exist" for name in rule.by if not exists(name)]
    found += [
        f"there is no test {test}" for test in rule.tests if test not in ids_of_tests(test.partition("::")[0])
    ]
    if rule.met not in UNMET and not rule.by:
        found.append("no code is named")
    if rule.met not in OPEN and not rule.tests:
        found.append("no test is named")
    if (rule.met in OPEN) != bool(rule.why.strip()):
        found.append("it says why where there is nothing to say, or does not say it")
    return found + missing_kind(rule)


def missing_kind(rule: TracedRule) -> list[str]:
    """What the way in which a rule is met asks of the names, and is not among them."""
    codes = {name for name in rule.by if CODE.fullmatch(name)}
    wanted = {
        "refusal": bool(codes & REFUSED),
        "despite": bool(codes & ACCEPTED),
        "finding": bool(codes) or any(name.startswith("DeploymentLog") for name in rule.by),
        "due": any(name.startswith("due: ") for name in rule.by),
        "form field": any(is_event_field(name) or name.startswith("form: ") for name in rule.by),
        "view": any(is_view(name) or name.startswith("command: ") for name in rule.by),
        "checklist": any(name.startswith("checklist: ") for name in rule.by),
        "setting": any(name.partition(":")[0] in programme_texts() for name in rule.by),
    }
    return [] if wanted.get(rule.met, True) else [f"nothing that is named makes it a {rule.met}"]


def exists(name: str) -> bool:
    """Whether what an entry names is there."""
    kind, _, rest = name.partition(": ")
    if CODE.fullmatch(name):
        return name in {rule.code for rule in every_rule()}
    if kind == "due":
        return any(re.fullmatch(due, rest) for due in dues())
    if kind == "form":
        form, _, label = rest.partition(", ")
        return form in FORMS and (not label or label in labels())
    if kind == "command":
        return rest in dict(COMMANDS)
    if kind == "checklist":
        return rest in items()
    if kind in programme_texts():
        path, _, word = rest.partition(" = ")
        return in_programme(programme_texts()[kind], path.split("."), word)
    path, _, word = name.partition(" = ")
    return in_classes(path.split("."), word)


@cache
def items() -> frozenset[str]:
    """Every item of every shipped checklist, after its list."""
    return frozenset(f"{each.id} › {item.id}" for each in shipped_checklists() for item in each.items)


@cache
def programme_texts() -> dict[str, Any]:
    """Every shipped programme file, as it is written, by name."""
    return {
        path.stem: tomllib.loads(path.read_text("utf-8")) for path in (SOURCE / "programmes").glob("*.toml")
    }


def in_programme(value: Any, path: list[str], word: str) -> bool:
    """Whether a programme has a key, and the word in it; of a list, one part that has both is enough."""
    if isinstance(value, list) and (path or word):
        return any(in_programme(part, path, word) for part in value)
    if not path:
        return not word or str(value) == word
    return isinstance(value, dict) and path[0] in value and in_programme(value[path[0]], path[1:], word)


def in_classes(path: list[str], word: str) -> bool:
    """Whether a class has a field, at any depth, and the field may be that word."""
    rooms = (events, projections, application)
    value = next((vars(room)[path[0]] for room in rooms if path[0] in vars(room)), None)
    for step in path[1:]:
        value = next((found for part in parts(value) if (found := member(part, step)) is not None), None)
    words = {choice for part in parts(value) if get_origin(part) is Literal for choice in get_args(part)}
    return value is not None and (not word or word in words)


def parts(hint: Any) -> Iterator[Any]:
    """A type, and all that it is made of."""
    yield hint
    if get_origin(hint) is not Literal:
        for part in get_args(hint):
            yield from parts(part)


def member(cls: Any, name: str) -> Any:
    """The type of a field of a class, or else its method or property; None if it has neither."""
    if isinstance(cls, type) and attrs.has(cls) and name in {field.name for field in attrs.fields(cls)}:
        return get_type_hints(cls)[name]
    found = getattr(cls, name, None) if isinstance(cls, type) and not name.startswith("_") else None
    return found if callable(found) or isinstance(found, property) else None


def is_event_field(name: str) -> bool:
    path, _, _ = name.partition(" = ")
    cls, _, field = path.partition(".")
    return bool(field) and hasattr(events, cls)


def is_view(name: str) -> bool:
    cls, _, _ = name.partition(".")
    return hasattr(projections, cls) or cls == "Brokerage"


@cache
def dues() -> tuple[str, ...]:
    """A pattern for the title of everything that may be due or owed as a record."""
    folders = ("whats_due", "completeness")
    files = (path for folder in folders for path in (SOURCE / "projections" / folder).glob("*.py"))
    return tuple(pattern for file in files for pattern in titles(ast.parse(file.read_text("utf-8"))))


def titles(tree: ast.Module) -> Iterator[str]:
    """Each text in a file but its docstrings, as a pattern in which anything stands for what is filled in."""
    nodes = list(ast.walk(tree))
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    pieces = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            texts = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
            if len("".join(filter(None, texts)).split()) > 1:
                yield "".join(".+" if text is None else re.escape(text) for text in texts)
        elif (
            isinstance(node, ast.Constant) and " " in str(node.value) and id(node) not in docstrings | pieces
        ):
            yield re.escape(str(node.value))


@cache
def labels() -> frozenset[str]:
    """The label of every field of a form: the keywords with which its sections are made."""
    trees = (ast.parse(path.read_text("utf-8")) for path in (SOURCE / "projections" / "forms").glob("*.py"))
    return frozenset(
        keyword.arg.replace("_", " ")
        for tree in trees
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg
    )


@cache
def ids_of_tests(file: str) -> frozenset[str]:
    """The tests of a file, by their node ids below `tests/`."""
    path = TESTS / file
    tree = ast.parse(path.read_text("utf-8")) if path.is_file() else ast.Module([], [])
    functions = (node.name for node in tree.body if isinstance(node, ast.FunctionDef))
    return frozenset(f"{file}::{name}" for name in functions if name.startswith("test_"))


# What the tests are about


@cache
def vocabulary(file: str) -> frozenset[str]:
    """Every word in a test file and in the files beside the tests that it imports."""
    path = TESTS / file
    text = path.read_text("utf-8")
    beside = re.findall(r"^from (tests[\w.]*|s2ss_core\.testing[\w.]*) import ", text, re.MULTILINE)
    folders = [ROOT / module.replace(".", "/") for module in beside if module.startswith("tests")]
    read = [path, *(folder.with_suffix(".py") for folder in folders if folder.with_suffix(".py").is_file())]
    return frozenset(word for file_read in read for word in words(file_read.read_text("utf-8")))


def words(text: str) -> set[str]:
    return set(re.findall(r"S2SS-[A-Z]\d\d|\w+", text))


@cache
def all_words() -> frozenset[str]:
    """Every word in the tests and the examples but this file."""
    folders = (TESTS, ROOT / "examples", SOURCE / "testing")
    files = (
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in {".py", ".toml"} and path != Path(__file__)
    )
    return frozenset(word for path in files for word in words(path.read_text("utf-8")))


def last_words(name: str) -> set[str]:
    """The words by which a test would speak of what an entry names."""
    if CODE.fullmatch(name):
        return {name}
    if name.startswith(("due: ", "form: ", "command: ", "checklist: ")):
        return set()
    path = name.rpartition(": ")[2].partition(" = ")[0].removesuffix(".value")
    return {path.split(".")[-1]}


def nowhere_exercised(rule: TracedRule) -> list[str]:
    """What an entry names that no test speaks of, and the tests of it that speak of nothing that it names."""
    found = [
        f"no test speaks of {name}" for name in rule.by if not last_words(name) <= all_words() | full_fields()
    ]
    strange = [test for test in rule.tests if not speaks_of(test, rule.by)]
    return found + [f"{test} speaks of nothing that is named" for test in strange]


def speaks_of(test: str, names: Iterable[str]) -> bool:
    """Whether the file of a test has a word of what is named; a due, a form and a list are spoken of by their title."""
    file = test.partition("::")[0]
    if file in EVERY_EVENT:
        return True
    text = (TESTS / file).read_text("utf-8")
    for name in names:
        kind, _, title = name.partition(": ")
        if kind in {"due", "form", "command"}:
            spoken = any(part.partition(" shared with")[0] in text for part in title.split(", "))
        elif kind == "checklist":
            spoken = title.partition(" › ")[0] in text
        else:
            word = name.partition(" = ")[2] or name.partition(".")[0]
            spoken = bool(last_words(name) & vocabulary(file)) or word in text
        if spoken:
            return True
    return False


EVERY_EVENT = {"store/test_round_trip.py", "cli/test_remedies.py", "remedies/test_remedies.py"}
"""Files whose tests are over every event, or over every rule."""


@cache
def full_fields() -> frozenset[str]:
    """Every field, at any depth, that the full sample of some event fills in; the round trip stores each of these."""
    return frozenset(name for _, cls in events.registered() for name in filled(sample(cls, full=True)))


def filled(value: Any) -> Iterator[str]:
    """The names of the fields of an event, and of all that it holds, that hold something."""
    if isinstance(value, tuple):
        for part in value:
            yield from filled(part)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            inside = getattr(value, field.name)
            if inside is not None and inside != ():
                yield field.name
                yield from filled(inside)


DECISIONS = {case: case.broken() for case in CASES}
REFUSED = {
    case.code for case, decision in DECISIONS.items() if not decision.may_be_accepted
} | ELSEWHERE.keys()
ACCEPTED = {case.code for case, decision in DECISIONS.items() if decision.may_be_accepted}


# The file as it stands

ENTERED = traced_rules()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_document_has_its_numbers_in_order(document: str) -> None:
    assert [rule.number for rule in ENTERED if rule.document == document] == list(NUMBERS[document])


def test_every_number_is_entered_once() -> None:
    assert [rule.number for rule in ENTERED] == list(range(1, RULES + 1))


@pytest.mark.parametrize("rule", ENTERED, ids=lambda rule: f"{rule.number}")
def test_what_an_entry_names_exists(rule: TracedRule) -> None:
    assert objections(rule) == []


@pytest.mark.parametrize("rule", ENTERED, ids=lambda rule: f"{rule.number}")
def test_what_an_entry_names_is_exercised(rule: TracedRule) -> None:
    assert nowhere_exercised(rule) == []


@pytest.mark.parametrize("rule", ENTERED, ids=lambda rule: f"{rule.number}")
def test_an_entry_says_in_a_sentence_what_is_asked_and_where(rule: TracedRule) -> None:
    assert rule.place.strip()
    assert rule.asks[:1].isupper()
    assert rule.asks.endswith(".")
    assert not rule.why or rule.why.endswith(".")


# The checkers themselves


def entry(**changes: Any) -> TracedRule:
    """A sound entry, but for what is changed."""
    sound = TracedRule(
        number=1,
        document="handbook",
        place="Step 6",
        asks="Money waits for the report.",
        met="refusal",
        by=("S2SS-M03", "exceed-2023: funding.gates = report-exists"),
        tests=("aggregates/deployment/test_gates.py::test_exactly_one_rule_is_not_met",),
    )
    return attrs.evolve(sound, **changes)


def test_a_sound_entry_has_no_objection() -> None:
    assert objections(entry()) == []
    assert nowhere_exercised(entry()) == []


@pytest.mark.parametrize(
    ("changes", "objection"),
    (
        ({"met": "hope"}, "'hope' is no way to meet a rule"),
        ({"by": ("S2SS-M03", "S2SS-Q99")}, "S2SS-Q99 does not exist"),
        ({"by": ("S2SS-M03", "exceed-2023: funding.gate")}, "exceed-2023: funding.gate does not exist"),
        (
            {"by": ("S2SS-M03", "llf-2019: funding.gates = report-exists")},
            "llf-2019: funding.gates = report-exists does not exist",
        ),
        ({"by": ("S2SS-M03", "VisitLogged.mood")}, "VisitLogged.mood does not exist"),
        ({"by": ("S2SS-M03", "VisitLogged.mode = telex")}, "VisitLogged.mode = telex does not exist"),
        ({"by": ("S2SS-M03", "PlanSubmitted.lines.colour")}, "PlanSubmitted.lines.colour does not exist"),
        ({"by": ("S2SS-M03", "Certificate.cuts.by_week")}, "Certificate.cuts.by_week does not exist"),
        ({"by": ("S2SS-M03", "Brokerage.forget")}, "Brokerage.forget does not exist"),
        ({"by": ("S2SS-M03", "due: the weekly letter")}, "due: the weekly letter does not exist"),
        ({"by": ("S2SS-M03", "form: leaflet")}, "form: leaflet does not exist"),
        ({"tests": ("test_house.py::test_gone",)}, "there is no test test_house.py::test_gone"),
        ({"tests": ("test_gone.py::test_a",)}, "there is no test test_gone.py::test_a"),
        ({"tests": ()}, "no test is named"),
        ({"by": ()}, "no code is named"),
        ({"met": "partial"}, "it says why where there is nothing to say, or does not say it"),
        ({"why": "It is hard."}, "it says why where there is nothing to say, or does not say it"),
        ({"by": ("S2SS-M03",), "met": "despite"}, "nothing that is named makes it a despite"),
        ({"by": ("S2SS-S04",)}, "nothing that is named makes it a refusal"),
        ({"by": ("S2SS-M03",), "met": "due"}, "nothing that is named makes it a due"),
        ({"by": ("S2SS-M03",), "met": "form field"}, "nothing that is named makes it a form field"),
        ({"by": ("S2SS-M03",), "met": "view"}, "nothing that is named makes it a view"),
        ({"by": ("S2SS-M03",), "met": "setting"}, "nothing that is named makes it a setting"),
        ({"by": ("S2SS-M03",), "met": "checklist"}, "nothing that is named makes it a checklist"),
        ({"by": ("checklist: qa-confidence › luck",)}, "checklist: qa-confidence › luck does not exist"),
    ),
    ids=str,
)
def test_an_entry_that_names_what_is_not_there_is_found(changes: dict[str, Any], objection: str) -> None:
    assert objection in objections(entry(**changes))


def test_a_test_about_something_else_is_found() -> None:
    strange = "transparency/test_tiles.py::test_a_tile_has_the_path_of_the_specification"

    assert nowhere_exercised(entry(tests=(strange,))) == [f"{strange} speaks of nothing that is named"]


def test_what_no_test_speaks_of_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "all_words", lambda: frozenset({"gates"}))

    assert nowhere_exercised(entry()) == ["no test speaks of S2SS-M03"]


def test_titles_are_read_with_what_is_filled_in_and_without_docstrings() -> None:
    tree = ast.parse(
        'def f(kind):\n    """Some words."""\n    return f"the {kind} report", "the QA Lead", "word"\n'
    )

    assert sorted(titles(tree)) == ["the\\ .+\\ report", "the\\ QA\\ Lead"]
