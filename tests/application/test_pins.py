"""What a command leaves out of the organisations it names is filled in as at the day, and one that is new is entered."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

from benchmarks.story import HOME, HOME_HEADTEACHER, HUB, OFFICER, SCHOOL, X_TRUST, YEAR
from s2ss_core import BadInput, Brokerage, Days, Despite, Money, NaturalIdReused, NotFound, Refused
from s2ss_core.events import Commitment, Confirmation, Funding, Leader, OrganisationEntered
from s2ss_core.store import Recorded
from s2ss_core.values import Organisation, Person, Urn

OLD, ACADEMY = Urn("100002"), Urn("149999")
SEPTEMBER, MARCH, MAY = date(2023, 9, 4), date(2024, 3, 1), date(2024, 5, 1)
KNOWN = Organisation(id=HOME.id)
CHAIR = Person(person="chair", role="chair", organisation=SCHOOL.id)


@pytest.fixture
def brokerage() -> Iterator[Brokerage]:
    with Brokerage.open("memory:", clock=lambda: datetime(2024, 8, 1, tzinfo=UTC)) as brokerage:
        yield brokerage.acting_as("u-7")


def allow(brokerage: Brokerage, home: Organisation, on: date = SEPTEMBER) -> tuple[Recorded, ...]:
    return brokerage.agree_allowance(
        leader="sl-1", cap_year=YEAR, on=on, days=Days(15), home_school=home, agreed_by=HOME_HEADTEACHER
    )


def brokered(home: Organisation = HOME, on: date = SEPTEMBER, **other: Any) -> dict[str, Any]:
    confirmed = Confirmation(by=OFFICER, on=on)
    return {
        "deployment": "d-1", "on": on, "programme": "exceed-2023", "version": "V7", "broker": HUB, "need": "Reading",
        "capacity_confirmed": confirmed, "broker_capacity": confirmed, "existing_support": "None", "school": SCHOOL,
        "headteacher": "ht", "lead": Leader(leader="sl-1", band="middle-leader", home_school=home, home_trust=X_TRUST),
        "commitments": (Commitment(leader="sl-1", cap_year=YEAR, days=Days(5)),), "start": on,
        "intended_end": date(2024, 7, 19), "funding": Funding(kind="self-funded"),
    } | other  # fmt: skip


def cost(supplier: Organisation, on: date = MARCH) -> dict[str, Any]:
    return {
        "cost": "c-1", "on": on, "line": "1", "supplier": supplier, "net": Money("100.00"),
    }  # fmt: skip


def entered(recorded: tuple[Recorded, ...]) -> list[OrganisationEntered]:
    return [entry.event for entry in recorded if isinstance(entry.event, OrganisationEntered)]


def test_the_first_event_that_names_an_organisation_enters_it_after_its_own_entries(
    brokerage: Brokerage,
) -> None:
    first, second = allow(brokerage, HOME)

    assert second.stream == f"organisation:{HOME.id}"
    assert second.event == OrganisationEntered(
        organisation=HOME.id, on=SEPTEMBER, kind="school", urn=OLD, trust="x-trust", member_of=()
    )
    assert first.event.home_school == HOME


def test_every_organisation_of_an_event_is_entered_once(brokerage: Brokerage) -> None:
    allow(brokerage, HOME)

    recorded = brokerage.broker(**brokered(named_supporting_schools=(SCHOOL, HOME)))

    assert [event.organisation for event in entered(recorded)] == [HUB.id, SCHOOL.id, X_TRUST.id]


def test_a_new_organisation_needs_its_kind(brokerage: Brokerage) -> None:
    with pytest.raises(
        BadInput, match="home_school: home-school is not on record yet: give its kind, such as school"
    ):
        allow(brokerage, KNOWN)

    assert not list(brokerage.history())


def test_what_is_left_out_is_filled_in_as_at_the_day_of_the_event(brokerage: Brokerage) -> None:
    allow(brokerage, HOME)
    brokerage.change_urn(HOME.id, urn=ACADEMY, on=MARCH)
    brokerage.join_trust(HOME.id, trust=HUB.id, on=MARCH)

    [before, *_] = brokerage.broker(**brokered(KNOWN))
    [after, *_] = brokerage.broker(**brokered(KNOWN, deployment="d-2", on=MAY))

    assert before.event.lead.home_school == HOME
    assert after.event.lead.home_school == attrs.evolve(
        HOME, urn=ACADEMY, trust=HUB.id, member_of_broker=True
    )


def test_what_a_caller_gives_is_checked_as_at_the_day(brokerage: Brokerage) -> None:
    allow(brokerage, HOME)
    brokerage.change_urn(HOME.id, urn=ACADEMY, on=MARCH)
    brokerage.join_trust(HOME.id, trust=HUB.id, on=MARCH)

    with pytest.raises(Refused) as refused:
        brokerage.broker(**brokered(HOME, on=MAY))

    assert [broken.rule.code for broken in refused.value.broken] == ["S2SS-O01"]
    assert "on: 2024-05-01" in str(refused.value) or "date: 2024-05-01" in str(refused.value)
    assert f"URN {OLD}" in str(refused.value)
    assert f"URN {ACADEMY}" in str(refused.value)
    assert brokerage.broker.why_not(**brokered(HOME, on=MAY)) == refused.value.broken
    assert brokerage.broker(**brokered(HOME))


def test_a_payee_is_a_member_of_the_broker_only_if_that_is_on_record(brokerage: Brokerage) -> None:
    allow(brokerage, HOME)
    brokerage.broker(**brokered())

    broken = brokerage.incur_cost.why_not("d-1", **cost(attrs.evolve(X_TRUST, member_of_broker=True)))

    [pin] = [rule for rule in broken if rule.rule.code == "S2SS-O01"]
    assert dict(pin.facts)["said"] == "a member of hub-trust"
    assert dict(pin.facts)["known"] == "not a member of hub-trust"


def test_the_remedy_of_the_refusal_lets_it_through(brokerage: Brokerage) -> None:
    allow(brokerage, HOME)
    brokerage.broker(**brokered())
    member = attrs.evolve(X_TRUST, member_of_broker=True)

    brokerage.join_alliance(X_TRUST.id, alliance=HUB.id, on=MARCH)

    assert "S2SS-O01" not in {
        broken.rule.code for broken in brokerage.incur_cost.why_not("d-1", **cost(member))
    }


def test_a_fact_that_says_otherwise_may_be_recorded_despite(brokerage: Brokerage) -> None:
    allow(brokerage, HOME)
    brokerage.broker(**brokered())
    otherwise = attrs.evolve(HOME, trust="y-trust")

    recorded = brokerage.incur_cost.despite(
        Despite(reason="As the invoice says", accepted_by=CHAIR), "d-1", **cost(otherwise)
    )

    assert recorded[0].event.supplier == otherwise
    assert "S2SS-O01" in {rule.code for rule in recorded[1].event.rules}


def test_a_request_sent_again_is_the_same_fact_after_something_was_learned_late(brokerage: Brokerage) -> None:
    school = Organisation(id=HOME.id, kind="school")
    allow(brokerage, school)
    brokerage.broker(**brokered(school))
    brokerage.join_trust(HOME.id, trust="y-trust", on=date(2023, 1, 1))
    brokerage.change_urn(HOME.id, urn=ACADEMY, on=date(2023, 1, 1))
    before = len(list(brokerage.history()))

    assert allow(brokerage, school) == ()
    assert brokerage.broker(**brokered(school)) == ()
    assert brokerage.broker(**brokered(KNOWN)) == ()
    assert len(list(brokerage.history())) == before
    with pytest.raises(NaturalIdReused):
        brokerage.broker(**brokered(attrs.evolve(KNOWN, trust="y-trust")))


def test_another_spelling_of_an_organisation_is_refused_wherever_it_is_named(brokerage: Brokerage) -> None:
    allow(brokerage, HOME)

    with pytest.raises(BadInput, match="Home-School is known here as home-school"):
        brokerage.broker(**brokered(attrs.evolve(HOME, id="Home-School")))


def test_an_organisation_is_changed_only_if_it_is_on_record(brokerage: Brokerage) -> None:
    with pytest.raises(NotFound, match="there is no organisation 'nowhere': enter it first"):
        brokerage.join_trust("nowhere", trust="x-trust", on=MARCH)


def test_one_urn_under_two_ids_is_one_school(brokerage: Brokerage) -> None:
    allow(brokerage, HOME)
    academy = Organisation(id="the-academy", kind="school", urn=OLD)

    broken = brokerage.broker.why_not(**brokered(school=academy))

    assert "S2SS-B03" in {rule.rule.code for rule in broken}


def test_one_urn_under_two_ids_is_a_note_in_the_log(brokerage: Brokerage) -> None:
    allow(brokerage, HOME)
    academy = Organisation(id="the-academy", kind="school", urn=OLD)
    [deployment, *_] = brokerage.broker(**brokered(named_supporting_schools=(academy,)))

    notes = brokerage.deployment_log("d-1").notes

    assert [(note.says, note.positions) for note in notes] == [
        (
            "the-academy and home-school are one organisation: both have the URN 100002",
            (deployment.position, deployment.position),
        )
    ]


def test_a_leader_comes_from_the_school_that_employs_them_on_the_day(brokerage: Brokerage) -> None:
    riverside = Organisation(id="riverside", kind="school")
    allow(brokerage, HOME)
    brokerage.employ_leader(leader="sl-1", on=date(2024, 1, 8), school=riverside)

    [broken] = brokerage.broker.why_not(**brokered(on=MARCH))

    assert broken.rule.code == "S2SS-L01"
    assert dict(broken.facts)["employer"] == "riverside"
    assert brokerage.broker(**brokered())
