"""The participants of a snapshot as the analyses read them, one object each; what cannot be is refused."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bedside.analysis.snapshot import Record, Snapshot, column_of
from bedside.analysis.written_times import Span, span_of
from bedside.errors import UsageError
from bedside.protocol.casebook import Form
from bedside.protocol.estimands import FOUND_INELIGIBLE, Listing
from bedside.protocol.model import Protocol
from bedside.records.deaths import DEAD, death_in
from bedside.records.dictionary import dictionary
from bedside.rules.chart import Chart
from bedside.values.interval import NOT_MET, Interval
from bedside.values.moment import DAY, HOUR, Moment, moment, read_length, show
from bedside.values.variable import Kind
from bedside.values.wording import Text

MET, UNMET, CANNOT_TELL = "met", "not met", "cannot tell"
"""Verdicts as a cut writes them."""
ELIGIBLE = "eligible"
"""What the table of criteria calls all of them together."""
CODED = "coded_terms"
"""The table of what was coded by a dictionary; a cut of an earlier bedside has none."""
CHECK_AGAIN = Text(
    "Have the study's data checked, and take a new cut.",
    "Faites vérifier les données de l’étude, puis refaites l’extraction.",
)
"""What to do about a value that cannot be."""
SHEET = ("visit", "day", "number")
"""The columns by which a sheet of a form is known among those of a participant."""


@dataclass(frozen=True)
class Answer:
    """What the rules say of one part of an outcome of somebody: a range in `unit`, and why a time ended."""

    value: Interval
    unit: str
    cause: str = ""

    @property
    def known(self) -> bool:
        """Whether it is one number."""
        return self.value.known


@dataclass(frozen=True)
class Listed:
    """An event of a form: when it began, as far as that is written, and what its items hold; `ended` likewise.

    `coded` is what its term means by the study's dictionary: the uppermost class and the preferred term.
    """

    began: Span | None
    holds: Mapping[str, str]
    coded: tuple[str, str] | None = None
    ended: Span | None = None


@dataclass(frozen=True)
class Person:
    """One participant. `doses` says when each dose was given, as far as it is written, `dosed` the first; `died` and
    `alive_until` are moments, None where nothing tells; `happened` holds the first time of each intercurrent event.
    `arm` is empty where it is not known, `cause` (of death, as typed) where none is written.
    """

    code: str
    site: str
    included: Moment
    eligible: str
    doses: tuple[Span, ...]
    died: Moment | None
    alive_until: Moment | None
    answers: Mapping[tuple[str, str], Answer]
    scores: Mapping[tuple[str, str, int], Interval]
    happened: Mapping[str, Span]
    listed: Mapping[str, tuple[Listed, ...]]
    chart: Chart
    arm: str = ""
    cause: str = ""

    @property
    def told(self) -> Moment:
        """The last moment of which anything is known: as of then rules are asked, as they were for the cut."""
        facts = (fact.available for held in self.chart.facts.values() for fact in held)
        return max(self.alive_until or self.included, self.included, *facts)

    @property
    def dosed(self) -> Span | None:
        """When the first dose was given."""
        return self.doses[0] if self.doses else None

    def died_by(self, at: int) -> bool:
        """Whether a death up to a moment is recorded."""
        return self.died is not None and self.died <= at


def people_of(snapshot: Snapshot, protocol: Protocol, where: str) -> tuple[Person, ...]:
    """Everybody of whom all is held, in the order of inclusion and code.

    Raises UsageError for a value that cannot be: two answers to one question, an answer of nobody, ends the wrong way
    round, a yes or no beyond 0 and 1, a time beyond its end, an inclusion after the cut was taken.
    """
    reading = _Reading(snapshot, protocol, where)
    reduced = _reduced(snapshot)
    found = [reading.person(row) for row in snapshot.tables["participants"] if str(row["participant"]) not in reduced]
    return tuple(sorted(found, key=lambda each: (each.included, each.code)))


def reduced_of(snapshot: Snapshot, protocol: Protocol, where: str) -> tuple[Person, ...]:
    """Those of whom a cut for safety holds only what must be reported: who object to the use of their data.

    Nothing else is known of them: neither doses nor records nor answers. Raises UsageError as `people_of`, and where
    they are not as many as the cut says.
    """
    reading, codes = _Reading(snapshot, protocol, where), _reduced(snapshot)
    if codes and len(codes) != int(snapshot.manifest["counts"]["objected"]):
        raise reading.refuse(f"the snapshot holds no canonical records of {sorted(codes)[0]}.")
    rows = [row for row in snapshot.tables["participants"] if str(row["participant"]) in codes]
    found = [reading.reduced(row) for row in rows]
    return tuple(sorted(found, key=lambda each: (each.included, each.code)))


def _reduced(snapshot: Snapshot) -> frozenset[str]:
    """The codes of those without records in a cut for safety; nobody in another, where that is refused."""
    codes = {str(row["participant"]) for row in snapshot.tables["participants"]}
    return frozenset(codes - set(snapshot.charts)) if snapshot.for_safety else frozenset()


class _Reading:
    """Reads the tables of a snapshot by participant."""

    def __init__(self, snapshot: Snapshot, protocol: Protocol, where: str) -> None:
        self.snapshot, self.protocol, self.where = snapshot, protocol, where
        codes = [str(row["participant"]) for row in snapshot.tables["participants"]]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise self.refuse(f"{twice[0]} is included twice.")
        for table in ("outcomes", "scores"):
            if strange := sorted({str(row["participant"]) for row in snapshot.tables[table]} - set(codes)):
                raise self.refuse(f"the table {table} speaks of {strange[0]}, who was not included.")
        self.by = {name: _by_participant(rows) for name, rows in snapshot.tables.items() if _of_people(rows)}

    def refuse(self, what: str | Text) -> UsageError:
        """An error about a value that cannot be."""
        return UsageError(what, self.where, CHECK_AGAIN)

    def rows(self, table: str, code: str) -> Sequence[Record]:
        """The rows of somebody."""
        return self.by.get(table, {}).get(code, ())

    def person(self, row: Record) -> Person:
        """One participant."""
        code = str(row["participant"])
        chart = self.snapshot.charts.get(code)
        if chart is None:
            raise self.refuse(f"the snapshot holds no canonical records of {code}.")
        death = death_in(chart.facts.get(DEAD, ()))
        return Person(
            code, str(row["site"]), self.moment(row["enrolled"], code), self.eligible(code), self.doses(code),
            death.start if death else None, _seen_alive(chart), self.answers(code), self.scores(code),
            dict(self.happened(code)), dict(self.listed(code)), chart, cause=self.cause(code),
        )  # fmt: skip

    def reduced(self, row: Record) -> Person:
        """One of whom only what must be reported is held."""
        code = str(row["participant"])
        included, listed = self.moment(row["enrolled"], code), dict(self.listed(code))
        nothing = Chart.of((), frozenset())
        return Person(code, str(row["site"]), included, CANNOT_TELL, (), None, None, {}, {}, {}, listed, nothing)

    def cause(self, code: str) -> str:
        """The cause of death as it is typed, where a form of the protocol asks for it; empty where none is."""
        for form in self.protocol.forms:
            death = form.safety.case_report.death if form.safety and form.safety.case_report else None
            if death and (at := column_of(self.snapshot.tables, f"{death.form}.{death.cause}")):
                told = [str(row[at[1]]) for row in self.rows(at[0], code) if row[at[1]]]
                return told[-1] if told else ""
        return ""

    def moment(self, written: object, code: str) -> Moment:
        """The moment of inclusion, which must be there, and not after the cut was taken."""
        if not isinstance(written, str):
            raise self.refuse(f"{code} has no moment of inclusion.")
        at, taken = moment(written), moment(str(self.snapshot.manifest["at"]))
        if at > taken:
            what = Text(
                f"{code} was included ({show(at)}) after the cut was taken ({show(taken)}).",
                f"{code} a été inclus ({show(at)}) après l’extraction ({show(taken)}).",
            )
            raise self.refuse(what)
        return at

    def eligible(self, code: str) -> str:
        """Whether all criteria were met at inclusion, by what is known now: a deviation tells more than records."""
        if any(row["kind"] in FOUND_INELIGIBLE for row in self.rows("deviations", code)):
            return UNMET
        for row in self.rows("criteria", code):
            if row["criterion"] == ELIGIBLE:
                return str(row["verdict"])
        return CANNOT_TELL

    # --- times on forms -------------------------------------------------------------------------------------------

    def doses(self, code: str) -> tuple[Span, ...]:
        """When each dose was given, the first one first."""
        held = self.protocol.promised
        return tuple(sorted(self.times(held.first_dose, code))) if held and held.first_dose else ()

    def times(self, item: str, code: str) -> Iterator[Span]:
        """Every time that an item of a form holds of somebody."""
        table, column = column_of(self.snapshot.tables, item) or ("", "")
        for row in self.rows(table, code):
            if (span := span_of(row[column])) is not None:
                yield span

    def happened(self, code: str) -> Iterator[tuple[str, Span]]:
        """The first time of each intercurrent event, and of what ended the observation."""
        for each in self.protocol.promised.happenings if self.protocol.promised else ():
            told = [row["at"] for row in self.rows("events", code) if row["event"] == each.event]
            kept = [row["taken_back"] for row in self.rows("events", code) if row["event"] == each.event]
            spans = [span_of(at) for at, back in zip(told, kept, strict=True) if not back]
            spans += list(self.times(each.item, code)) if each.item else []
            if known := [span for span in spans if span is not None]:
                yield each.id, min(known)

    def listed(self, code: str) -> Iterator[tuple[str, tuple[Listed, ...]]]:
        """The events that the forms of counted outcomes list, by outcome."""
        for estimand in self.protocol.promised.estimands if self.protocol.promised else ():
            if listing := estimand.listing:
                yield estimand.outcome, tuple(self.on_form(listing, code))

    def on_form(self, listing: Listing, code: str) -> Iterator[Listed]:
        """The events of somebody that a form lists, with what an adverse event is told by."""
        form = self.protocol.form(listing.form)
        safety, names = form.safety, dict.fromkeys([*listing.by, *_told_by(form), *_counted_by(form, listing)])
        items = {each: column_of(self.snapshot.tables, f"{listing.form}.{each}") for each in names}
        table, began = column_of(self.snapshot.tables, f"{listing.form}.{listing.began}") or ("", "")
        _, ended = (column_of(self.snapshot.tables, f"{listing.form}.{safety.ended}") if safety else None) or ("", "")
        for row in self.rows(table, code):
            holds = {name: str(row[at[1]] or "") for name, at in items.items() if at}
            coded = self.coded(row, listing.form, safety.term, code) if safety else None
            yield Listed(span_of(row[began]), holds, coded, span_of(row[ended]) if ended else None)

    def coded(self, row: Record, form: str, item: str, code: str) -> tuple[str, str] | None:
        """What the term on a sheet was coded as: the uppermost class, the preferred term; None where it was not."""
        for each in self.rows(CODED, code):
            if (each["form"], each["item"]) == (form, item) and all(each[name] == row.get(name) for name in SHEET):
                return str(each["top"] or each["term"]), str(each["parent"] or each["term"])
        return None

    # --- what the rules say ---------------------------------------------------------------------------------------

    def answers(self, code: str) -> dict[tuple[str, str], Answer]:
        """What the rules say of each part of each outcome."""
        found: dict[tuple[str, str], Answer] = {}
        for row in self.rows("outcomes", code):
            key = str(row["outcome"]), str(row["part"] or "")
            if key in found:
                raise self.refuse(f"{code} has two answers for the outcome {_named(key)}.")
            value = self.range(row, f"{code}, outcome {_named(key)}")
            self.possible(key, value, code)
            found[key] = Answer(value, str(row["unit"] or ""), str(row["cause"] or ""))
        return found

    def possible(self, key: tuple[str, str], value: Interval, code: str) -> None:
        """Refuse what no rule of the protocol can have answered."""
        endpoint, duration = self.protocol.endpoint(*key), self.protocol.duration(*key)
        if endpoint is None and duration is None:
            raise self.refuse(f"{code} has an answer for {_named(key)}, which the protocol does not work out.")
        most = read_length(duration.up_to) / HOUR if duration else math.inf
        held = endpoint.verdict.range if endpoint else Interval(0.0, most)
        if value.low < held.low or value.high > held.high:
            what = f"the outcome {_named(key)} of {code} is {value.low:g} to {value.high:g}, and can be {held.low:g} to"
            raise self.refuse(f"{what} {held.high:g} only.")

    def scores(self, code: str) -> dict[tuple[str, str, int], Interval]:
        """Every score and component, by the day from inclusion."""
        return {
            (str(row["score"]), str(row["component"] or ""), int(str(row["day"]))): self.range(row, f"{code}, scores")
            for row in self.rows("scores", code)
        }

    def range(self, row: Record, place: str) -> Interval:
        """The two ends of an answer."""
        low, high = row["low"], row["high"]
        if not isinstance(low, float) or not isinstance(high, float) or not low <= high:
            raise self.refuse(f"{place}: from {low} to {high} is no range.")
        return Interval(low, high)


def _told_by(form: Form) -> tuple[str, ...]:
    """The items of a form of adverse events by which one is told; none of another form."""
    safety = form.safety
    if safety is None:
        return ()
    reporting = (form.reporting.item,) if form.reporting else ()
    coded = (safety.relation.item, safety.outcome.item, safety.action.item, *safety.criterion_items)
    return (safety.term, safety.grade, *reporting, *coded)


def _counted_by(form: Form, listing: Listing) -> Iterator[str]:
    """The items of a form whose records an outcome's rule may count: those dated by when the event began."""
    yield from (
        each.id
        for each in form.items
        if each.time == listing.began and (each.variable or any(code.variable for code in each.codes))
    )


def _seen_alive(chart: Chart) -> Moment | None:
    """The last moment at which somebody was known to live: told so, or measured."""
    told = [fact.end for fact in chart.facts.get(DEAD, ()) if fact.value == NOT_MET]
    measured = [
        fact.start
        for name, facts in chart.facts.items()
        if (known := dictionary().get(name)) and known.kind is Kind.MEASUREMENT
        for fact in facts
    ]
    return max([*told, *measured], default=None)


def _named(key: tuple[str, str]) -> str:
    return "_".join(part for part in key if part)


def _of_people(rows: Sequence[Record]) -> bool:
    return bool(rows) and "participant" in rows[0]


def _by_participant(rows: Sequence[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for row in rows:
        found.setdefault(str(row["participant"]), []).append(row)
    return found


def days(since: Moment, until: int) -> float:
    """Days from one moment to another."""
    return (until - since) / DAY
