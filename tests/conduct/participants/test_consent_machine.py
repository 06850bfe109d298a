"""The machine of consent, step by step, and driven at random: what the law never allows cannot be reached."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bedside.conduct.participants import consent
from bedside.conduct.participants.consent import (
    TABLE,
    Basis,
    ConsentError,
    Continuation,
    Data,
    Kind,
    Part,
    Relative,
    State,
    Step,
    Taken,
    after,
    kind_of,
    may_go_by,
    needs_of,
    patient_may_sign,
    possible,
    routes_for,
    rule_of,
    state_of,
)
from bedside.conduct.participants.consent_words import parts_of
from bedside.errors import BedsideError
from bedside.protocol.loading import load
from bedside.values.moment import HOUR, Moment

JAKAHDI, ADRENAL = load("jakahdi"), load("adrenal")
BEGIN = Moment(1_700_000_000_000_000)


def at(hours: float) -> Moment:
    return Moment(BEGIN + int(hours * HOUR))


def route(name: str, protocol: Any = JAKAHDI) -> Any:
    return next(each for each in protocol.consent_routes if each.id == name)


def everything(name: str, second: bool = False) -> frozenset[str]:
    return frozenset(group[0] for group in needs_of(JAKAHDI, route(name), second))


def give(name: str, hours: float = 0, given: frozenset[str] | None = None) -> Taken:
    return Taken(Step.GIVE, at(hours), name, "1", everything(name) if given is None else given)


def later(step: Step, hours: float, name: str = "") -> Taken:
    return Taken(step, at(hours), name, "1", everything(name) if name else frozenset())


def stood(*steps: Taken) -> State:
    return state_of(JAKAHDI, steps)


def reachable(protocol: Any) -> list[State]:
    """Every state that steps lead to, each once, whatever their times and documents."""
    found, ahead = {}, [State()]
    while ahead:
        state = ahead.pop()
        parts = (state.basis, state.relative, state.continuation, state.part, state.data)
        if parts not in found:
            found[parts] = state
            ahead += [moved for taken in takings(protocol, state) if (moved := taken_or_none(protocol, state, taken))]
    return list(found.values())


def takings(protocol: Any, state: State) -> list[Taken]:
    """Every step that stands under what can be recorded in a state, by every way and everybody who may sign it."""
    made, when = [], Moment((state.last or BEGIN) + HOUR)
    for each in TABLE:
        for by in routes_for(protocol, each.step) or (None,):
            if not possible(state, each) or (by and not may_go_by(protocol, state, each.step, by)):
                continue
            own = by is not None and patient_may_sign(protocol, each.step, by, state.seeking)
            given = frozenset(group[0] for group in needs_of(protocol, by)) if by else frozenset()
            for signatory in ("child", "patient") if own else ("child",):
                document = f"{len(state.documents) + 1}"
                made.append(Taken(each.step, when, by.id if by else "", document, given, {}, signatory))
    return made


def taken_or_none(protocol: Any, state: State, taken: Taken) -> State | None:
    try:
        return after(protocol, state, taken)
    except ConsentError:
        return None


@pytest.mark.parametrize("protocol", [JAKAHDI, ADRENAL], ids=["jakahdi", "adrenal"])
def test_what_is_offered_is_taken(protocol: Any) -> None:
    states = reachable(protocol)
    assert len(states) > 8 and any(state.seeking for state in states)
    for state in states:
        for taken in takings(protocol, state):
            after(protocol, state, taken)


def test_who_is_asked_to_go_on_is_not_offered_a_new_version_to_sign() -> None:
    state = stood(give("emergency"))
    assert {each.id for each in routes_for(JAKAHDI, Step.RENEW) if may_go_by(JAKAHDI, state, Step.RENEW, each)} == {
        "relative"
    }
    local_law = route("local_law", ADRENAL)
    assert not patient_may_sign(ADRENAL, Step.RENEW, local_law, seeking=True)
    assert patient_may_sign(ADRENAL, Step.RENEW, local_law)


# --- the routes ---------------------------------------------------------------------------------------------


@pytest.mark.proves("consent route *")
@pytest.mark.parametrize(
    ("name", "kind"),
    [("patient", Kind.PATIENT), ("attested", Kind.PATIENT), ("relative", Kind.OTHER), ("emergency", Kind.NOBODY)],
)
def test_who_speaks_follows_from_the_protocol(name: str, kind: Kind) -> None:
    assert kind_of(JAKAHDI, route(name)) is kind


def test_the_second_trials_only_route_is_one_on_which_somebody_speaks() -> None:
    assert kind_of(ADRENAL, route("local_law", ADRENAL)) is Kind.OTHER


@pytest.mark.proves("law own-consent", "consent route *")
@pytest.mark.parametrize(
    ("name", "continuation", "relative"),
    [
        ("patient", Continuation.NOT_ASKED, Relative.NOT_CONCERNED),
        ("attested", Continuation.NOT_ASKED, Relative.NOT_CONCERNED),
        ("relative", Continuation.SOUGHT, Relative.AGREED),
        ("emergency", Continuation.SOUGHT, Relative.TO_ASK),
    ],
)
def test_what_a_basis_leaves_to_be_done(name: str, continuation: Continuation, relative: Relative) -> None:
    state = stood(give(name))
    assert (state.lawful, state.continuation, state.relative) == (True, continuation, relative)
    assert (state.route, state.since, state.documents) == (name, BEGIN, (("1", BEGIN),))


@pytest.mark.proves("consent route *", "law emergency-conditions")
@pytest.mark.parametrize("name", ["patient", "attested", "relative", "emergency"])
def test_each_condition_of_a_route_is_certified(name: str) -> None:
    for left_out in everything(name):
        with pytest.raises(ConsentError, match=re.escape(JAKAHDI.question(left_out).asked.en)):
            stood(give(name, given=everything(name) - {left_out}))


@pytest.mark.proves("law attested")
def test_an_attested_consent_needs_an_independent_person() -> None:
    with pytest.raises(ConsentError, match=re.escape(JAKAHDI.question("signatory_independent").asked.en)):
        stood(give("attested", given=frozenset({"consent_attested"})))


@pytest.mark.proves("law second-physician")
def test_a_second_physician_only_where_the_study_asks_for_one() -> None:
    asked = after(JAKAHDI, State(), give("emergency", given=everything("emergency", True)), second_physician=True)
    assert asked.lawful
    with pytest.raises(ConsentError, match="A second physician, not of the study team"):
        after(JAKAHDI, State(), give("emergency"), second_physician=True)
    assert after(JAKAHDI, State(), give("patient"), second_physician=True).lawful


def test_a_route_there_is_not_is_refused() -> None:
    with pytest.raises(BedsideError, match="telepathy"):
        stood(Taken(Step.GIVE, at(0), "telepathy"))


@pytest.mark.proves("law emergency-conditions")
def test_conditions_are_certified_by_the_time_of_the_step() -> None:
    early = Taken(Step.GIVE, at(2), "emergency", "", everything("emergency"), {"emergency_no_relative": at(1)})
    assert stood(early).lawful
    with pytest.raises(ConsentError, match=re.escape(JAKAHDI.question("emergency_no_relative").asked.en)):
        stood(Taken(Step.GIVE, at(2), "emergency", "", everything("emergency"), {"emergency_no_relative": at(3)}))


# --- after the basis ----------------------------------------------------------------------------------------


@pytest.mark.proves("law relatives-meanwhile")
def test_relatives_who_arrive_are_asked_once_and_only_after_an_emergency() -> None:
    agreed = stood(give("emergency"), later(Step.RELATIVE_AGREES, 1, "relative"))
    assert (agreed.relative, agreed.continuation, agreed.lawful) == (Relative.AGREED, Continuation.SOUGHT, True)
    refused = stood(give("emergency"), later(Step.RELATIVE_REFUSES, 1))
    assert (refused.part, refused.lawful, refused.data) == (Part.WITHDRAWN, False, Data.ALLOWED)
    for name in ("patient", "attested", "relative"):
        for step in (Step.RELATIVE_AGREES, Step.RELATIVE_REFUSES):
            with pytest.raises(ConsentError):
                stood(give(name), later(step, 1, "relative"))
    with pytest.raises(ConsentError):
        stood(give("emergency"), *[later(Step.RELATIVE_AGREES, 1, "relative")] * 2)


@pytest.mark.proves("law relative")
def test_a_relative_who_agrees_is_independent() -> None:
    taken = Taken(Step.RELATIVE_AGREES, at(1), "relative", "1", frozenset({"consent_signed_by_relative"}))
    with pytest.raises(ConsentError, match=re.escape(JAKAHDI.question("signatory_independent").asked.en)):
        stood(give("emergency"), taken)


@pytest.mark.proves("law own-consent", "law attested")
@pytest.mark.parametrize("name", ["relative", "emergency"])
@pytest.mark.parametrize("own", ["patient", "attested"])
def test_the_patient_agrees_to_go_on_in_writing_or_attested(name: str, own: str) -> None:
    state = stood(give(name), later(Step.STILL_UNABLE, 1), later(Step.CONTINUE, 2, own))
    assert (state.continuation, state.lawful, state.reassessed) == (Continuation.SIGNED, True, at(1))
    with pytest.raises(ConsentError):
        stood(give(name), Taken(Step.CONTINUE, at(1), own, "1"))
    with pytest.raises(BedsideError):
        stood(give(name), later(Step.CONTINUE, 1, "relative"))


@pytest.mark.proves("law ends-distinct", "law own-consent")
def test_declining_dying_withdrawing_objecting_are_distinct() -> None:
    declined = stood(give("relative"), later(Step.DECLINE, 1))
    died = stood(give("relative"), later(Step.DIE, 1))
    left = stood(give("relative"), later(Step.WITHDRAW, 1))
    objected = stood(give("relative"), later(Step.OBJECT, 1))
    assert (declined.continuation, declined.part, declined.data) == (Continuation.REFUSED, Part.WITHDRAWN, Data.ALLOWED)
    assert (died.continuation, died.part, died.data) == (Continuation.DIED_BEFORE, Part.IN, Data.ALLOWED)
    assert (left.continuation, left.part, left.data) == (Continuation.SOUGHT, Part.WITHDRAWN, Data.ALLOWED)
    assert (objected.part, objected.data) == (Part.WITHDRAWN, Data.OBJECTED)
    assert not left.seeking and not declined.seeking


@pytest.mark.proves("law ends-distinct")
def test_who_withdrew_may_still_object_and_nothing_else() -> None:
    state = stood(give("patient"), later(Step.WITHDRAW, 1))
    assert [each.step for each in TABLE if possible(state, each)] == [Step.OBJECT]
    assert after(JAKAHDI, state, later(Step.OBJECT, 2)).data is Data.OBJECTED


def test_a_refusal_is_the_end() -> None:
    state = stood(later(Step.REFUSE, 0))
    assert not any(possible(state, each) for each in TABLE)


def test_time_never_goes_back() -> None:
    with pytest.raises(ConsentError, match="the step that went before"):
        stood(give("patient", 2), later(Step.WITHDRAW, 1))
    assert stood(give("patient", 2), later(Step.WITHDRAW, 2)).part is Part.WITHDRAWN


@pytest.mark.proves("law form-versions")
def test_a_new_version_of_the_information_is_noted() -> None:
    own = frozenset({"consent_signed_by_patient"})
    again = Taken(Step.RENEW, at(5), "patient", "2", own)
    assert stood(give("patient"), again).documents == (("1", BEGIN), ("2", at(5)))
    with pytest.raises(ConsentError, match="agreed to before"):
        stood(give("patient"), again, Taken(Step.RENEW, at(6), "patient", "1", own))


@pytest.mark.proves("law consent-anew")
def test_a_new_version_is_agreed_to_by_whoever_decides() -> None:
    own = frozenset({"consent_signed_by_patient"})
    other = frozenset({"consent_signed_by_relative", "signatory_independent"})
    with pytest.raises(ConsentError, match="decides for themselves now"):
        stood(give("relative"), Taken(Step.RENEW, at(1), "patient", "2", own))
    with pytest.raises(ConsentError, match="not certified"):
        stood(give("relative"), Taken(Step.RENEW, at(1), "relative", "2", other - {"signatory_independent"}))
    renewed = stood(give("relative"), Taken(Step.RENEW, at(1), "relative", "2", other))
    assert renewed.seeking and renewed.documents[-1] == ("2", at(1))
    stayed = stood(give("patient"), later(Step.STAY, 1))
    assert (stayed.lawful, stayed.documents) == (True, (("1", BEGIN),))


@pytest.mark.parametrize(
    ("steps", "said_"),
    [
        ((), {"Taking part": "does not take part yet", "Use of the data": "nothing is collected for the trial"}),
        ((later(Step.REFUSE, 0),), {"Taking part": "does not take part"}),
        ((give("relative"), later(Step.WITHDRAW, 1)),
         {"The patient’s own decision": "the patient’s own consent is no longer sought"}),
        ((give("patient"), later(Step.OBJECT, 1)),
         {"Taking part": "no longer takes part", "Basis": "given, and in force no longer"}),
    ],
)  # fmt: skip
def test_where_it_stands_says_nothing_that_has_ended(steps: tuple[Taken, ...], said_: dict[str, str]) -> None:
    told = {name.en: text.en for name, text in parts_of(stood(*steps))}
    assert {name: told[name] for name in said_} == said_


@pytest.mark.proves("ground another-trial")
def test_the_second_trial_seeks_and_finds_the_patients_own_decision() -> None:
    given = Taken(Step.GIVE, at(0), "local_law", "1", frozenset({"consent_given"}))
    state = state_of(ADRENAL, [given, Taken(Step.CONTINUE, at(1), document="1")])
    assert state.continuation is Continuation.SIGNED


# --- driven at random ------------------------------------------------------------------------------------------


class Consents(RuleBasedStateMachine):
    """Any steps in any order at any time, with any certifications; what is refused changes nothing."""

    @initialize(protocol=st.sampled_from([JAKAHDI, ADRENAL]))
    def begin(self, protocol: Any) -> None:
        self.protocol, self.state, self.now = protocol, State(), 0
        self.ended = self.kind = None

    @rule(
        step=st.sampled_from(Step), passed=st.integers(-3, 30), number=st.integers(0, 9), whole=st.booleans(),
        second=st.booleans(),
    )  # fmt: skip
    def take(self, step: Step, passed: int, number: int, whole: bool, second: bool) -> None:
        routes = routes_for(self.protocol, step)
        chosen = routes[number % len(routes)] if routes else None
        given = (
            frozenset(group[0] for group in needs_of(self.protocol, chosen, second))
            if chosen and whole
            else frozenset()
        )
        before = self.state
        taken = Taken(step, at(self.now + passed), chosen.id if chosen else "", str(len(before.documents)), given)
        try:
            self.state = after(self.protocol, before, taken, second)
        except ConsentError:
            own = step is Step.RENEW and chosen is not None and kind_of(self.protocol, chosen) is Kind.PATIENT
            assert (
                not possible(before, rule_of(step)) or passed < 0 or (chosen is not None and not whole)
                or (own and before.seeking)
            )  # fmt: skip
            return
        assert possible(before, rule_of(step))
        assert before.last is None or taken.at >= before.last
        self.now += passed
        if step is Step.GIVE:
            self.kind = kind_of(self.protocol, chosen)
        if step in (Step.REFUSE, Step.DECLINE, Step.RELATIVE_REFUSES, Step.WITHDRAW, Step.OBJECT):
            self.ended = step

    @invariant()
    def never_lawful_after_a_refusal_or_withdrawal(self) -> None:
        assert self.ended is None or not self.state.lawful

    @invariant()
    def lawful_only_on_a_basis(self) -> None:
        assert not self.state.lawful or self.kind is not None

    @invariant()
    def sought_only_where_the_route_asks(self) -> None:
        if self.state.continuation is not Continuation.NOT_ASKED:
            assert self.kind in (Kind.OTHER, Kind.NOBODY)
        if self.state.relative is Relative.TO_ASK:
            assert self.kind is Kind.NOBODY

    @invariant()
    def an_objection_can_follow_a_withdrawal(self) -> None:
        if self.state.part is Part.WITHDRAWN and self.state.data is Data.ALLOWED:
            assert possible(self.state, rule_of(Step.OBJECT))

    @invariant()
    def an_objection_ends_everything(self) -> None:
        if self.state.data is Data.OBJECTED:
            assert not any(possible(self.state, each) for each in TABLE)


Consents.TestCase.settings = settings(stateful_step_count=14)
TestConsents = pytest.mark.proves("ground consent-machine")(Consents.TestCase)


@pytest.mark.proves("ground consent-machine")
def test_every_value_of_every_part_is_reached_and_every_line_of_the_table_is_used() -> None:
    seen: set[Any] = set()
    used: set[Step] = set()
    todo = [State()]
    known = {_key(State())}
    while todo:
        state = todo.pop()
        seen |= {(type(value), value) for value in _key(state)}
        for each in TABLE:
            for chosen in routes_for(JAKAHDI, each.step) or (None,):
                own = chosen is not None and kind_of(JAKAHDI, chosen) is Kind.PATIENT
                if possible(state, each) and not (each.step is Step.RENEW and own and state.seeking):
                    given = everything(chosen.id) if chosen else frozenset()
                    number = str(len(state.documents))
                    taken = Taken(each.step, BEGIN, chosen.id if chosen else "", number, given)
                    found = after(JAKAHDI, state, taken)
                    used.add(each.step)
                    if _key(found) not in known:
                        known.add(_key(found))
                        todo.append(found)
    assert used == set(Step) == {each.step for each in TABLE}
    assert seen == {(part, value) for part in (Basis, Relative, Continuation, Part, Data) for value in part}


def _key(state: State) -> tuple[Any, ...]:
    return state.basis, state.relative, state.continuation, state.part, state.data


@pytest.mark.proves("ground consent-machine")
def test_every_step_is_refused_wherever_the_table_does_not_name_it() -> None:
    for parts in product(Basis, Relative, Continuation, Part, Data):
        state = State(*parts)
        for each in TABLE:
            if not possible(state, each):
                with pytest.raises(ConsentError):
                    after(JAKAHDI, state, Taken(each.step, BEGIN))


def test_steps_that_leave_the_study_have_an_event_in_both_schedules() -> None:
    from bedside.conduct.participants.reading import LEAVING

    for protocol in (JAKAHDI, ADRENAL):
        assert LEAVING[consent.Step.WITHDRAW] in {event.id for event in protocol.schedule.events}


def test_every_value_and_signatory_has_words_of_its_own_in_both_languages() -> None:
    from bedside.conduct.participants.consent_words import PARTS, STATES, VALUES, headline, parts_of

    assert set(PARTS) == set(VALUES)
    assert set(STATES) == {(part, value) for part in VALUES.values() for value in part}
    for language in ("en", "fr"):
        assert len({text.say(language) for text in STATES.values()}) == len(STATES)
    assert headline(stood(later(Step.REFUSE, 0)))[1].en == "consent refused"
    assert len(list(parts_of(State()))) == 5


@pytest.mark.proves("ground consent-machine")
def test_the_diagram_shows_every_value_and_every_step() -> None:
    from html import escape

    from bedside.conduct.participants.consent_diagram import diagram
    from bedside.conduct.participants.consent_words import STATES

    for language in ("en", "fr"):
        shown = diagram(language)
        for text in (*STATES.values(), *(each.text for each in TABLE)):
            assert escape(text.say(language)) in shown
