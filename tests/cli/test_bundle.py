import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bundle.given import DEPLOYMENT
from tests.cli.conftest import Ran

S2ss = Callable[..., Ran]


@pytest.fixture
def kept(s2ss: S2ss, played: Path, tmp_path: Path) -> tuple[object, ...]:
    """The options that say which store and which checkpoint; the key stands beside it."""
    s2ss("checkpoint", "--new-key", tmp_path / "log.key", "--name", "exceed.example/support")
    s2ss("checkpoint", "--key", tmp_path / "log.key", "--db", played, "--to", tmp_path / "kept")
    return ("--db", played, "--checkpoint", tmp_path / "kept")


def test_a_deployment_is_bundled_and_verified(s2ss: S2ss, kept: tuple[object, ...], tmp_path: Path) -> None:
    file = tmp_path / "a.bundle"

    bundled = s2ss(
        "bundle", DEPLOYMENT, *kept, "--to", file, "--texts", "--redact", "deployment.concern-raised"
    )
    verified = s2ss("verify", file, "--log", tmp_path / "log.key.pub", "--checkpoint", tmp_path / "kept")

    assert (bundled.code, bundled.err, verified.code, verified.err) == (0, "", 0, "")
    assert "76 of 123" in bundled.out
    assert "Nothing is wrong." in verified.out


def test_everything_is_bundled_and_verified_as_json(
    s2ss: S2ss, kept: tuple[object, ...], tmp_path: Path
) -> None:
    file = tmp_path / "a.bundle"

    bundled = json.loads(s2ss("bundle", "--all", *kept, "--to", file, "--format", "json").out)
    verified = json.loads(s2ss("verify", file, "--format", "json").out)

    assert (bundled["entries"], bundled["size"], bundled["texts"]) == (123, 123, 0)
    assert (verified["sound"], verified["checked"]["entries"]) == (True, 123)


def test_what_is_wrong_with_a_bundle_is_exit_code_1_and_what_is_none_is_2(
    s2ss: S2ss, kept: tuple[object, ...], tmp_path: Path
) -> None:
    s2ss("checkpoint", "--new-key", tmp_path / "other.key", "--name", "other.example")
    s2ss("bundle", "--all", *kept, "--to", tmp_path / "a.bundle")

    wrong = s2ss("verify", tmp_path / "a.bundle", "--log", tmp_path / "other.key.pub")

    assert wrong.code == 1
    assert "signature: the checkpoint was not signed by other.example" in wrong.out
    assert "cannot be checked" in s2ss("verify", tmp_path / "kept").cannot()


def test_what_is_asked_for_wrongly_is_said(s2ss: S2ss, kept: tuple[object, ...], tmp_path: Path) -> None:
    to = ("--to", tmp_path / "a.bundle")

    assert "Say what to bundle" in s2ss("bundle", *kept, *to).cannot()
    assert "Say what to bundle" in s2ss("bundle", DEPLOYMENT, "--all", *kept, *to).cannot()
    assert "no deployment dep-9" in s2ss("bundle", "dep-9", *kept, *to).cannot()
    assert "Add --texts" in s2ss("bundle", "--all", *kept, *to, "--redact", "deployment.closed").cannot()
    assert (
        "there is no event secrets"
        in s2ss("bundle", "--all", *kept, *to, "--texts", "--redact", "secrets").cannot()
    )
    assert not (tmp_path / "a.bundle").exists()
