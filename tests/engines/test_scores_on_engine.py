"""Every score and variant, computed by the engine on virtual patients whose results arrive late, as it is meant."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from bedside.engines.duck import compute, connect
from bedside.engines.moments import hourly
from bedside.engines.stages import AsOf
from bedside.records.charts import charts
from bedside.records.opening import open_source
from bedside.records.source import Source
from bedside.rules.chart import Chart
from bedside.rules.meaning import ask_each
from bedside.rules.nodes import Named
from bedside.scores.catalogue import SCORES, rules_of
from bedside.values.interval import Interval
from bedside.values.moment import EVER, Moment
from bedside.virtual.patients import ward
from bedside.virtual.writing import write

PATIENTS, SEED = 8, 3
EVERY = 29
"""Of all hours of all stays, one in so many is compared: no multiple of a day, so all times of day come up."""

LATER = """
UPDATE facts SET available_us = available_us + (hash(variable, start_us, patient_id) % 14) * 1700 * 1000000
WHERE start_us = end_us AND hash(start_us, variable) % 3 = 0
"""
"""A third of all results arrive later than they did, by up to six hours and not on whole hours."""

Held = tuple[duckdb.DuckDBPyConnection, Source, dict[str, Chart]]
VARIANTS = [(score, variant) for score, entry in SCORES.items() for variant in entry.variants]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """Virtual patients loaded, with more delays, as tables and as charts."""
    folder: Path = tmp_path_factory.mktemp("ward")
    write(ward(PATIENTS, SEED), folder)
    connection = connect(2)
    source = open_source(f"canonical:{folder}").load(connection).source
    connection.execute(LATER)
    hourly(connection)
    connection.execute(f"CREATE TABLE sampled AS SELECT * FROM moments WHERE m % {EVERY} = 0")
    return connection, source, dict(charts(connection, source))


@pytest.mark.parametrize("as_of", AsOf)
@pytest.mark.parametrize(("score", "variant"), VARIANTS, ids=[f"{score} {variant}" for score, variant in VARIANTS])
def test_the_engine_computes_what_the_score_means(held: Held, score: str, variant: str, as_of: AsOf) -> None:
    connection, source, patients = held
    entry = SCORES[score]
    rules = rules_of(entry.build(entry.variants[variant]))
    compute(connection, {rule.name: rule for rule in rules}, "sampled", recorded=source.recorded, as_of=as_of)
    found = connection.execute("SELECT * FROM answers ORDER BY m").fetchall()
    assert len(found) > 40
    varied: dict[str, set[Interval]] = {}
    for _, stay, patient, at, *ends in found:
        known = Moment(at) if as_of is AsOf.AVAILABLE else Moment(EVER)
        told = ask_each(rules, patients[patient], Moment(at), known)
        for rule, low, high, meant in zip(rules, ends[::2], ends[1::2], (each.value for each in told), strict=True):
            assert (low, high) == (meant.low, meant.high), (stay, at, rule.name)
            varied.setdefault(rule.name, set()).add(meant)
    assert len(varied[rules[0].name]) > 5, "the total hardly varies: the comparison would prove little"


def test_what_had_arrived_differs_from_what_was_taken(held: Held) -> None:
    """The delays are really there: without them nobody would notice that a moment reads the future."""
    connection, source, _ = held
    entry = SCORES["sofa"]
    rules: tuple[Named, ...] = rules_of(entry.build(entry.variants[entry.default]))
    for as_of in AsOf:
        named = {rule.name: rule for rule in rules}
        compute(connection, named, "sampled", as_of, recorded=source.recorded, as_of=as_of)
    differing = connection.execute(
        "SELECT count(*) FROM available a JOIN measured b USING (m)"
        " WHERE (a.sofa_low, a.sofa_high) <> (b.sofa_low, b.sofa_high)"
    ).fetchall()
    assert differing > [(5,)]
