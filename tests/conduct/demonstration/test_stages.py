"""Everybody of the table is there, and is where their story says, by the application's own reading."""

from __future__ import annotations

from typing import Any

import pytest

from bedside.conduct.amending.versions import State as Place
from bedside.conduct.amending.versions import kept_versions
from bedside.conduct.casebook.charts import known_of
from bedside.conduct.casebook.models import Computed, Sheet
from bedside.conduct.demonstration.amended import IN_FORCE
from bedside.conduct.demonstration.cast import ORIGIN, PARTS, SITES
from bedside.conduct.demonstration.stories import stories
from bedside.conduct.demonstration.waiting import STAGES
from bedside.conduct.inclusion.standing import standing
from bedside.conduct.monitoring.choosing import ANY, Choice
from bedside.conduct.monitoring.states import State
from bedside.conduct.monitoring.verification import Progress, progress_of_persons
from bedside.conduct.participants.consent import Basis, Continuation, Data, Kind, Part, Relative, kind_of
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import consent_of, protocol_for, to_renew
from bedside.conduct.people.models import Site, User
from bedside.conduct.people.roles import Role
from bedside.conduct.study.actions import current_status
from bedside.conduct.study.statuses import Status
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.verifying import verify
from bedside.protocol.evaluating import evaluate
from bedside.values.interval import MET, NOT_MET
from bedside.values.moment import DAY, Moment, now, read_length


def test_every_stage_is_there(demonstration: Any) -> None:
    wanted = {story.stage for story in stories(demonstration.protocol)}
    wanted |= {stage.__name__.replace("_", " ") for _, stage in STAGES} | {"imported"}
    assert set(demonstration.stages) == wanted
    assert demonstration.untold == ()
    sites = {code.split("-")[0] for codes in demonstration.stages.values() for code in codes}
    assert sites == {code for code, _ in SITES}


def test_nothing_was_written_behind_the_applications_back(demonstration: Any) -> None:
    assert list(verify()) == []
    before = Event.objects.filter(action="add version").earliest("number").number
    assert set(Event.objects.filter(number__gt=before).values_list("origin", flat=True)) <= {
        ORIGIN,
        "screens",
        "import",
    }
    assert Event.objects.filter(origin=ORIGIN).count() > 1_000
    known = {part.username for part in PARTS}
    acted = Event.objects.filter(origin=ORIGIN).exclude(participant="").values_list("actor", flat=True)
    assert set(acted) <= known


def test_an_amendment_is_in_force_at_one_site_and_planned_at_another(demonstration: Any) -> None:
    made = kept_versions()[0]
    assert [cell.state for cell in made.cells] == [Place.NOT_APPROVED, Place.PLANNED, Place.IN_FORCE]
    persons = Person.objects.filter(site=IN_FORCE, enrolled__isnull=False)
    versions = {protocol_for(person).version for person in persons}
    assert versions == {demonstration.protocol.version, made.version.version}
    assert {to_renew(person) for person in persons} == {"", made.version.version}


def test_a_monitor_has_been_there(demonstration: Any) -> None:
    for site, _ in SITES:
        found = {thread.state for thread in Choice(site=site, state=ANY).threads([site])}
        assert {State.OPEN, State.ANSWERED, State.CORRECTED, State.CLOSED} <= found, site
        people_ = Person.objects.filter(site=site, enrolled__isnull=False)
        whole = sum(progress_of_persons(people_).values(), Progress())
        assert whole.verified and whole.left and whole.changed, site


def test_the_study_recruits_at_three_sites_with_every_role(demonstration: Any) -> None:
    assert current_status() is Status.RECRUITING
    assert Site.objects.count() == len(SITES)
    assert {part.role for part in PARTS} == set(Role)
    assert User.objects.count() == len(PARTS)


@pytest.mark.parametrize(
    ("stage", "part", "value"),
    [
        ("own consent", "continuation", None),
        ("past day 28", "continuation", Continuation.SIGNED),
        ("refused continuation", "continuation", Continuation.REFUSED),
        ("died before deciding", "continuation", Continuation.DIED_BEFORE),
        ("relative's consent", "continuation", Continuation.SOUGHT),
        ("withdrawn", "part", Part.WITHDRAWN),
        ("objected to the use of data", "data", Data.OBJECTED),
        ("refused", "basis", Basis.REFUSED),
    ],
)
def test_a_consent_stands_where_its_story_says(stage: str, part: str, value: Any, person: Any) -> None:
    state = consent_of(person(stage))
    assert state.basis is (Basis.REFUSED if stage == "refused" else Basis.GIVEN)
    assert value is None or getattr(state, part) is value


def test_an_emergency_awaits_relatives_and_patient(demonstration: Any, person: Any) -> None:
    protocol = demonstration.protocol
    if not any(kind_of(protocol, route) is Kind.NOBODY for route in protocol.consent_routes):
        assert consent_of(person("emergency")).relative is Relative.AGREED, "this trial has no emergency route"
        return
    state = consent_of(person("emergency"))
    assert (state.relative, state.continuation) == (Relative.TO_ASK, Continuation.SOUGHT)
    assert consent_of(person("emergency, a relative agreed")).relative is Relative.AGREED
    assert consent_of(person("relative refused")).relative is Relative.REFUSED


def test_those_in_screening_stand_as_they_should(person: Any) -> None:
    assert not standing(person("cannot tell")).verdict.known
    assert standing(person("barred")).barring
    assert standing(person("ready")).eligible
    assert consent_of(person("ready")).lawful
    assert person("imported").imported.count() > 10
    assert person("left out").not_enrolled.criteria
    assert person("left out otherwise").not_enrolled.other


def test_the_first_outcome_comes_out_of_the_rules(demonstration: Any, person: Any) -> None:
    """Read from what is typed, not from the virtual patient."""
    (endpoint, *_) = demonstration.protocol.endpoints
    for stage, verdict in (("endpoint met", MET), ("six months", MET), ("endpoint not met", NOT_MET)):
        one = person(stage)
        found = evaluate(endpoint, known_of(one).chart, Moment(one.enrolled.at_us), now()).verdict.value
        last = one.enrolled.at_us + max(read_length(each.after) for each in endpoint.evaluations)
        assert found == verdict or (last > now() and not found.known), stage


def test_casebooks_are_filled_as_far_as_time_has_come(demonstration: Any, person: Any) -> None:
    ages = [(now() - each.enrolled.at_us) / DAY for each in Person.objects.filter(enrolled__isnull=False)]
    assert min(ages) < 1
    assert max(ages) > 183
    assert Computed.objects.count() > 30
    first, last = (
        Sheet.objects.filter(person=person("included today")),
        Sheet.objects.filter(person=person("six months")),
    )
    assert 0 < first.count() < last.count()
    assert person("found ineligible").deviations.count() == 1
    assert person("died before deciding").happened.filter(what="death").exists()
