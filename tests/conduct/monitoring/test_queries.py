"""Queries on casebooks of both trials: raised, answered, corrected, closed; what a check asks closes by correction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.actions_comments import MayIdentify
from bedside.conduct.casebook.places import UNSCHEDULED, Place
from bedside.conduct.monitoring import actions
from bedside.conduct.monitoring.choosing import ANY, Choice, on_me, rows
from bedside.conduct.monitoring.finding import MISSING, NOT_BEGUN, lacking, violated
from bedside.conduct.monitoring.models import Query, Reply
from bedside.conduct.monitoring.states import State
from bedside.conduct.monitoring.threads import thread_of
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.trail.keeping import Act
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.redacting import redact
from bedside.errors import ProtocolError, UsageError
from bedside.values.moment import DAY, Moment, now

pytestmark = pytest.mark.usefixtures("study")
Make = Callable[..., Any]
BEFORE, LEAP = "60", "900"
"""Two platelet counts: the second more than ten times the first, so that a check asks."""


@pytest.fixture
def leaping(included: Make, result: Make) -> Any:
    """A sheet whose value leaps from the one before, saved without anybody confirming it."""
    someone = included()
    result(someone, 1, platelets=BEFORE)
    return result(someone, 2, platelets=LEAP)


def item_of(sheet: Any) -> str:
    """The item that leaps."""
    form = protocol_for(sheet.person).form(sheet.form)
    return str(next(item.id for item in form.items if item.variable == "platelets"))


def states(sheet: Any) -> list[State]:
    return [thread_of(query).state for query in Query.objects.filter(person=sheet.person).order_by("pk")]


def raise_all(actor: Make, someone: Any) -> list[Query]:
    return actions.raise_found(actor("data manager"), someone, violated(someone))


# --- what checks ask --------------------------------------------------------------------------------------------------


def test_a_check_asks_once_however_often_it_looks(leaping: Any, actor: Make) -> None:
    (query,) = raise_all(actor, leaping.person)
    assert (query.rule, query.item, query.base) == ("tenfold", item_of(leaping), 1)
    assert thread_of(query).asked.fr != thread_of(query).asked.en  # type: ignore[union-attr]
    assert raise_all(actor, leaping.person) == []


def test_what_was_confirmed_with_a_reason_is_not_asked(included: Make, result: Make, actor: Make) -> None:
    someone = included()
    result(someone, 1, platelets=BEFORE)
    sheet = result(someone, 2, platelets="70")
    item = item_of(sheet)
    unit = protocol_for(someone).form(sheet.form).item(item).units[0]
    sure = Typed(LEAP, unit, reason="measured twice", confirmed="tenfold expected")
    save(actor("nurse"), sheet, {item: sure})
    assert raise_all(actor, someone) == []


@pytest.mark.proves("monitoring query-closes-by-correction")
def test_an_answer_does_not_close_it_a_correction_does(leaping: Any, actor: Make, correct: Make) -> None:
    (query,) = raise_all(actor, leaping.person)
    actions.answer(actor("nurse"), query, "It is what the printout says.")
    assert states(leaping) == [State.ANSWERED]
    correct(leaping, item_of(leaping), "65")
    assert states(leaping) == [State.SETTLED]
    correct(leaping, item_of(leaping), "990")
    assert states(leaping) == [State.ANSWERED], "the check asks again"


@pytest.mark.proves("monitoring query-closes-by-correction")
def test_another_value_that_violates_it_too_leaves_it_open(leaping: Any, actor: Make, correct: Make) -> None:
    raise_all(actor, leaping.person)
    correct(leaping, item_of(leaping), "800")
    assert states(leaping) == [State.OPEN]


def test_a_correction_of_the_value_before_settles_it_too(
    included: Make, result: Make, actor: Make, correct: Make
) -> None:
    someone = included()
    first, second = result(someone, 1, platelets=BEFORE), result(someone, 2, platelets=LEAP)
    raise_all(actor, someone)
    correct(first, item_of(first), "600")
    assert states(second) == [State.SETTLED]


@pytest.mark.proves("monitoring query-closes-by-correction")
def test_a_setting_that_silences_a_check_does_not_settle_what_it_asked(leaping: Any, actor: Make) -> None:
    from bedside.conduct.study.actions import choose

    raise_all(actor, leaping.person)
    choose(actor("data manager", ""), "delta_factor", "20", "agreed in the data management plan")
    assert violated(leaping.person) == []
    assert states(leaping) == [State.OPEN]


def test_what_was_closed_by_hand_is_asked_again_only_of_another_value(leaping: Any, actor: Make, correct: Make) -> None:
    (query,) = raise_all(actor, leaping.person)
    with pytest.raises(UsageError, match="nothing is written"):
        actions.close(actor("data manager"), query)
    actions.close(actor("data manager"), query, "The laboratory confirms it.")
    assert states(leaping) == [State.CLOSED]
    assert raise_all(actor, leaping.person) == []
    correct(leaping, item_of(leaping), "950")
    assert len(raise_all(actor, leaping.person)) == 1


def test_the_text_of_a_name_that_was_found_is_not_repeated(included: Make, actor: Make) -> None:
    someone = included()
    form = next(f for f in protocol_for(someone).forms for i in f.items if i.kind.value == "text" and not i.shown_when)
    item = next(i for i in form.items if i.kind.value == "text" and not i.shown_when)
    sheet = open_sheet(actor("nurse"), someone, UNSCHEDULED, form.id, protocol_for(someone).version)
    save(actor("nurse"), sheet, {item.id: Typed("seen by Dr Dupont")})
    (query,) = [each for each in raise_all(actor, someone) if each.rule == "privacy"]
    assert "Dupont" not in f"{query.text} {query.french}"


def test_what_is_lacking_of_a_closed_visit_is_asked(included: Make, actor: Make, correct: Make) -> None:
    someone = included()
    found = [each for each in lacking([someone])[someone.pk]]
    assert found and {each.rule for each in found} <= {MISSING, NOT_BEGUN}
    not_begun = next(each for each in found if each.rule == NOT_BEGUN)
    (query,) = actions.raise_found(actor("data manager"), someone, [not_begun])
    assert thread_of(query).state is State.OPEN and not query.item
    place = not_begun.place
    protocol = protocol_for(someone)
    form = protocol.form(place.form)
    sheet = open_sheet(actor("nurse"), someone, place.visit, form.id, protocol.version, place.day)
    assert thread_of(query).state is State.OPEN, "an empty sheet says nothing"
    first = next(item for item in form.items if item.kind.value == "date and time")
    save(actor("nurse"), sheet, {first.id: Typed("", missing="not done", because="not_ordered")})
    assert thread_of(query).state is State.SETTLED
    asked = [each for each in lacking([someone])[someone.pk] if each.place == place]
    assert asked and {each.rule for each in asked} == {MISSING}
    (needed,) = actions.raise_found(actor("data manager"), someone, asked[:1])
    assert thread_of(needed).state is State.OPEN
    save(actor("nurse"), sheet, {needed.item: Typed("", missing="not done", because="not_ordered")})
    assert thread_of(needed).state is State.SETTLED


# --- what people ask --------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(included: Make, result: Make, actor: Make, place: Make) -> tuple[Any, Query]:
    """A sheet, and a monitor's query about it."""
    sheet = result(included(), 1, platelets=BEFORE)
    return sheet, actions.raise_query(
        actor("monitor"), sheet.person, place(sheet), item_of(sheet), "The printout says 66."
    )


@pytest.mark.proves("inspection queries-logged")
def test_every_step_is_in_the_trail_of_the_field(asked: tuple[Any, Query], actor: Make, correct: Make) -> None:
    sheet, query = asked
    actions.answer(actor("nurse"), query, "It was misread.")
    correct(sheet, query.item, "66")
    assert thread_of(query).state is State.CORRECTED and thread_of(query).changed is not None
    actions.close(actor("monitor"), query)
    actions.reopen(actor("monitor"), query, "66 is of the day before.")
    assert thread_of(query).state is State.OPEN
    events = Event.objects.filter(participant=sheet.person.code, place__endswith=f"/ {query.item}").order_by("number")
    told = [(event.action, event.actor, event.role) for event in events]
    assert told == [
        ("save item", "nurse-01", "nurse"), ("raise query", "monitor-01", "monitor"),
        ("answer query", "nurse-01", "nurse"), ("save item", "nurse-01", "nurse"),
        ("close query", "monitor-01", "monitor"), ("reopen query", "monitor-01", "monitor"),
    ]  # fmt: skip


def test_a_step_that_cannot_be_taken_is_refused_with_where_it_stands(asked: tuple[Any, Query], actor: Make) -> None:
    _, query = asked
    actions.close(actor("monitor"), query)
    with pytest.raises(UsageError) as refusal:
        actions.answer(actor("nurse"), query, "late")
    assert str(refusal.value) == (
        f"query {query.pk}: this query is closed: it cannot be answered. Look at what was said meanwhile."
    )


def test_a_text_that_may_name_somebody_asks_why_it_may_stay(asked: tuple[Any, Query], actor: Make) -> None:
    _, query = asked
    with pytest.raises(MayIdentify):
        actions.answer(actor("nurse"), query, "ask Dr Dupont")
    reply = actions.answer(actor("nurse"), query, "ask Dr Dupont", "the author of a score, no patient")
    assert reply.event.reason == "the author of a score, no patient"
    redact(Act(actor("data manager"), "redact", "01", reason="a name"), reply, "text")
    assert Reply.objects.get(pk=reply.pk).text is None


@pytest.mark.parametrize(
    ("item", "text", "error"), [("platelets", " ", UsageError), ("platelets", "x" * 2001, UsageError),
                                ("none_such", "why?", ProtocolError)]
)  # fmt: skip
def test_what_cannot_be_asked(included: Make, actor: Make, item: str, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        actions.raise_query(actor("monitor"), included(), Place(UNSCHEDULED, "laboratory"), item, text)


def test_one_answer_for_several_is_all_or_none(asked: tuple[Any, Query], actor: Make, place: Make) -> None:
    sheet, first = asked
    second = actions.raise_query(actor("monitor"), sheet.person, place(sheet), first.item, "And the unit?")
    nurse = actor("nurse")
    assert len(actions.answer_all([(nurse, first), (nurse, second)], "Checked with the laboratory.")) == 2
    actions.close(actor("monitor"), second)
    before = Reply.objects.count()
    with pytest.raises(UsageError):
        actions.answer_all([(nurse, first), (nurse, second)], "again")
    assert Reply.objects.count() == before


def test_a_query_waits_for_the_site_then_for_who_may_close(asked: tuple[Any, Query], actor: Make, user: Make) -> None:
    _, query = asked
    nurse, monitor, elsewhere = user("nurse"), user("monitor"), user("nurse", "02")
    assert [each.query for each in on_me(nurse, "01")] == [query]
    assert on_me(monitor, "01") == on_me(elsewhere, "01") == on_me(user("statistician", ""), "01") == []
    actions.answer(actor("nurse"), query, "yes")
    assert on_me(nurse, "01") == [] and [each.query for each in on_me(monitor, "01")] == [query]


def test_a_list_is_chosen_by_site_form_state_age_and_comes_as_rows(
    asked: tuple[Any, Query], actor: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside.conduct.monitoring import threads

    sheet, query = asked
    code = sheet.person.code
    assert [each.query for each in Choice().threads(["01"])] == [query]
    assert Choice().threads(["02"]) == Choice(site="01").threads(["02"]) == Choice(form="stays").threads(["01"]) == []
    assert Choice(state="answered").threads(["01"]) == Choice(days=7).threads(["01"]) == []
    monkeypatch.setattr(threads, "now", lambda: Moment(now() + 8 * DAY))
    assert [each.days for each in Choice(days=7, participant=code).threads(["01"])] == [8]
    header, row = rows(Choice(state=ANY).threads(["01", "02"]))
    told = dict(zip(header, row, strict=True))
    assert (told["participant"], told["state"], told["raised_by"], told["question"], told["item"]) == (
        code, "open", "monitor-01", "The printout says 66.", query.item,
    )  # fmt: skip


def test_the_other_trial_is_asked_about_as_well(included: Make, result: Make, actor: Make, correct: Make) -> None:
    someone = included("adrenal")
    form = protocol_for(someone).form("observations")
    item = next(each for each in form.items if each.kind.value == "number")
    sheet = result(someone, 1, **{item.id: "38"})
    query = actions.raise_query(
        actor("monitor", "90"), someone, Place(UNSCHEDULED, "observations"), item.id, "Is it this one?"
    )
    assert thread_of(query).state is State.OPEN
    correct(sheet, item.id, "39")
    assert thread_of(query).state is State.CORRECTED
