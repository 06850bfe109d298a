"""Computed versions are never stale: after any saves, consents, inclusions and events, what is kept is what rules say.

Each example is one person's story, told through the actions alone; it is rolled back before the next.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bedside.conduct.casebook.actions import Typed, fill, open_sheet
from bedside.conduct.casebook.charts import known_of
from bedside.conduct.casebook.computing import Worked, computed_items, inputs_of, versions_of, work_out
from bedside.conduct.casebook.models import Computed
from bedside.conduct.casebook.reading import current, sheets_of
from bedside.conduct.inclusion import actions as inclusion
from bedside.conduct.participants import actions as participants
from bedside.conduct.participants import consent
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.study.protocol import protocol_of
from bedside.conduct.trail.models import Event
from bedside.errors import BedsideError
from bedside.protocol.model import ItemKind
from bedside.values.moment import HOUR, Moment, now
from tests.conduct.casebook.conftest import TRIALS, consent_to, person_of
from tests.conduct.casebook.generated import answer_for

Make = Callable[..., Any]
OCCASIONS = {
    "jakahdi": [("DAILY", 3, "sofa_day"), ("DAILY", 4, "sofa_day"), ("DAILY", 9, "sofa_day"),
                ("D0", None, "laboratory"), ("D0", None, "hs_examination"), ("D0", None, "eligibility"),
                ("unscheduled", None, "vasoactive_drugs"), ("unscheduled", None, "organ_support"),
                ("D0", None, "demographics"), ("D0", None, "vital_signs"), ("D7", None, "vital_status")],
    "adrenal": [("D0", None, "eligibility"), ("D0", None, "observations"), ("unscheduled", None, "treatments")],
}  # fmt: skip
SAVES = st.tuples(st.just("save"), st.integers(0, 10), st.integers(0, 10_000))
OUTCOMES = st.tuples(st.just("save"), st.just(10), st.integers(0, 10_000))
EVENTS = st.tuples(st.sampled_from(["enrol", "happen", "take back", "renew"]), st.integers(0, 3), st.just(0))
STEPS = st.lists(st.one_of(SAVES, OUTCOMES, EVENTS), min_size=1, max_size=9)


class Story:
    """One person of a trial, and what may happen to them."""

    def __init__(self, trial: str, actor: Make, user: Any) -> None:
        self.trial, self.user = trial, user
        self.by, self.doctor = actor("nurse", TRIALS[trial]), actor("investigator", TRIALS[trial])
        held = person_of(trial, actor("administrator", TRIALS[trial]))
        consent_to(held, self.doctor)
        self.code = held.code

    @property
    def person(self) -> Person:
        """Read anew, as each request does."""
        return Person.objects.get(code=self.code)

    def save(self, which: int, seed: int) -> None:
        pick, someone = random.Random(seed), self.person
        protocol = protocol_for(someone)
        visit, day, name = OCCASIONS[self.trial][which % len(OCCASIONS[self.trial])]
        form = protocol.form(name)
        sheet = open_sheet(self.by, someone, visit, name, protocol.version, day)
        asked = [item for item in form.items if item.kind is not ItemKind.COMPUTED]
        typed = {}
        for item in pick.sample(asked, pick.randint(1, len(asked))):
            given_ = answer_for(protocol, form, item, pick.randint(0, 9))
            clock = f"{pick.randint(10, 21)}/11/2026 {pick.randint(0, 23)}:00"
            text = clock if item.kind is ItemKind.TIME else given_.text
            typed[item.id] = Typed(text, given_.unit, reason="again", confirmed="order tenfold expected inclusion")
        fill(self.by, self.user, sheet, typed, {item: entry.number for item, entry in current(sheet).items()})

    def enrol(self, days: int, _: int) -> None:
        inclusion.enrol(self.doctor, self.person, Moment(now() - 24 * HOUR * days))

    def happen(self, which: int, _: int) -> None:
        events = protocol_for(self.person).schedule.events
        participants.happen(self.by, self.person, events[which % len(events)].id, Moment(now()))

    def take_back(self, *_: int) -> None:
        held = self.person.happened.filter(taken_back=None).first()
        if held is not None:
            participants.take_back(self.by, held, "by mistake")

    def renew(self, which: int, _: int) -> None:
        """Consent again, by any route: what it certifies answers questions of the criteria."""
        someone = self.person
        routes = protocol_for(someone).consent_routes
        route = routes[which % len(routes)]
        certified = frozenset(name for group in route.needs for name in group)
        taken = consent.Taken(consent.Step.GIVE, now(), route.id, "1.0", certified)
        participants.record_consent(self.doctor, someone, taken, "child")

    def check(self) -> int:
        """What is kept is what a fresh computation says, inputs included; how many values that was."""
        someone = self.person
        known, kept, count = known_of(someone), versions_of(someone), 0
        for sheet, entries in sheets_of(someone):
            protocol = protocol_of(sheet.version)
            for item in computed_items(protocol.form(sheet.form)):
                worked = work_out(protocol, sheet, item, entries, known)
                if isinstance(worked, Worked):
                    held, value = kept[(sheet.pk, item.id)], worked.meaning.value
                    assert (held.low, held.high, held.inputs) == (repr(value.low), repr(value.high), inputs_of(worked))
                    count += 1
        return count


@pytest.fixture
def eligible(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is in the way of an enrolment but what the database itself refuses."""
    monkeypatch.setattr(inclusion, "in_the_way", lambda person, found: ("already",) * hasattr(person, "enrolled"))
    monkeypatch.setattr(inclusion, "NotEligible", lambda code, reasons: BedsideError("enrolled already", code, ""))


@pytest.mark.proves("ground computed-current")
@settings(max_examples=settings.default.max_examples // 2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
@example(steps=[("save", 0, 6238), ("save", 6, 9403)])  # the first row of a log says that there was none elsewhere
def test_what_is_kept_is_what_rules_say_now(
    study: Any, eligible: None, actor: Make, user: Make, trial: str, steps: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        story = Story(trial, actor, user("nurse"))
        for name, which, seed in steps:
            with suppress(BedsideError):  # what the study does not allow leaves nothing behind
                getattr(story, name.replace(" ", "_"))(which, seed)
            story.check()
        transaction.set_rollback(True)


def test_an_inclusion_works_out_the_outcome_in_its_own_transaction(
    study: Any, eligible: None, actor: Make, user: Make
) -> None:
    story = Story("jakahdi", actor, user("nurse"))
    story.save(OCCASIONS["jakahdi"].index(("D7", None, "vital_status")), 1)
    assert not Computed.objects.filter(item="primary").exists()
    story.enrol(2, 0)
    kept = Computed.objects.get(item="primary")
    assert kept.event.actor == story.doctor.name and '"entries"' in kept.inputs
    assert [each.action for each in Event.objects.order_by("-number")[:2]] == ["work out", "enrol"]
    story.happen(0, 0)
    assert story.check() == 1
