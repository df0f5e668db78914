"""The application: one method a command, one a view, over one store."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Any, Self, TypeVar

from s2ss_core.aggregates import (
    agreement,
    brokering,
    ending,
    grant,
    leader_year,
    mending,
    money,
    planning,
    reporting,
    support,
)
from s2ss_core.aggregates.deciding import told_before
from s2ss_core.brokerage import deployment as deployments
from s2ss_core.brokerage import grant as grants
from s2ss_core.brokerage import leader_year as leader_years
from s2ss_core.brokerage.command import Command, Opening
from s2ss_core.brokerage.deployment import of_deployment
from s2ss_core.brokerage.grant import of_grant
from s2ss_core.brokerage.remembering import Remembered
from s2ss_core.brokerage.transaction import Evidence, Transaction
from s2ss_core.errors import BadInput, Conflict, NotFound
from s2ss_core.events import (
    AgreementIssued,
    AgreementSigned,
    AllocationReturned,
    AllowanceAgreed,
    AwardClosed,
    AwardVaried,
    Brokered,
    CertificatePrepared,
    CertificateReturned,
    Closed,
    ConcernEscalated,
    ConcernRaised,
    ConcernResolved,
    CostAllowed,
    CostDisallowed,
    CostIncurred,
    CostReversed,
    CostStruckOut,
    DocumentShared,
    EvidenceFiled,
    FinalReported,
    FoundationsSecured,
    GrantAllocated,
    GrantAwarded,
    GrantReceived,
    GrantRecovered,
    GrantReturned,
    GrantUsageCertified,
    InstalmentCancelled,
    InstalmentReleased,
    InstalmentWithheld,
    InterimReported,
    InvoiceReceived,
    LeaderJoined,
    PaymentMade,
    PaymentReversed,
    PaymentStruckOut,
    PlanApproved,
    PlanningMeetingHeld,
    PlanReturned,
    PlanSubmitted,
    ProgressJudged,
    QALeadAppointed,
    ReportFinalised,
    ReportStruckOut,
    ReviewHeld,
    ReviewsScheduled,
    ReviewStruckOut,
    SupportEnded,
    TrainingAttended,
    UsageReturned,
    VisitLogged,
    VisitStruckOut,
    leader_year_stream,
    natural_id,
    programme_stream,
)
from s2ss_core.programmes import Programme, find, from_canonical
from s2ss_core.projections import (
    AWARD_USAGE,
    DEPLOYMENT_LOG,
    GRANT_USAGE,
    HOME_SCHOOL_WORKLOAD,
    LEADER_WORKLOAD,
    NOW,
    AsAt,
    AwardUsage,
    Certificate,
    DeploymentLog,
    HomeSchoolWorkload,
    LeaderWorkload,
    london_day,
)
from s2ss_core.rules import Despite
from s2ss_core.store import WAIT_SECONDS, Directory, Recorded, Store, open_store
from s2ss_core.values import AcademicYear

S = TypeVar("S")
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


class Brokerage:
    """The record of school-to-school support in one store. Safe to share between threads; close it when done.

    Every command is recorded by an actor (`acting_as`) at the clock's time. Commands about a deployment or a grant
    take its id first; everything else is by keyword, as the fields of the event they record.
    """

    def __init__(
        self,
        store: Store,
        *,
        clock: Clock = utc_now,
        programmes: Iterable[Programme] = (),
        actor: str = "unnamed",
        context: Mapping[str, str] | None = None,
        evidence: tuple[Evidence, ...] = (),
        remembered: Remembered | None = None,
        adopted: dict[tuple[str, str], Programme] | None = None,
    ) -> None:
        self.store = store
        self._clock = clock
        self._programmes = tuple(programmes)
        self._actor = actor
        self._context = context
        self._evidence = evidence
        self._remembered = remembered or Remembered(store)
        self._adopted = {} if adopted is None else adopted

    @classmethod
    def open(
        cls,
        url: str | Mapping[str, str] = "memory:",
        *,
        clock: Clock = utc_now,
        programmes: Iterable[Programme] = (),
        create: bool = True,
        wait: float = WAIT_SECONDS,
    ) -> Self:
        """Open the store at a URL: `memory:`, `sqlite:///support.db`, `postgresql://user@host/database`; or by settings.

        Settings are those of eventsourcing's persistence modules, as for `open_store`.
        `clock` gives aware UTC datetimes; `programmes` are your own beside those shipped; `wait` is how many seconds a
        writer waits for others before it gives up. Raises `StoreError`.
        """
        return cls(open_store(url, create=create, wait=wait), clock=clock, programmes=programmes)

    def acting_as(
        self, actor: str, *, context: Mapping[str, str] | None = None, evidence: Iterable[Evidence] = ()
    ) -> Self:
        """The same brokerage, recording in the name of an actor, with the host's context (text to text).

        `evidence` is filed with every fact of a deployment that it records, in the same transaction.
        """
        if not str(actor).strip():
            raise BadInput("say who records it, by an id")
        return type(self)(
            self.store,
            clock=self._clock,
            programmes=self._programmes,
            actor=actor,
            context=context or self._context,
            evidence=tuple(evidence),
            remembered=self._remembered,
            adopted=self._adopted,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    # Commands: the grant and the leader's year.

    award_grant = Opening(GrantAwarded, grants.awarding)
    vary_award = Command(AwardVaried, of_grant(grant.vary_award))
    receive_grant = Command(GrantReceived, of_grant(grant.receive_grant))
    allocate_grant = Command(GrantAllocated, grants.allocating, alone=True)
    return_allocation = Command(AllocationReturned, grants.returning_allocation, alone=True)
    return_grant = Command(GrantReturned, of_grant(grant.return_grant))
    return_usage = Command(UsageReturned, of_grant(grant.return_usage))
    close_award = Opening(AwardClosed, of_grant(grant.close_award))
    agree_allowance = Opening(AllowanceAgreed, leader_years.agreeing_allowance)

    # Commands: brokering.

    broker = Opening(Brokered, deployments.brokering(brokering.broker), alone=True)
    join_leader = Command(LeaderJoined, of_deployment(brokering.join_leader))
    appoint_qa_lead = Command(QALeadAppointed, of_deployment(brokering.appoint_qa_lead))
    hold_planning_meeting = Command(PlanningMeetingHeld, of_deployment(brokering.hold_planning_meeting))
    attend_training = Command(TrainingAttended, of_deployment(brokering.attend_training))
    secure_foundations = Command(FoundationsSecured, of_deployment(brokering.secure_foundations))

    # Commands: planning and agreement.

    submit_plan = Command(PlanSubmitted, of_deployment(planning.submit_plan))
    return_plan = Command(PlanReturned, of_deployment(planning.return_plan))
    approve_plan = Command(PlanApproved, of_deployment(planning.approve_plan), alone=True)
    issue_agreement = Command(AgreementIssued, of_deployment(agreement.issue_agreement))
    sign_agreement = Command(AgreementSigned, of_deployment(agreement.sign_agreement))
    schedule_reviews = Command(ReviewsScheduled, of_deployment(agreement.schedule_reviews))

    # Commands: support.

    log_visit = Command(VisitLogged, of_deployment(support.log_visit))
    incur_cost = Command(CostIncurred, of_deployment(support.incur_cost), alone=True)
    raise_concern = Command(ConcernRaised, of_deployment(support.raise_concern))
    escalate_concern = Command(ConcernEscalated, of_deployment(support.escalate_concern))
    resolve_concern = Command(ConcernResolved, of_deployment(support.resolve_concern))
    file_evidence = Command(EvidenceFiled, of_deployment(support.file_evidence))

    # Commands: reporting.

    report_interim = Command(InterimReported, of_deployment(reporting.report_interim))
    report_final = Command(FinalReported, of_deployment(reporting.report_final))
    finalise_report = Command(ReportFinalised, of_deployment(reporting.finalise_report))
    share_document = Command(DocumentShared, of_deployment(reporting.share_document))
    hold_review = Command(ReviewHeld, of_deployment(reporting.hold_review))
    judge_progress = Command(ProgressJudged, of_deployment(reporting.judge_progress))

    # Commands: money.

    receive_invoice = Command(InvoiceReceived, of_deployment(money.receive_invoice), alone=True)
    release_instalment = Command(InstalmentReleased, of_deployment(money.release_instalment), alone=True)
    withhold_instalment = Command(InstalmentWithheld, of_deployment(money.withhold_instalment))
    cancel_instalment = Command(InstalmentCancelled, of_deployment(money.cancel_instalment))
    make_payment = Command(PaymentMade, of_deployment(money.make_payment))
    reverse_payment = Command(PaymentReversed, of_deployment(money.reverse_payment))
    recover_grant = Command(GrantRecovered, of_deployment(money.recover_grant))

    # Commands: ending.

    prepare_certificate = Command(CertificatePrepared, of_deployment(ending.prepare_certificate))
    certify_grant_usage = Command(GrantUsageCertified, of_deployment(ending.certify_grant_usage), alone=True)
    return_certificate = Command(CertificateReturned, of_deployment(ending.return_certificate))
    end_support = Command(SupportEnded, of_deployment(ending.end_support))
    close_deployment = Command(Closed, of_deployment(ending.close))

    # Commands: mending.

    strike_out_visit = Command(VisitStruckOut, of_deployment(mending.strike_out))
    strike_out_cost = Command(CostStruckOut, of_deployment(mending.strike_out))
    strike_out_report = Command(ReportStruckOut, of_deployment(mending.strike_out))
    strike_out_review = Command(ReviewStruckOut, of_deployment(mending.strike_out))
    strike_out_payment = Command(PaymentStruckOut, of_deployment(mending.strike_out))
    reverse_cost = Command(CostReversed, of_deployment(mending.reverse_cost))
    disallow_cost = Command(CostDisallowed, of_deployment(mending.disallow_cost))
    allow_cost = Command(CostAllowed, of_deployment(mending.allow_cost))

    # Views.

    def deployment_log(self, deployment: str, *, as_at: AsAt = NOW) -> DeploymentLog:
        """The Deployment Record and the Records of Visit of a deployment. Raises `NotFound`."""
        return DEPLOYMENT_LOG.live(self.store, ("deployment", deployment), as_at=as_at)

    def leader_workload(self, leader: str, cap_year: AcademicYear, *, as_at: AsAt = NOW) -> LeaderWorkload:
        """A leader's cap year: allowance, committed, worked, booked and left, in days. Raises `NotFound`."""
        return LEADER_WORKLOAD.live(self.store, ("leader", leader, cap_year), as_at=as_at)

    def home_school_workload(
        self, school: str, cap_year: AcademicYear, *, as_at: AsAt = NOW
    ) -> HomeSchoolWorkload:
        """All leaders of a home school in a cap year, in days. Raises `NotFound`."""
        return HOME_SCHOOL_WORKLOAD.live(self.store, ("home-school", school, cap_year), as_at=as_at)

    def grant_usage(self, deployment: str, *, as_at: AsAt = NOW) -> Certificate:
        """The certificate of grant usage of a deployment, or its closing statement. Raises `NotFound`."""
        return GRANT_USAGE.live(self.store, ("deployment", deployment), as_at=as_at)

    def award_usage(self, grant: str, *, as_at: AsAt = NOW) -> AwardUsage:
        """What an award was used for, over all its deployments. Raises `NotFound`."""
        return AWARD_USAGE.live(self.store, ("award", grant), as_at=as_at)

    def history(self, *, after: int = 0, upto: int | None = None, texts: bool = True) -> Iterator[Recorded]:
        """Everything recorded, in order, streamed."""
        return self.store.history(after=after, upto=upto, texts=texts)

    @property
    def directory(self) -> Directory:
        """Names and addresses of the people that events name by id; it can forget them."""
        return self.store.directory

    def erase(self, position: int) -> int:
        """Erase the private texts of one entry; no hash and no figure changes. Gives how many there were."""
        return self.store.erase(position)

    # What commands are made of.

    def record(
        self, prepare: Callable[[], Transaction], despite: Despite | None = None, *, alone: bool = False
    ) -> tuple[Recorded, ...]:
        """Append what a command prepares: optimistically once, then on fresh state under the writers' lock."""
        if not alone:
            try:
                return self._append(prepare(), despite)
            except Conflict:
                pass
        with self.store.writing():
            return self._append(prepare(), despite)

    def _append(self, transaction: Transaction, despite: Despite | None) -> tuple[Recorded, ...]:
        appends = transaction.appends(despite, self._actor, self._evidence)
        if not appends:
            self._told_alike(transaction)
            return ()
        return self.store.append(appends, at=self._clock(), by=self._actor, context=self._context)

    def _told_alike(self, transaction: Transaction) -> None:
        """Remembered states hold no private text, so what is told again is held against the entry as it is kept."""
        fact = transaction.own.told_again
        kept = self._remembered.kept(transaction.entries[0].stream, fact)
        if kept is not None:
            told_before(fact, {natural_id(fact): kept})

    def load(self, stream: str, evolve: Callable[[S | None, Any], S]) -> tuple[S | None, int]:
        """The state of a stream, None if there is none, and the version of its newest event, 0 for none."""
        return self._remembered.load(stream, evolve)

    def leader_year(self, leader: str, cap_year: AcademicYear) -> leader_year.LeaderYear:
        """A leader's year as decisions see it."""
        return (
            self.load(leader_year_stream(leader, cap_year), leader_year.evolve)[0] or leader_year.LeaderYear()
        )

    def programme(self, name: str, version: str) -> Programme:
        """A programme among your own and those shipped. Raises `NotFound`."""
        return find(name, version, self._programmes)

    def adopted(self, name: str, version: str) -> Programme:
        """A programme as this store adopted it, whatever its file says today. Raises `NotFound`."""
        if (name, version) not in self._adopted:
            kept, _ = self.load(programme_stream(name, version), deployments.newest)
            if kept is None:
                raise NotFound(f"this store has not adopted programme {name} {version}")
            self._adopted[name, version] = from_canonical(kept.content)
        return self._adopted[name, version]

    def check_date(self, fact: Any) -> None:
        """Raise `BadInput` for a fact dated after today, in London."""
        today = london_day(self._clock())
        if fact.on > today:
            raise BadInput(
                f"it is dated {fact.on}, which is after today, {today}: record it when it has happened"
            )

    @property
    def today(self) -> date:
        """The clock's day, in London."""
        return london_day(self._clock())
