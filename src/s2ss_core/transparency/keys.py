"""The keys of signed notes, in the text forms that programs for C2SP signed notes read and write.

A log signs its checkpoints with one kind of key, a witness its cosignatures with another.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error
from hashlib import sha256

import attrs

from s2ss_core.errors import BadInput
from s2ss_core.transparency.ed25519 import KEY_BYTES, new_seed, public_of

LOG, WITNESS = 1, 4  # the bytes that C2SP assigned to the two kinds of signature
KINDS = {LOG: "log", WITNESS: "witness"}
ID_BYTES = 4
HEADING = "PRIVATE+KEY"  # of the line with a secret key
NAME = re.compile(r"[^\s+\x00-\x1f\x7f]+")


@attrs.frozen
class PublicKey:
    """The key that signatures are checked with. `kind` is that of a log or of a witness; `public` has 32 bytes."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that a signature line names the key by."""
        return sha256(f"{self.name}\n".encode() + bytes((self.kind,)) + self.public).digest()[:ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64_of(bytes((self.kind,)) + self.public)}"


@attrs.frozen
class SecretKey:
    """The key that notes are signed with. `seed` has 32 bytes."""

    public: PublicKey
    seed: bytes = attrs.field(repr=False)

    @property
    def text(self) -> str:
        """The key as one line, for a file that nobody else can read."""
        kind = bytes((self.public.kind,))
        return f"{HEADING}+{self.public.name}+{self.public.key_id.hex()}+{base64_of(kind + self.seed)}\n"


def new_key(name: str, kind: int) -> SecretKey:
    """A new key at random. Raises BadInput for a name that no signature line can hold, and MissingExtra."""
    if not NAME.fullmatch(name):
        raise BadInput(
            f"{name!r} cannot be the name of a key: give a name without spaces and without +, such as exceed.example/support"
        )
    seed = new_seed()
    return SecretKey(PublicKey(name, kind, public_of(seed)), seed)


def public_key(text: str) -> PublicKey:
    """A public key from its text form. Raises BadInput."""
    parts = text.strip().split("+", 2)
    if len(parts) == 3:
        name, key_id, encoded = parts
        data = from_base64(encoded)
        if data is not None and len(data) == 1 + KEY_BYTES and data[0] in KINDS and NAME.fullmatch(name):
            key = PublicKey(name, data[0], data[1:])
            if key.key_id.hex() == key_id:
                return key
    raise BadInput(
        f"{text.strip()[:120]!r} is not a public key: give the line that s2ss checkpoint --new-key printed, or a file with it"
    )


def secret_key(text: str) -> SecretKey:
    """A secret key from its text form. Raises BadInput, which never repeats the text, and MissingExtra."""
    parts = text.strip().split("+", 4)
    if len(parts) == 5 and "+".join(parts[:2]) == HEADING:
        data = from_base64(parts[4])
        if data is not None and len(data) == 1 + KEY_BYTES and data[0] in KINDS and NAME.fullmatch(parts[2]):
            key = SecretKey(PublicKey(parts[2], data[0], public_of(data[1:])), data[1:])
            if key.public.key_id.hex() == parts[3]:
                return key
    raise BadInput("The file does not hold a secret key: give the one that s2ss checkpoint --new-key wrote")


def base64_of(data: bytes) -> str:
    """Bytes in the standard base64 of RFC 4648."""
    return b64encode(data).decode()


def from_base64(text: str) -> bytes | None:
    """The bytes of standard base64; None if it is not their only correct form."""
    try:
        data = b64decode(text, validate=True)
    except (Error, ValueError):
        return None
    return data if base64_of(data) == text else None
