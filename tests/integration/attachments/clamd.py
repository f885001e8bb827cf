"""A scanner on loopback that answers as clamd does, and the word that each knows."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"  # which every scanner knows


class Clamd(socketserver.BaseRequestHandler):
    """Reads pieces with their lengths up to an empty one, as clamd's own page says, and answers by what they hold."""

    def handle(self) -> None:
        assert self._read(10) == b"zINSTREAM\0"
        held = b""
        while length := struct.unpack("!I", self._read(4))[0]:
            held += self._read(length)
        server: Server = self.server  # type: ignore[assignment]
        server.asked.append(len(held))
        said = server.says or (b"stream: Win.Test.EICAR_HDB-1 FOUND" if EICAR in held else b"stream: OK")
        self.request.sendall(said + (b"" if said == b"nothing" else b"\0"))

    def _read(self, length: int) -> bytes:
        held = b""
        while len(held) < length:
            piece = self.request.recv(length - len(held))
            assert piece, "the line was cut"
            held += piece
        return held


class Server(socketserver.ThreadingTCPServer):
    asked: list[int]
    says: bytes = b""


class Local(Server):
    address_family = socket.AF_UNIX

    def server_bind(self) -> None:
        socketserver.TCPServer.server_bind(self)


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
