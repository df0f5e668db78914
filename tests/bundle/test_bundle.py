"""A bundle: what it holds, always the same bytes, and nothing private that is not asked for."""

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from s2ss_core.application import Brokerage
from s2ss_core.bundle import write_bundle
from s2ss_core.errors import NotFound, StoreError
from s2ss_core.transparency import LogHead, SignedCheckpoint, SignedNote
from tests.bundle.given import DEPLOYMENT, Kept


def inside(bundle: Path) -> dict[str, bytes]:
    """The files of a bundle, as any ZIP program reads them."""
    with zipfile.ZipFile(bundle) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def lines(content: bytes) -> list[Any]:
    return [json.loads(line) for line in content.splitlines()]


def test_a_bundle_of_a_deployment_holds_its_streams_with_a_proof_each(kept: Kept) -> None:
    files = inside(kept.bundle())

    entries, proofs = lines(files["entries.jsonl"]), lines(files["proofs.jsonl"])
    assert {entry["stream"] for entry in entries} == {
        f"deployment:{DEPLOYMENT}", "grant:gr-2023-07", "programme:exceed-2023:V7"
    }  # fmt: skip
    assert len(entries) == len(proofs) == 76
    assert files["checkpoint"].decode() == str(kept.checkpoint.note)
    assert {name.partition("/")[0] for name in files if "/" in name} == {
        "programmes", "certificates", "statements"
    }  # fmt: skip
    assert "texts.jsonl" not in files


def test_a_bundle_of_everything_holds_every_entry_as_it_is_stored(kept: Kept) -> None:
    files = inside(kept.bundle("all.bundle", deployment=None))

    with Brokerage.open(kept.url) as brokerage:
        assert files["entries.jsonl"] == b"".join(state + b"\n" for _, state in brokerage.store.entries())
    assert "proofs.jsonl" not in files
    assert json.loads(files["manifest.json"])["deployments"] == [
        "dep-2023-014",
        "dep-2024-031",
        "dep-2024-032",
    ]


def test_the_same_history_gives_the_same_bytes(kept: Kept) -> None:
    assert kept.bundle("1.bundle").read_bytes() == kept.bundle("2.bundle").read_bytes()


def test_what_was_recorded_after_the_checkpoint_is_left_out(kept: Kept) -> None:
    with Brokerage.open(kept.url) as brokerage:
        made = write_bundle(
            brokerage.store, kept.folder / "early.bundle", kept.earlier, deployment=DEPLOYMENT
        )

    files = inside(kept.folder / "early.bundle")
    size = kept.earlier.head.size
    assert made.size == size < kept.checkpoint.head.size
    assert max(proof["position"] for proof in lines(files["proofs.jsonl"])) <= size
    assert made.entries == len(lines(files["entries.jsonl"]))


def test_texts_go_along_where_they_are_asked_for_and_not_redacted(kept: Kept) -> None:
    file = kept.folder / "texts.bundle"
    with Brokerage.open(kept.url) as brokerage:
        write_bundle(
            brokerage.store, file, kept.checkpoint, deployment=DEPLOYMENT, texts=True,
            redacted=("deployment.concern-raised", "deployment.final-reported/impact"),
        )  # fmt: skip

    said = [path for line in lines(inside(file)["texts.jsonl"]) for path in line["texts"]]
    assert {"/need", "/next_steps"} <= set(said)
    assert "/about" not in said
    everything = inside(kept.bundle("said.bundle", texts=True))["texts.jsonl"]
    impacts = [line["texts"].get("/impact") for line in lines(everything)]
    assert said.count("/impact") == len([impact for impact in impacts if impact]) - 1


def test_no_text_discloses_the_salt_of_another(kept: Kept) -> None:
    salts = [
        disclosed["salt"]
        for line in lines(inside(kept.bundle("said.bundle", texts=True))["texts.jsonl"])
        for disclosed in line["texts"].values()
    ]

    assert len(salts) == len(set(salts)) > 10


def test_texts_that_were_erased_are_in_no_bundle(own: Kept) -> None:
    with Brokerage.open(own.url) as brokerage:
        concern = next(e for e in brokerage.history() if type(e.event).__name__ == "ConcernRaised")
        brokerage.erase(concern.position)

    files = inside(own.bundle(texts=True))

    assert concern.position not in [line["position"] for line in lines(files["texts.jsonl"])]
    assert concern.event.about not in str(files)


def test_a_store_that_is_not_that_of_the_checkpoint_is_not_bundled(kept: Kept, tmp_path: Path) -> None:
    head = LogHead(kept.checkpoint.head.origin, kept.checkpoint.head.size, bytes(32))
    early = LogHead(kept.checkpoint.head.origin, 3, bytes(32))
    with Brokerage.open(kept.url) as brokerage:
        with pytest.raises(StoreError, match="not those of the checkpoint"):
            write_bundle(brokerage.store, tmp_path / "a", SignedCheckpoint(head, SignedNote(head.text)))
        with pytest.raises(StoreError, match="does not continue the earlier checkpoint"):
            write_bundle(brokerage.store, tmp_path / "a", kept.checkpoint, since=early)
        with pytest.raises(NotFound, match="no deployment dep-9 among the first"):
            write_bundle(brokerage.store, tmp_path / "a", kept.checkpoint, deployment="dep-9")

    assert list(tmp_path.iterdir()) == []


def test_a_bundle_takes_the_place_of_another_only_when_it_is_whole(kept: Kept, tmp_path: Path) -> None:
    before = Path(shutil.copy(kept.bundle(), tmp_path / "a.bundle")).read_bytes()
    with Brokerage.open(kept.url) as brokerage, pytest.raises(NotFound):
        write_bundle(brokerage.store, tmp_path / "a.bundle", kept.checkpoint, deployment="dep-9")

    assert (tmp_path / "a.bundle").read_bytes() == before
