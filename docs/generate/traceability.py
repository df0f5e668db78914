"""The page of traceability: for each rule of the source documents how it is met, by which code, and which test shows it."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import attrs

from s2ss_core.programmes import CPD_HUBS, HANDBOOK, INSTITUTE, NPQEL, PROTOCOLS, Document

FOLDER = Path(__file__).resolve().parent.parent / "trace"
RULES = 332
DOCUMENTS: Mapping[str, Document] = {
    "handbook": HANDBOOK,
    "protocols": PROTOCOLS,
    "cpd-hubs": CPD_HUBS,
    "npqel": NPQEL,
    "institute": INSTITUTE,
}
# How a rule is met. What is out of scope, absent or partial says why.
WAYS: Mapping[str, str] = {
    "refusal": "a command that would break it is refused",
    "despite": "what happened against it is recorded only despite the rule, with a reason and who accepts it",
    "finding": "what is against it stands in the log as a finding or a note",
    "due": "what it asks for is listed with whom it waits on until it is there",
    "form field": "an event has a field for it, which is kept and given back",
    "view": "a view shows it",
    "setting": "a programme says it, with its source",
    "checklist": "named people answer for it in a checklist",
    "out of scope": "no record of support could keep it",
    "partial": "a part of it is missing",
    "absent": "there is no place for it",
}


@attrs.frozen(kw_only=True)
class TracedRule:
    """A rule of a source document: where it stands, what it asks, how it is met, by what, and the tests that show it.

    `by` names rules by code, fields of events and views by their path, keys of programmes, items of checklists, forms and dues. `tests` are
    pytest node ids below `tests/`. `why` says what is missing, or why it is out of scope.
    """

    number: int
    document: str
    place: str
    asks: str
    met: str
    by: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    why: str = ""


@cache
def traced_rules() -> tuple[TracedRule, ...]:
    """Every rule of every file, in the order of the files."""
    return tuple(rule for name in DOCUMENTS for rule in _read(name))


def _read(name: str) -> Iterator[TracedRule]:
    path = FOLDER / f"{name}.toml"
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["rule"] if path.exists() else []
    for row in rows:
        listed = {key: tuple(row.get(key, ())) for key in ("by", "tests")}
        yield TracedRule(**{"document": name, **row, **listed})


def traceability() -> Iterator[str]:
    """Every rule that the source documents hold, with what meets it."""
    found = traced_rules()
    yield "# Traceability\n\nEvery rule, number, form field and duty of the source documents, in our own words, and how this library"
    yield "meets it. The files are in `docs/trace`; tests fail where one of them names what is not there.\n"
    yield f"Of {len(found)} rules: {_counted(found)}\n"
    yield "| met by | which means |\n|---|---|"
    yield from (f"| {way} | {meaning} |" for way, meaning in WAYS.items())
    yield "\nA rule is named by its code (see {doc}`rules`), a field by event and path (see {doc}`events` and {doc}`views`), a key"
    yield "by programme (see {doc}`programmes`). A due and a form are named by their titles, an item of a"
    yield "checklist by list and id.\n"
    yield from _table(found)
    for name, document in DOCUMENTS.items():
        yield from _document(document, [rule for rule in found if rule.document == name])


def _counted(rules: Iterable[TracedRule]) -> str:
    counts = Counter(rule.met for rule in rules)
    return ", ".join(f"{counts[way]} {way}" for way in WAYS) + "."


def _table(rules: Iterable[TracedRule]) -> Iterator[str]:
    counts = Counter((rule.document, rule.met) for rule in rules)
    yield f"| document | {' | '.join(WAYS)} |\n|---|{'---|' * len(WAYS)}"
    for name, document in DOCUMENTS.items():
        cells = " | ".join(f"{counts[name, way]}" for way in WAYS)
        yield f"| {document.title} | {cells} |"
    yield ""


def _document(document: Document, rules: Iterable[TracedRule]) -> Iterator[str]:
    yield f"## {document.title}\n"
    for place, inside in groupby(rules, key=lambda rule: rule.place):
        yield f"### {place}\n\n| | asks | met by | |\n|---|---|---|---|"
        yield from (_row(rule) for rule in inside)
        yield ""


def _row(rule: TracedRule) -> str:
    by = ", ".join(f"`{name}`" for name in rule.by)
    tests = ", ".join(f"`{test}`" for test in rule.tests)
    shown = "; ".join(filter(None, (by, f"shown by {tests}" if tests else "", rule.why)))
    return f"| {rule.number} | {rule.asks} | {rule.met} | {shown} |"
