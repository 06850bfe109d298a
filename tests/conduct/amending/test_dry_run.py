"""What a version would change for whom, before it is in force anywhere, and that looking writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bedside.conduct.amending.impact import Impact, Kind, OnPerson, Renewal
from bedside.conduct.amending.words import WORDS
from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.inclusion.alerts import State, alerts_of
from bedside.conduct.participants.actions import happen, record_consent
from bedside.conduct.participants.consent import Step, Taken
from bedside.conduct.participants.reading import protocol_for, to_renew
from bedside.conduct.study.clock import today
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.protocol.model import OutcomeKind
from bedside.rules.nodes import Compare, Comparison, Constant, Named, Not
from bedside.values.moment import DAY, Moment, now
from bedside.values.quantity import quantity
from bedside.values.wording import Text

from . import changes

Make = Callable[..., Any]
NEVER = Compare(Constant(quantity("1 d")), Comparison.ABOVE, Constant(quantity("2 d")))
"""A rule that nobody meets."""


def kinds(each: OnPerson) -> list[Kind]:
    return [line.kind for line in each.lines]


def the(each: OnPerson, kind: Kind) -> Any:
    (line,) = [line for line in each.lines if line.kind is kind]
    return line


def filled(actor: Make, person: Any, visit: str, form: str, **values: str) -> Any:
    sheet = open_sheet(actor("nurse", person.site), person, visit, form, protocol_for(person).version)
    save(actor("nurse", person.site), sheet, {name: Typed(text) for name, text in values.items()})
    return sheet


def vital_signs(actor: Make, person: Any) -> Any:
    return filled(actor, person, "D0", "vital_signs", taken_at="2026-11-20T08:00", temperature="39.6", map="64")


@pytest.mark.proves("amending dry-run")
def test_a_wider_window_and_nothing_is_written(included: Make, keep: Make, look: Make, on: Make, running: Any) -> None:
    person = included(3, "patient")
    version = keep(changes.visit_with(running.protocol, "D28", after="P9D"))
    before = Event.objects.count()
    impact = look(version)
    found = on(impact, person)
    assert (impact.now, impact.then) == ("1.0", "1.1")
    assert (found.now, found.then, found.renewal, found.follows) == ("1.0", "1.1", Renewal.NOT_NEEDED, True)
    line = the(found, Kind.WINDOW)
    assert line.where == running.protocol.schedule.visit("D28").text
    assert line.before.en[:16] == line.after.en[:16] and line.before != line.after
    assert Event.objects.count() == before
    assert protocol_for(person).version == "1.0"


@pytest.mark.proves("amending consent-first")
def test_who_is_to_agree_first_stays_until_they_have(
    included: Make, keep: Make, look: Make, on: Make, approve: Make, agree: Make, running: Any
) -> None:
    one, other = included(3, "patient"), included(3, "patient")
    version = keep(changes.visit_with(running.protocol, "D28", after="P9D"), reconsent=True)
    found = on(look(version), one)
    assert (found.now, found.then, found.renewal, found.stays) == ("1.0", "1.0", Renewal.TO_ASK, True)
    assert kinds(found) == [Kind.WINDOW]
    approve(version)
    agree(one)
    impact = look(version)
    assert [on(impact, each).renewal for each in (one, other)] == [Renewal.GIVEN, Renewal.AWAITED]
    assert [on(impact, each).then for each in (one, other)] == ["1.1", "1.0"]
    assert [kinds(on(impact, each)) for each in (one, other)] == [[], [Kind.WINDOW]]


def test_stated_otherwise_than_the_amendment(included: Make, keep: Make, look: Make, on: Make, running: Any) -> None:
    person, version = included(1, "patient"), keep(running.protocol)
    assert on(look(version), person).renewal is Renewal.NOT_NEEDED
    assert on(look(version, reconsent=True), person).renewal is Renewal.TO_ASK


@pytest.mark.proves("amending consent-first")
@pytest.mark.parametrize("end", ["death", "withdrawal"])
def test_nobody_is_asked_who_died_or_left(
    included: Make, keep: Make, look: Make, on: Make, approve: Make, actor: Make, running: Any, end: str
) -> None:
    person = included(5, "patient")
    if end == "death":
        happen(actor("nurse"), person, "death", Moment(now() - DAY))
    else:
        record_consent(actor(), person, Taken(Step.WITHDRAW, now()))
    version = keep(changes.visit_with(running.protocol, "D28", after="P9D"), reconsent=True)
    found = on(look(version), person)
    assert (found.renewal, found.then, found.lines) == (Renewal.NOBODY, "1.0", ())
    approve(version)
    assert (to_renew(type(person).objects.get(pk=person.pk)), protocol_for(person).version) == ("", "1.0")


def test_visits_that_move_come_or_go(included: Make, keep: Make, look: Make, on: Make, running: Any) -> None:
    person, seventh = included(12, "patient"), running.protocol.schedule.visit("D7")
    later = changes.visit_with(running.protocol, "D7", day=11, before="P1D", after="P2D")
    found = on(look(keep(later)), person)
    assert the(found, Kind.VISIT_MOVED).where == the(found, Kind.IN_TIME).where == seventh.text
    sooner = changes.visit_with(running.protocol, "D28", day=9, before="P1D", after="P1D")
    found = on(look(keep(sooner, number="1.2")), person)
    assert the(found, Kind.VISIT_MOVED).after.en.endswith(the(found, Kind.OVERDUE).after.en)
    gone = on(look(keep(changes.without_visit(running.protocol, "D7"), number="1.3")), person)
    assert the(gone, Kind.VISIT_REMOVED).where == seventh.text
    again = schedule_with(running.protocol, seventh)
    came = on(look(keep(again, number="1.4")), person)
    assert the(came, Kind.VISIT_ADDED).where == the(came, Kind.OVERDUE).where == Text("Day 5", "Jour 5")


def schedule_with(protocol: Any, visit: Any) -> Any:
    """The protocol with one visit more, on day 5."""
    more = replace(visit, id="D5", day=5, text=Text("Day 5", "Jour 5"))
    return replace(protocol, schedule=replace(protocol.schedule, visits=(*protocol.schedule.visits, more)))


def test_days_of_a_daily_visit_are_told_together(
    included: Make, keep: Make, look: Make, on: Make, running: Any
) -> None:
    person = included(2, "patient")
    longer = on(look(keep(changes.visit_with(running.protocol, "DAILY", after="P3D"))), person)
    line = the(longer, Kind.WINDOW)
    assert ": days 1 to" in line.where.en and ": jours 1 à" in line.where.fr


@pytest.mark.proves("amending no-migration")
def test_values_of_an_item_that_goes_are_counted_and_stay(
    included: Make, keep: Make, look: Make, on: Make, actor: Make, running: Any
) -> None:
    person = included(3, "patient")
    vital_signs(actor, person)
    less = changes.without_item(running.protocol, "vital_signs", "temperature")
    line = the(on(look(keep(less)), person), Kind.VALUES_REMOVED)
    form = running.protocol.form("vital_signs")
    assert line.where.en == f"{form.text.en} · {form.item('temperature').text.en}"
    assert line.after.en == "values that stay, readable: 1"


def test_a_check_that_would_newly_ask(
    included: Make, keep: Make, look: Make, on: Make, actor: Make, running: Any
) -> None:
    person = included(3, "patient")
    vital_signs(actor, person)
    narrow = (quantity("36 Cel"), quantity("39 Cel"))
    found = on(look(keep(changes.item_with(running.protocol, "vital_signs", "temperature", expected=narrow))), person)
    line = the(found, Kind.CHECK)
    assert "39.6" in line.before.en and "36" in line.after.en and "version" not in line.after.en
    assert the(found, Kind.VALUES_CHANGED).after.en == "values that stay, readable: 1"


def test_a_criterion_answered_otherwise_undoes_no_inclusion(
    included: Make, keep: Make, look: Make, on: Make, approve: Make, running: Any
) -> None:
    person = included(3, "patient")
    rule = running.protocol.criterion("I1").rule
    other = Named(rule.name, Not(rule.of), rule.text)
    version = keep(changes.criterion_with(running.protocol, "I1", other))
    lines = [line for line in on(look(version), person).lines if line.kind is Kind.CRITERION]
    assert [(line.where.en.partition(" ")[0], line.before.en, line.after.en) for line in lines] == [
        ("I1", "met", "not met"), ("Eligible", "met", "not met"),
    ]  # fmt: skip
    approve(version)
    assert type(person).objects.get(pk=person.pk).enrolled.version == "1.0"


def test_an_alert_that_would_come_to_something_else_is_told(
    included: Make, keep: Make, look: Make, on: Make, approve: Make, running: Any
) -> None:
    """As it then is; an alert that is called otherwise and comes to the same is none."""
    person, protocol = included(3, "patient"), running.protocol
    before = alerts_of(person)
    one, other = (each.alert for each in before[:2])
    always = Named(one.rule.name, Not(NEVER), one.rule.text)
    version = keep(changes.alert_with(changes.alert_with(protocol, one.id, rule=always), other.id, text=one.text))
    line = the(on(look(version), person), Kind.ALERT)
    assert (line.where, line.before, line.after.en) == (one.text, WORDS[f"alert_{before[0].state}"], "alert")
    approve(version)
    after = {each.alert.id: each.state for each in alerts_of(type(person).objects.get(pk=person.pk))}
    assert after == {**{each.alert.id: each.state for each in before}, one.id: State.MET}


def test_a_primary_outcome_worked_out_otherwise_is_told(
    included: Make, keep: Make, look: Make, on: Make, running: Any
) -> None:
    person, protocol = included(20, "patient"), running.protocol
    outcome = next(each for each in protocol.outcomes if each.kind is OutcomeKind.PRIMARY)
    other = tuple(
        replace(each, verdict=Named(each.verdict.name, NEVER, each.verdict.text))
        if each.outcome == outcome.id
        else each
        for each in protocol.endpoints
    )
    line = the(on(look(keep(replace(protocol, endpoints=other))), person), Kind.OUTCOME)
    assert (line.where, line.before.en, line.after.en) == (outcome.text, "cannot tell", "not met")


def test_an_event_that_the_version_does_not_know_is_told_as_such(
    included: Make, keep: Make, look: Make, on: Make, actor: Make, running: Any
) -> None:
    person = included(4, "patient")
    happen(actor("nurse"), person, "icu_discharge", Moment(now() - DAY))
    schedule = running.protocol.schedule
    fewer = replace(schedule, events=tuple(each for each in schedule.events if each.id != "icu_discharge"))
    found = on(look(keep(replace(running.protocol, schedule=fewer))), person)
    assert the(found, Kind.UNTOLD).where == schedule.event("icu_discharge").text


def test_a_day_to_come_is_looked_at_as_if_it_had_come(
    included: Make, keep: Make, look: Make, on: Make, approve: Make, running: Any
) -> None:
    person, first = included(1, "patient"), keep(running.protocol)
    second = keep(running.protocol, number="1.2")
    approve(second, day="2199-01-01")
    later = look(first, "2199-02-01")
    assert (later.now, later.then) == ("1.0", "1.2")
    assert on(later, person).then == "1.2"
    assert look(first, today().isoformat()).then == "1.1"


def test_days_and_sites_that_there_are_not(keep: Make, look: Make, running: Any) -> None:
    version = keep(running.protocol)
    with pytest.raises(UsageError, match="is not a day"):
        look(version, "tomorrow")
    with pytest.raises(UsageError, match="there is no site 99"):
        look(version, site="99")


@pytest.mark.proves("amending dry-run")
def test_two_looks_that_find_the_same_have_one_mark(included: Make, keep: Make, look: Make, running: Any) -> None:
    included(3, "patient")
    version = keep(changes.visit_with(running.protocol, "D28", after="P9D"))
    first: Impact = look(version)
    assert look(version).mark == first.mark
    assert len({first.mark, look(version, "2199-01-01").mark, look(version, reconsent=True).mark}) == 3
    included(1, "patient")
    assert look(version).mark != first.mark


def test_a_row_a_change_in_both_languages(included: Make, keep: Make, look: Make, running: Any) -> None:
    person = included(3, "patient")
    impact = look(keep(changes.visit_with(running.protocol, "D28", text=Text("=1+1", "=1+1"), after="P9D")))
    (row,) = impact.rows("fr")
    assert row[:6] == ("01", person.code, person.enrolled.number, "1.0", "1.1", "non nécessaire")
    assert row[6:8] == ("fenêtre modifiée", "=1+1")
