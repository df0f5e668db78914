"""Whoever says that something must hold is named, and was looked up.

`golden/citations.json` lists, document by document, the places that rules, shipped programmes and forms cite: headings from
the outermost in, spelled as there, then at most a step, a form or a form's field. Each was read by hand and says what
is asked. Before adding one, read it in the document; what no document says is a `choice`.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from s2ss_core.programmes import (
    CPD_HUBS,
    HANDBOOK,
    INSTITUTE,
    NPQEL,
    PROTOCOLS,
    Citation,
    choice,
    shipped,
    shipped_checklists,
)
from s2ss_core.projections.forms import FORMS
from s2ss_core.rules import Rule, every_rule

CHECKED: dict[str, list[str]] = json.loads(
    (Path(__file__).resolve().parent.parent / "golden" / "citations.json").read_text("utf-8")
)
TITLES = {document.title for document in (HANDBOOK, PROTOCOLS, CPD_HUBS, NPQEL, INSTITUTE)}
NOWHERE = choice("").document
IN_SHORT = {title.partition(" (")[0]: title for title in TITLES}
"""A programme's sources leave out the brackets of a title: who published it, and when."""


def sources(value: object) -> Iterator[str]:
    """Every `source` anywhere inside a programme."""
    if isinstance(value, tuple):
        for item in value:
            yield from sources(item)
    elif attrs.has(type(value)):
        fields: dict[str, Any] = attrs.asdict(value, recurse=False)  # type: ignore[arg-type]
        for name, inside in fields.items():
            yield from [inside] if name == "source" else sources(inside)


def cited_in(source: str) -> Iterator[tuple[str, str]]:
    """The documents and places that a programme's source names; a place without one is in the document before."""
    document = "no document"
    for part in source.split("; "):
        if part.startswith(("no source: ", "choice: ")):
            continue
        place = part.removeprefix("adopted from ")
        name, _, inside = place.partition(" › ")
        if name in IN_SHORT:
            document, place = IN_SHORT[name], inside
        yield document, place


def cited_by_rules() -> set[tuple[str, str]]:
    return {(rule.source.document, " › ".join(rule.source.place)) for rule in cited(every_rule())}


def cited_by_programmes() -> set[tuple[str, str]]:
    whole = (*shipped(), *shipped_checklists())
    return {found for part in whole for source in sources(part) for found in cited_in(source)}


def cited_by_forms() -> set[tuple[str, str]]:
    return {(layout.source.document, " › ".join(layout.source.place)) for layout in FORMS.values()}


def cited(rules: tuple[Rule[...], ...]) -> list[Rule[...]]:
    return [rule for rule in rules if rule.source.document != NOWHERE]


def unchecked(found: set[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted((document, place) for document, place in found if place not in CHECKED.get(document, []))


def test_every_checked_document_is_a_known_one_and_every_known_one_is_listed() -> None:
    assert set(CHECKED) == TITLES


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.code)
def test_a_rule_cites_a_known_document_or_says_that_it_is_a_choice_and_why(rule: Rule[...]) -> None:
    if rule.source.document == NOWHERE:
        assert rule.source == choice(*rule.source.place)
        assert rule.source.place[0].strip()
    else:
        assert rule.source.document in TITLES
        assert rule.source.place


def test_every_place_that_a_rule_cites_was_checked() -> None:
    assert len(cited(every_rule())) > 50
    assert unchecked(cited_by_rules()) == []


def test_every_place_that_a_programme_cites_was_checked() -> None:
    assert len(cited_by_programmes()) > 20
    assert unchecked(cited_by_programmes()) == []


def test_every_place_that_a_form_cites_was_checked() -> None:
    assert unchecked(cited_by_forms()) == []


def test_the_list_holds_no_place_that_nothing_cites_any_more() -> None:
    found = cited_by_rules() | cited_by_programmes() | cited_by_forms()

    assert [
        (title, place) for title in CHECKED for place in CHECKED[title] if (title, place) not in found
    ] == []


def test_the_list_is_in_order_and_names_each_place_once() -> None:
    assert {title: sorted(set(places)) for title, places in CHECKED.items()} == CHECKED


# The checkers themselves


def test_a_source_is_read_part_by_part() -> None:
    source = (
        "System Leader Handbook V7 › Funding agreements › Payment; Roles › QA Lead; no source: the rest; "
        "adopted from Exceed Institute: School improvement support › Additional support; choice: so › it is"
    )

    assert list(cited_in(source)) == [
        (HANDBOOK.title, "Funding agreements › Payment"),
        (HANDBOOK.title, "Roles › QA Lead"),
        (INSTITUTE.title, "Additional support"),
    ]


@pytest.mark.parametrize(
    "source", ("A page › Roles", "System Leader Handbook V7 › Rolls", "System Leader Handbook V7", "Roles")
)
def test_a_place_that_is_not_on_the_list_is_found(source: str) -> None:
    assert len(unchecked(set(cited_in(source)))) == 1


def test_a_place_invented_for_a_rule_is_found() -> None:
    invented: Citation = HANDBOOK.at("Funding agreements", "Payment terms", "In arrears")

    assert unchecked({(invented.document, " › ".join(invented.place))}) != []
