import pytest

from benchmarks.kills import kill


@pytest.mark.slow
@pytest.mark.parametrize("writers", (1, 4))
def test_killed_writers_lose_nothing_they_were_told_is_recorded(writers: int) -> None:
    tally = kill(rounds=100, writers=writers)

    assert tally.acknowledged >= 100
    assert (tally.rounds, tally.lost, tally.broken_versions, tally.days_apart) == (100, 0, 0, 0)
