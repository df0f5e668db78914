"""Rules of QA Days: who holds them, with whom, and what is agreed at the first."""

from datetime import date

from s2ss_core.ids import same
from s2ss_core.programmes.citation import INSTITUTE
from s2ss_core.rules.rule import Case, rule

QA_LEAD = "Quality Assurance Lead role"


@rule(
    "S2SS-R70",
    INSTITUTE.at(QA_LEAD),
    title="a QA Day is held with both schools",
    clears="Hold the day with both sides, and name of each somebody who was there: {missing}.",
)
def a_qa_day_is_held_with_both_schools(*, missing: tuple[str, ...]) -> bool:
    """The QA Lead is not alone on a QA Day: the supported and the supporting side take part."""
    return not missing


@rule(
    "S2SS-R71",
    INSTITUTE.at(QA_LEAD),
    title="a QA Day is held by the QA Lead",
    clears="Name {qa_lead}, who is the QA Lead on that day.",
    cases=(Case("qa_lead", "none", "Appoint a QA Lead first, on that day or before it."),),
)
def a_qa_day_is_held_by_the_qa_lead(*, held_by: str, qa_lead: str | None) -> bool:
    """A QA Day is held by whoever is the QA Lead on it."""
    return same(held_by, qa_lead)


@rule(
    "S2SS-P73",
    INSTITUTE.at(QA_LEAD, "Day 1"),
    title="the plan was agreed at its QA Day",
    clears="Approve it on or after {agreed_on}, when the use of the money was agreed at the QA Day of {purpose}.",
    cases=(
        Case(
            "agreed_on", "none", "Hold the QA Day of {purpose} first, and agree the use of the money at it."
        ),
    ),
)
def the_plan_was_agreed_at_its_qa_day(*, purpose: str, agreed_on: date | None, on: date) -> bool:
    """The development plan and the use of the money are agreed with both schools at the first QA Day."""
    return agreed_on is not None and agreed_on <= on
