"""The statistical report: its sentences say what the rows say, and the same snapshot gives the same bytes."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bedside.__main__ import main
from bedside.analysis.methods_said import said_method
from bedside.analysis.results import METHODS, rows_of
from bedside.analysis.rows import Row
from bedside.analysis.tables import Table
from bedside.analysis.tables_of_flow import flow_tables
from bedside.analysis.worked import Worked, work_on
from bedside.documents import headlines as in_a_line
from bedside.documents import sentences as in_words
from bedside.documents.blocks import Marked
from bedside.documents.found import main_rows
from bedside.documents.sentences import sentences
from bedside.documents.sentences_beside import beside
from bedside.documents.words import word
from bedside.exports.tables import Cell
from bedside.protocol.loading import load
from bedside.values.wording import LANGUAGES
from tests import needs
from tests.analysis.conftest import ten
from tests.analysis.synthetic import NO, YES, Made, cut, known_person
from tests.analysis.test_plan import reported, written
from tests.golden import same_as

FILES = ["analysis.html", "profiles.csv", "profiles.en.pdf", "profiles.fr.pdf", "profiles.html", "report.en.pdf",
         "report.fr.pdf", "report.html", "rows.csv", "rows.json", "tables.en.rtf", "tables.fr.rtf"]  # fmt: skip
CODES = re.compile(rb"01-S0\d\d")
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory, snapshot_of_ten: Path) -> Path:
    """What a report leaves in a folder."""
    out = tmp_path_factory.mktemp("report") / "out"
    assert main(["report", "jakahdi", "--data", str(snapshot_of_ten), "--out", str(out)]) == 0
    return out


@pytest.mark.proves("analysis report")
def test_the_same_snapshot_gives_the_same_bytes(left: Path, tmp_path: Path) -> None:
    again = cut(tmp_path / "cut", ten())
    assert main(["report", "jakahdi", "--data", str(again), "--out", str(tmp_path / "out")]) == 0
    assert sorted(path.name for path in left.iterdir()) == [*FILES[:1], "figures", *FILES[1:]]
    for file in [*FILES, *(f"figures/{path.name}" for path in (left / "figures").iterdir())]:
        assert (tmp_path / "out" / file).read_bytes() == (left / file).read_bytes(), file


def test_a_report_and_an_analysis_share_their_folder(left: Path, snapshot_of_ten: Path) -> None:
    before = (left / "rows.csv").read_bytes()
    assert main(["analyse", "jakahdi", "--data", str(snapshot_of_ten), "--out", str(left)]) == 0
    assert (left / "rows.csv").read_bytes() == before


def test_the_printed_report_says_whose_numbers_they_are(left: Path, worked: Worked) -> None:
    needs.program("pdftotext")
    for language, page in (("en", "page 1 of"), ("fr", "page 1 sur")):
        run = ["pdftotext", "-layout", str(left / f"report.{language}.pdf"), "-"]
        done = subprocess.run(run, capture_output=True, check=True)
        told = re.sub(r"[ \u00a0\u202f]+", " ", done.stdout.decode())
        assert page in told and worked.snapshot.hash in told and worked.protocol.hash[:16] in told


def test_nobody_is_named_but_whose_records_contradict_themselves(left: Path) -> None:
    """The ninth died while adverse events are counted, without a fatal one: the site has to find them."""
    found = {code for file in FILES if not file.endswith("pdf") for code in CODES.findall((left / file).read_bytes())}
    assert found == {b"01-S009"}


# --- what it says ---------------------------------------------------------------------------------------------------


def test_every_method_has_its_sentences_and_its_lines() -> None:
    assert set(in_words.BY_METHOD) == set(in_a_line.BY_METHOD) == set(METHODS)


@pytest.mark.proves("analysis report")
def test_the_primary_result_is_that_of_the_ten(worked: Worked, rows: tuple[Row, ...]) -> None:
    """Six successes, three failures, one undetermined; 8 of 10 rule out 40 % at 5 %: P(X >= 8 | 10, 0.4) = 0.0123."""
    told = " ".join(sentences(main_rows(rows, worked, worked.promised.estimands[0], "en")))
    assert "Of 10 participants whose time had come, 6 succeeded for certain and 3 failed for certain" in told
    assert "proportion of successes is 60.0\u00a0% (26.2\u00a0% to 87.8\u00a0%)" in told
    assert "it lies between 60.0\u00a0% and 70.0\u00a0%" in told
    assert "Were the 10 analysed so far all participants" in told
    assert "at the one-sided level of 5\u00a0%: 8. Successes found: 6; exact one-sided p: 0.1662." in told
    assert "Nothing is decided yet" in told
    assert "rest on assumptions" in told and "would not change" not in told
    assert "This is not the final analysis: 10 of 42 planned participants" in told


@pytest.mark.proves("analysis report")
def test_every_number_in_a_sentence_is_that_of_a_row(worked: Worked, rows: tuple[Row, ...]) -> None:
    """Numbers written by hand in a sentence would be found in no row; rates of the protocol are its own."""
    design = worked.design
    assert design is not None
    for estimand in worked.promised.estimands:
        mine = [row for row in rows if row.outcome == estimand.outcome]
        held = {shown for row in mine for shown in shapes(row)}
        held |= {f"{100 * design.asked.p0:g}", f"{100 * design.asked.alpha:g}", "95", str(design.participants)}
        held |= {str(estimand.exposure.per), f"{estimand.exposure.per:,}"} if estimand.exposure else set()
        found = main_rows(rows, worked, estimand, "en")
        named = {found.name(each) for row in mine for each in (row.variable, row.group)}
        named = {each for each in named if re.search("[A-Za-z]{2}", each)}
        for told in sentences(found):
            assert set(NUMBER.findall(without(named, told))) <= held, (estimand.outcome, told)


def without(names: set[str], told: str) -> str:
    """A sentence without these names, which have numbers of their own (`SOFA at day 28`)."""
    either = "|".join(re.escape(each) for each in sorted(names, key=len, reverse=True))
    return re.sub(either, " ", told, flags=re.IGNORECASE)


def shapes(row: Row) -> set[str]:
    """The ways in which a row's value, day or rate is written, and the numbers of its warnings."""
    found = set(NUMBER.findall(" ".join(each.en for each in row.warnings)))
    for value in (row.value, row.time, row.group):
        try:
            number = float(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            continue
        found |= {f"{number:g}", f"{number:.4f}", f"{number:.4g}", f"{100 * number:.1f}", f"{100 * number:.4g}",
                  f"{number:,.0f}"}  # fmt: skip
        found |= {each.lstrip("-") for each in set(found)}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_a_single_group_cannot_show(worked: Worked, rows: tuple[Row, ...], language: str) -> None:
    words = "does not establish superiority" if language == "en" else "n’établit pas à lui seul une supériorité"
    marked = [each.text for each in reported(rows, worked, language).blocks if isinstance(each, Marked)]
    assert sum(words in each for each in marked) >= 2


def test_every_warning_of_a_number_stands_among_the_limits(worked: Worked, rows: tuple[Row, ...]) -> None:
    said = written(reported(rows, worked, "en"))
    assert all(each.en in said for row in rows for each in row.warnings)


def test_every_method_has_a_french_name(rows: tuple[Row, ...]) -> None:
    cited = {row.method for row in rows if row.method and not row.method.startswith("counted")}
    assert len(cited) > 20
    assert not [each for each in cited if said_method(each, "fr") == each]
    otherwise = {said_method(each, "en") for each in cited if said_method(each, "en") != each}
    assert otherwise == {"days (stay in intensive care), from inclusion to the end of the window"}
    assert not [each for each in cited if "_" in said_method(each, "fr") + said_method(each, "en")]


# --- awkward snapshots ----------------------------------------------------------------------------------------------


def everybody_dead() -> list[Made]:
    death = {("P1", ""): NO, ("S9", ""): NO, ("S2", ""): (72.0, 72.0, "death"), ("S4", ""): (72.0, 72.0, "death")}
    return [Made(f"01-S{n:03}", death, died=3.0, icu_days=3.0, events=[("death", 3.0)]) for n in range(1, 6)]


@pytest.mark.parametrize(
    "people", [[], [known_person(1, True)], [Made("01-S001")], everybody_dead()],
    ids=["nobody", "one", "one of whom nothing is known", "everybody dead"],
)  # fmt: skip
def test_whoever_is_in_it_a_report_is_written(people: Sequence[Made], tmp_path: Path) -> None:
    worked = work_on("jakahdi", cut(tmp_path / "cut", people))
    rows = rows_of(worked)
    for language in LANGUAGES:
        said = written(reported(rows, worked, language))
        assert not re.search(r"\bnan\b|\binf\b|None", said)
        assert "{" not in said


def test_a_trial_with_groups_and_without_rates_has_a_report_too(tmp_path: Path) -> None:
    """The second trial: nothing is tested, nothing compared, nobody's dose known, and each is said."""
    protocol = load("adrenal")
    people = [
        Made(f"01-S{n:03}", {("P1", ""): YES if n % 2 else NO}, version=protocol.version, alive_until=95.0)
        for n in range(1, 8)
    ]
    worked = work_on("adrenal", cut(tmp_path / "cut", people, protocol=protocol))
    rows = rows_of(worked)
    said = written(reported(rows, worked, "en"))
    assert (
        "The proportion of successes is 57.1\u00a0% (18.4\u00a0% to 90.1\u00a0%); everybody's result is known." in said
    )
    assert "Nothing is tested" in said and "nothing is compared" in said
    assert "Never treated, as recorded: not known (the protocol names no item that tells of the first dose)" in said


# --- deviations -----------------------------------------------------------------------------------------------------


def test_deviations_are_counted_by_kind_in_the_words_of_the_snapshot(worked: Worked) -> None:
    held: list[dict[str, Cell]] = [
        {"participant": "01-S001", "kind": "visit", "serious": 1},
        {"participant": "01-S001", "kind": "visit", "serious": 0},
        {"participant": None, "kind": "equipment", "serious": None},
    ]  # fmt: skip
    table = deviations_told(worked, held, "en")
    assert table.body == (
        ("all", "3", "1", "0", "0", "1", "1"),
        ("a freezer", "1", "0", "0", "0", "0", "1"),
        ("a visit missed", "2", "1", "0", "0", "1", "0"),
    )


@pytest.mark.proves("analysis report")
def test_what_the_sponsor_found_of_a_deviation_leads_over_what_the_site_said(worked: Worked) -> None:
    """The first was not assessed at the site, the second perhaps serious there, the third not; the last is open."""
    told = [(None, "serious breach", "to notify"), (1, "minor", "assessed"), (0, "serious breach", "notified"),
            (1, None, "to assess")]  # fmt: skip
    held: list[dict[str, Cell]] = [
        {"participant": "01-S001", "kind": "visit", "serious": serious, "severity": severity, "state": state}
        for serious, severity, state in told
    ]
    english, french = (deviations_told(worked, held, language) for language in LANGUAGES)
    assert dict(zip(english.head[1:], english.body[0][1:], strict=True)) == {
        "deviations": "4", "participants concerned": "1", "serious breaches, as the sponsor finds": "2",
        "of these still to be notified": "1",
        "perhaps serious breaches, as the site says, not assessed by the sponsor": "1", "assessed by nobody": "0",
    }  # fmt: skip
    assert french.head[3:5] == ("manquements graves, selon le promoteur", "dont restant à notifier")


def deviations_told(worked: Worked, held: list[dict[str, Cell]], language: str) -> Table:
    """The table of deviations of a snapshot that holds these."""
    codes = [
        {"table": "deviations", "column": "kind", "code": code, "english": english, "french": "-"}
        for code, english in (("equipment", "a freezer"), ("visit", "a visit missed"), ("staff", "nobody trained"))
    ]
    tables = {**worked.snapshot.tables, "deviations": held, "codes": codes}
    other = replace(worked, snapshot=replace(worked.snapshot, tables=tables))
    return next(each for each in flow_tables(rows_of(other), other, language) if each.name == "deviations")


def test_a_snapshot_without_a_table_of_deviations_says_so(worked: Worked, rows: tuple[Row, ...]) -> None:
    row = next(row for row in rows if row.statistic == "deviations")
    assert row.value is None and "no table of deviations" in row.warnings[0].en


@pytest.mark.proves("analysis report")
@pytest.mark.parametrize("language", LANGUAGES)
def test_supplementary_analyses_are_told_word_for_word_and_conclude_nothing(
    rows: tuple[Row, ...], worked: Worked, language: str
) -> None:
    """Only an outcome that declares one has sentences, the last of which says how to read them."""
    told = {}
    for each in worked.promised.estimands:
        if found := beside(main_rows(rows, worked, each, language)):
            assert each.delta or each.course or each.over_time, each.outcome
            told[each.outcome] = found
            assert found[-1] == word("beside_reads").say(language) and found.count(found[-1]) == 1
    assert {"P1", "S1", "S5"} <= told.keys()
    same_as(f"beside_{language}.txt", "".join(f"{name}: {line}\n" for name in told for line in told[name][:-1]))
