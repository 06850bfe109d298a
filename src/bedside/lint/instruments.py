"""Checks of what the protocol's sentences say about scores, scales and grading systems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from bedside.lint.both_languages import NOTHING, filled, listed, numeral, quoted
from bedside.lint.findings import Hit, Severity, rule
from bedside.lint.known_instruments import NEITHER, Instrument, Range, mentions, named
from bedside.lint.stated import Sentence, Stated, clauses, labelled
from bedside.protocol.model import Assumption, Text

NUMBER = r"(?<![\w.])(?P<{0}>[-−–]?\d+(?:\.\d+)?)(?![\d]|\s*%)"
RANGE = re.compile(
    r"\b(?:var(?:y|ies|ying)|rang(?:e|es|ing)|scor(?:e|es|ed|ing)|goes|runs|scale)\b"
    r"(?:(?!\b(?:if|when|below|above)\b)[^.;0-9]){0,40}?\b(?:from|between|of|is|are)?\s*"
    rf"{NUMBER.format('low')}\s*(?:points?\s*)?(?:to|and|-|–|through)\s*{NUMBER.format('high')}",
    re.IGNORECASE,
)
OF_ONE_PART = re.compile(r"\b(?:each|every|per|individual|single|component|sub-?scores?)\b", re.IGNORECASE)
DIRECTION = re.compile(
    r"\b(?P<end>higher|greater|larger|increased|lower|smaller|decreased)\b[^.;]{0,60}?"
    r"\b(?:indicat|mean|reflect|correspond|denot|represent|show|is |are )\w*[^.;]{0,40}?"
    r"\b(?P<word>better|improved|improvement|good|favou?rable|healthier|milder|less severe|"
    r"worse|worsened|poorer|poor|more severe|severe|severity|unfavou?rable|sicker)\b",
    re.IGNORECASE,
)
GOOD = ("better", "improve", "improvement", "good", "favo", "healthier", "milder", "less")
HIGH = ("higher", "greater", "larger", "increased")
DOMAIN = re.compile(
    r"\b(neurological|neurologic|cognitive|renal|kidney|cardiac|cardiovascular|respiratory|pulmonary|hepatic|liver|"
    r"physical|functional|motor|mental|quality of life)\s+(?:function|outcome|status|impairment|disability|state)",
    re.IGNORECASE,
)
THRESHOLD = re.compile(
    r"\s*(?:total\s+)?(?:score|index|scale|status|sum|grade)?\s*(?:of|is)?\s*"
    rf"(?:≥|>=|>|≤|<=|<|=|at least|at most|above|below|over|under)\s*{NUMBER.format('limit')}",
    re.IGNORECASE,
)
TIMED = re.compile(
    r"\b(?:within|last|past|previous|preceding|over the|during the|worst (?:value )?(?:of|in)|in the \d+|"
    r"\d+\s*(?:-| )?(?:h|hours?|d|days?)\b|"
    r"at (?:inclusion|admission|screening|enrol?ment|randomi[sz]ation|baseline)|day \d+)",
    re.IGNORECASE,
)
CHANGE = re.compile(
    r"\b(?:decrease|increase|reduction|change|improvement|decline|fall|rise)\s+(?:in|of)\b|\bdelta\b", re.IGNORECASE
)
START = re.compile(
    r"\b(?:from|since|compared (?:with|to)|relative to|versus|vs\.?)\s+(?:the\s+)?(?:value\s+at\s+)?"
    r"(?:baseline|inclusion|admission|enrol?ment|randomi[sz]ation|day\s*[01]|screening|start)",
    re.IGNORECASE,
)


WORSE, BETTER = Text("worse", "plus défavorable"), Text("better", "plus favorable")


@rule(
    "P001", Severity.WARNING, "“SOFA ranges from 0 to 24” (or “each organ is scored from 0 to 4”).",
    Text(
        "{name} runs from {low} to {high}, not from {said_low} to {said_high}{one_part}: {clause}",
        "{name} va de {low} à {high}, et non de {said_low} à {said_high}{one_part}\u00a0: {clause}",
    ),
    Text("Which range of {name} is meant?", "Quelle étendue est visée pour {name}\u202f?"),
)  # fmt: skip
def instrument_range(stated: Stated) -> Iterator[Hit]:
    """A sentence gives a score a range that is not the range of its total."""
    for sentence, instrument, clause in _told_of(stated):
        for match in RANGE.finditer(clause):
            low, high = _number(match["low"]), _number(match["high"])
            if instrument.range and _wrong(instrument, low, high, clause):
                places = {
                    "name": instrument.name, "clause": _short(clause), "one_part": _one_part(instrument, low, high),
                    "low": numeral(instrument.range.low), "high": numeral(instrument.range.high),
                    "said_low": numeral(low), "said_high": numeral(high),
                }  # fmt: skip
                yield Hit(sentence.where, places, _assumed(stated, instrument, sentence, "rang"))


@rule(
    "P002", Severity.WARNING, "“A higher SOFA indicates worse organ failure.”",
    Text("a higher {name} is {is_so}: {clause}", "pour {name}, une valeur plus haute est {is_so}\u00a0: {clause}"),
    Text(
        "Is it meant that a higher {name} is {is_so}?",
        "Faut-il comprendre que, pour {name}, une valeur plus haute est {is_so}\u202f?",
    ),
)  # fmt: skip
def instrument_direction(stated: Stated) -> Iterator[Hit]:
    """A sentence turns a score round: it calls the bad end good, or the good end bad."""
    for sentence, instrument, clause in _told_of(stated):
        for match in DIRECTION.finditer(clause):
            end = "higher" if match["end"].casefold() in HIGH else "lower"
            good = match["word"].casefold().startswith(GOOD)
            if instrument.better != NEITHER and (instrument.better == end) is not good:
                is_so = BETTER if instrument.better == "higher" else WORSE
                places = {"name": instrument.name, "is_so": is_so, "clause": _short(clause)}
                yield Hit(sentence.where, places, _assumed(stated, instrument, sentence, "better|worse"))


@rule(
    "P003", Severity.WARNING, "“SOFA assesses organ failure”, not another function.",
    Text(
        "{name} measures {what}, not {function}: {clause}",
        "{name} mesure {what}, et non «\u00a0{function}\u00a0»\u00a0: {clause}",
    ),
    Text(
        "Is {name} meant, or a measure of {function}?",
        "Vise-t-on {name}, ou une mesure de «\u00a0{function}\u00a0»\u202f?",
    ),
)  # fmt: skip
def instrument_measures(stated: Stated) -> Iterator[Hit]:
    """A sentence says that a score measures something that it does not."""
    for sentence, instrument, clause in _told_of(stated):
        for match in DOMAIN.finditer(clause):
            domain = match[1].casefold()
            if DIRECTION.search(clause) and not any(word in domain for word in instrument.measures):
                places = {"name": instrument.name, "what": instrument.what, "function": match[0].casefold()}
                taken = _assumed(stated, instrument, sentence)
                yield Hit(sentence.where, {**places, "clause": _short(clause)}, taken)


@rule(
    "P004", Severity.QUESTION, "“graded by CTCAE v5.0”; or a parameter that names the version and its source.",
    Text(
        "nothing says which version of {name} ({versions}) is meant in {parts}.",
        "rien ne dit quelle version est visée pour {name} ({versions}) dans\u00a0: {parts}.",
    ),
    Text("Which version of {name}?", "Quelle version pour {name}\u202f?"),
)  # fmt: skip
def instrument_version(stated: Stated) -> Iterator[Hit]:
    """A score or grading system with several versions is named and nothing says which version."""
    for instrument, sentences in _sentences_by_instrument(stated).items():
        told = [text for text in stated.sourced if instrument.pattern.search(text)]
        if not instrument.versions or any(instrument.named_version(text) for text in told):
            continue
        versions = ", ".join(name for name, _ in instrument.versions)
        parts = listed(map(labelled, dict.fromkeys(sentence.label for sentence in sentences)))
        taken = stated.assumption(instrument.pattern.pattern, "version", near=_near(sentences))
        places = {"name": instrument.name, "versions": versions, "parts": parts}
        yield Hit(sentences[0].where, places, taken or _assumed(stated, instrument, sentences[0]))


@rule(
    "P005", Severity.WARNING, "A limit that the score can reach: “SOFA ≥ 4”, not “SOFA ≥ 40”.",
    Text("{name} never reaches {limit}: {sentence}", "{name} n’atteint jamais {limit}\u00a0: {sentence}"),
    Text("Which limit of {name} is meant?", "Quel seuil est visé pour {name}\u202f?"),
)  # fmt: skip
def instrument_threshold(stated: Stated) -> Iterator[Hit]:
    """A sentence compares a score with a number that it can never reach."""
    for sentence in stated.sentences:
        for mention in mentions(sentence.text):
            match, instrument = THRESHOLD.match(sentence.text[mention.end :]), mention.instrument
            of_a_change = CHANGE.search(sentence.text[: mention.start])
            if match and not of_a_change and instrument.range:
                limit = _number(match["limit"])
                if not instrument.range.low <= limit <= instrument.range.high:
                    places = {"name": instrument.name, "limit": numeral(limit), "sentence": sentence.quoted}
                    yield Hit(sentence.where, places)


@rule(
    "P006", Severity.QUESTION, "“SOFA ≥ 4, worst values of the 24 hours before inclusion”.",
    Text(
        "over which time {name} takes the worst values is not said: {sentence}",
        "la période sur laquelle {name} prend les valeurs les plus défavorables n’est pas précisée\u00a0: {sentence}",
    ),
    Text(
        "Over which time do the worst values count for {name}?",
        "Sur quelle période les valeurs les plus défavorables comptent-elles pour {name}\u202f?",
    ),
)  # fmt: skip
def instrument_window(stated: Stated) -> Iterator[Hit]:
    """A criterion uses a score of worst values and does not say over which time they are taken."""
    for sentence in stated.criteria:
        for instrument in named(sentence.text):
            if not instrument.window or TIMED.search(sentence.text) or _timed_elsewhere(stated, instrument):
                continue
            places = {"name": instrument.name, "sentence": sentence.quoted}
            yield Hit(sentence.where, places, _about_time(stated, instrument, sentence))


@rule(
    "P007", Severity.QUESTION, "A parameter with a source: “fever in HLH-2004: 38.5 °C (protocol, section 5)”.",
    Text("{name} itself leaves open {what}: {sentence}", "{name} ne fixe pas {what}\u00a0: {sentence}"),
    Text("For {name}: {what}?", "Pour {name}, quelle est {what}\u202f?"),
)  # fmt: skip
def instrument_unsettled(stated: Stated) -> Iterator[Hit]:
    """A criterion uses an instrument whose own definition leaves a limit open, and nothing settles it."""
    for sentence in stated.criteria:
        for instrument in named(sentence.text):
            for each in instrument.unsettled:
                if any(re.search(rf"{each.words}.*\d", text, re.IGNORECASE) for text in stated.sourced):
                    continue
                places = {"name": instrument.name, "what": each.what, "sentence": sentence.quoted}
                yield Hit(sentence.where, places, stated.assumption(each.words, near=sentence.assumptions))


@rule(
    "P008", Severity.QUESTION, "“decrease in SOFA of at least 3 points from inclusion to day 7”.",
    Text(
        "a change is counted and its start is not said: {measure}",
        "une variation est comptée et son point de départ n’est pas précisé\u00a0: {measure}",
    ),
    Text(
        "From which {name} is the change counted, and over which time is that one taken?",
        "Pour {name}, à partir de quelle valeur la variation est-elle comptée, et sur quelle période cette valeur"
        " est-elle prise\u202f?",
    ),
)  # fmt: skip
def change_from_nowhere(stated: Stated) -> Iterator[Hit]:
    """An outcome is a change of a score and does not say from when."""
    for outcome in stated.protocol.outcomes:
        text, near = stated.outcome(outcome), outcome.assumptions
        found = named(text)
        if not found or not CHANGE.search(text) or START.search(text):
            continue
        topics = ("inclusion|baseline|before|start", found[0].pattern.pattern)
        settled = outcome.definition is not None and not stated.open(near, *topics)
        if not settled:
            places = {"name": found[0].name, "measure": stated.measured(outcome)}
            yield Hit(stated.place(f"outcome {outcome.id}"), places, stated.assumption(*topics, near=near))


RULES = (
    instrument_range, instrument_direction, instrument_measures, instrument_version, instrument_threshold,
    instrument_window, instrument_unsettled, change_from_nowhere,
)  # fmt: skip


# --- which instrument a clause speaks of --------------------------------------------------------------------


def _told_of(stated: Stated) -> Iterator[tuple[Sentence, Instrument, str]]:
    """Each clause with the instrument it speaks of: the last one named in it, else in a clause before it."""
    for sentence in stated.sentences:
        spoken_of: Instrument | None = None
        for clause in clauses(sentence.text):
            found = mentions(clause)
            spoken_of = found[-1].instrument if found else spoken_of
            if spoken_of is not None:
                yield sentence, spoken_of, clause


def _sentences_by_instrument(stated: Stated) -> dict[Instrument, list[Sentence]]:
    """Criteria and outcomes come before the record's own lines: that is where a version matters."""
    found: dict[Instrument, list[Sentence]] = {}
    ranked = sorted(stated.sentences, key=lambda each: each.label.startswith("record "))
    for sentence in ranked:
        for instrument in named(sentence.text):
            found.setdefault(instrument, []).append(sentence)
    return found


def _wrong(instrument: Instrument, low: Decimal, high: Decimal, clause: str) -> bool:
    if instrument.range == Range(low, high):
        return False
    part = instrument.part
    return not (part and part.range == Range(low, high) and OF_ONE_PART.search(clause))


def _one_part(instrument: Instrument, low: Decimal, high: Decimal) -> Text:
    part = instrument.part
    return filled(THAT_IS, {"part": part.of}) if part and part.range == Range(low, high) else NOTHING


THAT_IS = Text(" (that is {part})", " (c’est l’étendue pour {part})")


def _assumed(stated: Stated, instrument: Instrument, sentence: Sentence, *topics: str) -> Assumption | None:
    return stated.assumption(instrument.pattern.pattern, *topics, near=sentence.assumptions)


def _about_time(stated: Stated, instrument: Instrument, sentence: Sentence) -> Assumption | None:
    topics = (r"over which time|how long|how old|window", instrument.pattern.pattern)
    return stated.assumption(*topics, near=sentence.assumptions)


def _timed_elsewhere(stated: Stated, instrument: Instrument) -> bool:
    """Whether something with a source states a time for this instrument."""
    told = (text for text in stated.sourced if instrument.pattern.search(text))
    return any(TIMED.search(text) and re.search(r"worst|window|over which|look.?back", text, re.I) for text in told)


def _near(sentences: Iterable[Sentence]) -> tuple[str, ...]:
    return tuple(name for sentence in sentences for name in sentence.assumptions)


def _number(text: str) -> Decimal:
    return Decimal(text.replace("−", "-").replace("–", "-"))


def _short(clause: str) -> Text:
    return quoted(clause.strip())
