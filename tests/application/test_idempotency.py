from datetime import date

import pytest

from s2ss_core.application.idempotency import is_duplicate
from s2ss_core.errors import NaturalIdReused
from s2ss_core.events import AgreementSigned, PointForSchool, natural_id
from s2ss_core.values import Money, Withheld
from tests.aggregates.histories import (
    A_TEACHER,
    AGREEMENT_SIGNED,
    BROKERED,
    INSTALMENT_RELEASED,
    PLAN_APPROVED,
    PLAN_SUBMITTED,
    THE_LEADER,
    THE_PAYEE,
    TRAINING_ATTENDED,
    VISIT,
    changed,
)

WRITTEN_UP = changed(
    VISIT, focus="Reading in year 3.", points_school=(PointForSchool(text="Rehearse.", who=A_TEACHER),)
)
ERASED = changed(
    VISIT,
    focus=Withheld("sha256:0"),
    points_school=(PointForSchool(text=Withheld("sha256:1"), who=A_TEACHER),),
)


def test_another_fact_with_a_recorded_id_is_an_error_that_names_the_id() -> None:
    with pytest.raises(NaturalIdReused, match="visit 'v-1' is already recorded with different content"):
        is_duplicate(VISIT, changed(VISIT, on=date(2024, 1, 17)))


def test_the_error_about_an_id_of_several_parts_names_them_and_says_what_to_do() -> None:
    with pytest.raises(NaturalIdReused) as conflict:
        is_duplicate(AGREEMENT_SIGNED, changed(AGREEMENT_SIGNED, on=date(2023, 12, 19)))

    assert str(conflict.value) == (
        "agreement-signed 'ag-1 payee ceo-4' is already recorded with different content: give this fact an id of its"
        " own; the recorded one stays, since no entry of its kind is struck out"
    )


def test_the_error_advises_to_strike_out_only_what_is_struck_out() -> None:
    with pytest.raises(NaturalIdReused, match="if the recorded one is wrong, strike it out"):
        is_duplicate(VISIT, changed(VISIT, on=date(2024, 1, 17)))
    with pytest.raises(NaturalIdReused, match="no entry of its kind is struck out"):
        is_duplicate(INSTALMENT_RELEASED, changed(INSTALMENT_RELEASED, on=date(2024, 4, 30)))


def test_a_natural_id_of_several_fields_is_the_same_only_in_all_of_them() -> None:
    attended = TRAINING_ATTENDED

    assert is_duplicate(attended, attended)
    assert natural_id(changed(attended, attendee=THE_LEADER)) != natural_id(attended)
    with pytest.raises(NaturalIdReused):
        is_duplicate(attended, changed(attended, on=date(2023, 12, 14)))


def test_derived_fields_do_not_make_a_fact_different() -> None:
    assert is_duplicate(BROKERED, changed(BROKERED, digest="sha256:other"))
    assert is_duplicate(INSTALMENT_RELEASED, changed(INSTALMENT_RELEASED, judgements=()))
    assert is_duplicate(
        PLAN_APPROVED, changed(PLAN_APPROVED, total=Money(0), effective_from=None, plan_digest="")
    )


def test_an_erased_text_equals_any_text() -> None:
    assert is_duplicate(ERASED, WRITTEN_UP)
    assert is_duplicate(ERASED, changed(WRITTEN_UP, focus="Spelling in year 4."))
    assert is_duplicate(WRITTEN_UP, ERASED)


@pytest.mark.parametrize(
    "otherwise",
    (
        {"focus": None},
        {"points_school": ()},
        {"points_school": (PointForSchool(text="Rehearse.", who=THE_LEADER),)},
        {"points_school": ERASED.points_school * 2},
        {"on": date(2024, 1, 17)},
    ),
)
def test_an_erased_text_equals_no_missing_text_and_hides_no_other_difference(
    otherwise: dict[str, object],
) -> None:
    with pytest.raises(NaturalIdReused):
        is_duplicate(ERASED, changed(WRITTEN_UP, **otherwise))


def test_text_that_stands_is_compared_word_for_word() -> None:
    with pytest.raises(NaturalIdReused):
        is_duplicate(WRITTEN_UP, changed(WRITTEN_UP, focus="Spelling."))


def test_lists_are_equal_only_in_the_same_order_and_length() -> None:
    for lines in (PLAN_SUBMITTED.lines[1:], PLAN_SUBMITTED.lines[::-1]):
        with pytest.raises(NaturalIdReused):
            is_duplicate(PLAN_SUBMITTED, changed(PLAN_SUBMITTED, lines=lines))


def test_a_signature_is_identified_by_agreement_party_and_signatory() -> None:
    other: AgreementSigned = changed(AGREEMENT_SIGNED, agreement="ag-2")
    beside: AgreementSigned = changed(AGREEMENT_SIGNED, signatory=changed(THE_PAYEE, person="cfo-5"))

    assert natural_id(AGREEMENT_SIGNED) == ("agreement-signed", "ag-1", "payee", "ceo-4")
    assert len({natural_id(signed) for signed in (AGREEMENT_SIGNED, other, beside)}) == 3


def test_a_list_where_a_tuple_was_recorded_is_another_fact() -> None:
    with pytest.raises(NaturalIdReused):
        is_duplicate(BROKERED, changed(BROKERED, commitments=list(BROKERED.commitments)))
