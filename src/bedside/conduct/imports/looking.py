"""The dry run: what would become of every row of a file, without keeping anything.

Every row comes to exactly one verdict, so the counts add up to the rows of the file. The same function decides again
when the file is kept: what was shown and what is kept cannot differ.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from bedside.conduct.casebook.sight import Sight
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
RIVAL = "contradicts"
"""Among the checks of a held row: another row says otherwise of the same sample, and neither is kept unasked."""
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
        rows = list(Held.objects.filter(sheet__person=person).select_related("file", "settled", "sheet"))
        self.held = [row for row in rows if not hasattr(row, "settled")]
        self.reported = {(row.sheet_id, row.item, stood, self._held_value(row)): row
                         for row in rows for stood in (row.ours_id, *_taken_of(row, rows))}  # fmt: skip
        self.seen: dict[tuple[int, tuple[int, ...]], Sight] = {}

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
        why, found = self._why_not(placed), defaultdict[str, list[Result]](list)
        for each in placed.sample.results:
            before = self._among(each, found[each.variable])
            if why is not None:
                yield Line(each.row, Verdict.REFUSED, why, each)
            elif before is not None:
                yield Line(each.row, Verdict.SAME, WORDS["again"].filled(row=before.row), each)
            else:
                found[each.variable].append(each)
        if why is None:
            yield from self._compared(placed, found)

    def _why_not(self, placed: Placed) -> Text | None:
        """Why nothing of a sample may come in; None where it may."""
        sheet = placed.sheet
        closed = self.gate.closed(sheet.form, sheet.visit)
        if closed is not None:
            return WHY[closed]
        shut = None if placed.standing else self.closings.at(scope_of(sheet))
        return None if shut is None else WORDS["shut_out"].filled(why=told(shut))

    def _among(self, each: Result, before: Iterable[Result]) -> Result | None:
        """The row before that says the same of one result of one sample."""
        mine = self._value(each.variable, each.text, each.unit)
        return next((row for row in before if self._value(row.variable, row.text, row.unit) == mine), None)

    def _compared(self, placed: Placed, found: Mapping[str, Sequence[Result]]) -> Iterator[Line]:
        """Each result against what stands; `found` holds more than one of a variable where rows contradict."""
        protocol = protocol_of(placed.sheet.version)
        form = protocol.form(placed.sheet.form)
        fresh: dict[str, Sequence[Result]] = {}
        for name, those in found.items():
            item = item_of(protocol, form, name)
            ours = placed.standing.get(item.id) if item else None
            if item is None:
                yield from (Line(each.row, Verdict.REFUSED, WORDS["no_form"], each) for each in those)
            elif ours is None or ours.missing == Missing.AWAITED or not (ours.typed or ours.missing):
                fresh[item.id] = those
            else:
                yield from (self._against(placed, item, each, ours) for each in those)
        yield from self._checked(placed, fresh)

    def _against(self, placed: Placed, item: Item, each: Result, ours: Entry) -> Line:
        """A result where something stands: the same, or a conflict (once)."""
        mine = self._value(each.variable, ours.typed or "", ours.unit or (item.units[0] if item.units else ""))
        if mine is not None and mine == self._value(each.variable, each.text, each.unit):
            return Line(each.row, Verdict.SAME, WORDS["is_same"], each, item.id, placed, ours)
        return self._held(Line(each.row, Verdict.CONFLICT, WORDS["is_conflict"], each, item.id, placed, ours))

    def _checked(self, placed: Placed, fresh: Mapping[str, Sequence[Result]]) -> Iterator[Line]:
        """New results, each as the checks of the casebook say of a typed one."""
        first = {name: those[0] for name, those in fresh.items()}
        for name, those in fresh.items():
            for each in those:
                found, whole = self._asks(placed, {**first, name: each}, name)
                yield self._judged(placed, name, each, found, whole, self._rivals(placed, name, each, those))

    def _asks(self, placed: Placed, fresh: Mapping[str, Result], name: str) -> tuple[list[Finding], bool]:
        """What the checks have against a result, and whether it is against the sample as a whole."""
        form = protocol_of(placed.sheet.version).form(placed.sheet.form)
        sight, when = self._sight(placed, fresh), time_of(form)
        wrong = _stopping(judge(sight, when)) if when is not None and not placed.standing else []
        return wrong or _stopping(judge(sight, form.item(name))), bool(wrong)

    def _sight(self, placed: Placed, fresh: Mapping[str, Result]) -> Sight:
        """The sheet with these results; read once for as long as the same are asked about."""
        key = (id(placed), tuple(each.row for each in fresh.values()))
        if key not in self.seen:
            protocol = protocol_of(placed.sheet.version)
            typed = typed_of(placed, fresh, self.layout)
            whole = as_it_would_stand(protocol.form(placed.sheet.form), placed.standing, typed)
            self.seen = {key: sight_of(placed.sheet, protocol, whole, self.known, placed.standing)}
        return self.seen[key]

    def _rivals(self, placed: Placed, name: str, each: Result, those: Iterable[Result]) -> list[str]:
        """The rows that say otherwise of the same result: of this file, and of one before that wait."""
        mine, ours = self._value(each.variable, each.text, each.unit), placed.standing.get(name)
        here = (placed.sheet.pk, name, ours.pk if ours else None)
        waiting = [row for row in self.held if (row.sheet_id, row.item, row.ours_id) == here]
        differ = [f"{row.row} ({row.file.name})" for row in waiting if self._held_value(row) != mine]
        return [str(row.row) for row in those if row is not each] + differ

    def _judged(
        self, placed: Placed, name: str, each: Result, found: list[Finding], whole: bool, rivals: list[str]
    ) -> Line:
        if whole or any(finding.gravity is Gravity.REFUSE for finding in found):
            return Line(each.row, Verdict.REFUSED, found[0].text, each, name)
        ours, shut = placed.standing.get(name), self.closings.at(scope_of(placed.sheet, name))
        if not found and shut is None and not rivals:
            line = Line(each.row, Verdict.NEW, WORDS["is_new"], each, name, placed, ours)
            before = self._before(line)
            return self._held(line) if before is not None and hasattr(before, "settled") else line
        marks = ([SHUT] if shut else []) + ([RIVAL] if rivals else [])
        why = Text.joined(" ", (
            *([WORDS["shut_waits"].filled(why=told(shut))] if shut is not None else ()),
            *([WORDS["contradicts"].filled(rows=", ".join(rivals))] if rivals else ()),
            *(finding.text for finding in found[:1]),
        ))  # fmt: skip
        checks = " ".join(marks + [finding.check for finding in found])
        return self._held(Line(each.row, Verdict.ASKED, why, each, name, placed, ours, checks))

    def _held(self, line: Line) -> Line:
        """The same, unless it was reported before: then it waits, or was decided, in the list."""
        before = self._before(line)
        if before is None:
            return line
        words = WORDS["reported"].filled(file=before.file.name)
        return Line(line.row, Verdict.SAME, words, line.result, line.item, line.placed, line.ours)

    def _before(self, line: Line) -> Held | None:
        """The held row that said the same of the same before."""
        assert line.result is not None and line.placed is not None
        value = self._value(line.result.variable, line.result.text, line.result.unit)
        return self.reported.get((line.placed.sheet.pk, line.item, line.ours.pk if line.ours else None, value))

    def _held_value(self, row: Held) -> tuple[str, object] | None:
        """What a held row says, as a result."""
        item = protocol_of(row.sheet.version).form(row.sheet.form).item(row.item)
        return None if row.typed is None else self._value(item.variable or "", row.typed, row.unit)

    def _value(self, variable: str, text: str, unit: str) -> tuple[str, object] | None:
        """A result in its variable's own unit, with its limit sign; None for what is no number."""
        read = numbers.read(text)
        known = self.protocol.vocabulary[variable]
        return None if read is None else (read.limit, numbers.in_unit_of(known, read.number, unit))


def rivals(row: Held, rows: Iterable[Held]) -> list[Held]:
    """Those among held rows that contradict one of them: of the same sample and result, held over the same."""
    return [each for each in rows
            if each.pk != row.pk and (each.sheet_id, each.item, each.ours_id) == (row.sheet_id, row.item, row.ours_id)
            and RIVAL in (*row.checks.split(), *each.checks.split())]  # fmt: skip


def _taken_of(row: Held, rows: Iterable[Held]) -> list[int]:
    """The versions that came of a row's rivals: to say otherwise than these was decided on with them."""
    settled = (each.settled.entry_id for each in rivals(row, rows) if hasattr(each, "settled"))
    return [entry for entry in settled if entry is not None]


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
