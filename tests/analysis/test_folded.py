"""What a report has said once it does not say again, and nothing is lost by it."""

from __future__ import annotations

import pytest

from bedside.analysis.rows import Row
from bedside.analysis.worked import Worked
from bedside.documents.blocks import Facts, Grid, Picture
from bedside.documents.folded import folded
from bedside.documents.report import outcome_section
from bedside.documents.reported import Reported
from bedside.protocol.telling_blocks import Heading, Paragraph
from bedside.values.wording import LANGUAGES
from tests.analysis.test_plan import reported

DATA = Grid("", "", (), ())
TABLE = Grid("Table S1.1", "Measurements", ("", "", "value"), (("a", "b", "1"), ("a", "b", "2"), ("a", "c", "3"),
             ("b", "c", "4")), ("(a)\u2002why.",), 2)  # fmt: skip
NOTHING = Grid("Table S1.2", "Change", ("", "n", "change"), (("a", "0", "–\u2009(a)"),), ("(a)\u2002nobody.",))
WHO = ("Population", "All.")


def section(name: str, value: str, *more: Grid | Picture | Paragraph) -> list[object]:
    return [Heading(3, f"{name}. What", name), Facts((WHO, ("Variable", value))), *more]


def test_an_attribute_is_said_once_and_then_named() -> None:
    held = [each for each in folded([*section("S1", "one"), *section("S2", "two")], "en") if isinstance(each, Facts)]  # type: ignore[list-item]
    assert [each.pairs for each in held] == [
        (WHO, ("Variable", "one")),
        (("Variable", "two"), ("As for S1", "Population")),
    ]


def test_a_line_leaves_out_how_the_one_above_begins_but_for_its_last_side() -> None:
    (_, _, grid) = folded(section("S1", "one", TABLE), "en")  # type: ignore[arg-type]
    assert isinstance(grid, Grid) and grid.body == (("a", "b", "1"), ("", "b", "2"), ("", "c", "3"), ("b", "c", "4"))


def test_a_note_stands_once_a_section_and_again_in_the_next() -> None:
    found = folded([*section("S1", "one", TABLE, TABLE), *section("S2", "two", TABLE)], "en")  # type: ignore[arg-type]
    assert [len(each.footnotes) for each in found if isinstance(each, Grid)] == [1, 0, 1]


@pytest.mark.parametrize(("language", "said"), [
    ("en", ["Table S1.2. Change: no number. (a)\u2002nobody.", "Figure S1.1. Course: nobody."]),
    ("fr", ["Table S1.2. Change\u00a0: aucun nombre. (a)\u2002nobody.", "Figure S1.1. Course\u00a0: nobody."]),
])  # fmt: skip
def test_a_table_and_a_figure_of_nothing_are_a_line(language: str, said: list[str]) -> None:
    picture = Picture("Figure S1.1", "Course", "<svg/>", "how", DATA, nothing="nobody.")
    found = [each for each in folded(section("S1", "one", NOTHING, picture), language)]  # type: ignore[arg-type]
    assert [each.text for each in found if isinstance(each, Paragraph)] == said


def test_a_caption_and_a_paragraph_in_the_same_words_are_said_once() -> None:
    pictures = [Picture(f"Figure {n}", "t", "<svg/>", "how it is read", DATA) for n in (1, 2)]
    again = Paragraph("nothing is compared")
    found = list(folded([*section("S1", "one", pictures[0], again), *section("S2", "two", pictures[1], again)], "en"))  # type: ignore[arg-type]
    assert [each.caption for each in found if isinstance(each, Picture)] == ["how it is read", "Read as Figure 1."]
    assert sum(isinstance(each, Paragraph) for each in found) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_says_every_attribute_note_and_cell_of_its_sections(
    worked: Worked, rows: tuple[Row, ...], language: str
) -> None:
    """Whatever a section says by itself stands in the report once at least; and the report is a good deal shorter."""
    report = Reported(worked, rows, language)
    blocks = reported(rows, worked, language).blocks
    pairs = {pair for each in blocks if isinstance(each, Facts) for pair in each.pairs}
    notes = "\n".join("\n".join(e.footnotes) if isinstance(e, Grid) else getattr(e, "text", "") for e in blocks)
    names = "\n".join(e.name if isinstance(e, Grid) else getattr(e, "text", "") for e in blocks)
    alone = [block for each in worked.promised.estimands for block in outcome_section(report, each)]
    for each in alone:
        if isinstance(each, Facts):
            assert set(each.pairs) <= pairs
        if isinstance(each, Grid):
            assert each.name in names and all(note in notes for note in each.footnotes)
    said = sum(len(pair) for each in alone if isinstance(each, Facts) for pair in each.pairs)
    assert said > 1.8 * len(pairs)
