"""What a person reads when a source cannot be opened or read: golden/records_errors.txt, word for word."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from bedside.errors import BedsideError
from bedside.records.mimic_iv import open_mimic_iv
from bedside.records.opening import open_source
from tests.golden import same_as
from tests.unit import tiny_omop
from tests.unit.tiny_mimic import people, write_csv, write_parquet

MANIFEST = "format: bedside-canonical/1\nname: none\nnot_real: true\nrecorded: []\nsupplied: []\n"


def load(text: str) -> None:
    open_source(text).load(duckdb.connect())


def without_table(folder: Path) -> None:
    write_csv(folder, people())
    (folder / "icu/icustays.csv.gz").unlink()
    load(f"mimic-iv:{folder}")


def without_columns(folder: Path) -> None:
    write_csv(folder, people(), zipped=False)
    (folder / "icu/chartevents.csv").write_text("subject_id,charttime,item\n")
    load(f"mimic-iv:{folder}")


def table_twice(folder: Path) -> None:
    write_csv(folder, people())
    write_csv(folder, people(), zipped=False)
    load(f"mimic-iv:{folder}")


def empty_folder_of_parts(folder: Path) -> None:
    (folder / "hosp/patients").mkdir(parents=True)
    load(f"mimic-iv:{folder}")


def mixed_parts(folder: Path) -> None:
    write_parquet(folder, people(), parts=2)
    (folder / "hosp/patients/x.csv").write_text("subject_id\n")
    load(f"mimic-iv:{folder}")


def parts_that_differ(folder: Path) -> None:
    (folder / "hosp/patients").mkdir(parents=True)
    (folder / "hosp/patients/0.csv").write_text("subject_id,gender,anchor_age,anchor_year\n")
    (folder / "hosp/patients/1.csv").write_text("gender,subject_id,anchor_age,anchor_year\n")
    load(f"mimic-iv:{folder}")


def cut_archive(folder: Path) -> None:
    tables = people()
    tables["hosp/labevents"] = [(1, i, 51265, "2150-03-01 04:00:00", "", i, i, "K/uL", "") for i in range(20000)]
    path = write_csv(folder, tables) / "hosp/labevents.csv.gz"
    path.write_bytes(path.read_bytes()[:-500])
    load(f"mimic-iv:{folder}")


def no_archive(folder: Path) -> None:
    (write_csv(folder, people()) / "hosp/labevents.csv.gz").write_bytes(b"not a gzip file")
    load(f"mimic-iv:{folder}")


def cut_parquet(folder: Path) -> None:
    path = write_parquet(folder, people()) / "icu/icustays.parquet"
    path.write_bytes(path.read_bytes()[:100])
    load(f"mimic-iv:{folder}")


def empty_file(folder: Path) -> None:
    (write_csv(folder, people(), zipped=False) / "hosp/labevents.csv").write_bytes(b"")
    load(f"mimic-iv:{folder}")


def no_such_stay(folder: Path) -> None:
    open_mimic_iv(write_csv(folder, people(), zipped=False)).load(duckdb.connect(), stay=5)


def refused_stay(folder: Path) -> None:
    stays = "stay_id,patient_id,admitted,discharged\n1,1,2150-03-01,\n2,1,2150-03-03,2150-03-02\n"
    for name, text in {"manifest.yaml": MANIFEST, "patients.csv": PATIENTS, "stays.csv": stays}.items():
        (folder / name).write_text(text, encoding="utf-8")
    open_source(f"canonical:{folder}").load(duckdb.connect(), stay="2")


def canonical(manifest: str | bytes | None, **tables: str) -> Callable[[Path], None]:
    def case(folder: Path) -> None:
        if manifest is not None:
            text = manifest if isinstance(manifest, bytes) else manifest.encode()
            (folder / "manifest.yaml").write_bytes(text)
        for name, content in tables.items():
            (folder / f"{name}.csv").write_text(content)
        load(f"canonical:{folder}")

    return case


def encoded(encoding: str) -> Callable[[Path], None]:
    """A canonical folder with a table in another encoding than UTF-8."""

    def case(folder: Path) -> None:
        stays = "stay_id,patient_id,admitted,unit\n1,1,2150-03-01,Réanimation\n"
        (folder / "stays.csv").write_bytes(stays.encode(encoding))
        canonical(MANIFEST, patients=PATIENTS)(folder)

    return case


def omop(mapping: str = "", without: str = "", columns: str = "") -> Callable[[Path], None]:
    """A warehouse with a mapping of its own, without a table, or with a table measurement of these columns."""

    def case(folder: Path) -> None:
        tables = tiny_omop.people()
        tables.pop(without, None)
        tiny_omop.write_csv(folder, tables, zipped=False)
        if columns:
            (folder / "measurement.csv").write_text(f"{columns}\n")
        if mapping:
            (folder / "bedside-mapping.csv").write_text(f"variable,table,concept,source,unit,reading,text\n{mapping}\n")
        load(f"omop:{folder}")

    return case


def omop_parquet_cut(folder: Path) -> None:
    path = tiny_omop.write_parquet(folder, tiny_omop.people()) / "measurement.parquet"
    path.write_bytes(path.read_bytes()[:60])
    load(f"omop:{folder}")


def omop_mapping_of_other_columns(folder: Path) -> None:
    tiny_omop.write_csv(folder, tiny_omop.people())
    (folder / "bedside-mapping.csv").write_text("variable,concept_id\nmap,3027598\n")
    load(f"omop:{folder}")


def database(*schemas: str, option: str = "") -> Callable[[Path], None]:
    def case(folder: Path) -> None:
        file = tiny_omop.write_duckdb(folder, tiny_omop.people(), *schemas)
        if option:
            (folder / "bedside-mapping.csv").write_text(
                f"variable,table,concept,source,text\n,option,,schema,{option}\n"
            )
        load(f"duckdb:{file}")

    return case


def table_of_texts(folder: Path) -> Path:
    file = folder / "cdm.csv"
    file.write_text("person_id\n1\n", encoding="utf-8")
    return file


def database_cut(folder: Path) -> None:
    file = tiny_omop.write_duckdb(folder, tiny_omop.people())
    file.write_bytes(b"not a database")
    load(f"duckdb:{file}")


def database_without_tables(folder: Path) -> None:
    with duckdb.connect(str(folder / "empty.duckdb")) as connection:
        connection.execute("CREATE TABLE other AS SELECT 1 AS x")
    load(f"duckdb:{folder / 'empty.duckdb'}")


PATIENTS, STAYS = "patient_id\n1\n", "stay_id,patient_id,admitted\n1,1,2150-03-01\n"

CASES: dict[str, Callable[[Path], None]] = {
    "no kind": lambda folder: load(str(folder)),
    "another kind": lambda folder: load(f"fhir:{folder}"),
    "no folder named": lambda folder: load("mimic-iv:"),
    "no such folder": lambda folder: load(f"mimic-iv:{folder}/nowhere"),
    "no such canonical folder": lambda folder: load(f"canonical:{folder}/nowhere"),
    "a table is missing": without_table,
    "columns are missing": without_columns,
    "a table stands there twice": table_twice,
    "a folder without parts": empty_folder_of_parts,
    "parts of two formats": mixed_parts,
    "parts of two layouts": parts_that_differ,
    "an archive cut short": cut_archive,
    "no archive at all": no_archive,
    "a Parquet file cut short": cut_parquet,
    "an empty file": empty_file,
    "no such stay": no_such_stay,
    "no manifest": canonical(None),
    "a manifest that is no YAML": canonical("format: [\n"),
    "a manifest that is no text": canonical(b"\xff\xfe\x00"),
    "another format": canonical("format: other/9\n"),
    "a manifest without not_real": canonical("format: bedside-canonical/1\nname: x\n"),
    "recorded is no list": canonical(MANIFEST.replace("recorded: []", "recorded: dopamine")),
    "supplied names no variable": canonical(MANIFEST.replace("supplied: []", "supplied: [dopamine, haptoglobin]")),
    "a manifest with a key of no meaning": canonical(MANIFEST + "zone: Europe/Paris\n"),
    "a table in Latin-1": encoded("latin-1"),
    "a table in UTF-16": encoded("utf-16"),
    "a table with semicolons": canonical(MANIFEST, patients="patient_id;sex\n1;male\n", stays=STAYS),
    "no table of stays": canonical(MANIFEST, patients=PATIENTS),
    "a stay that was refused": refused_stay,
    "stays without admission": canonical(MANIFEST, patients=PATIENTS, stays="stay_id,patient_id\n1,1\n"),
    "measurements without value": canonical(
        MANIFEST,
        patients=PATIENTS,
        stays=STAYS,
        measurements="patient_id,variable,start,low\n1,map,2150-03-01,60\n",
    ),
    "no such warehouse": lambda folder: load(f"omop:{folder}/nowhere"),
    "a warehouse without stays": omop(without="visit_detail"),
    "measurements of another layout": omop(columns="measurement_id,person_id,concept"),
    "measurements without a time": omop(
        columns="measurement_id,person_id,measurement_concept_id,value_as_number,unit_concept_id"
    ),
    "a Parquet file of a warehouse cut short": omop_parquet_cut,
    "no such mapping": lambda folder: load(f"omop:{folder}?mapping=ours.csv"),
    "a mapping of other columns": omop_mapping_of_other_columns,
    "a mapping of an unknown table": omop("map,measurements,3027598"),
    "a mapping of an unknown variable": omop("pulse,measurement,3027598"),
    "a mapping of a variable of another kind": omop("dopamine,measurement,3027598"),
    "a mapping without a variable": omop(",measurement,3027598"),
    "a mapping of no concept": omop("map,measurement,LOINC 8478-0"),
    "a mapping of nothing": omop("map,measurement,0"),
    "a mapping in an unknown unit": omop("map,measurement,3027598,,torr"),
    "a quantity in an unknown unit": omop("dopamine,drug_exposure,1337860,,mL"),
    "a mapping with an unknown reading": omop("map,measurement,3027598,,,guess"),
    "a mapping with an unknown option": omop(",option,,pao2,,,arterial"),
    "a mapping with another choice": omop(",option,,pao2_specimen,,,venous"),
    "a mapping with a number that is none": omop(",option,,device_hours,,,many"),
    "a mapping in a unit of another kind": omop("map,measurement,3027598,,mg/dL"),
    "a part of a score without its bounds": omop("gcs,measurement,3016335,,{points},gcs_eye"),
    "two rows about the same records": omop("map,measurement,3027598,,mm[Hg]\nmap,measurement,3027598,,kPa"),
    "a score of one part": omop(
        ",measurement,3009094,,,not_read\n,measurement,3013144,,,not_read\n,measurement,3008223,,,not_read\n"
        ",measurement,3026549,,,not_read"
    ),
    "a stay of another variable": omop("dead,visit_detail,32037"),
    "no such database": lambda folder: load(f"duckdb:{folder}/cdm.duckdb"),
    "no database at all": database_cut,
    "a table for a database": lambda folder: load(f"duckdb:{table_of_texts(folder)}"),
    "a database without the tables": database_without_tables,
    "a database of two schemas": database("one", "two"),
    "a database without that schema": database("one", option="three"),
}


def told(case: Callable[[Path], None], folder: Path) -> str:
    folder.mkdir()
    with pytest.raises(BedsideError) as caught:
        case(folder)
    error = caught.value
    assert error.what and error.todo, "an error says what is wrong and what to do"
    return f"{type(error).__name__}: {error}".replace(str(folder), "DIR")


def test_error_texts(tmp_path: Path) -> None:
    texts = [f"# {name}\n{told(case, tmp_path / str(i))}\n" for i, (name, case) in enumerate(CASES.items())]
    same_as("records_errors.txt", "\n".join(texts))


def test_a_canonical_folder_without_records_loads(tmp_path: Path) -> None:
    canonical(MANIFEST, patients=PATIENTS, stays=STAYS)(tmp_path)


def test_gzip_of_a_canonical_table_is_read(tmp_path: Path) -> None:
    (tmp_path / "patients.csv.gz").write_bytes(gzip.compress(PATIENTS.encode()))
    canonical(MANIFEST, stays=STAYS)(tmp_path)
