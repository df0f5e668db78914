"""Checklists of a programme: those that the library ships, and how a file asks for one of these or of its own."""

import hashlib
import json
from importlib import resources
from typing import Any

import attrs
import pytest

from s2ss_core.errors import BadInput
from s2ss_core.programmes import (
    AskedChecklist,
    Checklist,
    ChecklistItem,
    checklists_at,
    digest,
    find,
    from_canonical,
    items_of,
    loads,
    shipped_checklists,
)
from s2ss_core.programmes.canonical_form import canonical
from s2ss_core.programmes.consistency import inconsistencies
from tests.aggregates.asked import ASKING, EVERYWHERE, WITH_CERTIFICATE, WITH_JUDGEMENT, WITH_PLAN
from tests.programmes.test_shipped import DOCUMENTS, sources

# A published list is never edited: programmes take its items in, and a store refuses one programme with two contents.
DIGESTS = {
    "certificate-statements": "251c07f7ed0bcc7c",
    "npqel-accountability": "8d949cf14227f4dd",
    "npqel-implementation-delivery": "4775a042df8b5535",
    "npqel-implementation-plan": "4bb69b05c5895a36",
    "qa-confidence": "9429f7e193b69ba0",
}
LISTS = {checklist.id: checklist for checklist in shipped_checklists()}
EXCEED = (resources.files("s2ss_core.programmes") / "exceed-2023.toml").read_text("utf-8")
FLOWS = "[[funding.flows]]"
ASKS = """
[[funding.checklists]]
checklist = "qa-confidence"
at = "judgement"
answered_by = ["qa-lead"]
source = "choice: here"

"""


def digest_of(checklist: Checklist) -> str:
    content = json.dumps(attrs.asdict(checklist), sort_keys=True)
    return hashlib.sha256(content.encode("utf-8")).hexdigest()[:16]


def with_lists(text: str = ASKS, end: str = "") -> str:
    """The file of `exceed-2023` under another name, with lists for external funding, and something at its end."""
    named = EXCEED.replace('name = "exceed-2023"', 'name = "ours"')
    return named.replace(FLOWS, text + FLOWS, 1) + end


def test_a_published_list_is_never_edited() -> None:
    assert {checklist.id: digest_of(checklist) for checklist in shipped_checklists()} == DIGESTS


def test_every_shipped_list_is_in_a_file_of_its_name_and_names_each_item_once() -> None:
    folder = resources.files("s2ss_core.programmes") / "shipped-checklists"

    assert {file.name for file in folder.iterdir()} == {f"{name}.toml" for name in LISTS}
    for checklist in LISTS.values():
        assert len({item.id for item in checklist.items}) == len(checklist.items) > 5


@pytest.mark.parametrize("checklist", LISTS.values(), ids=lambda checklist: checklist.id)
def test_every_item_cites_a_document_and_heading_or_says_that_none_asks_for_it(checklist: Checklist) -> None:
    known = (*DOCUMENTS, "National Professional Qualification for Executive Leadership framework › ")

    assert [source for source in sources(checklist) if not source.startswith(known)] == []


def test_the_lists_hold_the_six_tests_of_the_qa_lead_and_the_statements_of_a_certificate() -> None:
    statements = tuple(item.id for item in LISTS["certificate-statements"].items)

    assert len(LISTS["qa-confidence"].items) == 6
    assert statements == find("exceed-2023").certificate_statements


def test_a_programme_that_asks_for_a_shipped_list_takes_its_items_in() -> None:
    programme = loads(with_lists())

    assert programme.checklists == (LISTS["qa-confidence"],)
    assert from_canonical(canonical(programme)) == programme
    assert [each.checklist for each in checklists_at(programme.funding[0].checklists, "judgement")] == [
        "qa-confidence"
    ]


def test_a_list_that_the_file_writes_itself_is_the_one_that_it_asks_for() -> None:
    item = """
[[checklists]]
id = "qa-confidence"
title = "Ours"
source = "choice: ours"
items = [{ id = "sure", text = "We are sure.", source = "choice: ours" }]
"""
    programme = loads(with_lists(end=item))

    assert [each.id for each in items_of(programme.checklists, "qa-confidence")] == ["sure"]


def test_a_list_that_nobody_asks_for_is_not_taken_in() -> None:
    plain = loads(EXCEED)

    assert plain.checklists == ()
    assert digest(plain) == digest(find("exceed-2023"))


def test_a_file_that_asks_for_a_list_that_there_is_not_is_refused() -> None:
    text = with_lists(ASKS.replace("qa-confidence", "six-tests"))

    with pytest.raises(BadInput) as refused:
        loads(text, "ours.toml")

    assert str(refused.value) == (
        "ours.toml: funding[0].checklists[0].checklist: no list 'six-tests' is written here or comes with the library"
    )


OURS = Checklist(
    id="ours",
    title="Ours",
    source="choice: ours",
    items=(ChecklistItem(id="a", text="A.", source="choice: a"),),
)


@pytest.mark.parametrize(
    ("asked", "fields", "said"),
    (
        (
            WITH_PLAN,
            {"refuses": ("likely", "impact")},
            "refuses: impact, likely are not among its items, which are:",
        ),
        (WITH_PLAN, {"answered_by": ()}, "answered_by: expected at least one role"),
        (
            WITH_JUDGEMENT,
            {"answered_by": ("qa-lead", "headteacher")},
            "answered_by: headteacher judge no progress",
        ),
    ),
)
def test_what_can_never_be_answered_as_it_is_asked_is_named(
    asked: AskedChecklist, fields: dict[str, Any], said: str
) -> None:
    external, *others = ASKING.funding
    wrong = attrs.evolve(external, checklists=(attrs.evolve(asked, **fields),))

    (text,) = inconsistencies(attrs.evolve(ASKING, funding=(wrong, *others)))

    assert text.startswith(f"funding[0].checklists[0].{said}")


def test_a_list_of_the_qa_lead_alone_needs_a_qa_lead() -> None:
    *others, self_funded = ASKING.funding
    wrong = attrs.evolve(self_funded, checklists=(WITH_PLAN,))

    assert list(inconsistencies(attrs.evolve(ASKING, funding=(*others, wrong)))) == [
        "funding[2].checklists[0].answered_by: expected qa_lead_required = true where only the QA Lead answers"
    ]


def test_support_without_a_plan_asks_for_no_list_with_one() -> None:
    hubs = find("tdt-cpd-hubs")
    asked = attrs.evolve(WITH_PLAN, answered_by=("headteacher",))
    wrong = attrs.evolve(
        hubs, checklists=tuple(LISTS.values()), funding=(attrs.evolve(hubs.funding[0], checklists=(asked,)),)
    )

    (text,) = inconsistencies(wrong)

    assert text.startswith("funding[0].checklists[0].at: expected no list with a plan")


@pytest.mark.parametrize(
    ("lists", "said"),
    (
        ((OURS, OURS), "checklists: 'ours' occurs more than once"),
        ((attrs.evolve(OURS, items=OURS.items * 2),), "checklists[0].items: 'a' occurs more than once"),
        ((attrs.evolve(OURS, items=()),), "checklists[0].items: expected at least one item"),
    ),
)
def test_a_list_has_items_and_each_once(lists: tuple[Checklist, ...], said: str) -> None:
    assert list(inconsistencies(attrs.evolve(find("exceed-2023"), checklists=lists))) == [said]


def test_a_list_is_asked_for_once_with_each_decision() -> None:
    external, *others = ASKING.funding
    twice = attrs.evolve(external, checklists=(*EVERYWHERE, WITH_CERTIFICATE))

    assert list(inconsistencies(attrs.evolve(ASKING, funding=(twice, *others)))) == [
        "funding[0].checklists: 'npqel-accountability with the certificate' occurs more than once"
    ]
    assert list(inconsistencies(ASKING)) == []
