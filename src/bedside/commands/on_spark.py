"""`--engine`: when a screening is Spark's, what it cannot serve, and the table of verdicts that it leaves here."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from bedside.commands.console import Tell, span
from bedside.engines import spark
from bedside.engines.stages import AsOf
from bedside.errors import UsageError
from bedside.protocol.model import Protocol
from bedside.records.source import Divisible
from bedside.screening.on_spark import Asked, Screened, screen_on_spark
from bedside.values.moment import Moment
from bedside.values.wording import Text

NO_ANSWERS = Text(
    "on Spark, answers are not added to the records.", "sur Spark, des réponses ne s’ajoutent pas aux enregistrements."
)
AS_TABLE = Text(
    "Put them into the table answers of the source, or leave --engine out.",
    "Mettez-les dans la table answers de la source, ou omettez --engine.",
)
NO_STATE = Text("on Spark, every run is a whole one.", "sur Spark, tout est calculé à chaque fois.")
ONE = Text("Leave one of the two out.", "Omettez l’un des deux.")


def on_spark(arguments: Namespace) -> bool:
    """Whether Spark is asked for. Raises UsageError where it cannot serve."""
    if not spark.is_spark(getattr(arguments, "engine", spark.DUCKDB)):
        return False
    if arguments.answers:
        raise UsageError(NO_ANSWERS, "--answers", AS_TABLE)
    if arguments.since_last:
        raise UsageError(NO_STATE, "--since-last", ONE)
    return True


def asked_on_spark(
    arguments: Namespace, protocol: Protocol, source: Divisible, variables: list[str], connection: Any, tell: Tell,
    at: Moment | None,
) -> Screened:  # fmt: skip
    """Screen a source on Spark; the table `verdicts` is in the connection then."""
    session = spark.session(arguments.engine)
    asked = Asked(protocol, span(arguments.every, "--every"), AsOf(arguments.as_of), at)
    return screen_on_spark(session, connection, source, asked, variables, tell)
