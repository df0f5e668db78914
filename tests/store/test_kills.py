"""Writers killed in the midst of it, a tenth as often as the benchmarks of the same names do it."""

import pytest

from benchmarks import kills, server_kills


@pytest.mark.parametrize("writers", (1, 4))
def test_killed_writers_lose_nothing_they_were_told_is_recorded(writers: int) -> None:
    tally = kills.on_a_file(rounds=100, writers=writers)

    assert tally.is_sound, tally
    assert tally.rounds == 100
    assert tally.recorded >= tally.acknowledged >= 100


@pytest.mark.postgres
@pytest.mark.usefixtures("postgres_server")
def test_a_killed_server_loses_nothing_it_confirmed() -> None:
    tally = server_kills.on_a_server(rounds=10)

    assert tally.is_sound, tally
    assert tally.rounds == 10
    assert tally.recorded >= tally.acknowledged >= 10
