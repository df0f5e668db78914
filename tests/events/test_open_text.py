"""Text of events that is neither an id, nor a word of a fixed list, nor private: every field of it has a reason.

Such text is in the hashed bytes and can never be erased. The reasons are in docs/explanation/stored-format.md.
"""

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import attrs

from s2ss_core.events import registered
from s2ss_core.ids import DocumentNumber, Id, RecordId
from tests.golden.file import ROOT
from tests.test_pages import rows_under

PAGE = (ROOT / "docs" / "explanation" / "stored-format.md").read_text("utf-8")

PEOPLE = {
    "accepted_by", "accountable_to", "agreed_by", "asked_by", "attendee", "authorised_by", "by", "certifier",
    "completed_by", "convened_by", "copies_to", "countersigned_by", "delegated_by", "headteacher", "invited_by",
    "issued_by", "judge", "leader", "leaving", "led_by", "led_for", "liaised_with", "new_lead", "nominated_by", "owner",
    "person", "preparer", "qa_lead", "requested_by", "requested_of", "returned_to", "short_notice_accepted_by",
    "signatory", "who", "work_managed_by", "worked_with",
}  # fmt: skip
ORGANISATIONS = {"checked_against", "organisation", "provider", "school", "supplier", "trust"}
RECORDS = {
    "activity", "after_review", "agreement", "allocation", "assessment", "evaluation", "feedback", "instead_of", "signature", "awards", "because", "certificate", "concern", "cost", "deployment",
    "disallowance", "fact", "follows", "grant", "id", "invoice", "judgement", "judgements", "leg", "line", "meeting", "negotiation",
    "objective", "objectives", "of", "payment", "programme", "project", "recovery", "replaced_by", "report",
    "reopening", "returning", "review", "schedule", "stream", "supersedes", "tranche", "variation", "variation_of", "visit", "with_report",
}  # fmt: skip
IDS = PEOPLE | ORGANISATIONS | RECORDS


def open_texts(cls: type[Any]) -> Iterator[str]:
    """Every plain text in the fields of a class, at any depth, as `Class.field`."""
    for field in attrs.fields(cls):
        yield from (name or f"{cls.__name__}.{field.name}" for name in _texts(field.type))


def _texts(annotation: Any) -> Iterator[str | None]:
    if annotation in {str, DocumentNumber}:
        yield None
    elif isinstance(annotation, type) and attrs.has(annotation):
        yield from open_texts(annotation)
    elif annotation not in {Id, RecordId} and get_origin(annotation) is not Literal:
        for part in get_args(annotation):
            yield from _texts(part)


def with_a_reason() -> set[str]:
    """The fields that the page gives a reason for."""
    return {
        name
        for fields, _reason in rows_under("Text that is not private", PAGE)
        for name in re.findall(r"`(\w+)`", fields)
    }


def name_of(text: str) -> str:
    return text.partition(".")[2]


def test_every_text_is_an_id_or_private_or_has_a_reason_to_be_neither() -> None:
    texts = {text for _, cls in registered() for text in open_texts(cls)}

    without = {text for text in texts if name_of(text) not in IDS | with_a_reason()}

    assert not without, (
        "give each the type Private; or, if it is an id, name it in this file; or give the reason why nobody will ever"
        " have to erase it in docs/explanation/stored-format.md"
    )


def test_every_reason_is_for_a_field_that_an_event_has() -> None:
    names = {name_of(text) for _, cls in registered() for text in open_texts(cls)}

    assert with_a_reason() - names == set()
    assert with_a_reason() & IDS == set()


def test_text_at_any_depth_is_found() -> None:
    @attrs.frozen
    class Inner:
        note: str
        kind: Literal["a", "b"]

    @attrs.frozen
    class Outer:
        inner: tuple[Inner, ...] | None
        words: tuple[str, ...]
        count: int

    assert sorted(open_texts(Outer)) == ["Inner.note", "Outer.words"]
