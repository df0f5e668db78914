"""`Brokerage`: one store, with a method for each command and each view."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from datetime import date
from typing import Any, Self

import attrs

from s2ss_core.application.command import Command
from s2ss_core.application.commands import Commands
from s2ss_core.application.handler import Clock, Handler, utc_now
from s2ss_core.application.matches import match
from s2ss_core.application.repository import Repository
from s2ss_core.application.transaction import Evidence
from s2ss_core.errors import BadInput
from s2ss_core.events import Expertise
from s2ss_core.ids import id_fault
from s2ss_core.programmes import Programme
from s2ss_core.projections import (
    AWARD_USAGE,
    COMPLETENESS,
    DEPLOYMENT_LOG,
    GRANT_USAGE,
    HOME_SCHOOL_WORKLOAD,
    LEADER_WORKLOAD,
    MONEY_TRAIL,
    NOW,
    ORGANISATION_STATEMENT,
    SUPPORTED_SCHOOL_WORKLOAD,
    USAGE_RETURNS,
    WHATS_DUE,
    AsAt,
    AwardUsage,
    Certificate,
    Chosen,
    Completeness,
    DeploymentLog,
    DueRow,
    Erasure,
    Form,
    HomeSchoolWorkload,
    LeaderRegister,
    LeaderWorkload,
    MoneyTrail,
    Need,
    OrganisationStatement,
    Proposal,
    SubjectAccess,
    SupportedSchoolWorkload,
    UsageReturns,
    WhatsDue,
    erasure,
    every_due,
    every_leader,
    every_statement,
    form,
    leader_page,
    subject_access,
)
from s2ss_core.rules import Broken, Despite
from s2ss_core.store import WAIT_SECONDS, Directory, Recorded, Store, open_store
from s2ss_core.values import AcademicYear, Days, Designation, Organisation, Term, is_text
from s2ss_core.what_if import WhatIf


class Brokerage(Commands):
    """The record of school-to-school support in one store. Safe to share between threads; close it when done.

    Every command is recorded for an actor (`acting_as`), at the clock's time. Give a command the id of its deployment,
    grant or leader, and the fields of its event by keyword.
    """

    def __init__(self, store: Store, *, clock: Clock = utc_now, programmes: Iterable[Programme] = ()) -> None:
        self.store = store
        self.handler = Handler(repository=Repository(store, programmes), clock=clock)

    @classmethod
    def open(
        cls,
        url: str | Mapping[str, str] = "memory:",
        *,
        clock: Clock = utc_now,
        programmes: Iterable[Programme] = (),
        create: bool = True,
        wait: float = WAIT_SECONDS,
        clock_is_right: bool = False,
    ) -> Self:
        """Open the store at a URL: `memory:`, `sqlite:///support.db`, `postgresql://user@host/database`; or by settings.

        Settings are those of eventsourcing's persistence modules, as for `open_store`. `clock` returns aware UTC datetimes.
        `programmes` are your own, besides those shipped. A writer waits up to `wait` seconds for other writers. With
        `clock_is_right` the clock may be more than ten minutes behind the last entries. Raises `StoreError`.
        """
        store = open_store(url, create=create, wait=wait, clock_is_right=clock_is_right)
        return cls(store, clock=clock, programmes=programmes)

    def acting_as(
        self, actor: str, *, context: Mapping[str, str] | None = None, evidence: Iterable[Evidence] = ()
    ) -> Self:
        """The same brokerage, recording for an actor, with the host's context (text to text).

        It files `evidence` with every fact of a deployment that it records, in the same transaction.
        """
        if fault := id_fault(actor) if is_text(actor) else "give some text":
            raise BadInput(f"acting_as: the actor {actor!r} is not the id of a person: {fault}")
        documents = tuple(evidence)
        if not all(isinstance(document, Evidence) for document in documents):
            raise BadInput("acting_as: give each document of the evidence as Evidence(file_name, digest)")
        same = copy(self)
        same.handler = attrs.evolve(
            self.handler, actor=actor, context=context or self.handler.context, evidence=documents
        )
        return same

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def record(
        self, command: Command[...], subject: str, fact: Any, despite: Despite | None = None
    ) -> tuple[Recorded, ...]:
        """Record the fact of a command. `subject` is the id of the deployment, grant or leader."""
        return self.handler.record(command, subject, fact, despite)

    def why_not(self, command: Command[...], subject: str, fact: Any) -> tuple[Broken, ...]:
        """Every rule that is not met for the fact of a command."""
        return self.handler.why_not(command, subject, fact)

    @property
    def repository(self) -> Repository:
        """The current states, and the programmes as this store adopted them."""
        return self.handler.repository

    @property
    def today(self) -> date:
        """Today in London, by the clock."""
        return self.handler.today

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

    def supported_school_workload(
        self, school: str, cap_year: AcademicYear, *, as_at: AsAt = NOW
    ) -> SupportedSchoolWorkload:
        """All support that a school takes in a cap year, in days of leaders. Raises `NotFound`."""
        return SUPPORTED_SCHOOL_WORKLOAD.live(self.store, ("supported-school", school, cap_year), as_at=as_at)

    def leader_register(self, leader: str, *, as_at: AsAt = NOW) -> LeaderRegister:
        """A leader's designations, expertise, training and home schools, under all of their ids. Raises `NotFound`."""
        return leader_page(self.store, leader, as_at=as_at)

    def leaders(self, *, as_at: AsAt = NOW) -> tuple[LeaderRegister, ...]:
        """The register of all leaders, in order of id. It reads stored documents where there are any."""
        return every_leader(self.store, as_at=as_at)

    def match(
        self,
        *,
        school: str,
        on: date | None = None,
        expertise: Iterable[Expertise] = (),
        designations: Iterable[Designation] = (),
        days: Days | None = None,
    ) -> tuple[Proposal, ...]:
        """Every leader for what a school needs from a day on, today if none is given, with the reasons for and against.

        All fields of `expertise` are needed, and any of the `designations`. Raises `BadInput` for a school not on record.
        """
        need = Need(
            school=Organisation(id=school),
            on=self.today if on is None else on,
            expertise=tuple(expertise),
            designations=tuple(designations),
            days=days,
        )
        return match(self.repository, need)

    def grant_usage(self, deployment: str, *, as_at: AsAt = NOW) -> Certificate:
        """The certificate of grant usage of a deployment, or its closing statement. Raises `NotFound`."""
        return GRANT_USAGE.live(self.store, ("deployment", deployment), as_at=as_at)

    def award_usage(self, grant: str, *, as_at: AsAt = NOW) -> AwardUsage:
        """What an award was used for, over all its deployments. Raises `NotFound`."""
        return AWARD_USAGE.live(self.store, ("award", grant), as_at=as_at)

    def usage_returns(self, grant: str, *, as_at: AsAt = NOW) -> UsageReturns:
        """The return of an award for each financial year, and the returns that were made. Raises `NotFound`."""
        return USAGE_RETURNS.live(self.store, ("award", grant), as_at=as_at)

    def money_trail(self, deployment: str, *, as_at: AsAt = NOW) -> MoneyTrail:
        """The money of a deployment from payments to visits and costs; `course` follows one step of it. Raises `NotFound`."""
        return MONEY_TRAIL.live(self.store, ("deployment", deployment), as_at=as_at)

    def completeness(self, deployment: str, *, as_at: AsAt = NOW) -> Completeness:
        """Which records a deployment owes and which of them are there, without dates. Raises `NotFound`."""
        return COMPLETENESS.live(self.store, ("deployment", deployment), as_at=as_at)

    def organisation_statement(self, organisation: str, *, as_at: AsAt = NOW) -> OrganisationStatement:
        """What is owed to and by an organisation, and what it received, over all deployments and awards. Raises `NotFound`."""
        return ORGANISATION_STATEMENT.live(self.store, ("organisation", organisation), as_at=as_at)

    def organisation_statements(self, *, as_at: AsAt = NOW) -> tuple[OrganisationStatement, ...]:
        """The statements of all organisations that pay or are paid anything, in order of key."""
        return every_statement(self.store, as_at=as_at)

    def whats_due(self, deployment: str, *, as_at: AsAt = NOW) -> WhatsDue:
        """What a deployment still owes, due or not: what, whom it waits on and by when. Raises `NotFound`."""
        return WHATS_DUE.live(self.store, ("deployment", deployment), as_at=as_at)

    def due(
        self,
        on: date | None = None,
        *,
        person: str | None = None,
        organisation: str | None = None,
        as_at: AsAt = NOW,
    ) -> tuple[DueRow, ...]:
        """What all deployments still owe, in order of due date, each with how late it is on a day: today if none is given.

        With a person or an organisation, only what waits on them. It reads stored documents where there are any.
        """
        day = self.today if on is None else on
        return every_due(self.store, day, person=person, organisation=organisation, as_at=as_at)

    def form(
        self,
        name: str,
        deployment: str,
        *,
        of: str | None = None,
        leader: str | None = None,
        term: str | None = None,
        as_at: AsAt = NOW,
    ) -> Form:
        """A form of a deployment, such as `record-of-visit`, filled in from its events. Raises `BadInput`, `NotFound`."""
        chosen = Chosen(of=of, leader=leader, term=Term(term) if term is not None else None)
        return form(self.store, name, deployment, chosen, as_at=as_at)

    def what_if(
        self,
        deployment: str,
        programme: Programme,
        *,
        upto: int | None = None,
        watch: Callable[[int, int], object] = lambda _done, _of: None,
    ) -> WhatIf:
        """A deployment's history as if it had been brokered under another programme. Nothing is stored.

        It says which rules would have refused which entries, which figures of the certificate would differ, and which
        settings make each difference. `upto` is the last position that counts; `watch` is called with how many times
        history was looked at, and of how many. Raises `NotFound`, and `BadInput` for a programme without terms for this
        kind of funding.
        """
        from s2ss_core.what_if.comparison import what_if  # noqa: PLC0415 -- it loads the audit, which few programs need

        return what_if(self.store, deployment, programme, upto=upto, watch=watch)

    def history(self, *, after: int = 0, upto: int | None = None, texts: bool = True) -> Iterator[Recorded]:
        """Every entry, in order of position, as a stream."""
        return self.store.history(after=after, upto=upto, texts=texts)

    @property
    def directory(self) -> Directory:
        """The names and addresses of the people whose ids are in events. It can forget them."""
        return self.store.directory

    def about(self, person: str) -> SubjectAccess:
        """Every entry that names a person, the private texts in them, and until when they are kept. Raises `NotFound`."""
        return subject_access(self.store, person)

    def if_erased(self, *positions: int) -> Erasure:
        """What `erase` would take away at these positions. Nothing is erased. Raises `NotFound`."""
        return erasure(self.store, positions)

    def erase(self, position: int) -> int:
        """Erase the private texts of an entry and return their number. Hashes and figures do not change."""
        return self.store.erase(position)
