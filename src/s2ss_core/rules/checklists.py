"""Rules of checklists: which are asked for, who answers them, and what has to be met before a decision."""

from datetime import date

from s2ss_core.programmes.citation import HANDBOOK, choice
from s2ss_core.rules.rule import Case, rule


@rule(
    "S2SS-R72",
    choice("an answer to a list that nobody asked for would look as if somebody had"),
    clears="Name a list that is asked for with a {decision}: {asked}.",
    cases=(Case("asked", "none", "Leave it out: no list is asked for with a {decision}."),),
)
def the_checklist_is_one_that_is_asked_for(*, checklist: str, decision: str, asked: tuple[str, ...]) -> bool:
    """A checklist is answered with a decision with which the programme asks for it."""
    return checklist in asked


@rule(
    "S2SS-R73",
    choice("an answer to something else, or two to one item, could be read in two ways"),
    clears="Answer items of {checklist} alone, each once: {items}.",
)
def every_answer_is_to_one_item_of_the_checklist(
    *, checklist: str, unfit: tuple[str, ...], items: tuple[str, ...]
) -> bool:
    """Only items of the checklist are answered, and each once at a time."""
    return not unfit


@rule(
    "S2SS-R74",
    HANDBOOK.at("Roles", "QA Lead"),
    clears="Have somebody answer {checklist} who is: {roles}.",
)
def the_checklist_is_answered_in_a_role_that_the_programme_names(
    *, checklist: str, role: str, roles: tuple[str, ...]
) -> bool:
    """The programme says in which role somebody answers for a checklist, as the six tests are for the QA Lead."""
    return role in roles


@rule(
    "S2SS-R75",
    choice("a role typed beside a name proves nothing"),
    clears="Have {holders} answer it, who held the office on {on}, or somebody without an office here who stands in for them.",
    cases=(
        Case("holders", "anyone", "Have somebody without an office here answer it instead of {by}."),
        Case(
            "holders",
            "none",
            "Nobody held the office on {on}: correct the day, or have a leader join or a QA Lead appointed by then, and have"
            " them answer it instead of {by}.",
        ),
    ),
)
def whoever_answers_is_in_the_office_that_they_answer_in(
    *, by: str, strangers: tuple[str, ...], holders: tuple[str, ...], on: date
) -> bool:
    """Whoever answers a checklist as Headteacher, System Leader or QA Lead is in that office on the day, or stands in."""
    return not strangers


@rule(
    "S2SS-R76",
    HANDBOOK.at("Roles", "QA Lead"),
    clears=(
        "Have these answered for {decision} by {on} with yes, or with not-applicable and a comment that says why: {shortfalls}."
    ),
)
def every_item_that_its_checklists_insist_on_is_met(
    *, decision: str, shortfalls: tuple[str, ...], on: date
) -> bool:
    """A plan, review, judgement or certificate waits for every item of its checklists that the programme lets refuse it."""
    return not shortfalls
