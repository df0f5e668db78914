"""A log as a folder of tiles, as C2SP defines them for tiled transparency logs: public tools can check and serve it.

A tile is a file of up to 256 hashes side by side: leaf hashes at level 0, and roots of full tiles of the level below above
it. Entries stand in files of up to 256, each behind its length.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from s2ss_core.errors import BadInput
from s2ss_core.store import Store
from s2ss_core.store.leaf import leaf_of
from s2ss_core.transparency.checkpoint import SignedCheckpoint, signed_checkpoint
from s2ss_core.transparency.files import content_of, replace
from s2ss_core.transparency.leaves import Watch, sealed_states, unwatched
from s2ss_core.transparency.tree import HASH_BYTES, Tree, joined

WIDTH = 256
CHECKPOINT = "checkpoint"
LONGEST_ENTRY = 2**16 - 1  # bytes: the length before an entry has two


@attrs.frozen
class Exported:
    """What an export wrote: how many files, and the numbers of files of entries that the format has no room for."""

    files: int
    left_out: tuple[str, ...]


def tile_path(kind: str, number: int, width: int = WIDTH) -> str:
    """The path of a tile in the folder; `kind` is a level or `entries`."""
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03}")
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/{kind}/{'/'.join(groups)}{partial}"


def export_tiles(
    store: Store, folder: Path, checkpoint: SignedCheckpoint, watch: Watch = unwatched
) -> Exported:
    """Write the entries and the tree of a checkpoint as tiles, and last the checkpoint. Full tiles that are there stay.

    Raises BadInput if the folder holds tiles of another history, or if the store does not give the checkpoint's root.
    """
    writer, tree = _Writer(folder), Tree()
    for state in sealed_states(store, watch):
        if tree.size == checkpoint.head.size:
            break
        leaf = leaf_of(state)
        tree.add(leaf)
        writer.add_entry(state)
        writer.add_hash(0, leaf)
    if (tree.size, tree.root) != (checkpoint.head.size, checkpoint.head.root):
        raise BadInput(
            "The store does not hold the history of this checkpoint. Give a checkpoint of this store."
        )
    writer.finish()
    _make_folder(folder)
    replace(folder / CHECKPOINT, str(checkpoint.note))
    return Exported(writer.files + 1, tuple(writer.left_out))


@attrs.define
class _Writer:
    """Keeps the tiles that are not full yet, one of each level, and writes those that are."""

    folder: Path
    files: int = 0
    left_out: list[str] = attrs.field(factory=list)
    _levels: list[list[bytes]] = attrs.field(factory=list)
    _numbers: list[int] = attrs.field(factory=list)
    _entries: list[bytes] = attrs.field(factory=list)
    _bundles: int = 0

    def add_hash(self, level: int, node: bytes) -> None:
        if level == len(self._levels):
            self._levels.append([])
            self._numbers.append(0)
        hashes = self._levels[level]
        hashes.append(node)
        if len(hashes) == WIDTH:
            self._write(tile_path(str(level), self._numbers[level]), b"".join(hashes))
            self._levels[level], self._numbers[level] = list[bytes](), self._numbers[level] + 1
            self.add_hash(level + 1, perfect_root(hashes))

    def add_entry(self, state: bytes) -> None:
        self._entries.append(state)
        if len(self._entries) == WIDTH:
            self._write_entries()

    def finish(self) -> None:
        if self._entries:
            self._write_entries()
        for level, hashes in enumerate(self._levels):
            if hashes:
                self._write(tile_path(str(level), self._numbers[level], len(hashes)), b"".join(hashes))

    def _write_entries(self) -> None:
        path = tile_path("entries", self._bundles, len(self._entries))
        if max(map(len, self._entries)) > LONGEST_ENTRY:
            self.left_out.append(path)
        else:
            self._write(path, b"".join(len(state).to_bytes(2, "big") + state for state in self._entries))
        self._entries, self._bundles = list[bytes](), self._bundles + 1

    def _write(self, path: str, content: bytes) -> None:
        file = self.folder / path
        self.files += 1
        if file.exists():
            if file.read_bytes() != content:
                raise BadInput(
                    f"{file} holds a tile of another history. Nothing was changed: choose an empty folder, and compare the"
                    " two: s2ss doctor --checkpoint FOLDER"
                )
            return
        _make_folder(file.parent)
        unfinished = file.with_name(f"{file.name}.new")
        unfinished.write_bytes(content)
        unfinished.replace(file)


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """The root over the hashes of a full tile."""
    tree = Tree()
    for node in hashes:
        tree.add(node)
    return tree.root


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"{folder} cannot be made: {error.strerror}. Choose another folder.") from None


def exported_checkpoint(folder: Path) -> SignedCheckpoint:
    """The checkpoint in a folder of tiles. Raises BadInput."""
    return signed_checkpoint(content_of(folder / CHECKPOINT))


def exported_leaves(folder: Path, checkpoint: SignedCheckpoint) -> Iterator[bytes]:
    """The leaf hashes in a folder of tiles, in order. Raises BadInput, at the end at the latest, unless they give its root."""
    tree, size = Tree(), checkpoint.head.size
    for number in range(-(-size // WIDTH)):
        width = min(WIDTH, size - number * WIDTH)
        content = _tile(folder, number, width)
        for start in range(0, width * HASH_BYTES, HASH_BYTES):
            leaf = content[start : start + HASH_BYTES]
            tree.add(leaf)
            yield leaf
    if (tree.root if size else joined(())) != checkpoint.head.root:
        raise _damaged(folder)


def _tile(folder: Path, number: int, width: int) -> bytes:
    for path in (folder / tile_path("0", number), folder / tile_path("0", number, width)):
        if path.is_file():
            content = path.read_bytes()
            if len(content) >= width * HASH_BYTES:
                return content
    raise _damaged(folder)


def _damaged(folder: Path) -> BadInput:
    return BadInput(
        f"The tiles in {folder} do not give the root of their checkpoint. Take another copy of them."
    )
