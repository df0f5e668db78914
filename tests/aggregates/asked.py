"""A programme that asks for the shipped checklists with each decision that may have one, and answers to them."""

from collections.abc import Iterable
from datetime import date

import attrs

from s2ss_core.events import ChecklistAnswer, ChecklistAnswered
from s2ss_core.programmes import AskedChecklist, Programme, items_of, shipped_checklists
from s2ss_core.values import Person
from tests.aggregates.histories import EXCEED, THE_ACCOUNTING_OFFICER, THE_HEADTEACHER, THE_QA_LEAD

LISTS = shipped_checklists()
OURS = "choice: these lists, here"
WITH_PLAN = AskedChecklist(
    checklist="qa-confidence", at="plan", answered_by=("qa-lead",), refuses=("evidence-informed", "proper-use"),
    source=OURS,
)  # fmt: skip
WITH_REVIEW = AskedChecklist(
    checklist="npqel-implementation-delivery", at="review", answered_by=("headteacher", "system-leader"),
    refuses=("ingredients-secure",), source=OURS,
)  # fmt: skip
WITH_JUDGEMENT = AskedChecklist(
    checklist="qa-confidence", at="judgement", answered_by=("qa-lead",), refuses=("proper-use",), source=OURS
)
WITH_CERTIFICATE = AskedChecklist(
    checklist="npqel-accountability", at="certificate", answered_by=("accounting-officer",),
    refuses=("value-for-money",), source=OURS,
)  # fmt: skip
EVERYWHERE = (WITH_PLAN, WITH_REVIEW, WITH_JUDGEMENT, WITH_CERTIFICATE)
ANSWER_FOR: dict[str, Person] = {
    "plan": THE_QA_LEAD,
    "review": THE_HEADTEACHER,
    "judgement": THE_QA_LEAD,
    "certificate": THE_ACCOUNTING_OFFICER,
}


def asking(*asked: AskedChecklist) -> Programme:
    """`exceed-2023` under another name, with these checklists asked for where support is funded externally."""
    external, *others = EXCEED.funding
    funding = (attrs.evolve(external, checklists=asked), *others)
    return attrs.evolve(EXCEED, name="north-trust", version="1", checklists=LISTS, funding=funding)


ASKING = asking(*EVERYWHERE)


def answered(
    name: str, on: date, asked: AskedChecklist, of: str, *otherwise: ChecklistAnswer, only: Iterable[str] = ()
) -> ChecklistAnswered:
    """A response with yes to every item of a list, or to these items only, but for what is answered otherwise."""
    others = {answer.item: answer for answer in otherwise}
    items = tuple(only) or tuple(item.id for item in items_of(LISTS, asked.checklist))
    return ChecklistAnswered(
        response=name,
        on=on,
        checklist=asked.checklist,
        at=asked.at,
        of=of,
        by=ANSWER_FOR[asked.at],
        answers=tuple(others.get(item, ChecklistAnswer(item=item, answer="yes")) for item in items),
    )
