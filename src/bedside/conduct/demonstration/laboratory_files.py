"""A laboratory's file at the first site: a sample more of one participant, and a result that stands otherwise."""

from __future__ import annotations

from django.utils import timezone

from bedside.conduct.casebook import numbers
from bedside.conduct.casebook.computing import sheet_time
from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.reading import current
from bedside.conduct.demonstration.cast import Cast
from bedside.conduct.imports import actions, layouts
from bedside.conduct.imports.files import received
from bedside.conduct.imports.looking import look
from bedside.conduct.imports.placing import form_of
from bedside.conduct.laboratory.analytes import analytes, variables
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.model import Item, Protocol
from bedside.values.moment import HOUR, Moment, to_datetime

LABORATORY = "Laboratoire central (fictif)"
COLUMNS = {layouts.WHO: "Patient étude", layouts.TAKEN: "Prélevé le", layouts.CODE: "Analyse",
           layouts.VALUE: "Résultat", layouts.UNIT: "Unité"}  # fmt: skip
LATER = 6 * HOUR
"""How long after a sample of the casebook the laboratory has another."""
Typed = list[tuple[Item, Entry]]


def import_file(cast: Cast, protocol: Protocol, site: str) -> None:
    """Describe the layout of a laboratory and keep a file of it; nothing where nobody of the site has results yet."""
    by = cast.acting(Action.IMPORT_DATA, site)
    codes = [f"{name.upper()}; {name}; {unit}; {unit}" for name, (_, units) in variables().items() for unit in units]
    actions.keep_layout(by, site, layouts.Typed(LABORATORY, "", "latin-1", "\n".join(codes), COLUMNS))
    for sheet in Sheet.objects.filter(person__site=site, person__enrolled__isnull=False).order_by("-pk"):
        at, typed = sheet_time(protocol.form(sheet.form), current(sheet)), _typed(protocol, sheet)
        if isinstance(at, int) and len(typed) > 1:
            _keep(cast, site, _file(sheet, Moment(at), typed))
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
    """What stands, the first of it otherwise; and all of it once more, some hours later."""
    rows = [";".join(COLUMNS.values())]
    for when in (at, Moment(at + LATER)):
        taken = timezone.localtime(to_datetime(when))
        for number, (item, entry) in enumerate(typed):
            text = entry.typed or ""
            if number == 0 and when == at:
                found = numbers.read(text)
                text = f"{found.number * 2:f}" if found else text
            rows.append(f"{sheet.person.code};{taken:%Y-%m-%d %H:%M};{item.variable.upper()};{text};{entry.unit}")
    return "\n".join(rows)


def _keep(cast: Cast, site: str, text: str) -> None:
    by, layout = cast.acting(Action.IMPORT_DATA, site), layouts.layouts_of(site)[0]
    sent = received("laboratory.csv", text.encode(), layout.encoding)
    plan = look(site, layout, sent)
    if plan.keeps:
        actions.keep_file(by, site, layout, sent, plan.mark)
