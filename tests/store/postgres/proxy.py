"""A wire between a client and a server that can be cut anywhere."""

import contextlib
import socket
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

NAME = ".s.PGSQL.5432"


class Wire:
    """Listens on a unix socket in a folder and passes everything on, until it is told to break."""

    def __init__(self, folder: Path, server: Path) -> None:
        self.folder = folder
        self._server = server / NAME
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / NAME))
        self._listener.listen()
        self._lock = threading.Lock()
        self._left: int | None = None
        self._of_the_next = 0.0
        self._at_commit = False
        self._open: list[socket.socket] = []
        self.cuts = self.replies = 0

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for end in self._open:
            end.close()

    def cut_after(self, replies: int, share: float = 0) -> None:
        """Break once so many more replies have passed, and of the next this share."""
        with self._lock:
            self._left, self._of_the_next = replies, share

    def cut_at_commit(self) -> None:
        """Let the next commit pass, and break before its answer does."""
        self._at_commit = True

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(self._server))
            self._open += [client, server]
            threading.Thread(target=self._pass, args=(client, server, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, client, True), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, replies: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                if not replies and self._at_commit and b"COMMIT\0" in data:
                    self.cut_after(0)
                    self._at_commit = False
                passed = self._share(len(data)) if replies else len(data)
                target.sendall(data[:passed])
                if passed < len(data):
                    break
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _share(self, size: int) -> int:
        with self._lock:
            self.replies += 1
            if self._left is None:
                return size
            self._left -= 1
            if self._left >= 0:
                return size
            self._left = None
            self.cuts += 1
            return int(size * self._of_the_next)
