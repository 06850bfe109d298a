"""The DuckDB engine answers as the reference interpreter does: every node, every patient, every moment."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from hypothesis.strategies import DrawFn
from sqlglot import exp

from bedside.engines import duck, looks, pairing
from bedside.engines.duck import compute, connect
from bedside.engines.plan import Plan
from bedside.engines.stages import AsOf, Stage
from bedside.rules.chart import Chart
from bedside.rules.meaning import ask_each
from bedside.rules.nodes import KINDS, Comparison, Node, Operation, Over, Pick, walk
from bedside.values.interval import Interval
from bedside.values.moment import EVER, HOUR, Moment, Window
from tests.engine_tables import Asked, Row, answers, askable, fill, rows
from tests.generative.strategies import (
    FLAG,
    HALF,
    LEVEL,
    SIGNED,
    START,
    VARIABLES,
    charts,
    numbers,
    rules,
    truths,
)

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
    asked_rules = (draw(paired_looks()), *(draw(rules(3)) for _ in range(RULES - 1)))
    names = sorted({v.name for rule in asked_rules for v in _read(rule)})
    recorded = frozenset(draw(st.sets(st.sampled_from(COMPLETE))))
    held = {p: draw(_late(names, recorded)) for p in range(PATIENTS)}
    halves = draw(st.sampled_from([range(0, 52, 4), range(2, 50, 6), range(1, 51, 5)]))
    asked = [(p, Moment(START + half * HALF)) for half in halves for p in held]
    return Example(asked_rules, held, tuple(asked), draw(st.sampled_from(AsOf)), recorded)


@st.composite
def paired_looks(draw: DrawFn) -> Node:
    """A look that asks of each record what else was there at its time: what arrives late makes new versions of it."""
    variable = draw(st.sampled_from((LEVEL, SIGNED, FLAG)))
    each = draw(truths(2, variable) if variable.truth else numbers("1", 2, variable))
    where = draw(st.none() | truths(1, variable))
    window = Window(draw(st.sampled_from((3, 6, 24))) * HOUR, draw(st.sampled_from((0, 0, HOUR))))
    return Over(variable, window, draw(st.sampled_from((Pick.LATEST, Pick.HIGHEST, Pick.LOWEST))), each, where)


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
        [answer.value for answer in ask_each(nodes, example.charts[patient], at, _known(example, at))]
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


@settings(max_examples=settings.default.max_examples // 5)  # four runs of the engine each
@given(examples(), st.randoms(use_true_random=False))
def test_order_threads_and_chunks_change_nothing(example: Example, shuffler: random.Random) -> None:
    named = askable(example.rules)
    facts = rows(example.charts)
    once = computed(example, named, 1, facts)
    assert computed(example, named, 2, shuffler.sample(facts, len(facts))) == once
    cut = shuffler.randint(0, len(example.asked))
    halves = [replace(example, asked=part) for part in (example.asked[:cut], example.asked[cut:])]
    assert [row for half in halves for row in computed(half, named, 2, facts)] == once


@settings(max_examples=settings.default.max_examples // 2)
@given(examples(), st.integers(1, 3), st.integers(1, 3))
def test_looks_that_share_a_join_and_joins_a_few_at_a_time_change_nothing(
    example: Example, shared: int, abreast: int
) -> None:
    """As rules of many more looks have them: with so few to a join, each example has several of each."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pairing, "MOST", shared)
        patched.setattr(looks, "ABREAST", abreast)
        agree(example)


# --- every kind of node and every way of reading is reached ---------------------------------------------------

ENOUGH = settings(max_examples=450, database=None, derandomize=True, phases=[Phase.generate])

PROPERTIES: dict[str, Any] = {
    **{kind.__name__: lambda node, kind=kind: isinstance(node, kind) for kind in KINDS},
    **{f"pick {p}": lambda node, p=p: isinstance(node, Over) and node.pick is p for p in Pick},
    **{f"operation {o}": lambda node, o=o: getattr(node, "operation", None) is o for o in Operation},
    **{f"comparison {c}": lambda node, c=c: getattr(node, "comparison", None) is c for c in Comparison},
    "each": lambda node: isinstance(node, Over) and node.each is not None,
    "where": lambda node: isinstance(node, Over) and node.where is not None,
    "sustained": lambda node: isinstance(node, Over) and bool(node.sustained),
}


def drawn_until(enough: Callable[[Example], bool]) -> None:
    """Draw examples as the property above does until there are enough. Which it draws depends on what else is imported
    (Hypothesis takes constants from it), so more may be looked at here than are compared there in one run."""
    with suppress(NoSuchExample):
        find(examples(), enough, settings=ENOUGH)


@pytest.fixture(scope="module")
def reached() -> set[str]:
    """Which of PROPERTIES the nodes of drawn examples have."""
    found: set[str] = set()

    def enough(example: Example) -> bool:
        nodes = [node for rule in example.rules for node in walk(rule)]
        found.update(what for what, has in PROPERTIES.items() if what not in found and any(map(has, nodes)))
        return len(found) == len(PROPERTIES)

    drawn_until(enough)
    return found


@pytest.mark.parametrize("what", list(PROPERTIES))
def test_every_kind_of_node_is_compared(reached: set[str], what: str) -> None:
    """`Own` cannot be asked by itself: it is compared inside its look."""
    assert what in reached


WAYS = {
    "sliding", "paired by the hour", "paired apart", "latest: slid", "latest: paired", "latest: both at once",
    "versions of a record", "one question a record",
}  # fmt: skip


def test_every_way_of_reading_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A way counts once a query of its own gives rows, not when it merely stands in a plan."""
    taken: set[str] = set()
    run = duck._run

    def watching(connection: duckdb.DuckDBPyConnection, plan: Plan, progress: duck.Progress | None) -> None:
        run(connection, plan, progress)
        for stage in plan.stages:
            taken.update(_ways(connection, plan, stage))

    monkeypatch.setattr(duck, "_run", watching)

    def enough(example: Example) -> bool:
        computed(example, askable(example.rules))
        return taken == WAYS

    drawn_until(enough)
    assert taken == WAYS


def _ways(connection: duckdb.DuckDBPyConnection, plan: Plan, stage: Stage) -> set[str]:
    """Which of WAYS gave rows in a stage. What a stage does, it says itself to a person waiting."""
    whole = f'SELECT * FROM "{stage.name}"'

    def gives(query: str) -> bool:
        return connection.execute(f"SELECT count(*) FROM ({query})").fetchall() != [(0,)]

    match stage.what.rpartition(": ")[2]:
        case "joined" if gives(whole):
            return {"paired by the hour" if _reads(plan, stage, "by the hour") else "paired apart"}
        case "late arrivals" if gives(f"SELECT m FROM ({whole}) GROUP BY m HAVING count(*) > 1"):
            return {"versions of a record"}
        case "one question a record" if gives(whole):
            return {"one question a record"}
        case "latest":
            return _ways_to_the_latest(connection, stage)
        case what if what.endswith("sliding windows"):
            values = [name for (name, *_) in connection.execute(f"DESCRIBE {whole}").fetchall() if name != "m"]
            held = " OR ".join(f'"{name}" IS NOT NULL' for name in values)
            return {"sliding"} if gives(f"{whole} WHERE {held}") else set()
    return set()


def _reads(plan: Plan, stage: Stage, what: str) -> bool:
    sources = {found.name for found in stage.query.find_all(exp.Table)}
    return any(other.name in sources and other.what.endswith(what) for other in plan.stages)


def _ways_to_the_latest(connection: duckdb.DuckDBPyConnection, stage: Stage) -> set[str]:
    """The latest of what slides and of what is paired are two halves of one union."""
    union = stage.query.find(exp.Union)
    halves = ["SELECT 0 AS m WHERE false", stage.query.find(exp.Subquery).this.find(exp.Subquery).this.sql("duckdb")]
    if union is not None:
        halves = [union.this.sql("duckdb"), union.expression.sql("duckdb")]
    slid, paired = ({m for (m, *_) in connection.execute(half).fetchall()} for half in halves)
    found = {"latest: slid": slid, "latest: paired": paired, "latest: both at once": slid & paired}
    return {way for way, moments in found.items() if moments}
