"""Remedies of the end of support: certificates, closing, and corrections."""

from datetime import date, timedelta

import attrs

from s2ss_core.events import (
    CostDisallowed,
    CostIncurred,
    FinalReported,
    GrantUsageCertified,
    InvoiceReceived,
    VisitLogged,
)
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle import HappyPath, Runner
from s2ss_core.testing.lifecycle.cast import ACCOUNTANT, OFFICER, WITNESS, person
from s2ss_core.testing.lifecycle.deviations import DEVIATIONS
from s2ss_core.testing.lifecycle.deviations.corrections import CORRECTING
from s2ss_core.testing.lifecycle.deviations.deviation import ALL_THE_SAME
from s2ss_core.testing.strategies.breach import DEPLOYMENT, Played
from s2ss_core.testing.strategies.rule_breaches import A_TERM, LLF
from s2ss_core.values import Cause, Money
from tests.remedies.agreement import hours
from tests.remedies.money import JOURNAL, SHORT, the_rest
from tests.remedies.remedy import AS_DUE, Made, Remedy, Said, Situation, ask, happy, today
from tests.remedies.reporting import on, yesterday

DAY = timedelta(days=1)
OWED = "Release what is owed, or pay it on a leg without releases, or disallow what will not be paid: …."
SOMEBODY_ELSE = person(WITNESS)
REOPENED = ("opened_again", 0)
ENDED = happy(lambda path: path.end("exit"))
CANCELLED = happy(
    lambda path: path.call("cancel_instalment", instalment=1, amount=Money(0), by=OFFICER, reasons="No more.")
)
CERTIFIED_AGAIN = happy(lambda path: certified(path, "cert-2"))


def certified(path: HappyPath, name: str) -> CommandCall:
    """A certificate with the final report."""
    return path.certify(name, path.world.recorded(FinalReported)[-1].report)


def report(runner: Runner) -> str:
    """The id of the final report."""
    name: str = runner.world.recorded(FinalReported)[-1].report
    return name


def disallowed(kind: str, place: int, amount: Money | None = None) -> Made:
    """The step in which a visit's or a cost's charge is disallowed, or only an amount of it."""

    def disallow(runner: Runner) -> CommandCall:
        path = HappyPath(runner.world, DEPLOYMENT)
        facts = [fact for fact in path.story.spent() if fact[0].name == kind]
        of, *_, eligible = facts[place]
        return path.call(
            "disallow_cost", disallowance=path.fresh("dis"), of=of, amount=amount or Money(eligible), reason="not-evidenced",
            by=SOMEBODY_ELSE,
        )  # fmt: skip

    return disallow


def answered_early(variant: int) -> Made:
    """The step in which the certificate is answered the day before it was made."""

    def answer(runner: Runner) -> CommandCall:
        path = HappyPath(runner.world, DEPLOYMENT)
        call = DEVIATIONS["certificate_answered"](path, variant)
        assert call is not None
        return call.with_(on=runner.world.recorded(GrantUsageCertified)[-1].on - DAY)

    return answer


def certificate(runner: Runner) -> str:
    """The id of the last certificate."""
    name: str = runner.world.recorded(GrantUsageCertified)[-1].certificate
    return name


def cost(runner: Runner) -> str:
    """The id of the first cost."""
    name: str = runner.world.recorded(CostIncurred)[0].cost
    return name


RETURNED_AGAIN = ask("submit_certificate", certificate="cert-2", with_report=report, returned_to=WITNESS)


def visited(runner: Runner) -> Cause:
    """The first visit."""
    return Cause("visit", (runner.world.recorded(VisitLogged)[0].visit,))


CERTIFICATES = (
    Remedy(
        code="S2SS-E01", words="Have somebody certify who is none of these: …", says={"certifier": AS_DUE}
    ),
    Remedy(
        code="S2SS-E02",
        words="Have the certifier make each of these statements: …",
        says={"statements": AS_DUE},
    ),
    Remedy(
        code="S2SS-E03", words="Certify a period that includes these costs: …", says={"covers_to": AS_DUE}
    ),
    Remedy(
        code="S2SS-E04",
        words="Release the instalment that each of these settles, or record that the money came back: …",
        first=("reverse_payment",),
    ),
    Remedy(
        code="S2SS-E05",
        words="Finalise the final report first, and name that report here.",
        situation=Situation(until="finalise_report", command="certify_grant_usage", scenario=A_TERM),
        first=("finalise_report",),
        says={"with_report": report},
    ),
    Remedy(
        code="S2SS-E05",
        words="Certify on or after …, the day on which report … was finalised.",
        situation=Situation(
            until="certify_grant_usage", command=yesterday("certify_grant_usage"), scenario=A_TERM
        ),
        says={"on": on("finalised_on")},
    ),
    Remedy(
        code="S2SS-E06",
        words="Name a certificate that this one supersedes: …",
        situation=Situation(
            until="submit_certificate", command=CERTIFIED_AGAIN, fields={"supersedes": None}, scenario=A_TERM
        ),
        says={"supersedes": Said("standing")},
    ),
    Remedy(
        code="S2SS-E06",
        words="Leave out which certificate this one supersedes: no other has a day of its period.",
        says={"supersedes": None},
    ),
    Remedy(
        code="S2SS-E07",
        words="Name a certificate that was certified, and the report that it was certified with.",
        situation=Situation(until="submit_certificate", fields={"certificate": "cert-none"}, scenario=A_TERM),
        says={"certificate": AS_DUE},
    ),
    Remedy(
        code="S2SS-E07",
        words="Name a certificate that was certified, and the report that it was certified with.",
        situation=Situation(until="submit_certificate", fields={"with_report": "r-none"}, scenario=A_TERM),
        says={"with_report": report},
    ),
    Remedy(
        code="S2SS-E07",
        words="Submit it on or after …, the day it was certified.",
        situation=Situation(
            until="submit_certificate", command=yesterday("submit_certificate"), scenario=A_TERM
        ),
        says={"on": on("certified_on")},
    ),
)

RECEIVED = (
    Remedy(
        code="S2SS-E30",
        words="Submit certificate … first.",
        first=("submit_certificate",),
    ),
    Remedy(
        code="S2SS-E30",
        words="Record it on or after …, when certificate … was returned.",
        situation=Situation(until=None, command=answered_early(1), scenario=A_TERM),
        says={"on": on("returned_on")},
    ),
    Remedy(
        code="S2SS-E31",
        words="Accept one that stands: …",
        says={"certificate": Said("standing")},
        first=("submit_certificate",),
    ),
    Remedy(code="S2SS-E32", words="Have somebody do it who is none of these: …", says={"by": SOMEBODY_ELSE}),
    Remedy(
        code="S2SS-E33",
        words="Name a certificate that was certified.",
        says={"certificate": certificate},
        first=("certify_grant_usage",),
    ),
    Remedy(
        code="S2SS-E33",
        words="Record it on or after …, when certificate … was certified.",
        situation=Situation(until="submit_certificate", command=answered_early(8), scenario=A_TERM),
        says={"on": on("certified_on")},
    ),
    Remedy(
        code="S2SS-E34",
        words="Have it assured by a firm that is none of these: …",
        says={"by": ACCOUNTANT},
    ),
    Remedy(
        code="S2SS-E60",
        words="Name no award if it is of all that fund this deployment, or else one of them: …",
        says={"award": None},
    ),
)

YEARLY = (
    Remedy(
        code="S2SS-E29",
        words="Certify each of these financial years by itself: …",
        situation=Situation(
            until="award_grant",
            first=(
                ("award_grant", {"certificates": "financial-year", "year_reckonings": ("april-march",)}),
                Played("certify_grant_usage"),
            ),
            command="certify_grant_usage",
        ),
        first=(
            happy(
                lambda path: certified(path, "cert-2024"),
                final=False,
                covers_to=date(2024, 3, 31),
                with_report=None,
            ),
        ),
        says={"covers_from": date(2024, 4, 1), "supersedes": None},
    ),
)

CLOSING = (
    Remedy(
        code="S2SS-E08", words="Record first that the support has ended.", first=(ENDED,), says={"on": today}
    ),
    Remedy(
        code="S2SS-E08",
        words="Close it on or after …, when the end of the support was recorded.",
        situation=Situation(until="close_deployment", command=yesterday("close_deployment"), scenario=A_TERM),
        says={"on": on("ended_on")},
    ),
    Remedy(
        code="S2SS-E09",
        words="Release or cancel each instalment still open: …",
        situation=Situation(
            until="release_instalment", first=("end_support",), command="close_deployment", scenario=A_TERM
        ),
        with_it=frozenset({"S2SS-E19"}),
        first=("release_instalment",),
        says={"on": today},
    ),
    Remedy(
        code="S2SS-E19",
        words=OWED,
        situation=Situation(
            until="release_instalment",
            first=(SHORT, Played("end_support"), "end_support"),
            command="close_deployment",
            scenario=JOURNAL,
        ),
        first=(lambda runner: the_rest(runner).with_(part=2),),
    ),
    Remedy(
        code="S2SS-E19",
        words=OWED,
        situation=Situation(until="receive_invoice", command="close_deployment", scenario=LLF),
        first=("receive_invoice", "make_payment"),
    ),
    Remedy(
        code="S2SS-M40",
        words="Certify again what is eligible, and submit that certificate in place of each of these: ….",
        first=(CERTIFIED_AGAIN, RETURNED_AGAIN),
    ),
    Remedy(code="S2SS-E10", words="Recover ….", first=("recover_grant",)),
    Remedy(code="S2SS-E11", words="Record the final report.", first=("report_final",)),
    Remedy(
        code="S2SS-E12",
        words="Broker a follow-on deployment, or have this one opened again first.",
        first=(REOPENED,),
        says={"on": today},
    ),
    Remedy(
        code="S2SS-E12",
        words="Broker a follow-on deployment, or have this one opened again first.",
        instead=happy(lambda path: path.broker(), deployment="d-2"),
    ),
    Remedy(
        code="S2SS-E13",
        words="End it on or after …, or strike that visit out if it was not made.",
        says={"actual_end": on("last_visit")},
    ),
    Remedy(
        code="S2SS-E13",
        words="End it on or after …, or strike that visit out if it was not made.",
        first=(("visit_struck_out", 0),),
    ),
    Remedy(
        code="S2SS-E14",
        words="Record it on or after ….",
        situation=Situation(until="end_support", fields={"actual_end": date(2024, 9, 2)}),
        says={"on": on("actual_end")},
    ),
    Remedy(
        code="S2SS-E16",
        words="Submit the certificate of grant usage.",
        situation=Situation(
            until="certify_grant_usage",
            first=(CANCELLED, "end_support"),
            command="close_deployment",
            scenario=A_TERM,
        ),
        with_it=frozenset({"S2SS-E19"}),
        first=(
            disallowed("visit", 0),
            disallowed("visit", 1),
            disallowed("cost", 0),
            happy(lambda path: certified(path, "cert-1")),
            ask("submit_certificate", certificate="cert-1", with_report=report, returned_to=WITNESS),
        ),
    ),
    Remedy(
        code="S2SS-E17",
        words="Record it after …, the day on which it was closed.",
        situation=Situation(
            until=None,
            command=happy(
                lambda path: path.call(
                    "reopen_deployment",
                    reopening="ro-1",
                    asked_by=OFFICER,
                    agreed_by=SOMEBODY_ELSE,
                    reason="An invoice came late.",
                )
            ),
        ),
        says={"on": lambda runner: runner.world.today + DAY},
    ),
    Remedy(code="S2SS-E18", words="Have somebody other than … agree.", says={"agreed_by": SOMEBODY_ELSE}),
)


def struck(visit: str) -> Made:
    """The strike of a visit."""
    return happy(
        lambda path: path.call("strike_out", of=Cause("visit", (visit,)), cause="wrong-details", **CORRECTING)
    )


def invoice_struck(runner: Runner) -> CommandCall:
    """The strike of the invoice received last."""
    invoice = runner.world.recorded(InvoiceReceived)[-1].invoice
    path = HappyPath(runner.world, DEPLOYMENT)
    return path.call("strike_out", of=Cause("invoice", (invoice,)), cause="wrong-details", **CORRECTING)


def afternoon(runner: Runner) -> CommandCall:
    """More hours of the same day, recorded although they come to more than a day."""
    return attrs.evolve(hours(4, "v-2")(runner), despite=ALL_THE_SAME)


AFTERNOON = afternoon
CORRECTIONS = (
    Remedy(code="S2SS-X01", words="Have somebody other than … agree.", says={"agreed_by": SOMEBODY_ELSE}),
    Remedy(
        code="S2SS-X02",
        words="Name an entry that stands: … does not.",
        situation=Situation(
            until="incur_cost", command=("visit_struck_out", 2), fields={"of": Cause("visit", ("none",))}
        ),
        says={"of": lambda runner: Cause("visit", (runner.world.recorded(VisitLogged)[0].visit,))},
    ),
    Remedy(
        code="S2SS-X11",
        words="Strike these out first, in this order: ….",
        situation=Situation(until="incur_cost", first=(hours(4, "v-1"), AFTERNOON), command=struck("v-1")),
        first=(struck("v-2"),),
    ),
    Remedy(
        code="S2SS-X13",
        words="Record the right invoice first under another id, and name it as what replaces …. If both have one number, write"
        " after it what parts them.",
        situation=Situation(until="make_payment", command=invoice_struck),
        first=(happy(lambda path: path.invoice(1, 130_000, "XT-9")),),
        says={"replaced_by": Cause("invoice", ("XT-9",))},
    ),
    Remedy(code="S2SS-X03", words="Name another entry, or none.", says={"replaced_by": None}),
    Remedy(
        code="S2SS-X04",
        words="Disallow more than £0.00 and at most … of ….",
        says={"amount": Said("left", Money)},
    ),
    Remedy(
        code="S2SS-X05",
        words="Reverse more than £0.00 and at most … of ….",
        says={"net": Said("left", Money)},
    ),
    Remedy(
        code="S2SS-X07",
        words="Name a disallowance that stands: … does not.",
        situation=Situation(
            until="report_interim",
            first=(("cost_disallowed", 0),),
            command=("cost_allowed", 0),
            fields={"disallowance": "none"},
        ),
        says={"disallowance": lambda runner: runner.world.recorded(CostDisallowed)[-1].disallowance},
    ),
    Remedy(
        code="S2SS-X08",
        words="Amend the plan first: line … would come to …, and … is approved.",
        first=(happy(lambda path: path.plan(item=Money("700.00"))), "allocate_grant", "approve_plan"),
    ),
    Remedy(
        code="S2SS-X09",
        words="Name one of these: …. A release is recovered instead, and a certificate is superseded.",
        says={"of": lambda runner: Cause("visit", (runner.world.recorded(VisitLogged)[0].visit,))},
    ),
    Remedy(
        code="S2SS-X14",
        words="Name a cost or a payment: … has no VAT.",
        situation=Situation(
            until="report_interim",
            command=ask("settle_vat", settlement="vs-1", of=visited, irrecoverable_vat=Money(0)),
        ),
        says={"of": lambda runner: Cause("cost", (cost(runner),))},
    ),
    Remedy(
        code="S2SS-X10",
        words="Check document …: it is counted as … already. If they are two documents, write what parts them.",
        situation=Situation(
            until="report_interim",
            first=(ask("reverse_cost", cost=cost, document="CN-1", net=Money("1.00")),),
            command=ask("reverse_cost", cost=cost, document="cn 001", net=Money("1.00")),
        ),
        says={"document": "CN-1 of April"},
    ),
)
