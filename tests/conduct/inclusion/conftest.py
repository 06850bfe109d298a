"""A study that recruits, and made-up patients who are eligible: those of the trials' own worked patients, moved to now.

running     the study, its version approved at both sites, recruiting
adrenal     the same for the second trial, which site 02 then works by
included    included(days, route, site) -> somebody enrolled so many days ago
eligible    eligible(trial, without=...) -> (facts that data give, answers that people give)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest

from tests import needs

TRIALS = needs.ROOT / "trials"


@dataclass(frozen=True)
class Patient:
    """Somebody who does not exist: the facts that data give of them, and the answers of people (yes or no)."""

    facts: list[Any]
    answers: dict[str, str]


@pytest.fixture
def running(study: Any, actor: Callable[..., Any]) -> Any:
    """The study, recruiting, its version in force at both sites."""
    _approve(actor, study.protocol.version, study.sites)
    return study


def _approve(actor: Callable[..., Any], version: str, sites: Any) -> None:
    from bedside.conduct.study import actions
    from bedside.conduct.study.models import Version
    from bedside.conduct.study.statuses import Status

    for site in sites:
        actions.approve(actor("data manager", ""), Version.objects.get(version=version), site, "2020-01-01")
    if actions.current_status() is not Status.RECRUITING:
        actions.set_status(actor("safety officer", ""), Status.RECRUITING)


@pytest.fixture(scope="session")
def second_trial() -> Any:
    """The second trial, under a version number of its own so that it can stand beside the first."""
    from bedside.protocol.loading import load

    return replace(load("adrenal"), version="9.1")


@pytest.fixture
def adrenal(running: Any, actor: Callable[..., Any], second_trial: Any) -> Any:
    """The study, whose site 02 works by the second trial."""
    from bedside.conduct.study import actions
    from bedside.conduct.study.protocol import protocol_of

    actions.add_version(actor("data manager", ""), second_trial)
    _approve(actor, "9.1", ["02"])
    return protocol_of("9.1")


@cache
def _eligible_case(trial: str, protocol: Any) -> Any:
    """The patient `whole.yaml` calls eligible, read once."""
    from bedside.protocol.worked import read_cases
    from bedside.values.interval import MET

    return next(each for each in read_cases(TRIALS / trial, protocol) if each.expected.get("eligible") == MET)


@pytest.fixture
def eligible(protocol: Any, second_trial: Any) -> Callable[..., Patient]:
    """eligible(trial, without): the patient `whole.yaml` calls eligible, their facts moved so that they are of now."""
    from bedside.values.interval import MET
    from bedside.values.moment import EVER, HOUR, Moment, now

    def made(trial: str = "jakahdi", without: tuple[str, ...] = ()) -> Patient:
        held = protocol if trial == "jakahdi" else second_trial
        case = _eligible_case(trial, held)
        by = now() - HOUR // 60 - case.at
        facts = [fact for those in case.chart.facts.values() for fact in those if fact.variable not in without]
        questions = {question.name for question in held.questions}
        consent = {name for route in held.consent_routes for group in route.needs for name in group}

        def moved(at: int) -> Moment:
            return Moment(at if abs(at) > EVER // 2 else at + by)

        measured = [
            replace(fact, start=moved(fact.start), end=moved(fact.end), available=moved(fact.available),
                    course=fact.course and (moved(fact.course[0]), moved(fact.course[1])))
            for fact in facts if fact.variable not in questions
        ]  # fmt: skip
        answers = {
            fact.variable: "yes" if fact.value == MET else "no"
            for fact in facts if fact.variable in questions - consent
        }  # fmt: skip
        return Patient(measured, answers)

    return made


@pytest.fixture
def included(running: Any, eligible: Callable[..., Patient], actor: Callable[..., Any]) -> Callable[..., Any]:
    """included(days, route, site): somebody enrolled so many days ago."""
    from bedside.conduct.inclusion import questions
    from bedside.conduct.inclusion.actions import enrol
    from bedside.conduct.participants import actions, consent
    from bedside.conduct.participants.models import Person
    from bedside.protocol.forms import recorded_by
    from bedside.values.moment import DAY, HOUR, Moment, now

    def made(days: float = 0.0, route: str = "relative", site: str = "01") -> Any:
        back = int(days * DAY) + HOUR
        patient = eligible()
        stay, facts = f"s{Person.objects.count()}", [_back(each, back) for each in patient.facts]
        person = actions.screen(actor("nurse"), site, "hospital", stay, facts, recorded_by(running.protocol))
        questions.answer(actor("nurse"), person, running.protocol, patient.answers, Moment(now() - back - HOUR), "")
        held = next(each for each in running.protocol.consent_routes if each.id == route)
        given_ = frozenset(group[0] for group in held.needs)
        document = "" if route == "emergency" else "1.0"
        taken = consent.Taken(consent.Step.GIVE, Moment(now() - back - HOUR // 2), route, document, given_)
        actions.record_consent(actor(), person, taken, "child" if route in ("attested", "relative") else "")
        enrol(actor(), Person.objects.get(pk=person.pk), Moment(now() - back))
        return Person.objects.get(pk=person.pk)

    return made


def _back(fact: Any, span: int) -> Any:
    """A record as it would have been that long ago; what went on goes on."""
    from bedside.values.moment import DAY, Moment, now

    start = Moment(fact.start - span) if fact.start > 0 else fact.start
    end = fact.end if fact.end > now() + DAY else Moment(fact.end - span)
    return replace(fact, start=start, end=end, available=Moment(fact.available - span), course=None)
