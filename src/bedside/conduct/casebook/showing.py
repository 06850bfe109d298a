"""A sheet as its page shows it: each item with what stands in it, what was typed since, and what the checks say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from bedside.conduct.casebook import numbers, originators, times
from bedside.conduct.casebook.actions_drafts import from_draft
from bedside.conduct.casebook.bench import bench_for, lines_of
from bedside.conduct.casebook.canonical import as_it_would_stand, canonical, completes, typed_in
from bedside.conduct.casebook.charts import Known
from bedside.conduct.casebook.checks import Finding, Gravity, Sight, judge
from bedside.conduct.casebook.computing import NotYet, Worked, endpoint_of, versions_of, work_out
from bedside.conduct.casebook.history import Version, checks_shown, version_of
from bedside.conduct.casebook.looking import sight_of
from bedside.conduct.casebook.missing import because_lacks
from bedside.conduct.casebook.models import Checked, Comment, Draft, Entry, Sheet
from bedside.conduct.casebook.offering import offered
from bedside.conduct.casebook.origins import elsewhere
from bedside.conduct.casebook.places import scope_of
from bedside.conduct.casebook.reading import latest_of, zone
from bedside.conduct.casebook.showing_computed import Output, output_of
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.casebook.values_said import YES_NO
from bedside.conduct.frame.words import language
from bedside.conduct.locks.models import Closing
from bedside.conduct.locks.reading import Closings
from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.model import Form, Item, ItemKind, Protocol
from bedside.rules.meaning import Meaning
from bedside.rules.words import said_unit
from bedside.values.wording import Text


@dataclass(frozen=True)
class Choice:
    """An answer that is offered, with the key that chooses it (empty: none)."""

    code: str
    text: Text
    key: str


@dataclass(frozen=True)
class Field:
    """One item on the page: `entry` is the version that stands, the last of so many `versions`. `place` goes before its
    name where a page holds items of several forms; `waits` is said of a time without which what was typed is not
    saved."""

    item: Item
    typed: Typed
    shown: str
    base: int
    hidden: bool
    changed: bool
    canonical: Text | None
    findings: Sequence[Finding] = ()
    theirs: Version | None = None
    needs_reason: bool = False
    entry: Entry | None = None
    versions: int = 0
    confirmed: str = ""
    checked: Sequence[Checked] = ()
    results: Sequence[Text] = ()
    comments: Sequence[Comment] = ()
    closing: Closing | None = None
    offered: Sequence[Text] = ()
    place: str = ""
    waits: Text | None = None

    @property
    def key(self) -> str:
        """The name of its inputs, without their letter."""
        return f"{self.place}{self.item.id}"

    @property
    def when(self) -> str:
        """The name of the item that decides whether it is asked; empty for none."""
        return f"{self.place}{self.item.shown_when.item}" if self.item.shown_when else ""

    @property
    def says(self) -> Text | None:
        """Who or what observed the value that stands; None where there is none."""
        return originators.said(self.entry.originator) if self.entry and self.had_value else None

    @property
    def kind(self) -> str:
        """Which inputs it has."""
        return {ItemKind.YES_NO: "choice", ItemKind.TIME: "time"}.get(self.item.kind, self.item.kind.value)

    @property
    def choices(self) -> list[Choice]:
        """The answers of a choice."""
        codes = YES_NO if self.item.kind is ItemKind.YES_NO else [(code.code, code.text) for code in self.item.codes]
        return [Choice(code, text, str(n) if n < 10 else "") for n, (code, text) in enumerate(codes, 1)]

    @property
    def units(self) -> list[tuple[str, str]]:
        """The units offered, as code and as people read them."""
        return [(code, said_unit(code, language())) for code in self.item.units]

    @property
    def unit(self) -> str:
        """The unit that is chosen."""
        return self.typed.unit or (self.item.units[0] if self.item.units else "")

    @property
    def asks(self) -> str:
        """The names of the checks that ask to be confirmed."""
        return " ".join(each.check for each in self.findings if each.gravity is Gravity.CONFIRM)

    @property
    def problem(self) -> bool:
        """Whether it was not saved, or asks something."""
        return bool(self.theirs or self.needs_reason or self.refused or self.waits or (self.changed and self.asks))

    @property
    def refused(self) -> bool:
        """Whether a check refuses it."""
        return any(each.gravity is Gravity.REFUSE for each in self.findings)

    @property
    def had_value(self) -> bool:
        """Whether something stands in it, so that a change needs a reason."""
        return self.entry is not None and not typed_in(self.entry).empty

    @property
    def corrects(self) -> bool:
        """Whether what is typed changes something that stands."""
        return self.changed and self.had_value and not completes(self.entry, self.typed)

    @property
    def lacks_reason(self) -> str:
        """Why there is no value, of what stands, where nobody has said the reason of that; empty for anything else."""
        held = self.entry
        return held.missing if held and because_lacks(held.missing, held.because) else ""

    @property
    def holds(self) -> str:
        """The answers of another item at which it is asked."""
        return " ".join(self.item.shown_when.holds) if self.item.shown_when else ""


def fields_of(
    sheet: Sheet, entries: Sequence[Entry], known: Known, draft: Draft | None, closings: Closings
) -> list[Field | Output]:
    """Every item of a sheet in the order of its form."""
    page = _page(sheet, entries, known, draft, closings)
    return [page.output(item) if item.kind is ItemKind.COMPUTED else page.field(item) for item in page.form.items]


def typed_fields(
    sheet: Sheet, entries: Sequence[Entry], known: Known, draft: Draft | None, closings: Closings, only: Container[str]
) -> list[Field]:
    """Those of its items that are named and can be typed, for a page that holds items of several forms."""
    page = _page(sheet, entries, known, draft, closings)
    wanted = (item for item in page.form.items if item.id in only and item.kind is not ItemKind.COMPUTED)
    return [replace(page.field(item), place=place_before(sheet.form)) for item in wanted]


def place_before(form: str) -> str:
    """What goes before the names of a form's items on a page that holds items of several forms."""
    return f"{form}."


def _page(sheet: Sheet, entries: Sequence[Entry], known: Known, draft: Draft | None, closings: Closings) -> _Page:
    protocol = protocol_of(sheet.version)
    return _Page(sheet, protocol, protocol.form(sheet.form), entries, known, draft, closings)


class _Page:
    """What the fields of one sheet share."""

    def __init__(
        self,
        sheet: Sheet,
        protocol: Protocol,
        form: Form,
        entries: Sequence[Entry],
        known: Known,
        draft: Draft | None,
        closings: Closings,
    ) -> None:
        self.sheet, self.protocol, self.form, self.known = sheet, protocol, form, known
        self.closings = closings
        self.counts, self.standing = Counter(entry.item for entry in entries), latest_of(entries)
        items = {item.id for item in form.items}
        kept = draft.typed.items() if draft else ()
        self.draft = {name: from_draft(each) for name, each in kept if name in items}
        self.base: Mapping[str, int] = draft.base if draft else {}
        self.whole = as_it_would_stand(form, self.standing, self.draft)
        self.sight: Sight = sight_of(sheet, protocol, self.whole, known, self.standing)
        self.noted = checks_shown(sheet)
        self.comments = _comments(sheet)
        self.bench = bench_for(sheet.person, protocol, form, known)
        self.outputs = versions_of(sheet.person) if sheet.pk and any(map(_is_computed, form.items)) else {}

    def field(self, item: Item) -> Field:
        entry = self.standing.get(item.id)
        before = typed_in(entry)
        typed = self.draft.get(item.id, before)
        changed = item.id in self.draft and canonical(self.form, item.id, typed).same_as != before.same_as
        base = self.base.get(item.id, 0) if item.id in self.draft else (entry.number if entry else 0)
        theirs = entry if changed and entry and entry.number > base else None
        return Field(
            item=item, typed=typed, shown=self._shown(item, typed), base=base, hidden=self.sight.hidden(item),
            changed=changed, canonical=numbers.canonical(item, self.sight.variable(item), typed.text, typed.unit),
            findings=self._findings(item, typed, changed), theirs=version_of(item, theirs) if theirs else None,
            needs_reason=changed and not before.empty and not completes(entry, typed) and not typed.reason,
            entry=entry, versions=self.counts[item.id],
            confirmed=entry.confirmed if entry and not changed else "", checked=self.noted.get(item.id, ()),
            comments=self.comments.get(item.id, ()), closing=self.closings.at(scope_of(self.sheet, item.id)),
            offered=offered(self.form, item),
            results=lines_of(self.bench, self.sight, item, canonical(self.form, item.id, typed)),
        )  # fmt: skip

    def _findings(self, item: Item, typed: Typed, changed: bool) -> list[Finding]:
        """Of a draft, those that were kept as shown: nobody is shown a check that the trail does not know of."""
        found = judge(self.sight, item)
        if not changed:
            return found
        return [each for each in found if each.gravity is Gravity.TELL or self._was_shown(item, typed, each)]

    def _was_shown(self, item: Item, typed: Typed, finding: Finding) -> bool:
        last = next(iter(self.noted.get(item.id, ())), None)
        if last is None or finding.check not in last.checks.split():
            return False
        return "privacy" in last.checks.split() or last.typed == typed.text

    def _shown(self, item: Item, typed: Typed) -> str:
        if item.kind in (ItemKind.DATE, ItemKind.TIME):
            text = self.whole[item.id].text if item.id in self.whole else typed.text
            return times.shown(text, zone()) if text and not _refused(self.sight, item) else typed.text
        return typed.text

    def output(self, item: Item) -> Output:
        hidden = self.sight.hidden(item)
        if self.sheet.pk is None and endpoint_of(self.protocol, item) is None:
            worked: Worked | NotYet = NotYet(item, _time_item(self.form))
        else:
            worked = work_out(self.protocol, self.sheet, item, self.standing, self.known)
        kept = self.outputs.get((self.sheet.pk, item.id))
        return output_of(self.protocol, worked, item, kept, hidden, self._elsewhere)

    def _elsewhere(self, part: Meaning) -> tuple[Text, ...]:
        return elsewhere(self.protocol, part, self.sheet, self.known)


def _refused(sight: Sight, item: Item) -> bool:
    return any(each.gravity is Gravity.REFUSE for each in judge(sight, item))


def _is_computed(item: Item) -> bool:
    return item.kind is ItemKind.COMPUTED


def _time_item(form: Form) -> Item | None:
    asked = [item for item in form.items if item.kind is ItemKind.TIME]
    return next((item for item in asked if item.required), asked[0] if asked else None)


def _comments(sheet: Sheet) -> dict[str, list[Comment]]:
    """The comments on each item, the first one first."""
    found: dict[str, list[Comment]] = {}
    if sheet.pk is not None:
        for each in Comment.objects.filter(sheet=sheet).select_related("event").order_by("pk"):
            found.setdefault(each.item, []).append(each)
    return found
