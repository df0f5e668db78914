"""Proofs, notes and bundles with small changes; one seed makes one change."""

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from s2ss_core.bundle.container import zip_file
from s2ss_core.errors import BadInput
from s2ss_core.transparency import (
    PublicKey,
    SecretKey,
    SignedNote,
    continues,
    includes,
    new_key,
    signed_checkpoint,
)
from s2ss_core.transparency.keys import LOG, WITNESS
from s2ss_verify import Unreadable, verify
from s2ss_verify.container import Container
from s2ss_verify.merkle import consistency_holds, inclusion_holds
from s2ss_verify.note import read_checkpoint, read_key
from s2ss_verify.verification import TEXTS
from tests.bundle.test_bundle import inside
from tests.fuzz.mutations import ODD
from tests.transparency.given import ORIGIN, leaves, mth, path, subproof
from tests.verify.test_verify import packed

Accepted = str | None
"""What was accepted though it was changed, in words; None if nothing was."""


def changed_bytes(content: bytes, chosen: random.Random) -> bytes:
    """Bytes with one change: a bit, a byte, a part left out, doubled, put elsewhere, or replaced by something odd."""
    at = chosen.randrange(len(content) + 1)
    end = min(len(content), at + chosen.choice((1, 1, 1, 2, 8, 64, 700)))
    part = content[at:end]
    odd = chosen.choice(ODD).encode("utf-8", "surrogatepass")[:2000]
    other = chosen.randrange(len(content) + 1)
    new = chosen.choice(
        (
            bytes((part[0] ^ 1 << chosen.randrange(8), *part[1:])) if part else b"\0",
            chosen.randbytes(len(part)),
            b"",
            part * 2,
            odd,
            content[other : other + len(part)],
            part[::-1],
        )
    )
    return content[:at] + new + content[end:]


class Proofs:
    """Proofs over trees of up to 300 leaves."""

    def __init__(self) -> None:
        self._over = leaves(300)
        self._sizes = [1, 2, 3, 5, 7, 8, 64, 100, 255, 256, 257, 300]
        self._roots = {size: mth(self._over[:size]) for size in range(301)}

    def read(self, chosen: random.Random) -> Accepted:
        """Check one changed proof on both sides."""
        size = chosen.choice(self._sizes)
        return (self._inclusion if chosen.random() < 0.5 else self._consistency)(size, chosen)

    def _inclusion(self, size: int, chosen: random.Random) -> Accepted:
        index = chosen.randrange(size)
        leaf, root, proof = self._over[index], self._roots[size], path(index, self._over[:size])
        given = changed((leaf, root, index, proof), chosen)
        leaf, root, index, proof = given
        ours = includes(root, size=size, index=index, leaf=leaf, proof=proof)
        theirs = inclusion_holds(leaf, index, size, proof, root)
        return f"inclusion of {index} in {size}: {ours}, {theirs}" if ours or theirs else None

    def _consistency(self, size: int, chosen: random.Random) -> Accepted:
        old = chosen.randint(1, size)
        proof = subproof(old, self._over[:size])
        before, root, _, proof = changed((self._roots[old], self._roots[size], 0, proof), chosen, index=False)
        ours = continues(before, root, old=old, size=size, proof=proof)
        theirs = consistency_holds(old, size, before, root, proof)
        return f"consistency of {old} and {size}: {ours}, {theirs}" if ours or theirs else None


Claim = tuple[bytes, bytes, int, list[bytes]]


def changed(claim: Claim, chosen: random.Random, *, index: bool = True) -> Claim:
    """A claim of which one part is another."""
    one, root, at, proof = claim
    while True:
        match chosen.randrange(6 if proof else 4):
            case 0:
                found = (changed_bytes(one, chosen), root, at, proof)
            case 1:
                found = (one, changed_bytes(root, chosen), at, proof)
            case 2:
                found = (one, root, at + chosen.choice((-1, 1, 2, -300, 2**40)) if index else at, proof)
            case 3:
                found = (one, root, at, [*proof, chosen.choice([one, root, *proof])])
            case 4:
                which = chosen.randrange(len(proof))
                found = (one, root, at, [*proof[:which], *proof[which + 1 :]])
            case _:
                which = chosen.randrange(len(proof))
                new = changed_bytes(proof[which], chosen)
                found = (one, root, at, [*proof[:which], new, *proof[which + 1 :]])
        if found != claim:
            return found


class Notes:
    """A checkpoint that a log signed and a witness cosigned."""

    def __init__(self) -> None:
        self._log: SecretKey = new_key(ORIGIN, LOG)
        witness = new_key("auditor.example/w1", WITNESS)
        self._keys: tuple[PublicKey, ...] = (self._log.public, witness.public)
        self._text = f"{ORIGIN}\n123\notaYXQXxgUPAy6uyNr/XVmMNfv93N5tqHcid4CmsINw=\n"
        self._written = str(
            SignedNote(self._text).signed(self._log).cosigned(witness, 1_732_000_000)
        ).encode()

    def read(self, chosen: random.Random) -> Accepted:
        """Read one changed note on both sides. What is signed must still be the text that was."""
        written = self._written
        while written == self._written:
            written = changed_bytes(written, chosen)
        accepted = [*self._ours(written), *self._theirs(written)]
        return f"note {written!r}" if any(text != self._text for text in accepted) else None

    def _ours(self, written: bytes) -> list[str]:
        try:
            note = signed_checkpoint(written).note
        except BadInput:
            return []
        return [note.text for key in self._keys if note.is_signed_by(key)]

    def _theirs(self, written: bytes) -> list[str]:
        try:
            checkpoint = read_checkpoint(written)
        except Unreadable:
            return []
        return [checkpoint.text for key in self._keys if checkpoint.signed_by(read_key(str(key)))]


class Bundles:
    """A bundle with texts, changed as it lies there, or inside, by somebody who then packs it properly."""

    def __init__(self, bundles: Sequence[Path], key: PublicKey) -> None:
        self._bundles = [(bundle.read_bytes(), inside(bundle)) for bundle in bundles]
        self._written, self._files = self._bundles[0]
        self._key = read_key(str(key))
        self._mutant = bundles[0].with_name("mutant.bundle")

    def read(self, chosen: random.Random) -> Accepted:
        """Verify one changed bundle."""
        self._written, self._files = chosen.choice(self._bundles)
        how: Callable[[random.Random], str] = chosen.choice((self._raw, self._repacked, self._repacked))
        what = how(chosen)
        try:
            report = verify(self._mutant, log=self._key)
        except Unreadable:
            return None
        return f"bundle with {what}" if report.sound and not self._is_redacted() else None

    def _is_redacted(self) -> bool:
        """Whether the mutant only leaves out private texts, which anybody may do."""
        with Container(self._mutant) as container:
            others = {name: container.content(name) for name in container.members if name != TEXTS}
            texts = disclosed(container.content(TEXTS)) if TEXTS in container.members else set()
        others.pop("manifest.json")
        same = all(self._files[name] == content for name, content in others.items())
        return same and texts < disclosed(self._files[TEXTS])

    def _raw(self, chosen: random.Random) -> str:
        written = self._written
        while written == self._written:
            written = changed_bytes(written, chosen)
        self._mutant.write_bytes(written)
        return "other bytes"

    def _repacked(self, chosen: random.Random) -> str:
        name = chosen.choice(list(self._files))
        content = self._files[name]
        while content == self._files[name]:
            content = (
                self._value(content, chosen) if chosen.random() < 0.5 else changed_bytes(content, chosen)
            )
        if name == "manifest.json":
            with zip_file(self._mutant) as opened:
                for file, kept in {**self._files, name: content}.items():
                    opened.add(file, [kept])
            return "another manifest"
        packed(self._mutant, {**self._files, name: content})
        return f"another {name}"

    def _value(self, content: bytes, chosen: random.Random) -> bytes:
        """One value of one line replaced, canonically."""
        lines = content.splitlines(keepends=True)
        which = chosen.randrange(len(lines))
        try:
            data = json.loads(lines[which])
        except ValueError:
            return changed_bytes(content, chosen)
        end = b"\n" if lines[which].endswith(b"\n") else b""
        again = json.dumps(
            other_value(data, chosen), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        lines[which] = again.encode("utf-8", "surrogatepass") + end
        return b"".join(lines)


def disclosed(content: bytes) -> set[tuple[int, str, str, str]]:
    """Position, path, salt and text of every private text in a bundle."""
    return {
        (line["position"], where, text["salt"], text["text"])
        for line in map(json.loads, content.splitlines())
        for where, text in line["texts"].items()
    }


def other_value(data: Any, chosen: random.Random) -> Any:
    """Plain data in which one value is another, or is gone."""
    if isinstance(data, dict) and data and chosen.random() < 0.95:
        key = chosen.choice(sorted(data))
        if chosen.random() < 0.05:
            return {name: value for name, value in data.items() if name != key}
        return {**data, key: other_value(data[key], chosen)}
    if isinstance(data, list) and data and chosen.random() < 0.9:
        at = chosen.randrange(len(data))
        return chosen.choice(
            (data[:at] + data[at + 1 :], [*data[:at], other_value(data[at], chosen), *data[at + 1 :]])
        )
    odd: list[Any] = [None, True, 0, 1, -1, 2**70, "", "0", "x", [], {}, [[]], {"": 0}, "\u202e", 1.5]
    if isinstance(data, int):
        odd += [data + 1, -data, str(data)]
    return chosen.choice([*odd, chosen.choice(ODD)])
