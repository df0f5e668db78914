"""Rules of reporting: joint reports, finalised after their review, and what is shared."""

from datetime import date

from s2ss_core.programmes.citation import HANDBOOK, choice
from s2ss_core.rules.offices import NAME_THE_HOLDERS, WITHOUT_HOLDERS
from s2ss_core.rules.rule import Case, rule

PROCESS = "Commissioning, brokerage, and quality assurance processes"
REPORTS = ("Exceed Academies Trusts' systems leadership tools", "Interim and Final Reports")
MEETINGS = ("Funding agreements", "Termly reports and meetings")


@rule("S2SS-R01", HANDBOOK.at(*REPORTS), clears="Have each of these write it too: {missing}.")
def the_report_has_all_its_authors(*, missing: tuple[str, ...]) -> bool:
    """Reports are written jointly by the people the programme names."""
    return not missing


@rule(
    "S2SS-R02",
    HANDBOOK.at(*REPORTS),
    clears="Rate each objective of the plan once: {objectives}.",
    cases=(Case("objectives", "none", "Have a plan approved first: the report rates its objectives."),),
)
def the_report_rates_every_objective(*, rated: tuple[str, ...], objectives: tuple[str, ...]) -> bool:
    """Progress is rated red, amber or green against what was agreed: each objective of the plan in force."""
    return sorted(rated) == sorted(objectives)


@rule("S2SS-R03", HANDBOOK.at(PROCESS, "Steps 8 and 10"), clears="Report on a term of the support: {terms}.")
def the_report_is_on_a_term_of_the_support(*, term: str, terms: tuple[str, ...]) -> bool:
    """A report is on a term in which the support runs."""
    return term in terms


@rule(
    "S2SS-R04",
    HANDBOOK.at(PROCESS, "Steps 8 and 10"),
    clears="Strike report {earlier} out first, if it is wrong.",
)
def the_term_has_no_other_report_of_its_kind(*, term: str, earlier: str | None) -> bool:
    """There is one interim report a term, and one final report."""
    return earlier is None


@rule(
    "S2SS-R10",
    HANDBOOK.at(*MEETINGS),
    clears="Finalise the report on or after {held}, the day of review {review}.",
    cases=(Case("held", "none", "Hold review {review} on report {report} first."),),
)
def the_report_was_finalised_after_its_review(
    *, report: str, review: str, held: date | None, on: date
) -> bool:
    """A report is finalised after a review was held on it."""
    return held is not None and held <= on


@rule(
    "S2SS-R14",
    choice("nothing is shared before it is there"),
    clears="Record {document} first, and share it on its day or later.",
)
def the_document_shared_was_recorded(*, document: str, recorded: bool) -> bool:
    """What is shared is a plan, report, visit or agreement of this deployment, of that day or earlier."""
    return recorded


@rule("S2SS-R16", choice("a revision that skips hides one"), clears="Give it revision {expected}.")
def report_revisions_follow_one_another(*, revision: int, expected: int) -> bool:
    """A report as first written is revision 1; each finalising adds one."""
    return revision == expected


@rule(
    "S2SS-R17",
    HANDBOOK.at(*REPORTS),
    clears=NAME_THE_HOLDERS,
    cases=WITHOUT_HOLDERS,
)
def the_authors_of_a_report_are_of_this_deployment(
    *, strangers: tuple[str, ...], holders: tuple[str, ...], on: date
) -> bool:
    """Reports are written by this school's Headteacher and a leader deployed here on that day, or by their stand-ins."""
    return not strangers


@rule(
    "S2SS-R18",
    HANDBOOK.at(*REPORTS),
    clears="Name another author beside {authors}: one person cannot write for {roles} together.",
)
def the_authors_of_a_joint_report_are_different_people(
    *, authors: tuple[str, ...], people: int, roles: tuple[str, ...], needed: int
) -> bool:
    """What two roles write together is written by two people."""
    return people >= needed
