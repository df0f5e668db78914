"""Rules of renegotiation: who may leave, who leads from then on, and which days may be agreed anew."""

from datetime import date

from s2ss_core.ids import among, same
from s2ss_core.programmes.citation import HANDBOOK, PROTOCOLS, choice
from s2ss_core.rules.rule import Case, rule

CHANGES = PROTOCOLS.at(
    "LLF TSA and System Leadership Support: School Agreement 2019-20",
    "Changes to the agreement",
)


@rule(
    "S2SS-N01",
    CHANGES,
    clears="Name one of the leaders who were deployed here on {last_day}: {leaders}.",
)
def the_leader_who_leaves_is_deployed_here(*, leaving: str, last_day: date, leaders: tuple[str, ...]) -> bool:
    """A change of leader is about a leader of the deployment who had joined and has not left."""
    return among(leaving, leaders)


@rule(
    "S2SS-N02",
    HANDBOOK.at("System Leader tools: quick links", "Interim/final impact report template"),
    clears="Name who leads after {leaving}: the one who joins, or one of the leaders here ({leaders}).",
    cases=(Case("leaders", "none", "Let somebody join in the place of {leaving} who is the new lead."),),
)
def the_deployment_keeps_a_lead(
    *, leaving: str, lead: str | None, new_lead: str | None, leaders: tuple[str, ...]
) -> bool:
    """If the lead leaves, another leader of the deployment leads from then on."""
    return not same(leaving, lead) or among(new_lead, leaders)


@rule(
    "S2SS-N03",
    choice("a leader who had left made no visit"),
    clears="Give a last day on or after {last_visit}, or strike that visit out if it was not made.",
)
def the_leader_left_after_their_last_visit(*, leaving: str, last_day: date, last_visit: date) -> bool:
    """A leader leaves on or after the day of their last visit."""
    return last_visit <= last_day


@rule(
    "S2SS-N04",
    choice("days that are committed after the support would never be worked"),
    clears="Commit no days: the support ended on {ended_on}.",
)
def days_are_committed_while_support_goes_on(*, ended_on: date | None) -> bool:
    """Days of a leader are committed before the support has ended."""
    return ended_on is None


@rule(
    "S2SS-N05",
    choice("days are committed of a person"),
    clears="Say who joins, or commit no days.",
)
def days_are_committed_of_the_one_who_joins(*, committed: int) -> bool:
    """If nobody joins in the place of a leader who leaves, no days are committed."""
    return not committed


@rule(
    "S2SS-N06",
    choice("which days go back is known when the last day has come"),
    clears="Record it on or after {last_day}; whoever follows may join before.",
)
def the_last_day_has_come(*, last_day: date, on: date) -> bool:
    """That a leader left is recorded when the last day has come."""
    return last_day <= on


@rule(
    "S2SS-N07",
    PROTOCOLS.at("How does a deployment work in practice?"),
    title="the days agreed anew are of leaders here, within the period",
    clears=(
        "Give a total once for each leader and year, for leaders here ({leaders}) and years of the support ({years}):"
        " leave out {outside}."
    ),
)
def the_days_agreed_anew_are_of_leaders_here_within_the_period(
    *, leaders: tuple[str, ...], years: tuple[str, ...], outside: tuple[str, ...]
) -> bool:
    """The days are negotiated with the leader's school: more or fewer of a leader here, in a year of the support."""
    return not outside


@rule(
    "S2SS-N08",
    choice("whoever has left makes no more visits"),
    clears="Check the day and the leader of the visit: {leader} left after {last_day}.",
)
def the_leader_had_not_left(*, leader: str, last_day: date | None, on: date) -> bool:
    """A leader who has left the deployment makes no visits in it after the last day."""
    return last_day is None or on <= last_day
