"""The table of aliquots: every line can be taken, no other way is, and nothing of a participant's choice is passed."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bedside.conduct.participants import consent
from bedside.conduct.samples.aliquot_diagram import PLACES, diagram
from bedside.conduct.samples.states import (
    HELD,
    LEFT,
    SIGNS,
    STATES,
    TABLE,
    TONES,
    USES,
    State,
    Step,
    Use,
    possible,
    rule_of,
    state_after,
    use_of,
)

OVER = {State.USED_UP, State.DESTROYED}


def test_every_state_has_words_a_sign_and_a_place_in_the_drawing() -> None:
    assert set(STATES) == set(SIGNS) == set(TONES) == set(PLACES) == set(State)
    assert set(USES) == set(Use)


def test_every_step_stands_in_the_table_once_and_every_state_is_reached() -> None:
    assert [each.step for each in TABLE] == list(Step)
    assert {each.after for each in TABLE} == set(State)


def test_from_every_state_that_is_not_the_end_something_leads_on() -> None:
    leads = {state for each in TABLE for state in each.before if each.after != state}
    assert leads == set(State) - OVER


@pytest.mark.proves("samples aliquot-states")
def test_what_was_stopped_is_kept_and_destroyed_and_no_longer_sent_or_assayed() -> None:
    for use in (Use.STOPPED, Use.TO_DESTROY):
        barred = {rule.step for rule in TABLE if use not in rule.uses}
        assert barred == {Step.MAKE, Step.LIST, Step.SEND, Step.ASSAY}
        assert all(possible(state, use, Step.DESTROY) for state in LEFT)
    assert all(Use.KEPT in rule.uses for rule in TABLE)


class Aliquots(RuleBasedStateMachine):
    """One aliquot, whatever people try with it in whatever order, and whatever the participant decides meanwhile."""

    @initialize()
    def made(self) -> None:
        self.steps: list[Step] = []
        self.use = Use.FREE

    @property
    def state(self) -> State:
        return state_after(self.steps)

    @rule(step=st.sampled_from(Step))
    def somebody_does(self, step: Step) -> None:
        before = self.state
        if possible(before, self.use, step):
            self.steps.append(step)
            assert self.state is rule_of(step).after
        else:
            assert before not in rule_of(step).before or self.use not in rule_of(step).uses

    @rule(use=st.sampled_from([Use.KEPT, Use.STOPPED, Use.TO_DESTROY]))
    def taking_part_ends(self, use: Use) -> None:
        self.use = use
        self.allowed = len(self.steps)

    @rule()
    def the_last_step_is_taken_back(self) -> None:
        if self.steps:
            self.steps.pop()
            self.allowed = min(getattr(self, "allowed", 0), len(self.steps))

    @invariant()
    def nothing_is_sent_or_assayed_after_it_was_stopped(self) -> None:
        if self.use in (Use.STOPPED, Use.TO_DESTROY):
            assert not {Step.LIST, Step.SEND, Step.ASSAY} & set(self.steps[self.allowed :])

    @invariant()
    def nothing_follows_the_end(self) -> None:
        assert not {state_after(self.steps[:n]) for n in range(len(self.steps))} & OVER

    @invariant()
    def what_is_under_way_or_gone_holds_no_position(self) -> None:
        if self.steps and self.steps[-1] in (Step.SEND, Step.ASSAY, Step.DESTROY, Step.SPOIL):
            assert self.state not in HELD


Aliquots.TestCase.settings = settings(stateful_step_count=25)
TestAliquots = pytest.mark.proves("samples aliquot-states")(Aliquots.TestCase)


CONSENTS = st.builds(
    consent.State, basis=st.sampled_from(consent.Basis), continuation=st.sampled_from(consent.Continuation),
    part=st.sampled_from(consent.Part), data=st.sampled_from(consent.Data),
)  # fmt: skip


@pytest.mark.proves("samples samples-and-consent")
@given(CONSENTS, st.booleans())
def test_only_who_takes_part_gives_samples(state: consent.State, asked: bool) -> None:
    use = use_of(state, asked)
    assert (use is Use.FREE) == state.lawful
    if state.basis is not consent.Basis.GIVEN:
        assert use is Use.NONE
    if state.data is consent.Data.OBJECTED and not state.lawful:
        assert use in (Use.STOPPED, Use.TO_DESTROY, Use.NONE)


def test_the_diagram_shows_every_state_and_every_step() -> None:
    for language in ("en", "fr"):
        drawn = diagram(language)
        for text in (*STATES.values(), *(each.text for each in TABLE)):
            assert escape(text.say(language)) in drawn
