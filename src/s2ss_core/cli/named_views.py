"""How a typed line names a view: `dep-014`, `log:dep-014`, `award:mat-2023-24` or `leader:sl-014:2023/24`."""

from typing import Any

import attrs

from s2ss_core.errors import BadInput
from s2ss_core.projections import (
    AWARD_USAGE,
    DEPLOYMENT_LOG,
    GRANT_USAGE,
    HOME_SCHOOL_WORKLOAD,
    LEADER_REGISTER,
    LEADER_WORKLOAD,
    MONEY_TRAIL,
    ORGANISATION_STATEMENT,
    SUPPORTED_SCHOOL_WORKLOAD,
    USAGE_RETURNS,
    WHATS_DUE,
    Key,
    Projection,
)
from s2ss_core.values import AcademicYear

OF_YEARS = {"leader", "home-school", "supported-school"}
VIEWS: dict[str, tuple[Projection[Any, Any], str]] = {
    "certificate": (GRANT_USAGE, "deployment"),
    "log": (DEPLOYMENT_LOG, "deployment"),
    "trail": (MONEY_TRAIL, "deployment"),
    "due": (WHATS_DUE, "deployment"),
    "award": (AWARD_USAGE, "award"),
    "returns": (USAGE_RETURNS, "award"),
    "organisation": (ORGANISATION_STATEMENT, "organisation"),
    "register": (LEADER_REGISTER, "leader"),
    "leader": (LEADER_WORKLOAD, "leader"),
    "home-school": (HOME_SCHOOL_WORKLOAD, "home-school"),
    "supported-school": (SUPPORTED_SCHOOL_WORKLOAD, "supported-school"),
}


@attrs.frozen
class NamedView:
    """A view as a typed line names it."""

    projection: Projection[Any, Any]
    key: Key


def named_view(text: str) -> NamedView:
    """The view that a text names. A text without a kind is the id of a deployment, for its certificate.

    Raises `BadInput` where the year of a leader or a school is missing.
    """
    kind, colon, rest = text.partition(":")
    if not colon or kind not in VIEWS:
        kind, rest = "certificate", text
    projection, first = VIEWS[kind]
    if kind not in OF_YEARS:
        return NamedView(projection, (first, rest))
    name, _, year = rest.rpartition(":")
    if not name:
        raise BadInput(f"{text} names no year: write {kind}:{rest or 'ID'}:2023/24")
    return NamedView(projection, (first, name, AcademicYear(year)))


def name_of(projection: str, key: Key) -> str:
    """What a typed line calls the view of a projection with this key."""
    kind = next(kind for kind, (known, _) in VIEWS.items() if known.name == projection)
    return ":".join((kind, *key[1:]))
