"""Everything that writes what a form says; each one transaction, each version of each item its own entry in the trail.

`fill` is how screens save: what can be kept is kept, what cannot stays in the draft, with what is the matter. `save` is
all or nothing, for what does not ask back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial

from bedside.conduct.casebook.actions_checked import note_checks
from bedside.conduct.casebook.actions_computed import recompute_after
from bedside.conduct.casebook.actions_drafts import keep_draft
from bedside.conduct.casebook.canonical import as_it_would_stand, canonical, completes, differs
from bedside.conduct.casebook.charts import Known, known_of
from bedside.conduct.casebook.check import Finding, Gravity
from bedside.conduct.casebook.checks import judge
from bedside.conduct.casebook.gate import check_open
from bedside.conduct.casebook.looking import sight_of
from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.places import act_on, items_said, place_of, place_of_sheet, scope_of
from bedside.conduct.casebook.reading import Sheets, sheets_of
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.locks.models import Closing
from bedside.conduct.locks.reading import Shut, closings
from bedside.conduct.locks.reading import check_open as check_not_closed
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import with_history
from bedside.conduct.people.models import User
from bedside.conduct.study.protocol import protocol_of, read_once
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep, keep_all
from bedside.errors import BedsideError, UsageError
from bedside.values.wording import Text

__all__ = ["Conflict", "Filled", "Typed", "fill", "open_sheet", "open_sheets", "save", "save_together"]


class Conflict(BedsideError):
    """Somebody else saved an item meanwhile: both texts are shown, and the person decides. Nothing is lost."""

    def __init__(self, theirs: Mapping[str, Entry]) -> None:
        who = ", ".join(sorted({entry.event.actor for entry in theirs.values()}))
        what = Text("{who} saved meanwhile: {listed}.", "{who} a enregistré entre-temps\u00a0: {listed}.")
        held = next(iter(theirs.values())).sheet
        listed = items_said(protocol_of(held.version).form(held.form), theirs)
        super().__init__(what.filled(who=who, listed=listed), "save", "Look at both and choose.")
        self.theirs = dict(theirs)


@dataclass(frozen=True)
class Filled:
    """What became of a form: the entries kept, and of each item that was not kept the reason.

    `found` are checks that refuse or ask; `unexplained` are corrections without a reason; `theirs` what another saved
    meanwhile; `shut` what is frozen or locked; `untimed` waits for the time at which it was measured.
    """

    kept: list[Entry] = field(default_factory=list)
    found: dict[str, list[Finding]] = field(default_factory=dict)
    unexplained: set[str] = field(default_factory=set)
    theirs: dict[str, Entry] = field(default_factory=dict)
    shut: dict[str, Closing] = field(default_factory=dict)
    untimed: set[str] = field(default_factory=set)

    @property
    def held(self) -> set[str]:
        """The items that were not kept."""
        return {*self.found, *self.unexplained, *self.theirs, *self.shut, *self.untimed}


@in_turn
def open_sheet(
    by: Actor, person: Person, visit: str, form: str, version: str, day: int | None = None, number: int = 1
) -> Sheet:
    """The sheet of this occasion, opened when it is not there yet.

    Raises ProtocolError for a form there is not, Shut where nothing may be added now.
    """
    protocol_of(version).form(form)
    found = Sheet.objects.filter(person=person, visit=visit, day=day, form=form, number=number).first()
    if found is not None:
        return found
    check_not_closed(Scope(person.site, person.code, visit, day, form, number))
    sheet = Sheet(person=person, visit=visit, day=day, form=form, number=number, version=version)
    return keep(_opening(by, sheet), sheet)


@in_turn
def open_sheets(by: Actor, person: Person, wanted: Sequence[Sheet]) -> list[Sheet]:
    """The sheets of these occasions, in their order; those not there yet are opened. Raises as `open_sheet`."""
    held, shut = {place_of_sheet(each): each for each in person.sheets.all()}, closings(Scope(person.site, person.code))
    fresh = [each for each in wanted if place_of_sheet(each) not in held]
    for each in fresh:
        found = shut.at(scope_of(each))
        if found is not None:
            raise Shut(found, scope_of(each).place)
    opened = keep_all((_opening(by, each), each) for each in fresh)
    held |= {place_of_sheet(each): each for each in opened}
    return [held[place_of_sheet(each)] for each in wanted]


def _opening(by: Actor, sheet: Sheet) -> Act:
    place = place_of(sheet.visit, sheet.day, sheet.form, sheet.number)
    return Act(by, "open form", site=sheet.person.site, participant=sheet.person.code, place=place)


@in_turn
def save(by: Actor, sheet: Sheet, typed: Mapping[str, Typed], base: Mapping[str, int] | None = None) -> list[Entry]:
    """Save the items that changed, each as a new version: all of them or none.

    `base` is the version of each item that the person saw. Raises Conflict when another was saved since with another
    text, UsageError when an item that had a value changes without a reason, cannot be what it says, or the form has no
    such item, NoLawfulBasis where the sheet may not be written now, Shut for what is frozen or locked. What checks
    would only ask about is kept, unconfirmed.
    """
    open_ = _Open(sheet, _Casebook(sheet.person))
    open_.check(typed, base)
    return _kept(by, [(open_, typed)])


@in_turn
def save_together(by: Actor, person: Person, typed: Sequence[tuple[Sheet, Mapping[str, Typed]]]) -> list[Entry]:
    """Save items of several sheets of one person: all of them or none.

    What they are checked against is what stood before all of them; what stands on them is worked out once, at the end.
    Raises as `save` does.
    """
    with read_once():
        book = _Casebook(person)
        opened = [(_Open(sheet, book), items) for sheet, items in typed]
        for open_, items in opened:
            open_.check(items, None)
        return _kept(by, opened)


@in_turn
def fill(
    by: Actor,
    user: User,
    sheet: Sheet,
    typed: Mapping[str, Typed],
    base: Mapping[str, int],
    untimed: Collection[str] = (),
) -> Filled:
    """Save what can be saved of the items that somebody changed; keep the rest in their draft, with what is the matter.

    `untimed` are those that are not saved before somebody says when they were measured. A check that refuses or asks is
    kept in the trail with what was typed. Raises UsageError for an item that the form does not have, NoLawfulBasis
    where the sheet may not be written now.
    """
    with read_once():
        return _filled(by, user, _Open(sheet, _Casebook(sheet.person)), typed, base, untimed)


def _filled(
    by: Actor, user: User, open_: _Open, typed: Mapping[str, Typed], base: Mapping[str, int], untimed: Collection[str]
) -> Filled:
    sheet, filled = open_.sheet, open_.sort_out(typed, base, ask=True)
    filled = replace(filled, untimed={name for name in untimed if name in typed and name not in filled.held})
    for item, found in filled.found.items():
        note_checks(by, sheet, item, typed[item], found)
    kept = _kept(by, [(open_, {name: each for name, each in typed.items() if name not in filled.held})])
    held = {name: each for name, each in typed.items() if name in filled.held}
    keep_draft(user, sheet, held, base)
    return replace(filled, kept=kept)


class _Casebook:
    """Everything that stands in a person's casebook, and what may be written there, read once."""

    def __init__(self, person: Person) -> None:
        self.person = with_history([person])[0]
        self.sheets = sheets_of(self.person)
        self.standing = {sheet.pk: entries for sheet, entries in self.sheets}
        self.closings = closings(Scope(person.site, person.code))
        self.check_open = cache(partial(check_open, self.person))

    @cached_property
    def known(self) -> Known:
        """Everything known of the person before the save."""
        return known_of(self.person, sheets=self.sheets)


class _Open:
    """A sheet of a casebook that may be written now."""

    def __init__(self, sheet: Sheet, book: _Casebook) -> None:
        self.sheet, self.book, self.protocol = sheet, book, protocol_of(sheet.version)
        self.form = self.protocol.form(sheet.form)
        self.standing = book.standing.get(sheet.pk, {})
        book.check_open(sheet.form, sheet.visit)

    def where(self, item: str) -> Text:
        """Form and item in words."""
        return Text.joined(", ", (self.form.text, self.form.item(item).text))

    def check(self, typed: Mapping[str, Typed], base: Mapping[str, int] | None) -> None:
        """Raise what keeps these items from being saved, as `save` says."""
        filled = self.sort_out(typed, base, ask=False)
        for item, closing in filled.shut.items():
            raise Shut(closing, self.where(item))
        if filled.theirs:
            raise Conflict(filled.theirs)
        if filled.found:
            first = next(iter(filled.found.values()))[0]
            raise UsageError(first.text, self.where(first.item), "Correct it.")
        if filled.unexplained:
            listed = Text.joined(", ", (self.form.item(name).text for name in sorted(filled.unexplained)))
            what = Text("changed without a reason: {listed}.", "modifié sans motif\u00a0: {listed}.")
            raise UsageError(what.filled(listed=listed), self.form.text, "Say why it is corrected.")

    def sort_out(self, typed: Mapping[str, Typed], base: Mapping[str, int] | None, ask: bool) -> Filled:
        """What stands in the way of each changed item."""
        whole, filled = as_it_would_stand(self.form, self.standing, typed), Filled()
        changed = [name for name in typed if differs(self.standing.get(name), whole[name])]
        if not changed:
            return filled
        sight = sight_of(self.sheet, self.protocol, whole, self.book.known, self.standing)
        for name in changed:
            before = self.standing.get(name)
            found = [each for each in judge(sight, self.form.item(name)) if _stops(each, typed[name], ask)]
            shut = self.book.closings.at(scope_of(self.sheet, name))
            if shut is not None:
                filled.shut[name] = shut
            elif base is not None and before is not None and before.number > base.get(name, 0):
                filled.theirs[name] = before
            elif found:
                filled.found[name] = found
            elif _had_value(before) and not completes(before, typed[name]) and not typed[name].reason.strip():
                filled.unexplained.add(name)
        return filled

    def changed(self, typed: Mapping[str, Typed]) -> dict[str, Typed]:
        """What differs from what stands, as it is kept."""
        whole = {name: canonical(self.form, name, each) for name, each in typed.items()}
        return {name: each for name, each in whole.items() if differs(self.standing.get(name), each)}


def _kept(by: Actor, opened: Sequence[tuple[_Open, Mapping[str, Typed]]]) -> list[Entry]:
    """Keep what differs from what stands on sheets of one casebook, and work out anew what stands on it."""
    changed = [(open_, items) for open_, typed in opened if (items := open_.changed(typed))]
    if not changed:
        return []
    kept = keep_all(
        _version(by, open_.sheet, name, each, open_.standing.get(name))
        for open_, items in changed
        for name, each in items.items()
    )
    book, now = changed[0][0].book, {open_.sheet.pk: dict(open_.standing) for open_, _ in changed}
    for entry in kept:
        now[entry.sheet_id][entry.item] = entry
    sheets = [(each, now.get(each.pk, entries)) for each, entries in book.sheets]
    names = {open_.sheet.pk: tuple(items) for open_, items in changed}
    recompute_after(by, book.person, sheets, book.known, _known_after(book, sheets, now), names)
    return kept


def _known_after(book: _Casebook, sheets: Sheets, now: Mapping[int, Mapping[str, Entry]]) -> Known:
    """What is known after the save: of one sheet without reading the others again."""
    if len(now) == 1:
        return book.known.after(*next((each, now[each.pk]) for each, _ in sheets if each.pk in now))
    return known_of(book.person, sheets=sheets)


def _stops(finding: Finding, typed: Typed, ask: bool) -> bool:
    if finding.gravity is Gravity.CONFIRM:
        return ask and not (finding.check in typed.confirmed.split() and typed.reason.strip())
    return finding.gravity is Gravity.REFUSE


def _had_value(before: Entry | None) -> bool:
    return before is not None and bool(before.typed or before.missing)


def _version(by: Actor, sheet: Sheet, item: str, typed: Typed, before: Entry | None) -> tuple[Act, Entry]:
    entry = Entry(
        sheet=sheet, item=item, number=before.number + 1 if before else 1, typed=typed.text, unit=typed.unit,
        missing=typed.missing, because=typed.because, assay=typed.assay, confirmed=typed.confirmed,
        originator=typed.originator or by.name,
    )  # fmt: skip
    return act_on(by, "save item", sheet, item, typed.reason), entry
