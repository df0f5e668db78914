"""Rules of support: when a visit may be made, by whom, and what it is charged to."""

from datetime import date

from s2ss_core.ids import same
from s2ss_core.programmes.citation import HANDBOOK, PROTOCOLS, choice
from s2ss_core.rules.rule import Case, rule
from s2ss_core.values import Days, Money

PROCESS = "Commissioning, brokerage, and quality assurance processes"
DELIVERABLES = ("Funding agreements", "Key deliverables")


@rule(
    "S2SS-S01",
    HANDBOOK.at(PROCESS, "Steps 5 and 7"),
    clears="Give a day on or after {approved_on}, when the plan was approved.",
    cases=(
        Case("approved_on", "none", "Have the plan approved first: support begins on that day or after it."),
    ),
)
def the_plan_was_approved_before_support_began(*, approved_on: date | None, on: date) -> bool:
    """Support starts when its plan has been signed off."""
    return approved_on is not None and approved_on <= on


@rule(
    "S2SS-S02",
    HANDBOOK.at(PROCESS, "Steps 6 and 7"),
    clears="Give a day on or after {signed_on}, when the last party signed the agreement.",
    cases=(
        Case(
            "signed_on",
            "none",
            "Have every party sign the agreement first: support begins on the day of the last signature or after it.",
        ),
    ),
)
def the_agreement_was_signed_before_support_began(*, signed_on: date | None, on: date) -> bool:
    """Support starts when every party that must has signed the agreement."""
    return signed_on is not None and signed_on <= on


@rule(
    "S2SS-S03",
    HANDBOOK.at(*DELIVERABLES),
    clears="Record that each of these sides secured its foundations, and give that day or a later one: {missing}.",
)
def the_foundations_were_secured_before_support_began(*, missing: tuple[str, ...]) -> bool:
    """Both sides have the foundations for effective support in place before direct support starts."""
    return not missing


@rule(
    "S2SS-S04",
    HANDBOOK.at("Roles", "System Leader"),
    clears="Give a day on or after {joined}, when {leader} joined.",
    cases=(Case("joined", "none", "Record that {leader} joined on or before {on}."),),
)
def the_leader_was_deployed_here(*, leader: str, joined: date | None, on: date) -> bool:
    """Support is given by the leaders deployed: the lead, and those who joined."""
    return joined is not None and joined <= on


@rule(
    "S2SS-S05",
    choice("what lies outside the agreed period was not agreed"),
    clears="Give a date from {start} to {end}, or have another period of the support agreed first.",
    cases=(Case("ended", "yes", "Give a date from {start} to {end}, on which the support ended."),),
)
def it_happened_within_the_period(*, on: date, start: date, end: date, ended: bool) -> bool:
    """Visits and costs fall within the period of the support."""
    return start <= on <= end


@rule(
    "S2SS-S06",
    choice(
        "the Institute has a leader of the school there at all times; elsewhere a visit that names nobody is noted"
    ),
    clears="Say who worked alongside the leader.",
    advisory=True,
)
def the_leader_worked_alongside_somebody(*, counterpart: str | None) -> bool:
    """A Record of Visit names who of the supported school the leader worked with."""
    return counterpart is not None


@rule(
    "S2SS-S07",
    HANDBOOK.at("Funding agreements", "Payment terms"),
    clears="Charge it to a line of the plan in force: {lines}.",
    cases=(Case("lines", "none", "Have a plan approved first that has line {line}."),),
)
def the_line_is_on_the_plan_in_force(*, line: str, lines: tuple[str, ...]) -> bool:
    """Money is spent on what the plan in force on that day sets out."""
    return line in lines


@rule(
    "S2SS-S08",
    choice("a day is charged by its visit, everything else by its invoice, so nothing is charged twice"),
    clears="Charge visits to lines of leaders' days, and invoices to all other lines.",
    cases=(
        Case(
            "by",
            "visits",
            "Charge the invoice to another line: line {line} is charged by visits, so it takes no invoice.",
        ),
        Case(
            "by",
            "costs",
            "Charge the visit to a line of leaders' days: line {line} is charged by"
            " invoices, so it takes no visit.",
        ),
    ),
)
def the_line_is_charged_in_its_own_way(*, line: str, by: str, kept: bool) -> bool:
    """Lines of leaders' days are charged by visits, all others by costs; never by both."""
    return kept


@rule(
    "S2SS-S09",
    HANDBOOK.at(*DELIVERABLES),
    clears=(
        "Amend the plan first: {charge} would bring line {line} to {eligible}, and {approved} is approved."
    ),
)
def the_charge_is_within_the_line(*, line: str, charge: Money, eligible: Money, approved: Money) -> bool:
    """What is charged to a line stays within what was approved for it."""
    return eligible <= approved


@rule(
    "S2SS-S10",
    choice("a part of a day has a price only where the programme gives one"),
    clears="Charge it to a line priced by the {unit}, or amend the plan so that it has one.",
)
def the_line_has_a_price_for_that_unit(*, line: str, unit: str, priced: bool) -> bool:
    """A visit is charged in a unit that the line or the programme's conversions price."""
    return priced


@rule(
    "S2SS-S82",
    PROTOCOLS.at("Roles and Responsibilities"),
    clears="Raise it with the {route}.",
    cases=(
        Case(
            "route",
            "none",
            "Raise it with the broker: only a leader and a Headteacher have a way of their own.",
        ),
    ),
)
def a_concern_takes_the_way_of_whoever_raises_it(*, role: str, raised_with: str, route: str | None) -> bool:
    """A System Leader shares a difficulty with the Teaching School Lead, and a Headteacher with the operational lead."""
    return raised_with == route


@rule(
    "S2SS-S11",
    HANDBOOK.at(*DELIVERABLES),
    clears="Name a concern that is open: {open_concerns}.",
    cases=(Case("open_concerns", "none", "Raise the concern first: none is open here."),),
)
def the_concern_is_open(*, concern: str, open_concerns: tuple[str, ...]) -> bool:
    """Only a concern that was raised and stands is escalated or resolved."""
    return concern in open_concerns


@rule(
    "S2SS-S12",
    choice("evidence bears out a fact"),
    clears="File it under the id of something recorded in this deployment.",
)
def the_evidence_is_of_a_recorded_fact(*, of: str, recorded: bool) -> bool:
    """Evidence is filed under the id of a fact recorded in this deployment."""
    return recorded


@rule(
    "S2SS-S14",
    choice("a Record of Visit is a daily record, so more than a day in it is two records or a slip"),
    clears="Log a record for each day: {visit} comes to {days} days, and one holds {most} at most.",
)
def a_record_of_visit_is_of_a_day_at_most(*, visit: str, days: Days, most: Days) -> bool:
    """A Record of Visit holds the time of one day, preparation and all."""
    return days <= most


@rule(
    "S2SS-S17",
    choice("a leader has one day on a date, however many records say what was done in it"),
    clears=(
        "Log at most {left} days in hours of {leader} on {on}: other records of that date have the rest of the day."
    ),
    cases=(
        Case(
            "left",
            "0",
            "Log no more hours of {leader} on {on}: other records of that date have the whole day already.",
        ),
    ),
)
def the_hours_of_one_date_come_to_a_day_at_most(*, leader: str, on: date, days: Days, left: Days) -> bool:
    """The hours that several Records of Visit give a leader on one date count as a day at most."""
    return days <= left


@rule("S2SS-S13", HANDBOOK.at(PROCESS, "Step 7"), clears="Log it for {school}.")
def the_visit_is_to_the_supported_school(*, visited: str, school: str) -> bool:
    """A Record of Visit of a deployment is of work with its supported school."""
    return same(visited, school)


@rule(
    "S2SS-S16",
    choice("a day is charged to the line that was priced for whoever gave it"),
    clears="Charge it to a line for {leader}, or amend the plan: line {line} is for {planned_for}.",
)
def the_line_is_for_the_leader_of_the_visit(
    *, leader: str, line: str, planned_for: str | None, fits: bool
) -> bool:
    """If a line of the plan names a leader or a band, only that leader or a leader of that band is charged to it."""
    return fits


@rule(
    "S2SS-S19",
    choice("an award pays for nothing outside the days for which it is available"),
    clears="Give a day on which its awards are available, or charge it to a deployment whose awards are available on {on}.",
)
def it_happened_while_every_award_was_available(*, on: date, outside: tuple[str, ...]) -> bool:
    """What is charged falls within the days of every award that funds the deployment."""
    return not outside


@rule(
    "S2SS-S18",
    choice("what is not recovered of the VAT was charged as VAT"),
    clears="Give VAT that is not recovered of at most {vat}.",
)
def the_vat_that_is_not_recovered_is_a_part_of_the_vat(*, vat: Money, irrecoverable_vat: Money) -> bool:
    """The VAT that the recipient cannot recover is a part of the VAT."""
    return 0 <= irrecoverable_vat <= vat
