"""The names of streams. Each deployment, leader's cap year, grant, invoice and programme version has one stream."""

from s2ss_core.values import AcademicYear

__all__ = [
    "claim_stream",
    "deployment_stream",
    "grant_stream",
    "leader_year_stream",
    "programme_stream",
    "stream_kind",
]


def deployment_stream(deployment: str) -> str:
    """The stream of one deployment."""
    return f"deployment:{deployment}"


def leader_year_stream(leader: str, cap_year: AcademicYear) -> str:
    """The stream of one leader's cap year."""
    return f"leader-year:{leader}:{cap_year}"


def grant_stream(grant: str) -> str:
    """The stream of one award."""
    return f"grant:{grant}"


def _first(part: str) -> str:
    """An id with `:` and `%` escaped, so that different pairs of ids never share a stream name."""
    return part.replace("%", "%25").replace(":", "%3A")


def claim_stream(supplier: str, invoice_number: str) -> str:
    """The stream of one supplier's invoice."""
    return f"claim:{_first(supplier)}:{invoice_number}"


def programme_stream(name: str, version: str) -> str:
    """The stream of one version of a programme."""
    return f"programme:{_first(name)}:{version}"


def stream_kind(stream: str) -> str:
    """The kind of a stream, as its name begins: `deployment`, `leader-year`, `grant`, `claim`, `programme`."""
    return stream.partition(":")[0]
