"""Rules of planning: a plan is finalised together, follows the one before it and is signed off by the right person."""

from s2ss_core.ids import same
from s2ss_core.programmes.citation import HANDBOOK, PROTOCOLS, choice
from s2ss_core.rules.rule import Case, rule
from s2ss_core.values import Money

PROCESS = "Commissioning, brokerage, and quality assurance processes"
TERMS = ("Funding agreements", "Payment terms")
SUPPORT_AGREEMENT = "Specialist Leader of Education (SLE): School-to-School Support Agreement 2019-20"


@rule(
    "S2SS-P03",
    HANDBOOK.at(PROCESS, "Step 5"),
    title="Headteacher and System Leader finalised the plan",
    clears="Have each of these finalise it too: {missing}.",
)
def headteacher_and_system_leader_finalised_the_plan(*, missing: tuple[str, ...]) -> bool:
    """Headteacher and System Leader finalise the costed plan together."""
    return not missing


@rule(
    "S2SS-P04",
    PROTOCOLS.at(SUPPORT_AGREEMENT, "Baseline Measure(s)"),
    clears="Give a baseline and an impact measure for {without}.",
)
def every_objective_has_a_baseline_and_a_measure(*, without: tuple[str, ...]) -> bool:
    """The plan has objectives, each with its baseline and with how its impact is measured."""
    return not without


@rule(
    "S2SS-P10",
    HANDBOOK.at(PROCESS, "Steps 4 and 5"),
    title="the QA Lead was appointed before the plan",
    clears="Appoint a QA Lead first, and submit the plan on that day or later.",
)
def the_qa_lead_was_appointed_before_the_plan(*, qa_lead: str | None) -> bool:
    """Where there must be a QA Lead, as for a grant, one is appointed before the plan is submitted."""
    return qa_lead is not None


@rule(
    "S2SS-P11",
    HANDBOOK.at(*TERMS),
    title="an amendment names its plan, its reason and its research",
    clears="Give the amendment its {missing}; the plan in force is version {in_force}.",
    cases=(
        Case("in_force", "none", "Leave out which version it amends: no plan is approved yet."),
        Case("missing", "none", "Say that it amends version {in_force}, which is in force."),
    ),
)
def an_amendment_names_its_plan_its_reason_and_its_research(
    *, amends: int | None, in_force: int | None, missing: tuple[str, ...]
) -> bool:
    """An amendment says which version it changes, and on what reason and research the change rests."""
    return amends == in_force and not missing


@rule("S2SS-P12", choice("versions that skip hide a plan"), clears="Number it version {expected}.")
def plan_versions_follow_one_another(*, plan_version: int, expected: int) -> bool:
    """The first plan is version 1, each next one more."""
    return plan_version == expected


@rule(
    "S2SS-P13",
    choice("two plans awaiting one decision cannot both be read"),
    clears="Have version {waiting} approved or rejected first.",
)
def the_plan_before_was_decided(*, waiting: int | None) -> bool:
    """A plan is submitted when the one before it was approved or returned."""
    return waiting is None


@rule(
    "S2SS-P14",
    HANDBOOK.at(PROCESS, "Step 5"),
    clears="Have {approver} sign it off, in the role of {role_asked}.",
    cases=(
        Case("approver", "anyone", "Have somebody sign it off in the role of {role_asked}."),
        Case("approver", "none", "Appoint a QA Lead first: nobody was in office on that day."),
    ),
)
def the_approver_is_the_one_who_signs_plans_off(
    *, by: str, role: str, approver: str | None, role_asked: str
) -> bool:
    """The plan is signed off by the party the programme names: the appointed QA Lead, where there is one."""
    return role == role_asked and (approver == "anyone" or same(by, approver))


@rule(
    "S2SS-P15",
    choice("whoever signs a plan off has nothing to gain by it, and says so"),
    clears="Record the approver's declaration that there is no conflict.",
)
def the_approver_declared_no_conflict(*, no_conflict_declared: bool) -> bool:
    """Whoever signs the plan off declares to have no conflict of interest in it."""
    return no_conflict_declared


@rule(
    "S2SS-P16",
    HANDBOOK.at(PROCESS, "Step 5"),
    clears="Decide on version {waiting}, which awaits a decision.",
    cases=(Case("waiting", "none", "Submit a plan first, and decide on it then: none awaits a decision."),),
)
def the_plan_awaits_a_decision(*, plan_version: int, waiting: int | None) -> bool:
    """What is decided is a plan that was submitted for sign-off and is not decided yet."""
    return plan_version == waiting


@rule(
    "S2SS-P17",
    choice("a plan beyond what is set aside for it could not be paid"),
    clears="Allocate {total} of an award to this deployment, or plan for at most {allocated}.",
    cases=(Case("allocated", "£0.00", "Allocate {total} of an award to this deployment first."),),
)
def the_plan_is_within_the_allocation(*, total: Money, allocated: Money) -> bool:
    """No more is approved than the awards have set aside for this deployment's support."""
    return total <= allocated


@rule(
    "S2SS-P18",
    choice("money already spent cannot be planned away"),
    clears="Plan at least what was spent on each of these lines: {short}.",
)
def the_amended_plan_covers_what_was_spent(*, short: tuple[str, ...]) -> bool:
    """An amendment leaves every line at least what has been found eligible on it."""
    return not short


@rule("S2SS-P21", HANDBOOK.at(PROCESS, "Step 5"), clears="Submit one of these instead: {asked}.")
def the_plan_is_of_a_kind_the_programme_uses(*, kind: str, asked: tuple[str, ...]) -> bool:
    """A plan is written in one of the forms that the programme uses."""
    return kind in asked


@rule(
    "S2SS-P22",
    choice("a link to nothing leads nowhere"),
    clears="Give the plan an element with each of these ids, or leave the link out: {unknown}.",
)
def every_link_of_the_logic_model_is_to_an_element_of_the_plan(*, unknown: tuple[str, ...]) -> bool:
    """Activities lead on from active ingredients, and outcomes from activities: all of the same plan."""
    return not unknown
