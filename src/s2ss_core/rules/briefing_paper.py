"""Rules of the briefing paper: who completes it, and who reviews it each term."""

from datetime import date

from s2ss_core.programmes.citation import PROTOCOLS
from s2ss_core.rules.rule import Case, rule


@rule(
    "S2SS-P80",
    PROTOCOLS.at("Roles and Responsibilities"),
    title="the briefing paper is completed by the client Headteacher",
    clears="Have the Headteacher of the supported school, or a nominee, complete it.",
)
def the_briefing_paper_is_completed_by_the_client_headteacher(*, headteacher: bool) -> bool:
    """A briefing paper is completed by the Headteacher of the supported school; no leader need be known yet."""
    return headteacher


@rule(
    "S2SS-P81",
    PROTOCOLS.at("Roles and Responsibilities"),
    clears="Name version {in_force}, which is in force on {on}.",
    cases=(Case("in_force", "none", "Have a plan approved first: none is in force on {on}."),),
)
def the_plan_that_is_reviewed_is_in_force(*, plan_version: int, in_force: int | None, on: date) -> bool:
    """What is reviewed in a term is the plan that is in force."""
    return plan_version == in_force


@rule(
    "S2SS-P82",
    PROTOCOLS.at("Roles and Responsibilities"),
    title="the briefing paper is reviewed by Teaching School Lead and System Leader",
    clears="Have each of these take part too: {missing}.",
)
def the_briefing_paper_is_reviewed_by_teaching_school_lead_and_system_leader(
    *, missing: tuple[str, ...]
) -> bool:
    """The Teaching School Lead and the System Leader review the briefing paper, at least once a term."""
    return not missing
