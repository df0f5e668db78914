"""What becomes of a certificate once somebody received it."""

from datetime import date
from functools import cache
from typing import Any

import attrs
import pytest

from s2ss_core.events import AssuranceGiven, CertificateAccepted, CertificateQueried
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.grant_usage.certification import (
    Assurance,
    Certification,
    Query,
    certifications,
)
from s2ss_core.values import Person
from tests.aggregates.histories import changed
from tests.projections.histories import History
from tests.projections.worked_example import OFFICER, OWN, certificate

ACCOUNTANT = Person(person="acc-1", role="accountant", organisation="firm-1")
FUNDERS = Person(person="f-1", role="funder", organisation="dfe")
ASKED = tuple(
    CertificateQueried(query=name, certificate="cert-1", on=date(2025, 1, day), by=by, about="Why?")
    for name, day, by in (("q-1", 6, OFFICER), ("q-2", 7, FUNDERS))
)
QUALIFIED = AssuranceGiven(
    assurance="as-1", certificate="cert-1", on=date(2025, 1, 8), by=ACCOUNTANT, opinion="qualified"
)
UNQUALIFIED = changed(QUALIFIED, assurance="as-2", on=date(2025, 1, 9), opinion="unqualified")
ACCEPTED = CertificateAccepted(
    certificate="cert-1", on=date(2025, 1, 10), by=FUNDERS, checks=("right-form", "complete")
)


def after(*events: Any) -> tuple[Certification, ...]:
    history = History()
    for event in (certificate("cert-1", date(2024, 12, 16)), *events):
        history.tell(OWN, event)
    return certifications(EventSet(("deployment", "d-1"), history.entries))


@cache
def certified() -> Certification:
    (only,) = after()
    return only


def test_each_query_is_kept_with_its_day_and_person_and_the_certificate_is_queried() -> None:
    queries = (
        Query(query="q-1", on=date(2025, 1, 6), by=OFFICER),
        Query(query="q-2", on=date(2025, 1, 7), by=FUNDERS),
    )

    assert after(*ASKED) == (attrs.evolve(certified(), status="queried", queries=queries),)


def test_a_certificate_that_was_accepted_says_when_by_whom_and_after_which_checks() -> None:
    assert after(ACCEPTED) == (
        attrs.evolve(
            certified(),
            status="accepted",
            accepted_on=date(2025, 1, 10),
            accepted_by=FUNDERS,
            checks=("right-form", "complete"),
        ),
    )


def test_the_queries_before_an_acceptance_stay() -> None:
    (queried,), (accepted,) = after(*ASKED), after(*ASKED, ACCEPTED)

    assert (accepted.status, accepted.queries) == ("accepted", queried.queries)


def test_each_report_of_an_accountant_is_kept_and_leaves_the_status_as_it_was() -> None:
    reports = (
        Assurance(assurance="as-1", on=date(2025, 1, 8), by=ACCOUNTANT, opinion="qualified"),
        Assurance(assurance="as-2", on=date(2025, 1, 9), by=ACCOUNTANT, opinion="unqualified"),
    )

    assert after(QUALIFIED, UNQUALIFIED) == (attrs.evolve(certified(), assurances=reports),)


@pytest.mark.parametrize("said", (ASKED[0], ACCEPTED, QUALIFIED))
def test_what_is_said_of_another_certificate_changes_nothing(said: Any) -> None:
    assert after(changed(said, certificate="cert-0")) == (certified(),)
