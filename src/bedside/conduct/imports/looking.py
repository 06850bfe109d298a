"""The dry run: what would become of every row of a file, without keeping anything.

Every row comes to exactly one verdict, so the counts add up to the rows of the file. The same function decides again
when the file is kept: what was shown and what is kept cannot differ.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial

from bedside.conduct.casebook import numbers
from bedside.conduct.casebook.canonical import as_it_would_stand
from bedside.conduct.casebook.charts import Known, known_of
from bedside.conduct.casebook.check import Finding
from bedside.conduct.casebook.checks import Gravity, judge
from bedside.conduct.casebook.gate import WHY, gate_of
from bedside.conduct.casebook.looking import sight_of
from bedside.conduct.casebook.models import Entry
from bedside.conduct.casebook.places import place_of, scope_of
from bedside.conduct.casebook.reading import sheets_of
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.imports.files import Sent, table_of
from bedside.conduct.imports.layouts import CLOCK, TAKEN, WHO, Read
from bedside.conduct.imports.models import Held
from bedside.conduct.imports.placing import Placed, form_of, item_of, place, samples, time_of
from bedside.conduct.imports.rows import Result, Unusable, results
from bedside.conduct.imports.words import WORDS
from bedside.conduct.locks.reading import closings, told
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.study.protocol import protocol_of, read_once
from bedside.errors import UnreadableFile
from bedside.protocol.forms import Missing
from bedside.protocol.model import Item
from bedside.values.wording import Text


class Verdict(StrEnum):
    """What would become of a row."""

    NEW = "new"
    SAME = "same"
    CONFLICT = "conflict"
    ASKED = "asked"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """A row with its verdict and, in words, why; `result`, `item` and `placed` where it could be read and placed.

    `ours` is the version that stands there, `checks` the names of the checks that ask.
    """

    row: int
    verdict: Verdict
    why: Text
    result: Result | None = None
    item: str = ""
    placed: Placed | None = None
    ours: Entry | None = None
    checks: str = ""

    @property
    def place(self) -> str:
        """Where in the casebook, as the trail says it; empty for nowhere."""
        if self.placed is None:
            return ""
        sheet = self.placed.sheet
        return f"{place_of(sheet.visit, sheet.day, sheet.form, sheet.number)} / {self.item}"


SHUT = "shut"
"""Among the checks of a held row: its place was frozen or locked when it came. It is taken once that is open again."""
SAMPLES = 500
"""Of a file, those that something is kept of: they are kept in one turn, in which nobody else saves (ADR 18)."""


@dataclass(frozen=True)
class Plan:
    """A file as it was looked at: each of its rows, in order."""

    lines: tuple[Line, ...]

    def count(self, verdict: Verdict) -> int:
        """How many rows came to it."""
        return sum(line.verdict is verdict for line in self.lines)

    @property
    def keeps(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self.to_keep)

    @property
    def to_keep(self) -> tuple[tuple[Line, ...], ...]:
        """The rows that something is kept of, sample by sample."""
        groups: dict[int, list[Line]] = defaultdict(list)
        for line in self.lines:
            if line.verdict in (Verdict.NEW, Verdict.CONFLICT, Verdict.ASKED):
                groups[id(line.placed)].append(line)
        return tuple(tuple(lines) for lines in groups.values())

    @property
    def by_person(self) -> tuple[tuple[tuple[Line, ...], ...], ...]:
        """The same, person by person."""
        groups: dict[int, list[tuple[Line, ...]]] = defaultdict(list)
        for lines in self.to_keep:
            assert lines[0].placed is not None
            groups[lines[0].placed.sheet.person_id].append(lines)
        return tuple(tuple(samples) for samples in groups.values())

    @property
    def mark(self) -> str:
        """The same for two looks that came to the same."""
        told = [(line.row, line.verdict, line.place, line.ours.pk if line.ours else 0) for line in self.lines]
        return hashlib.sha256(repr(told).encode()).hexdigest()


def look(site: str, layout: Read, sent: Sent) -> Plan:
    """What would become of every row. Raises UnreadableFile for a file that may not come in at all."""
    times = [layout.columns.get(name, "") for name in (TAKEN, CLOCK)]
    table = table_of(sent, times, layout.columns[WHO] if layout.source else "")
    with read_once():
        read = list(results(table, layout, site))
        lines = [Line(each.row, Verdict.REFUSED, each.why) for each in read if isinstance(each, Unusable)]
        whose: dict[int, list[Result]] = defaultdict(list)
        for each in read:
            if isinstance(each, Result):
                whose[each.person.pk].append(each)
        for those in whose.values():
            lines += _Looking(those[0].person, layout).lines(those)
    plan = Plan(tuple(sorted(lines, key=lambda line: line.row)))
    if len(plan.to_keep) > SAMPLES:
        what = f"the file holds new results of {len(plan.to_keep)} samples; {SAMPLES} are kept at a time."
        raise UnreadableFile(what, sent.name, "Send it in parts.")
    return plan


class _Looking:
    """One person's casebook, read once."""

    def __init__(self, person: Person, layout: Read) -> None:
        self.person, self.layout, self.protocol = person, layout, protocol_for(person)
        self.sheets, self.gate = sheets_of(person), gate_of(person, self.protocol)
        self.closings = closings(Scope(person.site, person.code))
        self.known: Known = known_of(person, self.protocol, self.sheets)
        self.reported = {(row.sheet_id, row.item, row.ours_id, row.typed, row.unit): row.file
                         for row in Held.objects.filter(sheet__person=person).select_related("file")}  # fmt: skip

    def lines(self, found: Iterable[Result]) -> Iterator[Line]:
        """A line a result."""
        usable, asked = [], cache(partial(form_of, self.protocol))
        for each in found:
            if asked(each.variable) is None:
                yield Line(each.row, Verdict.REFUSED, WORDS["no_form"], each)
            else:
                usable.append(each)
        for placed in place(self.person, self.protocol, self.sheets, samples(self.protocol, usable)):
            yield from self._of_sample(placed)

    def _of_sample(self, placed: Placed) -> Iterator[Line]:
        why, first = self._why_not(placed), {}
        for each in placed.sample.results:
            if why is not None:
                yield Line(each.row, Verdict.REFUSED, why, each)
            elif each.variable in first:
                yield self._again(each, first[each.variable])
            else:
                first[each.variable] = each
        if why is None:
            yield from self._compared(placed, first)

    def _why_not(self, placed: Placed) -> Text | None:
        """Why nothing of a sample may come in; None where it may."""
        sheet = placed.sheet
        closed = self.gate.closed(sheet.form, sheet.visit, bool(placed.standing))
        if closed is not None:
            return WHY[closed]
        shut = None if placed.standing else self.closings.at(scope_of(sheet))
        return None if shut is None else WORDS["shut_out"].filled(why=told(shut))

    def _again(self, each: Result, before: Result) -> Line:
        """The second row of one result of one sample."""
        one, other = (self._value(row.variable, row.text, row.unit) for row in (each, before))
        agrees = one == other
        words = WORDS["again" if agrees else "contradicts"].filled(row=before.row)
        return Line(each.row, Verdict.SAME if agrees else Verdict.REFUSED, words, each)

    def _compared(self, placed: Placed, found: Mapping[str, Result]) -> Iterator[Line]:
        protocol = protocol_of(placed.sheet.version)
        form = protocol.form(placed.sheet.form)
        fresh: dict[str, Result] = {}
        for name, each in found.items():
            item = item_of(protocol, form, name)
            ours = placed.standing.get(item.id) if item else None
            if item is None:
                yield Line(each.row, Verdict.REFUSED, WORDS["no_form"], each)
            elif ours is None or ours.missing == Missing.AWAITED or not (ours.typed or ours.missing):
                fresh[item.id] = each
            else:
                yield self._against(placed, item, each, ours)
        yield from self._checked(placed, fresh)

    def _against(self, placed: Placed, item: Item, each: Result, ours: Entry) -> Line:
        """A result where something stands: the same, or a conflict (once)."""
        mine = self._value(each.variable, ours.typed or "", ours.unit or (item.units[0] if item.units else ""))
        if mine is not None and mine == self._value(each.variable, each.text, each.unit):
            return Line(each.row, Verdict.SAME, WORDS["is_same"], each, item.id, placed, ours)
        return self._held(Line(each.row, Verdict.CONFLICT, WORDS["is_conflict"], each, item.id, placed, ours))

    def _checked(self, placed: Placed, fresh: Mapping[str, Result]) -> Iterator[Line]:
        """New results, each as the checks of the casebook say of a typed one."""
        if not fresh:
            return
        protocol = protocol_of(placed.sheet.version)
        form = protocol.form(placed.sheet.form)
        typed, when = typed_of(placed, fresh, self.layout), time_of(form)
        whole = as_it_would_stand(form, placed.standing, typed)
        sight = sight_of(placed.sheet, protocol, whole, self.known, placed.standing)
        wrong = _stopping(judge(sight, when)) if when is not None and not placed.standing else []
        for name, each in fresh.items():
            found = wrong or _stopping(judge(sight, form.item(name)))
            yield self._judged(placed, name, each, found, bool(wrong))

    def _judged(self, placed: Placed, name: str, each: Result, found: list[Finding], whole: bool) -> Line:
        if whole or any(finding.gravity is Gravity.REFUSE for finding in found):
            return Line(each.row, Verdict.REFUSED, found[0].text, each, name)
        ours, shut = placed.standing.get(name), self.closings.at(scope_of(placed.sheet, name))
        if found or shut is not None:
            checks = " ".join(([SHUT] if shut else []) + [finding.check for finding in found])
            why = found[0].text if shut is None else WORDS["shut_waits"].filled(why=told(shut))
            return self._held(Line(each.row, Verdict.ASKED, why, each, name, placed, ours, checks))
        return Line(each.row, Verdict.NEW, WORDS["is_new"], each, name, placed, ours)

    def _held(self, line: Line) -> Line:
        """The same, unless it was reported before: then it waits, or was decided, in the list."""
        assert line.result is not None and line.placed is not None
        key = (line.placed.sheet.pk, line.item, line.ours.pk if line.ours else None, line.result.text, line.result.unit)
        before = self.reported.get(key)
        if before is None:
            return line
        words = WORDS["reported"].filled(file=before.name)
        return Line(line.row, Verdict.SAME, words, line.result, line.item, line.placed, line.ours)

    def _value(self, variable: str, text: str, unit: str) -> tuple[str, object] | None:
        """A result in its variable's own unit, with its limit sign; None for what is no number."""
        read = numbers.read(text)
        known = self.protocol.vocabulary[variable]
        return None if read is None else (read.limit, numbers.in_unit_of(known, read.number, unit))


def typed_of(placed: Placed, fresh: Mapping[str, Result], layout: Read) -> dict[str, Typed]:
    """What a sample's results would be if somebody typed them: with their laboratory as assay and originator."""
    form = protocol_of(placed.sheet.version).form(placed.sheet.form)
    typed, when = {}, time_of(form)
    if when is not None and when.id not in placed.standing:
        typed[when.id] = Typed(placed.sample.results[0].at, originator=layout.name)
    for name, each in fresh.items():
        assay = layout.name if form.item(name).assay else ""
        reason = WORDS["was_awaited"].en if name in placed.standing else ""
        typed[name] = Typed(each.text, each.unit, assay=assay, reason=reason, originator=layout.name)
    return typed


def _stopping(found: Iterable[Finding]) -> list[Finding]:
    return [each for each in found if each.gravity is not Gravity.TELL]
