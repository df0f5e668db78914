"""Write a bundle: one file with entries, proofs, documents and a checkpoint, for somebody who trusts nobody.

`docs/explanation/bundle.md` says what stands in each file.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs

from s2ss_core.bundle.container import ZipWriter, zip_file
from s2ss_core.bundle.disclosure import disclosed
from s2ss_core.bundle.documents import documents_of
from s2ss_core.bundle.selection import Selection, selection
from s2ss_core.errors import StoreError
from s2ss_core.store import Store
from s2ss_core.transparency import LogHead, SignedCheckpoint, Tree, tree_of
from s2ss_core.transparency.keys import base64_of
from s2ss_core.transparency.leaves import Watch, unwatched
from s2ss_core.transparency.proofs import Proof, consistency_ranges, inclusion_ranges, parts, proof_from

FORMAT = "s2ss-bundle-1"


@attrs.frozen(kw_only=True)
class Bundled:
    """What a bundle holds: how many entries of how many in the log, texts, and files."""

    entries: int
    size: int
    deployments: tuple[str, ...]
    texts: int
    files: int


@attrs.define
class _Writer:
    """Adds files to a bundle and keeps what the manifest says of each."""

    zip: ZipWriter
    files: dict[str, dict[str, Any]] = attrs.field(factory=dict)

    def add(self, name: str, parts: Iterable[bytes]) -> None:
        digest, size = sha256(), 0

        def counted() -> Iterator[bytes]:
            nonlocal size
            for part in parts:
                digest.update(part)
                size += len(part)
                yield part

        self.zip.add(name, counted())
        self.files[name] = {"bytes": size, "sha256": digest.hexdigest()}


def write_bundle(
    store: Store,
    file: Path,
    checkpoint: SignedCheckpoint,
    *,
    deployment: str | None = None,
    texts: bool = False,
    redacted: Collection[str] = (),
    since: LogHead | None = None,
    watch: Watch = unwatched,
) -> Bundled:
    """Write the bundle of a deployment, or of the whole history if none is named, up to a checkpoint.

    Private texts are withheld unless `texts` is True, and those in `redacted` are even then. `since` is an earlier
    checkpoint: the bundle then has the proof that this one continues it. The same history gives the same bytes.
    Raises NotFound, BadInput, and StoreError if the store does not give the root of the checkpoint.
    """
    chosen = selection(store, deployment, checkpoint.head.size)
    tree = _tree(store, chosen, checkpoint.head, since, watch)
    with_texts = 0
    with zip_file(file) as opened:
        writer = _Writer(opened)
        writer.add("checkpoint", [str(checkpoint.note).encode()])
        _add_proved(writer, store, chosen, tree, since)
        if texts:
            lines = list(_texts(store, chosen, redacted))
            with_texts = len(lines)
            writer.add("texts.jsonl", lines)
        documents = _documents(writer, store, chosen)
        opened.add("manifest.json", [_line(_manifest(chosen, checkpoint.head, writer.files, documents))])
    count = chosen.size if chosen.positions is None else len(chosen.positions)
    return Bundled(
        entries=count,
        size=chosen.size,
        deployments=chosen.deployments,
        texts=with_texts,
        files=len(writer.files) + 1,
    )


def _add_proved(writer: _Writer, store: Store, chosen: Selection, tree: Tree, since: LogHead | None) -> None:
    writer.add("entries.jsonl", (row.state + b"\n" for row in chosen.rows(store)))
    if chosen.positions is not None:
        writer.add("proofs.jsonl", _proofs(tree, chosen.positions, chosen.size))
    if since:
        writer.add("consistency.json", [_consistency(tree, since, chosen.size)])


def _tree(store: Store, chosen: Selection, head: LogHead, since: LogHead | None, watch: Watch) -> Tree:
    ranges = {
        part for position in chosen.positions or () for part in inclusion_ranges(position - 1, head.size)
    }
    ranges |= set(consistency_ranges(since.size, head.size)) if since else set()
    sizes = (since.size,) if since else ()
    tree = tree_of(store, size=head.size, ranges=parts(ranges), sizes=sizes, watch=watch)
    if (tree.size, tree.root) != (head.size, head.root):
        raise StoreError(
            f"The first {head.size:,} entries of this store are not those of the checkpoint, so nothing was bundled. Run:"
            " s2ss doctor --checkpoint FILE"
        )
    if since and tree.roots.get(since.size) != since.root:
        raise StoreError("This history does not continue the earlier checkpoint, so nothing was bundled.")
    return tree


def _proofs(tree: Tree, positions: Iterable[int], size: int) -> Iterator[bytes]:
    for position in positions:
        proof = proof_from(tree, inclusion_ranges(position - 1, size))
        yield _line({"position": position, "proof": _hashes(proof)})


def _consistency(tree: Tree, since: LogHead, size: int) -> bytes:
    proof = proof_from(tree, consistency_ranges(since.size, size))
    return _line({"size": since.size, "root": base64_of(since.root), "proof": _hashes(proof)})


def _texts(store: Store, chosen: Selection, redacted: Collection[str]) -> Iterator[bytes]:
    for row in chosen.rows(store):
        if found := disclosed(row, redacted):
            yield _line({"position": row.position, "texts": found})


def _documents(writer: _Writer, store: Store, chosen: Selection) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = []
    for document in documents_of(store, chosen.deployments, chosen.size):
        listed.append({**document.about, "file": document.name})
        if document.name not in writer.files:
            writer.add(document.name, [document.content])
    return listed


def _manifest(
    chosen: Selection, head: LogHead, files: dict[str, dict[str, Any]], documents: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "origin": head.origin,
        "size": head.size,
        "whole": chosen.whole,
        "deployments": list(chosen.deployments),
        "documents": documents,
        "files": files,
    }


def _hashes(proof: Proof) -> list[str]:
    return [base64_of(node) for node in proof]


def _line(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
