"""`Invariant`, and `ObservedHistory`, which invariants look at."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, TypeAlias

import attrs

from s2ss_core.application import Brokerage
from s2ss_core.events.streams import stream_parts
from s2ss_core.projections import AwardUsage, Certificate, DeploymentLog, LeaderWorkload
from s2ss_core.store import Recorded
from s2ss_core.testing.model import Story, deployments_in, streams_in
from s2ss_core.values import AcademicYear

History: TypeAlias = Sequence[Recorded]
Objections: TypeAlias = Iterator[str]

_invariants: dict[str, "Invariant"] = {}


class ObservedHistory:
    """What an invariant looks at: a brokerage and its history.

    `history` is the events in order, read from the brokerage if it is not given. `deployments` (ids), `years` (streams)
    and `awards` (ids) limit the check to these; by default it covers all.
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
        self._deployments, self._years, self._awards = deployments, years, awards
        self._certificates: dict[str, Certificate] = {}
        self._usages: dict[str, AwardUsage] = {}
        self._stories: dict[str, Story] = {}

    @cached_property
    def history(self) -> History:
        """The recorded events, in order."""
        return tuple(self.brokerage.history()) if self._history is None else self._history

    @cached_property
    def deployments(self) -> list[str]:
        """The ids of the deployments to check."""
        known = deployments_in(self.history)
        chosen = self._deployments
        return known if chosen is None else [deployment for deployment in known if deployment in chosen]

    @cached_property
    def years(self) -> dict[str, list[Any]]:
        """The events of each leader's year to check, by stream."""
        return _among(streams_in(self.history, "leader-year"), self._years)

    @cached_property
    def awards(self) -> dict[str, list[Any]]:
        """The events of each award to check, by its id."""
        streams = streams_in(self.history, "grant").items()
        return _among({stream_parts(name)[0]: events for name, events in streams}, self._awards)

    def story(self, deployment: str) -> Story:
        """The plain model of a deployment; made once."""
        if deployment not in self._stories:
            self._stories[deployment] = Story(deployment, self.history)
        return self._stories[deployment]

    def certificate(self, deployment: str) -> Certificate:
        """The grant usage view of a deployment; read once."""
        if deployment not in self._certificates:
            self._certificates[deployment] = self.brokerage.grant_usage(deployment)
        return self._certificates[deployment]

    def log(self, deployment: str) -> DeploymentLog:
        """The log of a deployment."""
        return self.brokerage.deployment_log(deployment)

    def usage(self, award: str) -> AwardUsage:
        """The usage view of an award; read once."""
        if award not in self._usages:
            self._usages[award] = self.brokerage.award_usage(award)
        return self._usages[award]

    def workload(self, stream: str) -> LeaderWorkload:
        """The workload view of the leader's year in this stream."""
        leader, year = stream_parts(stream)
        return self.brokerage.leader_workload(leader, AcademicYear(year))


def _among(streams: dict[str, list[Any]], names: Sequence[str] | None) -> dict[str, list[Any]]:
    return streams if names is None else {name: events for name, events in streams.items() if name in names}


@attrs.frozen
class Invariant:
    """A statement about every history that commands can make. Its name is a sentence that is true if it holds.

    Call it with a `Brokerage` or an `ObservedHistory`: it yields an objection, one sentence, for each violation.
    `codes` are the codes of the rules that it follows from.
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
        """The full statement."""
        return inspect.getdoc(self.holds) or ""

    def __call__(self, observed: Brokerage | ObservedHistory, *more: Any) -> Objections:
        """Yield every objection. Some invariants take more arguments; their docstrings name them."""
        return self.holds(
            observed if isinstance(observed, ObservedHistory) else ObservedHistory(observed), *more
        )

    def check(self, observed: Brokerage | ObservedHistory, *more: Any) -> None:
        """Raise AssertionError with all objections if there are any."""
        objections = list(self(observed, *more))
        if objections:
            raise AssertionError("\n".join([f"this invariant does not hold: {self.sentence}", *objections]))


def invariant(*codes: str) -> Callable[[Callable[..., Objections]], Invariant]:
    """Make a function that yields objections an invariant, with the codes of the rules that it follows from."""

    def register(holds: Callable[..., Objections]) -> Invariant:
        _invariants[holds.__name__] = Invariant(holds, codes)
        return _invariants[holds.__name__]

    return register


def every_invariant() -> tuple[Invariant, ...]:
    """Every invariant, in order of name."""
    return tuple(_invariants[name] for name in sorted(_invariants))


def differences(where: str, shown: dict[str, Any], expected: dict[str, Any]) -> Objections:
    """An objection for each name under which two tables differ. `{}` in `where` stands for the name."""
    for name in sorted({*shown, *expected}):
        if shown.get(name) != expected.get(name):
            yield f"{where.format(name)}: the view shows {shown.get(name)}, but expected is {expected.get(name)}"
