"""What nobody records is not none, and what stands there twice counts once, whatever the form of the source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from bedside.protocol.loading import load as protocol
from bedside.records.canonical import Manifest, open_canonical, write_canonical
from bedside.records.charts import chart
from bedside.records.clif import open_clif
from bedside.records.dictionary import variable
from bedside.records.import_report import ImportReport, Reason
from bedside.records.mimic_iv import open_mimic_iv
from bedside.records.source import Loaded
from bedside.rules.language import latest
from bedside.rules.meaning import ask
from bedside.screening.one_stay import read_stay
from bedside.values.moment import hours, moment
from tests.unit import tiny_clif, tiny_mimic
from tests.unit.test_records_canonical import BASE, folder_of
from tests.unit.test_records_canonical import loaded as canonical

PROPOFOL, NOREPINEPHRINE, VENTILATION, DIALYSIS, FOLEY = 222168, 221906, 225792, 225802, 226559
Facts = duckdb.DuckDBPyConnection


def infused(item: int, unit: str = "mcg/kg/min") -> tuple[object, ...]:
    at = tiny_mimic.at
    return 1, at(3), at(5), at(5), item, 0.1, unit, 80, "FinishedRunning", 1


def treated(item: int) -> tuple[object, ...]:
    at = tiny_mimic.at
    return 1, at(3), at(9), at(9), item, "FinishedRunning"


def load(source: Any, *variables: str) -> tuple[Facts, Loaded]:
    connection = duckdb.connect()
    return connection, source.load(connection, variables or None)


def mimic(folder: Path, **tables: list[tuple[object, ...]]) -> Any:
    return open_mimic_iv(tiny_mimic.write_csv(folder, tiny_mimic.people() | tables))


def notes(report: ImportReport) -> str:
    return " ".join(note.en for note in report.notes)


def repeated(report: ImportReport) -> int:
    return sum(each.rows for each in report.dropped if each.reason is Reason.REPEATED)


@pytest.mark.parametrize(
    ("given", "recorded"),
    [((), set()), ((PROPOFOL,), {"sedation"}), ((NOREPINEPHRINE,), {"norepinephrine", "dopamine", "other_vasoactive"})],
)
def test_a_drug_of_a_kind_that_mimic_has_no_row_of_is_not_none(
    tmp_path: Path, given: tuple[int, ...], recorded: set[str]
) -> None:
    source = mimic(tmp_path, **{"icu/inputevents": [infused(item) for item in given]})
    asked = {"norepinephrine", "dopamine", "other_vasoactive", "sedation"}
    for variables in (sorted(asked), ["dopamine"]):  # asked for alone, another of its kind speaks for it
        _, found = load(source, *variables)
        assert found.source.recorded & set(variables) == recorded & set(variables)
        assert found.source.supplied & set(variables) == recorded & set(variables)
        lost = sorted(set(variables) - recorded)
        said = f"icu/inputevents has no row of {', '.join(lost)}: not recorded there, so no record does not mean none."
        assert (said in notes(found.report)) == bool(lost)


@pytest.mark.parametrize("given", [(), (DIALYSIS,)])
def test_of_procedures_one_row_says_that_they_are_recorded(tmp_path: Path, given: tuple[int, ...]) -> None:
    source = mimic(tmp_path, **{"icu/procedureevents": [treated(item) for item in given]})
    _, found = load(source, "invasive_ventilation", "renal_replacement")
    assert ("invasive_ventilation" in found.source.recorded) == bool(given)


def clif(folder: Path, **tables: list[tuple[object, ...]]) -> Any:
    return open_clif(tiny_clif.write_csv(folder, tiny_clif.people() | tables))


@pytest.mark.parametrize(
    ("given", "recorded"), [((), set()), (("propofol",), {"sedation"}), (("epinephrine",), {"norepinephrine"})]
)
def test_nor_is_one_of_clif(tmp_path: Path, given: tuple[str, ...], recorded: set[str]) -> None:
    at = tiny_clif.at
    rows: list[tuple[object, ...]] = [
        ("H1", str(n), at(3), name, 0.1, "mcg/kg/min", "start", "administered", "iv") for n, name in enumerate(given)
    ]
    _, found = load(clif(tmp_path, medication_admin_continuous=rows), "norepinephrine", "sedation")
    assert found.source.recorded & {"norepinephrine", "sedation"} == recorded


def test_an_empty_table_of_dialysis_is_as_an_absent_one(tmp_path: Path) -> None:
    machine, filter_ = ("H1", tiny_clif.at(3), "cvvh", 100, 50), ("H1", tiny_clif.at(20), 300, 500)
    both: dict[str, list[tuple[object, ...]]] = {"crrt_therapy": [machine], "intermittent_dialysis": [filter_]}
    _, found = load(clif(tmp_path / "both", **both), "renal_replacement")
    assert "renal_replacement" in found.source.recorded & found.source.supplied
    for empty in both:
        _, found = load(clif(tmp_path / empty, **{**both, empty: []}), "renal_replacement")
        assert "renal_replacement" in found.source.supplied - found.source.recorded
        assert f"{empty} is absent or has no row" in notes(found.report)
    _, found = load(clif(tmp_path / "none", crrt_therapy=[], intermittent_dialysis=[]), "renal_replacement")
    assert "renal_replacement" not in found.source.recorded | found.source.supplied


def test_a_mask_that_is_charted_does_not_say_that_each_one_is(tmp_path: Path) -> None:
    """Without a row of procedures, as without their table, a charted oxygen device supplies the mask it names alone."""
    device = (1, 111, tiny_mimic.at(4), tiny_mimic.at(4), 226732, "Nasal cannula", "", "")
    _, found = load(mimic(tmp_path, **{"icu/chartevents": [device]}), "noninvasive_ventilation", "high_flow_oxygen")
    assert "noninvasive_ventilation" in found.source.supplied - found.source.recorded
    assert "high_flow_oxygen" in found.source.recorded


@pytest.mark.parametrize("copies", [2, 3, 50])
def test_copies_of_places_make_no_stay(tmp_path: Path, copies: int) -> None:
    once, _ = load(clif(tmp_path / "once"), "icu_stay")
    places = [row for row in tiny_clif.people()["adt"] for _ in range(copies)]
    often, found = load(clif(tmp_path / "often", adt=places), "icu_stay")
    query = "SELECT * FROM stays ORDER BY stay_id"
    assert often.execute(query).fetchall() == once.execute(query).fetchall()
    assert repeated(found.report) == len(places) // copies * (copies - 1) and found.report.balances()


def test_copies_of_an_output_count_once_and_are_told(tmp_path: Path) -> None:
    at = tiny_mimic.at
    rows: list[tuple[object, ...]] = [(1, at(3), at(4), FOLEY, 100, "ml")] * 3
    other: list[tuple[object, ...]] = [(1, at(3), at(4), FOLEY, 120, "ml"), (1, at(5), at(6), FOLEY, 100, "ml")]
    facts, found = load(mimic(tmp_path, **{"icu/outputevents": rows + other}), "urine")
    amounts = facts.execute("SELECT low FROM facts WHERE variable = 'urine' ORDER BY low").fetchall()
    assert amounts == [(100,), (100,), (120,)] and repeated(found.report) == 2 and found.report.balances()


def test_two_amounts_that_cannot_be_read_are_no_copies(tmp_path: Path) -> None:
    """A copy is the same in every column: what was read of two cells may be the same where the cells are not."""
    at = tiny_mimic.at
    rows: list[tuple[object, ...]] = [(1, at(3), at(4), FOLEY, 100, unit) for unit in ("cups", "glasses", "cups")]
    facts, found = load(mimic(tmp_path, **{"icu/outputevents": rows}), "urine")
    assert facts.execute("SELECT count(*) FROM facts WHERE variable = 'urine'").fetchall() == [(2,)]
    assert repeated(found.report) == 1 and found.report.balances()


def test_amounts_that_are_alike_stay_two_when_they_are_written(tmp_path: Path) -> None:
    """An OMOP warehouse tells them apart by their ids, which canonical records do not have: `which` does."""
    line = "1,urine,2150-03-01T09:00,0.5,L"
    facts, _ = canonical(folder_of(tmp_path / "one", BASE | {"outputs": [line]}))
    facts.execute("INSERT INTO facts SELECT * FROM facts WHERE variable = 'urine'")
    write_canonical(facts, tmp_path / "two", Manifest("two", True, frozenset(), frozenset()))
    again, report = canonical(tmp_path / "two")
    amounts = again.execute("SELECT low FROM facts WHERE variable = 'urine'").fetchall()
    assert amounts == [(500,), (500,)] and not repeated(report)


def test_so_do_those_of_a_canonical_folder_unless_they_say_what_they_are_of(tmp_path: Path) -> None:
    lines = ["1,urine,2150-03-01T09:00,0.5,L"] * 100 + ["1,urine,2150-03-01T09:00,0.4,L"]
    facts, report = canonical(folder_of(tmp_path, BASE | {"outputs": lines}))
    amounts = facts.execute("SELECT low FROM facts WHERE variable = 'urine' ORDER BY low").fetchall()
    assert amounts == [(400,), (500,)] and repeated(report) == 99 and report.balances()


@pytest.mark.parametrize(("weight", "counts"), [("1", False), ("0.7", False), ("1.01", True), ("80", True)])
def test_a_weight_of_a_kilogram_was_not_measured(tmp_path: Path, weight: str, counts: bool) -> None:
    line = f"1,weight,2150-03-01T09:00,,{weight},,,kg,,"
    facts, report = canonical(folder_of(tmp_path, BASE | {"measurements": [*BASE["measurements"], line]}))
    assert facts.execute("SELECT count(*) FROM facts WHERE variable = 'weight'").fetchall() == [(int(counts),)]
    assert sum(each.rows for each in report.dropped if each.reason is Reason.IMPOSSIBLE) == int(not counts)


EYES, SPEECH, MOVES = 220739, 223900, 223901


def charted(item: int, points: int, stored: float) -> tuple[object, ...]:
    at = tiny_mimic.at
    return 1, 111, at(4), at(stored), item, "", points, ""


def test_a_coma_score_is_what_its_parts_had_said_by_then(tmp_path: Path) -> None:
    """Eyes and moves are stored at 5, speech at 9; what was known at 6 is read at 6, and nothing else at 10."""
    rows = [charted(EYES, 2, 5), charted(MOVES, 5, 5), charted(SPEECH, 3, 9)]
    facts, found = load(mimic(tmp_path, **{"icu/chartevents": rows}), "gcs")
    told = facts.execute("SELECT low, high, available_us, superseded_us FROM facts ORDER BY available_us").fetchall()
    five, nine = (int(moment(f"2150-03-01T{hour:02d}:00")) for hour in (5, 9))
    assert told == [(8, 12, five, nine), (10, 10, nine, None)]
    known = chart(facts, 1, found.source)
    look = latest(variable("gcs"), hours(24))
    seen = [ask(look, known, moment(f"2150-03-01T{hour:02d}:00")).value for hour in (4, 6, 8, 10)]
    assert [(each.low, each.high) for each in seen] == [(3, 15), (8, 12), (8, 12), (10, 10)]


def test_a_stay_that_is_imported_brings_what_stands(tmp_path: Path) -> None:
    """A casebook keeps no time at which a record was superseded: a version of it would stand there for good."""
    rows = [charted(EYES, 2, 5), charted(MOVES, 5, 5), charted(SPEECH, 3, 9)]
    mimic(tmp_path, **{"icu/chartevents": rows})
    stay = read_stay(f"mimic-iv:{tmp_path}", "111", protocol("jakahdi"), moment("2150-03-01T10:00"))
    assert [(fact.value.low, fact.value.high) for fact in stay.facts if fact.variable == "gcs"] == [(10, 10)]


def test_it_is_so_once_written_as_canonical_records(tmp_path: Path) -> None:
    rows = [charted(EYES, 2, 5), charted(MOVES, 5, 5), charted(SPEECH, 3, 9)]
    facts, found = load(mimic(tmp_path / "mimic", **{"icu/chartevents": rows}), "gcs")
    manifest = Manifest("tiny", True, found.source.recorded, found.source.supplied)
    write_canonical(facts, tmp_path / "canonical", manifest)
    again, _ = load(open_canonical(tmp_path / "canonical"), "gcs")
    query = "SELECT start_us, end_us, low, high, available_us, superseded_us FROM facts ORDER BY ALL"
    assert again.execute(query).fetchall() == facts.execute(query).fetchall()
