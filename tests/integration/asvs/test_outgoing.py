"""What the service sends to other machines goes where the settings say, and not where an answer leads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError

import pytest

from followthrough.service.core.audit import shipping


@pytest.fixture
def seen() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            status = int(self.path.strip("/") or 200)
            self.send_response(status)
            self.send_header("Location", "/200")
            self.end_headers()

        do_GET = do_POST

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_heads_of_the_audit_follow_no_redirect(seen: tuple[str, list[str]], status: int) -> None:
    address, asked = seen
    with pytest.raises(HTTPError) as refused:
        shipping._post(f"{address}/{status}", "{}\n")
    refused.value.close()
    assert asked == [f"/{status}"]
    shipping._post(f"{address}/200", "{}\n")
    assert asked[-1] == "/200"
