"""The transparency log: a Merkle tree over the stored bytes, signed checkpoints of it, proofs, tiles and witnesses."""

from s2ss_core.transparency.checkpoint import LogHead, SignedCheckpoint, signed_checkpoint
from s2ss_core.transparency.comparison import SealedDifference, checkpoint_at, sealed_differences
from s2ss_core.transparency.keys import PublicKey, SecretKey, new_key, public_key, secret_key
from s2ss_core.transparency.leaves import tree_of
from s2ss_core.transparency.proofs import continues, includes
from s2ss_core.transparency.seal import sealed
from s2ss_core.transparency.signed_note import Signature, SignedNote, signed_note
from s2ss_core.transparency.tiles import Exported, export_tiles
from s2ss_core.transparency.tree import Tree
from s2ss_core.transparency.witness import cosigned, request_of

__all__ = [
    "Exported",
    "LogHead",
    "PublicKey",
    "SealedDifference",
    "SecretKey",
    "Signature",
    "SignedCheckpoint",
    "SignedNote",
    "Tree",
    "checkpoint_at",
    "continues",
    "cosigned",
    "export_tiles",
    "includes",
    "new_key",
    "public_key",
    "request_of",
    "sealed",
    "sealed_differences",
    "secret_key",
    "signed_checkpoint",
    "signed_note",
    "tree_of",
]
