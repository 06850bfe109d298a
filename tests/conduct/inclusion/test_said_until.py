"""What somebody said of infusions and supports holds until they said it, or vouched for it; the preview says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.charts import known_of
from bedside.conduct.casebook.missing import none_of
from bedside.conduct.casebook.models import Computed
from bedside.conduct.casebook.places import UNSCHEDULED
from bedside.conduct.inclusion.preview import preview
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.participants.typed_times import with_offset
from bedside.conduct.trail import keeping
from bedside.protocol.spoken import recorders
from bedside.values.moment import DAY, HOUR, Moment, now, show

pytestmark = pytest.mark.django_db
FORMS = ("organ_support", "vasoactive_drugs")
Make = Callable[..., Any]


@pytest.fixture
def three_days_ago(included: Make, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Somebody included three days ago, of whom all was written then; whatever is saved next is saved a day later."""
    began = Moment(now() - 3 * DAY - HOUR)
    monkeypatch.setattr(keeping, "now", lambda: began)
    person = included(3)
    monkeypatch.setattr(keeping, "now", lambda: Moment(began + DAY))
    return person


def told(person: Person) -> dict[str, int]:
    """Until when each variable was spoken of."""
    found = known_of(Person.objects.get(pk=person.pk))
    return {each.name: at for each, at in found.speaks.told(protocol_for(person)).items()}


def write(actor: Make, person: Person, form: str, typed: dict[str, Typed], day: int | None = None) -> Any:
    visit = UNSCHEDULED if day is None else "DAILY"
    sheet = open_sheet(actor("nurse"), person, visit, form, "1.0", day)
    save(actor("nurse"), sheet, typed)
    return sheet


def none(actor: Make, person: Person, form: str) -> Any:
    return write(actor, person, form, none_of(protocol_for(person).form(form)))


def day_form(actor: Make, person: Person, hours: float, vouches: str) -> Any:
    """The form of day 1, of so many hours after inclusion."""
    at = Moment(person.enrolled.at_us + round(hours * HOUR) // HOUR * HOUR)
    typed = {"taken_at": Typed(with_offset(at)), "entered": Typed(vouches), "platelets": Typed("90", "10*9/L")}
    return write(actor, person, "sofa_day", typed, 1)


def sofa(person: Person, part: str) -> Any:
    (outcome,) = preview(Person.objects.get(pk=person.pk))
    return next(each for each in outcome.parts if part in each.text.en)


@pytest.mark.proves("ground said-until")
def test_none_said_at_inclusion_leaves_day_7_open_and_the_preview_says_why(three_days_ago: Person, actor: Make) -> None:
    person = three_days_ago
    for form in FORMS:
        none(actor, person, form)
    later = sofa(person, "day 7")
    assert not later.known
    assert ("SOFA cardiovascular", "0 to 4\u00a0points") in {(text.en, value.en) for text, value in later.components}
    saved = told(person)["norepinephrine"]
    why = {(each.en, each.fr) for each in later.why}
    assert any("said only up to" in en and "renseigné seulement jusqu’au" in fr for en, fr in why), why
    assert any(show(Moment(saved), with_zone())[:16] in en for en, _ in why), why


def with_zone() -> Any:
    from bedside.conduct.casebook.reading import zone

    return zone()


def test_inclusion_says_that_all_is_told_and_each_save_takes_its_own_form_further(
    three_days_ago: Person, actor: Make
) -> None:
    person = three_days_ago
    began = person.enrolled.at_us
    assert set(told(person).values()) == {max(began, person.event.at_us)}
    sheet = none(actor, person, "vasoactive_drugs")
    saved = sheet.entries.first().event.at_us
    of = recorders(protocol_for(person))
    moved = {name for name, at in told(person).items() if at == saved}
    assert moved == {name for name, forms in of.items() if "vasoactive_drugs" in forms}


@pytest.mark.parametrize(("hours", "vouches", "reaches"), [(22, "yes", 22), (22, "no", 0), (60, "yes", 24)])
def test_the_form_of_the_day_vouches_up_to_its_time_and_not_beyond_its_save(
    hours: float, vouches: str, reaches: float, three_days_ago: Person, actor: Make
) -> None:
    person, began = three_days_ago, three_days_ago.enrolled.at_us
    day_form(actor, person, hours, vouches)
    for at in told(person).values():
        assert (at - began) / HOUR == pytest.approx(reaches, abs=1.1)


def test_what_stands_on_a_form_that_vouches_is_worked_out_anew(three_days_ago: Person, actor: Make) -> None:
    """The SOFA of the day is open for catecholamines until they are said to be entered, and after a no again."""
    person = three_days_ago
    sheet = day_form(actor, person, 22, "no")

    def said() -> tuple[str, str]:
        last = Computed.objects.filter(sheet=sheet, item="sofa").order_by("-number").first()
        assert last is not None
        return last.low, last.high

    opened = said()
    save(actor("nurse"), sheet, {"entered": Typed("yes", reason="entered since")})
    vouched = said()
    assert float(vouched[1]) < float(opened[1])
    save(actor("nurse"), sheet, {"entered": Typed("no", reason="not yet")})
    assert said() == opened
    none(actor, person, "vasoactive_drugs")
    assert float(said()[1]) < float(opened[1])


def test_the_calendar_goes_on_as_long_as_nobody_tells_a_discharge(three_days_ago: Person) -> None:
    stays = known_of(three_days_ago).chart.facts["icu_stay"]
    assert any(fact.end > now() + 100 * DAY for fact in stays)
    assert not any(fact.said_until for fact in stays)


def test_the_day_form_says_how_to_answer_no(three_days_ago: Person, client_of: Make, user: Make) -> None:
    place = {"code": three_days_ago.code, "visit": "DAILY", "day": 1, "form": "sofa_day"}
    page = client_of(user("nurse")).get(reverse("casebook-sheet", kwargs=place)).content.decode()
    for form in FORMS:
        assert f"/participants/{three_days_ago.code}/forms/unscheduled/{form}/" in page
