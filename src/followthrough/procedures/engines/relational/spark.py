"""The same session on Spark, for a population that one machine does not hold.

It runs inside this process, or on the cluster that SPARK_MASTER names; then TMPDIR must be a folder that all its
machines see.

Every relation that is kept is a checkpoint: Spark would else carry along how it came about, and work it out again
each time that it is used.
"""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.base import NULL
from ibis.backends.sql.compilers.pyspark import PySparkCompiler
from ibis.expr.types import Table

from followthrough.procedures.engines.relational.dialects import SPARK, Dialect
from followthrough.procedures.engines.relational.session import Session, named

_SETTINGS = {
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.constraintPropagation.enabled": "false",  # it loses a column of some unions, and takes long to plan
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",  # days before 1900 as they are written
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "4",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
_IN_THIS_PROCESS = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
_QUIET = """
rootLogger.level = error
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %m%n
"""
_AS_USUAL: Mapping[str, str] = {}
# For a population so small that making ready takes longer than the work itself.
SMALL = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "1",
}


class NoSpark(RuntimeError):
    """Spark cannot be started here. The message says what is missing and how to get it."""


class _Compiler(PySparkCompiler):
    """Two things that Ibis writes for DuckDB and not for Spark."""

    def visit_ArrayIndex(self, op: Any, *, arg: Any, index: Any) -> Any:
        """Null, where the list is shorter. No index here is negative."""
        return self.f.anon.try_element_at(arg, sge.Cast(this=index + 1, to=sge.DataType.build("int")))

    def visit_ArrayCollect(self, op: Any, *, arg: Any, where: Any, order_by: Any, **words: Any) -> Any:
        """Spark collects a list in no order. So what it is ordered by is collected too, sorted, and left out again."""
        if not order_by:
            return super().visit_ArrayCollect(op, arg=arg, where=where, order_by=order_by, **words)
        given = arg.is_(NULL).not_()
        fields = [each.this for each in order_by] + [arg]
        named = [part for place, each in enumerate(fields) for part in (sge.convert(f"_{place}"), each)]
        row = self.if_(given if where is None else sge.and_(given, where), self.f.anon.named_struct(*named), NULL)
        one = sge.to_identifier("one")
        last = sge.Dot(this=one, expression=sge.to_identifier(f"_{len(fields) - 1}"))
        return self.f.transform(self.f.array_sort(self.agg.array_agg(row)), sge.Lambda(this=last, expressions=[one]))


class OnSpark(Session):
    dialect: Dialect = SPARK

    def __init__(self, folder: Path, spark: Any) -> None:
        self.folder, self.spark, self.run = folder, spark, spark.sql
        self.backend: Any = ibis.pyspark.connect(spark)
        self.backend.compiler = _Compiler()
        self._begin()
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

    def _rows(self, words: str) -> pa.Table:
        return self.run(words).toArrow()

    def close(self) -> None:
        self.spark.stop()

    def _make(self, name: str, expression: Table) -> Table:
        frame = self._typed(self.run(self._sql(expression)), expression.schema())
        return self._seen_as(name, frame.localCheckpoint(), expression.schema())

    def _typed(self, frame: Any, schema: Any) -> Any:
        """Spark gives an empty list no type of its own."""
        from ibis.backends.pyspark.datatypes import PySparkSchema  # which needs pyspark

        fields = PySparkSchema.from_ibis(schema).fields
        return frame.select(*(frame[each.name].cast(each.dataType).alias(each.name) for each in fields))

    def _seen_as(self, name: str, frame: Any, schema: Any) -> Table:
        frame.createOrReplaceTempView(name)
        return self._table(name, schema)

    def _drop(self, name: str) -> None:
        self.spark.catalog.dropTempView(name)


@contextmanager
def spark_session(settings: Mapping[str, str] = _AS_USUAL) -> Iterator[OnSpark]:
    """Raises NoSpark where pyspark or Java is missing."""
    with TemporaryDirectory(prefix="followthrough-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of pyspark, about a newer pandas that nothing here uses
        session = OnSpark(Path(folder), _started(Path(folder), settings))
        try:
            yield session
        finally:
            session.close()


def _started(folder: Path, settings: Mapping[str, str]) -> Any:
    if not _has_java():
        raise NoSpark(
            "Spark needs Java 17 or later, and there is no “java” here. Install it (Debian, Ubuntu: "
            "apt-get install openjdk-17-jre-headless) or set JAVA_HOME. Or use --engine duckdb."
        )
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise NoSpark(
            "This needs pyspark, which is not installed. Install it with: "
            ".venv/bin/pip install -r requirements/spark.lock --require-hashes. Or use --engine duckdb."
        ) from error
    builder = SparkSession.builder.master(_master()).appName("followthrough")
    for name, value in {**_SETTINGS, **_of_here(folder), **settings}.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except PySparkException as error:
        raise NoSpark(
            f"Spark did not start: {error}. It needs Java 17 or later: see what “java -version” says. "
            "Or use --engine duckdb."
        ) from error


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return (Path(home) / "bin" / "java").is_file() if home else shutil.which("java") is not None


def _master() -> str:
    return os.environ.get("SPARK_MASTER", "local[*]")


def _of_here(folder: Path) -> dict[str, str]:
    quiet = folder / "log4j2.properties"
    quiet.write_text(_QUIET, encoding="utf-8")
    folders = {"spark.local.dir": str(folder), "spark.sql.warehouse.dir": str(folder)}
    told = {"spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={quiet}"}
    return folders | told | (_IN_THIS_PROCESS if _master().startswith("local") else {})
