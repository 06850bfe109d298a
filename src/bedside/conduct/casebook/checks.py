"""The checks of an item on its way in, as data: a name, how grave it is, its words in both languages, and how it looks.

`REFUSE`: the item cannot be kept as it is. `CONFIRM`: it is kept once somebody says why it is right. `TELL`: it is
kept, and people are told that rules cannot read it yet. A message gives the limit, its unit and where it stands. A
check looks at a `Sight` only: the form as it would stand after saving, and what is known of the person beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from enum import StrEnum

from bedside.conduct.casebook import numbers, privacy, times
from bedside.conduct.casebook.missing import KINDS, REASONS
from bedside.conduct.casebook.typed import Typed
from bedside.errors import UsageError
from bedside.protocol.forms import Missing, read_time
from bedside.protocol.model import Form, Item, ItemKind, Protocol
from bedside.rules.words import said_decimal, said_quantity
from bedside.values.moment import SECOND, Moment, to_datetime
from bedside.values.quantity import Quantity, shown
from bedside.values.variable import Variable
from bedside.values.wording import Text

TENFOLD = Decimal(10)
CLOCKS_DIFFER = 300 * SECOND
"""How far in the future a time may be before it is asked about: clocks of machines and wards differ."""


class Gravity(StrEnum):
    """What a finding asks for."""

    REFUSE = "refuse"
    CONFIRM = "confirm"
    TELL = "tell"


@dataclass(frozen=True)
class Sight:
    """What a check may look at. `typed` is the form as it would stand, its times canonical.

    `included` is when the person was included, `opens` when the sheet's visit opens, `born_after` the earliest birth
    that their age allows, `before` the earlier values of each variable, oldest first; None or empty: nobody knows.
    """

    protocol: Protocol
    form: Form
    typed: Mapping[str, Typed]
    now: Moment
    zone: tzinfo = UTC
    included: Moment | None = None
    opens: Moment | None = None
    born_after: Moment | None = None
    before: Mapping[str, tuple[tuple[Moment, Decimal], ...]] = field(default_factory=dict)

    def variable(self, item: Item) -> Variable | None:
        """What the item records, by its choice or by itself."""
        text = self.typed.get(item.id, Typed()).text
        code = next((code for code in item.codes if code.code == text), None)
        name = code.variable if code and code.variable else item.variable
        return self.protocol.vocabulary[name] if name else None

    def time(self, name: str) -> tuple[Moment, Moment] | None:
        """The first and last moment of a time item; None where it says none."""
        typed = self.typed.get(name)
        if typed is None or not typed.text:
            return None
        try:
            return read_time(typed.text, zone=self.zone)
        except UsageError:
            return None

    def hidden(self, item: Item) -> bool:
        """Whether skip logic leaves the item out."""
        if item.shown_when is None:
            return False
        return self.typed.get(item.shown_when.item, Typed()).text not in item.shown_when.holds


@dataclass(frozen=True)
class Finding:
    """What a check has to say of an item."""

    item: str
    check: str
    gravity: Gravity
    text: Text


Places = Mapping[str, object]
Look = Callable[[Sight, Item, Typed], Places | None]
"""None where there is nothing to say; else what fills the places of the words (a Text in each language)."""


@dataclass(frozen=True)
class Check:
    """A check: when it has something to say (`look`), and what."""

    name: str
    gravity: Gravity
    words: Text
    look: Look


def judge(sight: Sight, item: Item) -> list[Finding]:
    """What the checks say of one item. What is refused is not looked at further."""
    typed = sight.typed.get(item.id, Typed())
    if typed.empty and not typed.assay:
        return []
    found: list[Finding] = []
    for check in CHECKS:
        if found and found[-1].gravity is Gravity.REFUSE:
            break
        places = check.look(sight, item, typed)
        if places is not None:
            found.append(Finding(item.id, check.name, check.gravity, _filled(check.words, places)))
    return found


def _filled(words: Text, places: Places) -> Text:
    def said(language: str) -> dict[str, object]:
        return {name: each.say(language) if isinstance(each, Text) else each for name, each in places.items()}

    return Text(words.en.format(**said("en")), words.fr.format(**said("fr")))


# --- refused --------------------------------------------------------------------------------------------------


def _both(sight: Sight, item: Item, typed: Typed) -> Places | None:
    return {} if typed.text and typed.missing else None


def _missing(sight: Sight, item: Item, typed: Typed) -> Places | None:
    if typed.missing and typed.missing not in KINDS:
        return {"typed": typed.missing}
    return {"typed": typed.because} if typed.because and typed.because not in REASONS else None


def _computed(sight: Sight, item: Item, typed: Typed) -> Places | None:
    return {} if item.kind is ItemKind.COMPUTED else None


def _unit(sight: Sight, item: Item, typed: Typed) -> Places | None:
    if not typed.unit or typed.unit in item.units:
        return None
    return {"typed": typed.unit, "units": ", ".join(map(shown, item.units)) or "–", "source": _form(sight)}


def _number(sight: Sight, item: Item, typed: Typed) -> Places | None:
    if item.kind is not ItemKind.NUMBER or not typed.text or numbers.read(typed.text):
        return None
    return {"typed": typed.text}


def _limit(sight: Sight, item: Item, typed: Typed) -> Places | None:
    found = numbers.read(typed.text) if item.kind is ItemKind.NUMBER else None
    return {"typed": typed.text} if found and found.limit and not item.limits else None


def _bounds(sight: Sight, item: Item, typed: Typed) -> Places | None:
    number, variable = _canonical(sight, item, typed), sight.variable(item)
    if number is None or variable is None or variable.low <= number <= variable.high:
        return None
    return {
        "typed": typed.text, "unit": shown(_unit_of(item, typed)), "label": _label(variable), "name": variable.name,
        "low": _decimal(variable.low, variable.unit), "high": _decimal(variable.high, variable.unit),
    }  # fmt: skip


def _code(sight: Sight, item: Item, typed: Typed) -> Places | None:
    if not item.codes or not typed.text or typed.text in {code.code for code in item.codes}:
        return None
    listed = (", ".join(code.text.say(language) for code in item.codes) for language in ("en", "fr"))
    return {"typed": typed.text, "codes": Text(*listed), "source": _form(sight)}


def _yes_no(sight: Sight, item: Item, typed: Typed) -> Places | None:
    return {"typed": typed.text} if item.kind is ItemKind.YES_NO and typed.text not in ("", "yes", "no") else None


def _time_is(check: str) -> Look:
    def look(sight: Sight, item: Item, typed: Typed) -> Places | None:
        if item.kind not in (ItemKind.DATE, ItemKind.TIME) or not typed.text:
            return None
        try:
            now = to_datetime(sight.now).astimezone(sight.zone)
            times.canonical(typed.text, item.kind is ItemKind.TIME, now)
        except times.NotATime as error:
            return {"typed": typed.text} if error.check == check else None
        return None

    return look


# --- to be confirmed ------------------------------------------------------------------------------------------


def _expected(sight: Sight, item: Item, typed: Typed) -> Places | None:
    number, variable = _canonical(sight, item, typed), sight.variable(item)
    if number is None or variable is None or len(item.expected) != 2:
        return None
    low, high = (each.to(variable.unit, variable.name).number for each in item.expected)
    if low <= number <= high:
        return None
    return {
        "typed": typed.text, "unit": shown(_unit_of(item, typed)), "low": _quantity(item.expected[0]),
        "high": _quantity(item.expected[1]), "source": _form(sight),
    }  # fmt: skip


def _order(sight: Sight, item: Item, typed: Typed) -> Places | None:
    """Asked of the end: each item that says what lasts names its begin and its end."""
    for other in sight.form.items:
        begin = other.id if other.kind is ItemKind.TIME else other.time
        if other.until != item.id or not begin or sight.hidden(other):
            continue
        first, last = sight.time(begin), sight.time(item.id)
        if first and last and (last[1] < first[0] or (first == last and first[0] == first[1])):
            return {"begin": _when(first, sight), "label": sight.form.item(begin).text}
    return None


def _future(sight: Sight, item: Item, typed: Typed) -> Places | None:
    found = _own_time(sight, item)
    if found is None or found[0] <= sight.now + CLOCKS_DIFFER:
        return None
    return {"now": _when((sight.now, sight.now), sight)}


def _birth(sight: Sight, item: Item, typed: Typed) -> Places | None:
    found = _own_time(sight, item)
    if found is None or sight.born_after is None or found[1] >= sight.born_after:
        return None
    return {"born": to_datetime(sight.born_after).astimezone(sight.zone).strftime("%Y-%m")}


def _inclusion(sight: Sight, item: Item, typed: Typed) -> Places | None:
    """Asked where a measurement of a visit that opens at inclusion or after it is said to be older than inclusion."""
    found = _own_time(sight, item)
    if found is None or sight.included is None or sight.opens is None or sight.opens < sight.included:
        return None
    measured = any(
        other.time == item.id and (variable := sight.variable(other)) is not None and not variable.lasting
        for other in sight.form.items
    )
    return (
        {"included": _when((sight.included, sight.included), sight)} if measured and found[1] < sight.included else None
    )


def _tenfold(sight: Sight, item: Item, typed: Typed) -> Places | None:
    number, variable = _canonical(sight, item, typed), sight.variable(item)
    if number is None or variable is None or item.kind is not ItemKind.NUMBER:
        return None
    at = sight.time(item.time)
    earlier = [row for row in sight.before.get(variable.name, ()) if at is None or row[0] < at[0]]
    if not earlier or min(earlier[-1][1], number) <= 0:
        return None
    when, was = earlier[-1]
    if max(was, number) < TENFOLD * min(was, number):
        return None
    return {
        "typed": typed.text, "unit": shown(_unit_of(item, typed)), "was": _decimal(was, variable.unit),
        "when": _when((when, when), sight), "label": _label(variable),
    }  # fmt: skip


def _twice(sight: Sight, item: Item, typed: Typed) -> Places | None:
    if item.kind is not ItemKind.TIME or not typed.text or not times.twice(typed.text, sight.zone):
        return None
    return {"taken": typed.text}


def _privacy(sight: Sight, item: Item, typed: Typed) -> Places | None:
    free = [typed.text] if item.kind is ItemKind.TEXT else []
    found = [each for text in (*free, typed.assay, typed.reason) for each in privacy.scan(text)]
    if not found:
        return None
    said = (
        ", ".join(f"{privacy.KINDS[f.kind].say(language)} (“{f.text}”)" for f in found) for language in ("en", "fr")
    )
    return {"found": Text(*said)}


# --- told -----------------------------------------------------------------------------------------------------


def _when_unknown(sight: Sight, item: Item, typed: Typed) -> Places | None:
    """What is recorded has a time item that says nothing: rules cannot read it."""
    variable = sight.variable(item)
    if variable is None or not _records(item, typed) or sight.hidden(item):
        return None
    needed = item.time if item.kind is not ItemKind.TIME else ""
    if not needed or sight.time(needed):
        return None
    if variable.lasting and _no_for_now(sight, item, typed):
        return None
    return {"label": sight.form.item(needed).text}


def _exact(sight: Sight, item: Item, typed: Typed) -> Places | None:
    """What lasts needs the hour of its begin and of its end."""
    variable = sight.variable(item)
    if variable is None or not variable.lasting or not _records(item, typed) or sight.hidden(item):
        return None
    if _no_for_now(sight, item, typed):
        return None
    begin = item.id if item.kind is ItemKind.TIME else item.time
    for name in (begin, item.until):
        found = sight.time(name) if name else None
        if found and found[0] != found[1]:
            return {"label": sight.form.item(name).text}
    return None


def _ends_before(sight: Sight, item: Item, typed: Typed) -> Places | None:
    variable = sight.variable(item)
    if variable is None or not variable.lasting or not _records(item, typed) or sight.hidden(item) or not item.until:
        return None
    begin = item.id if item.kind is ItemKind.TIME else item.time
    first, last = (sight.time(name) if name else None for name in (begin, item.until))
    if last is None or (begin and first is None) or last[0] != last[1]:
        return None
    return {} if first and first[0] == first[1] and last[0] <= first[0] else None


def _records(item: Item, typed: Typed) -> bool:
    """Whether the answer is one that rules would read."""
    if typed.missing:
        return typed.missing == Missing.AWAITED and item.kind is not ItemKind.TIME
    code = next((code for code in item.codes if code.code == typed.text), None)
    return bool(typed.text) and (code is None or code.means is not None or bool(code.variable))


def _no_for_now(sight: Sight, item: Item, typed: Typed) -> bool:
    """A "no" (or a rate of nothing) without an end says nothing of the time after it."""
    code = next((code for code in item.codes if code.code == typed.text), None)
    number = _canonical(sight, item, typed)
    found = numbers.read(typed.text)
    no = typed.text == "no" or (code is not None and code.means == 0 and not code.variable)
    no = no or (number == 0 and found is not None and not found.limit)
    return no and not (item.until and sight.time(item.until))


# --- words ----------------------------------------------------------------------------------------------------


def _canonical(sight: Sight, item: Item, typed: Typed) -> Decimal | None:
    variable, found = sight.variable(item), numbers.read(typed.text)
    if (
        item.kind is not ItemKind.NUMBER
        or variable is None
        or found is None
        or (typed.unit and typed.unit not in item.units)
    ):
        return None
    return numbers.in_unit_of(variable, found.number, _unit_of(item, typed))


def _own_time(sight: Sight, item: Item) -> tuple[Moment, Moment] | None:
    return sight.time(item.id) if item.kind in (ItemKind.DATE, ItemKind.TIME) else None


def _unit_of(item: Item, typed: Typed) -> str:
    return typed.unit or item.units[0]


def _form(sight: Sight) -> Text:
    version = sight.protocol.version
    return Text(f"form {sight.form.id}, protocol {version}", f"formulaire {sight.form.id}, protocole {version}")


def _label(variable: Variable) -> Text:
    return Text(variable.say("en"), variable.say("fr"))


def _decimal(number: Decimal, unit: str) -> Text:
    return Text(said_decimal(number, unit, "en"), said_decimal(number, unit, "fr"))


def _quantity(of: Quantity) -> Text:
    return Text(said_quantity(of, "en"), said_quantity(of, "fr"))


def _when(bounds: tuple[Moment, Moment], sight: Sight) -> str:
    read = [to_datetime(each).astimezone(sight.zone) for each in bounds]
    return _minutes(read[0]) if bounds[0] == bounds[1] else read[0].strftime("%Y-%m-%d")


def _minutes(time: datetime) -> str:
    return time.strftime("%Y-%m-%d %H:%M")


_R, _C, _T = Gravity.REFUSE, Gravity.CONFIRM, Gravity.TELL

CHECKS: tuple[Check, ...] = (
    Check("computed", _R, Text("This is worked out by the rules; nobody types it.",
                               "Ceci est calculé par les règles\u202f; personne ne le saisit."), _computed),
    Check("both", _R, Text("Give the value, or why there is none, not both.",
                           "Donnez la valeur, ou la raison de son absence, pas les deux."), _both),
    Check("missing", _R, Text("“{typed}” is no reason that is offered.",
                              "«\u00a0{typed}\u00a0» n’est pas un motif proposé."), _missing),
    Check("unit", _R, Text("The unit “{typed}” is not offered. Units: {units} ({source}).",
                           "L’unité «\u00a0{typed}\u00a0» n’est pas proposée. Unités\u00a0: {units} "
                           "({source})."), _unit),
    Check("number", _R, Text("“{typed}” is not a number. Write it like 39.1 or 39,1, without spaces.",
                             "«\u00a0{typed}\u00a0» n’est pas un nombre. Écrivez-le comme 39,1 ou 39.1, sans espace."),
          _number),
    Check("limit", _R, Text("“{typed}” is a limit, which this item does not take. Give the value itself.",
                            "«\u00a0{typed}\u00a0» est une limite, non acceptée ici. Donnez la valeur "
                            "elle-même."), _limit),
    Check("bounds", _R, Text("{typed} {unit} is impossible for {label}: it lies between {low} and {high} "
                             "(bounds declared for the variable {name}).",
                             "{typed} {unit} est impossible pour {label}\u00a0: entre {low} et {high} "
                             "(bornes déclarées de la variable {name})."), _bounds),
    Check("code", _R, Text("“{typed}” is no choice here. Choose among: {codes} ({source}).",
                           "«\u00a0{typed}\u00a0» n’est pas un choix. Choisissez parmi\u00a0: {codes} "
                           "({source})."), _code),
    Check("yes_no", _R, Text("“{typed}” is neither yes nor no.", "«\u00a0{typed}\u00a0» n’est ni oui ni "
                                                                 "non."), _yes_no),
    Check("time", _R, Text("“{typed}” is no date. Write 08112026, 2026-11-08 08:00, 8/11/2026 8:00, 2026-11, t or y.",
                           "«\u00a0{typed}\u00a0» n’est pas une date. Écrivez 08112026, 2026-11-08 08:00, "
                           "8/11/2026 8:00, "
                           "2026-11, t ou y."), _time_is("time")),
    Check("day_only", _R, Text("“{typed}” has a time of day; only the day is asked here.",
                               "«\u00a0{typed}\u00a0» contient une heure\u202f; seul le jour est demandé ici."),
          _time_is("day_only")),
    Check("no_such_hour", _R, Text("“{typed}” never was: the clock skipped that hour (summer time).",
                                   "«\u00a0{typed}\u00a0» n’a pas existé\u00a0: l’heure a été sautée (heure d’été)."),
          _time_is("no_such_hour")),
    Check("expected", _C, Text("{typed} {unit} is outside what is expected, {low} to {high} ({source}).",
                               "{typed} {unit} est hors de l’attendu, {low} à {high} ({source})."), _expected),
    Check("order", _C, Text("This end is not after the beginning ({label}: {begin}).",
                            "Cette fin n’est pas après le début ({label}\u00a0: {begin})."), _order),
    Check("future", _C, Text("This is in the future (now: {now}).", "Ceci est dans le futur (maintenant\u00a0: "
                                                                    "{now})."),
          _future),
    Check("birth", _C, Text("This is before the birth that the recorded age allows ({born}).",
                            "Ceci précède la naissance que permet l’âge enregistré ({born})."), _birth),
    Check("inclusion", _C, Text("This is before inclusion ({included}), on a visit after it.",
                                "Ceci précède l’inclusion ({included}), pour une visite ultérieure."), _inclusion),
    Check("tenfold", _C, Text("{label} changed tenfold or more: {was} on {when}, now {typed} {unit}.",
                              "{label}\u00a0: variation d’un facteur dix ou plus\u00a0: {was} le {when}, "
                              "maintenant {typed} {unit}."), _tenfold),
    Check("twice", _C, Text("The clock showed this hour twice (end of summer time); it is taken as {taken}.",
                            "L’horloge a indiqué deux fois cette heure (fin de l’heure d’été)\u202f; "
                            "retenu\u00a0: {taken}."),
          _twice),
    Check("privacy", _C, Text("This may identify somebody: {found}. Take it out, or say why it may stay.",
                              "Ceci peut identifier quelqu’un\u00a0: {found}. Retirez-le, ou dites pourquoi il "
                              "peut rester."),
          _privacy),
    Check("when_unknown", _T, Text("Rules cannot read this until “{label}” is filled in.",
                                   "Les règles ne peuvent lire ceci tant que «\u00a0{label}\u00a0» n’est pas rempli."),
          _when_unknown),
    Check("exact", _T, Text("Rules read this once “{label}” has its hour.",
                            "Les règles liront ceci quand «\u00a0{label}\u00a0» aura son heure."), _exact),
    Check("ends_before", _T, Text("Rules cannot read this while it ends before it begins.",
                                  "Les règles ne peuvent lire ceci tant que la fin précède le début."), _ends_before),
)  # fmt: skip

TITLES: Mapping[str, Text] = {
    "computed": Text("worked out", "calculé"),
    "both": Text("value and reason of absence", "valeur et motif d’absence"),
    "missing": Text("unknown reason", "motif inconnu"),
    "unit": Text("unit not offered", "unité non proposée"),
    "number": Text("no number", "pas un nombre"),
    "limit": Text("limit", "limite"),
    "bounds": Text("impossible value", "valeur impossible"),
    "code": Text("no choice", "choix inconnu"),
    "yes_no": Text("neither yes nor no", "ni oui ni non"),
    "time": Text("no date", "pas une date"),
    "day_only": Text("day only", "jour seul"),
    "no_such_hour": Text("hour that never was", "heure inexistante"),
    "expected": Text("outside the expected range", "hors de l’attendu"),
    "order": Text("end before beginning", "fin avant début"),
    "future": Text("in the future", "dans le futur"),
    "birth": Text("before birth", "avant la naissance"),
    "inclusion": Text("before inclusion", "avant l’inclusion"),
    "tenfold": Text("tenfold change", "variation d’un facteur dix"),
    "twice": Text("hour that was twice", "heure double"),
    "privacy": Text("may identify somebody", "peut identifier quelqu’un"),
    "when_unknown": Text("time missing", "date manquante"),
    "exact": Text("hour missing", "heure manquante"),
    "ends_before": Text("ends before it begins", "finit avant de commencer"),
}
"""The checks by name, as histories say them."""
