"""MIT-LCP mimic-code's own hourly SOFA, run from a checkout of it by DuckDB; no line of it is in this project."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from hospital.measures import Clock

CONCEPTS = Path("mimic-iv") / "concepts_duckdb"
READS = re.compile(r"mimiciv_derived\.(\w+)")


def sofa_of(checkout: Path, folder: Path, clock: Clock) -> None:
    """Run its SOFA and all that it reads, each concept once, over the tables of a folder."""
    files = {each.stem: each.read_text(encoding="utf-8") for each in sorted((checkout / CONCEPTS).glob("*/*.sql"))}
    if "sofa" not in files:
        raise SystemExit(f"{checkout} is no checkout of mimic-code: it has no {CONCEPTS}/score/sofa.sql.")
    connection = duckdb.connect()
    for schema in ("hosp", "icu", "derived"):
        connection.execute(f"CREATE SCHEMA mimiciv_{schema}")
    for place in (*folder.glob("hosp/*"), *folder.glob("icu/*")):
        connection.execute(f"CREATE VIEW mimiciv_{place.parent.name}.{place.name} AS FROM '{place}/*.parquet'")
    made: list[str] = []

    def make(name: str) -> None:
        if name in made:
            return
        made.append(name)
        for other in dict.fromkeys(READS.findall(files[name])):
            make(other)
        connection.execute(files[name])

    with clock.step("answers"):
        make("sofa")
    ((clock.told["hours"], clock.told["stays"]),) = connection.execute(
        "SELECT count(*), count(DISTINCT stay_id) FROM mimiciv_derived.sofa"
    ).fetchall()
