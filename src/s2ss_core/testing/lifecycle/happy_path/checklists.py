"""Checklists: the answers that a decision waits for come before it, for the id that it then has."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from s2ss_core.events import (
    ChecklistAnswer,
    ChecklistAnswered,
    GrantUsageCertified,
    PlanApproved,
    ProgressJudged,
    ReviewHeld,
)
from s2ss_core.programmes import AskedChecklist, checklists_at, items_of
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import ASSURER, somebody
from s2ss_core.testing.lifecycle.happy_path.shares import ShareStage
from s2ss_core.values import ChecklistStage as Stage

DECISIONS: Mapping[str, tuple[Stage, type[Any], str]] = {
    "approve_plan": ("plan", PlanApproved, "plan_version"),
    "hold_review": ("review", ReviewHeld, "review"),
    "judge_progress": ("judgement", ProgressJudged, "judgement"),
    "certify_grant_usage": ("certificate", GrantUsageCertified, "certificate"),
}
"""The commands with which checklists may be asked for: the event that each records, and the field with its id."""


class ChecklistStage(ShareStage):
    """The answers to the checklists that the programme asks for."""

    def answering(self, call: CommandCall) -> Iterator[CommandCall]:
        """A call, and before it every answer that it waits for."""
        if call.command not in DECISIONS or not self.laid_down.checklists:
            yield call
            return
        at, kind, field = DECISIONS[call.command]
        asked = tuple(checklists_at(self.laid_down.checklists, at, call.fields.get("party")))
        given = [response for response in self.story.of(ChecklistAnswered) if response.at == at]
        own = f"{call.fields[field]}"
        decided = {f"{getattr(event, field)}" for event in self.story.of(kind)}
        promised = (
            response.of
            for response in reversed(given)
            if response.of not in decided and response.of.rpartition("-")[0] == own.rpartition("-")[0]
        )
        name = own if at == "plan" else next(promised, own)
        answered = {response.checklist for response in given if response.of == name}
        yield from (self.answer(each, name) for each in asked if each.checklist not in answered)
        yield call if at == "plan" else call.with_(**{field: name})

    def answer(self, asked: AskedChecklist, of: str) -> CommandCall:
        """Yes to every item of a list, by somebody in the first role that may answer."""
        role, *_ = asked.answered_by
        assuring = role in {"qa-lead", "director-of-school-improvement"}
        items = items_of(self.scenario.programme.checklists, asked.checklist)
        return self.call(
            "answer_checklist",
            response=self.fresh("rs"),
            checklist=asked.checklist,
            at=asked.at,
            of=of,
            by=attrs.evolve(ASSURER, role=role) if assuring else somebody(role),
            answers=tuple(ChecklistAnswer(item=item.id, answer="yes") for item in items),
        )
