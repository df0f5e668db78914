"""Check a whole bundle, one part after the other. Nothing here asks a network or the keeper."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from s2ss_verify.canonical import parsed
from s2ss_verify.container import Container
from s2ss_verify.deployment import Sources, folded
from s2ss_verify.documents import Listed, check_documents, listed_documents
from s2ss_verify.history import ENTRIES, History, key_in, stream_of
from s2ss_verify.money import check_money
from s2ss_verify.note import Checkpoint, Key, read_checkpoint
from s2ss_verify.proofs import (
    CONSISTENCY,
    PROOFS,
    Watch,
    check_bundled_consistency,
    check_selected,
    check_whole,
)
from s2ss_verify.report import Report
from s2ss_verify.texts import check_texts, read_disclosed

FORMAT = "s2ss-bundle-1"
KEYS = {"deployments", "documents", "files", "format", "origin", "size", "whole"}
TEXTS = "texts.jsonl"
ODD = (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError, RecursionError)
"""What reading an entry raises that has not the fields which its name promises."""


def verify(
    path: Path,
    *,
    log: Key | None = None,
    witnesses: Sequence[Key] = (),
    checkpoint: bytes | None = None,
    watch: Watch = lambda _done, _of: None,
) -> Report:
    """Check a bundle. `checkpoint` is the file of an earlier one. Raises Unreadable if it cannot be read at all."""
    report = Report()
    with Container(path) as container:
        head = read_checkpoint(container.content("checkpoint"))
        old = read_checkpoint(checkpoint) if checkpoint else None
        _check_manifest(container, head, report)
        _check_signatures(head, log, witnesses, report)
        _check_earlier(head, old, log, report)
        whole = container.manifest.get("whole") is True
        check = check_whole if whole else check_selected
        history = check(container, head, old, report, watch)
        if CONSISTENCY in container.members:
            check_bundled_consistency(container, head, report)
        _check_every_text(container, history, report)
        _check_deployments(container, history, head.size, report)
        if not whole:
            report.notes.append(
                "The bundle holds some streams only: it cannot show that no entry is missing at the end of one. A bundle of"
                " everything can (s2ss bundle --all)."
            )
    return report


def _check_manifest(container: Container, head: Checkpoint, report: Report) -> None:
    manifest = container.manifest
    if manifest.keys() != KEYS or manifest["format"] != FORMAT or type(manifest["whole"]) is not bool:
        report.wrong("manifest", "the manifest has not the form of this version")
        return
    if (manifest["origin"], manifest["size"]) != (head.origin, head.size) or type(
        manifest["size"]
    ) is not int:
        report.wrong("manifest", "the manifest names another log or size than the checkpoint")
    expected = {"checkpoint", ENTRIES} | (set() if manifest["whole"] else {PROOFS})
    others = {name for name in container.members if "/" not in name} - {"manifest.json", CONSISTENCY, TEXTS}
    if others != expected:
        report.wrong("manifest", "the bundle has files that do not belong to it, or lacks some that do")


def _check_signatures(head: Checkpoint, log: Key | None, witnesses: Sequence[Key], report: Report) -> None:
    if log is None:
        report.notes.append(
            "Nobody checked who signed the checkpoint: add --log KEY, with the key of the log."
        )
    elif head.origin != log.name or not head.signed_by(log):
        report.wrong("signature", f"the checkpoint was not signed by {log.name}")
    else:
        report.count("signatures")
    for witness in witnesses:
        if head.signed_by(witness):
            report.count("signatures")
        else:
            report.wrong("signature", f"the checkpoint was not cosigned by {witness.name}")


def _check_earlier(head: Checkpoint, old: Checkpoint | None, log: Key | None, report: Report) -> None:
    if old is None:
        return
    if old.origin != head.origin or (log and not old.signed_by(log)):
        report.wrong("checkpoint", "the checkpoint that you gave is not one of this log")
    if old.size > head.size:
        report.wrong("checkpoint", f"yours has {old.size:,} entries, and the bundle ends at {head.size:,}")


def _check_every_text(container: Container, history: History, report: Report) -> None:
    places, before = dict(_wanted(container, history)), 0
    for _, line in container.lines(TEXTS):
        found = read_disclosed(line)
        if found is None or found[0] not in places or found[0] <= before:
            report.wrong(
                "text", "a line of private texts is malformed, out of order, or of no entry in the bundle"
            )
            continue
        position, texts = found
        before = position
        entry = parsed(container.line(ENTRIES, places[position]))
        check_texts(position, entry["data"], texts, report)


def _wanted(container: Container, history: History) -> Iterator[tuple[int, int]]:
    """Position and place of every entry, if there are private texts at all."""
    if TEXTS in container.members:
        yield from history.places()


def _check_deployments(container: Container, history: History, size: int, report: Report) -> None:
    listed = listed_documents(container, report)
    keys = sorted(key_in(stream) for stream in history.streams if stream.startswith("deployment:"))
    if container.manifest.get("deployments") != keys:
        report.wrong("manifest", "the deployments listed are not those of the entries")
    _check_list(listed, keys, report)
    for key in keys:
        with _naming(key, report):
            sources = Sources(history, key)
            _check_streams(history, sources, report)
            check_documents(container, listed, sources, size, report)
            check_money(sources, report)
            report.count("deployments")


def _check_list(listed: Listed, keys: Sequence[str], report: Report) -> None:
    strangers = [about for about in listed if about.get("deployment", keys[0] if keys else "") not in keys]
    if strangers:
        report.wrong("manifest", "a document is of a deployment that is not in the bundle")


def _check_streams(history: History, sources: Sources, report: Report) -> None:
    brokered = sources.brokered
    if brokered is None:
        report.wrong("order", f"{sources.key} was never brokered")
        return
    needed = {stream_of("programme", brokered["programme"], brokered["version"])}
    needed |= {stream_of("grant", folded(award)) for award in brokered["funding"].get("awards", [])}
    for stream in sorted(needed - history.streams):
        report.wrong("order", f"{sources.key} rests on {stream}, which is not in the bundle")


@contextlib.contextmanager
def _naming(key: str, report: Report) -> Iterator[None]:
    """Report an entry that has not the fields which its name promises, and go on with the next deployment."""
    try:
        yield
    except ODD as error:
        report.wrong(
            "form", f"an entry of {key} or a document has not the fields of its kind ({type(error).__name__})"
        )
