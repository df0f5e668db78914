"""The same record in eventsourcing's own default style: an Aggregate, @event methods, JSON, one save for each command.

It checks no rules and has no leader's year. It loads, appends one event and saves, as in eventsourcing's tutorial.
"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event


class Deployment(Aggregate):
    """A deployment as an eventsourcing aggregate."""

    @event("Brokered")
    def __init__(self, school: str, leader: str) -> None:
        self.school = school
        self.leader = leader
        self.visits: dict[str, Decimal] = {}

    @event("VisitLogged")
    def log_visit(
        self, visit: str, on: str, leader: str, unit: str, quantity: Decimal, line: str, notes: str
    ) -> None:
        """Log a visit."""
        self.visits[visit] = quantity


class Deployments(Application[UUID]):
    """The eventsourcing application."""

    def broker(self, school: str, leader: str) -> UUID:
        """Open a deployment."""
        deployment = Deployment(school=school, leader=leader)
        self.save(deployment)
        return deployment.id

    def log_visit(self, deployment_id: UUID, **fields: Any) -> None:
        """Load, log a visit, save."""
        deployment: Deployment = self.repository.get(deployment_id)
        deployment.log_visit(**fields)
        self.save(deployment)
