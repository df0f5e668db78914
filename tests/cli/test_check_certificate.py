import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ran

Run = Callable[..., Ran]


@pytest.fixture
def in_hand(s2ss: Run, played: Path, tmp_path: Path) -> Callable[..., Path]:
    """A function that writes the certificate of the demonstration as it was certified, but for one value."""
    size = re.search(r'"size":(\d+)', s2ss("history", "--db", played).out)
    assert size
    shown = s2ss("certificate", "dep-2023-014", "--known-at", size[1], "--db", played, "--format", "json")

    def write(*where: str, value: object = None) -> Path:
        document: Any = json.loads(shown.out)
        part = document
        for name in where[:-1]:
            part = part[name]
        if where:
            part[where[-1]] = value
        file = tmp_path / "certificate.json"
        file.write_text(json.dumps(document), "utf-8")
        return file

    return write


def test_the_one_that_was_certified_stands(s2ss: Run, played: Path, in_hand: Callable[..., Path]) -> None:
    ran = s2ss("check-certificate", in_hand(), "--db", played)

    assert ran.code == 0
    assert "It is as it was made" in ran.out
    assert "It was certified as cert-1 on 16 Dec 2024 by ao-002." in ran.out
    assert "Its status today is: returned." in ran.out
    assert "History still gives it, value by value." in ran.out


def test_a_penny_more_is_found(s2ss: Run, played: Path, in_hand: Callable[..., Path]) -> None:
    ran = s2ss(
        "check-certificate",
        in_hand("amounts", "eligible", "value", value=1_100_001),
        "--db",
        played,
    )

    assert ran.code == 1
    assert "It was changed" in ran.out
    assert "amounts.eligible.value: 1100001 in hand, 1100000 by history" in ran.out


def test_one_that_was_never_certified_is_said_so(s2ss: Run, played: Path, tmp_path: Path) -> None:
    file = tmp_path / "draft.json"
    file.write_text(
        s2ss("certificate", "dep-2023-014", "--known-at", "90", "--db", played, "--format", "json").out,
        "utf-8",
    )

    ran = s2ss("check-certificate", file, "--db", played)

    assert ran.code == 1
    assert "Nobody certified a document with this digest." in ran.out
    assert "History still gives it" in ran.out


def test_one_of_another_form_is_not_called_a_forgery(
    s2ss: Run, played: Path, in_hand: Callable[..., Path]
) -> None:
    ran = s2ss(
        "check-certificate",
        in_hand("basis", "generator", value="grant-usage-0"),
        "--db",
        played,
    )

    assert "Its form is that of another version of this library" in ran.out


def test_a_program_gets_what_is_true_of_it(s2ss: Run, played: Path, in_hand: Callable[..., Path]) -> None:
    found = json.loads(s2ss("check-certificate", in_hand(), "--db", played, "--format", "json").out)

    assert (found["unchanged"], found["known_form"], found["disagreements"]) == (True, True, [])
    assert found["certification"]["certificate"] == "cert-1"
    assert found["certification"]["form"] == "grant-usage-2"


@pytest.mark.parametrize(
    ("content", "says"),
    (
        ("{}", "This is no certificate: give the JSON of one"),
        ("[1]", "This is no certificate"),
        ("nothing", "is no JSON"),
        (None, "cannot be read"),
    ),
)
def test_what_is_no_certificate_is_said_so(
    s2ss: Run, played: Path, tmp_path: Path, content: str | None, says: str
) -> None:
    file = tmp_path / "file.json"
    if content is not None:
        file.write_text(content, "utf-8")

    ran = s2ss("check-certificate", file, "--db", played)

    assert ran.code == 2
    assert says.casefold() in ran.err.casefold()
