"""Prepares commands about a leader's year."""

from collections.abc import Callable
from typing import Any

from s2ss_core.aggregates.decision import Decision
from s2ss_core.application.identities import year_of
from s2ss_core.application.repository import Repository
from s2ss_core.application.transaction import Entry, Transaction
from s2ss_core.events import AllowanceAgreed, leader_year_stream


def prepare(
    repository: Repository, decide: Callable[..., Decision[Any]], leader: str, fact: AllowanceAgreed
) -> Transaction:
    """The transaction that agrees an allowance."""
    _, version = repository.leader_year(leader, fact.cap_year)
    year = year_of(repository, leader, fact.cap_year)
    stream = leader_year_stream(leader, fact.cap_year)
    return Transaction(entries=(Entry(stream=stream, after=version, decision=decide(year, fact)),))
