"""Signed notes as C2SP defines them: a text, an empty line, and one line for each signature."""

import re
from collections.abc import Iterable

import attrs

from s2ss_core.errors import BadInput
from s2ss_core.transparency.ed25519 import SIGNATURE_BYTES, is_signed, sign
from s2ss_core.transparency.keys import (
    ID_BYTES,
    LOG,
    NAME,
    WITNESS,
    PublicKey,
    SecretKey,
    base64_of,
    from_base64,
)

DASH = "\N{EM DASH} "
MOST_BYTES = 100_000
MOST_SIGNATURES = 100
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
TIME_BYTES = 8


@attrs.frozen
class Signature:
    """One line: who signed, the four bytes that name the key, and the signature."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{DASH}{self.name} {base64_of(self.key_id + self.signature)}\n"

    def is_of(self, key: PublicKey) -> bool:
        """Whether the line says that this key signed. It may be wrong."""
        return (self.name, self.key_id) == (key.name, key.key_id)


@attrs.frozen
class SignedNote:
    """A text that ends with a line end, and its signatures."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    def signed(self, key: SecretKey) -> "SignedNote":
        """The note with the signature of a log's key added. The same text always gives the same bytes."""
        return self.with_line(key.public, sign(key.seed, self.text.encode()))

    def cosigned(self, key: SecretKey, at: int) -> "SignedNote":
        """The note with the cosignature of a witness added; `at` is the time in seconds since 1970."""
        stamp = at.to_bytes(TIME_BYTES, "big")
        return self.with_line(key.public, stamp + sign(key.seed, cosigned_message(self.text, at)))

    def with_line(self, key: PublicKey, signature: bytes) -> "SignedNote":
        """The note with one signature of this key, which takes the place of an earlier one."""
        kept = tuple(line for line in self.signatures if not line.is_of(key))
        return attrs.evolve(self, signatures=(*kept, Signature(key.name, key.key_id, signature)))

    def is_signed_by(self, key: PublicKey) -> bool:
        """Whether this key signed. False too if any line that names the key has a signature that is not right."""
        lines = [line for line in self.signatures if line.is_of(key)]
        return bool(lines) and all(_is_right(self.text, line, key) for line in lines)


def cosigned_message(text: str, at: int) -> bytes:
    """What a witness signs: a heading, the time, and the text of the checkpoint."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _is_right(text: str, line: Signature, key: PublicKey) -> bool:
    if key.kind == LOG:
        return len(line.signature) == SIGNATURE_BYTES and is_signed(key.public, line.signature, text.encode())
    if key.kind != WITNESS or len(line.signature) != TIME_BYTES + SIGNATURE_BYTES:
        return False
    at, signature = int.from_bytes(line.signature[:TIME_BYTES], "big"), line.signature[TIME_BYTES:]
    return is_signed(key.public, signature, cosigned_message(text, at))


def signed_note(written: bytes) -> SignedNote:
    """A note from its bytes. Raises BadInput unless they are the form of a signed note."""
    if len(written) > MOST_BYTES:
        raise _malformed(f"it has more than {MOST_BYTES:,} bytes")
    try:
        whole = written.decode("utf-8")
    except UnicodeDecodeError:
        raise _malformed("it is not UTF-8 text") from None
    if CONTROL.search(whole):
        raise _malformed("it contains control characters")
    text, blank, lines = whole.rpartition("\n\n")
    if not blank or not text or not lines.endswith("\n"):
        raise _malformed("a text, an empty line and lines of signatures are expected")
    return SignedNote(f"{text}\n", tuple(_signatures(lines.removesuffix("\n").split("\n"))))


def _signatures(lines: list[str]) -> Iterable[Signature]:
    if len(lines) > MOST_SIGNATURES:
        raise _malformed(f"it has more than {MOST_SIGNATURES} signatures")
    for line in lines:
        name, _, encoded = line.removeprefix(DASH).partition(" ")
        data = from_base64(encoded)
        if not line.startswith(DASH) or not NAME.fullmatch(name) or data is None or len(data) <= ID_BYTES:
            raise _malformed(f"{line[:100]!r} is not the line of a signature")
        yield Signature(name, data[:ID_BYTES], data[ID_BYTES:])


def _malformed(why: str) -> BadInput:
    return BadInput(f"This is not a signed note: {why}. Give the file as s2ss checkpoint wrote it.")
