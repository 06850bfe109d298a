"""Worked patients: people who do not exist, written by hand with what the protocol must say of them.

    about: I1
    facts: [...]                        # of every case; a case replaces those of the same variable
    cases:
      seventeen:
        facts: [{variable: age, value: 17 a}]
        expect: {I1: not met}

A case may say between which versions of the protocol it holds, both included (`from: "1.1"`, `until: "1.0"`);
where nothing is said, in every version.

A case may also say what outcomes come to in a participant included at its moment (`outcomes`), once everything in
it is known: a verdict, a quantity, a range (`1 {points} to 4 {points}`), or a time with its cause (`72 h, death`).

Times are ISO, or relative to the moment of the case ("-6 h", "-2 d"). A record is an hour old where nothing is
said; what lasts began a day before and goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any as Anything
from typing import TypeVar

from bedside.errors import BedsideError, ProtocolError
from bedside.protocol.amendments import in_order, read_amendments
from bedside.protocol.evaluating import NOT_ENDED, UNCERTAIN, Reached, evaluate, time_to
from bedside.protocol.marked_yaml import Marked, read_marked
from bedside.protocol.model import Duration, Endpoint, Protocol
from bedside.protocol.schema import check_shape
from bedside.rules.chart import Chart, Fact
from bedside.rules.meaning import ask
from bedside.rules.nodes import Named
from bedside.values.interval import CANNOT_TELL, MET, NOT_MET, Interval
from bedside.values.moment import EVER, HOUR, Moment, moment
from bedside.values.quantity import plain, quantity
from bedside.values.variable import Variable

MOMENT = "2026-03-01T08:00"
VERDICTS = {"met": MET, "not met": NOT_MET, "cannot tell": CANNOT_TELL}
RECENTLY, BEGUN = "-1 h", "-1 d"

_T = TypeVar("_T")
_Rows = list[tuple[tuple[str | int, ...], Anything]]


@dataclass(frozen=True)
class Case:
    """One worked patient: the chart, the moment, the verdict expected of each rule by name, and of each outcome
    (or part of one) by name what it comes to, as written.
    """

    about: str
    name: str
    chart: Chart
    at: Moment
    expected: Mapping[str, Interval]
    why: str
    where: str
    outcomes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """A rule or an outcome that says something else than expected; `unit` is that of a number."""

    case: Case
    rule: str
    expected: Interval | Reached
    found: Interval | Reached
    unit: str = ""


def read_cases(folder: Path, protocol: Protocol) -> tuple[Case, ...]:
    """The worked patients of a trial (its folder) that hold in this version. Raises ProtocolError, file and line."""
    versions = _versions(folder, protocol)
    return tuple(case for path in _files(folder) for case in _cases(path, protocol, versions))


def _versions(folder: Path, protocol: Protocol) -> tuple[str, ...]:
    """Every version of the trial, oldest first."""
    first = (*protocol.amended_from, protocol.version)[0]
    return (first, *(each.version for each in in_order(read_amendments(folder), first)))


def _files(folder: Path) -> list[Path]:
    return sorted((folder / "patients").glob("*.yaml"))


def differences(case: Case, protocol: Protocol) -> tuple[Difference, ...]:
    """Where the protocol says something else than the case expects (empty: nowhere)."""
    rules, outcomes = rules_by_name(protocol), outcomes_by_name(protocol)
    found = []
    for name, expected in case.expected.items():
        value = ask(_listed(rules, name, "rule", case), case.chart, case.at).value
        if value != expected:
            found.append(Difference(case, name, expected, value))
    for name, written in case.outcomes.items():
        found += _outcome_difference(case, name, _listed(outcomes, name, "outcome that is worked out", case), written)
    return tuple(found)


def _listed(named: Mapping[str, _T], name: str, what: str, case: Case) -> _T:
    if name not in named:
        raise ProtocolError(f"no {what} is called “{name}”.", case.where, f"There are: {', '.join(named)}.")
    return named[name]


def _outcome_difference(case: Case, name: str, worked: Endpoint | Duration, written: str) -> list[Difference]:
    """Everything in the case is known: what counts is when it was so, not when it was written down."""
    known, unit = Moment(case.at + EVER), "h"
    found: Interval | Reached
    if isinstance(worked, Duration):
        found = time_to(worked, case.chart, case.at, known)
    else:
        found = evaluate(worked, case.chart, case.at, known).verdict.value
        unit = "" if worked.verdict.truth else worked.verdict.unit
    try:
        expected = _result(written, worked, unit)
    except BedsideError as error:
        raise ProtocolError(f"{name}: {error.what}", case.where, error.todo) from error
    return [] if expected == found else [Difference(case, name, expected, found, unit)]


def _result(written: str, worked: Endpoint | Duration, unit: str) -> Interval | Reached:
    """What an outcome is written to come to. Raises ProtocolError, or an error of the quantity."""
    if not unit:
        if written not in VERDICTS:
            raise ProtocolError(f"“{written}” is no verdict.", todo=f"It may be: {', '.join(VERDICTS)}.")
        return VERDICTS[written]
    number, _, cause = written.partition(", ")
    low, _, high = number.partition(" to ")
    numbers = [float(quantity(each).to(unit).number) for each in (low, high or low)]
    if isinstance(worked, Endpoint):
        return Interval(*numbers)
    causes = [*(ending.name for ending in worked.endings), NOT_ENDED, UNCERTAIN]
    if cause not in causes:
        raise ProtocolError(f"“{cause}” is no cause of it.", todo=f"Write one after a comma: {', '.join(causes)}.")
    return Reached(Interval(*numbers), cause)


def failures(folder: Path, protocol: Protocol) -> list[str]:
    """A sentence for each worked patient of a trial's folder of whom the protocol says something else.

    `E2.yaml:14: “no test” (E2: ...): E2 is not met, expected cannot tell.` A file that cannot be read is one too.
    """
    told = []
    versions = _versions(folder, protocol)
    for path in _files(folder):
        try:
            cases = _cases(path, protocol, versions)
            told += [_sentence(each) for case in cases for each in differences(case, protocol)]
        except BedsideError as error:
            told.append(str(error))
    return told


def _sentence(found: Difference) -> str:
    case = found.case
    says = f"{found.rule} is {_said(found.found, found.unit)}, expected {_said(found.expected, found.unit)}"
    return f"{case.where}: “{case.name}” ({case.about}): {says}."


def _said(value: Interval | Reached, unit: str) -> str:
    """As a case writes it."""
    if isinstance(value, Reached):
        return f"{_said(value.hours, unit)}, {value.cause}"
    if not unit:
        return next(name for name, verdict in VERDICTS.items() if verdict == value)
    low, high = (f"{plain(Decimal(repr(end)))} {unit}" for end in (value.low, value.high))
    return low if value.known else f"{low} to {high}"


def rules_by_name(protocol: Protocol) -> dict[str, Named]:
    """What a case may expect something of: criteria, their data rules, alerts, `eligible` and `candidate`."""
    rules = [rule for each in protocol.criteria for rule in (each.rule, each.data_rule) if rule is not None]
    rules += [alert.rule for alert in protocol.alerts]
    return {rule.name: rule for rule in (*rules, protocol.population, protocol.data_population)}


def outcomes_by_name(protocol: Protocol) -> dict[str, Endpoint | Duration]:
    """What a case may say the result of: outcomes, and parts of outcomes (`S3_il6`)."""
    worked: tuple[Endpoint | Duration, ...] = (*protocol.endpoints, *protocol.durations)
    return {each.name: each for each in worked}


def _cases(path: Path, protocol: Protocol, versions: Sequence[str]) -> Iterator[Case]:
    held = read_marked(path)
    check_shape(held, "patients")
    known = protocol.vocabulary
    for name, row in held.data["cases"].items():
        if not _holds(held, name, row, versions, protocol.version):
            continue
        where = held.place(("cases", name))
        at = _placed(held, ("cases", name), lambda row=row: moment(row.get("moment", held.data.get("moment", MOMENT))))
        rows = _rows(held, name, row)
        facts = [_placed(held, at_line, lambda f=fact, t=at: _fact(f, t, known)) for at_line, fact in rows]
        chart = Chart.of(facts, held.data.get("recorded", ()))
        expected = {rule: VERDICTS[verdict] for rule, verdict in row.get("expect", {}).items()}
        yield Case(held.data["about"], name, chart, at, expected, row.get("why", ""), where, row.get("outcomes", {}))


def _holds(held: Marked, name: str, row: Mapping[str, Anything], versions: Sequence[str], version: str) -> bool:
    """Whether a case holds in a version of the protocol."""
    for end in ("from", "until"):
        if end in row and row[end] not in versions:
            todo = f"There are: {', '.join(versions)}."
            raise ProtocolError(f"there is no version “{row[end]}”.", held.place(("cases", name, end)), todo)
    first = versions.index(row.get("from", versions[0]))
    last = versions.index(row.get("until", versions[-1]))
    if last < first:
        what = f"it holds from version {versions[first]} until {versions[last]}, which is earlier."
        raise ProtocolError(what, held.place(("cases", name, "until")), "Exchange the two, or correct one.")
    return first <= versions.index(version) <= last


def _rows(held: Marked, name: str, row: Mapping[str, Anything]) -> _Rows:
    own: _Rows = [(("cases", name, "facts", i), fact) for i, fact in enumerate(row.get("facts", ()))]
    replaced = {fact["variable"] for _, fact in own} | set(row.get("without", ()))
    shared: _Rows = [(("facts", i), fact) for i, fact in enumerate(held.data.get("facts", ()))]
    return [each for each in shared if each[1]["variable"] not in replaced] + own


def _placed(held: Marked, pointer: tuple[str | int, ...], make: Anything) -> Anything:
    try:
        return make()
    except BedsideError as error:
        raise ProtocolError(error.what, held.place(pointer), error.todo) from error


def _fact(row: Mapping[str, Anything], at: Moment, known: Mapping[str, Variable]) -> Fact:
    if row["variable"] not in known:
        raise ProtocolError(f"no variable is called “{row['variable']}”.", todo="Use a name that exists.")
    variable = known[row["variable"]]
    value = Interval.point(_number(row["value"], variable))
    if not variable.lasting:
        time = _time(row.get("at", RECENTLY), at)
        available = _time(row["available"], at) if "available" in row else time
        return Fact(variable.name, time, time, value, available, origin="worked patient", written=str(row["value"]))
    start = _time(row.get("since", BEGUN), at)
    end = _time(row["until"], at) if "until" in row else Moment(at + EVER)
    return Fact(variable.name, start, end, value, start, (start, end), origin="worked patient")


def _number(value: Anything, variable: Variable) -> float:
    if isinstance(value, bool) != variable.truth:
        what = f"{variable.name}: {value!r} is no {'truth' if variable.truth else 'number'}."
        raise ProtocolError(what, todo="Write true or false, or a quantity such as 39.1 Cel, as the variable asks.")
    if variable.truth:
        return float(value)
    number = variable.round(quantity(value).to(variable.unit, variable.name).number)
    if number not in variable.bounds:
        raise ProtocolError(f"{value} is impossible for {variable.name}.", todo="Stay within its bounds.")
    return number


def _time(text: str, at: Moment) -> Moment:
    if text[:1] in "+-":
        back = quantity(text).to("h").number
        return Moment(at + int(back * Decimal(HOUR)))
    return moment(text)
