"""Rules of reviews: the meeting on a report, and the judgements that follow it."""

from datetime import date

from s2ss_core.ids import among, same
from s2ss_core.programmes.citation import HANDBOOK, choice
from s2ss_core.rules.offices import NAME_THE_HOLDERS, WITHOUT_HOLDERS
from s2ss_core.rules.rule import Case, rule

PROCESS = "Commissioning, brokerage, and quality assurance processes"
MEETINGS = ("Funding agreements", "Termly reports and meetings")
PAYMENT = ("Funding agreements", "Payment terms")


@rule(
    "S2SS-R05",
    HANDBOOK.at(PROCESS, "Step 9"),
    clears="Hold the review on a report of {term}: report {report} is on {report_term}.",
    cases=(
        Case("report", "none", "Name the report of {term} that the review is on."),
        Case("report_term", "none", "Record report {report} first, and hold the review on its day or later."),
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
    return among(led_by, leads)


@rule(
    "S2SS-R08",
    HANDBOOK.at(*MEETINGS),
    clears="Share report {report} with each of these, and hold the review on that day or later: {missing}.",
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
    return in_time or same(accepted_by, qa_lead)


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
    cases=(Case("qa_lead", "none", "Appoint a QA Lead first: nobody was in office on that day."),),
)
def the_qa_leads_judgement_is_the_qa_leads_own(*, judge: str, qa_lead: str | None) -> bool:
    """The QA Lead's judgement is made by the person appointed."""
    return same(judge, qa_lead)


@rule("S2SS-R15", HANDBOOK.at(PROCESS, "Step 9"), clears="Plan for {usual} minutes.", advisory=True)
def the_review_took_its_time(*, minutes: int, usual: int) -> bool:
    """A termly review takes about as long as the programme says."""
    return minutes >= usual


@rule(
    "S2SS-R19",
    HANDBOOK.at(PROCESS, "Step 9"),
    clears=NAME_THE_HOLDERS,
    cases=WITHOUT_HOLDERS,
)
def those_at_the_review_are_in_the_offices_that_they_are_named_in(
    *, strangers: tuple[str, ...], holders: tuple[str, ...], on: date
) -> bool:
    """The review is held between this school's Headteacher, a leader deployed here and the QA Lead of that day."""
    return not strangers


@rule(
    "S2SS-R90",
    choice("what is done is followed from what was asked"),
    clears="Name an action that review {review} asked for: {asked}.",
    cases=(Case("asked", "none", "Name a review that asked for an action: {review} asked for none."),),
)
def the_action_that_was_done_was_asked_for(*, review: str, action: str, asked: tuple[str, ...]) -> bool:
    """An action is followed up at the review that asked somebody to do it."""
    return action in asked


@rule(
    "S2SS-R20",
    HANDBOOK.at(*PAYMENT),
    clears="Have somebody of the {party} judge it who has no other part in the support: {judge} is {known_as}.",
)
def the_judge_is_of_the_party_that_judges(*, party: str, judge: str, known_as: str | None) -> bool:
    """Broker and funder judge by their own people, and never by those who give, receive, assure or are paid for support."""
    return known_as is None
