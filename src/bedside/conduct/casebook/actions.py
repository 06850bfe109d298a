"""Everything that writes in a casebook; each one transaction, each version of each item its own entry in the trail.

`fill` is how screens save: what can be kept is kept, what cannot stays in the draft, with what is the matter. `save` is
all or nothing, for what does not ask back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from bedside.conduct.casebook import times
from bedside.conduct.casebook.charts import Known, known_of
from bedside.conduct.casebook.checks import Finding, Gravity, judge
from bedside.conduct.casebook.computing import (
    Worked,
    computed_items,
    inputs_of,
    reach,
    reads,
    sheet_time,
    versions_of,
    work_out,
)
from bedside.conduct.casebook.gate import check_open
from bedside.conduct.casebook.looking import sight_of, typed_of
from bedside.conduct.casebook.models import Checked, Computed, Draft, Entry, Sheet
from bedside.conduct.casebook.reading import current, found_in, sheets_of, zone
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.participants.models import Person
from bedside.conduct.people.models import User
from bedside.conduct.study.protocol import protocol_of
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep
from bedside.errors import BedsideError, UsageError
from bedside.protocol.model import Form, Item, ItemKind, Protocol
from bedside.rules.chart import Fact
from bedside.values.moment import EVER, now, to_datetime

__all__ = [
    "Conflict", "Filled", "Typed", "drop_draft", "fill", "keep_draft", "note_checks", "open_sheet", "place_of",
    "recompute", "save",
]  # fmt: skip


class Conflict(BedsideError):
    """Somebody else saved an item meanwhile: both texts are shown, and the person decides. Nothing is lost."""

    def __init__(self, theirs: Mapping[str, Entry]) -> None:
        who = ", ".join(sorted({entry.event.actor for entry in theirs.values()}))
        super().__init__(f"{who} saved {', '.join(theirs)} meanwhile.", "save", "Look at both and choose.")
        self.theirs = dict(theirs)


@dataclass(frozen=True)
class Filled:
    """What became of a form: the entries kept, and of each item that was not kept the reason.

    `found` are checks that refuse or ask; `unexplained` are corrections without a reason; `theirs` what another saved
    meanwhile.
    """

    kept: list[Entry] = field(default_factory=list)
    found: dict[str, list[Finding]] = field(default_factory=dict)
    unexplained: set[str] = field(default_factory=set)
    theirs: dict[str, Entry] = field(default_factory=dict)

    @property
    def held(self) -> set[str]:
        """The items that were not kept."""
        return {*self.found, *self.unexplained, *self.theirs}


@in_turn
def open_sheet(
    by: Actor, person: Person, visit: str, form: str, version: str, day: int | None = None, number: int = 1
) -> Sheet:
    """The sheet of this occasion, opened when it is not there yet. Raises ProtocolError for a form there is not."""
    protocol_of(version).form(form)
    found = Sheet.objects.filter(person=person, visit=visit, day=day, form=form, number=number).first()
    if found is not None:
        return found
    act = Act(by, "open form", site=person.site, participant=person.code, place=place_of(visit, day, form, number))
    sheet = Sheet(person=person, visit=visit, day=day, form=form, number=number, version=version)
    return keep(act, sheet)


@in_turn
def save(by: Actor, sheet: Sheet, typed: Mapping[str, Typed], base: Mapping[str, int] | None = None) -> list[Entry]:
    """Save the items that changed, each as a new version: all of them or none.

    `base` is the version of each item that the person saw. Raises Conflict when another was saved since with another
    text, UsageError when an item that had a value changes without a reason, cannot be what it says, or the form has no
    such item, NoLawfulBasis where the sheet may not be written now. What checks would only ask about is kept,
    unconfirmed.
    """
    form = protocol_of(sheet.version).form(sheet.form)
    check_open(sheet.person, sheet.form, sheet.visit, bool(current(sheet)))
    filled = _sorted_out(sheet, form, typed, base, ask=False)
    if filled.theirs:
        raise Conflict(filled.theirs)
    if filled.found:
        first = next(iter(filled.found.values()))[0]
        raise UsageError(first.text.en, f"form {form.id}, item {first.item}", "Correct it.")
    if filled.unexplained:
        listed = ", ".join(sorted(filled.unexplained))
        raise UsageError(f"{listed} changed without a reason.", f"form {form.id}", "Say why it is corrected.")
    return _keep(by, sheet, form, typed)


@in_turn
def fill(by: Actor, user: User, sheet: Sheet, typed: Mapping[str, Typed], base: Mapping[str, int]) -> Filled:
    """Save what can be saved of the items that somebody changed; keep the rest in their draft, with what is the matter.

    A check that refuses or asks is kept in the trail with what was typed. Raises UsageError for an item that the form
    does not have, NoLawfulBasis where the sheet may not be written now.
    """
    form = protocol_of(sheet.version).form(sheet.form)
    check_open(sheet.person, sheet.form, sheet.visit, bool(current(sheet)))
    filled = _sorted_out(sheet, form, typed, base, ask=True)
    for item, found in filled.found.items():
        _note(by, sheet, item, typed[item], found)
    kept = _keep(by, sheet, form, {name: each for name, each in typed.items() if name not in filled.held})
    held = {name: typed[name] for name in typed if name in filled.held}
    if held:
        keep_draft(user, sheet, {name: as_draft(each) for name, each in held.items()}, _bases(held, base))
    else:
        drop_draft(user, sheet)
    return replace(filled, kept=kept)


def _sorted_out(
    sheet: Sheet, form: Form, typed: Mapping[str, Typed], base: Mapping[str, int] | None, ask: bool
) -> Filled:
    """What stands in the way of each changed item."""
    standing = current(sheet)
    whole = as_it_would_stand(form, standing, typed)
    changed = [name for name in typed if _differs(standing.get(name), whole[name])]
    filled = Filled()
    sight = None
    for name in changed:
        before = standing.get(name)
        if base is not None and before is not None and before.number > base.get(name, 0):
            filled.theirs[name] = before
            continue
        if sight is None:
            sight = sight_of(sheet, protocol_of(sheet.version), whole, known_of(sheet.person))
        found = [each for each in judge(sight, form.item(name)) if _stops(each, typed[name], ask)]
        if found:
            filled.found[name] = found
        elif _had_value(before) and not typed[name].reason.strip():
            filled.unexplained.add(name)
    return filled


def _stops(finding: Finding, typed: Typed, ask: bool) -> bool:
    if finding.gravity is Gravity.CONFIRM:
        return ask and not (finding.check in typed.confirmed.split() and typed.reason.strip())
    return finding.gravity is Gravity.REFUSE


def as_it_would_stand(form: Form, standing: Mapping[str, Entry], typed: Mapping[str, Typed]) -> dict[str, Typed]:
    """The whole form after saving, its times made canonical. Raises ProtocolError for an item that there is not."""
    return {**typed_of(standing), **{name: canonical(form, name, each) for name, each in typed.items()}}


def canonical(form: Form, name: str, typed: Typed) -> Typed:
    """What is kept of what was typed: times in ISO 8601, texts without blanks around them."""
    item, text = form.item(name), typed.text.strip()
    if item.kind in (ItemKind.DATE, ItemKind.TIME) and text:
        with suppress(times.NotATime):  # refused by the checks, with these very words
            text = times.canonical(text, item.kind is ItemKind.TIME, to_datetime(now()).astimezone(zone()))
    unit = (typed.unit or (item.units[0] if item.units else "")) if text else ""
    return replace(typed, text=text, unit=unit, assay=typed.assay.strip(), reason=typed.reason.strip())


def _keep(by: Actor, sheet: Sheet, form: Form, typed: Mapping[str, Typed]) -> list[Entry]:
    standing = current(sheet)
    whole = {name: canonical(form, name, each) for name, each in typed.items()}
    changed = {name: each for name, each in whole.items() if _differs(standing.get(name), each)}
    read = found_in(protocol_of(sheet.version), form.id, standing) if changed else {}
    before = [fact for found in read.values() if not isinstance(found, UsageError) for fact in found]
    kept = [_version(by, sheet, name, each, standing.get(name)) for name, each in changed.items()]
    if kept:
        _recompute(by, sheet, form, set(changed), before)
    return kept


def _version(by: Actor, sheet: Sheet, item: str, typed: Typed, before: Entry | None) -> Entry:
    entry = Entry(
        sheet=sheet, item=item, number=before.number + 1 if before else 1, typed=typed.text, unit=typed.unit,
        missing=typed.missing, because=typed.because, assay=typed.assay, confirmed=typed.confirmed,
        originator=typed.originator or by.name,
    )  # fmt: skip
    return keep(_act(by, "save item", sheet, item, typed.reason), entry)


def _act(by: Actor, action: str, sheet: Sheet, item: str, reason: str = "") -> Act:
    place = f"{place_of(sheet.visit, sheet.day, sheet.form, sheet.number)} / {item}"
    return Act(by, action, sheet.person.site, sheet.person.code, place, reason)


def _differs(before: Entry | None, typed: Typed) -> bool:
    if before is None:
        return not typed.empty
    return typed_of({"": before})[""].same_as != typed.same_as


def _had_value(before: Entry | None) -> bool:
    return before is not None and bool(before.typed or before.missing)


def place_of(visit: str, day: int | None, form: str, number: int) -> str:
    """Where in the casebook, as the trail says it: `DAILY 3 / sofa_day`, `unscheduled / laboratory 2`."""
    when = visit if day is None else f"{visit} {day}"
    return f"{when} / {form}" if number == 1 else f"{when} / {form} {number}"


# --- what the rules work out ----------------------------------------------------------------------------------


def _recompute(by: Actor, sheet: Sheet, form: Form, changed: set[str], before: Iterable[Fact]) -> list[Computed]:
    """A new version of every computed item of the person that what changed can reach, where value or inputs did.

    `before` are the facts that the sheet recorded until now.
    """
    names = _recording(form, changed)
    of = cache(protocol_of)
    sheets = sheets_of(sheet.person)
    items = [
        (other, entries, item)
        for other, entries in sheets
        for item in computed_items(of(other.version).form(other.form))
        if other.pk == sheet.pk or names & reads(of(other.version), item)
    ]
    if not items:
        return []
    known, kept = known_of(sheet.person, sheets=sheets), versions_of(sheet.person)
    after = (fact for those in known.chart.facts.values() for fact in those if _on(known, fact, sheet))
    touched = [_span(fact) for fact in (*before, *after) if fact.variable in names]
    found: list[Computed] = []
    for other, entries, item in items:
        protocol = of(other.version)
        if other.pk != sheet.pk and not _reached(protocol, other, entries, item, touched):
            continue
        worked = work_out(protocol, other, item, entries, known)
        if isinstance(worked, Worked):
            found += _computed(by, other, worked, kept.get((other.pk, item.id)))
    return found


def _recording(form: Form, changed: set[str]) -> set[str]:
    """The variables whose records a change of these items can change: their own, and those they give time or sense."""
    items = [
        item
        for item in form.items
        if item.id in changed or changed & {item.time, item.until, item.shown_when.item if item.shown_when else ""}
    ]
    return {name for item in items for name in (item.variable, *(code.variable for code in item.codes)) if name}


def _on(known: Known, fact: Fact, sheet: Sheet) -> bool:
    entry = known.entry_of(fact)
    return entry is not None and entry.sheet_id == sheet.pk


def _span(fact: Fact) -> tuple[int, int]:
    """From when until when a record can count."""
    first, last = fact.course or (fact.start, fact.end)
    return min(fact.start, first), max(fact.end, last)


def _reached(
    protocol: Protocol, sheet: Sheet, entries: Mapping[str, Entry], item: Item, touched: list[tuple[int, int]]
) -> bool:
    """Whether the rule, at the time of its sheet, can have looked at any of what changed."""
    at, back = sheet_time(protocol.form(sheet.form), entries), reach(protocol, item)
    if not isinstance(at, int) or back >= EVER:
        return True
    return any(first <= at and last >= at - back for first, last in touched)


def _computed(by: Actor, sheet: Sheet, worked: Worked, before: Computed | None) -> Iterable[Computed]:
    low, high, inputs = repr(worked.meaning.value.low), repr(worked.meaning.value.high), inputs_of(worked)
    if before is not None and (before.low, before.high, before.inputs) == (low, high, inputs):
        return
    number = before.number + 1 if before else 1
    row = Computed(sheet=sheet, item=worked.item.id, number=number, low=low, high=high, inputs=inputs)
    yield keep(_act(by, "work out", sheet, worked.item.id), row)


@in_turn
def recompute(by: Actor, person: Person) -> list[Computed]:
    """Work out every computed item of a person anew: after an inclusion, or records that came from elsewhere."""
    of = cache(protocol_of)
    sheets = sheets_of(person)
    known, kept = known_of(person, sheets=sheets), versions_of(person)
    found: list[Computed] = []
    for sheet, entries in sheets:
        for item in computed_items(of(sheet.version).form(sheet.form)):
            worked = work_out(of(sheet.version), sheet, item, entries, known)
            if isinstance(worked, Worked):
                found += _computed(by, sheet, worked, kept.get((sheet.pk, item.id)))
    return found


# --- checks that were shown -----------------------------------------------------------------------------------


@in_turn
def note_checks(by: Actor, sheet: Sheet, item: str, typed: Typed, found: Iterable[Finding]) -> Checked | None:
    """Keep that a check was shown for what was typed, before it is corrected or saved; once for the same text."""
    return _note(by, sheet, item, typed, found)


def _note(by: Actor, sheet: Sheet, item: str, typed: Typed, found: Iterable[Finding]) -> Checked | None:
    names = [each.check for each in found if each.gravity is not Gravity.TELL]
    if not names:
        return None
    text = "" if "privacy" in names else typed.text
    unit = typed.unit if len(typed.unit) <= Checked._meta.get_field("unit").max_length else ""
    row = Checked(sheet=sheet, item=item, checks=" ".join(names), typed=text, unit=unit)
    last = Checked.objects.filter(sheet=sheet, item=item).order_by("-pk").first()
    if last is not None and (last.checks, last.typed, last.unit) == (row.checks, row.typed, row.unit):
        return None
    return keep(_act(by, "show check", sheet, item), row)


# --- drafts ---------------------------------------------------------------------------------------------------


def keep_draft(user: User, sheet: Sheet, typed: Mapping[str, Mapping[str, str]], base: Mapping[str, int]) -> Draft:
    """What is being typed, kept for this person until it is saved. Drafts are outside the trail: they are not data."""
    draft, _ = Draft.objects.update_or_create(
        user=user, sheet=sheet, defaults={"typed": typed, "base": base, "at_us": int(now())}
    )
    return draft


def drop_draft(user: User, sheet: Sheet) -> None:
    """Forget a draft, once its items are saved or its writer discards it."""
    Draft.objects.filter(user=user, sheet=sheet).delete()


def as_draft(typed: Typed) -> dict[str, str]:
    """What somebody typed, as a draft keeps it; empty parts left out."""
    return {name: value for name, value in vars(typed).items() if value}


def from_draft(draft: Mapping[str, Any]) -> Typed:
    """What a draft keeps, as somebody typed it."""
    return Typed(**{name: str(value) for name, value in draft.items() if name in Typed.__dataclass_fields__})


def _bases(held: Iterable[str], base: Mapping[str, int]) -> dict[str, int]:
    return {name: base.get(name, 0) for name in held}
