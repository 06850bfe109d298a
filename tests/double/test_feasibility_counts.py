"""What `bedside feasibility` counts, counted a second time from the table of verdicts that `bedside screen` writes.

The rows are those of the command; the second count reads the Parquet file row by row and knows the trial only by which
of its columns are of inclusion.
"""

from __future__ import annotations

import json
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bedside.__main__ import main
from tests.needs import shared_data

pytestmark = pytest.mark.slow
PASSES = {"I": "met", "E": "not met"}
BARS = {"I": "not met", "E": "met"}


@dataclass(frozen=True)
class Twice:
    """The rows of the command, and the hours of every patient as the verdicts say."""

    rows: dict[tuple[str, str, str], Any]
    hours: dict[Any, list[dict[str, Any]]]
    criteria: list[str]
    admitted: dict[Any, Any]

    def lasts(self, patient: Any) -> Iterator[dict[str, Any]]:
        last: dict[Any, dict[str, Any]] = {}
        for hour in self.hours[patient]:
            last[hour["stay_id"]] = hour
        yield from last.values()

    def count(
        self, some: Callable[[dict[str, Any]], bool], last: Callable[[dict[str, Any]], bool] | None = None
    ) -> int:
        """Patients with such an hour, or with such a last hour."""
        return sum(
            any(map(some, hours)) or (last is not None and any(map(last, self.lasts(patient))))
            for patient, hours in self.hours.items()
        )

    def certain(self, names: list[str]) -> Callable[[dict[str, Any]], bool]:
        return lambda hour: all(hour[f"{name}_data"] == PASSES[name[0]] for name in names)

    def possible(self, names: list[str]) -> Callable[[dict[str, Any]], bool]:
        return lambda hour: all(hour[f"{name}_data"] != BARS[name[0]] for name in names)

    def says(self, analysis: str, group: str, statistic: str) -> Any:
        return self.rows[analysis, group, statistic]


def demo(folder: Path) -> str:
    return f"mimic-iv:{shared_data('mimic_iv_demo_native')}"


def ward(folder: Path) -> str:
    with redirect_stdout(StringIO()):
        assert main(["virtual", "25", "--seed", "11", "--trial", "jakahdi", "--out", str(folder / "ward")]) == 0
    return f"canonical:{folder / 'ward'}"


def written(*arguments: str) -> list[dict[str, Any]]:
    with redirect_stdout(StringIO()) as said:
        assert main([*arguments]) == 0
    return json.loads(said.getvalue())  # type: ignore[no-any-return]


@pytest.fixture(scope="module", params=[demo, ward], ids=["demo", "ward"])
def twice(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Twice:
    folder = tmp_path_factory.mktemp("twice")
    source, table = request.param(folder), folder / "verdicts.parquet"
    rows = written("feasibility", "jakahdi", "--source", source, "--json", "--move", "sofa_needed=0", "--every", "3h")
    with redirect_stdout(StringIO()):
        assert main(["screen", "jakahdi", "--source", source, "--out", str(table), "--every", "3h"]) == 0
    connection = duckdb.connect()
    answer = connection.execute(f"SELECT * FROM '{table}' ORDER BY stay_id, time")
    columns = [column[0] for column in answer.description]
    of = _people(source)
    hours = defaultdict(list)
    for row in answer.fetchall():
        hour = dict(zip(columns, row, strict=True))
        patient, _, died = of[hour["stay_id"]]
        if died is None or hour["time"] <= died:
            hours[patient].append(hour)
    criteria = [name.removesuffix("_data") for name in columns if name.endswith("_data")]
    admitted = {stay: at for stay, (_, at, _) in of.items()}
    return Twice({(r["analysis"], r["group"], r["statistic"]): r["value"] for r in rows}, hours, criteria, admitted)


def _people(source: str) -> dict[Any, tuple[Any, Any, Any]]:
    """Whose stay it is, when it began and when they died (to the minute), from the source's own tables."""
    folder = source.partition(":")[2]
    if source.startswith("mimic"):
        query = f"""SELECT stay_id, i.subject_id, intime, deathtime FROM '{folder}/icu/icustays.parquet' i
            JOIN '{folder}/hosp/admissions.parquet' USING (hadm_id)"""
    else:
        query = f"SELECT stay_id, patient_id, admitted, died FROM '{folder}/stays.parquet'"
    return {stay: tuple(rest) for stay, *rest in duckdb.connect().execute(query).fetchall()}


def test_everybody_stands_as_the_verdicts_say(twice: Twice) -> None:
    met = twice.count(lambda hour: hour["data_verdict"] == "candidate")
    open_ = (
        twice.count(
            lambda hour: hour["data_verdict"] == "candidate", lambda hour: hour["data_verdict"] == "cannot tell"
        )
        - met
    )
    everybody = len(twice.hours)
    assert [twice.says("patients", "all", name) for name in ("assessed", "met", "open", "out")] == [
        everybody, met, open_, everybody - met - open_,
    ]  # fmt: skip
    before = sum(
        all(hour["data_verdict"] == "excluded" for hour in twice.lasts(patient))
        and all(hour["data_verdict"] != "candidate" for hour in hours)
        and any(hour["data_verdict"] == "cannot tell" for hour in hours)
        for patient, hours in twice.hours.items()
    )
    assert twice.says("patients", "all", "out_open_before") == before


def test_attrition(twice: Twice) -> None:
    for place in range(1, len(twice.criteria) + 1):
        names, id = twice.criteria[:place], twice.criteria[place - 1]
        certain = twice.count(twice.certain(names))
        possible = twice.count(twice.certain(names), twice.possible(names))
        assert twice.says("attrition", id, "certain") == certain
        assert twice.says("attrition", id, "possible") == possible
        assert twice.says("attrition", id, "left_best") == (
            twice.count(twice.certain(names[:-1]), twice.possible(names[:-1])) - possible
        )


def test_costs(twice: Twice) -> None:
    whole = twice.certain(twice.criteria)
    for id in twice.criteria:
        others = [name for name in twice.criteria if name != id]
        assert twice.says("criteria", id, "dropped_certain") == twice.count(twice.certain(others))
        assert twice.says("criteria", id, "dropped_possible") == twice.count(
            twice.certain(others), twice.possible(others)
        )
        favoured = twice.count(
            whole,
            lambda hour, o=others, i=id: twice.certain(o)(hour) and twice.possible([i])(hour),  # type: ignore[misc]
        )
        assert twice.says("criteria", id, "resolved_for") == favoured
        against = twice.count(
            whole,
            lambda hour, o=others, i=id: twice.possible(o)(hour) and twice.certain([i])(hour),  # type: ignore[misc]
        )
        assert twice.says("criteria", id, "resolved_against") == against


def test_a_threshold_at_its_loosest_is_no_threshold(twice: Twice) -> None:
    """A SOFA of 0 is asked of everybody whose SOFA has a range at all: the count without the criterion."""
    assert twice.says("moves", "sofa_needed=0 {points}", "met") == twice.says("criteria", "I4", "dropped_certain")
    assert twice.says("moves", "sofa_needed=0 {points}", "possible") == twice.says("criteria", "I4", "dropped_possible")
    assert twice.says("moves", "sofa_needed=0 {points}", "met") >= twice.says("patients", "all", "met")


def test_the_wait(twice: Twice) -> None:
    waited = []
    for hours in twice.hours.values():
        met = [hour for hour in hours if hour["data_verdict"] == "candidate"]
        if met:
            first = min(met, key=lambda hour: hour["time"])
            waited.append((first["time"] - twice.admitted[first["stay_id"]]).total_seconds() / 3600)
    median = twice.says("wait", "met", "median")
    assert median == (pytest.approx(statistics.median(waited)) if waited else None)


def test_units_add_up(twice: Twice) -> None:
    for name in ("assessed", "met", "open", "out"):
        parts = [
            value for (analysis, _, statistic), value in twice.rows.items() if (analysis, statistic) == ("units", name)
        ]
        assert sum(parts) == twice.says("patients", "all", name)
