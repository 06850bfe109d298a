"""CLIF's traps, each in a tiny invented folder: what becomes a fact, what is reported, and nothing between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.errors import BedsideError, UnreadableFile, UsageError, WrongLayout
from bedside.records.clif import Clif, open_clif
from bedside.records.clif_mapping import clif_mapping
from bedside.records.dictionary import dictionary
from bedside.records.import_report import ImportReport
from bedside.records.opening import open_source
from bedside.values.moment import HOUR, moment
from tests.unit.tiny_clif import Row, Tables, at, people, write_csv, write_mapping, write_parquet

Facts = list[tuple[Any, ...]]


def us(text: str) -> int:
    return int(moment(text))


def loaded(source: Clif, *variables: str, **options: Any) -> tuple[Facts, ImportReport]:
    """patient, variable, start, end, low, high of every fact; and the report, which must balance."""
    connection = duckdb.connect()
    report = source.load(connection, variables or None, **options).report
    assert report.balances(), report.sentences()
    assert len(report.sentences("fr")) == len(report.sentences("en"))
    facts = connection.execute(
        "SELECT patient_id, variable, start_us, end_us, low, high FROM facts ORDER BY ALL"
    ).fetchall()
    return facts, report


def with_rows(folder: Path, **tables: Sequence[Row]) -> Clif:
    """A folder of the tiny people and these rows, `vitals=[...]`."""
    return open_clif(write_csv(folder, {**people(), **tables}))


def values(facts: Facts) -> list[tuple[float, float]]:
    return [(fact[4], fact[5]) for fact in facts]


def hours(facts: Facts) -> list[tuple[float, float, float, float]]:
    """Start and end in hours of 1 March, low and high."""
    zero = us("2150-03-01T00:00")
    return [((fact[2] - zero) / HOUR, (fact[3] - zero) / HOUR, fact[4], fact[5]) for fact in facts]


def reasons(report: ImportReport) -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for dropped in report.dropped:
        found[dropped.variable, dropped.reason.name] += dropped.rows
    return dict(found)


def lab(
    category: str, value: object, number: object, unit: str, hour: float = 4, hospital: str = "H1", specimen: str = "",
    result: str | None = None,
) -> Row:  # fmt: skip
    return (hospital, at(hour), at(hour + 1) if result is None else result, category, value, number, unit, specimen)


def dose(
    hour: float, amount: object, action: str = "dose_change", order: str = "1", drug: str = "norepinephrine",
    unit: str = "mcg/kg/min", group: str = "", route: str = "",
) -> Row:  # fmt: skip
    return ("H1", order, at(hour), drug, amount, unit, action, group, route)


def device(hour: float, name: str = "", mode: str = "", fio2: object = "", hospital: str = "H1") -> Row:
    return (hospital, at(hour), name, mode, fio2)


def test_vitals_of_the_one_unit_that_clif_gives_them(tmp_path: Path) -> None:
    rows = [("H1", at(4), "temp_c", 38.5), ("H1", at(5), "temp_c", 99), ("H1", at(4), "weight_kg", 0),
            ("H1", at(4), "weight_kg", 80), ("H1", at(4), "heart_rate", 80)]  # fmt: skip
    facts, report = loaded(with_rows(tmp_path, vitals=rows), "temperature", "weight")
    assert [(f[1], f[4]) for f in facts] == [("temperature", 38.5), ("weight", 80)]
    assert reasons(report) | {("", "NO_STAY"): 0} == {
        ("temperature", "IMPOSSIBLE"): 1, ("weight", "IMPOSSIBLE"): 1, ("", "NO_STAY"): 0,
    }  # fmt: skip
    assert any("heart_rate" in note for note in report.remarks())


@pytest.mark.parametrize(
    ("category", "number", "unit", "variable", "value"),
    [
        ("bilirubin_total", 2, "mg/dL", "bilirubin", 34.2),
        ("bilirubin_total", 34.2, "µmol/L", "bilirubin", 34.2),
        ("creatinine", 1, " mg/dl\t", "creatinine", 88.4),
        ("platelet_count", 90, "10^3/µL\t", "platelets", 90),  # micro sign
        ("platelet_count", 90, "10^3/μL", "platelets", 90),  # Greek mu, as 3.0 spells it
        ("platelet_count", 90, "10*3/uL", "platelets", 90),
        ("po2_arterial", 10, "kPa", "pao2", 75.006),
        ("fibrinogen", 250, "mg/dl", "fibrinogen", 2.5),
        ("triglycerides", 265.71, "mg/dl", "triglycerides", 3.0),
        ("ferritin", 500, "ng/mL", "ferritin", 500),
        ("interleukin_02_receptor_soluble", 2400, "u/ml", "scd25", 2400),
        ("interleukin_06", 12, "pg/ml", "il6", 12),
    ],
)
def test_laboratory_units_become_canonical(
    tmp_path: Path, category: str, number: float, unit: str, variable: str, value: float
) -> None:
    facts, _ = loaded(with_rows(tmp_path, labs=[lab(category, number, number, unit)]), variable)
    assert values(facts) == [(value, value)]


def test_units_that_cannot_be_used_are_reported(tmp_path: Path) -> None:
    rows = [lab("creatinine", 1, 1, unit) for unit in ("furlong", "", "U/L")]
    rows.append(lab("interleukin_02_receptor_soluble", 800, 800, "pg/mL"))  # an assay of another unit
    facts, report = loaded(with_rows(tmp_path, labs=rows), "creatinine", "scd25")
    assert facts == []
    assert reasons(report) == {
        ("creatinine", "UNKNOWN_UNIT"): 1, ("creatinine", "NO_UNIT"): 1, ("creatinine", "NOT_CONVERTIBLE"): 1,
        ("scd25", "NOT_CONVERTIBLE"): 1, ("", "NO_STAY"): 2,
    }  # fmt: skip


def test_limits_of_the_assay_become_ranges_and_never_numbers(tmp_path: Path) -> None:
    rows = [
        lab("bilirubin_total", "<0.2.", 0.2, "mg/dL", 4),
        lab("bilirubin_total", "> 30", 30, "mg/dL", 5),
        lab("bilirubin_total", "<0,5", "", "mg/dL", 6),
        lab("bilirubin_total", "<some", "", "mg/dL", 7),
        lab("bilirubin_total", "GREATER THAN 30", 30, "mg/dL", 8),
        lab("bilirubin_total", "2 (repeated)", 2, "mg/dL", 9),
    ]
    facts, report = loaded(with_rows(tmp_path, labs=rows), "bilirubin")
    assert values(facts) == [(0, 3.42), (513, 2000), (0, 8.55), (513, 2000), (34.2, 34.2)]
    assert reasons(report)["bilirubin", "NOT_NUMBER"] == 1


def test_a_result_is_known_when_it_was_there_not_when_it_was_drawn(tmp_path: Path) -> None:
    rows = [
        lab("creatinine", 1, 1, "mg/dL", 4, result=at(9)),
        lab("creatinine", 1, 1, "mg/dL", 5, result=""),
        lab("creatinine", 1, 1, "mg/dL", 6, result=at(2)),  # before it was drawn: it cannot be
    ]
    connection = duckdb.connect()
    report = with_rows(tmp_path, labs=rows).load(connection, ["creatinine"]).report
    zero = us("2150-03-01T00:00")
    times = connection.execute("SELECT start_us, available_us FROM facts ORDER BY ALL").fetchall()
    assert [((a - zero) / HOUR, (b - zero) / HOUR) for a, b in times] == [(4, 9), (5, 5), (6, 6)]
    assert any("lab_result_dttm: 1;" in note for note in report.remarks())


def test_only_blood_where_the_specimen_is_named(tmp_path: Path) -> None:
    rows = [lab("ldh", n, n, "U/L", 4 + n, specimen=kind) for n, kind in
            enumerate(["", "blood/plasma/serum", "plasma_blood", "pleural", "csf"])]  # fmt: skip
    facts, report = loaded(with_rows(tmp_path, labs=rows), "ldh")
    assert values(facts) == [(0, 0), (1, 1), (2, 2)]
    assert reasons(report)["ldh", "NOT_BLOOD"] == 2


def test_what_clif_2_1_does_not_have_is_not_supplied_and_never_zero(tmp_path: Path) -> None:
    source = with_rows(tmp_path, labs=[lab("ferritin", 500, 500, "ng/mL")])
    connection = duckdb.connect()
    found = source.load(connection).source
    assert "ferritin" in found.supplied
    assert not {"fibrinogen", "triglycerides", "urine"} & found.supplied
    assert not {"fibrinogen", "triglycerides", "urine", "renal_replacement"} & found.recorded
    absent = "SELECT count(*) FROM facts WHERE variable IN ('fibrinogen', 'triglycerides', 'urine')"
    assert connection.execute(absent).fetchall() == [(0,)]
    _, report = loaded(source, "fibrinogen", "triglycerides", "urine")
    assert "labs: no row of fibrinogen, triglycerides: not supplied." in report.remarks()
    assert "output is absent: not supplied: urine." in report.remarks()


def test_urine_of_clif_3(tmp_path: Path) -> None:
    rows = [
        ("H1", at(4), "indwelling_urinary_catheter", "urine", 100, "mL"),
        ("H1", at(5), "chest_tube_durable", "drains", 900, "mL"),
        ("H1", at(6), "urethral", "urine", -5, "mL"),
        ("H1", at(7), "urethral", "urine", 2, "occurrences"),
        ("H1", at(8), "urethral", "urine", 50, "mL"),
        ("H1", at(8), "urethral", "urine", 50, "mL"),  # once, or twice?
        ("H1", at(8), "nephrostomy", "urine", 50, "mL"),
    ]
    facts, report = loaded(with_rows(tmp_path, output=rows), "urine")
    assert values(facts) == [(100, 100), (0, 10_000), (0, 10_000), (0, 50), (50, 50), (50, 50)]
    assert reasons(report) | {("", "NO_STAY"): 0} == {
        ("urine", "IMPOSSIBLE"): 1, ("urine", "UNKNOWN_UNIT"): 1, ("urine", "REPEATED"): 1, ("", "NO_STAY"): 0,
    }  # fmt: skip


@pytest.mark.parametrize(("written", "fraction"), [(0.4, 0.4), (40, 0.4), (1, 1.0), (0.2, 0.21), (100, 1.0)])
def test_fio2_as_fraction_or_percent(tmp_path: Path, written: float, fraction: float) -> None:
    facts, _ = loaded(with_rows(tmp_path, respiratory_support=[device(4, fio2=written)]), "fio2")
    assert values(facts) == [(fraction, fraction)]


@pytest.mark.parametrize(
    ("written", "reason"), [(6, "UNKNOWN_UNIT"), (0, "IMPOSSIBLE"), (101, "IMPOSSIBLE"), ("much", "NOT_NUMBER")]
)
def test_fio2_that_is_none(tmp_path: Path, written: object, reason: str) -> None:
    facts, report = loaded(with_rows(tmp_path, respiratory_support=[device(4, fio2=written)]), "fio2")
    assert facts == []
    assert reasons(report)["fio2", reason] == 1


def coma(hour: float, **parts: object) -> list[Row]:
    return [("H1", at(hour), f"gcs_{name}", value, "", "") for name, value in parts.items()]


def test_a_tube_makes_the_verbal_part_unknown_whatever_the_total_says(tmp_path: Path) -> None:
    rows = [
        *coma(4, eye=4, verbal=5, motor=6, total=15),
        *coma(5, eye=2, verbal=0, motor=5, total=15),
        *coma(6, eye=3, motor=9),
        *coma(7, total=12),
        *coma(8, total=""),
    ]
    facts, report = loaded(with_rows(tmp_path, patient_assessments=rows), "gcs", "gcs_verbal_untestable")
    assert values([f for f in facts if f[1] == "gcs"]) == [(15, 15), (8, 12), (5, 14), (12, 12)]
    assert values([f for f in facts if f[1] != "gcs"]) == [(0, 0), (1, 1)]
    assert reasons(report)["gcs", "IMPOSSIBLE"] == 1
    assert reasons(report)["gcs", "NO_VALUE"] == 1


def test_without_a_rule_for_each_part_only_the_total_is_read(tmp_path: Path) -> None:
    write_mapping(tmp_path, ",patient_assessments,gcs_verbal,,gcs_verbal 1..5")
    rows = [*coma(4, eye=4, verbal=5, motor=6, total=15), *coma(5, eye=4, motor=6)]
    facts, _ = loaded(with_rows(tmp_path, patient_assessments=rows), "gcs")
    assert values(facts) == [(15, 15)]


def test_a_dose_holds_until_the_next_row_and_zero_or_a_stop_ends_it(tmp_path: Path) -> None:
    rows = [
        dose(4, 0.1, "start"), dose(5, 0.2), dose(6, 0, ""), dose(7, 0.3, "start"), dose(8, 0.3, "stop"),
        dose(10, 0.1, "start"), dose(11, 0.1, "", group="not_administered"),
    ]  # fmt: skip
    facts, report = loaded(with_rows(tmp_path, medication_admin_continuous=rows), "norepinephrine")
    assert hours(facts) == [(4, 5, 0.1, 0.1), (5, 6, 0.2, 0.2), (7, 8, 0.3, 0.3), (10, 11, 0.1, 0.1)]
    assert reasons(report) == {("", "NO_STAY"): 2}


def test_a_dose_in_four_bytes_is_the_number_that_was_written(tmp_path: Path) -> None:
    """0.1 µg/kg/min is a limit of SOFA: as FLOAT it is 0.100000001490116, which is above it."""
    write_parquet(tmp_path, people())
    with duckdb.connect() as connection:
        connection.execute(f"""COPY (SELECT 'H1' AS hospitalization_id, '1' AS med_order_id,
            unnest(['{at(4)}', '{at(6)}']) AS admin_dttm, 'norepinephrine' AS med_category,
            unnest([0.1, 0])::FLOAT AS med_dose, 'mcg/kg/min' AS med_dose_unit, '' AS mar_action_category)
            TO '{tmp_path}/clif_medication_admin_continuous.parquet'""")
    facts, _ = loaded(open_clif(tmp_path), "norepinephrine")
    assert hours(facts) == [(4, 6, 0.1, 0.1)]


def test_two_orders_of_a_drug_run_beside_each_other(tmp_path: Path) -> None:
    rows = [dose(4, 0.1, order="1"), dose(5, 0.2, order="2"), dose(6, 0, "stop", order="2"),
            dose(8, 0, "stop", order="1")]  # fmt: skip
    facts, _ = loaded(with_rows(tmp_path, medication_admin_continuous=rows), "norepinephrine")
    assert hours(facts) == [(4, 8, 0.1, 0.1), (5, 6, 0.2, 0.2)]


def test_a_dose_that_nothing_ends_may_have_run_until_the_stay_ended(tmp_path: Path) -> None:
    """An order without a stop ends with the next row of its drug; without one it is unknown, not for ever."""
    rows = [dose(4, 0.1, order="1"), dose(6, 0.2, order="2")]
    facts, report = loaded(with_rows(tmp_path, medication_admin_continuous=rows), "norepinephrine")
    assert {(4, 6, 0.1, 0.1), (6, 7 * 24, 0, 0.2)} <= set(hours(facts))
    assert all(low == 0 for start, _, low, _ in hours(facts) if start == 6)
    assert reasons(report)["norepinephrine", "NO_END"] == 1


def test_doses_that_cannot_be_used_are_kept_as_unknown(tmp_path: Path) -> None:
    rows = [
        dose(1, -0.1), dose(2, ""), dose(3, "", ""), dose(4, 5, unit="cups"), dose(5, 5, unit=""),
        dose(6, 5, unit="mL/hour"), dose(7, 5, unit="mcg/min"), dose(8, 50), dose(9, 5, unit="mg/dL"), dose(10, 0),
    ]  # fmt: skip
    facts, report = loaded(with_rows(tmp_path, medication_admin_continuous=rows), "norepinephrine")
    most = float(dictionary()["norepinephrine"].high)
    least = 1e-9
    sure = {hour: (low, high) for hour, _, low, high in hours(facts) if low > 0 or hour in (1, 3)}
    assert sure == {
        1: (0, most), 2: (least, most), 3: (0, most), **{hour: (least, most) for hour in range(4, 10)},
    }  # fmt: skip
    assert reasons(report) == {
        ("norepinephrine", "IMPOSSIBLE"): 2, ("norepinephrine", "NO_RATE"): 2, ("norepinephrine", "UNKNOWN_UNIT"): 2,
        ("norepinephrine", "NO_UNIT"): 1, ("norepinephrine", "NO_WEIGHT"): 1, ("norepinephrine", "NOT_CONVERTIBLE"): 1,
        ("", "NO_STAY"): 2,
    }  # fmt: skip


def test_an_action_that_says_nothing_leaves_open_whether_the_drug_ran(tmp_path: Path) -> None:
    rows = [dose(4, 0.1, "other"), dose(5, 0.2, "Stopped by hand"), dose(6, 0, "stop")]
    facts, report = loaded(with_rows(tmp_path, medication_admin_continuous=rows), "norepinephrine")
    assert hours(facts) == [(4, 5, 0, 0.1), (5, 6, 0, 0.2)]
    assert reasons(report)["norepinephrine", "UNKNOWN_TEXT"] == 2


def test_what_is_inhaled_is_no_infusion(tmp_path: Path) -> None:
    rows = [dose(4, 0.1, drug="epinephrine", route="inhaled"), dose(5, 0.1, order="2", drug="epinephrine", route="IV"),
            dose(6, 0, order="2", drug="epinephrine")]  # fmt: skip
    facts, report = loaded(with_rows(tmp_path, medication_admin_continuous=rows), "epinephrine")
    assert hours(facts) == [(5, 6, 0.1, 0.1)]
    assert reasons(report)["epinephrine", "NOT_INTRAVENOUS"] == 1


def test_a_dose_that_is_not_per_kg_takes_the_last_weight_that_was_known(tmp_path: Path) -> None:
    weights = [("H1", at(hour), "weight_kg", kg) for hour, kg in ((3, 50), (5, 1), (6, 100), (6.5, 0), (9, 200))]
    rows = [dose(2, 5, unit="mcg/min"), dose(4, 5, unit="mcg/min"), dose(7, 6, unit="mg/hr"), dose(8, 0)]
    facts, report = loaded(with_rows(tmp_path, vitals=weights, medication_admin_continuous=rows), "norepinephrine")
    sure = [told for told in hours(facts) if told[2] > 1e-6]
    assert sure == [(4, 7, 0.1, 0.1), (7, 8, 1.0, 1.0)]
    assert reasons(report)["norepinephrine", "NO_WEIGHT"] == 1


def test_sedation_is_a_continuous_hypnotic_at_any_rate_and_unit(tmp_path: Path) -> None:
    rows = [dose(4, 20, drug="propofol"), dose(5, 3, drug="propofol", unit="mL/hour"), dose(6, 0, drug="propofol"),
            dose(7, 50, drug="fentanyl", unit="mcg/hour"), dose(8, 0, drug="fentanyl")]  # fmt: skip
    facts, _ = loaded(with_rows(tmp_path, medication_admin_continuous=rows), "sedation")
    assert hours(facts) == [(4, 6, 1, 1)]


def test_a_device_lasts_until_the_next_and_at_most_twelve_hours(tmp_path: Path) -> None:
    rows = [device(4, "High Flow NC"), device(6, "Nasal Cannula"), device(8, "hfnc"), device(24, "BiPAP? "),
            device(25, "nippv"), device(26, "Room Air")]  # fmt: skip
    facts, report = loaded(
        with_rows(tmp_path, respiratory_support=rows),
        "high_flow_oxygen", "noninvasive_ventilation", "invasive_ventilation",
    )  # fmt: skip
    told = {(f[1], *h) for f, h in zip(facts, hours(facts), strict=True)}
    assert {
        ("high_flow_oxygen", 4, 6, 1, 1), ("high_flow_oxygen", 8, 20, 1, 1), ("noninvasive_ventilation", 25, 26, 1, 1),
        ("high_flow_oxygen", 24, 25, 0, 1), ("invasive_ventilation", 24, 25, 0, 1),
        ("noninvasive_ventilation", 24, 25, 0, 1),
    } <= told  # fmt: skip
    assert not any(name == "invasive_ventilation" and low for name, _, _, low, _ in told)
    assert reasons(report)["", "UNKNOWN_TEXT"] == 1


def test_a_mode_without_a_device_renews_the_ventilator(tmp_path: Path) -> None:
    rows = [device(4, "IMV"), device(14, mode="Assist Control-Volume Control"), device(24, "Face Mask"),
            device(25, mode="SIMV"), device(26, "Face Mask")]  # fmt: skip
    facts, report = loaded(with_rows(tmp_path, respiratory_support=rows), "invasive_ventilation")
    assert hours(facts) == [(4, 24, 1, 1), (25, 26, 0, 1)]
    assert reasons(report)["", "UNKNOWN_TEXT"] == 1, "a ventilator after a mask that nobody charted"


def test_a_device_or_a_machine_at_an_unknown_time_may_have_run_all_through_the_stay(tmp_path: Path) -> None:
    rows = [("H1", "", "IMV", "", ""), ("H1", "soon", "Face Mask", "", ""), device(4, "Face Mask")]
    dialysis = [("H1", "", "cvvh", 200, ""), ("H1", "", "", 0, "")]
    facts, report = loaded(
        with_rows(tmp_path, respiratory_support=rows, crrt_therapy=dialysis),
        "invasive_ventilation", "noninvasive_ventilation", "renal_replacement",
    )  # fmt: skip
    assert [(f[1], *h) for f, h in zip(facts, hours(facts), strict=True)] == [
        ("invasive_ventilation", 2, 7 * 24, 0, 1), ("renal_replacement", 2, 7 * 24, 0, 1),
    ]  # fmt: skip
    assert {(d.table, d.reason.name, d.kept): d.rows for d in report.dropped if d.table != "patient"} == {
        ("respiratory_support", "NO_TIME", True): 1, ("respiratory_support", "NO_TIME", False): 1,
        ("crrt_therapy", "NO_TIME", True): 1, ("crrt_therapy", "NO_TIME", False): 1,
        ("hospitalization", "NO_STAY", False): 1,
    }  # fmt: skip


def test_without_any_device_no_record_is_not_none(tmp_path: Path) -> None:
    source = with_rows(tmp_path, respiratory_support=[device(4, fio2=0.4)])
    assert "invasive_ventilation" in source.recorded
    found = source.load(duckdb.connect()).source
    assert not {"invasive_ventilation", "high_flow_oxygen"} & (found.recorded | found.supplied)
    assert "fio2" in found.supplied


def test_dialysis_while_the_machine_is_charted(tmp_path: Path) -> None:
    rows = [("H1", at(4), "cvvhdf", 200, ""), ("H1", at(5), "", 0, ""), ("H1", at(9), "", "", 100),
            ("H1", at(12), "", "", "")]  # fmt: skip
    source = with_rows(tmp_path, crrt_therapy=rows)
    facts, report = loaded(source, "renal_replacement")
    assert hours(facts) == [(4, 5, 1, 1), (9, 11, 1, 1), (12, 14, 0, 1)]
    assert reasons(report)["renal_replacement", "NO_VALUE"] == 1
    assert "renal_replacement" not in source.recorded
    both = with_rows(tmp_path / "3.0", crrt_therapy=rows, intermittent_dialysis=[("H1", at(20), 300, 500)])
    assert "renal_replacement" in both.recorded
    facts, _ = loaded(both, "renal_replacement")
    assert (20, 22, 1, 1) in hours(facts)


@pytest.mark.parametrize(("least", "kept"), (("", [2, 70]), ("2", [70])))
def test_a_weight_that_was_not_measured_is_none(tmp_path: Path, least: str, kept: list[float]) -> None:
    """The option `least_weight` counts for the weight itself, and not for rates alone."""
    if least:
        write_mapping(tmp_path, f",option,least_weight,kg,{least}")
    weights = [("H1", at(4 + hour), "weight_kg", kilograms) for hour, kilograms in enumerate((0, 1, 2, 70))]
    facts, report = loaded(with_rows(tmp_path, vitals=weights), "weight")
    assert [low for low, _ in values(facts)] == kept
    assert reasons(report)["weight", "IMPOSSIBLE"] == 4 - len(kept)


def stays(source: Clif, **options: Any) -> list[tuple[Any, ...]]:
    connection = duckdb.connect()
    assert source.load(connection, ["age"], **options).report.balances()
    zero = us("2150-03-01T00:00")
    rows = connection.execute(
        "SELECT stay_id, patient_id, admitted_us, discharged_us FROM stays ORDER BY ALL"
    ).fetchall()
    return [(stay, patient, (a - zero) / HOUR, d and (d - zero) / HOUR) for stay, patient, a, d in rows]


def test_rows_of_intensive_care_that_touch_overlap_or_nearly_touch_are_one_stay(tmp_path: Path) -> None:
    places: list[tuple[float, float, str]] = [
        (2, 6, "icu"), (6, 9, "icu"), (8, 10, "icu"), (10.5, 12, "icu"), (12, 12.5, "procedural"), (12.5, 14, "icu"),
        (16, 20, "ICU "), (17, 18, "radiology"), (20, 0, "icu"), (30, 40, "ward"),
    ]  # fmt: skip
    rows = [("H1", at(a), at(b) if b else "", "unit", place) for a, b, place in places]
    assert stays(with_rows(tmp_path, adt=[*rows, *rows])) == [
        ("H1-1", "P1", 2, 12), ("H1-2", "P1", 12.5, 14), ("H1-3", "P1", 16, 30),
    ]  # fmt: skip


def test_rows_of_places_that_cannot_be_used(tmp_path: Path) -> None:
    rows = [("H1", at(2), at(4), "", "icu"), ("H1", at(9), at(8), "", "icu"), ("H1", "soon", at(8), "", "icu"),
            ("H9", at(2), at(4), "", "icu"), ("", at(2), at(4), "", "icu"), ("H1", at(20), at(30), "", "")]  # fmt: skip
    source = with_rows(tmp_path, adt=rows)
    assert stays(source) == [("H1-1", "P1", 2, 4)]
    _, report = loaded(source, "age")
    found = {d.reason.name: d.rows for d in report.dropped if d.table == "adt"}
    assert found == {"BACKWARDS": 1, "NO_TIME": 1, "NO_SUCH_PATIENT": 1, "NO_ID": 1, "NO_ITEM": 1}


def test_people_ages_and_deaths(tmp_path: Path) -> None:
    tables = people()
    tables["patient"].append(("P1", "Female", "", ""))
    tables["hospitalization"][0] = ("P1", "H1", at(0), at(0, 7), 60, "Expired")
    connection = duckdb.connect()
    report = open_clif(write_csv(tmp_path, tables)).load(connection).report
    assert connection.execute("SELECT * FROM patients").fetchall() == [("P1", "female", 2090), ("P2", "male", 2080)]
    facts = connection.execute("SELECT patient_id, variable, low FROM facts WHERE variable IN ('age', 'female')")
    assert sorted(facts.fetchall()) == [("P1", "age", 60), ("P1", "female", 1), ("P2", "age", 70), ("P2", "female", 0)]
    died = connection.execute("SELECT patient_id, died_us FROM stays ORDER BY 1").fetchall()
    assert died == [("P1", us("2150-03-07T00:00")), ("P2", us("2150-06-02T00:00") - 1)]
    assert reasons(report) == {("", "TWICE"): 1, ("", "NO_STAY"): 2}
    assert any("stands at midnight" in note for note in report.remarks())


def test_a_hospitalization_of_two_patients_is_nobodys(tmp_path: Path) -> None:
    tables = people()
    tables["hospitalization"].append(("P2", "H1", at(0), at(0, 9), 60, "Home"))
    tables["vitals"] = [("H1", at(4), "map", 60)]
    facts, report = loaded(open_clif(write_csv(tmp_path, tables)), "map")
    assert facts == []
    assert reasons(report)["", "TWICE"] == 2
    assert reasons(report)["map", "NO_SUCH_PATIENT"] == 1


def test_rows_of_nobody_and_of_no_time_are_reported(tmp_path: Path) -> None:
    rows = [("", at(4), "map", 60), ("H9", at(4), "map", 60), ("H3", at(4), "map", 60), ("H1", "", "map", 60),
            ("H1", at(4), "", 60), ("H1", at(4), "map", "")]  # fmt: skip
    facts, report = loaded(with_rows(tmp_path, vitals=rows), "map")
    assert facts == []
    found = {d.reason.name: d.rows for d in report.dropped if d.table == "vitals"}
    assert found == dict.fromkeys(("NO_ID", "NO_SUCH_PATIENT", "NO_STAY", "NO_TIME", "NO_ITEM", "NO_VALUE"), 1)


def test_a_repeated_measurement_is_the_same_fact_again(tmp_path: Path) -> None:
    rows: list[Row] = [("H1", at(4), "map", 60)] * 3
    facts, report = loaded(with_rows(tmp_path, vitals=rows), "map")
    assert set(values(facts)) == {(60, 60)}
    assert next(c.used for c in report.tables if c.table == "vitals") == 3


@pytest.mark.parametrize("form", ["csv", "csv.gz", "TIMESTAMPTZ", "TIMESTAMP", "TIMESTAMP_NS", "VARCHAR", "plain"])
@pytest.mark.parametrize("option", ["", "-5"])
def test_every_form_of_file_and_time_gives_the_same_moments(tmp_path: Path, form: str, option: str) -> None:
    """A fixed number of hours is added, in summer and winter; a time without a zone is UTC like all others."""
    summer = "2150-07-01 12:00:00+00:00"
    rows = people() | {"vitals": [("H1", at(4), "map", 60), ("H1", summer, "map", 61)]}
    if form.startswith("csv"):
        write_csv(tmp_path, rows, zipped=form.endswith("gz"))
    elif form == "plain":
        write_parquet(tmp_path, rows, prefix="")
    else:
        write_parquet(tmp_path, rows, time=form)
    if option:
        write_mapping(tmp_path, f",option,hours_from_utc,h,{option}")
    shift = int(option or 0) * HOUR
    facts, report = loaded(open_clif(tmp_path), "map")
    assert [fact[2] for fact in facts] == [us("2150-03-01T04:00") + shift, us("2150-07-01T12:00") + shift]
    assert any(f"UTC plus {option.replace('-', '−') or '0'} h" in note for note in report.remarks())


@pytest.mark.parametrize(("form", "hour"), [("TIMESTAMPTZ", -1), ("TIMESTAMP", 4), ("csv", -1)])
def test_times_without_a_zone_may_be_on_the_hospitals_clock(tmp_path: Path, form: str, hour: int) -> None:
    rows = people() | {"vitals": [("H1", at(4), "map", 60)]}
    (write_csv(tmp_path, rows) if form == "csv" else write_parquet(tmp_path, rows, time=form))
    write_mapping(tmp_path, ",option,hours_from_utc,h,-5", ",option,times_without_zone,,local")
    facts, _ = loaded(open_clif(tmp_path), "map")
    assert hours(facts)[0][0] == hour


def test_an_offset_in_a_text_is_read(tmp_path: Path) -> None:
    rows: list[Row] = [("H1", at(4, offset="-05:00"), "map", 60), ("H1", at(4, offset=""), "map", 61),
                       ("H1", at(4, offset="Z"), "map", 62)]  # fmt: skip
    facts, _ = loaded(with_rows(tmp_path, vitals=rows), "map")
    assert sorted((fact[4], hour[0]) for fact, hour in zip(facts, hours(facts), strict=True)) == [
        (60, 9), (61, 4), (62, 4),
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["DATE", "csv"])
def test_a_date_without_a_time_is_no_moment_but_a_day_of_death(tmp_path: Path, form: str) -> None:
    rows = people() | {"vitals": [("H1", "2150-03-01", "map", 60), ("H1", at(4), "map", 61)]}
    rows["patient"][1] = ("P2", "Male", "", "2150-06-01")
    (write_csv if form == "csv" else write_parquet)(tmp_path, rows)
    if form == "DATE":
        death = f"SELECT * REPLACE (death_dttm::DATE AS death_dttm) FROM '{tmp_path}/clif_patient.parquet'"
        duckdb.execute(f"SET TimeZone = 'UTC'; CREATE OR REPLACE TEMP TABLE patient AS {death}")
        duckdb.execute(f"COPY patient TO '{tmp_path}/clif_patient.parquet'")
    write_mapping(tmp_path, ",option,hours_from_utc,h,-5")
    connection = duckdb.connect()
    report = open_clif(tmp_path).load(connection, ["map"]).report
    assert report.balances()
    died = connection.execute("SELECT died_us FROM stays WHERE patient_id = 'P2'").fetchall()
    assert died == [(us("2150-06-02T00:00") - 1,)]
    if form == "csv":
        assert connection.execute("SELECT low FROM facts").fetchall() == [(61,)]
        assert reasons(report)["map", "NO_TIME"] == 1


def test_a_column_of_another_type_is_read_or_reported(tmp_path: Path) -> None:
    write_parquet(tmp_path, people())
    with duckdb.connect() as connection:
        connection.execute(f"""COPY (SELECT 'H1' AS hospitalization_id, epoch_us(TIMESTAMP '2150-03-01 04:00')
            AS recorded_dttm, 'map' AS vital_category, unnest(['60', '6o', NULL]) AS vital_value)
            TO '{tmp_path}/clif_vitals.parquet'""")
    facts, report = loaded(open_clif(tmp_path), "map")
    assert values(facts) == [(60, 60)]
    assert {d.reason.name for d in report.dropped if d.table == "vitals"} == {"NOT_NUMBER", "NO_VALUE"}


def test_a_line_that_does_not_fit_is_counted(tmp_path: Path) -> None:
    write_csv(tmp_path, people() | {"vitals": [("H1", at(4), "map", 60)]})
    with (tmp_path / "clif_vitals.csv").open("a") as file:
        file.write("H1,too,many,cells,here\n")
    facts, report = loaded(open_clif(tmp_path), "map")
    assert values(facts) == [(60, 60)]
    assert reasons(report)["", "BROKEN_LINE"] == 1


def test_one_stay_alone_is_that_patient_alone(tmp_path: Path) -> None:
    rows = [("H1", at(4), "map", 60), ("H2", at(4), "map", 70)]
    source = with_rows(tmp_path, vitals=rows)
    facts, _ = loaded(source, "map", stay="H2-1")
    assert values(facts) == [(70, 70)]
    assert stays(source, stay="H2-1") == [("H2-1", "P2", 2, 7 * 24)]
    with pytest.raises(UsageError, match=r"there is no stay H2-2.*24294180-1"):
        loaded(source, "map", stay="H2-2")


def test_the_sites_mapping_adds_replaces_and_takes_away(tmp_path: Path) -> None:
    write_mapping(
        tmp_path,
        "creatinine,labs,Creat (serum),,number",
        "creatinine,labs,creatinine,mg/dL,number",
        ",labs,ferritin,,number",
        ",unit,milligrams,mg/dL,",
        "icu_stay,adt,stepdown,,stay",
        "fio2,respiratory_support,fio2_set,,fio2",
    )
    labs = [lab("creat (SERUM)", 1, 1, "Milligrams", 4), lab("creatinine", 2, 2, "", 5), lab("ferritin", 1, 1, "ng/mL")]
    adt: list[Row] = [("H1", at(2), at(4), "", "stepdown"), ("H1", at(4), at(9), "", "icu")]
    source = with_rows(tmp_path, labs=labs, adt=adt)
    facts, _ = loaded(source)
    assert values([f for f in facts if f[1] == "creatinine"]) == [(88.4, 88.4), (176.8, 176.8)]
    assert not any(f[1] == "ferritin" for f in facts)
    assert stays(source) == [("H1-1", "P1", 2, 9)]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("kreatinin,labs,creatinine,,number", "line 2: “kreatinin” is no variable"),
        ("creatinine,lab,creatinine,,number", "“lab” is no table that is mapped"),
        ("creatinine,labs,creatinine,,median", "“median” is no reading of labs"),
        ("creatinine,labs,creatinine,cups,number", "“cups” is no unit that is known"),
        ("creatinine,labs,creatinine,kg,number", "“kg” does not convert to the unit of creatinine"),
        ("gcs,patient_assessments,eyes,,gcs_eye", "the bounds of the part are missing"),
        (",option,hours_from_utc,h,America/Chicago", "“America/Chicago” is no value of hours_from_utc"),
        (",option,hours_from_utc,h,-500", "is no value of hours_from_utc"),
        (",option,hours,h,-5", "“hours” is no option"),
        (",option,times_without_zone,,CET", "“CET” is no kind of time"),
        ("creatinine,labs,creatinine", "the line does not fit the columns"),
        (",labs,crp,,number\n,labs,CRP,,number", "line 3: “CRP” of labs stands there twice"),
    ],
)
def test_a_mapping_that_names_what_does_not_exist(tmp_path: Path, row: str, told: str) -> None:
    write_csv(tmp_path, people())
    with pytest.raises(WrongLayout) as refused:
        open_clif(write_mapping(tmp_path, row))
    assert told in str(refused.value)
    assert "bedside-mapping.csv" in str(refused.value)
    assert refused.value.todo


def test_what_is_wrong_with_a_folder_is_said(tmp_path: Path) -> None:
    def refused(folder: Path) -> BedsideError:
        with pytest.raises((WrongLayout, UnreadableFile)) as error:
            open_clif(folder).load(duckdb.connect())
        assert error.value.todo
        return error.value

    assert "no such folder" in str(refused(tmp_path / "none"))
    tables = people()
    del tables["adt"]
    assert "the table adt is missing" in str(refused(write_csv(tmp_path / "missing", tables)))
    twice = write_csv(write_csv(tmp_path / "twice", people()), people(), prefix="")
    assert "as clif_patient and as patient" in str(refused(twice))
    lacking = write_csv(tmp_path / "lacking", people())
    (lacking / "clif_vitals.csv").write_text("hospitalization_id,recorded_dttm\n")
    assert "the columns vital_category, vital_value of vitals are missing" in str(refused(lacking))
    damaged = write_parquet(tmp_path / "damaged", people())
    (damaged / "clif_labs.parquet").write_bytes(b"PAR1 and nothing more")
    assert "cannot be read" in str(refused(damaged))
    cut = write_parquet(tmp_path / "cut", people() | {"vitals": [("H1", at(4), "map", n % 90) for n in range(9000)]})
    whole = (cut / "clif_vitals.parquet").read_bytes()
    (cut / "clif_vitals.parquet").write_bytes(whole[: len(whole) // 3] + b"\0" * 99 + whole[len(whole) // 3 + 99 :])
    assert "cannot be read" in str(refused(cut))


def test_open_source_knows_clif(tmp_path: Path) -> None:
    write_csv(tmp_path / "site", people())
    assert open_source(f"clif:{tmp_path / 'site'}").name == "CLIF (site)"
    with pytest.raises(UsageError, match="clif:DIR"):
        open_source("clifs:x")


def test_the_shipped_mapping_says_where_each_row_was_checked() -> None:
    from importlib.resources import files

    lines = files("bedside.records").joinpath("clif.csv").read_text(encoding="utf-8").splitlines()
    assert all(line.rsplit(",", 1)[1] for line in lines)
    mapping = clif_mapping()
    for rule in mapping.rules:
        if rule.reading in ("number", "rate", "amount"):
            assert mapping.accepted(rule), rule


WORDS = st.sampled_from(["", "H1", "H2", "H3", "H9", "x"])
TIMES = st.sampled_from([at(3), at(4), at(5), at(50), "", "soon", "2150-02-30 00:00:00+00:00"])
CELLS = st.sampled_from(["", "0", "-1", "1", "7", "0.4", "40", "1e9", "nan", "<5", "x"])
UNIT_CELLS = st.sampled_from(["", "mcg/kg/min", "mcg/min", "mL", "mg/dL", "cups", "10*3/uL"])
CATEGORY = {
    "vitals": ["map", "weight_kg", "temp_c", "", "pulse"],
    "labs": ["creatinine", "platelet_count", "", "sodium"],
    "patient_assessments": ["gcs_eye", "gcs_verbal", "gcs_motor", "gcs_total", "", "RASS"],
    "medication_admin_continuous": ["norepinephrine", "propofol", "", "heparin"],
    "output": ["urine", "drains", ""],
}
OF = {"vitals": 2, "labs": 3, "patient_assessments": 2, "medication_admin_continuous": 3, "output": 3}
"""Where the category stands."""


@st.composite
def any_tables(draw: st.DrawFn) -> Tables:
    """Rows of anything, well and badly written."""
    action = st.sampled_from(["", "start", "stop", "going", "other"])
    devices = st.sampled_from(["", "IMV", "Face Mask", "tube", "hfnc"])

    def cells(table: str) -> st.SearchStrategy[Row]:
        named = st.sampled_from(CATEGORY.get(table, [""]))
        return {
            "vitals": st.tuples(WORDS, TIMES, named, CELLS),
            "labs": st.tuples(WORDS, TIMES, TIMES, named, CELLS, CELLS, UNIT_CELLS, st.sampled_from(["", "urine"])),
            "patient_assessments": st.tuples(WORDS, TIMES, named, CELLS, CELLS, st.just("")),
            "medication_admin_continuous": st.tuples(
                WORDS,
                st.sampled_from(["", "1", "2"]),
                TIMES,
                named,
                CELLS,
                UNIT_CELLS,
                action,
                st.just(""),
                st.sampled_from(["", "iv", "inhaled"]),
            ),
            "respiratory_support": st.tuples(WORDS, TIMES, devices, st.sampled_from(["", "SIMV"]), CELLS),
            "crrt_therapy": st.tuples(WORDS, TIMES, st.sampled_from(["", "cvvh"]), CELLS, CELLS),
            "output": st.tuples(WORDS, TIMES, st.just(""), named, CELLS, UNIT_CELLS),
            "adt": st.tuples(WORDS, TIMES, TIMES, st.just("u"), st.sampled_from(["icu", "ward", ""])),
            "hospitalization": st.tuples(
                st.sampled_from(["", "P1", "P4"]), WORDS, TIMES, TIMES, CELLS, st.sampled_from(["", "Expired"])
            ),
            "patient": st.tuples(st.sampled_from(["", "P1", "P4"]), st.sampled_from(["Male", ""]), TIMES, TIMES),
        }[table]

    held = people()
    for table in ("vitals", "labs", "patient_assessments", "medication_admin_continuous", "respiratory_support",
                  "crrt_therapy", "output", "adt", "hospitalization", "patient"):  # fmt: skip
        held[table] = [*held.get(table, []), *draw(st.lists(cells(table), max_size=6))]
    return held


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=any_tables())
def test_no_row_is_lost(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Rows asked for = rows used + rows reported, whatever stands in them; and every fact lies within its bounds."""
    connection = duckdb.connect()
    report = open_clif(write_csv(tmp_path_factory.mktemp("clif"), tables)).load(connection).report
    assert report.balances()
    read = {counted.table: counted.read for counted in report.tables}
    mapped = {rule.category for rule in clif_mapping().rules}
    asked = {table: len(rows) for table, rows in tables.items()} | {
        table: sum(not row[place] or str(row[place]).lower() in mapped for row in tables[table])
        for table, place in OF.items()
    }
    asked["respiratory_support"] = sum(bool(row[4]) + bool(row[2] or row[3]) for row in tables["respiratory_support"])
    assert read == asked
    for name, low, high, start, end in connection.execute(
        "SELECT variable, low, high, start_us, end_us FROM facts"
    ).fetchall():
        declared = dictionary()[name]
        assert float(declared.low) <= low <= high <= float(declared.high), name
        assert start <= end
