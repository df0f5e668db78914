"""Events about another entry: accepted despite a rule, struck out, borne out by evidence."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import Id
from s2ss_core.values import Cause, Person, Private

__all__ = [
    "AcceptedDespite",
    "BrokenRule",
    "EntryEvent",
    "EntryStruckOut",
    "EvidenceFiled",
    "FactFound",
    "StrikeCause",
]

StrikeCause = Literal["duplicate", "wrong-details", "wrong-deployment", "did-not-happen"]


@attrs.frozen(kw_only=True)
class FactFound:
    """One fact that broke a rule, as text."""

    name: str
    value: str


@attrs.frozen(kw_only=True)
class BrokenRule:
    """A rule that a recorded fact does not meet."""

    code: str
    name: str
    facts: tuple[FactFound, ...]


@recorded_as("entry.accepted-despite", version=1)
class AcceptedDespite:
    """The fact `of` was recorded although rules are not met."""

    of: Cause
    on: date
    rules: tuple[BrokenRule, ...]
    reason: Private
    accepted_by: Person


@recorded_as("entry.struck-out", version=1)
class EntryStruckOut:
    """The entry `of`, such as a visit or a cost, was recorded wrongly, and counts in no figure from now on.

    It stays in the log, struck through, and its id is not used again. `replaced_by` is an entry of the same kind.
    """

    of: Cause
    on: date
    cause: StrikeCause
    reason: Private
    asked_by: Person
    agreed_by: Person
    replaced_by: Cause | None = None


@recorded_as("entry.evidence-filed", version=1, natural_key=("of", "digest"))
class EvidenceFiled:
    """A document that proves the fact `of` was filed. `digest` is the SHA-256 of its content, in hexadecimal."""

    of: Cause
    on: date
    file_name: Private
    digest: str
    by: Id


EntryEvent = AcceptedDespite | EntryStruckOut | EvidenceFiled
"""Events about another entry. They belong to no family, and every kind of stream may have them."""
