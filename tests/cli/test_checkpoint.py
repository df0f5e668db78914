import json
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from s2ss_core.transparency import public_key, signed_checkpoint
from tests.cli.conftest import Ran

S2ss = Callable[..., Ran]
NAME = "exceed.example/support"


@pytest.fixture
def key(s2ss: S2ss, tmp_path: Path) -> Path:
    assert s2ss("checkpoint", "--new-key", tmp_path / "log.key", "--name", NAME).code == 0
    return tmp_path / "log.key"


def test_a_new_key_is_for_its_owner_only_and_its_public_half_is_printed(s2ss: S2ss, tmp_path: Path) -> None:
    done = s2ss("checkpoint", "--new-key", tmp_path / "log.key", "--name", NAME)

    assert (done.code, done.err) == (0, "")
    assert public_key(done.out).name == NAME
    assert (tmp_path / "log.key.pub").read_text() == done.out
    assert stat.S_IMODE((tmp_path / "log.key").stat().st_mode) == 0o600


def test_a_key_is_never_overwritten(s2ss: S2ss, key: Path) -> None:
    before = key.read_bytes()

    said = s2ss("checkpoint", "--new-key", key, "--name", NAME).cannot()

    assert "is there already, and a key is never overwritten" in said
    assert key.read_bytes() == before


def test_a_checkpoint_is_printed_or_written_or_told_as_json(
    s2ss: S2ss, key: Path, played: Path, tmp_path: Path
) -> None:
    printed = s2ss("checkpoint", "--key", key, "--db", played)
    written = s2ss("checkpoint", "--key", key, "--db", played, "--to", tmp_path / "a.checkpoint")
    said = s2ss("checkpoint", "--key", key, "--db", played, "--format", "json")

    assert (printed.code, written.code, written.out, said.code) == (0, 0, "", 0)
    assert printed.out == (tmp_path / "a.checkpoint").read_text() == json.loads(said.out)["note"]
    assert signed_checkpoint(printed.out.encode()).head.size == json.loads(said.out)["size"] == 123


def test_what_is_missing_is_said(s2ss: S2ss, played: Path, tmp_path: Path) -> None:
    assert "Say which key signs" in s2ss("checkpoint", "--db", played).cannot()
    assert "add --name NAME" in s2ss("checkpoint", "--new-key", tmp_path / "k").cannot()
    assert "cannot be opened" in s2ss("checkpoint", "--key", tmp_path / "none", "--db", played).cannot()
    (tmp_path / "rubbish").write_text("rubbish")
    assert (
        "does not hold a secret key"
        in s2ss("checkpoint", "--key", tmp_path / "rubbish", "--db", played).cannot()
    )


def test_without_the_extra_the_line_to_install_it_is_said(
    s2ss: S2ss, played: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric", None)

    said = s2ss("checkpoint", "--key", key, "--db", played).cannot()

    assert "pip install 's2ss-core[log]'" in said


def test_a_witness_cosigns_through_files(s2ss: S2ss, key: Path, played: Path, tmp_path: Path) -> None:
    s2ss("checkpoint", "--new-key", tmp_path / "w.key", "--name", "auditor.example/w1", "--witness")
    s2ss(
        "checkpoint",
        "--key",
        key,
        "--db",
        played,
        "--to",
        tmp_path / "1",
        "--request",
        tmp_path / "1.request",
    )

    cosign = ("cosign", tmp_path / "1.request", "--key", tmp_path / "w.key", "--log", f"{key}.pub")
    first = s2ss(*cosign, "--to", tmp_path / "1.cosigned")
    s2ss(
        "checkpoint",
        "--key",
        key,
        "--db",
        played,
        "--last",
        tmp_path / "1",
        "--request",
        tmp_path / "1.request",
    )
    again = s2ss(*cosign, "--format", "json")

    assert (first.code, first.out, first.err, again.code) == (0, "", "", 0)
    note = signed_checkpoint((tmp_path / "1.cosigned").read_bytes()).note
    assert note.is_signed_by(public_key((tmp_path / "w.key.pub").read_text()))
    assert json.loads(again.out)["size"] == 123
    assert (
        s2ss(
            "doctor", "--db", played, "--checkpoint", tmp_path / "1.cosigned", "--log", tmp_path / "w.key.pub"
        ).code
        == 2
    )


def test_doctor_compares_with_a_checkpoint_and_with_tiles(
    s2ss: S2ss, key: Path, played: Path, running: Path, tmp_path: Path
) -> None:
    s2ss("checkpoint", "--key", key, "--db", played, "--to", tmp_path / "kept", "--tiles", tmp_path / "tiles")

    for checkpoint in (tmp_path / "kept", tmp_path / "tiles"):
        same = s2ss("doctor", "--db", played, "--checkpoint", checkpoint, "--log", f"{key}.pub")
        other = s2ss("doctor", "--db", running, "--checkpoint", checkpoint, "--format", "json")

        assert (same.code, same.err) == (0, "")
        assert "The first 123 entries are those that were sealed." in same.out
        assert other.code == 1
        report = json.loads(other.out)
        assert "of the 123 entries that were sealed are missing at the end" in report["findings"][0]
        assert "Nobody checked who signed the checkpoint: add --log KEY." in report["notes"]
    assert len(report["findings"]) > 1


def test_a_checkpoint_of_another_log_is_not_compared(
    s2ss: S2ss, key: Path, played: Path, tmp_path: Path
) -> None:
    s2ss("checkpoint", "--new-key", tmp_path / "other.key", "--name", "other.example")
    s2ss("checkpoint", "--key", tmp_path / "other.key", "--db", played, "--to", tmp_path / "other")

    said = s2ss("doctor", "--db", played, "--checkpoint", tmp_path / "other", "--log", f"{key}.pub").cannot()

    assert "was not signed by exceed.example/support" in said
    assert (
        "is not a public key"
        in s2ss("doctor", "--db", played, "--checkpoint", tmp_path / "other", "--log", "?").cannot()
    )
