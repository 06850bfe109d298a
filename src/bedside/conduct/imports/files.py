"""An uploaded file, read as a table of texts or refused: what is hostile, too long, no table, or names somebody.

Nothing is unpacked but Parquet, no cell is run, and nothing of a refused file is kept. A message about a cell that may
identify somebody names its line and column, not what stands in it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bedside.conduct.privacy import scanning
from bedside.errors import UnreadableFile
from bedside.records.parquet import texts_of

LARGEST = 500_000
"""Of a file, in bytes."""
MOST = 5_000
"""Rows of a file."""
LONGEST = 200
"""Of a cell, in characters."""
ENCODINGS = ("latin-1", "cp1252")
"""Of files that are not UTF-8, as a layout may say."""
PERSONAL = frozenset(
    """
    address adresse birth_date birthdate date_de_naissance date_of_birth ddn dob email first_name firstname
    hospital_number iep insee ipp last_name lastname mail mrn naissance name ne_le nee_le nip nir nom nom_de_naissance
    nom_usuel patient_name phone prenom secu ssn surname tel telephone
    """.split()  # noqa: SIM905 - one heading a line would hide the list
)
"""Headings of columns that hold an identity, without accents."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NAME = re.compile(r"[\w .()+-]{1,142}\.(csv|parquet)", re.IGNORECASE)
_FORMULA = re.compile(r"[=@\t]|[+-](?![\d.,])")
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0", b"%PDF", b"BZh", b"\xfd7zXZ")


@dataclass(frozen=True)
class Sent:
    """A file as it was sent: its name, the SHA-256 of its bytes, its text."""

    name: str
    digest: str
    text: str


@dataclass(frozen=True)
class Table:
    """What a file says: its headings, and its rows with their line numbers; a row may have too few or many cells."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def received(name: str, content: bytes, encoding: str) -> Sent:
    """A file with its text. Raises UnreadableFile for one that is too long, or no text of this kind."""
    if not _NAME.fullmatch(name) or ".." in name or scanning.scan(name):
        what = "the name of the file is not one of a CSV or Parquet file, or may identify somebody."
        todo = "Rename it to letters and digits, ending in .csv or .parquet, with nobody’s name or number."
        raise _refused(what, "file", todo)
    if len(content) > LARGEST:
        raise _refused(f"the file is longer than {LARGEST // 1000} kB.", name, "Send it in parts.")
    text = _of_parquet(content, name) if name.lower().endswith(".parquet") else _of_text(content, name, encoding)
    if _CONTROL.search(text):
        raise _refused("the file holds characters that no table has.", name, "Export it again as CSV.")
    return Sent(name, hashlib.sha256(content).hexdigest(), text)


def _of_text(content: bytes, name: str, encoding: str) -> str:
    if content.startswith(_PACKED) or b"\0" in content:
        raise _refused("this is no text: a workbook, an archive or another binary file.", name, "Save it as CSV.")
    return _decoded(content, encoding)


def _of_parquet(content: bytes, name: str) -> str:
    """The rows of a Parquet file as CSV, one more than may come in at most: from there on both are the same."""
    with tempfile.NamedTemporaryFile(suffix=".parquet") as held:
        held.write(content)
        held.flush()
        try:
            columns, rows = texts_of(Path(held.name), MOST + 1)
        except UnreadableFile as error:
            raise _refused("this is no Parquet file that can be read.", name, "Save it as CSV.") from error
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows([columns, *rows])
    if len(written.getvalue()) > 2 * LARGEST:
        raise _refused(f"the file is longer than {LARGEST // 1000} kB.", name, "Send it in parts.")
    return written.getvalue()


def table_of(sent: Sent, times: Sequence[str], stay: str) -> Table:
    """The table of a file. `times` are the headings of its times, `stay` that of its stay numbers (empty: none), which
    are not looked at for identities. Raises UnreadableFile, with the line, for what may not come in."""
    try:
        read = list(csv.reader(io.StringIO(sent.text, newline=""), delimiter=_delimiter(sent.text), strict=True))
    except csv.Error as error:
        raise _refused(f"this is not a table ({error}).", sent.name, "Export it again as CSV.") from error
    header = tuple(cell.strip() for cell in read[0]) if read else ()
    stripped = ((number, tuple(cell.strip() for cell in row)) for number, row in enumerate(read[1:], 2))
    rows = tuple((number, row) for number, row in stripped if any(row))
    if not rows:
        raise _refused("the file has no row below its headings.", sent.name, "Send one with results.")
    if len(rows) > MOST:
        raise _refused(f"the file has more than {MOST} rows.", sent.name, "Send it in parts.")
    _check_headings(header, stay, sent.name)
    for number, row in rows:
        _check_row(number, row, header, (*times, stay))
    return Table(header, rows)


def _check_headings(header: tuple[str, ...], stay: str, name: str) -> None:
    found = [cell for cell in header if plain(cell) in PERSONAL and cell != stay]
    if found:
        raise _refused(f"the column “{found[0][:40]}” looks like an identity.", name,
                       "Export the file without it: nothing of it was kept.")  # fmt: skip
    if len(set(header)) != len(header):
        raise _refused("two columns have the same heading.", name, "Give each its own.")


def _check_row(number: int, row: Sequence[str], header: Sequence[str], apart: Sequence[str]) -> None:
    for place, cell in enumerate(row):
        heading = header[place] if place < len(header) else ""
        if len(cell) > LONGEST:
            raise _refused(f"a cell is longer than {LONGEST} characters.", f"line {number}", "Take it out.")
        if _FORMULA.match(cell):
            raise _refused(f"a cell under “{heading[:40]}” begins like a formula.", f"line {number}", "Take it out.")
        if heading not in apart and scanning.scan(cell):
            raise _refused(f"a cell under “{heading[:40]}” may identify somebody.", f"line {number}",
                           "Export the file without it: nothing of it was kept.")  # fmt: skip


def plain(heading: str) -> str:
    """A heading in small letters, without accents, its blanks and hyphens as `_`."""
    bare = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", bare.lower()).strip("_")


def cells(table: Table) -> Iterator[tuple[int, dict[str, str] | None]]:
    """Each row by heading, with its line; None for one with too few or too many cells."""
    for number, row in table.rows:
        yield number, dict(zip(table.header, row, strict=True)) if len(row) == len(table.header) else None


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode(encoding, "replace")


def _delimiter(text: str) -> str:
    """French spreadsheets write semicolons."""
    first = text.split("\n", 1)[0]
    return ";" if first.count(";") >= first.count(",") else ","


def _refused(what: str, where: str, todo: str) -> UnreadableFile:
    return UnreadableFile(what, where[:100], todo)
