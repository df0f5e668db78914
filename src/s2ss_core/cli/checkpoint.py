"""`s2ss checkpoint`: seal the history up to now, and make the key for it."""

from pathlib import Path
from typing import Annotated

import attrs
from cyclopts import Parameter

from s2ss_core.cli.exit_codes import DONE
from s2ss_core.cli.options import How, Where
from s2ss_core.cli.progress import measured
from s2ss_core.cli.stores import reading
from s2ss_core.errors import BadInput
from s2ss_core.store import Store
from s2ss_core.transparency import (
    Exported,
    LogHead,
    SignedCheckpoint,
    export_tiles,
    new_key,
    request_of,
    sealed,
    tree_of,
)
from s2ss_core.transparency.checkpoint import signed_checkpoint
from s2ss_core.transparency.files import content_of, replace, write_new
from s2ss_core.transparency.keys import LOG, WITNESS
from s2ss_core.transparency.proofs import consistency_ranges, parts, proof_from

WHERE, HOW = Where(), How()
File = Annotated[Path | None, Parameter(metavar="FILE")]
Folder = Annotated[Path | None, Parameter(metavar="FOLDER")]
Flag = Annotated[bool, Parameter(negative=(), show_default=False)]


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class NewKey:
    """A key to make, instead of a checkpoint."""

    new_key: File = None
    """Make a key, and nothing else: write it to this new file, and print its public half."""
    name: str | None = None
    """The name of the log or witness that the new key is for, such as exceed.example/support."""
    witness: Flag = False
    """Make the new key for a witness, who cosigns the checkpoints of others with s2ss cosign."""


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class Outputs:
    """What to write, and where to."""

    to: File = None
    """Write the checkpoint to this file, and not to standard output."""
    request: File = None
    """Write a file for a witness too: the checkpoint, and the proof that it continues the one of --last."""
    tiles: Folder = None
    """Write all entries and the tree to this folder too, as tiles that public tools can check."""


NEW_KEY, OUTPUTS = NewKey(), Outputs()


def checkpoint(
    *,
    key: File = None,
    last: File = None,
    outputs: Outputs = OUTPUTS,
    new: NewKey = NEW_KEY,
    where: Where = WHERE,
    how: How = HOW,
) -> int:
    """Seal the history up to now: sign how many entries there are and the root over their bytes.

    Keep what it prints where whoever can write to the store cannot change it. Later, `s2ss doctor --checkpoint` shows
    whether those entries are still the same. It writes nothing to the store.

    Parameters
    ----------
    key
        The file with the secret key. The checkpoint that it signed last is kept beside it.
    last
        An earlier checkpoint, which this history must continue.
    """
    if new.new_key:
        return _make_key(new.new_key, new.name, WITNESS if new.witness else LOG)
    if not key:
        raise BadInput(
            "Say which key signs: add --key FILE. To make one, run: s2ss checkpoint --new-key FILE --name NAME"
        )
    earlier = signed_checkpoint(content_of(last)).head if last else None
    with reading(where.url) as brokerage:
        made = _sealed(brokerage.store, key, earlier)
        if outputs.request:
            replace(outputs.request, _request(brokerage.store, made, earlier.size if earlier else 0))
        exported = _tiles(brokerage.store, outputs.tiles, made) if outputs.tiles else None
    if outputs.to:
        replace(outputs.to, str(made.note))
    _show(made, outputs.to, exported, how)
    return DONE


def _sealed(store: Store, key: Path, earlier: LogHead | None) -> SignedCheckpoint:
    with measured("Sealing") as so_far:
        return sealed(store, key, since=(earlier,) if earlier else (), watch=so_far)


def _make_key(file: Path, name: str | None, kind: int) -> int:
    if not name:
        raise BadInput("Say what the key is for: add --name NAME, such as --name exceed.example/support")
    key = new_key(name, kind)
    write_new(file, key.text)
    replace(file.with_name(f"{file.name}.pub"), f"{key.public}\n")
    print(key.public)
    return DONE


def _request(store: Store, made: SignedCheckpoint, old: int) -> str:
    ranges = consistency_ranges(old, made.head.size)
    with measured("Proving") as so_far:
        tree = tree_of(store, size=made.head.size, ranges=parts(ranges), watch=so_far)
    return request_of(made, old, proof_from(tree, ranges))


def _tiles(store: Store, folder: Path, made: SignedCheckpoint) -> Exported:
    with measured("Exporting") as so_far:
        return export_tiles(store, folder, made, so_far)


def _show(made: SignedCheckpoint, to: Path | None, exported: Exported | None, how: How) -> None:
    from s2ss_core.cli.message import print_error
    from s2ss_core.cli.show.console import as_json

    if how.json:
        as_json(as_plain(made))
    elif not to:
        print(made.note, end="")
    for path in exported.left_out if exported else ():
        print_error(
            f"{path} is left out: an entry in it is longer than 65,535 bytes, which is all a tile has room for."
        )


def as_plain(made: SignedCheckpoint) -> dict[str, str | int]:
    """A checkpoint as plain data; the root in base64."""
    from s2ss_core.transparency.keys import base64_of

    head = made.head
    return {"origin": head.origin, "size": head.size, "root": base64_of(head.root), "note": str(made.note)}
