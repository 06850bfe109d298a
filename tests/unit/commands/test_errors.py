"""What cannot be served ends in one sentence and an exit code: `golden/command_errors.txt` holds them word for word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.__main__ import main
from tests.golden import FOLDER, same_as
from tests.unit.commands.asking import STAY, Output, called, explaining, hlh2004, screening, sofa
from tests.unit.tiny_mimic import people, write_csv

Case = Callable[[Path, Path], list[str]]
"""The arguments of a command that cannot be served, from an empty folder and the ward."""


def without_table(folder: Path, ward: Path) -> list[str]:
    write_csv(folder, people())
    (folder / "icu/icustays.csv.gz").unlink()
    return screening(f"mimic-iv:{folder}", "--out", f"{folder}-out")


def broken_protocol(folder: Path, ward: Path) -> list[str]:
    (folder / "protocol.yaml").write_text("id: broken\n  title: [\n", encoding="utf-8")
    return ["screen", str(folder), "--source", f"canonical:{ward}", "--out", f"{folder}/out"]


def beneath_a_file(folder: Path, ward: Path) -> list[str]:
    (folder / "file").write_text("", encoding="utf-8")
    return [*sofa(folder, ward, "--every", "1d")[:-3], f"{folder}/file/sofa.parquet"]


def on_a_folder(folder: Path, ward: Path) -> list[str]:
    (folder / "sofa.parquet").mkdir()
    return sofa(folder, ward, "--every", "1d")


def a_ward_on_a_file(folder: Path, ward: Path) -> list[str]:
    (folder / "file").write_text("", encoding="utf-8")
    return ["virtual", "1", "--seed", "1", "--out", f"{folder}/file"]


def other_answers(folder: Path, ward: Path) -> list[str]:
    (folder / "said.csv").write_text("who,what\nme,yes\n", encoding="utf-8")
    return screening(f"canonical:{ward}", "--out", f"{folder}/out", "--answers", f"{folder}/said.csv")


CASES: dict[str, tuple[int, Case]] = {
    "a source without a kind": (2, lambda folder, ward: screening(str(ward), "--out", f"{folder}/out")),
    "an unknown kind of source": (2, lambda folder, ward: screening(f"fhir:{ward}", "--out", f"{folder}/out")),
    "a folder that is not there": (1, lambda folder, ward: screening(f"canonical:{folder}/no", "--out", f"{folder}/o")),
    "a table that is missing": (1, without_table),
    "a trial that is not there": (1, lambda folder, ward: ["protocol", "show", "nothere"]),
    "a protocol that does not load": (1, broken_protocol),
    "a version that is not there": (1, lambda folder, ward: ["protocol", "show", "jakahdi", "--version", "9"]),
    "a stay that is not there": (2, lambda folder, ward: explaining(ward, "--stay", "STAY-9")),
    "a stay without a name": (2, lambda folder, ward: explaining(ward, "--stay", " ")),
    "a list of a time that is none": (
        2, lambda folder, ward: screening(f"canonical:{ward}", "--out", f"{folder}/o", "--at", "yesterday"),
    ),
    "a list of nobody": (
        2, lambda folder, ward: screening(f"canonical:{ward}", "--out", f"{folder}/o", "--at", "1999-01-01T08:00"),
    ),
    "a workbook": (2, lambda folder, ward: screening(f"canonical:{ward}", "--out", f"{folder}/o.xlsx")),
    "a number in letters": (2, lambda folder, ward: ["virtual", "ten", "--seed", "1", "--out", f"{folder}/w"]),
    "a time that is none": (2, lambda folder, ward: explaining(ward, "--stay", STAY, "--at", "yesterday")),
    "answers that are not there": (
        1,
        lambda folder, ward: screening(f"canonical:{ward}", "--out", f"{folder}/o", "--answers", f"{folder}/no.csv"),
    ),
    "a file that holds no answers": (1, other_answers),
    "every hour and a half": (2, lambda folder, ward: sofa(folder, ward, "--every", "90m")),
    "every nothing": (2, lambda folder, ward: sofa(folder, ward, "--every", "0h")),
    "every million years": (2, lambda folder, ward: sofa(folder, ward, "--every", "365000000d")),
    "a million threads": (2, lambda folder, ward: sofa(folder, ward, "--threads", "99999999")),
    "no threads": (2, lambda folder, ward: sofa(folder, ward, "--threads", "-1")),
    "an unknown score": (2, lambda folder, ward: ["score", "apache", *sofa(folder, ward)[2:]]),
    "an unknown variant": (2, lambda folder, ward: sofa(folder, ward, "--variant", "ours")),
    "a setting without a value": (2, lambda folder, ward: sofa(folder, ward, "--set", "window")),
    "an unknown setting": (2, lambda folder, ward: sofa(folder, ward, "--set", "colour=red")),
    "a choice that is none": (2, lambda folder, ward: sofa(folder, ward, "--set", "boundaries=stones")),
    "a length that is none": (2, lambda folder, ward: sofa(folder, ward, "--set", "window=long")),
    "a length without a unit": (2, lambda folder, ward: sofa(folder, ward, "--set", "window=1")),
    "a length into the future": (2, lambda folder, ward: sofa(folder, ward, "--set", "window=P-1D")),
    "a window of no length": (2, lambda folder, ward: sofa(folder, ward, "--set", "window=PT0H")),
    "a count that is none": (2, lambda folder, ward: hlh2004(folder, ward, "--set", "needed=x")),
    "more criteria than there are": (2, lambda folder, ward: hlh2004(folder, ward, "--set", "needed=9")),
    "a fever without a unit": (2, lambda folder, ward: hlh2004(folder, ward, "--set", "fever=38.5")),
    "a fever in grams": (2, lambda folder, ward: hlh2004(folder, ward, "--set", "fever=38.5 g/L")),
    "a fever of nobody": (2, lambda folder, ward: hlh2004(folder, ward, "--set", "fever=390 Cel")),
    "a ferritin below nothing": (2, lambda folder, ward: hlh2004(folder, ward, "--set", "ferritin=-1 ug/L")),
    "a number beyond numbers": (2, lambda folder, ward: hlh2004(folder, ward, "--set", "fever=1e999999999 Cel")),
    "a file of an unknown kind": (2, lambda folder, ward: [*sofa(folder, ward)[:-1], f"{folder}/sofa.xlsx"]),
    "out beneath a file": (1, beneath_a_file),
    "out on a folder": (1, on_a_folder),
    "a ward of nobody": (2, lambda folder, ward: ["virtual", "0", "--seed", "1", "--out", f"{folder}/w"]),
    "a ward on a file": (1, a_ward_on_a_file),
    "a record that is not there": (
        1, lambda folder, ward: ["protocol", "import", f"{folder}/no.json", "--out", f"{folder}/draft"],
    ),
}  # fmt: skip


def test_error_texts(tmp_path: Path, ward: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    texts = []
    for place, (name, (code, case)) in enumerate(CASES.items()):
        folder = tmp_path / str(place)
        folder.mkdir()
        assert called(case(folder, ward)) == code, name
        told = capsys.readouterr()
        assert told.out == "", f"{name}: what a program reads must stay clean"
        said = told.err.replace(str(folder), "DIR").replace(str(ward), "WARD").splitlines()[-1]
        assert said.startswith("bedside"), name
        texts.append(f"# {name}: {code}\n{said}\n")
        assert not [path for path in folder.rglob("*") if path.name.endswith(".part")], name
    same_as("command_errors.txt", "\n".join(texts))


def test_no_error_shows_the_number_that_the_system_gives_it() -> None:
    said = (FOLDER / "command_errors.txt").read_text(encoding="utf-8")
    assert "Errno" not in said
    assert ".. " not in said
    assert "..\n" not in said


def test_a_check_that_finds_errors_ends_with_1_and_one_that_finds_none_with_0(
    tmp_path: Path, ward: Path, capsys: Output
) -> None:
    (tmp_path / "protocol.yaml").write_text("id: broken\n", encoding="utf-8")
    assert main(["protocol", "check", "jakahdi"]) == 0
    assert main(["protocol", "check", str(tmp_path)]) == 1
    capsys.readouterr()
