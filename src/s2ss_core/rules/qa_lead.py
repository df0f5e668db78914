"""Rules of the QA Lead: who may assure quality, and how they are paid."""

from datetime import date

from s2ss_core.ids import among, same
from s2ss_core.programmes.citation import HANDBOOK, choice
from s2ss_core.rules.rule import Case, rule


@rule(
    "S2SS-B08",
    HANDBOOK.at("Roles", "QA Lead"),
    title="the QA Lead is independent",
    clears="Appoint somebody who belongs to none of these: {shared}.",
)
def the_qa_lead_is_independent(*, qa_lead: str, shared: tuple[str, ...]) -> bool:
    """The QA Lead belongs to no organisation, school or trust, that gives or receives the support."""
    return not shared


@rule(
    "S2SS-B09",
    HANDBOOK.at("Roles", "QA Lead"),
    title="the QA Lead is not a leader here",
    clears="Appoint somebody other than the leaders: {leaders}.",
)
def the_qa_lead_is_not_a_leader_here(*, qa_lead: str, leaders: tuple[str, ...]) -> bool:
    """Nobody assures the quality of their own support."""
    return not among(qa_lead, leaders)


@rule(
    "S2SS-B10",
    HANDBOOK.at("Roles", "QA Lead"),
    title="a member school's QA Lead is an independent professional",
    clears="Engage an independent professional as QA Lead.",
)
def a_member_schools_qa_lead_is_an_independent_professional(*, member: bool, engaged_as: str) -> bool:
    """Where grant pays for support of the broker's own school, the QA Lead is an independent professional."""
    return not member or engaged_as == "independent-professional"


@rule(
    "S2SS-B80",
    HANDBOOK.at("Roles", "QA Lead"),
    title="the QA Lead of a trust's own support is its Director of School Improvement",
    clears="Engage the Director of School Improvement as QA Lead.",
)
def the_qa_lead_of_a_trusts_own_support_is_its_director_of_school_improvement(
    *, own: bool, engaged_as: str
) -> bool:
    """Where the trust funds support of its own school, its Director of School Improvement is the QA Lead."""
    return not own or engaged_as == "director-of-school-improvement"


@rule(
    "S2SS-B14",
    HANDBOOK.at("Roles", "QA Lead"),
    title="how the QA Lead is funded was settled",
    clears="Settle how the QA Lead is paid in one of these ways: {allowed}.",
)
def how_the_qa_lead_is_funded_was_settled(*, qa_funding: str, allowed: tuple[str, ...]) -> bool:
    """How the QA Lead is paid is agreed when the support is brokered, in a way the programme allows."""
    return qa_funding in allowed


@rule(
    "S2SS-B17",
    choice("nobody leaves an office that they do not hold"),
    title="whoever stands down is the QA Lead",
    clears="Name {in_office}, who was the QA Lead on {on}.",
    cases=(Case("in_office", "none", "Leave this out: nobody was the QA Lead on {on}."),),
)
def whoever_stands_down_is_the_qa_lead(*, qa_lead: str, in_office: str | None, on: date) -> bool:
    """Only the QA Lead who is in office stands down."""
    return same(qa_lead, in_office)
