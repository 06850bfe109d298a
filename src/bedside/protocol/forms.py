"""A filled form is one more source of records: what was typed becomes facts, and the same rules read them.

Typed values keep their unit; numbers may have a decimal comma and, where the item allows it, a limit ("<5").
Times may be partial ("2026-03", "2026-03-01"): such a record happened somewhere in that month or day, and is never
completed. Not done, not applicable and unknown make no record; an awaited result makes an unknown one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from enum import StrEnum

from bedside.errors import BedsideError, UsageError
from bedside.protocol.form_words import origin_of
from bedside.protocol.model import Code, Form, Item, ItemKind, Protocol
from bedside.rules.chart import LONG_AGO, Fact
from bedside.rules.words import said_number, with_unit
from bedside.values.interval import Interval
from bedside.values.moment import EVER, Moment, of_datetime, read_length
from bedside.values.quantity import conversion, plain, shown
from bedside.values.unknown import Because
from bedside.values.variable import Variable
from bedside.values.wording import LANGUAGES, Text

NUMBER = re.compile(r"^\s*(?P<limit>[<>]?)\s*(?P<number>[-−]?[0-9]+(?:[.,][0-9]+)?)\s*$")
_NO_TIME = Text("“{item}” does not say when.", "«\u00a0{item}\u00a0» ne dit pas quand.")
_FILL_IN = Text("Fill in “{item}”.", "Remplissez «\u00a0{item}\u00a0».")
_CHOOSE = Text("Choose among: {choices}.", "Choisissez parmi\u00a0: {choices}.")
PARTIAL = re.compile(r"^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$")


class Missing(StrEnum):
    """Why an item holds no value."""

    NOT_DONE = "not done"
    NOT_APPLICABLE = "not applicable"
    UNKNOWN = "unknown"
    AWAITED = "awaited"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an item holds: the value as typed, its unit (default: the item's first), or why there is none."""

    value: str = ""
    unit: str = ""
    missing: Missing | None = None


Answers = Mapping[str, Answer | str]


def facts_from(
    protocol: Protocol, form: str, answers: Answers, saved: Moment | None = None, zone: tzinfo = UTC
) -> list[Fact]:
    """The facts of one filled form, item by item.

    `saved` is when it could first be read (default: each record's own time), `zone` the clock on which times without
    an offset and days were read. Raises UsageError, naming form and item, for a value that cannot be: an unknown item
    or code, no number, an impossible value, no time.
    """
    typed = _typed(protocol.form(form), answers)
    found = item_by_item(protocol, form, answers, {} if saved is None else dict.fromkeys(typed, saved), zone)
    for facts in found.values():
        if isinstance(facts, UsageError):
            raise facts
    return [fact for facts in found.values() if not isinstance(facts, UsageError) for fact in facts]


def item_by_item(
    protocol: Protocol, form: str, answers: Answers, saved: Mapping[str, Moment], zone: tzinfo = UTC
) -> dict[str, list[Fact] | UsageError]:
    """What each answered item of a form comes to: its facts, or why it cannot be read; no item holds back another.

    `saved` is when each item could first be read (not in it: its record's own time). Raises UsageError for an item
    that the form does not have.
    """
    held = protocol.form(form)
    typed = _typed(held, answers)
    found: dict[str, list[Fact] | UsageError] = {}
    for item in held.items:
        if item.id in typed:
            try:
                found[item.id] = _Filled(protocol, held, typed, saved.get(item.id), zone).facts(item)
            except UsageError as error:
                found[item.id] = error
    return found


def begins(answers: Answers) -> bool:
    """Whether what a form holds begins a record: a value, or that nothing applies. That nobody looked does not."""
    given = (Answer(each) if isinstance(each, str) else each for each in answers.values())
    return any(each.value.strip() or each.missing is Missing.NOT_APPLICABLE for each in given)


def recorded_by(protocol: Protocol, begun: Collection[str] | None = None) -> frozenset[str]:
    """The variables of which a kept casebook holds every occurrence: what `Chart.recorded` is for its facts.

    `begun` are the forms on which somebody has written (default: all). An empty form is no record that there was none.
    """
    names = {
        name
        for form in protocol.forms
        if form.complete and (begun is None or form.id in begun)
        for item in form.items
        for name in (item.variable, *(code.variable for code in item.codes))
    }
    known = protocol.vocabulary
    return frozenset(name for name in names if name in known and known[name].lasting)


def _typed(form: Form, answers: Answers) -> dict[str, Answer]:
    """Every answer as an Answer; empty ones left out."""
    known = {item.id for item in form.items}
    found = {}
    for name, given in answers.items():
        if name not in known:
            raise UsageError(f"the form has no item “{name}”.", form.text, f"It has: {', '.join(known)}.")
        answer = Answer(given) if isinstance(given, str) else given
        if answer.value.strip() or answer.missing:
            found[name] = answer
    return found


@dataclass(frozen=True)
class _Filled:
    """One form with its answers."""

    protocol: Protocol
    form: Form
    answers: Mapping[str, Answer]
    saved: Moment | None
    zone: tzinfo = UTC

    def facts(self, item: Item) -> list[Fact]:
        answer = self.answers.get(item.id)
        if answer is None or answer.missing not in (None, Missing.AWAITED) or not self._shown(item):
            return []
        if answer.missing and item.kind is ItemKind.TIME:
            return []  # a time that is awaited says nothing of what begins at it
        try:
            return self._facts(item, answer)
        except UsageError:
            raise
        except BedsideError as error:
            raise UsageError(error.words[0], self._where(item), error.words[2]) from error

    def _shown(self, item: Item) -> bool:
        """Whether skip logic asks the item at all; a hidden one keeps its value and records nothing."""
        if item.shown_when is None:
            return True
        other = self.answers.get(item.shown_when.item)
        return other is not None and other.value in item.shown_when.holds

    def _facts(self, item: Item, answer: Answer) -> list[Fact]:
        variable, value, because = self._value(item, answer)
        if variable is None or value is None:
            return []
        origin = origin_of(self.form, item)
        written = f"{answer.value.strip()} {self._unit(item, answer)}".strip()
        if variable.lasting:
            return self._lasting(item, variable, value, origin, written)
        first, last = self._time(item.time, item)
        earlier = read_length(item.before) if item.before else 0
        start, end = Moment(first - earlier), Moment(last - earlier)
        available = start if self.saved is None else self.saved
        return [Fact(variable.name, start, end, value, available, because=because, origin=origin, written=written)]

    def _lasting(self, item: Item, variable: Variable, value: Interval, origin: str, written: str) -> list[Fact]:
        begin = item.id if item.kind is ItemKind.TIME else item.time
        start = self._exact(begin, item) if begin else LONG_AGO
        ends = item.until and item.until in self.answers and not self.answers[item.until].missing
        if value == Interval.point(0.0) and not (item.until and ends):
            return []  # "no" with no end says nothing of the time after it
        end = self._exact(item.until, item) if ends else Moment(max(start, 0) + EVER)
        if end <= start:
            raise UsageError("it ends before it begins.", self._where(item), "Correct one of the two times.")
        available = max(start, 0) if self.saved is None else self.saved
        course = (start, end)
        return [Fact(variable.name, start, end, value, Moment(available), course, origin=origin, written=written)]

    # --- values ---------------------------------------------------------------------------------------------

    def _value(self, item: Item, answer: Answer) -> tuple[Variable | None, Interval | None, Because | None]:
        code = self._code(item, answer) if item.codes else None
        variable = self._variable(code.variable if code and code.variable else item.variable)
        if variable is None:
            return None, None, None
        if answer.missing is Missing.AWAITED:
            return variable, variable.bounds, Because.PENDING
        if item.kind is ItemKind.NUMBER:
            return (variable, *self._number(item, answer, variable))
        return variable, self._truth(item, answer, code), None

    def _truth(self, item: Item, answer: Answer, code: Code | None) -> Interval | None:
        if item.kind is ItemKind.TIME or (code and code.variable):
            return Interval.point(1.0)
        if code is not None:
            return None if code.means is None else Interval.point(float(code.means))
        if answer.value not in ("yes", "no"):
            raise UsageError(f"“{answer.value}” is neither yes nor no.", self._where(item), "Answer yes or no.")
        return Interval.point(float(answer.value == "yes"))

    def _code(self, item: Item, answer: Answer) -> Code | None:
        if answer.missing:
            return None
        for code in item.codes:
            if code.code == answer.value:
                return code
        listed = Text.joined(", ", (code.text for code in item.codes))
        raise UsageError(f"“{answer.value}” is no choice here.", self._where(item), _CHOOSE.filled(choices=listed))

    def _number(self, item: Item, answer: Answer, variable: Variable) -> tuple[Interval, Because | None]:
        match = NUMBER.match(answer.value)
        if match is None:
            raise UsageError(f"“{answer.value}” is not a number.", self._where(item), "Write it like 39.1 or 39,1.")
        if match["limit"] and not item.limits:
            raise UsageError(f"“{answer.value}” is a limit.", self._where(item), "Give the value itself.")
        number = Decimal(match["number"].replace(",", ".").replace("−", "-"))
        converted = conversion(self._unit(item, answer), variable.unit, variable.name)(number)
        rounded = variable.round(converted)
        if rounded not in variable.bounds:
            said = f"{answer.value} {self._unit(item, answer)}"
            what = Text(
                f"{said} is impossible for {variable.say('en')}.", f"{said} est impossible pour {variable.say('fr')}."
            )
            raise UsageError(what, self._where(item), _between(variable))
        if not match["limit"]:
            return Interval.point(rounded), None
        low, high = (variable.bounds.low, rounded) if match["limit"] == "<" else (rounded, variable.bounds.high)
        return Interval(low, high), Because.CENSORED

    def _unit(self, item: Item, answer: Answer) -> str:
        if answer.unit and answer.unit not in item.units:
            listed = ", ".join(map(shown, item.units)) or "none"
            what = f"the unit “{answer.unit}” is not offered."
            raise UsageError(what, self._where(item), f"Units: {listed}.")
        return answer.unit or (item.units[0] if item.units else "")

    def _variable(self, name: str) -> Variable | None:
        if not name:
            return None
        return self.protocol.vocabulary[name]

    # --- times ----------------------------------------------------------------------------------------------

    def _time(self, name: str, item: Item) -> tuple[Moment, Moment]:
        """The first and last moment at which something may have happened."""
        given = self.answers.get(name)
        if given is None or given.missing:
            asked = self.form.item(name).text
            raise UsageError(_NO_TIME.filled(item=asked), self._where(item), _FILL_IN.filled(item=asked))
        return read_time(given.value, self._where(self.form.item(name)), self.zone)

    def _exact(self, name: str, item: Item) -> Moment:
        start, end = self._time(name, item)
        if start != end:
            where = self._where(self.form.item(name))
            raise UsageError("what lasts needs its exact time.", where, "Give date and time.")
        return start

    def _where(self, item: Item) -> Text:
        return Text.joined(", ", (self.form.text, item.text))


def _between(variable: Variable) -> Text:
    """Where a variable lies, as people write numbers and units."""
    said = (
        (said_number(plain(variable.low), to), with_unit(said_number(plain(variable.high), to), variable.unit, to))
        for to in LANGUAGES
    )
    (low, high), (bas, haut) = said
    return Text(f"It lies between {low} and {high}.", f"La valeur se situe entre {bas} et {haut}.")


def read_time(text: str, where: str | Text = "", zone: tzinfo = UTC) -> tuple[Moment, Moment]:
    """The moments between which a typed time lies: `2026-03-01T08:00` exactly, or a day, a month, a year.

    A time without an offset, a day, a month and a year are those of the clock of `zone`. Raises UsageError for
    anything else.
    """
    partial = PARTIAL.match(text.strip())
    try:
        if partial is None:
            read = datetime.fromisoformat(text.strip())
            exact = of_datetime(read if read.tzinfo else read.replace(tzinfo=zone))
            return exact, exact
        year, month, day = (int(part) if part else None for part in partial.groups())
        first = datetime(year or 0, month or 1, day or 1, tzinfo=zone)
        return of_datetime(first), Moment(of_datetime(_next(first, month, day)) - 1)
    except (ValueError, OverflowError):
        todo = "Write it like 2026-03-01T08:00, or 2026-03-01 when the hour is not known."
        raise UsageError(f"“{text}” is not a time.", where, todo) from None


def _next(first: datetime, month: int | None, day: int | None) -> datetime:
    if day:
        return datetime.fromordinal(first.toordinal() + 1).replace(tzinfo=first.tzinfo)
    if month and month < 12:
        return first.replace(month=month + 1)
    return first.replace(year=first.year + 1, month=1)
