"""Without PySpark or Java, and with an engine that is none, a person reads what to do."""

from __future__ import annotations

import importlib.util
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bedside.engines import on_spark, spark
from bedside.engines.duck import connect
from bedside.engines.spark_tables import CatalogueTable
from bedside.errors import UsageError
from bedside.records.omop import Omop, open_omop
from bedside.values.wording import Text
from tests.unit.tiny_omop import people, write_parquet


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


class Gone:
    """A session whose catalogue names a table that cannot be read any more."""

    def table(self, name: str) -> object:
        raise ValueError(f"[TABLE_OR_VIEW_NOT_FOUND] There is no {name}.\n\tat java.base")


def catalogued(made: Path) -> Omop:
    """An OMOP source whose tables stand in a catalogue."""
    source = open_omop(made)
    tables = {name: CatalogueTable(name, each.files, each.columns, "cdm") for name, each in source.tables.items()}
    return replace(source, tables=tables)


@pytest.mark.parametrize("way", ["everybody", "one patient"])
def test_a_catalogue_that_cannot_be_read_is_told_in_a_sentence(tmp_path: Path, way: str) -> None:
    source = catalogued(write_parquet(tmp_path, people()))
    with closing(connect()) as connection, pytest.raises(UsageError) as refused:
        if way == "everybody":
            on_spark.ask_on_spark(Gone(), connection, source, ["map"], lambda *_: (), lambda what, share: None)
        else:
            on_spark.patient_of(Gone(), connection, source, 1)
    assert str(refused.value).startswith(
        "--engine: Spark gave up ([TABLE_OR_VIEW_NOT_FOUND] There is no `cdm`.`person`"
    )
    assert french(refused.value)[0].startswith("Spark a abandonné")
