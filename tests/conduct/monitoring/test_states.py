"""The table of queries: every line is taken, and what is driven at random never ends by an answer alone."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bedside.conduct.monitoring.query_diagram import diagram
from bedside.conduct.monitoring.states import (
    KINDS,
    SIGNS,
    STATES,
    TABLE,
    TONES,
    WAITS_FOR,
    Kind,
    State,
    Step,
    possible,
    rule_of,
    state_of,
)
from bedside.conduct.people.roles import Action

OVER = {State.CLOSED, State.SETTLED}


def test_every_state_has_words_a_sign_and_somebody_it_waits_for_unless_it_is_over() -> None:
    assert set(STATES) == set(SIGNS) == set(TONES) == set(State)
    assert set(WAITS_FOR) == set(State) - OVER
    assert set(KINDS) == set(Kind)


def test_every_step_stands_in_the_table_once_and_every_state_is_reached() -> None:
    assert [each.step for each in TABLE] == list(Step)
    assert {each.after for each in TABLE} == set(State)


@pytest.mark.parametrize(
    ("kind", "last", "changed", "silent", "state"),
    [
        (Kind.TYPED, Step.RAISE, False, False, State.OPEN),
        (Kind.TYPED, Step.RAISE, True, False, State.CORRECTED),
        (Kind.TYPED, Step.ANSWER, False, False, State.ANSWERED),
        (Kind.TYPED, Step.ANSWER, True, False, State.CORRECTED),
        (Kind.TYPED, Step.CLOSE, True, True, State.CLOSED),
        (Kind.TYPED, Step.REOPEN, False, False, State.OPEN),
        (Kind.CHECK, Step.RAISE, True, False, State.OPEN),
        (Kind.CHECK, Step.RAISE, True, True, State.SETTLED),
        (Kind.CHECK, Step.RAISE, False, True, State.OPEN),
        (Kind.CHECK, Step.ANSWER, False, True, State.ANSWERED),
        (Kind.CHECK, Step.ANSWER, True, True, State.SETTLED),
        (Kind.CHECK, Step.CLOSE, True, True, State.CLOSED),
    ],
)
def test_where_it_stands(kind: Kind, last: Step, changed: bool, silent: bool, state: State) -> None:
    assert state_of(kind, last, changed, silent) is state


class Queries(RuleBasedStateMachine):
    """One query, its value and its check, whatever people do in whatever order."""

    @initialize(kind=st.sampled_from(Kind))
    def raised(self, kind: Kind) -> None:
        self.kind, self.last, self.changed, self.fires = kind, Step.RAISE, False, kind is Kind.CHECK
        self.closed_by_hand = False

    @property
    def state(self) -> State:
        return state_of(self.kind, self.last, self.changed, not self.fires)

    @rule(step=st.sampled_from([each.step for each in TABLE if each.by is not None]))
    def somebody_does(self, step: Step) -> None:
        before = self.state
        if not possible(before, step):
            return
        self.last, self.closed_by_hand = step, step is Step.CLOSE
        if self.kind is Kind.TYPED or step is Step.REOPEN:
            self.changed = False
        if step is Step.ANSWER and (self.kind is Kind.TYPED or self.fires):
            assert self.state is State.ANSWERED

    @rule(fires=st.booleans())
    def the_value_is_corrected(self, fires: bool) -> None:
        self.changed, self.fires = True, fires and self.kind is Kind.CHECK

    @precondition(lambda self: self.kind is Kind.CHECK)
    @rule()
    def the_limits_are_moved(self) -> None:
        """A setting changes and the check falls silent or speaks again, with no value changed."""
        before, settled = self.changed, self.state is State.SETTLED
        self.fires = not self.fires
        assert before or self.state is not State.SETTLED or settled

    @invariant()
    def nothing_is_over_but_by_hand_or_by_a_correction(self) -> None:
        if self.state in OVER:
            assert self.closed_by_hand or (self.kind is Kind.CHECK and self.changed and not self.fires)

    @invariant()
    def it_waits_for_who_can_do_something(self) -> None:
        waits = WAITS_FOR.get(self.state)
        steps = {each.step for each in TABLE if each.by is waits and possible(self.state, each.step)}
        assert waits is None or steps, f"{self.state} waits for {waits}, who can do nothing"


Queries.TestCase.settings = settings(stateful_step_count=15)
TestQueries = pytest.mark.proves("monitoring query-states")(Queries.TestCase)


def test_nobody_takes_the_steps_that_the_casebook_takes() -> None:
    assert not any(possible(state, step) for state in State for step in (Step.CORRECT, Step.SETTLE, Step.RAISE))
    assert rule_of(Step.ANSWER).by is Action.ANSWER_QUERY


def test_the_diagram_shows_every_state_and_every_step() -> None:
    for language in ("en", "fr"):
        drawn = diagram(language)
        for text in (*STATES.values(), *(each.text for each in TABLE)):
            assert escape(text.say(language)) in drawn
