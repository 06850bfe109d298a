"""News of a told event: worse or related, known before it was written, told late; and what it is for the sponsor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.casebook.actions import Typed, save
from bedside.conduct.participants.typed_times import local
from bedside.conduct.safety import actions, outbox
from bedside.conduct.safety.actions import Judgement
from bedside.conduct.safety.case import CRITERIA
from bedside.conduct.safety.deadlines import Duty, Progress
from bedside.conduct.safety.icsr import icsr
from bedside.conduct.safety.judgement import Wrote
from bedside.conduct.safety.listing import annual_line, header
from bedside.conduct.safety.news import Pressing
from bedside.conduct.safety.reading import case_of
from bedside.conduct.safety.report_pdf import page
from bedside.conduct.study.folder import Folder
from bedside.conduct.today.clocks import clocks
from bedside.errors import UsageError
from bedside.protocol.loading import load
from bedside.values.moment import DAY, HOUR, Moment, now

from .conftest import because

ALL = tuple(CRITERIA)


def back(days, hours=0.0):
    """A moment so long ago, to the minute as people type it."""
    at = now() - int(days * DAY + hours * HOUR)
    return Moment(at - at % (HOUR // 60))


@pytest.fixture
def sponsor(actor):
    """Somebody who receives and assesses."""
    return actor("safety officer", "")


@pytest.fixture
def first(event, actor, sponsor):
    """first(days, **items): an event known so many days ago, told an hour and received two hours later; its report."""

    def made(days, **items):
        sheet = event(aware=days * 24, began=days * 24 + 1, dose=days * 24 + 48, **items)
        report = actions.notify(actor(), sheet, None, back(days, -1))
        actions.receive(sponsor, report, back(days, -2), ALL)
        return report

    return made


def duty(sheet, which):
    """The clocks of a duty, in their order."""
    return [each for each in case_of(sheet).clocks if each.duty is which]


@pytest.mark.proves("law sae-news")
@pytest.mark.proves("law sae-day-zero")
def test_a_life_threatening_event_that_becomes_fatal_after_it_was_reported(first, actor, sponsor):
    report = first(20, **because("life_threatening"))
    sheet = report.sheet
    actions.assess(sponsor, report, Judgement("related", "unexpected", "SmPC 2026-09"))
    actions.submit(sponsor, report, "ANSM", "EC-1", back(18))
    save(actor("nurse"), sheet, {"death": Typed("yes", reason="died"), "outcome": Typed("fatal")})
    (news,) = duty(sheet, Duty.NEWS)
    (today,) = clocks([sheet.person])
    assert (today.since, today.by, today.aware, today.overdue) == (news.since, news.due, False, False)
    actions.learn(actor("nurse"), sheet, back(5))
    (today,) = clocks([sheet.person])
    assert (today.since, today.aware, today.overdue) == (back(5), True, True), "known, and not told for five days"
    assert duty(sheet, Duty.FATAL) == [], "the sponsor does not know it yet"
    with pytest.raises(UsageError, match="told late, and nobody says why"):
        actions.notify(actor(), sheet, None, back(3))
    second = actions.notify(actor(), sheet, None, back(3), "nobody on duty")
    (news,) = duty(sheet, Duty.NEWS)
    assert (news.since, news.done, news.why) == (back(5), back(3), "nobody on duty")
    assert news.progress(now()) is Progress.LATE and not clocks([sheet.person])
    actions.receive(sponsor, second, back(2), ALL)
    (death,) = duty(sheet, Duty.FATAL)
    assert (death.since, death.done, death.certain) == (back(2), None, True)
    assert 6 * DAY <= death.due - death.since <= 8 * DAY
    actions.submit(sponsor, second, "ANSM", "EC-2", back(1))
    assert duty(sheet, Duty.FATAL)[0].progress(now()) is Progress.DONE
    assert len(duty(sheet, Duty.COMPLETE)) == 2


@pytest.mark.proves("law sae-news")
@pytest.mark.proves("law sae-day-zero")
def test_causality_raised_to_related_is_news_and_its_receipt_is_day_zero(first, actor, sponsor):
    report = first(18, relation="unrelated")
    sheet = report.sheet
    actions.assess(sponsor, report, Judgement("unrelated", "unexpected", "SmPC 2026-09"))
    assert case_of(sheet).zero is None and [each.duty for each in case_of(sheet).clocks] == [Duty.NOTIFY]
    save(actor(), sheet, {"relation": Typed("related", reason="rechallenge")})
    assert len(duty(sheet, Duty.NEWS)) == 1 and len(clocks([sheet.person])) == 1
    second = actions.notify(actor(), sheet, back(0, 3), back(0, 2))
    assert duty(sheet, Duty.SUSAR) == [], "not received yet"
    actions.receive(sponsor, second, back(0, 1), ALL)
    (clock,) = duty(sheet, Duty.SUSAR)
    assert (clock.since, clock.certain, clock.progress(now())) == (back(0, 1), True, Progress.RUNNING)
    line = dict(zip(header(annual=True), annual_line(case_of(sheet)), strict=True))
    assert line["Day 0 of the sponsor"], "the listing says the day from which the clock runs"
    with pytest.raises(UsageError, match="cannot have been sent then"):
        actions.submit(sponsor, second, "ANSM", "EC-1", back(10))


@pytest.mark.proves("law sae-day-zero")
def test_an_event_that_becomes_unexpected_says_by_which_information(first, sponsor):
    report = first(18)
    sheet = report.sheet
    actions.assess(sponsor, report, Judgement("related", "expected", "SmPC 2026-09"))
    unexpected = ("related", "unexpected", "SmPC 2026-11")
    with pytest.raises(UsageError, match="by which information"):
        actions.assess(sponsor, report, Judgement(*unexpected))
    for wrong in (back(19), Moment(now() + DAY)):
        with pytest.raises(UsageError, match="cannot have been received then"):
            actions.assess(sponsor, report, Judgement(*unexpected, informed=wrong))
    actions.assess(sponsor, report, Judgement(*unexpected, informed=back(2)))
    (clock,) = duty(sheet, Duty.SUSAR)
    assert (clock.since, clock.progress(now())) == (back(2), Progress.RUNNING)
    with pytest.raises(UsageError, match="makes nothing reportable"):
        actions.assess(sponsor, report, Judgement(*unexpected, informed=back(1)))
    text = icsr(report).decode()
    assert text.count("availabilityTime") == 1
    assert dict(page(report)["sponsor"])["Day 0 of the sponsor"]


@pytest.mark.proves("law sae-clock")
def test_what_was_told_in_time_and_written_late_needs_no_reason_and_says_so(event, actor, user, client_of):
    sheet = event(aware=120, began=130, dose=140)
    client = client_of(user("investigator"))
    html = client.get(f"/participants/{sheet.person.code}/safety/{sheet.pk}/").content.decode()
    note = html.split('name="note"')[1].split(">")[0]
    assert "required" not in note and "If it was told later than that, say why." in html
    report = actions.notify(actor(), sheet, None, back(0, 118))
    (clock,) = duty(sheet, Duty.NOTIFY)
    assert clock.progress(now()) is Progress.DONE and clock.entered_late
    html = client.get(f"/participants/{sheet.person.code}/safety/{sheet.pk}/").content.decode()
    assert "done in time" in html and "written down late, 4 d 22 h after it was told" in html
    assert "written down late, 4 d 22 h" in dict(page(report)["told"])["In time"]
    french = client_of(user("investigator"), headers={"accept-language": "fr"})
    assert (
        "saisie tardive, 4 j 22 h après"
        in french.get(f"/participants/{sheet.person.code}/safety/{sheet.pk}/").content.decode()
    )


@pytest.mark.proves("law sae-news")
def test_every_follow_up_keeps_its_own_clock(first, actor):
    report = first(9, relation="unrelated")
    sheet = report.sheet
    save(actor(), sheet, {"relation": Typed("related", reason="read again")})
    actions.notify(actor(), sheet, back(7), back(6.5))
    save(actor("nurse"), sheet, {"life_threatening": Typed("yes", reason="shock")})
    actions.notify(actor(), sheet, back(5), back(3), "no line")
    save(actor("nurse"), sheet, {"action": Typed("stopped")})
    actions.notify(actor(), sheet, back(2), back(1.5))
    save(actor("nurse"), sheet, {"outcome": Typed("fatal")})
    held = [(each.since, each.progress(now())) for each in duty(sheet, Duty.NEWS)]
    assert held[:2] == [(back(7), Progress.DONE), (back(5), Progress.LATE)]
    assert len(held) == 3 and held[2][1] is Progress.RUNNING, "what tells no news has no clock"


@pytest.mark.parametrize("wrong", ["later", "before the event", "no news", "later than was said"])
def test_when_news_was_known_is_neither_after_it_was_written_nor_before_the_event(wrong, first, actor):
    sheet = first(3).sheet
    if wrong == "no news":
        with pytest.raises(UsageError, match="no news"):
            actions.learn(actor("nurse"), sheet, back(1))
        return
    save(actor("nurse"), sheet, {"outcome": Typed("fatal")})
    says = {"later": "known earlier", "before the event": "not known before"}.get(wrong, "known earlier")
    if wrong == "later than was said":
        actions.learn(actor("nurse"), sheet, back(2))
        with pytest.raises(UsageError, match=says):
            actions.notify(actor(), sheet, back(1), back(0.5))
        return
    at = Moment(now() + HOUR) if wrong == "later" else back(4)
    with pytest.raises(UsageError, match=says):
        actions.learn(actor("nurse"), sheet, at)


def test_what_was_said_of_earlier_news_says_nothing_of_later_news(first, actor):
    sheet = first(3).sheet
    save(actor("nurse"), sheet, {"outcome": Typed("fatal")})
    actions.learn(actor("nurse"), sheet, back(2))
    save(actor("nurse"), sheet, {"outcome": Typed("recovering", reason="wrong line")})
    assert duty(sheet, Duty.NEWS) == []
    save(actor("nurse"), sheet, {"life_threatening": Typed("yes", reason="shock")})
    assert case_of(sheet).news_known is None and len(duty(sheet, Duty.NEWS)) == 1


def test_who_says_on_the_page_when_news_was_known(first, actor, user, client_of):
    sheet = first(3).sheet
    save(actor("nurse"), sheet, {"outcome": Typed("fatal")})
    at = f"/participants/{sheet.person.code}/safety/{sheet.pk}/"
    typed = {"aware": local(back(1))}
    assert client_of(user("monitor", "01")).post(f"{at}known/", typed).status_code == 403
    client = client_of(user("nurse"))
    assert "Nobody has said when the news was known" in client.get(at).content.decode()
    assert client.post(f"{at}known/", typed).status_code == 302
    assert case_of(sheet).news_known == back(1)
    assert "The clock of the news runs from when it was known" in client.get(at).content.decode()


@pytest.mark.proves("law sae-mail")
def test_a_mail_leads_to_the_study_s_own_address_and_today_says_that_it_waits(first, settings, user, client_of):
    settings.ADDRESS = "https://trial.example.org"
    report = first(1)
    place = f"/participants/{report.sheet.person.code}/safety/{report.sheet_id}/"
    assert f"https://trial.example.org{place}" in report.message.body
    assert outbox.unsent(["01"]).count == 1 and outbox.unsent([]).since is None
    html = client_of(user("safety officer", "")).get("/sites/01/").content.decode()
    assert "Mails about events, not sent" in html and "bedside mail" in html
    assert "Mails about events, not sent" not in client_of(user("nurse")).get("/sites/01/").content.decode()


FORM = next(form for form in load("jakahdi").forms if form.safety)
CHOICES = {
    "serious": ["yes", "no"], "death": ["yes", "no"], "life_threatening": ["yes", "no"],
    "relation": [code for code, _ in FORM.safety.relation.means],
    "outcome": [code for code, _ in FORM.safety.outcome.means],
    "grade": ["grade_3", "grade_4", "grade_5"],
}  # fmt: skip
STEPS = st.lists(
    st.sampled_from(sorted(CHOICES)).flatmap(lambda item: st.tuples(st.just(item), st.sampled_from(CHOICES[item]))),
    max_size=12,
)


@given(STEPS, st.integers(0, 12))
def test_there_is_news_exactly_while_the_form_says_what_was_not_told(steps, until):
    """Whatever was told at some point, and whatever is written after it by an investigator."""
    pressing = Pressing(FORM.safety, FORM.reporting)
    history = [Wrote(place, Moment(place), item, value, True) for place, (item, value) in enumerate(steps, 1)]
    told, now_ = dict(steps[:until]), dict(steps)
    found = pressing.since(history, told)
    safety = FORM.safety

    def died(held):
        return "death" in safety.ticked(held) or held.get("outcome") == "fatal" or held.get("grade") == "grade_5"

    worse = [
        says(now_) and not says(told)
        for says in (
            lambda held: held.get("serious") == "yes",
            lambda held: "life_threatening" in safety.ticked(held) or died(held),
            died,
            lambda held: held.get("serious") == "yes" and safety.related(held) is True,
        )
    ]
    assert (found is not None) is any(worse)
    assert found is None or found in {step.at for step in history}
    assert pressing.newly(now_, told) is any(worse)


@pytest.mark.parametrize(
    ("stated", "held"),
    [
        ("", ""),
        ('address = "https://trial.example.org/"', "https://trial.example.org"),
        ('address = "http://10.0.0.7:8000/x"', "http://10.0.0.7:8000/x"),
        ('address = "trial.example.org"', None),
        ('address = "javascript:alert(1)"', None),
    ],
)
def test_the_address_of_a_study_is_a_web_address_or_none(stated, held, tmp_path):
    (tmp_path / "study.toml").write_text(stated, encoding="utf-8")
    if held is not None:
        assert Folder(tmp_path).address == held
        return
    with pytest.raises(UsageError, match="no web address"):
        _ = Folder(tmp_path).address


@given(STEPS, st.lists(st.integers(0, 12), max_size=4))
def test_a_follow_up_on_a_follow_up_has_a_clock_exactly_where_it_tells_news(steps, cuts):
    """However often and whenever the sponsor is told: what a follow-up told is news no more."""
    pressing = Pressing(FORM.safety, FORM.reporting)
    history = [Wrote(place, Moment(place), item, value, True) for place, (item, value) in enumerate(steps, 1)]
    told = {}
    for cut in sorted({min(each, len(steps)) for each in cuts}):
        until, now_ = history[:cut], dict(steps[:cut])
        waited = pressing.since(until, told) is not None
        assert waited is pressing.newly(now_, told)
        told = now_
        assert pressing.since(until, told) is None, "just told"
