"""Tests: the demo's apps, quick password hashing, and no database until tests/conftest.py has started one."""

from __future__ import annotations

from followthrough.service.config import addresses
from followthrough.service.config.addresses import Addresses
from followthrough.service.config.settings.base import *  # noqa: F403
from followthrough.service.config.settings.base import INSTALLED_APPS, TEMPLATES, databases, for_the_demo

DEBUG = False
SECRET_KEY = "tests only; nothing real is ever signed with it"
FOLLOWTHROUGH_AUDIT_KEY = "tests only"
FOLLOWTHROUGH_FIELD_KEYS = ["tests:only"]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
INSTALLED_APPS, TEMPLATES = for_the_demo(INSTALLED_APPS, TEMPLATES)

# No pool: a test's database is dropped and made anew between tests.
_NOT_STARTED = Addresses(*["postgresql:///not_started"] * 3)
DATABASES = databases(addresses.given() or _NOT_STARTED, pooled=False)

DATABASE_MUST_BE_DURABLE = False
FOLLOWTHROUGH_NEEDS_SECOND_FACTOR = False  # a test about it says so itself
FOLLOWTHROUGH_PACE = False  # tests are quicker than people; the one about it says so itself
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
FOLLOWTHROUGH_RULEBOOK_OF_TODAY = True
FOLLOWTHROUGH_RULEBOOK_ASKED_EVERY = None  # pages are held to a number of questions; a test about it says so itself
FOLLOWTHROUGH_UNDECIDED = "on"  # a test says itself what is not adopted

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
