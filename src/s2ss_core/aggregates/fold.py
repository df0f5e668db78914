"""How events change a state: one small function an event class, in one table a state."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

S = TypeVar("S")
E = TypeVar("E")
Change = Callable[[S, Any], None]


class Fold(Generic[S]):
    """The changes that events make to one kind of state. A change writes to the state it is given and asks no rule.

    `@fold.on(VisitLogged)` above a function registers it; a class has one change. Classes without one change nothing.
    """

    def __init__(self) -> None:
        self.changes: dict[type, Change[S]] = {}

    def on(self, event_class: type[E]) -> Callable[[Callable[[S, E], None]], Change[S]]:
        """Register the function below as what events of this class change."""

        def register(change: Callable[[S, E], None]) -> Change[S]:
            if event_class in self.changes:
                raise TypeError(f"{event_class.__name__} has a change here already")
            self.changes[event_class] = change
            return change

        return register
