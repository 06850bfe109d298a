"""What is measured, each in a process of its own: seconds on the clock and of the processors, and peak memory."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb

from bedside.engines.batches import ask_hours
from bedside.engines.duck import Asking, connect
from bedside.engines.moments import hourly
from bedside.engines.stages import AsOf
from bedside.engines.verdict_tables import Told, write_table
from bedside.protocol.loading import find_trial, load
from bedside.records.dictionary import dictionary
from bedside.records.opening import open_source
from bedside.records.source import Divisible, Loaded
from bedside.rules.nodes import Node, variables
from bedside.scores.sofa import sofa
from bedside.screening.screen import needed, rules_of, screen, screening_of, told_of
from hospital import on_clif

TRIAL = "jakahdi"
LATE = """UPDATE facts SET available_us = available_us + (1 + hash(variable, start_us) % 14) * 3600000000
WHERE start_us = end_us AND hash(start_us, variable, patient_id) % 10 = 0"""
"""One result in ten up to 14 h late."""
NUMBERS = {
    "icu/chartevents": ("charttime", ("min(valuenum)", "max(valuenum)")),
    "hosp/labevents": ("charttime", ("min(valuenum)", "max(valuenum)")),
    "icu/inputevents": ("starttime", ("min(rate)", "max(rate)")),
    "icu/outputevents": ("charttime", ("sum(value)", "count(*)")),
    "icu/procedureevents": ("starttime", ()),
}
"""The barest reading of a table: its time, by the hour, and what becomes of the numbers of an hour."""
BESIDE = {
    "icu/chartevents": ("storetime", "value", "valueuom"),
    "hosp/labevents": ("storetime", "value", "valueuom", "specimen_id", "comments"),
    "icu/inputevents": (
        "endtime", "rateuom", "amount", "patientweight", "statusdescription", "ordercategorydescription",
    ),
    "icu/outputevents": ("storetime", "valueuom", "hadm_id", "stay_id", "caregiver_id"),
    "icu/procedureevents": ("endtime", "statusdescription"),
}  # fmt: skip
"""The other columns of a table that a load reads."""


class Clock:
    """Seconds of each step, by name, told at the end with the peak of memory."""

    def __init__(self) -> None:
        self.told: dict[str, Any] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began, worked = time.perf_counter(), time.process_time()
        yield
        self.told[name] = {"s": time.perf_counter() - began, "processor_s": time.process_time() - worked}


def floor(folder: Path, clock: Clock) -> None:
    """Scan, filter and bin the columns that the whole screening reads, of every code that it reads."""
    _bare(folder, clock, BESIDE)


def numbers(folder: Path, clock: Clock) -> None:
    """The same of times and numbers alone: no units, no texts, no times of storing."""
    _bare(folder, clock, {})


def _bare(folder: Path, clock: Clock, beside: Mapping[str, tuple[str, ...]]) -> None:
    source, connection = open_source(f"mimic-iv:{folder}"), duckdb.connect()
    wanted = set(_names(needed(load(find_trial(TRIAL))), source))
    with clock.step("answers"):
        for table, (time_of, found) in NUMBERS.items():
            binned = (f"date_trunc('hour', {time_of})", *found, *(f"min({name})" for name in beside.get(table, ())))
            codes = {
                each.code.partition(" ")[0] for each in source.mapped if each.table == table and each.variable in wanted
            }
            connection.execute(
                f'CREATE TABLE "{table}" AS SELECT subject_id, itemid, {", ".join(binned)}'
                f" FROM '{folder}/{table}/*.parquet'"
                f" WHERE itemid IN ({', '.join(sorted(codes))}) GROUP BY ALL"
            )


def sofa_alone(folder: Path, clock: Clock) -> None:
    """Our hourly SOFA, total and components, as published."""
    score, connection = sofa(), connect()
    loaded = _loaded(connection, folder, {each.name: each for each in variables(score.total).values()}, clock)
    rules = {rule.name: rule for rule in score.rules}
    _asked(connection, rules, Told(ranges={name: name for name in rules}), loaded, AsOf.MEASURED, clock)


def verdicts(folder: Path, clock: Clock, delayed: bool = False) -> None:
    """Every criterion's verdict, SOFA, HScore and HLH-2004 with every component, for every hour."""
    protocol, connection = load(find_trial(TRIAL)), connect()
    loaded = _loaded(connection, folder, needed(protocol), clock)
    if delayed:
        connection.execute(LATE)
    screening = screening_of(protocol)
    told = told_of(screening)
    _asked(connection, rules_of(screening), Told(told.verdicts, told.ranges), loaded, AsOf.AVAILABLE, clock)


def late(folder: Path, clock: Clock) -> None:
    """The same where one result in ten arrives up to 14 h late."""
    verdicts(folder, clock, delayed=True)


def whole(folder: Path, clock: Clock) -> None:
    """The table that `bedside screen` leaves: with the cheapest things to learn of whatever cannot be told."""
    protocol, connection = load(find_trial(TRIAL)), connect()
    loaded = _loaded(connection, folder, needed(protocol), clock)
    steps: list[tuple[str, float]] = [("", time.perf_counter())]
    with clock.step("answers"), tempfile.TemporaryDirectory() as place:
        screening = screen(
            connection, protocol, loaded.source.recorded,
            progress=lambda what, share: steps.append((what, time.perf_counter())),
        )  # fmt: skip
        write_table(connection, "verdicts", Path(place) / "verdicts.parquet", screening.columns)
    _count(connection, "verdicts", clock)
    (clock.told["patterns"],) = connection.execute(
        "SELECT (SELECT count(*) FROM settled) + (SELECT count(*) FROM data_settled)"
    ).fetchall()[0]
    clock.told["settling_s"] = sum(
        at - before for (_, before), (what, at) in pairwise(steps) if what == "what would settle it"
    )


def _loaded(connection: Any, folder: Path, asked: dict[str, Any], clock: Clock) -> Loaded:
    source = open_source(f"mimic-iv:{folder}")
    with clock.step("reading"):
        return source.load(connection, _names(asked, source))


def _names(asked: dict[str, Any], source: Divisible) -> list[str]:
    return sorted(name for name in asked if name in dictionary() and name in source.supplied)


def _asked(connection: Any, rules: Mapping[str, Node], told: Told, loaded: Loaded, as_of: AsOf, clock: Clock) -> None:
    """The table of every hour, in batches, all kept."""
    with clock.step("answers"):
        hourly(connection)
        ask_hours(connection, Asking(rules, loaded.source.recorded, as_of), told, "kept")
    _count(connection, "kept", clock)


def _count(connection: Any, table: str, clock: Clock) -> None:
    ((clock.told["hours"], clock.told["stays"]),) = connection.execute(
        f"SELECT count(*), count(DISTINCT stay_id) FROM {table}"
    ).fetchall()
    ((clock.told["facts"],),) = connection.execute("SELECT count(*) FROM facts").fetchall()


MEASURES: dict[str, Callable[[Path, Clock], None]] = {
    "floor": floor, "numbers": numbers, "sofa": sofa_alone, "verdicts": verdicts, "late": late, "whole": whole,
    "clif": on_clif.ours,
}  # fmt: skip


def main() -> int:
    """usage: python -m hospital.measures MEASURE FOLDER [CHECKOUT]. Prints what was measured as JSON."""
    name, folder, *checkout = sys.argv[1:]
    clock = Clock()
    if checkout:
        from hospital.mimic_code import sofa_of

        sofa_of(Path(checkout[0]), folder=Path(folder), clock=clock)
    else:
        MEASURES[name](Path(folder), clock)
    clock.told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(clock.told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
