"""`bedside simulate`: what it prints and leaves, that it goes on where it was, and its errors word for word.

The second trial is simulated, with fewer virtual patients than its file makes: content alone.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from pathlib import Path
from shutil import copy
from xml.etree import ElementTree

import pytest

from bedside.__main__ import main
from bedside.design.plan import staged
from bedside.protocol.loading import find_trial, load
from bedside.simulation import running
from bedside.simulation.chunks import Chunk, simulate
from bedside.simulation.prepared import Ready
from bedside.simulation.reading import FILE, read
from tests.analysis.with_looks import protocol_adopting
from tests.golden import same_as

Output = pytest.CaptureFixture[str]
SVG = "{http://www.w3.org/2000/svg}"
TRIALS = 600


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the second trial, with fewer virtual patients."""
    file = tmp_path_factory.mktemp("scenarios") / "simulation.yaml"
    held = (find_trial("adrenal") / "simulation.yaml").read_text(encoding="utf-8")
    file.write_text(held.replace("made: 400", "made: 160"), encoding="utf-8")
    return file


def asked(scenarios: Path, out: Path, *more: str, trials: int = TRIALS) -> list[str]:
    given = ["--trials", str(trials), "--seed", "5", "--scenarios", str(scenarios), "--workers", "1", "--out", str(out)]
    return ["simulate", "adrenal", *given, *more]


@pytest.fixture(scope="module")
def left(scenarios: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a simulation leaves in a folder, in French."""
    folder = tmp_path_factory.mktemp("simulated")
    assert main(asked(scenarios, folder, "--lang", "fr")) == 0
    return folder


def results(folder: Path) -> dict[str, bytes]:
    """All files but the chunks."""
    kept = (path for path in folder.rglob("*.*") if path.is_file() and "chunks" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in kept}


def called(arguments: Sequence[str]) -> int:
    try:
        return main(list(arguments))
    except SystemExit as ended:
        return int(ended.code or 0)


# --- what it leaves -------------------------------------------------------------------------------------------------


@pytest.mark.proves("simulation rows")
def test_each_number_has_its_error_its_exact_value_or_says_why_not(left: Path) -> None:
    rows = json.loads((left / "rows.json").read_text(encoding="utf-8"))
    with (left / "rows.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert list(table[0]) == list(rows[0]) and len(table) == len(rows)
    assert [row["error"] for row in table] == ["" if row["error"] is None else repr(row["error"]) for row in rows]
    keys = [tuple(row[key] for key in ("scenario", "design", "statistic", "at")) for row in rows]
    assert len(set(keys)) == len(keys)
    for row in rows:
        assert row["error"] or row["warning"] or row["exact"] is not None or row["method"] != "simulated", row
        assert row["error"] is None or row["exact"] is None or abs(row["value"] - row["exact"]) < 4.5 * row["error"], (
            row
        )
    found = {row["statistic"] for row in rows}
    assert found >= {"type_one_error", "power", "bias", "evaluated", "enrolled", "duration", "stop_futile", "rate"}


@pytest.mark.proves("simulation assumed")
def test_the_page_needs_nothing_else_and_says_what_is_assumed(left: Path) -> None:
    page = (left / "simulation.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>") and '<html lang="fr">' in page
    assert not re.search(r"<script|<link|src=|url\((?!#)|@import|\son\w+=", page)
    for told in ("Participants are virtual patients with sepsis", "Le statut vital à 90 jours est inconnu"):
        assert page.count(told) == 1
    assert page.count("this design alone does not show that the treatment is better") == 1
    assert "NaN" not in page and "None" not in page and "nan" not in (left / "rows.csv").read_text(encoding="utf-8")


@pytest.mark.proves("simulation rows")
def test_each_figure_has_its_data_and_is_told_in_words(left: Path) -> None:
    pictures = sorted((left / "figures").glob("*.svg"))
    names = {"success_in", "enrolled_in", "duration_in", "bias_in", "stopped_optimal"}
    assert {path.name.split(".")[0] for path in pictures} == names
    for path in pictures:
        drawn = ElementTree.parse(path).getroot()
        assert drawn.get("role") == "img" and len(drawn.findtext(f"{SVG}title") or "") > 40
        assert path.with_suffix(".png").read_bytes().startswith(b"\x89PNG")
        data = path.with_name(f"{path.name.split('.')[0]}.csv").read_text(encoding="utf-8")
        assert data.startswith("scenario,design,statistic,at,value,error,exact") and data.count("\n") > 4


def begun(left: Path, out: Path) -> Path:
    """A folder in which participants and verdicts are worked out already."""
    (out / "chunks").mkdir(parents=True)
    for path in (left / "chunks").glob("*.npz"):
        copy(path, out / "chunks")
    return out


@pytest.mark.proves("simulation assumed")
def test_all_that_is_taken_of_the_first_trial_is_assumed_or_has_a_source() -> None:
    asked = read(find_trial("jakahdi") / FILE, load("jakahdi"))
    assert set(asked.stands_on) == {"patients", "course", "records", "recruitment", "looks"}
    assert all(each.en and each.fr for each in asked.stands_on.values())
    assert [each.name for each in asked.stated.assumptions] == ["sample_size", "interim_looks"]
    assert asked.success == 0.4 and asked.wanted["hoped_for"] == 0.6 and asked.endpoint.name == "P1"
    assert {each.id for each in asked.designs} >= {"planned", "optimal", "futility_six_looks", "both_two_looks"}


@pytest.mark.proves("analysis looks-in-force")
def test_the_design_in_force_is_the_one_that_is_simulated() -> None:
    """Alone where the file asks for none; first, and said to be in force, where it asks for others."""
    file = find_trial("jakahdi") / FILE
    (only,) = read(file, protocol_adopting("both_two_looks")).designs
    assert only.adopted and only.id == "both_two_looks" and only.lettered.en.endswith(", in force")
    assert only.lettered.fr.endswith(", en vigueur")
    simon = read(file, protocol_adopting("two_stages")).designs
    assert [each.plan for each in simon] == [staged((16, 46), (7, 23))]
    assert not any(each.adopted for each in read(file, protocol_adopting("single_analysis")).designs)


def test_it_goes_first_where_others_are_asked_for(tmp_path: Path) -> None:
    text = (find_trial("jakahdi") / FILE).read_text(encoding="utf-8")
    (tmp_path / FILE).write_text(f"{text}\ndesigns: [planned]\n", encoding="utf-8")
    found = read(tmp_path / FILE, protocol_adopting("both_two_looks")).designs
    assert [(each.id, each.letter) for each in found] == [("both_two_looks", "A"), ("planned", "B")]


# --- that it goes on ------------------------------------------------------------------------------------------------


@pytest.mark.proves("simulation again")
def test_the_same_whatever_the_number_of_workers(left: Path, scenarios: Path, tmp_path: Path) -> None:
    assert main(asked(scenarios, tmp_path / "out", "--lang", "fr", "--workers", "2")) == 0
    assert results(tmp_path / "out") == results(left)


@pytest.mark.proves("simulation again")
def test_what_was_stopped_goes_on_where_it_was(left: Path, scenarios: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks that are there are not made again; one that was cut short, and one that is gone, are."""
    before, chunks = results(left), sorted((left / "chunks").rglob("no_effect-*.npz"))
    assert [path.name for path in chunks] == [
        f"no_effect-{first:07d}-{n}.npz" for first, n in ((0, 250), (250, 250), (500, 100))
    ]
    chunks[0].unlink()
    chunks[1].write_bytes(chunks[1].read_bytes()[:1000])
    chunks[2].with_name("no_effect-0000500-100.77.part").write_bytes(b"half")
    made: list[Chunk] = []

    def noted(ready: Ready, chunk: Chunk):  # type: ignore[no-untyped-def]
        made.append(chunk)
        return simulate(ready, chunk)

    monkeypatch.setattr(running, "simulate", noted)
    assert main(asked(scenarios, left, "--lang", "fr")) == 0
    assert made == [Chunk("no_effect", 0, 250), Chunk("no_effect", 250, 250)]
    assert results(left) == before and not list(left.rglob("*.part"))


@pytest.mark.proves("simulation again")
def test_a_stop_in_the_middle_keeps_what_is_done(
    scenarios: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: Path, capsys: Output
) -> None:
    done: list[Chunk] = []

    def stopped(ready: Ready, chunk: Chunk):  # type: ignore[no-untyped-def]
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(chunk)
        return simulate(ready, chunk)

    monkeypatch.setattr(running, "simulate", stopped)
    out = begun(left, tmp_path / "out")
    assert main(asked(scenarios, out, "--lang", "fr")) == 130
    assert "Nothing half-written" in capsys.readouterr().err
    assert len(list(out.rglob("no_effect-*.npz"))) == 2 and not (out / "simulation.html").exists()
    monkeypatch.undo()
    assert main(asked(scenarios, out, "--lang", "fr")) == 0
    assert results(out) == results(left)


@pytest.mark.proves("simulation again")
def test_another_input_leaves_nothing_of_the_first(scenarios: Path, left: Path, tmp_path: Path) -> None:
    """Another seed draws other trials, of the same participants and rules."""
    out = begun(left, tmp_path / "out")
    assert main(asked(scenarios, out, "--json", trials=1)) == 0
    before = {path.name for path in (out / "chunks").iterdir()}
    assert main([*asked(scenarios, out, "--json", trials=1), "--seed", "6"]) == 0
    after = {path.name for path in (out / "chunks").iterdir()}
    assert len(before) == len(after) == 3 and len(before & after) == 2
    row = next(each for each in json.loads((out / "rows.json").read_text()) if each["statistic"] == "duration")
    assert row["error"] is None and row["warning"] == "the same in all 1 trials: no error can be estimated"


# --- what cannot be -------------------------------------------------------------------------------------------------

MISTAKES = {
    "a key misspelt": ("  worsening: 0.05", "  worsning: 0.05"),
    "a hazard below zero": ("  leaving: 0.25", "  leaving: -0.25"),
    "a share above one": ("  whole_sheet: 0", "  whole_sheet: 7"),
    "a percentage of success": ("success: p1}", "success: 75}"),
    "an effect said twice": ("fr: L’effet espéré, ", "fr: L’effet espéré, ratio: 2, "),
    "no effect said": (", ratio: 1}", "}"),
    "no site": ("    first: {opens: 0, per_month: 4}\n    second: {opens: 45, per_month: 2}\n", "    {}\n"),
    "a site that recruits nobody": ("per_month: 4", "per_month: 0"),
    "an organ that there is not": ("  on_the_ward: {}", "  on_the_ward: {spleen: 0.1}"),
    "a cause that there is not": ("[sepsis]", "[sepsys]"),
    "screened never": ("  every_h: 8", "  every_h: 80"),
    "a design that there is not": ("[planned, optimal]", "[planned, best]"),
    "an outcome that there is not": ("outcome: P1", "outcome: P9"),
    "an assumption that nobody says": ("assumption: course", "assumption: way"),
    "an assumption on which nothing stands": ("\ndesign:", "\n  more: {en: More, fr: Plus}\n\ndesign:"),
    "neither source nor assumption": ("pauses: false, assumption: looks}", "pauses: false}"),
    "rates in the wrong order": ("p1: 0.75", "p1: 0.6"),
    "a rate that recovery does not reach": ("  success: p0", "  success: 0.99"),
    "too few virtual patients": ("made: 160", "made: 20"),
    "no YAML": ("scenarios:\n", "scenarios: [\n"),
}  # fmt: skip


@pytest.mark.proves("simulation refused")
def test_error_texts(scenarios: Path, tmp_path: Path, capsys: Output) -> None:
    held = scenarios.read_text(encoding="utf-8")
    file, texts = tmp_path / "mine.yaml", []
    for name, (old, new) in MISTAKES.items():
        assert old in held, name
        file.write_text(held.replace(old, new, 1), encoding="utf-8")
        assert called(asked(file, tmp_path / "out")) in (1, 2), name
        told = capsys.readouterr()
        assert told.out == "", name
        texts.append(f"# {name}\n{told.err.replace(str(tmp_path), 'DIR').splitlines()[-1]}\n")
    same_as("simulation_errors.txt", "\n".join(texts))


@pytest.mark.proves("simulation refused")
@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--trials", "0"], "--trials: 0 is out of range."),
        (["--seed", "-1"], "--seed: -1 is out of range."),
        (["--workers", "0"], "--workers: 0 is out of range."),
        (["--scenarios", "nowhere.yaml"], "nowhere.yaml: there is no file of scenarios."),
    ],
)
def test_what_the_command_line_cannot_ask(
    more: list[str], says: str, scenarios: Path, tmp_path: Path, capsys: Output
) -> None:
    assert called([*asked(scenarios, tmp_path / "out"), *more]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.proves("simulation refused")
def test_the_folder_of_somebody_is_left_alone(scenarios: Path, tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "notes.txt").write_text("somebody's notes")
    assert called(asked(scenarios, tmp_path)) == 2
    assert "holds something else than a simulation" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
