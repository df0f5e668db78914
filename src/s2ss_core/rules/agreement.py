"""Rules of the agreement: what it says, who signs it, and the schedule that pays it."""

from datetime import date

from s2ss_core.programmes.citation import HANDBOOK, PROTOCOLS, choice
from s2ss_core.rules.ruling import rule
from s2ss_core.values import Money

PROCESS = "Commissioning, brokerage, and quality assurance processes"
AGREEMENTS = "Funding agreements"


@rule(
    "S2SS-A01",
    HANDBOOK.at(PROCESS, "Steps 5 and 6"),
    clears="Have the plan approved before the agreement is issued.",
)
def the_plan_was_approved_before_the_agreement_was_issued(*, approved_on: date | None, on: date) -> bool:
    """The agreement follows the approved plan."""
    return approved_on is not None and approved_on <= on


@rule(
    "S2SS-A02",
    HANDBOOK.at(AGREEMENTS, "Payment terms", "Prescribed schedule"),
    clears="Make the instalments add up to the approved plan, {approved}: they come to {scheduled}.",
)
def the_schedule_sums_to_the_approved_plan(*, scheduled: Money, approved: Money) -> bool:
    """The scheduled instalments add up to the approved plan, to the penny."""
    return scheduled == approved


@rule(
    "S2SS-A03",
    choice("an instalment is named by its number"),
    clears="Number the instalments 1 to {count} in order.",
)
def instalments_are_numbered_in_order(*, numbers: tuple[int, ...], count: int) -> bool:
    """Instalments are numbered from one, in the order of their terms."""
    return list(numbers) == list(range(1, count + 1))


@rule(
    "S2SS-A04",
    HANDBOOK.at(AGREEMENTS, "Termly reports and meetings", "Significant package"),
    clears="Issue a {asked}, as the programme asks.",
)
def the_document_is_the_one_the_programme_uses(*, document: str, asked: str | None) -> bool:
    """The programme says which document binds the parties."""
    return document == asked


@rule(
    "S2SS-A05", HANDBOOK.at(AGREEMENTS, "Invoices"), clears="Quote a purchase order number on the agreement."
)
def the_agreement_quotes_a_purchase_order(*, purchase_order: str | None) -> bool:
    """Invoices must quote the agreement's purchase order, so the agreement has one."""
    return bool(purchase_order)


@rule(
    "S2SS-A06",
    PROTOCOLS.at("System Leader contract", "Costs"),
    clears="Make the three shares add up to {total}: they come to {parts}.",
)
def the_shares_make_the_total_cost(*, parts: Money, total: Money) -> bool:
    """What school, broker and home school bear adds up to the whole cost."""
    return parts == total


@rule(
    "S2SS-A07",
    HANDBOOK.at(PROCESS, "Step 6"),
    clears="Name one of {payees} as payee: an organisation, never a person.",
)
def the_payee_is_one_the_programme_pays(*, payee: str | None, payees: tuple[str, ...]) -> bool:
    """Money goes to the organisations the programme names, such as the leader's school or trust."""
    return payee in payees


@rule("S2SS-A08", PROTOCOLS.at("Contract", "Signatories"), clears="Have it signed by {parties} only.")
def the_signature_is_one_the_agreement_needs(*, party: str, parties: tuple[str, ...]) -> bool:
    """Only the parties that the document names sign it."""
    return party in parties


@rule(
    "S2SS-A09",
    HANDBOOK.at(AGREEMENTS, "Key deliverables"),
    clears="Have the signatory read the agreement first.",
)
def the_signatory_has_read_it(*, has_read: bool) -> bool:
    """Whoever is bound by the agreement is familiar with all of it."""
    return has_read


@rule(
    "S2SS-A10",
    choice("a signature needs its document"),
    clears="Issue agreement {agreement} on or before {on}.",
)
def the_agreement_was_issued_before_it_was_signed(
    *, agreement: str, issued_on: date | None, on: date
) -> bool:
    """An agreement is signed on or after the day it was issued."""
    return issued_on is not None and issued_on <= on


@rule(
    "S2SS-A11",
    choice("what was paid out cannot be scheduled away"),
    clears="Keep instalments {released} as they are.",
)
def a_variation_keeps_what_was_released(*, released: tuple[str, ...], kept: bool) -> bool:
    """A variation of the agreement leaves released instalments as they were."""
    return kept


@rule(
    "S2SS-A12", choice("two agreements at once could both be paid"), clears="Say that it varies {in_force}."
)
def a_further_agreement_varies_the_one_before(*, variation_of: str | None, in_force: str | None) -> bool:
    """A deployment has one agreement; a further one says that it varies it."""
    return variation_of == in_force


@rule(
    "S2SS-A13",
    HANDBOOK.at(PROCESS, "Step 10"),
    clears="Let the last instalment, and only that, come after the final report.",
)
def the_last_instalment_waits_for_the_final_report(*, after: tuple[str, ...], last_waits: bool) -> bool:
    """The last payment comes after the final report; the ones before it after interim reports."""
    return last_waits
