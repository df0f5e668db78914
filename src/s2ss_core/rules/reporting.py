"""Rules of reporting: joint reports, reviews built on them, and judgements that follow."""

from datetime import date

from s2ss_core.programmes.citation import HANDBOOK, choice
from s2ss_core.rules.rule import Case, rule

PROCESS = "Commissioning, brokerage, and quality assurance processes"
REPORTS = ("Exceed Academies Trusts' systems leadership tools", "Interim and Final Reports")
MEETINGS = ("Funding agreements", "Termly reports and meetings")
PAYMENT = ("Funding agreements", "Payment terms")


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
    "S2SS-R05",
    HANDBOOK.at(PROCESS, "Step 9"),
    clears="Hold the review on a report of {term}: report {report} is on {report_term}.",
    cases=(
        Case("report", "none", "Name the report of {term} that the review is on."),
        Case("report_term", "none", "Record report {report} first, on or before the day of the review."),
    ),
)
def the_review_is_on_a_report_of_its_term(*, report: str | None, term: str, report_term: str | None) -> bool:
    """A review meeting is built on the report of its term, which therefore exists."""
    return report_term == term


@rule(
    "S2SS-R06",
    HANDBOOK.at(PROCESS, "Step 9"),
    title="everybody who must, attended the review",
    clears="Hold the review with each of these there too: {missing}.",
)
def everybody_who_must_attended_the_review(*, missing: tuple[str, ...]) -> bool:
    """Those the programme names attend the termly review meeting."""
    return not missing


@rule(
    "S2SS-R07",
    HANDBOOK.at("Roles", "Headteacher"),
    title="the review was led by the Headteacher or nominee",
    clears="Have the meeting led by somebody who attended it and may lead it: {leads}.",
)
def the_review_was_led_by_the_headteacher_or_nominee(*, led_by: str, leads: tuple[str, ...]) -> bool:
    """The Headteacher leads the meeting, or somebody there whom the programme lets lead it in their place."""
    return led_by in leads


@rule(
    "S2SS-R08",
    HANDBOOK.at(*MEETINGS),
    clears="Before the review, share report {report} with each of these: {missing}.",
)
def the_report_was_shared_before_its_review(*, report: str, missing: tuple[str, ...]) -> bool:
    """QA Lead and broker have the report before the meeting on it."""
    return not missing


@rule(
    "S2SS-R09",
    HANDBOOK.at(*MEETINGS),
    clears="Hold a further review on it, or have the QA Lead accept the short notice.",
)
def the_report_was_shared_in_time_for_its_review(
    *, working_days: int | None, notice: int, accepted_by: str | None, qa_lead: str | None
) -> bool:
    """The report is shared a few days before its review: as many working days as the programme says."""
    in_time = working_days is not None and working_days >= notice
    return in_time or (accepted_by is not None and accepted_by == qa_lead)


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


@rule("S2SS-R11", HANDBOOK.at(*PAYMENT), clears="Record the judgement of a party that judges here: {judges}.")
def the_party_is_one_that_judges(*, party: str, judges: tuple[str, ...]) -> bool:
    """Progress is judged by the parties the programme and the award name."""
    return party in judges


@rule(
    "S2SS-R12",
    HANDBOOK.at(*PAYMENT),
    clears="Judge progress on or after {held}, the day of review {review}.",
    cases=(
        Case("report", "none", "Name the report and the review that the judgement follows."),
        Case("review", "none", "Name the review of report {report} that the judgement follows."),
        Case("held", "none", "Hold review {review} on report {report} first."),
    ),
)
def progress_is_judged_after_report_and_review(
    *, report: str | None, review: str | None, held: date | None, on: date
) -> bool:
    """Progress is judged following the report and the meeting on it."""
    return held is not None and held <= on


@rule(
    "S2SS-R13",
    HANDBOOK.at(*PAYMENT),
    title="the QA Lead's judgement is the QA Lead's own",
    clears="Have the appointed QA Lead judge it: {qa_lead}.",
    cases=(Case("qa_lead", "none", "Appoint a QA Lead first."),),
)
def the_qa_leads_judgement_is_the_qa_leads_own(*, judge: str, qa_lead: str | None) -> bool:
    """The QA Lead's judgement is made by the person appointed."""
    return judge == qa_lead


@rule(
    "S2SS-R14",
    choice("nothing is shared before it is there"),
    clears="Record {document} first, on or before the day it was shared.",
)
def the_document_shared_was_recorded(*, document: str, recorded: bool) -> bool:
    """What is shared is a plan, report, visit or agreement of this deployment, of that day or earlier."""
    return recorded


@rule("S2SS-R15", HANDBOOK.at(PROCESS, "Step 9"), clears="Plan for {usual} minutes.", advisory=True)
def the_review_took_its_time(*, minutes: int, usual: int) -> bool:
    """A termly review takes about as long as the programme says."""
    return minutes >= usual


@rule("S2SS-R16", choice("a revision that skips hides one"), clears="Give it revision {expected}.")
def report_revisions_follow_one_another(*, revision: int, expected: int) -> bool:
    """A report as first written is revision 1; each finalising adds one."""
    return revision == expected
