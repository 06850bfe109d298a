"""Tubes: which are expected when, drawn or not, processed in time or not, and what was written by mistake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bedside.conduct.casebook.gate import NoLawfulBasis
from bedside.conduct.closing.actions import close
from bedside.conduct.locks.reading import Shut
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.locks.states import Way
from bedside.conduct.participants import actions as participants
from bedside.conduct.participants.models import Person
from bedside.conduct.privacy import scanning
from bedside.conduct.samples import actions
from bedside.conduct.samples.flags import tube_flags
from bedside.conduct.samples.models import Aliquot, Draw, Processed, counting
from bedside.conduct.samples.tubes import Standing, Tube, collection
from bedside.conduct.trail.models import Event
from bedside.errors import ProtocolError, UsageError
from bedside.values.interval import CANNOT_TELL, MET
from bedside.values.moment import DAY, HOUR, Moment, now

from .conftest import ago

pytestmark = pytest.mark.usefixtures("running")
CYTOKINES = ("cytokines", "D0", None)


def standings(person: Any, at: Moment | None = None) -> dict[tuple[str, str], Standing]:
    """By kind and visit."""
    return {each.expected.place[:2]: each.standing for each in collection(person, at).tubes}


def tube(person: Any, kind: str = "cytokines", visit: str = "D0") -> Tube:
    return next(each for each in collection(person).tubes if each.expected.place[:2] == (kind, visit))


@pytest.mark.proves("samples expected")
def test_what_is_to_be_drawn_follows_the_calendar(included: Callable[..., Any]) -> None:
    person = included(7.5)
    assert standings(person) == {
        ("cytokines", "D0"): Standing.MISSED, ("scd25", "D0"): Standing.MISSED, ("scd25", "D7"): Standing.DUE,
        ("cytokines", "D28"): Standing.TO_COME, ("scd25", "D28"): Standing.TO_COME,
    }  # fmt: skip
    assert standings(person, Moment(now() + 30 * DAY))["scd25", "D28"] is Standing.MISSED


@pytest.mark.proves("samples expected")
def test_after_a_death_nothing_more_is_drawn(included: Callable[..., Any], actor: Callable[..., Any]) -> None:
    person = included(5)
    participants.happen(actor("nurse"), person, "death", Moment(now() - HOUR))
    assert set(standings(person)) == {("cytokines", "D0"), ("scd25", "D0")}


@pytest.mark.proves("samples expected")
def test_a_trial_without_samples_expects_none(adrenal: Any, actor: Callable[..., Any]) -> None:
    person = participants.screen(actor("nurse", "02"), "02")
    assert collection(person).tubes == () and collection(person).protocol.samples == ()
    with pytest.raises(ProtocolError, match="no sample is called"):
        actions.draw(actor("nurse", "02"), person, CYTOKINES, "t", "research nurse")


@pytest.mark.proves("samples samples-and-consent")
def test_no_sample_without_a_lawful_basis(
    included: Callable[..., Any], actor: Callable[..., Any], ended: Callable[..., None]
) -> None:
    nobody = participants.screen(actor("nurse"), "01")
    with pytest.raises(NoLawfulBasis, match="no lawful basis"):
        actions.draw(actor("nurse"), nobody, CYTOKINES, "t", "research nurse")
    person = included(0.2)
    with pytest.raises(UsageError, match="when the step before was done"):
        actions.draw(actor("nurse"), person, CYTOKINES, ago(40), "research nurse")
    ended(person)
    with pytest.raises(NoLawfulBasis, match="those drawn before are kept and may be assayed"):
        actions.draw(actor("nurse"), person, CYTOKINES, "t", "research nurse")


@pytest.mark.proves("samples labels")
def test_a_label_is_the_studys_own_and_never_used_twice(taken: Callable[..., Any], actor: Callable[..., Any]) -> None:
    held = taken()
    person = held.person
    assert held.label == f"{person.code}-D0-CYT" and scanning.scan(held.label) == []
    with pytest.raises(UsageError, match="something is written of this tube already"):
        actions.draw(actor("nurse"), person, CYTOKINES, "t", "research nurse")
    actions.take_back(actor("nurse"), [held], "another patient's tube")
    again = actions.draw(actor("nurse"), person, CYTOKINES, "t", "ward nurse")
    assert again.label == f"{person.code}-D0-CYT-2"
    assert [each.draw for each in collection(person).tubes if each.draw] == [again]
    event = Event.objects.filter(action="take back sample act").get()
    assert (event.reason, event.place, event.participant) == ("another patient's tube", held.label, person.code)


@pytest.mark.proves("samples drawn-or-not")
def test_what_is_not_drawn_says_why(included: Callable[..., Any], actor: Callable[..., Any]) -> None:
    person = included(0.2)
    row = actions.not_drawn(actor("nurse"), person, CYTOKINES, "too ill")
    assert tube(person).standing is Standing.NOT_DRAWN
    for refused in (
        lambda: actions.draw(actor("nurse"), person, CYTOKINES, "t", "research nurse"),
        lambda: actions.not_drawn(actor("nurse"), person, CYTOKINES, "forgotten"),
    ):
        with pytest.raises(UsageError, match="something is written of this tube already"):
            refused()
    actions.take_back(actor("nurse"), [row], "it was drawn after all")
    assert tube(person).standing is Standing.DUE


@pytest.mark.proves("samples drawn-or-not")
@pytest.mark.parametrize(
    ("where", "typed", "drawer", "told"),
    [
        (("cytokines", "D7", None), "t", "research nurse", "not drawn at this visit"),
        (("cytokines", "D0", 3), "t", "research nurse", "not drawn at this visit"),
        (CYTOKINES, "soon", "research nurse", "is not a time"),
        (CYTOKINES, "2190-01-01T08:00", "research nurse", "has not come yet"),
        (CYTOKINES, "t", "Dr Dupont", "is nobody who draws"),
    ],
)
def test_what_cannot_be_drawn(
    where: Any, typed: str, drawer: str, told: str, included: Callable[..., Any], actor: Callable[..., Any]
) -> None:
    with pytest.raises(UsageError, match=told):
        actions.draw(actor("nurse"), included(0.2), where, typed, drawer)


@pytest.mark.proves("samples processed")
def test_processing_makes_aliquots_with_labels_of_their_own(made: Callable[..., Any]) -> None:
    aliquots = made()
    label = aliquots[0].processed.draw.label
    assert [each.label for each in aliquots] == [f"{label}-A{n}" for n in (1, 2, 3, 4)]
    held = tube(aliquots[0].processed.draw.person)
    assert held.standing is Standing.PROCESSED and tube_flags(held) == []


@pytest.mark.proves("samples processed")
@pytest.mark.parametrize(
    ("drawn", "spun", "told", "certain"),
    [
        (4.0, 1.0, "centrifuged after 3 h (limit 2 h)", True),
        (4.0, 2.0, "", False),
        (4.0, None, "centrifuged after an unknown time, 4 h at most (limit 2 h)", False),
        (1.0, None, "", False),
    ],
)
def test_the_time_to_the_centrifuge_is_three_valued(
    drawn: float, spun: float | None, told: str, certain: bool, taken: Callable[..., Any], actor: Callable[..., Any]
) -> None:
    """A time that nobody knows lies between the draw and now: an hour later it was in time for certain."""
    held = taken(hours=drawn)
    actions.process(actor("nurse"), held, "" if spun is None else ago(spun), "none", True, 4)
    flags = tube_flags(tube(held.person))
    assert [each.text.en for each in flags] == ([told] if told else [])
    assert all(each.verdict == (MET if certain else CANNOT_TELL) for each in flags)


@pytest.mark.proves("samples processed")
def test_a_tube_that_waits_too_long_is_late_before_anybody_writes_it(taken: Callable[..., Any]) -> None:
    held = taken(hours=3.0)
    waits = tube(held.person)
    assert [each.text.en for each in tube_flags(waits)] == ["not centrifuged after 3 h (limit 2 h)"]
    assert waits.spin_by is not None and waits.at - waits.spin_by > 0.9 * HOUR


@pytest.mark.proves("samples processed")
def test_looks_volume_and_number_are_flagged(taken: Callable[..., Any], actor: Callable[..., Any]) -> None:
    held = taken()
    actions.process(actor("nurse"), held, ago(0.5), "marked", False, 2)
    flags = {each.text.en: each.verdict for each in tube_flags(tube(held.person))}
    assert flags == {"haemolysis: marked": MET, "not enough volume": MET, "2 of 4 aliquots": MET}
    assert tube(held.person).drawable
    again = actions.draw(actor("nurse"), held.person, CYTOKINES, "t", "research nurse")  # of no use: drawn again
    drawn = [each for each in collection(held.person).tubes if each.draw]
    assert again.number == 2 and [each.drawable for each in drawn] == [False, False]


@pytest.mark.proves("samples processed")
def test_haemolysis_that_nobody_looked_for_is_not_none(taken: Callable[..., Any], actor: Callable[..., Any]) -> None:
    held = taken()
    actions.process(actor("nurse"), held, ago(0.5), "not looked at", True, 4)
    assert [each.verdict for each in tube_flags(tube(held.person))] == [CANNOT_TELL]


@pytest.mark.proves("samples drawn-or-not")
def test_a_draw_outside_its_window_is_flagged(included: Callable[..., Any], taken: Callable[..., Any]) -> None:
    person = included(6.5)
    early = taken(person, "scd25", "D7", 1.0)
    assert [each.text.en for each in tube_flags(tube(early.person, "scd25", "D7"))] == [
        "outside the window of the visit"
    ]


@pytest.mark.proves("samples drawn-or-not")
def test_of_a_draw_only_the_day_may_be_known(included: Callable[..., Any], actor: Callable[..., Any]) -> None:
    row = actions.draw(actor("nurse"), included(0.4), CYTOKINES, ago(0)[:10], "research nurse")
    assert row.first_us < row.last_us <= now() and row.typed == ago(0)[:10]


@pytest.mark.proves("samples corrected")
def test_what_something_stands_on_is_not_taken_back(made: Callable[..., Any], actor: Callable[..., Any]) -> None:
    processed = made()[0].processed
    by = actor("nurse")
    with pytest.raises(UsageError, match="something later stands on it"):
        actions.take_back(by, [processed.draw], "wrong")
    with pytest.raises(UsageError, match="no reason is given"):
        actions.take_back(by, [processed], " ")
    actions.take_back(by, [processed], "wrong tube")
    with pytest.raises(UsageError, match="was taken back already"):
        actions.take_back(by, [processed], "again")
    assert not counting(Processed.objects.all()).exists() and Aliquot.objects.count() == 4
    again = actions.process(by, processed.draw, ago(0.5), "none", True, 1)
    assert [each.label for each in again.aliquots.all()] == [f"{processed.draw.label}-A5"]  # no label twice
    actions.take_back(by, [again, processed.draw], "another patient's tube")
    assert not counting(Draw.objects.all()).exists()


@pytest.mark.proves("samples samples-and-consent")
def test_somebody_locked_gives_no_sample(included: Callable[..., Any], actor: Callable[..., Any]) -> None:
    person = included(0.2)
    close(actor("data manager", ""), Way.FREEZE, Scope(person.site, person.code), "review")
    with pytest.raises(Shut):
        actions.draw(actor("nurse"), person, CYTOKINES, "t", "research nurse")


@pytest.mark.proves("samples samples-and-consent")
def test_destruction_is_asked_for_by_who_no_longer_takes_part(
    included: Callable[..., Any], actor: Callable[..., Any], ended: Callable[..., None]
) -> None:
    person = included(0.2)
    with pytest.raises(UsageError, match="no longer takes part"):
        actions.ask_destruction(actor("nurse"), person, now())
    ended(person, "object")
    with pytest.raises(UsageError, match="nobody can have asked"):
        actions.ask_destruction(actor("nurse"), person, Moment(now() + DAY))
    actions.ask_destruction(actor("nurse"), person, now())
    with pytest.raises(UsageError, match="asked for already"):
        actions.ask_destruction(actor("nurse"), person, now())


@pytest.mark.proves("samples expected")
def test_a_second_trial_has_samples_by_content_alone(
    adrenal: Any, second_trial: Any, protocol: Any, actor: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same room serves any trial whose protocol has a section of samples: here those of the other one, daily."""
    from bedside.conduct.samples import expected

    visit = next(each for each in second_trial.schedule.visits if each.until_day is None)
    held = replace(protocol.samples[0], visits=(visit.id,), results=())
    trial = replace(second_trial, samples=(held,), parameters=(*second_trial.parameters, *protocol.parameters))
    person = Person(code="02-S001", site="02")
    consented = type("Consent", (), {"lawful": True})()
    found = expected.expected_of(person, trial, consented)
    assert [each.place for each in found] == ([(held.id, visit.id, None)] if visit.day <= 0 else [])
