from pathlib import Path

from s2ss_core.store import open_store


def test_nothing_of_somebody_forgotten_is_left_in_any_file(file: Path, url: str) -> None:
    with open_store(url) as store:
        store.directory.enter("sl-014", name="Amina Shah", email="old@school.example")
    with open_store(url) as store:
        store.directory.enter("sl-014", name="Amina Shah", email="new@school.example")
        store.directory.forget("sl-014")

        for trace in (b"Amina", b"old@school", b"new@school"):
            assert [path.name for path in file.parent.iterdir() if trace in path.read_bytes()] == []
