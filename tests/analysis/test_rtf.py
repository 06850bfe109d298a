"""Tables as RTF: read back by a reader of our own, sign by sign, they hold what the tables hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.analysis.rows import Row
from bedside.analysis.worked import Worked
from bedside.documents.blocks import Grid
from bedside.documents.report import report_document, report_tables
from bedside.documents.reported import Reported
from bedside.documents.rtf import WIDTH, escaped, rtf
from bedside.protocol.telling_blocks import Paragraph
from bedside.values.wording import LANGUAGES

TOKEN = re.compile(r"\\([a-z]+)(-?\d+)? ?|\\([^a-z])|([{}])|([^\\{}])", re.DOTALL)
UNSAID = ("info", "fonttbl", "fldinst")
OUTSIDE = (*UNSAID, "header", "footer")
"""Groups whose text is not in the body; notes are those of footers."""


@dataclass
class Held:
    """What a file holds: its rows of cells, the paragraphs of its footers, the right ends of the cells of each row."""

    rows: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ends: list[list[int]] = field(default_factory=list)
    sections: int = 1
    group: str = ""
    units: bytes = b""
    row: list[str] = field(default_factory=list)

    def said(self) -> str:
        """What was read since the last cell or paragraph."""
        told, self.units = self.units.decode("utf-16-le"), b""
        return told

    def control(self, word: str, number: str) -> None:
        """A control word."""
        match word:
            case "u":
                self.units += int(number).to_bytes(2, "little", signed=True)
            case "trowd":
                self.ends.append([])
            case "cellx":
                self.ends[-1].append(int(number))
            case "cell":
                self.row.append(self.said())
            case "row":
                self.rows, self.row = [*self.rows, self.row], []
            case "par":
                told = self.said()
                self.notes += [told] if self.group == "footer" else []
            case "sect":
                self.sections += 1
            case _ if word in OUTSIDE:
                self.group = word


def cells(text: str) -> Held:
    """Read RTF by its specification: groups, control words, \\uN with one sign skipped after it, UTF-16 pairs."""
    held, stack, skip = Held(), [], False
    assert text.isascii()
    for word, number, sign, brace, plain in TOKEN.findall(text):
        if brace == "{":
            stack.append(held.group)
        elif brace:
            held.group = stack.pop()
        elif word:
            held.control(word, number)
            skip = word == "u"
        elif skip:
            skip = False
        elif sign != "*" and plain != "\n" and held.group not in UNSAID:
            held.units += (sign + plain).encode("utf-16-le")
    assert not stack
    return held


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60))
def test_any_text_is_read_back(text: str) -> None:
    grid = Grid("Table 1", "t", ("a", "b"), ((text, "{\\x}"),))
    assert cells(rtf([(grid, [text])], text, text, "page", "of", "en")).rows[-1] == [text, "{\\x}"]


def test_a_sign_beyond_the_first_plane_is_a_pair() -> None:
    assert escaped("é – 𝛼\\{}") == r"\u233? \u8211? \u-10187?\u-8452?\\\{\}"


@pytest.mark.proves("analysis rtf")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_of_the_report_is_there_to_the_cell(worked: Worked, rows: tuple[Row, ...], language: str) -> None:
    held = cells(report_tables(rows, worked, language))
    grids = [grid for _, grid in Reported(worked, rows, language).grids]
    blocks = report_document(rows, worked, {}, language).blocks
    said = [each.name if isinstance(each, Grid) else each.text for each in blocks if isinstance(each, Grid | Paragraph)]
    assert held.sections == len(grids)
    assert all(any(one.startswith(grid.name) for one in said) for grid in grids), "one of nothing is a line there"
    told = [line for grid in grids for line in ([grid.name], list(grid.head), *map(list, grid.body))]
    assert held.rows == told
    assert all(worked.snapshot.hash in note for note in held.notes if note.startswith("Source"))
    assert sum(note.startswith("Source") for note in held.notes) == len(grids)


def test_each_row_fills_the_page_and_no_cell_is_empty_of_width(worked: Worked, rows: tuple[Row, ...]) -> None:
    for ends in cells(report_tables(rows, worked, "en")).ends:
        assert ends[-1] == WIDTH
        assert all(before < after for before, after in pairwise([0, *ends]))
