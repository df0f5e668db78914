"""The verifier: it accepts the bundles of the library, stands alone, and finds and names what was changed."""

import ast
import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import s2ss_verify
from s2ss_core.application import Brokerage
from s2ss_core.bundle.container import zip_file
from s2ss_core.transparency.keys import WITNESS
from s2ss_verify.note import read_key
from tests.bundle.given import Kept
from tests.bundle.test_bundle import inside
from tests.transparency.given import key_file

PACKAGE = Path(s2ss_verify.__file__).parent
Files = dict[str, bytes]
Change = Callable[[Files], object]


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def packed(file: Path, files: Files) -> Path:
    """A bundle with these files, whose container and list of files are right: the work of a careful forger."""
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
        if name != "manifest.json"
    }
    with zip_file(file) as opened:
        for name, content in files.items():
            if name != "manifest.json":
                opened.add(name, [content])
        opened.add("manifest.json", [canonical(manifest) + b"\n"])
    return file


def forged(bundle: Path, change: Change) -> Path:
    """A copy of a bundle with other files."""
    files = inside(bundle)
    change(files)
    return packed(bundle.with_name("forged.bundle"), files)


def found(bundle: Path, kept: Kept, *, checkpoint: bytes | None = None) -> list[str]:
    report = s2ss_verify.verify(bundle, log=read_key(str(kept.key)), checkpoint=checkpoint)
    return [str(finding) for finding in report.findings]


def line_changed(name: str, number: int, change: Callable[[Any], object]) -> Change:
    """Change one line of a file, canonically."""

    def changed(files: Files) -> None:
        lines = files[name].splitlines()
        data = json.loads(lines[number])
        change(data)
        lines[number] = canonical(data)
        files[name] = b"".join(line + b"\n" for line in lines)

    return changed


def added(name: str, content: bytes) -> Change:
    return lambda files: files.update({name: content})


def removed(name: str) -> Change:
    return lambda files: files.pop(name)


def twice(name: str) -> Change:
    return lambda files: files.update({name: files[name] * 2})


def replaced(name: str, old: bytes, new: bytes) -> Change:
    return lambda files: files.update({name: files[name].replace(old, new)})


def entry_number(files: Files, name: str) -> int:
    return next(
        number
        for number, line in enumerate(files["entries.jsonl"].splitlines())
        if json.loads(line)["name"] == name
    )


def entry_changed(name: str, **fields: object) -> Change:
    def changed(files: Files) -> None:
        line_changed("entries.jsonl", entry_number(files, name), lambda e: e["data"].update(fields))(files)

    return changed


def test_packing_again_gives_the_same_bytes(kept: Kept) -> None:
    bundle = kept.bundle()

    assert forged(bundle, lambda files: None).read_bytes() == bundle.read_bytes()


@pytest.mark.parametrize("deployment", ("dep-2023-014", None))
@pytest.mark.parametrize("texts", (True, False))
def test_the_bundles_of_the_worked_example_are_sound(kept: Kept, deployment: str | None, texts: bool) -> None:
    bundle = kept.bundle(deployment=deployment, texts=texts)

    report = s2ss_verify.verify(
        bundle, log=read_key(str(kept.key)), checkpoint=str(kept.earlier.note).encode()
    )

    assert report.findings == []
    assert report.checked["entries"] == (123 if deployment is None else 76)
    assert report.checked["signatures"] == 1
    assert report.checked["sums"] > 40
    assert report.checked.get("private texts", 0) > (30 if texts else -1)
    assert any("no entry is missing" in note for note in report.notes) == (deployment is not None)


def test_a_bundle_is_sound_after_an_erasure(own: Kept) -> None:
    with Brokerage.open(own.url) as brokerage:
        for entry in brokerage.history():
            brokerage.erase(entry.position)

    for deployment in ("dep-2023-014", None):
        assert found(own.bundle(deployment=deployment, texts=True), own) == []


def test_a_bundle_that_somebody_redacts_stays_sound(kept: Kept) -> None:
    def redact(files: Files) -> None:
        lines = [json.loads(line) for line in files["texts.jsonl"].splitlines()]
        lines = [line for line in lines if "/about" not in line["texts"]]
        lines[0]["texts"].popitem()
        files["texts.jsonl"] = b"".join(canonical(line) + b"\n" for line in lines)

    assert found(forged(kept.bundle(texts=True), redact), kept) == []
    assert found(forged(kept.bundle(texts=True), removed("texts.jsonl")), kept) == []


@pytest.mark.parametrize(
    ("change", "says"),
    (
        (entry_changed("deployment.visit-logged", quantity="0.5"), "the checkpoint does not have this entry here"),
        (entry_changed("deployment.payment-made", amount=610_000), "the checkpoint does not have this entry here"),
        (line_changed("proofs.jsonl", 5, lambda p: p.update(position=p["position"] + 1)), "does not have this entry"),
        (line_changed("proofs.jsonl", 5, lambda p: p["proof"].pop()), "the checkpoint does not have this entry here"),
        (line_changed("proofs.jsonl", 5, lambda p: p.update(position="6")), "is missing or malformed"),
        (line_changed("proofs.jsonl", 75, lambda p: p.update(position=2**70)), "is missing or malformed"),
        (twice("proofs.jsonl"), "more proofs than entries"),
        (
            replaced("checkpoint", b"\n123\n", b"\n124\n"),
            "signature: the checkpoint was not signed by exceed.example/support",
        ),
        (removed("proofs.jsonl"), "is missing or malformed"),
        (line_changed("texts.jsonl", 0, lambda t: t["texts"]["/need"].update(text="Nothing.")), "is not the one that was"),
        (line_changed("texts.jsonl", 0, lambda t: t["texts"]["/need"].update(salt="0" * 32)), "is not the one that was"),
        (line_changed("texts.jsonl", 0, lambda t: t.update(position=1)), "is not the one that was recorded"),
        (line_changed("texts.jsonl", 0, lambda t: t.update(position=999)), "of no entry in the bundle"),
        (line_changed("manifest.json", 0, lambda m: m.update(deployments=[])), "the deployments listed are not those"),
        (line_changed("manifest.json", 0, lambda m: m["documents"].pop()), "the documents listed are not the documents"),
        (line_changed("manifest.json", 0, lambda m: m.update(size=1)), "names another log or size"),
        (line_changed("manifest.json", 0, lambda m: m["documents"][0].update(position=8)), "is not what its entry says"),
        (line_changed("manifest.json", 0, lambda m: m.update(more=1)), "has not the form of this version"),
        (line_changed("manifest.json", 0, lambda m: m.update(whole=True)), "are not the 123 of the checkpoint"),
        (replaced("consistency.json", b"\n", b""), "that this history continues an earlier one is malformed"),
        (line_changed("consistency.json", 0, lambda c: c["proof"].pop()), "continues an earlier one does not hold"),
        (added("extra", b""), "files that do not belong to it"),
    ),
)  # fmt: skip
def test_what_a_careful_forger_changes_is_found_and_named(kept: Kept, change: Change, says: str) -> None:
    said = found(forged(kept.bundle(texts=True), change), kept)

    assert [finding for finding in said if says in finding] != [], said


def document_changed(folder: str, change: Callable[[Any], object]) -> Change:
    """Change a document and give its file the name of its new digest, as the manifest then says."""

    def changed(files: Files) -> None:
        name = next(name for name in files if name.startswith(folder))
        document = json.loads(files[name])
        change(document)
        content = canonical(document)
        again = f"{folder}/{hashlib.sha256(content).hexdigest()}.json"
        files[again] = content
        del files[name]
        files["manifest.json"] = files["manifest.json"].replace(name.encode(), again.encode())

    return changed


@pytest.mark.parametrize(
    ("change", "says"),
    (
        (document_changed("certificates", lambda d: d.update(title="Other")), "is not the one that was certified"),
        (document_changed("programmes", lambda d: d.update(title="Other")), "is not the programme that dep-2023-014"),
        (
            document_changed("statements", lambda d: d["amounts"]["eligible"].update(value=1_099_900)),
            "incurred less disallowed is eligible: £11,000.00 is not £10,999.00",
        ),
        (
            document_changed("statements", lambda d: d["amounts"]["incurred"].update(value=1_125_100)),
            "incurred by the entries: £11,251.00 is not £11,250.00",
        ),
        (document_changed("statements", lambda d: d["lines"][0]["eligible"].update(value=1)), "line 1: £4,000.00 is not"),
        (document_changed("statements", lambda d: d.pop("amounts")), "has not the fields of its kind"),
    ),
)  # fmt: skip
def test_a_doctored_document_is_found(kept: Kept, change: Change, says: str) -> None:
    said = found(forged(kept.bundle(), change), kept)

    assert [finding for finding in said if says in finding] != [], said


def test_a_checkpoint_of_another_history_is_not_continued(kept: Kept, tmp_path: Path) -> None:
    from tests.bundle.given import keep

    other = keep(tmp_path)

    for deployment in ("dep-2023-014", None):
        said = found(kept.bundle(deployment=deployment), kept, checkpoint=str(other.earlier.note).encode())
        assert any("is not one of this log" in finding for finding in said)
        assert any("does not continue your checkpoint" in finding for finding in said)
    later = found(kept.bundle(), kept, checkpoint=str(kept.checkpoint.note).encode())
    assert later == []


def test_a_witness_that_did_not_cosign_is_missed(kept: Kept, tmp_path: Path) -> None:
    _, witness = key_file(tmp_path, "auditor.example/w1", WITNESS)

    report = s2ss_verify.verify(kept.bundle(), witnesses=[read_key(str(witness))])

    assert [str(finding) for finding in report.findings] == [
        "signature: the checkpoint was not cosigned by auditor.example/w1"
    ]
    assert any("Nobody checked who signed" in note for note in report.notes)


# It stands alone


def test_the_verifier_imports_nothing_but_the_standard_library_and_cryptography() -> None:
    allowed = {*sys.stdlib_module_names, "s2ss_verify", "cryptography"}
    imported = {
        (path.name, name.partition(".")[0])
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert {name for _, name in imported} & {"cryptography", "s2ss_verify", "json"} == {
        "cryptography", "s2ss_verify", "json"
    }  # fmt: skip
    assert [found for found in imported if found[1] not in allowed] == []


ALONE = """
import runpy, sys
sys.path[:0] = [sys.argv.pop(1)]
sys.path.append(sys.argv.pop(1))
try:
    import s2ss_core
except ImportError:
    pass
else:
    sys.exit("s2ss_core is here")
runpy.run_module("s2ss_verify", run_name="__main__")
"""


@pytest.fixture(scope="session")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[int, str, str]]:
    """Run the verifier by itself: a Python without site packages but for those that cryptography needs."""
    import cryptography

    folder = tmp_path_factory.mktemp("alone")
    shutil.copytree(PACKAGE, folder / "s2ss_verify", ignore=shutil.ignore_patterns("__pycache__"))
    packages = Path(cryptography.__file__).parents[1]  # without what a .pth file adds, as s2ss_core's own

    def run(*tokens: object) -> tuple[int, str, str]:
        command = [sys.executable, "-I", "-S", "-c", ALONE, str(folder), str(packages), *map(str, tokens)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        return done.returncode, done.stdout, done.stderr

    return run


def test_it_runs_where_the_library_is_not(
    kept: Kept, alone: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    (tmp_path / "log.pub").write_text(f"{kept.key}\n")
    bundle = kept.bundle(texts=True)
    bad = forged(bundle, entry_changed("deployment.visit-logged", quantity="0.5"))
    (tmp_path / "rubbish").write_bytes(b"rubbish")

    sound = alone(bundle, "--log", tmp_path / "log.pub")
    wrong = alone(bad, "--log", tmp_path / "log.pub", "--format", "json")
    unreadable = alone(tmp_path / "rubbish")

    assert (sound[0], sound[2]) == (0, "")
    assert sound[1].startswith("Nothing is wrong.")
    assert (wrong[0], json.loads(wrong[1])["sound"]) == (1, False)
    assert unreadable[0] == 2
    assert "cannot be checked: it is not a bundle" in unreadable[2]
    assert alone(tmp_path / "none")[0] == 2
    assert alone(bundle, "--log", "rubbish")[0] == 2
    assert alone()[0] == 2
