"""`--engine` and `--source spark:DATABASE`: when Spark does the work, and what it cannot serve."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from bedside.engines import spark
from bedside.engines.on_spark import patient_of
from bedside.engines.spark_tables import open_database
from bedside.errors import UsageError
from bedside.records.omop import Omop
from bedside.records.opening import SPARK, open_source
from bedside.records.source import Divisible
from bedside.values.wording import Text

NO_ANSWERS = Text(
    "on Spark, answers are not added to the records.", "sur Spark, des réponses ne s’ajoutent pas aux enregistrements."
)
AS_TABLE = Text(
    "Put them into the table answers of the source, or leave --engine out.",
    "Mettez-les dans la table answers de la source, ou omettez --engine.",
)


def on_spark(arguments: Namespace) -> bool:
    """Whether Spark is to work out what is asked. Raises UsageError where it cannot serve."""
    if not spark.is_spark(arguments.engine) and not of_catalogue(arguments.source):
        return False
    if getattr(arguments, "answers", None):
        raise UsageError(NO_ANSWERS, "--answers", AS_TABLE)
    return True


def of_catalogue(source: str) -> bool:
    """Whether a source is a database of Spark's catalogue."""
    return source.startswith(f"{SPARK}:")


def opened_on_spark(arguments: Namespace) -> tuple[Any, Divisible]:
    """A session on Spark, and the source as it is read there."""
    session = spark.session(arguments.engine if spark.is_spark(arguments.engine) else spark.SPARK)
    if of_catalogue(arguments.source):
        return session, _database(session, arguments.source)
    return session, open_source(arguments.source)


def brought(source: str, connection: Any, stay: object) -> Divisible:
    """A database of Spark's catalogue as a source of one stay's patient alone, whose rows the connection holds."""
    session = spark.session()
    return patient_of(session, connection, _database(session, source), stay)


def _database(session: Any, source: str) -> Omop:
    return open_database(session, source.partition(":")[2])
