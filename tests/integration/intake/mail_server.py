"""A real IMAP server in a process of its own (pymap), with the TLS that such servers have in production before it.

pymap itself knows STARTTLS only, so that what ends TLS stands before it, as stunnel or a load balancer would. There the
line can be cut, too. The certificate is for `localhost`, signed by a certificate authority of the test's own.
"""

from __future__ import annotations

import asyncio
import imaplib
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from followthrough.service.core import clock

USER, PASSWORD, TOKEN = "front-door@care.example", "wood & böat", "eyJ0.opens-the-mailbox"


@dataclass
class MailServer:
    """`cut_after` so many bytes of an answer the line goes dead; None leaves it alone."""

    plain: int  # for the test to put mails in
    folder: Path
    port: int = 0
    box: str = "INBOX"
    cut_after: int | None = None

    @property
    def authority(self) -> Path:
        return self.folder / "authority.pem"

    @contextmanager
    def _inside(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4("127.0.0.1", self.plain, timeout=10) as server:
            server.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
            yield server

    def make(self, box: str) -> None:
        self.box = box
        with self._inside() as server:
            server.create(f'"{box}"')

    def put(self, *mails: bytes) -> None:
        with self._inside() as server:
            for mail in mails:
                server.append(f'"{self.box}"', "", "", mail)

    def flags(self) -> list[bytes]:
        with self._inside() as server:
            server.select(f'"{self.box}"', readonly=True)
            return [each for each in server.fetch("1:*", "(FLAGS)")[1] if isinstance(each, bytes)]


@contextmanager
def running(folder: Path) -> Iterator[MailServer]:
    server = MailServer(_free_port(), folder)
    _certify(folder)
    words = ["--no-tls", "--host", "127.0.0.1", "--port", str(server.plain)]
    words += ["dict", "--demo-user", USER, "--demo-password", PASSWORD]
    pymap = [sys.executable, Path(__file__).with_name("pymap_with_tokens.py"), TOKEN, PASSWORD]
    with subprocess.Popen([*pymap, *words], stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(process, server.plain)
            with _tls_before(server):
                yield server
        finally:
            process.terminate()


@contextmanager
def _tls_before(server: MailServer) -> Iterator[None]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(server.folder / "server.pem")
    loop = asyncio.new_event_loop()

    async def through(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", server.plain)
        there = asyncio.create_task(_pump(reader, inner_writer, None))
        await _pump(inner_reader, writer, server.cut_after)
        there.cancel()
        for each in (writer, inner_writer):
            each.close()
            with suppress(OSError):
                await each.wait_closed()

    thread = threading.Thread(target=loop.run_forever)  # this one may hold the loop of a browser
    thread.start()
    begun = asyncio.run_coroutine_threadsafe(asyncio.start_server(through, "127.0.0.1", 0, ssl=context), loop)
    ends = begun.result()
    server.port = ends.sockets[0].getsockname()[1]
    try:
        yield
    finally:
        asyncio.run_coroutine_threadsafe(_stop(ends), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, most: int | None) -> None:
    passed = 0
    with suppress(OSError):
        while piece := await reader.read(65_536):
            piece = piece if most is None else piece[: max(0, most - passed)]
            writer.write(piece)
            await writer.drain()
            passed += len(piece)
            if most is not None and passed >= most:
                return


async def _stop(ends: asyncio.Server) -> None:
    ends.close()
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for each in left:
        each.cancel()
    await asyncio.gather(*left, return_exceptions=True)


def _certify(folder: Path) -> None:
    """authority.pem, and server.pem with its key."""
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("Test authority", "localhost")]
    now = clock.real_now()
    for number, is_authority in enumerate((True, False)):
        made = (
            x509.CertificateBuilder(names[0], names[number], keys[number].public_key(), x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .sign(keys[0], hashes.SHA256())
        )
        pem = made.public_bytes(serialization.Encoding.PEM)
        if not is_authority:
            pem += keys[number].private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        (folder / ("authority.pem" if is_authority else "server.pem")).write_bytes(pem)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(300):
        assert process.poll() is None, "the mail server did not start"
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise TimeoutError("The mail server did not start.")
