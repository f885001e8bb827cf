"""What holds in every environment."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from followthrough.service.config import places, providers
from followthrough.service.config.addresses import Addresses
from followthrough.service.core import lanes

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "csp",
    "followthrough.service.config",
    "followthrough.service.core",
    "followthrough.service.design",
    "followthrough.service.ledger",
    "followthrough.service.agencies",
    "followthrough.service.access",
    "followthrough.service.children",
    "followthrough.service.attachments",
    "followthrough.service.caseload",
    "followthrough.service.triage",
    "followthrough.service.sharing",
    "followthrough.service.worklist",
    "followthrough.service.chronology",
    "followthrough.service.assurance",
    "followthrough.service.board",
    "followthrough.service.cover",
    "followthrough.service.governance",
    "followthrough.service.letters",
    "followthrough.service.merging",
    "followthrough.service.gateway",
    "followthrough.service.copies",
    "followthrough.service.curiosity",
    "followthrough.service.intake",
    "followthrough.service.decisions",
    "followthrough.service.household",
    "followthrough.service.injuries",
    "followthrough.service.orders",
    "followthrough.service.outofhours",
    "followthrough.service.outside",
    "followthrough.service.people",
    "followthrough.service.police",
    "followthrough.service.retention",
    "followthrough.service.sight",
    "followthrough.service.strategy",
    "followthrough.service.subjectaccess",
    "followthrough.service.learning.reviews",
    "followthrough.service.learning.recommendations",
    "followthrough.service.learning.chapters",
    "followthrough.service.learning.commissioning",
    "followthrough.service.learning.audits",
    "followthrough.service.learning.newsletter",
    "followthrough.service.learning.changes",
    "followthrough.service.learning.training",
    "followthrough.service.learning.posts",
    # After ours, whose templates come first.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "followthrough.service.access.saving.SavingMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # One transaction a request, with the viewer set in it for row-level security.
    "followthrough.service.access.middleware.ViewerMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "followthrough.service.config.urls"
WSGI_APPLICATION = "followthrough.service.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "followthrough.service.design.forms.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "followthrough.service.access.context.signed_in",
            ],
        },
    },
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

AUTH_USER_MODEL = "agencies.Practitioner"
# User names are unique whatever their capitals, by a constraint on lower(username) that this check does not read.
SILENCED_SYSTEM_CHECKS = ["auth.E003"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "followthrough.service.agencies.passwords.NotOneOfOurs"},
]

# Signing in, by django-allauth where a password alone is not enough. Nobody signs up.
ACCOUNT_ADAPTER = "followthrough.service.access.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "followthrough.service.access.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {"authenticate": "followthrough.service.access.forms.CodeForm"}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are entered by administrators, and nobody signs in by one
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}  # a hospital has one address, and a shift begins for all at once
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute wrong
FOLLOWTHROUGH_NEEDS_SECOND_FACTOR = True
# Agencies whose people sign in at a provider of their own.
FOLLOWTHROUGH_PROVIDERS = providers.read(os.environ.get("FOLLOWTHROUGH_PROVIDERS", ""))
SOCIALACCOUNT_PROVIDERS = providers.for_allauth(FOLLOWTHROUGH_PROVIDERS)
SOCIALACCOUNT_ADAPTER = "followthrough.service.access.adapters.Providers"
SOCIALACCOUNT_STORE_TOKENS = False

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# When a session ends: left alone, or after a long shift. Its cookie stays a while, so that the site knows whose words
# came too late and keeps them.
FOLLOWTHROUGH_IDLE_AFTER = timedelta(minutes=float(os.environ.get("FOLLOWTHROUGH_IDLE_MINUTES", "30")))
FOLLOWTHROUGH_PACE = True  # whoever is faster than people are has to wait
FOLLOWTHROUGH_IDLE_DAYS = 45  # open days of the agency, after which an account that nobody uses is switched off
FOLLOWTHROUGH_LONGEST_SESSION = timedelta(hours=float(os.environ.get("FOLLOWTHROUGH_LONGEST_HOURS", "12")))
SESSION_COOKIE_AGE = 4 * 24 * 60 * 60
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *providers.origins(FOLLOWTHROUGH_PROVIDERS)],
        "frame-ancestors": [NONE],
        "report-uri": "/policy-reports/",
    }
}

# Behind a proxy of one's own every request comes from the proxy's address, and the proxy says from whose.
FOLLOWTHROUGH_IS_BEHIND_PROXY = False

# Whether `serve` refuses a database that could lose a record in a power cut.
DATABASE_MUST_BE_DURABLE = True

# Shared by all processes: wrong codes are counted in it, and used ones remembered.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "access_cache"}}

# Files that people add are held in memory and kept sealed; no plain copy touches a disk.
FILE_UPLOAD_HANDLERS = ["followthrough.service.attachments.uploading.InMemory"]

STATIC_URL = "/static/"
STATIC_ROOT = places.home() / "static"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Who stands behind "agency/team/role" when a letter is delivered, and where its reader finds the site.
FOLLOWTHROUGH_DIRECTORY = "followthrough.service.agencies.directory.reached_for"
# How letters leave, by channel. Without a channel for texts everything goes by e-mail.
# With a key of GOV.UK Notify, texts go by it, and e-mails too where a template for them is named.
FOLLOWTHROUGH_CHANNELS = {"email": "followthrough.service.ledger.channels.email"}
FOLLOWTHROUGH_NOTIFY = {
    "address": os.environ.get("FOLLOWTHROUGH_NOTIFY_ADDRESS", "https://api.notifications.service.gov.uk"),
    "key": os.environ.get("FOLLOWTHROUGH_NOTIFY_KEY", ""),
    "email_template": os.environ.get("FOLLOWTHROUGH_NOTIFY_EMAIL_TEMPLATE", ""),
    "text_template": os.environ.get("FOLLOWTHROUGH_NOTIFY_TEXT_TEMPLATE", ""),
    "callback_token": os.environ.get("FOLLOWTHROUGH_NOTIFY_CALLBACK_TOKEN", ""),
}
if FOLLOWTHROUGH_NOTIFY["key"]:
    for _channel in ("email", "text"):
        if FOLLOWTHROUGH_NOTIFY[f"{_channel}_template"]:
            FOLLOWTHROUGH_CHANNELS[_channel] = f"followthrough.service.gateway.notify.{_channel}"
# When digests go, in London: what is not urgent waits for the next.
FOLLOWTHROUGH_DIGESTS = os.environ.get("FOLLOWTHROUGH_DIGESTS", "07:30 16:30").split()
FOLLOWTHROUGH_DESKS = "followthrough.service.agencies.directory.desk_of"  # which duties are whose
FOLLOWTHROUGH_RELATES = "followthrough.service.access.relating.relate"  # who has to do with a child by what happened
FOLLOWTHROUGH_KEEPS = "followthrough.service.children.talking.keep"  # the register, by what was written down
# Who holds sealed and invisible records in custody, so that somebody is there at every hour.
FOLLOWTHROUGH_CUSTODIANS = ["social-care/front-door", "social-care/out-of-hours"]
# Whose manager alone is told that agencies together hold enough about a child, and none of them alone.
FOLLOWTHROUGH_TRIAGE = "social-care/triage"
# Which kinds of event can be recorded: each app says it of its own pages and intakes.
FOLLOWTHROUGH_RECORDS = [
    "followthrough.service.ledger.failing.recorded",
    "followthrough.service.access.danger.recorded",
    "followthrough.service.children.actions.recorded",
    "followthrough.service.merging.actions.recorded",
    "followthrough.service.sharing.kinds.recorded",
    "followthrough.service.worklist.actions.recorded",
    "followthrough.service.chronology.recordable.recorded",
    "followthrough.service.household.actions.recorded",
    "followthrough.service.subjectaccess.actions.recorded",
    "followthrough.service.cover.actions.recorded",
    "followthrough.service.people.first.actions.recorded",
    "followthrough.service.intake.actions.recorded",
    "followthrough.service.caseload.expecting.recorded",
    "followthrough.service.strategy.actions.recorded",
    "followthrough.service.triage.actions.recorded",
    "followthrough.service.injuries.actions.recorded",
    "followthrough.service.decisions.actions.recorded",
    "followthrough.service.learning.reviews.actions.recorded",
    "followthrough.service.learning.recommendations.actions.recorded",
    "followthrough.service.learning.commissioning.actions.recorded",
    "followthrough.service.learning.newsletter.actions.recorded",
    "followthrough.service.learning.training.actions.recorded",
    "followthrough.service.learning.posts.actions.recorded",
    "followthrough.service.learning.audits.actions.recorded",
]
# What else each sweep sees to.
FOLLOWTHROUGH_ALSO_SWEPT = [
    "followthrough.service.outside.inviting.invite_due",
    "followthrough.service.outside.inviting.answer_knocks",
    "followthrough.service.sharing.actions.reminding.remind_due",
    "followthrough.service.children.actions.close_own_people",
    "followthrough.service.outofhours.actions.make_due",
    "followthrough.service.assurance.checking.check_if_due",
    "followthrough.service.cover.actions.announce_due",
    "followthrough.service.cover.actions.gaps.find",
    "followthrough.service.cover.actions.unheld.tell",
    "followthrough.service.cover.actions.handover.make_due",
    "followthrough.service.intake.mailboxes.take_in_due",
    "followthrough.service.intake.actions.hand_over_due",
    "followthrough.service.caseload.folders.take_in_due",
    "followthrough.service.caseload.expecting.tell_due",
    "followthrough.service.triage.finding.find_due",
    "followthrough.service.learning.changes.replaying.go_on",
    "followthrough.service.learning.reviews.actions.owing.go_on",
]
# Who keeps more about a child or an entry than the events, and is told what went where when two records are parted.
FOLLOWTHROUGH_ALSO_PARTED = [
    "followthrough.service.intake.actions.move_items",
    "followthrough.service.caseload.matching.part",
]
FOLLOWTHROUGH_RULEBOOK_ASKED_EVERY: float | None = 5.0  # seconds; then a page asks whether the rules were changed
FOLLOWTHROUGH_UNDECIDED = "shadow"  # how a procedure stands that the partnership has not decided about
FOLLOWTHROUGH_ADDRESS = os.environ.get("FOLLOWTHROUGH_ADDRESS", "")

# Seal what a copy of the database must not tell: NAME:SECRET, the newest first. Kept outside the database.
FOLLOWTHROUGH_FIELD_KEYS = os.environ.get("FOLLOWTHROUGH_FIELD_KEYS", "").split()

# What packages keep sealed within columns of their own: table, column, and the word that it is bound to.
FOLLOWTHROUGH_SEALED_INSIDE = [("mfa_authenticator", "data", "second factor")]

# Mailboxes that are read for a team: AGENCY/TEAM=maildir:FOLDER or AGENCY/TEAM=imaps://USER:PASSWORD@HOST/BOX.
# With a token in place of a password: see intake/mailboxes.py.
FOLLOWTHROUGH_MAILBOXES = os.environ.get("FOLLOWTHROUGH_MAILBOXES", "").split()

# Folders into which agencies' own case systems put a list each night: AGENCY=/the/folder.
FOLLOWTHROUGH_CASELOADS = os.environ.get("FOLLOWTHROUGH_CASELOADS", "").split()

# Who looks for viruses in files that people add: unix:///run/clamav/clamd.ctl or tcp://127.0.0.1:3310; nobody if empty.
FOLLOWTHROUGH_SCANNER = os.environ.get("FOLLOWTHROUGH_SCANNER", "")

# Where the out-of-hours packs are put before each shift, and what opens them; without both none is made.
FOLLOWTHROUGH_PACK_FOLDER = os.environ.get("FOLLOWTHROUGH_PACK_FOLDER", "")
FOLLOWTHROUGH_PACK_PASSWORD = os.environ.get("FOLLOWTHROUGH_PACK_PASSWORD", "")

# Signs the heads of the audit; kept outside the database. Where the heads are kept as well: files, or web hooks.
FOLLOWTHROUGH_AUDIT_KEY = os.environ.get("FOLLOWTHROUGH_AUDIT_KEY", "")
FOLLOWTHROUGH_AUDIT_HEADS = os.environ.get("FOLLOWTHROUGH_AUDIT_HEADS", "").split()
FOLLOWTHROUGH_ALARM_TO = os.environ.get("FOLLOWTHROUGH_ALARM_TO", "").split()  # e-mail addresses

EMAIL_SUBJECT_PREFIX = ""
EMAIL_TIMEOUT = 10  # seconds; without it a mail server that never answers would hold the sweep for ever
SERVER_EMAIL = DEFAULT_FROM_EMAIL = "Followthrough <followthrough@localhost>"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "followthrough.service.config.logs.WithoutRows",
            "format": "{levelname} {name}: {message}",
            "style": "{",
        },
        "json": {"()": "followthrough.service.config.logs.AsJson"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if os.environ.get("FOLLOWTHROUGH_LOGS") == "json" else "plain",
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}


def for_the_demo(apps: list[str], templates: list[dict[str, Any]]) -> tuple[list[str], list[dict[str, Any]]]:
    """The example partnership's app, with what it shows on every page: its clock, and who one may sign in as."""
    options = templates[0]["OPTIONS"]
    processors = [*options["context_processors"], "followthrough.service.demo.context.demo"]
    shown = {**templates[0], "OPTIONS": {**options, "context_processors": processors}}
    return [*apps, "followthrough.service.demo"], [shown]


# A line to the database that is cut must not hold a page for a quarter of an hour, as it does by the system's defaults.
# In seconds, the last in milliseconds; an address may say otherwise, and a socket of this machine has no use for it.
_SEES_A_CUT_LINE: dict[str, Any] = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


def databases(addresses: Addresses, *, pooled: bool = True) -> dict[str, dict[str, Any]]:
    """The same database three times, once for each role. Pages use "default" and nothing else."""
    found: dict[str, dict[str, Any]] = {
        "default": dict(dj_database_url.parse(addresses.application)),
        "owner": dict(dj_database_url.parse(addresses.owner)),
        "assessor": dict(dj_database_url.parse(addresses.assessor)),
    }
    for each in found.values():
        each["OPTIONS"] = _SEES_A_CUT_LINE | each.get("OPTIONS", {})
    if pooled:
        # The pool keeps connections open, so Django itself must not (CONN_MAX_AGE stays 0).
        found["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": lanes.THREADS, "timeout": 10}
        # A connection that died with the database is noticed before a page is made with it: nobody meets an error
        # because the database was started again while nothing was asked.
        found["default"]["CONN_HEALTH_CHECKS"] = True
    return found
