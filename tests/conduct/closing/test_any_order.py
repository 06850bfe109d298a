"""Freezing, locking, opening, signing and saving in any order: nothing is ever written into a closed place, what holds
is what a plain reading of all acts says, and a signature holds exactly while what it covers has the digest signed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import settings as pace
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bedside.conduct.casebook.actions import Typed, fill, save
from bedside.conduct.casebook.models import Computed, Entry
from bedside.conduct.casebook.places import scope_of
from bedside.conduct.closing import checklist as lists
from bedside.conduct.closing.actions import NotReady, close, sign
from bedside.conduct.closing.meanings import Meaning
from bedside.conduct.closing.models import Signature
from bedside.conduct.closing.signing import Signatures, digest_of
from bedside.conduct.locks.models import Closing
from bedside.conduct.locks.reading import Shut, closings
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.locks.states import State, Way
from bedside.errors import UsageError

ITEMS = ("wbc", "hemoglobin")
DEPTHS = st.integers(0, 5)
WHICH = st.integers(0, 1)


class Order(RuleBasedStateMachine):
    """Two sheets of one participant, and everybody who may do something to them."""

    world: ClassVar[tuple[Any, list[Any], Any]]
    actor: ClassVar[Callable[..., Any]]

    @initialize()
    def begin(self) -> None:
        self.person, self.sheets, self.writer = self.world
        self.point = transaction.atomic()
        self.point.__enter__()

    def teardown(self) -> None:
        if hasattr(self, "point"):
            transaction.set_rollback(True)
            self.point.__exit__(None, None, None)

    def scope(self, which: int, depth: int, item: int) -> Scope:
        whole = scope_of(self.sheets[which], ITEMS[item])
        kept = [(), ("site",), ("site", "participant"), ("site", "participant", "visit", "day")]
        kept += [(*kept[3], "form", "number"), (*kept[3], "form", "number", "item")]
        return Scope(**{name: getattr(whole, name) for name in kept[depth]})

    @rule(way=st.sampled_from(Way), which=WHICH, depth=DEPTHS, item=WHICH)
    def close(self, way: Way, which: int, depth: int, item: int) -> None:
        try:
            close(self.actor("data manager", ""), way, self.scope(which, depth, item), "in turn")
        except UsageError:
            return

    @rule(which=WHICH, item=WHICH, value=st.integers(20, 29), screens=st.booleans())
    def write(self, which: int, item: int, value: int, screens: bool) -> None:
        sheet, name = self.sheets[which], ITEMS[item]
        shut = _plainly(scope_of(sheet, name)) is not State.OPEN
        before, by, typed = _numbers(), self.actor("nurse"), {name: Typed(str(value), reason="read again")}
        standing = {entry.item: entry.number for entry in sheet.entries.order_by("number")}
        try:
            kept = fill(by, self.writer, sheet, typed, standing).kept if screens else save(by, sheet, typed)
        except Shut:
            kept = []
            assert shut
        if shut:
            assert not kept and not any(row.item == name for row in _new(before) if row.sheet_id == sheet.pk)
        assert all(_plainly(scope_of(row.sheet, row.item)) is State.OPEN for row in _new(before))

    @rule(which=WHICH, depth=st.integers(2, 4), meaning=st.sampled_from(Meaning))
    def sign(self, which: int, depth: int, meaning: Meaning) -> None:
        try:
            sign(self.actor("investigator"), self.person, self.scope(which, depth, 0), meaning, "Dr Example", "en")
        except (NotReady, UsageError):
            return

    @invariant()
    def what_holds_is_what_a_plain_reading_says(self) -> None:
        if not hasattr(self, "point"):
            return
        held = closings(Scope("01", self.person.code))
        for which, depth, item in [(w, d, i) for w in (0, 1) for d in range(2, 6) for i in (0, 1)]:
            scope = self.scope(which, depth, item)
            assert held.state(scope) is _plainly(scope)

    @invariant()
    def a_signature_holds_exactly_while_nothing_changed(self) -> None:
        if not hasattr(self, "point"):
            return
        held = Signatures([self.person])
        for each in Signature.objects.all():
            assert held.holds(each) is (digest_of(self.person, each.scope) == each.signed)


def _plainly(scope: Scope) -> State:
    """The state of a place, read off all acts from the first on."""
    state = State.OPEN
    for row in Closing.objects.order_by("pk"):
        if row.scope.covers(scope):
            state = State(row.state)
    return state


def _numbers() -> int:
    return max((model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) for model in (Entry, Computed))


def _new(before: int) -> Iterator[Any]:
    for model in (Entry, Computed):
        yield from model.objects.filter(pk__gt=before).select_related("sheet__person")


@pytest.mark.proves("inspection signature-falls", "inspection locking-logged")
def test_in_any_order(
    study: Any, included: Callable[..., Any], result: Callable[..., Any], user: Callable[..., Any],
    actor: Callable[..., Any], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(lists, "CHECKS", [])
    someone = included()
    sheets = [result(someone, day, wbc="9", hemoglobin="100") for day in (1, 2)]
    Order.world, Order.actor = (someone, sheets, user("nurse", "01")), staticmethod(actor)  # type: ignore[assignment]
    run_state_machine_as_test(
        Order, settings=pace(max_examples=max(pace.default.max_examples // 4, 4), stateful_step_count=15)
    )
