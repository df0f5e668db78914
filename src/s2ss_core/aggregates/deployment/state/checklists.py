"""Checklists: every response, in the order in which they were recorded."""

import attrs

from s2ss_core.aggregates.fold import Fold
from s2ss_core.events import ChecklistAnswered


@attrs.define(kw_only=True)
class Checklists:
    """Every response to a checklist."""

    responses: list[ChecklistAnswered] = attrs.field(factory=list)


fold = Fold[Checklists]()


@fold.on(ChecklistAnswered)
def _checklist_answered(checklists: Checklists, event: ChecklistAnswered) -> None:
    checklists.responses.append(event)
