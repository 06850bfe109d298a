"""The cards of a site's day: what is to be reported and by when, what waits for the reader, counts; live verdicts."""

from __future__ import annotations

import re

import pytest
from django.utils.html import escape

from bedside.conduct.casebook.actions import Typed, keep_draft, open_sheet, save
from bedside.conduct.casebook.crossings import Newly
from bedside.conduct.inclusion.standing import standing
from bedside.conduct.laboratory.judging import judge
from bedside.conduct.participants import actions
from bedside.conduct.participants.consent import Step, Taken
from bedside.conduct.participants.typed_times import with_offset
from bedside.conduct.today import board
from bedside.conduct.today.clocks import clocks
from bedside.conduct.today.known import known_of
from bedside.conduct.today.waiting import waiting
from bedside.conduct.trail.models import Event
from bedside.protocol.model import ItemKind
from bedside.records.dictionary import dictionary
from bedside.scores.ctcae import Version
from bedside.values.interval import Interval
from bedside.values.moment import DAY, HOUR, Moment, now
from bedside.values.wording import Text


@pytest.fixture
def adverse(included, actor):
    """adverse(aware, told, late, serious): somebody with an adverse event, known and told so many hours ago."""

    def made(aware=None, told=None, late="", serious="yes"):
        person = included(5)
        sheet = open_sheet(actor("nurse"), person, "unscheduled", "adverse_events", "1.0")
        typed = {"term": Typed("Neutropenia"), "began": Typed(_ago(4 * 24)), "serious": Typed(serious)}
        typed |= {"aware_at": Typed(_ago(aware))} if aware is not None else {}
        typed |= {"told_at": Typed(_ago(told))} if told is not None else {}
        save(actor("nurse"), sheet, typed | ({"told_late": Typed(late)} if late else {}))
        return person

    return made


def _ago(hours):
    return with_offset(Moment(now() - int(hours * HOUR)))


@pytest.mark.parametrize(
    ("aware", "told", "late", "expected"),
    [
        # hours ago at which it was known, and reported; why late; overdue, reported late (None: no clock)
        (4, None, "", (False, False)),
        (23.9, None, "", (False, False)),
        (24.1, None, "", (True, False)),
        (96, None, "", (True, False)),
        (20, 10, "", None),
        (60, 20, "", (False, True)),
        (60, 20, "nobody on duty", None),
        (60, 36, "", None),
        (None, None, "", (False, False)),
    ],
)
def test_the_clock_of_a_serious_event_runs_from_when_it_was_known(aware, told, late, expected, adverse):
    person = adverse(aware, told, late)
    found = [(each.overdue, each.reported_late) for each in clocks([person])]
    assert found == ([] if expected is None else [expected])


def test_nobody_wrote_when_it_was_known_and_the_clock_runs_from_the_writing(adverse):
    (clock,) = clocks([adverse()])
    assert not clock.aware and abs(now() - clock.since) < HOUR and clock.by - clock.since == 24 * HOUR


def test_what_is_not_serious_has_no_clock_and_is_none_any_more_when_corrected(adverse, actor):
    assert clocks([adverse(serious="no")]) == []
    person = adverse(30)
    assert clocks([person])[0].overdue
    sheet = person.sheets.get(form="adverse_events")
    save(actor("nurse"), sheet, {"serious": Typed("no", reason="mistaken")})
    assert clocks([person])[0].overdue, "only an investigator takes it back"
    save(actor(), sheet, {"serious": Typed("yes", reason="as it was")})
    save(actor(), sheet, {"serious": Typed("no", reason="mistaken")})
    assert clocks([person]) == []


def test_the_clock_is_on_the_board_in_both_languages_and_red_only_when_overdue(adverse, user, client_of):
    late, early = adverse(30), adverse(2)
    client = client_of(user("nurse", "01"))
    for language, over, within in (
        ("en", "overdue by 6 h", "report within 2"),
        ("fr", "en retard de 6 h", "à déclarer"),
    ):
        client.cookies["django_language"] = language
        shown = client.get("/sites/01/").content.decode()
        card = shown[shown.index('id="clocks"') : shown.index('id="due"')]
        assert over in card and within in card
        assert card.count("chip bad") == 1
    assert late.enrolled.number in card and early.enrolled.number in card


def test_a_trial_that_declares_nothing_to_report_has_no_such_card(adrenal, user, client_of):
    shown = client_of(user("nurse", "02")).get("/sites/02/").content.decode()
    assert 'id="clocks"' not in shown and 'id="due"' in shown


# --- what waits for the reader ------------------------------------------------------------------------------------


def test_a_draft_waits_for_its_writer_alone_and_a_conflict_names_the_other(included, user, client_of, actor):
    person, mine, other = included(5), user("nurse", "01"), user("nurse", "01")
    sheet = open_sheet(actor("nurse"), person, "D0", "vital_signs", "1.0")
    keep_draft(mine, sheet, {"temperature": Typed("39")}, {"temperature": 0})
    assert waiting(other, "01") == [] and waiting(mine, "02") == []
    (held,) = waiting(mine, "01")
    assert (held.items, held.theirs) == (1, ())
    assert "not saved: 1" in client_of(mine).get("/sites/01/").content.decode()
    save(actor("investigator"), sheet, {"temperature": Typed("38"), "taken_at": Typed(_ago(5))})
    (held,) = waiting(mine, "01")
    assert [entry.item for entry in held.theirs] == ["temperature"]
    assert "conflict" in client_of(mine).get("/sites/01/").content.decode()


def test_who_only_reads_has_nothing_waiting(included, user, client_of):
    included(0)
    assert 'id="waiting"' not in client_of(user("monitor", "01")).get("/sites/01/").content.decode()


def test_the_board_counts_the_study_and_its_target(included, user, client_of):
    included(0), included(0, site="02")
    shown = client_of(user("nurse", "01")).get("/sites/01/").content.decode()
    assert "2 of 42 in the study" in shown and "1 enrolled at this site" in shown


def test_results_newly_out_of_range_are_a_part_of_the_page_of_their_own(included, user, client_of):
    included(0)
    client = client_of(user("nurse", "01"))
    assert "/sites/01/newly/" in client.get("/sites/01/").content.decode()
    assert client.get("/sites/01/newly/").status_code == 200
    assert client_of(user("nurse", "02")).get("/sites/01/newly/").status_code == 403


def test_results_newly_out_of_range_stand_by_participant_the_latest_first_and_the_others_counted():
    someone, other = object(), object()
    found = [_newly(someone, name) for name in "abcde"] + [_newly(other, "f")]
    found.insert(1, _newly(other, "g"))
    grouped = [(each.person, [*map(_name, each.first)], [*map(_name, each.more)]) for each in board.by_person(found)]
    assert grouped == [(someone, ["a", "b", "c"], ["d", "e"]), (other, ["g", "f"], [])]
    assert [each.count for each in board.by_person(found)] == [5, 2]


def test_the_card_shows_how_many_more_results_are_newly_out(user, client_of, included, monkeypatch):
    person = included(0)
    monkeypatch.setattr(board, "newly_out_of_range", lambda *_: [_newly(person, name) for name in "abcde"])
    shown = client_of(user("nurse", "01")).get("/sites/01/newly/").content.decode()
    assert "and 2 more" in shown
    assert shown.count(f"<strong>{person.enrolled.number}</strong>") == 1
    assert [name for name in "abcde" if f">{name}</a>" in shown] == list("abcde")


def _newly(person, name):
    variable = dictionary()["platelets"]
    judged = judge(variable, Interval(12.0, 12.0), None, None, Version.V5)
    return Newly(person, Text(name, name), judged, None, Moment(0), Moment(0), "/")


def _name(newly):
    return newly.text.en


# --- what is remembered -------------------------------------------------------------------------------------------


def test_what_is_remembered_of_somebody_is_what_would_be_worked_out_anew(included, actor):
    from bedside.conduct.today import known

    person = included(9.5)
    persons = board.people("01")
    steps = (
        lambda: actions.happen(actor("nurse"), person, "icu_discharge", Moment(now() - 3 * DAY)),
        lambda: actions.plan(actor("nurse"), person, "D28", Moment(now() + 19 * DAY)),
        lambda: actions.happen(actor("nurse"), person, "icu_readmission", Moment(now() - DAY)),
        lambda: actions.take_back(actor("nurse"), person.happened.order_by("pk").last(), "another patient"),
        lambda: _fill(actor, person),
    )
    for step in steps:
        before = known_of(persons)[person.code]
        step()
        remembered = known_of(persons)[person.code]
        assert remembered != before
        known._known.clear()
        assert known_of(persons)[person.code] == remembered


def _fill(actor, person):
    sheet = open_sheet(actor("nurse"), person, "D7", "vital_status", "1.0")
    save(actor("nurse"), sheet, {"status": Typed("alive"), "known_at": Typed(_ago(48))})


def test_a_list_works_nothing_out_twice(included, django_assert_max_num_queries):
    for _ in range(3):
        included(5)
    persons = board.people("01")
    board.assessments(persons)
    with django_assert_max_num_queries(8):
        board.assessments(persons)
        board.seeking(persons)


# --- answers that are not saved -----------------------------------------------------------------------------------


def test_answers_that_are_not_saved_change_the_verdict_and_nothing_else(running, eligible, user, client_of, actor):
    person = actions.screen(actor("nurse"), "01", "hospital", "s1", eligible().facts)
    client = client_of(user("nurse", "01"))
    before, verdict = Event.objects.filter(kept_in__gt="").count(), standing(person).verdict
    found = client.post(f"/participants/{person.code}/suppose/", {"q-lactose_intolerance": "yes"})
    assert found.status_code == 200
    shown = found.content.decode()
    assert "not eligible" in shown and "E5" in shown and "not saved yet" in shown
    assert "not eligible" not in client.post(f"/participants/{person.code}/suppose/", {}).content.decode()
    assert Event.objects.filter(kept_in__gt="").count() == before and standing(person).verdict == verdict
    assert client_of(user("monitor", "01")).post(f"/participants/{person.code}/suppose/").status_code == 403


def test_the_form_of_serious_events_asks_what_its_clock_needs(protocol):
    (form,) = [form for form in protocol.forms if form.reporting]
    asked = form.reporting
    assert [form.item(name).kind for name in (asked.aware, asked.told)] == [ItemKind.TIME, ItemKind.TIME]
    assert protocol.used_in("serious_clock") == (f"form {form.id}",)


# --- where an act is known, the card leads to it ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "counted"), [("en", "more questions to people"), ("fr", "autres questions aux personnes")]
)
def test_many_questions_to_people_are_counted_and_named(language, counted, running, actor, user, client_of):
    person = actions.screen(actor("nurse"), "01")
    (held,) = board.candidates([person])
    assert held.asks and held.more and held.named == held.to_qualify[:-1]
    assert held.to_qualify[-1].en == f"{len(held.more)} more questions to people"
    assert {*held.named, *held.more} == {_said(held.standing, name) for name in held.standing.to_qualify}
    client = client_of(user("nurse", "01"))
    client.cookies["django_language"] = language
    card = _card(client.get("/sites/01/").content.decode(), "candidates", "seeking")
    assert f"{len(held.more)} {counted}</summary>" in card
    assert all(escape(each.say(language)) in card for each in (*held.named, *held.more))
    assert f'href="/participants/{person.code}/#inclusion"' in card
    reader = client_of(user("monitor", "01")).get("/sites/01/").content.decode()
    assert "#inclusion" not in _card(reader, "candidates", "seeking"), "who may not answer is not asked to"


def test_a_consent_due_leads_to_the_act_by_its_name_and_suggests_no_decision(included, user, client_of):
    person = included(3)
    client = client_of(user("nurse", "01"))
    card = _card(client.get("/sites/01/").content.decode(), "seeking", "clocks")
    address = f"/participants/{person.code}/consent/"
    assert f'<a href="{address}?act=still%20unable#possible">The patient still cannot decide</a>' in card
    assert f'<a href="{address}#possible">Record a decision</a>' in card
    assert "agrees" not in card and "declines" not in card
    opened = client.get(f"{address}?act=still%20unable").content.decode()
    (offer,) = re.findall(r'<details class="offer[^>]* open>\s*<summary>([^<]*)', opened)
    assert offer == "The patient still cannot decide"
    assert "<details open" not in client.get(f"{address}?act=<details open").content.decode()
    assert "?act=" not in client_of(user("monitor", "01")).get("/sites/01/").content.decode()


def _said(standing, name):
    variable = standing.protocol.vocabulary[name]
    return Text(variable.say("en"), variable.say("fr"))


def _card(page, first, after):
    return page[page.index(f'id="{first}"') : page.index(f'id="{after}"')]


def test_a_screening_whose_consent_was_refused_asks_for_its_end_alone(study, actor, user, client_of):
    person, other = (actions.screen(actor("nurse"), "01") for _ in range(2))
    actions.record_consent(actor("nurse"), person, Taken(Step.REFUSE, now()))
    found = board.candidates([person, other])
    assert [(each.person, each.over, each.asks) for each in found] == [(other, False, True), (person, True, False)]
    client = client_of(user("nurse", "01"))
    today = client.get("/sites/01/").content.decode()
    assert "consent refused or ended" in today and "End the screening" in today
    page = client.get(f"/participants/{person.code}/").content.decode()
    assert "nobody is included without one" in page and "What it would take to qualify" not in page
    assert "What it would take to qualify" in client.get(f"/participants/{other.code}/").content.decode()
