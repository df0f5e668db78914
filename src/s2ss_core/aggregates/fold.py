"""Folds: for each kind of state, a table with one small function for each event class."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

S = TypeVar("S")
E = TypeVar("E")
Change = Callable[[S, Any], None]


class Fold(Generic[S]):
    """The changes that events make to one kind of state. A change writes to the state it gets and checks no rule.

    `@fold.on(VisitLogged)` registers the function below it. A class has at most one change; without one, its events
    change nothing.
    """

    def __init__(self) -> None:
        self.changes: dict[type, Change[S]] = {}

    def on(self, event_class: type[E]) -> Callable[[Callable[[S, E], None]], Change[S]]:
        """Register the function below as the change that events of this class make."""

        def register(change: Callable[[S, E], None]) -> Change[S]:
            if event_class in self.changes:
                raise TypeError(f"{event_class.__name__} has a change here already")
            self.changes[event_class] = change
            return change

        return register
