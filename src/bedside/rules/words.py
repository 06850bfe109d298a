"""The words of rules in English and French: numbers, units, lengths of time, and their typography.

French takes a decimal comma, a no-break space before a colon and around what guillemets hold, and a narrow
one before a semicolon and between thousands (Lexique des règles typographiques en usage à l’Imprimerie
nationale). Wording never agrees with a label in gender or number, so any variable fits into it.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, tzinfo
from decimal import Decimal

from bedside.errors import UsageError
from bedside.values.interval import Interval, tidy
from bedside.values.moment import DAY, EVER, HOUR, SECOND, Moment, Window, show
from bedside.values.quantity import Quantity, plain, shown
from bedside.values.unknown import Because
from bedside.values.wording import LANGUAGES

SPACE = "\u00a0"
NARROW = "\u202f"
MINUTE = 60 * SECOND
FAR = 100 * 366 * DAY
"""An end further than this from its start was never recorded: it lasts."""

FRENCH_UNITS = {"a": "ans", "d": "j"}
SINGULAR = {"points": "point", "years": "year", "ans": "an"}

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "and": "and",
        "or": "or",
        "not": "not",
        "own": "its value",
        "own yes": "its value is yes",
        "in": "in {span}",
        "between": "from {far} to {near} before",
        "ever": "at any time",
        "ever until": "until {near} before",
        "before": "before",
        "latest": "latest",
        "answered": "answered in the last {span}",
        "highest": "highest",
        "lowest": "lowest",
        "count": "number of records",
        "total": "total",
        "some yes": "yes at least once",
        "every yes": "yes at every record",
        "in force": "in force",
        "highest rate": "highest rate",
        "lowest rate": "lowest rate",
        "rate in force": "rate in force",
        "sustained": "once its course has lasted {span}",
        "each": "each record taken as {rule}, at its time",
        "each below": "each record taken as below, at its time",
        "where": "only records where {rule}, at their time",
        "where below": "only the records described below",
        "where yes": "only positive records",
        "where no": "only negative records",
        "where in force": "only records with {label} in force",
        "where not in force": "only records without {label} in force",
        "least": "least of",
        "greatest": "greatest of",
        "add these": "the sum of these",
        "least these": "the least of these",
        "greatest these": "the greatest of these",
        "value below": "the value below",
        "condition below": "the condition below",
        "by": "{unit} by",
        "number": "number",
        "at least": "at least {count} of",
        "if": "if {when}: {then}; otherwise: {otherwise}",
        "unless": "{otherwise}; except “{name}”, if {when}: {then}",
        "by case": "depending on the condition below",
        "by exception": "unless the exception “{name}” applies",
        "when": "if",
        "then": "then",
        "otherwise": "otherwise",
        "all of these": "all of these",
        "any of these": "at least one of these",
        "count of these": "at least {count} of these {number}",
        "met": "met",
        "not met": "not met",
        "cannot tell": "cannot tell",
        "unknown": "unknown: {what}",
        "none": "no record",
        "as above": "as above",
        "more": "and {number} more",
        "perhaps": "may not count",
        "written": "written “{text}”",
        "each at": "counted as {value}",
        "from on": "since {start}",
        "from to": "{start} to {end}",
        "until": "until {end}",
        "some time": "some time from {start} to {end}",
        "to": "to",
        "supposed": "supposed",
        "said until": "said only up to {at}",
    },
    "fr": {
        "and": "et",
        "or": "ou",
        "not": "non",
        "own": "sa valeur",
        "own yes": "sa valeur est oui",
        "in": "sur {span}",
        "between": "de {far} à {near} avant",
        "ever": "sans limite de temps",
        "ever until": "jusqu’à {near} avant",
        "before": "avant",
        "latest": "dernière valeur",
        "answered": "réponse datant d’au plus {span}",
        "highest": "valeur la plus haute",
        "lowest": "valeur la plus basse",
        "count": "nombre de relevés",
        "total": "total",
        "some yes": "oui au moins une fois",
        "every yes": "oui à chaque relevé",
        "in force": "en cours",
        "highest rate": "débit le plus haut",
        "lowest rate": "débit le plus bas",
        "rate in force": "débit en cours",
        "sustained": "après {span} sans interruption",
        "each": "chaque relevé compté comme {rule}, à son heure",
        "each below": "chaque relevé compté comme ci-dessous, à son heure",
        "where": "seulement les relevés où {rule}, à leur heure",
        "where below": "seulement les relevés décrits ci-dessous",
        "where yes": "seulement les relevés positifs",
        "where no": "seulement les relevés négatifs",
        "where in force": "seulement les relevés avec {label} en cours",
        "where not in force": "seulement les relevés sans {label} en cours",
        "least": "minimum parmi",
        "greatest": "maximum parmi",
        "add these": "la somme de ces valeurs",
        "least these": "la plus petite de ces valeurs",
        "greatest these": "la plus grande de ces valeurs",
        "value below": "la valeur ci-dessous",
        "condition below": "la condition ci-dessous",
        "by": "{unit} selon",
        "number": "nombre",
        "at least": "au moins {count} parmi",
        "if": "si {when}\u00a0: {then}\u202f; sinon\u00a0: {otherwise}",
        "unless": "{otherwise}\u202f; sauf «\u00a0{name}\u00a0», si {when}\u00a0: {then}",
        "by case": "selon la condition ci-dessous",
        "by exception": "sauf si l’exception «\u00a0{name}\u00a0» s’applique",
        "when": "si",
        "then": "alors",
        "otherwise": "sinon",
        "all of these": "toutes ces conditions",
        "any of these": "au moins une de ces conditions",
        "count of these": "au moins {count} de ces {number} conditions",
        "met": "oui",
        "not met": "non",
        "cannot tell": "indéterminé",
        "unknown": "inconnu\u00a0: {what}",
        "none": "aucun relevé",
        "as above": "voir plus haut",
        "more": "et {number} de plus",
        "perhaps": "ne compte peut-être pas",
        "written": "écrit «\u00a0{text}\u00a0»",
        "each at": "compté comme {value}",
        "from on": "depuis {start}",
        "from to": "de {start} à {end}",
        "until": "jusqu’au {end}",
        "some time": "à un moment entre {start} et {end}",
        "to": "à",
        "supposed": "supposé",
        "said until": "renseigné seulement jusqu’au {at}",
    },
}

FRENCH_BECAUSE = {
    Because.NOT_MEASURED: "non mesuré",
    Because.NOT_RECORDED_HERE: "non fourni par cette source",
    Because.NOT_ANSWERED: "sans réponse",
    Because.PENDING: "résultat en attente",
    Because.CENSORED: "hors des limites du dosage",
    Because.UNCERTAIN_TIME: "heure imprécise",
    Because.CONTRADICTED: "relevés de la même heure contradictoires",
    Because.PARTLY_RECORDED: "relevé incomplet",
}


OURS = "a rule of bedside"
"""The source of a definition that no paper gives."""

FRENCH_SOURCES = (
    (r"tables? (.+)", r"tableau \1"),
    (r"checked (\d{4}-\d\d-\d\d)", r"vérifié le \1"),
    (r"checked (\d{4}-\d\d)", r"vérifié en \1"),
    (r"read (\d{4}-\d\d-\d\d)", r"lu le \1"),
    (r"line (\d+)", r"ligne \1"),
    (r"entry (\d+)", r"fiche \1"),
    (r"(\S+) record", r"registre \1"),
    (r"(\S+) clinical trials registry", r"registre d’essais \1"),
    (r"as shown by (.+)", r"montré par \1"),
    (r"facts restated in our words", "faits redits dans nos mots"),
    (r"facts restated", "faits redits"),
    (r"binary rounding: (\d+) ÷ 0\.(\d+) = (\d+)\.(\d+)", rf"arrondi binaire{SPACE}: \1 ÷ 0,\2 = \3,\4"),
    (OURS, "règle de bedside"),
)
"""What stands between the commas of a citation, and how French says it; anything else is a proper name."""


def word(language: str, key: str, **parts: object) -> str:
    """A word or phrase, its parts filled in. Raises UsageError for a language that bedside does not write."""
    if language not in WORDS:
        raise UsageError(f"“{language}” is not written here.", todo=f"Choose among: {', '.join(LANGUAGES)}.")
    return WORDS[language][key].format(**parts)


def colon(language: str) -> str:
    """A colon and the spaces it takes."""
    return f"{SPACE}: " if language == "fr" else ": "


def semicolon(language: str) -> str:
    """A semicolon and the spaces it takes."""
    return f"{NARROW}; " if language == "fr" else "; "


def unbroken(french: str) -> str:
    """French with the spaces that no line may break at, where its author typed plain ones."""
    french = re.sub(r" (?=[;?!](?:\s|$))", NARROW, french)
    return re.sub(r"(?<=«) | (?=»|:(?:\s|$))", SPACE, french)


def said_number(text: str, language: str) -> str:
    """A number written as plain decimal text, as it is read: `16,500.5` or `16 500,5`, with a true minus."""
    sign, digits = ("−", text[1:]) if text[:1] in ("-", "−") else ("", text)
    whole, _, fraction = digits.partition(".")
    if whole.isdigit() and len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", NARROW if language == "fr" else ",")
    point = "," if language == "fr" else "."
    return f"{sign}{whole}{point}{fraction}" if fraction else f"{sign}{whole}"


def said_unit(code: str, language: str) -> str:
    """A unit as people read it; empty for a pure number."""
    return FRENCH_UNITS[code] if language == "fr" and code in FRENCH_UNITS else shown(code)


def with_unit(number: str, code: str, language: str) -> str:
    """A said number and its unit, never parted at the end of a line."""
    unit = said_unit(code, language)
    if number in ("1", "−1", "0") and (language == "fr" or number != "0"):
        unit = SINGULAR.get(unit, unit)
    if not unit:
        return number
    if unit == "%" and language == "en":
        return f"{number}%"
    times = f"×{SPACE}" if unit.startswith("10") else ""
    return f"{number}{SPACE}{times}{unit}"


def said_quantity(quantity: Quantity, language: str) -> str:
    """A quantity: `100 × 10⁹/L`, `38,5 °C`, `1 point`."""
    return with_unit(said_number(plain(quantity.number), language), quantity.unit, language)


def said_decimal(number: Decimal, code: str, language: str) -> str:
    """A decimal in a unit."""
    return said_quantity(Quantity(number, code), language)


def said_value(value: Interval, code: str, truth: bool, language: str) -> str:
    """An answer: met, not met or cannot tell; or a number or range with its unit."""
    if truth:
        return word(language, "cannot tell" if not value.known else ("met" if value.low == 1.0 else "not met"))
    low, high = (said_number(_short(end), language) for end in (value.low, value.high))
    return with_unit(low if value.known else f"{low} {word(language, 'to')} {high}", code, language)


def _short(number: float) -> str:
    """At most six significant digits, but all of an integer: a trace shows, it does not compute."""
    if math.isinf(number) or number == int(number):
        return tidy(number)
    return plain(Decimal(f"{number:.6g}"))


def said_length(span: int, language: str) -> str:
    """A length of time in its natural unit: `90 min`, `24 h`, `7 d` (French `7 j`)."""
    units = ((DAY, "d") if span > 2 * DAY else (HOUR, "h"), (HOUR, "h"), (MINUTE, "min"))
    for size, code in units:
        if span and span % size == 0:
            return f"{span // size}{SPACE}{said_unit(code, language)}"
    return f"{said_number(plain(Decimal(span) / SECOND), language)}{SPACE}s"


def said_window(window: Window, language: str) -> str:
    """A window that has a length: `in 24 h`, `from 48 h to 24 h before`."""
    near = said_length(window.until, language)
    if window.back >= EVER:
        return word(language, "ever until", near=near) if window.until else word(language, "ever")
    if window.until:
        return word(language, "between", far=said_length(window.back, language), near=near)
    return word(language, "in", span=said_length(window.back, language))


def said_source(source: str, language: str) -> str:
    """A citation: proper names as they are, the words around them (`table 3`, `checked 2026-11`) in the language."""
    if language != "fr":
        return source
    return ", ".join(_french_piece(piece) for piece in source.split(", "))


def _french_piece(piece: str) -> str:
    for pattern, french in FRENCH_SOURCES:
        if found := re.fullmatch(pattern, piece):
            return found.expand(french)
    return piece


def said_because(because: Because, language: str) -> str:
    """Why something is not known."""
    return FRENCH_BECAUSE[because] if language == "fr" else because.value


def said_time(start: Moment, end: Moment, lasting: bool, language: str, zone: tzinfo = UTC) -> str:
    """When, by the clock of a zone: a moment, an interval in which it happened somewhere, or while it was in force."""
    if start == end:
        return show(start, zone)
    if start < -FAR:  # nobody recorded when it began
        return word(language, "until", end=show(end, zone))
    if end - start > FAR:
        return word(language, "from on", start=show(start, zone))
    return word(language, "from to" if lasting else "some time", start=show(start, zone), end=show(end, zone))
