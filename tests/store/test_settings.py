from pathlib import Path

import pytest

from s2ss_core.errors import StoreError
from s2ss_core.store import open_store
from s2ss_core.store.eventsourcing_app import HistoryApplication
from s2ss_core.store.memory.recorder import MemoryRecorder
from s2ss_core.store.sqlite.recorder import SQLiteRecorder
from s2ss_core.store.store_url import settings_of
from tests.store.given import record, visit

PREFIX = f"{HistoryApplication.name.upper()}_"  # of eventsourcing's settings for this application


@pytest.mark.parametrize("url", ("memory:", "sqlite:///{file}"))
def test_the_environment_never_redirects_a_store(
    url: str, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere.db"
    for prefix in ("", PREFIX):
        monkeypatch.setenv(prefix + "PERSISTENCE_MODULE", "eventsourcing.sqlite")
        monkeypatch.setenv(prefix + "SQLITE_DBNAME", str(elsewhere))
        monkeypatch.setenv(prefix + "COMPRESSOR_TOPIC", "zlib")
        monkeypatch.setenv(prefix + "CIPHER_KEY", "x")
        monkeypatch.setenv(prefix + "MAPPER_TOPIC", "nowhere:Mapper")
        monkeypatch.setenv(prefix + "TRANSCODER_TOPIC", "nowhere:Transcoder")
        monkeypatch.setenv(prefix + "IS_SNAPSHOTTING_ENABLED", "y")
        monkeypatch.setenv(prefix + "CREATE_TABLE", "no")
        monkeypatch.setenv(prefix + "S2SS_WAIT_SECONDS", "never")

    with open_store(url.format(file=file)) as store:
        record(store, "d-1", visit(1))
        assert next(store.entries())[1].startswith(b'{"at":')

    assert not elsewhere.exists()
    assert file.exists() == url.startswith("sqlite")


@pytest.mark.parametrize(
    "key",
    (
        "COMPRESSOR_TOPIC",
        "CIPHER_TOPIC",
        "CIPHER_KEY",
        "TRANSCODER_TOPIC",
        "MAPPER_TOPIC",
        "IS_SNAPSHOTTING_ENABLED",
    ),
)
@pytest.mark.parametrize("prefix", ("", PREFIX))
def test_settings_that_would_change_what_is_stored_are_refused(prefix: str, key: str) -> None:
    settings = dict(settings_of("memory:", create=True, wait=1.0)) | {prefix + key: "y"}

    with pytest.raises(StoreError, match=key):
        HistoryApplication(settings)


def test_settings_name_our_own_factories(file: Path) -> None:
    for url, recorder in (("memory:", MemoryRecorder), (f"sqlite:///{file}", SQLiteRecorder)):
        settings = settings_of(url, create=True, wait=1.0)
        history = HistoryApplication(settings)
        assert ":" in settings["PERSISTENCE_MODULE"]
        assert type(history.recorder) is recorder
        history.close()


@pytest.mark.parametrize(
    "url",
    (
        "",
        "memory",
        "memory://x",
        "sqlite:",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///a\0b",
        "sqlite://support.db",
        "support.db",
        "mysql://x",
    ),
)
def test_a_url_that_names_no_store_is_answered_with_those_that_do(url: str) -> None:
    with pytest.raises(StoreError) as refusal:
        open_store(url)

    for possible in ("memory:", "sqlite:///", "sqlite:////"):
        assert possible in str(refusal.value)


def test_a_relative_path_is_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    open_store("sqlite:///support.db").close()

    assert (tmp_path / "support.db").exists()


@pytest.mark.parametrize("name", ("with space.db", "what?.db", "100%.db", "a#b.db", "é.db", "a&mode=ro"))
def test_any_file_name_is_a_file_name(tmp_path: Path, name: str) -> None:
    with open_store(f"sqlite:///{tmp_path / name}") as store:
        record(store, "d-1", visit(1))

    assert (tmp_path / name).is_file()


def test_every_memory_store_is_its_own() -> None:
    with open_store("memory:") as one, open_store("memory:") as other:
        record(one, "d-1", visit(1))

        assert other.newest() == 0
