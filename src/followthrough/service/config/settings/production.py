"""Real children's records: everything is given by the operator, and what is unsafe refuses to start."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from followthrough.service.config import addresses
from followthrough.service.config.settings.base import *  # noqa: F403
from followthrough.service.config.settings.base import databases


def _needed(name: str, why: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set {name}: {why}.")
    return value


if os.environ.get("FOLLOWTHROUGH_DEBUG"):
    raise ImproperlyConfigured("FOLLOWTHROUGH_DEBUG is set. Production never shows its inside to a reader.")
if addresses.is_embedded():
    raise ImproperlyConfigured("Give the three FOLLOWTHROUGH_DATABASE_… addresses.")

DEBUG = False
SECRET_KEY = _needed("FOLLOWTHROUGH_SECRET_KEY", "a random text of 50 letters or more, kept secret")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("FOLLOWTHROUGH_SECRET_KEY is too short: give 50 random letters or more.")
ALLOWED_HOSTS = _needed("FOLLOWTHROUGH_HOSTS", "the site's names, with commas between them").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
DATABASES = databases(addresses.current())

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60

EMAIL_HOST = os.environ.get("FOLLOWTHROUGH_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("FOLLOWTHROUGH_EMAIL_PORT", "25"))
EMAIL_USE_TLS = EMAIL_PORT == 587
