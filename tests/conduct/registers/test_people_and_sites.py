"""Delegation, training, and the opening of sites."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.conduct.people import actions as people
from bedside.conduct.people.models import User
from bedside.conduct.people.roles import Role
from bedside.conduct.registers import actions_people, actions_sites, training
from bedside.conduct.registers.activation import FOLLOWS, ITEMS, NEED_REASON, SiteState, checklist, state_of
from bedside.conduct.registers.delegation import MEANINGS, Hand, Part, Standing, log, undelegated
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError

pytestmark = pytest.mark.usefixtures("study")
HAND = Hand("Dr A. Example", "en")


def by_of(user: User, role: str) -> Any:
    from bedside.conduct.trail.keeping import Actor

    return Actor(user.username, role, user.organisation, "test")


@pytest.mark.proves("inspection delegation")
def test_a_delegation_holds_once_accepted_by_who_is_to_do_it(user: Callable[..., User]) -> None:
    doctor, nurse, other = user("investigator", "01"), user("nurse", "01"), user("nurse", "02")
    assert set(undelegated("01")) == {doctor, nurse}
    by = by_of(doctor, "investigator")
    held = actions_people.delegate(by, "01", nurse, ["data", "consent"], "2020-01-01", "", HAND)
    assert held.tasks == "consent data" and log("01")[0].standing is Standing.WAITING
    assert undelegated("01") == [nurse]  # who keeps the log needs no line in it
    with pytest.raises(UsageError, match="only who is to do it"):
        actions_people.accept(by_of(doctor, "investigator"), held, HAND)
    actions_people.accept(by_of(nurse, "nurse"), held, HAND)
    assert log("01")[0].standing is Standing.HOLDS and undelegated("01") == []
    actions_people.end_delegation(by_of(doctor, "investigator"), held, "2020-02-01", "left")
    assert log("01")[0].standing is Standing.OVER and undelegated("01") == [nurse]
    for someone in (other, doctor):
        with pytest.raises(UsageError, match="nothing can be delegated to them here"):
            actions_people.delegate(by_of(doctor, "investigator"), "01", someone, ["data"], "2020-01-01", "", HAND)
    for tasks, days, told in ((["surgery"], ("2020-01-01", ""), "no task"), ([], ("2020-01-01", ""), "no task"),
                              (["data"], ("2020-01-02", "2020-01-01"), "wrong way round")):  # fmt: skip
        with pytest.raises(UsageError, match=told):
            actions_people.delegate(by_of(doctor, "investigator"), "01", nurse, tasks, *days, HAND)


@pytest.mark.proves("inspection delegation")
def test_a_delegation_to_come_does_not_hold_yet(user: Callable[..., User]) -> None:
    doctor, nurse = user("investigator", "01"), user("nurse", "01")
    held = actions_people.delegate(by_of(doctor, "investigator"), "01", nurse, ["data"], "2090-01-01", "", HAND)
    actions_people.accept(by_of(nurse, "nurse"), held, HAND)
    assert log("01")[0].standing is Standing.TO_COME and undelegated("01") == [nurse]
    with pytest.raises(UsageError, match="accepted already"):
        actions_people.accept(by_of(nurse, "nurse"), held, HAND)


@pytest.mark.proves("inspection delegation-signed")
def test_a_line_is_signed_by_who_delegates_and_by_who_accepts(user: Callable[..., User]) -> None:
    doctor, nurse = user("investigator", "01"), user("nurse", "01")
    by, their = by_of(doctor, "investigator"), by_of(nurse, "nurse")
    held = actions_people.delegate(by, "01", nurse, ["data"], "2020-01-01", "", Hand(" Dr A. Example ", "fr"))
    (line,) = log("01")
    assert line.signed and line.taken is None and line.given is not None
    assert (line.given.signed_as, line.given.said) == ("Dr A. Example", MEANINGS[Part.DELEGATES].fr)
    assert line.given.event.actor == doctor.username
    actions_people.accept(their, held, Hand("B. Example", "en"))
    (line,) = log("01")
    assert line.taken is not None and (line.taken.signed_as, line.taken.said) == (
        "B. Example",
        MEANINGS[Part.ACCEPTS].en,
    )
    told = Event.objects.filter(place=f"user {nurse.username}", number__gte=held.pk).order_by("number")
    assert [each.action for each in told] == ["delegate", "sign delegation", "accept delegation", "sign delegation"]


@pytest.mark.proves("inspection delegation-signed")
def test_who_does_not_write_their_name_neither_delegates_nor_accepts(user: Callable[..., User]) -> None:
    doctor, nurse = user("investigator", "01"), user("nurse", "01")
    with pytest.raises(UsageError, match="no name is given"):
        actions_people.delegate(by_of(doctor, "investigator"), "01", nurse, ["data"], "2020-01-01", "", Hand(" ", "en"))
    assert log("01") == []
    held = actions_people.delegate(by_of(doctor, "investigator"), "01", nurse, ["data"], "2020-01-01", "", HAND)
    with pytest.raises(UsageError, match="no name is given"):
        actions_people.accept(by_of(nurse, "nurse"), held, Hand("", "en"))
    assert log("01")[0].standing is Standing.WAITING


def test_a_line_of_before_lines_were_signed_says_so(user: Callable[..., User]) -> None:
    from bedside.conduct.registers.models import Delegated
    from bedside.conduct.trail.keeping import Act, keep

    by = by_of(user("investigator", "01"), "investigator")
    keep(Act(by, "delegate", "01"), Delegated(user=user("nurse", "01"), site="01", tasks="data", from_day="2020-01-01"))
    assert not log("01")[0].signed


@pytest.mark.proves("inspection training")
def test_a_training_that_is_needed_of_a_version_is_lacking_until_it_was_had(
    user: Callable[..., User], actor: Callable[..., Any]
) -> None:
    nurse, manager = user("nurse", "01"), actor("data manager", "")
    assert training.lacking(nurse) == []
    actions_people.require(manager, Role.NURSE, "protocol", "1.0")
    actions_people.require(manager, Role.INVESTIGATOR, "safety")
    assert [(each.topic.en, each.version) for each in training.lacking(nurse)] == [("the protocol", "1.0")]
    actions_people.record_training(manager, nurse, "protocol", "2026-01-05", "certificate 7", "1.0")
    assert training.lacking(nurse) == []
    actions_people.require(manager, Role.NURSE, "protocol", "2.0")  # an amendment: the old training is not enough
    assert [each.version for each in training.lacking(nurse)] == ["2.0"]
    actions_people.require(manager, Role.NURSE, "protocol", needed=False)
    assert training.lacking(nurse) == []
    for told, refused in (
        ("holds already", lambda: actions_people.require(manager, Role.NURSE, "protocol", needed=False)),
        ("no topic", lambda: actions_people.require(manager, Role.NURSE, "surgery")),
        ("is to come", lambda: actions_people.record_training(manager, nurse, "gcp", "2090-01-01", "c")),
        ("nothing shows it", lambda: actions_people.record_training(manager, nurse, "gcp", "2026-01-01", " ")),
    ):
        with pytest.raises(UsageError, match=told):
            refused()


class _Undo(Exception):
    """Takes back what an example wrote."""


@pytest.mark.proves("inspection site-states")
@given(st.lists(st.tuples(st.sampled_from([*SiteState, *ITEMS]), st.booleans()), max_size=14))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_site_moves_as_the_table_says(actor: Callable[..., Any], steps: list[tuple[str, bool]]) -> None:
    try:
        with transaction.atomic():
            people.open_site(actor("administrator", ""), "09", "New")
            _move(actor("data manager", ""), steps)
            raise _Undo
    except _Undo:
        pass


def _move(by: Any, steps: list[tuple[str, bool]]) -> None:
    state, there = SiteState.PLANNED, set()
    for step, whether in steps:
        before = Event.objects.count()
        if step in ITEMS:
            actions_sites.check_item(by, "09", step, "2026-01-01" if whether else "", reason="" if whether else "lost")
            there = there | {step} if whether else there - {step}
        else:
            asked = SiteState(step)
            allowed = asked in FOLLOWS[state] and (whether or asked not in NEED_REASON)
            allowed = allowed and (asked is not SiteState.ACTIVE or there == set(ITEMS))
            try:
                actions_sites.move_site(by, "09", asked, "because" if whether else "")
            except UsageError:
                assert not allowed and Event.objects.count() == before
                continue
            assert allowed
            state = asked
        assert Event.objects.count() == before + 1
    assert state_of("09") is state and {each.name for each in checklist("09") if each.there} == there


@pytest.mark.proves("inspection site-states")
def test_nobody_is_enrolled_at_a_site_that_is_not_active(actor: Callable[..., Any]) -> None:
    from bedside.conduct.inclusion.actions import in_the_way
    from bedside.conduct.inclusion.standing import standing
    from bedside.conduct.participants.actions import screen

    person, by = screen(actor("nurse", "01"), "01"), actor("data manager", "")
    told = "site 01 is on hold"
    assert told not in [each.en for each in in_the_way(person, standing(person))]
    actions_sites.move_site(by, "01", SiteState.ON_HOLD, "the pharmacy is closed")
    assert told in [each.en for each in in_the_way(person, standing(person))]
    actions_sites.move_site(by, "01", SiteState.ACTIVE)
    assert told not in [each.en for each in in_the_way(person, standing(person))]


def test_what_a_site_lacks_is_named(actor: Callable[..., Any]) -> None:
    by = actor("data manager", "")
    people.open_site(actor("administrator", ""), "09", "New")
    actions_sites.move_site(by, "09", SiteState.INITIATED)
    for item in list(ITEMS)[1:]:
        actions_sites.check_item(by, "09", item, "2026-01-01")
    with pytest.raises(UsageError) as error:
        actions_sites.move_site(by, "09", SiteState.ACTIVE)
    assert "not there yet: approval of the ethics committee." in str(error.value)
