"""Standard output and error that never fail: if output cannot be written it is lost, and the program continues."""

import errno
import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedWriter, FileIO, RawIOBase, TextIOWrapper
from typing import Any, TextIO

HIGHEST_STANDARD = 2  # the number of standard error


class Output(RawIOBase):
    """A stream that stops writing after the first error; `lost` is that error."""

    def __init__(self, raw: Any) -> None:
        super().__init__()
        self._raw = raw
        self.lost: OSError | None = None if raw else OSError(errno.EBADF, "it is closed")

    def write(self, data: Any, /) -> int:
        while self.lost is None:
            try:
                written: int | None = self._raw.write(data)
                if written is not None:
                    return written
                select.select((), (self._raw,), ())
            except OSError as error:
                self.lost = error
        return len(data)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._raw is not None and self._raw.isatty()

    def fileno(self) -> int:
        return super().fileno() if self._raw is None else int(self._raw.fileno())


@contextmanager
def unfailing() -> Iterator[None]:
    """Replace both streams, even a closed one, by streams that never fail, until the block ends."""
    _occupy_closed()
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _unfailing(sys.stdout), _unfailing(sys.stderr)
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        sys.stdout, sys.stderr = before


def loss() -> OSError | None:
    """The error that stopped standard output, or None if it works."""
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return raw.lost if isinstance(raw, Output) else None


def _unfailing(stream: TextIO | None) -> TextIO:
    if stream is None:
        return TextIOWrapper(BufferedWriter(Output(None)), "utf-8", "backslashreplace")
    if not isinstance(stream, TextIOWrapper):
        return stream  # a test captures it
    if not isinstance(stream.buffer, BufferedWriter | FileIO):
        stream.reconfigure(errors="backslashreplace")
        return stream
    stream.flush()
    output = BufferedWriter(Output(getattr(stream.buffer, "raw", stream.buffer)))
    lines = stream.line_buffering or stream.write_through
    return TextIOWrapper(output, stream.encoding, "backslashreplace", line_buffering=lines)


def _occupy_closed() -> None:
    """Occupy the numbers of closed streams, so that no later file or socket receives what is printed."""
    while (taken := os.open(os.devnull, os.O_RDWR)) <= HIGHEST_STANDARD:
        pass
    os.close(taken)
