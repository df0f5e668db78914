"""The names of streams.

Each deployment, leader's cap year, grant, invoice, programme version, organisation and system leader has one stream.

A stream is named by the keys of ids, so two spellings of an id name one stream.
"""

from functools import lru_cache

from s2ss_core.ids import key_of, number_key
from s2ss_core.values import AcademicYear

__all__ = [
    "claim_stream",
    "deployment_stream",
    "grant_stream",
    "leader_year_stream",
    "leader_years_prefix",
    "organisation_stream",
    "programme_stream",
    "stream_kind",
    "stream_parts",
    "system_leader_stream",
]


def deployment_stream(deployment: str) -> str:
    """The stream of one deployment."""
    return _named("deployment", key_of(deployment))


def leader_year_stream(leader: str, cap_year: AcademicYear) -> str:
    """The stream of one leader's cap year."""
    return _named("leader-year", key_of(leader), cap_year)


def leader_years_prefix(leader: str) -> str:
    """What the names of the streams of one leader's cap years begin with."""
    return _named("leader-year", key_of(leader), "")


def grant_stream(grant: str) -> str:
    """The stream of one award."""
    return _named("grant", key_of(grant))


def claim_stream(supplier: str, invoice_number: str) -> str:
    """The stream of one supplier's invoice, whatever the spelling of its number."""
    return _named("claim", key_of(supplier), number_key(invoice_number))


def programme_stream(name: str, version: str) -> str:
    """The stream of one version of a programme."""
    return _named("programme", name, version)


def organisation_stream(organisation: str) -> str:
    """The stream of one organisation."""
    return _named("organisation", key_of(organisation))


def system_leader_stream(leader: str) -> str:
    """The stream of one system leader, over all years."""
    return _named("system-leader", key_of(leader))


def stream_kind(stream: str) -> str:
    """The kind of a stream, as its name begins: `deployment`, `leader-year`, `grant`, `organisation` and so on."""
    return stream.partition(":")[0]


def stream_parts(stream: str) -> tuple[str, ...]:
    """The keys in the name of a stream, without its kind: for a leader's year the leader's key and the year."""
    _, *parts = stream.split(":")
    return tuple(part.replace("%3A", ":").replace("%25", "%") for part in parts)


@lru_cache(maxsize=20_000)
def _named(kind: str, *parts: str) -> str:
    """A name whose parts have `:` and `%` escaped, so that different parts never share a name."""
    return ":".join((kind, *(part.replace("%", "%25").replace(":", "%3A") for part in parts)))
