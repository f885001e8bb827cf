"""A service that gives tokens for mailboxes, over TLS, to one client only (RFC 6749, client credentials)."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

CLIENT, SECRET, SCOPE = "followthrough", "sêcret & more", "https://mail.example/.default"
_ASKED = {
    "grant_type": ["client_credentials"],
    "scope": [SCOPE],
    "client_id": [CLIENT],
    "client_secret": [SECRET],
}


@contextmanager
def giving(token: str, certificate: Path) -> Iterator[str]:
    """Its address, without a path."""

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            is_right = body == _ASKED
            given = {"access_token": token, "token_type": "Bearer"} if is_right else {"error": "invalid_client"}
            self.send_response(200 if is_right else 401)
            self.end_headers()
            self.wfile.write(json.dumps(given).encode())

        def log_message(self, *_: object) -> None:
            """Nothing is written among the words of the tests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"https://localhost:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
