"""One thing in the world is one thing in the record: an id has one spelling, the one recorded first."""

from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest

from benchmarks.story import HOME, HUB, MIDDLE_LEADER, OFFICER, SCHOOL, YEAR, log_visit, ready
from s2ss_core import BadInput, Brokerage, Days, Despite, Money, NotFound, Refused
from s2ss_core.events import Commitment, Confirmation, Funding, Leader
from s2ss_core.values import Organisation, Person, Urn

VISIT: dict[str, Any] = {
    "visit": "v-9", "on": date(2024, 1, 10), "leader": "sl-0", "school": SCHOOL.id, "unit": "half-day",
    "quantity": Days(1), "counterpart": MIDDLE_LEADER, "line": "1",
}  # fmt: skip


@pytest.fixture
def brokerage(tmp_path: Path) -> Brokerage:
    return ready(tmp_path / "support.db", deployments=1)


def brokered(leader: str, home: Organisation = HOME, school: Organisation = SCHOOL) -> dict[str, Any]:
    """A self-funded deployment of five days."""
    return {
        "deployment": "dep-9", "on": date(2023, 9, 4), "programme": "llf-2019", "version": "6.0", "broker": HUB,
        "school": school, "headteacher": "ht-9", "need": "Reading", "existing_support": "None", "broker_capacity": Confirmation(by=OFFICER, on=date(2023, 9, 1)),
        "capacity_confirmed": Confirmation(by=Person(person="ht-9", role="headteacher", organisation=school.id), on=date(2023, 9, 1)),
        "start": date(2023, 9, 11), "intended_end": date(2024, 7, 19), "funding": Funding(kind="self-funded"),
        "lead": Leader(leader=leader, band="middle-leader", home_school=home),
        "commitments": (Commitment(leader=leader, cap_year=YEAR, days=Days(5)),),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("spelt", "says"),
    (
        ({"leader": "SL-0"}, "leader: SL-0 is known here as sl-0: write sl-0"),
        ({"leader": "sl - 0"}, "leader: sl - 0 is known here as sl-0"),
        ({"school": SCHOOL.id.upper()}, f"school: {SCHOOL.id.upper()} is known here as {SCHOOL.id}"),
        (
            {"counterpart": attrs.evolve(MIDDLE_LEADER, organisation=SCHOOL.id.upper())},
            "counterpart.organisation: ",
        ),
    ),
)
def test_another_spelling_is_refused_and_the_first_one_named(
    brokerage: Brokerage, spelt: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        brokerage.log_visit("dep-0", **VISIT | spelt)

    assert brokerage.log_visit("dep-0", **VISIT)


def test_another_spelling_of_the_deployment_itself_is_refused(brokerage: Brokerage) -> None:
    with pytest.raises(BadInput, match="deployment: DEP-0 is known here as dep-0: write dep-0"):
        brokerage.log_visit("DEP-0", **VISIT)


def test_two_spellings_within_one_fact_are_refused(brokerage: Brokerage) -> None:
    fact = brokered("sl-77") | {"commitments": (Commitment(leader="SL-77", cap_year=YEAR, days=Days(5)),)}

    with pytest.raises(BadInput, match=r"SL-77 is known here as sl-77"):
        brokerage.broker(**fact)


def test_a_leader_known_from_another_deployment_cannot_be_booked_under_another_spelling(
    brokerage: Brokerage,
) -> None:
    with pytest.raises(BadInput, match=r"lead\.leader: SL-0 is known here as sl-0"):
        brokerage.broker(**brokered("SL-0"))


def test_a_leader_has_one_year_whatever_the_spelling(brokerage: Brokerage) -> None:
    log_visit(brokerage, 0, 1)

    assert brokerage.leader_workload("SL - 0", YEAR) == brokerage.leader_workload("sl-0", YEAR)
    assert brokerage.leader_workload("SL-0", YEAR).leader == "sl-0"
    assert brokerage.deployment_log("Dep-0").deployment == "dep-0"
    with pytest.raises(NotFound):
        brokerage.deployment_log("dep0")


@pytest.mark.parametrize("text", ("sl-0\u200b", "sl\u20110", "sl-0 ", "ѕl-0"))
def test_an_id_that_looks_like_another_is_refused_at_the_door(brokerage: Brokerage, text: str) -> None:
    with pytest.raises(BadInput, match="leader: "):
        brokerage.log_visit("dep-0", **VISIT | {"leader": text})


@pytest.mark.parametrize("actor", ("", " ", "u-7\u200b"))
def test_who_records_has_an_id(brokerage: Brokerage, actor: str) -> None:
    with pytest.raises(BadInput, match="acting_as: the actor"):
        brokerage.acting_as(actor)


def test_who_records_does_not_accept_under_another_spelling(brokerage: Brokerage) -> None:
    late = VISIT | {"on": date(2023, 9, 12)}
    recording = brokerage.acting_as("u-7")

    with pytest.raises(Refused, match="S2SS-X06"):
        recording.log_visit.despite(
            Despite(reason="Late.", accepted_by=Person(person="U-7", role="broker", organisation=HUB.id)),
            "dep-0",
            **late,
        )


SECOND = attrs.evolve(HOME, id="another-name")


@pytest.mark.parametrize(
    "school",
    (
        attrs.evolve(HOME, urn=Urn("123456")),
        attrs.evolve(SECOND, urn=Urn("123456")),
    ),
    ids=("one id", "one URN"),
)
def test_a_leader_does_not_support_the_own_school_under_another_id(
    brokerage: Brokerage, school: Organisation
) -> None:
    home = attrs.evolve(HOME, urn=Urn("123456"))

    with pytest.raises(Refused, match="S2SS-B03"):
        brokerage.broker(**brokered("sl-1", home, school))


SUPPLIER = Organisation(id="reading-programme", kind="supplier", member_of_broker=False)
COST: dict[str, Any] = {
    "cost": "c-1", "on": date(2024, 1, 11), "line": "1", "supplier": SUPPLIER, "net": Money(100), "vat": Money(0),
    "invoice_number": "INV-001",
}  # fmt: skip


@pytest.mark.parametrize("number", ("inv-001", "INV 001", "INV-0001", "INV-001.", "inv1"))
def test_an_invoice_is_claimed_once_whatever_the_spelling_of_its_number(
    brokerage: Brokerage, number: str
) -> None:
    despite = Despite(
        reason="It is on a day-rate line.",
        accepted_by=Person(person="u-2", role="broker", organisation=HUB.id),
    )
    brokerage.incur_cost.despite(despite, "dep-0", **COST)

    again = brokerage.incur_cost.why_not("dep-0", **COST | {"cost": "c-2", "invoice_number": number})
    another = brokerage.incur_cost.why_not("dep-0", **COST | {"cost": "c-2", "invoice_number": "INV-10"})

    assert "S2SS-C01" in {broken.rule.code for broken in again}
    assert "S2SS-C01" not in {broken.rule.code for broken in another}


def test_one_invoice_is_claimed_in_parts_up_to_its_total(brokerage: Brokerage) -> None:
    despite = Despite(
        reason="It is on a day-rate line.",
        accepted_by=Person(person="u-2", role="broker", organisation=HUB.id),
    )
    brokerage.incur_cost.despite(despite, "dep-0", **COST | {"invoice_total": Money(300)})

    rest = brokerage.incur_cost.why_not("dep-0", **COST | {"cost": "c-2", "net": Money(200)})
    more = brokerage.incur_cost.why_not("dep-0", **COST | {"cost": "c-2", "net": Money(201)})

    assert "S2SS-C01" not in {broken.rule.code for broken in rest}
    assert "S2SS-C01" in {broken.rule.code for broken in more}


def test_the_number_of_a_document_has_a_letter_or_a_digit(brokerage: Brokerage) -> None:
    with pytest.raises(BadInput, match=r"invoice_number: '\.\.' has no letter and no digit"):
        brokerage.incur_cost("dep-0", **COST | {"invoice_number": ".."})
