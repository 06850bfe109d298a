"""Whatever is done to a cut afterwards is found; what is written half is not there."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bedside.errors import UnreadableFile, UsageError, WrongLayout
from bedside.exports import formats, writing
from bedside.exports.canonical import Charted, write_records
from bedside.exports.fingerprint import content_hash
from bedside.exports.tables import Column, Said, Table, Type
from bedside.exports.verifying import verify
from bedside.exports.writing import MANIFEST, Snapshot, write_file, write_folder
from bedside.records.parquet import read_parquet, write_parquet
from bedside.rules.chart import Chart
from bedside.values.wording import Text

WORD = Text("word", "mot")
SAID = Said("trial", "efficacy", 7, "2026-11-22T07:05:00.000000Z", "0", True, {"1.0": "ab"}, {"participants": 1})
GOLDEN = "19d7a3197aedb89a57de45b411573415cc281187d89808a2b1988d94478ac126"
"""Of `HELD` alone: the same on every machine, today and in ten years."""
HELD = Table("held", WORD, (Column("typed", Type.TEXT, WORD, typed=True),), (("=1",),))
NOT_ITS_HASH = "manifest.json was altered: the hash that it states is not that of the tables and records."
SNAPSHOT = Snapshot(SAID, (HELD,), (Charted("01-S001", Chart({})),))


@pytest.fixture
def cut(tmp_path: Path) -> Path:
    write_folder(SNAPSHOT, tmp_path / "cut")
    return tmp_path / "cut"


def test_a_cut_as_it_was_taken(cut: Path) -> None:
    manifest, wrong = verify(cut)
    assert wrong == [] and manifest["hash"] == SNAPSHOT.hash and manifest["counts"] == {"participants": 1}


@pytest.mark.proves("out altered-found")
def test_every_altered_file_is_found(cut: Path) -> None:
    for file in writing.files_of(cut):
        if file.name != MANIFEST:
            before = file.read_bytes()
            file.write_bytes(before + b" ")
            name = file.relative_to(cut).as_posix()
            assert verify(cut)[1] == [f"{name} was altered: it is not as it was written."]
            file.write_bytes(before)


def test_what_is_missing_and_what_was_added(cut: Path) -> None:
    (cut / "csv" / "held.csv").unlink()
    (cut / "csv" / "more.csv").write_text("")
    assert verify(cut)[1] == ["csv/held.csv is missing.", "csv/more.csv was added: the cut has no such file."]


def test_a_manifest_made_to_fit_does_not(cut: Path) -> None:
    """Whoever alters a table and its digest still has another hash than the one in the trail."""
    file = cut / "parquet" / "held.parquet"
    write_parquet(file, [("typed", "VARCHAR")], [("other",)])
    manifest = json.loads((cut / MANIFEST).read_text())
    manifest["files"]["parquet/held.parquet"] = writing.digest(file)
    (cut / MANIFEST).write_text(json.dumps(manifest))
    assert verify(cut)[1] == [
        "manifest.json was altered: the hash that it states is not that of the tables and records."
    ]


@pytest.mark.parametrize("file", ["measurements", "alive", "unrecorded", "stays", "manifest.yaml", "questions.csv"])
def test_nor_does_one_made_to_fit_altered_records(cut: Path, file: str) -> None:
    """Deaths, results and treatments of the analysis are read from the records: their hash is in the trail too."""
    found = next(each for each in (cut / "canonical").iterdir() if each.name.startswith(file))
    if found.suffix == ".parquet":
        names, types, _ = read_parquet(found)
        values = {"VARCHAR": "x", "TIMESTAMP": "2026-01-01 00:00:00"}
        row = [values.get(kind, 0) for kind in types]
        write_parquet(found, list(zip(names, types, strict=True)), [tuple(row)])
    else:
        added = {"manifest.yaml": ("recorded: []", "recorded: [sedation]"), "questions.csv": ("\n", "\nx,y,yes,,,\n")}
        found.write_text(found.read_text().replace(*added[file]))
    manifest = json.loads((cut / MANIFEST).read_text())
    manifest["files"][f"canonical/{found.name}"] = writing.digest(found)
    (cut / MANIFEST).write_text(json.dumps(manifest))
    assert verify(cut)[1] == [
        "manifest.json was altered: the hash that it states is not that of the tables and records."
    ]


def test_a_cut_of_the_former_format_is_to_be_taken_anew(cut: Path) -> None:
    manifest = json.loads((cut / MANIFEST).read_text())
    (cut / MANIFEST).write_text(json.dumps({**manifest, "format": "bedside-cut/1"}))
    with pytest.raises(WrongLayout, match=r"former format bedside-cut/1.*Take the cut anew"):
        verify(cut)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/../../b", ""])
def test_no_path_leads_out(cut: Path, name: str) -> None:
    manifest = json.loads((cut / MANIFEST).read_text())
    manifest["files"][name] = "0"
    (cut / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(WrongLayout, match=r"names files outside the cut\. Fetch the cut again\."):
        verify(cut)


def test_what_is_no_cut(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"the manifest cannot be read \(no such file or directory\)\. Name the"):
        verify(tmp_path)
    (tmp_path / MANIFEST).write_text("{}")
    with pytest.raises(WrongLayout, match=r"this is no manifest of a cut\."):
        verify(tmp_path)
    (tmp_path / MANIFEST).write_text("no")
    with pytest.raises(UnreadableFile, match="it is no JSON"):
        verify(tmp_path)


def test_the_hash_is_of_what_it_holds_alone() -> None:
    later = replace(SAID, event=9, at="2027-01-01T00:00:00.000000Z", software="1", counts={})
    assert replace(SNAPSHOT, said=later).hash == SNAPSHOT.hash
    assert replace(SNAPSHOT, said=replace(SAID, kind="safety")).hash != SNAPSHOT.hash
    assert replace(SNAPSHOT, data=(replace(HELD, rows=(("=2",),)),)).hash != SNAPSHOT.hash
    assert replace(SNAPSHOT, people=()).hash != SNAPSHOT.hash
    assert content_hash(SAID, (HELD,)) == GOLDEN


@pytest.mark.proves("out whole-or-not")
def test_half_a_cut_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(formats, "workbook", stopped)
    for write in (write_folder, write_file):
        with pytest.raises(KeyboardInterrupt):
            write(SNAPSHOT, tmp_path / "cut")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(cut: Path) -> None:
    for write in (write_folder, write_file):
        with pytest.raises(UsageError, match=r"something stands there already\. Choose a f"):
            write(SNAPSHOT, cut)
    with pytest.raises(UnreadableFile, match=r"cannot be written \(no such file or directory\)"):
        write_folder(SNAPSHOT, cut / "none" / "cut")


def test_the_same_cut_is_the_same_file(tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        write_file(SNAPSHOT, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_records_of_nobody_are_whole(tmp_path: Path) -> None:
    write_records("nobody", True, [], (), tmp_path)
    assert (tmp_path / "manifest.yaml").exists() and (tmp_path / "patients.parquet").exists()
