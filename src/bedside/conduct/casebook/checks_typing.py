"""Whether what was typed is something that the item takes at all: what is not is refused."""

from __future__ import annotations

from bedside.conduct.casebook import numbers, times
from bedside.conduct.casebook.check import Check, Gravity, Look, Places, form_said
from bedside.conduct.casebook.missing import KINDS, REASONS, because_lacks
from bedside.conduct.casebook.sight import Sight, code_of
from bedside.conduct.casebook.typed import Typed
from bedside.protocol.model import Item, ItemKind
from bedside.values.moment import to_datetime
from bedside.values.quantity import shown
from bedside.values.wording import Text

NO_BECAUSE = "no_because"
"""The check that tells of a reason that lacks; it is kept, and the reason is said when it is known."""


def _computed(sight: Sight, item: Item, typed: Typed) -> Places | None:
    return {} if item.kind is ItemKind.COMPUTED else None


def _both(sight: Sight, item: Item, typed: Typed) -> Places | None:
    return {} if typed.text and typed.missing else None


def _missing(sight: Sight, item: Item, typed: Typed) -> Places | None:
    if typed.missing and typed.missing not in KINDS:
        return {"typed": typed.missing}
    return {"typed": typed.because} if typed.because and typed.because not in REASONS else None


def _no_because(sight: Sight, item: Item, typed: Typed) -> Places | None:
    return {} if because_lacks(typed.missing, typed.because) else None


def _unit(sight: Sight, item: Item, typed: Typed) -> Places | None:
    if not typed.unit or typed.unit in item.units:
        return None
    return {"typed": typed.unit, "units": ", ".join(map(shown, item.units)) or "–", "source": form_said(sight)}


def _number(sight: Sight, item: Item, typed: Typed) -> Places | None:
    if item.kind is not ItemKind.NUMBER or not typed.text or numbers.read(typed.text):
        return None
    return {"typed": typed.text}


def _limit(sight: Sight, item: Item, typed: Typed) -> Places | None:
    found = numbers.read(typed.text) if item.kind is ItemKind.NUMBER else None
    return {"typed": typed.text} if found and found.limit and not item.limits else None


def _code(sight: Sight, item: Item, typed: Typed) -> Places | None:
    if not item.codes or not typed.text or code_of(item, typed):
        return None
    listed = (", ".join(code.text.say(language) for code in item.codes) for language in ("en", "fr"))
    return {"typed": typed.text, "codes": Text(*listed), "source": form_said(sight)}


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


def _refused(name: str, title: Text, words: Text, look: Look) -> Check:
    return Check(name, Gravity.REFUSE, title, words, look)


CHECKS: tuple[Check, ...] = (
    _refused("computed", Text("worked out", "calculé"),
             Text("This is worked out by the rules; nobody types it.",
                  "Ceci est calculé par les règles\u202f; personne ne le saisit."), _computed),
    _refused("both", Text("value and reason of absence", "valeur et motif d’absence"),
             Text("Give the value, or why there is none, not both.",
                  "Donnez la valeur, ou la raison de son absence, pas les deux."), _both),
    _refused("missing", Text("unknown reason", "motif inconnu"),
             Text("“{typed}” is no reason that is offered.",
                  "«\u00a0{typed}\u00a0» n’est pas un motif proposé."), _missing),
    _refused("unit", Text("unit not offered", "unité non proposée"),
             Text("The unit “{typed}” is not offered. Units: {units} ({source}).",
                  "L’unité «\u00a0{typed}\u00a0» n’est pas proposée. Unités\u00a0: {units} ({source})."), _unit),
    _refused("number", Text("no number", "pas un nombre"),
             Text("“{typed}” is not a number. Write it like 39.1 or 39,1, without spaces.",
                  "«\u00a0{typed}\u00a0» n’est pas un nombre. Écrivez-le comme 39,1 ou 39.1, sans espace."), _number),
    _refused("limit", Text("limit", "limite"),
             Text("“{typed}” is a limit, which this item does not take. Give the value itself.",
                  "«\u00a0{typed}\u00a0» est une limite, non acceptée ici. Donnez la valeur elle-même."), _limit),
    _refused("code", Text("no choice", "choix inconnu"),
             Text("“{typed}” is no choice here. Choose among: {codes} ({source}).",
                  "«\u00a0{typed}\u00a0» n’est pas un choix. Choisissez parmi\u00a0: {codes} ({source})."), _code),
    _refused("yes_no", Text("neither yes nor no", "ni oui ni non"),
             Text("“{typed}” is neither yes nor no.", "«\u00a0{typed}\u00a0» n’est ni oui ni non."), _yes_no),
    _refused("time", Text("no date", "pas une date"),
             Text("“{typed}” is no date. Write 08112026, 2026-11-08 08:00, 8/11/2026 8:00, 2026-11, t or y.",
                  "«\u00a0{typed}\u00a0» n’est pas une date. Écrivez 08112026, 2026-11-08 08:00, 8/11/2026 8:00, "
                  "2026-11, t ou y."), _time_is("time")),
    _refused("day_only", Text("day only", "jour seul"),
             Text("“{typed}” has a time of day; only the day is asked here.",
                  "«\u00a0{typed}\u00a0» contient une heure\u202f; seul le jour est demandé ici."),
             _time_is("day_only")),
    _refused("no_such_hour", Text("hour that never was", "heure inexistante"),
             Text("“{typed}” never was: the clock skipped that hour (summer time).",
                  "«\u00a0{typed}\u00a0» n’a pas existé\u00a0: l’heure a été sautée (heure d’été)."),
             _time_is("no_such_hour")),
    Check(NO_BECAUSE, Gravity.TELL, Text("no value, without the reason", "pas de valeur, sans motif"),
          Text("Say the reason why there is no value: without it this is not complete.",
               "Dites le motif de l’absence de valeur\u00a0: sans lui, ceci n’est pas complet."), _no_because),
)  # fmt: skip
