from datetime import date
from typing import Any

import attrs
import pytest

from s2ss_core.aggregates.decision import Decision
from s2ss_core.aggregates.deployment.decisions import certification
from s2ss_core.events import AssuranceGiven, CertificateAccepted, CertificateQueried, DeploymentEvent
from s2ss_core.testing.lifecycle.cast import person
from s2ss_core.values import Person
from tests.aggregates.cases import Case
from tests.aggregates.histories import (
    CERTIFICATE_RETURNED,
    CERTIFIED,
    HOME_TRUST,
    NOW,
    OTHER_SCHOOL,
    THE_ACCOUNTING_OFFICER,
    THE_QA_LEAD,
    WHEN_CERTIFIED,
    WHEN_CLOSED,
    WHEN_LAST_TERM_INVOICED,
    WHEN_RETURNED,
    at,
    changed,
    codes,
)

WHEN_REPLACED = (*WHEN_RETURNED, changed(CERTIFIED, certificate="cert-2", supersedes="cert-1"))
ACCOUNTANT = Person(person="cpa-1", role="accountant", organisation="counters-llp")
QUERIED = CertificateQueried(
    query="q-1",
    certificate="cert-1",
    on=CERTIFICATE_RETURNED.on,
    by=person("u-5"),
    about="Is page two missing?",
)
ACCEPTED = CertificateAccepted(
    certificate="cert-1", on=CERTIFICATE_RETURNED.on, by=person("u-5"), checks=("complete", "accurate")
)
ASSURED = AssuranceGiven(
    assurance="as-1", certificate="cert-1", on=CERTIFIED.on, by=ACCOUNTANT, opinion="unqualified"
)


def queried(history: Any = WHEN_RETURNED, **fields: Any) -> Decision[DeploymentEvent]:
    return certification.query_certificate(at(history), NOW, changed(QUERIED, **fields))


def accepted(history: Any = WHEN_RETURNED, **fields: Any) -> Decision[DeploymentEvent]:
    return certification.accept_certificate(at(history), NOW, changed(ACCEPTED, **fields))


def assured(history: Any = WHEN_CERTIFIED, **fields: Any) -> Decision[DeploymentEvent]:
    return certification.give_assurance(at(history), NOW, changed(ASSURED, **fields))


CASES = (
    Case(
        code="S2SS-E30",
        when="a certificate is asked about that was not returned",
        broken=lambda: queried(WHEN_CERTIFIED),
        kept=queried,
    ),
    Case(
        code="S2SS-E30",
        when="a certificate is accepted the day before it was returned",
        broken=lambda: accepted(on=date(2024, 12, 15)),
        kept=accepted,
    ),
    Case(
        code="S2SS-E31",
        when="another took the place of the certificate that is accepted",
        broken=lambda: accepted(WHEN_REPLACED),
        kept=accepted,
    ),
    Case(
        code="S2SS-E32",
        when="whoever certified it accepts it",
        broken=lambda: accepted(by=THE_ACCOUNTING_OFFICER),
        kept=accepted,
    ),
    Case(
        code="S2SS-E32",
        when="the QA Lead assures it",
        broken=lambda: assured(by=attrs.evolve(THE_QA_LEAD, organisation="counters-llp")),
        kept=assured,
    ),
    Case(
        code="S2SS-E33",
        when="assurance is given on what was never certified",
        broken=lambda: assured(certificate="cert-9"),
        kept=assured,
    ),
    Case(
        code="S2SS-E33",
        when="assurance is given the day before it was certified",
        broken=lambda: assured(on=date(2024, 12, 15)),
        kept=assured,
    ),
    Case(
        code="S2SS-E34",
        when="the accountant is of the leader's trust",
        broken=lambda: assured(by=attrs.evolve(ACCOUNTANT, organisation=HOME_TRUST.id)),
        kept=assured,
    ),
)


@pytest.mark.parametrize("organisation", ("exceed", "s-1", "S-1", "y-trust", "s-7"))
def test_nobody_of_an_organisation_concerned_gives_assurance(organisation: str) -> None:
    assert codes(assured(by=attrs.evolve(ACCOUNTANT, organisation=organisation))) == ["S2SS-E34"]


def test_what_was_countersigned_is_not_accepted_by_whoever_countersigned() -> None:
    countersigned = changed(CERTIFIED, countersigned_by=person("u-6"))
    history = tuple(countersigned if event == CERTIFIED else event for event in WHEN_RETURNED)

    assert codes(accepted(history, by=person("u-6"))) == ["S2SS-E32"]


@pytest.mark.parametrize("decided", (queried, accepted, assured))
def test_a_closed_deployment_takes_it(decided: Any) -> None:
    assert codes(decided(WHEN_CLOSED)) == []


def test_nobody_of_the_recipient_that_the_certificate_names_gives_assurance() -> None:
    named = changed(CERTIFIED, recipient=OTHER_SCHOOL)
    of_the_recipient = attrs.evolve(ACCOUNTANT, organisation=OTHER_SCHOOL.id)

    assert codes(assured((*WHEN_LAST_TERM_INVOICED, named), by=of_the_recipient)) == ["S2SS-E34"]
    assert codes(assured(by=of_the_recipient)) == []
