"""A verdict of an hour uses only what was available at that hour: without what came later it is the same.

Every hour is asked twice: of the whole records, and of a copy of them cut to what was available then. One in ten
results is late. Both ways of answering are tried, the engine on everybody, the reference meaning on some.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bedside.__main__ import main
from bedside.engines.duck import compute, connect
from bedside.engines.moments import hourly
from bedside.engines.stages import AsOf
from bedside.protocol.loading import find_trial, load
from bedside.records.answers_file import add_answers
from bedside.records.charts import chart
from bedside.records.dictionary import dictionary
from bedside.records.opening import open_source
from bedside.records.source import Source
from bedside.rules.meaning import ask
from bedside.rules.nodes import Node, variables
from bedside.scores.sofa import sofa
from bedside.values.moment import EVER, Moment
from bedside.virtual.writing import ANSWERS
from tests import needs
from tests.as_known import LASTING, chart_then, facts_then

TRIAL, LATE_BY = "jakahdi", 1_700_000_000
LATE = f"""
UPDATE facts SET available_us = available_us + (1 + hash(variable, start_us) % 30) * {LATE_BY}
WHERE start_us = end_us AND hash(start_us, variable, patient_id) % 10 = 0
"""
"""One result in ten arrives up to fourteen hours after it did, on no whole hour."""

protocol = load(find_trial(TRIAL))
PATTERNS = {"pattern": protocol.population, "data_pattern": protocol.data_population}
"""What of the unknown the verdicts hang on, and so what is said to be missing."""
RULES: dict[str, Node] = {
    "verdict": protocol.population,
    "data_verdict": protocol.data_population,
    **{criterion.id: criterion.rule for criterion in protocol.criteria},
    "sofa": sofa().total,
}
READ = sorted({name for rule in RULES.values() for name in variables(rule)})
ASKED_OF_THE_MEANING = 5

Loaded = tuple[Any, Source]


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Every hour of virtual patients, with the answers of people."""
    folder: Path = tmp_path_factory.mktemp("ward")
    assert main(["virtual", "3", "--seed", "1", "--trial", TRIAL, "--out", str(folder)]) == 0
    connection = connect(2)
    source = open_source(f"canonical:{folder}").load(connection, _supplied(open_source(f"canonical:{folder}"))).source
    add_answers(connection, folder / ANSWERS, {q.name: q.variable for q in protocol.questions})
    return _late(connection, source)


@pytest.fixture(scope="module")
def demo() -> Loaded:
    """One hour in sixty-four of the demo of MIMIC-IV."""
    connection = connect(2)
    opened = open_source(f"mimic-iv:{needs.shared_data('mimic_iv_demo_native')}")
    source = opened.load(connection, _supplied(opened)).source
    return _late(connection, source, one_in=64)


def _supplied(source: Source) -> list[str]:
    return [name for name in READ if name in dictionary() and name in source.supplied]


def _late(connection: Any, source: Source, one_in: int = 1) -> Loaded:
    connection.execute(LATE)
    hourly(connection)
    connection.execute("DELETE FROM moments WHERE hash(m) % $1 <> 0", [one_in])
    connection.execute("CREATE TEMP TABLE each_apart AS SELECT m, stay_id, m AS patient_id, moment_us FROM moments")
    facts_then(connection, "moments", "facts_then")
    return connection, source


@pytest.mark.parametrize("name", ["ward", "demo"])
def test_every_hour_is_that_of_the_records_cut_to_it(name: str, request: pytest.FixtureRequest) -> None:
    connection, source = request.getfixturevalue(name)
    compute(connection, RULES, into="whole", recorded=source.recorded, patterns=PATTERNS)
    compute(connection, RULES, "each_apart", "cut", source.recorded, patterns=PATTERNS, facts="facts_then")
    ((differing, compared),) = connection.execute(
        f"SELECT count(*) FILTER ({_differing((*_ends(RULES), *PATTERNS))}), count(*) FROM whole a JOIN cut b USING (m)"
    ).fetchall()
    assert (differing, [(compared,)]) == (0, connection.execute("SELECT count(*) FROM moments").fetchall())


@pytest.mark.parametrize("name", ["ward", "demo"])
def test_looking_ahead_would_be_seen(name: str, request: pytest.FixtureRequest) -> None:
    """As of what was measured, whenever it arrived, the same comparison fails: enough is late to be noticed."""
    connection, source = request.getfixturevalue(name)
    rules = {"sofa": RULES["sofa"]}
    compute(connection, rules, into="ahead", recorded=source.recorded, as_of=AsOf.MEASURED)
    compute(connection, rules, "each_apart", "cut", source.recorded, facts="facts_then")
    ((differing, compared),) = connection.execute(
        f"SELECT count(*) FILTER ({_differing(_ends(rules))}), count(*) FROM ahead a JOIN cut b USING (m)"
    ).fetchall()
    assert differing > 0.05 * compared


@pytest.mark.parametrize("name", ["ward", "demo"])
def test_the_meaning_of_an_hour_is_that_of_the_records_cut_to_it(name: str, request: pytest.FixtureRequest) -> None:
    """The cut records are asked with all knowledge of all time: what is not there cannot be known."""
    connection, source = request.getfixturevalue(name)
    asked = connection.execute(
        "SELECT patient_id, moment_us FROM moments ORDER BY hash(m) LIMIT $1", [ASKED_OF_THE_MEANING]
    ).fetchall()
    for patient, at_us in asked:
        at, whole = Moment(at_us), chart(connection, patient, source)
        then = chart_then(whole, at, LASTING)
        for each in ("verdict", "data_verdict", "sofa"):
            rule = RULES[each]
            assert ask(rule, whole, at).value == ask(rule, then, at, Moment(EVER)).value, f"{each}, {patient}, {at}"


def _ends(rules: dict[str, Node]) -> tuple[str, ...]:
    return tuple(f"{name}_{end}" for name in rules for end in ("low", "high"))


def _differing(columns: tuple[str, ...]) -> str:
    return " OR ".join(f'a."{column}" IS DISTINCT FROM b."{column}"' for column in columns)
