"""Rules that were made up mean on Spark what the reference interpreter says, on every node, each part by itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.engines.duck import compute, connect
from bedside.engines.spark_parts import Tables, parted, rows_of, worked
from bedside.records.source import Whose
from tests.engine_tables import FACTS, answers, askable, rows
from tests.engines.test_duck_equals_meaning import Example, examples, meant

MANY = 12
"""Examples of one run of Spark, which takes a second or two whatever is in it."""
RUNS = max(2, settings.default.max_examples // 25)
APART = 100
"""Between the people of one example and those of the next."""


@settings(max_examples=RUNS, suppress_health_check=list(HealthCheck), deadline=None)
@given(drawn=st.lists(examples(), min_size=MANY, max_size=MANY))
def test_spark_answers_as_the_meaning_does_on_every_node(spark: Any, drawn: list[Example]) -> None:
    held = {name: spark.createDataFrame(some, kinds) for name, (some, kinds) in _tables(drawn).items()}
    whose = {name: Whose("patient_id") for name in held}
    read = {name: frame.columns for name, frame in held.items()}
    found = dict(
        pair
        for _, _, given in rows_of(worked(parted(held, whose, 3, read), partial(_answered, drawn)))
        for pair in given.items()
    )
    for number, example in enumerate(drawn):
        named = askable(example.rules)
        for at, right in zip(example.asked, meant(example, list(named.values())), strict=True):
            got = found[number, at]
            assert got == right, f"example {number}, {at}: meant {right}, computed {got}"


def _tables(drawn: list[Example]) -> dict[str, tuple[list[Any], str]]:
    facts = [
        (number * APART + row[0], *(str(cell) if isinstance(cell, str) else cell for cell in row[1:]))
        for number, each in enumerate(drawn)
        for row in rows(each.charts)
    ]
    moments = [
        (number * APART + patient, int(at)) for number, each in enumerate(drawn) for patient, at in each.asked
    ]  # fmt: skip
    return {
        "facts": (facts, FACTS.replace("VARCHAR", "STRING")),
        "moments": (moments, "patient_id BIGINT, moment_us BIGINT"),
    }


def _answered(drawn: list[Example], tables: Tables) -> Iterator[tuple[str, Any]]:
    """What is done on a part: the rules of each example at the moments that it has there."""
    told = {}
    for number, example in enumerate(drawn):
        named, connection = askable(example.rules), connect(1)
        connection.execute(f"CREATE TABLE facts ({FACTS})")
        for arrived in tables.get("facts", ()):
            connection.register("arrived", arrived)
            connection.execute(f"INSERT INTO facts BY NAME FROM arrived WHERE patient_id // {APART} = {number}")
            connection.unregister("arrived")
        connection.execute("CREATE TABLE moments (patient_id BIGINT, moment_us BIGINT)")
        for arrived in tables["moments"]:
            connection.register("arrived", arrived)
            connection.execute(f"INSERT INTO moments BY NAME FROM arrived WHERE patient_id // {APART} = {number}")
            connection.unregister("arrived")
        connection.execute(
            "CREATE TABLE asked AS SELECT row_number() OVER (ORDER BY patient_id, moment_us) AS m, * FROM moments"
        )
        compute(connection, named, "asked", recorded=example.recorded, as_of=example.as_of)
        at = connection.execute("SELECT patient_id, moment_us FROM asked ORDER BY m").fetchall()
        for (patient, moment), answer in zip(at, answers(connection, list(named)), strict=True):
            told[number, (patient % APART, moment)] = answer
    yield "answers", told
