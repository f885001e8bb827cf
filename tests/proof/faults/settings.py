"""Production's settings, on this machine alone. Letters go nowhere: their rows in the outbox are what is asked for."""

from __future__ import annotations

from followthrough.service.config.settings.production import *  # noqa: F403
from followthrough.service.config.settings.production import STORAGES

FOLLOWTHROUGH_PACE = False  # its visitors are machines
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# Names without a digest, so that nothing has to be gathered first.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
