"""Checklists: somebody answers for the items of a list that the programme asks for with a decision."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import RecordId
from s2ss_core.values import ChecklistStage, Person, Private

__all__ = ["ChecklistAnswer", "ChecklistAnswered"]


@attrs.frozen(kw_only=True)
class ChecklistAnswer:
    """The answer to one item of a list. Say in `comment` why something is not so, or does not apply."""

    item: RecordId
    answer: Literal["yes", "no", "not-applicable"]
    comment: Private | None = None


@recorded_as("deployment.checklist-answered", version=1, key_space="response")
class ChecklistAnswered:
    """Somebody answered for items of a checklist; of several answers to one item, the newest counts.

    `of` is the version of the plan, or the id of the review, the judgement or the certificate that it is answered for, which may
    be recorded later.
    """

    response: RecordId
    on: date
    checklist: RecordId
    at: ChecklistStage
    of: RecordId
    by: Person
    answers: tuple[ChecklistAnswer, ...]
