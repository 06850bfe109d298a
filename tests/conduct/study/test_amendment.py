"""A small invented amendment that asks for renewed consent, in force at one site before the other."""

from __future__ import annotations

import datetime
import json
import shutil
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from bedside.commands import studies
from bedside.conduct.participants import actions as participants
from bedside.conduct.participants import consent
from bedside.conduct.participants.models import Enrolled, Person
from bedside.conduct.participants.reading import protocol_for, to_renew
from bedside.conduct.people.models import User
from bedside.conduct.study import actions
from bedside.conduct.study.clock import today
from bedside.conduct.study.models import Version
from bedside.conduct.study.protocol import protocol_of, version_at
from bedside.conduct.study.reading import recruitment
from bedside.conduct.trail.keeping import Act, keep
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.protocol.amendments import read_amendments
from bedside.protocol.loading import load_versions
from bedside.values.moment import now
from tests import needs

pytestmark = pytest.mark.usefixtures("study")
AMENDMENT = """\
from: "1.0"
version: "1.1"
date: "2026-03-01"
title: {{en: Longer title, fr: Titre plus long}}
reconsent: {reconsent}
changes:
  - {{path: /title/en, from: "{title}", to: "{title}, amended"}}
"""
FIRST, LATER = "2026-04-01", "2026-06-01"


@pytest.fixture
def amended(tmp_path: Path, study: Any) -> Callable[..., Path]:
    """amended(reconsent): the folder of the trial, with the amendment."""

    def made(reconsent: bool = True) -> Path:
        trial = tmp_path / "jakahdi"
        shutil.copytree(needs.ROOT / "trials" / "jakahdi", trial)
        (trial / "amendments").mkdir()
        text = AMENDMENT.format(reconsent=str(reconsent).lower(), title=study.protocol.text.en)
        (trial / "amendments" / "1.1.yaml").write_text(text, encoding="utf-8")
        return trial

    return made


@pytest.fixture
def kept(amended: Callable[..., Path], actor: Callable[..., Any]) -> Callable[..., Version]:
    """kept(reconsent): the amended version, kept, and the first one in force at both sites."""

    def made(reconsent: bool = True) -> Version:
        trial, by = amended(reconsent), actor("data manager", "")
        for site in ("01", "02"):
            actions.approve(by, Version.objects.get(version="1.0"), site, "2026-01-01")
        (version,) = actions.add_amendments(by, load_versions(trial), read_amendments(trial))
        return version

    return made


def person(actor: Callable[..., Any], site: str) -> Person:
    """Somebody who agreed to the first version."""
    found = participants.screen(actor("nurse", site), site)
    given = consent.Taken(consent.Step.GIVE, now(), "patient", "1", frozenset(_conditions("patient")))
    participants.record_consent(actor("investigator", site), found, given, "patient")
    return found


def _conditions(route: str) -> set[str]:
    held = next(each for each in protocol_of("1.0").consent_routes if each.id == route)
    return {name for group in held.needs for name in group}


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.proves("law consent-anew")
def test_in_force_at_one_site_before_the_other(kept: Callable[..., Version], actor: Callable[..., Any]) -> None:
    version, by = kept(), actor("data manager", "")
    assert version.reconsent and version.event.reason == "Longer title · Titre plus long"
    actions.approve(by, version, "01", FIRST)
    actions.approve(by, version, "02", LATER)
    assert [version_at(site, day("2026-05-01")) for site in ("01", "02")] == ["1.1", "1.0"]
    assert [version_at(site, day("2026-07-01")) for site in ("01", "02")] == ["1.1", "1.1"]


def test_a_version_approved_from_a_day_to_come_is_not_told_as_in_force(
    kept: Callable[..., Version], actor: Callable[..., Any]
) -> None:
    tomorrow = (today() + datetime.timedelta(days=1)).isoformat()
    actions.approve(actor("data manager", ""), kept(), "02", tomorrow)
    first, second = recruitment()
    assert (first.version, first.next_version) == ("1.0", "")
    assert (second.version, second.since, second.next_version, second.next_from) == (
        "1.0",
        "2026-01-01",
        "1.1",
        tomorrow,
    )


@pytest.mark.proves("law consent-anew")
def test_a_participant_is_asked_where_it_is_in_force_and_follows_once_they_agree(
    kept: Callable[..., Version], actor: Callable[..., Any]
) -> None:
    version, one, other = kept(), person(actor, "01"), person(actor, "02")
    actions.approve(actor("data manager", ""), version, "01", FIRST)
    assert (to_renew(one), to_renew(other)) == ("1.1", "")
    again = consent.Taken(consent.Step.RENEW, now(), "patient", "2", frozenset({"consent_signed_by_patient"}))
    participants.record_consent(actor("nurse", "01"), one, again, version="1.1")
    assert (to_renew(one), protocol_for(one).version, protocol_for(other).version) == ("", "1.1", "1.0")


def test_without_renewed_consent_everybody_follows_the_site(
    kept: Callable[..., Version], actor: Callable[..., Any]
) -> None:
    version, one = kept(reconsent=False), person(actor, "01")
    actions.approve(actor("data manager", ""), version, "01", FIRST)
    assert (to_renew(one), protocol_for(one).version) == ("", "1.1")


def test_the_ethics_committee_may_decide_otherwise_for_a_reason(
    kept: Callable[..., Version], actor: Callable[..., Any]
) -> None:
    version, one, by = kept(reconsent=False), person(actor, "01"), actor("data manager", "")
    with pytest.raises(UsageError, match="says otherwise"):
        actions.approve(by, version, "01", FIRST, reconsent=True)
    actions.approve(by, version, "01", FIRST, reconsent=True, reason="opinion of 12 March")
    assert to_renew(one) == "1.1"
    event = Event.objects.get(action="approve version", site="01", place="version 1.1")
    assert event.reason == "opinion of 12 March"


def test_the_page_of_the_study(
    kept: Callable[..., Version], user: Callable[..., User], client_of: Callable[..., Client], actor: Callable[..., Any]
) -> None:
    actions.approve(actor("data manager", ""), kept(), "01", FIRST)
    manager = client_of(user("data manager", ""))
    page = manager.get("/study/").content.decode()
    assert "Longer title" in page and "participants are asked to consent anew" in page and f"1.1 since {FIRST}" in page


def test_nothing_is_kept_of_a_trial_that_is_not_this_study_s(
    amended: Callable[..., Path], actor: Callable[..., Any]
) -> None:
    by = actor("data manager", "")
    with pytest.raises(UsageError, match="study is of jakahdi"):
        actions.add_amendments(by, load_versions("adrenal"), ())
    with pytest.raises(UsageError, match="kept already"):
        actions.add_amendments(by, load_versions("jakahdi"), ())
    trial = amended()
    text = (trial / "protocol.yaml").read_text(encoding="utf-8")
    (trial / "protocol.yaml").write_text(text.replace('value: "42"', 'value: "43"'), encoding="utf-8")
    with pytest.raises(UsageError, match="not as it was"):
        actions.add_amendments(by, load_versions(trial), read_amendments(trial))
    assert Version.objects.count() == 1


def test_the_command(
    amended: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(studies, "started", Path)
    assert studies.amend(Namespace(study="study", trial=str(amended()), dry_run=False, lang="en")) == 0
    assert "Version 1.1 is kept in study, and asks for renewed consent." in "".join(capsys.readouterr())
    held = Version.objects.get(version="1.1")
    assert held.reconsent and json.loads(held.event.detail) == {"date": "2026-03-01"}


@pytest.mark.proves("amending dry-run")
@pytest.mark.parametrize(
    ("language", "asked"),
    [("en", "Renewed consent: to be asked for"), ("fr", "Nouveau consentement\u00a0: à demander")],
)
def test_the_command_tells_before_anything_is_kept(
    amended: Callable[..., Path], actor: Callable[..., Any], monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], language: str, asked: str,
) -> None:  # fmt: skip
    actions.approve(actor("data manager", ""), Version.objects.get(version="1.0"), "01", "2026-01-01")
    enrolled = person(actor, "01")
    keep(Act(actor(), "enrol", "01"), Enrolled(person=enrolled, number="01-001", at_us=int(now()), version="1.0"))
    monkeypatch.setattr(studies, "started", Path)
    before = Event.objects.count()
    assert studies.amend(Namespace(study="study", trial=str(amended()), dry_run=True, lang=language)) == 0
    told = capsys.readouterr().out
    assert told.startswith("01 ") and "\n02 " in told and asked in told
    assert "01-001" in told and Event.objects.count() == before and Version.objects.count() == 1
