"""Remedies of money: releases, invoices, payments and recoveries."""

from datetime import date

from s2ss_core.events import InstalmentReleased, InvoiceReceived, PaymentMade, ReviewHeld, ScheduledInstalment
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle import HappyPath, Runner
from s2ss_core.testing.lifecycle.cast import HOME, OFFICER, WITNESS, person
from s2ss_core.testing.strategies.breach import DEPLOYMENT, Played
from s2ss_core.testing.strategies.rule_breaches import A_TERM, BY_JOURNAL, SPRING, SUMMER
from s2ss_core.values import Money
from tests.remedies import award
from tests.remedies.agreement import schedule
from tests.remedies.remedy import AS_DUE, Made, Remedy, Said, Situation, happy
from tests.remedies.reporting import on

JOURNAL = {**A_TERM, "paid_by_journal": True}
SHORT = ("release_instalment", {"amount": Money("900.00")})


def the_rest(runner: Runner) -> CommandCall:
    """The release of what the last instalment fell short by."""
    first = runner.world.recorded(InstalmentReleased)[-1]
    call = HappyPath(runner.world, DEPLOYMENT).release(1, 40_000, first.report, first.review, "XT-none")
    return call.with_(on=max(call.on, first.on))


THE_REST = the_rest
THREE = schedule(
    (1, SPRING, "1300.00", "interim"), (2, SUMMER, "600.00", "interim"), (3, SUMMER, "700.00", "final")
)
AN_INVOICE = "Pay instalment … on an invoice of …: "
FIRST = ("receive_invoice",)


def released(*first: object, **fields: object) -> Situation:
    """The release of the first instalment on its invoice, with this in the release."""
    return Situation(until="release_instalment", first=first, fields=fields)  # type: ignore[arg-type]


def on_the_last_invoice(runner: Runner) -> CommandCall:
    """The release that is due, on the invoice received last."""
    call = next(
        call for call in HappyPath(runner.world, DEPLOYMENT).due() if call.command == "release_instalment"
    )
    invoices = runner.world.recorded(InvoiceReceived)
    return call.with_(invoice=invoices[-1].invoice, purchase_order="PO-77", settled_by="invoice")


def wrongly_invoiced(**fields: object) -> Situation:
    """The release of the first instalment on an invoice that says this."""
    return Situation(
        until="receive_invoice", first=(("receive_invoice", fields),), command=on_the_last_invoice
    )


def last_invoice(runner: Runner) -> str:
    """The id of the invoice received last."""
    invoice: str = runner.world.recorded(InvoiceReceived)[-1].invoice
    return invoice


def another_invoice(**fields: object) -> Made:
    """The step in which the payee's invoice of the first instalment arrives."""
    return happy(lambda path: path.invoice(1, path.releasable(1), path.fresh("XT")), **fields)


def before_the_signature(runner: Runner) -> CommandCall:
    """The release that is due, dated before anything was approved or signed."""
    call = next(
        call for call in HappyPath(runner.world, DEPLOYMENT).due() if call.command == "release_instalment"
    )
    return call.with_(on=date(2023, 11, 5))


LAST_OF_MARCH = date(2024, 3, 29)


def late_invoice(runner: Runner) -> CommandCall:
    """An invoice that comes a month after the release is asked for."""
    runner.world.clock.wait_until(LAST_OF_MARCH.replace(month=4, day=30))
    return another_invoice()(runner)


def paid(runner: Runner) -> str:
    """The id of the payment made last."""
    payment: str = runner.world.recorded(PaymentMade)[-1].payment
    return payment


def reversal(runner: Runner, pence: int) -> CommandCall:
    """That more of the last payment came back than was paid."""
    payment = runner.world.recorded(PaymentMade)[-1]
    return HappyPath(runner.world, DEPLOYMENT).reverse(payment.payment, payment.amount + pence)


NOTHING_FIRST = schedule((1, SPRING, "0.00", "interim"), (2, SUMMER, "2600.00", "final"))
ALL_FIRST = schedule((1, SPRING, "1300.00", "interim"), (2, SUMMER, "1300.00", "final"))
RELEASE = happy(lambda path: path.release(1, 130_000, "r-none", "w-none", "XT-none"))
WHEN_DUE = dict.fromkeys(("on", "report", "review", "invoice", "purchase_order"), AS_DUE)
A_RELEASE = happy(
    lambda path: path.release(1, 130_000, "r-d-1-1", path.world.recorded(ReviewHeld)[-1].review, "XT-none")
)


def varied(agreement: str, parts: tuple[ScheduledInstalment, ...]) -> tuple[Made, Made]:
    """The steps in which the agreement is varied to this schedule, and signed."""
    return (
        happy(lambda path: path.issue(), schedule=parts, agreement=agreement),
        happy(lambda path: path.sign(agreement)),
    )


TOO_EARLY = frozenset({f"S2SS-M{number:02}" for number in (1, 2, 3, 4, 5, 7, 9, 10, 12, 13, 14)})
EARLY_RELEASE = Situation(until="release_instalment", command=before_the_signature, scenario=A_TERM)
RELEASES = (
    Remedy(
        code="S2SS-M01",
        words="Release it on or after …, when the last party signed the agreement.",
        situation=EARLY_RELEASE,
        with_it=TOO_EARLY,
        says={"on": AS_DUE},
    ),
    Remedy(
        code="S2SS-M02",
        words="Release it on or after …, when the plan was approved.",
        situation=EARLY_RELEASE,
        with_it=TOO_EARLY,
        says={"on": AS_DUE},
    ),
    Remedy(
        code="S2SS-M04",
        words="Release it on or after …, the day of review …",
        situation=EARLY_RELEASE,
        with_it=TOO_EARLY,
        says={"on": AS_DUE},
    ),
    Remedy(
        code="S2SS-M13",
        words="Release it on or after …, when report … was finalised.",
        situation=EARLY_RELEASE,
        with_it=TOO_EARLY,
        says={"on": AS_DUE},
    ),
    Remedy(
        code="S2SS-M14",
        words="Release it on or after …, when the certificate of grant usage was submitted.",
        situation=EARLY_RELEASE,
        with_it=TOO_EARLY,
        says={"on": AS_DUE},
    ),
    Remedy(
        code="S2SS-M01",
        words="Have every party sign the agreement.",
        situation=Situation(until="sign_agreement", command=RELEASE, scenario=BY_JOURNAL),
        with_it=TOO_EARLY,
        first=(Played("release_instalment"),),
        says=WHEN_DUE,
    ),
    Remedy(
        code="S2SS-M02",
        words="Have the plan approved.",
        situation=Situation(until="approve_plan", command=RELEASE, scenario=BY_JOURNAL),
        with_it=TOO_EARLY,
        first=(Played("release_instalment"),),
        says=WHEN_DUE,
    ),
    Remedy(
        code="S2SS-M04",
        words="Name the report, and the review meeting that was held on it.",
        situation=released(report=None, review=None),
        with_it=TOO_EARLY,
        says=WHEN_DUE,
    ),
    Remedy(
        code="S2SS-M13",
        words="Name the final report, finalised after its review.",
        situation=Situation(
            until="release_instalment", fields={"report": None, "review": None}, scenario=A_TERM
        ),
        with_it=TOO_EARLY,
        says=WHEN_DUE,
    ),
    Remedy(
        code="S2SS-M14",
        words="Name the final report, which the certificate of grant usage goes with.",
        situation=Situation(
            until="release_instalment", fields={"report": None, "review": None}, scenario=A_TERM
        ),
        with_it=TOO_EARLY,
        says=WHEN_DUE,
    ),
    Remedy(
        code="S2SS-M06",
        words="Vary the agreement first: nothing is left of the schedule so far.",
        situation=Situation(
            until="release_instalment",
            first=varied("ag-2", NOTHING_FIRST),
            command=A_RELEASE,
            scenario=BY_JOURNAL,
        ),
        first=varied("ag-3", ALL_FIRST),
    ),
    Remedy(
        code="S2SS-M03",
        words="Name the … report on …, or record it first.",
        situation=released(report="r-none", review="w-none"),
        with_it=frozenset({"S2SS-M04", "S2SS-M05"}),
        says={"report": AS_DUE, "review": AS_DUE},
    ),
    Remedy(
        code="S2SS-M04",
        words="Name a review meeting that was held on report …, or hold it first.",
        says={"review": AS_DUE},
    ),
    Remedy(
        code="S2SS-M05",
        words="Have the … judge progress after the review, and release it on that day or later.",
        first=("judge_progress",) * 2,
    ),
    Remedy(
        code="S2SS-M05",
        words="Have the … judge progress again, once it is satisfactory.",
        situation=Situation(
            until="release_instalment",
            first=(("judged_badly", 0),),
            command="release_instalment",
            scenario=BY_JOURNAL,
        ),
        first=("judge_progress",),
    ),
    Remedy(
        code="S2SS-M06",
        words="Release at most …, which is left of the schedule so far, or vary the agreement.",
        says={"amount": Said("left", Money)},
    ),
    Remedy(
        code="S2SS-M07",
        words="Release no more than is due to …: … is eligible, and … is released already.",
        says={"amount": Said("eligible", Money)},
    ),
    Remedy(code="S2SS-M09", words="Release it to one of these: …", says={"paid_to": AS_DUE}),
    Remedy(code="S2SS-M11", words="Settle it by journal.", says={"settled_by": "journal"}),
    Remedy(code="S2SS-M12", words="Wait until …", says={"on": on("term_ends")}),
    Remedy(
        code="S2SS-M13",
        words="Finalise report … after its review.",
        situation=Situation(
            until="finalise_report",
            command="release_instalment",
            scenario={**A_TERM, "paid_by_journal": True},
        ),
        with_it=frozenset({"S2SS-M14"}),
        first=("finalise_report", "certify_grant_usage", "submit_certificate"),
    ),
    Remedy(
        code="S2SS-M14",
        words="Submit the certificate of grant usage together with report …",
        first=("certify_grant_usage", "submit_certificate"),
    ),
    Remedy(code="S2SS-M17", words="Release more than £0.00.", says={"amount": AS_DUE}),
    Remedy(
        code="S2SS-M18",
        words="Vary the agreement so that its schedule adds up to …",
        first=("issue_agreement", "sign_agreement"),
        says={"amount": AS_DUE},
    ),
    Remedy(
        code="S2SS-M29",
        words="Record first that the withholding of instalment … was lifted, and release it on that day or later: it is"
        " withheld since …",
        first=("lift_withholding",),
    ),
    Remedy(
        code="S2SS-M15",
        words="Have an agreement signed first that schedules the instalments.",
        first=(
            "allocate_grant",
            "appoint_qa_lead",
            "submit_plan",
            "approve_plan",
            "secure_foundations",
            "secure_foundations",
            "issue_agreement",
            "sign_agreement",
        ),
    ),
    Remedy(
        code="S2SS-M15",
        words="Name an instalment of the schedule: …",
        situation=Situation(
            until="log_visit",
            command=happy(
                lambda path: path.call("withhold_instalment", instalment=9, by=OFFICER, reasons="Not yet.")
            ),
        ),
        says={"instalment": Said("scheduled", lambda numbers: int(numbers.split(", ")[0]))},
    ),
    Remedy(
        code="S2SS-M16",
        words="Name an instalment that is neither released nor cancelled.",
        says={"instalment": 2},
    ),
    Remedy(
        code="S2SS-M31",
        words="Release it as part … of instalment ….",
        situation=Situation(
            until="release_instalment", first=(SHORT,), command=THE_REST, fields={"part": 3}, scenario=JOURNAL
        ),
        says={"part": Said("supplement", int)},
    ),
    Remedy(
        code="S2SS-M31",
        words="Release instalment … first, or release this as part 1 of an instalment.",
        situation=Situation(until="release_instalment", fields={"part": 2}, scenario=JOURNAL),
        says={"part": 1},
    ),
    Remedy(
        code="S2SS-M08",
        words="Allocate more of … to this deployment.",
        situation=Situation(
            until="release_instalment",
            first=award.UNCOVERED,
            command="release_instalment",
            fields={"amount": Money("1300.00")},
            scenario=JOURNAL,
        ),
        first=("allocate_grant",),
    ),
    Remedy(
        code="S2SS-M24",
        words="Record payments instead: … pays nothing by instalments on the leg …",
        instead=happy(lambda path: path.pay(None, 40_000)),
    ),
)

BY_INVOICE = (
    Remedy(
        code="S2SS-M10",
        words=AN_INVOICE + "settle it by invoice, not by journal.",
        situation=released(settled_by="journal"),
        says={"settled_by": "invoice"},
    ),
    Remedy(
        code="S2SS-M10",
        words=AN_INVOICE + "receive invoice … first.",
        situation=released(invoice="XT-9"),
        first=(another_invoice(invoice="XT-9"),),
    ),
    Remedy(
        code="S2SS-M10",
        words=AN_INVOICE + "name the invoice.",
        situation=released(invoice=None),
        says={"invoice": AS_DUE},
    ),
    Remedy(
        code="S2SS-M10",
        words="Have an agreement signed that quotes a purchase order, then receive an invoice from … that quotes it.",
        situation=Situation(until="issue_agreement", command=RELEASE),
        with_it=TOO_EARLY,
        first=(Played("release_instalment"),),
        says=WHEN_DUE,
    ),
    Remedy(
        code="S2SS-M10",
        words=AN_INVOICE + "quote … on the release.",
        situation=released(purchase_order="PO-1"),
        says={"purchase_order": Said("purchase_order")},
    ),
    Remedy(
        code="S2SS-M10",
        words=AN_INVOICE + "get an invoice of … on the leg …",
        situation=wrongly_invoiced(supplier=HOME),
        first=(another_invoice(),),
        says={"invoice": last_invoice},
    ),
    Remedy(
        code="S2SS-M10",
        words=AN_INVOICE + "get an invoice that quotes …",
        situation=wrongly_invoiced(purchase_order="PO-1"),
        first=(another_invoice(),),
        says={"invoice": last_invoice},
    ),
    Remedy(
        code="S2SS-M10",
        words=AN_INVOICE + "get an invoice for instalment …, not …",
        situation=wrongly_invoiced(instalment=2),
        first=(another_invoice(),),
        says={"invoice": last_invoice},
    ),
    Remedy(
        code="S2SS-M10",
        words=AN_INVOICE + "get an invoice for £…, not …",
        situation=wrongly_invoiced(net=Money("5.00")),
        first=(another_invoice(),),
        says={"invoice": last_invoice},
    ),
    Remedy(
        code="S2SS-M10",
        words=AN_INVOICE + "release it on or after …, when the invoice came.",
        situation=Situation(
            until="receive_invoice",
            first=(late_invoice,),
            command=lambda runner: on_the_last_invoice(runner).with_(on=LAST_OF_MARCH),
        ),
        says={"on": LAST_OF_MARCH.replace(month=4, day=30)},
    ),
    Remedy(code="S2SS-M23", words="Have it invoiced by one of these: …", says={"supplier": AS_DUE}),
    Remedy(code="S2SS-M25", words="Record these first, or leave them out: …", says={"covers": ()}),
    Remedy(
        code="S2SS-M26",
        words="Give the day on which it was issued: … or earlier.",
        says={"issued_on": on("on")},
    ),
)

PAYMENTS = (
    Remedy(
        code="S2SS-M80",
        words="Pay …, the home school of …: no payment goes to a leader.",
        says={"paid_to": HOME},
    ),
    Remedy(
        code="S2SS-M81",
        words="Have …, the home school of …, invoice it: no payment goes to a leader.",
        says={"supplier": HOME},
    ),
    Remedy(
        code="S2SS-M27",
        words="Settle at most … with this payment.",
        says={"settles": AS_DUE, "amount": AS_DUE},
    ),
    Remedy(
        code="S2SS-M28",
        words="Give VAT of at most …, and of that at most … as recovered.",
        says={"vat_recovered": Said("vat", Money)},
    ),
    Remedy(
        code="S2SS-M19",
        words="Recover more than £0.00 and at most ….",
        situation=Situation(
            until="close_deployment",
            first=(("visit_struck_out", 0),),
            command=happy(lambda path: path.recover(40_001)),
        ),
        says={"amount": Said("overpaid", Money)},
    ),
    Remedy(
        code="S2SS-M20",
        words="Reverse more than £0.00 and at most … of payment ….",
        situation=Situation(
            until="log_visit", first=(("payment", 8),), command=lambda runner: reversal(runner, 99)
        ),
        says={"amount": Said("left", Money)},
    ),
    Remedy(
        code="S2SS-M20",
        words="Name a payment that was made: nothing is left of … to reverse.",
        situation=Situation(
            until="log_visit",
            first=(("payment", 8),),
            command=happy(lambda path: path.reverse("p-none", 1)),
        ),
        says={"payment": paid},
    ),
    Remedy(code="S2SS-M22", words="Have somebody other than … agree.", says={"agreed_by": person(WITNESS)}),
)
