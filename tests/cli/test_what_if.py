import json
from collections.abc import Callable
from pathlib import Path

from s2ss_core.programmes import find, loader
from tests.cli.conftest import Ran, entries

Run = Callable[..., Ran]
SHIPPED = Path(loader.__file__).parent


def test_under_its_own_programme_nothing_differs(s2ss: Run, played: Path) -> None:
    ran = s2ss("what-if", "dep-2023-014", "exceed-2023", "V7", "--db", played)

    assert ran.code == 0
    assert "dep-2023-014 under exceed-2023 V7: nothing differs." in ran.out


def test_another_programme_is_shown_by_rule_entry_and_setting(s2ss: Run, played: Path) -> None:
    before = entries(played)

    ran = s2ss("what-if", "dep-2023-014", "exceed-institute", "--db", played)

    assert ran.code == 0
    assert "! [S2SS-P21] Not met: the plan is of a kind the programme uses" in ran.out
    assert "by: funding[external].plan_kinds" in ran.out
    assert "+ [S2SS-S02] Met here" in ran.out
    assert "amounts.owed" in ran.out
    assert entries(played) == before


def test_a_programme_file_of_your_own_is_compared(s2ss: Run, played: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    text = (SHIPPED / "exceed-2023.toml").read_text("utf-8")
    own.write_text(
        text.replace('version = "V7"', 'version = "V8"').replace('value = "15"', 'value = "9"', 1), "utf-8"
    )

    found = json.loads(s2ss("what-if", "dep-2023-014", own, "--format", "json", "--db", played).out)

    assert found["programme"] == "exceed-2023 V8"
    assert [setting["key"] for setting in found["settings"]] == ["cap.days"]


def test_only_what_was_known_then_counts(s2ss: Run, played: Path) -> None:
    command = ("what-if", "dep-2023-014", "exceed-institute", "--format", "json", "--db", played)

    now, then = (json.loads(s2ss(*command, *at).out) for at in ((), ("--known-at", "20")))

    assert {verdict["rule"] for verdict in then["verdicts"]} < {
        verdict["rule"] for verdict in now["verdicts"]
    }
    assert max(verdict["position"] for verdict in then["verdicts"]) <= 20


def test_a_version_that_a_file_does_not_have_is_refused(s2ss: Run, played: Path) -> None:
    ran = s2ss("what-if", "dep-2023-014", SHIPPED / "exceed-2023.toml", "V8", "--db", played)

    assert f"is version {find('exceed-2023').version} of its programme, not V8" in ran.cannot()


def test_a_kind_of_funding_that_a_programme_does_not_have_is_said_so(s2ss: Run, played: Path) -> None:
    assert (
        "does not offer external funding"
        in s2ss("what-if", "dep-2023-014", "llf-2019", "--db", played).cannot()
    )
