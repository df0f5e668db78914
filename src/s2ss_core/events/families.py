"""The subject of each event, such as a deployment, grant or leader, and the stream it belongs to."""

from collections.abc import Callable, Mapping
from typing import Any, Literal, get_args

from s2ss_core.events.deployment import DeploymentEvent
from s2ss_core.events.grant import GrantEvent
from s2ss_core.events.leader_year import LeaderYearEvent
from s2ss_core.events.organisation import OrganisationEvent
from s2ss_core.events.streams import (
    deployment_stream,
    grant_stream,
    leader_year_stream,
    organisation_stream,
    system_leader_stream,
)
from s2ss_core.events.system_leader import SystemLeaderEvent

__all__ = ["Subject", "stream_of", "subject_of"]

Subject = Literal["deployment", "grant", "leader", "organisation"]
Stream = Callable[[str, Any], str]

_FAMILIES: tuple[tuple[Any, Subject, Stream], ...] = (
    (DeploymentEvent, "deployment", lambda subject, _: deployment_stream(subject)),
    (GrantEvent, "grant", lambda subject, _: grant_stream(subject)),
    (LeaderYearEvent, "leader", lambda subject, event: leader_year_stream(subject, event.cap_year)),
    (OrganisationEvent, "organisation", lambda subject, _: organisation_stream(subject)),
    (SystemLeaderEvent, "leader", lambda subject, _: system_leader_stream(subject)),
)
_STREAMS: Mapping[Subject, Callable[[str], str]] = {
    "deployment": deployment_stream,
    "grant": grant_stream,
    "leader": system_leader_stream,
    "organisation": organisation_stream,
}
_OF: Mapping[type, tuple[Subject, Stream]] = {
    event_class: (subject, stream)
    for family, subject, stream in _FAMILIES
    for event_class in get_args(family)
}


def subject_of(event_class: type) -> Subject:
    """The kind of subject of an event class. Raises TypeError for a class that no command records."""
    if event_class not in _OF:
        raise TypeError(f"{event_class.__name__} is not about a deployment, grant, leader or organisation")
    return _OF[event_class][0]


def stream_of(event: Any, subject: str, kind: Subject | None = None) -> str:
    """The stream of an event about the deployment, grant, leader or organisation of that id.

    `kind` says which of them, if it is not the one that events of the class are usually about.
    """
    usual = subject_of(type(event))
    if kind is None or kind == usual:
        return _OF[type(event)][1](subject, event)
    return _STREAMS[kind](subject)
