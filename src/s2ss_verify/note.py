"""Signed checkpoints: a note with the name of a log, a size and a root, and a line for each signature."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from s2ss_verify.report import Unreadable

ED25519, COSIGNATURE = 1, 4
SPACES = re.compile(r"[\s+\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Key:
    """A public key: the name of its holder, the kind of its signatures, and 32 bytes."""

    name: str
    kind: int
    public: bytes

    @property
    def hint(self) -> bytes:
        """The first four bytes of a hash over all of it."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]


@dataclass(frozen=True)
class Checkpoint:
    """What a checkpoint says, the text that is signed, and each line: name, hint and signature."""

    origin: str
    size: int
    root: bytes
    text: str
    lines: tuple[tuple[str, bytes, bytes], ...]

    def signed_by(self, key: Key) -> bool:
        """Whether the key signed, and no line with its name and hint is wrong."""
        own = [signature for name, hint, signature in self.lines if (name, hint) == (key.name, key.hint)]
        return bool(own) and all(_verifies(key, signature, self.text) for signature in own)


def read_key(text: str) -> Key:
    """A key from its line: name, hint and base64 between plus signs."""
    name, _, rest = text.strip().partition("+")
    hint, _, encoded = rest.partition("+")
    data = decoded(encoded)
    if name and not SPACES.search(name) and len(data) == 33 and data[0] in {ED25519, COSIGNATURE}:
        key = Key(name, data[0], data[1:])
        if key.hint.hex() == hint:
            return key
    raise Unreadable(f"{text.strip()[:80]!r} is not the public key of a log or a witness")


def read_checkpoint(content: bytes) -> Checkpoint:
    """A checkpoint from the bytes of its file."""
    try:
        whole = content.decode()
    except UnicodeDecodeError:
        raise Unreadable("the checkpoint is not text") from None
    body, gap, rest = whole.rpartition("\n\n")
    lines = body.split("\n")
    signatures = rest.split("\n")
    if (
        not gap
        or len(lines) != 3
        or signatures.pop()
        or not 1 <= len(signatures) <= 100
        or len(content) > 100_000
    ):
        raise Unreadable("the checkpoint does not have three lines, an empty line and signatures")
    origin, size, root = lines
    if (
        not origin
        or any(ord(c) < 32 for c in whole.replace("\n", ""))
        or not re.fullmatch("0|[1-9][0-9]{0,17}", size)
    ):
        raise Unreadable("the checkpoint does not name a log and a size")
    if len(decoded(root)) != 32:
        raise Unreadable("the checkpoint has no root of 32 bytes")
    return Checkpoint(origin, int(size), decoded(root), body + "\n", tuple(map(_line, signatures)))


def _line(line: str) -> tuple[str, bytes, bytes]:
    parts = line.split(" ")
    if len(parts) == 3 and parts[0] == "\u2014" and parts[1] and not SPACES.search(parts[1]):
        data = decoded(parts[2])
        if len(data) > 4:
            return parts[1], data[:4], data[4:]
    raise Unreadable("the checkpoint has a line that is not a signature")


def decoded(text: str) -> bytes:
    """The bytes of base64 in its one correct form; no bytes for anything else."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError, ValueError):
        return b""
    return data if base64.b64encode(data).decode() == text else b""


def _verifies(key: Key, signature: bytes, text: str) -> bool:
    message = text.encode()
    if key.kind == COSIGNATURE:
        at, signature = int.from_bytes(signature[:8], "big"), signature[8:]
        message = f"cosignature/v1\ntime {at}\n".encode() + message
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        raise Unreadable("signatures cannot be checked: run pip install cryptography") from None
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
