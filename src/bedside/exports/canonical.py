"""The charts of a study as canonical records, so that the rules that read a hospital's data read the cut as well.

What a rule answers of a chart it answers of the records read back, with everything in the cut known. Four things are
said in the way that the contract has for them: a stay in intensive care and a death stand in `stays`; that somebody was
alive until then in `alive`; what is recorded of some people and not of others, or up to some moment only, in
`unrecorded`; what the trial asks people, beyond the dictionary, in `questions.csv`, which `--answers` takes.
Records of the trial's own other variables stand in the tables of their forms alone.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bedside.records.canonical import Manifest, write_canonical
from bedside.records.columns import hold
from bedside.records.contract import ENGINE, FAR_FUTURE_US
from bedside.records.deaths import DEAD, STAY
from bedside.records.dictionary import dictionary
from bedside.records.parquet import write_parquet
from bedside.records.raw_tables import FIRST_US
from bedside.rules.chart import Chart, Fact
from bedside.values.interval import MET, NOT_MET
from bedside.values.moment import EVER, Moment, to_datetime

QUESTIONS = "questions.csv"
NUMPY = {"BIGINT": "int64", "DOUBLE": "float64"}


@dataclass(frozen=True)
class Charted:
    """Somebody by code, with everything known of them."""

    code: str
    chart: Chart


def write_records(
    name: str, not_real: bool, people: Sequence[Charted], questions: Collection[str], folder: Path
) -> None:
    """Write the records of these people to a canonical folder; `questions` are those that only the trial asks."""
    recorded = frozenset(name for each in people for name in each.chart.recorded) & set(dictionary())
    known = {fact.variable for each in people for facts in each.chart.facts.values() for fact in facts}
    rows = {
        "patients": [{"patient_id": each.code} for each in people],
        "stays": [row for each in people for row in _stays(each)],
        "facts": [_record(each.code, fact) for each in people for fact in _facts(each) if _canonical(fact)],
    }
    with hold({table: _columns(table, held) for table, held in rows.items()}) as connection:
        manifest = Manifest(name, not_real, recorded, frozenset(known & set(dictionary())))
        write_canonical(connection, folder, manifest)
    seen = [(each.code, _seen_alive(each)) for each in people]
    write_parquet(
        folder / "alive.parquet",
        (("patient_id", "VARCHAR"), ("until", "BIGINT")),
        [(code, until) for code, until in seen if until is not None],
    )
    write_parquet(
        folder / "unrecorded.parquet",
        (("patient_id", "VARCHAR"), ("variable", "VARCHAR"), ("from", "BIGINT")),
        [row for each in people for row in _unrecorded(each, recorded)],
    )
    _answers(folder / QUESTIONS, people, questions)


def _facts(person: Charted) -> Iterator[Fact]:
    for name in sorted(person.chart.facts):
        yield from person.chart.facts[name]


def _canonical(fact: Fact) -> bool:
    return fact.variable in dictionary() and fact.variable not in (STAY, DEAD) and fact.said_until is None


def _unrecorded(person: Charted, recorded: frozenset[str]) -> Iterator[tuple[str, str, int | None]]:
    """The variables that are recorded of others and not of this person, and those spoken of up to some moment only,
    with the first moment of which nobody spoke."""
    for name in sorted(recorded):
        if not dictionary()[name].lasting:
            continue
        if name not in person.chart.recorded:
            yield person.code, name, None
        for fact in person.chart.facts.get(name, ()):
            if fact.said_until is not None:
                yield person.code, name, _within(fact.start)


def _seen_alive(person: Charted) -> int | None:
    """The last moment until which somebody is recorded as not dead."""
    return max((_within(fact.end) for fact in person.chart.facts.get(DEAD, ()) if fact.value == NOT_MET), default=None)


def _stays(person: Charted) -> Iterator[dict[str, Any]]:
    """The stays in intensive care; of somebody who died and has none, one after death, which counts as no stay."""
    died = [fact.start for fact in person.chart.facts.get(DEAD, ()) if fact.value == MET]
    held = (fact for fact in person.chart.facts.get(STAY, ()) if fact.value == MET and fact.superseded is None)
    spans = _joined((fact.start, fact.end) for fact in held)
    first = min(died, default=None)
    if first is not None and not spans:
        spans = [(first + 1, first + 3)]
    for number, (start, end) in enumerate(spans, 1):
        yield {
            "stay_id": f"{person.code}/{number}", "patient_id": person.code, "admitted_us": _within(start),
            "discharged_us": None if end - start >= EVER else end - 1, "died_us": first,
        }  # fmt: skip


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap or touch as one: several forms and the hospital's records tell of the same stay."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _record(code: str, fact: Fact) -> dict[str, Any]:
    """A fact as a row of the engine's; times that lie outside the calendar are its ends."""
    first, last = fact.course or (None, None)
    return {
        "patient_id": code, "variable": fact.variable, "start_us": _within(fact.start), "end_us": _within(fact.end),
        "available_us": max(_within(fact.available), _within(fact.start)), "low": fact.value.low,
        "high": fact.value.high, "course_start_us": _within(first), "course_end_us": _within(last),
        "because": fact.because.value if fact.because else None, "origin": fact.origin, "written": fact.written,
        "superseded_us": _within(fact.superseded),
    }  # fmt: skip


def _within(at: int | None) -> Any:
    return None if at is None else min(max(at, FIRST_US), FAR_FUTURE_US)


def _columns(table: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """By column, an array whose empty places are masked, or None in one of texts."""
    found: dict[str, Any] = {}
    for name, kind in ENGINE[table]:
        held = [row.get(name) for row in rows]
        if kind in NUMPY:
            numbers = np.array([0 if each is None else each for each in held], NUMPY[kind])
            found[name] = np.ma.array(numbers, mask=[each is None for each in held])
        elif any(each is not None for each in held) or not held:
            found[name] = np.array(held, dtype=object)
    return found


def _answers(file: Path, people: Sequence[Charted], questions: Collection[str]) -> None:
    """What people were asked beyond the dictionary, in the form that `--answers` takes."""
    said = {MET: "yes", NOT_MET: "no"}
    with file.open("w", encoding="utf-8", newline="") as held:
        writer = csv.writer(held, lineterminator="\n")
        writer.writerow(("patient_id", "question", "answer", "time", "until", "available"))
        for each in people:
            for fact in _facts(each):
                if fact.variable in questions and fact.value in said:
                    times = (fact.start, fact.end, max(fact.available, fact.start))
                    written = (to_datetime(Moment(_within(at))).isoformat() for at in times)
                    writer.writerow((each.code, fact.variable, said[fact.value], *written))
