"""A view gathers every kind of event that it asks for: one that it forgot would be missing from its figures, unsaid."""

from typing import Any

import attrs
import pytest

from s2ss_core.errors import NotFound
from s2ss_core.events import (
    AwardCostDisallowed,
    AwardCostIncurred,
    AwardCostReversed,
    AwardPaymentMade,
    AwardPaymentReversed,
    AwardVatSettled,
    EntryStruckOut,
    GrantAwarded,
    VatSettled,
)
from s2ss_core.projections import AWARD_USAGE, DEPLOYMENT_LOG, GRANT_USAGE, Projection
from s2ss_core.projections.engine.event_set import EventSet
from tests.projections.histories import History
from tests.projections.test_stories import STORIES, history_of
from tests.store.samples import sample, sample_history

OF_AWARDS_ONLY = {
    AwardCostDisallowed,
    AwardCostIncurred,
    AwardCostReversed,
    AwardPaymentMade,
    AwardPaymentReversed,
    AwardVatSettled,
}

AS_GATHERED = {EntryStruckOut, VatSettled}
"""What changes another entry as it is gathered, so that no view asks for it."""


def with_own_costs(history: History) -> History:
    """The history, and a cost and a payment of its first award itself: no story has one."""
    (awarded, *_) = [entry for entry in history.entries if isinstance(entry.event, GrantAwarded)]
    for kind in (AwardCostIncurred, AwardPaymentMade):
        history.tell(awarded.stream, attrs.evolve(sample(kind, full=False), on=awarded.event.on))
    return history


HISTORIES = [with_own_costs(history_of(STORIES[0])), *map(history_of, STORIES[1:])]


def gathered(projection: Projection[Any, Any]) -> set[type]:
    """The kinds of event that a projection keeps of all that there are."""
    facts = projection.initial(("", ""))
    for entry in sample_history():
        facts = projection.step(facts, entry)
    return {type(entry.event) for entry in facts.entries}


def asked_for(projection: Projection[Any, Any], monkeypatch: pytest.MonkeyPatch) -> set[type]:
    """The kinds of event that its view asks the facts for, in all the stories."""
    asked: set[type] = set()

    def noting(answer: Any) -> Any:
        def note(facts: EventSet, *kinds: type) -> Any:
            asked.update(kinds)
            return answer(facts, *kinds)

        return note

    monkeypatch.setattr(EventSet, "of", noting(EventSet.of))
    monkeypatch.setattr(EventSet, "not_struck_out", noting(EventSet.not_struck_out))
    for history in HISTORIES:
        show(projection, history)
    return asked


def show(projection: Projection[Any, Any], history: History) -> None:
    for key in {key for entry in history.entries for key in projection.keys(entry, history)}:
        try:
            projection.live(history, key)
        except NotFound:
            continue


@pytest.mark.parametrize(
    "projection", (DEPLOYMENT_LOG, GRANT_USAGE, AWARD_USAGE), ids=lambda projection: projection.name
)
def test_a_view_gathers_what_it_asks_for_and_what_changes_that(
    projection: Projection[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asked_for(projection, monkeypatch)

    own = {AwardVatSettled} if projection is AWARD_USAGE else set()
    assert asked | AS_GATHERED | own <= gathered(projection), "add these to what the projection gathers"


def test_what_is_gathered_for_money_is_asked_for_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = asked_for(GRANT_USAGE, monkeypatch) | asked_for(AWARD_USAGE, monkeypatch)

    assert gathered(AWARD_USAGE) == asked | AS_GATHERED | {AwardVatSettled}
    assert gathered(GRANT_USAGE) == gathered(AWARD_USAGE) - OF_AWARDS_ONLY
