"""The course a deployment sensibly takes: everything still to be done in it, in order, the next step first."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, get_args

from s2ss_core.events import (
    AgreementIssued,
    AllowanceAgreed,
    Brokered,
    Closed,
    Commitment,
    Confirmation,
    Counterpart,
    DaysWorked,
    DocumentShared,
    FinalReported,
    FoundationsSecured,
    Funding,
    GrantAwarded,
    InstalmentCancelled,
    InstalmentReleased,
    InterimReported,
    InvoiceReceived,
    Leader,
    Objective,
    PaymentMade,
    PlanLine,
    Rating,
    ReviewHeld,
    ScheduledInstalment,
    Statement,
    StatementId,
    SupportEnded,
    VisitLogged,
)
from s2ss_core.values import AcademicYear, Days, Money, Term
from tests.lifecycle import cast
from tests.lifecycle.asking import Ask, Scene
from tests.lifecycle.cast import (
    ASSURER,
    BROKER,
    CLERK,
    DAY_RATE,
    DAYS_A_TERM,
    GRANT,
    HEADTEACHER,
    ITEM,
    LEAD,
    QA_LEAD,
    SCHOOL,
    SUPPLIER,
    SYSTEM_LEADER,
    TERMS,
    WITNESS,
)
from tests.lifecycle.story import Report, last_day

WRITTEN = {"progress": "Reading ages rise.", "impact": "Pupils read more.", "next_steps": "Year 4."}
A_WEEK_AND_A_DAY = timedelta(days=8)  # three working days at least, whatever the holidays


class Course:
    """What is due in one deployment. What an ask needs and history does not hold yet, it makes up."""

    def __init__(self, scene: Scene, deployment: str) -> None:
        self.scene = scene
        self.setting = scene.setting
        self.deployment = deployment
        self.story = scene.story(deployment)

    def due(self) -> Iterator[Ask]:
        """Everything not done yet, in order."""
        yield from self.beginning()
        yield from self.planning()
        yield from self.agreeing()
        for number, term in enumerate(self.setting.terms, 1):
            yield from self.supporting(term)
            yield from self.reporting(number, term)
        yield from self.ending()

    def ask(self, command: str, /, *, on: date | None = None, **fields: Any) -> Ask:
        """A command about the deployment; today, unless a later day is given."""
        day = max(on or self.scene.today, self.scene.today)
        return Ask(command=command, about=self.deployment, fields={**fields, "on": day})

    def fresh(self, letter: str) -> str:
        return self.scene.fresh(f"{letter}-{self.deployment}")

    # Before the plan.

    def beginning(self) -> Iterator[Ask]:
        if not self.scene.told(GrantAwarded):
            yield self.award()
        agreed = {(one.leader, one.cap_year) for one in self.scene.told(AllowanceAgreed)}
        for year in self.setting.cap_years:
            if (LEAD, year) not in agreed:
                yield self.allowance(LEAD, year, self.setting.allowance)
        if not self.story.of(Brokered):
            yield self.broker()
        if self.story.set_aside - self.story.given_back < self.wanted:
            yield self.allocate(self.wanted - (self.story.set_aside - self.story.given_back))
        if self.story.qa_lead is None:
            yield self.appoint()

    @property
    def wanted(self) -> Money:
        """What the plan approved, awaiting approval or to be made comes to."""
        plan = self.story.waiting or self.story.plan
        return plan.total if plan else self.setting.plan_total

    def award(self) -> Ask:
        amount = Money(self.setting.plan_total * len(self.setting.deployments) + Money("1000.00"))
        fields = {
            "grant": GRANT,
            "on": self.scene.today,
            "funder": cast.FUNDER,
            "reference": "SI-114",
            "amount": amount,
            "available_from": date(2023, 11, 1),
            "available_to": date(2025, 3, 31),
            "judged_by_funder": self.setting.judged_by_funder,
        }
        return Ask(command="award_grant", fields=fields)

    def allowance(self, leader: str, year: AcademicYear, days: int) -> Ask:
        fields = {
            "leader": leader,
            "cap_year": year,
            "on": self.scene.today,
            "days": Days(days),
            "home_school": self.setting.home,
            "agreed_by": "ht-9",
        }
        return Ask(command="agree_allowance", fields=fields)

    def broker(self) -> Ask:
        fields = {
            "deployment": self.deployment,
            "on": self.scene.today,
            "programme": "exceed-2023",
            "version": "V7",
            "broker": BROKER,
            "need": "Reading",
            "capacity_confirmed": Confirmation(by="ht-1", on=cast.FIRST_DAY),
            "existing_support": "None so far.",
            "school": SCHOOL,
            "headteacher": "ht-1",
            "lead": self.leader(LEAD),
            "commitments": self.commitments(LEAD, 2 * len(self.setting.terms)),
            "start": self.setting.start,
            "intended_end": self.setting.end,
            "funding": Funding(kind="external", awards=(GRANT,)),
            "qa_funding": "separate",
        }
        return Ask(command="broker", fields=fields)

    def leader(self, leader: str) -> Leader:
        trust = None if self.setting.paid_by_journal else cast.TRUST
        return Leader(leader=leader, band="middle-leader", home_school=self.setting.home, home_trust=trust)

    def commitments(self, leader: str, days: int) -> tuple[Commitment, ...]:
        year = self.setting.cap_years[-1]
        return (Commitment(leader=leader, cap_year=year, days=Days(days)),)

    def allocate(self, amount: int) -> Ask:
        fields = {"allocation": self.fresh("a"), "deployment": self.deployment, "purpose": "support"}
        return Ask(
            command="allocate_grant",
            about=GRANT,
            fields={**fields, "amount": Money(amount), "on": self.scene.today},
        )

    def appoint(self) -> Ask:
        return self.ask(
            "appoint_qa_lead", qa_lead=QA_LEAD, employer=cast.QA_FIRM, engaged_as="independent-professional"
        )

    # Plan and agreement.

    def planning(self) -> Iterator[Ask]:
        if self.story.waiting is None and self.story.plan is None:
            yield self.plan()
        if self.story.waiting or self.story.plan is None:
            yield self.approve()

    def plan(self, *, days: Days = DAYS_A_TERM, rate: Money = DAY_RATE, item: Money = ITEM) -> Ask:
        lines = tuple(line for term in self.setting.terms for line in self.lines(term, days, rate, item))
        before = self.story.plan
        amending: dict[str, Any] = (
            {"amends": before.plan_version, "reason": "More is needed.", "research": "EEF"} if before else {}
        )
        return self.ask(
            "submit_plan",
            plan_version=len(self.story.submitted) + 1,
            finalised_by=(HEADTEACHER, SYSTEM_LEADER),
            owner="ht-1",
            problem="Pupils do not read fluently.",
            objectives=(Objective(id="o-1", text="Fluent reading", baseline="61 %", measure="reading ages"),),
            lines=lines,
            total=Money(sum(line.amount for line in lines)),
            **amending,
        )

    def lines(self, term: Term, days: Days, rate: Money, item: Money) -> tuple[PlanLine, ...]:
        leading = PlanLine(
            id="1",
            term=term,
            head="leader-days",
            description="English",
            provider=self.setting.home,
            unit="day",
            quantity=days,
            rate=rate,
            amount=rate.times(days),
        )
        bought = PlanLine(
            id="2",
            term=term,
            head="programme",
            description="Phonics",
            provider=SUPPLIER,
            unit="item",
            quantity=Days(1),
            rate=item,
            amount=item,
        )
        return leading, bought

    def approve(self) -> Ask:
        return self.ask(
            "approve_plan",
            plan_version=self.story.waiting.plan_version if self.story.waiting else 1,
            by=QA_LEAD,
            role="qa-lead",
            no_conflict_declared=True,
        )

    def agreeing(self) -> Iterator[Ask]:
        secured = {one.side for one in self.story.of(FoundationsSecured)}
        for side in ("supported", "supporting"):
            if side not in secured:
                yield self.ask("secure_foundations", side=side, by="ht-1")
        issued = self.newest_agreement()
        if issued is None or sum(one.amount for one in issued.schedule) != self.story.approved:
            yield self.issue()
        if issued is None or self.story.agreement() is not issued:
            yield self.sign(issued.agreement if issued else "ag-1")

    def newest_agreement(self) -> AgreementIssued | None:
        return self.story.last(AgreementIssued)

    def issue(self) -> Ask:
        before = self.newest_agreement()
        plan = self.story.plan
        by_term = {
            term: sum(line.amount for line in plan.lines if line.term == term)
            if plan
            else self.setting.a_terms_money
            for term in self.setting.terms
        }
        kept = {one.instalment: one.amount for one in before.schedule} if before else {}
        kept = {number: amount for number, amount in kept.items() if number in self.settled(released=True)}
        amounts: list[int] = [
            kept.get(number, by_term[term]) for number, term in enumerate(self.setting.terms, 1)
        ]
        amounts[-1] = max(0, sum(by_term.values()) - sum(amounts[:-1]))
        schedule = tuple(
            ScheduledInstalment(
                instalment=number,
                term=term,
                amount=Money(amount),
                after="final" if number == len(amounts) else "interim",
            )
            for number, (term, amount) in enumerate(zip(self.setting.terms, amounts, strict=True), 1)
        )
        return self.ask(
            "issue_agreement",
            agreement=f"ag-{len(self.scene.history)}" if before else "ag-1",
            document="flow-down-contract",
            version="1",
            issued_by=CLERK,
            parties=(),
            purchase_order="PO-77",
            schedule=schedule,
            payee=self.setting.payee,
            variation_of=before.agreement if before else None,
        )

    def sign(self, agreement: str) -> Ask:
        return self.ask(
            "sign_agreement", agreement=agreement, party="payee", signatory="ceo-4", role="chief-executive"
        )

    # Support, term by term.

    def supporting(self, term: Term) -> Iterator[Ask]:
        if self.story.ended:
            return
        planned = self.planned_to(term)
        left = {line: planned[line] - self.story.by_line().get(line, (0, 0))[1] for line in planned}
        rate = (
            next((line.rate for line in self.story.plan.lines if line.id == "1"), DAY_RATE)
            if self.story.plan
            else DAY_RATE
        )
        taken = len(self.story.of(VisitLogged))
        for number in range(left["1"] // rate if rate else 0):
            yield self.visit(term, number, name=f"v-{self.deployment}-{taken + number}")
        if left["2"] > 0:
            yield self.cost(term, net=Money(left["2"]))

    def planned_to(self, term: Term) -> dict[str, int]:
        """What the plan has for each line up to a term, in pence."""
        terms = self.setting.terms[: self.setting.terms.index(term) + 1]
        lines = self.story.plan.lines if self.story.plan else self.plan().fields["lines"]
        return {
            name: sum(one.amount for one in lines if one.id == name and one.term in terms)
            for name in ("1", "2")
        }

    def visit(self, term: Term, number: int = 0, *, name: str | None = None, **fields: Any) -> Ask:
        worked = {one.on for one in self.scene.told(DaysWorked)}
        day = max(TERMS[term][0], self.story.first_signed() or self.setting.start)
        while number or day in worked or day.weekday() > 4:
            number -= day not in worked and day.weekday() <= 4 and number > 0
            day += timedelta(days=1)
        usual: dict[str, Any] = {
            "visit": name or self.fresh("v"),
            "on": min(day, self.setting.end),
            "leader": LEAD,
            "school": SCHOOL.id,
            "unit": "day",
            "quantity": Days(1),
            "counterpart": Counterpart(person="teacher-5", role="staff"),
            "line": "1",
        }
        return Ask(command="log_visit", about=self.deployment, fields={**usual, **fields})

    def cost(self, term: Term, **fields: Any) -> Ask:
        usual = {
            "cost": self.fresh("c"),
            "on": min(max(TERMS[term][0], self.scene.today), self.setting.end),
            "line": "2",
            "supplier": SUPPLIER,
            "net": ITEM,
            "vat": Money("100.00"),
            "invoice_number": self.fresh("XP"),
        }
        return Ask(command="incur_cost", about=self.deployment, fields={**usual, **fields})

    # Report, review, judgements, money.

    def reporting(self, number: int, term: Term) -> Iterator[Ask]:
        final = number == len(self.setting.terms)
        if number in self.settled():
            yield from self.paying(number)
            return
        report = self.reported(term, final=final)
        name = report.report if report else f"r-{self.deployment}-{number}"
        if report is None:
            yield self.write(term, name=self.unused_report(name), final=final)
        shared = [one.on for one in self.story.of(DocumentShared) if one.document == name]
        if not shared:
            yield self.share(name)
        review = next((one for one in reversed(self.story.standing(ReviewHeld)) if one.report == name), None)
        held = review.review if review else self.fresh("w")
        if review is None:
            yield self.hold(term, name, held, on=min(shared, default=self.scene.today) + A_WEEK_AND_A_DAY)
        yield from self.judging(name, held)
        if final:
            yield from self.certifying(name, held)
        yield from self.releasing(number, name, held)

    def settled(self, *, released: bool = False) -> set[int]:
        kinds = (InstalmentReleased,) if released else (InstalmentReleased, InstalmentCancelled)
        return {one.instalment for one in self.story.any_of(*kinds)}

    def reported(self, term: Term, *, final: bool) -> Report | None:
        if final:
            return next(iter(self.story.standing(FinalReported)), None)
        return next((one for one in self.story.standing(InterimReported) if one.term == term), None)

    def unused_report(self, name: str) -> str:
        used = {one.report for one in self.story.any_of(InterimReported, FinalReported)}
        return self.fresh("r") if name in used else name

    def write(self, term: Term, *, name: str | None = None, final: bool = False) -> Ask:
        last_visit = max(
            (one.on for one in self.story.standing(VisitLogged) if in_term(one.on, term)), default=None
        )
        return self.ask(
            "report_final" if final else "report_interim",
            on=last_visit,
            report=name or self.fresh("r"),
            term=term,
            authors=(HEADTEACHER, SYSTEM_LEADER),
            ratings=(Rating(objective="o-1", rag="amber"),),
            **WRITTEN,
        )

    def share(self, report: str) -> Ask:
        return self.ask(
            "share_document", document=report, kind="report", shared_with=("qa-lead", "broker"), by=CLERK
        )

    def hold(self, term: Term, report: str, review: str, on: date | None = None) -> Ask:
        return self.ask(
            "hold_review",
            on=on,
            review=review,
            term=term,
            report=report,
            minutes=60,
            led_by="ht-1",
            attendees=(HEADTEACHER, SYSTEM_LEADER, ASSURER),
        )

    def judging(self, report: str, review: str) -> Iterator[Ask]:
        for party in ("qa-lead", "broker", *(("funder",) if self.setting.judged_by_funder else ())):
            latest = self.story.judgement(party, report, date.max)
            if latest is None or not latest.satisfactory:
                yield self.judge(party, report, review, satisfactory=True)

    def judge(self, party: str, report: str, review: str, *, satisfactory: bool) -> Ask:
        return self.ask(
            "judge_progress",
            judgement=self.fresh(f"j-{party}"),
            party=party,
            judge=QA_LEAD if party == "qa-lead" else CLERK,
            role=party,
            report=report,
            review=review,
            satisfactory=satisfactory,
        )

    def certifying(self, report: str, review: str) -> Iterator[Ask]:
        if self.story.finalised(report) is None:
            yield self.ask("finalise_report", report=report, revision=2, after_review=review)
        yield from self.mending()
        certificate = self.story.certificate()
        ours = certificate is not None and certificate.with_report == report
        name = certificate.certificate if certificate and ours else self.fresh("cert")
        if not ours:
            yield self.certify(name, report)
        if self.story.returned(name, report) is None:
            yield self.ask("return_certificate", certificate=name, with_report=report, returned_to=CLERK)

    def certify(self, name: str, report: str) -> Ask:
        before = self.story.certificate()
        days = [on for _, on, *_ in self.story.spent()]
        return self.ask(
            "certify_grant_usage",
            certificate=name,
            covers_from=min([self.setting.start, *days]),
            covers_to=max([self.setting.end, *days]),
            final=True,
            preparer="bm-1",
            certifier="ao-1",
            role="accounting-officer",
            statements=tuple(Statement(id=one, made=True) for one in get_args(StatementId)),
            with_report=report,
            supersedes=before.certificate if before else None,
        )

    def releasable(self, number: int) -> int:
        """The least of what is scheduled so far, eligible and allocated, less what is out."""
        agreement = self.story.agreement()
        schedule = agreement.schedule if agreement else ()
        cancelled = {one.instalment for one in self.story.of(InstalmentCancelled)}
        to_it = [one for one in schedule if one.instalment <= number and one.instalment not in cancelled]
        scheduled = sum(one.amount for one in to_it)
        left = self.story.set_aside - self.story.given_back
        return min(scheduled, self.story.eligible(self.scene.today), left) - self.story.net_released

    def releasing(self, number: int, report: str, review: str) -> Iterator[Ask]:
        amount = self.releasable(number)
        if amount <= 0:
            yield self.ask(
                "cancel_instalment", instalment=number, amount=Money(0), by=CLERK, reasons="Nothing is due."
            )
            return
        invoices = [
            one for one in self.story.of(InvoiceReceived) if (one.instalment, one.net) == (number, amount)
        ]
        invoice = invoices[0].invoice_number if invoices else self.fresh("XT")
        if not invoices and not self.setting.paid_by_journal:
            yield self.invoice(number, amount, invoice)
        yield self.release(number, amount, report, review, invoice)

    def invoice(self, number: int, amount: int, invoice: str) -> Ask:
        return self.ask(
            "receive_invoice",
            invoice_number=invoice,
            supplier=self.setting.payee,
            net=Money(amount),
            purchase_order="PO-77",
            instalment=number,
        )

    def release(self, number: int, amount: int, report: str, review: str, invoice: str) -> Ask:
        journal = self.setting.paid_by_journal
        term = self.setting.terms[min(number, len(self.setting.terms)) - 1]
        return self.ask(
            "release_instalment",
            on=last_day(term) if journal else None,
            instalment=number,
            amount=Money(amount),
            paid_to=self.setting.payee,
            report=report,
            review=review,
            settled_by="journal" if journal else "invoice",
            invoice_number=None if journal else invoice,
            purchase_order=None if journal else "PO-77",
            authorised_by=CLERK,
        )

    def paying(self, number: int) -> Iterator[Ask]:
        release = next((one for one in self.story.of(InstalmentReleased) if one.instalment == number), None)
        paid = sum(
            self.story.paid(one) for one in self.story.standing(PaymentMade) if one.instalment == number
        )
        if release and paid < release.amount:
            yield self.pay(number, release.amount - paid)

    def pay(self, number: int | None, amount: int) -> Ask:
        return self.ask(
            "make_payment",
            payment=self.fresh("p"),
            amount=Money(amount),
            paid_by=BROKER,
            paid_to=self.setting.payee,
            instalment=number,
        )

    # The end.

    def mending(self) -> Iterator[Ask]:
        """Payments that no release stands behind come back."""
        released = {one.instalment: one.amount for one in self.story.of(InstalmentReleased)}
        covered: dict[int | None, int] = {}
        for payment in self.story.standing(PaymentMade):
            left = self.story.paid(payment)
            covered[payment.instalment] = covered.get(payment.instalment, 0) + left
            limit = released.get(payment.instalment, 0) if payment.instalment is not None else 0
            if left and covered[payment.instalment] > limit:
                yield self.reverse(payment.payment, left)
                covered[payment.instalment] -= left

    def reverse(self, payment: str, amount: int) -> Ask:
        return self.ask("reverse_payment", payment=payment, document=self.fresh("bank"), amount=Money(amount))

    def recover(self, amount: int) -> Ask:
        return self.ask(
            "recover_grant",
            recovery=self.fresh("back"),
            amount=Money(amount),
            recovered_from=self.setting.payee,
            how="repaid",
            asked_by=CLERK,
            agreed_by=WITNESS,
        )

    def ending(self) -> Iterator[Ask]:
        if not self.story.of(SupportEnded):
            yield self.end()
        overpaid = self.story.net_released - self.story.eligible()
        if overpaid > 0:
            yield self.recover(overpaid)
        yield from self.mending()
        if not self.story.of(Closed):
            yield self.close()

    def end(self, cause: str = "completed") -> Ask:
        days = [one.on for one in self.story.standing(VisitLogged)]
        end = max([min(self.setting.end, self.scene.today), *days])
        return self.ask("end_support", on=end, actual_end=end, cause=cause)

    def close(self, cause: str = "completed") -> Ask:
        return self.ask("close_deployment", cause=cause, by=CLERK)


def in_term(day: date, term: Term) -> bool:
    """Whether the programme's term, which is a part of the year for money, holds a day."""
    first_month, last_month = {"spring": (1, 3), "summer": (4, 8), "autumn": (9, 12)}[term.season]
    return day.year == term.year and first_month <= day.month <= last_month
