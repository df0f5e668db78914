"""Checks that the checklists of a programme agree with where it asks for them."""

from collections.abc import Iterator
from typing import get_args

from s2ss_core.programmes.checklists import AskedChecklist, items_of
from s2ss_core.programmes.flow_consistency import repeated
from s2ss_core.programmes.programme import Programme, Terms
from s2ss_core.values import JudgingParty


def checklists(programme: Programme) -> Iterator[str]:
    """One text for each list that is there twice or has no items, and for each item of one that is there twice."""
    yield from repeated("checklists", [checklist.id for checklist in programme.checklists])
    for number, checklist in enumerate(programme.checklists):
        at = f"checklists[{number}].items"
        yield from repeated(at, [item.id for item in checklist.items])
        if not checklist.items:
            yield f"{at}: expected at least one item"


def asked_checklists(at: str, terms: Terms, programme: Programme) -> Iterator[str]:
    """One text for each list that a kind of funding asks for and that can never be answered as it asks."""
    yield from repeated(
        f"{at}.checklists", [f"{asked.checklist} with the {asked.at}" for asked in terms.checklists]
    )
    for number, asked in enumerate(terms.checklists):
        yield from _asked(f"{at}.checklists[{number}]", asked, terms, programme)


def _asked(at: str, asked: AskedChecklist, terms: Terms, programme: Programme) -> Iterator[str]:
    items = [item.id for item in items_of(programme.checklists, asked.checklist)]
    if not items:
        yield f"{at}.checklist: no list {asked.checklist!r} is written here or comes with the library"
    elif unknown := sorted(set(asked.refuses) - set(items)):
        yield f"{at}.refuses: {', '.join(unknown)} are not among its items, which are: {', '.join(items)}"
    if not asked.answered_by:
        yield f"{at}.answered_by: expected at least one role"
    if asked.at == "plan" and not terms.plan:
        yield f"{at}.at: expected no list with a plan, because plan = false says that support waits for none"
    if asked.at == "judgement" and (others := sorted(set(asked.answered_by) - set(get_args(JudgingParty)))):
        yield f"{at}.answered_by: {', '.join(others)} judge no progress; the list goes with the judgement of who answers it"
    if "qa-lead" in asked.answered_by and not terms.qa_lead_required and len(asked.answered_by) == 1:
        yield f"{at}.answered_by: expected qa_lead_required = true where only the QA Lead answers"
