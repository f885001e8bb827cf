"""Columns whose words are sealed in the database and plain on the instance. They open when they are first read.

A row needs its key before it is saved, because the sealed text is bound to it. What is sealed cannot be searched, nor
written without an instance: `filter(words=…)` and `update(words=…)` are refused.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from followthrough.service.core.encryption import Place, is_sealed, seal_bytes, unseal_bytes


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the column holds, not yet opened."""

    token: str

    def __str__(self) -> str:
        return "(sealed)"


class _Opening(DeferredAttribute):
    field: EncryptedTextField

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = self.field.opened(unseal_bytes(value.token, self.field.place(instance)))
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):
    description = "A text that is sealed in the database"
    descriptor_class = _Opening
    sealed_at_once = 200  # how many are sealed anew in one transaction when keys change

    def place(self, instance: models.Model) -> Place:
        if instance.pk is None:
            raise ValueError(f"{self} is bound to its row: give the row a key before it is saved.")
        return Place(self.model._meta.db_table, self.attname, str(instance.pk))

    def is_kept_sealed(self, instance: models.Model, words: str) -> bool:
        return True

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        written = self.written(value)
        if isinstance(written, bytes) or self.is_kept_sealed(model_instance, written):
            content = written if isinstance(written, bytes) else written.encode()
            return Sealed(seal_bytes(content, self.place(model_instance)))
        return written

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, Sealed):
            return value and value.token
        raise TypeError(f"{self} is sealed: it cannot be searched, and is written by saving its row.")

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        return Sealed(value) if value is not None and is_sealed(value) else value

    def written(self, value: Any) -> str | bytes:
        return str(value)

    def opened(self, content: bytes) -> Any:
        return self.read(content.decode())

    def read(self, words: str) -> Any:
        return words


class EncryptedJSONField(EncryptedTextField):
    description = "JSON that is sealed in the database"
    _pyi_private_set_type: Any  # for the type checker alone
    _pyi_private_get_type: Any

    def written(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def read(self, words: str) -> Any:
        return json.loads(words)


class EncryptedBytesField(EncryptedTextField):
    description = "A file that is sealed in the database"
    _pyi_private_set_type: Any  # for the type checker alone
    _pyi_private_get_type: Any
    sealed_at_once = 4  # each is some megabytes

    def written(self, value: Any) -> bytes:
        return bytes(value)

    def opened(self, content: bytes) -> bytes:
        return content
