from datetime import date
from typing import cast

import attrs
import pytest

from s2ss_core.aggregates.decision import decide
from s2ss_core.aggregates.deployment.decisions import brokering, reporting, support
from s2ss_core.aggregates.requests import REQUESTS, describe_request
from s2ss_core.errors import BadInput
from s2ss_core.events import (
    AcceptedDespite,
    BrokenRule,
    CostDisallowed,
    FactFound,
    VisitLogged,
)
from s2ss_core.ledger import Item
from s2ss_core.rules import Despite, Refused
from s2ss_core.rules import ending as ending_rules
from s2ss_core.rules import support as support_rules
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Cause, Money
from tests.aggregates.histories import (
    AGREEMENT_SIGNED,
    BROKERED,
    INTERIM_REPORTED,
    LEAD,
    NOW,
    VISIT,
    WHEN_APPROVED,
    WHEN_SIGNED,
    at,
    but,
    changed,
    codes,
    pounds,
)
from tests.store.samples import sample

UNSIGNED = but(WHEN_SIGNED, AGREEMENT_SIGNED)
DESPITE = Despite(reason="The signature was in the post.", accepted_by=person("u-2"))
TO_ANOTHER_SCHOOL = support_rules.the_visit_is_to_the_supported_school.broken_by(visited="s-9", school="s-1")
AFTER_CLOSING = ending_rules.what_is_closed_takes_only_corrections_and_payments.broken_by(
    asked="x", taken=False
)


# Refused


def test_a_refusal_carries_every_rule_its_facts_its_source_and_what_would_clear_it() -> None:
    decision = support.log_visit(at(WHEN_APPROVED), NOW, VISIT)

    with pytest.raises(Refused) as refusal:
        decision.events_or_raise()

    message = str(refusal.value)
    assert refusal.value.broken == decision.broken
    assert message.startswith("Cannot log visit v-1 of d-1: 2 rules are not met.\n")
    for broken in decision.broken:
        assert f"[{broken.rule.code}]" in message
        assert broken.rule.sentence in message
        assert broken.clears in message
        assert f"Source: {broken.rule.source}." in message
    assert "(signed on: none; date: 2024-01-16)" in message
    assert "(missing: supported, supporting)" in message


def test_a_refusal_of_a_fact_says_how_to_record_it_despite_the_rules() -> None:
    with pytest.raises(Refused, match="record it with despite: the reason, and the person who accepts it"):
        support.log_visit(at(WHEN_APPROVED), NOW, VISIT).events_or_raise()


def test_a_refusal_of_a_decision_does_not_mention_despite() -> None:
    with pytest.raises(Refused) as refusal:
        brokering.broker(None, NOW, changed(BROKERED, broker_capacity=None)).events_or_raise()

    assert "despite" not in str(refusal.value)


def test_an_advisory_rule_never_refuses() -> None:
    advised = support_rules.the_leader_worked_alongside_somebody.broken_by(counterpart=None)

    assert advised
    assert decide(VISIT, "d-1", advised).events_or_raise() == (VISIT,)


def test_a_request_is_a_verb_phrase_with_the_ids() -> None:
    assert describe_request(VISIT, "d-1") == "log visit v-1 of d-1"
    assert describe_request(AGREEMENT_SIGNED, "d-1") == "sign agreement ag-1 of d-1 as payee"


@pytest.mark.parametrize("cls", REQUESTS, ids=lambda cls: cls.__name__)
def test_a_request_shows_ids_and_no_object(cls: type) -> None:
    request = describe_request(sample(cls, full=True), "d-1")

    assert request[0].islower()
    assert not set(request) & set("{}()_")


def test_a_request_without_a_phrase_of_its_own_has_the_stored_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(cast(dict[type, str], REQUESTS), VisitLogged)

    assert describe_request(VISIT, "d-1") == "record visit-logged v-1 of d-1"


# Despite


def test_a_fact_accepted_despite_stands_with_its_acceptance_and_its_cost_is_disallowed() -> None:
    fact, acceptance, disallowance = support.log_visit(at(UNSIGNED), NOW, VISIT).accepted(
        DESPITE, recorded_by="u-1"
    )

    assert fact == VISIT
    assert acceptance == AcceptedDespite(
        of=Cause("visit", ("v-1",)),
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
        accepted_by=person("u-2"),
    )
    assert disallowance == CostDisallowed(
        disallowance="despite visit v-1",
        on=date(2024, 1, 16),
        of=Cause("visit", ("v-1",)),
        amount=pounds(500),
        reason="recorded-despite",
        by=person("u-2"),
    )


def test_what_was_accepted_despite_is_incurred_and_not_eligible() -> None:
    events = support.log_visit(at(UNSIGNED), NOW, VISIT).accepted(DESPITE, recorded_by="u-1")

    deployment = at(UNSIGNED, *events)

    assert deployment.account(NOW.programme).of(Cause("visit", ("v-1",))) == Item(
        of=(Cause("visit", ("v-1",)),), line="3", day=VISIT.on, amount=pounds(500)
    )
    assert deployment.account(NOW.programme).eligible() == Money(0)


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

    assert [broken_rule.rule.code for broken_rule in refusal.value.broken] == ["S2SS-S02", "S2SS-X06"]
    assert "u-2" in str(refusal.value)


@pytest.mark.parametrize("part", (LEAD, "SL-014", "teacher-5"))
def test_whoever_has_a_part_in_a_fact_cannot_accept_it(part: str) -> None:
    decision = support.log_visit(at(UNSIGNED), NOW, VISIT)
    by_one_of_them = Despite(reason="The signature was in the post.", accepted_by=person(part))

    with pytest.raises(Refused) as refusal:
        decision.accepted(by_one_of_them, recorded_by="u-1")

    assert [broken.rule.code for broken in refusal.value.broken] == ["S2SS-S02", "S2SS-X30"]
    assert "whom the entry does not name: sl-014, teacher-5" in str(refusal.value)


def test_what_breaks_no_rule_is_recorded_without_an_acceptance_even_if_one_is_given() -> None:
    decision = support.log_visit(at(WHEN_SIGNED), NOW, VISIT)

    assert decision.accepted(DESPITE, recorded_by="u-2") == (VISIT,)


def test_a_decision_is_never_accepted_despite() -> None:
    decision = brokering.broker(None, NOW, changed(BROKERED, broker_capacity=None))

    with pytest.raises(Refused) as refusal:
        decision.accepted(DESPITE, recorded_by="u-1")
    assert [broken_rule.rule.code for broken_rule in refusal.value.broken] == codes(decision)


def test_an_absolute_rule_is_never_accepted_despite() -> None:
    decision = decide(VISIT, "d-1", TO_ANOTHER_SCHOOL, AFTER_CLOSING, despite=True)

    assert not decision.may_be_accepted
    with pytest.raises(Refused) as refusal:
        decision.accepted(DESPITE, recorded_by="u-1")
    assert "record it with despite" not in str(refusal.value)


@pytest.mark.parametrize("blank", ("", " \n"))
def test_an_acceptance_has_a_reason_and_a_person_who_accepts(blank: str) -> None:
    with pytest.raises(BadInput, match="reason"):
        Despite(reason=blank, accepted_by=person("u-2"))
    with pytest.raises(BadInput, match="who accepts"):
        Despite(reason="It happened.", accepted_by=person(blank))


def test_a_report_accepted_despite_disallows_nothing() -> None:
    alone = changed(INTERIM_REPORTED, authors=INTERIM_REPORTED.authors[:1])

    events = reporting.report_interim(at(WHEN_SIGNED), NOW, alone).accepted(DESPITE, recorded_by="u-1")

    assert [type(event).__name__ for event in events] == ["InterimReported", "AcceptedDespite"]


def test_the_context_has_the_programmes_terms_for_a_kind_of_funding() -> None:
    assert NOW.terms("internal").approver == "director-of-school-improvement"
    with pytest.raises(BadInput, match="does not offer internal funding"):
        attrs.evolve(NOW, programme=attrs.evolve(NOW.programme, funding=())).terms("internal")
