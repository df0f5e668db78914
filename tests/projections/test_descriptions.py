"""What the deployment log says of each kind of entry."""

from datetime import date
from typing import Any

import pytest

import s2ss_core.events as e
from s2ss_core.projections.deployment_log.descriptions import describe
from s2ss_core.values import Days, Person
from tests.aggregates.histories import changed
from tests.projections.worked_example import HEADTEACHER, HOME, OFFICER, SPRING, TEACHER, TRUST, Y2023, Y2024

ON, LATER = date(2024, 1, 8), date(2024, 2, 1)
ACCOUNTANT = Person(person="acc-1", role="accountant", organisation="firm-1")

ACCEPTED = e.CertificateAccepted(
    certificate="cert-1", on=ON, by=OFFICER, checks=("right-form", "complete")
)  # fmt: skip
REPLACED = e.LeaderReplaced(
    leaving="sl-1", on=ON, cause="left-the-school", last_day=ON, effective_from=LATER, new_lead="sl-3",
    joining=e.Leader(leader="sl-2", band="headteacher", home_school=HOME, home_trust=TRUST),
    commitments=(e.Commitment(leader="sl-2", cap_year=Y2023, days=Days(3)),),
)  # fmt: skip
RENEGOTIATED = e.TimeRenegotiated(
    negotiation="n-1", on=ON, effective_from=LATER, start=ON, intended_end=LATER,
    commitments=(
        e.Commitment(leader="sl-1", cap_year=Y2023, days=Days(3)),
        e.Commitment(leader="sl-2", cap_year=Y2024, days=Days("0.5")),
    ),
)  # fmt: skip
PLANNED = e.ActivityPlanned(
    activity="ac-1", on=ON, kind="coaching", every="week", first=ON, last=LATER, unit="day", quantity=Days(1),
    people=(HEADTEACHER, TEACHER), instead_of="ac-0",
)  # fmt: skip
EVALUATED = e.SupportEvaluated(
    evaluation="ev-1", on=ON, leader="sl-1", by=HEADTEACHER,
    ratings=(e.CriterionRating(criterion="1", rag="green"), e.CriterionRating(criterion="2", rag="amber")),
)  # fmt: skip
ANSWERED = e.ChecklistAnswered(
    response="re-1", on=ON, checklist="c-1", at="review", of="r-1", by=OFFICER,
    answers=(e.ChecklistAnswer(item="a", answer="yes"), e.ChecklistAnswer(item="b", answer="no")),
)  # fmt: skip
SIGNED = e.RecordSigned(
    signature="si-1", on=ON, record="deployment-record", leader="sl-1", term=SPRING, signatory=HEADTEACHER
)  # fmt: skip
SAYS = (
    (
        e.CertificateQueried(query="q-1", certificate="cert-1", on=ON, by=OFFICER, about="Why?"),
        "Query q-1 on certificate cert-1 by u-1 (broker)",
    ),
    (
        ACCEPTED,
        "Certificate cert-1 accepted by u-1 (broker) after these checks: right-form, complete",
    ),
    (changed(ACCEPTED, checks=()), "Certificate cert-1 accepted by u-1 (broker)"),
    (
        e.AssuranceGiven(assurance="as-1", certificate="cert-1", on=ON, by=ACCOUNTANT, opinion="qualified"),
        "Assurance as-1 on certificate cert-1 by acc-1 of firm-1: qualified",
    ),
    (
        REPLACED,
        (
            "System Leader sl-1 left (left-the-school), last day 2024-01-08;"
            " sl-2 of s-7 joined from 2024-02-01; 3 days in 2023/24; sl-3 leads from 2024-02-01"
        ),
    ),
    (
        changed(REPLACED, joining=None, commitments=(), new_lead=None),
        "System Leader sl-1 left (left-the-school), last day 2024-01-08",
    ),
    (
        RENEGOTIATED,
        (
            "Time agreed anew from 2024-02-01 (n-1): start 2024-01-08, intended end 2024-02-01,"
            " 3 days of sl-1 in 2023/24, 0.5 days of sl-2 in 2024/25"
        ),
    ),
    (
        changed(RENEGOTIATED, effective_from=None, start=None, intended_end=None, commitments=()),
        "Time agreed anew (n-1): nothing",
    ),
    (
        PLANNED,
        (
            "Activity ac-1 planned: coaching every week from 2024-01-08 to 2024-02-01, 1 day,"
            " with ht-1, teacher-5, instead of ac-0"
        ),
    ),
    (
        changed(PLANNED, last=None, instead_of=None),
        "Activity ac-1 planned: coaching every week from 2024-01-08, 1 day, with ht-1, teacher-5",
    ),
    (
        changed(PLANNED, every="once", last=None, people=(), instead_of=None),
        "Activity ac-1 planned: coaching on 2024-01-08, 1 day, with nobody named",
    ),
    (EVALUATED, "Support of sl-1 evaluated by ht-1: 1 green, 2 amber"),
    (changed(EVALUATED, ratings=()), "Support of sl-1 evaluated by ht-1: no criterion rated"),
    (ANSWERED, "Checklist c-1 for review r-1 answered by u-1 (broker): a yes, b no"),
    (
        changed(ANSWERED, answers=()),
        "Checklist c-1 for review r-1 answered by u-1 (broker): no item answered",
    ),
    (SIGNED, "Deployment Record of sl-1 in Spring 2024 signed by ht-1 (headteacher)"),
    (changed(SIGNED, term=None), "Deployment Record of sl-1 signed by ht-1 (headteacher)"),
    (
        changed(SIGNED, record="visit", of="v-1", leader=None, term=None),
        "Visit v-1 signed by ht-1 (headteacher)",
    ),
)


@pytest.mark.parametrize(("event", "says"), SAYS)
def test_an_entry_is_described_in_one_line(event: Any, says: str) -> None:
    assert describe(event) == says
