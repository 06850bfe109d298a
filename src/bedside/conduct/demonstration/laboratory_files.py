"""A laboratory's file at the first site: a sample more of one participant, and a result that stands otherwise."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone

from bedside.conduct.casebook import numbers
from bedside.conduct.casebook.computing import sheet_time
from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.reading import current
from bedside.conduct.demonstration.cast import Cast
from bedside.conduct.imports import actions, layouts
from bedside.conduct.imports.files import received
from bedside.conduct.imports.looking import Verdict, look
from bedside.conduct.imports.placing import form_of
from bedside.conduct.laboratory.analytes import analytes, variables
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.model import Item, Protocol
from bedside.values.moment import HOUR, Moment, now, to_datetime

LABORATORY = "Laboratoire central (fictif)"
COLUMNS = {layouts.WHO: "Patient étude", layouts.TAKEN: "Prélevé le", layouts.CODE: "Analyse",
           layouts.VALUE: "Résultat", layouts.UNIT: "Unité"}  # fmt: skip
LATER = 6 * HOUR
"""How long after a sample of the casebook the laboratory has another."""
UNKNOWN = "TROPONINE"
"""What the laboratory measured beside, which its layout does not name."""
Typed = list[tuple[Item, Entry]]


def import_file(cast: Cast, protocol: Protocol, site: str) -> None:
    """Describe the layout of a laboratory and keep a file of it; nothing where nobody of the site has results yet."""
    by = cast.acting(Action.IMPORT_DATA, site)
    codes = [f"{name.upper()}; {name}; {unit}; {unit}" for name, (_, units) in variables().items() for unit in units]
    actions.keep_layout(by, site, layouts.Typed(LABORATORY, "", "latin-1", "\n".join(codes), COLUMNS))
    for sheet in Sheet.objects.filter(person__site=site, person__enrolled__isnull=False).order_by("-pk"):
        at, typed = sheet_time(protocol.form(sheet.form), current(sheet)), _typed(protocol, sheet)
        known = isinstance(at, int) and at + LATER < now() and typed
        if known and _keep(cast, site, _file(sheet, Moment(at), typed)):
            return


def _typed(protocol: Protocol, sheet: Sheet) -> Typed:
    """The numbers that stand on a sheet of a sample."""
    form, standing = protocol_of(sheet.version).form(sheet.form), current(sheet)
    return [
        (item, standing[item.id])
        for item in analytes(protocol, form)
        if form_of(protocol, item.variable) == form
        and item.id in standing
        and numbers.read(standing[item.id].typed or "")
    ]


def _file(sheet: Sheet, at: Moment, typed: Typed) -> str:
    """What stands, the first of it otherwise; all of it some hours later, a little lower; and what nobody asks for."""
    rows = [";".join(COLUMNS.values())]
    rows += [_row(sheet, at, item, entry, Decimal(2 if number == 0 else 1))
             for number, (item, entry) in enumerate(typed)]  # fmt: skip
    rows += [_row(sheet, Moment(at + LATER), item, entry, Decimal("0.95")) for item, entry in typed]
    return "\n".join([*rows, f"{sheet.person.code};{_taken(at)};{UNKNOWN};12;"])


def _row(sheet: Sheet, at: Moment, item: Item, entry: Entry, times: Decimal) -> str:
    """A result as a number of times what stands, to as many decimals; a limit of the assay as it is."""
    text = entry.typed or ""
    found = numbers.read(text)
    if found is not None and not found.limit:
        text = f"{(found.number * times).quantize(found.number):f}"
    return f"{sheet.person.code};{_taken(at)};{item.variable.upper()};{text};{entry.unit}"


def _taken(at: Moment) -> str:
    return f"{timezone.localtime(to_datetime(at)):%Y-%m-%d %H:%M}"


def _keep(cast: Cast, site: str, text: str) -> bool:
    """Keep a file that brings something new; whether it did."""
    by, layout = cast.acting(Action.IMPORT_DATA, site), layouts.layouts_of(site)[0]
    sent = received("laboratory.csv", text.encode(), layout.encoding)
    plan = look(site, layout, sent)
    if plan.count(Verdict.NEW):
        actions.keep_file(by, site, layout, sent, plan.mark)
    return bool(plan.count(Verdict.NEW))
