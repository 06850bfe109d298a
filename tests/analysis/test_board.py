"""The report to the safety board: what it holds, and that nothing of the primary outcome is in it unless asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.__main__ import main
from bedside.analysis.figures.gathered import figures_of
from bedside.analysis.results import rows_of
from bedside.analysis.worked import Worked, work_on
from bedside.documents.blocks import Document, Heading, Picture
from bedside.documents.board import CHAPTERS, board_document
from bedside.protocol.estimands import Method
from bedside.protocol.loading import load
from bedside.protocol.model import OutcomeKind
from bedside.values.wording import LANGUAGES
from tests.analysis.synthetic import cut
from tests.analysis.test_plan import written

FILES = ["board.en.pdf", "board.fr.pdf", "board.html"]


def board(worked: Worked, language: str = "en", primary: bool = False) -> Document:
    rows = rows_of(worked)
    return board_document(rows, worked, figures_of(rows, worked), language, primary)


def outcomes(document: Document) -> set[str]:
    """The outcomes that have a section of their own."""
    anchors = (block.anchor for block in document.blocks if isinstance(block, Heading))
    return {anchor.removeprefix("outcome_") for anchor in anchors if anchor.startswith("outcome_")}


@pytest.mark.proves("analysis board")
@pytest.mark.parametrize("language", LANGUAGES)
def test_deaths_events_and_measurements_are_in_it(worked: Worked, language: str) -> None:
    told = outcomes(board(worked, language))
    wanted = {each.outcome for each in worked.promised.estimands if each.method in CHAPTERS.values()}
    assert told == wanted
    assert {each.method for each in worked.promised.estimands if each.outcome in told} == set(CHAPTERS.values())


@pytest.mark.proves("analysis board")
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_the_primary_outcome_is_in_it_unless_asked_for(worked: Worked, language: str) -> None:
    (primary,) = [each for each in worked.protocol.outcomes if each.kind is OutcomeKind.PRIMARY]
    without, asked = board(worked, language), board(worked, language, primary=True)
    assert outcomes(asked) - outcomes(without) == {primary.id}
    numbers = {grid.number for grid in without.grids()} | {b.number for b in without.blocks if isinstance(b, Picture)}
    assert not any(f"{primary.id}." in number for number in numbers)
    everybody = [b for b in without.blocks if isinstance(b, Picture) and "." not in b.number]
    assert not everybody, "the pictures of everybody mark who succeeded"
    assert primary.text.say(language) in written(asked)
    assert primary.text.say(language) not in written(without)


@pytest.mark.proves("analysis board")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_warning_of_what_is_left_out_is_in_it(worked: Worked, language: str) -> None:
    rows = rows_of(worked)
    (primary,) = [each.id for each in worked.protocol.outcomes if each.kind is OutcomeKind.PRIMARY]
    read = outcomes(board(worked))
    of_others = {each for row in rows if row.outcome in read for each in row.warnings}
    of_primary = {each for row in rows if row.outcome == primary for each in row.warnings} - of_others
    told = {each for each in of_primary if each.say(language) in written(board(worked, language, primary=True))}
    assert told, "otherwise this would say nothing"
    assert not [each for each in told if each.say(language) in written(board(worked, language))]


def test_lengths_of_stay_are_left_out(worked: Worked) -> None:
    stays = {each.outcome for each in worked.promised.estimands if each.method is Method.COMPETING}
    assert stays and not stays & outcomes(board(worked, primary=True))


def test_every_look_that_the_protocol_states_is_told(worked: Worked) -> None:
    assert worked.protocol.design is not None
    told = written(board(worked))
    assert all(each.text.en in told for each in worked.protocol.design.monitoring)


def test_a_trial_without_looks_says_so_and_an_empty_snapshot_is_told(tmp_path: Path) -> None:
    worked = work_on("adrenal", cut(tmp_path / "cut", [], load("adrenal")))
    assert "no look at the data before the end" in written(board(worked))


def test_the_command_leaves_the_same_bytes_and_nothing_of_the_analysis(tmp_path: Path, snapshot_of_ten: Path) -> None:
    for name in ("one", "two"):
        assert main(["dsmb", "jakahdi", "--data", str(snapshot_of_ten), "--out", str(tmp_path / name)]) == 0
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == FILES
    assert all((tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes() for file in FILES)
