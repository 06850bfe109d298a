"""Tiny invented folders of CLIF tables: nobody in them exists."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

COLUMNS = {
    "patient": "patient_id sex_category birth_date death_dttm",
    "hospitalization": "patient_id hospitalization_id admission_dttm discharge_dttm age_at_admission"
    " discharge_category",
    "adt": "hospitalization_id in_dttm out_dttm location_name location_category",
    "vitals": "hospitalization_id recorded_dttm vital_category vital_value",
    "labs": "hospitalization_id lab_collect_dttm lab_result_dttm lab_category lab_value lab_value_numeric"
    " reference_unit lab_specimen_category",
    "patient_assessments": "hospitalization_id recorded_dttm assessment_category numerical_value categorical_value"
    " text_value",
    "respiratory_support": "hospitalization_id recorded_dttm device_category mode_category fio2_set",
    "medication_admin_continuous": "hospitalization_id med_order_id admin_dttm med_category med_dose med_dose_unit"
    " mar_action_category mar_action_group med_route_category",
    "crrt_therapy": "hospitalization_id recorded_dttm crrt_mode_category blood_flow_rate ultrafiltration_out",
    "intermittent_dialysis": "hospitalization_id recorded_dttm blood_flow_rate dialysate_flow_rate",
    "output": "hospitalization_id recorded_dttm output_category output_group output_value output_unit",
}
NUMBERS = (
    "age_at_admission", "vital_value", "lab_value_numeric", "numerical_value", "fio2_set", "med_dose",
    "blood_flow_rate", "ultrafiltration_out", "dialysate_flow_rate", "output_value",
)  # fmt: skip

Row = Sequence[object]
Tables = dict[str, list[Row]]


def at(hour: float, day: int = 1, offset: str = "+00:00") -> str:
    """A time of March 2150 as CLIF asks for it, in UTC with its offset."""
    minutes = round(hour * 60)
    return f"2150-03-{day + minutes // 1440:02d} {minutes % 1440 // 60:02d}:{minutes % 60:02d}:00{offset}"


def people() -> Tables:
    """P1, a woman of 60 in H1; P2, a man who dies on a day of which no hour is known; P3, who was on a ward only."""
    return {
        "patient": [
            ("P1", "Female", "", ""),
            ("P2", "Male", "2080-01-01", "2150-06-01 00:00:00+00:00"),
            ("P3", "Unknown", "", ""),
        ],
        "hospitalization": [
            ("P1", "H1", at(0), at(0, 9), 60, "Home"),
            ("P2", "H2", at(0), at(0, 9), "", "Home"),
            ("P3", "H3", at(0), at(0, 2), 30, "Home"),
        ],
        "adt": [
            ("H1", at(0), at(2), "Ward 1", "ward"),
            ("H1", at(2), at(0, 8), "MICU", "icu"),
            ("H2", at(2), at(0, 8), "SICU", "icu"),
            ("H3", at(0), at(0, 2), "Ward 1", "ward"),
        ],
        "vitals": [],
        "labs": [],
        "patient_assessments": [],
        "respiratory_support": [],
        "medication_admin_continuous": [],
        "crrt_therapy": [],
    }


def write_csv(folder: Path, tables: Mapping[str, Sequence[Row]], zipped: bool = False, prefix: str = "clif_") -> Path:
    """The tables as clif_NAME.csv, or .csv.gz."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([COLUMNS[name].split(), *rows])
        data = text.getvalue().encode()
        path = folder / f"{prefix}{name}.csv"
        Path(f"{path}.gz" if zipped else path).write_bytes(gzip.compress(data) if zipped else data)
    return folder


def write_parquet(
    folder: Path, tables: Mapping[str, Sequence[Row]], time: str = "TIMESTAMPTZ", prefix: str = "clif_"
) -> Path:
    """The tables as Parquet, their times of the type `time`, with a zone or without."""
    write_csv(folder / "csv", tables)
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for name in tables:
            columns = COLUMNS[name].split()
            cast = ", ".join(f'TRY_CAST("{c}" AS {_type(c, time)}) AS "{c}"' for c in columns)
            named = "{" + ", ".join(f"'{c}': 'VARCHAR'" for c in columns) + "}"
            source = f"read_csv('{folder}/csv/clif_{name}.csv', header = true, auto_detect = false, columns = {named})"
            connection.execute(f"COPY (SELECT {cast} FROM {source}) TO '{folder}/{prefix}{name}.parquet'")
    return folder


def _type(column: str, time: str) -> str:
    if column.endswith("_dttm"):
        return time
    return "DATE" if column == "birth_date" else "DOUBLE" if column in NUMBERS else "VARCHAR"


def write_mapping(folder: Path, *rows: str) -> Path:
    """The site's own mapping: rows of variable, table, category, unit, reading."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bedside-mapping.csv").write_text("\n".join(["variable,table,category,unit,reading", *rows, ""]))
    return folder
