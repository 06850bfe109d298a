"""How complete the casebooks are, by site and visit: items answered of those asked, on forms that are due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bedside.conduct.frame.words import say, told
from bedside.conduct.inclusion.timeline import FormNow, Progress, timelines
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.protocol.model import ItemKind
from bedside.report.svg import drawing, element, words
from bedside.values.wording import Text

WIDTH, LEFT, ROW, BAR = 900.0, 290.0, 24.0, 380.0


@dataclass(frozen=True)
class Complete:
    """One visit at one site: forms done of those due, and items answered of those that these forms ask."""

    site: str
    visit: Text
    done: int
    due: int
    answered: int
    asked: int

    @property
    def share(self) -> int:
        """Answered items in percent."""
        return 100 * self.answered // self.asked if self.asked else 0


def completeness(persons: Sequence[Person]) -> list[Complete]:
    """A row for each site and visit, in the order of the schedule.

    A visit counts once its window has opened; a form that may not be filled (any more) does not."""
    held = [person for person in persons if hasattr(person, "enrolled")]
    lines = timelines(held)
    of: dict[tuple[str, str], tuple[Text, list[FormNow]]] = {}
    for person in sorted(held, key=lambda each: each.site):
        for visit in protocol_for(person).schedule.visits:
            of.setdefault((person.site, visit.id), (visit.text, []))
        for each in lines[person.pk].visits:
            if (person.site, each.due.visit) in of and each.progress is not Progress.TO_COME:
                of[person.site, each.due.visit][1].extend(
                    form for form in each.forms if form.progress is not Progress.CLOSED
                )
    return [_row(site, text, forms) for (site, _), (text, forms) in of.items() if forms]


def _row(site: str, visit: Text, forms: Sequence[FormNow]) -> Complete:
    done = sum(form.progress is Progress.DONE for form in forms)
    answered, asked = sum(min(form.answered, form.asked) for form in forms), sum(_asked(form) for form in forms)
    return Complete(site, visit, done, len(forms), answered, asked)


def _asked(form: FormNow) -> int:
    """How many items it asks; one that nobody has begun asks all that hang on no other answer."""
    own = [item for item in form.form.items if item.kind is not ItemKind.COMPUTED and item.shown_when is None]
    return form.asked or len(own)


def figure(rows: Sequence[Complete]) -> str:
    """A bar for each row, its number beside it: no value is told by its colour alone."""
    parts = [part for place, row in enumerate(rows) for part in _bar(row, 4 + place * ROW)]
    return drawing(WIDTH, max(len(rows), 1) * ROW + 8, say("pictures.completeness_told"), *parts, class_="picture")


def _bar(row: Complete, y: float) -> Iterator[str]:
    yield words(f"{row.site} · {told(row.visit)}", LEFT - 10, y + 15, class_="tick end")
    yield element("rect", x=LEFT, y=y + 3, width=BAR, height=ROW - 8, class_="track")
    yield element("rect", x=LEFT, y=y + 3, width=BAR * row.share / 100, height=ROW - 8, class_="filled")
    text = say("pictures.share", share=row.share, done=row.done, due=row.due)
    yield words(text, LEFT + BAR + 10, y + 15, class_="tick")
