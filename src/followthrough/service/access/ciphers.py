"""How is a small secret kept in the database? Encrypted under the site's secret, which is not in it.

An older secret in SECRET_KEY_FALLBACKS still opens what it closed.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def cipher(purpose: str) -> MultiFernet:
    """One for each purpose, so that what is closed for one cannot be opened for another."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_key(purpose, str(secret))) for secret in secrets])


def _key(purpose: str, secret: str) -> bytes:
    return urlsafe_b64encode(sha256(f"{purpose}\0{secret}".encode()).digest())
