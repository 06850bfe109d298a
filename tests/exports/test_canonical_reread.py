"""Whatever stands on the forms of a trial, its canonical records answer every rule as the casebook's chart does."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bedside.engines.duck import compute, connect
from bedside.engines.stages import AsOf
from bedside.errors import UsageError
from bedside.exports.canonical import QUESTIONS, Charted, write_records
from bedside.protocol.endpoints import Endpoint
from bedside.protocol.evaluating import evaluate
from bedside.protocol.forms import Answer, Missing, begins, item_by_item, recorded_by
from bedside.protocol.loading import load
from bedside.protocol.model import Form, Item, ItemKind, Protocol
from bedside.protocol.spoken import limited, spoken_until, vouched
from bedside.records.answers_file import add_answers
from bedside.records.canonical import open_canonical
from bedside.records.charts import charts
from bedside.records.deaths import lived
from bedside.records.dictionary import dictionary
from bedside.records.import_report import Reason
from bedside.rules.chart import Chart, Fact
from bedside.rules.meaning import ask_each
from bedside.rules.nodes import Node, variables
from bedside.scores.catalogue import built, chosen, rules_of
from bedside.screening.screen import scores_of
from bedside.values.interval import Interval
from bedside.values.moment import DAY, HOUR, Moment, moment, to_datetime
from bedside.values.quantity import conversion, plain
from bedside.values.variable import Kind

INCLUSION = moment("2026-11-10T08:00")
SAVED = Moment(INCLUSION + 40 * DAY)
"""When everything was typed."""
SAVES = tuple(Moment(INCLUSION + hours * HOUR) for hours in (-24, 100, 960))
"""Up to when what stands on a form may hold."""
ASKED = tuple(Moment(INCLUSION + hours * HOUR) for hours in (-6, 0, 100, 300, 900))


def times() -> st.SearchStrategy[str]:
    """Times from three days before inclusion to two weeks after."""
    return st.integers(-72, 336).map(lambda hours: to_datetime(Moment(INCLUSION + hours * HOUR)).isoformat())


def answer(protocol: Protocol, item: Item) -> st.SearchStrategy[Answer | None]:
    """What may stand in an item: most often a value, else why there is none, or nothing."""
    missing = st.sampled_from(Missing).map(lambda each: Answer(missing=each))
    value: st.SearchStrategy[Answer]
    match item.kind:
        case ItemKind.NUMBER:
            value = number(protocol, item)
        case ItemKind.YES_NO:
            value = st.sampled_from(["yes", "no"]).map(Answer)
        case ItemKind.CHOICE:
            value = st.sampled_from([code.code for code in item.codes]).map(Answer)
        case ItemKind.TIME:
            return st.one_of(*[times().map(Answer)] * 9, st.none())  # without its times a form records nothing
        case _:
            return st.none()
    return st.one_of(value, value, value, value, missing, st.none())


def number(protocol: Protocol, item: Item) -> st.SearchStrategy[Answer]:
    """A number within what is possible, in a unit that is offered; a limit where the item takes one.

    No output is below zero: only a difference that a hospital worked out is, and the records do not say that.
    """
    variable = protocol.vocabulary[item.variable]
    low = 0 if variable.kind is Kind.OUTPUT else variable.low
    tenths = st.integers(0, 10).map(lambda step: low + (variable.high - low) * step / 10)
    signs = st.sampled_from(["", "", "<", ">"]) if item.limits else st.just("")

    def typed(unit: str, value: object, sign: str) -> Answer:
        return Answer(f"{sign}{plain(conversion(variable.unit, unit, variable.name)(value))}", unit)  # type: ignore[arg-type]

    return st.builds(typed, st.sampled_from(item.units), tenths, signs)


@st.composite
def filled(draw: st.DrawFn, protocol: Protocol, form: Form) -> Mapping[str, Answer]:
    """A form as somebody may have left it."""
    given_ = {item.id: draw(answer(protocol, item)) for item in form.items if item.kind is not ItemKind.COMPUTED}
    return {name: each for name, each in given_.items() if each is not None}


@st.composite
def chart(draw: st.DrawFn, protocol: Protocol) -> Chart:
    """The chart of somebody's casebook; a form that repeats may be there twice."""
    facts: list[Fact] = []
    spoken: dict[str, Moment] = {}
    for form in protocol.forms:
        for _ in range(draw(st.sampled_from([0, 1, 1, 2] if form.repeats else [0, 1, 1]))):
            answers = draw(filled(protocol, form))
            at = draw(st.sampled_from(SAVES))
            told = {form.id: at} if begins(answers) else {}
            for name, until in (*told.items(), *vouched(form, answers, at).items()):
                spoken[name] = max(until, spoken.get(name, until))
            saved = dict.fromkeys(answers, SAVED)
            for found in item_by_item(protocol, form.id, answers, saved).values():
                facts += [] if isinstance(found, UsageError) else found
    limits = spoken_until(protocol, spoken)
    return lived(Chart.of(limited(facts, limits), recorded_by(protocol, spoken)))


def readable(protocol: Protocol) -> list[Endpoint]:
    """The outcomes that read nothing of the trial's own, of which the tables of the forms alone hold the records."""
    held = set(dictionary()) | {each.name for each in protocol.questions}
    return [each for each in protocol.endpoints if all(set(variables(part.rule)) <= held for part in each.evaluations)]


@cache
def rules(protocol: Protocol) -> dict[str, Node]:
    """Criteria, scores, and what outcomes are worked out from."""
    found: dict[str, Node] = {f"criterion {each.id}": each.rule for each in protocol.criteria}
    found |= {f"score {each.name}": each for each in scores_of(protocol.population)}
    for name in ("sofa", "hscore", "hlh2004"):
        found |= {f"{name} {rule.name}": rule for rule in rules_of(built(name, chosen(name, None, {})))}
    for endpoint in readable(protocol):
        found |= {f"evaluation {each.variable.name}": each.rule for each in endpoint.evaluations}
    return found


@pytest.mark.slow
@pytest.mark.proves("out read-again")
@pytest.mark.parametrize("trial", ["jakahdi", "adrenal"])
@settings(deadline=None, max_examples=4, phases=[Phase.generate])
@given(data=st.data())
def test_the_records_answer_as_the_chart(trial: str, data: st.DataObject) -> None:
    protocol = load(trial)
    held = data.draw(st.lists(chart(protocol), min_size=5, max_size=8))
    people = [Charted(f"01-{number:03}", each) for number, each in enumerate(held)]
    with TemporaryDirectory() as place, connect() as connection:
        folder, asked = Path(place) / "canonical", rules(protocol)
        questions = {each.name: each.variable for each in protocol.questions}
        write_records("generated", True, people, set(questions), folder)
        source = open_canonical(folder)
        loaded = source.load(connection)
        left_out = {each.reason for each in loaded.report.dropped}
        assert left_out <= {Reason.NO_FLOW}, left_out  # a rate of zero gives nothing, on a form as in the records
        assert not add_answers(connection, folder / QUESTIONS, questions).refused
        rows = [(person.code, at) for person in people for at in ASKED]
        connection.execute("CREATE TABLE moments (m BIGINT, patient_id VARCHAR, moment_us BIGINT)")
        connection.executemany("INSERT INTO moments VALUES (?, ?, ?)", [(m, *row) for m, row in enumerate(rows)])
        compute(connection, asked, recorded=source.recorded, as_of=AsOf.MEASURED)
        columns = ", ".join(f'"{name}_low", "{name}_high"' for name in asked)
        answers = connection.execute(f"SELECT {columns} FROM answers ORDER BY m").fetchall()
        again = dict(charts(connection, source))
    of = {person.code: person.chart for person in people}
    for (code, at), ends in zip(rows, answers, strict=True):
        told = [Interval(low, high) for low, high in zip(ends[::2], ends[1::2], strict=True)]
        for name, found, meant in zip(asked, told, ask_each(asked.values(), of[code], at, SAVED), strict=True):
            assert found == meant.value, (code, at, name)
    for code, chart_ in of.items():
        for endpoint in readable(protocol):
            shown, found = (evaluate(endpoint, each, INCLUSION, SAVED).verdict.value for each in (chart_, again[code]))
            assert found == shown, (code, endpoint.name)
