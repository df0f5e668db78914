"""The entries of a bundle against its checkpoint: all of them, or each by its own proof."""

from collections.abc import Callable, Iterator
from typing import Any

from s2ss_verify.canonical import NotCanonical, canonical, parsed
from s2ss_verify.container import Container
from s2ss_verify.history import ENTRIES, History
from s2ss_verify.merkle import consistency_holds, inclusion_holds, leaf_hash, tree_hash
from s2ss_verify.note import Checkpoint, decoded
from s2ss_verify.report import Report

PROOFS, CONSISTENCY = "proofs.jsonl", "consistency.json"
SHOWN = 1000
Watch = Callable[[int, int], object]


def check_whole(
    container: Container, head: Checkpoint, old: Checkpoint | None, report: Report, watch: Watch
) -> History:
    """Compute the root over all entries, and at the size of an earlier checkpoint too."""
    history = History(container)

    def leaves() -> Iterator[bytes]:
        for position, (place, content) in enumerate(container.lines(ENTRIES), 1):
            history.add(position, place, content, report)
            if not position % SHOWN:
                watch(position, head.size)
            yield leaf_hash(content)

    count, root, earlier = tree_hash(leaves(), (old.size,) if old else ())
    report.count("entries", count)
    if (count, root) != (head.size, head.root):
        report.wrong("proof", f"the {count:,} entries are not the {head.size:,} of the checkpoint")
    if old and earlier.get(old.size) != old.root:
        report.wrong("checkpoint", _not_continued(old))
    return history


def check_selected(
    container: Container, head: Checkpoint, old: Checkpoint | None, report: Report, watch: Watch
) -> History:
    """Check the inclusion proof of each entry, and the consistency proof for an earlier checkpoint."""
    history, before, read = History(container), 0, 0
    proofs = container.lines(PROOFS)
    for place, content in container.lines(ENTRIES):
        read += 1
        position, path = _proof(next(proofs, (0, b""))[1])
        if position is None or not before < position <= head.size:
            report.wrong("proof", f"the proof of entry number {read} in the bundle is missing or malformed")
            continue
        before = position
        history.add(position, place, content, report)
        report.count("entries")
        if not inclusion_holds(leaf_hash(content), position - 1, head.size, path, head.root):
            report.wrong("proof", "the checkpoint does not have this entry here", position)
        if not read % SHOWN:
            watch(read, read)
    if next(proofs, None) is not None:
        report.wrong("proof", "there are more proofs than entries")
    if old:
        _check_consistency(container, head, old, report)
    return history


def _proof(line: bytes) -> tuple[int | None, list[bytes]]:
    found = _object(line, {"position", "proof"})
    if found is None or type(found["position"]) is not int:
        return None, []
    path = _hashes(found["proof"])
    return (None, []) if path is None else (found["position"], path)


def _object(content: bytes, keys: set[str]) -> dict[str, Any] | None:
    """A canonical JSON object with exactly these keys; None for anything else."""
    try:
        found = parsed(content)
        exact = canonical(found) == content
    except NotCanonical:
        return None
    return found if exact and isinstance(found, dict) and found.keys() == keys else None


def _hashes(given: Any) -> list[bytes] | None:
    if not isinstance(given, list) or len(given) > 64:
        return None
    hashes = [decoded(text) if isinstance(text, str) else b"" for text in given]
    return hashes if all(len(found) == 32 for found in hashes) else None


def check_bundled_consistency(
    container: Container, head: Checkpoint, report: Report
) -> tuple[int, bytes] | None:
    """Check the consistency proof in the bundle, and return the size and root that it is from."""
    if CONSISTENCY not in container.members:
        return None
    line, end = container.content(CONSISTENCY)[:-1], container.content(CONSISTENCY)[-1:]
    found = _object(line, {"proof", "root", "size"}) if end == b"\n" else None
    if found is None or type(found["size"]) is not int or not isinstance(found["root"], str):
        report.wrong("checkpoint", "the proof that this history continues an earlier one is malformed")
        return None
    root, path = decoded(found["root"]), _hashes(found["proof"])
    if (
        len(root) != 32
        or path is None
        or not consistency_holds(found["size"], head.size, root, head.root, path)
    ):
        report.wrong("checkpoint", "the proof that this history continues an earlier one does not hold")
        return None
    return found["size"], root


def _check_consistency(container: Container, head: Checkpoint, old: Checkpoint, report: Report) -> None:
    if (old.size, old.root) == (head.size, head.root):
        return
    proved = check_bundled_consistency(container, head, Report())
    if proved is None or proved[0] != old.size:
        report.wrong(
            "checkpoint",
            f"the bundle has no proof from your checkpoint of {old.size:,} entries: ask for it, with --since",
        )
    elif proved[1] != old.root:
        report.wrong("checkpoint", _not_continued(old))


def _not_continued(old: Checkpoint) -> str:
    return f"this history does not continue your checkpoint of {old.size:,} entries: it was changed since"
