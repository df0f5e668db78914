"""Where standard output or error is closed, full or read no further, the exit code still says what was done."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, entries
from tests.cli.test_record import VISIT, rows, written
from tests.store.given import raw

pytestmark = pytest.mark.skipif(shutil.which("sh") is None, reason="no shell to close a stream with")

FULL = Path("/dev/full")
LOST = (
    "1>&-",
    pytest.param("1>/dev/full", marks=pytest.mark.skipif(not FULL.exists(), reason="no full device")),
)
TOO_MUCH = VISIT | {"visit": '"rov-901"', "unit": '"day"', "on": "2024-03-19"}
NO_VISIT = VISIT | {"quantity": '"many"'}


def run(redirected: str, *tokens: object) -> Ran:
    """Runs a command as a program of its own, as a shell does whose command line ends so."""
    command = [sys.executable, "-W", "error", "-m", "s2ss_core.cli", *map(str, tokens)]
    done = subprocess.run(
        ["sh", "-c", f'"$@" {redirected}', "sh", *command], capture_output=True, encoding="utf-8", check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def paragraph(ran: Ran) -> str:
    """The one paragraph on standard error."""
    assert "Traceback" not in ran.err
    assert ran.err.count("\n") == 1
    return ran.err


@pytest.mark.parametrize("redirected", LOST)
def test_what_was_recorded_is_told_by_the_exit_code(running: Path, tmp_path: Path, redirected: str) -> None:
    before = len(entries(running))

    recorded = run(redirected, "record", written(tmp_path, rows(VISIT)), "--db", running)
    refused = run(redirected, "record", written(tmp_path, rows(TOO_MUCH)), "--db", running)
    wrong = run(redirected, "record", written(tmp_path, rows(NO_VISIT)), "--db", running)

    assert (recorded.code, refused.code, wrong.code) == (0, 1, 2)
    assert "Standard output cannot be written to" in paragraph(recorded)
    assert "the exit code says how it ended" in paragraph(recorded)
    assert len(entries(running)) == before + 2  # the visit, and its day in the leader's year


@pytest.mark.parametrize("redirected", LOST)
def test_what_was_found_is_told_by_the_exit_code(running: Path, redirected: str) -> None:
    sound = run(redirected, "doctor", "--db", running)
    with raw(running) as connection:
        connection.execute("DROP TRIGGER history_is_not_changed")
        connection.execute("UPDATE stored_events SET topic = 'unknown@1' WHERE position = 3")
    unsound = run(redirected, "doctor", "--db", running)

    assert (sound.code, unsound.code) == (0, 1)
    assert paragraph(sound) == paragraph(unsound)


@pytest.mark.parametrize("redirected", LOST)
@pytest.mark.parametrize("tokens", (("rules", "--format", "json"), ("log", "dep-2023-014"), ("history",)))
def test_what_cannot_be_shown_cannot_be_done(played: Path, redirected: str, tokens: tuple[str, ...]) -> None:
    store = ("--db", played) if tokens[0] in {"log", "history"} else ()

    ran = run(redirected, *tokens, *store)

    assert ran.code == 2
    assert "Put that right and run it again" in paragraph(ran)


@pytest.mark.parametrize("tokens", (("log", "dep-2023-014"), ("history",), ("doctor",)))
def test_a_reader_that_has_seen_enough_is_no_error(played: Path, tokens: tuple[str, ...]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "s2ss_core.cli", *tokens, "--db", str(played)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


@pytest.mark.parametrize("redirected", ("2>&-", pytest.param("2>/dev/full", marks=LOST[1].marks)))
def test_without_standard_error_the_exit_code_says_as_much(played: Path, redirected: str) -> None:
    shown = run(redirected, "log", "dep-2023-014", "--db", played)
    missing = run(redirected, "log", "dep-1", "--db", played)
    mistaken = run(redirected, "nonsense")

    assert (shown.code, missing.code, mistaken.code) == (0, 2, 2)
    assert "dep-2023-014" in shown.out
    assert (missing.out, mistaken.out) == ("", "")


def test_a_program_without_any_stream_records(running: Path, tmp_path: Path) -> None:
    before = entries(running)

    code = run("<&- >&- 2>&-", "record", written(tmp_path, rows(VISIT)), "--db", running).code

    assert code == 0
    assert entries(running)[:-2] == before


def test_no_file_is_opened_in_the_place_of_a_closed_stream(tmp_path: Path) -> None:
    program = "import os, sys\nfrom s2ss_core.cli.output import unfailing\nwith unfailing():\n  sys.exit(os.dup(int(sys.argv[1])))"
    kept = (tmp_path / "kept").open("w")

    with kept:
        ended = subprocess.run(
            ["sh", "-c", '"$@" <&- >&- 2>&-', "sh", sys.executable, "-c", program, str(kept.fileno())],
            pass_fds=[kept.fileno()],
            check=False,
        )

    assert ended.returncode > 2
