"""Whether a time agrees with the others: those of the form, the clock, the person's birth, their inclusion."""

from __future__ import annotations

from bedside.conduct.casebook import times
from bedside.conduct.casebook.check import Check, Gravity, Look, Places, time_said
from bedside.conduct.casebook.sight import Sight
from bedside.conduct.casebook.typed import Typed
from bedside.protocol.model import Item, ItemKind
from bedside.values.moment import HOUR, SECOND, Moment, read_length, to_datetime
from bedside.values.wording import Text

CLOCKS_DIFFER = 300 * SECOND
"""How far in the future a time may be before it is asked about: clocks of machines and wards differ."""
MINUTE = 60 * SECOND
CLOSE = HOUR
"""By how much two spans may overlap before anybody is told: rounds are not punctual."""


def _order(sight: Sight, item: Item, typed: Typed) -> Places | None:
    """Asked of the end: each item that says what lasts names its begin and its end."""
    for other in sight.form.items:
        begin = other.id if other.kind is ItemKind.TIME else other.time
        if other.until != item.id or not begin or sight.hidden(other):
            continue
        first, last = sight.time(begin), sight.time(item.id)
        if first and last and (last[1] < first[0] or (first == last and first[0] == first[1])):
            return {"begin": time_said(first, sight), "label": sight.form.item(begin).text}
    return None


def _future(sight: Sight, item: Item, typed: Typed) -> Places | None:
    found = sight.own_time(item)
    if found is None or found[0] <= sight.now + CLOCKS_DIFFER:
        return None
    return {"now": time_said((sight.now, sight.now), sight)}


def _birth(sight: Sight, item: Item, typed: Typed) -> Places | None:
    found = sight.own_time(item)
    if found is None or sight.born_after is None or found[1] >= sight.born_after:
        return None
    return {"born": to_datetime(sight.born_after).astimezone(sight.zone).strftime("%Y-%m")}


def _inclusion(sight: Sight, item: Item, typed: Typed) -> Places | None:
    """Asked where a measurement of a visit that opens at inclusion or after it is said to be older than inclusion."""
    found, included, opens = sight.own_time(item), sight.included, sight.opens
    if found is None or included is None or opens is None or opens < included or found[1] >= included:
        return None
    times_ = (sight.variable(other) for other in sight.form.items if other.time == item.id)
    if not any(variable is not None and not variable.lasting for variable in times_):
        return None
    return {"included": time_said((included, included), sight)}


def _late(sight: Sight, item: Item, typed: Typed) -> Places | None:
    """Asked where somebody had to be told within a time (`Form.reporting`), certainly was not, and nobody says why."""
    asked = sight.form.reporting
    if asked is None or item.id not in (asked.aware, asked.told) or sight.hidden(sight.form.item(asked.told)):
        return None
    aware, told, within = sight.time(asked.aware), sight.time(asked.told), read_length(asked.within)
    if aware is None or told is None or told[0] <= aware[1] + within or sight.typed.get(asked.late, Typed()).text:
        return None
    label = sight.form.item(asked.late).text
    return {"hours": within // HOUR, "aware": time_said(aware, sight), "label": label}


def _twice(sight: Sight, item: Item, typed: Typed) -> Places | None:
    if item.kind is not ItemKind.TIME or not typed.text or not times.twice(typed.text, sight.zone):
        return None
    return {"taken": typed.text}


def _overlap(sight: Sight, item: Item, typed: Typed) -> Places | None:
    """Told where the span that a time covers overlaps that of another sheet of the same form."""
    until = _covered(sight, item)
    if until is None:
        return None
    span = read_length(item.covers)
    place, other = max(
        sight.spans.get(item.id, ()), key=lambda each: span - abs(until - each[1]), default=(Text("", ""), None)
    )
    if other is None or span - abs(until - other) <= CLOSE:
        return None
    free = Moment(other + span if until >= other else other - span)
    return {
        "span": _hours(span), "until": time_said((until, until), sight), "other": time_said((other, other), sight),
        "place": place, "overlap": _hours(span - abs(until - other)), "free": time_said((free, free), sight),
    }  # fmt: skip


def _covered(sight: Sight, item: Item) -> Moment | None:
    """The end of the span that a time covers; None where it covers none, or says no exact moment."""
    found = sight.own_time(item) if item.covers and not sight.hidden(item) else None
    return found[0] if found is not None and found[0] == found[1] else None


def _hours(length: int) -> str:
    """A length in hours and minutes, as both languages write it."""
    hours, minutes = divmod(round(length / MINUTE), 60)
    return " ".join([f"{hours}\u00a0h"] * bool(hours or not minutes) + [f"{minutes}\u00a0min"] * bool(minutes))


def _asked(name: str, title: Text, words: Text, look: Look) -> Check:
    return Check(name, Gravity.CONFIRM, title, words, look)


def _told(name: str, title: Text, words: Text, look: Look) -> Check:
    return Check(name, Gravity.TELL, title, words, look)


CHECKS: tuple[Check, ...] = (
    _asked("order", Text("end before beginning", "fin avant début"),
           Text("This end is not after the beginning ({label}: {begin}).",
                "Cette fin n’est pas après le début ({label}\u00a0: {begin})."), _order),
    _asked("future", Text("in the future", "dans le futur"),
           Text("This is in the future (now: {now}).", "Ceci est dans le futur (maintenant\u00a0: {now})."), _future),
    _asked("birth", Text("before birth", "avant la naissance"),
           Text("This is before the birth that the recorded age allows ({born}).",
                "Ceci précède la naissance que permet l’âge enregistré ({born})."), _birth),
    _asked("inclusion", Text("before inclusion", "avant l’inclusion"),
           Text("This is before inclusion ({included}), on a visit after it.",
                "Ceci précède l’inclusion ({included}), pour une visite ultérieure."), _inclusion),
    _asked("notice", Text("told late, without a reason", "déclaré tard, sans motif"),
           Text("It was told more than {hours} h after it was known ({aware}). Say why: {label}.",
                "Déclaré plus de {hours} h après en avoir eu connaissance ({aware}). Dites pourquoi\u00a0: {label}."),
           _late),
    _asked("twice", Text("hour that was twice", "heure double"),
           Text("The clock showed this hour twice (end of summer time); it is taken as {taken}. "
                "For the other, write its offset after it.",
                "L’horloge a indiqué deux fois cette heure (fin de l’heure d’été)\u202f; retenu\u00a0: {taken}. "
                "Pour l’autre, écrivez son décalage à la suite."),
           _twice),
    _told("overlap", Text("time covered twice", "période couverte deux fois"),
          Text("The {span} until {until} overlap those until {other} ({place}) by {overlap}: a worst value that is "
               "written there may count here too. No overlap: until {free}.",
               "Les {span} jusqu’au {until} recouvrent de {overlap} celles jusqu’au {other} ({place})\u00a0: une plus "
               "mauvaise valeur qui y est notée peut compter ici aussi. Sans recouvrement\u00a0: jusqu’au {free}."),
          _overlap),
)  # fmt: skip
