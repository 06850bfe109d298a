"""A Spark of this machine, small and started once, and twenty people of the demo in the three shapes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests import needs

SMALL = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    "spark.sql.codegen.wholeStage": "false",  # compiling a query pays on large tables only
    "spark.sql.catalogImplementation": "in-memory",
}
SHAPES = {"omop": "mimic_iv_demo_omop54", "clif": "mimic_iv_demo_clif21", "mimic-iv": "mimic_iv_demo_native"}
PERSON = {"omop": "person_id", "clif": "patient_id", "mimic-iv": "subject_id"}
LINKED = "hospitalization_id"
DATABASE = "cdm"


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A session on it. What the package starts by itself joins this Spark."""
    needs.spark()
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master("local[2]")
    for name, value in {**SMALL, "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse"))}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


@pytest.fixture(scope="session")
def twenty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """By shape, a folder with the tables of twenty people of the demo."""
    needs.spark()
    out = tmp_path_factory.mktemp("twenty")
    return {kind: _fewer(needs.shared("data", folder), out / kind, kind) for kind, folder in SHAPES.items()}


def _fewer(folder: Path, out: Path, kind: str) -> Path:
    connection, person = duckdb.connect(), PERSON[kind]
    files = {file.relative_to(folder): f"read_parquet('{file}')" for file in sorted(folder.rglob("*.parquet"))}
    first = next(rows for name, rows in files.items() if name.stem in ("person", "clif_patient", "patient", "patients"))
    connection.execute(f"CREATE TABLE few AS SELECT {person} FROM {first} ORDER BY hash({person}) LIMIT 20")
    if kind == "clif":
        stays = next(rows for name, rows in files.items() if name.stem.endswith("hospitalization"))
        connection.execute(f"CREATE TABLE theirs AS SELECT {LINKED} FROM {stays} WHERE {person} IN (FROM few)")
    for name, rows in files.items():
        columns = [each[0] for each in connection.execute(f"DESCRIBE FROM {rows}").fetchall()]
        kept = f"{person} IN (FROM few)" if person in columns else f"{LINKED} IN (FROM theirs)"
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        where = f"WHERE {kept}" if {person, LINKED} & set(columns) else ""
        connection.execute(f"COPY (FROM {rows} {where}) TO '{out / name}' (FORMAT PARQUET)")
    return out


@pytest.fixture(scope="session")
def catalogue(spark: Any, twenty: dict[str, Path]) -> str:
    """The same twenty as OMOP tables of a database of Spark's catalogue: its name."""
    spark.sql(f"CREATE DATABASE {DATABASE}")
    for file in twenty["omop"].glob("*.parquet"):
        spark.read.parquet(file.as_uri()).write.saveAsTable(f"{DATABASE}.{file.stem}")
    return DATABASE
