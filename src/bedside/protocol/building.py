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
    Code,
    ConsentRoute,
    CostClass,
    Costs,
    Event,
    Form,
    Intervention,
    Item,
    ItemKind,
    Line,
    Outcome,
    OutcomeKind,
    Parameter,
    Question,
    Record,
    Remains,
    Reporting,
    Said,
    Schedule,
    ShownWhen,
    Text,
    Visit,
)
from bedside.records.dictionary import GROUPS, declared, dictionary
from bedside.values.quantity import Quantity, conversion, quantity
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


def _text_of(row: Data, key: str) -> Text | None:
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
            name, text(row), said(row), _text_of(row, "dose"), _text_of(row, "duration"), names(row, "assumptions")
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
            definition=_text_of(row, "definition"),
            dead=_text_of(row, "dead"),
            discharged=_text_of(row, "discharged"),
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
            if not _found(during, dictionary()).lasting:
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
            if word in row and not _found(row[word], dictionary()).lasting:
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


# --- forms ------------------------------------------------------------------------------------------------


def form(source: Source, known: Mapping[str, Variable]) -> Form:
    """A form from its file; `known` are the variables that its items may record."""
    data = source.held.data
    items = tuple(_item(source, name, row, known) for name, row in data["items"].items())
    flags = (data.get("repeats", False), data.get("complete", False))
    built = Form(data["id"], text(data["title"]), items, *flags, source.where(), _reporting(data.get("reporting")))
    _check_references(source, built)
    return built


def _reporting(row: Data | None) -> Reporting | None:
    if row is None:
        return None
    return Reporting(
        row["item"], tuple(row["holds"]), row["aware"], row["told"], row["late"], row["within"],
        names(row, "assumptions"),
    )  # fmt: skip


def _found(name: str, known: Mapping[str, Variable]) -> Variable:
    if name in known:
        return known[name]
    meant = get_close_matches(name, known, 1)
    todo = f"Did you mean “{meant[0]}”?" if meant else "Use a variable of the dictionary, of `variables` or a question."
    raise VariableError(f"no variable and no question is called “{name}”.", todo=todo)


def _item(source: Source, name: str, row: Data, known: Mapping[str, Variable]) -> Item:
    kind, variable = ItemKind(row["kind"]), row.get("variable", "")
    if variable:
        with source.at("items", name, "variable"):
            _found(variable, known)
    for code, each in row.get("codes", {}).items():
        if "variable" in each:
            with source.at("items", name, "codes", code, "variable"):
                _check_records(kind, _found(each["variable"], known), row)
    with source.at("items", name):
        if variable:
            _check_records(kind, known[variable], row)
        expected = tuple(quantity(each) for each in row.get("expected", ()))
        coded = _coded(kind, row)
    shown = row.get("shown_when")
    return Item(
        id=name,
        kind=kind,
        text=text(row),
        variable=variable,
        time=row.get("time", ""),
        before=row.get("before", ""),
        until=row.get("until", ""),
        units=names(row, "units"),
        expected=expected,
        codes=_codes(row.get("codes", {})),
        shown_when=ShownWhen(shown["item"], tuple(shown["holds"])) if shown else None,
        required=row.get("required", False),
        limits=row.get("limits", False),
        assay=row.get("assay", False),
        rule=row.get("rule", ""),
        note=_text_of(row, "note"),
        where=source.where("items", name),
        coded=coded,
    )


def _coded(kind: ItemKind, row: Data) -> str:
    """The dictionary that an item is coded by; only what people write in words is."""
    if "coded" in row and kind is not ItemKind.TEXT:
        raise ProtocolError(f"an item of kind “{kind}” is not coded by a dictionary.", todo="Leave `coded` out.")
    return str(row.get("coded", ""))


def _codes(rows: Data) -> tuple[Code, ...]:
    return tuple(
        Code(code, text(row), Decimal(row["means"]) if "means" in row else None, row.get("variable", ""))
        for code, row in rows.items()
    )


def _check_records(kind: ItemKind, variable: Variable, row: Data) -> None:
    """An item that records a variable says when, in units that convert, within bounds that are possible."""
    if kind is ItemKind.TIME:
        if not (variable.lasting and variable.truth):
            raise ProtocolError(f"a time alone does not say {variable.name}.", todo="Add an item for its value.")
        return
    if "time" not in row and not (variable.lasting and "until" in row):
        raise ProtocolError(f"nothing says when {variable.name} was so.", todo="Name the item that does: `time`.")
    if "before" in row and variable.lasting:
        raise ProtocolError(f"{variable.name} lasts: `before` is of one moment.", todo="Ask when it began and ended.")
    if kind is ItemKind.NUMBER:
        if variable.truth:
            raise ProtocolError(f"{variable.name} is a yes/no variable.", todo="Make the item yes/no.")
        for code in row.get("units", ()):
            conversion(code, variable.unit, variable.name)
        for each in row.get("expected", ()):
            _check_expected(quantity(each), variable)
    elif kind not in (ItemKind.YES_NO, ItemKind.CHOICE):
        raise ProtocolError(f"an item of kind “{kind}” records no variable.", todo="Leave `variable` out.")


def _check_expected(limit: Quantity, variable: Variable) -> None:
    number = limit.to(variable.unit, variable.name).number
    if not variable.low <= number <= variable.high:
        raise ProtocolError(f"{limit} is outside what {variable.name} can be.", todo="Give a range within its bounds.")


def _check_reporting(source: Source, asked: Reporting, kinds: Mapping[str, ItemKind]) -> None:
    times, texts, held = {ItemKind.TIME}, {ItemKind.TEXT, ItemKind.CHOICE}, {ItemKind.YES_NO, ItemKind.CHOICE}
    for field, name, meant in (
        ("item", asked.item, held), ("aware", asked.aware, times), ("told", asked.told, times),
        ("late", asked.late, texts),
    ):  # fmt: skip
        if kinds.get(name) not in meant:
            todo = f"Name an item of this form of kind {' or '.join(sorted(meant))}."
            raise source.refuse(f"“{name}” is no item that can say it.", todo, "reporting", field)


def _check_references(source: Source, built: Form) -> None:
    kinds = {item.id: item.kind for item in built.items}
    if built.reporting:
        _check_reporting(source, built.reporting, kinds)
    for item in built.items:
        for field, name in (("time", item.time), ("until", item.until)):
            if name and kinds.get(name) not in (ItemKind.DATE, ItemKind.TIME):
                todo = "Name an item of kind date, or date and time."
                raise source.refuse(f"“{name}” is no item that gives a time.", todo, "items", item.id, field)
        if item.before and not (item.time and item.variable):
            todo = "Name the item before whose time it is (`time`) and what it records (`variable`)."
            raise source.refuse("`before` without a time or a variable.", todo, "items", item.id, "before")
        if item.shown_when and item.shown_when.item not in kinds:
            todo = "Name an item of this form."
            what = f"no item is called “{item.shown_when.item}”."
            raise source.refuse(what, todo, "items", item.id, "shown_when")
        if item.kind is ItemKind.CHOICE and not item.codes:
            raise source.refuse("a choice without codes.", "Add `codes`.", "items", item.id)
        if item.kind is ItemKind.NUMBER and not item.units:
            raise source.refuse("a number without a unit.", "Add `units`.", "items", item.id)
