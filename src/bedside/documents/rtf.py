"""Tables as a Rich Text Format file, one a section of landscape A4: RTF Specification 1.9.1 (Microsoft, 2008).

The title and the heads stand on each page of a table, since they are header rows; so do its footnotes and the line of
its source, since they are the footer of its section. Lengths are in twips, a twentieth of a point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from bedside.documents.blocks import Grid
from bedside.documents.widths import widths

LONG, SHORT, MARGIN = 16838, 11906, 1134
"""The sides of A4, and a margin of 2 cm."""
WIDTH = LONG - 2 * MARGIN
LANGUAGES = {"en": 2057, "fr": 1036}
"""The code of each language (British English, French)."""
RULE = r"\clbrdrb\brdrs\brdrw10"
"""A thin line below a cell."""
LEFT, RIGHT = r"\ql", r"\qr"


def rtf(tables: Iterable[tuple[Grid, Sequence[str]]], title: str, head: str, page: str, of: str, language: str) -> str:
    """A file of tables, each with the notes below it; `head` stands above each page, `page` 1 `of` 9 below it."""
    sections = "\\sect\n".join(_section(grid, notes, head, page, of) for grid, notes in tables)
    return (
        rf"{{\rtf1\ansi\ansicpg1252\uc1\deff0\deflang{LANGUAGES[language]}"
        rf"{{\fonttbl{{\f0\fswiss\fcharset0 Arial;}}}}{{\info{{\title {escaped(title)}}}}}" + "\n"
        rf"\paperw{LONG}\paperh{SHORT}\margl{MARGIN}\margr{MARGIN}\margt{MARGIN}\margb{MARGIN}\landscape" + "\n"
        f"{sections}}}\n"
    )


def escaped(text: str) -> str:
    """Text as RTF writes it: signs of its own escaped, all beyond ASCII as UTF-16, a line's end as a line break."""
    return "".join(map(_sign, text))


def _sign(sign: str) -> str:
    if sign in "\\{}":
        return f"\\{sign}"
    if sign == "\n":
        return "\\line "
    if ord(sign) < 32:
        return " "
    if ord(sign) < 127:
        return sign
    units = sign.encode("utf-16-le")
    numbers = (int.from_bytes(units[place : place + 2], "little", signed=True) for place in range(0, len(units), 2))
    return "".join(f"\\u{number}?" for number in numbers)


def _section(grid: Grid, notes: Sequence[str], head: str, page: str, of: str) -> str:
    above = _paragraph(head, r"\fs16", LEFT)
    foot = "".join(_paragraph(note, r"\fs14", LEFT) for note in notes)
    number = rf"{escaped(page)} {_counted('PAGE')} {escaped(of)} {_counted('NUMPAGES')}"
    return (
        rf"\sectd\lndscpsxn\pgwsxn{LONG}\pghsxn{SHORT}\sbkpage\headery567\footery567" + "\n"
        rf"{{\header {above}}}" + "\n"
        rf"{{\footer {foot}\pard\plain\f0\fs14\qr {number}\par}}" + "\n"
        rf"{''.join(_rows(grid))}\pard\plain\f0\fs4\par" + "\n"
    )


def _paragraph(text: str, look: str, side: str) -> str:
    return rf"\pard\plain\f0{look}{side} {escaped(text)}\par" + "\n"


def _counted(field: str) -> str:
    """A number that the reader's program works out."""
    return rf"{{\field{{\*\fldinst {field} }}{{\fldrslt 1}}}}"


# --- rows ---------------------------------------------------------------------------------------------------------


def _rows(grid: Grid) -> Iterator[str]:
    """The title and the heads, again on each page, then the lines."""
    parts = widths(grid)
    ends = [round(WIDTH * end / sum(parts)) for end in accumulate(parts)]
    yield _row([grid.name], [WIDTH], r"\trhdr", RULE, r"\b\fs20", 1)
    yield _row(grid.head, ends, r"\trhdr", rf"\clvertalb{RULE}", r"\b\fs16", grid.sides)
    for place, line in enumerate(grid.body, 1):
        yield _row(line, ends, "", RULE if place == len(grid.body) else "", r"\fs16", grid.sides)


def _row(cells: Sequence[str], ends: Sequence[int], kind: str, border: str, look: str, sides: int) -> str:
    """A row that is never parted between pages; the cells that name the line stand left, numbers right."""
    defined = "".join(rf"{border}\cellx{end}" for end in ends)
    held = "".join(
        rf"\pard\plain\intbl\f0{look}{LEFT if place < sides else RIGHT} {escaped(cell)}\cell"
        for place, cell in enumerate(cells)
    )
    return rf"\trowd\trgaph60\trkeep{kind}{defined}" + f"\n{held}\\row\n"
