"""`bedside feasibility` and `bedside source check` on a ward whose counts are known by hand (`small_ward`)."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from bedside.__main__ import main
from bedside.statistics.rates import rate
from tests.golden import same_as
from tests.unit.commands.asking import Output, called, read
from tests.unit.small_ward import MEASUREMENTS, STAYS, write_ward
from tests.unit.tiny_trial import write_trial

Rows = dict[tuple[str, str, str], float | int | str | None]


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    (tmp_path / "trial").mkdir()
    return write_trial(tmp_path / "trial")


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    return write_ward(tmp_path / "ward")


def counted(capsys: Output, trial: Path, ward: Path, *more: str) -> Rows:
    held = read(capsys, "feasibility", str(trial), "--source", f"canonical:{ward}", "--json", *more)
    return {(row["analysis"], row["group"], row["statistic"]): row["value"] for row in held}


def of(rows: Rows, analysis: str, group: str, *statistics: str) -> list[object]:
    return [rows[analysis, group, statistic] for statistic in statistics]


def test_everybody_stands_where_the_hand_puts_them(trial: Path, ward: Path, capsys: Output) -> None:
    rows = counted(capsys, trial, ward)
    assert of(rows, "patients", "all", "assessed", "met", "open", "out", "possible") == [6, 3, 1, 2, 4]
    assert of(rows, "patients", "all", "out_open_before", "out_throughout") == [1, 1], "Carl before his value came"
    assert of(rows, "attrition", "I1", "certain", "left_worst", "possible", "left_best") == [5, 1, 5, 1]
    assert of(rows, "attrition", "E1", "certain", "left_worst", "possible", "left_best") == [3, 2, 4, 1]


def test_what_each_criterion_costs(trial: Path, ward: Path, capsys: Output) -> None:
    rows = counted(capsys, trial, ward)
    names = ("dropped_certain", "gain_certain", "dropped_possible", "resolved_for", "resolved_against")
    assert of(rows, "criteria", "I1", *names) == [4, 1, 5, 3, 4], "without it, Bo"
    assert of(rows, "criteria", "E1", *names) == [5, 2, 5, 4, 3], "without it Carl and Dora; resolved, Dora"


def test_a_number_moved(trial: Path, ward: Path, capsys: Output) -> None:
    moves = ("minimum_age=16", "creatinine_limit=400", "minimum_age=16,creatinine_limit=400")
    rows = counted(capsys, trial, ward, *(word for move in moves for word in ("--move", move)))
    names = ("met", "open", "out", "possible", "change_met", "change_possible")
    assert of(rows, "moves", "minimum_age=16 a", *names) == [4, 1, 1, 5, 1, 1]
    assert of(rows, "moves", "creatinine_limit=400 umol/L", *names) == [4, 1, 1, 5, 1, 1]
    assert of(rows, "moves", "minimum_age=16 a,creatinine_limit=400 umol/L", *names) == [5, 1, 0, 6, 2, 2]
    stricter = counted(capsys, trial, ward, "--move", "creatinine_limit=105")
    assert of(stricter, "moves", "creatinine_limit=105 umol/L", *names) == [2, 2, 2, 4, -1, 0], (
        "Emil of his first stay only"
    )


@pytest.mark.parametrize(
    ("name", "values"), [("minimum_age", (120, 65, 41, 17, 0)), ("creatinine_limit", (0, 85, 105, 299, 4000))]
)
def test_the_looser_a_number_the_more_are_counted(
    trial: Path, ward: Path, capsys: Output, name: str, values: tuple[int, ...]
) -> None:
    rows = counted(capsys, trial, ward, *(word for value in values for word in ("--move", f"{name}={value}")))
    for statistic in ("met", "possible"):
        found = [value for (analysis, _, held), value in rows.items() if (analysis, held) == ("moves", statistic)]
        assert found == sorted(found) and len(found) == len(values)  # type: ignore[type-var]
        dropped = {"met": "dropped_certain", "possible": "dropped_possible"}[statistic]
        assert found[-1] == rows["criteria", {"minimum_age": "I1", "creatinine_limit": "E1"}[name], dropped]


def test_by_year_month_and_unit(trial: Path, ward: Path, capsys: Output) -> None:
    rows = counted(capsys, trial, ward)
    names = ("assessed", "met", "open", "out")
    assert of(rows, "years", "2020", *names) == [3, 1, 0, 2]
    assert of(rows, "years", "2021", *names) == [3, 2, 1, 0], "Emil in the stay in which he was met"
    assert of(rows, "units", "North", *names) == [2, 1, 0, 1]
    assert of(rows, "units", "South", *names) == [4, 2, 1, 1]
    assert of(rows, "months", "01", *names) == [2, 1, 1, 0], "Adele in 2020 and Dora in 2021"
    assert of(rows, "months", "12", *names) == [1, 1, 0, 0]


def test_rates_are_per_year_that_was_observed(trial: Path, ward: Path, capsys: Output) -> None:
    """From the first admission, 10 January 2020 at 8:00, to the last discharge, 31 December 2021 at 8:00."""
    rows = counted(capsys, trial, ward)
    years = 721 / 365.25
    assert rows["observation", "all", "years"] == pytest.approx(years)
    assert of(rows, "observation", "all", "first_admission", "last_hour") == ["2020-01-10", "2021-12-31"]
    found = rate(3, years)
    assert of(rows, "rates", "all", "met", "met_low", "met_high") == pytest.approx([found.value, found.low, found.high])
    assert rows["years", "2020", "years"] == pytest.approx((366 - 9 - 8 / 24) / 365.25)
    assert rows["years", "2021", "rate_met"] == pytest.approx(2 / ((364 + 8 / 24) / 365.25))
    stated = counted(capsys, trial, ward, "--years", "3")
    assert stated["rates", "all", "possible"] == pytest.approx(4 / 3)


def test_the_time_to_the_first_hour(trial: Path, ward: Path, capsys: Output) -> None:
    """Adele after 3 hours (10:30 is read at 11:00), Emil after 5, Faye after 1."""
    rows = counted(capsys, trial, ward)
    assert of(rows, "wait", "met", "lower_quartile", "median", "upper_quartile") == [1, 3, 5]


def test_shifted_dates_say_no_year(trial: Path, tmp_path: Path, capsys: Output) -> None:
    stays, measured = (text.replace("2020-", "2180-").replace("2021-", "2181-") for text in (STAYS, MEASUREMENTS))
    later = write_ward(tmp_path / "later", stays=stays, measurements=measured)
    for rows in (
        counted(capsys, trial, later),
        counted(capsys, trial, write_ward(tmp_path / "ward"), "--shifted"),
    ):
        assert not {"years", "months"} & {analysis for analysis, _, _ in rows}
        assert rows["observation", "all", "years"] is None and rows["rates", "all", "met"] is None
        assert rows["units", "South", "assessed"] == 4
    assert counted(capsys, trial, later, "--years", "2")["rates", "all", "possible"] == pytest.approx(4 / 2)


def test_small_counts_are_hidden_wherever_they_are_told(
    trial: Path, ward: Path, tmp_path: Path, capsys: Output
) -> None:
    out = tmp_path / "out"
    rows = counted(capsys, trial, ward, "--mask-below", "5", "--out", str(out))
    told = {key: value for key, value in rows.items() if isinstance(value, int)}
    assert not [key for key, value in told.items() if 0 < value < 5]
    assert rows["patients", "all", "met"] is None and rows["rates", "all", "met"] is None
    assert rows["patients", "all", "share_met_low"] is None and rows["wait", "met", "median"] is None
    page = (out / "feasibility.html").read_text(encoding="utf-8")
    assert "Counts from 1 to 4 are hidden" in page and "Les effectifs de 1 à 4 sont masqués" in page
    with (out / "rows.csv").open(encoding="utf-8") as file:
        written = {(row["analysis"], row["group"], row["statistic"]): row for row in csv.DictReader(file)}
    assert written["patients", "all", "met"]["value"] == "" and "hidden" in written["patients", "all", "met"]["warning"]


def test_the_folder_holds_page_rows_and_figure_in_both_languages(
    trial: Path, ward: Path, tmp_path: Path, capsys: Output
) -> None:
    out = tmp_path / "out"
    asked = ["feasibility", str(trial), "--source", f"canonical:{ward}", "--out", str(out), "--lang", "fr"]
    assert main([*asked, "--move", "minimum_age=16"]) == 0
    first = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert set(first) == {
        "feasibility.html", "rows.csv", "rows.json", "figures/attrition.csv", "figures/attrition.en.svg",
        "figures/attrition.fr.svg",
    }  # fmt: skip
    page = first["feasibility.html"].decode()
    assert "Sur 6 patients, 3 remplissaient tous les critères" in page and "Of 6 patients, 3 met all criteria" in page
    assert "Demandés à des personnes, donc non comptés ici\u00a0: I2." in page
    assert "âge minimal\u00a0: 16" in page and "minimum age: 16" in page
    svg = first["figures/attrition.fr.svg"].decode()
    assert "url(#maybe)" in svg and "3 avec certitude, 4 au mieux" in svg and ">3–4<" in svg
    assert main([*asked, "--move", "minimum_age=16"]) == 0, "an earlier count is replaced"
    again = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert again == first
    capsys.readouterr()


def test_nobody_met(trial: Path, ward: Path, capsys: Output) -> None:
    rows = counted(capsys, trial, ward, "--move", "minimum_age=100")
    assert of(rows, "moves", "minimum_age=100 a", "met", "possible", "change_met") == [0, 0, -3]


def test_nobody_is_asked_after_death(trial: Path, tmp_path: Path, capsys: Output) -> None:
    """Dora dies at noon and leaves her bed in the evening; Adele died before her stay, which asks nothing of her."""
    lines = STAYS.replace("admitted,discharged", "admitted,discharged,died").splitlines()
    dead = {"d1": "2021-01-05T12:00", "a1": "2020-01-09T12:00"}
    stays = "\n".join(lines[:1] + [f"{line},{dead.get(line[:2], '')}" for line in lines[1:]]) + "\n"
    rows = counted(capsys, trial, write_ward(tmp_path / "dead", stays=stays))
    assert of(rows, "patients", "all", "assessed", "met", "open", "out") == [5, 2, 1, 2]
    assert rows["observation", "all", "not_asked"] == 1


def test_what_cannot_be_served(trial: Path, ward: Path, tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("mine", encoding="utf-8")
    source = ["--source", f"canonical:{ward}"]
    told = []
    for name, arguments in {
        "a name that is none": ["--move", "age=3"],
        "a move without a value": ["--move", "minimum_age"],
        "a word for a number": ["--move", "minimum_age=old"],
        "another kind of unit": ["--move", "creatinine_limit=2 kg"],
        "a move that moves nothing": ["--move", "minimum_age=18"],
        "a folder of something else": ["--out", str(tmp_path / "taken")],
        "out inside the source": ["--out", str(ward / "out")],
        "a negative mask": ["--mask-below", "-1"],
        "no years": ["--years", "0"],
        "every half hour": ["--every", "30m"],
    }.items():
        code = called(["feasibility", str(trial), *source, *arguments])
        said = capsys.readouterr().err.strip().splitlines()[-1]
        told.append(f"{name} ({code})\n  {said.replace(str(tmp_path), 'FOLDER')}")
    assert called(["source", "check", f"canonical:{ward}", "--trial", "nothere"]) == 1
    assert "neither a folder" in capsys.readouterr().err
    assert called(["source", "check", str(ward)]) == 2
    assert "is no source" in capsys.readouterr().err
    same_as("feasibility_errors.txt", "\n".join(told) + "\n")


# --- source check --------------------------------------------------------------------------------------------------


def checked(capsys: Output, ward: Path, *more: str) -> dict[tuple[str, str, str, str], float | int | str | None]:
    held = read(capsys, "source", "check", f"canonical:{ward}", "--json", *more)
    return {(row["analysis"], row["group"], row["variable"], row["statistic"]): row["value"] for row in held}


def test_what_a_source_supplies(trial: Path, ward: Path, capsys: Output) -> None:
    rows = checked(capsys, ward, "--trial", str(trial))
    variables = {variable for analysis, _, variable, _ in rows if analysis == "variables"}
    assert variables == {"age", "creatinine"}, "what the criteria read, without questions to people"
    facts = ("supplied", "recorded", "stays_with", "rows_used", "rows_refused", "rows_kept")
    assert [rows["variables", "all", "creatinine", name] for name in facts] == [1, 0, 5, 5, 1, 0]
    assert rows["variables", "all", "creatinine", "stays_share"] == pytest.approx(500 / 7)
    assert rows["stays", "all", "", "stays"] == 7
    assert [rows["units", unit, "creatinine", "stays_with"] for unit in ("North", "South")] == [2, 3]
    assert [rows["years", year, "creatinine", "stays_share"] for year in ("2020", "2021")] == [
        75.0,
        pytest.approx(200 / 3),
    ]
    assert rows["refused", "measurements", "creatinine", "rows"] == 1
    assert rows["mapping", "measurements", "creatinine", "unit"] == "umol/L"
    reach = [rows["criteria", id, "", name] for id in ("I1", "E1") for name in ("can_be_met", "can_be_not_met")]
    assert reach == [1, 1, 1, 1]
    assert rows["criteria", "I2", "", "answered_by_data"] == 0


def test_what_will_be_cannot_tell(trial: Path, tmp_path: Path, capsys: Output) -> None:
    manifest = (
        "format: bedside-canonical/1\nname: No laboratory\nnot_real: true\nrecorded: []\nsupplied: [age, icu_stay]\n"
    )
    ward = write_ward(tmp_path / "ward", manifest=manifest)
    rows = checked(capsys, ward, "--trial", str(trial))
    assert [rows["criteria", "E1", "", name] for name in ("can_be_met", "can_be_not_met", "lacking")] == [
        0, 0, "creatinine",
    ]  # fmt: skip
    bare = write_ward(tmp_path / "bare", manifest=manifest, measurements="patient_id,variable,start,value,unit\n")
    never = checked(capsys, bare, "--trial", str(trial))
    assert never["variables", "all", "creatinine", "stays_share"] is None, "what is not supplied is not zero"
    assert never["variables", "all", "age", "stays_share"] == 0
    assert main(["source", "check", f"canonical:{ward}", "--trial", str(trial), "--lang", "fr"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Variables fournies : 1 sur 2, pour 7 séjours" in said.replace("\u00a0", " ")
    assert "Sera « on ne peut conclure » pour tous, d’après les données de l’hôpital : E1." in said


def test_the_page_of_a_source(ward: Path, tmp_path: Path, capsys: Output) -> None:
    out = tmp_path / "checked"
    assert main(["source", "check", f"canonical:{ward}", "--out", str(out)]) == 0
    assert {path.name for path in out.iterdir()} == {"source.html", "rows.csv", "rows.json"}
    page = (out / "source.html").read_text(encoding="utf-8")
    told = capsys.readouterr().out
    assert "Share of stays with a value, by unit" in told and "Where they are read from" in told
    assert "What Small ward supplies" in page and "Ce que fournit Small ward" in page
    assert "the value is not a number" in page and "la valeur n’est pas un nombre" in page
    assert json.loads((out / "rows.json").read_text(encoding="utf-8"))
    capsys.readouterr()
