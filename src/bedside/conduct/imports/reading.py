"""What was imported at a site and what still waits, as screens and programs show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bedside.conduct.casebook.checks import TITLES
from bedside.conduct.casebook.models import Sheet
from bedside.conduct.casebook.places import place_of_sheet, visit_text
from bedside.conduct.casebook.values_said import number_text, value_text
from bedside.conduct.imports.looking import RIVAL, SHUT, Line, Plan, rivals
from bedside.conduct.imports.models import File, Held, Taken
from bedside.conduct.imports.words import WORDS
from bedside.conduct.laboratory.analytes import variables
from bedside.conduct.study.protocol import protocol_of, read_once
from bedside.values.quantity import shown
from bedside.values.wording import LANGUAGES, Text


@dataclass(frozen=True)
class Waiting:
    """A held row: what stands (None: nothing), what the file says, where, and which rows that wait contradict it."""

    held: Held
    label: Text
    visit: Text
    address: str
    ours: Text | None
    theirs: Text | None
    rivals: tuple[Held, ...] = ()

    @property
    def asks(self) -> bool:
        """A check asks; else it is a conflict."""
        return bool(self.held.checks)

    @property
    def asked(self) -> Text:
        """Why it waits, in words."""
        titles = {**TITLES, SHUT: WORDS["shut"], RIVAL: WORDS["rival"]}
        named = [name for name in self.held.checks.split() if name != RIVAL or not self.rivals]
        return Text.joined(", ", (*(titles[name] for name in named), *(_contradicted(each) for each in self.rivals)))


@dataclass(frozen=True)
class Told:
    """A row of a plan in words: what was measured, and at which visit it would stand; None where that is not told."""

    line: Line
    result: Text | None
    visit: Text | None


def told(plan: Plan) -> list[Told]:
    """Every row of a plan in words, in its order."""
    known = variables()
    labels = {name: Text(*(variable.say(each) for each in LANGUAGES)) for name, (variable, _) in known.items()}
    with read_once():
        return [Told(line, _result(line, labels), _visit(line)) for line in plan.lines]


def _result(line: Line, labels: Mapping[str, Text]) -> Text | None:
    if line.result is None:
        return None
    label, value = labels[line.result.variable], f"{line.result.text} {shown(line.result.unit)}".strip()
    return Text(f"{label.en} {value}", f"{label.fr} {value}")


def _visit(line: Line) -> Text | None:
    if line.placed is None:
        return None
    sheet = line.placed.sheet
    return visit_text(protocol_of(sheet.version), sheet.visit, sheet.day)


def files_of(site: str) -> list[File]:
    """The files kept at a site, the latest first."""
    return list(File.objects.filter(site=site).select_related("event", "layout"))


def waiting_at(site: str) -> list[Waiting]:
    """The held rows of a site that nobody has decided on, oldest first."""
    found = Held.objects.filter(file__site=site, settled=None)
    rows = list(found.select_related("event", "file", "sheet__person__enrolled", "ours"))
    there = defaultdict[tuple[int, str], list[Held]](list)
    for row in rows:
        there[row.sheet_id, row.item].append(row)
    return [_waiting(row, rivals(row, there[row.sheet_id, row.item])) for row in rows]


def origins_of(sheet: Sheet) -> dict[int, Taken]:
    """The row that each imported version of a sheet came from, by the version's event."""
    if not sheet.pk:
        return {}
    found = Taken.objects.filter(entry__sheet=sheet).select_related("event", "file")
    return {taken.entry_id: taken for taken in found}


def waiting_on(sheet: Sheet) -> frozenset[str]:
    """The items of a sheet with a held row that nobody has decided on."""
    return frozenset(Held.objects.filter(sheet=sheet, settled=None).values_list("item", flat=True) if sheet.pk else ())


def _contradicted(by: Held) -> Text:
    return WORDS["rival_of"].filled(theirs=_theirs(by) or WORDS["redacted"], row=by.row, file=by.file.name)


def _theirs(row: Held) -> Text | None:
    """What a row of a file says, with the decimal mark of each language: it is read beside what stands."""
    if row.typed is None:
        return None
    said = number_text(row.typed)
    return Text(*(f"{said.say(each)} {shown(row.unit)}".strip() for each in LANGUAGES))


def _waiting(row: Held, others: Sequence[Held]) -> Waiting:
    protocol = protocol_of(row.sheet.version)
    item = protocol.form(row.sheet.form).item(row.item)
    address = f"{place_of_sheet(row.sheet).address(row.sheet.person.code)}#f-{row.item}"
    ours = value_text(item, row.ours) if row.ours is not None else None
    visit = visit_text(protocol, row.sheet.visit, row.sheet.day)
    return Waiting(row, item.text, visit, address, ours, _theirs(row), tuple(others))
