"""Worked patients: people who do not exist, written by hand with what the protocol must say of them.

    about: I1
    facts: [...]                        # of every case; a case replaces those of the same variable
    cases:
      seventeen:
        facts: [{variable: age, value: 17 a}]
        expect: {I1: not met}

Times are ISO, or relative to the moment of the case ("-6 h", "-2 d"). A record is an hour old where nothing is
said; what lasts began a day before and goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any as Anything

from bedside.errors import BedsideError, ProtocolError
from bedside.protocol.marked_yaml import Marked, read_marked
from bedside.protocol.model import Protocol
from bedside.protocol.schema import check_shape
from bedside.records.dictionary import dictionary
from bedside.rules.chart import Chart, Fact
from bedside.rules.meaning import ask
from bedside.rules.nodes import Named
from bedside.values.interval import CANNOT_TELL, MET, NOT_MET, Interval
from bedside.values.moment import EVER, HOUR, Moment, moment
from bedside.values.quantity import quantity
from bedside.values.variable import Variable

MOMENT = "2026-03-01T08:00"
VERDICTS = {"met": MET, "not met": NOT_MET, "cannot tell": CANNOT_TELL}
RECENTLY, BEGUN = "-1 h", "-1 d"


_Rows = list[tuple[tuple[str | int, ...], Anything]]


@dataclass(frozen=True)
class Case:
    """One worked patient: the chart, the moment, and the verdict expected of each rule by name."""

    about: str
    name: str
    chart: Chart
    at: Moment
    expected: Mapping[str, Interval]
    why: str
    where: str


@dataclass(frozen=True)
class Difference:
    """A rule that says something else than expected."""

    case: Case
    rule: str
    expected: Interval
    found: Interval


def read_cases(folder: Path, protocol: Protocol) -> tuple[Case, ...]:
    """All worked patients of a trial (its folder). Raises ProtocolError with file and line."""
    return tuple(case for path in _files(folder) for case in _cases(path, protocol))


def _files(folder: Path) -> list[Path]:
    return sorted((folder / "patients").glob("*.yaml"))


def differences(case: Case, protocol: Protocol) -> tuple[Difference, ...]:
    """Where the protocol says something else than the case expects (empty: nowhere)."""
    rules = rules_by_name(protocol)
    found = []
    for name, expected in case.expected.items():
        if name not in rules:
            raise ProtocolError(f"no rule is called “{name}”.", case.where, f"There are: {', '.join(rules)}.")
        value = ask(rules[name], case.chart, case.at).value
        if value != expected:
            found.append(Difference(case, name, expected, value))
    return tuple(found)


def failures(folder: Path, protocol: Protocol) -> list[str]:
    """A sentence for each worked patient of a trial's folder of whom the protocol says something else.

    `E2.yaml:14: “no test” (E2: ...): E2 is not met, expected cannot tell.` A file that cannot be read is one too.
    """
    told = []
    for path in _files(folder):
        try:
            told += [_sentence(each) for case in _cases(path, protocol) for each in differences(case, protocol)]
        except BedsideError as error:
            told.append(str(error))
    return told


def _sentence(found: Difference) -> str:
    case, names = found.case, {value: name for name, value in VERDICTS.items()}
    says = f"{found.rule} is {names[found.found]}, expected {names[found.expected]}"
    return f"{case.where}: “{case.name}” ({case.about}): {says}."


def rules_by_name(protocol: Protocol) -> dict[str, Named]:
    """What a case may expect something of: criteria, their data rules, `eligible` and `candidate`."""
    rules = [rule for each in protocol.criteria for rule in (each.rule, each.data_rule) if rule is not None]
    return {rule.name: rule for rule in (*rules, protocol.population, protocol.data_population)}


def _cases(path: Path, protocol: Protocol) -> Iterator[Case]:
    held = read_marked(path)
    check_shape(held, "patients")
    known = {**dictionary(), **{each.name: each.variable for each in protocol.questions}}
    for name, row in held.data["cases"].items():
        where = held.place(("cases", name))
        at = _placed(held, ("cases", name), lambda row=row: moment(row.get("moment", held.data.get("moment", MOMENT))))
        rows = _rows(held, name, row)
        facts = [_placed(held, at_line, lambda f=fact, t=at: _fact(f, t, known)) for at_line, fact in rows]
        chart = Chart.of(facts, held.data.get("recorded", ()))
        expected = {rule: VERDICTS[verdict] for rule, verdict in row["expect"].items()}
        yield Case(held.data["about"], name, chart, at, expected, row.get("why", ""), where)


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
