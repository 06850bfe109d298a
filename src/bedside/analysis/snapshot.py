"""A data cut opened for analysis: whole, unaltered, of this trial, of a kind that may be read, with its tables."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.engines.duck import connect
from bedside.errors import BedsideError, Said, UnreadableFile, UsageError
from bedside.exports.tables import Cell, Table
from bedside.exports.verifying import read_verified
from bedside.protocol.model import Protocol
from bedside.records.canonical import open_canonical
from bedside.records.charts import charts
from bedside.rules.chart import Chart
from bedside.values.wording import Text

Record = Mapping[str, Cell]
OBJECTED = "objected"
"""What the table of participants says of the use of the data of who objects; an earlier cut may not say it."""
EFFICACY, SAFETY = "efficacy", "safety"
"""The kinds of cut: without those who object to the use of their data, or with what must be reported of them."""
LARGEST = 4 * 1024**3
"""Bytes to which an archive may unfold."""
READ: Mapping[str, tuple[str, ...]] = {
    "participants": ("participant", "site", "enrolled", "protocol"),
    "outcomes": ("participant", "outcome", "part", "low", "high", "unit", "missing", "cause"),
    "scores": ("participant", "score", "component", "day", "low", "high"),
    "criteria": ("participant", "criterion", "verdict"),
    "events": ("participant", "event", "at", "taken_back"),
    "dictionary": ("table", "column", "source"),
}
"""The tables that every analysis reads, and their columns; those of forms are named by the protocol."""


@dataclass(frozen=True)
class Snapshot:
    """What a cut says of itself (its manifest), its tables by name, and the chart of each participant by code."""

    manifest: Mapping[str, Any]
    tables: Mapping[str, Sequence[Record]]
    charts: Mapping[str, Chart]

    @property
    def hash(self) -> str:
        """The hash of what it holds."""
        return str(self.manifest["hash"])

    def codes(self, table: str, column: str) -> dict[str, Text]:
        """The codes of a column with their words, in the order of the cut's list; none where it has no list."""
        return {
            str(row["code"]): Text(str(row["english"]), str(row["french"]))
            for row in self.tables.get("codes", ())
            if (row["table"], row["column"]) == (table, column)
        }

    @property
    def for_safety(self) -> bool:
        """Whether it was taken for safety: of those who object it holds what must be reported, and nothing else."""
        return self.manifest.get("kind") == SAFETY

    @property
    def unknown_versions(self) -> tuple[str, ...]:
        """Versions of the protocol in it beside those that its participants were included under."""
        used = {str(row["protocol"]) for row in self.tables["participants"]}
        return tuple(sorted(set(self.manifest["versions"]) - used))


def open_snapshot(path: Path, versions: Sequence[Protocol], safety: bool = False) -> Snapshot:
    """Open the folder of a cut, or its archive, for the analysis of a trial (all versions of its protocol).

    One taken for safety is opened only with `safety`. Raises UnreadableFile for what is no cut, UsageError for one that
    was altered, of another trial, of another version of its protocol, or without a table or column that is read, and
    where it holds records of somebody who objects to the use of their data.
    """
    with _folder(path) as folder:
        with _named(folder, path):
            manifest, wrong, held = read_verified(folder)
        if wrong:
            more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
            what = f"this snapshot is not as it was taken: {wrong[0].rstrip('.')}{more}."
            raise UsageError(what, str(path), "Fetch it again, or take a new cut.")
        _admit(manifest, versions, str(path), (EFFICACY, SAFETY) if safety else (EFFICACY,))
        tables = {table.name: _records(table) for table in held}
        _complete(tables, str(path))
        _of_known_versions(tables["participants"], manifest["versions"], versions, str(path))
        with _named(folder, path):
            found = Snapshot(manifest, tables, _charts(folder / "canonical"))
        _without_objectors(found, str(path))
        return found


@contextmanager
def _folder(path: Path) -> Iterator[Path]:
    """The folder itself, or what an archive holds, for as long as it is read."""
    if not path.is_file():
        yield path
        return
    with tempfile.TemporaryDirectory() as place:
        try:
            with zipfile.ZipFile(path) as packed:
                if sum(each.file_size for each in packed.infolist()) > LARGEST:
                    raise UnreadableFile("the archive unfolds to too much.", str(path), "Name the folder of a cut.")
                packed.extractall(place)
        except (zipfile.BadZipFile, OSError, RuntimeError) as error:
            todo = "Name the folder or the archive of a cut."
            raise UnreadableFile("this is no archive that can be read.", str(path), todo) from error
        yield Path(place)


@contextmanager
def _named(folder: Path, path: Path) -> Iterator[None]:
    """What is wrong in the folder that an archive was unfolded to is told of the archive: that folder is gone soon."""
    try:
        yield
    except BedsideError as error:
        if folder == path:
            raise
        told = (_moved(each, str(folder), str(path)) for each in error.words)
        raise type(error)(*told) from error


def _moved(said: str | Said, old: str, new: str) -> str | Said:
    """The same words with one place for another."""
    if isinstance(said, str):
        return said.replace(old, new)
    return Text(said.en.replace(old, new), said.fr.replace(old, new))


def _records(table: Table) -> list[Record]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows] or _Empty(names)


class _Empty(list[Record]):
    """A table without rows, which still has its columns."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.names = tuple(names)


def columns_of(table: Sequence[Record]) -> tuple[str, ...]:
    """The names of the columns of a table."""
    return table.names if isinstance(table, _Empty) else tuple(table[0]) if table else ()


def column_of(tables: Mapping[str, Sequence[Record]], item: str) -> tuple[str, str] | None:
    """The table and the column of a form item ("form.item"), as the cut's dictionary tells; None where it has none."""
    form = f"form_{item.partition('.')[0]}"
    for row in tables["dictionary"]:
        if row["source"] == item and row["table"] == form:
            return form, str(row["column"])
    return None


def _charts(folder: Path) -> dict[str, Chart]:
    with connect() as connection:
        source = open_canonical(folder)
        source.load(connection)
        return {str(code): chart for code, chart in charts(connection, source)}


# --- what is refused ----------------------------------------------------------------------------------------------


def _admit(manifest: Mapping[str, Any], versions: Sequence[Protocol], where: str, kinds: Sequence[str]) -> None:
    trial = versions[-1].id
    if manifest["study"] != trial:
        what = f"this is a snapshot of {manifest['study']}, not of {trial}."
        raise UsageError(what, where, "Name the trial that it is of.")
    if manifest["kind"] not in kinds:
        what = f"this is a cut for {manifest['kind']}: it holds what may not be analysed for efficacy."
        todo = "Take one with --kind efficacy; for the safety board, `bedside dsmb` reads this one."
        raise UsageError(what, where, todo)


def _without_objectors(found: Snapshot, where: str) -> None:
    """Nobody who objects to the use of their data is analysed; for safety, what must be reported of them alone."""
    for row in found.tables["participants"]:
        code = str(row["participant"])
        if row.get("data") == OBJECTED and (code in found.charts or not found.for_safety):
            kind = SAFETY if found.for_safety else EFFICACY
            what = Text(
                f"{code} objects to the use of their data, and stands in this cut for {kind} with records that may not"
                " be analysed.",
                f"{code} s’oppose à l’utilisation de ses données, et figure dans cette extraction ({kind}) avec des"
                " données qui ne peuvent être analysées.",
            )
            todo = Text(
                "Take the cut anew: it then leaves them out, and counts them. One for safety keeps the reports that the"
                " law requires, and nothing else of them.",
                "Refaites l’extraction\u00a0: elle les écarte alors, et les compte. Une extraction pour la sécurité"
                " garde les déclarations que la loi exige, et rien d’autre d’eux.",
            )
            raise UsageError(what, where, todo)


def _of_known_versions(
    participants: Sequence[Record], stated: Mapping[str, str], versions: Sequence[Protocol], where: str
) -> None:
    """Every version under which somebody was included is one of the trial's, to the letter."""
    known = {each.version: each.hash for each in versions}
    for version in sorted({str(row["protocol"]) for row in participants}):
        if version not in known:
            what = f"participants were included under version {version} of the protocol, which is not here."
            raise UsageError(what, where, f"Analyse it with the trial's folder that has it; here: {', '.join(known)}.")
        if stated.get(version) != known[version]:
            what = (
                f"version {version} of the protocol is not the one that the snapshot was taken under: its hash is"
                f" {known[version][:16]}, not {str(stated.get(version, 'stated'))[:16]}."
            )
            raise UsageError(what, where, "Analyse it with the trial's folder as it was approved.")


RETAKE = "Take a new cut with this version of bedside."


def _complete(tables: Mapping[str, Sequence[Record]], where: str) -> None:
    for name, columns in READ.items():
        if name not in tables:
            raise UsageError(f"the snapshot has no table {name}.", where, RETAKE)
        if lacking := [each for each in columns if each not in columns_of(tables[name])]:
            raise UsageError(f"the table {name} of the snapshot has no column {lacking[0]}.", where, RETAKE)


def check_columns(snapshot: Snapshot, protocol: Protocol, where: str) -> None:
    """Refuse (UsageError) a snapshot that lacks the column of a form item which the analyses of a protocol read."""
    for item in items_read(protocol):
        if column_of(snapshot.tables, item) is None:
            raise UsageError(f"the snapshot has no column for the form item {item}.", where, RETAKE)


def items_read(protocol: Protocol) -> tuple[str, ...]:
    """The items of forms ("form.item") that the analyses of a protocol read."""
    held = protocol.promised
    items = [held.first_dose, *(each.item for each in held.happenings)] if held else []
    for estimand in held.estimands if held else ():
        if listing := estimand.listing:
            items += [f"{listing.form}.{name}" for name in (listing.began, *listing.by)]
    return tuple(dict.fromkeys(each for each in items if each))


def told_versions(snapshot: Snapshot) -> Text | None:
    """That the snapshot knows versions nobody was included under; None where it knows none."""
    names = ", ".join(snapshot.unknown_versions)
    if not names:
        return None
    return Text(
        f"The study also knows version {names} of the protocol, under which nobody was included: what is analysed is"
        " what the newest version with participants promised.",
        f"L’étude connaît aussi la version {names} du protocole, sous laquelle personne n’a été inclus\u00a0: l’analyse"
        " est celle que promet la plus récente version qui a des participants.",
    )
