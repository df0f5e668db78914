"""What is on record of a leader under all of their ids, where two ids were found to name one leader."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import attrs

from s2ss_core.aggregates import leader_year, system_leader
from s2ss_core.aggregates.decision import Decision, DecisionContext, with_derived
from s2ss_core.aggregates.deployment import deployment as deployments
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.leader_year import LeaderYear
from s2ss_core.aggregates.system_leader import SystemLeader
from s2ss_core.application.repository import Repository
from s2ss_core.errors import BadInput
from s2ss_core.events import (
    deployment_stream,
    derived_fields,
    leader_year_stream,
    named_ids,
    system_leader_stream,
    with_people,
)
from s2ss_core.ids import among, key_of
from s2ss_core.ledger import ids_of_one_leader, stands, struck_out
from s2ss_core.store import Recorded
from s2ss_core.values import AcademicYear


def ids_of(repository: Repository, leader: str, by: date = date.max) -> tuple[str, ...]:
    """Every id under which a leader was found by a day, the given id first."""
    return ids_of_one_leader(leader, lambda name: repository.system_leader(name)[0].same_as, by)


def leader_of(repository: Repository, leader: str) -> SystemLeader:
    """Who employs a leader, told under any of their ids."""
    ids = ids_of(repository, leader)
    if len(ids) == 1:
        return repository.system_leader(leader)[0]
    entries = _standing(repository, map(system_leader_stream, ids))
    return system_leader.replay(entry.event for entry in entries)


def year_of(repository: Repository, leader: str, cap_year: AcademicYear) -> LeaderYear:
    """A leader's year with the days that were agreed, booked and worked under any of their ids."""
    ids = ids_of(repository, leader)
    if len(ids) == 1:
        return repository.leader_year(leader, cap_year)[0]
    entries = _standing(repository, (leader_year_stream(name, cap_year) for name in ids))
    return leader_year.replay(entry.event for entry in entries)


def are_one(repository: Repository, one: str, other: str, by: date) -> bool:
    """Whether two ids were found by a day to name one leader, or are one id."""
    return among(other, ids_of(repository, one, by))


def check_known_id(repository: Repository, stream: str, fact: Any) -> None:
    """Raise `BadInput` if a fact names a leader by an id that its stream does not have, and the stream has another of theirs."""
    faults = []
    for path, name in named_ids(fact):
        if repository.spelling_in(stream, name) is None:
            others = (repository.spelling_in(stream, other) for other in ids_of(repository, name, fact.on))
            if known := next(filter(None, others), None):
                faults.append(
                    f"{path}: {name} is the same leader as {known}, who is known here: write {known}"
                )
    if faults:
        raise BadInput("; ".join(faults))


def decide_as_one(
    repository: Repository,
    decide: Callable[[Any, DecisionContext, Any], Decision[Any]],
    deployment_id: str,
    deployment: Deployment | None,
    *,
    context: DecisionContext,
    fact: Any,
) -> Decision[Any]:
    """The decision on a fact about a deployment, in which all ids of one leader are one id. The fact keeps its own."""
    first = _first_ids(repository, fact)
    if not first:
        return decide(deployment, context, fact)

    def one(name: str) -> str:
        return first.get(key_of(name), name)

    entries = _standing(repository, (deployment_stream(deployment_id),))
    state: Deployment | None = None
    for entry in entries:
        state = deployments.evolve(state, with_people(entry.event, one))
    heads = None if context.headteachers is None else tuple(map(one, context.headteachers))
    former = tuple(map(one, context.former_headteachers))
    own = attrs.evolve(context, headteachers=heads, former_headteachers=former)
    decision = decide(state, own, with_people(fact, one))
    decided, *more = decision.events
    derived = {name: getattr(decided, name) for name in derived_fields(type(fact))}
    return attrs.evolve(decision, events=(with_derived(fact, **derived), *more))


def _first_ids(repository: Repository, fact: Any) -> Mapping[str, str]:
    """For the key of each id of a leader in a fact who has several: the one that the fact names first."""
    first: dict[str, str] = {}
    for _, name in named_ids(fact):
        ids = ids_of(repository, name, fact.on)
        if len(ids) > 1 and key_of(name) not in first:
            first |= dict.fromkeys(map(key_of, ids), name)
    return first


def _standing(repository: Repository, streams: Iterable[str]) -> list[Recorded]:
    """The entries of these streams that stand, in the order in which they were recorded."""
    found: list[Recorded] = []
    for stream in streams:
        entries = repository.store.read(stream, texts=False)
        struck = struck_out(entry.event for entry in entries)
        found += [entry for entry in entries if stands(entry.event, struck)]
    return sorted(found, key=lambda entry: entry.position)
