"""Whether a number can be (the variable's bounds), is expected (the form's range), leaps (the value before), and what
else was recorded in the span of which it is the worst."""

from __future__ import annotations

from bedside.conduct.casebook.check import Check, Gravity, Places, decimal_said, form_said, label_said, time_said
from bedside.conduct.casebook.sight import Sight, unit_of
from bedside.conduct.casebook.typed import Typed
from bedside.protocol.model import Item
from bedside.rules.words import said_quantity
from bedside.values.moment import HOUR, read_length
from bedside.values.quantity import Quantity, shown
from bedside.values.variable import Kind
from bedside.values.wording import Text


def _bounds(sight: Sight, item: Item, typed: Typed) -> Places | None:
    number, variable = sight.number(item, typed), sight.variable(item)
    if number is None or variable is None or variable.low <= number <= variable.high:
        return None
    return {
        "typed": typed.text, "unit": shown(unit_of(item, typed)), "label": label_said(variable), "name": variable.name,
        "low": decimal_said(variable.low, variable.unit), "high": decimal_said(variable.high, variable.unit),
    }  # fmt: skip


def _expected(sight: Sight, item: Item, typed: Typed) -> Places | None:
    number, variable = sight.number(item, typed), sight.variable(item)
    if number is None or variable is None or len(item.expected) != 2:
        return None
    low, high = (each.to(variable.unit, variable.name).number for each in item.expected)
    if low <= number <= high:
        return None
    return {
        "typed": typed.text, "unit": shown(unit_of(item, typed)), "low": _quantity(item.expected[0]),
        "high": _quantity(item.expected[1]), "source": form_said(sight),
    }  # fmt: skip


def _tenfold(sight: Sight, item: Item, typed: Typed) -> Places | None:
    number, variable = sight.number(item, typed), sight.variable(item)
    if number is None or variable is None:
        return None
    at = sight.time(item.time)
    earlier = [row for row in sight.before.get(variable.name, ()) if at is None or row[0] < at[0]]
    if not earlier or min(earlier[-1][1], number) <= 0:
        return None
    when, was = earlier[-1]
    if max(was, number) < sight.leap * min(was, number):
        return None
    return {
        "typed": typed.text, "unit": shown(unit_of(item, typed)), "was": decimal_said(was, variable.unit),
        "when": time_said((when, when), sight), "label": label_said(variable),
        "leap": sight.leap,
    }  # fmt: skip


def _elsewhere(sight: Sight, item: Item, typed: Typed) -> Places | None:
    """Told where other records of the span that the value is of say another value."""
    number, variable = sight.number(item, typed), sight.variable(item)
    covering = next((each for each in sight.form.items if each.id == item.time and each.covers), None)
    until = sight.time(item.time) if covering is not None and not item.before else None
    if number is None or variable is None or covering is None or until is None or until[0] != until[1]:
        return None
    if variable.kind is not Kind.MEASUREMENT:
        return None
    span = read_length(covering.covers)
    others = [row for row in sight.before.get(variable.name, ()) if until[0] - span < row[0] <= until[0]]
    if all(value == number for _, value in others):
        return None
    ends = min(others, key=lambda row: row[1]), max(others, key=lambda row: row[1])
    said = [(decimal_said(value, variable.unit), time_said((at, at), sight)) for at, value in dict.fromkeys(ends)]
    return {
        "label": label_said(variable), "hours": span // HOUR,
        "values": Text.joined(", ", [Text(f"{value.en} ({at})", f"{value.fr} ({at})") for value, at in said]),
    }  # fmt: skip


def _quantity(of: Quantity) -> Text:
    return Text(said_quantity(of, "en"), said_quantity(of, "fr"))


CHECKS: tuple[Check, ...] = (
    Check("bounds", Gravity.REFUSE, Text("impossible value", "valeur impossible"),
          Text("{typed} {unit} is impossible for {label}: it lies between {low} and {high} "
               "(bounds declared for the variable {name}).",
               "{typed} {unit} est impossible pour {label}\u00a0: entre {low} et {high} "
               "(bornes déclarées de la variable {name})."), _bounds),
    Check("expected", Gravity.CONFIRM, Text("outside the expected range", "hors de l’attendu"),
          Text("{typed} {unit} is outside what is expected, {low} to {high} ({source}).",
               "{typed} {unit} est hors de l’attendu, {low} à {high} ({source})."), _expected),
    Check("tenfold", Gravity.CONFIRM, Text("leap from the value before", "saut depuis la valeur précédente"),
          Text("{label} changed × {leap} or more: {was} on {when}, now {typed} {unit}.",
               "{label}\u00a0: variation × {leap} ou plus\u00a0: {was} le {when}, maintenant {typed} {unit}."),
          _tenfold),
    Check("elsewhere", Gravity.TELL, Text("recorded elsewhere too", "enregistré ailleurs aussi"),
          Text("Elsewhere in these {hours} h, {label}: {values}.",
               "Ailleurs pendant ces {hours} h, {label}\u00a0: {values}."),
          _elsewhere),
)  # fmt: skip
