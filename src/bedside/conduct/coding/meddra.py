"""MedDRA as its maintenance organisation distributes it: text files whose fields are parted by `$`.

Read are `llt.asc` (lowest level terms: code, name, code of the preferred term, …, currency in the tenth field),
`pt.asc`, `hlt.asc`, `soc.asc` (code, name), and `mdhier.asc` (codes of preferred term, high level term, high level
group term and system organ class, their names, …, primary in the twelfth field). What is coded is the lowest level
term; above it stand its preferred term and the primary path from there. Layout: MedDRA Distribution File Format
Document, MSSO.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bedside.conduct.coding.books import Term
from bedside.errors import UnreadableFile

FILES = ("llt.asc", "pt.asc", "hlt.asc", "soc.asc", "mdhier.asc")
CURRENT, PRIMARY = "Y", "Y"


def read(folder: Path) -> list[Term]:
    """Every lowest level term. Raises UnreadableFile, with file and line, for a distribution that does not fit."""
    preferred, groups, classes = (_names(folder / name) for name in ("pt.asc", "hlt.asc", "soc.asc"))
    above = {}
    for number, row in _rows(folder / "mdhier.asc", 12):
        pt, hlt, _, soc = row[:4]
        for known, code, name in ((preferred, pt, "pt.asc"), (groups, hlt, "hlt.asc"), (classes, soc, "soc.asc")):
            if code not in known:
                raise _unfit(folder / "mdhier.asc", number, f"{code} is not in {name}.")
        if row[11] == PRIMARY:
            above[pt] = (preferred[pt], groups[hlt], row[6], classes[soc])
    return list(_terms(folder / "llt.asc", above))


def _terms(file: Path, above: dict[str, tuple[str, ...]]) -> Iterator[Term]:
    for number, row in _rows(file, 10):
        if row[2] not in above:
            raise _unfit(file, number, f"the preferred term {row[2]} has no primary path in mdhier.asc.")
        yield Term(row[0], row[1], above[row[2]], row[9] == CURRENT)


def _names(file: Path) -> dict[str, str]:
    return {row[0]: row[1] for _, row in _rows(file, 2)}


def _rows(file: Path, fields: int) -> Iterator[tuple[int, Sequence[str]]]:
    """The lines of a file with their numbers, each with at least so many fields, the first two not empty."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise UnreadableFile("this file is missing.", str(file), f"A distribution has {', '.join(FILES)}.") from None
    except UnicodeDecodeError:
        raise UnreadableFile("this file is not in UTF-8.", str(file), "Convert it to UTF-8.") from None
    for number, line in enumerate(lines, 1):
        row = line.split("$")
        if len(row) < fields or not row[0] or not row[1]:
            raise _unfit(file, number, f"this line does not have {fields} fields parted by $.")
        yield number, row


def _unfit(file: Path, number: int, what: str) -> UnreadableFile:
    return UnreadableFile(what, f"{file}:{number}", "Take the distribution as it was delivered, of one version.")
