"""What a user would write instead: a deployment of the same eight events on eventsourcing's own defaults.

An aggregate with @event methods, stored as JSON by eventsourcing's recorder for SQLite. It checks no rules, keeps no
leader's year, and writes one event where this library writes two.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

PAGE = 500  # notifications


class Deployment(Aggregate):
    """A deployment as an eventsourcing aggregate."""

    @event("Brokered")
    def __init__(self, school: str, leader: str) -> None:
        self.school = school
        self.leader = leader
        self.plans: list[tuple[int, Any, Decimal]] = []
        self.approved_by = ""
        self.visits: dict[str, Decimal] = {}
        self.reports: dict[str, str] = {}
        self.reviews: dict[str, str] = {}
        self.released: dict[int, Decimal] = {}
        self.closed = False

    @event("PlanSubmitted")
    def submit_plan(self, version: int, lines: list[dict[str, str]], total: Decimal) -> None:
        """Submit a plan."""
        self.plans.append((version, lines, total))

    @event("PlanApproved")
    def approve_plan(self, version: int, on: str, by: str) -> None:
        """Approve the plan."""
        self.approved_by = by

    @event("VisitLogged")
    def log_visit(
        self, visit: str, on: str, leader: str, unit: str, quantity: Decimal, line: str, notes: str
    ) -> None:
        """Log a visit."""
        self.visits[visit] = quantity

    @event("InterimReported")
    def report_interim(self, report: str, on: str, text: str) -> None:
        """Report on a term."""
        self.reports[report] = on

    @event("ReviewHeld")
    def hold_review(self, review: str, on: str, report: str) -> None:
        """Hold the review of a report."""
        self.reviews[review] = report

    @event("InstalmentReleased")
    def release_instalment(self, instalment: int, on: str, amount: Decimal) -> None:
        """Release an instalment."""
        self.released[instalment] = amount

    @event("Closed")
    def close(self, on: str) -> None:
        """Close the deployment."""
        self.closed = True


class Deployments(Application[UUID]):
    """The eventsourcing application."""

    def begin(self, leader: str) -> UUID:
        """Broker a deployment, and submit and approve its plan."""
        deployment = Deployment(school="supported-school", leader=leader)
        line = {"id": "1", "unit": "day", "quantity": "30", "rate": "400.00"}
        deployment.submit_plan(version=1, lines=[line], total=Decimal("12000.00"))
        deployment.approve_plan(version=1, on="2023-09-11", by="qa-1")
        self.save(deployment)
        return deployment.id

    def log_visit(self, deployment_id: UUID, visit: int) -> None:
        """Load, log a visit, save."""
        deployment: Deployment = self.repository.get(deployment_id)
        _visited(deployment, visit)
        self.save(deployment)

    def log_visits(self, deployment_id: UUID, many: int) -> None:
        """Log many visits with one save."""
        deployment: Deployment = self.repository.get(deployment_id)
        for visit in range(many):
            _visited(deployment, visit)
        self.save(deployment)

    def finish(self, deployment_id: UUID) -> None:
        """Report, review, release and close, with one save."""
        deployment: Deployment = self.repository.get(deployment_id)
        deployment.report_interim(report="r-1", on="2024-01-08", text="Pupils infer better")
        deployment.hold_review(review="rv-1", on="2024-01-15", report="r-1")
        deployment.release_instalment(instalment=1, on="2024-02-01", amount=Decimal("4000.00"))
        deployment.close(on="2024-07-19")
        self.save(deployment)

    def scan(self) -> Iterator[Any]:
        """Every event of the history, decoded."""
        begin: int | None = 1
        while begin is not None:
            page = self.recorder.select_notifications(start=begin, limit=PAGE)
            yield from map(self.mapper.to_domain_event, page)
            begin = page[-1].id + 1 if len(page) == PAGE else None


def _visited(deployment: Deployment, visit: int) -> None:
    deployment.log_visit(
        visit=f"v-{visit}",
        on="2023-10-02",
        leader="sl",
        unit="hour",
        quantity=Decimal("0.05"),
        line="1",
        notes="Guided reading; two lessons observed",
    )


def opened(path: str, **settings: str) -> Deployments:
    """The application on a SQLite file with eventsourcing's defaults, and these settings besides."""
    return Deployments(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": path, **settings})
