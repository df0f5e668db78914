"""Rules of offices: nobody acts in a part that is another's, or in two that watch over each other."""

from datetime import date

from s2ss_core.ids import among, same
from s2ss_core.programmes.citation import HANDBOOK, choice
from s2ss_core.rules.rule import Case, rule

PROCESS = "Commissioning, brokerage, and quality assurance processes"
NAME_THE_HOLDERS = (
    "Name these, who held the offices on {on}: {holders}. Or name somebody without an office here, and say for whom of"
    " them they stood in."
)
WITHOUT_HOLDERS = (
    Case("holders", "anyone", "Name somebody without an office here instead of {strangers}."),
    Case(
        "holders",
        "none",
        "Nobody held the office on {on}: correct the day, or have a leader join or a QA Lead appointed by then, and name them"
        " instead of {strangers}.",
    ),
)


@rule(
    "S2SS-A14",
    choice(
        "a signature binds the party whose person gives it, and a role typed beside a name proves nothing"
    ),
    clears="Have somebody sign who acts for the {party}: {signatory} is {known_as}.",
)
def the_signatory_acts_for_the_party(*, party: str, signatory: str, known_as: str | None) -> bool:
    """Whoever signs for a party belongs to it, as far as the record knows, or signs in the place of one who does."""
    return known_as is None


@rule(
    "S2SS-B18",
    HANDBOOK.at("Roles", "QA Lead"),
    title="the QA Lead is not the Headteacher of the supported school",
    clears="Let somebody other than {headteachers} be the QA Lead.",
)
def the_qa_lead_is_not_the_headteacher_of_the_supported_school(
    *, qa_lead: str, headteachers: tuple[str, ...]
) -> bool:
    """Support funded internally is assured by the Director of School Improvement, and never by the school supported."""
    return not among(qa_lead, headteachers)


@rule(
    "S2SS-B19",
    HANDBOOK.at("Roles", "Headteacher"),
    title="the Headteacher of the supported school is not a leader here",
    clears=(
        "Name a leader other than {headteachers}. Or, if somebody else is the Headteacher of the supported school, record who."
    ),
)
def the_headteacher_of_the_supported_school_is_not_a_leader_here(
    *, leader: str, headteachers: tuple[str, ...]
) -> bool:
    """Headteacher and System Leader are two people, since one of them answers for the support and the other gives it."""
    return not among(leader, headteachers)


@rule(
    "S2SS-B20",
    HANDBOOK.at(PROCESS, "Step 1"),
    clears="Have somebody of the school, and somebody of the broker, confirm it, and not {leader}.",
)
def capacity_was_confirmed_by_others_than_the_leader(*, leader: str, confirmed_by: tuple[str, ...]) -> bool:
    """School and broker each say for themselves that they have capacity; the leader who is matched speaks for neither."""
    return not among(leader, confirmed_by)


@rule(
    "S2SS-P23",
    HANDBOOK.at(PROCESS, "Step 5"),
    clears=NAME_THE_HOLDERS,
    cases=WITHOUT_HOLDERS,
)
def those_who_finalised_the_plan_are_of_this_deployment(
    *, strangers: tuple[str, ...], holders: tuple[str, ...], on: date
) -> bool:
    """The plan is finalised by this school's Headteacher and a leader deployed here on that day, or by their stand-ins."""
    return not strangers


@rule(
    "S2SS-P24",
    HANDBOOK.at(PROCESS, "Step 5"),
    clears="Have {approver} return it, in the role of {role_asked}.",
    cases=(
        Case("approver", "anyone", "Have somebody return it in the role of {role_asked}."),
        Case("approver", "none", "Appoint a QA Lead first: nobody was in office on that day."),
    ),
)
def a_plan_is_returned_by_the_one_who_signs_plans_off(
    *, by: str, role: str, approver: str | None, role_asked: str
) -> bool:
    """Whoever a plan is submitted to for sign-off is the one who sends it back."""
    return role == role_asked and (approver == "anyone" or same(by, approver))
