"""The example partnership on one's own machine: nothing to set, and reachable from this machine only."""

from __future__ import annotations

from followthrough.service.config import addresses, places
from followthrough.service.config.settings.base import *  # noqa: F403
from followthrough.service.config.settings.base import (
    FOLLOWTHROUGH_ADDRESS,
    FOLLOWTHROUGH_AUDIT_HEADS,
    FOLLOWTHROUGH_CHANNELS,
    FOLLOWTHROUGH_FIELD_KEYS,
    INSTALLED_APPS,
    TEMPLATES,
    databases,
    for_the_demo,
)

DEBUG = False
SECRET_KEY = places.kept_secret("secret-key")
FOLLOWTHROUGH_AUDIT_KEY = places.kept_secret("audit-key")
FOLLOWTHROUGH_FIELD_KEYS = FOLLOWTHROUGH_FIELD_KEYS or [f"demo:{places.kept_secret('field-key')}"]
FOLLOWTHROUGH_AUDIT_HEADS = FOLLOWTHROUGH_AUDIT_HEADS or [str(places.home() / "audit-heads.jsonl")]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
INSTALLED_APPS, TEMPLATES = for_the_demo(INSTALLED_APPS, TEMPLATES)
FOLLOWTHROUGH_NEEDS_SECOND_FACTOR = False  # its people sign in with one press
FOLLOWTHROUGH_IDLE_DAYS = 1_000_000  # its clock leaps: nobody is idle in it
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # a visitor may try a passkey at http://localhost
FOLLOWTHROUGH_CLOCK = "followthrough.service.demo.clock.DemoClock"
FOLLOWTHROUGH_RULEBOOK_OF_TODAY = True
FOLLOWTHROUGH_PACKS = ["england", "partnership", "wealdshire"]
# Before `serve` has said at which port it is; letters of the story are written when it is loaded.
FOLLOWTHROUGH_ADDRESS = FOLLOWTHROUGH_ADDRESS or "http://127.0.0.1:8000"
DATABASES = databases(addresses.current())

# Mail for the front door: whatever a visitor puts into this folder (a maildir) comes in.
FOLLOWTHROUGH_MAILBOXES = [f"social-care/front-door=maildir:{places.home() / 'mail'}"]

# Letters that the outbox sends are kept as files, so that a visitor can read them.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = places.home() / "letters"
FOLLOWTHROUGH_CHANNELS = {**FOLLOWTHROUGH_CHANNELS, "text": "followthrough.service.ledger.channels.kept_text"}
