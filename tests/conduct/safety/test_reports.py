"""From the form to the authority: what is told, what is refused, what stays as it was told."""

from __future__ import annotations

import pytest

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.checks import judge
from bedside.conduct.casebook.looking import sight_of
from bedside.conduct.casebook.reading import current
from bedside.conduct.safety import actions, pregnancies
from bedside.conduct.safety.actions import Judgement
from bedside.conduct.safety.case import CRITERIA, contents
from bedside.conduct.safety.deadlines import Duty, Progress
from bedside.conduct.safety.models import Message, Report
from bedside.conduct.safety.reading import case_of, cases_of
from bedside.conduct.study.protocol import protocol_of
from bedside.conduct.today.clocks import clocks
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.values.moment import DAY, HOUR, Moment, now

from .conftest import ago, because

ALL = tuple(CRITERIA)


def received(actor, report, hours=0.25, criteria=ALL):
    """The sponsor received it."""
    return actions.receive(actor("safety officer", ""), report, Moment(now() - int(hours * HOUR)), criteria)


def judged(actor, report, relation="related", expected="unexpected", because=""):
    """The sponsor's view."""
    return actions.assess(actor("safety officer", ""), report, Judgement(relation, expected, "SmPC 2026-09", because))


@pytest.mark.proves("law sae-deadlines")
def test_from_first_notice_to_the_authority(event, told, actor):
    sheet = event()
    report = told(sheet)
    assert [each.duty for each in case_of(sheet).clocks] == [Duty.NOTIFY]
    received(actor, report)
    perhaps = case_of(sheet).clocks[-1]
    assert perhaps.duty is Duty.SUSAR and not perhaps.certain
    judged(actor, report)
    case = case_of(sheet)
    assert case.susar is True and case.clocks[-1].certain
    actions.submit(actor("safety officer", ""), report, "ANSM", "EC-2026-1", now())
    assert [each.progress(now()) for each in case_of(sheet).clocks] == [Progress.DONE, Progress.DONE]


@pytest.mark.proves("law sae-follow-up")
def test_a_report_stays_as_it_was_told_and_follow_ups_are_numbered(event, told, actor):
    sheet = event()
    first = told(sheet)
    with pytest.raises(UsageError, match="nothing has changed"):
        told(sheet, aware=Moment(now() - HOUR))
    save(actor("nurse"), sheet, {"outcome": Typed("fatal"), "death": Typed("yes", reason="died")})
    second = told(sheet, aware=Moment(now() - HOUR))
    assert [first.number, second.number] == [1, 2]
    assert contents(Report.objects.get(pk=first.pk))["death"] == "no"
    assert contents(second)["outcome"] == "fatal"
    assert case_of(sheet).clocks[0].done == first.told_us


@pytest.mark.proves("law sae-deadlines")
def test_an_upgrade_to_fatal_begins_seven_days_at_the_receipt_of_that_news(event, told, actor):
    sheet = event()
    first = told(sheet)
    received(actor, first)
    judged(actor, first)
    assert case_of(sheet).clocks[-1].duty is Duty.SUSAR
    save(actor("nurse"), sheet, {"outcome": Typed("fatal")})
    second = told(sheet, aware=Moment(now() - HOUR), hours=0.1)
    assert case_of(sheet).clocks[-1].duty is Duty.SUSAR, "the sponsor has not received it yet"
    held = received(actor, second, 0)
    clock = case_of(sheet).clocks[-1]
    assert (clock.duty, clock.since) == (Duty.URGENT, held.received_us)


@pytest.mark.proves("law sae-clock")
@pytest.mark.proves("law sae-news")
def test_news_that_is_not_told_has_a_clock_of_its_own_from_when_it_was_written(event, told, actor):
    sheet = event()
    told(sheet)
    save(actor("nurse"), sheet, {"action": Typed("stopped")})
    assert case_of(sheet).pressing_since is None and [each[0].id for each in case_of(sheet).untold] == ["action"]
    save(actor("nurse"), sheet, {"outcome": Typed("fatal")})
    written = sheet.entries.get(item="outcome").event.at_us
    save(actor("nurse"), sheet, {"death": Typed("yes", reason="died")})
    (news,) = [each for each in case_of(sheet).clocks if each.duty is Duty.NEWS]
    assert (news.since, news.due, news.done) == (written, written + 24 * HOUR, None)
    (today,) = clocks([sheet.person])
    assert (today.since, today.by, today.overdue) == (news.since, news.due, False)
    assert today.address == f"/participants/{sheet.person.code}/safety/{sheet.pk}/"
    told(sheet, aware=Moment(now() - HOUR))
    assert case_of(sheet).untold == [] and not clocks([sheet.person])
    assert [each.progress(now()) for each in case_of(sheet).clocks if each.duty is Duty.NEWS] == [Progress.DONE]


def test_news_that_was_a_mistake_has_no_clock_any_more(event, told, actor):
    sheet = event()
    told(sheet)
    save(actor("nurse"), sheet, {"outcome": Typed("fatal")})
    save(actor("nurse"), sheet, {"outcome": Typed("recovering", reason="wrong line")})
    assert case_of(sheet).pressing_since is None


@pytest.mark.proves("law sae-news")
def test_a_form_that_is_no_longer_serious_stops_no_clock_until_that_is_told(event, told, actor):
    sheet = event()
    report = told(sheet)
    received(actor, report)
    judged(actor, report)
    save(actor(), sheet, {"serious": Typed("no", reason="wrong line"), "important": Typed("", reason="x")})
    case = case_of(sheet)
    assert case.serious and case.susar is True and case.clocks[-1].duty is Duty.SUSAR
    told(sheet, "not serious after all", aware=Moment(now() - HOUR))
    case = case_of(sheet)
    assert not case.serious and case.susar is False and [each.duty for each in case.clocks] == [Duty.NOTIFY]
    save(actor("nurse"), sheet, {"serious": Typed("yes", reason="serious indeed")})
    assert case_of(sheet).clocks[-1].duty is Duty.NEWS


@pytest.mark.parametrize(("aware", "note", "refused"), [(30, "", True), (30, "nobody on duty", False), (20, "", False)])
def test_late_needs_a_reason(aware, note, refused, event, told):
    sheet = event(aware=aware)
    if refused:
        with pytest.raises(UsageError, match="told late, and nobody says why"):
            told(sheet, note)
        assert not Report.objects.exists()
    else:
        told(sheet, note)
        assert case_of(sheet).clocks[0].progress(now()) is (Progress.LATE if aware > 24 else Progress.DONE)
        assert clocks([sheet.person]) == [], "its own page tells of it"


@pytest.mark.parametrize(
    ("items", "hours", "wrong"),
    [
        ({"serious": "no"}, 0.5, "not serious"),
        ({"aware": None}, 0.5, "not written when the investigator knew"),
        ({}, 3, "before anybody knew"),
        ({}, -3, "has not come yet"),
    ],
)
def test_what_cannot_be_told(items, hours, wrong, event, told):
    sheet = event(**items)
    with pytest.raises(UsageError, match=wrong):
        told(sheet, hours=hours)
    assert not Report.objects.exists() and not Message.objects.exists()


@pytest.mark.proves("law sae-expected")
def test_an_exempt_event_is_recorded_and_not_told_at_once(event, told):
    sheet = event(aware=30, **because("hospitalisation"), disease="yes", relation="unrelated")
    case = case_of(sheet)
    assert case.serious and case.exempt is not None and case.clocks == []
    assert clocks([sheet.person]) == [] and [each.sheet.pk for each in cases_of(sheet.person)] == [sheet.pk]
    assert told(sheet, "told all the same").number == 1


@pytest.mark.proves("law sae-expected")
@pytest.mark.proves("law sae-criteria")
@pytest.mark.parametrize(
    "change",
    [
        {"disease": "no"}, {"relation": "related"}, {"death": "yes"}, {"important": "yes"}, {"hospitalisation": "no"},
        {"disability": ""}, {"outcome": "fatal"},
    ],
)  # fmt: skip
def test_what_is_not_wholly_exempt_is_told(change, event):
    items = {**because("hospitalisation"), "disease": "yes", "relation": "unrelated", **change}
    assert case_of(event(**items)).exempt is None


@pytest.mark.parametrize(
    ("dose", "began", "expected"),
    [(48, 30, True), (48, 48, True), (20, 30, False), (None, 30, None)],
)
def test_treatment_emergent_is_read_off_the_first_administration(dose, began, expected, event):
    assert case_of(event(dose=dose, began=began)).emergent is expected


@pytest.mark.proves("law sae-emergent")
def test_no_record_of_an_administration_is_no_record_that_there_was_none(event, actor):
    sheet = event(dose=None)
    assert case_of(sheet).emergent is None
    given = open_sheet(actor("nurse"), sheet.person, "unscheduled", "ruxolitinib", "1.0")
    save(actor("nurse"), given, {"given_at": Typed(missing="not applicable", because="none")})
    assert case_of(sheet).emergent is False


@pytest.mark.parametrize(
    ("dose", "relation", "told_"), [(None, "related", True), (20, "related", True), (48, "related", False),
                                    (None, "unrelated", False)],
)  # fmt: skip
def test_related_to_a_drug_of_which_no_administration_is_recorded_is_told(dose, relation, told_, event):
    sheet = event(dose=dose, relation=relation)
    protocol = protocol_of(sheet.version)
    typed = {item: Typed(entry.typed) for item, entry in current(sheet).items()}
    found = judge(sight_of(sheet, protocol, typed), protocol.form(sheet.form).item("relation"))
    assert [each.check for each in found] == (["related_not_given"] if told_ else [])
    assert all("«\u00a0Ruxolitinib\u00a0»" in each.text.fr and "{" not in each.text.en for each in found)


def test_a_begin_known_to_the_day_may_be_before_or_after(event):
    case = case_of(event(dose=48, began=48))
    case.values["began"] = ago(48)[:10]
    assert case.emergent is None


def test_grades_above_baseline(event):
    assert case_of(event(grade="grade_4", baseline_grade="grade_1")).above_baseline == 3
    assert case_of(event(number=2)).above_baseline is None


@pytest.mark.proves("law sae-causality")
def test_the_sponsor_does_not_downgrade_and_says_why_it_differs(event, told, actor):
    sheet = event()
    report = told(sheet)
    received(actor, report)
    with pytest.raises(UsageError, match="nobody says why"):
        judged(actor, report, "unrelated")
    judged(actor, report, "unrelated", because="the infection came first")
    case = case_of(sheet)
    assert (case.by_investigator, case.by_sponsor, case.related, case.susar) == (True, False, True, True)


@pytest.mark.parametrize("view", [("related", "expected"), ("unrelated", "unexpected")])
def test_the_sponsor_lowers_its_own_view_with_a_reason_alone(view, event, told, actor):
    report = told(event())
    received(actor, report)
    judged(actor, report)
    with pytest.raises(UsageError, match="nobody says why"):
        judged(actor, report, *view)
    judged(actor, report)
    judged(actor, report, *view, because="section 4.8 of the new version lists it")


def test_minimum_criteria_may_come_with_a_follow_up(event, told, actor):
    sheet = event()
    received(actor, told(sheet), 0.3, ALL[:3])
    assert case_of(sheet).zero is None
    save(actor("nurse"), sheet, {"outcome": Typed("recovering")})
    held = received(actor, told(sheet, aware=Moment(now() - HOUR)), 0.1, ALL[3:])
    assert case_of(sheet).zero == held.received_us


@pytest.mark.parametrize("step", ["assess before receipt", "submit before assessment", "receive twice"])
def test_steps_in_their_order(step, event, told, actor):
    report = told(event())
    if step == "assess before receipt":
        with pytest.raises(UsageError, match="receipt is not written"):
            judged(actor, report)
    received(actor, report)
    if step == "submit before assessment":
        with pytest.raises(UsageError, match="no suspected unexpected"):
            actions.submit(actor("safety officer", ""), report, "ANSM", "1", now())
    if step == "receive twice":
        with pytest.raises(UsageError, match="already"):
            received(actor, report)


def test_every_row_has_its_event_and_the_participant_in_it(event, told, actor):
    sheet = event()
    received(actor, told(sheet))
    kinds = Event.objects.filter(kept_in__startswith="safety_", participant=sheet.person.code)
    assert list(kinds.values_list("action", flat=True)) == ["notify event", "queue mail", "receive report"]


@pytest.mark.proves("law pregnancy")
def test_a_pregnancy_is_told_and_followed_until_its_outcome(included, actor):
    person, at = included(5), Moment(now() - HOUR)
    tell = pregnancies.tell_pregnancy
    with pytest.raises(UsageError, match="told late"):
        tell(actor(), person, pregnancies.Told("partner", Moment(now() - 2 * DAY), at))
    first = tell(actor(), person, pregnancies.Told("partner", Moment(now() - 2 * HOUR), at))
    tell(actor(), person, pregnancies.Told("partner", at, at, "live birth"), first.which)
    (held,) = pregnancies.followed([person])
    assert not held.open and [row.number for row in held.rows] == [1, 2]
    with pytest.raises(UsageError, match="no such pregnancy"):
        tell(actor(), person, pregnancies.Told("partner", at, at), first.which + 1)


@pytest.mark.proves("law pregnancy")
def test_what_is_learned_after_an_outcome_counts_from_then_and_every_report_is_kept(included, actor):
    person, at = included(5), Moment(now() - HOUR)
    first = pregnancies.tell_pregnancy(actor(), person, pregnancies.Told("partner", at, at))
    for outcome in ("live birth", "live birth, anomaly", pregnancies.ONGOING):
        pregnancies.tell_pregnancy(actor(), person, pregnancies.Told("partner", at, at, outcome), first.which)
        (held,) = pregnancies.followed([person])
        assert held.last.outcome == outcome and held.open is (outcome == pregnancies.ONGOING)
    assert [row.outcome for row in held.rows] == ["ongoing", "live birth", "live birth, anomaly", "ongoing"]
    assert [text.fr for _, text in held.reports][2] == "naissance vivante avec anomalie congénitale"
