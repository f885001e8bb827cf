"""Passkeys that were added before are sealed to their person as they stand."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from followthrough.service.access import passkeys


def seal_each(apps: Any, editor: Any) -> None:
    held = apps.get_model("mfa", "Authenticator").objects.using(editor.connection.alias)
    for each in held.filter(type="webauthn"):
        passkeys.seal(each)
        each.save(update_fields=["data"])


def open_each(apps: Any, editor: Any) -> None:
    held = apps.get_model("mfa", "Authenticator").objects.using(editor.connection.alias)
    for each in held.filter(type="webauthn"):
        each.data.pop("seal", None)
        each.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("access", "0012_sealed_with_the_rest"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunPython(seal_each, open_each)]
