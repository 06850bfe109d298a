"""From the checked data of YAML files to the model: each function builds one kind of part.

The schema has seen to the shape; here names that point nowhere, units that do not exist and ranges that
contradict their variable are refused, each with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any as Anything

from bedside.errors import BedsideError, ProtocolError, VariableError
from bedside.protocol.marked_yaml import Marked
from bedside.protocol.model import (
    Arm,
    Assumption,
    ConsentRoute,
    CostClass,
    Costs,
    Event,
    Intervention,
    Line,
    Outcome,
    OutcomeKind,
    Parameter,
    Question,
    Record,
    Remains,
    Said,
    Schedule,
    Text,
    Visit,
)
from bedside.records.dictionary import GROUPS, declared, dictionary
from bedside.values.quantity import quantity
from bedside.values.variable import Answerer, Kind, Variable, yes_no

Data = Mapping[str, Anything]
NUMBER = re.compile(r"-?[0-9]")


@dataclass(frozen=True)
class Source:
    """One marked file, called by its name inside the trial's folder."""

    held: Marked
    name: str

    def where(self, *pointer: str | int) -> str:
        """`protocol.yaml:12`."""
        return f"{self.name}:{self.held.line(pointer)}"

    @contextmanager
    def at(self, *pointer: str | int) -> Iterator[None]:
        """Gives errors that know no place the place of a value."""
        try:
            yield
        except BedsideError as error:
            if error.where.startswith(self.held.file):
                raise
            what = f"{error.where}: {error.what}" if error.where else error.what
            raise ProtocolError(what, self.held.place(pointer), error.todo) from error

    def refuse(self, what: str, todo: str, *pointer: str | int) -> ProtocolError:
        """An error at the place of a value."""
        return ProtocolError(what, self.held.place(pointer), todo)


def text(row: Data) -> Text:
    """The two languages of a row."""
    return Text(row["en"], row["fr"])


def text_of(row: Data, key: str) -> Text | None:
    """The two languages under a key, None where there is none."""
    return text(row[key]) if key in row else None


def said(row: Data) -> Said | None:
    """The record's words of a row, None where it has none."""
    return Said(row["says"], str(row["at"])) if "says" in row else None


def said_for_certain(row: Data) -> Said:
    """The record's words of a row that must have them."""
    return Said(row["says"], str(row["at"]))


def names(row: Data, key: str) -> tuple[str, ...]:
    """A list of names, empty where there is none."""
    return tuple(row.get(key, ()))


def record(source: Source) -> Record:
    """The public record and its lines."""
    row = source.held.data["record"]
    lines = tuple(
        Line(name, line["value"], said(line), line.get("source", ""), source.where("record", "lines", name))
        for name, line in row["lines"].items()
    )
    return Record(row["registry"], row["file"], row["read"], lines)


def assumptions(source: Source) -> tuple[Assumption, ...]:
    """What the record does not say."""
    return tuple(
        Assumption(
            name, text(row["question"]), text(row["taken"]), text(row["reason"]), source.where("assumptions", name)
        )
        for name, row in source.held.data["assumptions"].items()
    )


def parameters(source: Source) -> tuple[Parameter, ...]:
    """The numbers and choices; what reads like a number with a unit is one."""
    found = []
    for name, row in source.held.data["parameters"].items():
        with source.at("parameters", name, "value"):
            value = quantity(row["value"]) if NUMBER.match(row["value"]) else row["value"]
        stands_on = (row.get("source", ""), row.get("assumption", ""))
        place = source.where("parameters", name)
        found.append(Parameter(name, value, text(row), *stands_on, place))
    return tuple(found)


def questions(source: Source) -> tuple[Question, ...]:
    """The questions, each with a variable of its own name. A name of the dictionary is refused."""
    found = []
    for name, row in source.held.data["questions"].items():
        if name in dictionary():
            todo = "Choose another name, or use the dictionary's variable."
            raise source.refuse(f"“{name}” is already a variable of the dictionary.", todo, "questions", name)
        label = {"en": row["en"], "fr": row["fr"]}
        variable = yes_no(name, Kind.ANSWER, Answerer(row["answerer"]), **label)
        stands_on = (row["valid_for"], names(row, "assumptions"))
        found.append(Question(name, variable, text(row["ask"]), *stands_on, source.where("questions", name)))
    return tuple(found)


def variables(source: Source) -> tuple[Variable, ...]:
    """What the trial records beside the dictionary. A name of the dictionary or of a question is refused."""
    found = []
    for name, row in source.held.data.get("variables", {}).items():
        if name in dictionary() or name in source.held.data["questions"]:
            owner = "a question" if name in source.held.data["questions"] else "a variable of the dictionary"
            raise source.refuse(f"“{name}” is already {owner}.", "Choose another name.", "variables", name)
        with source.at("variables", name):
            found.append(declared(name, GROUPS[f"{row['kind']}s"], row))
    return tuple(found)


def consent_routes(source: Source, known: Mapping[str, Question]) -> tuple[ConsentRoute, ...]:
    """The lawful bases for inclusion."""
    found = []
    for name, row in source.held.data["consent_routes"].items():
        for i, group in enumerate(row["needs"]):
            for j, question in enumerate(group):
                if question not in known:
                    todo = "Name one of `questions`."
                    place = ("consent_routes", name, "needs", i, j)
                    raise source.refuse(f"no question is called “{question}”.", todo, *place)
        needs = tuple(tuple(group) for group in row["needs"])
        stands_on = (said(row), row.get("source", ""), names(row, "assumptions"))
        place_of = source.where("consent_routes", name)
        found.append(ConsentRoute(name, text(row), needs, row["continuation"], *stands_on, place_of))
    return tuple(found)


def arms(source: Source) -> tuple[Arm, ...]:
    """The groups of participants."""
    return tuple(
        Arm(name, text(row), _interventions(row["interventions"]), said(row), source.where("arms", name))
        for name, row in source.held.data["arms"].items()
    )


def _interventions(rows: Data) -> tuple[Intervention, ...]:
    return tuple(
        Intervention(
            name, text(row), said(row), text_of(row, "dose"), text_of(row, "duration"), names(row, "assumptions")
        )
        for name, row in rows.items()
    )


def outcomes(source: Source) -> tuple[Outcome, ...]:
    """The outcome measures."""
    return tuple(
        Outcome(
            id=name,
            kind=OutcomeKind(row["kind"]),
            said=said_for_certain(row),
            time_frame=said_for_certain(row["time_frame"]),
            text=text(row),
            visits=names(row, "visits"),
            items=names(row, "items"),
            description=said(row.get("description", {})),
            definition=text_of(row, "definition"),
            dead=text_of(row, "dead"),
            discharged=text_of(row, "discharged"),
            assumptions=names(row, "assumptions"),
            where=source.where("outcomes", name),
        )
        for name, row in source.held.data["outcomes"].items()
    )


def schedule(source: Source) -> Schedule:
    """Visits and what events do to them."""
    rows = source.held.data["schedule"]
    visits = tuple(_visit(source, name, row) for name, row in rows["visits"].items())
    return Schedule(visits, tuple(_event(source, name, row) for name, row in rows["events"].items()))


def _visit(source: Source, name: str, row: Data) -> Visit:
    until, during = row.get("until_day"), row.get("during", "")
    place = ("schedule", "visits", name)
    if until is not None and until < row["day"]:
        raise source.refuse("the last day is before the first.", "Correct `until_day`.", *place, "until_day")
    if during:
        with source.at(*place, "during"):
            if not found_variable(during, dictionary()).lasting:
                raise VariableError(f"“{during}” does not last.", todo="Name a support such as icu_stay.")
    return Visit(
        name, text(row), row["day"], row["before"], row["after"], names(row, "forms"), until, during,
        names(row, "assumptions"), source.where(*place),
    )  # fmt: skip


def _event(source: Source, name: str, row: Data) -> Event:
    remains = tuple(Remains(visit, tuple(forms)) for visit, forms in row.get("remains", {}).items())
    place = source.where("schedule", "events", name)
    for word in ("ends", "begins"):
        with source.at("schedule", "events", name, word):
            if word in row and not found_variable(row[word], dictionary()).lasting:
                raise VariableError(f"“{row[word]}” does not last.", todo="Name a support such as icu_stay.")
    changes = (row.get("ends", ""), row.get("begins", ""))
    asks = (names(row, "asks"), names(row, "assumptions"))
    return Event(name, text(row), row["otherwise"], remains, *asks, place, *changes)


def costs(source: Source) -> Costs:
    """What it costs to learn something."""
    row = source.held.data["costs"]
    for pointer, name in [(("answers", who), kind) for who, kind in row["answers"].items()] + [
        (("otherwise", ""), row["otherwise"])
    ]:
        if name not in row["classes"]:
            listed = ", ".join(row["classes"])
            raise source.refuse(f"no cost class is called “{name}”.", f"There are: {listed}.", "costs", *pointer)
    classes = tuple(
        CostClass(name, Decimal(each["cost"]), text(each), names(each, "variables"))
        for name, each in row["classes"].items()
    )
    return Costs(classes, tuple(row["answers"].items()), row["otherwise"], row["assumption"])


def found_variable(name: str, known: Mapping[str, Variable]) -> Variable:
    """The variable of this name. Raises VariableError, with the name that may be meant."""
    if name in known:
        return known[name]
    meant = get_close_matches(name, known, 1)
    todo = f"Did you mean “{meant[0]}”?" if meant else "Use a variable of the dictionary, of `variables` or a question."
    raise VariableError(f"no variable and no question is called “{name}”.", todo=todo)
