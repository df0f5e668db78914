"""The bundle's container: a ZIP file of one exact form, so that no byte of it can be changed unseen.

Nothing is compressed, no header has a choice, and the manifest at the end lists each file with its digest.
"""

import hashlib
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from s2ss_verify.canonical import NotCanonical, canonical, parsed
from s2ss_verify.report import Unreadable

HEADER = struct.Struct("<4sHHHHHLLLHH")
CENTRAL = struct.Struct("<4sHHHHHHLLLHHHHHLL")
END = struct.Struct("<4sHHHHLLH")
FIXED = (20, 1 << 11, 0, 0, 33)  # version, UTF-8 names, stored, midnight, 1 January 1980
MANIFEST = "manifest.json"
MOST_FILES, LONGEST_NAME, LONGEST_LINE, LARGEST_FILE = 20_000, 200, 2**27, 2**29
PIECE = 1 << 20


@dataclass(frozen=True)
class Member:
    """One file in the bundle: where its bytes begin, and how many they are."""

    start: int
    size: int
    crc: int


class Container:
    """The files of a bundle. Raises Unreadable unless the file has the exact form."""

    def __init__(self, path: Path) -> None:
        try:
            self._file: BinaryIO = path.open("rb")
        except OSError as error:
            raise Unreadable(f"{path} cannot be opened: {error.strerror}") from None
        try:
            self._length = os.fstat(self._file.fileno()).st_size
            self.members = self._members()
            self.manifest = self._manifest()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def _members(self) -> dict[str, Member]:
        found: dict[str, Member] = {}
        at, listed = 0, b""
        while self._at(at, 4) == b"PK\x03\x04":
            name, member = self._local(at)
            if name in found or len(found) >= MOST_FILES:
                raise Unreadable("the bundle holds a file twice, or too many")
            found[name] = member
            encoded, facts = name.encode(), (member.crc, member.size, member.size)
            listed += (
                CENTRAL.pack(b"PK\x01\x02", 20, *FIXED, *facts, len(encoded), 0, 0, 0, 0, 0, at) + encoded
            )
            at = member.start + member.size
        end = END.pack(b"PK\x05\x06", 0, 0, len(found), len(found), len(listed), at, 0)
        if self._at(at, self._length - at + 1) != listed + end:
            raise Unreadable(
                "it is not a bundle, or it is damaged: the list of its files is not the exact one"
            )
        return found

    def _local(self, at: int) -> tuple[str, Member]:
        header = self._at(at, HEADER.size)
        if len(header) < HEADER.size:
            raise Unreadable("the bundle is cut short")
        _, *fixed, crc, size, again, length, extra = HEADER.unpack(header)
        encoded = self._at(at + HEADER.size, length)
        start = at + HEADER.size + length
        if (
            tuple(fixed) != FIXED
            or size != again
            or extra
            or not 0 < length <= LONGEST_NAME
            or start + size > self._length
        ):
            raise Unreadable("a file in the bundle does not have the exact form, or is cut short")
        try:
            name = encoded.decode("ascii")
        except UnicodeDecodeError:
            raise Unreadable("a file in the bundle has a strange name") from None
        return name, Member(start, size, crc)

    def _manifest(self) -> dict[str, Any]:
        if MANIFEST not in self.members:
            raise Unreadable("the bundle has no manifest")
        content = self.content(MANIFEST)
        try:
            manifest = parsed(content)
        except NotCanonical:
            raise Unreadable("the manifest is not canonical JSON") from None
        if not isinstance(manifest, dict) or canonical(manifest) + b"\n" != content:
            raise Unreadable("the manifest is not canonical JSON")
        files = {name: self._facts(name) for name in self.members if name != MANIFEST}
        if manifest.get("files") != files:
            raise Unreadable("the files are not those of the manifest: the bundle is damaged or was changed")
        return manifest

    def _facts(self, name: str) -> dict[str, Any]:
        digest = hashlib.sha256()
        for piece in self._pieces(name):
            digest.update(piece)
        return {"bytes": self.members[name].size, "sha256": digest.hexdigest()}

    def _pieces(self, name: str) -> Iterator[bytes]:
        member, crc = self.members[name], 0
        for at in range(0, member.size, PIECE):
            piece = self._at(member.start + at, min(PIECE, member.size - at))
            crc = zlib.crc32(piece, crc)
            yield piece
        if crc != member.crc:
            raise Unreadable(f"{name} is damaged: its checksum is not right")

    def content(self, name: str) -> bytes:
        """All of a file. Raises Unreadable if it is missing or far too large."""
        if name not in self.members or self.members[name].size > LARGEST_FILE:
            raise Unreadable(f"the bundle has no {name} that can be read")
        return b"".join(self._pieces(name))

    def lines(self, name: str) -> Iterator[tuple[int, bytes]]:
        """Each line of a file without its end, with the place where it begins. Raises Unreadable for a line without an end."""
        if name not in self.members:
            return
        rest, at = b"", 0
        for piece in self._pieces(name):
            *whole, rest = (rest + piece).split(b"\n")
            for line in whole:
                yield at, line
                at += len(line) + 1
            if len(rest) > LONGEST_LINE:
                raise Unreadable(f"{name} has a line that is far too long")
        if rest:
            raise Unreadable(f"{name} is cut short")

    def line(self, name: str, at: int) -> bytes:
        """The line that begins at a place."""
        member, found = self.members[name], b""
        while b"\n" not in found and at + len(found) < member.size:
            found += self._at(member.start + at + len(found), min(1 << 14, member.size - at - len(found)))
        return found.partition(b"\n")[0]

    def _at(self, place: int, length: int) -> bytes:
        self._file.seek(place)
        return self._file.read(length)
