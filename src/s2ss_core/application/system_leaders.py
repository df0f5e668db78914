"""Prepares commands about a system leader."""

from collections.abc import Callable, Iterator
from typing import Any

import attrs

from s2ss_core.aggregates import leader_year
from s2ss_core.aggregates.decision import Decision, with_derived
from s2ss_core.application.identities import ids_of, leader_of, year_of
from s2ss_core.application.repository import Repository
from s2ss_core.application.transaction import Entry, Transaction
from s2ss_core.events import (
    LeaderEmployed,
    LeaderFoundSame,
    cause_of,
    leader_years_prefix,
    stream_parts,
    system_leader_stream,
)
from s2ss_core.ids import same
from s2ss_core.values import AcademicYear

Decide = Callable[..., Decision[Any]]


def prepare(repository: Repository, decide: Decide, leader: str, fact: Any) -> Transaction:
    """The transaction of a command about a system leader."""
    state, version = repository.system_leader(leader)
    stream = system_leader_stream(leader)
    return Transaction(entries=(Entry(stream=stream, after=version, decision=decide(state, fact)),))


def prepare_employment(
    repository: Repository, decide: Decide, leader: str, fact: LeaderEmployed
) -> Transaction:
    """The transaction that records an employment, and gives back what was not worked at the leader's other schools."""
    own = prepare(repository, decide, leader, fact)
    return Transaction(entries=(*own.entries, *_released(repository, leader, fact)))


def prepare_found_same(
    repository: Repository, decide: Decide, leader: str, fact: LeaderFoundSame
) -> Transaction:
    """The transaction that records that two ids name one leader, in the streams of both."""
    own = prepare(repository, decide, leader, fact)
    other = LeaderFoundSame(leader=fact.same_as, on=fact.on, same_as=fact.leader)
    if same(leader, fact.same_as):
        return own
    return Transaction(entries=(*own.entries, *prepare(repository, decide, fact.same_as, other).entries))


def _released(repository: Repository, leader: str, fact: LeaderEmployed) -> Iterator[Entry]:
    because = cause_of(fact, system_leader_stream(leader))
    later = leader_of(repository, leader).schools_after(fact.on)
    for name in ids_of(repository, leader):
        employed = with_derived(fact, leader=name)
        for stream in repository.store.streams(leader_years_prefix(name)):
            cap_year = AcademicYear(stream_parts(stream)[1])
            if cap_year < AcademicYear.of(fact.on):
                continue
            year, version = repository.leader_year(name, cap_year)
            agreed = attrs.evolve(year, allowances=year_of(repository, name, cap_year).allowances)
            releases = leader_year.releases_on_leaving(agreed, employed, cap_year, because, later)
            for after, event in enumerate(releases, version):
                yield Entry(stream=stream, after=after, decision=leader_year.release_commitment(year, event))
