"""What DuckDB and Spark call by different names: the few functions that Ibis does not have for both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ibis

# Ibis takes an argument without a type for any type.


@ibis.udf.scalar.builtin(name="epoch_us")  # type: ignore[untyped-decorator]
def _epoch_us(value) -> int: ...  # type: ignore[no-untyped-def,empty-body]


@ibis.udf.scalar.builtin(name="sha256")  # type: ignore[untyped-decorator]
def _sha256(value: str) -> str: ...  # type: ignore[empty-body]


@ibis.udf.scalar.builtin(name="unix_micros")  # type: ignore[untyped-decorator]
def _unix_micros(value) -> int: ...  # type: ignore[no-untyped-def,empty-body]


@ibis.udf.scalar.builtin(name="sha2")  # type: ignore[untyped-decorator]
def _sha2(value: str, bits: int) -> str: ...  # type: ignore[empty-body]


@dataclass(frozen=True)
class Dialect:
    micros: Callable[[Any], Any]
    sha256: Callable[[Any], Any]


DUCKDB = Dialect(_epoch_us, _sha256)
SPARK = Dialect(lambda value: _unix_micros(value.cast("timestamp('UTC')")), lambda value: _sha2(value, 256))
