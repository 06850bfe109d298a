"""Every source says of each variable that it supplies where it is read from, and of no other."""

from __future__ import annotations

from pathlib import Path

import duckdb

from bedside.records.clif import open_clif
from bedside.records.mimic_iv import open_mimic_iv
from bedside.records.opening import open_source
from bedside.records.source import Mapped, Source
from tests.unit import tiny_clif
from tests.unit.small_ward import write_ward
from tests.unit.tiny_mimic import people, write_csv


def named(source: Source) -> set[str]:
    return {row.variable for row in source.mapped}


def test_a_canonical_source_reads_variables_by_their_names(tmp_path: Path) -> None:
    source = open_source(f"canonical:{write_ward(tmp_path / 'ward')}")
    assert named(source) == source.supplied
    assert Mapped("creatinine", "measurements", "creatinine", "umol/L", "creatinine") in source.mapped
    assert {row.table for row in source.mapped if row.variable == "icu_stay"} == {"stays"}


def test_mimic_reads_them_from_the_items_of_its_mapping(tmp_path: Path) -> None:
    write_csv(tmp_path, people())
    source = open_mimic_iv(tmp_path)
    assert named(source) == source.supplied
    assert Mapped("ferritin", "hosp/labevents", "50924", "ng/mL, ug/L", "Ferritin") in source.mapped
    assert Mapped("high_flow_oxygen", "icu/chartevents", "226732 = High flow nasal cannula", "",
                  "O2 Delivery Device(s)") in source.mapped  # fmt: skip


def test_rows_used_by_variable_add_up_to_those_of_their_table(tmp_path: Path) -> None:
    source = open_source(f"canonical:{write_ward(tmp_path / 'ward')}")
    report = source.load(duckdb.connect()).report
    counted = {each.table: each.used for each in report.tables}
    assert sum(each.rows for each in report.used if each.table == "measurements") == counted["measurements"] == 11
    assert {each.variable: each.rows for each in report.used} == {"age": 6, "creatinine": 5}


def test_clif_reads_them_from_the_categories_of_its_mapping(tmp_path: Path) -> None:
    vitals = [["H1", tiny_clif.at(9), "map", 70]]
    source = open_clif(tiny_clif.write_csv(tmp_path, {**tiny_clif.people(), "vitals": vitals}))
    assert named(source) == source.supplied
    assert Mapped("map", "vitals", "map", "mm[Hg]") in source.mapped
