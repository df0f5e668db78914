"""One bit changes anywhere in the demonstration's file: no view shows another figure without a word from doctor.

`S2SS_BIT_FLIPS` says how many changes to try, with seeds from 1; with more than always, it prints what noticed them.
"""

import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import attrs
import pytest

from s2ss_core.application import Brokerage
from s2ss_core.cli import main
from s2ss_core.cli.demo import example, play_example
from s2ss_core.errors import S2ssError
from s2ss_core.projections import canonical_bytes
from s2ss_core.values import AcademicYear
from tests.store.given import raw

ALWAYS = 40
MANY = int(os.environ.get("S2SS_BIT_FLIPS", str(ALWAYS)))
YEAR = AcademicYear("2023/24")
VIEWS: dict[str, Callable[[Brokerage], Any]] = {
    "certificate": lambda brokerage: brokerage.grant_usage("dep-2023-014"),
    "log": lambda brokerage: brokerage.deployment_log("dep-2023-014"),
    "workload": lambda brokerage: brokerage.home_school_workload("beck-lane", YEAR),
    "award": lambda brokerage: brokerage.award_usage("gr-2023-07"),
}
SOUND = 0
SHORT = 12


@attrs.frozen
class Seen:
    """What a person sees of a file: each view's bytes or the error's class, doctor's exit code, and every message."""

    views: dict[str, bytes | str]
    doctor: int
    messages: str


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration in one file, without a log beside it."""
    folder = tmp_path_factory.mktemp("flips")
    with Brokerage.open(f"sqlite:///{folder}/demo.db") as brokerage:
        play_example(brokerage, example())
    with raw(folder / "demo.db") as connection:
        connection.execute("VACUUM INTO ?", (f"{folder}/whole.db",))
    return folder / "whole.db"


@pytest.fixture(scope="module")
def private(whole: Path) -> frozenset[str]:
    """Every private text of the demonstration that is long enough to be in no message by chance."""
    with raw(whole) as connection:
        kept = connection.execute("SELECT texts FROM stored_events WHERE texts IS NOT NULL").fetchall()
    texts = (text for (entry,) in kept for text in json.loads(entry)["texts"].values())
    return frozenset(text for text in texts if len(text) > SHORT)


def flipped(file: Path, seed: int) -> None:
    """Change one bit of a file."""
    content = bytearray(file.read_bytes())
    bit = Random(seed).randrange(8 * len(content))
    content[bit // 8] ^= 1 << bit % 8
    file.write_bytes(content)


def seen(file: Path, capsys: pytest.CaptureFixture[str]) -> Seen:
    views: dict[str, bytes | str] = {}
    messages = []
    for name, view in VIEWS.items():
        try:
            with Brokerage.open(f"sqlite:///{file}", create=False) as brokerage:
                views[name] = canonical_bytes(view(brokerage))
        except S2ssError as error:
            views[name] = type(error).__name__
            messages.append(str(error))
    capsys.readouterr()
    code = main(["doctor", "--db", str(file)])
    return Seen(views, code, "\n".join((*messages, *capsys.readouterr())))


def test_a_bit_that_changes_a_view_is_noticed_and_no_message_shows_a_private_text(
    whole: Path, private: frozenset[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right = seen(whole, capsys)
    assert len(private) > 20
    assert (right.doctor, {type(view) for view in right.views.values()}) == (SOUND, {bytes})
    counts: Counter[str] = Counter()
    for seed in range(1, MANY + 1):
        file = tmp_path / f"flipped-{seed}.db"
        shutil.copyfile(whole, file)
        flipped(file, seed)

        now = seen(file, capsys)

        changed = [
            name for name, view in now.views.items() if isinstance(view, bytes) and view != right.views[name]
        ]
        raised = [name for name, view in now.views.items() if isinstance(view, str)]
        assert not (changed and now.doctor == SOUND), f"seed {seed}: {changed}"
        assert not (raised and now.doctor == SOUND), f"seed {seed}: {raised}"
        assert "unexpected error" not in now.messages, f"seed {seed}"
        assert not [text for text in private if text in now.messages], f"seed {seed}"
        counts[f"doctor {now.doctor}"] += 1
        counts["a view raised"] += bool(raised)
        counts["a view showed something else"] += bool(changed)
        file.unlink()
    if MANY > ALWAYS:
        with capsys.disabled():
            sys.stderr.write(f"{MANY} bits changed: {dict(counts)}\n")
