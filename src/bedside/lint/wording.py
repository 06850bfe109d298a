"""Checks of the words of eligibility criteria: what two readers would read differently."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bedside.lint.both_languages import NOTHING
from bedside.lint.findings import Hit, Severity, rule
from bedside.lint.known_instruments import named
from bedside.lint.stated import Sentence, Stated
from bedside.protocol.amendments import MAIN
from bedside.protocol.model import Text
from bedside.rules.nodes import Named, Node, Over, walk

WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
COUNT = rf"(?:\d{{1,2}}|{'|'.join(WORDS)})"
ALTERNATIVES = re.compile(
    rf"(?P<before>\b(?:at least|no fewer than|minimum of|more than)\s+|[≥>]\s*)?"
    rf"\b(?P<both>(?P<low>{COUNT})\s+or\s+(?P<high>{COUNT}))\b(?P<more>\s+or\s+more)?"
    rf"(?P<of>\s+(?:out\s+)?of\s+(?:the\s+)?(?P<all>{COUNT}))?"
    r"(?:\s+[\w-]+){0,3}?\s+(?:criteria|criterion|signs?|symptoms?|items?|features?|factors?|findings?|organs?)\b",
    re.IGNORECASE,
)
OLDER = re.compile(
    r"(?:\b(?:older than|over|above|more than|greater than)|>)\s*(?:the age of\s*)?(?P<age>\d{1,3})\b"
    r"(?:\s*(?:years?|yrs?|y\.?o\.?))?(?:\s*(?:old|of age))?",
    re.IGNORECASE,
)
ABOUT_AGE = re.compile(r"\b(?:age|aged|years?|yrs?|older|adults?)\b", re.IGNORECASE)
AGE_GROUPS = {
    "child": (Text("child", "enfant"), 0),
    "adult": (Text("adult", "adulte"), 18),
    "older adult": (Text("older adult", "adulte âgé"), 65),
}
"""Youngest age (years) of each age group: ClinicalTrials.gov glossary, “Age or age group”; checked 2026-11."""
TESTED = re.compile(
    r"\b(?:tests?|tested|screening|scan|imaging|x-ray|biopsy|samples?|measure(?:d|ment)|results?)\b[^.;]{0,60}?"
    r"\b(?:prior to|before)\s+(?:trial|study|inclusion|enrol?ment|randomi[sz]ation|entry|treatment|the first)",
    re.IGNORECASE,
)
LENGTH_OF_TIME = re.compile(r"\b\d+\s*-?\s*(?:h|hours?|d|days?|weeks?|months?)\b", re.IGNORECASE)
VAGUE = re.compile(
    r"\b(?:uncontrolled|well[- ]controlled|adequate|inadequate|significant|clinically relevant|recent|recently|"
    r"prolonged|excessive|abnormal|suitable|appropriate|major|unstable)\b",
    re.IGNORECASE,
)
DEFINED = re.compile(r"\b(?:defined (?:as|by)|i\.e\.|that is|namely|meaning|≥|≤|<|>|\d)", re.IGNORECASE)

TYPEWRITTEN = re.compile(r"\b(?:[cdjlmnst]|\w*qu|aujourd|entr)'\w+", re.IGNORECASE)
"""A French elision with a straight apostrophe; an English name keeps its own."""


@rule(
    "P010", Severity.QUESTION, "“at least 5 of the 8 criteria”.",
    Text(
        "“{both}”{out_of}, read literally, refuses a higher count: {sentence}",
        "«\u00a0{both}\u00a0»{out_of}, pris à la lettre, exclut un nombre plus élevé\u00a0: {sentence}",
    ),
    Text(
        "Does “{both}” mean at least {low}, or exactly one of the two?",
        "«\u00a0{both}\u00a0» signifie-t-il au moins {low}, ou exactement l’un des deux nombres\u202f?",
    ),
)  # fmt: skip
def alternative_counts(stated: Stated) -> Iterator[Hit]:
    """A criterion asks for one of two counts (“5 or 6”), and so, read literally, refuses every higher one."""
    for sentence in stated.criteria:
        for match in ALTERNATIVES.finditer(sentence.text):
            if match["before"] or match["more"] or _number(match["high"]) == _all(sentence, match):
                continue
            number = _all(sentence, match)
            out_of = Text(f" of {number}", f" sur {number}") if number else NOTHING
            low = Text(match["low"], str(_number(match["low"])))
            places = {"both": match["both"], "out_of": out_of, "low": low, "sentence": sentence.quoted}
            yield Hit(sentence.where, places, stated.assumption(re.escape(match["both"]), near=sentence.assumptions))


def _all(sentence: Sentence, match: re.Match[str]) -> int | None:
    """How many there are: as the sentence says, else as the instrument it names has."""
    if match["all"]:
        return _number(match["all"])
    counted = [each.counts for each in (*named(match[0]), *named(sentence.text)) if each.counts]
    return counted[0] if counted else None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else WORDS.index(text.casefold())


@rule(
    "P011", Severity.QUESTION, "“aged 18 years or older”.",
    Text(
        "“{limit}” leaves out those of exactly {age} years, with whom the registry's age group “{group}” begins:"
        " {sentence}",
        "«\u00a0{limit}\u00a0» laisse de côté les patients d’exactement {age} ans, par lesquels commence la tranche"
        " d’âge «\u00a0{group}\u00a0» du registre\u00a0: {sentence}",
    ),
    Text(
        "Are patients of exactly {age} years eligible?",
        "Les patients d’exactement {age} ans sont-ils éligibles\u202f?",
    ),
)  # fmt: skip
def age_against_group(stated: Stated) -> Iterator[Hit]:
    """A criterion leaves out the very age (“older than 18”) with which the registry's age group begins."""
    begins = {age: name for name, age in _age_groups(stated)}
    for sentence in stated.criteria:
        for match in OLDER.finditer(sentence.text):
            age = int(match["age"])
            if age in begins and ABOUT_AGE.search(sentence.text):
                places = {"limit": match[0].strip(), "age": age, "group": begins[age], "sentence": sentence.quoted}
                taken = stated.assumption(r"\bages?\b|years", str(age), near=sentence.assumptions)
                yield Hit(sentence.where, places, taken)


def _age_groups(stated: Stated) -> Iterator[tuple[Text, int]]:
    """The age groups and minimum ages that the record's lines state."""
    for line in stated.protocol.record.lines:
        if not re.search(r"\bages?\b", line.name.replace("_", " ")):
            continue
        said = re.split(r"[,;/]| and ", line.value.casefold().replace("_", " "))
        yield from (AGE_GROUPS[name] for name in map(str.strip, said) if name in AGE_GROUPS)
        if "min" in line.name and (number := re.search(r"\d+", line.value)):
            in_french = re.sub(r"\byears?\b", "ans", line.value, flags=re.IGNORECASE)
            yield Text(f"minimum age {line.value}", f"âge minimal\u00a0: {in_french}"), int(number[0])


@rule(
    "P012", Severity.QUESTION, "“a negative pregnancy test of the 7 days before inclusion”.",
    Text(
        "how old the test may be is not said: {sentence}",
        "l’ancienneté admise de l’examen n’est pas précisée\u00a0: {sentence}",
    ),
    Text(
        "How long before inclusion may the test be dated?",
        "De combien de temps l’examen peut-il précéder l’inclusion\u202f?",
    ),
)  # fmt: skip
def test_without_age(stated: Stated) -> Iterator[Hit]:
    """A criterion asks for a test before entry and does not say how old it may be."""
    for sentence in stated.criteria:
        match = TESTED.search(sentence.text)
        if match and not LENGTH_OF_TIME.search(sentence.text):
            topics = (r"\btests?\b|\bscan\b|\bsample", r"how long|how old|dated|before")
            taken = stated.assumption(*topics, near=sentence.assumptions)
            yield Hit(sentence.where, {"sentence": sentence.quoted}, taken)


@rule(
    "P013", Severity.QUESTION, "“platelets below 50 × 10⁹/L” instead of “significant thrombocytopenia”.",
    Text("“{word}” is not defined: {sentence}", "«\u00a0{word}\u00a0» n’est pas défini\u00a0: {sentence}"),
    Text("What counts as “{word}” here?", "Que recouvre ici «\u00a0{word}\u00a0»\u202f?"),
)  # fmt: skip
def vague_word(stated: Stated) -> Iterator[Hit]:
    """A criterion turns on a word that each reader measures differently, and does not define it."""
    for sentence in stated.criteria:
        match = VAGUE.search(sentence.text)
        if match and not DEFINED.search(sentence.text):
            taken = stated.assumption(re.escape(match[0]), near=sentence.assumptions)
            yield Hit(sentence.where, {"word": match[0], "sentence": sentence.quoted}, taken)


@rule(
    "P014", Severity.WARNING, "“l’inclusion” with the apostrophe that is printed, as everything beside it has it.",
    Text(
        "the French says “{words}” with the apostrophe of a typewriter.",
        "le français dit «\u00a0{words}\u00a0» avec l’apostrophe d’une machine à écrire.",
    ),
)  # fmt: skip
def typewriters_apostrophe(stated: Stated) -> Iterator[Hit]:
    """A French text has a straight apostrophe (') where French prints a curved one (’), once for each part."""
    told = set()
    for label, text in stated.texts:
        match = TYPEWRITTEN.search(text.fr)
        if match and label not in told:
            told.add(label)
            yield Hit(stated.place(label) or MAIN, {"words": match[0]})


@rule(
    "P015", Severity.WARNING, "`named(\"late_onset\", rule, en=\"began late enough\", fr=\"début assez tardif\")`.",
    Text(
        "a reader of the reasons meets “{name}”, which is not said in both languages.",
        "qui lit les raisons rencontre «\u00a0{name}\u00a0», qui n’est pas dit dans les deux langues.",
    ),
)  # fmt: skip
def rule_without_words(stated: Stated) -> Iterator[Hit]:
    """A rule, or a variable that it reads, has a name for programs and no words in English or in French."""
    told = set()
    for label, whole in stated.rules:
        for name, words in _spoken(whole):
            if name not in told and {"en", "fr"} - dict(words).keys():
                told.add(name)
                yield Hit(stated.place(label), {"name": name})


def _spoken(whole: Node) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """The names that a trace of a rule can say, with their words."""
    for node in walk(whole):
        match node:
            case Named():
                yield node.name, node.text
            case Over():
                yield node.variable.name, node.variable.label


RULES = (
    alternative_counts,
    age_against_group,
    test_without_age,
    vague_word,
    typewriters_apostrophe,
    rule_without_words,
)
