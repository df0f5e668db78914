"""A ZIP file that is the same bytes for the same content: files as they are, without compression, times or attributes."""

import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import attrs

from s2ss_core.errors import BadInput

MOST_BYTES = 2**32 - 2  # what a ZIP file without extensions has room for
VERSION, UTF_8, STORED, MIDNIGHT, FIRST_DAY = 20, 1 << 11, 0, 0, 33  # 1 January 1980
LOCAL, CENTRAL, END = b"PK\3\4", b"PK\1\2", b"PK\5\6"
CRC_AT = 14  # in a local header; the two sizes follow


@attrs.frozen
class _Member:
    name: bytes
    crc: int
    size: int
    start: int

    @property
    def facts(self) -> bytes:
        """What both of its headers hold."""
        return struct.pack(
            "<HHHHHLLLHH",
            VERSION, UTF_8, STORED, MIDNIGHT, FIRST_DAY, self.crc, self.size, self.size, len(self.name), 0,
        )  # fmt: skip


class ZipWriter:
    """Writes one file after the other, in constant memory. Raises BadInput if they are more than a ZIP file holds."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._length = 0
        self._members: list[_Member] = []

    def add(self, name: str, parts: Iterable[bytes]) -> None:
        """Add a file from its parts."""
        start = self._length
        header = LOCAL + _Member(name.encode(), 0, 0, start).facts + name.encode()
        self._file.write(header)
        crc = size = 0
        for part in parts:
            crc, size = zlib.crc32(part, crc), size + len(part)
            self._file.write(part)
            if start + size > MOST_BYTES:
                raise BadInput("The bundle would have more than 4 GB. Bundle the deployments one by one.")
        self._file.seek(start + CRC_AT)
        self._file.write(struct.pack("<LLL", crc, size, size))
        self._length = self._file.seek(0, 2)
        self._members.append(_Member(name.encode(), crc, size, start))

    def finish(self) -> None:
        """Write the list of the files at the end."""
        size, count = 0, len(self._members)
        for member in self._members:
            place = struct.pack("<HHHLL", 0, 0, 0, 0, member.start)
            size += self._file.write(
                CENTRAL + struct.pack("<H", VERSION) + member.facts + place + member.name
            )
        self._file.write(END + struct.pack("<HHHHLLH", 0, 0, count, count, size, self._length, 0))


@contextmanager
def zip_file(path: Path) -> Iterator[ZipWriter]:
    """Write a ZIP file in place of the one that may be there, once it is whole. Raises BadInput."""
    unfinished = path.with_name(f"{path.name}.new")
    try:
        with unfinished.open("w+b") as file:
            writer = ZipWriter(file)
            yield writer
            writer.finish()
        unfinished.replace(path)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}. Name another file.") from None
    finally:
        unfinished.unlink(missing_ok=True)
