"""OMOP's traps, each in a tiny invented warehouse: what becomes a fact, what is reported, and nothing between."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from bedside.__main__ import main
from bedside.errors import UnreadableFile, UsageError
from bedside.records.dictionary import dictionary
from bedside.records.import_report import ImportReport
from bedside.records.omop import Omop, open_duckdb, open_omop
from bedside.records.omop_mapping import omop_mapping
from bedside.records.opening import open_source
from bedside.values.moment import DAY, HOUR, moment
from tests.needs import ROOT
from tests.unit.tiny_omop import Tables, at, given, measured, people, write_csv, write_duckdb, write_parquet

Facts = list[tuple[Any, ...]]
NORADRENALINE, WEIGHT, PROPOFOL = 1321341, 3025315, 753626
KG, MMHG, PERCENT, CELSIUS, FAHRENHEIT, ML, G_L, MG_DL = 9529, 8876, 8554, 586323, 9289, 8587, 8636, 8840
MAP, TEMPERATURE, FIO2, URINE, CREATININE, FERRITIN = 3027598, 3020891, 3020716, 3014315, 3016723, 3001122


def us(text: str) -> int:
    return int(moment(text))


def loaded(source: Omop, *variables: str, **options: Any) -> tuple[Facts, ImportReport]:
    """patient, variable, start, end, low, high of every fact; and the report, which must balance."""
    connection = duckdb.connect()
    report = source.load(connection, variables or None, **options).report
    assert report.balances(), report.sentences()
    facts = connection.execute(
        "SELECT patient_id, variable, start_us, end_us, low, high FROM facts ORDER BY ALL"
    ).fetchall()
    return facts, report


def with_rows(folder: Path, mapping: str = "", old: bool = False, **tables: Sequence[Sequence[object]]) -> Omop:
    """A warehouse of the tiny people and these rows, `measurement=[...]`."""
    held: Tables = people()
    for name, rows in tables.items():
        held[name] = list(rows)
    write_csv(folder, held, old=old)
    if mapping:
        (folder / "bedside-mapping.csv").write_text(mapping, encoding="utf-8")
    return open_omop(folder)


def values(facts: Facts) -> list[tuple[float, float]]:
    return [(fact[4], fact[5]) for fact in facts]


def reasons(report: ImportReport) -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for dropped in report.dropped:
        found[dropped.variable, dropped.reason.name] += dropped.rows
    return dict(found)


@pytest.mark.parametrize("old", [False, True])
def test_both_versions_of_the_model_are_told_by_their_columns(tmp_path: Path, old: bool) -> None:
    rows = [(1, 1, 4097246, at(3), at(9), "", "", "")]
    source = with_rows(tmp_path, old=old, procedure_occurrence=rows, measurement=[measured(1, MAP, 70, MMHG)])
    facts, report = loaded(source, "map", "invasive_ventilation")
    assert f"Read as OMOP CDM {'5.3' if old else '5.4'}" in report.sentences()[-2]
    ventilated = [(f[2], f[3], f[4]) for f in facts if f[1] == "invasive_ventilation"]
    if old:  # 5.3 does not say when a procedure ended: perhaps until the stay did
        assert ventilated == [(us(at(3)), us(at(0, 8)), 0.0)]
        assert reasons(report)["invasive_ventilation", "NO_END"] == 1
    else:
        assert ventilated == [(us(at(3)), us(at(9)), 1.0)]
    assert [f[4] for f in facts if f[1] == "map"] == [70]


@pytest.mark.parametrize("form", ["csv", "csv.gz", "parquet", "duckdb"])
def test_every_form_of_the_tables_gives_the_same(tmp_path: Path, form: str) -> None:
    tables = people()
    tables["measurement"] = [measured(1, MAP, 70, MMHG), measured(2, WEIGHT, 80, KG, 1)]
    tables["drug_exposure"] = [given(1, NORADRENALINE, at(3), at(4), 4.8)]
    if form == "duckdb":
        source = open_source(f"duckdb:{write_duckdb(tmp_path, tables)}")
    elif form == "parquet":
        source = open_source(f"omop:{write_parquet(tmp_path, tables)}")
    else:
        source = open_source(f"omop:{write_csv(tmp_path, tables, zipped=form == 'csv.gz')}")
    connection = duckdb.connect()
    report = source.load(connection).report
    assert report.balances()
    kept = "variable NOT IN ('icu_stay', 'dead', 'age', 'female')"
    facts = connection.execute(f"SELECT variable, start_us, low FROM facts WHERE {kept} ORDER BY 1").fetchall()
    assert facts == [("map", us(at(4)), 70), ("norepinephrine", us(at(3)), 1), ("weight", us(at(1)), 80)]
    assert source.load(connection).report.to_json() == report.to_json(), "a second load finds the same"


def test_people_their_stays_and_their_deaths(tmp_path: Path) -> None:
    source, connection = with_rows(tmp_path), duckdb.connect()
    report = source.load(connection).report
    assert connection.execute("SELECT stay_id, patient_id, unit, died_us FROM stays ORDER BY 1").fetchall() == [
        (111, 1, "MICU", None),
        (211, 2, "SICU", us("2150-06-01T00:00") + DAY - 1),
    ]
    ages = "SELECT patient_id, low, high FROM facts WHERE variable = 'age' ORDER BY 1"
    assert connection.execute(ages).fetchall() == [(1, 60, 60), (2, 69, 70)], "without a day of birth a range"
    assert reasons(report)["", "NO_STAY"] == 1


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize(("concept", "text"), [(4216643, ""), (0, "Died")])
def test_a_death_of_a_date_is_at_the_end_of_the_stay_that_ended_so(
    tmp_path: Path, concept: int, text: str, old: bool
) -> None:
    visits = [(11, 1, at(0), at(0, 9), "", ""), (21, 2, at(0), "2150-06-01 17:30:00", concept, text)]
    connection = duckdb.connect()
    with_rows(tmp_path, old=old, visit_occurrence=visits).load(connection)
    assert connection.execute("SELECT died_us FROM stays WHERE patient_id = 2").fetchall() == [
        (us("2150-06-01T17:30"),)
    ]


def test_details_that_touch_or_overlap_are_one_stay(tmp_path: Path) -> None:
    details = [
        (111, 1, 32037, at(2), at(10), 11, "MICU", ""),
        (112, 1, 32037, at(10), at(20), 11, "SICU", ""),
        (113, 1, 32037, at(15), at(18), 11, "MICU", ""),
        (113, 1, 32037, at(15), at(18), 11, "MICU", ""),
        (114, 1, 32037, at(30), "", 11, "MICU", ""),
        (115, 1, 32037, at(30), at(29), 11, "MICU", ""),
        (116, 1, 32037, "", at(29), 11, "MICU", ""),
    ]
    connection = duckdb.connect()
    source = with_rows(tmp_path, visit_detail=details)
    report = source.load(connection, stay=113).report
    assert report.balances()
    assert connection.execute("SELECT stay_id, unit, admitted_us, discharged_us FROM stays").fetchall() == [
        (111, "MICU", us(at(2)), us(at(20))),
        (114, "MICU", us(at(30)), None),
    ]
    assert reasons(report) == {("", "TWICE"): 1, ("", "BACKWARDS"): 1, ("", "NO_TIME"): 1}
    assert any("taken as one stay: 2." in note for note in report.remarks())
    with pytest.raises(UsageError):
        source.load(connection, stay=311)


def test_a_stay_is_known_by_its_care_site(tmp_path: Path) -> None:
    details = [
        (111, 1, 9201, at(2), at(10), 11, "", 7),
        (112, 1, 0, at(20), at(30), 11, "", 8),
        (113, 1, 9201, at(40), at(50), 11, "", 9),
    ]
    sites = [(7, "Réanimation", ""), (8, "Ward", 32037), (9, "Ward", ""), ("x", "lost", "")]
    mapping = "variable,table,concept,source\nicu_stay,care_site,0,RÉANIMATION\nicu_stay,care_site,32037,\n"
    connection = duckdb.connect()
    report = with_rows(tmp_path, mapping, visit_detail=details, care_site=sites).load(connection).report
    assert report.balances()
    assert connection.execute("SELECT stay_id, unit FROM stays").fetchall() == [(111, "Réanimation"), (112, "Ward")]
    assert reasons(report)["", "NO_ID"] == 1


def test_the_example_of_the_manual_is_a_mapping(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "sources" / "omop.md").read_text(encoding="utf-8")
    example = next(block for block in text.split("```") if block.startswith("\nvariable,"))
    (tmp_path / "ours.csv").write_text(example.lstrip(), encoding="utf-8")
    assert omop_mapping(tmp_path / "ours.csv").own == len(example.strip().splitlines()) - 1


def test_nobody_in_intensive_care_is_said(tmp_path: Path) -> None:
    source = with_rows(tmp_path, visit_detail=[(111, 1, 9201, at(2), at(10), 11, "ward", "")])
    facts, report = loaded(source)
    assert facts == []
    assert any("no row is an intensive-care stay by the mapping" in note for note in report.remarks())


def test_temperature_in_both_scales_and_without_one(tmp_path: Path) -> None:
    rows = [
        measured(1, TEMPERATURE, 98.6, FAHRENHEIT),
        measured(2, TEMPERATURE, 38.5, CELSIUS),
        measured(3, TEMPERATURE, 38.5, 0, spelled="°C"),
        measured(4, TEMPERATURE, 99, CELSIUS),
        measured(5, TEMPERATURE, 37, 0),
        measured(6, TEMPERATURE, 37, 123456),
        measured(7, TEMPERATURE, 37, MMHG),
    ]
    facts, report = loaded(with_rows(tmp_path, measurement=rows), "temperature")
    assert values(facts) == [(37.0, 37.0), (38.5, 38.5), (38.5, 38.5)]
    assert reasons(report) == {
        ("", "NO_STAY"): 1,
        ("temperature", "IMPOSSIBLE"): 1,
        ("temperature", "NO_UNIT"): 1,
        ("temperature", "UNKNOWN_UNIT"): 2,
    }
    examples = " ".join(text for dropped in report.dropped for text in dropped.examples)
    assert "37 unit 123456" in examples or "37.0 unit 123456" in examples


@pytest.mark.parametrize(
    ("written", "unit", "fraction"),
    [(40, PERCENT, 0.4), (0.4, "", 0.4), (100, "", 1.0), (21, "", 0.21), (0.2, "", 0.21), (50, 720868, 0.5)],
)
def test_fio2_as_percent_or_fraction(tmp_path: Path, written: float, unit: object, fraction: float) -> None:
    facts, _ = loaded(with_rows(tmp_path, measurement=[measured(1, FIO2, written, unit)]), "fio2")
    assert values(facts) == [(fraction, fraction)]


@pytest.mark.parametrize(("written", "unit"), [(4, ""), (4, PERCENT), (40, 8698), (4, 8698)])
def test_litres_are_no_fio2(tmp_path: Path, written: float, unit: object) -> None:
    facts, report = loaded(with_rows(tmp_path, measurement=[measured(1, FIO2, written, unit)]), "fio2")
    assert facts == []
    assert reasons(report)["fio2", "UNKNOWN_UNIT"] == 1


@pytest.mark.parametrize(
    ("row", "low", "high"),
    [
        (measured(1, FERRITIN, 5, 8842, operator=4171756), 0, 5),
        (measured(1, FERRITIN, 5, 8842, operator=4171754), 0, 5),
        (measured(1, FERRITIN, 16500, 8842, operator=4172704), 16500, 1_000_000),
        (measured(1, FERRITIN, 16500, 8842, operator=4171755), 16500, 1_000_000),
        (measured(1, FERRITIN, 5, 8842, operator=4172703), 5, 5),
        (measured(1, FERRITIN, "", 8842, text="<5"), 0, 5),
        (measured(1, FERRITIN, 5, 8842, text="<5"), 0, 5),
        (measured(1, FERRITIN, "", 8842, text="7.5"), 7.5, 7.5),
        (measured(1, FERRITIN, "", 8842, text="<5", operator=4171756), 0, 5),
        (measured(1, FERRITIN, "", 8842, text="5", operator=4171756), 0, 5),
    ],
)
def test_limits_by_operator_or_as_written(tmp_path: Path, row: Sequence[object], low: float, high: float) -> None:
    facts, _ = loaded(with_rows(tmp_path, measurement=[row]), "ferritin")
    assert values(facts) == [(low, high)]


def test_molar_units_are_converted(tmp_path: Path) -> None:
    rows = [
        measured(1, CREATININE, 1, MG_DL),
        measured(2, 3020564, 88.4, 8749),
        measured(3, 3016407, 2.5, G_L),
        measured(4, 3016407, 250, 0, spelled="MG/DL"),
        measured(5, 3024929, 150, 0, spelled="G/L"),
    ]
    facts, _ = loaded(with_rows(tmp_path, measurement=rows), "creatinine", "fibrinogen", "platelets")
    assert [(f[1], f[4]) for f in facts] == [
        ("creatinine", 88.4), ("creatinine", 88.4), ("fibrinogen", 2.5), ("fibrinogen", 2.5), ("platelets", 150),
    ]  # fmt: skip


def test_a_date_without_a_time_is_some_moment_of_that_day(tmp_path: Path) -> None:
    connection = duckdb.connect()
    with_rows(tmp_path, measurement=[measured(1, MAP, 70, MMHG, time="")]).load(connection, ["map"])
    day = us("2150-03-01T00:00")
    assert connection.execute("SELECT start_us, end_us, available_us FROM facts").fetchall() == [
        (day + 1, day + DAY - 1, day + DAY - 1)
    ]


@pytest.mark.parametrize(
    ("specimen", "option", "kept"),
    [("ART.", "arterial", 1), ("VEN.", "arterial", 0), ("", "arterial", 0), ("VEN.", "any", 0), ("", "any", 1)],
)
def test_the_specimen_of_a_blood_gas(tmp_path: Path, specimen: str, option: str, kept: int) -> None:
    rows = [measured(1, 3027315, 90, MMHG), measured(2, 3027801, 95, MMHG, 5)]
    if specimen:
        rows.append(measured(3, 40769406, "", "", text=specimen))
    mapping = f"variable,table,concept,source,text\n,option,,pao2_specimen,{option}\n"
    facts, report = loaded(with_rows(tmp_path, mapping, measurement=rows), "pao2")
    assert len(facts) == 1 + kept
    assert reasons(report).get(("pao2", "NOT_ARTERIAL"), 0) == 1 - kept
    assert any(f"Option pao2_specimen, {option}" in note for note in report.remarks())
    assert any("pao2_specimen" in note for note in report.remarks("fr"))


def test_a_site_names_its_own_specimens(tmp_path: Path) -> None:
    rows = [measured(1, 3027315, 90, MMHG), measured(2, 2000000009, "", text="artériel")]
    rows += [measured(3, 3027315, 40, MMHG, 5), measured(4, 2000000009, "", text="veineux", hour=5)]
    mapping = """variable,table,concept,source,reading,text
,measurement,2000000009,,arterial,artériel
,measurement,2000000009,,venous,veineux
"""
    facts, report = loaded(with_rows(tmp_path, mapping, measurement=rows), "pao2")
    assert values(facts) == [(90, 90)]
    assert {counted.table: counted.read for counted in report.tables}["measurement"] == 4


def test_parts_of_the_coma_score_and_a_tube(tmp_path: Path) -> None:
    rows = [
        measured(1, 3016335, 2),
        measured(2, 3009094, 1, text="No Response-ETT"),
        measured(3, 3026549, 5),
        measured(4, 3016335, 4, hour=5),
        measured(5, 3008223, 9, hour=5),
    ]
    facts, report = loaded(with_rows(tmp_path, measurement=rows), "gcs", "gcs_verbal_untestable")
    assert [(f[1], f[4], f[5]) for f in facts] == [
        ("gcs", 8, 12), ("gcs", 6, 15), ("gcs_verbal_untestable", 1, 1),
    ]  # fmt: skip
    assert reasons(report)["gcs", "IMPOSSIBLE"] == 1


def test_yes_and_no(tmp_path: Path) -> None:
    rows = [
        measured(1, 3018954, "", answer=9191),
        measured(2, 3018954, "", answer=45878583, hour=5),
        measured(3, 3018954, "", text="NEG.", hour=6),
        measured(4, 3018954, "", text="see comment", hour=7),
        measured(5, 3018954, "", hour=8),
    ]
    facts, report = loaded(with_rows(tmp_path, measurement=rows), "hcg_positive")
    assert values(facts) == [(1, 1), (0, 0), (0, 0)]
    assert reasons(report)["hcg_positive", "UNKNOWN_TEXT"] == reasons(report)["hcg_positive", "NO_VALUE"] == 1


def test_urine_twice_and_without_its_amount(tmp_path: Path) -> None:
    rows = [
        measured(1, URINE, 100, ML),
        measured(1, URINE, 100, ML),
        measured(2, URINE, "", ML, 5),
        measured(3, URINE, 100, "", 6, spelled="cups"),
        measured(4, URINE, -50, ML, 7),
    ]
    facts, report = loaded(with_rows(tmp_path, measurement=rows), "urine")
    high = float(dictionary()["urine"].high)
    assert values(facts) == [(100, 100), *[(0, high)] * 3], "an unknown amount is never none"
    assert reasons(report) == {
        ("", "NO_STAY"): 1,
        ("urine", "TWICE"): 1,
        ("urine", "NO_VALUE"): 1,
        ("urine", "UNKNOWN_UNIT"): 1,
        ("urine", "IMPOSSIBLE"): 1,
    }


def test_irrigant_of_an_hour_is_taken_off(tmp_path: Path) -> None:
    rows = [
        measured(1, 36308083, 300, ML, source="227488"),
        measured(2, 36308083, 500, ML, source="227489"),
        measured(3, 36308083, 900, ML, source="another"),
    ]
    facts, _ = loaded(with_rows(tmp_path, measurement=rows), "urine")
    assert values(facts) == [(200, 200)]


WEIGHED = [measured(1, WEIGHT, 80, KG, 1)]


def test_a_rate_is_the_quantity_by_minute_and_weight(tmp_path: Path) -> None:
    rows = [
        given(1, NORADRENALINE, at(3), at(4), 4.8),
        given(2, NORADRENALINE, at(4), at(5), 4800, "mcg"),
        given(3, NORADRENALINE, at(5), at(6), 4.8, "mcg/kg/min"),
    ]
    facts, report = loaded(with_rows(tmp_path, measurement=WEIGHED, drug_exposure=rows), "norepinephrine")
    assert [f[2:5] for f in facts] == [(us(at(h)), us(at(h + 1)), 1.0) for h in (3, 4, 5)]
    assert any("OMOP has no rate of an infusion" in note for note in report.remarks())


SMALLEST, MOST = 1e-9, 20.0


@pytest.mark.parametrize(
    ("row", "reason", "low"),
    [
        (given(1, NORADRENALINE, at(3), at(4), -5), "IMPOSSIBLE", 0.0),
        (given(1, NORADRENALINE, at(3), at(4), ""), "NO_RATE", 0.0),
        (given(1, NORADRENALINE, at(3), at(4), 4.8, "ampoules"), "UNKNOWN_UNIT", SMALLEST),
        (given(1, NORADRENALINE, at(3), at(4), 4800), "IMPOSSIBLE", SMALLEST),
        (given(1, NORADRENALINE, at(3), "", 4.8), "NO_END", 0.0),
        (given(1, NORADRENALINE, "", at(4), 4.8), "NO_TIME", 0.0),
        (given(1, NORADRENALINE, at(4), at(3), 4.8), "BACKWARDS", 0.0),
        (given(1, NORADRENALINE, "", "", 4.8, dates=("2150-03-01", "2150-03-02")), "NO_RATE", 0.0),
    ],
)
def test_a_drug_that_cannot_be_read_is_never_no_drug(
    tmp_path: Path, row: Sequence[object], reason: str, low: float
) -> None:
    facts, report = loaded(with_rows(tmp_path, measurement=WEIGHED, drug_exposure=[row]), "norepinephrine")
    assert values(facts) == [(low, MOST)]
    assert reasons(report)["norepinephrine", reason] == 1


@pytest.mark.parametrize(
    "weights",
    [
        [],
        [measured(1, WEIGHT, 0, KG, 1)],
        [measured(1, WEIGHT, 1, KG, 1)],
        [measured(1, WEIGHT, 80, KG, 5)],
        [measured(1, WEIGHT, 80, "", 1)],
        [measured(1, WEIGHT, 80, KG, time="2149-12-01 00:00:00")],
        [measured(1, WEIGHT, 80, KG, 1), measured(2, WEIGHT, 90, KG, 1)],
        [measured(1, WEIGHT, 80, KG, 1, person=2)],
    ],
)
def test_without_a_usable_weight_the_rate_is_unknown(tmp_path: Path, weights: list[Sequence[object]]) -> None:
    rows = [given(1, NORADRENALINE, at(3), at(4), 4.8)]
    facts, report = loaded(with_rows(tmp_path, measurement=weights, drug_exposure=rows), "norepinephrine")
    assert values(facts) == [(SMALLEST, MOST)]
    assert reasons(report)["norepinephrine", "NO_WEIGHT"] == 1


@pytest.mark.parametrize(("least", "kept"), (("", [2, 70]), ("2", [70])))
def test_a_weight_that_was_not_measured_is_none(tmp_path: Path, least: str, kept: list[float]) -> None:
    """The option `least_weight` counts for the weight itself, and not for rates alone."""
    mapping = f"variable,table,concept,source,text\n,option,,least_weight,{least}\n" if least else ""
    rows = [measured(number, WEIGHT, kilograms, KG, 4 + number) for number, kilograms in enumerate((0, 1, 2, 70))]
    facts, report = loaded(with_rows(tmp_path, mapping, measurement=rows), "weight")
    assert [low for low, _ in values(facts)] == kept
    assert reasons(report)["weight", "IMPOSSIBLE"] == 4 - len(kept)


def test_a_rate_of_nothing_a_copy_and_a_single_dose(tmp_path: Path) -> None:
    rows = [
        given(1, NORADRENALINE, at(3), at(4), 0),
        given(2, NORADRENALINE, at(5), at(6), 4.8),
        given(2, NORADRENALINE, at(5), at(6), 4.8),
        given(3, NORADRENALINE, at(6), at(6.05), 1),
        given(4, NORADRENALINE, at(9), at(9.05), 1),
        given(5, NORADRENALINE, at(12), at(12), 1),
    ]
    facts, report = loaded(with_rows(tmp_path, measurement=WEIGHED, drug_exposure=rows), "norepinephrine")
    assert [(f[2], f[3]) for f in facts] == [(us(at(5)), us(at(6))), (us(at(6)), us(at(6.05)))]
    assert reasons(report) == {
        ("", "NO_STAY"): 1,
        ("norepinephrine", "NO_FLOW"): 1,
        ("norepinephrine", "TWICE"): 1,
        ("norepinephrine", "BOLUS"): 2,
    }


def test_a_hypnotic_is_sedation_whatever_its_unit(tmp_path: Path) -> None:
    rows = [
        given(1, PROPOFOL, at(3), at(4), 100, "vials"),
        given(2, PROPOFOL, at(9), at(9.02), 100),
        given(3, 0, at(12), at(13), 5, source="local-7"),
    ]
    mapping = "variable,table,concept,source,unit\nsedation,drug_exposure,0,LOCAL-7,any\n"
    facts, report = loaded(with_rows(tmp_path, mapping, drug_exposure=rows), "sedation")
    assert [(f[2], f[3]) for f in facts] == [(us(at(3)), us(at(4))), (us(at(12)), us(at(13)))]
    assert "Rows of the mapping that are this site’s own: 1." in report.remarks()


@pytest.mark.parametrize(
    ("times", "dates", "reason", "span"),
    [
        ((at(3), at(3)), ("", ""), "NO_END", (at(3), at(0, 8))),
        (("", ""), ("2150-03-01", "2150-03-01"), "NO_TIME", (at(0), at(24))),
        ((at(3), ""), ("2150-03-01", "2150-03-02"), "NO_TIME", (at(3), at(48))),
        ((at(3), at(1)), ("", ""), "BACKWARDS", (at(1), at(0, 8))),
    ],
)
def test_a_treatment_of_dates_alone_is_a_perhaps(
    tmp_path: Path, times: tuple[str, str], dates: tuple[str, str], reason: str, span: tuple[str, str]
) -> None:
    rows = [(1, 1, 4097246, *times, "", *dates), (1, 1, 4097246, *times, "", *dates)]
    facts, report = loaded(with_rows(tmp_path, procedure_occurrence=rows), "invasive_ventilation")
    assert [f[2:] for f in facts] == [(us(span[0]), us(span[1]), 0, 1)]
    assert reasons(report) == {
        ("", "NO_STAY"): 1,
        ("invasive_ventilation", reason): 1,
        ("invasive_ventilation", "TWICE"): 1,
    }


def test_devices_end_one_another_or_themselves(tmp_path: Path) -> None:
    rows = [
        (1, 1, 0, at(3), at(3), "High flow nasal cannula"),
        (2, 1, 0, at(5), "", "Nasal cannula"),
        (3, 1, 0, at(8), at(9), "CPAP mask "),
        (4, 1, 0, at(20), "", "bipap mask"),
        (5, 1, 0, at(21), "", "a pacemaker"),
        (6, 1, 4030875, at(21), "", "another device"),
    ]
    facts, report = loaded(with_rows(tmp_path, device_exposure=rows), "high_flow_oxygen", "noninvasive_ventilation")
    assert [(f[1], f[2], f[3]) for f in facts] == [
        ("high_flow_oxygen", us(at(3)), us(at(5))),
        ("noninvasive_ventilation", us(at(8)), us(at(9))),
        ("noninvasive_ventilation", us(at(20)), us(at(20)) + 12 * HOUR),
    ]
    assert {counted.table: counted.read for counted in report.tables}["device_exposure"] == 4


def test_what_the_warehouse_never_holds_is_not_recorded(tmp_path: Path) -> None:
    rows = [given(1, 1337860, at(3), at(4), 4.8, person=3)]
    source = with_rows(tmp_path, drug_exposure=rows)
    asked = ["norepinephrine"]
    assert source.load(duckdb.connect(), asked).source.recorded >= {*asked}, "whichever of them is asked for"
    for stay in (None, 111):
        found = source.load(duckdb.connect(), stay=stay)
        assert {"norepinephrine", "dopamine"} <= found.source.recorded, "one drug of the kind is there, of whomever"
        assert not {"sedation", "invasive_ventilation", "high_flow_oxygen"} & found.source.recorded
        assert not {"sedation", "renal_replacement"} & found.source.supplied
        assert any("drug_exposure has no row of sedation" in note for note in found.report.remarks())


def test_a_table_that_is_absent_is_said(tmp_path: Path) -> None:
    tables = people()
    for name in ("drug_exposure", "death", "visit_occurrence", "device_exposure"):
        del tables[name]
    source = open_omop(write_csv(tmp_path, tables))
    assert not {"norepinephrine", "dead"} & source.recorded
    _, report = loaded(source)
    told = " ".join(report.remarks())
    assert "death is absent" in told
    _, report = loaded(source, "norepinephrine", "map")
    assert any("drug_exposure is absent: not supplied: norepinephrine." in note for note in report.remarks())


def test_an_observation_is_read_as_the_mapping_says(tmp_path: Path) -> None:
    rows = [
        (1, 1, 4245997, at(4), 24, "", "", "", ""),
        (2, 1, 2000000001, at(5), 71, "", "", KG, ""),
        (3, 1, 2000000001, at(6), "", "heavy", "", KG, ""),
    ]
    mapping = "variable,table,concept,source,unit,label\nweight,observation,2000000001,,,Local weight\n"
    facts, report = loaded(with_rows(tmp_path, mapping, observation=rows), "weight")
    assert values(facts) == [(71, 71)]
    assert reasons(report)["weight", "NOT_NUMBER"] == 1
    assert "heavy unit 9529" in report.dropped[-1].examples[0]


def test_a_site_takes_rows_away_and_renames_units(tmp_path: Path) -> None:
    rows = [
        measured(1, MAP, 70, MMHG, source="radial"),
        measured(2, MAP, 60, MMHG, 5, source="Femoral"),
        measured(3, 21492241, 50, MMHG, 6),
        measured(4, MAP, 65, "", 7, spelled="tor"),
    ]
    mapping = """variable,table,concept,source,unit,reading,checked
,measurement,3027598,femoral,,not_read,
,measurement,21492241,,,not_read,
,unit,,tor,mm[Hg],,our monitors
"""
    facts, _ = loaded(with_rows(tmp_path, mapping, measurement=rows), "map")
    assert values(facts) == [(70, 70), (65, 65)]


def test_a_mapping_named_in_the_source(tmp_path: Path) -> None:
    write_csv(tmp_path / "cdm", {**people(), "measurement": [measured(1, 0, 70, MMHG, source="m1")]})
    (tmp_path / "ours.csv").write_text("variable,table,concept,source\nmap,measurement,0,m1\n")
    connection = duckdb.connect()
    open_source(f"omop:{tmp_path / 'cdm'}?mapping={tmp_path / 'ours.csv'}").load(connection, ["map"])
    assert connection.execute("SELECT low FROM facts").fetchall() == [(70,)]


@pytest.mark.parametrize("form", ["omop", "duckdb"])
def test_commands_read_it_and_never_write_into_it(tmp_path: Path, form: str) -> None:
    tables = {**people(), "measurement": [measured(1, MAP, 60, MMHG, 3)]}
    place = write_duckdb(tmp_path, tables) if form == "duckdb" else write_csv(tmp_path / "cdm", tables)
    (tmp_path / "ours.csv").write_text("variable,table,concept,source\n")
    source, out = f"{form}:{place}?mapping={tmp_path / 'ours.csv'}", tmp_path / "sofa.csv"
    assert main(["score", "sofa", "--source", source, "--every", "24h", "--out", str(out)]) == 0
    assert "cardiovascular_low" in out.read_text()
    assert main(["score", "sofa", "--source", source, "--out", str(place / "sofa.csv")]) == 2


def test_a_schema_of_a_database_is_chosen(tmp_path: Path) -> None:
    file = write_duckdb(tmp_path, people(), "cdm", "old_cdm")
    with pytest.raises(UsageError, match="cdm, old_cdm all have a table person"):
        open_duckdb(file)
    (tmp_path / "bedside-mapping.csv").write_text("variable,table,concept,source,text\n,option,,schema,cdm\n")
    connection = duckdb.connect()
    source = open_duckdb(file)
    assert source.load(connection).report.balances()
    assert connection.execute("SELECT count(*) FROM stays").fetchall() == [(2,)]
    assert source.load(connection, stay=111).report.balances()


def test_names_in_capital_letters(tmp_path: Path) -> None:
    write_csv(tmp_path, people(), zipped=False)
    for path in tmp_path.glob("*.csv"):
        head, _, rest = path.read_text().partition("\n")
        path.rename(tmp_path / f"{path.stem.upper()}.csv").write_text(f"{head.upper()}\n{rest}")
    connection = duckdb.connect()
    open_omop(tmp_path).load(connection)
    assert connection.execute("SELECT count(*) FROM stays").fetchall() == [(2,)]


def test_a_column_of_another_type_is_read_or_reported(tmp_path: Path) -> None:
    """Numbers as text, an id that is none, a time that is none: rows to report, never the end of the run."""
    rows = [
        measured(1, MAP, "seventy", MMHG),
        measured(2, MAP, "71", "8876.0", 5),
        measured("x", MAP, 72, MMHG, 6),
        measured(4, "many", 73, MMHG, 7),
        (5, "nobody", MAP, "2150-03-01", at(8), 74, MMHG, "", "", "", "", ""),
        measured(6, MAP, 75, MMHG, time="yesterday", date="soon"),
        measured(7, MAP, 76, MMHG, 9, person=99),
    ]
    facts, report = loaded(with_rows(tmp_path, measurement=rows), "map")
    assert values(facts) == [(71, 71), (72, 72)]
    found = reasons(report)
    assert found.pop(("", "NO_STAY")) == 1
    assert found == {
        ("map", "NOT_NUMBER"): 1,
        ("", "NO_ITEM"): 1,
        ("map", "NO_PATIENT"): 1,
        ("map", "NO_TIME"): 1,
        ("map", "NO_STAY"): 1,
    }


def test_parquet_of_other_types_is_read(tmp_path: Path) -> None:
    write_parquet(tmp_path, people())
    duckdb.execute(f"""COPY (SELECT '1' AS measurement_id, '1' AS person_id, 3027598.0::DECIMAL(12, 1) AS
        MEASUREMENT_CONCEPT_ID, '2150-03-01T04:00:00+02:00' AS measurement_datetime, 70::DECIMAL(5, 2) AS
        value_as_number, '8876' AS unit_concept_id) TO '{tmp_path}/measurement.parquet' (FORMAT parquet)""")
    facts, _ = loaded(open_omop(tmp_path), "map")
    assert [(f[2], f[4]) for f in facts] == [(us(at(2)), 70)]


def test_a_parquet_file_that_is_damaged_inside_ends_the_run_with_its_name(tmp_path: Path) -> None:
    write_parquet(tmp_path, people())
    file = tmp_path / "measurement.parquet"
    duckdb.execute(f"""COPY (SELECT i AS measurement_id, 1 AS person_id, 3027598 AS measurement_concept_id,
        TIMESTAMP '2150-03-01 04:00:00' AS measurement_datetime, random() AS value_as_number, 8876 AS unit_concept_id
        FROM range(20000) AS t(i)) TO '{file}' (FORMAT parquet)""")
    held = bytearray(file.read_bytes())
    held[len(held) // 3 : len(held) // 3 + 4000] = bytes(4000)
    file.write_bytes(bytes(held))
    with pytest.raises(UnreadableFile, match="measurement"):
        open_omop(tmp_path).load(duckdb.connect(), ["map"])


def test_a_database_that_another_program_holds_is_said(tmp_path: Path) -> None:
    file = write_duckdb(tmp_path, people())
    holding = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print(1, flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", holding, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None and other.stdout.readline() == b"1\n"
        with pytest.raises(UnreadableFile, match="another program holds the database"):
            open_duckdb(file)


def test_the_shipped_mapping_names_what_there_is() -> None:
    mapping = omop_mapping()
    assert all(row.label for row in mapping.rows)
    for item in mapping.items:
        mapping.accepted(item)
    supplied = {item.variable for item in mapping.items}
    assert {"map", "pao2", "fio2", "gcs", "urine", "norepinephrine", "ferritin", "high_flow_oxygen"} <= supplied


CELLS = st.sampled_from(["", "0", "1", "80", "-3", "<5", "text", "1e400", "37.5"])
CONCEPTS = st.sampled_from(["", "x", *map(str, (0, MAP, TEMPERATURE, FIO2, URINE, WEIGHT, 3016335, 3027315, 40769406))])
UNITS = st.sampled_from(["", "0", "1", *map(str, (KG, MMHG, PERCENT, ML, FAHRENHEIT))])
TIMES = st.sampled_from(["", "never", at(3), at(4), at(5), "2150-03-01"])
PERSONS = st.sampled_from(["", "x", "1", "2", "3", "4"])
MEASURED = st.tuples(
    st.sampled_from(["", "1", "2", "3"]), PERSONS, CONCEPTS, TIMES, TIMES, CELLS, UNITS,
    st.sampled_from(["", "kg", "pints"]), CELLS, st.sampled_from(["", "4171756", "9"]), UNITS, CELLS,
)  # fmt: skip
DRUGS = st.tuples(
    st.sampled_from(["", "1", "2", "3"]), PERSONS, st.sampled_from(["", "0", "x", str(NORADRENALINE), str(PROPOFOL)]),
    TIMES, TIMES, CELLS, st.sampled_from(["", "mg", "mcg/kg/min", "drops"]), CELLS, TIMES, TIMES,
)  # fmt: skip
SPANS = st.tuples(
    st.sampled_from(["", "1", "2"]), PERSONS, st.sampled_from(["", "0", "4097246"]), TIMES, TIMES,
    st.sampled_from(["", "Bipap mask", "None", "x"]), TIMES, TIMES,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@over(st.lists(MEASURED, max_size=8), st.lists(DRUGS, max_size=5), st.lists(SPANS, max_size=4))
def test_no_row_is_lost(tmp_path_factory: pytest.TempPathFactory, rows: Any, drugs: Any, spans: Any) -> None:
    """Whatever stands there, every row that is asked for is used, kept as unknown, or reported with its reason."""
    tables = {**people(), "measurement": rows, "drug_exposure": drugs}
    tables |= {"procedure_occurrence": spans, "device_exposure": [row[:6] for row in spans]}
    source = open_omop(write_csv(tmp_path_factory.mktemp("omop"), tables, zipped=False))
    _, report = loaded(source)
    read = {counted.table: counted.read for counted in report.tables}
    known = {code.concept for table in ("measurement", "drug_exposure") for code in source.mapping.codes[table]} - {0}
    for name, held in (("measurement", rows), ("drug_exposure", drugs)):
        asked = [row for row in held if not str(row[2]).isdigit() or int(row[2]) in known]
        assert read[name] == len(asked)
