"""`bedside protocol diff` and `in-force` on an invented amendment; what is printed stands in golden files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bedside.__main__ import main
from bedside.protocol.comparing import compare
from bedside.protocol.loading import load, load_versions
from tests.golden import same_as
from tests.unit.commands.asking import Output
from tests.unit.tiny_trial import AMENDMENT, ASKED, write_trial

SECOND = """\
from: "1.1"
version: "1.2"
date: "2026-07-01"
title: {en: Later visits, fr: Visites plus tardives}
reconsent: false
changes:
  - {path: /schedule/visits/D9/before, from: P1D, to: P2D}
"""
ACTIVATIONS = "site,version,date\nparis,1.0,2026-01-10\nparis,1.1,2026-06-01\nlille,1.2,2026-07-15\n"
CONSENTS = "participant,version,date\nP-1,1.0,2026-02-01\nP-2,1.0,2026-02-01\nP-2,1.1,2026-06-20\nP-3,1.1,2026-08-01\n"


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    """A trial with two amendments, and beside it what its sites and participants did."""
    folder = tmp_path / "tiny"
    write_trial(folder, **{"amendments/a.yaml": AMENDMENT, "amendments/b.yaml": SECOND})
    (tmp_path / "activations.csv").write_text(ACTIVATIONS, encoding="utf-8")
    (tmp_path / "consents.csv").write_text(CONSENTS, encoding="utf-8")
    return folder


def said(capsys: Output, *arguments: str) -> str:
    assert main(["protocol", *arguments]) == 0
    return capsys.readouterr().out


def in_force(trial: Path, *more: str) -> list[str]:
    activations = str(trial.parent / "activations.csv")
    return ["in-force", str(trial), "--activations", activations, *more]


# --- diff -----------------------------------------------------------------------------------------------------

DIFFS = {
    "one amendment": ["--from", "1.0", "--to", "1.1"],
    "the latest, unless said": [],
    "two amendments": ["--from", "1.0"],
    "backwards, in French": ["--from", "1.1", "--to", "1.0", "--lang", "fr"],
    "a version and itself": ["--from", "1.1", "--to", "1.1"],
}


def test_differences_as_people_read_them(trial: Path, capsys: Output) -> None:
    texts = [f"# {name}\n{said(capsys, 'diff', str(trial), *more)}" for name, more in DIFFS.items()]
    same_as("command_diff.txt", re.sub(r"\([0-9a-f]{12}\)", "(HASH)", "\n".join(texts)))


def test_differences_as_a_program_reads_them(trial: Path, capsys: Output) -> None:
    told: Any = json.loads(said(capsys, "diff", str(trial), "--from", "1.0", "--to", "1.1", "--format", "json"))
    old, new, _ = load_versions(trial)
    assert (told["from"]["hash"], told["to"]["hash"]) == (old.hash, new.hash)
    assert told["amendments"][0]["changes"] == [
        {"path": "/parameters/minimum_age/value", "from": "18 a", "to": "21 a"},
        {"path": "/schedule/visits/D9/after", "from": "P1D", "to": "P2D"},
    ]
    assert {"path": "/parameters/minimum_age/value", "from": "18 years", "to": "21 years"} in told["places"]
    assert [each["section"] for each in told["prose"]] == ["Inclusion criteria · I1. Adults", "Schedule", "Parameters"]


def test_what_the_prose_only_counts_is_a_difference_too(tmp_path: Path, capsys: Output) -> None:
    """Two folders whose prose is the same, and whose forms are not."""
    write_trial(tmp_path / "old")
    write_trial(tmp_path / "new", forms_asked_yaml=ASKED.replace("en: Why not", "en: For which reason"))
    compared = compare(load(tmp_path / "old"), load(tmp_path / "new"))
    assert compared.old.hash != compared.new.hash
    assert (compared.prose, [place.path for place in compared.places]) == ((), ["/forms/asked/items/why_not/text/en"])
    assert "/forms/asked/items/why_not/text/en" in said(capsys, "diff", str(tmp_path / "old"), str(tmp_path / "new"))


def test_a_part_that_is_only_in_one_of_them(tmp_path: Path) -> None:
    write_trial(tmp_path / "t")
    old = load(tmp_path / "t")
    (place,) = [p for p in compare(old, load("jakahdi")).places if p.path == "/criteria/E13"]
    assert place.old is None
    assert place.new.id == "E13"


# --- in force -------------------------------------------------------------------------------------------------

ASKED_FOR = {
    "a site": ["--site", "paris", "--date", "2026-06-30"],
    "a site before the amendment": ["--site", "paris", "--date", "2026-05-31"],
    "who did not agree again": ["--site", "paris", "--date", "2026-06-30", "--participant", "P-1"],
    "who agreed again": ["--site", "paris", "--date", "2026-06-30", "--participant", "P-2"],
    "who had not agreed yet": ["--site", "paris", "--date", "2026-06-30", "--participant", "P-3"],
    "past an amendment that asks for nothing": ["--site", "lille", "--date", "2026-09-01", "--participant", "P-2"],
    "in French": ["--site", "paris", "--date", "2026-06-30", "--participant", "P-1", "--lang", "fr"],
}


def test_the_version_in_force_and_why(trial: Path, capsys: Output) -> None:
    consents = ["--consents", str(trial.parent / "consents.csv")]
    texts = [
        f"# {name}\n{said(capsys, *in_force(trial, *more, *(consents if '--participant' in more else [])))}"
        for name, more in ASKED_FOR.items()
    ]
    same_as("command_in_force.txt", "\n".join(texts))


def test_the_version_in_force_as_a_program_reads_it(trial: Path, capsys: Output) -> None:
    told = json.loads(said(capsys, *in_force(trial, "--site", "lille", "--date", "2026-07-15", "--format", "json")))
    assert (told["protocol"], told["version"], told["hash"]) == ("tiny", "1.2", load(trial).hash)
    assert told["why"] == ["lille has worked by version 1.2 since 2026-07-15."]


# --- errors ---------------------------------------------------------------------------------------------------

PARIS = ("--site", "paris", "--date", "2026-06-30")


def refused(trial: Path, name: str) -> tuple[int, list[str], str, str]:
    """A way to ask wrongly: the exit code, the arguments, and a file that says something else."""
    file = str(trial.parent / "other.csv")
    as_activations = ["in-force", str(trial), *PARIS, "--activations", file]
    as_consents = [*in_force(trial, *PARIS), "--participant", "P-1", "--consents", file]
    cases: dict[str, tuple[int, list[str], str]] = {
        "an unknown version": (1, ["diff", str(trial), "--to", "9"], ""),
        "nothing before it": (2, ["diff", str(trial), "--to", "1.0"], ""),
        "a site without activation": (1, in_force(trial, "--site", "nice", "--date", "2026-06-30"), ""),
        "a date that is none": (1, in_force(trial, "--site", "paris", "--date", "yesterday"), ""),
        "a participant without a file": (2, in_force(trial, *PARIS, "--participant", "P-1"), ""),
        "a participant who is not in it": (1, as_consents, CONSENTS.replace("P-1", "P-7")),
        "another file": (1, as_activations, "a,b\n1,2\n"),
        "an empty file": (1, as_activations, ""),
        "an empty cell": (1, as_activations, "site,version,date\nparis,,2026-01-01\n"),
        "a short line": (1, as_activations, "site,version,date\nparis,1.0\n"),
        "a line with a wrong date": (1, as_activations, "site,version,date\nparis,1.0,01/02/2026\n"),
        "a version that was never made": (1, as_activations, "site,version,date\nparis,3.0,2026-01-01\n"),
        "a file that is not there": (1, [*as_activations[:-1], f"{file}x"], ""),
    }
    code, arguments, text = cases[name]
    return code, arguments, file, text


NAMES = (
    "an unknown version", "nothing before it", "a site without activation", "a date that is none",
    "a participant without a file", "a participant who is not in it", "another file", "an empty file",
    "an empty cell", "a short line", "a line with a wrong date", "a version that was never made",
    "a file that is not there",
)  # fmt: skip


def test_what_cannot_be_answered_is_told(trial: Path, capsys: Output) -> None:
    texts = []
    for name in NAMES:
        code, arguments, file, text = refused(trial, name)
        Path(file).write_text(text, encoding="utf-8")
        assert main(["protocol", *arguments]) == code, name
        told = capsys.readouterr()
        assert told.out == "", name
        texts.append(f"# {name}: {code}\n{told.err.replace(str(trial.parent), 'DIR')}")
    same_as("command_amendment_errors.txt", "\n".join(texts))
