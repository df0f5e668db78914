"""Invariants of the record itself."""

from collections.abc import Callable
from typing import Any

from s2ss_core.aggregates import grant as grants
from s2ss_core.aggregates import leader_year as leader_years
from s2ss_core.aggregates import organisation as organisations
from s2ss_core.aggregates.deployment import deployment as deployments
from s2ss_core.application import Brokerage
from s2ss_core.events import Closed, Reopened, stored_name
from s2ss_core.store import Append, Store, open_store
from s2ss_core.testing.invariants.invariant import Objections, ObservedHistory, invariant
from s2ss_core.testing.model import deployments_in, streams_in

TAKEN_AFTER_CLOSING = {
    "entry.struck-out", "deployment.cost-reversed",
    "deployment.cost-disallowed", "deployment.cost-allowed", "deployment.payment-made",
    "deployment.payment-reversed", "deployment.grant-recovered", "deployment.certificate-prepared",
    "deployment.grant-usage-certified", "deployment.certificate-returned", "deployment.document-shared",
    "entry.evidence-filed", "deployment.reopened", "deployment.vat-settled", "deployment.certificate-queried",
    "deployment.certificate-accepted", "deployment.assurance-given", "deployment.checklist-answered",
}  # fmt: skip

REPLAYS: dict[str, Callable[[Any], Any]] = {
    "deployment": deployments.replay,
    "grant": grants.replay,
    "leader-year": leader_years.replay,
    "organisation": organisations.replay,
}


@invariant("S2SS-E12")
def what_is_closed_takes_only_corrections_and_payments(observed: ObservedHistory) -> Objections:
    """A closed deployment takes only corrections, payments, recoveries, certificates, checklists, shared documents and evidence."""
    closed: set[str] = set()
    for entry in observed.history:
        name = stored_name(type(entry.event)).name
        if entry.stream in closed and name not in TAKEN_AFTER_CLOSING:
            yield f"position {entry.position}: {name} was recorded after {entry.stream} was closed"
        if isinstance(entry.event, Closed):
            closed.add(entry.stream)
        if isinstance(entry.event, Reopened):
            closed.discard(entry.stream)


@invariant()
def replay_gives_the_state_that_decisions_saw(observed: ObservedHistory) -> Objections:
    """A replay of the store, and of a copy of it, gives the same state that decisions use."""
    brokerage = observed.brokerage
    stored = tuple(brokerage.history())
    if stored != tuple(observed.history):
        yield "the store does not hold the events that the commands returned"
    with open_store("memory:", clock_is_right=True) as copy:
        for entry in stored:
            append = Append(entry.stream, entry.version - 1, (entry.event,))
            copy.append([append], at=entry.recorded_at, by=entry.recorded_by, context=entry.context)
        for kind in REPLAYS:
            for stream in streams_in(observed.history, kind):
                yield from _replayed(observed, kind, stream, copy)
        again = Brokerage(copy)
        for deployment in deployments_in(observed.history):
            if again.grant_usage(deployment) != brokerage.grant_usage(deployment):
                yield f"{deployment}: its certificate differs in a copy of the store"


def _replayed(observed: ObservedHistory, kind: str, stream: str, copy: Store) -> Objections:
    replay, repository = REPLAYS[kind], observed.brokerage.repository
    store = observed.brokerage.store
    with repository.current():
        same = repository.replay(stream) == repository.state(stream)[0]
    if not same:
        yield f"{stream}: a replay of the store gives another state than decisions use"
    expected = replay(entry.event for entry in observed.history if entry.stream == stream)
    for name, source in (("the store", store), ("its copy", copy)):
        if replay(entry.event for entry in source.read(stream)) != expected:
            yield f"{stream}: a replay of {name} gives another state than the events that the commands returned"
