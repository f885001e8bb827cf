"""Production refuses to start when something is missing or unsafe, and says what to give."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_SAFE = {
    "FOLLOWTHROUGH_ENVIRONMENT": "production",
    "FOLLOWTHROUGH_SECRET_KEY": "kept-secret-0123456789" * 3,
    "FOLLOWTHROUGH_AUDIT_KEY": "another-secret-0123456789" * 3,
    "FOLLOWTHROUGH_FIELD_KEYS": "first:" + "a-third-secret-0123456789" * 3,
    "FOLLOWTHROUGH_HOSTS": "followthrough.example",
    "FOLLOWTHROUGH_DATABASE_OWNER": "postgresql://o:p@db.example/followthrough?sslmode=verify-full",
    "FOLLOWTHROUGH_DATABASE_APPLICATION": "postgresql://a:p@db.example/followthrough?sslmode=verify-full",
    "FOLLOWTHROUGH_DATABASE_ASSESSOR": "postgresql://s:p@db.example/followthrough?sslmode=verify-full",
}
_SHOW = (
    "import json; from followthrough.service.config.environment import choose_settings; choose_settings()\n"
    "from django.conf import settings\n"
    "print(json.dumps({n: getattr(settings, n) for n in ('DEBUG', 'INSTALLED_APPS', 'SESSION_COOKIE_SECURE',"
    " 'CSRF_COOKIE_SECURE', 'SECURE_SSL_REDIRECT', 'DATABASE_MUST_BE_DURABLE', 'FOLLOWTHROUGH_ADDRESS',"
    " 'ALLOWED_HOSTS', 'SESSION_COOKIE_NAME', 'CSRF_COOKIE_NAME', 'FOLLOWTHROUGH_NEEDS_SECOND_FACTOR',"
    " 'MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN') if hasattr(settings, n)}))"
)


_CHECK = (
    "from followthrough.service.config.environment import choose_settings; choose_settings()\n"
    "import django; django.setup()\n"
    "from django.core.management import call_command\n"
    "call_command('check', deploy=True, tags=['security'], fail_level='WARNING')"
)


def _start(does: str = _SHOW, **changes: str | None) -> subprocess.CompletedProcess[str]:
    wanted = {**_SAFE, **changes}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FOLLOW", "DJANGO"))}
    environment = {**kept, **{name: value for name, value in wanted.items() if value is not None}}
    return subprocess.run([sys.executable, "-c", does], env=environment, capture_output=True, text=True)


def test_it_starts_closed_to_the_demo_and_with_secure_cookies() -> None:
    found = _start()
    assert found.returncode == 0, found.stderr
    assert '"DEBUG": false' in found.stdout
    assert "followthrough.service.demo" not in found.stdout
    assert found.stdout.count("true") == 5
    assert '"SESSION_COOKIE_NAME": "__Host-session", "CSRF_COOKIE_NAME": "__Host-csrf"' in found.stdout
    assert '"FOLLOWTHROUGH_NEEDS_SECOND_FACTOR": true' in found.stdout
    assert "INSECURE_ORIGIN" not in found.stdout


def test_djangos_own_check_of_a_deployment_finds_nothing() -> None:
    found = _start(_CHECK)
    assert (found.returncode, "no issues" in found.stdout) == (0, True), found.stderr


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"FOLLOWTHROUGH_SECRET_KEY": None}, "Set FOLLOWTHROUGH_SECRET_KEY"),
        ({"FOLLOWTHROUGH_SECRET_KEY": "short"}, "too easy to guess"),
        ({"FOLLOWTHROUGH_SECRET_KEY": "k" * 60}, "too easy to guess"),
        ({"FOLLOWTHROUGH_AUDIT_KEY": None}, "Set FOLLOWTHROUGH_AUDIT_KEY"),
        ({"FOLLOWTHROUGH_AUDIT_KEY": "short"}, "must be 50 random letters"),
        ({"FOLLOWTHROUGH_AUDIT_KEY": "kept-secret-0123456789" * 3}, "not the secret key"),
        ({"FOLLOWTHROUGH_FIELD_KEYS": None}, "Set FOLLOWTHROUGH_FIELD_KEYS"),
        ({"FOLLOWTHROUGH_FIELD_KEYS": "first:short"}, "too easy to guess"),
        ({"FOLLOWTHROUGH_FIELD_KEYS": "a-third-secret-0123456789" * 3}, "A key has no name"),
        ({"FOLLOWTHROUGH_FIELD_KEYS": "first:" + "kept-secret-0123456789" * 3}, "secrets of their own"),
        ({"FOLLOWTHROUGH_SECRET_KEY": "django-insecure-" + "0123456789abcdef" * 4}, "Make random ones of your own"),
        ({"FOLLOWTHROUGH_DATABASE_OWNER": "postgresql://o:p@db.example/followthrough"}, "without encryption"),
        (
            {"FOLLOWTHROUGH_DATABASE_OWNER": "postgresql://o:p@db.example/followthrough?sslmode=require"},
            "encryption that is checked",
        ),
        ({"FOLLOWTHROUGH_AUDIT_HEADS": "/kept/heads http://heads.example/"}, "must begin with https://"),
        ({"FOLLOWTHROUGH_EMAIL_HOST": "mail.example"}, "go by 587 or 465"),
        ({"FOLLOWTHROUGH_DATABASE_OWNER": "postgresql://o:Postgres@localhost/f"}, "one that everybody tries"),
        ({"FOLLOWTHROUGH_DATABASE_OWNER": "postgresql://own:own@localhost/f"}, "one that everybody tries"),
        ({"FOLLOWTHROUGH_DATABASE_OWNER": "postgresql://a:p@localhost/f"}, "must name three roles"),
        ({"FOLLOWTHROUGH_PROVIDERS": "/nowhere/providers.json"}, "cannot be read"),
        ({"FOLLOWTHROUGH_HOSTS": "*"}, "must name the site"),
        ({"FOLLOWTHROUGH_HOSTS": None}, "Set FOLLOWTHROUGH_HOSTS"),
        ({"FOLLOWTHROUGH_DEBUG": "1"}, "never shows its inside"),
        ({"FOLLOWTHROUGH_DATABASE_ASSESSOR": None}, "Three database addresses belong together"),
        (dict.fromkeys((name for name in _SAFE if "DATABASE" in name), None), "Give the three"),
        ({"FOLLOWTHROUGH_ENVIRONMENT": "prod"}, "it can be demo, test, production"),
    ],
)
def test_what_is_missing_or_unsafe_is_refused(change: dict[str, str | None], sentence: str) -> None:
    found = _start(**change)
    assert found.returncode != 0
    assert sentence in found.stderr


def test_a_given_database_means_production_unless_said_otherwise() -> None:
    found = _start(FOLLOWTHROUGH_ENVIRONMENT=None)
    assert '"SECURE_SSL_REDIRECT": true' in found.stdout


def test_letters_lead_to_the_site_and_not_to_where_the_server_listens() -> None:
    found = _start(FOLLOWTHROUGH_HOSTS="site.example, other.example", FOLLOWTHROUGH_ADDRESS="http://127.0.0.1:8000")
    assert '"FOLLOWTHROUGH_ADDRESS": "https://site.example"' in found.stdout
    assert '"ALLOWED_HOSTS": ["site.example", "other.example"]' in found.stdout


def test_the_command_line_says_what_is_missing_in_a_sentence() -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FOLLOW", "DJANGO"))}
    environment = {**kept, **_SAFE}
    del environment["FOLLOWTHROUGH_SECRET_KEY"]
    command = [sys.executable, "-m", "followthrough.cli", "sweep"]
    said = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert said.returncode == 1
    assert said.stderr.startswith("followthrough sweep: Set FOLLOWTHROUGH_SECRET_KEY: ")
    assert "Traceback" not in said.stderr
