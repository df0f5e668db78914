"""Checklists: what named people answer for with a decision, and where a programme asks for which list."""

from collections.abc import Iterable, Iterator

import attrs

from s2ss_core.values import ChecklistStage, JudgingParty, Role


@attrs.frozen(kw_only=True)
class ChecklistItem:
    """One statement of a checklist, which is answered with yes, no or not applicable."""

    id: str
    text: str
    source: str


@attrs.frozen(kw_only=True)
class Checklist:
    """A list of statements that somebody answers for."""

    id: str
    title: str
    items: tuple[ChecklistItem, ...]
    source: str


@attrs.frozen(kw_only=True)
class AskedChecklist:
    """Where a kind of funding asks for a checklist, and of whom.

    It is answered for each plan before its approval, for each review, for each judgement of progress or for each
    certificate, by somebody in one of the roles in `answered_by`. With a judgement, these are the parties whose judgement it
    is asked for. The items in `refuses` hold the decision back until they are met; of the others that are not met there
    is a note.
    """

    checklist: str
    at: ChecklistStage
    answered_by: tuple[Role, ...]
    refuses: tuple[str, ...] = ()
    source: str


def checklists_at(
    asked: Iterable[AskedChecklist], at: ChecklistStage, party: JudgingParty | None = None
) -> Iterator[AskedChecklist]:
    """Those of the lists that are asked for with a decision; with a judgement, those that are asked of its party."""
    return (each for each in asked if each.at == at and (party is None or party in each.answered_by))


def items_of(checklists: Iterable[Checklist], checklist: str) -> tuple[ChecklistItem, ...]:
    """The items of a list by its id; none of one that is not there."""
    return next((each.items for each in checklists if each.id == checklist), ())
