"""Rules of corrections: two people behind a correction, of something that stands, up to what it is worth."""

from s2ss_core.ids import among, same
from s2ss_core.programmes.citation import HANDBOOK, choice
from s2ss_core.rules.rule import Case, rule
from s2ss_core.values import Money


@rule(
    "S2SS-X01",
    choice("a wrong entry is struck out by two people, so that no one rewrites the record alone"),
    clears="Have somebody other than {asked_by} agree.",
)
def two_people_stand_behind_a_correction(*, asked_by: str, agreed_by: str) -> bool:
    """A correction is asked for by one person and agreed by another."""
    return not same(asked_by, agreed_by)


@rule(
    "S2SS-X02",
    choice("only what stands can be corrected"),
    clears="Name an entry that stands: {entry} does not.",
)
def the_entry_stands(*, entry: str, stands: bool) -> bool:
    """What is struck out, reversed or disallowed was recorded here and not struck out before."""
    return stands


@rule("S2SS-X03", choice("an entry cannot replace itself"), clears="Name another entry, or none.")
def an_entry_is_replaced_by_another(*, entry: str, replaced_by: str | None) -> bool:
    """A struck-out entry is replaced by another entry, or by none."""
    return entry != replaced_by


@rule(
    "S2SS-X04",
    choice("a fact cannot be less eligible than not at all"),
    clears="Disallow more than £0.00 and at most {left} of {fact}.",
    cases=(Case("left", "£0.00", "Disallow nothing of {fact}: nothing is left of it to disallow."),),
)
def no_more_is_disallowed_than_was_charged(*, fact: str, amount: Money, left: Money) -> bool:
    """A disallowance is at most what the fact charged and is not yet disallowed."""
    return 0 < amount <= left


@rule(
    "S2SS-X05",
    choice("a supplier credits no more than it charged"),
    clears="Reverse more than £0.00 and at most {left} of {cost}.",
    cases=(Case("left", "£0.00", "Reverse nothing of {cost}: nothing is left of it to reverse."),),
)
def no_more_is_reversed_than_was_charged(*, cost: str, net: Money, left: Money) -> bool:
    """A cost is reversed up to what it charged."""
    return 0 < net <= left


@rule(
    "S2SS-X06",
    choice("who records a fact against a rule does not excuse it as well"),
    clears="Have somebody other than {recorded_by} accept it.",
)
def the_one_who_accepts_is_not_the_one_who_records(*, accepted_by: str, recorded_by: str) -> bool:
    """A fact against a rule is accepted by somebody other than the one who records it."""
    return not same(accepted_by, recorded_by)


@rule(
    "S2SS-X07",
    choice("what was lifted twice would be allowed twice"),
    clears="Name a disallowance that stands: {disallowance} does not.",
)
def the_disallowance_stands(*, disallowance: str, stands: bool) -> bool:
    """Only a disallowance that was made and not lifted is lifted."""
    return stands


@rule(
    "S2SS-X08",
    HANDBOOK.at("Funding agreements", "Key deliverables"),
    clears="Amend the plan first: line {line} would come to {eligible}, and {approved} is approved.",
)
def what_is_allowed_again_fits_the_line(*, line: str, eligible: Money, approved: Money) -> bool:
    """Lifting a disallowance, or settling VAT, leaves the line within what was approved for it."""
    return eligible <= approved


@rule(
    "S2SS-X09",
    choice("what moved money or certified it is put right by another fact, and not struck out"),
    clears="Name one of these: {kinds}. A release is recovered instead, and a certificate is superseded.",
)
def the_entry_is_of_a_kind_that_is_struck_out(*, entry: str, kinds: tuple[str, ...]) -> bool:
    """Only entries of certain kinds are struck out, of each stream its own: what moved money or ended something is not."""
    return entry in kinds


@rule(
    "S2SS-X10",
    choice("a credit note counted twice would credit twice what was credited once"),
    clears=(
        "Check document {document}: it is counted as {counted} already. If they are two documents, write what parts them."
    ),
)
def the_credit_was_not_counted_before(*, document: str, counted: str | None) -> bool:
    """One credit note or bank return is counted once for a cost or a payment, whatever the spelling of its number."""
    return counted is None


@rule(
    "S2SS-X11",
    choice("an entry that rests on a wrong one cannot stand without it"),
    clears="Strike these out first, in this order: {resting}.",
)
def what_rests_on_the_entry_is_struck_out_first(*, entry: str, resting: str | None) -> bool:
    """An entry is struck out after everything that was recorded later and cannot stand without it."""
    return not resting


@rule(
    "S2SS-X12",
    choice("what is never struck out cannot lose what it rests on"),
    clears="Leave {entry} as it is: {resting} rests on it, and is never struck out.",
)
def nothing_rests_on_the_entry_that_is_never_struck_out(*, entry: str, resting: str | None) -> bool:
    """An entry is not struck out if a release, a closing or another such entry rests on it."""
    return not resting


@rule(
    "S2SS-X13",
    choice("a release on an invoice needs an invoice to rest on"),
    clears=(
        "Record the right invoice first under another id, and name it as what replaces {invoice}. If both have one number,"
        " write after it what parts them."
    ),
)
def an_invoice_that_was_paid_is_replaced(
    *, invoice: str, instalments: tuple[str, ...], replaced: bool
) -> bool:
    """An invoice on which an instalment was released is struck out only if another that stands replaces it."""
    return replaced or not instalments


@rule(
    "S2SS-X14",
    choice("only what was charged or paid with VAT has VAT to settle"),
    clears="Name a cost or a payment: {entry} has no VAT.",
)
def vat_is_settled_of_a_cost_or_a_payment(*, entry: str, kind: str) -> bool:
    """VAT is settled of a cost, or of a payment that was made."""
    return kind in {"cost", "payment"}


@rule(
    "S2SS-X15",
    choice("money that was released, and a certificate that was returned, rest on a report and its review"),
    clears=(
        "Record the right {kind} first under another id, and name it as what replaces {entry}: {resting} rests on it."
        " If S2SS-R04 stands in the way of a second report, record it despite that rule."
    ),
)
def what_money_rests_on_is_replaced(*, entry: str, kind: str, resting: str | None, replaced: bool) -> bool:
    """A report or review that a release or a returned certificate rests on is replaced by another of its kind and term."""
    return replaced or not resting


@rule(
    "S2SS-X30",
    choice("nobody excuses what they had a part in"),
    clears="Have somebody accept it whom the entry does not name: {named}.",
)
def the_one_who_accepts_has_no_part_in_it(*, accepted_by: str, named: tuple[str, ...]) -> bool:
    """A fact against a rule is accepted by somebody who had no part in it."""
    return not among(accepted_by, named)
