"""The machines run on every back end, on a host's own brokerage and programme, and catch what is planted in them."""

from pathlib import Path
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from s2ss_core.application import Brokerage
from s2ss_core.projections import NOW, AsAt, Certificate
from s2ss_core.rules import Broken, Rule, grant, leader_year, money
from s2ss_core.testing.postgres import Server, dropped, postgres_server
from s2ss_core.testing.stateful import DeploymentLifecycle, GrantLifecycle, LeaderYearLifecycle, Machine
from tests.lifecycle.programmes import COAST, NORTH_TRUST

__all__ = ["postgres_server"]

MACHINES: tuple[type[Machine], ...] = (DeploymentLifecycle, LeaderYearLifecycle, GrantLifecycle)
every_machine = pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.__name__)


def run(machine: type[Machine], examples: int, steps: int, *, shrink: bool = False) -> type[Machine]:
    """Run a machine a little, the same way every time."""

    class Ours(machine):  # type: ignore[valid-type, misc]
        transcripts: ClassVar[list[str] | None] = []

    seeded: type[Machine] = seed(1)(Ours)
    run_state_machine_as_test(
        seeded,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            database=None,
            deadline=None,
            print_blob=False,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        ),
    )
    return seeded


def asked(machine: type[Machine]) -> str:
    return "\n".join(machine.transcripts or ())


@every_machine
def test_a_machine_runs_in_memory(machine: type[Machine]) -> None:
    ran = run(machine, 4, 15)

    assert ": recorded" in asked(ran)
    assert ": refused" in asked(ran)


@every_machine
def test_a_machine_runs_on_sqlite(machine: type[Machine], tmp_path: Path) -> None:
    class OnSqlite(machine):  # type: ignore[valid-type, misc]
        url = f"sqlite:///{tmp_path}/{{number}}.db"

    run(OnSqlite, 2, 12)

    assert len(list(tmp_path.glob("*.db"))) >= 2


@pytest.mark.postgres
@every_machine
def test_a_machine_runs_on_postgresql(machine: type[Machine], postgres_server: Server) -> None:
    class OnPostgresql(machine):  # type: ignore[valid-type, misc]
        url = f"{postgres_server.url()}&schema=machine_{{number}}"

        def closed(self, url: str) -> None:
            dropped(postgres_server, url.rpartition("=")[2])

    assert ": recorded" in asked(run(OnPostgresql, 2, 12))


@pytest.mark.parametrize("programme", (NORTH_TRUST, COAST), ids=lambda programme: programme.name)
def test_a_machine_runs_under_your_own_programme(programme: Any) -> None:
    class UnderOurs(DeploymentLifecycle):
        pass

    UnderOurs.programme = programme

    assert f"programme='{programme.name}'" in asked(run(UnderOurs, 2, 10))


class Ledger(Brokerage):
    """A host's own brokerage, which keeps a list of what it recorded."""

    kept: ClassVar[list[str]] = []

    def record(self, *args: Any, **fields: Any) -> Any:
        recorded = super().record(*args, **fields)
        self.kept.extend(entry.stream for entry in recorded)
        return recorded


def test_a_machine_runs_on_your_own_brokerage() -> None:
    class OnOurs(DeploymentLifecycle):
        brokerage = Ledger

    run(OnOurs, 2, 10)

    assert Ledger.kept


def test_strays_are_bounded() -> None:
    class Sensible(DeploymentLifecycle):
        most_deviations = 0

    ran = run(Sensible, 2, 10)

    assert ".despite(" not in asked(ran)
    assert "strike_out" not in asked(ran)


# Planted faults


def keep_always(monkeypatch: pytest.MonkeyPatch, rule: Rule[...]) -> None:
    """Let nothing break a rule, whatever name a decision knows it by."""
    broken_by = Rule.broken_by

    def planted(asked: Rule[...], /, **facts: Any) -> tuple[Broken, ...]:
        return () if asked is rule else broken_by(asked, **facts)

    monkeypatch.setattr(Rule, "broken_by", planted)


@pytest.mark.slow
def test_a_release_without_its_judgements_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_always(monkeypatch, money.each_party_that_must_judged_progress_satisfactory)

    with pytest.raises(AssertionError, match=r"was released before the .* judged progress satisfactory"):
        run(DeploymentLifecycle, 150, 25)


def test_a_view_that_shows_a_penny_too_much_is_caught() -> None:
    class Generous(Brokerage):
        def grant_usage(self, deployment: str, *, as_at: AsAt = NOW) -> Certificate:
            whole = super().grant_usage(deployment, as_at=as_at)
            owed = attrs.evolve(whole.amounts.owed, value=whole.amounts.owed.value + 1)
            return attrs.evolve(whole, amounts=attrs.evolve(whole.amounts, owed=owed))

    class OnGenerous(DeploymentLifecycle):
        brokerage = Generous

    shown = "this invariant does not hold: the usage view shows what releases are decided on"
    with pytest.raises(AssertionError, match=shown):
        run(OnGenerous, 20, 10)


def test_a_leader_booked_past_the_allowance_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_always(monkeypatch, leader_year.the_days_booked_stay_within_the_allowance)

    with pytest.raises(
        AssertionError, match="this invariant does not hold: nobody is booked past the allowance"
    ):
        run(LeaderYearLifecycle, 100, 20)


def test_grant_that_goes_back_twice_is_found_and_printed_in_a_few_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep_always(monkeypatch, grant.only_what_is_free_goes_back)

    with pytest.raises(AssertionError, match=r"refused|awarded") as caught:
        run(GrantLifecycle, 10, 5, shrink=True)

    lines = "\n".join(caught.value.__notes__).splitlines()
    typed = [line for line in lines if line.startswith("brokerage.")]
    assert len(typed) == 4
    assert ").repay_grant(" in typed[-1] or ").vary_award(" in typed[-1]
