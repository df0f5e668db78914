"""Checklists: the newest answer to each item, which items are not met, and which of these hold a decision back."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from s2ss_core.events import ChecklistAnswer, ChecklistAnswered
from s2ss_core.programmes import AskedChecklist, Checklist, Programme, Terms, checklists_at, items_of
from s2ss_core.values import ChecklistStage, JudgingParty

Answers = Mapping[str, ChecklistAnswer]


def newest_answers(
    responses: Iterable[ChecklistAnswered], checklist: str, at: ChecklistStage, of: str, by: date = date.max
) -> Answers:
    """The newest answer to each item of a list, of those given by a day for one plan, review, judgement or certificate."""
    given = (
        response
        for response in responses
        if (response.checklist, response.at, response.of) == (checklist, at, of) and response.on <= by
    )
    ordered = sorted(given, key=lambda response: response.on)
    return {answer.item: answer for response in ordered for answer in response.answers}


def shortfalls(checklists: Iterable[Checklist], asked: AskedChecklist, answers: Answers) -> Iterator[str]:
    """The ids of the items that are not met: of what is not so, does not apply and nobody says why, or has no answer."""
    return (
        item.id
        for item in items_of(checklists, asked.checklist)
        if (answer := answers.get(item.id)) is None or not is_met(answer)
    )


def is_met(answer: ChecklistAnswer) -> bool:
    """Whether an answer meets its item: it is so, or does not apply and somebody says why."""
    return answer.answer == "yes" or (answer.answer == "not-applicable" and answer.comment is not None)


def holding_back(
    programme: Programme,
    terms: Terms,
    responses: Iterable[ChecklistAnswered],
    *,
    at: ChecklistStage,
    of: str,
    by: date,
    party: JudgingParty | None = None,
) -> tuple[str, ...]:
    """The items that are not met by a day and that the programme lets refuse a decision, each after its list."""
    given = tuple(responses)
    return tuple(
        f"{asked.checklist} › {item}"
        for asked in checklists_at(terms.checklists, at, party)
        for item in shortfalls(
            programme.checklists, asked, newest_answers(given, asked.checklist, at, of, by)
        )
        if item in asked.refuses
    )
