"""Commands: one for each kind of fact, with the fields, and so the types, of the event it records."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, overload

from s2ss_core.aggregates.decision import Decision
from s2ss_core.application.fields import Fields
from s2ss_core.application.repository import Repository
from s2ss_core.application.transaction import Transaction
from s2ss_core.events import Subject
from s2ss_core.rules import Broken, Despite
from s2ss_core.store import Recorded

P = ParamSpec("P")
Q = ParamSpec("Q")
Decide = Callable[..., Decision[Any]]
Prepare = Callable[[Repository, Decide, str, Any], Transaction]


class Recorder(Protocol):
    """Records facts for a bound command: a `Brokerage`."""

    def record(
        self, command: "Command[...]", subject: str, fact: Any, despite: Despite | None = None
    ) -> tuple[Recorded, ...]: ...

    def why_not(self, command: "Command[...]", subject: str, fact: Any) -> tuple[Broken, ...]: ...


class Command(Generic[Q]):
    """A method of `Brokerage` that records one kind of fact.

    Call it with the id of the deployment, grant or leader, first or by keyword, and the event's fields by keyword. It
    returns the entries that it recorded, oldest first, or nothing for a duplicate: a call with the same ids and the
    same values can be repeated safely.

    Raises `BadInput` for values that the event cannot hold, `NaturalIdReused` for an id that has another fact,
    `NotFound` for a deployment or grant that does not exist, `Refused` with every rule that is not met, and
    `StoreError`.
    """

    def __init__(self, event: Any, prepare: Prepare, decide: Decide, subject: Subject | None = None) -> None:
        self.event = event
        self.prepare = prepare
        self.decide = decide
        self.takes = Fields(event, subject)
        self.__signature__ = self.takes.signature

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = self.__name__ = name
        self.__qualname__ = f"{owner.__qualname__}.{name}"
        texts = (self.takes.usage(name), inspect.getdoc(self.event), inspect.getdoc(Command))
        self.__doc__ = "\n\n".join(filter(None, texts))

    @overload
    def __get__(self, recorder: None, owner: type) -> "Command[Q]": ...
    @overload
    def __get__(self, recorder: Recorder, owner: type) -> "BoundCommand[Q]": ...
    def __get__(self, recorder: Recorder | None, owner: type) -> "Command[Q] | BoundCommand[Q]":
        return self if recorder is None else BoundCommand(self, recorder)

    def __call__(self, recorder: Recorder, *args: Q.args, **fields: Q.kwargs) -> tuple[Recorded, ...]:
        """Record the fact in a brokerage."""
        return BoundCommand(self, recorder)(*args, **fields)

    def build(self, args: tuple[Any, ...], given: Mapping[str, Any]) -> tuple[str, Any]:
        """The subject's id and the event. Raises `BadInput` that says which fields are missing or unknown."""
        return self.takes.build(self.name, args, given)


def by_id(
    event: Callable[P, object], prepare: Prepare, decide: Decide, subject: Subject | None = None
) -> Command[Concatenate[str, P]]:
    """A command that takes the subject's id besides the event's fields; `subject` if it is not what the event is usually about."""
    return Command(event, prepare, decide, subject)


def by_fields(event: Callable[P, object], prepare: Prepare, decide: Decide) -> Command[P]:
    """A command whose event has the subject's id as a field of its own."""
    return Command(event, prepare, decide)


class BoundCommand(Generic[Q]):
    """A command of one brokerage: call it to record, or use `why_not` or `despite`."""

    def __init__(self, command: Command[Q], recorder: Recorder) -> None:
        self._command = command
        self._recorder = recorder
        self.__doc__ = command.__doc__
        self.__name__ = command.name
        self.__signature__ = command.__signature__

    def __call__(self, *args: Q.args, **fields: Q.kwargs) -> tuple[Recorded, ...]:
        """Record the fact."""
        return self._recorder.record(self._command, *self._command.build(args, fields))

    def why_not(self, *args: Q.args, **fields: Q.kwargs) -> tuple[Broken, ...]:
        """Every rule that is not met; none if the fact would be recorded. It records nothing and does not raise `Refused`."""
        return self._recorder.why_not(self._command, *self._command.build(args, fields))

    def despite(self, despite: Despite, *args: Q.args, **fields: Q.kwargs) -> tuple[Recorded, ...]:
        """Record a fact although rules are not met, with the reason and the person who accepts it.

        The fact stays a finding for ever. Its charge is disallowed, unless only rules of workload are not met. Raises `Refused` for decisions, which cannot be
        recorded despite a rule, and if the person who accepts is the person who records.
        """
        return self._recorder.record(self._command, *self._command.build(args, fields), despite)
