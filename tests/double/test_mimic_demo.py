"""The MIMIC-IV demo, counted a second time by plain SQL written straight on its own tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from bedside.records.import_report import ImportReport
from bedside.records.mimic_iv import MimicIV, open_mimic_iv
from tests.needs import shared_data

Demo = tuple[duckdb.DuckDBPyConnection, ImportReport, MimicIV]


@pytest.fixture(scope="module")
def demo() -> Demo:
    """Our facts beside the demo's own tables, as views of their published names."""
    folder = shared_data("mimic_iv_demo_native")
    connection = duckdb.connect()
    source = open_mimic_iv(folder)
    report = source.load(connection).report
    for path in sorted(folder.glob("*/*.parquet")):
        if path.stem not in ("patients",):
            connection.execute(f"CREATE VIEW {path.stem} AS SELECT * FROM '{path}'")
    connection.execute(f"CREATE VIEW hosp_patients AS SELECT * FROM '{folder / 'hosp/patients.parquet'}'")
    return connection, report, source


def rows(demo: Demo, sql: str) -> list[tuple[Any, ...]]:
    return demo[0].execute(sql).fetchall()


def ours(demo: Demo, variable: str) -> tuple[Any, ...]:
    """Number of facts, and the sum of values and times."""
    return rows(
        demo,
        f"""SELECT count(*), round(sum(low), 3), round(sum(high), 3), sum(start_us // 1000000)
        FROM facts WHERE variable = '{variable}'""",
    )[0]


def test_nothing_is_lost_between_reading_and_reporting(demo: Demo) -> None:
    assert demo[1].balances()
    assert len(demo[1].tables) == 8


@pytest.mark.parametrize("table", ["chartevents", "labevents", "outputevents", "inputevents", "procedureevents"])
def test_the_rows_read_are_all_rows_of_the_mapped_items(demo: Demo, table: str) -> None:
    source, report = demo[2], demo[1]
    name = f"{'hosp' if table == 'labevents' else 'icu'}/{table}"
    items = ", ".join(str(item.item) for item in source.mapping.of_table(name, source.supplied))
    read = {counted.table: counted.read for counted in report.tables}
    assert rows(demo, f"SELECT count(*) FROM {table} WHERE itemid IN ({items})") == [(read[name],)]


def test_every_patient_and_stay_is_there(demo: Demo) -> None:
    assert rows(demo, "SELECT count(*) FROM patients") == rows(demo, "SELECT count(*) FROM hosp_patients")
    assert rows(demo, "SELECT stay_id, epoch_us(intime), epoch_us(outtime) FROM icustays ORDER BY 1") == rows(
        demo, "SELECT stay_id, admitted_us, discharged_us FROM stays ORDER BY 1"
    )


def test_arterial_oxygen(demo: Demo) -> None:
    theirs = rows(
        demo,
        """SELECT count(*), round(sum(valuenum), 3), round(sum(valuenum), 3), sum(epoch_us(charttime) // 1000000)
        FROM labevents AS gas WHERE itemid = 50821 AND EXISTS (SELECT 1 FROM labevents AS kind
        WHERE kind.itemid = 52033 AND kind.specimen_id = gas.specimen_id AND kind.value = 'ART.')""",
    )
    assert theirs == [ours(demo, "pao2")]


@pytest.mark.parametrize(
    ("variable", "items", "sql_value"),
    [
        ("platelets", "51265, 51704", "valuenum"),
        ("bilirubin", "50885, 53089", "round(valuenum::DECIMAL(9, 3) * 17.1, 2)"),
        ("creatinine", "50912, 52546", "round(valuenum::DECIMAL(9, 3) * 88.4, 2)"),
        ("ferritin", "50924", "valuenum"),
        ("fibrinogen", "51214, 51623, 52116", "round(valuenum::DECIMAL(9, 3) / 100, 3)"),
        ("hemoglobin", "51222, 51640", "valuenum * 10"),
        ("wbc", "51300, 51301, 51755, 51756", "valuenum"),
    ],
)
def test_laboratory_values(demo: Demo, variable: str, items: str, sql_value: str) -> None:
    theirs = rows(
        demo,
        f"""SELECT count(*), round(sum({sql_value}), 3), sum(epoch_us(charttime) // 1000000)
        FROM labevents WHERE itemid IN ({items}) AND valuenum IS NOT NULL""",
    )[0]
    found = ours(demo, variable)
    assert (theirs[0], theirs[2]) == (found[0], found[3])
    assert float(theirs[1]) == pytest.approx(found[1], abs=0.01)


def test_blood_pressure(demo: Demo) -> None:
    theirs = rows(
        demo,
        """SELECT count(*), round(sum(valuenum), 3), round(sum(valuenum), 3), sum(epoch_us(charttime) // 1000000)
        FROM chartevents WHERE itemid IN (220052, 220181, 225312) AND valuenum BETWEEN 0 AND 300""",
    )
    assert theirs == [ours(demo, "map")]


def test_coma_scores(demo: Demo) -> None:
    theirs = rows(
        demo,
        """WITH parts AS (SELECT subject_id, charttime,
            max(CASE WHEN itemid = 220739 THEN valuenum END) AS eye,
            max(CASE WHEN itemid = 223901 THEN valuenum END) AS motor,
            max(CASE WHEN itemid = 223900 AND value <> 'No Response-ETT' THEN valuenum END) AS verbal
            FROM chartevents WHERE itemid IN (220739, 223900, 223901) GROUP BY ALL)
        SELECT count(*), sum(ifnull(eye, 1) + ifnull(verbal, 1) + ifnull(motor, 1)),
            sum(ifnull(eye, 4) + ifnull(verbal, 5) + ifnull(motor, 6)),
            sum(epoch_us(charttime) // 1000000) FROM parts""",
    )
    assert theirs == [ours(demo, "gcs")]
    tubes = rows(demo, "SELECT count(*) FROM chartevents WHERE itemid = 223900 AND value = 'No Response-ETT'")
    assert tubes == rows(demo, "SELECT count(*) FROM facts WHERE variable = 'gcs_verbal_untestable' AND low = 1")


def test_fractions_of_oxygen(demo: Demo) -> None:
    chart = "SELECT valuenum FROM chartevents WHERE itemid = 223835"
    theirs = rows(
        demo,
        f"""SELECT count(*), round(sum(greatest(valuenum / 100, 0.21)), 2)
        FROM ({chart} UNION ALL SELECT valuenum FROM labevents WHERE itemid = 50816)
        WHERE valuenum BETWEEN 20 AND 100""",
    )
    assert theirs == [ours(demo, "fio2")[:2]]


@pytest.mark.parametrize(
    ("variable", "items"),
    [
        ("norepinephrine", "221906"),
        ("epinephrine", "221289, 229617"),
        ("dopamine", "221662"),
        ("dobutamine", "221653"),
    ],
)
def test_segments_of_vasoactive_drugs(demo: Demo, variable: str, items: str) -> None:
    theirs = rows(
        demo,
        f"""SELECT epoch_us(starttime), epoch_us(endtime), rate FROM inputevents
        WHERE itemid IN ({items}) AND rate > 0 AND rateuom = 'mcg/kg/min' ORDER BY 1, 2, 3""",
    )
    found = rows(demo, f"SELECT start_us, end_us, low FROM facts WHERE variable = '{variable}' ORDER BY 1, 2, 3")
    assert [row[:2] for row in theirs] == [row[:2] for row in found]
    assert [row[2] for row in theirs] == pytest.approx(
        [row[2] for row in found], abs=6e-6 if variable.endswith("epinephrine") else 6e-5
    )


@pytest.mark.parametrize(
    ("variable", "items"),
    [("invasive_ventilation", "225792"), ("renal_replacement", "225441, 225802, 225803, 225805, 225809, 225955")],
)
def test_minutes_under_a_support(demo: Demo, variable: str, items: str) -> None:
    """Merging changes the number of rows, never the minutes that are covered."""
    theirs = rows(
        demo,
        f"""SELECT count(DISTINCT (subject_id, minute)) FROM (SELECT subject_id,
        unnest(range(starttime, endtime, INTERVAL 1 MINUTE)) AS minute
        FROM procedureevents WHERE itemid IN ({items}))""",
    )
    found = rows(demo, f"SELECT sum(end_us - start_us) // 60000000 FROM facts WHERE variable = '{variable}'")
    assert theirs == found


def test_minutes_under_sedation(demo: Demo) -> None:
    """By a rate, or without one by an amount over more than five minutes."""
    theirs = rows(
        demo,
        """SELECT count(DISTINCT (subject_id, minute)) FROM (SELECT subject_id,
        unnest(range(starttime, endtime, INTERVAL 1 MINUTE)) AS minute FROM inputevents
        WHERE itemid IN (222168, 221668, 225150, 229420) AND statusdescription <> 'Rewritten'
        AND (rate > 0 OR (rate IS NULL AND amount > 0 AND endtime > starttime + INTERVAL 5 MINUTE)))""",
    )
    assert theirs == rows(demo, "SELECT sum(end_us - start_us) // 60000000 FROM facts WHERE variable = 'sedation'")


def test_time_in_intensive_care_ends_with_death(demo: Demo) -> None:
    found = rows(
        demo,
        """SELECT count(*) FROM facts AS stay JOIN facts AS death USING (patient_id)
        WHERE stay.variable = 'icu_stay' AND death.variable = 'dead' AND stay.end_us > death.start_us + 1""",
    )
    assert found == [(0,)]
    inside = rows(
        demo,
        """SELECT count(*), count(*) FILTER (EXISTS (SELECT 1 FROM facts WHERE variable = 'icu_stay'
            AND facts.patient_id = stays.patient_id AND start_us <= discharged_us AND end_us > discharged_us))
        FROM stays WHERE died_us IS NULL OR died_us > discharged_us""",
    )
    assert inside[0][0] == inside[0][1] > 50, "in force at the moment of discharge"


def test_urine(demo: Demo) -> None:
    """Irrigant in and out of one clock hour is one amount; nothing is lost of the sum."""
    theirs = rows(
        demo,
        """SELECT count(DISTINCT CASE WHEN washed AND itemid IN (227488, 227489)
            THEN concat(subject_id, ' ', hour) ELSE concat('row ', number) END), sum(amount)
        FROM (SELECT *, row_number() OVER () AS number, date_trunc('hour', charttime) AS hour,
                bool_or(itemid = 227488) OVER (PARTITION BY subject_id, date_trunc('hour', charttime)) AS washed,
                CASE WHEN itemid = 227488 THEN -value ELSE value END AS amount
            FROM outputevents WHERE itemid IN
            (226559, 226560, 226561, 226584, 226563, 226564, 226565, 226567, 226557, 226558, 227488, 227489))""",
    )
    assert theirs == [ours(demo, "urine")[:2]]
    unknown = rows(demo, "SELECT low, high FROM facts WHERE variable = 'urine' AND low < high ORDER BY low")
    assert unknown == [(-3000, 10000), (-300, 10000), (-200, 10000)], "hours in which less came out than went in"
    assert rows(demo, "SELECT count(*) FROM facts WHERE variable = 'urine' AND high < 0") == [(0,)]


def test_deaths(demo: Demo) -> None:
    theirs = rows(demo, "SELECT count(*) FROM hosp_patients WHERE dod IS NOT NULL")
    assert theirs == [ours(demo, "dead")[:1]]
    known = rows(demo, "SELECT sum(epoch_us(deathtime)) FROM admissions WHERE deathtime IS NOT NULL")
    inside = """SELECT sum(start_us) FROM facts WHERE variable = 'dead' AND patient_id IN (
        SELECT subject_id FROM admissions WHERE deathtime IS NOT NULL)"""
    assert known == rows(demo, inside)


def test_what_is_recorded_and_supplied(demo: Demo) -> None:
    source = demo[2]
    assert source.recorded >= {
        "norepinephrine",
        "invasive_ventilation",
        "renal_replacement",
        "high_flow_oxygen",
        "dead",
    }
    assert "urine" not in source.recorded
    assert set(demo[1].facts) - {"hcg_positive"} == source.supplied - {"hcg_positive"}


def test_the_published_form_gives_the_same_facts(demo: Demo, tmp_path: Path) -> None:
    """PhysioNet publishes .csv.gz: the same tables in that form, every cell text."""
    for path in sorted(shared_data("mimic_iv_demo_native").glob("*/*.parquet")):
        target = tmp_path / path.parent.name / f"{path.stem}.csv.gz"
        target.parent.mkdir(exist_ok=True)
        demo[0].execute(f"COPY (SELECT * FROM '{path}') TO '{target}' (FORMAT csv, HEADER true, COMPRESSION gzip)")
    connection = duckdb.connect()
    report = open_mimic_iv(tmp_path).load(connection).report
    assert report.facts == demo[1].facts
    everything = "SELECT * FROM facts ORDER BY ALL"
    assert connection.execute(everything).fetchall() == rows(demo, everything)
