"""The states that commands read, and the programmes as they were adopted."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from s2ss_core.aggregates import claim, grant, leader_year, organisation, system_leader
from s2ss_core.aggregates.claim import Claim
from s2ss_core.aggregates.deployment import deployment as deployments
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.grant import Grant
from s2ss_core.aggregates.leader_year import LeaderYear
from s2ss_core.aggregates.organisation import OrganisationState
from s2ss_core.aggregates.system_leader import SystemLeader
from s2ss_core.application.state_cache import CachedState, StateCache
from s2ss_core.errors import NotFound
from s2ss_core.events import (
    ClaimRegistered,
    ProgrammeAdopted,
    claim_stream,
    deployment_stream,
    grant_stream,
    leader_year_stream,
    organisation_stream,
    programme_stream,
    system_leader_stream,
)
from s2ss_core.events.streams import stream_kind
from s2ss_core.ids import key_of
from s2ss_core.programmes import Programme, find, from_canonical
from s2ss_core.store import Store
from s2ss_core.values import AcademicYear


class Repository:
    """Loads the states and programmes of one store. Safe to share between threads: read states only inside `current`."""

    def __init__(self, store: Store, programmes: Iterable[Programme] = ()) -> None:
        self.store = store
        self._programmes = tuple(programmes)
        self._cache = StateCache(store)
        self._adopted: dict[tuple[str, str], Programme] = {}

    @contextmanager
    def current(self) -> Iterator[None]:
        """Bring all states to the newest position and keep them there until the block ends.

        Take the write lock before this block, never inside it.
        """
        with self._cache.current():
            yield

    def state(self, stream: str) -> tuple[Any, int]:
        """The state of a stream, or None if it has no events, and its version."""
        return self._cache.load(stream, _EVOLVE[stream_kind(stream)])

    def replay(self, stream: str) -> Any | None:
        """The state of a stream, replayed from the store. It is an independent copy and needs no lock."""
        entries = self.store.read(stream, texts=False)
        return CachedState.of(_EVOLVE[stream_kind(stream)], entries).state

    def spelling(self, name: str) -> str | None:
        """The first spelling of an id in the streams read since `current` began; None if they do not name it."""
        return self._cache.spelling(key_of(name))

    def spelling_in(self, stream: str, name: str) -> str | None:
        """The first spelling of an id in one stream; None if the stream does not name it."""
        self.state(stream)
        return self._cache.spelling_in(stream, key_of(name))

    def deployment(self, deployment: str) -> tuple[Deployment | None, int]:
        """A deployment, or None, and the version of its newest event, or 0."""
        return self._cache.load(deployment_stream(deployment), deployments.evolve)

    def grant(self, grant_id: str) -> tuple[Grant | None, int]:
        """An award, or None, and the version of its newest event, or 0."""
        return self._cache.load(grant_stream(grant_id), grant.evolve)

    def leader_year(self, leader: str, cap_year: AcademicYear) -> tuple[LeaderYear, int]:
        """A leader's year and the version of its newest event, or 0. A year without events has no allowance yet."""
        year, version = self._cache.load(leader_year_stream(leader, cap_year), leader_year.evolve)
        return year or LeaderYear(), version

    def organisation(self, name: str) -> tuple[OrganisationState | None, int]:
        """An organisation, or None, and the version of its newest event, or 0."""
        return self._cache.load(organisation_stream(name), organisation.evolve)

    def system_leader(self, leader: str) -> tuple[SystemLeader, int]:
        """A system leader and the version of its newest event, or 0. Without events, nobody said who employs them."""
        state, version = self._cache.load(system_leader_stream(leader), system_leader.evolve)
        return state or SystemLeader(), version

    def claim(self, fact: ClaimRegistered) -> tuple[Claim | None, int]:
        """The claim of an invoice, or None, and the version of its newest event, or 0."""
        return self._cache.load(claim_stream(fact.supplier, fact.invoice_number), claim.evolve)

    def adoption(self, name: str, version: str) -> tuple[ProgrammeAdopted | None, int]:
        """The event that adopted a programme, or None before its first use, and its version, or 0."""
        return self._cache.load(programme_stream(name, version), _newest)

    def programme(self, name: str, version: str) -> Programme:
        """A programme of your own or shipped. Raises `NotFound`."""
        return find(name, version, self._programmes)

    def adopted(self, name: str, version: str) -> Programme:
        """A programme as this store adopted it, whatever its file says today. Raises `NotFound`."""
        if (name, version) not in self._adopted:
            stored, _ = self.adoption(name, version)
            if stored is None:
                raise NotFound(f"this store has not adopted programme {name} {version}")
            self._adopted[name, version] = from_canonical(stored.content)
        return self._adopted[name, version]

    def recorded_by_natural_id(self, stream: str, identity: tuple[str, ...]) -> Any | None:
        """The event of a stream with this natural id, with its private texts; None if there is none."""
        self.state(stream)
        version = self._cache.version_of(stream, identity)
        if version is None:
            return None
        return next((entry.event for entry in self.store.read(stream, after=version - 1, upto=version)), None)


_EVOLVE: Mapping[str, Callable[[Any, Any], Any]] = {
    "deployment": deployments.evolve,
    "grant": grant.evolve,
    "leader-year": leader_year.evolve,
    "organisation": organisation.evolve,
    "system-leader": system_leader.evolve,
}


def _newest(_: ProgrammeAdopted | None, event: ProgrammeAdopted) -> ProgrammeAdopted:
    return event
