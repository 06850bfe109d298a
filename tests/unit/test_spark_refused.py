"""Without PySpark or Java, and with an engine that is none, a person reads what to do."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from bedside.engines import spark
from bedside.errors import UsageError
from bedside.values.wording import Text


def french(error: BaseException) -> list[str]:
    assert isinstance(error, UsageError)
    return [each.fr for each in error.words if isinstance(each, Text)]


def test_without_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UsageError) as refused:
        spark.session()
    assert str(refused.value) == (
        "--engine: Spark is asked for, and PySpark is not installed. Install it with pip install 'bedside[spark]' "
        "(about 460 MB), or leave --engine out."
    )
    assert french(refused.value) == [
        "Spark est demandé, et PySpark n’est pas installé.",
        "Installez-le par pip install 'bedside[spark]' (environ 460 Mo), ou omettez --engine.",
    ]


@pytest.mark.parametrize("home", [False, True])
def test_without_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: bool) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    if home:
        monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(UsageError) as refused:
        spark.session()
    assert str(refused.value) == (
        "--engine: Spark is asked for, and there is no Java: neither JAVA_HOME nor the PATH leads to one. "
        "Install Java 17, or set JAVA_HOME to the folder of one; or leave --engine out."
    )
    assert french(refused.value) == [
        "Spark est demandé, et Java manque\u00a0: ni JAVA_HOME ni le PATH n’y mène.",
        "Installez Java 17, ou donnez son dossier dans JAVA_HOME\u00a0; ou omettez --engine.",
    ]


@pytest.mark.parametrize(("engine", "asked"), [("duckdb", False), ("spark", True), ("spark://head.example:7077", True)])
def test_which_engine_is_asked_for(engine: str, asked: bool) -> None:
    assert spark.is_spark(engine) is asked


@pytest.mark.parametrize("engine", ["", "sparks", "postgres", "spark:host"])
def test_what_is_no_engine(engine: str) -> None:
    with pytest.raises(UsageError) as refused:
        spark.is_spark(engine)
    assert str(refused.value) == f"--engine: “{engine}” is no engine. Write duckdb, spark or spark://HOST:PORT."
    assert french(refused.value) == [
        f"«\u00a0{engine}\u00a0» n’est pas un moteur.",
        "Écrivez duckdb, spark ou spark://HÔTE:PORT.",
    ]


@pytest.mark.parametrize(("said", "told"), [
    ("[TABLE] There is none.\nmore", "[TABLE] There is none"),
    ("An error occurred while calling o1.count.\n: org.apache.spark.SparkException: Job aborted.\n"
     "  File \"x.py\", line 1\n_duckdb.OutOfMemoryException: no room left.\n\tat org.apache.spark",
     "_duckdb.OutOfMemoryException: no room left"),
    ("", "RuntimeError"),
])  # fmt: skip
def test_what_spark_said_is_told_in_a_line(said: str, told: str) -> None:
    assert spark.first_line(RuntimeError(said)) == told
