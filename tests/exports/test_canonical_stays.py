"""Stays as they leave a casebook: one that goes on has no end, and is asked about as far as records go."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from bedside.__main__ import main
from bedside.exports.canonical import Charted, write_records
from bedside.protocol.forms import Answer, item_by_item, recorded_by
from bedside.protocol.loading import load
from bedside.records.deaths import lived
from bedside.rules.chart import Chart, Fact
from bedside.values.moment import DAY, Moment, moment, to_datetime

ADMITTED = moment("2026-11-10T08:00")
SAVED = Moment(ADMITTED + 20 * DAY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Somebody still there, of whom the last thing known is of the fourth day; somebody who left after two days."""
    people = [_charted("01-001", None), _charted("01-002", Moment(ADMITTED + 2 * DAY))]
    write_records("made up", True, people, set(), tmp_path / "canonical")
    return tmp_path / "canonical"


def _charted(code: str, left: Moment | None) -> Charted:
    protocol, said = load("jakahdi"), {"icu_admitted": ADMITTED, **({"icu_discharged": left} if left else {})}
    stay = {name: Answer(to_datetime(at).isoformat()) for name, at in said.items()}
    signs = {"taken_at": Answer(to_datetime(Moment(ADMITTED + 4 * DAY)).isoformat()), "map": Answer("62", "mm[Hg]")}
    facts: list[Fact] = []
    for form, answers in (("stays", stay), ("vital_signs", signs)):
        for found in item_by_item(protocol, form, answers, dict.fromkeys(answers, SAVED)).values():
            assert isinstance(found, list)
            facts += found
    return Charted(code, lived(Chart.of(facts, recorded_by(protocol, {"stays", "vital_signs"}))))


@pytest.mark.proves("out read-again")
def test_a_stay_that_goes_on_has_no_end(folder: Path) -> None:
    query = f"SELECT patient_id, discharged IS NULL FROM '{folder / 'stays.parquet'}' ORDER BY 1"
    assert duckdb.sql(query).fetchall() == [("01-001", True), ("01-002", False)]


@pytest.mark.proves("out read-again")
def test_scores_are_asked_as_far_as_anything_is_known(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "sofa.parquet"
    assert main(["score", "sofa", "--source", f"canonical:{folder}", "--every", "24h", "--out", str(out)]) == 0
    capsys.readouterr()
    counted = duckdb.sql(f"SELECT stay_id, count(*) FROM '{out}' GROUP BY 1 ORDER BY 1").fetchall()
    assert counted == [("01-001/1", 4), ("01-002/1", 2)]
