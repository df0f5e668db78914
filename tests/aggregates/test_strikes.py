"""What stands in the way of striking an entry out of the stream of an award."""

from datetime import date
from typing import Any

import pytest

from s2ss_core.aggregates.award_use import AwardUse
from s2ss_core.aggregates.decision import Decision
from s2ss_core.aggregates.strikes import AWARD, allocation_is_free
from s2ss_core.events import EntryStruckOut, cause_of
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause
from tests.aggregates.histories import changed, codes, pounds
from tests.aggregates.test_grant import ALLOCATED, AWARDED, CLOSED, RECEIVED, VARIED, after

MORE = changed(VARIED, direction="more")
LARGE = changed(ALLOCATED, amount=pounds(25_000))
SMALL = changed(ALLOCATED, allocation="a-2", amount=pounds(500))
BEYOND = changed(RECEIVED, amount=pounds(30_000))
ENTRIES = (AWARDED, MORE, LARGE, SMALL, BEYOND, CLOSED)
STRUCK = EntryStruckOut(
    of=cause_of(SMALL),
    on=date(2024, 5, 1),
    cause="did-not-happen",
    reason="It was another award's.",
    asked_by=person("u-1"),
    agreed_by=person("u-2"),
)


def striking(of: Cause = STRUCK.of, **otherwise: Any) -> Decision[EntryStruckOut]:
    return AWARD.strike_out("g-1", ENTRIES, changed(STRUCK, of=of, **otherwise))


def test_an_entry_on_which_nothing_rests_is_struck_out() -> None:
    decision = striking()

    assert decision.events_or_raise() == (STRUCK,)
    assert decision.request == "strike out allocated a-2 of g-1"


@pytest.mark.parametrize(
    ("asked", "code", "facts"),
    (
        ({"of": Cause("allocated", ("a-9",))}, "S2SS-X02", {"entry": "allocated a-9", "stands": "no"}),
        ({"agreed_by": person("U-1")}, "S2SS-X01", {"asked_by": "u-1", "agreed_by": "U-1"}),
        (
            {"replaced_by": STRUCK.of},
            "S2SS-X03",
            {"entry": "allocated a-2", "replaced_by": "allocated a-2"},
        ),
        (
            {"of": cause_of(MORE)},
            "S2SS-X11",
            {"entry": "award-varied var-1", "resting": "allocated a-2, allocated a-1"},
        ),
    ),
)
def test_one_rule_stands_in_the_way(asked: dict[str, Any], code: str, facts: dict[str, str]) -> None:
    (broken,) = striking(**asked).broken

    assert (broken.rule.code, dict(broken.facts)) == (code, facts)


@pytest.mark.parametrize("of", (cause_of(AWARDED), cause_of(CLOSED), Cause("visit", ("v-1",))), ids=str)
def test_of_an_entry_of_another_kind_only_this_is_said(of: Cause) -> None:
    (broken,) = striking(of).broken

    assert broken.rule.code == "S2SS-X09"
    assert dict(broken.facts) == {"entry": of.name, "kinds": ", ".join(sorted(AWARD.kinds))}


def test_what_was_recorded_despite_a_rule_does_not_rest_on_an_entry_for_that_rule() -> None:
    assert codes(AWARD.strike_out("g-1", (AWARDED, SMALL, BEYOND), STRUCK)) == []


def test_another_rule_that_stands_in_the_way_is_said_too() -> None:
    needed = AwardUse(committed=pounds(1))
    award = after(SMALL)

    decision = AWARD.strike_out("g-1", (AWARDED, SMALL), STRUCK, allocation_is_free(award, STRUCK, needed))

    (broken,) = decision.broken
    assert broken.rule.code == "S2SS-G11"
    assert dict(broken.facts) == {
        "amount": "£500.00",
        "free": "£499.00",
        "eligible": "£0.00",
        "committed": "£1.00",
    }


@pytest.mark.parametrize(
    "of", (Cause("award-varied", ("a-2",)), Cause("allocated", ("a-9",)), STRUCK.of), ids=str
)
def test_only_an_allocation_on_record_is_asked_whether_it_is_needed(of: Cause) -> None:
    award = None if of == STRUCK.of else after(SMALL)

    assert allocation_is_free(award, changed(STRUCK, of=of), AwardUse(committed=pounds(1))) == ()
