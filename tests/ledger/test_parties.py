"""Who pays and who is paid on a leg, as leaders join, lead and follow each other."""

from datetime import date
from typing import Any

import attrs
import pytest

from s2ss_core.events import Leader, LeaderReplaced
from s2ss_core.ledger import Parties, money_parties
from s2ss_core.ledger.parties import names_of, organisation_in
from s2ss_core.programmes import MoneyParty
from s2ss_core.values import Organisation
from tests.aggregates.histories import (
    BROKER,
    BROKERED,
    ENGLISH,
    ENGLISH_JOINED,
    HOME_SCHOOL,
    HOME_TRUST,
    LEAD,
    OTHER_SCHOOL,
    SCHOOL,
    changed,
)

FIRST_DAY, EVE, DAY, LATER = BROKERED.on, date(2024, 3, 3), date(2024, 3, 4), date(2024, 6, 3)
OTHER_TRUST = Organisation(id="z-trust", kind="trust", member_of_broker=False)
FIFTH_SCHOOL = Organisation(id="s-5", kind="school", member_of_broker=False)
NEW = Leader(leader="sl-030", band="headteacher", home_school=OTHER_SCHOOL, home_trust=OTHER_TRUST)
REPLACED = LeaderReplaced(
    leaving=LEAD, on=date(2024, 3, 1), cause="left-the-school", last_day=EVE, effective_from=DAY, joining=NEW,
    new_lead="SL-030",
)  # fmt: skip
HANDED_OVER = changed(REPLACED, joining=None, new_lead=ENGLISH)
TRUST_FIRST: tuple[MoneyParty, ...] = ("home-trust", "home-school")
SCHOOL_FIRST: tuple[MoneyParty, ...] = ("home-school", "home-trust")


def parties(*changes: Any, brokered: Any = BROKERED) -> Parties:
    return money_parties(brokered, changes)


def leads(of: Parties) -> list[str]:
    return [of.lead(day).leader for day in (FIRST_DAY, EVE, DAY, LATER)]


def test_the_lead_of_the_brokering_leads_even_before_that_day() -> None:
    assert leads(parties()) == [LEAD] * 4
    assert parties().lead(date(2020, 1, 1)).leader == LEAD


def test_a_new_lead_leads_from_the_day_on_which_the_change_takes_effect() -> None:
    assert leads(parties(REPLACED)) == [LEAD, LEAD, "sl-030", "sl-030"]


def test_a_leader_who_joined_before_may_become_the_lead() -> None:
    assert leads(parties(ENGLISH_JOINED, HANDED_OVER)) == [LEAD, LEAD, ENGLISH, ENGLISH]


def test_the_lead_may_change_on_the_day_on_which_another_joins_to_lead() -> None:
    joined = changed(ENGLISH_JOINED, on=DAY, lead=True)

    assert leads(parties(joined)) == [LEAD, LEAD, ENGLISH, ENGLISH]
    assert leads(parties(changed(joined, lead=False))) == [LEAD] * 4


def test_a_replacement_that_names_no_new_lead_or_one_who_never_joined_changes_no_lead() -> None:
    assert leads(parties(changed(REPLACED, new_lead=None))) == [LEAD] * 4
    assert leads(parties(HANDED_OVER)) == [LEAD] * 4


def test_a_lead_is_deployed_as_of_the_newest_joining() -> None:
    moved = changed(ENGLISH_JOINED, leader=attrs.evolve(ENGLISH_JOINED.leader, home_school=OTHER_SCHOOL))

    assert parties(ENGLISH_JOINED, moved, HANDED_OVER).lead(DAY).home_school == OTHER_SCHOOL


def test_of_two_leads_of_one_day_the_one_recorded_last_leads() -> None:
    of = parties(changed(ENGLISH_JOINED, on=DAY, lead=True), REPLACED)

    assert of.lead(DAY).leader == "sl-030"


def test_a_lead_is_the_newest_by_day_in_whatever_order_the_changes_were_recorded() -> None:
    of = parties(changed(ENGLISH_JOINED, on=LATER, lead=True), REPLACED)

    assert leads(of) == [LEAD, LEAD, "sl-030", ENGLISH]


def test_a_leader_is_as_deployed_on_a_day_or_first_after_it() -> None:
    again = changed(
        ENGLISH_JOINED, on=DAY, leader=attrs.evolve(ENGLISH_JOINED.leader, home_school=OTHER_SCHOOL)
    )
    of = parties(ENGLISH_JOINED, again)

    found = [of.leader("SL-022", day).home_school.id for day in (date(2020, 1, 1), EVE, DAY)]

    assert found == ["s-7", "s-7", "s-9"]


def test_a_leader_who_was_never_deployed_is_taken_for_the_lead_of_the_day() -> None:
    of = parties(REPLACED)

    assert [of.leader("nobody", day).leader for day in (EVE, DAY)] == [LEAD, "sl-030"]
    assert [of.leader("sl-030", day).leader for day in (EVE, DAY)] == ["sl-030", "sl-030"]


@pytest.mark.parametrize(
    ("organisation", "eve", "day"),
    (("x-trust", False, True), ("S-7", False, True), ("z-trust", False, False), ("exceed", False, False)),
)
def test_only_the_organisations_of_former_leads_led_before(organisation: str, eve: bool, day: bool) -> None:
    of = parties(REPLACED)

    assert [of.led_before(organisation, EVE), of.led_before(organisation, DAY)] == [eve, day]


def test_an_organisation_of_the_lead_and_of_a_former_one_did_not_lead_before() -> None:
    assert not parties(ENGLISH_JOINED, HANDED_OVER).led_before("x-trust", DAY)


def test_an_organisation_of_a_lead_who_was_followed_on_the_same_day_led_before() -> None:
    joined = changed(
        ENGLISH_JOINED,
        on=DAY,
        lead=True,
        leader=attrs.evolve(ENGLISH_JOINED.leader, home_school=FIFTH_SCHOOL),
    )

    assert parties(joined, REPLACED).led_before("s-5", DAY)
    assert not parties(joined, REPLACED).led_before("s-5", EVE)


def test_where_a_leader_was_before_becoming_the_lead_did_not_lead() -> None:
    first = changed(ENGLISH_JOINED, leader=attrs.evolve(ENGLISH_JOINED.leader, home_school=FIFTH_SCHOOL))

    assert not parties(first, ENGLISH_JOINED, HANDED_OVER).led_before("s-5", LATER)


@pytest.mark.parametrize(
    ("words", "paid"),
    (
        (("broker", "supported-school"), BROKER),
        (("supported-school",), SCHOOL),
        (("home-school", "home-trust"), HOME_SCHOOL),
        (("home-trust", "home-school"), HOME_TRUST),
        (("leader-school",), HOME_SCHOOL),
        (("local-authority", "supported-school"), SCHOOL),
        (("local-authority",), BROKER),
        (("funder", "qa-lead"), BROKER),
        ((), BROKER),
    ),
)
def test_the_first_organisation_that_there_is_of_those_that_a_flow_names_is_paid(
    words: tuple[MoneyParty, ...], paid: Organisation
) -> None:
    assert parties().paid(words, DAY) == paid


def test_a_school_that_is_in_no_trust_is_paid_itself() -> None:
    alone = changed(BROKERED, lead=attrs.evolve(BROKERED.lead, home_trust=None))

    assert parties(brokered=alone).paid(TRUST_FIRST, DAY) == HOME_SCHOOL


def test_the_school_of_the_leader_who_worked_is_paid_and_the_leads_on_other_words() -> None:
    of = parties(REPLACED)

    assert of.paid(("leader-school",), EVE, NEW) == OTHER_SCHOOL
    assert of.paid(("leader-school",), DAY, BROKERED.lead) == HOME_SCHOOL
    assert of.paid(("home-school",), DAY, BROKERED.lead) == OTHER_SCHOOL
    assert of.paid(("home-trust",), DAY) == OTHER_TRUST


@pytest.mark.parametrize(
    ("organisation", "words", "key"),
    (
        ("S-7", TRUST_FIRST, "x-trust"),
        ("x-trust", TRUST_FIRST, "x-trust"),
        ("S-7", SCHOOL_FIRST, "s-7"),
        ("S-7", ("home-school",), "s-7"),
        ("S-7", ("home-trust",), "s-7"),
        ("S-9", TRUST_FIRST, "z-trust"),
        ("S-1", TRUST_FIRST, "s-1"),
        ("S-9", (), "s-9"),
    ),
)
def test_the_school_and_the_trust_of_a_lead_are_one_on_a_leg_that_pays_either(
    organisation: str, words: tuple[MoneyParty, ...], key: str
) -> None:
    assert parties(REPLACED).party(organisation, words) == key
    assert parties(REPLACED).party(organisation, iter(words)) == key


def test_a_school_that_changed_its_trust_is_one_with_its_newest() -> None:
    moved = changed(REPLACED, joining=attrs.evolve(NEW, home_school=HOME_SCHOOL))

    assert parties(moved).party("s-7", TRUST_FIRST) == "z-trust"


def test_a_school_of_a_lead_in_no_trust_is_itself() -> None:
    alone = changed(BROKERED, lead=attrs.evolve(BROKERED.lead, home_trust=None))

    assert parties(brokered=alone).party("S-7", TRUST_FIRST) == "s-7"


def test_an_organisation_is_in_a_leader_as_school_or_as_trust() -> None:
    alone = attrs.evolve(NEW, home_trust=None)

    found = [organisation_in(one, [BROKERED.lead, alone]) for one in ("S-7", "X-trust", "s-9", "z-trust")]

    assert found == [True, True, True, False]


def test_a_leader_is_compared_by_the_names_of_school_and_trust() -> None:
    alone = attrs.evolve(BROKERED.lead, home_trust=None)

    assert names_of(BROKERED.lead) == HOME_SCHOOL.names | HOME_TRUST.names
    assert names_of(alone) == HOME_SCHOOL.names
    assert names_of(attrs.evolve(alone, home_trust=OTHER_TRUST)) == HOME_SCHOOL.names | OTHER_TRUST.names


def test_the_broker_and_the_school_are_those_of_the_brokering() -> None:
    assert (parties().broker, parties().school) == (BROKER, SCHOOL)
