"""Made-up changes of a protocol, each as an amendment would: everything that named what is gone goes with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

Protocol = Any


def visit_with(protocol: Protocol, name: str, **parts: Any) -> Protocol:
    """One visit planned otherwise."""
    visits = tuple(replace(each, **parts) if each.id == name else each for each in protocol.schedule.visits)
    return replace(protocol, schedule=replace(protocol.schedule, visits=visits))


def without_visit(protocol: Protocol, name: str) -> Protocol:
    """One visit less."""
    events = tuple(
        replace(each, remains=tuple(left for left in each.remains if left.visit != name))
        for each in protocol.schedule.events
    )
    visits = tuple(each for each in protocol.schedule.visits if each.id != name)
    outcomes = tuple(replace(each, visits=tuple(v for v in each.visits if v != name)) for each in protocol.outcomes)
    return replace(protocol, schedule=replace(protocol.schedule, visits=visits, events=events), outcomes=outcomes)


def without_form(protocol: Protocol, name: str) -> Protocol:
    """One form less, asked nowhere any more."""

    def less(forms: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(each for each in forms if each != name)

    visits = tuple(replace(each, forms=less(each.forms)) for each in protocol.schedule.visits)
    events = tuple(
        replace(each, asks=less(each.asks), remains=tuple(replace(r, forms=less(r.forms)) for r in each.remains))
        for each in protocol.schedule.events
    )
    outcomes = tuple(
        replace(each, items=tuple(item for item in each.items if item.partition(".")[0] != name))
        for each in protocol.outcomes
    )
    schedule = replace(protocol.schedule, visits=visits, events=events)
    forms = tuple(each for each in protocol.forms if each.id != name)
    return replace(protocol, schedule=schedule, outcomes=outcomes, forms=forms)


def form_with(protocol: Protocol, name: str, change: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> Protocol:
    """One form with other items."""
    forms = tuple(replace(each, items=change(each.items)) if each.id == name else each for each in protocol.forms)
    gone = {f"{name}.{item.id}" for item in protocol.form(name).items} - {
        f"{name}.{item.id}" for form in forms if form.id == name for item in form.items
    }
    outcomes = tuple(replace(o, items=tuple(i for i in o.items if i not in gone)) for o in protocol.outcomes)
    return replace(protocol, forms=forms, outcomes=outcomes)


def item_with(protocol: Protocol, form: str, name: str, **parts: Any) -> Protocol:
    """One item asked otherwise."""
    return form_with(
        protocol, form, lambda items: tuple(replace(each, **parts) if each.id == name else each for each in items)
    )


def without_item(protocol: Protocol, form: str, name: str) -> Protocol:
    """One item less."""
    return form_with(protocol, form, lambda items: tuple(each for each in items if each.id != name))


def alert_with(protocol: Protocol, name: str, **parts: Any) -> Protocol:
    """One alert with another rule, or other words."""
    alerts = tuple(replace(each, **parts) if each.id == name else each for each in protocol.alerts)
    return replace(protocol, alerts=alerts)


def criterion_with(protocol: Protocol, name: str, rule: Any) -> Protocol:
    """One criterion with another rule."""
    criteria = tuple(
        replace(each, rule=rule, data_rule=None) if each.id == name else each for each in protocol.criteria
    )
    return replace(protocol, criteria=criteria)
