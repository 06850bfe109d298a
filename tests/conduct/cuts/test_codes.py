"""The codes of coded terms in a cut: beside the sheet that they are of, as long as they are of the text that stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bedside.conduct.casebook.actions import open_sheet, save
from bedside.conduct.casebook.places import UNSCHEDULED
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.coding import actions, shelf
from bedside.conduct.coding.books import Kind as Book
from bedside.conduct.cuts.gathering import gather
from bedside.conduct.cuts.kinds import Kind
from bedside.conduct.cuts.tables_of_codes import CODED_TERMS
from bedside.protocol.model import Form
from tests.conduct.coding.conftest import events
from tests.conduct.cuts.test_taking import objects

__all__ = ["events"]
Make = Callable[..., Any]


@pytest.fixture(autouse=True)
def _own_shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Dictionaries of a test stand in a folder of its own."""
    monkeypatch.setattr(shelf, "place", lambda kind, version: tmp_path / "shelf" / f"{kind}-{version}")
    shelf._book.cache_clear()
    yield
    shelf._book.cache_clear()


def coded(kind: Kind = Kind.EFFICACY) -> list[dict[str, Any]]:
    return [dict(row) for each in gather(kind).tables if each.name == CODED_TERMS for row in each.records()]


@pytest.mark.proves("analysis adverse-events")
def test_a_code_leaves_with_what_stands_above_it_while_its_text_stands(
    included: Make, actor: Make, running: Any, events: Callable[..., Path]
) -> None:
    person, nurse, coder = included(8), actor("nurse"), actor("data manager", "")
    form: Form = next(each for each in running.protocol.forms if each.safety)
    sheet = open_sheet(nurse, person, UNSCHEDULED, form.id, running.protocol.version)
    (entry,) = save(nurse, sheet, {form.safety.term: Typed("fever")})
    actions.add_dictionary(coder, Book.MEDDRA, "1.0", events())
    assert coded() == []
    actions.code(coder, entry, "90002")
    (row,) = coded()
    assert (row["participant"], row["visit"], row["number"]) == (person.code, UNSCHEDULED, sheet.number)
    assert (row["form"], row["item"], row["code"]) == (form.id, form.safety.term, "90002")
    assert (row["parent"], row["top"], row["version"]) == ("Made-up fever", "Made-up general", "1.0")
    save(nurse, sheet, {form.safety.term: Typed("bleeding", reason="another event")})
    assert coded() == []
    save(nurse, sheet, {form.safety.term: Typed("fever", reason="it was this one")})
    objects(actor, person)
    assert coded() == [] and len(coded(Kind.SAFETY)) == 1
