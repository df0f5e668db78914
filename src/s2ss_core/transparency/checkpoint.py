"""Checkpoints as C2SP defines them: the name of a log, how many leaves it has, and the root over them."""

import re

import attrs

from s2ss_core.errors import BadInput
from s2ss_core.transparency.keys import base64_of, from_base64
from s2ss_core.transparency.signed_note import SignedNote, signed_note
from s2ss_core.transparency.tree import HASH_BYTES

SIZE = re.compile(r"0|[1-9][0-9]{0,17}")


@attrs.frozen
class LogHead:
    """What a checkpoint says: the first `size` entries of the log called `origin` have this root (32 bytes)."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed: three lines."""
        return f"{self.origin}\n{self.size}\n{base64_of(self.root)}\n"

    def __str__(self) -> str:
        return f"{self.size:,} entries of {self.origin}, root {base64_of(self.root)}"


@attrs.frozen
class SignedCheckpoint:
    """A checkpoint and the note that it was read from."""

    head: LogHead
    note: SignedNote


def signed_checkpoint(written: bytes) -> SignedCheckpoint:
    """A checkpoint from the bytes of its file. Raises BadInput. The signatures are not checked here."""
    note = signed_note(written)
    origin, *rest = note.text.removesuffix("\n").split("\n")
    if origin and len(rest) == 2 and SIZE.fullmatch(rest[0]):
        root = from_base64(rest[1])
        if root is not None and len(root) == HASH_BYTES:
            return SignedCheckpoint(LogHead(origin, int(rest[0]), root), note)
    raise BadInput(
        "This note is not a checkpoint: its text must be the name of a log, a number of entries and a root. Give the file"
        " as s2ss checkpoint wrote it."
    )
