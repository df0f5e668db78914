"""One command a fact: its keyword-only fields are the event's own, so they are written, and typed, once."""

import inspect
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, overload

from s2ss_core.errors import BadInput
from s2ss_core.events import check_form, filled_in, natural_id
from s2ss_core.rules import Broken, Despite
from s2ss_core.store import Recorded

if TYPE_CHECKING:
    from s2ss_core.brokerage.brokerage import Brokerage
    from s2ss_core.brokerage.transaction import Transaction

P = ParamSpec("P")
Prepare = Callable[["Brokerage", str, Any], "Transaction"]


class Command(Generic[P]):
    """A method of `Brokerage` that records one kind of fact, made from the event it records and how to prepare it.

    Called with the id of what it is about and the event's fields by keyword, it gives what was recorded, oldest
    first, or nothing if the very same was told before. Raises `BadInput` for what has not the event's form,
    `NaturalIdReused` for an id that names another fact, `NotFound`, `Refused` with every rule in the way, and
    `StoreError`. What it decides from streams that it does not write to, it decides `alone`: under the writers' lock.
    """

    def __init__(self, fact: Callable[P, object], prepare: Prepare, *, alone: bool = False) -> None:
        self.fact: Any = fact
        self.prepare = prepare
        self.alone = alone
        self.__doc__ = f"{inspect.getdoc(fact)}\n\n{inspect.getdoc(type(self))}"

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, brokerage: None, owner: type) -> "Command[P]": ...
    @overload
    def __get__(self, brokerage: "Brokerage", owner: type) -> "Bound[P]": ...
    def __get__(self, brokerage: "Brokerage | None", owner: type) -> "Command[P] | Bound[P]":
        return self if brokerage is None else Bound(self, brokerage)

    @property
    def fields(self) -> inspect.Signature:
        """The keyword arguments: the event's fields, but for those the decision fills in."""
        whole = inspect.signature(self.fact)
        given = [one for name, one in whole.parameters.items() if name not in filled_in(self.fact)]
        return whole.replace(parameters=given)


class Opening(Command[P]):
    """A command whose fact carries the id of what it is about as a field of its own: all its arguments are fields.

    Gives and raises what every `Command` does.
    """

    # What it gives when bound takes no id first, so it is no Command to a caller.
    @overload  # type: ignore[override]
    # pyrefly: ignore[bad-override]
    def __get__(self, brokerage: None, owner: type) -> "Opening[P]": ...
    @overload
    def __get__(self, brokerage: "Brokerage", owner: type) -> "BoundOpening[P]": ...
    def __get__(self, brokerage: "Brokerage | None", owner: type) -> "Opening[P] | BoundOpening[P]":
        return self if brokerage is None else BoundOpening(self, brokerage)


class Bound(Generic[P]):
    """A command of one brokerage: call it, ask `why_not`, or record it `despite`."""

    def __init__(self, command: Command[P], brokerage: "Brokerage") -> None:
        self._asked = Asked(command, brokerage)
        self.__doc__ = command.__doc__
        self.__name__ = command.name

    def __call__(self, about: str, /, *args: P.args, **fields: P.kwargs) -> tuple[Recorded, ...]:
        """Record it."""
        return self._asked.record(about, args, fields)

    def why_not(self, about: str, /, *args: P.args, **fields: P.kwargs) -> tuple[Broken, ...]:
        """Every rule that stands in the way of it, without raising or recording; none if it would be recorded."""
        return self._asked.why_not(about, args, fields)

    def despite(
        self, despite: Despite, about: str, /, *args: P.args, **fields: P.kwargs
    ) -> tuple[Recorded, ...]:
        """Record a fact although rules stand in its way, with the reason and who accepts it.

        It stays a finding for ever, and what it charges is disallowed. Raises `Refused` for decisions, which have
        no despite, and where the one who accepts is the one who records.
        """
        return self._asked.record(about, args, fields, despite)


class BoundOpening(Generic[P]):
    """An opening command of one brokerage: call it, or ask `why_not`."""

    def __init__(self, command: Command[P], brokerage: "Brokerage") -> None:
        self._asked = Asked(command, brokerage)
        self.__doc__ = command.__doc__
        self.__name__ = command.name

    def __call__(self, *args: P.args, **fields: P.kwargs) -> tuple[Recorded, ...]:
        """Record it."""
        return self._asked.record(None, args, fields)

    def why_not(self, *args: P.args, **fields: P.kwargs) -> tuple[Broken, ...]:
        """Every rule that stands in the way of it, without raising or recording; none if it would be recorded."""
        return self._asked.why_not(None, args, fields)


class Asked:
    """What a bound command asks of its brokerage."""

    def __init__(self, command: Command[...], brokerage: "Brokerage") -> None:
        self._command = command
        self._brokerage = brokerage

    def record(
        self,
        about: str | None,
        args: tuple[Any, ...],
        fields: Mapping[str, Any],
        despite: Despite | None = None,
    ) -> tuple[Recorded, ...]:
        """Prepare and record a fact."""
        return self._brokerage.record(self._prepared(about, args, fields), despite, alone=self._command.alone)

    def why_not(
        self, about: str | None, args: tuple[Any, ...], fields: Mapping[str, Any]
    ) -> tuple[Broken, ...]:
        """Prepare a fact, and give what stands in its way."""
        return self._prepared(about, args, fields)().broken

    def _prepared(
        self, about: str | None, args: tuple[Any, ...], fields: Mapping[str, Any]
    ) -> "Callable[[], Transaction]":
        command = self._command
        try:
            fact = command.fact(*args, **fields)
        except TypeError as wrong:
            raise BadInput(f"{command.name.replace('_', ' ')}: {str(wrong).partition(' ')[2]}") from None
        check_form(fact)
        self._brokerage.check_date(fact)
        named = natural_id(fact)[1] if about is None else about
        if not str(named).strip():
            raise BadInput(f"{command.name.replace('_', ' ')}: say what it is about, by its id")
        return lambda: command.prepare(self._brokerage, named, fact)
