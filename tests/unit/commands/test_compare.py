"""`bedside score compare` on a ward of three stays and nine hours, counted by hand.

Creatinine is all that is known (µmol/L; of 1.2, 2.0, 3.5 and 5.0 mg/dL the bounds are 106.08, 176.8, 309.4 and 442, and
those printed in µmol/L 110, 171, 300 and 440). One has 108 from the third hour on and 175 at the fifth; two has 305 for
three hours; three has 442, the top bound in mg/dL itself, for one.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bedside.__main__ import main
from bedside.scores.catalogue import SCORES
from bedside.values.wording import LANGUAGES
from tests.analysis.read_svg import beyond, elements, overlapping
from tests.golden import same_as
from tests.unit.commands.asking import Output, called, read
from tests.unit.small_ward import write_ward

PATIENTS = "patient_id,sex\none,female\ntwo,male\nthree,male\n"
STAYS = """\
stay_id,patient_id,unit,admitted,discharged
s1,one,North,2020-01-10T08:00,2020-01-10T12:00
s2,two,North,2020-01-10T08:00,2020-01-10T10:00
s3,three,South,2020-01-10T08:00,2020-01-10T08:30
"""
MEASUREMENTS = """\
patient_id,variable,start,value,unit
one,creatinine,2020-01-10T09:30,108,umol/L
one,creatinine,2020-01-10T11:30,175,umol/L
two,creatinine,2020-01-10T08:00,305,umol/L
three,creatinine,2020-01-10T08:00,442,umol/L
"""
A, B = "sofa:missing-as-zero", "sofa:missing-as-zero,boundaries=umol/L"
Rows = dict[tuple[str, str, str, str], float | int | str | None]


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    return write_ward(tmp_path / "ward", patients=PATIENTS, stays=STAYS, measurements=MEASUREMENTS)


def compared(capsys: Output, ward: Path, *asked: str) -> Rows:
    held = read(capsys, "score", "compare", *asked, "--source", f"canonical:{ward}", "--json")
    keys = [(row["analysis"], row["group"], row["at"], row["statistic"]) for row in held]
    assert len(set(keys)) == len(keys), "one fact a row"
    return dict(zip(keys, (row["value"] for row in held), strict=True))


def of(rows: Rows, analysis: str, group: str, *statistics: str, at: str = "") -> list[object]:
    return [rows[analysis, group, at, statistic] for statistic in statistics]


def test_agreement_is_as_by_hand(ward: Path, capsys: Output) -> None:
    """Of A and B: 0 and 0 twice, 1 and 0 twice, 1 and 2, 2 and 3 three times, 3 and 4."""
    rows = compared(capsys, ward, A, B, "--at", "2")
    assert of(rows, "known", "total", "hours", "known_a", "known_b", "known_both", "stays") == [9, 9, 9, 9, 3]
    cross = {(group, at): value for (analysis, group, at, _), value in rows.items() if analysis == "cross"}
    assert cross == {("0", "0"): 2, ("1", "0"): 2, ("1", "2"): 1, ("2", "3"): 3, ("3", "4"): 1}
    for part in ("total", "renal"):
        assert of(rows, "agreement", part, "same", "same_share", "kappa", "kappa_quadratic", "difference") == (
            pytest.approx([2, 200 / 9, 4 / 67, 24 / 31, 3 / 9])
        )
    assert of(rows, "agreement", "liver", "same", "kappa") == [9, None], "all are 0: no variation"


def test_sides_are_as_by_hand(ward: Path, capsys: Output) -> None:
    rows = compared(capsys, ward, A, B, "--at", "2")
    sorts = ("same", "changed", "one", "neither")
    assert of(rows, "sides", "hours", *sorts, at="2") == [8, 1, 0, 0]
    assert of(rows, "sides", "stays", *sorts, "below_reached", "with_changed_hour", at="2") == [2, 1, 0, 0, 1, 1]


def test_what_cannot_be_told_is_on_no_side(ward: Path, capsys: Output) -> None:
    """By default what nobody measured is a range: before a creatinine the total may be anything."""
    rows = compared(capsys, ward, "sofa", "sofa:missing=zero", "--at", "1")
    assert of(rows, "known", "total", "known_a", "known_b", "known_both") == [0, 9, 0]
    assert of(rows, "agreement", "total", "same", "same_share", "kappa", "difference") == [0, None, None, None]
    sorts = ("same", "changed", "one", "neither")
    assert of(rows, "sides", "hours", *sorts, "open_below", at="1") == [7, 0, 2, 0, 2]
    assert of(rows, "sides", "stays", *sorts, at="1") == [3, 0, 0, 0]
    higher = compared(capsys, ward, "sofa", "sofa:vincent-1996-si", "--at", "20")
    assert of(higher, "sides", "hours", *sorts, at="20") == [0, 0, 0, 9], "three organs could make it up to 20"


def test_each_option_alone_and_taken_back(ward: Path, capsys: Output) -> None:
    """At 442 either option makes 4 of 3 points by itself, so that taking one of the two back changes nothing there."""
    rows = compared(capsys, ward, A, f"{B},top_band=from", "--at", "4")
    names = ("changed", "changed_stays", "changed_known", "changed_sides", "changed_sides_stays", "mean_change")
    alone, back = "switched_from_a", "taken_back_from_b"
    assert of(rows, "options", "boundaries", *names, at=alone) == [7, 3, 7, 1, 1, pytest.approx(3 / 9)]
    assert of(rows, "options", "top_band", *names, at=alone) == [1, 1, 1, 1, 1, pytest.approx(1 / 9)]
    assert of(rows, "options", "all", *names, at=alone) == [7, 3, 7, 1, 1, pytest.approx(3 / 9)]
    assert of(rows, "options", "boundaries", *names, at=back) == [6, 2, 6, 0, 0, pytest.approx(-2 / 9)]
    assert of(rows, "options", "top_band", *names, at=back) == [0, 0, 0, 0, 0, 0]
    assert of(rows, "inputs", "b", "version", "top_band", "boundaries") == [f"{B},top_band=from", "from", "umol/L"]


def test_the_other_way_round_it_is_the_same_turned(ward: Path, capsys: Output) -> None:
    rows, turned = compared(capsys, ward, A, B, "--at", "2"), compared(capsys, ward, B, A, "--at", "2")
    for statistic in ("same", "kappa", "kappa_low", "kappa_high", "kappa_quadratic"):
        assert turned["agreement", "total", "", statistic] == pytest.approx(rows["agreement", "total", "", statistic])
    assert turned["agreement", "total", "", "difference"] == pytest.approx(-3 / 9)
    assert turned["sides", "stays", "2", "reached_below"] == 1


def test_the_threshold_of_a_trial(ward: Path, capsys: Output) -> None:
    rows = compared(capsys, ward, A, B, "--trial", "jakahdi")
    assert rows["inputs", "all", "", "threshold"] == 4
    assert compared(capsys, ward, A, B, "--trial", "jakahdi", "--at", "3")["inputs", "all", "", "threshold"] == 3


def test_the_folder_holds_page_rows_and_figure_in_both_languages(ward: Path, tmp_path: Path, capsys: Output) -> None:
    out = tmp_path / "out"
    asked = ["score", "compare", A, B, "--source", f"canonical:{ward}", "--at", "2", "--out", str(out), "--lang", "fr"]
    assert main(asked) == 0
    first = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert set(first) == {
        "agreement.html", "rows.csv", "rows.json", "figures/totals.csv", "figures/totals.en.svg",
        "figures/totals.fr.svg",
    }  # fmt: skip
    page = first["agreement.html"].decode()
    assert "the same total: 2 (22.2%)" in page and "total identique\u00a0: 2 (22,2\u00a0%)" in page
    assert "change side for certain: 1 (stays: 1)" in page and "certitude\u00a0: 1 (séjours\u00a0: 1)" in page
    assert "boundaries: mg/dL → umol/L" in page and "taken back" not in page, "one option alone is the same both ways"
    assert capsys.readouterr().out.startswith("sofa:missing-as-zero contre sofa:missing-as-zero,boundaries=umol/L")
    for language in LANGUAGES:
        drawn = first[f"figures/totals.{language}.svg"].decode()
        assert overlapping(drawn) == beyond(drawn) == []
    circles = [each.get("class") for each, _ in elements(drawn) if each.tag.endswith("circle")]
    assert (circles.count("equal"), circles.count("unequal")) == (1 + 1, 4 + 1), "each with its sample in the legend"
    with (out / "figures" / "totals.csv").open(encoding="utf-8") as file:
        assert sum(int(row["value"]) for row in csv.DictReader(file)) == 9
    assert main(asked) == 0, "an earlier comparison is replaced"
    again = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert again == first


def test_nothing_known_in_both_is_still_drawn(ward: Path, tmp_path: Path, capsys: Output) -> None:
    asked = ["score", "compare", "hlh2004", "hlh2004:without-nk", "--source", f"canonical:{ward}", "--at", "5"]
    assert main([*asked, "--out", str(tmp_path / "out")]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "The two totals are never both known" in said
    assert main([*asked[:2], "hlh2004:without-nk", "hlh2004", *asked[4:-1], "8"]) == 0, "B goes up to 8"
    assert "only one of them has are not compared by themselves: low or absent NK-cell activity" in said


def test_an_option_that_cannot_stand_alone_says_so(ward: Path, capsys: Output) -> None:
    """Eight criteria cannot be needed where only seven are left."""
    rows = compared(capsys, ward, "hlh2004:needed=8", "hlh2004:without-nk", "--at", "5")
    at = "switched_from_a"
    assert of(rows, "options", "nk_activity", "changed", "mean_change", at=at) == [None, None]
    assert of(rows, "options", "needed", "changed", at=at) == [0], "how many are needed changes no count"


def test_two_scores_of_the_same_points_are_compared_without_options(
    ward: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SCORES, "other", SCORES["sofa"])  # type: ignore[arg-type]  # it is a dict
    rows = compared(capsys, ward, A, B.replace("sofa", "other"), "--at", "2")
    assert of(rows, "agreement", "total", "same", "kappa") == pytest.approx([2, 4 / 67])
    assert "options" not in {analysis for analysis, *_ in rows}
    asked = ["score", "compare", A, "other", "--source", f"canonical:{ward}", "--at", "2", "--lang", "fr"]
    assert main(asked) == 0
    assert "aucune option n’explique l’écart" in capsys.readouterr().out


def test_what_cannot_be_served(ward: Path, tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("mine", encoding="utf-8")
    told = []
    for name, arguments in {
        "no threshold": ["sofa", B],
        "a threshold that is none": ["sofa", B, "--at", "four"],
        "a threshold beyond the scale": ["sofa", B, "--at", "25"],
        "a trial without a threshold": ["sofa", B, "--trial", "adrenal"],
        "a trial that is not there": ["sofa", B, "--trial", "nothere"],
        "an unknown score": ["apache", B, "--at", "4"],
        "an unknown variant": ["sofa:ours", B, "--at", "4"],
        "an unknown option": ["sofa:colour=red", B, "--at", "4"],
        "a choice that is none": ["sofa:boundaries=stones", B, "--at", "4"],
        "an option without a value": ["sofa:vincent-1996,window", B, "--at", "4"],
        "a score that cannot be built": ["sofa:window=PT0H", B, "--at", "4"],
        "no common scale": ["sofa", "hscore", "--at", "4"],
        "the same twice": ["sofa", "sofa:vincent-1996", "--at", "4"],
        "one alone": ["sofa", "--at", "4"],
        "a folder of something else": ["sofa", B, "--at", "4", "--out", str(tmp_path / "taken")],
        "out inside the source": ["sofa", B, "--at", "4", "--out", str(ward / "out")],
        "every half hour": ["sofa", B, "--at", "4", "--every", "30m"],
    }.items():
        code = called(["score", "compare", *arguments, "--source", f"canonical:{ward}"])
        said = capsys.readouterr().err.strip().splitlines()[-1]
        told.append(f"{name} ({code})\n  {said.replace(str(tmp_path), 'FOLDER')}")
    same_as("compare_errors.txt", "\n".join(told) + "\n")


def test_sofa_2_beside_sofa_by_either_name(ward: Path, capsys: Output) -> None:
    """Creatinine of 108 µmol/L (1.22 mg/dL) is 1 point in both, 305 is 2 and 442 3 and 3; nothing else is known."""
    for name in ("sofa:sofa2", "sofa2"):
        rows = compared(capsys, ward, "sofa:missing-as-zero", f"{name}:missing-as-zero" if name == "sofa2" else name,
                        "--at", "2")  # fmt: skip
        assert of(rows, "known", "total", "hours", "known_a") == [9, 9]
        assert not [key for key in rows if key[0] == "step"], "two scores have no options in common"
    assert of(rows, "known", "total", "known_b", "known_both") == [9, 9]
    assert of(rows, "known", "renal", "known_b") == [9]


def test_another_spelling_of_a_variant_is_the_variant(ward: Path, capsys: Output) -> None:
    same = ["sofa:vincent1996", "sofa:vincent-1996"]
    code = called(["score", "compare", *same, "--at", "4", "--source", f"canonical:{ward}"])
    assert (code, "are the same" in capsys.readouterr().err) == (2, True)
