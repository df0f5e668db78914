"""Rules of brokering: who may support whom, and what is settled before support starts."""

from datetime import date

from s2ss_core.ids import among, same
from s2ss_core.programmes.citation import HANDBOOK, PROTOCOLS, choice
from s2ss_core.rules.rule import Case, rule

PROCESS = "Commissioning, brokerage, and quality assurance processes"
CONTRACT = (
    "System Leader Deployment: Contract between Partner School(s) and Leading Learning Forward TSA 2019-20"
)


@rule(
    "S2SS-B01",
    HANDBOOK.at(PROCESS, "Step 1"),
    clears="Record who at the school confirmed, and when, that it has capacity to engage.",
)
def the_school_confirmed_its_capacity(*, confirmed_by: str | None) -> bool:
    """The supported school says it has capacity to engage before a leader is matched to it."""
    return confirmed_by is not None


@rule(
    "S2SS-B02",
    HANDBOOK.at(PROCESS, "Step 2"),
    clears="Record what support the school already has, from its own trust too, or that there is none.",
)
def existing_support_was_considered(*, considered: bool) -> bool:
    """Matching looks at support already at work in the school and at what its own trust can offer."""
    return considered


@rule(
    "S2SS-B03",
    HANDBOOK.at("System Leaders and school-to-school support"),
    clears="Match the school with a leader from a school other than {school}.",
)
def the_leader_comes_from_another_school(*, home_school: str, school: str, shared_urn: str | None) -> bool:
    """A System Leader supports schools beyond their own. Two ids with one URN are one school."""
    return not same(home_school, school) and shared_urn is None


@rule(
    "S2SS-B04",
    choice(
        "the Institute helps schools beyond its trust where it has capacity; here that holds for every school"
    ),
    clears="Record who at the broker confirmed, and when, that it has the capacity, or go through another broker.",
)
def the_broker_has_capacity(*, confirmed_by: str | None) -> bool:
    """Support is brokered where the broker has the capacity for it."""
    return confirmed_by is not None


@rule(
    "S2SS-B05",
    PROTOCOLS.at(CONTRACT, "Deployment", "Intended end date"),
    clears="Give an intended end that is not before {start}.",
)
def the_support_ends_after_it_starts(*, start: date, intended_end: date) -> bool:
    """The agreed period runs from its start to its intended end."""
    return start <= intended_end


@rule(
    "S2SS-B06",
    PROTOCOLS.at("How does a deployment work in practice?", "Deployment"),
    title="the days committed are the leader's own, within the period",
    clears=("Commit days of {leader} only, once for each year, in years that the support runs in: {years}."),
)
def the_days_committed_are_the_leaders_own_within_the_period(
    *, leader: str, years: tuple[str, ...], committed: tuple[str, ...]
) -> bool:
    """A leader's time is agreed year by year: their own days, once a year, for years of the support."""
    return len(set(committed)) == len(committed) and set(committed) <= {f"{leader} {year}" for year in years}


@rule(
    "S2SS-B07",
    choice("what support costs is reported to the award that pays, so the deployment names it"),
    title="grant-funded support names its award",
    clears="Record every award that you name: {awards} named, {known} on record.",
    cases=(Case("awards", "none", "Name the award that pays, and record it first if nobody has."),),
)
def grant_funded_support_names_its_award(*, awards: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Where a grant pays for the support, the deployment says which."""
    return bool(awards) and set(awards) <= set(known)


@rule(
    "S2SS-B11",
    choice("a leader deployed twice would be counted twice"),
    clears="Leave {leader} out: this leader is deployed here already.",
)
def the_leader_is_not_deployed_here_already(*, leader: str, leaders: tuple[str, ...]) -> bool:
    """A leader is deployed once in a deployment, as its lead or as one who joined."""
    return not among(leader, leaders)


@rule(
    "S2SS-B12",
    PROTOCOLS.at("What is deployment?"),
    clears="Consider a period of {fewest} to {most} terms.",
    advisory=True,
)
def the_support_runs_for_the_usual_number_of_terms(*, terms: int, fewest: int, most: int) -> bool:
    """As a guide, support runs for no fewer and no more terms than the programme says."""
    return fewest <= terms <= most


@rule(
    "S2SS-B13",
    choice("a visit cannot be checked against a programme that was not in force"),
    clears="Broker on or after {effective_from}, or under a version of {programme} that was in force on {on}.",
)
def the_programme_was_in_force(*, programme: str, effective_from: date, on: date) -> bool:
    """A deployment is opened under a version of its programme that was already in force."""
    return effective_from <= on


@rule(
    "S2SS-B15",
    PROTOCOLS.at(CONTRACT, "Deployment", "Agreed time commitment"),
    clears="Commit days of {leader}, or say that the days are still to be agreed.",
)
def days_are_committed_or_still_to_be_agreed(*, leader: str, committed: bool, commitments_open: bool) -> bool:
    """Days of the leader's time are agreed when support is brokered, or the record says that they are not yet."""
    return committed or commitments_open


@rule(
    "S2SS-B90",
    choice("who was chosen was not passed over"),
    clears="Leave {leader} out of the alternatives: this is the leader who was chosen.",
)
def the_alternatives_are_leaders_who_were_not_chosen(*, leader: str, alternatives: tuple[str, ...]) -> bool:
    """The leaders who were considered beside the one who was chosen are other people."""
    return not among(leader, alternatives)


@rule(
    "S2SS-B16",
    HANDBOOK.at("System Leader tools: quick links", "Interim/final impact report template"),
    clears="Let {joining} join beside the lead, {lead}.",
)
def the_deployment_has_one_lead(*, joining: str, lead: str | None, as_lead: bool) -> bool:
    """A deployment has exactly one lead System Leader at a time, who writes its reports with the Headteacher."""
    return lead is None or not as_lead
