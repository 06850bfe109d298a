"""Values that the items of any form can take, made from what the form declares; nothing here knows a trial."""

from __future__ import annotations

from decimal import Decimal

from bedside.conduct.casebook.typed import Typed
from bedside.conduct.participants.consent import questions_of
from bedside.protocol.model import Form, Item, ItemKind, Protocol
from bedside.values.quantity import conversion, plain

BEGAN, ENDED = "2026-11-20 08:00", "2026-11-21 09:30"


def answers_for(protocol: Protocol, form: Form, turn: int = 0) -> dict[str, Typed]:
    """An answer to every item that is typed; `turn` picks other choices, units and values."""
    typed = {
        item.id: answer_for(protocol, form, item, turn) for item in form.items if item.kind is not ItemKind.COMPUTED
    }
    return typed | {name: Typed(text) for name, text in _of_one_event(form).items()}


def _of_one_event(form: Form) -> dict[str, str]:
    """Answers of an adverse event that do not contradict each other: nobody died, nobody nearly."""
    held = form.safety
    if held is None:
        return {}
    grade = next(code.code for code in form.item(held.grade).codes if code.means == 3)
    outcome = next(code for code, meaning in held.outcome.means if meaning == "recovered")
    grave = {item: "no" for item, word in held.criteria if word in ("death", "life_threatening")}
    return {held.grade: grade, held.outcome.item: outcome, **grave}


def answer_for(protocol: Protocol, form: Form, item: Item, turn: int = 0) -> Typed:
    """An answer to one item, within what it declares."""
    match item.kind:
        case ItemKind.NUMBER:
            unit = item.units[turn % len(item.units)]
            return Typed(_number(protocol, item, unit, turn), unit, assay="ELISA, laboratory A" if item.assay else "")
        case ItemKind.YES_NO if item.variable in questions_of(protocol):
            return Typed("no")  # at that time no consent had certified it
        case ItemKind.YES_NO:
            return Typed(("yes", "no")[turn % 2])
        case ItemKind.CHOICE:
            return Typed(item.codes[turn % len(item.codes)].code)
        case ItemKind.DATE:
            return Typed("20/11/2026")
        case ItemKind.TIME:
            return Typed(ENDED if _is_end(form, item) else BEGAN)
        case _:
            return Typed(f"in words, {turn}")


def _number(protocol: Protocol, item: Item, unit: str, turn: int) -> str:
    variable = protocol.vocabulary[item.variable]
    if len(item.expected) == 2:
        low, high = (each.to(variable.unit, variable.name).number for each in item.expected)
    else:
        low, high = variable.low, variable.high
    middle = low + (high - low) * Decimal(2 + turn % 5) / Decimal(10)
    back = conversion(variable.unit, unit, variable.name)(middle)
    text = plain(round(back, 3 if back < 10 else 1))
    return text.replace(".", ",") if turn % 2 else text


def _is_end(form: Form, item: Item) -> bool:
    return any(other.until == item.id for other in form.items)
