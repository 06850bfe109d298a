"""What the study chooses where law and protocol leave a choice: by whom, why, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from bedside.conduct.participants.reading import reassess_after, second_physician
from bedside.conduct.people.models import User
from bedside.conduct.people.roles import TABLE, Action, Role
from bedside.conduct.study import actions, choices, models
from bedside.conduct.study.choices import BEFORE_LOCK, CHOICES, CTCAE, DELTA, OFF, ON, REASSESS_HOURS, SECOND_PHYSICIAN
from bedside.conduct.trail.keeping import Act, keep
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.values.moment import HOUR

pytestmark = pytest.mark.usefixtures("study")
DEFAULTS = {SECOND_PHYSICIAN: OFF, REASSESS_HOURS: "24", CTCAE: "v5.0", DELTA: "10", BEFORE_LOCK: "7"}


def test_until_somebody_chooses_the_defaults_hold() -> None:
    assert {name: choices.chosen(name) for name in CHOICES} == DEFAULTS
    assert (second_physician(), reassess_after()) == (False, 24 * HOUR)
    for each in CHOICES.values():
        assert each.default in each.offered and each.source.en and each.source.fr


@pytest.mark.proves("law second-physician")
def test_what_is_chosen_holds_from_then_on(actor: Callable[..., Any]) -> None:
    by = actor("data manager", "")
    actions.choose(by, SECOND_PHYSICIAN, ON, "asked by the ethics committee")
    actions.choose(by, REASSESS_HOURS, "12", "asked by the ethics committee")
    assert (second_physician(), reassess_after()) == (True, 12 * HOUR)
    actions.choose(by, SECOND_PHYSICIAN, OFF, "the committee changed its mind")
    assert not second_physician()
    told = [(each.choice.name, each.value, each.reason) for each in choices.history()]
    assert told[0] == (SECOND_PHYSICIAN, OFF, "the committee changed its mind") and len(told) == 3


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("no such", "on", "why"), (SECOND_PHYSICIAN, "perhaps", "why"), (SECOND_PHYSICIAN, OFF, "it is so already"),
        (CTCAE, "v6.0", "  "),
    ],
)  # fmt: skip
def test_what_is_refused(actor: Callable[..., Any], name: str, value: str, reason: str) -> None:
    with pytest.raises(UsageError):
        actions.choose(actor("data manager", ""), name, value, reason)
    assert choices.history() == []


def test_a_value_that_is_no_longer_offered_does_not_hold(actor: Callable[..., Any]) -> None:
    keep(Act(actor("data manager", ""), "set", place=CTCAE), models.Setting(name=CTCAE, value="v4.03"))
    assert choices.chosen(CTCAE) == "v5.0"
    assert choices.history()[0].told.en == "v4.03"


@pytest.mark.parametrize("role", Role)
def test_who_may_choose_and_who_only_reads(
    role: Role, user: Callable[..., User], client_of: Callable[..., Client]
) -> None:
    client, may = client_of(user(role.value, "")), Action.CHOOSE_SETTINGS in TABLE[role]
    page = client.get("/study/settings/")
    assert page.status_code == 200 and ("/study/settings/choose/" in page.content.decode()) is may
    sent = {"name": CTCAE, "value": "v6.0", "reason": "the safety plan names it"}
    before = Event.objects.count()
    assert client.post("/study/settings/choose/", sent).status_code == (302 if may else 403)
    assert Event.objects.count() == before + may


@pytest.mark.parametrize(("language", "word"), [("en", "Changes of settings"), ("fr", "Changements de réglages")])
def test_the_page_tells_value_default_source_and_history(
    user: Callable[..., User], client_of: Callable[..., Client], language: str, word: str
) -> None:
    client = client_of(user("data manager", "", "dan"))
    client.cookies["django_language"] = language
    client.post("/study/settings/choose/", {"name": DELTA, "value": "5", "reason": "plan, section 4"})
    page = client.get("/study/settings/").content.decode()
    assert word in page and "plan, section 4" in page and "dan" in page and page.count("<h1") == 1
    for each in CHOICES.values():
        assert each.asked.say(language) in page and each.source.say(language) in page
