"""Every rule as a phrase in English and in French, as an outline, and its answer as a trace.

`say` gives one line. `outline` nests what `say` would make too long. `tell` gives the reasons of an answer: each
rule, its value, the records it read, and what is unknown and why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo

from bedside.rules.chart import Fact
from bedside.rules.meaning import Meaning, Reading
from bedside.rules.nodes import (
    All,
    Any,
    AtLeast,
    Bands,
    Choose,
    Constant,
    Named,
    Node,
    Over,
    Own,
    variables,
    walk,
)
from bedside.rules.voice import LONG, Voice
from bedside.rules.words import (
    colon,
    said_because,
    said_source,
    said_time,
    said_value,
    word,
)
from bedside.values.interval import MET, NOT_MET
from bedside.values.moment import Moment, show
from bedside.values.unknown import Because, Unknown
from bedside.values.variable import Variable


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
    return Voice(language).phrase(rule, depth)[1]


def outline(rule: Node, language: str, depth: int = 99) -> list[Line]:
    """A rule as nested lines: a heading for each rule, and under it the rules it is made of.

    A named rule that was spelled out before is given by its name. Raises UsageError for another language.
    """
    return list(_flat(_sketched(Voice(language, LONG), rule, depth), 0, set(), word(language, "as above")))


Worded = Callable[[Fact, str], Fact]
"""A fact with its origin and what was written in words of a language (`protocol.form_words.worded`)."""


def tell(
    meaning: Meaning, language: str, records: int = 5, zone: tzinfo = UTC, worded: Worded | None = None
) -> list[Line]:
    """The trace of an answer: each rule and its value, the records it read (by the clock of `zone`), what is unknown
    and why.

    In "all", "any" and "at least" the parts that decide come first. Of many records the `records` that decide
    or are latest are shown, and the others counted. A sub-trace that repeats is said once. `worded` puts names of
    places into words; without it they stand as they are recorded.
    """
    told = _Telling(Voice(language, LONG), records, zone, worded or _as_recorded).told(meaning)
    return list(_flat(told, 0, set(), word(language, "as above")))


def _as_recorded(fact: Fact, language: str) -> Fact:
    return fact


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


def _sketched(voice: Voice, rule: Node, depth: int) -> _Told:
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


def _said_in_full(voice: Voice, rule: Node) -> bool:
    """True when the phrase above a part has said all of it: nothing left out, nothing said by name only."""
    if any(isinstance(node, Named) for node in walk(rule)):
        return False
    text, whole = voice.phrase(rule, 0)[1], Voice(voice.language).phrase(rule, 0)[1]
    return text == whole and (len(text) <= voice.limit or isinstance(rule, Constant | Own | Over))


@dataclass
class _Telling:
    """Turns meanings into lines, each meaning once."""

    voice: Voice
    records: int
    zone: tzinfo
    worded: Worded
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
        labels = dict(zip(map(id, meaning.rule.parts), self.voice.labels(meaning.rule), strict=True))
        return _Told(text, tuple(self._parts(_deciding_first(meaning), labels)))

    def _parts(self, parts: Sequence[Meaning], labels: dict[int, str]) -> Iterator[_Told]:
        for part in parts:
            if label := labels.get(id(part.rule), ""):
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
        variable, language = meaning.rule.variable, self.voice.language
        fact = self.worded(reading.fact, language)
        details = [
            said_time(fact.start, fact.end, variable.lasting, language, self.zone),
            said_value(fact.value, variable.unit, variable.truth, language),
        ]
        if meaning.rule.each is not None:
            shown = said_value(reading.value, meaning.rule.each.unit, meaning.rule.each.truth, language)
            details.append(word(language, "each at", value=shown))
        if fact.said_until is not None:
            return _Told(" · ".join((details[0], word(language, "said until", at=show(fact.said_until, self.zone)))))
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
        known, until = variables(meaning.rule), said_until(meaning)
        for unknown in meaning.unknown:
            what = said_unknown(unknown, known.get(unknown.name), until, self.voice.language, self.zone)
            yield _Told(word(self.voice.language, "unknown", what=what))


def said_until(*meanings: Meaning) -> dict[str, Moment]:
    """By variable that was spoken of up to some moment only, that moment, as far as these answers met with it."""
    found: dict[str, Moment] = {}
    stack, seen = list(meanings), set[int]()
    while stack:
        here = stack.pop()
        if id(here) in seen:
            continue
        seen.add(id(here))
        stack += here.parts
        for reading in here.readings:
            stack += reading.parts
            if reading.fact.said_until is not None:
                found[reading.fact.variable] = reading.fact.said_until
    return found


def said_unknown(
    unknown: Unknown, variable: Variable | None, until: Mapping[str, Moment], language: str, zone: tzinfo = UTC
) -> str:
    """What is unknown and why; of what was spoken of up to some moment (`until`, see `said_until`), that moment."""
    said = said_because(unknown.because, language)
    if unknown.because is Because.PARTLY_RECORDED and unknown.name in until:
        said = word(language, "said until", at=show(until[unknown.name], zone))
    return f"{variable.say(language) if variable else unknown.name} ({said})"


def _decides(reading: Reading, meaning: Meaning) -> bool:
    """True when a record gives the answer one of its ends."""
    return reading.value.low == meaning.value.low or reading.value.high == meaning.value.high


def _deciding_first(meaning: Meaning) -> list[Meaning]:
    if not isinstance(meaning.rule, All | Any | AtLeast):
        return list(meaning.parts)
    decisive = NOT_MET if meaning.value == NOT_MET else MET
    return sorted(meaning.parts, key=lambda part: (part.value != decisive, not part.value.known))
