"""Strategies for events: of one class, of several, or of every class that can be recorded."""

from typing import Any, TypeVar

from hypothesis import strategies as st

from s2ss_core.events import registered
from s2ss_core.testing.strategies.values import instances_of

E = TypeVar("E")


def event_classes() -> tuple[type[Any], ...]:
    """Every class of event that can be recorded, in order of stored name and version."""
    return tuple(cls for _, cls in registered())


def events(*classes: type[Any], as_stored: bool = False) -> "st.SearchStrategy[Any]":
    """Events of these classes, or of every registered class if none is given. They include private texts.

    The events pass `s2ss_core.events.validate`, as commands require. With `as_stored=True` they are anything that a
    store may hold: with blank texts, negative amounts, withheld texts and the fields that the library derives.
    """
    return st.sampled_from(classes or event_classes()).flatmap(
        lambda cls: events_of(cls, as_stored=as_stored)
    )


def events_of(cls: type[E], *, as_stored: bool = False) -> "st.SearchStrategy[E]":
    """Events of one class, or instances of a nested class such as `PlanLine`. `as_stored` is as in `events`."""
    kind: type = cls
    return instances_of(kind, as_stored=as_stored)
