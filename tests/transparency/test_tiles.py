"""A log as tiles: the files that the specification names, with the hashes that it names."""

from collections.abc import Callable
from pathlib import Path

import pytest

from s2ss_core.errors import BadInput
from s2ss_core.store import Append, Store, open_store
from s2ss_core.store.leaf import leaf_of
from s2ss_core.transparency import LogHead, SignedCheckpoint, SignedNote, export_tiles, sealed
from s2ss_core.transparency.tiles import WIDTH, exported_checkpoint, exported_leaves, tile_path
from tests.store.given import NOON, concern, visit
from tests.transparency.given import key_file, mth


def grow(store: Store, count: int) -> None:
    after = len(store.read("d-1"))
    store.append(
        [Append("d-1", after, tuple(visit(after + number) for number in range(1, count + 1)))],
        at=NOON,
        by="u-7",
    )


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("number", "width", "path"),
    ((0, WIDTH, "000"), (5, 3, "005.p/3"), (1_234_067, WIDTH, "x001/x234/067"), (1000, 1, "x001/000.p/1")),
)
def test_a_tile_has_the_path_of_the_specification(number: int, width: int, path: str) -> None:
    assert tile_path("0", number, width) == f"tile/0/{path}"


def test_a_log_of_several_tiles_is_exported_and_read_again(tmp_path: Path) -> None:
    key, _ = key_file(tmp_path)
    folder = tmp_path / "tiles"
    with open_store("memory:") as store:
        grow(store, 600)
        made = sealed(store, key)
        states = [state for _, state in store.entries()]

        exported = export_tiles(store, folder, made)

    over = [leaf_of(state) for state in states]
    assert files(folder) == {
        "checkpoint",
        *(f"tile/{kind}/{path}" for kind in ("0", "entries") for path in ("000", "001", "002.p/88")),
        "tile/1/000.p/2",
    }
    assert exported.files == 8
    assert (folder / "tile/0/001").read_bytes() == b"".join(over[256:512])
    assert (folder / "tile/1/000.p/2").read_bytes() == mth(over[:256]) + mth(over[256:512])
    assert (folder / "tile/entries/002.p/88").read_bytes()[2:].startswith(states[512])
    assert exported_checkpoint(folder) == made
    assert list(exported_leaves(folder, made)) == over


def test_a_tree_of_256_has_one_full_tile_and_a_root_above_it(tmp_path: Path) -> None:
    key, _ = key_file(tmp_path)
    with open_store("memory:") as store:
        grow(store, 256)
        export_tiles(store, tmp_path / "tiles", sealed(store, key))

    assert files(tmp_path / "tiles") == {"checkpoint", "tile/0/000", "tile/1/000.p/1", "tile/entries/000"}


def test_a_log_that_went_on_is_exported_into_the_same_folder(tmp_path: Path) -> None:
    key, _ = key_file(tmp_path)
    folder = tmp_path / "tiles"
    with open_store("memory:") as store:
        grow(store, 100)
        export_tiles(store, folder, sealed(store, key))
        grow(store, 200)
        made = sealed(store, key)

        export_tiles(store, folder, made)

        assert list(exported_leaves(folder, made)) == [leaf_of(state) for _, state in store.entries()]


def test_another_history_is_not_exported_into_the_folder_of_a_log(tmp_path: Path) -> None:
    key, _ = key_file(tmp_path)
    folder = tmp_path / "tiles"
    with open_store("memory:") as store, open_store("memory:") as other:
        grow(store, 300)
        grow(other, 300)
        made = sealed(store, key)
        export_tiles(store, folder, made)
        head = LogHead(made.head.origin, 300, mth([leaf_of(state) for _, state in other.entries()]))

        with pytest.raises(BadInput, match="a tile of another history"):
            export_tiles(other, folder, SignedCheckpoint(head, SignedNote(head.text)))
        with pytest.raises(BadInput, match="does not hold the history of this checkpoint"):
            export_tiles(other, tmp_path / "new", made)

    assert exported_checkpoint(folder) == made


def test_an_entry_that_is_too_long_for_the_format_leaves_out_its_file_of_entries_only(tmp_path: Path) -> None:
    key, _ = key_file(tmp_path)
    with open_store("memory:") as store:
        store.append([Append("d-1", 0, (visit(1),))], at=NOON, by="u-7", context={"long": "x" * 70_000})
        made = sealed(store, key)

        exported = export_tiles(store, tmp_path / "tiles", made)

        assert exported.left_out == ("tile/entries/000.p/1",)
        assert list(exported_leaves(tmp_path / "tiles", made)) == [leaf_of(s) for _, s in store.entries()]


def remove(tile: Path) -> None:
    tile.unlink()


def empty(tile: Path) -> None:
    tile.write_bytes(bytes(tile.stat().st_size))


@pytest.mark.parametrize("damage", (remove, empty))
def test_tiles_that_are_missing_or_changed_are_noticed(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    key, _ = key_file(tmp_path)
    with open_store("memory:") as store:
        grow(store, 3)
        made = sealed(store, key)
        export_tiles(store, tmp_path / "tiles", made)
    damage(tmp_path / "tiles/tile/0/000.p/3")

    with pytest.raises(BadInput, match="do not give the root"):
        list(exported_leaves(tmp_path / "tiles", made))


def test_private_texts_are_in_no_tile(tmp_path: Path) -> None:
    key, _ = key_file(tmp_path)
    with open_store("memory:") as store:
        store.append([Append("d-1", 0, (concern("A secret."),))], at=NOON, by="u-7")
        export_tiles(store, tmp_path / "tiles", sealed(store, key))

    assert all(
        b"A secret" not in path.read_bytes() for path in (tmp_path / "tiles").rglob("*") if path.is_file()
    )
