"""The same session on Spark, for a population that one machine does not hold. Here it runs inside this process.

Every relation that is kept is a checkpoint: Spark would else carry along how it came about, and work it out again
each time that it is used.
"""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.backends.pyspark.datatypes import PySparkSchema
from ibis.expr.types import Table

from followthrough.procedures.engines.relational.dialects import SPARK, Dialect
from followthrough.procedures.engines.relational.session import Session, named

_SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.constraintPropagation.enabled": "false",  # it loses a column of some unions, and takes long to plan
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",  # days before 1900 as they are written
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "4",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


class NoSpark(RuntimeError):
    """Spark cannot be started here. The message says what is missing and how to get it."""


class OnSpark(Session):
    dialect: Dialect = SPARK

    def __init__(self, folder: Path, spark: Any) -> None:
        self.folder, self.spark, self.run = folder, spark, spark.sql
        self.backend: Any = ibis.pyspark.connect(spark)
        self._held: list[str] = []
        self._passing: list[str] = []
        self._compiled: dict[Any, str] = {}
        self._files = 0

    def parquet(self, path: Path) -> Table:
        name = "file_" + path.stem.replace(".", "_").replace("-", "_")
        return self._seen_as(name, self.spark.read.parquet(str(path)), ibis.Schema.from_pyarrow(pq.read_schema(path)))

    def load(self, table: pa.Table, *words: object) -> Table:
        """By way of a file, so that no row passes through Python."""
        name = named(words)
        self._held.append(name)
        self._files += 1
        path = self.folder / f"{self._files}.parquet"
        pq.write_table(table, path)
        return self._seen_as(name, self.spark.read.parquet(str(path)), ibis.Schema.from_pyarrow(table.schema))

    def fetch(self, expression: Table) -> pa.Table:
        return self._typed(self.run(self._sql(expression)), expression.schema()).toArrow()

    def count(self, kept: Table) -> int:
        return int(self.run(self._sql(kept)).count())

    def close(self) -> None:
        self.spark.stop()

    def _make(self, name: str, expression: Table) -> Table:
        frame = self._typed(self.run(self._sql(expression)), expression.schema())
        return self._seen_as(name, frame.localCheckpoint(), expression.schema())

    def _typed(self, frame: Any, schema: Any) -> Any:
        """Spark gives an empty list no type of its own."""
        fields = PySparkSchema.from_ibis(schema).fields
        return frame.select(*(frame[each.name].cast(each.dataType).alias(each.name) for each in fields))

    def _seen_as(self, name: str, frame: Any, schema: Any) -> Table:
        frame.createOrReplaceTempView(name)
        return self._table(name, schema)

    def _drop(self, name: str) -> None:
        self.spark.catalog.dropTempView(name)


@contextmanager
def spark_session(cores: int = 2) -> Iterator[OnSpark]:
    """Raises NoSpark where pyspark or Java is missing."""
    with TemporaryDirectory(prefix="followthrough-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of pyspark, about a newer pandas that nothing here uses
        session = OnSpark(Path(folder), _started(Path(folder), cores))
        try:
            yield session
        finally:
            session.close()


def _started(folder: Path, cores: int) -> Any:
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise NoSpark(
            "This needs pyspark, which is not installed. Install it with: "
            ".venv/bin/pip install -r requirements/spark.lock --require-hashes. Or use --engine duckdb."
        ) from error
    if not _has_java():
        raise NoSpark(
            "Spark needs Java 17 or later, and there is no “java” here. Install it (Debian, Ubuntu: "
            "apt-get install openjdk-17-jre-headless) or set JAVA_HOME. Or use --engine duckdb."
        )
    builder = SparkSession.builder.master(f"local[{cores}]").appName("followthrough")
    for name, value in (_SETTINGS | {"spark.local.dir": str(folder), "spark.sql.warehouse.dir": str(folder)}).items():
        builder = builder.config(name, value)
    try:
        spark = builder.getOrCreate()
    except PySparkException as error:
        raise NoSpark(
            f"Spark did not start: {error}. It needs Java 17 or later: see what “java -version” says. "
            "Or use --engine duckdb."
        ) from error
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return (Path(home) / "bin" / "java").is_file() if home else shutil.which("java") is not None
