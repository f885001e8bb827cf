"""Real children's records: everything is given by the operator, and what is unsafe refuses to start."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from followthrough.service.config import addresses, safety
from followthrough.service.config.embedded import CannotRun
from followthrough.service.config.settings.base import *  # noqa: F403
from followthrough.service.config.settings.base import (
    FOLLOWTHROUGH_AUDIT_HEADS,
    FOLLOWTHROUGH_FIELD_KEYS,
    FOLLOWTHROUGH_SCANNER,
    SILENCED_SYSTEM_CHECKS,
    databases,
)
from followthrough.service.core import encryption


class NotSetUp(ImproperlyConfigured, CannotRun):
    """What the operator has to give first; the command line says it in a sentence."""


def _needed(name: str, why: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise NotSetUp(f"Set {name}: {why}.")
    return value


if os.environ.get("FOLLOWTHROUGH_DEBUG"):
    raise NotSetUp("FOLLOWTHROUGH_DEBUG is set. Production never shows its inside to a reader.")
if addresses.is_embedded():
    raise NotSetUp("Give the three FOLLOWTHROUGH_DATABASE_… addresses.")
if unsafe := safety.unsafe_addresses(addresses.current()):
    raise NotSetUp(unsafe)

DEBUG = False
SECRET_KEY = _needed("FOLLOWTHROUGH_SECRET_KEY", "a random text of 50 letters or more, kept secret")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
    raise NotSetUp("FOLLOWTHROUGH_SECRET_KEY is too easy to guess: give 50 random letters or more.")
# After a change of the secret key: what the older ones signed, such as sessions, holds until it ends by itself.
SECRET_KEY_FALLBACKS = os.environ.get("FOLLOWTHROUGH_OLD_SECRET_KEYS", "").split()
FOLLOWTHROUGH_AUDIT_KEY = _needed(
    "FOLLOWTHROUGH_AUDIT_KEY", "a random text of 50 letters or more, for the audit’s heads"
)
if len(FOLLOWTHROUGH_AUDIT_KEY) < 50 or FOLLOWTHROUGH_AUDIT_KEY == SECRET_KEY:
    raise NotSetUp("FOLLOWTHROUGH_AUDIT_KEY must be 50 random letters or more, and not the secret key.")
if safety.is_printed_somewhere(SECRET_KEY, FOLLOWTHROUGH_AUDIT_KEY, *FOLLOWTHROUGH_FIELD_KEYS):
    raise NotSetUp("A key is one that an example or a generator prints. Make random ones of your own.")
_needed("FOLLOWTHROUGH_FIELD_KEYS", "NAME:SECRET, a random text of 50 letters or more, to seal what is most private")
try:
    encryption.check_keys(FOLLOWTHROUGH_FIELD_KEYS)
except encryption.UnfitKeys as error:
    raise NotSetUp(f"FOLLOWTHROUGH_FIELD_KEYS: {error}") from error
if any(key.endswith((f":{SECRET_KEY}", f":{FOLLOWTHROUGH_AUDIT_KEY}")) for key in FOLLOWTHROUGH_FIELD_KEYS):
    raise NotSetUp("FOLLOWTHROUGH_FIELD_KEYS must hold secrets of their own, and no other key of this site.")
_hosts = _needed("FOLLOWTHROUGH_HOSTS", "the site's names, with commas between them")
ALLOWED_HOSTS = [host.strip() for host in _hosts.split(",") if host.strip()]
if any("*" in host for host in ALLOWED_HOSTS) or not ALLOWED_HOSTS:
    raise NotSetUp("FOLLOWTHROUGH_HOSTS must name the site: who may choose its name can forge its links.")
# Letters lead their readers to the site that people know, never to the address that the server listens on.
FOLLOWTHROUGH_ADDRESS = f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
DATABASES = databases(addresses.current())

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
# A browser takes cookies of such names only over TLS and from this very host: no neighbour can plant one.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
FOLLOWTHROUGH_IS_BEHIND_PROXY = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
# The site has a name of its own, and nothing under it speaks unencrypted; where something does, its owner says so.
SECURE_HSTS_INCLUDE_SUBDOMAINS = not os.environ.get("FOLLOWTHROUGH_OTHERS_UNDER_ITS_NAME")
# Whether browsers know it beforehand is for the name's owner to decide.
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W005", "security.W021"]

DEFAULT_FROM_EMAIL = os.environ.get("FOLLOWTHROUGH_EMAIL_FROM") or f"Followthrough <followthrough@{ALLOWED_HOSTS[0]}>"
EMAIL_HOST = os.environ.get("FOLLOWTHROUGH_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("FOLLOWTHROUGH_EMAIL_PORT", "25"))
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_PORT == 587, EMAIL_PORT == 465
unsafe = safety.unsafe_mail(EMAIL_HOST, EMAIL_PORT) or safety.unsafe_hooks(FOLLOWTHROUGH_AUDIT_HEADS)
if unsafe := unsafe or safety.unsafe_scanner(FOLLOWTHROUGH_SCANNER):
    raise NotSetUp(unsafe)
