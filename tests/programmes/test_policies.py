"""Every contradiction of the sources is answered: by a key of a programme, each value of which makes a difference, or by a reason."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_type_hints

import attrs
import pytest

from docs.generate.policies import IDS, Contradiction, Trial, contradictions
from docs.generate.traceability import DOCUMENTS
from s2ss_core.programmes import Programme, Setting
from tests.golden.file import GOLDEN
from tests.programmes.contested import outcome
from tests.test_house import ROOT, SOURCE

CITATIONS = GOLDEN / "citations.json"
SETTINGS = tuple((SOURCE / "programmes").glob("*.toml"))
TRACES = tuple((ROOT / "docs" / "trace").glob("*.toml"))
TRIALS = [(each, trial) for each in contradictions() for trial in each.trials]


def keys_of(of: Any, path: str = "") -> Iterator[str]:
    """Every key of a programme file, dotted."""
    for part in (of, *get_args(of), *(inner for arg in get_args(of) for inner in get_args(arg))):
        if isinstance(part, type) and attrs.has(part) and part is not Setting:
            for name, hint in get_type_hints(part).items():
                key = f"{path}.{name}" if path else name
                yield key
                yield from keys_of(hint, key)


def unanswered(each: Contradiction) -> list[str]:
    """What is missing of a contradiction: a key that there is, values that differ, or a reason."""
    known = {*keys_of(Programme)}
    found = [f"{each.id}: a programme has no key {key}" for key in each.keys if key not in known]
    if not each.reason and len({trial.then for trial in each.trials}) < 2:
        found.append(f"{each.id}: its values make no difference")
    if not (each.keys or each.reason):
        found.append(f"{each.id}: it has neither a key nor a reason")
    tried = {_key(name) for trial in each.trials for name in trial.settings}
    found += [
        f"{each.id}: no value of {key} is tried"
        for key in each.keys
        if not any(key.startswith(name) for name in tried)
    ]
    return found


def _key(name: str) -> str:
    return name.removesuffix(".value")


def test_every_contradiction_is_answered() -> None:
    assert tuple(each.id for each in contradictions()) == IDS
    assert [fault for each in contradictions() for fault in unanswered(each)] == []


@pytest.mark.parametrize(
    ("each", "trial"), TRIALS, ids=[f"{each.id}-{trial.value}" for each, trial in TRIALS]
)
def test_each_value_makes_what_the_page_says(each: Contradiction, trial: Trial) -> None:
    assert each.keys

    assert outcome(trial) == trial.then


def test_every_source_is_a_place_that_is_cited_elsewhere_too() -> None:
    named = [source.partition(": ") for each in contradictions() for source in each.sources]
    cited = "".join(path.read_text("utf-8") for path in (*SETTINGS, *TRACES, CITATIONS))

    assert {document for document, _, _ in named} <= DOCUMENTS.keys()
    assert all(each.sources for each in contradictions())
    assert [place for _, _, place in named if place not in cited] == []


@pytest.mark.parametrize(
    "faulty",
    (
        {"keys": ("reports.no_such_key",)},
        {"trials": ()},
        {"keys": (), "reason": ""},
        {"keys": ("cap.days", "duration.most_terms")},
    ),
    ids=["no such key", "no values", "neither key nor reason", "a key that no value sets"],
)
def test_a_contradiction_that_is_not_answered_is_found(faulty: Mapping[str, Any]) -> None:
    answered = next(each for each in contradictions() if each.id == "C12")

    assert unanswered(answered) == []
    assert unanswered(attrs.evolve(answered, **faulty))
