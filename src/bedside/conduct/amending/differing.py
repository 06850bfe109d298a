"""What differs between two versions of a protocol, as far as anything about a participant depends on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bedside.protocol.forms import recorded_by
from bedside.protocol.model import Form, Item, OutcomeKind, Protocol
from bedside.values.wording import Text


class How(StrEnum):
    """What became of an item."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class ItemDiffers:
    """An item of a form that is not the same in both versions, in the words of the version that has it."""

    form: str
    item: str
    how: How
    text: Text


@dataclass(frozen=True)
class Differing:
    """What is not the same: items of forms; by id the forms, the visits, the criteria, the alerts; whether the primary
    outcome is.

    Where the forms of the two do not hold every occurrence of the same things, any rule may answer otherwise.
    """

    items: tuple[ItemDiffers, ...]
    forms: frozenset[str]
    visits: frozenset[str]
    criteria: tuple[str, ...]
    alerts: tuple[str, ...]
    outcome: bool

    @property
    def any(self) -> bool:
        """Whether anything that is read off the values of a participant may be otherwise."""
        return bool(self.forms or self.visits or self.criteria or self.alerts or self.outcome)


_kept: dict[tuple[str, str], Differing] = {}


def differing(old: Protocol, new: Protocol) -> Differing:
    """What differs from one version to another; worked out once, as a version never changes."""
    key = old.hash, new.hash
    if key not in _kept:
        _kept[key] = _differing(old, new)
    return _kept[key]


def _differing(old: Protocol, new: Protocol) -> Differing:
    before, after = ({form.id: form for form in each.forms} for each in (old, new))
    forms = [name for name in before | after if not _same_form(old, new, before.get(name), after.get(name))]
    visits = [{visit.id: visit for visit in each.schedule.visits} for each in (old, new)]
    rules = [{each.id: (each.kind, each.rule) for each in version.criteria} for version in (old, new)]
    alerts = [_alerts(each) for each in (old, new)]
    readings = recorded_by(old) != recorded_by(new)
    return Differing(
        tuple(each for name in forms for each in _items(before.get(name), after.get(name))),
        frozenset(forms),
        frozenset(name for name in visits[0] | visits[1] if visits[0].get(name) != visits[1].get(name)),
        tuple(name for name in rules[0] | rules[1] if readings or rules[0].get(name) != rules[1].get(name)),
        tuple(name for name in alerts[0] | alerts[1] if readings or alerts[0].get(name) != alerts[1].get(name)),
        readings or _outcome(old) != _outcome(new),
    )


def _same_form(old: Protocol, new: Protocol, before: Form | None, after: Form | None) -> bool:
    """The same form, whose variables are the same: of a variable the bounds may have changed."""
    if before is None or before != after:
        return False
    names = {name for item in before.items for name in (item.variable, *(code.variable for code in item.codes)) if name}
    return all(old.vocabulary.get(name) == new.vocabulary.get(name) for name in names)


def _items(before: Form | None, after: Form | None) -> Iterator[ItemDiffers]:
    was, is_ = ({item.id: item for item in form.items} if form else {} for form in (before, after))
    for name in was | is_:
        how = _how(was.get(name), is_.get(name))
        if how is not None:
            form, item = (after, is_[name]) if name in is_ else (before, was[name])
            assert form is not None
            yield ItemDiffers(form.id, name, how, Text.joined(" · ", (form.text, item.text)))


def _how(was: Item | None, is_: Item | None) -> How | None:
    if was is None:
        return How.ADDED
    if is_ is None:
        return How.REMOVED
    return None if was == is_ else How.CHANGED


def _alerts(protocol: Protocol) -> dict[str, tuple[object, ...]]:
    """By id, all that decides whether an alert is told: its rule, from when a missing value is, and until when."""
    visits = {visit.id: visit for visit in protocol.schedule.visits}
    ends = {"": (), **{product.id: product.ended_by for product in protocol.products}}
    return {each.id: (each.rule, each.known_within, visits[each.until], ends[each.of]) for each in protocol.alerts}


def _outcome(protocol: Protocol) -> tuple[object, ...]:
    """Everything by which the primary outcomes are worked out."""
    primary = {outcome.id for outcome in protocol.outcomes if outcome.kind is OutcomeKind.PRIMARY}
    return tuple(each for each in (*protocol.endpoints, *protocol.durations) if each.outcome in primary)
