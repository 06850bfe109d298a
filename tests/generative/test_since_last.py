"""However the records of some patients arrive, run after run, the table is that of a whole run on what is there.

Rows come in order of time or late, are corrected, withdrawn, and come back; stays begin, end, are put right and change
patients. Each run asks only about those of whom something is not as it was.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from bedside.engines.moments import hourly
from bedside.protocol.loading import load
from bedside.protocol.model import Protocol
from bedside.screening import since_last
from bedside.screening.screen import screen, screening_of
from tests.growing import Row, Stay, Told, holding, rows_of, run
from tests.unit.tiny_trial import write_trial

PATIENTS, LAST = ("adele", "bo", "carl"), 30
VALUES = {"age": (17.0, 40.0), "creatinine": (100.0, 300.0), "willing": (0.0, 1.0)}
"""On both sides of the bounds of the tiny trial."""


@dataclass(frozen=True)
class Arrival:
    """What a warehouse holds at one run."""

    stays: tuple[Stay, ...]
    rows: tuple[Row, ...]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Protocol:
    return load(write_trial(tmp_path_factory.mktemp("tiny")))


@st.composite
def arrivals(draw: DrawFn) -> list[Arrival]:
    """Two to four, at any times; the last holds all that came and was not withdrawn."""
    stays = draw(st.lists(_stays(), min_size=1, max_size=4, unique_by=lambda stay: stay.stay))
    rows = draw(st.lists(_rows(), max_size=8))
    times = sorted(draw(st.lists(st.integers(0, LAST), min_size=2, max_size=4)))
    found = []
    for until in times:
        there = [row for row in rows if row.available <= until and draw(HOW_OFTEN_THERE)]
        held = [draw(_as_written(row)) for row in there]
        known = [_at(draw(_as_put_right(stay)), until) for stay in stays if stay.admitted <= until]
        found.append(Arrival(tuple(known), tuple(draw(st.permutations(held)))))
    return found


HOW_OFTEN_THERE = st.sampled_from((True, True, True, True, False))
"""A row is late, or withdrawn and perhaps back the next time."""


@st.composite
def _stays(draw: DrawFn) -> Stay:
    admitted, lasted = draw(st.integers(0, 20)), draw(st.integers(0, 9))
    discharged = draw(st.sampled_from((admitted + lasted, None)))
    return Stay(draw(st.sampled_from("pqrst")), draw(st.sampled_from(PATIENTS)), admitted, discharged)


@st.composite
def _rows(draw: DrawFn) -> Row:
    name = draw(st.sampled_from(sorted(VALUES)))
    at = draw(st.integers(0, LAST))
    return Row(draw(st.sampled_from(PATIENTS)), name, at, at + draw(st.sampled_from((0, 0, 3, 9))), VALUES[name][0])


def _as_written(row: Row) -> st.SearchStrategy[Row]:
    """As it is, or with a value that is another at another run."""
    return st.sampled_from((row, row, row, replace(row, value=VALUES[row.variable][1])))


def _as_put_right(stay: Stay) -> st.SearchStrategy[Stay]:
    others = [replace(stay, patient=other) for other in PATIENTS]
    return st.sampled_from((stay, stay, stay, stay, replace(stay, admitted=max(0, stay.admitted - 2)), *others))


def _at(stay: Stay, until: int) -> Stay:
    """Nobody knows yet of a discharge to come."""
    return stay if stay.discharged is None or stay.discharged <= until else replace(stay, discharged=None)


@settings(max_examples=settings.default.max_examples // 2)  # some four runs each
@given(arrivals(), st.sampled_from((1, 7, 10_000)))
def test_every_arrival_gives_the_table_of_a_whole_run(tiny: Protocol, found: list[Arrival], batch: int) -> None:
    """By the quick stand-in for the rules, which tells every row by all that could be read then."""
    with pytest.MonkeyPatch.context() as patched, _folder() as folder:
        before: Arrival | None = None
        asked_before: set[tuple[str, str, int]] = set()
        for arrival in found:
            told = Told()
            patched.setattr(since_last, "Screener", told)
            connection = holding(arrival.stays, arrival.rows)
            done, rows = run(connection, tiny, folder, batch=batch)
            told_hours = told.hours
            moments = set(connection.execute("SELECT stay_id, patient_id, moment_us FROM moments").fetchall())
            whom = _whom(before, arrival, asked_before, moments)
            assert (told.asked, done.patients_asked) == (whom, len(whom))
            assert done.hours_asked == told_hours <= done.hours == len(moments)
            Told()(connection, screening_of(tiny), frozenset()).answer("whole", moments="moments", facts="facts")
            assert rows == rows_of(connection, screening_of(tiny), "whole")
            before, asked_before = arrival, moments


def _whom(
    before: Arrival | None, now: Arrival, then: set[tuple[str, str, int]], moments: set[tuple[str, str, int]]
) -> set[str]:
    """Those with hours whose facts are not what they were, or who have hours that were not there."""

    def told(arrival: Arrival, who: str) -> list[Row]:
        return sorted((row for row in arrival.rows if row.patient == who), key=repr)

    return {who for _, who, _ in moments if before is None or told(before, who) != told(now, who)} | {
        who for _, who, _ in moments - then
    }


@settings(max_examples=max(2, settings.default.max_examples // 20))  # some four runs of the engine each
@given(arrivals())
def test_the_verdicts_of_a_trial_are_those_of_a_whole_run(tiny: Protocol, found: list[Arrival]) -> None:
    with _folder() as folder:
        for arrival in found:
            _, rows = run(holding(arrival.stays, arrival.rows), tiny, folder)
        last = holding(found[-1].stays, found[-1].rows)
        screening = screen(last, tiny, frozenset())
        assert rows == rows_of(last, screening)


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for one example: a fixture would be one for all of them."""
    with tempfile.TemporaryDirectory() as place:
        yield Path(place) / "out"


def test_the_stand_in_hangs_on_what_the_rules_read(tiny: Protocol) -> None:
    """It tells apart whatever the engine tells apart, or it would hide a row that was kept wrongly."""
    stays = [Stay("p", "adele", 0, 5)]
    for rows in _pairs():
        found = []
        for each in rows:
            connection = holding(stays, each)
            hourly(connection)
            Told()(connection, screening_of(tiny), frozenset()).answer(moments="moments", facts="facts")
            found.append(rows_of(connection, screening_of(tiny)))
        assert found[0] != found[1]


def _pairs() -> Iterable[tuple[list[Row], list[Row]]]:
    row = Row("adele", "creatinine", 1, 2, 100.0)
    return [([row], [replace(row, value=300.0)]), ([row], []), ([row], [replace(row, available=4)]), ([row], [row] * 2)]
