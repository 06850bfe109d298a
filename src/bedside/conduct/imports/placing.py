"""On which sheet a sample's results belong, read off the protocol: forms, visits and windows.

A sample is placed as a whole: on the sheet that says it was taken at that very time; else on the visit's sheet in whose
window it lies and on which nothing stands yet, the sample nearest to the planned moment first; else on an unscheduled
one. The forms of samples are those that ask for an assay; where a protocol has none, those with laboratory items. A
form of the day's worst values is none: a laboratory cannot know which was the worst.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from bedside.conduct.casebook.computing import sheet_time
from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.places import UNSCHEDULED
from bedside.conduct.casebook.reading import Sheets
from bedside.conduct.imports.rows import Result
from bedside.conduct.laboratory.analytes import analytes
from bedside.conduct.participants.models import Person
from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.model import Form, Item, ItemKind, Protocol
from bedside.protocol.schedule import window
from bedside.values.moment import Moment


@dataclass(frozen=True)
class Sample:
    """What was taken of one person at one time and belongs on one form."""

    form: Form
    taken: Moment
    results: tuple[Result, ...]


@dataclass(frozen=True)
class Placed:
    """A sample and its sheet, which is not kept yet (its key is None) where nothing was written on it."""

    sample: Sample
    sheet: Sheet
    standing: Mapping[str, Entry]


def form_of(protocol: Protocol, variable: str) -> Form | None:
    """The form of samples with this variable, of several the one with most laboratory items; None for none."""
    asking = [form for form in protocol.forms if any(item.assay for item in form.items)]
    fitting = [form for form in asking or protocol.forms if item_of(protocol, form, variable) and time_of(form)]
    return max(fitting, key=lambda form: len(list(analytes(protocol, form))), default=None)


def item_of(protocol: Protocol, form: Form, variable: str) -> Item | None:
    """The laboratory item of a form that records a variable at the time of the sample."""
    found = (item for item in analytes(protocol, form) if item.variable == variable and not item.before)
    return next((item for item in found if not item.until), None)


def time_of(form: Form) -> Item | None:
    """The item of a form that says when its sample was taken."""
    asked = [item for item in form.items if item.kind is ItemKind.TIME]
    return next((item for item in asked if item.required), asked[0] if asked else None)


def samples(protocol: Protocol, results: Iterable[Result]) -> list[Sample]:
    """The results of one person as samples, in order of time; each result has a form."""
    held: dict[tuple[str, Moment], list[Result]] = defaultdict(list)
    asked = cache(partial(form_of, protocol))
    for each in results:
        form = asked(each.variable)
        assert form is not None
        held[form.id, each.taken].append(each)
    made = [Sample(protocol.form(form), taken, tuple(those)) for (form, taken), those in held.items()]
    return sorted(made, key=lambda each: (each.taken, each.form.id))


def place(person: Person, protocol: Protocol, sheets: Sheets, found: Sequence[Sample]) -> list[Placed]:
    """Each sample with its sheet, in the order of the samples."""
    placed = {sample: there for sample in found if (there := _same_sample(sheets, sample))}
    for sample, visit in _nearest(person, protocol, [each for each in found if each not in placed]):
        taken_by_us = {(each.sheet.visit, each.sheet.form) for each in placed.values()}
        if sample not in placed and (visit, sample.form.id) not in taken_by_us:
            there = _empty(person, protocol, sheets, visit, sample)
            if there is not None:
                placed[sample] = there
    numbers: dict[str, int] = {}
    for sample in (each for each in found if each not in placed):
        placed[sample] = _unscheduled(person, protocol, sheets, sample, numbers)
    return [placed[sample] for sample in found]


def _same_sample(sheets: Sheets, sample: Sample) -> Placed | None:
    for sheet, entries in sheets:
        if sheet.form == sample.form.id:
            form = protocol_of(sheet.version).form(sheet.form)
            if sheet_time(form, entries) == sample.taken:
                return Placed(sample, sheet, entries)
    return None


def _nearest(person: Person, protocol: Protocol, found: Sequence[Sample]) -> Iterator[tuple[Sample, str]]:
    """Every sample with every visit in whose window it lies, the nearest to its planned moment first."""
    enrolled = getattr(person, "enrolled", None)
    pairs = []
    for visit in protocol.schedule.visits if enrolled else ():
        opens, target, closes = window(visit, Moment(enrolled.at_us))
        once = visit.until_day is None
        pairs += [(abs(each.taken - target), number, each, visit.id) for number, each in enumerate(found)
                  if once and each.form.id in visit.forms and opens <= each.taken < closes]  # fmt: skip
    yield from ((sample, visit) for _, _, sample, visit in sorted(pairs, key=lambda pair: pair[:2]))


def _empty(person: Person, protocol: Protocol, sheets: Sheets, visit: str, sample: Sample) -> Placed | None:
    """The sheet of a visit, where nothing stands on it yet."""
    there = next((pair for pair in sheets if (pair[0].visit, pair[0].form) == (visit, sample.form.id)), None)
    if there is None:
        return Placed(sample, _sheet(person, protocol, visit, sample, 1), {})
    return None if there[1] else Placed(sample, *there)


def _unscheduled(person: Person, protocol: Protocol, sheets: Sheets, sample: Sample, numbers: dict[str, int]) -> Placed:
    name = sample.form.id
    held = [sheet.number for sheet, _ in sheets if (sheet.visit, sheet.form) == (UNSCHEDULED, name)]
    numbers[name] = max((numbers.get(name, 0), *held)) + 1
    return Placed(sample, _sheet(person, protocol, UNSCHEDULED, sample, numbers[name]), {})


def _sheet(person: Person, protocol: Protocol, visit: str, sample: Sample, number: int) -> Sheet:
    return Sheet(person=person, visit=visit, form=sample.form.id, number=number, version=protocol.version)
