"""Rules of a plan's lines: they multiply out, sum, have a rate of the card and are for permitted uses."""

from s2ss_core.programmes.citation import HANDBOOK, INSTITUTE, choice
from s2ss_core.rules.rule import rule
from s2ss_core.values import Money

USE = ("Funding agreements", "Planning and recording the use of the grant")
TERMS = ("Funding agreements", "Payment terms")


@rule("S2SS-P01", HANDBOOK.at(*USE), clears="Correct the lines that do not multiply out: {wrong}.")
def every_line_multiplies_out(*, wrong: tuple[str, ...]) -> bool:
    """On each line of the plan, quantity times rate is the amount stated, a part of a penny rounded up or down."""
    return not wrong


@rule(
    "S2SS-P60",
    INSTITUTE.at("Finance and quality assurance for external funded support"),
    clears="Have the leaders' days on each of these lines provided by one of {named}: {lines}.",
)
def leaders_days_are_provided_by_a_school_that_was_named(
    *, named: tuple[str, ...], lines: tuple[str, ...]
) -> bool:
    """Where schools were named at the brokerage as those that support, one of them provides each line of leaders' days."""
    return not lines


@rule(
    "S2SS-P02",
    choice("what is approved is the total and what is spent goes by lines, so the two agree"),
    clears="State the total as {sum_of_lines}, or correct the lines.",
)
def the_lines_sum_to_the_total(*, sum_of_lines: Money, total: Money) -> bool:
    """The plan's lines add up to its total."""
    return sum_of_lines == total


@rule(
    "S2SS-P26",
    HANDBOOK.at("Commissioning, brokerage, and quality assurance processes", "Step 5"),
    clears="Write a line for everything that the grant is to pay for: the plan has none.",
)
def a_plan_under_a_grant_is_costed(*, lines: int) -> bool:
    """A plan that a grant pays for has at least one line, since it is fully costed."""
    return lines > 0


@rule("S2SS-P05", HANDBOOK.at(*TERMS), clears="Take each of these lines out: {lines}.")
def no_line_is_for_a_use_that_is_never_funded(*, lines: tuple[str, ...]) -> bool:
    """Grant pays for no capital, no business as usual and nothing else the programme rules out."""
    return not lines


@rule(
    "S2SS-P06",
    INSTITUTE.at("Finance and quality assurance for external funded support"),
    clears="Move or drop each line outside the permitted uses: {lines}.",
)
def every_line_is_for_a_permitted_use(*, lines: tuple[str, ...]) -> bool:
    """Money goes to the uses that are permitted and to nothing else."""
    return not lines


@rule(
    "S2SS-P07",
    choice("what is not typically funded is not ruled out either, but says why it is needed"),
    clears="Give a reason on each of these lines: {lines}.",
)
def an_unusual_use_gives_its_reason(*, lines: tuple[str, ...]) -> bool:
    """A use that is not typically funded is planned only with its reason beside it."""
    return not lines


@rule(
    "S2SS-P08",
    INSTITUTE.at("Where Exceed Institute commission support from third parties"),
    clears="Use a rate of the card, or say why not, on each of these lines: {lines}.",
)
def every_rate_is_on_the_card_or_says_why(*, lines: tuple[str, ...]) -> bool:
    """A rate is on the card or has its reason: the Institute asks it of its rates, and every programme here adopts it."""
    return not lines


@rule(
    "S2SS-P09",
    HANDBOOK.at(*USE),
    clears="Move each of these lines into a term of the support ({terms}): {lines}.",
)
def every_line_falls_within_the_support(*, terms: tuple[str, ...], lines: tuple[str, ...]) -> bool:
    """Each line is written under its term, which is one in which the support runs."""
    return not lines


@rule(
    "S2SS-P19",
    choice(
        "a day is charged by the visit and everything else by its invoice, so that nothing is charged twice"
    ),
    title="leader days are priced by time, and all else by the item",
    clears=(
        "Price leaders' days by the day, half day, twilight or hour, and everything else by the"
        " item: {lines}."
    ),
)
def leader_days_are_priced_by_time_and_all_else_by_the_item(*, lines: tuple[str, ...]) -> bool:
    """A line of leaders' days has a unit of time; every other line is priced by the item."""
    return not lines


@rule(
    "S2SS-P20",
    choice("one line id must mean one thing"),
    clears="Write each of these lines once a term, with one head and unit, and one rate if it is priced by time: {lines}.",
)
def a_line_is_written_once_a_term(*, lines: tuple[str, ...]) -> bool:
    """A line that runs over several terms is written once a term, with one head and unit, and one rate if it is priced by time."""
    return not lines


@rule(
    "S2SS-P25",
    choice("what is not recovered of the VAT is charged as VAT"),
    clears="Give VAT that is not recovered of at most the VAT, on each of these lines: {lines}.",
)
def the_vat_of_a_line_that_is_not_recovered_is_a_part_of_its_vat(*, lines: tuple[str, ...]) -> bool:
    """On each line of the plan, the VAT that the recipient cannot recover is a part of its VAT."""
    return not lines
