"""Prepares strikes of entries in the streams of an award, an organisation and a system leader."""

from collections.abc import Callable, Iterator
from typing import Any

import attrs

from s2ss_core.aggregates import leader_year
from s2ss_core.aggregates.award_use import NO_USE
from s2ss_core.aggregates.decision import Decision, with_derived
from s2ss_core.aggregates.leader_year import undoing
from s2ss_core.aggregates.strikes import allocation_is_free
from s2ss_core.application.awards import use_in
from s2ss_core.application.identities import ids_of, year_of
from s2ss_core.application.repository import Repository
from s2ss_core.application.transaction import Entry, Transaction
from s2ss_core.errors import NotFound
from s2ss_core.events import (
    CommitmentReleased,
    DaysCommitted,
    EntryStruckOut,
    cause_of,
    grant_stream,
    leader_year_stream,
    leader_years_prefix,
    organisation_stream,
    stream_parts,
    system_leader_stream,
)
from s2ss_core.ids import key_of
from s2ss_core.ledger import standing
from s2ss_core.rules import Broken
from s2ss_core.values import AcademicYear, Cause

Decide = Callable[..., Decision[Any]]


def prepare_award(repository: Repository, decide: Decide, grant_id: str, fact: EntryStruckOut) -> Transaction:
    """The transaction that strikes an entry of an award out. A deployment may need the allocation that is struck out."""
    award, _ = repository.grant(grant_id)
    allocation = award.allocations.get(fact.of.id[0]) if award and fact.of.name == "allocated" else None
    use = (
        use_in(repository, allocation.deployment, fact.on, award.lines_of(allocation.deployment))
        if award and allocation and allocation.deployment
        else NO_USE
    )
    broken = allocation_is_free(award, fact, use)
    return Transaction(
        entries=(_strike(repository, decide, grant_stream(grant_id), grant_id, fact=fact, broken=broken),)
    )


def prepare_organisation(
    repository: Repository, decide: Decide, name: str, fact: EntryStruckOut
) -> Transaction:
    """The transaction that strikes an entry of an organisation out."""
    return Transaction(entries=(_strike(repository, decide, organisation_stream(name), name, fact=fact),))


def prepare_leader(repository: Repository, decide: Decide, leader: str, fact: EntryStruckOut) -> Transaction:
    """The transaction that strikes an entry of a system leader out.

    Days that an employment gave back are booked again. That two ids are one leader is struck out of the streams of both.
    """
    own = _strike(repository, decide, system_leader_stream(leader), leader, fact=fact)
    if fact.of.name == "found-same":
        leader_found, other = fact.of.id
        twin = with_derived(fact, of=Cause("found-same", (other, leader_found)), replaced_by=None)
        return Transaction(
            entries=(own, _strike(repository, decide, system_leader_stream(other), other, fact=twin))
        )
    return Transaction(entries=(own, *_booked_again(repository, leader, fact)))


def _strike(
    repository: Repository,
    decide: Decide,
    stream: str,
    subject: str,
    *,
    fact: EntryStruckOut,
    broken: tuple[Broken, ...] = (),
) -> Entry:
    _, version = repository.state(stream)
    if not version:
        raise NotFound(f"there is nothing on record of {subject!r}: check the id")
    entries = tuple(standing(entry.event for entry in repository.store.read(stream, texts=False)))
    return Entry(stream=stream, after=version, decision=decide(subject, entries, fact, broken))


def _booked_again(repository: Repository, leader: str, fact: EntryStruckOut) -> Iterator[Entry]:
    """The days that an employment gave back, booked again for each deployment whose support goes on."""
    stream = system_leader_stream(leader)
    struck, because = attrs.evolve(fact.of, stream=stream), cause_of(fact, stream)
    for name in ids_of(repository, leader):
        for year_stream in repository.store.streams(leader_years_prefix(name)):
            cap_year = AcademicYear(stream_parts(year_stream)[1])
            own, version = repository.leader_year(name, cap_year)
            year = year_of(repository, name, cap_year).copy()
            for given_back in own.booked_because.get(struck, ()):
                if isinstance(given_back, CommitmentReleased) and _goes_on(repository, given_back.deployment):
                    cap = year.caps.of_each.get(key_of(given_back.deployment))
                    again = undoing(given_back, because, fact.on, cap)
                    yield _booked(leader_year_stream(name, cap_year), version, year, again)
                    leader_year.evolve(year, again)
                    version += 1


def _goes_on(repository: Repository, deployment_id: str) -> bool:
    deployment, _ = repository.deployment(deployment_id)
    return deployment is not None and deployment.ending.ended is None


def _booked(
    stream: str, version: int, year: leader_year.LeaderYear, again: DaysCommitted | CommitmentReleased
) -> Entry:
    decision: Decision[Any] = (
        leader_year.commit_days(year, again)
        if isinstance(again, DaysCommitted)
        else leader_year.release_commitment(year, again)
    )
    return Entry(stream=stream, after=version, decision=decision)
