"""Whatever people and programs do, through screens, API, imports and shell, in any order: every row that is kept has
exactly one entry in the trail, none is without, the trail verifies, and tells what stood there before and after."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import settings as pace
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bedside.conduct.api import limits
from bedside.conduct.api.actions import OFFERED, end_token, grantable, make_token
from bedside.conduct.casebook import actions as casebook
from bedside.conduct.casebook.missing import KINDS, REASONS
from bedside.conduct.casebook.models import Entry
from bedside.conduct.casebook.places import place_in, sheet_at
from bedside.conduct.casebook.reading import current
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.inclusion import actions as inclusion
from bedside.conduct.inclusion.importing import import_records
from bedside.conduct.participants import actions, consent
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.people import actions as people
from bedside.conduct.people.models import Grant, User
from bedside.conduct.people.roles import Role
from bedside.conduct.study.actions import set_status
from bedside.conduct.study.statuses import Status
from bedside.conduct.trail import triggers, verifying
from bedside.conduct.trail.keeping import Act, Actor
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.redacting import redact
from bedside.conduct.trail.telling import lines
from bedside.errors import BedsideError
from bedside.protocol.forms import Missing
from bedside.rules.words import said_unit
from bedside.values.moment import DAY, HOUR, Moment, now
from bedside.values.quantity import UNITS

SITES = st.sampled_from(["01", "02"])
ANYBODY = st.integers(0, 50)
VALUES = st.sampled_from(
    [Typed("42"), Typed(" 7,5 "), Typed("-3"), Typed("nothing"), Typed(""), Typed("61", reason="typing error"),
     Typed("17", reason="read again"), Typed(missing="unknown", because="other", reason="asked"),
     Typed(missing="not done", because="technical")]
)  # fmt: skip
STALE = st.sampled_from([False, False, False, True])
"""Whether what is corrected is an older version than the one that stands there."""


@dataclasses.dataclass
class World:
    """What every run begins with: people at each site, their browsers and tokens, the occasions that are written."""

    shell: dict[str, Actor]
    browsers: dict[str, Client]
    tokens: dict[str, str]
    occasions: list[tuple[str, str, str]]


def rows() -> dict[tuple[str, int], tuple[Any, ...]]:
    """Every row of every protected table but the trail's own, as the database has it."""
    found = {}
    with connection.cursor() as cursor:
        for model in triggers.protected():
            table, key = model._meta.db_table, model._meta.pk.column
            if model is not Event:
                cursor.execute(f'SELECT "{key}", * FROM "{table}"')
                found.update({(table, row[0]): row[1:] for row in cursor.fetchall()})
    return found


def events() -> dict[int, str]:
    """The table of each event's row; empty where it left none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, kept_in FROM trail_event")
        return dict(cursor.fetchall())


class Everything(RuleBasedStateMachine):
    """People and programs at two sites."""

    world: ClassVar[World]

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.rows, self.events, self.redacted = rows(), events(), set[tuple[str, int]]()

    def teardown(self) -> None:
        try:
            assert list(verifying.verify()) == []
            self.check_before_and_after()
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        """Somebody at each site, who agreed to take part."""
        for site in self.world.shell:
            self.screen(site, "screen")
        for who in range(len(self.world.shell)):
            self.consent(who, consent.Step.GIVE, 0)

    # --- what is done -------------------------------------------------------------------------------------------

    @rule(site=SITES, door=st.sampled_from(["screen", "shell"]))
    def screen(self, site: str, door: str) -> None:
        if door == "screen":
            assert self.world.browsers[site].post(f"/sites/{site}/screening/new/").status_code == 302
        else:
            actions.screen(self.world.shell[site], site)

    @rule(who=ANYBODY, step=st.sampled_from(consent.Step), route=st.integers(0, 5))
    def consent(self, who: int, step: consent.Step, route: int) -> None:
        person = self.person(who)
        if person is None:
            return
        protocol = protocol_for(person)
        chosen = protocol.consent_routes[route % len(protocol.consent_routes)]
        given = frozenset(name for group in chosen.needs for name in group)
        taken = consent.Taken(step, Moment(now() - HOUR), chosen.id, "1.0", given)
        self.refusable(lambda: actions.record_consent(self.world.shell[person.site], person, taken, "child"))

    @rule(who=ANYBODY, where=ANYBODY, value=VALUES, stale=STALE)
    def save_on_screen(self, who: int, where: int, value: Typed, stale: bool) -> None:
        self.save(who, where, value, stale, "screen")

    @rule(who=ANYBODY, where=ANYBODY, value=VALUES, stale=STALE)
    def save_by_program(self, who: int, where: int, value: Typed, stale: bool) -> None:
        self.save(who, where, value, stale, "api")

    @rule(who=ANYBODY, where=ANYBODY, value=VALUES, stale=STALE)
    def save_in_shell(self, who: int, where: int, value: Typed, stale: bool) -> None:
        self.save(who, where, value, stale, "shell")

    def save(self, who: int, where: int, value: Typed, stale: bool, door: str) -> None:
        person = self.person(who)
        if person is None:
            return
        visit, form, item = self.world.occasions[where % len(self.world.occasions)]
        sheet = sheet_at(person, place_in(protocol_for(person), visit, form))
        before = current(sheet).get(item) if sheet.pk else None
        base = before.number - stale if before else 0
        count = Entry.objects.count()
        if door == "screen":
            parts = {"v": value.text, "m": value.missing, "b": value.because, "r": value.reason, "n": str(base)}
            address = place_in(protocol_for(person), visit, form).address(person.code, "save")
            told = self.world.browsers[person.site].post(address, {f"{name}-{item}": parts[name] for name in parts})
            assert told.status_code in (302, 422)
        elif door == "api":
            sent = {name: getattr(value, name) for name in ("text", "missing", "because", "reason")} | {"base": base}
            path = f"/participants/{person.code}/sheets/{visit}/{form}/items"
            told = self.call(person.site, "PUT", path, {"items": {item: sent}})
            assert told.status_code in (200, 409, 422)
            assert (told.status_code == 200 and bool(told.json()["kept"])) is (Entry.objects.count() > count)
        else:
            self.refusable(lambda: self.saved(person, visit, form, item, value, base))
        if Entry.objects.count() > count:
            entry = Entry.objects.select_related("event").latest("pk")
            assert entry.typed == value.text.strip() and entry.missing == value.missing
            assert (before is None or base == before.number) and entry.number == (before.number if before else 0) + 1
            assert entry.event.origin == {"screen": "screens", "api": "api", "shell": "command line"}[door]

    def saved(self, person: Person, visit: str, form: str, item: str, value: Typed, base: int) -> None:
        by = self.world.shell[person.site]
        with transaction.atomic():
            sheet = casebook.open_sheet(by, person, visit, form, protocol_for(person).version)
            casebook.save(by, sheet, {item: value}, {item: base})

    @rule(who=ANYBODY, value=st.sampled_from(["84", "<20", "many"]), hours=st.integers(1, 3),
          door=st.sampled_from(["api", "shell"]))  # fmt: skip
    def bring_in(self, who: int, value: str, hours: int, door: str) -> None:
        person = self.person(who)
        if person is None:
            return
        record = {"variable": "platelets", "start": f"2026-01-01T0{hours}:00:00Z", "value": value, "unit": "10*9/L"}
        if door == "api":
            sent = {"sender": "laboratory", "records": [record]}
            told = self.call(person.site, "POST", f"/participants/{person.code}/records", sent)
            assert told.status_code in (200, 422)
        else:
            self.refusable(lambda: import_records(self.world.shell[person.site], person, [record]))

    @rule(who=ANYBODY, door=st.sampled_from(["screen", "shell"]))
    def leave_out(self, who: int, door: str) -> None:
        person = self.person(who)
        if person is None:
            return
        if door == "screen":
            address = f"/participants/{person.code}/leave-out/"
            assert self.world.browsers[person.site].post(address, {"other": "no bed"}).status_code in (302, 422)
        else:
            self.refusable(lambda: inclusion.leave_out(self.world.shell[person.site], person, [], "no bed"))

    @rule(who=ANYBODY)
    def enrol(self, who: int) -> None:
        person = self.person(who)
        if person is not None:
            self.refusable(lambda: inclusion.enrol(self.world.shell[person.site], person, Moment(now() - HOUR)))

    @rule(site=SITES, path=st.sampled_from(["/study", "/participants", "/trail", "/sites/01/flow", "/nothing"]))
    def read(self, site: str, path: str) -> None:
        assert self.call(site, "GET", path).status_code in (200, 403, 404)

    @rule(site=SITES, back=st.booleans())
    def token(self, site: str, back: bool) -> None:
        owner = User.objects.get(username=f"machine-{site}")
        by = Actor(owner.username, "investigator", "", "command line")
        made, _ = make_token(by, owner, "another", OFFERED[:2], [], Moment(now() + DAY))
        if back:
            end_token(by, made)

    @rule(status=st.sampled_from(Status))
    def status(self, status: Status) -> None:
        self.refusable(lambda: set_status(self.world.shell["01"], status, "decided"))

    @rule(site=SITES, role=st.sampled_from([Role.NURSE, Role.MONITOR]), ends=st.booleans())
    def role(self, site: str, role: Role, ends: bool) -> None:
        user = User.objects.get(username=f"machine-{site}")
        by = self.world.shell[site]
        given = people.grant(by, user, role, site)
        if ends:
            people.end_grant(by, Grant.objects.get(pk=given.pk), "by mistake")

    @rule(which=ANYBODY)
    def redact(self, which: int) -> None:
        held = [each for each in Entry.objects.order_by("pk") if each.typed]
        if held:
            entry = held[which % len(held)]
            act = Act(self.world.shell["01"], "redact", "01", "", f"entry {entry.pk}", "a name stood there")
            redact(act, entry, "typed")
            self.redacted.add((Entry._meta.db_table, entry.pk))

    # --- what must hold -----------------------------------------------------------------------------------------

    @invariant()
    def one_event_a_row(self) -> None:
        there, told = rows(), events()
        new = {number: table for number, table in told.items() if number not in self.events}
        assert {(table, number) for number, table in new.items() if table} == there.keys() - self.rows.keys()
        assert sorted(new) == list(range(len(self.events) + 1, len(told) + 1))
        for key, row in self.rows.items():
            assert there[key] == row or key in self.redacted, key
        self.rows, self.events = there, told

    def check_before_and_after(self) -> None:
        """Of each item, the trail tells the versions in their order, each with the one before it."""
        held: dict[tuple[int, str], list[Entry]] = {}
        for entry in Entry.objects.select_related("event", "sheet").order_by("sheet", "item", "number"):
            held.setdefault((entry.sheet_id, entry.item), []).append(entry)
        for versions in held.values():
            told = list(lines([entry.event for entry in versions], "en"))
            said = [_said(entry) for entry in versions]
            assert [each.after for each in told] == said
            assert [each.before for each in told] == ["", *said[:-1]]

    # --- how ----------------------------------------------------------------------------------------------------

    def person(self, which: int) -> Person | None:
        everybody = list(Person.objects.order_by("pk"))
        return everybody[which % len(everybody)] if everybody else None

    def call(self, site: str, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self.world.tokens[site]}"}
        sent = {} if body is None else {"data": body}
        client = Client(raise_request_exception=True)
        send = getattr(client, method.lower())
        return send(f"/api/v1{path}", headers=headers, content_type="application/json", **sent)

    def refusable(self, act: Callable[[], Any]) -> None:
        """Do it; where it is refused, nothing is kept."""
        before = len(events())
        try:
            act()
        except BedsideError:
            assert len(events()) == before


def _said(entry: Entry) -> str:
    if entry.typed is None:
        return "[redacted]"
    unit = said_unit(entry.unit, "en") if entry.unit in UNITS else entry.unit
    missing = KINDS[Missing(entry.missing)].en if entry.missing else ""
    because = REASONS[entry.because].en if entry.because else ""
    return " ".join(part for part in (entry.typed, unit, missing, because, entry.assay) if part)


@pytest.fixture
def world(study: Any, actor: Any, user: Any, client_of: Any) -> Iterator[World]:
    from bedside.protocol.model import ItemKind

    shell = {site: actor("investigator", site, "command line") for site in study.sites}
    machines = {site: user("investigator", site, f"machine-{site}") for site in study.sites}
    tokens = {
        site: make_token(Actor(each.username, "investigator", "", "test"), each, "one", grantable(each), [site],
                         Moment(now() + DAY))[1]
        for site, each in machines.items()
    }  # fmt: skip
    visits = [each for each in study.protocol.schedule.visits if each.until_day is None]
    occasions = [
        (visit.id, form, item.id)
        for visit in visits[:2] for form in visit.forms for item in study.protocol.form(form).items
        if item.kind is ItemKind.NUMBER and item.shown_when is None
    ]  # fmt: skip
    browsers = {}
    for site in study.sites:
        owner = user("investigator", site)
        browsers[site] = client_of(owner)
        people.changed(shell[site], "add second factor", owner)  # which the fixture set up behind the trail's back
    yield World(shell, browsers, tokens, occasions[:6])


@pytest.mark.proves("ground one-event-every-door")
def test_every_change_has_its_one_event(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "MOST", {"token": 10**9, "address": 10**9})
    Everything.world = world
    few = pace(max_examples=max(pace.default.max_examples // 6, 5), stateful_step_count=20, deadline=None)
    run_state_machine_as_test(Everything, settings=few)
