"""Strategies for events: of one class, of some, or of every class that can be recorded."""

from typing import Any, TypeVar

from hypothesis import strategies as st

from s2ss_core.events import registered
from s2ss_core.testing.strategies.values import instances_of

E = TypeVar("E")


def event_classes() -> tuple[type[Any], ...]:
    """Every class of event that can be recorded, in order of stored name and version."""
    return tuple(cls for _, cls in registered())


def events(*classes: type[Any], as_stored: bool = False) -> "st.SearchStrategy[Any]":
    """Events of these classes, of every registered class where none is named; private texts are drawn too.

    They have the form that commands ask for. `as_stored` has them as a store may hold them: blank words, sums below
    nought, withheld texts, what the library fills in.
    """
    return st.sampled_from(classes or event_classes()).flatmap(
        lambda cls: events_of(cls, as_stored=as_stored)
    )


def events_of(cls: type[E], *, as_stored: bool = False) -> "st.SearchStrategy[E]":
    """Events of one class, or instances of a class within one, such as `PlanLine`."""
    kind: type = cls
    return instances_of(kind, as_stored=as_stored)
