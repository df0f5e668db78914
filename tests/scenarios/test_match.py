"""Leaders proposed for a school, worked by hand: Highmoor needs phonics in key stage 1 from 7 May 2024."""

from typing import Any

import pytest

from s2ss_core import Brokerage, Days
from s2ss_core.errors import BadInput
from s2ss_core.projections import Proposal
from s2ss_core.testing.postgres import postgres_server, postgres_url
from tests.scenarios.register import (
    HIGHMOOR,
    HILLSIDE,
    MAY,
    PHONICS_KS1,
    RIVERSIDE,
    SUMMER_ENDS,
    brokering,
    register,
    support,
)

__all__ = ["postgres_server", "postgres_url"]  # fixtures

NEED: dict[str, Any] = {
    "school": "highmoor", "on": MAY, "expertise": (PHONICS_KS1,), "designations": ("sle", "lle"), "days": Days(2),
}  # fmt: skip


@pytest.fixture
def alliance(desk: Brokerage) -> Brokerage:
    register(desk)
    support(desk)
    return desk


def lines(proposal: Proposal) -> list[str]:
    signs = {"for": "+", "against": "-", "unknown": "?"}
    return [f"{signs[reason.speaks]} {reason.sentence}" for reason in proposal.reasons]


def leaders(proposals: tuple[Proposal, ...]) -> list[str]:
    return [proposal.leader for proposal in proposals]


def test_everybody_is_proposed_those_with_what_is_needed_first(alliance: Brokerage) -> None:
    found = alliance.match(**NEED)

    assert [(proposal.leader, proposal.unmet, proposal.balance) for proposal in found] == [
        ("sl-1", 0, 5), ("sl-03", 1, 5), ("sl-4", 2, 3), ("sl-2", 2, -1),
    ]  # fmt: skip
    assert not any(proposal.refused for proposal in found)


def test_each_reason_is_a_sentence_with_its_figures(alliance: Brokerage) -> None:
    first, second, third, fourth = alliance.match(**NEED)

    assert lines(first) == [
        "+ sl-1 declared phonics, key stage 1.",
        "+ sl-1 holds sle since 4 September 2023 until 31 August 2024.",
        "+ sl-1 completed core training.",
        "+ sl-1 is employed by riverside, which shares no trust with highmoor.",
        "+ Of the 8 days of sl-1 in 2023/24, 2 are left, and 2 are needed.",
        "- riverside also releases sl-2 for 5 days in 2023/24.",
        "+ sl-1 already supports highmoor in 2023/24: 6 days for d-1.",
    ]
    assert (
        lines(second)[0]
        == "- sl-03 did not declare phonics, key stage 1, but phonics, early years; attendance."
    )
    assert lines(second)[-2:] == [
        "+ lowmoor releases no other leader in 2023/24.",
        "+ sl-03 already supports highmoor in 2023/24: 3 days for d-2.",
    ]
    assert lines(third)[:3] == [
        "? No expertise of sl-4 is on record: phonics, key stage 1 is needed.",
        "? No designation of sl-4 is on record: sle or lle is needed.",
        "? No core training of sl-4 is on record by 7 May 2024.",
    ]
    assert "- sl-2 holds no designation on 7 May 2024: nle ended on 4 March 2024 as below-standard." in lines(
        fourth
    )


def test_a_designation_is_looked_at_on_the_day_on_which_support_begins(alliance: Brokerage) -> None:
    need = NEED | {"on": SUMMER_ENDS.replace(month=9, day=2)}

    later = {proposal.leader: lines(proposal) for proposal in alliance.match(**need)}

    assert (
        "- sl-1 holds no designation on 2 September 2024: sle lapsed after 31 August 2024." in later["sl-1"]
    )
    assert "? No home school agreed on days of sl-1 in 2024/25." in later["sl-1"]


def test_who_has_too_few_days_left_comes_last_with_the_rule_that_would_refuse(alliance: Brokerage) -> None:
    need = NEED | {"days": Days(3)}

    found = alliance.match(**need)

    assert leaders(found)[-1] == "sl-1"
    assert [(reason.sentence, reason.rule) for reason in found[-1].reasons if reason.rule] == [
        ("Of the 8 days of sl-1 in 2023/24, 2 are left, and 3 are needed.", "S2SS-Y01")
    ]
    refused = alliance.broker.why_not(**brokering("d-9", "sl-1", RIVERSIDE, HIGHMOOR, 3))
    assert "S2SS-Y01" in [broken.rule.code for broken in refused]


def test_a_leader_of_the_school_itself_comes_last_and_one_of_its_trust_is_said_so(
    alliance: Brokerage,
) -> None:
    for school in ("riverside", "hillside"):
        alliance.join_trust(school, trust="north", on=MAY, member_of=())

    need = NEED | {"school": "riverside"}

    found = alliance.match(**need)

    assert leaders(found)[-2:] == ["sl-1", "sl-2"]
    assert "- sl-1 is employed by riverside, the school that needs support." in lines(found[-2])
    assert "- sl-4 is employed by hillside, which is in one trust with riverside (north)." in lines(found[1])
    refused = alliance.broker.why_not(**brokering("d-9", "sl-1", RIVERSIDE, RIVERSIDE, 2))
    assert "S2SS-B03" in [broken.rule.code for broken in refused]


def test_those_who_are_equal_stand_in_the_order_of_their_ids(desk: Brokerage) -> None:
    desk.enter_organisation(organisation="highmoor", on=MAY, kind="school")
    for leader in ("sl-9", "SL-10", "sl-1"):
        desk.employ_leader(leader=leader, on=MAY, school=HILLSIDE)

    assert leaders(desk.match(school="highmoor", on=MAY)) == ["sl-1", "SL-10", "sl-9"]


def test_those_who_were_not_chosen_are_kept_with_their_reasons(alliance: Brokerage) -> None:
    first, *others = alliance.match(**NEED)
    kept = tuple(proposal.not_chosen() for proposal in others)

    fields: dict[str, Any] = {**brokering("d-9", first.leader, RIVERSIDE, HIGHMOOR, 2), "alternatives": kept}

    brokered, *_ = alliance.broker(**fields)

    assert [alternative.leader for alternative in brokered.event.alternatives] == ["sl-03", "sl-4", "sl-2"]
    assert "Against: sl-03 did not declare phonics" in str(kept[0].reasons)


def test_a_school_that_is_not_on_record_is_asked_for_first(desk: Brokerage) -> None:
    with pytest.raises(BadInput, match="enter the organisation first"):
        desk.match(school="nowhere")
