"""The canonical form: what is written comes back, what is brought is judged, and delays reach the charts."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.errors import UsageError
from bedside.records.canonical import Manifest, open_canonical, write_canonical
from bedside.records.charts import chart, charts
from bedside.records.contract import ENGINE, FILES, markdown
from bedside.records.dictionary import variable
from bedside.records.import_report import ImportReport
from bedside.records.mimic_iv import open_mimic_iv
from bedside.rules.language import highest, lowest
from bedside.rules.meaning import ask
from bedside.values.interval import Interval
from bedside.values.moment import Moment, hours, moment
from bedside.values.unknown import Because
from tests.unit.test_records_mimic import chart_row, full_tables, reasons
from tests.unit.tiny_mimic import at, write_csv

HEADS = {
    "patients": "patient_id,sex,birth_year",
    "stays": "stay_id,patient_id,hospital_stay_id,unit,admitted,discharged,hospital_admitted,hospital_discharged,died",
    "measurements": "patient_id,variable,start,end,value,low,high,unit,available,because",
    "infusions": "patient_id,variable,start,end,value,unit,available",
    "supports": "patient_id,variable,start,end,value,available",
    "outputs": "patient_id,variable,start,value,unit",
    "answers": "patient_id,variable,start,value",
    "unrecorded": "patient_id,variable,from",
    "alive": "patient_id,until",
}
BASE = {
    "patients": ["1,female,1990", "2,,"],
    "stays": ["10,1,100,ICU,2150-03-01T08:00,2150-03-09,2150-03-01,,", "20,2,,ICU,2150-03-01T08:00Z,,,,2150-03-05"],
    "measurements": [
        "1,creatinine,2150-03-01T09:00,,2.0,,,mg/dL,2150-03-01T11:00,",
        "1,map,2150-03-01T09:00,,70,,,mm[Hg],,",
        "1,ferritin,2150-03-01T09:00,,>16500,,,ug/L,,",
        "1,platelets,2150-03-01,2150-03-02,,40,60,10*9/L,,",
        "2,bilirubin,2150-03-01T09:00,,,,,,,result pending",
        "2,hcg_positive,2150-03-01T09:00,,1,,,,,",
    ],
    "infusions": [
        "1,norepinephrine,2150-03-01T09:00,2150-03-01T10:00,0.1,ug/kg/min,",
        "1,norepinephrine,2150-03-01T10:10,2150-03-01T11:00,0.2,ug/kg/min,",
    ],
    "supports": [
        "1,invasive_ventilation,2150-03-01T09:00,,1,",
        "1,invasive_ventilation,2150-03-01T08:30,2150-03-01T09:30,1,",
    ],
    "outputs": ["1,urine,2150-03-01T09:00,0.5,L"],
    "answers": ["1,splenomegaly,2150-03-01T09:00,1"],
}


def folder_of(folder: Path, tables: dict[str, list[str]]) -> Path:
    """A canonical folder of CSV lines."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = Manifest("tiny", True, frozenset({"norepinephrine"}), frozenset({"map", "creatinine"}))
    (folder / "manifest.yaml").write_text(manifest.to_yaml(), encoding="utf-8")
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join([HEADS[name], *lines]) + "\n", encoding="utf-8")
    return folder


def loaded(folder: Path, **options: Any) -> tuple[duckdb.DuckDBPyConnection, ImportReport]:
    connection = duckdb.connect()
    report = open_canonical(folder).load(connection, **options).report
    assert report.balances()
    return connection, report


def us(text: str) -> int:
    return int(moment(text))


def values(connection: duckdb.DuckDBPyConnection, name: str) -> list[tuple[float, float, str | None]]:
    rows = connection.execute(f"SELECT low, high, because FROM facts WHERE variable = '{name}' ORDER BY ALL").fetchall()
    return [(low, high, because) for low, high, because in rows]


def test_what_is_brought_is_converted_and_understood(tmp_path: Path) -> None:
    connection, report = loaded(folder_of(tmp_path, BASE))
    assert report.dropped == ()
    assert values(connection, "creatinine") == [(176.8, 176.8, None)]
    assert values(connection, "ferritin") == [(16500, 1e6, "beyond the limit of the assay")]
    assert values(connection, "bilirubin") == [(0, 2000, "result pending")]
    assert values(connection, "platelets") == [(40, 60, None)]
    assert values(connection, "urine") == [(500, 500, None)]
    assert values(connection, "splenomegaly") == [(1, 1, None)]
    assert values(connection, "female") == [(1, 1, None)]
    assert values(connection, "age") == []
    told = "patients: 1 stay begins at an age outside 0 to 120, by the year of birth: age not known."
    assert told in report.remarks()


def test_age_from_a_year_of_birth_is_a_range(tmp_path: Path) -> None:
    connection, _ = loaded(folder_of(tmp_path, {**BASE, "patients": ["1,female,2100", "2,,"]}))
    assert values(connection, "age") == [(49, 50, "partly recorded")]
    said = [*BASE["measurements"], "1,age,2150-03-01,,49,,,a,,"]
    connection, _ = loaded(folder_of(tmp_path, {**BASE, "patients": ["1,female,2100", "2,,"], "measurements": said}))
    assert values(connection, "age") == [(49, 49, None)]


def test_courses_and_merged_supports(tmp_path: Path) -> None:
    connection, _ = loaded(folder_of(tmp_path, BASE))
    courses = connection.execute(
        "SELECT DISTINCT course_start_us, course_end_us FROM facts WHERE variable = 'norepinephrine'"
    ).fetchall()
    assert courses == [(us("2150-03-01T09:00"), us("2150-03-01T11:00"))]
    spans = connection.execute("SELECT start_us, end_us FROM facts WHERE variable = 'invasive_ventilation'").fetchall()
    assert spans == [(us("2150-03-01T08:30"), us("9999-12-31"))]


@pytest.mark.parametrize(
    ("table", "line", "reason"),
    [
        ("measurements", ",map,2150-03-01,,70,,,mm[Hg],,", "NO_PATIENT"),
        ("measurements", "9,map,2150-03-01,,70,,,mm[Hg],,", "NO_SUCH_PATIENT"),
        ("measurements", "1,mood,2150-03-01,,70,,,,,", "NO_VARIABLE"),
        ("measurements", "1,urine,2150-03-01,,70,,,,,", "WRONG_TABLE"),
        ("supports", "1,dead,2150-03-01,,1,", "DERIVED"),
        ("measurements", "1,map,soon,,70,,,mm[Hg],,", "NO_TIME"),
        ("measurements", "1,map,2150-03-01,soon,70,,,mm[Hg],,", "NO_TIME"),
        ("measurements", "1,map,2150-03-01,,70,,,mm[Hg],soon,", "NO_TIME"),
        ("measurements", "1,map,2150-03-02,2150-03-01,70,,,mm[Hg],,", "BACKWARDS"),
        ("infusions", "1,dopamine,2150-03-01,2150-03-01,5,ug/kg/min,", "BACKWARDS"),
        ("infusions", "1,dopamine,2150-03-01,2150-03-02,0,,", "NO_FLOW"),
        ("supports", "1,renal_replacement,2150-03-01,2150-03-02,0,", "NO_FLOW"),
        ("measurements", "1,map,2150-03-01,,,,,,,", "NO_VALUE"),
        ("measurements", "1,map,2150-03-01,,high,,,mm[Hg],,", "NOT_NUMBER"),
        ("measurements", "1,map,2150-03-01,,,low,80,mm[Hg],,", "NOT_NUMBER"),
        ("measurements", '1,map,2150-03-01,,"1,500",,,mm[Hg],,', "NOT_NUMBER"),
        ("measurements", '1,map,2150-03-01,,">1,500",,,mm[Hg],,', "NOT_NUMBER"),
        ("measurements", '1,map,2150-03-01,,,"1,500",80,mm[Hg],,', "NOT_NUMBER"),
        ("measurements", "1,map,2150-03-01,,< 20-30,,,mm[Hg],,", "NOT_NUMBER"),
        ("measurements", "1,map,2150-03-01,,70,,,furlong,,", "UNKNOWN_UNIT"),
        ("measurements", "1,scd25,2150-03-01,,70,,,pg/mL,,", "NOT_CONVERTIBLE"),
        ("measurements", "1,map,2150-03-01,,70,,,mm[Hg],,who knows", "UNKNOWN_TEXT"),
        ("measurements", "1,map,2150-03-01,,999,,,mm[Hg],,", "IMPOSSIBLE"),
        ("measurements", "1,map,2150-03-01,,,80,60,mm[Hg],,", "IMPOSSIBLE"),
        ("measurements", "1,hcg_positive,2150-03-01,,0.5,,,,,", "IMPOSSIBLE"),
        ("measurements", "1,map,2150-03-01,,70,,,,,", "NO_UNIT"),
        ("measurements", "1,ferritin,2150-03-01,,,5,9,,,", "NO_UNIT"),
        ("patients", "1,female,", "TWICE"),
        ("stays", "10,1,,,2150-03-01,,,,", "TWICE"),
        ("stays", "30,9,,,2150-03-01,,,,", "NO_SUCH_PATIENT"),
        ("stays", "30,1,,,2150-03-02,2150-03-01,,,", "BACKWARDS"),
        ("stays", "30,1,,,2150-03-01,,,,soon", "NO_TIME"),
        ("stays", ",1,,,2150-03-01,,,,", "NO_ID"),
    ],
)
def test_each_reason_to_refuse_a_row(tmp_path: Path, table: str, line: str, reason: str) -> None:
    before = loaded(folder_of(tmp_path / "a", BASE))[0].execute("SELECT count(*) FROM facts").fetchall()
    connection, report = loaded(folder_of(tmp_path / "b", {**BASE, table: [*BASE[table], line]}))
    assert {name for _, name in reasons(report)} == {reason}
    assert connection.execute("SELECT count(*) FROM facts").fetchall() == before


@pytest.mark.parametrize(
    ("line", "reason", "low", "high"),
    [
        ("2150-03-01T12:00,2150-03-01T14:00,0.1,mg/h,", "NOT_CONVERTIBLE", 1e-9, 100),
        ("2150-03-01T12:00,2150-03-01T14:00,0.1,drops,", "UNKNOWN_UNIT", 1e-9, 100),
        ("2150-03-01T12:00,2150-03-01T14:00,0.1,,", "NO_UNIT", 1e-9, 100),
        ("2150-03-01T12:00,2150-03-01T14:00,,ug/kg/min,", "NO_VALUE", 1e-9, 100),
        ("2150-03-01T12:00,2150-03-01T14:00,a lot,ug/kg/min,", "NOT_NUMBER", 1e-9, 100),
        ("2150-03-01T12:00,2150-03-01T14:00,101,ug/kg/min,", "IMPOSSIBLE", 1e-9, 100),
        ("2150-03-01T12:00,2150-03-01T14:00,-1,ug/kg/min,", "IMPOSSIBLE", 0, 100),
        ("2150-03-01T12:00,2150-03-01T11:00,5,ug/kg/min,", "BACKWARDS", 0, 5),
        ("2150-03-01T12:00,soon,5,ug/kg/min,", "NO_TIME", 0, 5),
        ("soon,2150-03-01T14:00,5,ug/kg/min,", "NO_TIME", 0, 5),
        ("soon,,5,ug/kg/min,", "NO_TIME", 0, 5),
        ("2150-03-01T12:00,2150-03-01T14:00,5,ug/kg/min,soon", "NO_TIME", 0, 5),
    ],
)
def test_an_infusion_that_cannot_be_used_is_kept_as_unknown(
    tmp_path: Path, line: str, reason: str, low: float, high: float
) -> None:
    connection, report = loaded(folder_of(tmp_path, {**BASE, "infusions": [f"1,dopamine,{line}"]}))
    ((dropped),) = report.dropped
    assert (dropped.reason.name, dropped.kept, dropped.rows) == (reason, True, 1)
    assert values(connection, "dopamine") == [(low, high, "partly recorded")]
    start, end, _ = spans(connection, "dopamine")[0]
    timed = low > 0 or reason == "IMPOSSIBLE" or (line.endswith("soon") and line.startswith("2"))
    begun = "2150-03-01T08:00" if line.startswith("soon") else "2150-03-01T12:00"
    begun = "2150-03-01T11:00" if reason == "BACKWARDS" else begun
    ended = "2150-03-01T14:00" if timed or line.startswith("soon,2150") else "2150-03-09"
    ended = "9999-12-31" if line.startswith("soon,,") else ended  # an empty end says that it goes on
    assert (start, end) == (us(begun), us(ended))


@pytest.mark.parametrize("amount", ["-800,mL", "5,", "x,mL", "20000,mL", "5,kg"])
def test_an_output_that_cannot_be_used_is_an_unknown_amount(tmp_path: Path, amount: str) -> None:
    connection, report = loaded(folder_of(tmp_path, {**BASE, "outputs": [f"1,urine,2150-03-01T09:00,{amount}"]}))
    assert values(connection, "urine") == [(0, 10000, "partly recorded")]
    assert "outputs: 1 rows read, 0 used, 1 kept as unknown." in report.sentences()


@pytest.mark.parametrize(("value", "unit"), (("20.9", "%"), ("0.209", "1"), ("20", "%"), ("21", "%")))
def test_room_air_is_room_air(tmp_path: Path, value: str, unit: str) -> None:
    line = f"1,fio2,2150-03-01T09:00,,{value},,,{unit},,"
    connection, _ = loaded(folder_of(tmp_path, {**BASE, "measurements": [line]}))
    assert values(connection, "fio2") == [(0.21, 0.21, None)]


def test_times_in_csv_may_be_microseconds(tmp_path: Path) -> None:
    """As the contract says; every other number is no time."""
    at = us("2150-03-01T09:00")
    stays = [f"10,1,100,ICU,{us('2150-03-01T08:00')},,,,"]
    lines = [f"1,map,{at},,70,,,mm[Hg],,", "1,map,20210101,,70,,,mm[Hg],,"]
    connection, report = loaded(folder_of(tmp_path, {**BASE, "stays": stays, "measurements": lines}))
    assert connection.execute("SELECT start_us FROM facts WHERE variable = 'map'").fetchall() == [(at,)]
    assert reasons(report)["map", "NO_TIME"] == 1


def test_a_file_with_almost_a_tables_name_is_told_and_a_time_is_quoted(tmp_path: Path) -> None:
    lines = ["1,map,01/03/2150 09:00,,70,,,mm[Hg],,"]
    folder = folder_of(tmp_path, {**BASE, "measurements": lines})
    (folder / "Measurement.csv").write_text("patient_id\n", encoding="utf-8")
    _, report = loaded(folder)
    assert any("were not read: Measurement.csv." in note for note in report.remarks())
    assert any("map 70 mm[Hg] 01/03/2150 09:00" in each for dropped in report.dropped for each in dropped.examples)


def test_what_stays_and_patients_say_need_not_be_listed(tmp_path: Path) -> None:
    source = open_canonical(folder_of(tmp_path, BASE))
    assert source.supplied == {"map", "creatinine", "icu_stay", "dead", "female", "age"}


def test_a_superseded_support_is_read_only_before(tmp_path: Path) -> None:
    lines = ["patient_id,variable,start,end,value,available,superseded",
             "1,sedation,2150-03-01T09:00,2150-03-01T21:00,1,,2150-03-01T12:00",
             "1,sedation,2150-03-01T09:00,2150-03-01T10:00,1,2150-03-01T12:00,"]  # fmt: skip
    folder = folder_of(tmp_path, {name: rows for name, rows in BASE.items() if name != "supports"})
    (folder / "supports.csv").write_text("\n".join(lines) + "\n")
    connection, _ = loaded(folder)
    held, sedation = chart(connection, 1, open_canonical(folder)), variable("sedation")
    ends = [
        [fact.end for fact in held.about(sedation, moment(f"2150-03-01T{at}"))] for at in ("08:59", "11:59", "12:00")
    ]
    assert ends == [[], [us("2150-03-01T21:00")], [us("2150-03-01T10:00")]]


def spans(connection: duckdb.DuckDBPyConnection, name: str) -> list[tuple[int, int, int]]:
    """Start, end and availability of every fact about a variable."""
    sql = f"SELECT start_us, end_us, available_us FROM facts WHERE variable = '{name}' ORDER BY ALL"
    return [(start, end, available) for start, end, available in connection.execute(sql).fetchall()]


def test_an_age_keeps_its_fraction(tmp_path: Path) -> None:
    """Rounded to 18, a minor of 17.6 years would be enrolled."""
    said = ["1,age,2150-03-01T08:00,,17.6,,,a,,", "2,age,2150-03-01T08:00,,6574,,,d,,"]
    connection, _ = loaded(folder_of(tmp_path, {**BASE, "measurements": said}))
    assert values(connection, "age") == [(17.6, 17.6, None), (17.999, 17.999, None)]


def test_values_beside_a_bound_keep_their_side(tmp_path: Path) -> None:
    said = ["1,temperature,2150-03-01T08:00,,101.1,,,[degF],,", "1,map,2150-03-01T08:00,,69.6,,,mm[Hg],,"]
    connection, _ = loaded(folder_of(tmp_path, {**BASE, "measurements": said}))
    assert values(connection, "temperature") == [(38.39, 38.39, None)]
    assert values(connection, "map") == [(69.6, 69.6, None)]


def test_decimal_commas(tmp_path: Path) -> None:
    said = [
        '1,fibrinogen,2150-03-01T08:00,,"1,50",,,g/L,,', '1,crp,2150-03-01T08:00,,">1,50",,,mg/L,,',
        '1,ferritin,2150-03-01T08:00,,,"0,5","1,25",ug/L,,',
    ]  # fmt: skip
    connection, report = loaded(folder_of(tmp_path, {**BASE, "measurements": said}))
    assert report.dropped == ()
    assert values(connection, "fibrinogen") == [(1.5, 1.5, None)]
    assert values(connection, "crp") == [(1.5, 1000, "beyond the limit of the assay")]
    assert values(connection, "ferritin") == [(0.5, 1.25, None)]


def test_a_stay_is_in_force_at_discharge_and_ends_with_death(tmp_path: Path) -> None:
    stays = [
        "10,1,,,2150-03-01T08:00,2150-03-02T10:00,,,", "20,2,,,2150-03-01T08:00,2150-03-05T10:00,,,2150-03-03T09:00",
        "30,2,,,2150-03-07T08:00,,,,2150-03-03T09:00",
    ]  # fmt: skip
    connection, report = loaded(folder_of(tmp_path, {**BASE, "stays": stays}))
    ends = connection.execute("SELECT end_us FROM facts WHERE variable = 'icu_stay' ORDER BY patient_id").fetchall()
    assert ends == [(us("2150-03-02T10:00") + 1,), (us("2150-03-03T09:00") + 1,)]
    assert "stays: 1 stay begins after the patient's death: not counted as intensive care." in report.remarks()


def test_a_death_on_a_date_is_at_the_end_of_it(tmp_path: Path) -> None:
    connection, _ = loaded(folder_of(tmp_path, BASE))
    assert spans(connection, "dead")[0][0] == us("2150-03-06") - 1


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_date_without_a_time_is_somewhere_in_that_day(tmp_path: Path, form: str) -> None:
    lines = ["1,map,2150-03-01,,70,,,mm[Hg],,", "1,map,2150-03-04,,71,,,mm[Hg],2150-03-06,"]
    folder = folder_of(tmp_path, {**BASE, "measurements": lines})
    if form == "parquet":
        table = (
            f"SELECT * REPLACE (start::DATE AS start) FROM read_csv('{folder}/measurements.csv', all_varchar = true)"
        )
        duckdb.execute(f"COPY ({table}) TO '{folder}/measurements.parquet' (FORMAT parquet)")
        (folder / "measurements.csv").unlink()
    connection, _ = loaded(folder)
    first, second = spans(connection, "map")
    assert first == (us("2150-03-01") + 1, us("2150-03-02") - 1, us("2150-03-02") - 1)
    assert second[1:] == (us("2150-03-05") - 1, us("2150-03-07") - 1)


def test_the_worst_of_a_dated_day_is_certain_at_its_end(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path, {**BASE, "measurements": ["1,map,2150-03-01,,70,,,mm[Hg],,", "1,map,2150-03-02,,60,,,mm[Hg],,"]}
    )
    connection, _ = loaded(folder)
    held = chart(connection, 1, open_canonical(folder))
    worst = lowest(variable("map"), hours(24))
    assert ask(worst, held, moment("2150-03-02T00:00")).value == Interval(70, 70)
    assert ask(worst, held, moment("2150-03-01T23:00")).value == variable("map").bounds
    assert ask(worst, held, moment("2150-03-02T12:00")).value == variable("map").bounds, "perhaps it is too old"
    assert ask(worst, held, moment("2150-03-03T00:00")).value == Interval(60, 60)


def test_explicit_ends_and_what_lasts_stay_as_given(tmp_path: Path) -> None:
    tables = {**BASE, "measurements": ["1,map,2150-03-01,2150-03-03,70,,,mm[Hg],,"],
              "supports": ["1,sedation,2150-03-01,2150-03-03,1,"]}  # fmt: skip
    connection, _ = loaded(folder_of(tmp_path, tables))
    days = us("2150-03-01"), us("2150-03-03")
    assert spans(connection, "map") == [(*days, days[1])]
    assert spans(connection, "sedation") == [(*days, days[0])]


def test_a_late_row_of_a_support_does_not_join_what_was_known(tmp_path: Path) -> None:
    lines = [
        "1,sedation,2150-03-01T08:00,2150-03-01T10:00,1,",
        "1,sedation,2150-03-01T09:00,2150-03-01T14:00,1,2150-03-02T08:00",
        "1,sedation,2150-03-01T10:00,2150-03-01T12:00,1,",
    ]  # fmt: skip
    connection, _ = loaded(folder_of(tmp_path, {**BASE, "supports": lines}))
    assert spans(connection, "sedation") == [
        (us("2150-03-01T08:00"), us("2150-03-01T12:00"), us("2150-03-01T08:00")),
        (us("2150-03-01T09:00"), us("2150-03-01T14:00"), us("2150-03-02T08:00")),
    ]


def test_a_late_segment_of_an_infusion_is_a_course_of_its_own(tmp_path: Path) -> None:
    """Before it arrives, nobody can know that the drug had been running for an hour."""
    lines = [
        "1,norepinephrine,2150-03-01T08:00,2150-03-01T09:00,0.2,ug/kg/min,2150-03-01T12:00",
        "1,norepinephrine,2150-03-01T09:00,2150-03-01T09:30,0.2,ug/kg/min,",
    ]
    connection, _ = loaded(folder_of(tmp_path, {**BASE, "infusions": lines}))
    found = connection.execute(
        "SELECT course_start_us, course_end_us, available_us FROM facts WHERE variable = 'norepinephrine' ORDER BY ALL"
    ).fetchall()
    assert found == [
        (us("2150-03-01T08:00"), us("2150-03-01T09:00"), us("2150-03-01T12:00")),
        (us("2150-03-01T09:00"), us("2150-03-01T09:30"), us("2150-03-01T09:00")),
    ]


def test_rows_of_one_patient_that_contradict_each_other_make_it_unknown(tmp_path: Path) -> None:
    people = ["1,male,2100", "1,female,2120", "2,male,2100", "2,,"]
    connection, report = loaded(folder_of(tmp_path, {**BASE, "patients": people}))
    found = connection.execute("SELECT * FROM patients ORDER BY patient_id").fetchall()
    assert found == [(1, None, None), (2, "male", 2100)]
    assert reasons(report) == {("", "TWICE"): 2}
    assert "patients: 1 with rows of both sexes: sex not known." in report.remarks()
    assert "patients: 1 with rows of several years of birth: not known." in report.remarks()


def test_times_with_an_offset_are_utc(tmp_path: Path) -> None:
    lines = ["1,map,2150-03-01T09:00+02:00,,70,,,mm[Hg],,", "1,map,2150-03-01 09:00:00Z,,71,,,mm[Hg],,"]
    connection, _ = loaded(folder_of(tmp_path, {**BASE, "measurements": lines}))
    connection.execute("SET TimeZone = 'Asia/Tokyo'")
    open_canonical(tmp_path).load(connection)
    found = connection.execute("SELECT start_us FROM facts WHERE variable = 'map' ORDER BY low").fetchall()
    assert [row[0] for row in found] == [us("2150-03-01T07:00"), us("2150-03-01T09:00")]


def test_supports_that_are_only_perhaps_there_are_not_merged(tmp_path: Path) -> None:
    lines = ["patient_id,variable,start,end,low,high", "1,sedation,2150-03-01,2150-03-03,1,1",
             "1,sedation,2150-03-02,2150-03-04,0,1"]  # fmt: skip
    folder = folder_of(tmp_path, {name: rows for name, rows in BASE.items() if name != "supports"})
    (folder / "supports.csv").write_text("\n".join(lines) + "\n")
    connection, report = loaded(folder)
    assert report.dropped == ()
    assert values(connection, "sedation") == [(0, 1, "partly recorded"), (0, 1, None), (1, 1, None)]
    courses = connection.execute(
        "SELECT low, start_us, course_end_us FROM facts WHERE variable = 'sedation' ORDER BY ALL"
    ).fetchall()
    assert courses == [  # the sure support alone, and perhaps as part of the longer course
        (0, us("2150-03-01"), us("2150-03-04")), (0, us("2150-03-02"), us("2150-03-04")),
        (1, us("2150-03-01"), us("2150-03-03")),
    ]  # fmt: skip
    assert connection.execute("SELECT DISTINCT origin FROM facts WHERE variable = 'sedation'").fetchall() == [
        ("supports",)
    ]


def test_ids_may_be_text(tmp_path: Path) -> None:
    tables = {
        "patients": ["007,male,", "A-1,,"],
        "stays": ["s1,007,,,2150-03-01,,,,", "s2,A-1,,,2150-03-01,,,,"],
        "measurements": ["007,map,2150-03-01T09:00,,70,,,mm[Hg],,"],
    }
    connection, _ = loaded(folder_of(tmp_path, tables), stay="s1")
    assert connection.execute("SELECT DISTINCT patient_id FROM facts").fetchall() == [("007",)]
    with pytest.raises(UsageError, match="no stay s9"):
        open_canonical(tmp_path).load(connection, stay="s9")


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_what_is_written_comes_back(tmp_path: Path, form: str) -> None:
    first = duckdb.connect()
    tables = full_tables()
    tables["icu/chartevents"].append(chart_row(226732, "None", "", hour=5, store=at(9)))
    tables["icu/inputevents"].append((1, at(5.5), "", "", 221906, 0.2, "mcg/kg/min", 80, "", ""))
    tables["icu/procedureevents"].append((1, at(5), "", "", 225792, ""))
    tables["icu/outputevents"].append((1, at(6), "", 227488, 900, "ml"))
    source = open_mimic_iv(write_csv(tmp_path / "mimic", tables))
    source.load(first, detail=True)
    superseded, perhaps = first.execute("SELECT count(superseded_us), count(*) FILTER (low = 0) FROM facts").fetchall()[
        0
    ]
    assert superseded and perhaps > 3
    write_canonical(first, tmp_path / "out", Manifest("x", False, source.recorded, source.supplied), form)
    second, report = loaded(tmp_path / "out", detail=True)
    assert report.dropped == ()
    for table in ENGINE:
        expected = first.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
        assert second.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall() == expected
        assert expected
    again = open_canonical(tmp_path / "out")
    assert (again.recorded, again.supplied, again.not_real) == (source.recorded, source.supplied, False)


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    connection, _ = loaded(folder_of(tmp_path / "in", BASE))
    manifest = Manifest("x", True, frozenset(), frozenset())
    one, two = (write_canonical(connection, tmp_path / name, manifest, "csv") for name in ("a", "b"))
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in two]
    with pytest.raises(UsageError, match="no form"):
        write_canonical(connection, tmp_path / "c", manifest, "xlsx")


def test_a_delayed_result_is_not_known_before_it_is_available(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, BASE)
    connection, _ = loaded(folder)
    source = open_canonical(folder)
    held = chart(connection, 1, source)
    creatinine = variable("creatinine")
    assert held.about(creatinine, moment("2150-03-01T10:59")) == []
    assert len(held.about(creatinine, moment("2150-03-01T11:00"))) == 1
    assert len(held.about(variable("map"), moment("2150-03-01T09:00"))) == 1
    dated = held.facts["platelets"][0]
    assert (dated.start, dated.end, dated.available) == (us("2150-03-01"), us("2150-03-02"), us("2150-03-02"))


def test_charts_of_everyone_are_the_charts_of_each(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {**BASE, "patients": [*BASE["patients"], "3,male,"]})
    connection, _ = loaded(folder)
    source = open_canonical(folder)
    everyone = dict(charts(connection, source))
    assert list(everyone) == [1, 2, 3]
    for patient, held in everyone.items():
        assert held == chart(connection, patient, source)
    assert everyone[3].facts == {}
    assert everyone[2].facts["bilirubin"][0].because is Because.PENDING
    assert everyone[1].recorded == {"norepinephrine"}


def cells() -> Iterator[tuple[str, int, int]]:
    for table, lines in BASE.items():
        for row, line in enumerate(lines):
            for column in range(len(line.split(","))):
                yield table, row, column


ODD = st.one_of(
    # a lone carriage return mixes line endings, which makes a file that cannot be read (tests of errors say so)
    st.text(max_size=12).filter(lambda text: not set(text) & {"\x00", "\r"}),
    st.sampled_from(["", " ", "nan", "-inf", "1e308", "-1e308", "1e-320",
                     "<", ">", "<5", ">-5", "99999999999999999999",
                     "infinity", "epoch", "9999-12-31T23:59:59.999999", "0001-01-01", "294247-01-01", "2150-02-30",
                     "2150-03-01T09:00+99:00", "female", "dead", "map", "urine", "%", "mg/dL", "result pending",
                     "1", "2"]),
)  # fmt: skip


@given(place=st.sampled_from(sorted(cells())), odd=ODD)
def test_any_cell_may_be_anything(
    tmp_path_factory: pytest.TempPathFactory, place: tuple[str, int, int], odd: str
) -> None:
    table, row, column = place
    folder = folder_of(tmp_path_factory.mktemp("odd"), BASE)
    lines = [line.split(",") for line in BASE[table]]
    lines[row][column] = odd
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADS[table].split(","), *lines])
    connection, report = loaded(folder)
    read = {counted.table: counted.read for counted in report.tables}
    assert read[table] >= len(lines), "a row that is neither used nor reported"
    for counted in report.tables:
        if counted.table in ("measurements", "outputs", "answers", "infusions"):
            told = connection.execute("SELECT count(*) FROM facts WHERE origin = ?", [counted.table]).fetchall()
            rows, kept = told[0][0], counted.used + counted.kept
            assert rows == kept or (counted.table == "infusions" and kept <= rows <= 2 * kept), (
                "a row that is used, or kept as unknown, makes one fact, and one more for a perhaps longer course"
            )
    for low, high, start, end, available in connection.execute(
        "SELECT low, high, start_us, end_us, available_us FROM facts"
    ).fetchall():
        assert low <= high and start <= end and available >= start


def test_the_contract_as_a_page_names_every_table_and_column() -> None:
    page = markdown()
    for table in FILES:
        assert f"## {table.name}" in page
        for column in table.columns:
            assert f"| `{column.name}` |" in page


# --- what is recorded of some people only -----------------------------------------------------------------------------

NOW = moment("2150-03-02T08:00")


def test_what_is_not_recorded_of_somebody_may_be_anything(tmp_path: Path) -> None:
    """Of the other no row still means none; one who does not exist, and what is no infusion or support, say nothing."""
    lacking = ["2,norepinephrine,", "9,norepinephrine,", "1,map,", "1,nonsense,"]
    folder = folder_of(tmp_path, {**BASE, "infusions": [], "unrecorded": lacking})
    rate = highest(variable("norepinephrine"), hours(24))
    connection, source = duckdb.connect(), open_canonical(folder)
    source.load(connection)
    held = {patient: ask(rate, each, NOW) for patient, each in charts(connection, source)}
    assert held[1].value == Interval.point(0.0)
    assert held[2].value == variable("norepinephrine").bounds
    assert {each.because for each in held[2].unknown} == {Because.PARTLY_RECORDED}


@pytest.mark.parametrize(
    ("rows", "known"),
    [
        (["1,norepinephrine,2150-03-02T09:00"], [True, True, False]),
        (["1,norepinephrine,2150-03-02T08:00"], [True, False, False]),
        (["1,norepinephrine,2150-03-02T09:00", "1,norepinephrine,2150-03-02T07:00"], [False, False, False]),
        (["1,norepinephrine,2150-03-02T09:00", "1,norepinephrine,"], [False, False, False]),
        (["1,norepinephrine,some day"], [False, False, False]),
    ],
)
def test_what_is_not_recorded_from_a_moment_on_holds_before_it(
    rows: list[str], known: list[bool], tmp_path: Path
) -> None:
    """Of a moment that cannot be read, and of several the first: whoever doubts knows nothing."""
    folder = folder_of(tmp_path, {**BASE, "infusions": [], "unrecorded": rows})
    rate = highest(variable("norepinephrine"), 0)
    connection, source = duckdb.connect(), open_canonical(folder)
    source.load(connection)
    held = chart(connection, 1, source)
    asked = [ask(rate, held, Moment(NOW + hours(each))) for each in (-0.5, 0, 2)]
    assert [each.value.known for each in asked] == known
    assert {each.value for each in asked} <= {Interval.point(0.0), variable("norepinephrine").bounds}


def test_who_was_seen_alive_is_not_dead_until_then(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {**BASE, "alive": ["1,2150-03-03T08:00", "1,2150-03-02T20:00", "9,2150-03-03T08:00"]})
    connection, source = duckdb.connect(), open_canonical(folder)
    source.load(connection)
    dead, somebody = highest(variable("dead"), hours(1)), chart(connection, 1, source)
    assert ask(dead, somebody, NOW).value == Interval.point(0.0)
    assert ask(dead, somebody, moment("2150-03-04T08:00")).value == Interval(0.0, 1.0)
