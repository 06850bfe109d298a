"""What `bedside source check` says of the MIMIC-IV demo, counted a second time on its own tables."""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import duckdb
import pytest

from bedside.__main__ import main
from tests.needs import shared_data

LABS = {"ferritin": "50924", "triglycerides": "51000", "creatinine": "50912, 52546", "platelets": "51265, 51704"}


@pytest.fixture(scope="module")
def checked() -> dict[tuple[str, str, str, str], Any]:
    with redirect_stdout(StringIO()) as said:
        source = f"mimic-iv:{shared_data('mimic_iv_demo_native')}"
        assert main(["source", "check", source, "--trial", "jakahdi", "--json"]) == 0
    return {
        (row["analysis"], row["group"], row["variable"], row["statistic"]): row["value"]
        for row in json.loads(said.getvalue())
    }


@pytest.mark.parametrize("variable", LABS)
def test_stays_with_a_value(checked: dict[tuple[str, str, str, str], Any], variable: str) -> None:
    folder = shared_data("mimic_iv_demo_native")
    rows = (
        duckdb.connect()
        .execute(
            f"""SELECT s.first_careunit, count(*), count(*) FILTER (EXISTS (
            SELECT 1 FROM '{folder}/hosp/labevents.parquet' l
            WHERE l.subject_id = s.subject_id AND l.itemid IN ({LABS[variable]}) AND l.valuenum IS NOT NULL
            AND l.charttime BETWEEN least(a.admittime, s.intime) AND least(s.outtime, a.deathtime)))
        FROM '{folder}/icu/icustays.parquet' s JOIN '{folder}/hosp/admissions.parquet' a USING (hadm_id)
        GROUP BY ALL"""
        )
        .fetchall()
    )
    assert checked["variables", "all", variable, "stays_with"] == sum(found for *_, found in rows)
    for unit, stays, found in rows:
        assert checked["units", unit, "", "stays"] == stays
        assert checked["units", unit, variable, "stays_with"] == found


def test_rows_read_are_rows_used_and_refused(checked: dict[tuple[str, str, str, str], Any]) -> None:
    folder = shared_data("mimic_iv_demo_native")
    for variable, items in LABS.items():
        query = f"SELECT count(*) FROM '{folder}/hosp/labevents.parquet' WHERE itemid IN ({items})"
        read = duckdb.connect().execute(query).fetchall()[0][0]
        told = [checked["variables", "all", variable, name] for name in ("rows_used", "rows_refused", "rows_kept")]
        assert sum(told) == read


def test_what_the_demo_cannot_say(checked: dict[tuple[str, str, str, str], Any]) -> None:
    lacking = checked["criteria", "I2", "", "lacking"]
    assert {"scd25", "splenomegaly", "nk_activity_low"} <= set(lacking.split(", "))
    assert [checked["criteria", "I2", "", name] for name in ("can_be_met", "can_be_not_met")] == [1, 1]
    assert not [key for key in checked if key[0] == "years"], "its dates are shifted"
    assert checked["mapping", "hosp/labevents", "ferritin", "unit"] == "ng/mL, ug/L"
