"""What stands in the forms of somebody and would be asked otherwise. It stays: on the form, under the version of the
form, readable; the other version is only for forms that are begun under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bedside.conduct.amending.differing import Differing, How
from bedside.conduct.amending.impact import Kind, Line
from bedside.conduct.amending.words import WORDS
from bedside.conduct.casebook.canonical import typed_of
from bedside.conduct.casebook.charts import Known
from bedside.conduct.casebook.checks import Finding, judge
from bedside.conduct.casebook.looking import sight_of
from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.places import visit_text
from bedside.conduct.casebook.reading import Sheets
from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.model import Item, ItemKind, Protocol
from bedside.values.wording import Text

KINDS = {How.REMOVED: Kind.VALUES_REMOVED, How.CHANGED: Kind.VALUES_CHANGED}
PRIVATE = "privacy"
"""The check whose words quote what must not be repeated."""


def lines_of_values(found: Differing, new: Protocol, sheets: Sheets, known: Known) -> Iterator[Line]:
    """Values of items that are taken away or changed, and checks of the new version that would ask about a value."""
    begun = [(sheet, entries) for sheet, entries in sheets if sheet.version != new.version]
    typed = Counter((sheet.form, name) for sheet, entries in begun for name in entries if _stands(entries[name]))
    for each in found.items:
        count = typed[each.form, each.item]
        if count and each.how in KINDS:
            stay = WORDS["values_stay"].filled(count=count)
            yield Line(KINDS[each.how], each.text, stay, stay)
    for sheet, entries in begun:
        if sheet.form in found.forms or sheet.visit in found.visits:
            yield from _checks(new, sheet, entries, known)


def _stands(entry: Entry) -> bool:
    return bool(entry.typed or entry.missing)


def _checks(new: Protocol, sheet: Sheet, entries: dict[str, Entry], known: Known) -> Iterator[Line]:
    """What the checks of the new version would newly say of the values of a sheet."""
    old = protocol_of(sheet.version)
    if sheet.form not in {form.id for form in new.forms}:
        return
    typed = typed_of(entries)
    now, then = (sight_of(sheet, protocol, typed, known) for protocol in (old, new))
    before = {item.id: item for item in old.form(sheet.form).items}
    for item in new.form(sheet.form).items:
        if item.id not in entries or item.kind is ItemKind.COMPUTED or then.hidden(item):
            continue
        asked = {each.check for each in judge(now, before[item.id])} if item.id in before else set()
        for each in judge(then, item):
            if each.check not in asked:
                yield Line(Kind.CHECK, _where(new, sheet, item), _value(entries[item.id]), _text(each))


def _where(protocol: Protocol, sheet: Sheet, item: Item) -> Text:
    visit, form = visit_text(protocol, sheet.visit, sheet.day), protocol.form(sheet.form)
    return Text.joined(" · ", (visit, form.text, item.text))


def _value(entry: Entry) -> Text:
    said = f"{entry.typed or ''} {entry.unit}".strip() or entry.missing
    return Text(said, said)


def _text(finding: Finding) -> Text:
    return WORDS["privacy_asks"] if finding.check == PRIVATE else finding.text
