"""Rules of accreditation: a day is paid at the rate of what its leader is accredited as on that day."""

from datetime import date

from s2ss_core.programmes.citation import INSTITUTE, PROTOCOLS, choice
from s2ss_core.rules.rule import Case, rule
from s2ss_core.values import Money

RATES = "Daily rates for support"


@rule(
    "S2SS-P70",
    INSTITUTE.at(RATES),
    clears="Name the accreditation that it is for on each of these lines: {lines}.",
)
def a_line_of_leaders_days_names_its_accreditation(*, lines: tuple[str, ...]) -> bool:
    """Where the rate goes by accreditation, a line of leaders' days says for which one it is."""
    return not lines


@rule(
    "S2SS-P71",
    INSTITUTE.at(RATES),
    clears="Name leaders who hold it on {on}, or record the designation first: {lines}.",
)
def the_leader_of_a_line_has_its_accreditation(*, on: date, lines: tuple[str, ...]) -> bool:
    """A leader whom a line names holds the accreditation that its rate is for."""
    return not lines


@rule(
    "S2SS-S72",
    INSTITUTE.at(RATES),
    clears="Charge it to a line for what {leader} is on {on}: {held}. Or record the designation first: line {line} is for {asked}.",
    cases=(
        Case(
            "held",
            "none",
            "Record the designation first, or charge it to a line that asks for none: line {line} is for {asked}, and {leader} has"
            " no designation on {on}.",
        ),
    ),
)
def the_leader_is_accredited_as_the_line_asks(
    *, leader: str, line: str, on: date, asked: str, held: tuple[str, ...]
) -> bool:
    """A day is charged at the rate of an accreditation only if its leader holds that on the day."""
    return asked in held


@rule(
    "S2SS-S71",
    INSTITUTE.at("Finance and quality assurance for external funded support"),
    clears="Say which leader of {school} worked alongside: somebody who is there as {roles}.",
)
def a_leader_of_the_school_worked_alongside(
    *, school: str, roles: tuple[str, ...], counterpart: str | None, fits: bool
) -> bool:
    """A System Leader never works alone: a leader of the supported school is there all the time."""
    return fits


@rule(
    "S2SS-S70",
    INSTITUTE.at("Daily rates for cover (externally funded support only)"),
    clears="Give at most {worth}, which {time} comes to at the rate of line {line}.",
    cases=(
        Case("time", "none", "Say how much time it is for: line {line} is priced by the {unit}."),
        Case("worth", "none", "Give the time in a unit that line {line} has a price for, such as {unit}."),
    ),
)
def a_cost_by_time_comes_to_its_time_at_the_rate(
    *, line: str, unit: str, time: str | None, worth: str | None, fits: bool
) -> bool:
    """What is bought by time, such as cover, costs at most its time at the rate of the line."""
    return fits


@rule(
    "S2SS-P72",
    choice("what goes along the legs is what is charged, no more and no less"),
    clears="Split the rate along the legs of the programme so that the parts make the rate, on each of these lines: {lines}.",
)
def the_parts_of_a_rate_make_the_rate(*, lines: tuple[str, ...]) -> bool:
    """If a rate is split on a line, or on the card where the line has another rate, its parts on the line make the rate."""
    return not lines


@rule(
    "S2SS-P61",
    PROTOCOLS.at("How does a deployment work in practice?", "Deployment"),
    clears="Let the holder keep at most {most} of a {unit} on line {line}, and the rest go to whoever gives the support.",
)
def no_more_of_a_rate_is_kept_than_the_card_keeps(*, line: str, unit: str, kept: Money, most: Money) -> bool:
    """Of a dearer rate the holder of the money keeps no more, for its administration, than the card keeps of a day."""
    return kept <= most
