"""What every machine is opened with, and how it says what it did."""

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
    """A machine over a brokerage of its own, which it opens empty and closes at the end.

    `url` says where: `{number}` in it stands for a number that no machine had before, as a file or schema needs that
    is to be empty. Override `opened` where a URL does not say it, and `closed` to clear away. What was asked is added to
    `transcripts`, where there is such a list.
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
        """Open an empty brokerage; `programmes` are those that are not shipped."""
        return self.brokerage.open(self._url, clock=clock, programmes=programmes)

    def closed(self, url: str) -> None:
        """Clear away what was opened, once it is closed. Nothing, as it is."""

    def begin(self, **scenario: Any) -> Runner:
        """Open a brokerage and set up the world."""
        funding = self.funding or self.programme.funding[0].kind
        self.runner = Runner(
            Scenario(programme=self.programme, funding=funding, **scenario), opener=self.opened
        )
        return self.runner

    @property
    def active_runner(self) -> Runner:
        """The play, which has begun."""
        assert self.runner is not None, "begin first"
        return self.runner

    def expect(self, call: CommandCall, *, accepted: bool) -> None:
        """Ask something that the model expects to be recorded, or refused. Raises AssertionError if it is not."""
        recorded = self.active_runner.call(call)
        outcome = self.active_runner.transcript[-1][0]
        assert recorded == accepted, (
            f"the model expected it {'recorded' if accepted else 'refused'}: {outcome}"
        )

    def ended(self) -> None:
        """What holds at the end. Raises AssertionError."""

    def teardown(self) -> None:
        """Hold what holds at the end, say what was asked, close."""
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
