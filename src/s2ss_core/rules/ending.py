"""Rules of ending: the certificate, and the order in which a deployment closes."""

from datetime import date

from s2ss_core.ids import among, same
from s2ss_core.programmes.citation import HANDBOOK, NPQEL, choice
from s2ss_core.rules.rule import Case, rule
from s2ss_core.values import Money

PROCESS = "Commissioning, brokerage, and quality assurance processes"
ANNEX_B = HANDBOOK.at("Funding agreements", "Key deliverables", "Annex B")


@rule(
    "S2SS-E01",
    choice(
        "nobody checks their own work: not who prepared it, nor who assured or gave the support that it tells of"
    ),
    clears="Have somebody certify who is none of these: {not_by}.",
)
def the_certifier_is_somebody_else(*, certifier: str, not_by: tuple[str, ...]) -> bool:
    """Whoever certifies neither prepared the certificate nor is or was a QA Lead or a System Leader here."""
    return not among(certifier, not_by)


@rule(
    "S2SS-E02",
    choice(
        "the handbook names the certificate and does not show it; ours states what the grant was given for"
    ),
    clears="Have the certifier make each of these statements: {not_made}.",
)
def every_statement_was_made(*, not_made: tuple[str, ...]) -> bool:
    """The certifier states that the money was used as agreed, and on nothing that is ruled out."""
    return not not_made


@rule(
    "S2SS-E03",
    choice("a cost outside the certified period would be certified nowhere"),
    clears="Certify a period that includes these costs: {outside}.",
)
def the_certificate_covers_every_cost(*, outside: tuple[str, ...]) -> bool:
    """Every cost that counts falls within the certified period, or that of another certificate that stands."""
    return not outside


@rule(
    "S2SS-E04",
    NPQEL.at("Ten — Governance and Accountability"),
    clears="Release the instalment that each of these settles, or record that the money came back: {errors}.",
)
def no_error_stands(*, errors: tuple[str, ...]) -> bool:
    """What is submitted is accurate: nobody certifies or closes over an error that stands in the record."""
    return not errors


@rule(
    "S2SS-E05",
    choice("the certificate comes back with the final report; here that report is finalised by then"),
    clears="Certify on or after {finalised_on}, the day on which report {report} was finalised.",
    cases=(Case("finalised_on", "none", "Finalise the final report first, and name that report here."),),
)
def the_certificate_goes_with_the_finalised_final_report(
    *, report: str | None, finalised_on: date | None, on: date
) -> bool:
    """A final certificate goes with the final report, which is finalised by then."""
    return finalised_on is not None and finalised_on <= on


@rule(
    "S2SS-E06",
    choice("two certificates of one day contradict each other"),
    clears="Name a certificate that this one supersedes: {standing}.",
    cases=(
        Case(
            "standing",
            "none",
            "Leave out which certificate this one supersedes: no other has a day of its period.",
        ),
    ),
)
def a_further_certificate_supersedes_the_one_before(
    *, supersedes: str | None, standing: tuple[str, ...]
) -> bool:
    """One certificate stands for each day; a further one for a day supersedes it."""
    return supersedes in standing if standing else supersedes is None


@rule(
    "S2SS-E07",
    choice("the certificate comes back with the final report; here it was certified with that same report"),
    clears="Submit it on or after {certified_on}, the day it was certified.",
    cases=(
        Case(
            "certified_on",
            "none",
            "Name a certificate that was certified, and the report that it was certified with.",
        ),
    ),
)
def the_certificate_returned_was_certified_with_that_report(
    *, certificate: str, report: str | None, certified_on: date | None, on: date
) -> bool:
    """What is returned is a certificate that was certified, with the report it was certified for, if any."""
    return certified_on is not None and certified_on <= on


@rule(
    "S2SS-E08",
    choice("what still goes on is not closed"),
    clears="Close it on or after {ended_on}, when the end of the support was recorded.",
    cases=(Case("ended_on", "none", "Record first that the support has ended."),),
)
def the_support_has_ended(*, ended_on: date | None, on: date) -> bool:
    """A deployment closes after its support has ended."""
    return ended_on is not None and ended_on <= on


@rule(
    "S2SS-E09",
    choice("what is closed owes nothing more"),
    clears="Release or cancel each instalment still open: {open_ones}.",
)
def every_instalment_is_settled(*, open_ones: tuple[str, ...]) -> bool:
    """Every scheduled instalment was released or cancelled."""
    return not open_ones


@rule("S2SS-E10", choice("public money is not left where it does not belong"), clears="Recover {overpaid}.")
def nothing_is_overpaid(*, overpaid: Money) -> bool:
    """Nothing is released beyond eligible cost."""
    return overpaid == 0


@rule(
    "S2SS-E19",
    choice("what is closed owes nothing more"),
    clears="Release what is owed, or pay it on a leg without releases, or disallow what will not be paid: {owed}.",
)
def nothing_is_owed(*, owed: tuple[str, ...]) -> bool:
    """Everything that is due from the holder of the money was released or, on a leg without releases, paid."""
    return not owed


@rule("S2SS-E11", HANDBOOK.at(PROCESS, "Step 10"), clears="Record the final report.")
def the_final_report_was_written(*, final_report: str | None) -> bool:
    """Support that ran its course has its final report."""
    return final_report is not None


@rule(
    "S2SS-E12",
    choice("closed means that nothing more is decided"),
    clears="Broker a follow-on deployment, or have this one opened again first.",
    absolute=True,
)
def what_is_closed_takes_only_corrections_and_payments(*, asked: str, taken: bool) -> bool:
    """What is closed takes only corrections, payments, recoveries, certificates, checklists, sharing, evidence and being opened again."""
    return taken


@rule(
    "S2SS-E80",
    choice("a managed exit says until when support goes on"),
    clears="Give {last_day} or an earlier day as the end, or agree another exit first.",
)
def the_support_ends_by_the_last_day_of_its_exit(*, actual_end: date, last_day: date) -> bool:
    """Support of which a managed exit was agreed ends on its last day or before."""
    return actual_end <= last_day


@rule(
    "S2SS-E13",
    choice("an end before a visit contradicts it"),
    clears="End it on or after {last_visit}, or strike that visit out if it was not made.",
)
def the_support_ended_after_its_last_visit(*, actual_end: date, last_visit: date) -> bool:
    """The support ended on or after its last visit."""
    return last_visit <= actual_end


@rule("S2SS-E14", choice("an end is known when it has come"), clears="Record it on or after {actual_end}.")
def the_end_has_come(*, actual_end: date, on: date) -> bool:
    """The end of the support is recorded when it has come."""
    return actual_end <= on


@rule(
    "S2SS-E15",
    choice("two ends would leave two periods"),
    clears="Record nothing more: the support ended on {ended_on}.",
    absolute=True,
)
def the_support_has_not_ended_before(*, ended_on: date | None) -> bool:
    """Support ends once."""
    return ended_on is None


@rule("S2SS-E16", ANNEX_B, clears="Submit the certificate of grant usage.")
def the_certificate_was_returned(*, returned: bool) -> bool:
    """Grant-funded support that ran its course has returned its certificate."""
    return returned


@rule(
    "S2SS-E17",
    choice("only what is closed is opened again, and each closing has a day of its own"),
    clears="Record it after {closed_on}, the day on which it was closed.",
    cases=(Case("closed_on", "none", "Record nothing: it is open."),),
)
def it_was_closed_on_a_day_before(*, closed_on: date | None, on: date) -> bool:
    """What is opened again was closed, on an earlier day."""
    return closed_on is not None and closed_on < on


@rule(
    "S2SS-E18",
    choice("what was closed is not opened again by one person alone"),
    clears="Have somebody other than {asked_by} agree.",
)
def two_people_stand_behind_a_reopening(*, asked_by: str, agreed_by: str) -> bool:
    """To open again what was closed is asked for by one person and agreed by another."""
    return not same(asked_by, agreed_by)


@rule(
    "S2SS-E29",
    choice("where the funder asks for a certificate a financial year, each is of one"),
    clears="Certify each of these financial years by itself: {years}.",
)
def a_yearly_certificate_is_of_one_year(*, years: tuple[str, ...]) -> bool:
    """A certificate is of one financial year, if the award asks for one a year."""
    return len(years) <= 1


@rule(
    "S2SS-E60",
    choice("each funder is told what its own award bought, and nothing of another's"),
    clears="Name no award if it is of all that fund this deployment, or else one of them: {awards}.",
)
def the_certificate_names_an_award_that_funds_the_support(
    *, award: str | None, awards: tuple[str, ...]
) -> bool:
    """A certificate is of an award that funds the deployment, or of all of them."""
    return award is None or among(award, awards)


@rule(
    "S2SS-E20",
    choice("an accounting officer, a chair or a head answers for an organisation; the handbook names nobody"),
    clears=(
        "Have somebody of one of these certify, and not {certifier}: {recipients}. They certify in the role of {roles}, or"
        " say for whom in such a role they stand in."
    ),
)
def the_certifier_answers_for_the_recipient(
    *, certifier: str, recipients: tuple[str, ...], roles: tuple[str, ...], answers: bool
) -> bool:
    """Grant usage is certified by somebody who answers for the money of its recipient."""
    return answers


@rule("S2SS-E21", ANNEX_B, clears="Name as recipient one that is paid for the support here: {known}.")
def the_recipient_is_one_that_is_paid_here(*, recipient: str, known: tuple[str, ...]) -> bool:
    """The certificate is of the leader's school or trust, which received the grant."""
    return among(recipient, known)


@rule(
    "S2SS-E22",
    ANNEX_B,
    clears="Name a report of {on} or earlier that stands: {reports}.",
    cases=(Case("reports", "none", "Name no report: none of {on} or earlier stands."),),
)
def the_report_that_goes_with_the_certificate_stands(
    *, report: str, reports: tuple[str, ...], on: date
) -> bool:
    """The report that a certificate goes with was recorded, by that day, and is not struck out."""
    return report in reports


@rule(
    "S2SS-E23",
    choice("a second signature is a second person's, who has no part in what is certified"),
    clears="Have somebody countersign it who is none of these: {not_by}.",
)
def the_countersignature_is_of_somebody_else(*, countersigned_by: str, not_by: tuple[str, ...]) -> bool:
    """Whoever countersigns neither prepared nor certified it, nor assured or gave the support."""
    return not among(countersigned_by, not_by)
