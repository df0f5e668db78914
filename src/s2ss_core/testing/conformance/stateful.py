"""Tests of random sequences of appends, reads and erasures: the store behaves like a plain list."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from s2ss_core.testing.conformance.capabilities import Conforming
from s2ss_core.testing.conformance.machine import StoreMachine


class Stateful(Conforming):
    """The stateful family. It tries `examples` sequences of at most `steps` steps, all in one store."""

    examples: ClassVar[int] = 20
    steps: ClassVar[int] = 20
    phases: ClassVar[Sequence[Phase]] = (Phase.reuse, Phase.generate, Phase.shrink)

    def test_after_any_sequence_of_appends_and_erasures_it_reads_like_a_plain_list(self) -> None:
        opened = [self.open()]
        machine: Any = partial(StoreMachine, self, opened)
        try:
            run_state_machine_as_test(
                machine,
                settings=settings(
                    max_examples=self.examples,
                    stateful_step_count=self.steps,
                    phases=self.phases,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            opened[0].close()
