"""The statistical analysis plan: written from the objects of the analysis, and changed with them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bedside.__main__ import main
from bedside.analysis.figures.gathered import figures_of
from bedside.analysis.page import page_of as analysis_page
from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row
from bedside.analysis.tables_of_outcomes import tables_of
from bedside.analysis.words import WORDS
from bedside.analysis.worked import Worked
from bedside.documents.blocks import Document, Facts, Grid
from bedside.documents.page import page_of
from bedside.documents.plan import plan_document
from bedside.documents.references import REFERENCES
from bedside.documents.report import report_document, report_tables
from bedside.protocol.estimands import Estimand
from bedside.protocol.loading import load
from bedside.protocol.model import Protocol
from bedside.protocol.telling_blocks import Heading, Paragraph, Points
from bedside.values.wording import LANGUAGES, Text
from tests.analysis.test_rtf import cells
from tests.analysis.two_arms import in_two_arms
from tests.analysis.with_looks import made, protocol_adopting, trial_of

TRIALS = ("jakahdi", "adrenal")
CHAPTERS = ("administration", "introduction", "study_methods", "principles", "population", "analysis_chapter",
            "tables_to_come", "assumptions")  # fmt: skip


def written(document: Document) -> str:
    """All that a document says, piece by piece."""
    said: list[str] = []
    for block in document.blocks:
        match block:
            case Facts():
                said += [part for pair in block.pairs for part in pair]
            case Points():
                said += block.items
            case Grid():
                said += [block.name, *block.head, *(cell for line in block.body for cell in line), *block.footnotes]
            case Heading() | Paragraph():
                said.append(block.text)
            case _:
                said.append(block.title if hasattr(block, "title") else block.text)
    return "\n".join(said)


def reported(rows: tuple[Row, ...], worked: Worked, language: str) -> Document:
    """The report with its figures."""
    return report_document(rows, worked, figures_of(rows, worked), language)


def attributes(estimand: Estimand, language: str) -> list[str]:
    """Population, treatment, variable, what becomes of each intercurrent event, summary measure; and the analysis."""
    held = [estimand.population, estimand.treatment, estimand.variable, *(each.text for each in estimand.events),
            estimand.measure, estimand.analysis, estimand.rests_on]  # fmt: skip
    return [each.say(language).rstrip(".") for each in held]


@pytest.mark.proves("analysis plan")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("trial", TRIALS)
def test_every_estimand_stands_in_the_plan_with_its_attributes(trial: str, language: str) -> None:
    protocol = load(trial)
    assert protocol.promised is not None
    said = written(plan_document(protocol, language))
    for estimand in protocol.promised.estimands:
        assert all(each in said for each in attributes(estimand, language)), estimand.outcome


@pytest.mark.proves("analysis plan")
@pytest.mark.parametrize("language", LANGUAGES)
def test_plan_analysis_and_report_change_with_the_estimand(
    worked: Worked, rows: tuple[Row, ...], language: str
) -> None:
    """One object changed: plan, footnotes of the analysis, its page, report and RTF all say the new words."""
    new = Text("A measure that nobody has thought of.", "Une mesure à laquelle personne n’a pensé.")
    first, *others = worked.promised.estimands
    promised = replace(worked.promised, estimands=(replace(first, measure=new), *others))
    changed = replace(worked, promised=promised, protocol=replace(worked.protocol, promised=promised))
    for held, there in ((changed, True), (worked, False)):
        footnotes = "\n".join(note for table in tables_of(rows, held, language) for note in table.footnotes)
        rtf = "\n".join(cells(report_tables(rows, held, language)).notes)
        said = (
            written(plan_document(held.protocol, language)), footnotes, analysis_page(rows, held, {}, language),
            written(reported(rows, held, language)), rtf,
        )  # fmt: skip
        assert [new.say(language) in each for each in said] == [there] * len(said)


@pytest.mark.parametrize("trial", TRIALS)
def test_the_chapters_are_those_of_the_guideline(trial: str) -> None:
    document = plan_document(load(trial), "en")
    chapters = [each for each in document.blocks if isinstance(each, Heading) and each.level == 2]
    assert tuple(each.anchor for each in chapters) == CHAPTERS
    assert [each.text.partition(".")[0] for each in chapters] == [str(place + 1) for place in range(len(CHAPTERS))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_tables_are_those_that_the_analysis_makes(worked: Worked, rows: tuple[Row, ...], language: str) -> None:
    """Numbers and titles of the shells are those of the report, and so are their heads, but for what data bring.

    Nothing is decided of ten: where the plan has the decision, the report says what they would meet.
    """
    decided, would = (WORDS[name].say(language) for name in ("decision", "would_meet"))
    shells = {each.number: each for each in plan_document(worked.protocol, language).grids() if each.number}
    for grid in reported(rows, worked, language).grids():
        if grid.number in shells:
            head = {decided if each == would else each for each in grid.head}
            assert grid.title == shells[grid.number].title and set(shells[grid.number].head) <= head
    said = written(reported(rows, worked, language))
    told = {number for number in shells if f"{number}. " in said}  # one of nothing is a line
    outcomes = {each.outcome for each in worked.promised.estimands}
    assert set(shells) <= told and {each.split()[1].partition(".")[0] for each in shells} >= outcomes
    assert all(cell == "" for each in shells.values() for line in each.body for cell in line[each.sides :])


def test_the_sample_size_is_that_of_the_exact_design() -> None:
    """A'Hern 2001: 23 of 42 rule out 40 % at 5 %, with an exact error of 3.75 % and a power of 80.3 % at 60 %."""
    said = written(plan_document(load("jakahdi"), "en"))
    assert "23 successes of 42 rule out a rate of 40\u00a0%" in said
    assert "exact type I error is 3.75\u00a0%, the power at a rate of 60\u00a0% is 80.3" in said
    assert "states no rates of success" in written(plan_document(load("adrenal"), "en"))


def test_a_way_of_planning_is_told_in_words_and_never_by_the_letter_of_a_design() -> None:
    grid = next(each for each in plan_document(load("jakahdi"), "en").grids() if "could stand behind" in each.title)
    ways = {line[0] for line in grid.body}
    assert {"exact, smallest", "exact, stable", "two stages, minimax"} <= ways and min(map(len, ways)) > 1


def test_every_assumption_is_a_question_with_its_number() -> None:
    protocol = load("jakahdi")
    last = plan_document(protocol, "en").grids()[-1]
    held = {each.question.en: f"Q{place}" for place, each in enumerate(protocol.assumptions, 1)}
    assert {line[1]: line[0] for line in last.body}.items() <= held.items()
    assert protocol.assumption("primary_derivation").question.en in {line[1] for line in last.body}


# --- the command --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trial", TRIALS)
def test_the_same_protocol_gives_the_same_bytes(trial: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a", "b"):
        assert main(["sap", trial, "--out", str(tmp_path / name)]) == 0
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files == ["plan.en.pdf", "plan.fr.pdf", "plan.html"]
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in files)
    assert capsys.readouterr().out.split() == [load(trial).hash] * 2


def test_the_page_needs_nothing_else_and_its_links_lead_somewhere() -> None:
    protocol = load("jakahdi")
    page = page_of({language: plan_document(protocol, language) for language in LANGUAGES}, "fr")
    assert page.startswith('<!doctype html>\n<html lang="fr">') and "<script" not in page
    anchors = re.findall(r'id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)


def test_what_it_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trial = Path(__file__).parents[1] / "unit" / "clean_trial"
    assert main(["sap", str(trial), "--out", str(tmp_path / "out")]) == 2
    assert "does not say what is estimated" in capsys.readouterr().err
    (tmp_path / "letter.txt").write_text("mine")
    assert main(["sap", "jakahdi", "--out", str(tmp_path)]) == 2
    assert "holds something else than a statistical analysis plan" in capsys.readouterr().err


def test_a_plan_follows_the_version_asked_for(worked: Worked) -> None:
    protocol: Protocol = load("jakahdi", "1.0")
    assert protocol.hash in written(plan_document(protocol, "en"))


PLAIN = ("counted", "comparison of groups", "days ", "arithmetic mean", "exact binomial test", "quantile", "share",
         "proportion as adjudicated", "least delta", "boundary of the look", "MMRM")  # fmt: skip
"""How the methods begin that count, or whose source stands with the design or in the next words of the method."""


def test_every_method_that_an_analysis_may_use_is_among_the_references() -> None:
    """Of a trial with looks, and of one that compares two arms: what a row cites, the list of references has."""
    people = made([True, True, False, True, True, False, False, True] * 6)
    trials = [trial_of(name, [True, False] * 24) for name in ("two_stages", "both_two_looks")]
    methods = {row.method for worked in (*trials, in_two_arms(people, [True, False] * 24)) for row in rows_of(worked)}
    for method in methods:
        assert method.startswith(PLAIN) or any(words in method for words in REFERENCES), method


def test_the_references_of_a_plan_are_those_of_its_analysis() -> None:
    plain, staged = (written(plan_document(held, "en")) for held in (load("jakahdi"), protocol_adopting("two_stages")))
    for words in ("Rubin DB", "Kenward MG, Roger JH", "Tobin J", "Garwood F", "Kaplan EL", "Aalen OO", "Lancaster HO"):
        assert words in plain
    assert "Koyama T, Chen H" in staged and "Koyama T" not in plain and "Fine JP" not in plain
    assert "Newcombe RG" in written(plan_document(load("adrenal"), "en"))
