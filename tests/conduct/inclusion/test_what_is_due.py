"""What death, discharge, readmission, withdrawal, objection and the end of treatment do to what is due: row by row."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.places import Place
from bedside.conduct.casebook.reading import zone
from bedside.conduct.frame.templatetags.words import local
from bedside.conduct.inclusion.timeline import Progress, timeline
from bedside.conduct.inclusion.timeline_figure import _reach, _rows
from bedside.conduct.participants import actions, consent
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.participants.typed_times import local_now, with_offset
from bedside.conduct.study.clock import on_day
from bedside.conduct.today import board
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.protocol.loading import load
from bedside.protocol.schedule import due, last_close, on_the_clock, window
from bedside.values.moment import DAY, HOUR, Moment, moment, now

AFTER = ("D28", "M6")
"""The visits that come after day 9, of somebody included 9.5 days ago."""
ROWS = [
    # what happens on day 9, the visits that stay due, days in intensive care that do, the forms that the event asks
    ("death", (), 0, ("vital_status", "stays", "end_of_study")),
    ("icu_discharge", AFTER, 0, ("stays",)),
    ("icu_readmission", AFTER, 18, ("stays",)),
    ("hospital_discharge", AFTER, 0, ("stays",)),
    ("treatment_stopped", AFTER, 18, ("ruxolitinib",)),
    ("lost_to_follow_up", ("M6",), 0, None),
    (consent.Step.WITHDRAW, (), 0, ("end_of_study",)),
    (consent.Step.OBJECT, (), 0, ("end_of_study",)),
    (consent.Step.DECLINE, (), 0, ("end_of_study",)),
    (consent.Step.DIE, (), 0, ("vital_status", "stays", "end_of_study")),
]


@pytest.mark.parametrize(("what", "visits", "days", "asks"), ROWS, ids=str)
def test_what_an_event_leaves_due(what, visits, days, asks, included, actor):
    person = included(9.5)
    if isinstance(what, consent.Step):
        actions.record_consent(actor("investigator"), person, consent.Taken(what, Moment(now() - HOUR)))
    else:
        actions.happen(actor("nurse"), person, what, Moment(now() - HOUR))
    found = timeline(person).visits
    to_come = [each for each in found if each.due.target > now() - HOUR]
    assert {each.due.visit for each in to_come if not each.daily and each.due.day is not None} == set(visits)
    assert len([each for each in to_come if each.daily]) == days
    asked = [tuple(form.form.id for form in each.forms) for each in found if each.due.day is None]
    assert asked == ([asks] if asks else [])


def test_whoever_withdraws_and_then_objects_ends_the_study_once(included, actor):
    person = included(9.5)
    for step, hours in ((consent.Step.WITHDRAW, 2), (consent.Step.OBJECT, 1)):
        taken = consent.Taken(step, Moment(now() - hours * HOUR))
        actions.record_consent(actor("investigator"), person, taken)
    asked = [each for each in timeline(person).visits if each.due.day is None]
    assert [(each.due.visit, each.due.forms) for each in asked] == [("consent_withdrawn", ("end_of_study",))]
    (form,) = asked[0].forms
    assert form in asked[0].missing  # the objection leaves it open


def test_a_day_is_24_hours_also_when_the_clock_changes(protocol):
    inclusion = moment("2026-07-01T13:00:00+02:00")
    _, target, _ = window(protocol.schedule.visit("M6"), inclusion)
    assert target - inclusion == 183 * DAY
    assert local(target) == "2026-12-31 12:00"  # one hour earlier on the sites' clock (ADR 20)


@pytest.mark.proves("ground schedule")
@pytest.mark.parametrize(
    ("visit", "included_at", "proposed"),
    [
        ("M6", "2026-07-01T13:00:00+02:00", "2026-12-31 13:00"),
        ("M6", "2026-12-01T13:00:00+01:00", "2027-06-02 13:00"),
        ("M6", "2026-07-01T00:30:00+02:00", "2026-12-31 00:30"),
        ("D7", "2026-10-20T13:00:00+02:00", "2026-10-27 13:00"),
        # its window opens with its day: not an hour before
        ("D7", "2027-03-25T13:00:00+01:00", "2027-04-01 14:00"),
        # on the day on which the clock jumps from two to three
        ("M6", "2026-09-26T02:30:00+02:00", "2027-03-28 01:30"),
        ("D28", "2027-02-28T02:30:00+01:00", "2027-03-28 03:30"),
        ("D28", "2026-06-01T08:15:30+02:00", "2026-06-29 08:15"),
    ],
)
def test_a_visit_is_proposed_at_the_time_of_day_of_inclusion(protocol, visit, included_at, proposed):
    inclusion = moment(included_at)
    (elapsed,) = (each for each in due(protocol.schedule, inclusion) if each.visit == visit)
    found = on_the_clock(elapsed, inclusion, zone())
    assert local(found.target) == proposed
    assert (found.opens, found.closes) == (elapsed.opens, elapsed.closes)


@given(inclusion=st.integers(moment("2024-01-01"), moment("2030-01-01")))
def test_whatever_the_clock_does_a_visit_is_proposed_within_its_window(protocol, inclusion):
    for elapsed in due(protocol.schedule, Moment(inclusion)):
        found = on_the_clock(elapsed, Moment(inclusion), zone())
        assert found.opens <= found.target < found.closes
        assert abs(found.target - elapsed.target) in (0, HOUR)
        assert found.target == elapsed.target or local(found.target)[11:] == local(Moment(inclusion))[11:]


@pytest.mark.proves("ground schedule")
def test_the_calendar_proposes_it(included):
    person = included(9.5)
    inclusion = Moment(person.enrolled.at_us)
    (last,) = (each for each in timeline(person).visits if each.due.visit == "M6")
    assert local(last.due.target)[11:] == local(inclusion)[11:]


def test_somebody_dies_once(included, actor):
    person = included(9.5)
    first = actions.happen(actor("nurse"), person, "death", Moment(now() - 2 * HOUR))
    before = Event.objects.count()
    with pytest.raises(UsageError, match="this happens once"):
        actions.happen(actor("nurse"), person, "death", Moment(now() - HOUR))
    assert Event.objects.count() == before
    actions.take_back(actor("nurse"), first, "wrong time")
    actions.happen(actor("nurse"), person, "death", Moment(now() - HOUR))
    assert [each.event for each in timeline(person).happened] == ["death"]


def test_the_visit_of_inclusion_was_at_inclusion_whenever_the_admission_was(included, actor):
    person = included(9.5)
    for form, item, days in (("demographics", "hospital_admitted", 6), ("vital_signs", "taken_at", 0)):
        sheet = open_sheet(actor("nurse"), person, "D0", form, "1.0")
        save(actor("nurse"), sheet, {item: Typed(with_offset(Moment(person.enrolled.at_us - days * DAY)))})
        visit = _visit(person, "D0")
        assert (visit.actual, visit.outside) == (person.enrolled.at_us, False)


def test_a_visit_was_when_its_forms_say_within_the_window_else_outside_it(included, actor):
    person = included(9.5)
    target = _visit(person, "D7").due.target
    for form, at, outside in (("laboratory", target - DAY, True), ("vital_signs", target + HOUR, False)):
        sheet = open_sheet(actor("nurse"), person, "D7", form, "1.0")
        save(actor("nurse"), sheet, {"taken_at": Typed(with_offset(Moment(at)))})
        visit = _visit(person, "D7")
        assert (abs(visit.actual - at) < 60_000_000, visit.outside) == (True, outside)


@pytest.mark.parametrize("step", [consent.Step.WITHDRAW, consent.Step.OBJECT, consent.Step.DECLINE])
def test_forms_that_nobody_may_write_any_more_are_not_overdue(step, included, actor):
    person = included(9.5)
    begun = open_sheet(actor("nurse"), person, "D7", "vital_status", "1.0")
    save(actor("nurse"), begun, {"known_at": Typed(with_offset(Moment(now() - 2 * DAY)))})
    was = [form.form.id for each in timeline(person).visits if each.progress is Progress.OVERDUE
           for form in each.missing]  # fmt: skip
    assert "vital_status" in was and len(was) > 1
    actions.record_consent(actor("investigator"), person, consent.Taken(step, now()))
    found = timeline(person).visits
    late = [form.form.id for each in found if each.progress is Progress.OVERDUE for form in each.missing]
    assert late == ([] if step is consent.Step.OBJECT else was)  # begun or not: of before it may be written
    assert any(each.progress is Progress.CLOSED for each in found) is (step is consent.Step.OBJECT)
    assert [form.form.id for each in found if each.due.day is None for form in each.missing] == ["end_of_study"]


def test_back_in_intensive_care_the_days_are_due_again(included, actor):
    person = included(9.5)
    actions.happen(actor("nurse"), person, "icu_discharge", Moment(now() - 5 * DAY))
    assert max(each.due.day for each in timeline(person).visits if each.daily) == 4
    actions.happen(actor("nurse"), person, "icu_readmission", Moment(now() - 2 * DAY))
    days = {each.due.day for each in timeline(person).visits if each.daily}
    assert {3, 4, 8, 9, 20} <= days and not {5, 6} & days
    actions.happen(actor("nurse"), person, "icu_discharge", Moment(now() - HOUR))
    found = timeline(person)
    assert max(each.due.day for each in found.visits if each.daily) == 9
    stays = [form for each in found.visits if each.due.visit == "icu_discharge" for form in each.forms]
    assert [form.place.number for form in stays] == [1, 2]  # a second discharge asks for a form of its own


def test_what_was_filled_and_is_not_due_any_more_is_still_shown(included, actor):
    person = included(9.5)
    sheet = open_sheet(actor("nurse"), person, "DAILY", "sofa_day", "1.0", 6)
    save(actor("nurse"), sheet, {"taken_at": Typed(with_offset(Moment(now() - 3 * DAY)))})
    assert timeline(person).beside == ()
    actions.happen(actor("nurse"), person, "icu_discharge", Moment(now() - 6 * DAY))
    (beside,) = timeline(person).beside
    assert (beside.form.form.id, beside.form.place.day, beside.scheduled) == ("sofa_day", 6, True)


def test_an_unscheduled_visit_is_on_the_timeline(included, actor, user, client_of):
    person = included(9.5)
    client = client_of(user("nurse", "01"))
    address = Place("unscheduled", "laboratory").address(person.code)
    assert address in client.get(f"/participants/{person.code}/timeline/").content.decode()
    sheet = open_sheet(actor("nurse"), person, "unscheduled", "laboratory", "1.0")
    save(actor("nurse"), sheet, {"taken_at": Typed(with_offset(Moment(now() - 3 * DAY)))})
    shown = client.get(f"/participants/{person.code}/timeline/").content.decode()
    assert "Unscheduled" in shown and "tl-beside" in shown
    assert Place("unscheduled", "laboratory", None, 2).address(person.code) in shown


# --- protocol date, planned date, actual date ---------------------------------------------------------------------


def test_a_visit_is_planned_and_planned_again_and_told_when_outside_its_window(included, actor, user, client_of):
    person = included(9.5)
    client, before = client_of(user("nurse", "01")), Event.objects.count()
    visit = _visit(person, "D28")
    assert visit.planned is None and not visit.outside
    actions.plan(actor("nurse"), person, "D28", visit.due.target)
    assert _visit(person, "D28").planned == visit.due.target
    actions.plan(actor("nurse"), person, "D28", Moment(visit.due.target + 9 * DAY))
    assert _visit(person, "D28").outside
    assert Event.objects.count() == before + 2
    assert "outside the window" in client.get(f"/participants/{person.code}/timeline/").content.decode()
    sent = {"plan": "D28", "at": ""}
    assert client.post(f"/participants/{person.code}/timeline/", sent).status_code == 302
    assert _visit(person, "D28").planned is None
    assert client.post(f"/participants/{person.code}/timeline/", sent).status_code == 422


@pytest.mark.parametrize(("visit", "day", "after"), [("D28", 3, 1), ("DAILY", None, 1), ("DAILY", 29, 1),
                                                     ("D28", None, -99), ("D99", None, 1)])  # fmt: skip
def test_a_visit_that_cannot_be_planned_is_refused(visit, day, after, included, actor):
    from bedside.errors import BedsideError

    person, before = included(1), Event.objects.count()
    with pytest.raises(BedsideError):
        actions.plan(actor("nurse"), person, visit, Moment(now() + after * DAY), day)
    assert Event.objects.count() == before


def test_nothing_is_planned_with_somebody_who_is_not_enrolled(running, actor):
    person = actions.screen(actor("nurse"), "01")
    with pytest.raises(UsageError, match="not enrolled"):
        actions.plan(actor("nurse"), person, "D28", now())


def _visit(person, name):
    return next(each for each in timeline(person).visits if each.due.visit == name)


# --- many at once -------------------------------------------------------------------------------------------------


def test_a_list_of_people_takes_no_more_questions_when_it_is_longer(included, django_assert_max_num_queries):
    from bedside.conduct.inclusion.timeline import timelines

    for _ in range(3):
        included(2)
    persons = board.people("01")
    with django_assert_max_num_queries(14):
        timelines(persons)


def test_what_happens_to_one_is_seen_at_once_in_every_list(included, actor):
    person = included(9.5)
    persons = board.people("01")
    before = board.assessments(persons)
    assert before
    actions.happen(actor("nurse"), person, "death", Moment(now() - 9 * DAY))
    assert len(board.assessments(persons)) < len(before)
    assert board.seeking(persons)[0].died


@pytest.mark.parametrize("trial", ["jakahdi", "adrenal"])
def test_the_last_window_is_that_of_the_latest_visit(trial):
    schedule, inclusion = load(trial).schedule, moment("2026-03-01T08:00")
    closes = last_close(schedule, inclusion)
    assert closes == max(window(each, inclusion, each.until_day)[2] for each in schedule.visits)
    assert all(window(each, inclusion, day)[2] <= closes for each in schedule.visits for day in (None, each.until_day))


@pytest.mark.parametrize(("past", "refused"), [(-60_000_000, False), (0, False), (60_000_000, True)])
def test_no_visit_is_planned_past_twice_the_length_of_the_schedule(past, refused, included, actor):
    person = included(3)
    inclusion = Moment(person.enrolled.at_us)
    latest = 2 * last_close(protocol_for(person).schedule, inclusion) - inclusion
    if refused:
        with pytest.raises(UsageError, match=f"planned until {on_day(Moment(latest))} at the latest"):
            actions.plan(actor("nurse"), person, "D7", Moment(latest + past))
    else:
        actions.plan(actor("nurse"), person, "D7", Moment(latest + past))


def test_a_visit_in_the_year_9999_is_refused_in_french(included, user, client_of):
    person, client = included(3), client_of(user("nurse", "01"))
    client.cookies["django_language"] = "fr"
    address = f"/participants/{person.code}/timeline/"
    late = client.post(address, {"plan": "D7", "at": "9999-12-31T08:00"})
    assert late.status_code == 422 and "le calendrier ne suit personne aussi longtemps" in late.content.decode()
    unknown = client.post(address, {"what": "zzz", "at": local_now()})
    assert unknown.status_code == 422 and "aucun événement ne s’appelle «\u00a0zzz\u00a0»." in unknown.content.decode()


def test_what_an_event_asks_for_was_at_the_event_whenever_the_admission_was(included, actor):
    person = included(9.5)
    actions.happen(actor("nurse"), person, "icu_discharge", at := Moment(now() - 5 * DAY))
    sheet = open_sheet(actor("nurse"), person, "icu_discharge", "stays", "1.0")
    save(actor("nurse"), sheet, {"icu_admitted": Typed(with_offset(Moment(person.enrolled.at_us - DAY)))})
    visit = _visit(person, "icu_discharge")
    assert (visit.actual, visit.outside) == (at, False)


@given(st.lists(st.tuples(st.floats(0, 1200), st.text("a", max_size=40)), max_size=20))
def test_no_words_of_the_timeline_stand_on_others(marks):
    spans = [_reach(x, label) for x, label in marks]
    rows = _rows(spans)
    for (one, row), (other, beside) in combinations(zip(spans, rows, strict=True), 2):
        assert row != beside or one[1] < other[0] or other[1] < one[0]
    assert not rows or set(rows) == set(range(max(rows) + 1)), "no row is left empty"
