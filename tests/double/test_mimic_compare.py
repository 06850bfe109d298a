"""`bedside score compare` on the MIMIC-IV demo, counted a second time from the tables that `bedside score` writes."""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bedside.__main__ import main
from tests.needs import shared_data

AT = 4
VERSIONS = {
    "vincent": (), "mimic_code": ("--variant", "mimic-code"), "si": ("--variant", "vincent-1996-si"),
    "charted": ("--set", "sedated_gcs=as charted"), "before": ("--variant", "mimic-code", "--set", "missing=unknown"),
}  # fmt: skip
PARTS = ("total", "respiration", "coagulation", "liver", "cardiovascular", "cns", "renal")
HELD = {
    "mimic_code": {"known_both": 503, "same": 328, "kappa": 0.628, "kappa_quadratic": 0.9811, "difference": -161 / 503,
                   "changed": 609, "neither": 15},
    "si": {"known_both": 503, "same": 503, "kappa": 1.0, "kappa_quadratic": 1.0, "difference": 0.0, "changed": 0,
           "neither": 4631},
}  # fmt: skip
"""What was found when this was written: another number is another score, and has to be explained."""
Rows = dict[tuple[str, str, str, str], Any]


@pytest.fixture(scope="module")
def hours(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """A view a version, as `bedside score` has it."""
    source, out = f"mimic-iv:{shared_data('mimic_iv_demo_native')}", tmp_path_factory.mktemp("scores")
    connection = duckdb.connect()
    for name, options in VERSIONS.items():
        file: Path = out / f"{name}.parquet"
        assert main(["score", "sofa", *options, "--source", source, "--out", str(file)]) == 0
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM '{file}'")
    return connection


def compared(first: str, second: str) -> Rows:
    source = f"mimic-iv:{shared_data('mimic_iv_demo_native')}"
    with redirect_stdout(StringIO()) as said:
        assert main(["score", "compare", first, second, "--source", source, "--at", str(AT), "--json"]) == 0
    rows = json.loads(said.getvalue())
    return {(row["analysis"], row["group"], row["at"], row["statistic"]): row["value"] for row in rows}


@pytest.fixture(scope="module")
def mimic_code() -> Rows:
    return compared("sofa:vincent-1996", "sofa:mimic-code")


@pytest.fixture(scope="module")
def si() -> Rows:
    return compared("sofa", "sofa:boundaries=umol/L")


@pytest.mark.parametrize("other", list(HELD))
def test_what_is_found_is_what_was_found(other: str, request: pytest.FixtureRequest) -> None:
    rows: Rows = request.getfixturevalue(other)
    for name, value in HELD[other].items():
        key = ("known", "total", "") if name == "known_both" else ("agreement", "total", "")
        key = ("sides", "hours", str(AT)) if name in ("changed", "neither") else key
        assert rows[(*key, name)] == pytest.approx(value, abs=0.0005), name


@pytest.mark.parametrize("other", list(HELD))
def test_it_is_what_the_tables_of_scores_say(
    other: str, hours: duckdb.DuckDBPyConnection, request: pytest.FixtureRequest
) -> None:
    rows: Rows = request.getfixturevalue(other)
    joined = f"FROM vincent a JOIN {other} b USING (stay_id, time)"
    for part in PARTS:
        name = "sofa" if part == "total" else part
        both = f"a.{name}_low = a.{name}_high AND b.{name}_low = b.{name}_high"
        found = hours.execute(
            f"SELECT count(*), count(*) FILTER (a.{name}_low = b.{name}_low), avg(b.{name}_low - a.{name}_low) {joined}"
            f" WHERE {both}"
        ).fetchall()
        assert found[0][:2] == (rows["known", part, "", "known_both"], rows["agreement", part, "", "same"])
        assert found[0][2] == pytest.approx(rows["agreement", part, "", "difference"], abs=1e-12)
    sides = hours.execute(
        f"""SELECT count(*) FILTER (a.sofa_low >= {AT} AND b.sofa_high < {AT}),
            count(*) FILTER (a.sofa_high < {AT} AND b.sofa_low >= {AT}),
            count(*) FILTER (a.sofa_low < {AT} AND a.sofa_high >= {AT} AND b.sofa_low < {AT} AND b.sofa_high >= {AT}),
            count(*) {joined}"""
    ).fetchall()
    names = ("reached_below", "below_reached", "open_open")
    assert list(sides[0][:3]) == [rows["sides", "hours", str(AT), name] for name in names]
    assert sum(rows["sides", "hours", str(AT), f"{one}_{two}"] for one in ("reached", "below", "open")
               for two in ("reached", "below", "open")) == sides[0][3]  # fmt: skip


def test_an_option_alone_is_the_score_with_that_option(hours: duckdb.DuckDBPyConnection, mimic_code: Rows) -> None:
    for option, at, before, after in (
        ("sedated_gcs", "switched_from_a", "vincent", "charted"),
        ("missing", "taken_back_from_b", "mimic_code", "before"),
    ):
        found = hours.execute(
            f"""SELECT count(*), count(DISTINCT stay_id) FROM {before} a JOIN {after} b USING (stay_id, time)
            WHERE a.sofa_low <> b.sofa_low OR a.sofa_high <> b.sofa_high"""
        ).fetchall()
        told = tuple(mimic_code["options", option, at, name] for name in ("changed", "changed_stays"))
        assert found == [told] and told[0] > 100
