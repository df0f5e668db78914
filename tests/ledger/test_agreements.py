"""Who signs an agreement, when all had signed it, which one is in force, and what its schedule sets out."""

from datetime import date

import pytest

from s2ss_core.events import AgreementIssued, Party
from s2ss_core.ledger import agreement_in_force, binding, scheduled, signatories_for, signed_on
from s2ss_core.programmes import funding_terms
from s2ss_core.values import PartyRole
from tests.aggregates.histories import (
    AGREEMENT_ISSUED,
    AGREEMENT_SIGNED,
    EXCEED,
    FIRST_INSTALMENT,
    HOME_TRUST,
    LAST_INSTALMENT,
    LLF,
    SECOND_INSTALMENT,
    VARIATION_ISSUED,
    changed,
    pounds,
)

SIGNED = AGREEMENT_SIGNED.on
LATER = date(2023, 12, 19)


def contract(*roles: PartyRole) -> AgreementIssued:
    """A contract of llf-2019, whose home school signs where applicable; its parties are named, or none is."""
    parties = tuple(Party(role=role, organisation=HOME_TRUST) for role in roles)
    return changed(AGREEMENT_ISSUED, document="contract", parties=parties)


@pytest.mark.parametrize(
    ("named", "signatories"),
    (
        ((), {"system-leader", "home-school", "supported-school", "broker"}),
        (("broker",), {"system-leader", "supported-school", "broker"}),
        (("broker", "home-school"), {"system-leader", "home-school", "supported-school", "broker"}),
    ),
)
def test_who_signs_where_applicable_does_so_if_named_or_if_nobody_is(
    named: tuple[PartyRole, ...], signatories: set[PartyRole]
) -> None:
    assert set(signatories_for(LLF, contract(*named))) == signatories


def test_an_agreement_is_signed_on_the_day_of_the_last_signature() -> None:
    issued = contract("broker")
    days: dict[PartyRole, date] = {"system-leader": SIGNED, "supported-school": LATER, "broker": SIGNED}

    assert signed_on(LLF, issued, {issued.agreement: days}) == LATER


def test_an_agreement_waits_for_a_signature_that_is_missing() -> None:
    issued = contract("broker")
    days: dict[PartyRole, date] = {"system-leader": SIGNED, "supported-school": LATER}

    assert signed_on(LLF, issued, {issued.agreement: days}) is None
    assert signed_on(LLF, issued, {}) is None


def test_a_signature_that_nobody_asked_for_changes_nothing() -> None:
    days: dict[PartyRole, date] = {"payee": SIGNED, "broker": LATER}

    assert signed_on(EXCEED, AGREEMENT_ISSUED, {"ag-1": days}) == SIGNED


def test_the_newest_agreement_that_is_signed_is_in_force() -> None:
    issued = (AGREEMENT_ISSUED, VARIATION_ISSUED)
    first = {"ag-1": {"payee": SIGNED}}
    both = {**first, "ag-2": {"payee": LATER}}

    assert agreement_in_force(EXCEED, issued, {}) is None
    assert agreement_in_force(EXCEED, issued, first) is AGREEMENT_ISSUED  # type: ignore[arg-type]
    assert agreement_in_force(EXCEED, issued, both) is VARIATION_ISSUED  # type: ignore[arg-type]


def test_only_an_agreement_of_the_kind_that_the_funding_asks_for_is_binding() -> None:
    other = changed(AGREEMENT_ISSUED, document="support-agreement")

    assert binding(funding_terms(EXCEED, "external"), [other, AGREEMENT_ISSUED]) == [AGREEMENT_ISSUED]


def test_a_schedule_adds_up_to_an_instalment_that_one_included() -> None:
    schedule = (FIRST_INSTALMENT, SECOND_INSTALMENT, LAST_INSTALMENT)

    assert scheduled(schedule) == pounds(11_000)
    assert [scheduled(schedule, to) for to in (0, 1, 2, 3)] == [0, pounds(6000), pounds(8000), pounds(11_000)]
    assert repr(scheduled((), 1)) == "Money('0.00')"
