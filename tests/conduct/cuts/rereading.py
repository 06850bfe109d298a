"""A cut read again as a hospital’s data are: its canonical records in DuckDB, every rule answered by the engine."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.conduct.cuts.actions import file_of
from bedside.conduct.cuts.models import Cut
from bedside.engines.duck import compute, connect
from bedside.engines.stages import AsOf
from bedside.protocol.endpoints import Endpoint
from bedside.protocol.model import Protocol
from bedside.records.answers_file import add_answers
from bedside.records.canonical import Canonical, open_canonical
from bedside.records.charts import charts
from bedside.records.dictionary import dictionary
from bedside.rules.chart import Chart, Fact
from bedside.rules.meaning import ask
from bedside.rules.nodes import Node, variables
from bedside.values.interval import Interval
from bedside.values.moment import Moment, read_length

Asked = tuple[str, Moment]
"""Whom, by code, and at which moment."""


def unpacked(cut: Cut, place: Path) -> Path:
    """The folder of a cut."""
    with zipfile.ZipFile(file_of(cut)) as packed:
        packed.extractall(place)
    return place


@dataclass(frozen=True)
class Reread:
    """The records of a folder in a database."""

    source: Canonical
    connection: Any

    def charts(self) -> dict[str, Chart]:
        """The chart of everybody, by code."""
        return dict(charts(self.connection, self.source))

    def answers(self, rules: Mapping[str, Node], asked: Iterable[Asked]) -> dict[Asked, dict[str, Interval]]:
        """What the engine answers of everybody at their moments, by the name of the rule."""
        rows = list(dict.fromkeys(asked))
        self.connection.execute("CREATE OR REPLACE TABLE moments (m BIGINT, patient_id VARCHAR, moment_us BIGINT)")
        self.connection.executemany("INSERT INTO moments VALUES (?, ?, ?)", [(m, *row) for m, row in enumerate(rows)])
        compute(self.connection, rules, recorded=self.source.recorded, as_of=AsOf.MEASURED)
        columns = ", ".join(f'"{name}_low", "{name}_high"' for name in rules)
        told = self.connection.execute(f"SELECT {columns} FROM answers ORDER BY m").fetchall()
        ends = (zip(row[::2], row[1::2], strict=True) for row in told)
        found = [[Interval(low, high) for low, high in those] for those in ends]
        return {row: dict(zip(rules, each, strict=True)) for row, each in zip(rows, found, strict=True)}


def readable(protocol: Protocol, rules: Iterable[Node]) -> bool:
    """Whether the canonical records hold all that these rules read: nothing of the trial's own beside its questions."""
    held = set(dictionary()) | {each.name for each in protocol.questions}
    return all(set(variables(rule)) <= held for rule in rules)


@contextmanager
def reread(folder: Path, protocol: Protocol) -> Iterator[Reread]:
    """A canonical folder read whole, with the answers of people; nothing of it is dropped or refused."""
    source = open_canonical(folder)
    with connect() as connection:
        loaded = source.load(connection)
        questions = {each.name: each.variable for each in protocol.questions}
        answers = add_answers(connection, folder / "questions.csv", questions)
        assert not loaded.report.dropped and not answers.refused
        yield Reread(source, connection)


def outcome_of(endpoint: Endpoint, inclusion: Moment, answers: Mapping[str, Interval]) -> Interval:
    """The verdict of an outcome from the answers of its evaluations, as `protocol.evaluating` puts them together."""
    moments = {each.variable.name: Moment(inclusion + read_length(each.after)) for each in endpoint.evaluations}
    facts = [Fact(name, at, at, answers[name], at) for name, at in moments.items()]
    return ask(endpoint.verdict, Chart.of(facts), Moment(max(moments.values()))).value
