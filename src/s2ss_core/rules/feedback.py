"""Rules of feedback: who speaks for the supported school, of whom and of what, and who signs."""

from datetime import date

from s2ss_core.programmes.citation import PROTOCOLS
from s2ss_core.rules.rule import Case, rule

FEEDBACK = "System Leadership: Professional Support Feedback Form 2019-20"
EVALUATION = (
    "Leading Learning Forward TSA: System Leadership Deployment: End of Support Evaluation Form 2019-20"
)
SHEET = "Specialist Leader of Education (SLE): Deployment Record 2019-20"


@rule(
    "S2SS-R85",
    PROTOCOLS.at(FEEDBACK),
    title="the supported school speaks through its Headteacher",
    clears="Have the Headteacher on {on} give it ({holders}), or somebody without an office here who stands in for them.",
)
def the_supported_school_speaks_through_its_headteacher(
    *, strangers: tuple[str, ...], holders: tuple[str, ...], on: date
) -> bool:
    """Feedback and the evaluation at the end are given by the Headteacher of the supported school, or in their place."""
    return not strangers


@rule(
    "S2SS-R86",
    PROTOCOLS.at(FEEDBACK),
    clears="Name a term of the support: {terms}.",
)
def the_form_is_on_a_term_of_the_support(*, term: str | None, terms: tuple[str, ...]) -> bool:
    """Feedback, and the sheet of a Deployment Record, are on one term in which the support runs."""
    return term in terms


@rule(
    "S2SS-R87",
    PROTOCOLS.at(EVALUATION),
    clears="Rate each of these once: {criteria}.",
)
def the_evaluation_rates_every_criterion(*, rated: tuple[str, ...], criteria: tuple[str, ...]) -> bool:
    """The evaluation at the end rates each criterion of its form red, amber or green."""
    return sorted(rated) == sorted(criteria)


@rule(
    "S2SS-R88",
    PROTOCOLS.at(EVALUATION),
    clears="Name a leader who had joined by {on}: {leaders}.",
    cases=(Case("leaders", "none", "Give a later day: no leader had joined by {on}."),),
)
def the_form_is_of_a_leader_who_was_deployed_here(
    *, leader: str | None, leaders: tuple[str, ...], on: date, found: bool
) -> bool:
    """A form is filled in for one leader, who was deployed here by then."""
    return found


@rule(
    "S2SS-R89",
    PROTOCOLS.at(SHEET),
    clears="Have one of these sign, or somebody without an office here who stands in for the Headteacher: {parties}.",
)
def the_record_is_signed_by_a_party_to_it(
    *, record: str, signatory: str, parties: tuple[str, ...], found: bool
) -> bool:
    """A Deployment Record is signed by its leader and the school's Headteacher, feedback and an evaluation by the latter."""
    return found


@rule(
    "S2SS-S88",
    PROTOCOLS.at(FEEDBACK),
    clears="Name the {record} that is signed, of {on} or earlier: {recorded}.",
    cases=(Case("recorded", "none", "Record the {record} first, of {on} or earlier, and name it."),),
)
def the_record_that_is_signed_was_recorded(
    *, record: str, of: str | None, recorded: tuple[str, ...], on: date
) -> bool:
    """A signature stands under feedback or an evaluation that is there on its day."""
    return of in recorded
