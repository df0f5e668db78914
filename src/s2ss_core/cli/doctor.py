"""`s2ss doctor`: whether a store is sound."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import attrs
from cyclopts import Parameter

from s2ss_core.cli.exit_codes import DONE, FINDINGS
from s2ss_core.cli.health import Health
from s2ss_core.cli.keys import named_key
from s2ss_core.cli.options import How, Where, url_of
from s2ss_core.cli.progress import measured
from s2ss_core.cli.stores import reading
from s2ss_core.projections import Lag, Materialised
from s2ss_core.store import Checkpoint, Store
from s2ss_core.store.comparison import Comparison, compared
from s2ss_core.store.integrity_check import Flaw, check_integrity
from s2ss_core.store.sqlite.release import has_wal_reset_bug
from s2ss_core.transparency import checkpoint_at, sealed_differences

WHERE, HOW = Where(), How()
SEALED = (
    "A checkpoint that you kept, or a folder of tiles, to see whether the sealed entries are still the same."
)
SIGNED = "The public key of the log, or a file that holds it: the checkpoint must be signed by it."
BESIDE = "Another store, to see whether one is an older state of the other, as a backup is."
LITTLE_ROOM = 64 * 2**20  # bytes


def doctor(
    *,
    beside: Annotated[str | None, Parameter(metavar="URL", help=BESIDE)] = None,
    checkpoint: Annotated[Path | None, Parameter(metavar="FILE|FOLDER", help=SEALED)] = None,
    log: Annotated[str | None, Parameter(metavar="KEY", help=SIGNED)] = None,
    where: Where = WHERE,
    how: How = HOW,
) -> int:
    """Examine a store from end to end, reading only: its form, its room, and how far its documents have come."""
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.store import show_health

    with ExitStack() as opened:
        store = opened.enter_context(reading(where.url)).store
        other = opened.enter_context(reading(url_of(beside))).store if beside else None
        health = health_of(store, other)
        if checkpoint:
            health = compared_with_sealed(health, store, checkpoint, log)
    as_json(health) if how.json else show_health(stdout_console(), health)
    return DONE if health.sound else FINDINGS


def health_of(store: Store, other: Store | None = None) -> Health:
    """Examine a store, and compare it with another if one is given."""
    with measured("Examining") as so_far:
        examination = check_integrity(store, so_far)
    about = store.about
    free = shutil.disk_usage(Path(about["path"]).resolve().parent).free if "path" in about else None
    lags = Materialised(store).lags()
    version = about.get("version")
    beside = compared(store, other) if other else None
    return Health(
        back_end=about["back_end"],
        version=version,
        entries=examination.entries,
        streams=examination.streams,
        newest=examination.newest,
        free_bytes=free,
        documents=lags,
        findings=(
            *_flaws(examination.flaws),
            *_of_documents(lags),
            *_of_room(free),
            *_of_what_is_missing(beside),
        ),
        notes=(
            *_flaws(examination.notes),
            *_of_what_is_shared(beside),
            *_of_release(about["back_end"], version),
            *_of_lags(lags),
            *_left(store.documents.checkpoints()),
        ),
    )


def compared_with_sealed(health: Health, store: Store, path: Path, log: str | None) -> Health:
    """The health of a store with what differs from a checkpoint that was kept elsewhere. Raises BadInput."""
    kept = checkpoint_at(path, named_key(log) if log else None)
    with measured("Comparing") as so_far:
        differences = sealed_differences(store, path, kept, so_far)
    findings = (
        difference.says
        if difference.position is None
        else f"Position {difference.position}: {difference.says}"
        for difference in differences
    )
    notes = () if differences else (f"The first {kept.head.size:,} entries are those that were sealed.",)
    unsigned = () if log else ("Nobody checked who signed the checkpoint: add --log KEY.",)
    return attrs.evolve(
        health, findings=(*health.findings, *findings), notes=(*notes, *unsigned, *health.notes)
    )


def _flaws(flaws: tuple[Flaw, ...]) -> Iterator[str]:
    for flaw in flaws:
        yield flaw.says if flaw.position is None else f"Position {flaw.position}: {flaw.says}"


def _of_documents(lags: tuple[Lag, ...]) -> Iterator[str]:
    for lag in lags:
        if lag.foreign:
            yield (
                f"The documents of {lag.projection} belong to another history, up to position {lag.position}:"
                f" somebody restored an older backup. Run: s2ss rebuild {lag.projection}"
            )
        for set_aside in lag.set_aside:
            yield (
                f"{lag.projection} set the entry at position {set_aside.position} ({set_aside.stream}) aside: {set_aside.reason} When"
                f" it can be read again, run: s2ss rebuild {lag.projection}"
            )


def _of_room(free: int | None) -> Iterator[str]:
    if free is not None and free < LITTLE_ROOM:
        yield f"Only {free // 2**20} MiB of disk space are left. Free some space: nothing can be recorded without it."


def _of_what_is_missing(beside: Comparison | None) -> Iterator[str]:
    if beside and beside.is_older:
        yield (
            f"This is an older state of the other store, which continues from position {beside.shared + 1} to"
            f" {beside.there}. Record nothing here: use the other, or copy it again."
        )
    if beside and beside.part:
        yield (
            f"The two stores are the same up to position {beside.shared} and then differ; this one ends at"
            f" {beside.here} and the other at {beside.there}: somebody recorded in both. Decide which one to keep, and"
            " record in it the entries that only the other has."
        )


def _of_what_is_shared(beside: Comparison | None) -> Iterator[str]:
    if beside and not beside.is_older and not beside.part:
        yield (
            f"The other store is the same up to its newest position, {beside.there}; this one continues to"
            f" {beside.here}."
            if beside.there < beside.here
            else f"Both stores hold the same {beside.here:,} positions."
        )


def _of_release(back_end: str, version: str | None) -> Iterator[str]:
    if back_end == "SQLite" and version:
        major, minor, patch = (int(part) for part in version.split("."))
        if has_wal_reset_bug((major, minor, patch)):
            yield (
                f"SQLite {version} can, very rarely, lose a commit if several programs write at once. Releases 3.51.3,"
                " 3.50.7 and 3.44.6 do not have this fault."
            )


def _of_lags(lags: tuple[Lag, ...]) -> Iterator[str]:
    for lag in lags:
        if lag.outdated:
            yield (
                f"The documents of {lag.projection} were made by another version and are not used until they are"
                f" caught up or rebuilt: s2ss rebuild {lag.projection}"
            )


def _left(checkpoints: tuple[Checkpoint, ...]) -> Iterator[str]:
    for checkpoint in checkpoints:
        if not checkpoint.current:
            yield f"A rebuild of {checkpoint.projection} is running or was interrupted; the next rebuild cleans up."
