"""How does a page become one file that opens with a password, in any browser, without our service?

The file holds the page sealed with AES-256-GCM, under a key that PBKDF2 makes from the password, and the reader that
opens it. Until when it may be read is bound into the seal, so that to put another time into the file ruins it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from datetime import datetime
from importlib.resources import files

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

ROUNDS = 600_000  # what OWASP asks of PBKDF2 with SHA-256
SHORTEST_PASSWORD = 15
_HERE = files("followthrough.service.outofhours") / "reader"


class WeakPassword(ValueError):
    """The message says what to give."""


def check_password(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD or len(set(password)) < 6:
        raise WeakPassword(
            f"Give a password of {SHORTEST_PASSWORD} letters or more, such as five words: "
            "whoever finds the file has all the time in the world to guess."
        )


def sealed_file(page: str, *, title: str, password: str, expires_at: datetime) -> str:
    check_password(password)
    salt, nonce, expires = os.urandom(16), os.urandom(12), expires_at.isoformat(timespec="seconds")
    key = PBKDF2HMAC(SHA256(), length=32, salt=salt, iterations=ROUNDS).derive(password.encode())
    words = AESGCM(key).encrypt(nonce, page.encode(), expires.encode())
    held = {"rounds": ROUNDS, "salt": _text(salt), "nonce": _text(nonce), "expires": expires, "words": _text(words)}
    script, style = (_HERE / "reader.js").read_text("utf-8"), (_HERE / "reader.css").read_text("utf-8")
    return render_to_string(
        "outofhours/reader.html",
        {
            "title": title,
            # Safe: script and style are files of ours; what is held is base64, digits and a date.
            "script": mark_safe(script),  # nosec B308 B703
            "style": mark_safe(style),  # nosec B308 B703
            "script_digest": _digest(script),
            "style_digest": _digest(style),
            "held": mark_safe(json.dumps(held)),  # nosec B308 B703
        },
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
