"""What is no snapshot to analyse is refused, in a sentence that says what to do."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bedside.__main__ import main
from bedside.analysis.known_words import check_words
from bedside.analysis.results import rows_of
from bedside.analysis.worked import Worked, work_on
from bedside.errors import BedsideError
from bedside.exports.tables import Cell, Column, Type, table
from bedside.exports.writing import MANIFEST, Snapshot, write_file, write_folder
from bedside.values.wording import Text
from tests.analysis.conftest import ten
from tests.analysis.synthetic import PROTOCOL, WORD, Made, cut, snapshot, with_cell, without_column
from tests.analysis.two_arms import CONTROL

OTHER = {"1.0": "0" * 64}


def refused(path: Path, trial: str = "jakahdi") -> BedsideError:
    with pytest.raises(BedsideError) as error:
        work_on(trial, path)
    assert error.value.todo, error.value.what
    return error.value


def test_a_snapshot_of_another_trial(tmp_path: Path) -> None:
    found = refused(cut(tmp_path / "cut", ten()), "adrenal")
    assert found.what == "this is a snapshot of jakahdi, not of adrenal."


@pytest.mark.proves("analysis refused")
def test_a_snapshot_of_another_version_of_the_protocol(tmp_path: Path) -> None:
    found = refused(cut(tmp_path / "cut", ten(), versions=OTHER))
    assert found.what.startswith("version 1.0 of the protocol is not the one that the snapshot was taken under")
    later = [replace(each, version="2.0") for each in ten()]
    found = refused(cut(tmp_path / "later", later, versions={"2.0": "0" * 64}))
    assert found.what == "participants were included under version 2.0 of the protocol, which is not here."


def test_a_version_that_nobody_was_included_under_is_told(tmp_path: Path) -> None:
    versions = {PROTOCOL.version: PROTOCOL.hash, "1.1": "0" * 64}
    worked = work_on("jakahdi", cut(tmp_path / "cut", ten(), versions=versions))
    assert "knows version 1.1" in worked.told[0].en


def test_a_design_of_one_arm_in_a_trial_of_two_says_what_to_change(tmp_path: Path) -> None:
    worked = work_on("jakahdi", cut(tmp_path / "cut", ten()))
    protocol = replace(worked.protocol, arms=(*worked.protocol.arms, CONTROL))
    with pytest.raises(BedsideError) as error:
        rows_of(replace(worked, protocol=protocol))
    assert error.value.what == "jakahdi has 2 arms, and the designs worked out here have one."
    assert error.value.todo.startswith("Remove `design:` from its protocol.yaml, or leave one arm under `arms:`")
    assert rows_of(replace(worked, protocol=replace(protocol, design=None)))


@pytest.mark.proves("analysis refused")
def test_an_altered_snapshot(tmp_path: Path) -> None:
    folder = cut(tmp_path / "cut", ten())
    file = folder / "parquet" / "outcomes.parquet"
    file.write_bytes(file.read_bytes() + b" ")
    found = refused(folder)
    assert "parquet/outcomes.parquet was altered" in found.what and "Fetch it again" in found.todo


def test_an_altered_manifest(tmp_path: Path) -> None:
    folder = cut(tmp_path / "cut", ten())
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (folder / MANIFEST).write_text(json.dumps({**manifest, "not_real": False}), encoding="utf-8")
    assert "manifest.json was altered" in refused(folder).what


def test_a_cut_for_safety(tmp_path: Path) -> None:
    assert "a cut for safety" in refused(cut(tmp_path / "cut", ten(), kind="safety")).what


@pytest.mark.proves("analysis refused")
@pytest.mark.parametrize("kind", ["efficacy", "safety"])
def test_records_of_somebody_who_objects_to_their_use(tmp_path: Path, kind: str) -> None:
    held = with_data(snapshot(ten(), kind=kind), {"01-S003": "objected"})
    write_folder(held, tmp_path / "cut")
    with pytest.raises(BedsideError) as error:
        work_on("jakahdi", tmp_path / "cut", safety=True)
    what, todo = error.value.words[0], error.value.words[-1]
    assert isinstance(what, Text) and isinstance(todo, Text)
    assert what.en.startswith(f"01-S003 objects to the use of their data, and stands in this cut for {kind}")
    assert what.fr.startswith("01-S003 s’oppose à l’utilisation de ses données")
    assert "Take the cut anew" in todo.en and "Refaites l’extraction" in todo.fr


def test_reports_of_somebody_who_objects_are_read_for_safety(tmp_path: Path) -> None:
    held = with_data(snapshot(ten(), kind="safety"), {"01-S003": "objected"})
    kept = tuple(each for each in held.people if each.code != "01-S003")
    write_folder(replace(held, people=kept), tmp_path / "cut")
    worked = work_on("jakahdi", tmp_path / "cut", safety=True)
    assert [each.code for each in worked.reduced] == ["01-S003"] and len(worked.people) == 9


def test_who_allows_the_use_of_their_data_is_analysed(tmp_path: Path) -> None:
    write_folder(with_data(snapshot(ten()), {}), tmp_path / "cut")
    assert len(work_on("jakahdi", tmp_path / "cut").people) == 10


def with_data(held: Snapshot, said: Mapping[str, str]) -> Snapshot:
    """A cut whose table of participants says of everybody whether the use of their data is allowed."""
    (of,) = [each for each in held.data if each.name == "participants"]
    rows = [{**row, "data": said.get(str(row["participant"]), "allowed")} for row in of.records()]
    told = table("participants", WORD, [*of.columns, Column("data", Type.TEXT, WORD)], rows)
    return replace(held, data=tuple(told if each.name == "participants" else each for each in held.data))


@pytest.mark.parametrize(
    ("table", "column", "told"),
    [
        ("outcomes", "low", "the table outcomes of the snapshot has no column low."),
        ("participants", "enrolled", "the table participants of the snapshot has no column enrolled."),
        ("form_ruxolitinib", "given_at", "the snapshot has no column for the form item ruxolitinib.given_at."),
    ],
)
def test_a_column_that_is_missing(table: str, column: str, told: str, tmp_path: Path) -> None:
    write_folder(without_column(snapshot(ten()), table, column), tmp_path / "cut")
    assert refused(tmp_path / "cut").what == told


def test_a_table_that_is_missing(tmp_path: Path) -> None:
    held = snapshot(ten())
    write_folder(replace(held, data=tuple(each for each in held.data if each.name != "events")), tmp_path / "cut")
    assert refused(tmp_path / "cut").what == "the snapshot has no table events."


@pytest.mark.parametrize(
    ("table", "column", "cell", "told"),
    [
        ("outcomes", "low", 2.0, "01-S001, outcome P1: from 2.0 to 1.0 is no range."),
        ("outcomes", "high", 3.0, "the outcome P1 of 01-S001 is 1 to 3, and can be 0 to 1 only."),
        ("outcomes", "low", None, "01-S001, outcome P1: from None to 1.0 is no range."),
        ("outcomes", "outcome", "P9", "01-S001 has an answer for P9, which the protocol does not work out."),
        ("outcomes", "outcome", "S1", "01-S001 has two answers for the outcome S1."),
        ("outcomes", "participant", "09-S999", "the table outcomes speaks of 09-S999, who was not included."),
        ("participants", "participant", "01-S002", "01-S002 is included twice."),
        ("participants", "enrolled", None, "01-S001 has no moment of inclusion."),
    ],
)
def test_a_value_that_cannot_be(table: str, column: str, cell: Cell, told: str, tmp_path: Path) -> None:
    write_folder(with_cell(snapshot(ten()), table, 0, column, cell), tmp_path / "cut")
    assert refused(tmp_path / "cut").what == told


NONE_OF, NOTHING = "is none of what may stand there", "n’est rien de ce qui peut y figurer"
NO_WORD = [
    (
        "participants", "enrolled", "2031-01-01T00:00:00.000000Z",
        "01-S001 was included (2031-01-01 00:00) after the cut was taken (2027-04-05 08:00).",
        "01-S001 a été inclus (2031-01-01 00:00) après l’extraction (2027-04-05 08:00).",
    ),
    (
        "form_adverse_events", "grade", "grade_9",
        f"01-S001, Adverse events, Grade: “grade_9” {NONE_OF}: grade_1, grade_2, grade_3, grade_4, grade_5.",
        f"01-S001, Événements indésirables, Grade\u00a0: «\u00a0grade_9\u00a0» {NOTHING}",
    ),
    ("form_adverse_events", "serious", "maybe", f"“maybe” {NONE_OF}: yes, no.", f"«\u00a0maybe\u00a0» {NOTHING}"),
    (
        "criteria", "verdict", "not_met",
        f"01-S001, verdict on the criterion eligible: “not_met” {NONE_OF}: met, not met, cannot tell.",
        f"01-S001, résultat du critère eligible\u00a0: «\u00a0not_met\u00a0» {NOTHING}",
    ),
    ("criteria", "verdict", None, f"verdict on the criterion eligible: “” {NONE_OF}", NOTHING),
]  # fmt: skip


@pytest.mark.proves("analysis refused")
@pytest.mark.parametrize(("table", "column", "cell", "english", "french"), NO_WORD)
def test_a_moment_or_a_word_that_cannot_be(
    table: str, column: str, cell: Cell, english: str, french: str, tmp_path: Path
) -> None:
    write_folder(with_cell(snapshot(ten()), table, 0, column, cell), tmp_path / "cut")
    what, where, todo = refused(tmp_path / "cut").words
    assert isinstance(what, Text) and isinstance(todo, Text) and where == str(tmp_path / "cut")
    assert english in what.en and french in what.fr
    assert todo.en.startswith("Have the study's data checked") and todo.fr.startswith("Faites vérifier les données")


def test_what_is_not_written_and_a_choice_of_an_earlier_version_are_taken(worked: Worked) -> None:
    adverse = [{**row, "grade": grade} for row, grade in zip(
        worked.snapshot.tables["form_adverse_events"][:2], (None, "grade_2a"), strict=True)]  # fmt: skip
    codes = [{"table": "form_adverse_events", "column": "grade", "code": "grade_2a", "english": "2a", "french": "2a"}]
    tables = {**worked.snapshot.tables, "form_adverse_events": adverse}
    with pytest.raises(BedsideError, match="grade_2a"):
        check_words(replace(worked.snapshot, tables=tables), PROTOCOL, "cut")
    check_words(replace(worked.snapshot, tables={**tables, "codes": codes}), PROTOCOL, "cut")


def test_somebody_without_records(tmp_path: Path) -> None:
    held = snapshot(ten())
    write_folder(replace(held, people=held.people[1:]), tmp_path / "cut")
    assert refused(tmp_path / "cut").what == "the snapshot holds no canonical records of 01-S001."


def test_what_is_no_snapshot(tmp_path: Path) -> None:
    assert "the manifest cannot be read" in refused(tmp_path).what
    (tmp_path / "cut.zip").write_bytes(b"no archive")
    assert refused(tmp_path / "cut.zip").what == "this is no archive that can be read."
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as packed:
        packed.writestr("a", "b")
    found = refused(tmp_path / "other.zip")
    assert "the manifest cannot be read" in found.what
    assert str(tmp_path / "other.zip") in str(found), "not the folder that it was unfolded to, which is gone"


def test_an_archive_says_the_same_as_its_folder(tmp_path: Path) -> None:
    write_file(snapshot(ten()), tmp_path / "cut.zip")
    folder = cut(tmp_path / "cut", ten())
    assert work_on("jakahdi", tmp_path / "cut.zip").people == work_on("jakahdi", folder).people


def test_the_command_says_it_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = cut(tmp_path / "cut", [Made("01-S001")], versions=OTHER)
    assert main(["analyse", "jakahdi", "--data", str(folder), "--out", str(tmp_path / "out")]) == 2
    assert re.search(r"its hash is .* Analyse it with the trial's folder as it was approved\.", capsys.readouterr().err)
    assert not (tmp_path / "out").exists()
