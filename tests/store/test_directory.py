from pathlib import Path

from s2ss_core.store import Entry, Store, open_store
from tests.store.given import tell, visit


def test_the_directory_knows_who_was_entered(store: Store) -> None:
    store.directory.enter(
        "sl-014", name="Amina Shah", email="a.shah@school.example", telephone="01632 960001"
    )
    store.directory.enter("u-7")

    assert store.directory.look_up("sl-014") == Entry(
        id="sl-014", name="Amina Shah", email="a.shah@school.example", telephone="01632 960001"
    )
    assert store.directory.look_up("u-7") == Entry(id="u-7")
    assert store.directory.known() == ("sl-014", "u-7")


def test_nobody_is_known_who_was_not_entered(store: Store) -> None:
    assert store.directory.look_up("sl-014") is None
    assert store.directory.known() == ()


def test_entering_again_replaces_what_was_there(store: Store) -> None:
    store.directory.enter("sl-014", name="Amina Shah", email="a.shah@school.example")
    store.directory.enter("sl-014", name="Amina Khan")

    assert store.directory.look_up("sl-014") == Entry(id="sl-014", name="Amina Khan")
    assert store.directory.known() == ("sl-014",)


def test_the_directory_forgets(store: Store) -> None:
    store.directory.enter("sl-014", name="Amina Shah")
    store.directory.enter("sl-015", name="Ben Okoro")

    store.directory.forget("sl-014")
    store.directory.forget("nobody")

    assert store.directory.look_up("sl-014") is None
    assert store.directory.known() == ("sl-015",)


def test_the_directory_is_no_part_of_history(store: Store) -> None:
    told = tell(store, "d-1", visit(1))
    store.directory.enter("sl-014", name="Amina Shah")

    assert tuple(store.history()) == told
    assert store.newest() == 1
    assert store.streams() == ("d-1",)


def test_nothing_of_somebody_forgotten_is_left_in_any_file(file: Path, url: str) -> None:
    with open_store(url) as store:
        store.directory.enter("sl-014", name="Amina Shah", email="old@school.example")
    with open_store(url) as store:
        store.directory.enter("sl-014", name="Amina Shah", email="new@school.example")
        store.directory.forget("sl-014")

        for trace in (b"Amina", b"old@school", b"new@school"):
            assert [path.name for path in file.parent.iterdir() if trace in path.read_bytes()] == []


def test_the_directory_is_kept_with_the_file(url: str) -> None:
    with open_store(url) as store:
        store.directory.enter("sl-014", name="Amina Shah")

    with open_store(url) as store:
        assert store.directory.look_up("sl-014") == Entry(id="sl-014", name="Amina Shah")
