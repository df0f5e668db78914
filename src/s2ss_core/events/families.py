"""The subject of each event, a deployment, grant or leader, and the stream it belongs to."""

from typing import Any, Literal, get_args

from s2ss_core.events.deployment import DeploymentEvent
from s2ss_core.events.grant import GrantEvent
from s2ss_core.events.leader_year import LeaderYearEvent
from s2ss_core.events.streams import deployment_stream, grant_stream, leader_year_stream

__all__ = ["Subject", "stream_of", "subject_of"]

Subject = Literal["deployment", "grant", "leader"]

_SUBJECTS: dict[Subject, frozenset[type]] = {
    "deployment": frozenset(get_args(DeploymentEvent)),
    "grant": frozenset(get_args(GrantEvent)),
    "leader": frozenset(get_args(LeaderYearEvent)),
}


def subject_of(event_class: type) -> Subject:
    """The kind of subject of an event class. Raises TypeError for a class that no command records."""
    for subject, events in _SUBJECTS.items():
        if event_class in events:
            return subject
    raise TypeError(f"{event_class.__name__} is not about a deployment, grant or leader")


def stream_of(event: Any, subject: str) -> str:
    """The stream of an event about the deployment, grant or leader of that id."""
    match subject_of(type(event)):
        case "deployment":
            return deployment_stream(subject)
        case "grant":
            return grant_stream(subject)
        case "leader":
            return leader_year_stream(subject, event.cap_year)
