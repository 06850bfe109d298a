"""Results that went out of their range lately: where the one before was not out on the same side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock

from bedside.conduct.casebook.bench import Bench
from bedside.conduct.casebook.charts import known_of
from bedside.conduct.casebook.places import place_of_sheet
from bedside.conduct.laboratory.analytes import analytes
from bedside.conduct.laboratory.choices import ctcae
from bedside.conduct.laboratory.judging import Judged, value_text
from bedside.conduct.laboratory.models import Range
from bedside.conduct.laboratory.ranges import ranges_of
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.study.clock import today
from bedside.conduct.trail.marks import ALL, NONE, last_events
from bedside.scores.ctcae import Version
from bedside.values.interval import Interval
from bedside.values.moment import Moment
from bedside.values.wording import Text

Mark = tuple[str, str, str, date]
"""The seals of the last event of a person and of what all share, the version of the criteria, the day: as long as these
are the same, so is what went out of range."""


@dataclass(frozen=True)
class Newly:
    """A result that went out of its range: `before` is the one before it (None: there was none), `at` when it was
    sampled, `saved` when it was written down, `address` its form."""

    person: Person
    text: Text
    judged: Judged
    before: Interval | None
    at: Moment
    saved: Moment
    address: str

    @property
    def value(self) -> Text:
        """The result, and the one before it, in words."""
        said = value_text(self.judged.variable, self.judged.value)
        if self.before is None:
            return said
        before = value_text(self.judged.variable, self.before)
        return Text(f"{said.en} (before: {before.en})", f"{said.fr} (avant\u00a0: {before.fr})")


def newly_out_of_range(site: str, since: Moment) -> list[Newly]:
    """Results of a site that were saved since then, out of their range where the one before was not, latest first."""
    last = last_events()
    lately = [code for code, each in last.items() if code and each.at >= since]
    persons = list(Person.objects.filter(site=site, code__in=lately).select_related("enrolled", "not_enrolled"))
    ranges, version = ranges_of(site), ctcae()
    if not ranges or not persons:
        return []
    shared = last.get(ALL, NONE).seal
    found = [
        each
        for person in persons
        for each in _crossings(person, (last[person.code].seal, shared, version, today()), ranges)
        if each.saved >= since
    ]
    return sorted(found, key=lambda each: (-each.at, each.person.code, each.text.en))


_known: dict[str, tuple[Mark, list[Newly]]] = {}
_one_at_a_time = Lock()
"""Held while something is worked out, so that those who ask for it meanwhile do not work it out too."""


def _crossings(person: Person, mark: Mark, ranges: Sequence[Range]) -> list[Newly]:
    """All of a person, worked out once."""
    held = _known.get(person.code)
    if held is not None and held[0] == mark:
        return held[1]
    with _one_at_a_time:
        held = _known.get(person.code)
        if held is None or held[0] != mark:
            held = _known[person.code] = (mark, list(_found(person, ranges, Version(mark[2]))))
        return held[1]


def _found(person: Person, ranges: Sequence[Range], version: Version) -> Iterator[Newly]:
    protocol = protocol_for(person)
    bench = Bench(person, known_of(person, protocol), protocol, ranges, version)
    for name in dict.fromkeys(item.variable for form in protocol.forms for item in analytes(protocol, form)):
        variable, before = protocol.vocabulary[name], None
        for fact in bench.results(variable):
            judged, entry = bench.fact(fact, variable), bench.known.entry_of(fact)
            if entry is not None and judged.out and (before is None or before.flag is not judged.flag):
                address = f"{place_of_sheet(entry.sheet).address(person.code)}#f-{entry.item}"
                text = Text(variable.say("en"), variable.say("fr"))
                value = before.value if before else None
                yield Newly(person, text, judged, value, fact.start, fact.available, address)
            before = judged
