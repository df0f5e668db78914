"""Who may certify the use of a grant for its recipient."""

import attrs
import pytest

from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.aggregates.deployment.decisions.certifiers import answered_for
from s2ss_core.programmes import Terms
from s2ss_core.values import Organisation, Person
from tests.aggregates.histories import (
    BROKERED,
    CERTIFIED,
    ENGLISH_JOINED,
    HOME_TRUST,
    NOW,
    OTHER_SCHOOL,
    SCHOOL,
    THE_ACCOUNTING_OFFICER,
    THE_HEADTEACHER,
    at,
    changed,
)

FROM_ANOTHER_SCHOOL = changed(
    ENGLISH_JOINED, leader=changed(ENGLISH_JOINED.leader, home_school=OTHER_SCHOOL, home_trust=None)
)
OF_ANOTHER_SCHOOL = changed(THE_ACCOUNTING_OFFICER, person="ao-9", organisation="s-9")


def paying(*payees: str) -> DecisionContext:
    terms: Terms = changed(NOW.terms("external"), payees=payees)
    return attrs.evolve(NOW, programme=changed(NOW.programme, funding=(terms,)))


def certified_by(
    certifier: Person, recipient: Organisation | None = None, context: DecisionContext = NOW
) -> list[str]:
    """The codes of the rules that are not met."""
    fact = changed(CERTIFIED, certifier=certifier, recipient=recipient)
    broken = answered_for(at([BROKERED, FROM_ANOTHER_SCHOOL]), context, fact)
    return [each.rule.code for each in broken]


def test_of_the_schools_that_provide_leaders_any_answers_for_the_grant_until_one_is_named() -> None:
    assert certified_by(OF_ANOTHER_SCHOOL) == []
    assert certified_by(OF_ANOTHER_SCHOOL, OTHER_SCHOOL) == []
    assert certified_by(OF_ANOTHER_SCHOOL, HOME_TRUST) == ["S2SS-E20"]


@pytest.mark.parametrize("organisation", ("s-9", "z-trust"))
def test_a_recipient_or_its_trust_answers_for_the_grant(organisation: str) -> None:
    assert certified_by(changed(OF_ANOTHER_SCHOOL, organisation=organisation), OTHER_SCHOOL) == []


def test_the_headteacher_of_the_supported_school_certifies_where_the_school_itself_is_paid() -> None:
    paid = paying("home-school", "supported-school")

    assert certified_by(THE_HEADTEACHER, context=paid) == []
    assert certified_by(THE_HEADTEACHER, SCHOOL, context=paid) == []
    assert certified_by(changed(THE_HEADTEACHER, organisation="s-7"), HOME_TRUST, context=paid) == [
        "S2SS-E20"
    ]


def test_where_the_programme_pays_nobody_anybody_certifies() -> None:
    assert certified_by(changed(OF_ANOTHER_SCHOOL, organisation="nobody"), context=paying()) == []
