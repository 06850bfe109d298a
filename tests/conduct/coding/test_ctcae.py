"""The list that NCI publishes: read as CSV and as a spreadsheet, offered and matched once it was added. All made up."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.casebook.checks import judge
from bedside.conduct.casebook.looking import sight_of
from bedside.conduct.casebook.offering import offered, terms_of
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.coding import actions, ctcae, shelf
from bedside.conduct.coding.books import Kind, Term
from bedside.conduct.monitoring.finding import violated
from bedside.errors import UnreadableFile, UsageError
from tests.conduct.inclusion.conftest import eligible, included, running, second_trial
from tests.conduct.safety.conftest import event

__all__ = ["eligible", "event", "included", "running", "second_trial"]
HEADING = ["MedDRA Code", "MedDRA SOC", "CTCAE v5.0 Term", "Grade 1", "Definition"]
ROWS = [
    ["90001", "Made-up infections", "Sepsis, invented", "-", "Invented."],
    ["90002", "Made-up vessels", "Bleeding of the invented kind", "Mild", ""],
    ["", "Made-up vessels", "Vessels of the made-up kind - Other, specify", "", ""],
]
TERMS = [Term("90001", "Sepsis, invented", ("Made-up infections",)),
         Term("90002", "Bleeding of the invented kind", ("Made-up vessels",)),
         Term(ROWS[2][2], ROWS[2][2], ("Made-up vessels",))]  # fmt: skip


@pytest.fixture(autouse=True)
def _own_shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(shelf, "place", lambda kind, version: tmp_path / "shelf" / f"{kind}-{version}")
    shelf._book.cache_clear()
    yield
    shelf._book.cache_clear()


def as_csv(folder: Path, rows: list[list[str]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    (folder / "ctcae.csv").write_text(text + "\n", encoding="utf-8-sig")
    return folder


def as_workbook(folder: Path, rows: list[list[str]]) -> Path:
    """A workbook in which some words are shared and others stand in their cells."""
    folder.mkdir(parents=True, exist_ok=True)
    space, shared, lines = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"', [], []
    for number, row in enumerate(rows, 1):
        cells = []
        for place, cell in enumerate(row):
            if not cell:
                continue
            where = f'r="{chr(ord("A") + place)}{number}"'
            if place % 2:
                cells.append(f'<c {where} t="inlineStr"><is><t>{cell}</t></is></c>')
            else:
                shared.append(f"<si><r><t>{cell[:3]}</t></r><r><t>{cell[3:]}</t></r></si>")
                cells.append(f'<c {where} t="s"><v>{len(shared) - 1}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    with zipfile.ZipFile(folder / "ctcae.xlsx", "w") as held:
        held.writestr("xl/sharedStrings.xml", f"<sst {space}>{''.join(shared)}</sst>")
        held.writestr(
            "xl/worksheets/sheet1.xml", f"<worksheet {space}><sheetData>{''.join(lines)}</sheetData></worksheet>"
        )
    return folder


@pytest.mark.parametrize("written", [as_csv, as_workbook])
def test_the_table_is_read_wherever_its_columns_stand(written: Callable[..., Path], tmp_path: Path) -> None:
    title = [["CTCAE, invented"], HEADING, *ROWS]
    assert ctcae.read(written(tmp_path / "one", title)) == TERMS
    turned = [[row[2], row[0], row[1]] for row in [HEADING, *ROWS]]
    assert ctcae.read(written(tmp_path / "two", turned)) == TERMS


def test_what_does_not_fit_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="missing"):
        ctcae.read(tmp_path)
    with pytest.raises(UnreadableFile, match="no line names the columns MedDRA Code"):
        ctcae.read(as_csv(tmp_path / "a", [["code", "term"], ["1", "x"]]))
    with pytest.raises(UnreadableFile, match=r"has no class.*ctcae\.csv:2|ctcae\.csv:2.*has no class"):
        ctcae.read(as_csv(tmp_path / "b", [HEADING, ["1", "", "Sepsis", "", ""]]))
    (tmp_path / "ctcae.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(UnreadableFile, match="no spreadsheet"):
        ctcae.read(tmp_path)


@given(st.binary(max_size=200))
def test_whatever_bytes_there_are_are_read_or_refused(content: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for name in ctcae.FILES:
            (Path(folder) / name).write_bytes(content)
            with pytest.raises(UnreadableFile):
                ctcae.read(Path(folder))
            (Path(folder) / name).unlink()


def found(sheet: Any, protocol: Any, text: str) -> list[str]:
    sight = sight_of(sheet, protocol, {"term": Typed(text)})
    return [each.check for each in judge(sight, sight.form.item("term"))]


def test_once_added_its_terms_are_offered_matched_and_asked_for(
    event: Any, running: Any, actor: Any, tmp_path: Path
) -> None:
    sheet, protocol = event(term="Sepsis, as somebody types it"), running.protocol
    form = protocol.form("adverse_events")
    before = offered(form, form.item("term"))
    assert found(sheet, protocol, "Sepsis") == ["unlisted"] and found(sheet, protocol, before[0].fr) == []
    rules = {each.rule for each in violated(sheet.person)}
    assert "unlisted" not in rules, "of a list that is held in part nobody can say so"
    coder = actor("data manager", "")
    with pytest.raises(UsageError, match=r"no version of CTCAE.*v5\.0"):
        actions.add_dictionary(coder, Kind.CTCAE, "5.0", as_csv(tmp_path / "list", [HEADING, *ROWS]))
    actions.add_dictionary(coder, Kind.CTCAE, "v6.0", tmp_path / "list")
    assert offered(form, form.item("term")) == before, "the study grades by another version"
    actions.add_dictionary(coder, Kind.CTCAE, "v5.0", tmp_path / "list")
    after = offered(form, form.item("term"))
    assert {each.en for each in after} == {each.en for each in before} | {term.name for term in TERMS}
    assert found(sheet, protocol, " sepsis,  INVENTED ") == [] and found(sheet, protocol, "Sepsis") == ["unlisted"]
    assert "unlisted" in {each.rule for each in violated(sheet.person)}
    terms = terms_of(form.safety)
    assert terms is not None and terms.whole and terms.above("sepsis, invented") == "Made-up infections"
    assert terms.above("Sepsis") == ""
