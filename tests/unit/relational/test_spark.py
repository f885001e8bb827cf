"""What is said where Spark cannot start? Nothing here starts it; `make proof` does."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from followthrough.procedures.engines.relational.spark import NoSpark, spark_session

NO_JAVA = (
    "Spark needs Java 17 or later, and there is no “java” here. Install it (Debian, Ubuntu: apt-get install "
    "openjdk-17-jre-headless) or set JAVA_HOME. Or use --engine duckdb."
)
NO_PYSPARK = (
    "This needs pyspark, which is not installed. Install it with: .venv/bin/pip install -r requirements/spark.lock "
    "--require-hashes. Or use --engine duckdb."
)


def said() -> str:
    with pytest.raises(NoSpark) as raised, spark_session():
        pass
    return str(raised.value)


def test_without_java_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert said() == NO_JAVA


def test_a_java_home_without_java_counts_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert said() == NO_JAVA


def test_without_pyspark_it_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").touch()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    assert said() == NO_PYSPARK
