"""The DuckDB engine answers as the reference interpreter does: every node, every patient, every moment."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from hypothesis.strategies import DrawFn

from bedside.engines import answering, covering, duck, pairing, timeline
from bedside.engines.arrays import Array, Columns
from bedside.engines.duck import compute, connect
from bedside.engines.pairing import Paired
from bedside.engines.picking import Seen
from bedside.engines.stages import AsOf
from bedside.engines.timeline import Timeline
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
    """Moments on whole hours, or some on half hours."""
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
@given(examples(), st.integers(1, 3), st.integers(1, 5))
def test_looks_that_share_a_join_and_questions_a_few_at_a_time_change_nothing(
    example: Example, shared: int, chunk: int
) -> None:
    """As rules of many more looks and moments have them: so few at a time, each example has several of each."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pairing, "MOST", shared)
        patched.setattr(answering, "CHUNK", chunk)
        agree(example)


@settings(max_examples=settings.default.max_examples // 2)
@given(examples())
def test_times_told_by_rank_change_nothing(example: Example) -> None:
    """As moments that are too far and too unevenly apart for a number of each have them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(timeline, "WIDEST", 1)
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
    *((way, pick) for way in ("covering", "pairing") for pick in Pick),
    ("covering", "late"), ("covering", "lasting"), ("covering", "of a time not exact"), ("covering", "superseded"),
    ("stages", "versions of a record"), ("stages", "one question a record"),
}  # fmt: skip


def test_every_way_of_reading_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A way counts once it found a record that counts, not when it merely stands in a plan."""
    taken: set[tuple[str, str]] = set()
    make, cover, joined = duck.Step.make, covering.seen, pairing.seen

    def watching(step: duck.Step, connection: duckdb.DuckDBPyConnection) -> None:
        make(step, connection)
        taken.update(("stages", way) for way in _ways(connection, step))

    def covers(look: Over, records: Columns, questions: Timeline, size: int) -> Seen:
        seen = cover(look, records, questions, size)
        if seen.sure.any():
            taken.update(("covering", way) for way in (look.pick, *_records(look, records)))
        return seen

    def joins(connection: duckdb.DuckDBPyConnection, look: Over, paired: Paired, m: Array) -> Seen:
        seen = joined(connection, look, paired, m)
        if seen.sure.any():
            taken.add(("pairing", look.pick))
        return seen

    monkeypatch.setattr(duck.Step, "make", watching)
    monkeypatch.setattr(covering, "seen", covers)
    monkeypatch.setattr(pairing, "seen", joins)

    def enough(example: Example) -> bool:
        computed(example, askable(example.rules))
        return taken == WAYS

    drawn_until(enough)
    assert taken == WAYS


def _records(look: Over, records: Columns) -> Iterator[str]:
    """What there is among the records of a look."""
    if look.variable.lasting:
        yield "lasting"
    elif (records["begin"] < records["finish"]).any():
        yield "of a time not exact"
    if (records["seen_from"] > records["begin"]).any():
        yield "late"
    if (records["seen_until"] < EVER).any():
        yield "superseded"


def _ways(connection: duckdb.DuckDBPyConnection, step: duck.Step) -> Iterator[str]:
    """Which of the ways to ask about records gave rows in a step, which says itself what it does."""
    whole = f'SELECT * FROM "{step.name}"'

    def gives(query: str) -> bool:
        return connection.execute(f"SELECT count(*) FROM ({query})").fetchall() != [(0,)]

    if step.what.endswith("late arrivals") and gives(f"SELECT m FROM ({whole}) GROUP BY m HAVING count(*) > 1"):
        yield "versions of a record"
    if step.what.endswith("one question a record") and gives(whole):
        yield "one question a record"
