"""Whose schedule counts: the last agreement that all who must have signed, or while none is, the last that was issued."""

from typing import Any

import attrs

from s2ss_core.events import AgreementIssued, AgreementSigned
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.sums.schedule import Schedule, schedule_of
from tests.projections.histories import History
from tests.projections.worked_example import OWN, adopted, brokered, worked_example

TOLD = {type(entry.event): entry.event for entry in worked_example().entries}
ISSUED: Any = TOLD[AgreementIssued]
SIGNED: Any = TOLD[AgreementSigned]
VARIED: Any = attrs.evolve(ISSUED, agreement="ag-2", schedule=ISSUED.schedule[:1])


def schedule(*events: object) -> Schedule:
    """The schedule after these events, which begin at position 3, under the example's programme."""
    history = History()
    for stream, event in (
        ("programme:exceed-2023:V7", adopted()),
        (OWN, brokered()),
        *((OWN, event) for event in events),
    ):
        history.tell(stream, event)
    return schedule_of(EventSet(("deployment", "d-1"), tuple(history.entries)))


def named(*events: object) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    found = schedule(*events)
    assert found.agreement is not None
    return found.agreement.event.agreement, tuple(found.instalments), found.positions


def test_nothing_issued_schedules_nothing() -> None:
    assert schedule() == Schedule(None, {}, ())


def test_an_agreement_without_a_schedule_does_not_count() -> None:
    assert schedule(attrs.evolve(ISSUED, schedule=()), SIGNED) == Schedule(None, {}, ())


def test_while_no_agreement_is_signed_the_latest_issued_counts() -> None:
    assert named(ISSUED, VARIED) == ("ag-2", (1,), (4,))


def test_a_signed_agreement_counts_before_an_unsigned_one() -> None:
    assert named(ISSUED, SIGNED, VARIED) == ("ag-1", (1, 2, 3), (3, 4))


def test_of_two_signed_agreements_the_latest_issued_counts_with_the_first_signature_of_each_who_must() -> (
    None
):
    of_the_varied = attrs.evolve(SIGNED, agreement="ag-2")
    by_another = attrs.evolve(of_the_varied, party="broker")

    assert named(ISSUED, VARIED, SIGNED, of_the_varied, by_another) == ("ag-2", (1,), (4, 6))


def test_an_agreement_that_only_another_party_signed_is_not_in_force() -> None:
    by_another = attrs.evolve(SIGNED, agreement="ag-2", party="broker")

    assert named(ISSUED, SIGNED, VARIED, by_another) == ("ag-1", (1, 2, 3), (3, 4))
