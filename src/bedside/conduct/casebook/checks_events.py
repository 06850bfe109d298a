"""Whether what is said of an adverse event agrees with itself, and with the death that is recorded.

Which item says what is the trial's own (`safety:` of its form). A contradiction between several items is asked once: of
the last of those that somebody changed, or, where it stands already, of the last of them, until one of them was
confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from bedside.conduct.casebook.check import Check, Gravity, Look, Places, time_said
from bedside.conduct.casebook.sight import Sight, code_of
from bedside.conduct.casebook.typed import Typed
from bedside.protocol.model import Item
from bedside.protocol.safety import DEATH, FATAL, LASTING, LETHAL, LIFE_THREATENING, NO, OVER, YES, Safety
from bedside.values.moment import HOUR
from bedside.values.wording import Text

MINUTE = HOUR // 60
"""A time typed to the minute is any moment of it."""
UNLISTED = "unlisted"
PART = Text(" (those of laboratory results; the whole list was not added)",
            " (ceux de la biologie\u202f; la liste entière n’a pas été ajoutée)")  # fmt: skip
SEVERE = 4
"""The grade of CTCAE (v5.0, v6.0, "Grades") for a threat to life."""


def _fatality(sight: Sight, held: Safety) -> dict[str, bool]:
    """Which items say that the event was fatal, and which that it was not."""
    grade, outcome = _grade(sight, held), held.outcome.meaning(_values(sight))
    said: dict[str, bool | None] = {held.outcome.item: outcome == FATAL if outcome else None}
    said[held.grade] = None if grade is None else grade == LETHAL
    said |= _criterion(sight, held, DEATH)
    asked = sight.form.reporting
    if asked is not None and _text(sight, asked.item) not in ("", *asked.holds):
        said[asked.item] = False
    return {name: each for name, each in said.items() if each is not None}


def _disagrees(sight: Sight, held: Safety) -> tuple[Iterable[str], Places] | None:
    said = _fatality(sight, held)
    if len(set(said.values())) < 2:
        return None
    yes, no = (_quoted(sight, [name for name, fatal in said.items() if fatal is each]) for each in (True, False))
    return said, {"yes": yes, "no": no}


def _severity(sight: Sight, held: Safety) -> tuple[Iterable[str], Places] | None:
    """A threat to life is grade 4, and grade 4 a threat to life, where it is said whether there was one."""
    grade, threat = _grade(sight, held), _criterion(sight, held, LIFE_THREATENING)
    said = next(iter(threat.values()), None)
    if grade is None or said is None or grade == LETHAL or (grade == SEVERE) == said:
        return None
    return (held.grade, *threat), {"said": _quoted(sight, [held.grade, *threat])}


def _unrecorded(sight: Sight, held: Safety) -> tuple[Iterable[str], Places] | None:
    said = [name for name, fatal in _fatality(sight, held).items() if fatal]
    if not said or sight.died is not None:
        return None
    return said, {"said": _quoted(sight, said)}


def _aware(sight: Sight, held: Safety) -> tuple[Iterable[str], Places] | None:
    asked = sight.form.reporting
    return _before(sight, held.began, asked.aware) if asked is not None else None


def _ended(sight: Sight, held: Safety) -> tuple[Iterable[str], Places] | None:
    return _before(sight, held.began, held.ended)


def _before(sight: Sight, began: str, name: str) -> tuple[Iterable[str], Places] | None:
    first, last = sight.time(began), sight.time(name)
    if first is None or last is None or last[1] >= first[0]:
        return None
    said = {"label": sight.form.item(name).text, "at": time_said(last, sight)}
    return (began, name), {**said, "began": time_said(first, sight)}


def _over(sight: Sight, held: Safety) -> tuple[Iterable[str], Places] | None:
    """Asked of an outcome that is an end, where nobody says when, nor that it is not known."""
    if held.outcome.meaning(_values(sight)) not in OVER or not sight.typed.get(held.ended, Typed()).empty:
        return None
    return (held.outcome.item,), {"label": sight.form.item(held.ended).text}


def _lasting(sight: Sight, held: Safety) -> tuple[Iterable[str], Places] | None:
    ended = sight.time(held.ended)
    if held.outcome.meaning(_values(sight)) not in LASTING or ended is None:
        return None
    said = _quoted(sight, [held.outcome.item])
    return (held.outcome.item, held.ended), {"said": said, "ended": time_said(ended, sight)}


def _death(sight: Sight, held: Safety) -> tuple[Iterable[str], Places] | None:
    """Nothing begins or lasts after the death, and what was fatal ends with it."""
    died, began, ended = sight.died, sight.time(held.began), sight.time(held.ended)
    if died is None:
        return None
    fatal = any(_fatality(sight, held).values())
    wrong = [name for name, at in ((held.began, began), (held.ended, ended)) if at and at[0] > died[1] + MINUTE]
    if fatal and ended and ended[1] + MINUTE < died[0]:
        wrong = [*wrong, held.ended]
    return (wrong, {"died": time_said(died, sight)}) if wrong else None


def _unlisted(sight: Sight, item: Item, typed: Typed) -> Places | None:
    held, terms = sight.form.safety, sight.terms
    if held is None or terms is None or item.id != held.term or not typed.text or terms.has(typed.text):
        return None
    return {"count": len(terms.classes), "list": terms.named, "part": Text("", "") if terms.whole else PART}


# --- what the form says ---------------------------------------------------------------------------------------------


def _grade(sight: Sight, held: Safety) -> int | None:
    code = code_of(sight.form.item(held.grade), sight.typed.get(held.grade, Typed()))
    return int(code.means) if code is not None and code.means is not None else None


def _criterion(sight: Sight, held: Safety, word: str) -> dict[str, bool | None]:
    """Whether the event is said to be serious by a criterion; of one choice among them only that it is."""
    if held.criterion is not None:
        return {held.criterion.item: held.criterion.meaning(_values(sight)) == word or None}
    return {item: {YES: True, NO: False}.get(_text(sight, item)) for item, each in held.criteria if each == word}


def _values(sight: Sight) -> Mapping[str, str]:
    return {name: _text(sight, name) for name in sight.typed}


def _text(sight: Sight, name: str) -> str:
    """What an item says; nothing where skip logic leaves it out."""
    return "" if sight.hidden(sight.form.item(name)) else sight.typed.get(name, Typed()).text


def _quoted(sight: Sight, names: Iterable[str]) -> Text:
    """Items with their answers: `Outcome: recovered`."""
    return Text.joined(", ", (_answered(sight, sight.form.item(name)) for name in names))


def _answered(sight: Sight, item: Item) -> Text:
    typed = sight.typed.get(item.id, Typed())
    code = code_of(item, typed)
    answer = code.text if code is not None else {YES: Text("yes", "oui"), NO: Text("no", "non")}.get(typed.text)
    return Text("{label}: {answer}", "{label}\u00a0: {answer}").filled(label=item.text, answer=answer or typed.text)


Says = Callable[[Sight, Safety], tuple[Iterable[str], Places] | None]
"""What contradicts each other: the items, and what fills the places of the words."""


def _look(name: str, says: Says) -> Look:
    def look(sight: Sight, item: Item, typed: Typed) -> Places | None:
        if sight.form.safety is None:
            return None
        found = says(sight, sight.form.safety)
        return found[1] if found is not None and _asked(sight, name, set(found[0])) == item.id else None

    return look


def _asked(sight: Sight, check: str, between: set[str]) -> str:
    """Which of the items is asked; none where one of them was confirmed, and none was changed since."""
    items = [item.id for item in sight.form.items if item.id in between]
    changed = [name for name in items if name in sight.changed]
    if not changed and any(check in sight.confirmed.get(name, ()) for name in items):
        return ""
    return (changed or items)[-1]


def _check(name: str, title: Text, words: Text, says: Says) -> Check:
    return Check(name, Gravity.CONFIRM, title, words, _look(name, says))


CHECKS: tuple[Check, ...] = (
    _check("fatality", Text("fatal or not", "mortel ou non"),
           Text("This says that it was fatal ({yes}), and this that it was not ({no}).",
                "Ceci dit que l’événement a été mortel ({yes}), et ceci qu’il ne l’a pas été ({no})."), _disagrees),
    _check("severity", Text("grade and threat to life differ", "grade et mise en jeu du pronostic vital discordants"),
           Text("Grade 4, and no other, is that of a threat to life ({said}).",
                "Le grade 4, et lui seul, est celui d’une mise en jeu du pronostic vital ({said})."), _severity),
    _check("unrecorded", Text("fatal, and no death recorded", "mortel, sans décès consigné"),
           Text("A death is said here ({said}), and none is recorded of this person: record it on their page.",
                "Un décès est dit ici ({said}), et aucun n’est consigné pour cette personne\u00a0: consignez-le sur "
                "sa page."), _unrecorded),
    _check("aware_first", Text("known before it began", "connu avant son début"),
           Text("“{label}” ({at}) is before the beginning ({began}).",
                "«\u00a0{label}\u00a0» ({at}) précède le début ({began})."), _aware),
    _check("ended_first", Text("ended before it began", "fini avant son début"),
           Text("“{label}” ({at}) is before the beginning ({began}).",
                "«\u00a0{label}\u00a0» ({at}) précède le début ({began})."), _ended),
    _check("no_end", Text("over, without an end", "terminé, sans fin"),
           Text("It is over, and “{label}” is empty: fill it in, or say that it is not known.",
                "L’événement est terminé, et «\u00a0{label}\u00a0» est vide\u00a0: remplissez-le, ou dites que ce "
                "n’est pas connu."), _over),
    _check("lasting", Text("going on, with an end", "en cours, avec une fin"),
           Text("It is said to go on ({said}), and to have ended ({ended}).",
                "L’événement est dit en cours ({said}), et terminé ({ended})."), _lasting),
    _check("died", Text("differs from the death recorded", "diffère du décès consigné"),
           Text("The death is recorded at {died}: nothing begins or goes on after it, and what is fatal ends with it.",
                "Le décès est consigné à cette date\u00a0: {died}. Rien ne commence ni ne dure après, et ce qui est "
                "mortel finit avec lui."), _death),
    Check(UNLISTED, Gravity.TELL, Text("term that is not of the list", "terme hors de la liste"),
          Text("None of the {count} terms of {list} that are held here{part} is called so: write the one that is "
               "meant, where there is one.",
               "Aucun des {count} termes de {list} détenus ici{part} ne s’appelle ainsi\u00a0: écrivez celui qui est "
               "visé, s’il existe."), _unlisted),
)  # fmt: skip
