"""What was imported at a site and what still waits, as screens and programs show it."""

from __future__ import annotations

from dataclasses import dataclass

from bedside.conduct.casebook.checks import TITLES
from bedside.conduct.casebook.models import Sheet
from bedside.conduct.casebook.places import place_of_sheet, visit_text
from bedside.conduct.casebook.showing import value_text
from bedside.conduct.imports.looking import SHUT
from bedside.conduct.imports.models import File, Held, Taken
from bedside.conduct.imports.words import WORDS
from bedside.conduct.study.protocol import protocol_of
from bedside.values.quantity import shown
from bedside.values.wording import Text


@dataclass(frozen=True)
class Waiting:
    """A held row: what stands (None: nothing), what the file says, and where."""

    held: Held
    label: Text
    visit: Text
    address: str
    ours: Text | None
    theirs: str | None

    @property
    def asks(self) -> bool:
        """A check asks; else it is a conflict."""
        return bool(self.held.checks)

    @property
    def asked(self) -> Text:
        """Why it waits, in words."""
        titles = {**TITLES, SHUT: WORDS["shut"]}
        return Text.joined(", ", (titles[name] for name in self.held.checks.split()))


def files_of(site: str) -> list[File]:
    """The files kept at a site, the latest first."""
    return list(File.objects.filter(site=site).select_related("event", "layout"))


def waiting_at(site: str) -> list[Waiting]:
    """The held rows of a site that nobody has decided on, oldest first."""
    found = Held.objects.filter(file__site=site, settled=None)
    return [_waiting(row) for row in found.select_related("event", "file", "sheet__person__enrolled", "ours")]


def origins_of(sheet: Sheet) -> dict[int, Taken]:
    """The row that each imported version of a sheet came from, by the version's event."""
    if not sheet.pk:
        return {}
    found = Taken.objects.filter(entry__sheet=sheet).select_related("event", "file")
    return {taken.entry_id: taken for taken in found}


def waiting_on(sheet: Sheet) -> frozenset[str]:
    """The items of a sheet with a held row that nobody has decided on."""
    return frozenset(Held.objects.filter(sheet=sheet, settled=None).values_list("item", flat=True) if sheet.pk else ())


def _waiting(row: Held) -> Waiting:
    protocol = protocol_of(row.sheet.version)
    item = protocol.form(row.sheet.form).item(row.item)
    theirs = None if row.typed is None else f"{row.typed} {shown(row.unit)}".strip()
    address = f"{place_of_sheet(row.sheet).address(row.sheet.person.code)}#f-{row.item}"
    ours = value_text(item, row.ours) if row.ours is not None else None
    return Waiting(row, item.text, visit_text(protocol, row.sheet.visit, row.sheet.day), address, ours, theirs)
