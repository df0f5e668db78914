"""What an invariant is, and what it looks at."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, TypeAlias

import attrs

from s2ss_core.application import Brokerage
from s2ss_core.projections import AwardUsage, Certificate, LeaderWorkload
from s2ss_core.store import Recorded
from s2ss_core.testing.model import Story, deployments_in, streams_in
from s2ss_core.values import AcademicYear

History: TypeAlias = Sequence[Recorded]
Objections: TypeAlias = Iterator[str]

_invariants: dict[str, "Invariant"] = {}


class ObservedHistory:
    """What an invariant looks at: a brokerage, and the history it holds as far as the caller knows.

    Where some deployments, leaders' years or awards are named, those alone are looked at: by id, by stream, by id.
    """

    def __init__(
        self,
        brokerage: Brokerage,
        history: History | None = None,
        *,
        deployments: Sequence[str] | None = None,
        years: Sequence[str] | None = None,
        awards: Sequence[str] | None = None,
    ) -> None:
        self.brokerage = brokerage
        self._history = history
        self._some = deployments, years, awards

    @cached_property
    def history(self) -> History:
        """What was recorded, in order."""
        return tuple(self.brokerage.history()) if self._history is None else self._history

    @cached_property
    def deployments(self) -> list[str]:
        """The ids of the deployments looked at."""
        known = deployments_in(self.history)
        return (
            known
            if self._some[0] is None
            else [deployment for deployment in known if deployment in self._some[0]]
        )

    @cached_property
    def years(self) -> dict[str, list[Any]]:
        """The events of each leader's year looked at, by stream."""
        return _among(streams_in(self.history, "leader-year"), self._some[1])

    @cached_property
    def awards(self) -> dict[str, list[Any]]:
        """The events of each award looked at, by its id."""
        streams = streams_in(self.history, "grant").items()
        return _among({name.partition(":")[2]: events for name, events in streams}, self._some[2])

    def story(self, deployment: str) -> Story:
        """The story of a deployment."""
        return Story(deployment, self.history)

    def certificate(self, deployment: str) -> Certificate:
        """The view of a deployment's money."""
        return self.brokerage.grant_usage(deployment)

    def usage(self, award: str) -> AwardUsage:
        """The view of an award's money."""
        return self.brokerage.award_usage(award)

    def workload(self, stream: str) -> LeaderWorkload:
        """The view of a leader's year."""
        _, leader, year = stream.split(":")
        return self.brokerage.leader_workload(leader, AcademicYear(year))


def _among(streams: dict[str, list[Any]], names: Sequence[str] | None) -> dict[str, list[Any]]:
    return streams if names is None else {name: events for name, events in streams.items() if name in names}


@attrs.frozen
class Invariant:
    """What holds of every history that commands can make. Its name is a sentence that is true when it holds.

    Called with a brokerage, or with what is `ObservedHistory` of one, it gives its objections: none where it holds. `codes` are
    the rules that it follows from.
    """

    holds: Callable[..., Objections]
    codes: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name by which it is imported."""
        return self.holds.__name__

    @property
    def sentence(self) -> str:
        """The name as a sentence."""
        return self.name.replace("_", " ")

    @property
    def meaning(self) -> str:
        """What it says, in full."""
        return inspect.getdoc(self.holds) or ""

    def __call__(self, observed: Brokerage | ObservedHistory, *more: Any) -> Objections:
        """Every objection, in words. What more it looks at, its own page says."""
        return self.holds(
            observed if isinstance(observed, ObservedHistory) else ObservedHistory(observed), *more
        )

    def check(self, observed: Brokerage | ObservedHistory, *more: Any) -> None:
        """Raise AssertionError with every objection, if there is one."""
        found = list(self(observed, *more))
        if found:
            raise AssertionError("\n".join([f"not so: {self.sentence}", *found]))


def invariant(*codes: str) -> Callable[[Callable[..., Objections]], Invariant]:
    """Make a function that gives objections an invariant."""

    def register(holds: Callable[..., Objections]) -> Invariant:
        _invariants[holds.__name__] = Invariant(holds, codes)
        return _invariants[holds.__name__]

    return register


def every_invariant() -> tuple[Invariant, ...]:
    """Every invariant, in order of name."""
    return tuple(_invariants[name] for name in sorted(_invariants))


def differences(where: str, shown: dict[str, Any], expected: dict[str, Any]) -> Objections:
    """Every name under which two tables differ; `{}` in `where` stands for it."""
    for name in sorted({*shown, *expected}):
        if shown.get(name) != expected.get(name):
            yield f"{where.format(name)}: shown as {shown.get(name)}, and its events come to {expected.get(name)}"
