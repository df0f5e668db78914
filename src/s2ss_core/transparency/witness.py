"""A witness cosigns checkpoints of a log that it knows only by what it cosigned before. Both exchange files.

The request has the form that C2SP defines for witnesses: `old` and a size, a consistency proof from that size with one
hash a line, an empty line, and the signed checkpoint. The answer is the checkpoint with one more signature.
"""

import hashlib
import re
from pathlib import Path

from s2ss_core.errors import BadInput, StoreError
from s2ss_core.transparency.checkpoint import SIZE, SignedCheckpoint, signed_checkpoint
from s2ss_core.transparency.files import content_of, locked, replace
from s2ss_core.transparency.keys import WITNESS, PublicKey, base64_of, from_base64
from s2ss_core.transparency.proofs import Proof, continues
from s2ss_core.transparency.seal import key_in
from s2ss_core.transparency.tree import HASH_BYTES, joined

MOST_HASHES = 63
OLD = re.compile(r"old (.+)")


def request_of(checkpoint: SignedCheckpoint, old: int, proof: Proof) -> str:
    """The file for a witness: the checkpoint, and the proof that it continues the one of the size `old`."""
    hashes = "".join(f"{base64_of(node)}\n" for node in proof)
    return f"old {old}\n{hashes}\n{checkpoint.note}"


def read_request(written: bytes) -> tuple[int, Proof, SignedCheckpoint]:
    """The old size, the proof and the checkpoint of a request. Raises BadInput."""
    head, blank, note = written.partition(b"\n\n")
    try:
        first, *lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        first, lines = "", list[str]()
    old, proof = OLD.fullmatch(first), tuple(map(from_base64, lines))
    if not blank or not old or not SIZE.fullmatch(old[1]) or len(proof) > MOST_HASHES:
        raise BadInput(
            "This is not a request to a witness: give the file that s2ss checkpoint --request wrote."
        )
    hashes = tuple(node for node in proof if node is not None and len(node) == HASH_BYTES)
    if len(hashes) != len(proof):
        raise BadInput("The proof in this request is damaged: ask for the file again.")
    return int(old[1]), hashes, signed_checkpoint(note)


def witnessed_file(key_file: Path, origin: str) -> Path:
    """The file beside a witness's key with the checkpoint of a log that it cosigned last."""
    return key_file.with_name(f"{key_file.name}.{hashlib.sha256(origin.encode()).hexdigest()[:16]}.last")


def cosigned(request: bytes, key_file: Path, log: PublicKey, *, at: int) -> SignedCheckpoint:
    """The checkpoint of a request with the cosignature of the witness whose key is in a file; `at` in seconds since 1970.

    The witness remembers it, and cosigns nothing that does not continue it. Raises BadInput for a request that is
    malformed or not signed by the log, and StoreError for one that does not continue what the witness cosigned last.
    """
    old, proof, checkpoint = read_request(request)
    if checkpoint.head.origin != log.name or not checkpoint.note.is_signed_by(log):
        raise BadInput(f"The checkpoint was not signed by {log.name}. Nothing was cosigned.")
    with locked(key_file):
        key = key_in(key_file, WITNESS)
        file = witnessed_file(key_file, log.name)
        last = signed_checkpoint(content_of(file)) if file.exists() else None
        _check(last, old, proof, checkpoint)
        answer = SignedCheckpoint(checkpoint.head, checkpoint.note.cosigned(key, at))
        replace(file, str(answer.note))
    return answer


def _check(last: SignedCheckpoint | None, old: int, proof: Proof, checkpoint: SignedCheckpoint) -> None:
    known = last.head.size if last else 0
    if old != known:
        raise BadInput(
            f"The witness cosigned {known:,} entries of this log last, and the request begins at {old:,}. Ask for a request"
            " with the checkpoint that was cosigned last: s2ss checkpoint --last FILE --request FILE"
        )
    head = checkpoint.head
    if head.size < known:
        raise BadInput(
            f"The checkpoint has {head.size:,} entries, and the witness cosigned {known:,} already. Ask for a newer one."
        )
    root = last.head.root if last else joined(())
    if not continues(root, head.root, old=old, size=head.size, proof=proof):
        raise StoreError(
            f"The checkpoint of {head.size:,} entries does not continue the one of {known:,} that was cosigned last: the log"
            " shows two histories. Nothing was cosigned. Keep both files, and tell whoever relies on the log."
        )
