"""The DuckDB engine answers as the reference interpreter does: every node, every patient, every moment."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from bedside.engines import duck
from bedside.engines.duck import compute, connect
from bedside.engines.stages import AsOf
from bedside.rules.chart import Chart, Fact
from bedside.rules.meaning import ask
from bedside.rules.nodes import KINDS, Comparison, Node, Operation, Over, Pick, walk
from bedside.values.interval import Interval
from bedside.values.moment import EVER, HOUR, Moment
from tests.engine_tables import Asked, Row, answers, askable, fill, rows
from tests.generative.strategies import HALF, START, VARIABLES, charts, rules

PATIENTS, RULES = 3, 3
COMPLETE = sorted(name for name, v in VARIABLES.items() if v.lasting or name in ("urine", "balance"))


@dataclass(frozen=True)
class Example:
    """Several rules, patients and moments for one run of the engine."""

    rules: tuple[Node, ...]
    charts: dict[int, Chart]
    asked: tuple[Asked, ...]
    as_of: AsOf
    recorded: frozenset[str]


@st.composite
def examples(draw: DrawFn) -> Example:
    """All moments on whole hours (records may then be binned), or some on half hours."""
    asked_rules = tuple(draw(rules(3)) for _ in range(RULES))
    names = sorted({v.name for rule in asked_rules for v in _read(rule)})
    recorded = frozenset(draw(st.sets(st.sampled_from(COMPLETE))))
    held = {p: draw(_late(names, recorded)) for p in range(PATIENTS)}
    halves = draw(st.sampled_from([range(0, 52, 4), range(2, 50, 6), range(1, 51, 5)]))
    asked = [(p, Moment(START + half * HALF)) for half in halves for p in held]
    return Example(asked_rules, held, tuple(asked), draw(st.sampled_from(AsOf)), recorded)


def _read(rule: Node) -> list[Any]:
    return [node.variable for node in walk(rule) if isinstance(node, Over)]


@st.composite
def _late(draw: DrawFn, names: list[str], recorded: frozenset[str]) -> Chart:
    """A chart in which what lasts may become known late too, and a result before its sample's time."""
    drawn = draw(charts(names, most=3))
    shifts = st.sampled_from((0, 0, 0, 3, 9, -1))
    facts = [
        replace(fact, available=Moment(fact.available + draw(shifts) * HALF))
        for held in drawn.facts.values()
        for fact in held
    ]
    return Chart.of(facts, recorded)


def meant(example: Example, nodes: list[Node]) -> list[list[Interval]]:
    """What the reference interpreter answers."""
    return [
        [ask(node, example.charts[patient], at, _known(example, at)).value for node in nodes]
        for patient, at in example.asked
    ]


def _known(example: Example, at: Moment) -> Moment:
    return at if example.as_of is AsOf.AVAILABLE else Moment(EVER)


def computed(example: Example, named: dict[str, Node], threads: int = 1, facts: list[Row] | None = None) -> Any:
    """What the engine answers."""
    connection = connect(threads)
    fill(connection, rows(example.charts) if facts is None else facts, example.asked)
    compute(connection, named, recorded=example.recorded, as_of=example.as_of)
    return answers(connection, list(named))


def agree(example: Example) -> None:
    named = askable(example.rules)
    expected, found = meant(example, list(named.values())), computed(example, named)
    for (patient, at), right, got in zip(example.asked, expected, found, strict=True):
        for node, a, b in zip(named.values(), right, got, strict=True):
            assert a == b, f"patient {patient} at {(at - START) / HOUR} h: meant {a}, computed {b}\n{node}"


@given(examples())
def test_the_engine_answers_as_the_meaning_does_on_every_node(example: Example) -> None:
    agree(example)


@given(examples(), st.randoms(use_true_random=False))
def test_order_threads_and_chunks_change_nothing(example: Example, shuffler: random.Random) -> None:
    named = askable(example.rules)
    facts = rows(example.charts)
    once = computed(example, named, 1, facts)
    assert computed(example, named, 2, shuffler.sample(facts, len(facts))) == once
    cut = shuffler.randint(0, len(example.asked))
    halves = [replace(example, asked=part) for part in (example.asked[:cut], example.asked[cut:])]
    assert [row for half in halves for row in computed(half, named, 2, facts)] == once


# --- every kind of node and every way of reading is reached ---------------------------------------------------

ENOUGH = settings(max_examples=60, database=None, derandomize=True, phases=[Phase.generate])

PROPERTIES: dict[str, Any] = {
    **{kind.__name__: lambda node, kind=kind: isinstance(node, kind) for kind in KINDS},
    **{f"pick {p}": lambda node, p=p: isinstance(node, Over) and node.pick is p for p in Pick},
    **{f"operation {o}": lambda node, o=o: getattr(node, "operation", None) is o for o in Operation},
    **{f"comparison {c}": lambda node, c=c: getattr(node, "comparison", None) is c for c in Comparison},
    "each": lambda node: isinstance(node, Over) and node.each is not None,
    "where": lambda node: isinstance(node, Over) and node.where is not None,
    "sustained": lambda node: isinstance(node, Over) and bool(node.sustained),
}


@pytest.fixture(scope="module")
def drawn() -> list[Example]:
    """Examples of the property above, the same in every run."""
    found: list[Example] = []

    @ENOUGH
    @given(examples())
    def collect(example: Example) -> None:
        found.append(example)

    collect()
    return found


@pytest.mark.parametrize("what", list(PROPERTIES))
def test_every_kind_of_node_is_compared(drawn: list[Example], what: str) -> None:
    """`Own` cannot be asked by itself: it is compared inside its look."""
    assert any(PROPERTIES[what](node) for example in drawn for rule in example.rules for node in walk(rule))


WAYS = ("slid", "paired", "latest slid", "latest paired", "versions", "one question a record", "apart")


def test_every_way_of_reading_answers(drawn: list[Example], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each way not only stands in a plan: a table that it makes holds something."""
    reached: set[str] = set()
    make = duck._make

    def watching(connection: duckdb.DuckDBPyConnection, name: str, query: Any) -> None:
        make(connection, name, query)
        reached.update(_ways(connection, name))

    monkeypatch.setattr(duck, "_make", watching)
    for as_of in AsOf:
        for example in drawn[:20]:
            agree(replace(example, as_of=as_of))
    assert reached == set(WAYS)


def _ways(connection: duckdb.DuckDBPyConnection, name: str) -> set[str]:
    """Which of WAYS a stage took, if it holds anything."""
    kind = name.split("_")[0]
    columns = [column for (column, *_) in connection.execute(f'DESCRIBE "{name}"').fetchall()]

    def held(condition: str = "true") -> bool:
        return connection.execute(f'SELECT count(*) FROM "{name}" WHERE {condition}').fetchall() != [(0,)]

    if kind == "slid":
        any_value = " OR ".join(f'"{c}" IS NOT NULL' for c in columns if c != "m")
        return {"slid"} if held(any_value) else set()
    if kind == "by":  # by_hour: what slides, one row a patient and hour
        return {"latest slid"} if "taken" in columns and held() else set()
    if kind == "bins":
        return {"apart"} if held(f"begin % {HOUR} <> 0") else set()
    if kind == "paired":
        return {"latest paired", "paired"} if held() else set()
    if kind == "arrivals":
        return {"versions"} if held("m IN (SELECT m FROM (SELECT m, count(*) AS n FROM arrivals) WHERE n > 1)") else set()
    return {"one question a record"} if kind == "level" and "own_low" in columns and held() else set()
