"""What would become of a participant's visits: the timeline as it is beside the one that the other version plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from bedside.conduct.amending.impact import Kind, Line
from bedside.conduct.amending.words import WORDS
from bedside.conduct.inclusion.timeline import FormNow, Progress, Timeline, VisitNow
from bedside.values.moment import Moment, to_datetime
from bedside.values.wording import Text

SETTLED = frozenset({Progress.DONE, Progress.CLOSED})
"""Visits of which another window changes nothing that is still to be done."""
NOTHING = Text("", "")
Key = tuple[str, int]
"""A visit, with its day where it is daily; an event that asks forms, with its moment."""


@dataclass(frozen=True)
class _Found:
    """A change of one visit."""

    kind: Kind
    visit: VisitNow
    form: Text
    before: Text
    after: Text


def lines_of_visits(now: Timeline, then: Timeline) -> list[Line]:
    """What differs between two timelines of one participant at one moment; days of a daily visit together."""
    was, is_ = _by_key(now.visits), _by_key(then.visits)
    found = [each for key in was | is_ for each in _differs(was.get(key), is_.get(key))]
    daily = sorted((each for each in found if each.visit.daily), key=_group)
    grouped = [_together(list(days)) for _, days in groupby(daily, key=_group)]
    return [*(_line(each) for each in found if not each.visit.daily), *grouped]


def _by_key(visits: Sequence[VisitNow]) -> Mapping[Key, VisitNow]:
    return {(each.due.visit, _which(each)): each for each in visits}


def _which(visit: VisitNow) -> int:
    if visit.due.day is None:
        return int(visit.due.opens)
    return visit.due.day if visit.daily else 0


def _differs(was: VisitNow | None, is_: VisitNow | None) -> Iterator[_Found]:
    if is_ is None:
        if was is not None and was.progress is not Progress.CLOSED:
            yield _Found(Kind.VISIT_REMOVED, was, NOTHING, _window(was), NOTHING)
        return
    if was is None:
        yield _Found(Kind.VISIT_ADDED, is_, NOTHING, NOTHING, _window(is_))
    else:
        yield from _moved(was, is_)
        yield from _forms(was, is_)
    late = [each is not None and each.progress is Progress.OVERDUE for each in (was, is_)]
    if late[0] != late[1]:
        kind = Kind.OVERDUE if late[1] else Kind.IN_TIME
        yield _Found(kind, is_, NOTHING, _until(was), _until(is_))


def _moved(was: VisitNow, is_: VisitNow) -> Iterator[_Found]:
    if is_.outside and not was.outside:
        yield _Found(Kind.OUTSIDE, is_, NOTHING, _window(was), _window(is_))
    elif was.progress in SETTLED and is_.progress in SETTLED:
        return
    elif was.due.target != is_.due.target:
        yield _Found(Kind.VISIT_MOVED, is_, NOTHING, _window(was), _window(is_))
    elif (was.due.opens, was.due.closes) != (is_.due.opens, is_.due.closes):
        yield _Found(Kind.WINDOW, is_, NOTHING, _window(was), _window(is_))


def _forms(was: VisitNow, is_: VisitNow) -> Iterator[_Found]:
    before, after = ({form.form.id: form for form in each.forms} for each in (was, is_))
    for name in [name for name in after if name not in before]:
        yield _Found(Kind.FORM_ADDED, is_, after[name].form.text, NOTHING, NOTHING)
    for name in [name for name in before if name not in after]:
        yield _Found(Kind.FORM_REMOVED, was, before[name].form.text, _begun(before[name]), NOTHING)


def _begun(form: FormNow) -> Text:
    return WORDS["form_begun"] if form.answered else NOTHING


def _group(found: _Found) -> tuple[str, str, str]:
    return found.kind.value, found.visit.due.visit, found.form.en


def _line(found: _Found) -> Line:
    return Line(found.kind, _where(found.visit.text, found.form), found.before, found.after)


def _together(found: Sequence[_Found]) -> Line:
    """The days of a daily visit of which the same is told, with what is told of the first."""
    days = sorted(each.visit.due.day or 0 for each in found)
    first, said = found[0], "days" if len(days) > 1 else "day"
    visit = WORDS[said].filled(visit=first.visit.text, first=days[0], last=days[-1], count=len(days))
    return Line(first.kind, _where(visit, first.form), first.before, first.after)


def _where(visit: Text, form: Text) -> Text:
    return Text.joined(" · ", (visit, form)) if form.en else visit


def _window(visit: VisitNow) -> Text:
    opens, closes = visit.due.opens, visit.due.closes
    return _said(f"{_local(opens)} – {_local(closes)}" if closes is not None else _local(opens))


def _until(visit: VisitNow | None) -> Text:
    return _said(_local(visit.due.closes)) if visit is not None and visit.due.closes is not None else NOTHING


def _said(text: str) -> Text:
    return Text(text, text)


def _local(at: Moment) -> str:
    return timezone.localtime(to_datetime(at)).strftime("%Y-%m-%d %H:%M")
