import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from s2ss_core.application import Brokerage
from tests.cli.conftest import Ran

Run = Callable[..., Ran]


def test_every_entry_is_listed_with_its_roles_and_until_when_it_is_kept(s2ss: Run, played: Path) -> None:
    ran = s2ss("about", "ht-031", "--db", played)

    assert ran.code == 0
    assert "ht-031: named in 22 entries" in ran.out
    assert "58. 14 Mar 2024, deployment:dep-2023-014: deployment.interim-reported" in ran.out
    assert "named as: headteacher (authors[0].person)" in ran.out
    assert "private texts (author): progress, impact, next_steps" in ran.out
    assert "31 Mar 2031" in ran.out
    assert "6 years: no source: none of the documents says" in ran.out
    assert "If erased" not in ran.out


def test_texts_are_shown_only_if_asked_for(s2ss: Run, played: Path) -> None:
    asked = ("about", "sl-014", "--format", "json", "--db", played)
    without, with_them = (json.loads(s2ss(*asked, *more).out)["about"] for more in ((), ("--texts",)))

    assert {text["text"] for entry in without["entries"] for text in entry["texts"]} == {"withheld"}
    assert "withheld" not in {text["text"] for entry in with_them["entries"] for text in entry["texts"]}
    assert "progress (author): " in s2ss("about", "sl-014", "--texts", "--db", played).out


def test_what_an_erasure_would_take_away_is_shown_and_nothing_is_erased(
    s2ss: Run, played: Path, tmp_path: Path
) -> None:
    db = tmp_path / "own.db"
    shutil.copy(played, db)

    ran = s2ss("about", "sl-014", "--if-erased", "--db", db)
    told = json.loads(s2ss("about", "sl-014", "--if-erased", "--format", "json", "--db", db).out)

    assert "Nothing was erased." in ran.out
    lost = sum(len(entry["withheld"]) for entry in told["if_erased"]["entries"])
    assert f"If erased: {lost} private texts would be withheld for good" in ran.out
    assert f"deployment log of deployment dep-2023-014: {lost} texts fewer" in ran.out
    with Brokerage.open(f"sqlite:///{db}", create=False) as brokerage:
        assert sum(map(brokerage.erase, brokerage.about("sl-014").erasable)) == lost


@pytest.mark.parametrize(
    ("person", "says"),
    (("nobody-9", "Nothing names nobody-9"), ("", "'' is not the id of a person")),
)
def test_whom_nothing_names_is_said_so(s2ss: Run, played: Path, person: str, says: str) -> None:
    assert says in s2ss("about", person, "--db", played).cannot()
