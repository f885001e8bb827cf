"""Which sealed texts still need an older key, and how are they sealed anew with the newest?

As the database's owner, a batch in a transaction. Nothing is remembered: what still bears an older key is what is left
to do, so a run that was cut off goes on where it stopped, and two runs at once do no harm. Pages work meanwhile.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction

from followthrough.service.core import audit
from followthrough.service.core.encryption import MARK, Place, key_of, newest_key, seal_bytes, unseal_bytes
from followthrough.service.core.fields import EncryptedTextField
from followthrough.service.core.viewer import Viewer

BY = Viewer.system("rotate-keys")
_OWNER = "owner"
# In columns of packages that are not ours: within JSON, and bound to a word in the place of the row.
_INSIDE = re.compile(rf"{MARK}[\w-]+:[A-Za-z0-9+/=]+")
_INSIDE_BATCH = 200


def sealed_fields() -> Iterator[EncryptedTextField]:
    for model in apps.get_models():
        yield from (field for field in model._meta.local_fields if isinstance(field, EncryptedTextField))


def rotate(*, batch: int = 0) -> dict[str, int]:
    """How many texts of each table were sealed anew. Raises CannotOpen; what was done before it stays done."""
    audit.record("keys.rotating", by=BY, detail={"to": newest_key()})
    done: Counter[str] = Counter()
    for field in sealed_fields():
        while found := _one_batch(field, batch or field.sealed_at_once):
            done[field.model._meta.db_table] += found
    for place in sealed_inside():
        while found := _one_batch_inside(place, batch or _INSIDE_BATCH):
            done[place.table] += found
    audit.record("keys.rotated", by=BY, detail={"to": newest_key(), "texts": dict(done)})
    return dict(done)


def keys_in_use() -> dict[str, int]:
    """How many texts each key seals."""
    found: Counter[str] = Counter()
    for field in sealed_fields():
        table, _, column = _names(field)
        with connections[_OWNER].cursor() as cursor:
            cursor.execute(
                f"select split_part({column}, ':', 2), count(*) from {table} where {column} like %s group by 1",
                [f"{MARK}%"],
            )
            found.update(dict(cursor.fetchall()))
    for place in sealed_inside():
        with connections[_OWNER].cursor() as cursor:
            cursor.execute(
                f"select token[1], count(*) from {place.table}, "
                f"regexp_matches({place.column}::text, '{MARK}([[:alnum:]-]+):', 'g') token group by 1"
            )
            found.update(dict(cursor.fetchall()))
    return dict(found)


def sealed_inside() -> list[Place]:
    return [Place(*each) for each in settings.FOLLOWTHROUGH_SEALED_INSIDE]


def _one_batch(field: EncryptedTextField, batch: int) -> int:
    table, key, column = _names(field)
    with transaction.atomic(using=_OWNER), connections[_OWNER].cursor() as cursor:
        cursor.execute("select set_config('app.rotating', 'on', true)")
        cursor.execute(
            f"select {key}, {column} from {table} where {column} like %s and {column} not like %s "
            f"order by {key} limit %s for update",
            [f"{MARK}%", f"{MARK}{newest_key()}:%", batch],
        )
        rows = cursor.fetchall()
        for row, token in rows:
            place = Place(field.model._meta.db_table, field.attname, str(row))
            assert key_of(token) != newest_key()
            cursor.execute(
                f"update {table} set {column} = %s where {key} = %s",
                [seal_bytes(unseal_bytes(token, place), place), row],
            )
    return len(rows)


def _one_batch_inside(place: Place, batch: int) -> int:
    newest = f"{MARK}{newest_key()}:"
    with transaction.atomic(using=_OWNER), connections[_OWNER].cursor() as cursor:
        cursor.execute(
            f"select id, {place.column}::text from {place.table} "
            f"where {place.column}::text ~ %s order by id limit %s for update",
            [f"{MARK}(?!{newest_key()}:)", batch],
        )
        rows = cursor.fetchall()
        for row, held in rows:
            anew = _INSIDE.sub(
                lambda found: (
                    found[0] if found[0].startswith(newest) else seal_bytes(unseal_bytes(found[0], place), place)
                ),
                held,
            )
            cursor.execute(f"update {place.table} set {place.column} = %s::jsonb where id = %s", [anew, row])
    return len(rows)


def _names(field: EncryptedTextField) -> tuple[str, str, str]:
    meta, quote = field.model._meta, connections[_OWNER].ops.quote_name
    assert meta.pk is not None
    return quote(meta.db_table), quote(meta.pk.attname), quote(field.attname)
