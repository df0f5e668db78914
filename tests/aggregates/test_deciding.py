from datetime import date

import attrs
import pytest

from s2ss_core.aggregates import brokering, reporting, support
from s2ss_core.aggregates.deciding import asked_for, decide, required, told_before
from s2ss_core.errors import BadInput, NaturalIdReused
from s2ss_core.events import (
    AcceptedDespite,
    AgreementSigned,
    BrokenRule,
    CostDisallowed,
    FactFound,
    PointForSchool,
    TrainingAttended,
    VisitLogged,
    natural_id,
)
from s2ss_core.rules import (
    Despite,
    Refused,
    the_leader_worked_alongside_somebody,
    the_visit_is_to_the_supported_school,
    what_is_closed_takes_only_corrections_and_payments,
)
from s2ss_core.values import Money, Withheld
from tests.aggregates.histories import (
    AGREEMENT_SIGNED,
    BROKERED,
    FINAL_REPORTED,
    FOUNDATIONS_SECURED,
    INSTALMENT_RELEASED,
    INTERIM_REPORTED,
    NOW,
    PLAN_APPROVED,
    PLAN_SUBMITTED,
    VISIT,
    WHEN_APPROVED,
    WHEN_REPORTED,
    WHEN_SIGNED,
    at,
    but,
    changed,
    codes,
    pounds,
)

TOLD = {natural_id(VISIT): VISIT}
WRITTEN_UP = changed(
    VISIT, focus="Reading in year 3.", points_school=(PointForSchool(text="Rehearse.", who="t-5"),)
)
ERASED = changed(
    VISIT,
    focus=Withheld("sha256:0"),
    points_school=(PointForSchool(text=Withheld("sha256:1"), who="t-5"),),
)
UNSIGNED = but(WHEN_SIGNED, AGREEMENT_SIGNED)
DESPITE = Despite(reason="The signature was in the post.", accepted_by="u-2")
TO_ANOTHER_SCHOOL = the_visit_is_to_the_supported_school.broken_by(visited="s-9", school="s-1")
AFTER_CLOSING = what_is_closed_takes_only_corrections_and_payments.broken_by(asked="x", taken=False)


# Told once


def test_a_fact_that_was_told_before_yields_no_events_and_no_rules() -> None:
    decision = decide(VISIT, TOLD, TO_ANOTHER_SCHOOL)

    assert decision.events == ()
    assert decision.broken == ()
    assert decision.settled() == ()
    assert decision.told_again == VISIT
    assert decision.asked == "record visit-logged v-1"


def test_another_fact_under_a_told_id_is_a_conflict_that_names_it() -> None:
    with pytest.raises(NaturalIdReused, match="visit-logged 'v-1' was recorded before with other content"):
        decide(changed(VISIT, on=date(2024, 1, 17)), TOLD)


def test_a_conflict_over_an_id_of_several_parts_names_them_and_says_what_to_do() -> None:
    told = {natural_id(AGREEMENT_SIGNED): AGREEMENT_SIGNED}

    with pytest.raises(NaturalIdReused) as conflict:
        decide(changed(AGREEMENT_SIGNED, signatory="ceo-9"), told)

    assert str(conflict.value) == (
        "deployment.agreement-signed 'ag-1 payee' was recorded before with other content: give this one an id of its"
        " own; if the earlier one is wrong, strike it out"
    )


def test_a_conflict_comes_before_any_rule() -> None:
    with pytest.raises(NaturalIdReused):
        decide(changed(VISIT, on=date(2024, 1, 17)), TOLD, TO_ANOTHER_SCHOOL)


def test_an_interim_and_a_final_report_share_their_ids() -> None:
    with pytest.raises(NaturalIdReused, match="i-1"):
        reporting.report_final(at(WHEN_REPORTED), NOW, changed(FINAL_REPORTED, report="i-1"))


def test_a_natural_id_of_several_fields_is_the_same_only_in_all_of_them() -> None:
    attended = TrainingAttended(course="c-1", attendee="ht-1", on=date(2023, 12, 13), role="headteacher")
    history = {natural_id(attended): attended}

    assert told_before(attended, history)
    assert not told_before(changed(attended, attendee="sl-014"), history)
    with pytest.raises(NaturalIdReused):
        told_before(changed(attended, on=date(2023, 12, 14)), history)


def test_what_a_decision_fills_in_is_no_part_of_what_is_told() -> None:
    assert told_before(changed(BROKERED, digest="sha256:other"), {natural_id(BROKERED): BROKERED})
    assert told_before(
        changed(INSTALMENT_RELEASED, judgements=()), {natural_id(INSTALMENT_RELEASED): INSTALMENT_RELEASED}
    )
    assert told_before(
        changed(PLAN_APPROVED, total=Money(0), effective_from=None, plan_digest=""),
        {natural_id(PLAN_APPROVED): PLAN_APPROVED},
    )


def test_an_erased_text_equals_any_text_when_a_fact_is_told_again() -> None:
    erased = {natural_id(VISIT): ERASED}

    assert told_before(WRITTEN_UP, erased)
    assert told_before(changed(WRITTEN_UP, focus="Spelling in year 4."), erased)
    assert told_before(ERASED, {natural_id(VISIT): WRITTEN_UP})


@pytest.mark.parametrize(
    "otherwise",
    (
        {"focus": None},
        {"points_school": ()},
        {"points_school": (PointForSchool(text="Rehearse.", who="t-6"),)},
        {"points_school": ERASED.points_school * 2},
        {"on": date(2024, 1, 17)},
    ),
)
def test_an_erased_text_equals_no_missing_text_and_hides_no_other_difference(
    otherwise: dict[str, object],
) -> None:
    with pytest.raises(NaturalIdReused):
        told_before(changed(WRITTEN_UP, **otherwise), {natural_id(VISIT): ERASED})


def test_text_that_stands_is_compared_word_for_word() -> None:
    with pytest.raises(NaturalIdReused):
        told_before(changed(WRITTEN_UP, focus="Spelling."), {natural_id(VISIT): WRITTEN_UP})


def test_lists_are_told_again_only_in_the_same_order_and_length() -> None:
    told = {natural_id(PLAN_SUBMITTED): PLAN_SUBMITTED}

    for lines in (PLAN_SUBMITTED.lines[1:], PLAN_SUBMITTED.lines[::-1]):
        with pytest.raises(NaturalIdReused):
            told_before(changed(PLAN_SUBMITTED, lines=lines), told)


# Refused


def test_a_refusal_carries_every_rule_its_facts_its_source_and_what_would_clear_it() -> None:
    decision = support.log_visit(at(WHEN_APPROVED), NOW, VISIT)

    with pytest.raises(Refused) as refusal:
        decision.settled()

    told = str(refusal.value)
    assert refusal.value.broken == decision.broken
    assert told.startswith("Refused to record visit-logged v-1: 2 rules stand in the way.\n")
    for broken in decision.broken:
        assert f"[{broken.rule.code}]" in told
        assert broken.rule.sentence in told
        assert broken.clears in told
        assert f"Source: {broken.rule.source}." in told
    assert "(signed on: none; on: 2024-01-16)" in told
    assert "(missing: supported, supporting)" in told


def test_a_refusal_of_a_fact_says_how_to_record_it_all_the_same() -> None:
    with pytest.raises(Refused, match="record it with despite: a reason, and who accepts it"):
        support.log_visit(at(WHEN_APPROVED), NOW, VISIT).settled()


def test_a_refusal_of_a_decision_speaks_of_no_despite() -> None:
    with pytest.raises(Refused) as refusal:
        brokering.broker(None, NOW, changed(BROKERED, broker_capacity=False)).settled()

    assert "despite" not in str(refusal.value)


def test_an_advisory_rule_never_refuses() -> None:
    advised = the_leader_worked_alongside_somebody.broken_by(counterpart=None)

    assert advised
    assert decide(VISIT, {}, advised).settled() == (VISIT,)


def test_what_is_asked_is_said_in_the_words_of_the_record() -> None:
    assert asked_for(VISIT) == "record visit-logged v-1"
    assert asked_for(AGREEMENT_SIGNED) == "record agreement-signed ag-1 payee"


def test_what_has_no_beginning_is_told_where_to_begin() -> None:
    with pytest.raises(BadInput, match="there is no grant: record its beginning first"):
        required(None, "grant")
    assert required(VISIT, "visit") == VISIT


# Despite


def test_a_fact_accepted_despite_stands_with_its_acceptance_and_its_cost_is_disallowed() -> None:
    fact, acceptance, disallowance = support.log_visit(at(UNSIGNED), NOW, VISIT).accepted(
        DESPITE, recorded_by="u-1"
    )

    assert fact == VISIT
    assert acceptance == AcceptedDespite(
        of="visit-logged v-1",
        on=date(2024, 1, 16),
        rules=(
            BrokenRule(
                code="S2SS-S02",
                name="the_agreement_was_signed_before_support_began",
                facts=(
                    FactFound(name="signed_on", value="none"),
                    FactFound(name="on", value="2024-01-16"),
                ),
            ),
        ),
        reason="The signature was in the post.",
        accepted_by="u-2",
    )
    assert disallowance == CostDisallowed(
        disallowance="despite visit-logged v-1",
        on=date(2024, 1, 16),
        fact="v-1",
        amount=pounds(500),
        reason="recorded-despite",
        by="u-2",
    )


def test_what_was_accepted_despite_is_incurred_and_not_eligible() -> None:
    events = support.log_visit(at(UNSIGNED), NOW, VISIT).accepted(DESPITE, recorded_by="u-1")

    deployment = at(UNSIGNED, *events)

    assert deployment.incurred(NOW.programme)["v-1"].amount == pounds(500)
    assert deployment.eligible(NOW.programme) == Money(0)


def test_a_fact_without_a_cost_is_accepted_without_a_disallowance() -> None:
    uncharged = changed(VISIT, line=None)

    events = support.log_visit(at(UNSIGNED), NOW, uncharged).accepted(DESPITE, recorded_by="u-1")

    assert [type(event) for event in events] == [VisitLogged, AcceptedDespite]


def test_every_broken_rule_is_accepted_at_once() -> None:
    _, acceptance, _ = support.log_visit(at(WHEN_APPROVED), NOW, VISIT).accepted(DESPITE, recorded_by="u-1")

    assert isinstance(acceptance, AcceptedDespite)
    assert [rule.code for rule in acceptance.rules] == ["S2SS-S02", "S2SS-S03"]


def test_the_one_who_records_cannot_accept_it_too() -> None:
    decision = support.log_visit(at(UNSIGNED), NOW, VISIT)

    with pytest.raises(Refused) as refusal:
        decision.accepted(DESPITE, recorded_by="u-2")

    assert [one.rule.code for one in refusal.value.broken] == ["S2SS-S02", "S2SS-X06"]
    assert "u-2" in str(refusal.value)


def test_what_breaks_no_rule_is_recorded_without_an_acceptance_even_if_one_is_given() -> None:
    decision = support.log_visit(at(WHEN_SIGNED), NOW, VISIT)

    assert decision.accepted(DESPITE, recorded_by="u-2") == (VISIT,)


def test_what_was_accepted_before_is_recorded_once() -> None:
    events = support.log_visit(at(UNSIGNED), NOW, VISIT).accepted(DESPITE, recorded_by="u-1")

    again = support.log_visit(at(UNSIGNED, *events), NOW, VISIT)

    assert again.accepted(DESPITE, recorded_by="u-1") == ()


def test_a_decision_is_never_accepted_despite() -> None:
    decision = brokering.broker(None, NOW, changed(BROKERED, broker_capacity=False))

    with pytest.raises(Refused) as refusal:
        decision.accepted(DESPITE, recorded_by="u-1")
    assert [one.rule.code for one in refusal.value.broken] == codes(decision)


def test_an_absolute_rule_is_never_accepted_despite() -> None:
    decision = decide(VISIT, {}, TO_ANOTHER_SCHOOL, AFTER_CLOSING, despite=True)

    assert not decision.may_be_accepted
    with pytest.raises(Refused) as refusal:
        decision.accepted(DESPITE, recorded_by="u-1")
    assert "record it with despite" not in str(refusal.value)


@pytest.mark.parametrize("blank", ("", " \n"))
def test_an_acceptance_has_a_reason_and_somebody_behind_it(blank: str) -> None:
    with pytest.raises(BadInput, match="reason"):
        Despite(reason=blank, accepted_by="u-2")
    with pytest.raises(BadInput, match="who accepts"):
        Despite(reason="It happened.", accepted_by=blank)


def test_a_report_accepted_despite_disallows_nothing() -> None:
    alone = changed(INTERIM_REPORTED, authors=INTERIM_REPORTED.authors[:1])

    events = reporting.report_interim(at(WHEN_SIGNED), NOW, alone).accepted(DESPITE, recorded_by="u-1")

    assert [type(event).__name__ for event in events] == ["InterimReported", "AcceptedDespite"]


def test_what_follows_a_fact_is_recorded_after_it() -> None:
    first, second = FOUNDATIONS_SECURED

    assert decide(first, {}, then=(second,)).settled() == (first, second)


def test_circumstances_say_what_the_programme_lays_down_for_a_kind_of_funding() -> None:
    assert NOW.terms("internal").approver == "director-of-school-improvement"
    with pytest.raises(BadInput, match="does not offer internal funding"):
        attrs.evolve(NOW, programme=attrs.evolve(NOW.programme, funding=())).terms("internal")


def test_a_signature_is_told_apart_by_agreement_and_party() -> None:
    other: AgreementSigned = changed(AGREEMENT_SIGNED, agreement="ag-2")

    assert natural_id(AGREEMENT_SIGNED) == ("deployment.agreement-signed", "ag-1", "payee")
    assert not told_before(other, {natural_id(AGREEMENT_SIGNED): AGREEMENT_SIGNED})
