"""The alerts of a protocol: their words from protocol.yaml, each with the rule that alerts.py gives it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bedside.errors import ProtocolError
from bedside.protocol.authoring import Warned
from bedside.protocol.building import Source, names, text
from bedside.protocol.model import Alert
from bedside.rules.nodes import Named, Node


def alerts(source: Source, path: Path, written: Sequence[Warned]) -> tuple[Alert, ...]:
    """Every alert in the order of protocol.yaml; `path` is the file of the rules.

    Raises ProtocolError for an alert without a rule, a rule without an alert, and two rules of one.
    """
    rows = source.held.data["alerts"]
    rules: dict[str, Node] = {}
    for each in written:
        if each.id in rules or each.id not in rows:
            why = "is written twice" if each.id in rules else f"is no alert of {source.name}"
            raise ProtocolError(f"“{each.id}” {why}.", str(path), "Correct the one or the other.")
        rules[each.id] = each.rule
    return tuple(_alert(source, path, name, rules) for name in rows)


def _alert(source: Source, path: Path, name: str, rules: dict[str, Node]) -> Alert:
    row, visits = source.held.data["alerts"][name], source.held.data["schedule"]["visits"]
    if name not in rules:
        todo = f'Add alert("{name}", ...) to it.'
        raise source.refuse(f"{path.name} holds no rule for the alert “{name}”.", todo, "alerts", name)
    if not rules[name].truth:
        todo = "Compare the number with something."
        raise source.refuse(f"the rule of the alert “{name}” is not yes or no.", todo, "alerts", name)
    if row["until"] not in visits:
        todo = "Name a visit of the schedule."
        raise source.refuse(f"no visit is called “{row['until']}”.", todo, "alerts", name, "until")
    if row.get("of", "") not in ("", *source.held.data.get("products", {})):
        todo = "Name one of `products`, or leave it out."
        raise source.refuse(f"no product is called “{row['of']}”.", todo, "alerts", name, "of")
    words = text(row)
    stands_on = (row.get("source", ""), names(row, "assumptions"))
    rule = Named(f"alert_{name}", rules[name], words.pairs, stands_on[0])
    shown = (text(row["consider"]), rule, row["until"])
    return Alert(name, words, *shown, *stands_on, row.get("known_within", ""), row.get("of", ""),
                 source.where("alerts", name))  # fmt: skip
