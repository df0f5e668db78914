"""Entries that may be one fact, told twice under two ids."""

from typing import Any

import pytest

from s2ss_core.events import DeploymentEvent, EvidenceFiled, PaymentMade
from s2ss_core.ledger import Likeness, Likenesses
from s2ss_core.values import Cause, Days, Money, Organisation
from tests.aggregates.histories import (
    COST,
    ENGLISH,
    HOME_TRUST,
    INSTALMENT_RELEASED,
    INTERIM_REPORTED,
    LEAD,
    OTHER_SCHOOL,
    SUPPLIER,
    VISIT,
    changed,
)

PAYMENT = PaymentMade(
    payment="p-1", on=COST.on, amount=Money(100), paid_by=Organisation(id="hub"), paid_to=SUPPLIER
)
EVIDENCE = EvidenceFiled(of=Cause("visit", ("v-1",)), on=VISIT.on, file_name="a", digest="sha256:0", by="u-1")


def said(earlier: Any, later: Any) -> list[str]:
    recorded = Likenesses()
    recorded.add(earlier)
    return [likeness.says for likeness in recorded.of(later)]


@pytest.mark.parametrize(
    ("one", "again", "says"),
    (
        (VISIT, changed(VISIT, visit="v-9", leader=LEAD.upper()), "visits v-1 and v-9 are alike in all but their ids: leader, day, school, time and line"),
        (COST, changed(COST, cost="c-9", invoice_number="other"), f"costs {COST.cost} and c-9 are alike in all but their ids: supplier, day, line and sum"),
        (PAYMENT, changed(PAYMENT, payment="p-9"), "payments p-1 and p-9 are alike in all but their ids: payee, day, sum and what is settled"),
    ),
)  # fmt: skip
def test_entries_alike_in_all_but_their_ids_are_found(one: Any, again: Any, says: str) -> None:
    [found] = said(one, again)

    assert found.startswith(says)
    assert found.endswith("Strike one out if they are one " + says.split("s ", 1)[0])


@pytest.mark.parametrize(
    "other",
    (
        {"on": COST.on},
        {"leader": ENGLISH},
        {"school": OTHER_SCHOOL.id},
        {"unit": "half-day"},
        {"quantity": Days("0.5")},
        {"line": None},
    ),
    ids=str,
)
def test_a_visit_that_differs_in_one_of_these_is_another_one(other: dict[str, Any]) -> None:
    assert said(VISIT, changed(VISIT, visit="v-9", **other)) == []


@pytest.mark.parametrize(
    ("recorded", "again"),
    ((INTERIM_REPORTED, {"report": "R 1"}), (COST, {"cost": "C-1", "net": Money(1)})),
)
def test_an_id_that_differs_by_its_key_alone_is_found(
    recorded: DeploymentEvent, again: dict[str, Any]
) -> None:
    field = next(iter(again))
    first = changed(recorded, **{field: again[field].lower().replace(" ", "")})

    [found] = said(first, changed(recorded, **again))

    assert "have ids that differ only in capitals or blanks" in found


def test_the_same_id_is_not_found_to_be_like_itself() -> None:
    assert said(INTERIM_REPORTED, INTERIM_REPORTED) == []


def test_what_is_said_of_another_entry_is_not_found_by_the_id_of_that_entry() -> None:
    assert said(EVIDENCE, changed(EVIDENCE, of=Cause("visit", ("V-1",)))) == []


def test_what_is_said_of_two_ids_names_every_part_of_both() -> None:
    spelled = changed(INSTALMENT_RELEASED, paid_to=changed(HOME_TRUST, id="X-TRUST"))
    recorded = Likenesses()
    recorded.add(INSTALMENT_RELEASED)

    [found] = recorded.of(spelled)

    assert found == Likeness(
        earlier=INSTALMENT_RELEASED,
        later=spelled,
        says=(
            "releases 1 instalment x-trust 1 and 1 instalment X-TRUST 1 have ids that differ only in capitals or "
            "blanks. Strike one out if they are one release"
        ),
    )
