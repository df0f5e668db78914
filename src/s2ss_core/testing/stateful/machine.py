"""The base class of the state machines."""

from itertools import count
from typing import Any, ClassVar

from hypothesis import note
from hypothesis.stateful import RuleBasedStateMachine

from s2ss_core.application import Brokerage
from s2ss_core.programmes import Programme
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.runner import Runner
from s2ss_core.testing.lifecycle.scenario import EXCEED, Scenario
from s2ss_core.testing.lifecycle.world import Clock
from s2ss_core.values import FundingKind

_numbers = count(1)


class Machine(RuleBasedStateMachine):
    """A state machine with a brokerage, which it opens empty and closes at the end.

    Override these class attributes:

    - `brokerage`: your subclass of `Brokerage`
    - `url`: the URL of the store, in memory by default. Each run replaces `{number}` by a new number, so that each run
      gets an empty file or schema.
    - `programme` and `funding`: what is tested; the default funding is the programme's first
    - `transcripts`: a list to which each run adds its script, or None

    Override `opened` if a URL is not enough, and `closed` to delete what was opened.
    """

    brokerage: ClassVar[type[Brokerage]] = Brokerage
    url: ClassVar[str] = "memory:"
    programme: ClassVar[Programme] = EXCEED
    funding: ClassVar[FundingKind | None] = None
    transcripts: ClassVar[list[str] | None] = None

    def __init__(self) -> None:
        super().__init__()
        self.runner: Runner | None = None
        self._url = self.url.format(number=next(_numbers))

    def opened(self, clock: Clock, programmes: tuple[Programme, ...]) -> Brokerage:
        """Open an empty brokerage; `programmes` are those that the library does not ship."""
        return self.brokerage.open(self._url, clock=clock, programmes=programmes)

    def closed(self, url: str) -> None:
        """Called after the brokerage is closed, to delete what `opened` created. Does nothing by default."""

    def begin(self, **scenario: Any) -> Runner:
        """Open a brokerage for a `Scenario` with these fields."""
        funding = self.funding or self.programme.funding[0].kind
        self.runner = Runner(
            Scenario(programme=self.programme, funding=funding, **scenario), opener=self.opened
        )
        return self.runner

    @property
    def active_runner(self) -> Runner:
        """The runner, once `begin` was called."""
        assert self.runner is not None, "call begin first"
        return self.runner

    def expect(self, call: CommandCall, *, accepted: bool) -> None:
        """Call a command that the model expects to be accepted or refused. Raises AssertionError if it is not."""
        recorded = self.active_runner.call(call)
        outcome = self.active_runner.transcript[-1][0]
        assert recorded == accepted, (
            f"the model expected it {'recorded' if accepted else 'refused'}: {outcome}"
        )

    def ended(self) -> None:
        """Check what holds at the end. Raises AssertionError."""

    def teardown(self) -> None:
        """Check what holds at the end, print the script if it fails, and close the brokerage."""
        if self.runner is None:
            return
        try:
            self.ended()
        finally:
            script = self.runner.script
            note(script)
            if self.transcripts is not None:
                self.transcripts.append(script)
            self.runner.world.brokerage.close()
            self.closed(self._url)
