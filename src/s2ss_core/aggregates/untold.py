"""What a decision takes to be so of organisations and leaders of which nothing was told."""

from datetime import date

from s2ss_core.values import Designation, Term


def as_named(names: frozenset[str], on: date) -> frozenset[str]:
    """The names of organisations of which nothing was told."""
    return names


def not_told(organisation: str, term: Term) -> date | None:
    """No organisation adopted term dates of its own."""
    return None


def undesignated(leader: str, on: date) -> tuple[Designation, ...]:
    """No designation was told of any leader."""
    return ()
