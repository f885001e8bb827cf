"""Words kept after a time-out, and secrets of second factors, are sealed anew: no longer under the site's secret key, but
under the keys that can be changed.

What does not open under the site's secret, nor an older one that still stands, is left out or left: kept words that
nobody can open are deleted; a second factor that nobody can open is left, and the check before serving names it.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import followthrough.service.core.fields
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import migrations

from followthrough.service.core.encryption import MARK, CannotOpen, Place, seal, unseal

WORDS, FACTORS = "access_keptwords", "mfa_authenticator"
FACTOR = Place(FACTORS, "data", "second factor")


def _before(purpose: str) -> MultiFernet:
    secrets = [str(each) for each in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    keys = [urlsafe_b64encode(sha256(f"{purpose}\0{secret}".encode()).digest()) for secret in secrets]
    return MultiFernet([Fernet(key) for key in keys])


def seal_all(apps: Any, editor: Any) -> None:
    words, factors = _before("kept words"), _before("second factor")
    with editor.connection.cursor() as cursor:
        cursor.execute(f"select id, sealed from {WORDS}")
        for row, token in cursor.fetchall():
            try:
                plain = words.decrypt(bytes.fromhex(token)).decode()
                _write(cursor, row, seal(plain, Place(WORDS, "sealed", str(row))))
            except (InvalidToken, ValueError):
                cursor.execute(f"delete from {WORDS} where id = %s", [row])
        _each_factor(cursor, lambda token: seal(factors.decrypt(token.encode()).decode(), FACTOR))


def open_all(apps: Any, editor: Any) -> None:
    words, factors = _before("kept words"), _before("second factor")
    with editor.connection.cursor() as cursor:
        cursor.execute(f"select id, sealed from {WORDS}")
        for row, token in cursor.fetchall():
            _write(cursor, row, words.encrypt(unseal(token, Place(WORDS, "sealed", str(row))).encode()).hex())
        _each_factor(cursor, lambda token: factors.encrypt(unseal(token, FACTOR).encode()).decode())


def _write(cursor: Any, row: int, sealed: str) -> None:
    cursor.execute(f"update {WORDS} set sealed = %s where id = %s", [sealed, row])


def _each_factor(cursor: Any, change: Callable[[str], str]) -> None:
    cursor.execute(f"select id, data::text from {FACTORS}")
    for row, data in cursor.fetchall():
        changed = _changed(json.loads(data), change)
        cursor.execute(f"update {FACTORS} set data = %s::jsonb where id = %s", [json.dumps(changed), row])


def _changed(held: Any, change: Callable[[str], str]) -> Any:
    if isinstance(held, dict):
        return {name: _changed(value, change) for name, value in held.items()}
    if isinstance(held, list):
        return [_changed(value, change) for value in held]
    if not isinstance(held, str) or not held.startswith(("gAAAA", MARK)):
        return held
    try:
        return change(held)
    except (InvalidToken, CannotOpen):
        return held


class Migration(migrations.Migration):
    dependencies = [("access", "0011_records_of_one_child"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [
        migrations.RunSQL(
            f"alter table {WORDS} alter column sealed type text using encode(sealed, 'hex')",
            f"set constraints all immediate; alter table {WORDS} alter column sealed type bytea using decode(sealed, 'hex')",
            state_operations=[
                migrations.AlterField("keptwords", "sealed", followthrough.service.core.fields.EncryptedJSONField())
            ],
        ),
        migrations.RunPython(seal_all, open_all),
    ]
