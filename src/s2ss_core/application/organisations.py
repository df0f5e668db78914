"""Prepares commands about an organisation."""

from collections.abc import Callable
from typing import Any

from s2ss_core.aggregates.decision import Decision
from s2ss_core.application.repository import Repository
from s2ss_core.application.transaction import Entry, Transaction
from s2ss_core.errors import NotFound
from s2ss_core.events import OrganisationEntered, organisation_stream

Decide = Callable[..., Decision[Any]]


def prepare(repository: Repository, decide: Decide, name: str, fact: Any) -> Transaction:
    """The transaction of a command about an organisation that is on record. Raises `NotFound`."""
    organisation, version = repository.organisation(name)
    if organisation is None:
        raise NotFound(f"there is no organisation {name!r}: enter it first")
    decision = decide(organisation, fact)
    return Transaction(entries=(Entry(stream=organisation_stream(name), after=version, decision=decision),))


def prepare_entry(
    repository: Repository, decide: Decide, name: str, fact: OrganisationEntered
) -> Transaction:
    """The transaction that enters an organisation."""
    organisation, version = repository.organisation(name)
    decision = decide(organisation, fact)
    return Transaction(entries=(Entry(stream=organisation_stream(name), after=version, decision=decision),))
