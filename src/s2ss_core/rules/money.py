"""Rules of money: the gates an instalment passes, and what may be paid or recovered."""

from datetime import date

from s2ss_core.ids import among, same
from s2ss_core.programmes.citation import HANDBOOK, INSTITUTE, PROTOCOLS, choice
from s2ss_core.rules.rule import Case, rule
from s2ss_core.values import Money

PROCESS = "Commissioning, brokerage, and quality assurance processes"
AGREEMENTS = "Funding agreements"
PAYMENT = (AGREEMENTS, "Payment terms")
INVOICES = "Invoices (non-Exceed Academies Trust schools and organisations only)"
JOURNALS = "Journal transfers (Exceed Academies Trust schools only)"


@rule(
    "S2SS-M01",
    HANDBOOK.at("Funding agreements", "Key deliverables"),
    clears="Release it on or after {signed_on}, when the last party signed the agreement.",
    cases=(Case("signed_on", "none", "Have every party sign the agreement."),),
)
def the_agreement_is_signed(*, signed_on: date | None, on: date) -> bool:
    """Money is released under an agreement that all its parties have signed."""
    return signed_on is not None and signed_on <= on


@rule(
    "S2SS-M02",
    HANDBOOK.at(PROCESS, "Steps 5 and 6"),
    clears="Release it on or after {approved_on}, when the plan was approved.",
    cases=(Case("approved_on", "none", "Have the plan approved."),),
)
def the_plan_is_approved(*, approved_on: date | None, on: date) -> bool:
    """Money is released for an approved plan."""
    return approved_on is not None and approved_on <= on


@rule(
    "S2SS-M03",
    HANDBOOK.at("Exceed Academies Trusts' systems leadership tools", "Interim and Final Reports"),
    title="the term's report was written",
    clears="Name the {kind} report on {term}, or record it first.",
)
def the_terms_report_was_written(*, report: str | None, kind: str, term: str, written: bool) -> bool:
    """No instalment is released without the report it comes after."""
    return written


@rule(
    "S2SS-M04",
    HANDBOOK.at(PROCESS, "Step 6"),
    clears="Release it on or after {held}, the day of review {review}.",
    cases=(
        Case("report", "none", "Name the report, and the review meeting that was held on it."),
        Case("held", "none", "Name a review meeting that was held on report {report}, or hold it first."),
    ),
)
def the_review_was_held_on_that_report(
    *, report: str | None, review: str | None, held: date | None, on: date
) -> bool:
    """An instalment follows the review meeting held on the term's report."""
    return held is not None and held <= on


@rule(
    "S2SS-M05",
    HANDBOOK.at(*PAYMENT),
    title="each party that must, judged progress satisfactory",
    clears="Have the {party} judge progress again, once it is satisfactory.",
    cases=(
        Case(
            "judgement",
            "none",
            "Have the {party} judge progress after the review, and release it on that day or later.",
        ),
    ),
)
def each_party_that_must_judged_progress_satisfactory(*, party: str, judgement: str | None) -> bool:
    """Every party that must judges progress on that report, and finds it satisfactory."""
    return judgement == "satisfactory"


@rule(
    "S2SS-M06",
    HANDBOOK.at(*PAYMENT),
    clears="Release at most {left}, which is left of the schedule so far, or vary the agreement.",
    cases=(Case("left", "£0.00", "Vary the agreement first: nothing is left of the schedule so far."),),
)
def the_release_is_within_the_schedule(*, amount: Money, left: Money) -> bool:
    """Net releases stay within what was scheduled up to that instalment."""
    return amount <= left


@rule(
    "S2SS-M07",
    HANDBOOK.at(*PAYMENT),
    clears=(
        "Release no more than is due to {paid_to}: {eligible} is eligible, and {net_released} is released already."
    ),
)
def the_release_is_in_arrears(*, amount: Money, paid_to: str, net_released: Money, eligible: Money) -> bool:
    """Money released to a payee never runs ahead of the eligible cost already incurred that is due to it."""
    return net_released + amount <= eligible


@rule(
    "S2SS-M08",
    choice("what is set aside for one deployment is not spent on another"),
    clears="Allocate more of {awards} to this deployment.",
)
def the_release_is_within_the_allocation(
    *, amount: Money, net_released: Money, allocated: Money, awards: tuple[str, ...]
) -> bool:
    """Net releases stay within what the awards set aside for this deployment: each for the lines that it bears."""
    return net_released + amount <= allocated


@rule("S2SS-M09", HANDBOOK.at(PROCESS, "Step 6"), clears="Release it to one of these: {payees}.")
def the_release_is_to_one_the_programme_pays(*, paid_to: str, payees: tuple[str, ...]) -> bool:
    """An instalment goes to the leader's school or trust, or to whom else the programme pays."""
    return among(paid_to, payees)


@rule(
    "S2SS-M10",
    HANDBOOK.at(AGREEMENTS, INVOICES),
    clears="Pay instalment {instalment} on an invoice of {paid_to}: {differs}.",
    cases=(
        Case(
            "purchase_order",
            "none",
            "Have an agreement signed that quotes a purchase order, then receive an"
            " invoice from {paid_to} that quotes it.",
        ),
    ),
)
def an_invoice_quotes_the_purchase_order(
    *, paid_to: str, instalment: int, purchase_order: str | None, differs: tuple[str, ...]
) -> bool:
    """Whoever is outside the broker's trust is paid on an invoice that quotes the purchase order."""
    return not differs


@rule("S2SS-M11", HANDBOOK.at(AGREEMENTS, JOURNALS), clears="Settle it by journal.")
def a_member_is_paid_by_journal(*, paid_to: str, settled_by: str) -> bool:
    """A member of the broker's own trust is paid by journal transfer."""
    return settled_by == "journal"


@rule("S2SS-M12", HANDBOOK.at(AGREEMENTS, JOURNALS), clears="Wait until {term_ends}.")
def the_term_has_ended(*, term_ends: date, on: date) -> bool:
    """Where the programme pays at the end of term, the term has ended."""
    return term_ends <= on


@rule(
    "S2SS-M13",
    INSTITUTE.at("Quality Assurance Lead role", "Day 3"),
    clears="Release it on or after {finalised_on}, when report {report} was finalised.",
    cases=(
        Case("report", "none", "Name the final report, finalised after its review."),
        Case("finalised_on", "none", "Finalise report {report} after its review."),
    ),
)
def the_final_report_was_finalised(*, report: str | None, finalised_on: date | None, on: date) -> bool:
    """The last payment waits for the final report, finalised."""
    return finalised_on is not None and finalised_on <= on


@rule(
    "S2SS-M14",
    HANDBOOK.at("Funding agreements", "Key deliverables", "Annex B"),
    clears="Release it on or after {returned_on}, when the certificate of grant usage was submitted.",
    cases=(
        Case("report", "none", "Name the final report, which the certificate of grant usage goes with."),
        Case("returned_on", "none", "Submit the certificate of grant usage together with report {report}."),
    ),
)
def the_certificate_was_returned_with_the_final_report(
    *, report: str | None, returned_on: date | None, on: date
) -> bool:
    """The Certificate of Grant Usage comes back together with the final report."""
    return returned_on is not None and returned_on <= on


@rule(
    "S2SS-M15",
    HANDBOOK.at(*PAYMENT),
    clears="Name an instalment of the schedule: {scheduled}.",
    cases=(Case("scheduled", "none", "Have an agreement signed first that schedules the instalments."),),
)
def the_instalment_is_on_the_schedule(*, instalment: int, scheduled: tuple[str, ...]) -> bool:
    """Only an instalment of the agreement's schedule is released, withheld or cancelled."""
    return str(instalment) in scheduled


@rule(
    "S2SS-M16",
    choice("an instalment settled twice would be paid twice"),
    clears="Release what is still owed as part {supplement} of instalment {instalment}.",
    cases=(Case("supplement", "none", "Name an instalment that is neither released nor cancelled."),),
)
def the_instalment_was_not_settled_before(
    *, instalment: int, settled: tuple[str, ...], supplement: int | None
) -> bool:
    """An instalment is released once to each payee, or cancelled."""
    return str(instalment) not in settled


@rule("S2SS-M17", choice("nothing is released by releasing nothing"), clears="Release more than £0.00.")
def something_is_released(*, amount: Money) -> bool:
    """An instalment is a sum above nought."""
    return amount > 0


@rule(
    "S2SS-M18",
    choice("what is paid follows what is approved, after an amendment too"),
    clears="Vary the agreement so that its schedule adds up to {approved}.",
)
def the_schedule_still_fits_the_plan(*, scheduled: Money, approved: Money) -> bool:
    """After an amendment the schedule is varied to the approved plan before more is released."""
    return scheduled == approved


@rule(
    "S2SS-M19",
    choice("only what was released beyond its due is asked back"),
    clears="Recover more than £0.00 and at most {overpaid}.",
    cases=(Case("overpaid", "£0.00", "Recover nothing: nothing was overpaid."),),
)
def no_more_is_recovered_than_was_overpaid(*, amount: Money, overpaid: Money) -> bool:
    """What is recovered is money released beyond eligible cost."""
    return 0 < amount <= overpaid


@rule(
    "S2SS-M20",
    choice("a payment cannot come back that was not made"),
    clears="Reverse more than £0.00 and at most {left} of payment {payment}.",
    cases=(Case("left", "£0.00", "Name a payment that was made: nothing is left of {payment} to reverse."),),
)
def no_more_is_reversed_than_was_paid(*, payment: str, amount: Money, left: Money) -> bool:
    """A payment is reversed up to what was paid."""
    return 0 < amount <= left


@rule(
    "S2SS-M21",
    choice("money that moved is a fact; until a release stands behind it, it is an error"),
    clears="Release the instalment that it pays ({instalment}), reverse the payment, or strike it out.",
)
def a_release_stands_behind_every_payment(
    *, payment: str, instalment: str, amount: Money, released: Money
) -> bool:
    """What was paid for an instalment was released first, and no more than was released on its leg."""
    return amount <= released


@rule(
    "S2SS-M22",
    choice("nobody asks money back alone"),
    clears="Have somebody other than {asked_by} agree.",
)
def two_people_stand_behind_a_recovery(*, asked_by: str, agreed_by: str) -> bool:
    """A recovery is asked for by one person and agreed by another."""
    return not same(asked_by, agreed_by)


@rule("S2SS-M23", HANDBOOK.at(AGREEMENTS, INVOICES), clears="Have it invoiced by one of these: {payees}.")
def the_invoice_is_from_one_the_programme_pays(*, supplier: str, payees: tuple[str, ...]) -> bool:
    """An instalment is invoiced by the organisation it is paid to."""
    return among(supplier, payees)


@rule(
    "S2SS-M61",
    choice("whoever led is paid for the days that it led, and whoever followed for the later ones"),
    clears="Have it invoiced for at most {left}: {due} is due to {supplier} for the days on which it led.",
    cases=(
        Case(
            "left",
            "£0.00",
            "Have it invoiced by the school or trust of the lead who followed: nothing more is due to {supplier}.",
        ),
    ),
)
def a_former_lead_is_paid_for_the_days_on_which_it_led(
    *, supplier: str, amount: Money, due: Money, left: Money
) -> bool:
    """After a change of lead, the school or trust that led claims what was due to it then, and nothing of later days."""
    return amount <= left


@rule(
    "S2SS-M24",
    choice("where nothing is paid by instalments there is none to release"),
    clears="Record payments instead: {programme} pays nothing by instalments on the leg {leg}.",
)
def the_programme_releases_instalments(*, programme: str, leg: str, releases: bool) -> bool:
    """Instalments are released only on a leg that the programme pays by instalments."""
    return releases


@rule(
    "S2SS-M25",
    choice("what an invoice charges is found in the record"),
    clears="Record these first, or leave them out: {unknown}.",
)
def an_invoice_covers_what_was_recorded(*, invoice: str, unknown: tuple[str, ...]) -> bool:
    """An invoice covers visits and costs of this deployment that stand."""
    return not unknown


@rule(
    "S2SS-M26",
    choice("an invoice is written before it arrives"),
    clears="Give the day on which it was issued: {on} or earlier.",
)
def the_invoice_was_issued_before_it_arrived(*, issued_on: date, on: date) -> bool:
    """An invoice was issued on the day it arrived, or before."""
    return issued_on <= on


@rule(
    "S2SS-M27",
    choice("nothing is settled with money that did not move"),
    clears="Settle at most {net} with this payment.",
)
def a_payment_settles_no_more_than_it_comes_to(*, payment: str, settles: Money, net: Money) -> bool:
    """What a payment settles comes to no more than the payment, without the VAT that the payer recovers."""
    return settles <= net


@rule(
    "S2SS-M28",
    choice("VAT is a part of the sum that moved, and only what was charged is recovered"),
    clears="Give VAT of at most {amount}, and of that at most {vat} as recovered.",
)
def the_vat_is_a_part_of_the_sum(*, amount: Money, vat: Money, vat_recovered: Money) -> bool:
    """The VAT recovered is a part of the VAT, and the VAT a part of the sum that moved."""
    return vat_recovered <= vat <= amount


@rule(
    "S2SS-M29",
    HANDBOOK.at(*PAYMENT),
    clears=(
        "Record first that the withholding of instalment {instalment} was lifted, and release it on that day or later: it is"
        " withheld since {withheld_since}."
    ),
)
def the_instalment_is_not_withheld(*, instalment: int, withheld_since: date | None) -> bool:
    """An instalment that was withheld is paid when progress allows it again, and the record says so first."""
    return withheld_since is None


@rule(
    "S2SS-M30",
    choice("only what is withheld can be lifted"),
    clears="Leave this out: instalment {instalment} is not withheld on {on}.",
)
def the_instalment_is_withheld(*, instalment: int, withheld_since: date | None, on: date) -> bool:
    """A withholding that is lifted was made before."""
    return withheld_since is not None


@rule(
    "S2SS-M31",
    choice("a shortfall rolls to the next instalment, and after the last one it is paid as its supplement"),
    clears="Release it as part {supplement} of instalment {last}.",
    cases=(
        Case(
            "supplement",
            "none",
            "Release instalment {last} first, or release this as part 1 of an instalment.",
        ),
    ),
)
def a_supplement_is_of_the_last_instalment(
    *, instalment: int, part: int, last: int, supplement: int | None
) -> bool:
    """Only the last instalment of a leg has supplements, numbered one after the other."""
    return (instalment, part) == (last, supplement)


@rule(
    "S2SS-M40",
    HANDBOOK.at("Funding agreements", "Key deliverables", "Annex B"),
    clears="Certify again what is eligible, and submit that certificate in place of each of these: {outdated}.",
)
def what_was_certified_is_still_what_is_eligible(*, outdated: tuple[str, ...]) -> bool:
    """A certificate is superseded before more is released on it, if what is eligible has moved since."""
    return not outdated


@rule(
    "S2SS-M32",
    choice("money that moved is a fact, and what it was for is asked"),
    clears="Say with the payment which release, invoice or cost it settles: {unsettled} of {payment} settles nothing.",
    advisory=True,
)
def a_payment_settles_what_was_recorded(*, payment: str, unsettled: Money) -> bool:
    """All of a payment settles releases, invoices or costs that are on record."""
    return unsettled == 0


@rule(
    "S2SS-M33",
    HANDBOOK.at(*PAYMENT),
    clears="Ask {paid_to} for the money, or have it released or invoiced by {paid_to}: it is due to {due_to}.",
    advisory=True,
)
def a_payment_goes_to_whom_it_is_due(*, payment: str, paid_to: str, due_to: str) -> bool:
    """A payment goes to the organisation that the release names, or that sent the invoice."""
    return same(paid_to, due_to)


@rule(
    "S2SS-M34",
    choice("nobody is due more than what is eligible for it"),
    clears="Ask {to} for a credit note or the money: {due} is due on the leg {leg}.",
    advisory=True,
)
def a_leg_is_invoiced_and_paid_within_what_is_due(
    *, leg: str, to: str, due: Money, invoiced: Money, paid: Money
) -> bool:
    """On a leg without releases no more is invoiced or paid than is due."""
    return invoiced <= due and paid <= due


@rule(
    "S2SS-M60",
    choice("support that has ended is paid for, whoever pays"),
    clears="Record the payment to {to}, once it is made: {owed} is owed on the leg {leg}.",
    advisory=True,
)
def a_leg_is_paid_once_support_has_ended(*, leg: str, to: str, due: Money, paid: Money, owed: Money) -> bool:
    """On a leg without releases everything that is due was paid when support has ended."""
    return owed == 0


@rule(
    "S2SS-M80",
    PROTOCOLS.at("Payment for Deployment of System Leaders"),
    clears="Pay {home_school}, the home school of {paid_to}: no payment goes to a leader.",
)
def a_payment_goes_to_no_leader(*, paid_to: str, home_school: str | None) -> bool:
    """A leader's time is paid for to the leader's school, never to the leader."""
    return home_school is None


@rule(
    "S2SS-M81",
    PROTOCOLS.at("Payment for Deployment of System Leaders"),
    clears="Have {home_school}, the home school of {supplier}, invoice it: no payment goes to a leader.",
)
def an_invoice_is_from_no_leader(*, supplier: str, home_school: str | None) -> bool:
    """A leader's time is invoiced by the leader's school, never by the leader."""
    return home_school is None


@rule(
    "S2SS-M50",
    HANDBOOK.at(*PAYMENT),
    clears="Have somebody of the broker do it who is not paid for the support: {by} is {known_as}.",
)
def whoever_lets_money_go_is_not_paid_for_the_support(*, by: str, known_as: str | None) -> bool:
    """Payment waits for the judgement of others, so that nobody who is paid releases it to themselves."""
    return known_as is None


@rule(
    "S2SS-M71",
    choice("what the broker keeps is paid to nobody, and what it pays is not kept"),
    clears="Settle it as {asked}: on the leg {leg} the money is {what}.",
)
def what_is_kept_is_settled_as_retained(
    *, leg: str, what: str, asked: str, settled_by: str, fits: bool
) -> bool:
    """A leg on which the holder keeps the money is settled as retained, and no other leg is."""
    return fits


@rule(
    "S2SS-M72",
    INSTITUTE.at("Quality Assurance Lead role", "Day 3"),
    clears="Strike report {report} out, and record one that these wrote too: {missing}.",
    cases=(Case("report", "none", "Name the final report, written by these: {missing}."),),
)
def the_last_payment_waits_for_a_report_by_all_its_authors(
    *, report: str | None, missing: tuple[str, ...]
) -> bool:
    """The evaluation that the last payment waits for is written by everybody who must."""
    return not missing


@rule(
    "S2SS-M82",
    PROTOCOLS.at(
        "System Leader Deployment: Contract between Partner School(s) and Leading Learning Forward TSA 2019-20"
    ),
    clears="State £0.00 as payable by {school}, and share the whole cost between the alliance and the leader's school.",
)
def a_school_inside_the_alliance_is_charged_no_part(*, school: str, inside: bool, payable: Money) -> bool:
    """An amount is payable by the supported school only if it is outside the alliance."""
    return not inside or payable == 0
