import io
import sys

import pytest

from s2ss_core.cli import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("patience", "shown"), ((0.0, True), (60.0, False)))
def test_a_terminal_is_told_how_far_it_is_once_it_takes_long(
    monkeypatch: pytest.MonkeyPatch, patience: float, shown: bool
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "PATIENCE", patience)

    with progress.counted("Recording", 2) as one_more:
        one_more(1)
        one_more(2)

    assert ("Recording" in terminal.getvalue()) is shown


def test_a_pipe_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    monkeypatch.setattr(progress, "PATIENCE", 0.0)

    with progress.counted("Recording", 1) as one_more:
        one_more(1)

    assert pipe.getvalue() == ""
