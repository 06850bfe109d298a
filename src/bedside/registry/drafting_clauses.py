"""What one clause of an eligibility sentence says, when its every word is understood; else None.

"platelets < 50 G/L" becomes a look at a canonical variable and a bound in its own unit. A clause is understood
from its first word to its last or not at all, so that "no", "history of", a range or an unknown unit never
disappears. The words are data: `drafting_patterns.yaml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any as Anything

import yaml

from bedside.errors import UnitError
from bedside.records.dictionary import variable
from bedside.scores.score import bound
from bedside.values.quantity import POINTS, plain, quantity
from bedside.values.variable import Kind

OPERATORS = {"at_least": ">=", "at_most": "<=", "above": ">", "below": "<"}
YOUNGEST_WITHOUT_UNIT = 15
"""An age written without "years" may be in months below it ("age > 6"); from it on it is in years."""
MOST_POINTS = {"sofa": 24, "hscore": 337}
NUMBER = r"(?P<number>\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+(?:\.\d+)?)"
YEARS = r"(?:years?|yrs?|y\.?o\.?|yo)(?:[\s-]old)?(?:\sof\sage)?"
PEOPLE = r"(?:adult\s)?(?:patients?|subjects?|participants?|individuals?|persons?|people|adults?)(?:'s)?"
LEAD = (
    rf"(?:(?:all\s|the\s)?{PEOPLE}\s)?"
    r"(?:(?:who\s)?(?:with|having|has|have|are|is|being|must\sbe|must\shave)\s)?(?:(?:an?|the)\s)?"
)
TAIL = r"(?:\s(?:at|upon)\s(?:the\stime\sof\s)?(?:inclusion|enrol?lment|randomi[sz]ation|screening|study\sentry))?"


@dataclass(frozen=True)
class Bound:
    """A number of the sentence: what it bounds, in the unit that the rule compares, and as it was written."""

    what: str
    value: str
    written: str


@dataclass(frozen=True)
class Clause:
    """An understood clause. `rule` is Python of `rules.language` in which `{bound}` stands for the bound.

    `reads` are the canonical variables, `needs` what the rule takes beside the bound (a key of the draft's
    assumptions, such as `look_back`). `at_the_bound` is set for an age that is strictly above a number of
    years: who has completed exactly these years may or may not be meant.
    """

    rule: str
    bound: Bound | None = None
    reads: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    at_the_bound: str = ""


@cache
def patterns() -> Mapping[str, Anything]:
    """The words of `drafting_patterns.yaml`."""
    text = files("bedside.registry").joinpath("drafting_patterns.yaml").read_text(encoding="utf-8")
    held: Mapping[str, Anything] = yaml.safe_load(text)
    return held


def plain_words(text: str) -> str:
    """The text in small letters with one spelling for powers of ten, spaces and compatibility characters."""
    powers = re.sub(r"(?:[x×*·]\s*)10\s*(?:\^|\*{1,2}|e)?\s*([39³⁹])(?=\s*/)", r" 10e\1", text, flags=re.IGNORECASE)
    powers = re.sub(r"\b10\s*(?:(?:\^|\*{1,2}|e)\s*([39])|([³⁹]))(?=\s*/)", r"10e\1\2", powers, flags=re.IGNORECASE)
    folded = unicodedata.normalize("NFKC", powers).casefold()
    return " ".join(re.sub(r"\s*/\s*", "/", folded).replace("’", "'").split()).strip(" .;,•*")


def understood(text: str) -> Clause | None:
    """What a clause says, None where a word of it is not understood or it trails off ("Male participants...")."""
    if text.rstrip().endswith(("..", "…")):
        return None
    words = re.sub(r"^(?:(?:as\s)?(?:defined|indicated|shown)\sby(?:\san?|\sthe)?\s)", "", plain_words(text))
    words = re.sub(rf"^({PEOPLE})\s\(([^()]*)\)$", r"\1 \2", words)
    return _age(words) or _fact(words) or _ratio(words) or _hlh2004(words) or _score(words) or _measured(words)


# --- words and numbers ------------------------------------------------------------------------------------


def _any_of(words: Iterable[str]) -> str:
    listed = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(each).replace(r"\ ", r"\s") for each in listed) + ")"


def _relation_of(word: str, *tables: str) -> str:
    for table in tables:
        for relation, words in patterns()[table].items():
            if word in words:
                return str(relation)
    raise KeyError(word)


@cache
def _compared(names: tuple[str, ...]) -> re.Pattern[str]:
    """NAME relation number unit, or NAME number unit "or more"."""
    name, held = _any_of(names), patterns()
    values = rf"(?:\s{_any_of(held['value_words'])})?"
    before = _any_of(word for words in held["relations"].values() for word in words)
    after = _any_of(word for words in held["afterwards"].values() for word in words)
    unit = r"(?:\s?(?P<unit>[^\s\d<>≥≤=,;]\S*(?:\shg|\scelsius)?|10e[39]/\S+))??"
    return re.compile(
        rf"{LEAD}{name}(?:\s\({name}{values}\))?{values}(?:\s?(?:is|of|:|=))?\s?"
        rf"(?:(?P<before>{before})\s?{NUMBER}{unit}|{NUMBER.replace('number', 'second')}"
        rf"{unit.replace('unit', 'second_unit')}\s(?P<after>{after}))(?:\sof\sthe)?{TAIL}"
    )


@dataclass(frozen=True)
class _Comparison:
    relation: str
    number: Decimal
    unit: str

    @property
    def written(self) -> str:
        return f"{plain(self.number)} {self.unit}".strip()


def _comparison(words: str, names: Iterable[str]) -> _Comparison | None:
    match = _compared(tuple(names)).fullmatch(words)
    if match is None:
        return None
    number = _number(match["number"] or match["second"])
    if number is None:
        return None
    word = match["before"] or match["after"]
    return _Comparison(
        _relation_of(word, "relations", "afterwards"), number, match["unit"] or match["second_unit"] or ""
    )


def _number(text: str) -> Decimal | None:
    """A number as written; None for "1.000", which is one or one thousand."""
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text):
        return None
    return Decimal(re.sub("[, ]", "", text))


def _value(found: _Comparison, name: str) -> str | None:
    """The bound in the variable's own unit; None for an unknown or missing unit, or an impossible value."""
    known = variable(name)
    if known.unit == POINTS:
        fits = found.unit in ("", "points", "point") and _fits(name, found.number)
        return f"{plain(found.number)} {POINTS}" if fits else None
    for code in patterns()["units"].get(found.unit, ()):
        try:
            value = bound(f"{found.number} {code}", known)
        except UnitError:
            continue
        return value if _fits(name, quantity(value).number) else None
    return None


def _fits(name: str, number: Decimal) -> bool:
    known = variable(name)
    return known.low < number < known.high


# --- kinds of clauses -------------------------------------------------------------------------------------


def _measured(words: str) -> Clause | None:
    for name, spelled in patterns()["measurements"].items():
        found = _comparison(words, spelled)
        if found is not None:
            value = _value(found, name)
            rule = f'latest(variable("{name}"), recent) {OPERATORS[found.relation]} {{bound}}'
            needs = frozenset({"look_back"})
            return Clause(rule, Bound(name, value, found.written), frozenset({name}), needs) if value else None
    return None


def _score(words: str) -> Clause | None:
    for name, spelled in patterns()["scores"].items():
        both = [*spelled, *(f"{each} ({name})" for each in spelled)]
        found = _comparison(words, both)
        if found is not None:
            fits = found.unit in ("", "points", "point") and 0 < found.number < MOST_POINTS[name]
            value = Bound(name, f"{plain(found.number)} {POINTS}", found.written)
            rule = f"{name}_total {OPERATORS[found.relation]} {{bound}}"
            return Clause(rule, value, frozenset({name}), frozenset({name})) if fits else None
    return None


def _hlh2004(words: str) -> Clause | None:
    for spelled in patterns()["hlh2004"]:
        match = re.fullmatch(f"{LEAD}{spelled}{TAIL}", words)
        if match is not None:
            value = Bound("hlh2004", f"{match['number']} {POINTS}", match["number"])
            return Clause("hlh2004_total >= {bound}", value, frozenset({"hlh2004"}), frozenset({"hlh2004"}))
    return None


def _ratio(words: str) -> Clause | None:
    found = _comparison(words, patterns()["ratios"]["pao2_fio2"])
    if found is None or (not found.unit and found.number < patterns()["unitless_ratio_from"]):
        return None
    value = _value(found if found.unit else _Comparison(found.relation, found.number, "mmhg"), "pao2")
    if value is None:
        return None
    needs = frozenset({"look_back", "fio2_tolerance"} | (set() if found.unit else {"ratio_unit"}))
    reads = frozenset({"pao2", "fio2"})
    rule = f"pao2_fio2 {OPERATORS[found.relation]} {{bound}}"
    return Clause(rule, Bound("pao2_fio2", value, found.written), reads, needs)


def _fact(words: str) -> Clause | None:
    for name, spelled in patterns()["facts"].items():
        for each in spelled:
            if re.fullmatch(rf"{LEAD}(?:{each})(?:\s{PEOPLE})?{TAIL}", words):
                return _held(name)
    return None


def _held(name: str) -> Clause:
    known = variable(name.removeprefix("not "))
    how = {Kind.SUPPORT: "in_force({})", Kind.ANSWER: "answer({})"}.get(known.kind, "{}")
    rule = known.name if known.name == "female" else how.format(f'variable("{known.name}")')
    return Clause(f"~{rule}" if name.startswith("not ") else rule, None, frozenset({known.name}))


# --- age --------------------------------------------------------------------------------------------------


@cache
def _ages() -> tuple[re.Pattern[str], ...]:
    held = patterns()
    tables = [held[name][key] for name in ("relations", "age_relations") for key in held[name]]
    before = _any_of(word for words in tables for word in (words if isinstance(words, list) else [words]))
    after = _any_of(word for words in held["age_afterwards"].values() for word in words)
    people = rf"(?P<people>(?:(?:all|male\sor\sfemale|male\sand\sfemale|men\sand\swomen)\s)?{PEOPLE}\s)?"
    joins = r"(?:(?:who\s)?(?:are|is|must\sbe|being)\s)?(?:of\s)?"
    aged = (
        r"(?P<aged>(?:with\s)?(?:an?\s|the\s)?(?:age[ds]?|patient's\sage|minimum\sage|maximum\sage)"
        r"(?:\s(?:is|of|must\sbe))?(?:\s?[:=])?\s?)?"
    )
    return (
        re.compile(rf"{people}{joins}{aged}(?P<before>{before})\s?{NUMBER}(?P<years>\s?{YEARS})?{TAIL}"),
        re.compile(
            rf"{people}{joins}{aged}{NUMBER}(?P<years>\s?{YEARS})?\s(?P<after>{after})(?P<late>\s?of\sage)?{TAIL}"
        ),
        re.compile(rf"(?P<aged>(?P<limit>minimum|maximum)\sage\s?:?\s?){NUMBER}(?P<years>\s?{YEARS})?"),
    )


def _age(words: str) -> Clause | None:
    for pattern in _ages():
        match = pattern.fullmatch(words)
        if match is not None:
            return _age_of(match.groupdict(), match.group(0))
    return None


def _age_of(found: Mapping[str, str | None], words: str) -> Clause | None:
    number = _number(found["number"] or "")
    if number is None or number != int(number) or not _fits("age", number):
        return None
    meant = found["years"] or found.get("late") or (found["aged"] and number >= YOUNGEST_WITHOUT_UNIT)
    adult = re.search(r"\badults?\b", words) is not None
    relation = _age_relation(found)
    if not meant or (adult and (relation in ("below", "at_most") or number < 18)):
        return None
    return age_bound(relation, number, f"{plain(number)} years")


def _age_relation(found: Mapping[str, str | None]) -> str:
    if found.get("limit"):
        return "at_least" if found["limit"] == "minimum" else "at_most"
    word = found.get("before") or found.get("after") or ""
    return _relation_of(word, "relations", "age_relations", "age_afterwards")


def age_bound(relation: str, years: Decimal, written: str) -> Clause:
    """An age in completed years. Strictly above N leaves open who is N years and some months old."""
    value = Bound("age", f"{plain(years)} a", written)
    at_the_bound = "age >= {bound}" if relation == "above" else ""
    return Clause(f"age {OPERATORS[relation]} {{bound}}", value, frozenset({"age"}), frozenset(), at_the_bound)
