"""MIMIC-IV's traps, each in a tiny invented folder: what becomes a fact, what is reported, and nothing between."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bedside.errors import UsageError, VariableError
from bedside.records.import_report import ImportReport, Reason
from bedside.records.mimic_iv import MimicIV, open_mimic_iv
from bedside.records.mimic_iv_mapping import mimic_mapping
from bedside.values.moment import HOUR, moment
from tests.unit.tiny_mimic import Tables, at, people, write_csv, write_parquet

Facts = list[tuple[Any, ...]]


def us(text: str) -> int:
    return int(moment(text))


def loaded(source: MimicIV, *variables: str, **options: Any) -> tuple[Facts, ImportReport]:
    """patient, variable, start, end, low, high of every fact; and the report, which must balance."""
    connection = duckdb.connect()
    report = source.load(connection, variables or None, **options).report
    assert report.balances(), report.sentences()
    facts = connection.execute(
        "SELECT patient_id, variable, start_us, end_us, low, high FROM facts ORDER BY ALL"
    ).fetchall()
    return facts, report


def with_rows(folder: Path, **tables: list[tuple[object, ...]]) -> MimicIV:
    """A folder of the tiny people and these rows, `chartevents=[...]`."""
    held: Tables = people()
    for name, rows in tables.items():
        held[next(full for full in held if full.endswith(f"/{name}"))] = list(rows)
    return open_mimic_iv(write_csv(folder, held))


def values(facts: Facts) -> list[tuple[float, float]]:
    return [(fact[4], fact[5]) for fact in facts]


def reasons(report: ImportReport) -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for dropped in report.dropped:
        found[dropped.variable, dropped.reason.name] += dropped.rows
    return dict(found)


def chart_row(
    item: int, value: object, number: object, unit: str = "", hour: float = 4, patient: int = 1, store: str = ""
):
    return (patient, 111, at(hour), store, item, value, number, unit)


def lab_row(
    item: int, value: object, number: object, unit: str = "", specimen: int = 1, comment: str = "", patient: int = 1
):
    return (patient, specimen, item, at(4), "", value, number, unit, comment)


def test_temperature_in_both_scales_and_in_the_wrong_one(tmp_path: Path) -> None:
    rows = [
        chart_row(223761, "98.6", 98.6, "°F"),
        chart_row(223762, "38.5", 38.5, "°C"),
        chart_row(223762, "99", 99, "°C"),
    ]
    facts, report = loaded(with_rows(tmp_path, chartevents=rows), "temperature")
    assert values(facts) == [(37.0, 37.0), (38.5, 38.5)]
    assert reasons(report)["temperature", "IMPOSSIBLE"] == 1
    assert "99 °C" in report.dropped[-1].examples[0]


@pytest.mark.parametrize(
    ("written", "fraction"),
    [(20, 0.21), (21, 0.21), (40, 0.4), (100, 1.0), (0.2, 0.21), (0.205, 0.21), (0.4, 0.4), (1, 1.0)],
)
def test_fio2_as_percent_or_fraction(tmp_path: Path, written: float, fraction: float) -> None:
    facts, _ = loaded(with_rows(tmp_path, chartevents=[chart_row(223835, written, written)]), "fio2")
    assert values(facts) == [(fraction, fraction)]


@pytest.mark.parametrize(
    ("written", "reason"),
    [(4, "UNKNOWN_UNIT"), (19.9, "UNKNOWN_UNIT"), (0, "IMPOSSIBLE"), (0.19, "IMPOSSIBLE"), (101, "IMPOSSIBLE")],
)
def test_fio2_that_is_none(tmp_path: Path, written: float, reason: str) -> None:
    facts, report = loaded(with_rows(tmp_path, chartevents=[chart_row(223835, written, written)]), "fio2")
    assert facts == []
    assert reasons(report)["fio2", reason] == 1


def test_three_parts_of_one_time_make_one_coma_score(tmp_path: Path) -> None:
    rows = [chart_row(220739, "4", 4), chart_row(223900, "5", 5), chart_row(223901, "6", 6)]
    facts, _ = loaded(with_rows(tmp_path, chartevents=rows), "gcs", "gcs_verbal_untestable")
    assert [(f[1], f[4], f[5]) for f in facts] == [("gcs", 15, 15), ("gcs_verbal_untestable", 0, 0)]


def test_a_tube_makes_the_verbal_part_unknown_never_normal(tmp_path: Path) -> None:
    rows = [chart_row(220739, "2", 2), chart_row(223900, "No Response-ETT", 1), chart_row(223901, "5", 5)]
    source = with_rows(tmp_path, chartevents=rows)
    facts, _ = loaded(source, "gcs", "gcs_verbal_untestable")
    assert [(f[1], f[4], f[5]) for f in facts] == [("gcs", 8, 12), ("gcs_verbal_untestable", 1, 1)]
    connection = duckdb.connect()
    source.load(connection, ["gcs"])
    assert connection.execute("SELECT because FROM facts").fetchall() == [("partly recorded",)]


def test_a_missing_part_of_the_coma_score_is_a_range(tmp_path: Path) -> None:
    facts, report = loaded(
        with_rows(tmp_path, chartevents=[chart_row(220739, "4", 4), chart_row(223901, "9", 9)]), "gcs"
    )
    assert values(facts) == [(6, 15)]
    assert reasons(report)["gcs", "IMPOSSIBLE"] == 1


def test_only_arterial_blood_gases(tmp_path: Path) -> None:
    rows = [
        lab_row(50821, "90", 90, "mm Hg", 1), lab_row(52033, "ART.", "", "", 1),
        lab_row(50821, "40", 40, "mm Hg", 2), lab_row(52033, "VEN.", "", "", 2),
        lab_row(50821, "70", 70, "mm Hg", 3), lab_row(52033, "UNK", "", "", 3),
        lab_row(50821, "60", 60, "mm Hg", 4),
    ]  # fmt: skip
    facts, report = loaded(with_rows(tmp_path, labevents=rows), "pao2")
    assert values(facts) == [(90, 90)]
    assert reasons(report)["pao2", "NOT_ARTERIAL"] == 3
    any_specimen, _ = loaded(open_mimic_iv(tmp_path, pao2_specimen="any"), "pao2")
    assert values(any_specimen) == [(60, 60), (70, 70), (90, 90)]
    with pytest.raises(UsageError, match="no choice of specimen"):
        open_mimic_iv(tmp_path, pao2_specimen="venous")


@pytest.mark.parametrize(
    ("item", "unit", "number", "canonical"),
    [
        (50885, "mg/dL", 1.2, 20.52), (50912, "mg/dL", 2.0, 176.8), (51000, "mg/dL", 265, 2.992),
        (51214, "mg/dL", 150, 1.5), (51222, "g/dL", 9.2, 92.0), (51265, "K/uL", 110, 110.0),
        (50924, "ng/mL", 500, 500.0),
    ],
)  # fmt: skip
def test_laboratory_units_become_canonical(
    tmp_path: Path, item: int, unit: str, number: float, canonical: float
) -> None:
    facts, _ = loaded(with_rows(tmp_path, labevents=[lab_row(item, number, number, unit)]))
    assert (canonical, canonical) in values(facts)


def test_limits_of_the_assay_become_ranges(tmp_path: Path) -> None:
    rows = [
        lab_row(50924, ">16500", "", "ng/mL"),
        lab_row(50885, "___", "", "mg/dL", comment="LESS THAN 0.1"),
        lab_row(50889, "<0.3", 0.3, "mg/L"),
        lab_row(50885, "ERROR", "", "mg/dL"),
        lab_row(50885, "", "", "mg/dL"),
        lab_row(51265, "5", 5, "furlongs"),
        lab_row(51265, "5", 5, ""),
    ]
    source = with_rows(tmp_path, labevents=rows)
    facts, report = loaded(source, "ferritin", "bilirubin", "crp", "platelets")
    assert {f[1]: (f[4], f[5]) for f in facts} == {
        "ferritin": (16500, 1e6),
        "bilirubin": (0, 1.71),
        "crp": (0, 0.3),
    }
    assert reasons(report) == {
        ("", "NO_STAY"): 2, ("bilirubin", "NO_VALUE"): 1, ("bilirubin", "NOT_NUMBER"): 1,
        ("platelets", "UNKNOWN_UNIT"): 1, ("platelets", "NO_UNIT"): 1,
    }  # fmt: skip
    connection = duckdb.connect()
    source.load(connection, ["ferritin"], detail=True)
    assert connection.execute("SELECT because, origin, written FROM facts").fetchall() == [
        ("beyond the limit of the assay", "hosp/labevents 50924", ">16500 ng/mL")
    ]


def test_rows_in_are_rows_used_and_rows_reported(tmp_path: Path) -> None:
    """Counted against the rows that were written, not against the report's own sums."""
    labs = [lab_row(50885, v, v, "mg/dL") for v in (1, 2, "", "x", 99999)]
    pressures = [chart_row(220052, v, v, "mmHg", patient=p) for p, v in ((1, 70), (1, -5), (3, 60), ("x", 60))]
    others = [chart_row(220045, 80, 80, "bpm")]
    facts, report = loaded(with_rows(tmp_path, labevents=labs, chartevents=pressures + others), "bilirubin", "map")
    counted = {table.table: (table.read, table.used) for table in report.tables}
    assert counted["hosp/labevents"] == (5, 2)
    assert counted["icu/chartevents"] == (4, 1)
    assert len(facts) == 3
    assert sum(dropped.rows for dropped in report.dropped if dropped.variable) == 6


def test_pregnancy_tests_are_read_as_text(tmp_path: Path) -> None:
    rows = [lab_row(51085, "NEG", ""), lab_row(51637, "Positive.", ""), lab_row(51085, "HAEMOLYSED", "")]
    facts, report = loaded(with_rows(tmp_path, labevents=rows), "hcg_positive")
    assert values(facts) == [(0, 0), (1, 1)]
    assert reasons(report)["hcg_positive", "UNKNOWN_TEXT"] == 1


def test_rows_of_nobody_and_of_no_time_are_reported(tmp_path: Path) -> None:
    rows = [
        chart_row(220052, "70", 70, "mmHg", patient=3),
        (1, 111, "yesterday", "", 220052, "70", 70, "mmHg"),
        ("x", 111, at(4), "", 220052, "70", 70, "mmHg"),
    ]
    facts, report = loaded(with_rows(tmp_path, chartevents=rows), "map")
    assert facts == []
    assert {reason for name, reason in reasons(report) if name == "map"} == {"NO_STAY", "NO_TIME", "NO_PATIENT"}


def drug(
    rate: object, unit: str, start: float, end: float, item: int = 221906, weight: object = 80, status: str = "",
    amount: object = "",
) -> tuple[object, ...]:  # fmt: skip
    return (1, at(start), at(end), "", item, rate, unit, weight, status, amount)


def test_infusion_rates_and_what_is_none(tmp_path: Path) -> None:
    rows = [
        drug(0.1, "mcg/kg/min", 3, 4), drug(0.0001, "mg/kg/min", 5, 6), drug(8, "mcg/min", 7, 8),
        drug(8, "mcg/min", 9, 10, weight=1), drug(8, "mcg/min", 9, 10, weight=0),
        drug(8, "mcg/min", 9, 10, weight=""),
        drug(0, "mcg/kg/min", 9, 10), drug(-1, "mcg/kg/min", 9, 10), drug("", "mcg/kg/min", 9, 10),
        drug(1, "drops", 9, 10), drug(1, "mcg/kg/min", 9, 9), drug(1, "mcg/kg/min", 9, 10, status="Rewritten"),
        drug(25, "mcg/kg/min", 9, 10),
    ]  # fmt: skip
    facts, report = loaded(with_rows(tmp_path, inputevents=rows), "norepinephrine")
    assert values(facts[:3]) == [(0.1, 0.1)] * 3
    assert values(facts[3:]) == [(0, 20)] * 2 + [(1e-9, 20)] * 5, "kept as unknown"
    counts = {reason: n for (name, reason), n in reasons(report).items() if name == "norepinephrine"}
    assert counts == {
        "NO_WEIGHT": 3, "NO_FLOW": 1, "NO_RATE": 1, "UNKNOWN_UNIT": 1, "BACKWARDS": 1, "REWRITTEN": 1,
        "IMPOSSIBLE": 2,
    }  # fmt: skip


@pytest.mark.parametrize(("gap", "courses"), [(0.25, 1), (0.27, 2)])
def test_segments_within_a_quarter_of_an_hour_are_one_course(tmp_path: Path, gap: float, courses: int) -> None:
    rows = [drug(0.2, "mcg/kg/min", 4 + gap, 6), drug(0.1, "mcg/kg/min", 3, 4), drug(5, "mcg/kg/min", 3, 9, 221662)]
    connection = duckdb.connect()
    with_rows(tmp_path, inputevents=rows).load(connection, ["norepinephrine", "dopamine"])
    found = connection.execute(
        "SELECT DISTINCT course_start_us, course_end_us FROM facts WHERE variable = 'norepinephrine'"
    ).fetchall()
    assert len(found) == courses
    if courses == 1:
        assert found == [(us(at(3)), us(at(6)))]


def test_sedation_is_a_continuous_hypnotic(tmp_path: Path) -> None:
    rows = [
        drug(30, "mcg/kg/min", 3, 4, 222168), drug(2, "mg/hour", 4, 6, 221668),
        drug("", "", 8, 9, 221668), drug(50, "mcg/hour", 8, 9, 221744),
    ]  # fmt: skip
    facts, report = loaded(with_rows(tmp_path, inputevents=rows), "sedation")
    assert [f[2:] for f in facts] == [(us(at(3)), us(at(6)), 1, 1), (us(at(8)), us(at(9)), 0, 1)]
    assert reasons(report)["sedation", "NO_RATE"] == 1


def test_a_hypnotic_without_a_rate_ran_when_it_took_longer_than_a_bolus(tmp_path: Path) -> None:
    def amount(given: object, start: float, minutes: float, item: int = 222168) -> tuple[object, ...]:
        return drug("", "", start, start + minutes / 60, item, amount=given)

    rows = [
        amount(100, 3, 60), amount(5, 5, 6, 221668), amount(20, 7, 5), amount(20, 8, 1), amount(0, 9, 60),
        amount("", 10, 60), amount(20, 11, 0), amount(4, 12, 60, 221906),
    ]  # fmt: skip
    source = with_rows(tmp_path, inputevents=rows)
    facts, report = loaded(source, "sedation", "norepinephrine")
    assert [f[1:] for f in facts] == [
        ("norepinephrine", us(at(12)), us(at(13)), 1e-9, 20),
        ("sedation", us(at(3)), us(at(4)), 1, 1),
        ("sedation", us(at(5)), us(at(5.1)), 1, 1),
        ("sedation", us(at(10)), us(at(11)), 0, 1),
    ]
    assert {key: n for key, n in reasons(report).items() if key[0]} == {
        ("sedation", "BOLUS"): 2, ("sedation", "NO_RATE"): 1, ("sedation", "NO_FLOW"): 1, ("sedation", "BACKWARDS"): 1,
        ("norepinephrine", "NO_RATE"): 1,
    }  # fmt: skip


def test_overlapping_supports_are_merged(tmp_path: Path) -> None:
    rows = [
        (1, at(3), at(6), at(7), 225792, "FinishedRunning"), (1, at(5), at(9), at(9), 225792, ""),
        (1, at(10), at(11), "", 225792, ""), (1, at(4), at(5), "", 225441, ""), (1, at(5), at(5), "", 225441, ""),
    ]  # fmt: skip
    facts, report = loaded(with_rows(tmp_path, procedureevents=rows), "invasive_ventilation", "renal_replacement")
    assert [f[1:4] for f in facts] == [
        ("invasive_ventilation", us(at(3)), us(at(9))),
        ("invasive_ventilation", us(at(10)), us(at(11))),
        ("renal_replacement", us(at(4)), us(at(5))),
    ]
    assert reasons(report)["renal_replacement", "BACKWARDS"] == 1


def test_an_oxygen_device_lasts_until_the_next_and_at_most_twelve_hours(tmp_path: Path) -> None:
    def device(text: str, hour: float) -> tuple[object, ...]:
        return chart_row(226732, text, "", hour=hour)

    rows = [
        device("High flow nasal cannula", 3), device("High flow nasal cannula", 5), device("Nasal cannula", 6),
        device("Bipap mask ", 7), device("None", 8), device("High flow nasal cannula", 30),
    ]  # fmt: skip
    source = with_rows(tmp_path, chartevents=rows)
    facts, _ = loaded(source, "high_flow_oxygen", "noninvasive_ventilation")
    assert [(f[1], f[2] - us(at(0)), f[3] - us(at(0))) for f in facts] == [
        ("high_flow_oxygen", 3 * HOUR, 6 * HOUR),
        ("high_flow_oxygen", 30 * HOUR, 42 * HOUR),
        ("noninvasive_ventilation", 7 * HOUR, 8 * HOUR),
    ]
    assert "high_flow_oxygen" in source.load(duckdb.connect(), ["high_flow_oxygen"]).source.recorded


def test_without_any_charted_device_no_record_is_not_none(tmp_path: Path) -> None:
    source = with_rows(tmp_path).load(duckdb.connect(), ["high_flow_oxygen"]).source
    assert "high_flow_oxygen" not in source.recorded | source.supplied
    assert "noninvasive_ventilation" in source.recorded


def test_irrigant_counts_against_urine(tmp_path: Path) -> None:
    rows = [
        (1, at(4), at(5), 226559, 120, "ml"),
        (1, at(4), at(3), 227488, 50, "ml"),
        (1, at(4), "", 226559, 20000, "ml"),
    ]
    facts, report = loaded(with_rows(tmp_path, outputevents=rows), "urine")
    assert values(facts) == [(-50, 10000), (0, 10000), (120, 120)]
    assert reasons(report)["urine", "IMPOSSIBLE"] == 1


def test_irrigant_of_an_hour_is_one_amount_unknown_when_less_came_out(tmp_path: Path) -> None:
    def amount(item: int, hour: float, number: object, store: str = "") -> tuple[object, ...]:
        return (1, at(hour), store, item, number, "ml")

    rows = [
        amount(227488, 4.1, 3000), amount(227489, 4.1, 1000), amount(227489, 4.8, 2300, at(7)), amount(226559, 4.9, 60),
        amount(227488, 5, 3000), amount(227489, 6.2, 3100), amount(227488, 8, -10), amount(227489, 9, -10),
    ]  # fmt: skip
    source = with_rows(tmp_path, outputevents=rows)
    facts, report = loaded(source, "urine")
    found = [(round((f[2] - us(at(0))) / HOUR, 1), f[4], f[5]) for f in facts]
    assert found == [
        (4.8, 300, 300), (4.9, 60, 60), (5, -3000, 10000), (6.2, 3100, 3100), (8, -10000, 10000), (9, 0, 10000)
    ]  # fmt: skip
    assert reasons(report)["urine", "IMPOSSIBLE"] == 2
    connection = duckdb.connect()
    source.load(connection, ["urine"])
    assert connection.execute("SELECT available_us FROM facts WHERE low = 300").fetchall() == [(us(at(7)),)]
    options = replace(source.mapping.options, irrigant="subtracted")
    subtracted, _ = loaded(replace(source, mapping=replace(source.mapping, options=options)), "urine")
    assert (-3000, -3000) in values(subtracted)
    with pytest.raises(UsageError, match="no treatment of irrigant"):
        replace(options, irrigant="ignored")


@pytest.mark.parametrize(("number", "unit"), [(-800, "ml"), ("much", "ml"), ("", "ml"), (100, "cups"), (100, "")])
def test_an_output_that_cannot_be_read_is_an_unknown_amount(tmp_path: Path, number: object, unit: str) -> None:
    facts, report = loaded(with_rows(tmp_path, outputevents=[(1, at(4), "", 226559, number, unit)]), "urine")
    assert values(facts) == [(0, 10000)]
    assert next(t for t in report.tables if t.table == "icu/outputevents").kept == 1


def test_a_gas_is_available_when_it_is_known_to_be_arterial(tmp_path: Path) -> None:
    def row(item: int, value: object, store: str, specimen: int) -> tuple[object, ...]:
        return (1, specimen, item, at(4), store, value, value if item == 50821 else "", "mm Hg", "")

    rows = [
        row(50821, 90, at(5), 1), row(52033, "ART.", at(9), 1), row(52033, "ART.", at(8), 1),
        row(50821, 80, at(7), 2), row(52033, "ART.", at(6), 2), row(50821, 70, at(7), 3), row(52033, "ART.", "", 3),
    ]  # fmt: skip
    connection = duckdb.connect()
    with_rows(tmp_path, labevents=rows).load(connection, ["pao2"])
    found = connection.execute("SELECT low, available_us FROM facts ORDER BY low").fetchall()
    assert found == [(70, us(at(7))), (80, us(at(7))), (90, us(at(8)))]


def test_rows_without_a_readable_storetime_are_counted(tmp_path: Path) -> None:
    rows = [chart_row(220052, 70, 70, "mmHg", hour, store=store) for hour, store in ((3, at(3)), (4, ""), (5, "soon"))]
    source = with_rows(tmp_path, chartevents=rows, outputevents=[(1, at(4), "", 226559, 120, "ml")])
    _, report = loaded(source, "map", "urine")
    told = "rows without a readable storetime: taken as available when charted."
    assert f"icu/chartevents: 2 {told}" in report.remarks()
    assert f"icu/outputevents: 1 {told.replace('rows', 'row')}" in report.remarks()
    assert not any("labevents" in note and "storetime" in note for note in report.remarks())


def test_rows_that_do_not_say_what_they_are_of_are_counted(tmp_path: Path) -> None:
    tables = full_tables()
    tables["icu/chartevents"].append((1, 111, at(4), "", "pressure", 70, 70, "mmHg"))
    tables["hosp/labevents"] += [(1, 1, "", at(4), "", 5, 5, "K/uL", ""), (1, 1, "x", at(4), "", 5, 5, "K/uL", "")]
    tables["icu/outputevents"].append((1, at(4), "", "", 120, "ml"))
    tables["icu/inputevents"].append((1, at(3), at(4), "", "", 1, "mcg/kg/min", 80, "", ""))
    tables["icu/procedureevents"].append((1, at(3), at(6), at(7), "", ""))
    before, _ = loaded(open_mimic_iv(write_csv(tmp_path / "before", full_tables())))
    facts, report = loaded(open_mimic_iv(write_csv(tmp_path / "after", tables)))
    assert facts == before
    found = {dropped.table: dropped.rows for dropped in report.dropped if dropped.reason is Reason.NO_ITEM}
    assert found == {
        "icu/chartevents": 1, "hosp/labevents": 2, "icu/outputevents": 1, "icu/inputevents": 1,
        "icu/procedureevents": 1,
    }  # fmt: skip


def test_people_age_and_death(tmp_path: Path) -> None:
    facts, report = loaded(with_rows(tmp_path), "age", "female", "icu_stay", "dead")
    told = {(f[0], f[1]): f[2:] for f in facts}
    assert told[1, "age"] == (us(at(0)), us(at(0)), 60, 60)
    assert told[2, "female"][2:] == (0, 0)
    assert told[1, "icu_stay"][:2] == (us(at(2)), us(at(0, 8)) + 1)
    assert told[2, "dead"][0] == us("2150-06-02")
    assert (1, "dead") not in told
    assert reasons(report) == {("", "NO_STAY"): 2}


def test_the_hospitals_time_of_death_wins(tmp_path: Path) -> None:
    tables = people()
    tables["hosp/admissions"][1] = (2, 21, at(0), at(0, 9), at(5, 7))
    facts, _ = loaded(open_mimic_iv(write_csv(tmp_path, tables)), "dead")
    assert [f[2] for f in facts] == [us(at(5, 7))]


def test_a_stay_is_in_force_up_to_death_and_at_that_moment(tmp_path: Path) -> None:
    """Dead in the unit, then booked out of it hours later; and a stay that begins after death."""
    tables = people()
    tables["hosp/admissions"] = [(1, 11, at(0), at(0, 9), at(6)), (2, 21, at(0), at(0, 9), at(1))]
    connection = duckdb.connect()
    report = open_mimic_iv(write_csv(tmp_path, tables)).load(connection, ["icu_stay"]).report
    found = connection.execute("SELECT patient_id, start_us, end_us, course_end_us FROM facts").fetchall()
    assert found == [(1, us(at(2)), us(at(6)) + 1, us(at(6)) + 1)]
    assert "stays: 1 stay begins after the patient's death: not counted as intensive care." in report.remarks()


def test_rows_of_one_person_that_contradict_each_other_make_it_unknown(tmp_path: Path) -> None:
    tables = people()
    tables["hosp/patients"] += [(1, "M", 60, 2150, ""), (2, "", 50, 2150, "")]
    source = open_mimic_iv(write_csv(tmp_path, tables))
    facts, report = loaded(source, "age", "female")
    assert [(f[0], f[1], f[4]) for f in facts] == [(1, "age", 60), (2, "female", 0)]
    assert "hosp/patients: 1 with rows of both sexes: sex not known." in report.remarks()
    assert "hosp/patients: 1 with rows of several ages: age not known." in report.remarks()
    assert reasons(report)["", "TWICE"] == 2


def test_a_late_row_is_no_part_of_what_was_known_before_it(tmp_path: Path) -> None:
    """Three chartings of one device; the second was entered two hours later."""
    rows = [
        chart_row(226732, "High flow nasal cannula", "", hour=hour, store=store)
        for hour, store in ((3, ""), (4, at(6)), (5, at(5)))
    ]
    connection = duckdb.connect()
    with_rows(tmp_path, chartevents=rows).load(connection, ["high_flow_oxygen"])
    found = connection.execute(
        "SELECT start_us, end_us, available_us, superseded_us FROM facts ORDER BY ALL"
    ).fetchall()
    assert found == [
        (us(at(3)), us(at(4)), us(at(6)), None), (us(at(3)), us(at(5)), us(at(3)), us(at(6))),
        (us(at(4)), us(at(5)), us(at(6)), None), (us(at(5)), us(at(17)), us(at(5)), None),
    ]  # fmt: skip


def test_a_limit_that_cannot_be_read_is_no_number(tmp_path: Path) -> None:
    rows = [
        lab_row(50924, "< 20-30", 20, "ng/mL"), lab_row(50889, ">1,50", "", "mg/L"), lab_row(50889, "<.5", 0.5, "mg/L")
    ]  # fmt: skip
    facts, report = loaded(with_rows(tmp_path, labevents=rows), "ferritin", "crp")
    assert [(f[1], f[4], f[5]) for f in facts] == [("crp", 0, 0.5), ("crp", 1.5, 1000)]
    assert reasons(report)["ferritin", "NOT_NUMBER"] == 1


def test_the_report_states_since_when_things_are_known(tmp_path: Path) -> None:
    _, report = loaded(with_rows(tmp_path), "map")
    assert any("store time" in note and "known from its start" in note for note in report.remarks())


def test_a_broken_line_is_shown_in_part_only(tmp_path: Path) -> None:
    folder = write_csv(tmp_path, full_tables(), zipped=False)
    with (folder / "icu/chartevents.csv").open("a") as file:
        file.write("1,111," + "x" * 5000 + "\n")
    _, report = loaded(open_mimic_iv(folder), "map")
    ((example,),) = (dropped.examples for dropped in report.dropped if dropped.reason is Reason.BROKEN_LINE)
    assert example.startswith("line 7: 1,111,xxx")
    assert len(example) == len("line 7: ") + 201


def test_values_are_available_when_stored(tmp_path: Path) -> None:
    rows = [
        chart_row(220052, "70", 70, "mmHg", 4, store=at(6)), chart_row(220052, "71", 71, "mmHg", 5, store=at(3)),
        chart_row(220052, "72", 72, "mmHg", 7),
    ]  # fmt: skip
    connection = duckdb.connect()
    with_rows(tmp_path, chartevents=rows).load(connection, ["map"])
    found = connection.execute("SELECT available_us FROM facts ORDER BY low").fetchall()
    assert [row[0] for row in found] == [us(at(6)), us(at(5)), us(at(7))]


def full_tables() -> Tables:
    """A little of everything."""
    tables = people()
    tables["icu/chartevents"] = [
        chart_row(220052, "70", 70, "mmHg"), chart_row(223900, "No Response-ETT", 1), chart_row(220739, "3", 3),
        chart_row(226732, "High flow nasal cannula", ""), chart_row(220052, "700", 700, "mmHg"),
    ]  # fmt: skip
    tables["hosp/labevents"] = [
        lab_row(50821, "90", 90, "mm Hg"), lab_row(52033, "ART.", ""), lab_row(50924, ">16500", "", "ng/mL")
    ]  # fmt: skip
    tables["icu/outputevents"] = [(1, at(4), at(5), 226559, 120, "ml")]
    tables["icu/inputevents"] = [
        drug(0.1, "mcg/kg/min", 3, 4),
        drug(0.3, "mcg/kg/min", 4, 5),
        drug(30, "x", 3, 4, 222168),
    ]
    tables["icu/procedureevents"] = [(1, at(3), at(6), at(7), 225792, "")]
    return tables


def test_every_form_of_the_layout_gives_the_same_facts(tmp_path: Path) -> None:
    tables = full_tables()
    shuffled: Tables = {name: list(reversed(rows)) for name, rows in tables.items()}
    folders = [
        write_csv(tmp_path / "gz", tables),
        write_csv(tmp_path / "csv", shuffled, zipped=False),
        write_parquet(tmp_path / "parquet", shuffled),
        write_parquet(tmp_path / "parts", tables, parts=3),
    ]
    first, *others = [loaded(open_mimic_iv(folder)) for folder in folders]
    assert len(first[0]) > 10
    for facts, report in others:
        assert facts == first[0]
        assert report.to_json()["tables"][2:] == first[1].to_json()["tables"][2:] or report.facts == first[1].facts


def test_one_stay_loads_one_patient(tmp_path: Path) -> None:
    source = open_mimic_iv(write_csv(tmp_path, full_tables()))
    everyone, _ = loaded(source)
    alone, _ = loaded(source, stay=111)
    assert alone == [fact for fact in everyone if fact[0] == 1]
    with pytest.raises(UsageError, match="no stay 999"):
        source.load(duckdb.connect(), stay=999)


def test_asking_for_one_variable_changes_nothing_about_it(tmp_path: Path) -> None:
    source = open_mimic_iv(write_csv(tmp_path, full_tables()))
    everything, _ = loaded(source)
    for name in sorted({fact[1] for fact in everything}):
        alone, _ = loaded(source, name)
        assert alone == [fact for fact in everything if fact[1] == name]
    with pytest.raises(VariableError, match="no canonical variable"):
        source.load(duckdb.connect(), ["haptoglobin"])


def test_an_absent_optional_table_is_not_supplied(tmp_path: Path) -> None:
    tables = full_tables()
    del tables["icu/procedureevents"], tables["icu/inputevents"]
    source = open_mimic_iv(write_csv(tmp_path, tables))
    assert not source.supplied & {"norepinephrine", "sedation", "invasive_ventilation"}
    assert "invasive_ventilation" not in source.recorded
    _, report = loaded(source, "norepinephrine", "map")
    assert "icu/inputevents is absent: not supplied: norepinephrine." in report.sentences()


def test_a_broken_csv_line_is_counted_and_shown(tmp_path: Path) -> None:
    folder = write_csv(tmp_path, full_tables(), zipped=False)
    with (folder / "icu/chartevents.csv").open("a") as file:
        file.write("1,111,oops\n")
    facts, report = loaded(open_mimic_iv(folder), "map")
    assert values(facts) == [(70, 70)]
    broken = [dropped for dropped in report.dropped if dropped.reason is Reason.BROKEN_LINE]
    assert [(dropped.rows, dropped.examples) for dropped in broken] == [(1, ("line 7: 1,111,oops",))]


def test_threads_do_not_change_anything(tmp_path: Path) -> None:
    source = open_mimic_iv(write_parquet(tmp_path, full_tables(), parts=2))
    results = []
    for threads in (1, 4):
        connection = duckdb.connect()
        connection.execute(f"SET threads = {threads}")
        report = source.load(connection, detail=True).report
        results.append((connection.execute("SELECT * FROM facts ORDER BY ALL").fetchall(), report.sentences()))
    assert results[0] == results[1]


def test_the_mapping_names_each_item_once_a_table() -> None:
    items = [(item.table, item.item) for item in mimic_mapping().items]
    assert len(items) == len(set(items))


def test_loading_twice_replaces(tmp_path: Path) -> None:
    source, connection = open_mimic_iv(write_csv(tmp_path, full_tables())), duckdb.connect()
    source.load(connection)
    source.load(connection, ["map"])
    assert connection.execute("SELECT DISTINCT variable FROM facts").fetchall() == [("map",)]
    names = connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY ALL").fetchall()
    assert names == [("facts",), ("patients",), ("stays",)]
