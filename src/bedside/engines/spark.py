"""Apache Spark for records that outgrow one machine: whether it is asked for, and a session on it."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from bedside.errors import UsageError
from bedside.values.wording import Text

DUCKDB, SPARK = "duckdb", "spark"
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",  # a number too large is an error and not another number
    "spark.sql.caseSensitive": "false",
}
"""What reading depends on; set for a session of our own, others of the same Spark keep theirs."""
PYTHON = "PYSPARK_PYTHON"
"""The variable of the environment that names the Python of Spark's workers."""
NEEDED = ("pyspark", "pyarrow", "pandas")
_RAISED = re.compile(r"[\w.]*(Error|Exception): ")
_OF_SPARK = re.compile(r"(py4j|pyspark|org\.apache|java)\.")

NO_PYSPARK = Text(
    "Spark is asked for, and PySpark is not installed.", "Spark est demandé, et PySpark n’est pas installé."
)
INSTALL = Text(
    "Install it with pip install 'bedside[spark]' (about 460 MB), or leave --engine out.",
    "Installez-le par pip install 'bedside[spark]' (environ 460 Mo), ou omettez --engine.",
)
NO_JAVA = Text(
    "Spark is asked for, and there is no Java: neither JAVA_HOME nor the PATH leads to one.",
    "Spark est demandé, et Java manque\u00a0: ni JAVA_HOME ni le PATH n’y mène.",
)
GET_JAVA = Text(
    "Install Java 17, or set JAVA_HOME to the folder of one; or leave --engine out.",
    "Installez Java 17, ou donnez son dossier dans JAVA_HOME\u00a0; ou omettez --engine.",
)
NO_START = Text("Spark did not start ({why}).", "Spark n’a pas démarré ({why}).")
LOOK = Text(
    "Look at the lines of Spark above; check the address and that this Java suits this Spark.",
    "Lisez les lignes de Spark ci-dessus\u00a0; vérifiez l’adresse et que ce Java convient à ce Spark.",
)
KIND = Text("“{engine}” is no engine.", "«\u00a0{engine}\u00a0» n’est pas un moteur.")
WRITE = Text("Write duckdb, spark or spark://HOST:PORT.", "Écrivez duckdb, spark ou spark://HÔTE:PORT.")


def is_spark(engine: str) -> bool:
    """Whether `--engine` asks for Spark. Raises UsageError for what is no engine."""
    if engine == DUCKDB:
        return False
    if engine != SPARK and not engine.startswith("spark://"):
        raise UsageError(KIND.filled(engine=engine), "--engine", WRITE)
    return True


def session(engine: str = SPARK) -> Any:
    """A session on Spark: `spark` as this machine is set up for it, `spark://HOST:PORT` a cluster.

    Raises UsageError where PySpark or Java is missing, or Spark does not start.
    """
    _refuse_missing()
    from pyspark.sql import SparkSession

    ours = SparkSession.getActiveSession() is None
    builder = SparkSession.builder.appName("bedside").config("spark.ui.showConsoleProgress", "false")
    if engine != SPARK:
        builder = builder.master(engine)
    else:
        os.environ.setdefault(PYTHON, sys.executable)  # on this machine, workers are this Python
    try:
        opened = builder.getOrCreate().newSession()
    except Exception as error:  # what goes wrong in Java comes as any of a dozen kinds
        raise UsageError(NO_START.filled(why=first_line(error)), "--engine", LOOK) from error
    for name, value in SETTINGS.items():
        opened.conf.set(name, value)
    if ours:
        opened.sparkContext.setLogLevel("ERROR")  # a person reads bedside's lines, and what fails
    return opened


def first_line(error: Exception) -> str:
    """What a worker's Python said, if it did; else what Spark said first."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    worker = (line for line in lines if _RAISED.match(line) and not _OF_SPARK.match(line))
    return next(worker, lines[0]).rstrip(".:")


def _refuse_missing() -> None:
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        raise UsageError(NO_PYSPARK, "--engine", INSTALL)
    home = os.environ.get("JAVA_HOME")
    if shutil.which(str(Path(home, "bin", "java")) if home else "java") is None:
        raise UsageError(NO_JAVA, "--engine", GET_JAVA)
