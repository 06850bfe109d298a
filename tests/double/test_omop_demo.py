"""The demo of MIMIC-IV as an OMOP warehouse: its facts beside those of the published form."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from bedside.records.import_report import ImportReport
from bedside.records.mimic_iv import open_mimic_iv
from bedside.records.omop import Omop, open_omop
from tests.needs import shared_data

Demo = tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection, ImportReport, Omop]
THE_SAME = (
    "platelets", "bilirubin", "ferritin", "triglycerides", "fibrinogen", "ast", "alt", "ldh", "wbc", "neutrophils",
    "crp", "map", "spo2", "temperature", "gcs", "gcs_verbal_untestable", "dopamine", "dobutamine", "epinephrine",
    "invasive_ventilation", "noninvasive_ventilation", "high_flow_oxygen", "renal_replacement",
)  # fmt: skip


@pytest.fixture(scope="module")
def demo() -> Demo:
    """The facts of the warehouse, those of the published form, the warehouse's report and the warehouse."""
    warehouse, published = duckdb.connect(), duckdb.connect()
    source = open_omop(shared_data("mimic_iv_demo_omop54"))
    report = source.load(warehouse).report
    open_mimic_iv(shared_data("mimic_iv_demo_native")).load(published)
    return warehouse, published, report, source


def rows(connection: duckdb.DuckDBPyConnection, variable: str) -> list[tuple[Any, ...]]:
    return connection.execute(
        "SELECT patient_id, start_us, end_us, low, high FROM facts WHERE variable = ? ORDER BY ALL", [variable]
    ).fetchall()


@pytest.mark.parametrize("variable", THE_SAME)
def test_the_facts_are_those_of_the_published_form(demo: Demo, variable: str) -> None:
    ours, theirs = rows(demo[0], variable), rows(demo[1], variable)
    assert [row[:3] for row in ours] == [row[:3] for row in theirs]
    assert ours
    for place in (3, 4):
        assert [row[place] for row in ours] == pytest.approx([row[place] for row in theirs], rel=1e-5)


def test_rates_are_those_of_the_pumps_without_the_single_dose(demo: Demo) -> None:
    """Of six rows the published rate is not its own amount by time and weight, by 8 % at most."""
    ours, theirs = rows(demo[0], "norepinephrine"), rows(demo[1], "norepinephrine")
    gone = {row[:3] for row in theirs} - {row[:3] for row in ours}
    assert len(gone) == 1
    left = [row[3] for row in theirs if row[:3] not in gone]
    apart = [abs(row[3] / rate - 1) for row, rate in zip(ours, left, strict=True)]
    assert sum(each > 1e-5 for each in apart) == 6
    assert max(apart) < 0.08


def test_stays_are_those_of_the_published_form(demo: Demo) -> None:
    told = "SELECT stay_id, patient_id, hospital_stay_id, unit, admitted_us, discharged_us FROM stays ORDER BY 1"
    assert demo[0].execute(told).fetchall() == demo[1].execute(told).fetchall()


def test_nothing_is_lost_between_reading_and_reporting(demo: Demo) -> None:
    _, _, report, source = demo
    assert report.balances()
    read = {counted.table: counted.read for counted in report.tables}
    folder = shared_data("mimic_iv_demo_omop54")
    for table, column in (
        ("measurement", "measurement"),
        ("drug_exposure", "drug"),
        ("procedure_occurrence", "procedure"),
    ):
        codes = source.mapping.codes[table]
        every = ", ".join(str(code.concept) for code in codes if not code.source)
        narrow = ", ".join(f"({code.concept}, '{code.source}')" for code in codes if code.source) or "(-1, '')"
        counted = duckdb.execute(
            f"""SELECT count(*) FROM '{folder / table}.parquet' WHERE {column}_concept_id IN ({every})
            OR ({column}_concept_id, lower({column}_source_value)) IN ({narrow})"""
        ).fetchall()
        assert counted == [(read[table],)]
