"""A soak runs as long as it is given and prints its seeds; a seed gives the same round again."""

import io
import re

import pytest
from hypothesis import settings

from s2ss_core.testing.stateful import GrantLifecycle
from s2ss_core.testing.stateful import soak as soaking

QUICK = (GrantLifecycle,)


@pytest.fixture(autouse=True)
def short_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    short = settings(soaking.A_ROUND, max_examples=3, stateful_step_count=8)
    monkeypatch.setattr(soaking, "A_ROUND", short)


def printed(number: int) -> str:
    out = io.StringIO()
    soaking.replay(number, out, QUICK)
    return out.getvalue()


def test_a_seed_gives_the_same_round_again() -> None:
    assert printed(7) == printed(7)
    assert printed(7) != printed(8)
    assert "brokerage.acting_as('u-1').award_grant(" in printed(7)


def test_a_soak_prints_its_seeds_and_each_can_be_run_again() -> None:
    out = io.StringIO()

    rounds = soaking.soak(0.01, out, QUICK)

    first, *_, last = out.getvalue().splitlines()
    found = re.fullmatch(r"seed (\d+) GrantLifecycle: \d+ runs, (\d+) commands, sha256:\w{12}", first)
    assert found
    assert last.startswith(f"{rounds} rounds")
    again = [line for line in printed(int(found[1])).splitlines() if line.startswith("brokerage.")]
    assert len(again) == int(found[2])
