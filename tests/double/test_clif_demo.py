"""The CLIF form of the MIMIC-IV demo against its native form: the same people, hour by hour, component by component.

Every difference has its cause in `CAUSES`, and the last test holds that there is no other: with those variables taken
from the native form, every component of every hour is the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bedside.__main__ import main
from bedside.records.canonical import Manifest, write_canonical
from bedside.records.clif import open_clif
from bedside.records.mimic_iv import open_mimic_iv
from tests.needs import shared_data
from tests.unit.tiny_clif import write_mapping

HOURS = 12_150
"""Stay-hours of both: of the native 12,363 but those of three stays on a neurology step-down unit, which MIMIC-IV
counts as intensive care and CLIF does not."""
AGREE = {
    "respiration": (10_220, 445), "coagulation": (11_788, 12), "liver": (11_764, 0), "cardiovascular": (12_150, 0),
    "cns": (11_986, 0), "renal": (1_226, 80),
}  # fmt: skip
"""Of each component, in how many hours the range is the same, and in how many the two contradict each other."""
LABORATORY = "rows outside of a hospitalization, which CLIF lacks; of 35 hospitalizations that the native rebuild lacks"
CAUSES = {
    "pao2": "CLIF calls 926 moments arterial; of them MIMIC-IV names 623 arterial and 210 venous",
    "fio2": "CLIF has the set FiO₂ only, no FiO₂ of the blood gas machine",
    "invasive_ventilation": "from the charted device, in MIMIC-IV from procedures",
    "noninvasive_ventilation": "from the charted device, in MIMIC-IV from procedures too",
    "platelets": LABORATORY,
    "bilirubin": LABORATORY,
    "creatinine": LABORATORY,
    "gcs": "parts of the coma score that the native rebuild lacks",
    "gcs_verbal_untestable": "parts of the coma score that the native rebuild lacks",
    "urine": "CLIF 2.1 has none",
    "renal_replacement": "CLIF 2.1 has no intermittent dialysis; chartings of the machine, in MIMIC-IV procedures",
}


DRUGS = ("norepinephrine", "epinephrine", "dopamine", "dobutamine")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The CLIF demo as a site would keep it, with its clock."""
    folder: Path = tmp_path_factory.mktemp("clif")
    for file in shared_data("mimic_iv_demo_clif21").iterdir():
        (folder / file.name).symlink_to(file)
    return write_mapping(folder, ",option,hours_from_utc,h,-5")


def scored(source: str, file: Path) -> Path:
    assert main(["score", "sofa", "--source", source, "--out", str(file)]) == 0
    return file


def beside(ours: Path, theirs: Path) -> duckdb.DuckDBPyConnection:
    """One row for each hour of both: the components of `theirs`, and of `ours` as c_NAME."""
    connection = duckdb.connect()
    stays = shared_data("mimic_iv_demo_native", "icu", "icustays.parquet")
    connection.execute(f"""CREATE TABLE both_forms AS SELECT theirs.*, ours.* FROM '{theirs}' AS theirs
        JOIN '{stays}' USING (stay_id)
        JOIN (SELECT time AS c_time, split_part(stay_id, '-', 1)::BIGINT AS hospital,
            COLUMNS(* EXCLUDE (stay_id, time)) AS "c_\\0" FROM '{ours}') AS ours
        ON hospital = hadm_id AND c_time = theirs.time""")
    return connection


@pytest.fixture(scope="module")
def native(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shared_data("mimic_iv_demo_native")
    return scored(f"mimic-iv:{folder}", tmp_path_factory.mktemp("native") / "sofa.parquet")


def counts(connection: duckdb.DuckDBPyConnection, organs: Iterable[str]) -> dict[str, tuple[Any, ...]]:
    """Hours with the same range, and hours whose ranges have nothing in common, by component."""
    return {
        organ: connection.execute(
            f"""SELECT count(*) FILTER ({organ}_low = c_{organ}_low AND {organ}_high = c_{organ}_high),
            count(*) FILTER ({organ}_low > c_{organ}_high OR c_{organ}_low > {organ}_high) FROM both_forms"""
        ).fetchall()[0]
        for organ in organs
    }


def test_the_components_of_sofa_agree(site: Path, native: Path, tmp_path: Path) -> None:
    both = beside(scored(f"clif:{site}", tmp_path / "sofa.parquet"), native)
    assert both.execute("SELECT count(*), count(DISTINCT (stay_id, time)) FROM both_forms").fetchall() == [
        (HOURS, HOURS)
    ]
    found = counts(both, AGREE)
    for organ, (same, contradict) in found.items():
        print(f"{organ}: the same range in {same / HOURS:.1%} of {HOURS} stay-hours, contradicting in {contradict}")
    assert found == AGREE


def test_nothing_but_the_named_causes_makes_them_differ(site: Path, native: Path, tmp_path: Path) -> None:
    """The native stays with the causes' facts from the native form and all other facts from CLIF."""
    connection = duckdb.connect()
    open_clif(site).load(connection)
    connection.execute("CREATE SCHEMA clif; CREATE TABLE clif.facts AS SELECT * FROM main.facts")
    theirs = open_mimic_iv(shared_data("mimic_iv_demo_native")).load(connection).source
    names = ", ".join(f"'{name}'" for name in CAUSES)
    connection.execute(f"""ALTER TABLE main.facts ALTER variable TYPE VARCHAR;
        DELETE FROM main.facts WHERE variable NOT IN ({names});
        INSERT INTO main.facts BY NAME SELECT * REPLACE (patient_id::BIGINT AS patient_id) FROM clif.facts
        WHERE variable NOT IN ({names})""")
    folder = tmp_path / "canonical"
    write_canonical(connection, folder, Manifest("both forms", False, theirs.recorded, theirs.supplied))
    mixed = scored(f"canonical:{folder}", tmp_path / "sofa.parquet")
    rows = "SELECT stay_id, time, {} FROM '{}' ORDER BY stay_id, time"
    ends = ", ".join(f"{organ}_{end}" for organ in AGREE for end in ("low", "high"))
    found, expected = (duckdb.execute(rows.format(ends, file)).fetchall() for file in (mixed, native))
    assert len(found) == 12_363
    assert found == expected


def test_the_account_of_the_demo(site: Path) -> None:
    connection = duckdb.connect()
    loaded = open_clif(site).load(connection)
    report = loaded.report
    assert report.balances()
    read = {counted.table: (counted.read, counted.used, counted.kept) for counted in report.tables}
    assert read == {
        "adt": (964, 964, 0), "crrt_therapy": (928, 928, 0), "hospitalization": (310, 310, 0),
        "labs": (21_135, 21_110, 0), "medication_admin_continuous": (3_654, 3_654, 0), "patient": (100, 100, 0),
        "patient_assessments": (14_016, 13_997, 0), "respiratory_support": (4_707, 4_687, 20),
        "vitals": (34_460, 34_440, 0),
    }  # fmt: skip
    assert {d.reason.name for d in report.dropped} == {"NOT_NUMBER", "NO_VALUE", "IMPOSSIBLE", "UNKNOWN_TEXT"}
    assert not {"fibrinogen", "triglycerides", "urine"} & loaded.source.supplied
    assert "renal_replacement" in loaded.source.supplied - loaded.source.recorded


def test_stays_and_doses_are_those_of_the_native_form(site: Path) -> None:
    """137 of its 140 stays to the second; every dose of a catecholamine with its course."""
    connection = duckdb.connect()
    open_mimic_iv(shared_data("mimic_iv_demo_native")).load(connection, [*DRUGS, "map"])
    connection.execute("""CREATE SCHEMA native; CREATE TABLE native.facts AS SELECT * FROM main.facts;
        CREATE TABLE native.stays AS SELECT * FROM main.stays""")
    open_clif(site).load(connection, [*DRUGS, "map"])
    same = """SELECT count(*) FROM native.stays AS n JOIN main.stays AS c
        ON c.hospital_stay_id = n.hospital_stay_id::VARCHAR
        AND c.admitted_us = n.admitted_us AND c.discharged_us = n.discharged_us"""
    assert connection.execute(same).fetchall() == [(137,)]
    doses = """SELECT count(*), count(*) FILTER (abs(n.low - c.low) < 1e-6)
        FROM native.facts AS n LEFT JOIN main.facts AS c
        ON c.patient_id = n.patient_id::VARCHAR AND c.variable = n.variable AND c.start_us = n.start_us
        AND c.end_us = n.end_us AND c.course_start_us = n.course_start_us AND c.course_end_us = n.course_end_us
        WHERE n.variable <> 'map'"""
    assert connection.execute(doses).fetchall() == [(947 + 44 + 28 + 36,) * 2]
    lost = """SELECT count(*) FROM (SELECT patient_id, start_us, low FROM native.facts WHERE variable = 'map'
        EXCEPT SELECT patient_id::BIGINT, start_us, low FROM main.facts WHERE variable = 'map')"""
    assert connection.execute(lost).fetchall() == [(0,)]


def test_one_stay_alone_has_the_facts_that_it_has_among_all(site: Path) -> None:
    connection, alone = duckdb.connect(), duckdb.connect()
    open_clif(site).load(connection)
    some = "SELECT patient_id, stay_id FROM stays ORDER BY stay_id LIMIT 1 OFFSET 40"
    ((patient, stay),) = connection.execute(some).fetchall()
    open_clif(site).load(alone, stay=stay)
    facts = "SELECT * FROM facts WHERE patient_id = ? ORDER BY ALL"
    found = alone.execute(facts, [patient]).fetchall()
    assert len(found) > 100
    assert found == connection.execute(facts, [patient]).fetchall()
    assert alone.execute("SELECT count(DISTINCT patient_id) FROM facts").fetchall() == [(1,)]


def test_the_csv_form_gives_the_same_facts(site: Path, tmp_path: Path) -> None:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    report = open_clif(site).load(connection).report
    for path in sorted(site.glob("*.parquet")):
        target = tmp_path / f"{path.stem}.csv.gz"
        connection.execute(f"COPY (SELECT * FROM '{path}') TO '{target}' (FORMAT csv, HEADER true, COMPRESSION gzip)")
    write_mapping(tmp_path, ",option,hours_from_utc,h,-5")
    again = duckdb.connect()
    assert open_clif(tmp_path).load(again).report.facts == report.facts
    everything = "SELECT * FROM facts ORDER BY ALL"
    assert again.execute(everything).fetchall() == connection.execute(everything).fetchall()


def test_screening_and_explaining(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What CLIF 2.1 has no category for is told as not recorded by the source."""
    source = f"clif:{site}"
    verdicts = tmp_path / "verdicts.csv"
    assert main(["screen", "jakahdi", "--source", source, "--at", "2180-07-23T20:00", "--out", str(verdicts)]) == 0
    assert "29079034-1" in verdicts.read_text()
    capsys.readouterr()
    assert main(["explain", "jakahdi", "--source", source, "--stay", "29079034-1"]) == 0
    told = capsys.readouterr().out
    assert "unknown: triglycerides (not recorded by this source)" in told
