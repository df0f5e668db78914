"""Rules of the agreement: what it says, who signs it, and the schedule that pays it."""

from datetime import date

from s2ss_core.ids import among
from s2ss_core.programmes.citation import HANDBOOK, PROTOCOLS, choice
from s2ss_core.rules.rule import Case, rule
from s2ss_core.values import Money

PROCESS = "Commissioning, brokerage, and quality assurance processes"
AGREEMENTS = "Funding agreements"
INVOICES = "Invoices (non-Exceed Academies Trust schools and organisations only)"
CONTRACT = (
    "System Leader Deployment: Contract between Partner School(s) and Leading Learning Forward TSA 2019-20"
)


@rule(
    "S2SS-A01",
    HANDBOOK.at(PROCESS, "Steps 5 and 6"),
    clears="Issue it on or after {approved_on}, the day on which the plan was approved.",
    cases=(Case("approved_on", "none", "Have the plan approved before the agreement is issued."),),
)
def the_plan_was_approved_before_the_agreement_was_issued(*, approved_on: date | None, on: date) -> bool:
    """The agreement follows the approved plan."""
    return approved_on is not None and approved_on <= on


@rule(
    "S2SS-A02",
    choice("what is scheduled is what was approved, no more and no less"),
    clears="Make the instalments add up to the approved plan, {approved}: they come to {scheduled}.",
)
def the_schedule_sums_to_the_approved_plan(*, scheduled: Money, approved: Money) -> bool:
    """The scheduled instalments add up to the approved plan, to the penny."""
    return scheduled == approved


@rule(
    "S2SS-A03",
    choice("an instalment is named by its number"),
    clears=(
        "Instalment {misplaced} is for an earlier term than the instalment before it: put them"
        " in the order of their terms."
    ),
    cases=(Case("misplaced", "none", "Number the instalments in order, 1 to {count}."),),
)
def instalments_are_numbered_in_order(
    *, numbers: tuple[int, ...], count: int, misplaced: tuple[int, ...]
) -> bool:
    """Instalments are numbered from one, in the order of their terms."""
    return list(numbers) == list(range(1, count + 1)) and not misplaced


@rule(
    "S2SS-A04",
    HANDBOOK.at(PROCESS, "Step 6"),
    clears="Issue the document the programme asks for: {asked}.",
)
def the_document_is_the_one_the_programme_uses(*, document: str, asked: tuple[str, ...]) -> bool:
    """The programme says which documents the parties sign: for a grant, a flow-down contract."""
    return document in asked


@rule("S2SS-A05", HANDBOOK.at(AGREEMENTS, INVOICES), clears="Quote a purchase order number on the agreement.")
def the_agreement_quotes_a_purchase_order(*, purchase_order: str | None) -> bool:
    """Invoices quote the agreement's purchase order, so the agreement has one."""
    return bool(purchase_order)


@rule(
    "S2SS-A06",
    choice("the contract prints a total and three amounts, and not that they add up to it"),
    clears="Make the three shares add up to {total}: they come to {parts}.",
)
def the_shares_make_the_total_cost(*, parts: Money, total: Money) -> bool:
    """A contract shows what it costs in all and what school, broker and home school bear: these add up."""
    return parts == total


@rule(
    "S2SS-A60",
    choice("the contract prints the whole cost of the deployment, and the approved plan is what it costs"),
    clears="State the total as {approved}, what the approved plan comes to, or have the plan amended first.",
)
def the_contract_states_what_the_plan_comes_to(*, total: Money, approved: Money) -> bool:
    """The total cost that a contract states is what the approved plan comes to."""
    return total == approved


@rule(
    "S2SS-A07",
    HANDBOOK.at(PROCESS, "Step 6"),
    clears="Choose the payee from {payees}: an organisation, never a person.",
)
def the_payee_is_one_the_programme_pays(*, payee: str | None, payees: tuple[str, ...]) -> bool:
    """Money goes to the organisations the programme names, such as the leader's school or trust."""
    return among(payee, payees)


@rule("S2SS-A08", PROTOCOLS.at(CONTRACT, "Signed"), clears="Have only these sign it: {parties}.")
def the_signature_is_one_the_agreement_needs(*, party: str, parties: tuple[str, ...]) -> bool:
    """Whoever signs an agreement is one of the parties its form names."""
    return party in parties


@rule(
    "S2SS-A09",
    choice("the handbook wants the leader to know the contract; here whoever signs has read all of it"),
    clears="Have the signatory read the agreement first.",
)
def the_signatory_has_read_it(*, has_read: bool) -> bool:
    """Whoever signs an agreement has read all of it."""
    return has_read


@rule(
    "S2SS-A10",
    choice("a signature needs its document"),
    clears="Have agreement {agreement} signed on or after {issued_on}, the day it was issued.",
    cases=(Case("issued_on", "none", "Name an agreement that was issued, or issue {agreement} first."),),
)
def the_agreement_was_issued_before_it_was_signed(
    *, agreement: str, issued_on: date | None, on: date
) -> bool:
    """An agreement is signed on or after the day it was issued."""
    return issued_on is not None and issued_on <= on


@rule(
    "S2SS-A11",
    choice("what was paid out cannot be scheduled away"),
    clears="Leave the released instalments as they were: {released}.",
)
def a_variation_keeps_what_was_released(*, released: tuple[str, ...], kept: bool) -> bool:
    """A variation of the agreement leaves released instalments as they were."""
    return kept


@rule(
    "S2SS-A12",
    choice("two agreements at once could both be paid"),
    clears="Name the agreement that this one varies: {in_force}.",
    cases=(Case("in_force", "none", "Leave out which agreement this one varies: it is the first."),),
)
def a_further_agreement_varies_the_one_before(*, variation_of: str | None, in_force: str | None) -> bool:
    """A deployment has one agreement of each kind; a further one of the kind says that it varies it."""
    return variation_of == in_force


@rule(
    "S2SS-A13",
    HANDBOOK.at(AGREEMENTS, "Payment terms"),
    clears="Let the last instalment come after the final report, and every instalment before it after an interim report.",
)
def the_last_instalment_waits_for_the_final_report(*, after: tuple[str, ...], last_waits: bool) -> bool:
    """Payments follow the termly reports: the last one the final report, those before it interim reports."""
    return last_waits
