"""Trees in the plain words of RFC 9162, section 2.1, as a second way of computing everything; stores; and keys."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from s2ss_core.store.leaf import leaf_of
from s2ss_core.transparency import new_key
from s2ss_core.transparency.files import write_new
from s2ss_core.transparency.keys import LOG, PublicKey

ORIGIN = "exceed.example/support"

# The eight leaves that implementations of certificate transparency test with.
EIGHT = tuple(
    leaf_of(bytes.fromhex(leaf))
    for leaf in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"
    )
)  # fmt: skip


def leaves(count: int) -> list[bytes]:
    return [leaf_of(str(number).encode()) for number in range(count)]


def mth(leaves: Sequence[bytes]) -> bytes:
    """MTH of section 2.1.1."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256().digest()
    k = split(len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH of section 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: Sequence[bytes], *, whole: bool = True) -> list[bytes]:
    """SUBPROOF of section 2.1.4.1; PROOF is the one with `whole`."""
    n = len(leaves)
    if m == n:
        return [] if whole else [mth(leaves)]
    k = split(n)
    if m <= k:
        return [*subproof(m, leaves[:k], whole=whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], whole=False), mth(leaves[:k])]


def key_file(folder: Path, name: str = ORIGIN, kind: int = LOG) -> tuple[Path, PublicKey]:
    """A new key in a file, and its public half."""
    key = new_key(name, kind)
    file = folder / f"{name.replace('/', '-')}.key"
    write_new(file, key.text)
    return file, key.public
