"""Every rule as a phrase in English and in French, as an outline, and its answer as a trace.

`say` gives one line. `outline` nests what `say` would make too long. `tell` gives the reasons of an answer: each
rule, its value, the records it read, and what is unknown and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

from bedside.rules.meaning import Meaning, Reading
from bedside.rules.nodes import (
    All,
    Any,
    Arithmetic,
    AtLeast,
    Bands,
    Choose,
    Compare,
    Comparison,
    Constant,
    Named,
    Node,
    Not,
    Operation,
    Over,
    Own,
    Pick,
    variables,
    walk,
)
from bedside.rules.words import (
    colon,
    said_because,
    said_decimal,
    said_length,
    said_number,
    said_quantity,
    said_source,
    said_time,
    said_unit,
    said_value,
    said_window,
    semicolon,
    word,
)
from bedside.values.interval import MET, NOT_MET
from bedside.values.moment import EVER, Window
from bedside.values.quantity import plain
from bedside.values.variable import Kind

COMPARED = {
    Comparison.BELOW: "<",
    Comparison.AT_MOST: "≤",
    Comparison.ABOVE: ">",
    Comparison.AT_LEAST: "≥",
}
SIGNS = {Operation.ADD: "+", Operation.SUBTRACT: "−", Operation.MULTIPLY: "×", Operation.DIVIDE: "÷"}
FOLDED = (Operation.ADD, Operation.LEAST, Operation.GREATEST)
"""What can be said of a list without repeating what it holds: the sum, the least, the greatest of these."""
LONG = 70
"""Characters beyond which a part that has lines of its own is left to them."""


class Bond(IntEnum):
    """How tightly a phrase holds together: a looser one inside a tighter one takes parentheses."""

    LOOSE = 0
    OR = 1
    AND = 2
    COMPARISON = 3
    SUM = 4
    PRODUCT = 5
    WHOLE = 6


@dataclass(frozen=True)
class Line:
    """One line of an outline or trace, indented by `level`."""

    level: int
    text: str

    def __str__(self) -> str:
        return "  " * self.level + self.text


def say(rule: Node, language: str, depth: int = 1) -> str:
    """A rule as one phrase in `en` or `fr`.

    Named rules are spelled out `depth` times from the outside in, and said by their names below that: 0 gives
    the name of a named rule, 1 what stands under it. Raises UsageError for another language.
    """
    return _Voice(language).phrase(rule, depth)[1]


def outline(rule: Node, language: str, depth: int = 99) -> list[Line]:
    """A rule as nested lines: a heading for each rule, and under it the rules it is made of.

    A named rule that was spelled out before is given by its name. Raises UsageError for another language.
    """
    return list(_flat(_sketched(_Voice(language, LONG), rule, depth), 0, set(), word(language, "as above")))


def tell(meaning: Meaning, language: str, records: int = 5) -> list[Line]:
    """The trace of an answer: each rule and its value, the records it read, what is unknown and why.

    In "all", "any" and "at least" the parts that decide come first. Of many records the `records` that decide
    or are latest are shown, and the others counted. A sub-trace that repeats is said once.
    """
    told = _Telling(_Voice(language, LONG), records).told(meaning)
    return list(_flat(told, 0, set(), word(language, "as above")))


# --- phrases ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Voice:
    """Says rules in one language; with `limit`, long inner parts are left to lines of their own."""

    language: str
    limit: int = 0

    def phrase(self, rule: Node, depth: int) -> tuple[Bond, str]:  # noqa: PLR0912 (one case a kind of node)
        """How tightly the phrase of a rule holds together, and the phrase."""
        match rule:
            case Constant():
                return Bond.WHOLE, said_quantity(rule.value, self.language)
            case Own():
                return Bond.WHOLE, word(self.language, "own yes" if rule.truth else "own")
            case Over():
                return Bond.WHOLE, self._look(rule, depth)
            case Named():
                return self.phrase(rule.of, depth - 1) if depth > 0 else (Bond.WHOLE, rule.say(self.language))
            case Arithmetic():
                return self._arithmetic(rule, depth)
            case Bands():
                return Bond.LOOSE, self._bands(rule, depth)
            case Compare():
                left, right = (self._part(part, depth, Bond.SUM) for part in rule.parts)
                return Bond.COMPARISON, f"{left} {COMPARED[rule.comparison]} {right}"
            case All():
                return Bond.AND, self._joined(rule.of, f" {word(self.language, 'and')} ", depth, Bond.AND)
            case Any():
                return Bond.OR, self._joined(rule.of, f" {word(self.language, 'or')} ", depth, Bond.OR)
            case Not():
                return Bond.WHOLE, f"{word(self.language, 'not')} ({self._part(rule.of, depth, Bond.LOOSE)})"
            case AtLeast():
                head = word(self.language, "at least", count=rule.count)
                return Bond.LOOSE, f"{head}{colon(self.language)}{self._listed(rule.of, depth)}"
            case Choose():
                return Bond.LOOSE, self._choice(rule, depth)
            case _:
                raise TypeError(f"{type(rule).__name__} is not a rule")

    def _part(self, rule: Node, depth: int, least: Bond) -> str:
        """A part inside a larger phrase: in parentheses where it would fall apart, pointed at where it is long."""
        bond, text = self.phrase(rule, depth)
        if not isinstance(rule, Constant | Own | Over | Named) and self._too_much(text):
            return self._below(rule)
        return f"({text})" if bond < least else text

    def _too_much(self, text: str) -> bool:
        return bool(self.limit) and (len(text) > self.limit or self.points_below(text))

    def _below(self, rule: Node) -> str:
        return word(self.language, "condition below" if rule.truth else "value below")

    def points_below(self, text: str) -> bool:
        """True when a phrase leaves a part to the lines below it."""
        return any(word(self.language, key) in text for key in ("value below", "condition below"))

    def _joined(self, rules: Sequence[Node], sign: str, depth: int, least: Bond) -> str:
        return sign.join(self._part(rule, depth, least) for rule in rules)

    def _listed(self, rules: Sequence[Node], depth: int) -> str:
        return self._joined(rules, semicolon(self.language), depth, Bond.OR)

    def _arithmetic(self, rule: Arithmetic, depth: int) -> tuple[Bond, str]:
        if rule.operation not in SIGNS:
            head = word(self.language, rule.operation.value)
            return Bond.WHOLE, f"{head} ({self._listed(rule.of, depth)})"
        sign = f" {SIGNS[rule.operation]} "
        bond = Bond.SUM if rule.operation in (Operation.ADD, Operation.SUBTRACT) else Bond.PRODUCT
        first = self._part(rule.of[0], depth, bond)
        tighter = Bond(bond + 1)  # a − (b − c): only the first part may be as loose as the whole
        return bond, first + sign + self._joined(rule.of[1:], sign, depth, tighter)

    def _bands(self, rule: Bands, depth: int) -> str:
        unit = said_unit(rule.unit, self.language) or word(self.language, "number")
        head = word(self.language, "by", unit=unit)
        lowest = rule.steps[0]
        steps = [("≤" if lowest.open else "<", lowest.bound, rule.first)]
        steps += [(">" if step.open else "≥", step.bound, step.points) for step in rule.steps]
        table = semicolon(self.language).join(
            f"{sign} {said_decimal(bound, rule.of.unit, self.language)} → {said_number(plain(points), self.language)}"
            for sign, bound, points in steps
        )
        return f"{head} {self._part(rule.of, depth, Bond.COMPARISON)}{colon(self.language)}{table}"

    def _choice(self, rule: Choose, depth: int) -> str:
        parts = {
            "when": self._part(rule.when, depth, Bond.OR),
            "then": self._part(rule.then, depth, Bond.OR),
            "otherwise": self._part(rule.otherwise, depth, Bond.OR),
        }
        return word(self.language, "unless" if rule.name else "if", **parts, name=rule.name.replace("_", " "))

    def _look(self, rule: Over, depth: int) -> str:
        label = rule.variable.say(self.language)
        how = ", ".join(self._how(rule, depth))
        return f"{label} ({how})" if how else label

    def _how(self, rule: Over, depth: int) -> Iterator[str]:
        plain_answer = rule.variable.kind is Kind.ANSWER and rule.pick is Pick.LATEST and rule.each is None
        always = rule.window.back >= EVER and not rule.window.until
        if not (plain_answer and always):
            yield self._picked(rule)
        if rule.sustained:
            span = said_length(rule.sustained, self.language)
            yield word(self.language, "sustained", span=span)
        if rule.where is not None:
            yield self._kept(rule.where, depth)
        if rule.each is not None:
            counted = self._part(rule.each, depth, Bond.SUM)
            below = counted == self._below(rule.each)
            yield word(self.language, "each below") if below else word(self.language, "each", rule=counted)

    def _kept(self, where: Node, depth: int) -> str:
        """Which records count."""
        refused, inner = (True, where.of) if isinstance(where, Not) else (False, where)
        if isinstance(inner, Own):
            return word(self.language, "where no" if refused else "where yes")
        if isinstance(inner, Over) and _is_on(inner):
            key = "where not in force" if refused else "where in force"
            return word(self.language, key, label=inner.variable.say(self.language))
        rule = self._part(where, depth, Bond.AND)
        return (
            word(self.language, "where below")
            if rule == self._below(where)
            else word(self.language, "where", rule=rule)
        )

    def _picked(self, rule: Over) -> str:
        if rule.variable.lasting and rule.window.back == rule.window.until:
            return self._in_force(rule)
        if rule.variable.kind is Kind.ANSWER and rule.pick is Pick.LATEST and _ends_now(rule.window):
            return word(self.language, "answered", span=said_length(rule.window.back, self.language))
        window = said_window(rule.window, self.language)
        comma = "," if rule.window.back >= EVER else ""
        return f"{word(self.language, self._pick_word(rule))}{comma} {window}"

    def _in_force(self, rule: Over) -> str:
        ago = f" {said_length(rule.window.until, self.language)}" if rule.window.until else ""
        before = f" {word(self.language, 'before')}" if ago else ""
        if rule.pick is Pick.HIGHEST:
            return word(self.language, "in force" if rule.truth else "rate in force") + ago + before
        return f"{word(self.language, self._pick_word(rule))}, {word(self.language, 'in force')}{ago}{before}"

    def _pick_word(self, rule: Over) -> str:
        if rule.pick in (Pick.HIGHEST, Pick.LOWEST):
            if rule.truth:
                return "some yes" if rule.pick is Pick.HIGHEST else "every yes"
            if rule.variable.kind is Kind.INFUSION:
                return f"{rule.pick.value} rate"
        return rule.pick.value

    # --- headings of rules whose parts have lines of their own -------------------------------------------

    def heading(self, rule: Node) -> str:
        """A rule in a few words, where its parts follow below."""
        match rule:
            case Named():
                return rule.say(self.language)
            case All():
                return word(self.language, "all of these")
            case Any():
                return word(self.language, "any of these")
            case AtLeast():
                return word(self.language, "count of these", count=rule.count, number=len(rule.of))
            case Not():
                return word(self.language, "not")
            case Arithmetic() if self.opens(rule):
                return word(self.language, f"{rule.operation.value} these")
            case Choose() if self.opens(rule):
                return word(self.language, "by exception" if rule.name else "by case", name=rule.name.replace("_", " "))
            case _:
                return self.phrase(rule, 0)[1]

    def opens(self, rule: Node) -> bool:
        """True when the heading of a rule says nothing of its parts, so that each needs a line of its own."""
        match rule:
            case All() | Any() | AtLeast() | Not():
                return True
            case Choose():
                return self.points_below(self.phrase(rule, 0)[1])
            case Arithmetic():
                plain_list = rule.operation in FOLDED and not any(isinstance(part, Constant | Own) for part in rule.of)
                return plain_list and self._too_much(self.phrase(rule, 0)[1])
            case _:
                return False

    def labels(self, rule: Node) -> tuple[str, ...]:
        """What stands before the lines of a rule's parts: nothing, but in a choice that is opened."""
        if isinstance(rule, Choose) and self.opens(rule):
            return tuple(word(self.language, key) + colon(self.language) for key in ("when", "then", "otherwise"))
        return ("",) * len(rule.parts)


# --- lines --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Told:
    """A line and the lines under it; `brief` stands for it when it has been said before, `label` before both."""

    text: str
    under: tuple[_Told, ...] = ()
    brief: str = ""
    label: str = field(default="", compare=False)


def _flat(told: _Told, level: int, said: set[_Told], as_above: str) -> Iterator[Line]:
    if told.under and told in said:
        yield Line(level, f"{told.label}{told.brief or told.text} ({as_above})")
        return
    said.add(told)
    yield Line(level, told.label + told.text)
    for under in told.under:
        yield from _flat(under, level + 1, said, as_above)


def _sketched(voice: _Voice, rule: Node, depth: int) -> _Told:
    if isinstance(rule, Named) and depth > 0:
        name = rule.say(voice.language)
        source = f" [{said_source(rule.source, voice.language)}]" if rule.source else ""
        return _Told(name + source, (_sketched(voice, rule.of, depth - 1),), name)
    if voice.opens(rule):
        labelled = zip(voice.labels(rule), rule.parts, strict=True)
        under = tuple(replace(_sketched(voice, part, depth), label=label) for label, part in labelled)
        return _Told(voice.heading(rule), under)
    inside = () if isinstance(rule, Named) else _inside(rule)
    left = (part for part in inside if not _said_in_full(voice, part))
    return _Told(voice.heading(rule), tuple(_sketched(voice, part, depth) for part in left))


def _inside(rule: Node) -> tuple[Node, ...]:
    inside = (rule.where, rule.each) if isinstance(rule, Over) else rule.parts
    return tuple(part for part in inside if part is not None)


def _said_in_full(voice: _Voice, rule: Node) -> bool:
    """True when the phrase above a part has said all of it: nothing left out, nothing said by name only."""
    if any(isinstance(node, Named) for node in walk(rule)):
        return False
    text, whole = voice.phrase(rule, 0)[1], _Voice(voice.language).phrase(rule, 0)[1]
    return text == whole and (len(text) <= voice.limit or isinstance(rule, Constant | Own | Over))


def _ends_now(window: Window) -> bool:
    """True for a window of some length up to the moment asked about, not for all time."""
    return not window.until and 0 < window.back < EVER


def _is_on(rule: Over) -> bool:
    """True for “this support is in force now” and nothing else."""
    now = not rule.window.back and not rule.window.until
    return now and rule.truth and rule.pick is Pick.HIGHEST and not rule.sustained


@dataclass
class _Telling:
    """Turns meanings into lines, each meaning once."""

    voice: _Voice
    records: int
    kept: dict[int, _Told] = field(default_factory=dict)

    def told(self, meaning: Meaning) -> _Told:
        if id(meaning) not in self.kept:
            self.kept[id(meaning)] = self._told(meaning)
        return self.kept[id(meaning)]

    def _told(self, meaning: Meaning) -> _Told:
        heading = self.voice.heading(meaning.rule)
        value = said_value(meaning.value, meaning.rule.unit, meaning.rule.truth, self.voice.language)
        gives = " ⇒ " if isinstance(meaning.rule, Bands | Choose) else colon(self.voice.language)
        text = f"{heading}{gives}{value}"
        if isinstance(meaning.rule, Over):
            return _Told(text, (*self._read(meaning), *self._missing(meaning)))
        labels = dict(zip(map(id, meaning.parts), self.voice.labels(meaning.rule), strict=True))
        return _Told(text, tuple(self._parts(_deciding_first(meaning), labels)))

    def _parts(self, parts: Sequence[Meaning], labels: dict[int, str]) -> Iterator[_Told]:
        for part in parts:
            if label := labels[id(part)]:
                only = _Told(self.voice.heading(part.rule)) if isinstance(part.rule, Constant) else self.told(part)
                yield replace(only, label=label)
            elif not isinstance(part.rule, Constant | Own):
                yield self.told(part)

    def _read(self, meaning: Meaning) -> Iterator[_Told]:
        ordered = sorted(meaning.readings, key=lambda r: (not _decides(r, meaning), -r.fact.end, -r.fact.start))
        for reading in ordered[: self.records]:
            yield self._record(reading, meaning)
        if len(ordered) > self.records:
            yield _Told(word(self.voice.language, "more", number=len(ordered) - self.records))
        if not ordered:
            yield _Told(word(self.voice.language, "none"))

    def _record(self, reading: Reading, meaning: Meaning) -> _Told:
        """When, what, where it comes from, what stood there, and whether it counts for certain."""
        assert isinstance(meaning.rule, Over)
        variable, fact, language = meaning.rule.variable, reading.fact, self.voice.language
        details = [
            said_time(fact.start, fact.end, variable.lasting, language),
            said_value(fact.value, variable.unit, variable.truth, language),
        ]
        if meaning.rule.each is not None:
            shown = said_value(reading.value, meaning.rule.each.unit, meaning.rule.each.truth, language)
            details.append(word(language, "each at", value=shown))
        if fact.because is not None:
            details.append(said_because(fact.because, language))
        if fact.origin:
            details.append(word(language, "supposed") if fact.origin == "supposed" else fact.origin)
        if fact.written:
            details.append(word(language, "written", text=fact.written))
        if not reading.certain:
            details.append(word(language, "perhaps"))
        inside = (part for part in reading.parts if not isinstance(part.rule, Constant | Own))
        return _Told(" · ".join(details), tuple(self.told(part) for part in inside))

    def _missing(self, meaning: Meaning) -> Iterator[_Told]:
        assert isinstance(meaning.rule, Over)
        known = variables(meaning.rule)
        for unknown in meaning.unknown:
            label = known[unknown.name].say(self.voice.language)
            what = f"{label} ({said_because(unknown.because, self.voice.language)})"
            yield _Told(word(self.voice.language, "unknown", what=what))


def _decides(reading: Reading, meaning: Meaning) -> bool:
    """True when a record gives the answer one of its ends."""
    return reading.value.low == meaning.value.low or reading.value.high == meaning.value.high


def _deciding_first(meaning: Meaning) -> list[Meaning]:
    if not isinstance(meaning.rule, All | Any | AtLeast):
        return list(meaning.parts)
    decisive = NOT_MET if meaning.value == NOT_MET else MET
    return sorted(meaning.parts, key=lambda part: (part.value != decisive, not part.value.known))
