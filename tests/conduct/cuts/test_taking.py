"""A cut is of one moment, the same twice, whole or not there; what an objection does to it; who may take it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.places import UNSCHEDULED
from bedside.conduct.cuts import actions, reading
from bedside.conduct.cuts.actions import file_of, issue, take_cut
from bedside.conduct.cuts.gathering import gather
from bedside.conduct.cuts.kinds import Kind, kind_of
from bedside.conduct.cuts.models import Cut
from bedside.conduct.participants import actions as participants
from bedside.conduct.participants import consent
from bedside.conduct.participants.models import Person
from bedside.conduct.people.roles import TABLE, Action, Role
from bedside.conduct.study import create
from bedside.conduct.study.actions_notices import register_notice
from bedside.conduct.study.backup import CUTS
from bedside.conduct.trail.models import Event
from bedside.errors import UnreadableFile, UsageError
from bedside.exports.tables import Table
from bedside.exports.verifying import verify
from bedside.values.moment import now
from tests.conduct.cuts.filling import FORM, enrolled, items
from tests.conduct.cuts.writing import writers

Make = Callable[..., Any]


@pytest.fixture(autouse=True)
def _no_cuts_left() -> Any:
    yield
    for file in (settings.FOLDER.path / CUTS).glob("*"):
        file.unlink()


def objects(actor: Make, person: Person) -> None:
    participants.record_consent(actor(), person, consent.Taken(consent.Step.OBJECT, now()))


def tables(kind: Kind = Kind.EFFICACY) -> dict[str, Table]:
    return {each.name: each for each in gather(kind).tables}


def codes(table: Table) -> set[Any]:
    return {row.get("participant") for row in table.records()}


# --- one moment, one hash ---------------------------------------------------------------------------------------------


@pytest.mark.proves("out same-hash")
def test_the_same_twice_has_the_same_hash_and_the_same_tables(included: Make, actor: Make) -> None:
    included(3)
    first, second = (take_cut(actor("data manager", ""), Kind.EFFICACY, "again") for _ in range(2))
    assert first.hash == second.hash and first.upto < second.upto
    held = [zipfile.ZipFile(file_of(each)) for each in (first, second)]
    of_the_moment = {"manifest.json", "README.md", "canonical/manifest.yaml"}
    same = set(held[0].namelist()) - of_the_moment
    assert len(same) > 100
    assert all(held[0].read(name) == held[1].read(name) for name in same)


def test_another_kind_and_other_data_have_another_hash(included: Make, actor: Make, running: Any) -> None:
    person = included(3)
    before = gather(Kind.EFFICACY).hash
    assert gather(Kind.SAFETY).hash != before
    participants.happen(actor("nurse"), person, running.protocol.schedule.events[0].id, now())
    assert gather(Kind.EFFICACY).hash != before


def test_the_cut_is_an_event_with_its_reason_and_hash(included: Make, actor: Make) -> None:
    included(1)
    last = Event.objects.order_by("-number").values_list("number", flat=True)[0]
    cut = take_cut(actor("statistician", ""), Kind.SAFETY, "DSMB of November")
    assert (cut.upto, cut.event.action, cut.event.reason) == (last, "take cut", "DSMB of November")
    assert json.loads(cut.counts) == {"screened": 1, "participants": 1, "objected": 0}
    with pytest.raises(UsageError, match=r"no reason is given\. Say what it is for\."):
        take_cut(actor("statistician", ""), Kind.SAFETY, "  ")
    with pytest.raises(UsageError, match=r"“all” is no kind of cut\. Choose among: efficacy, safety\."):
        kind_of("all")


@pytest.mark.proves("out whole-or-not")
def test_what_is_interrupted_leaves_nothing(included: Make, actor: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    included(1)

    def stopped(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(actions.os, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        take_cut(actor("data manager", ""), Kind.EFFICACY, "stopped at the last step")
    assert list((settings.FOLDER.path / CUTS).iterdir()) == []
    assert not Cut.objects.exists() and not Event.objects.filter(action="take cut").exists()


def test_nobody_gets_a_file_that_was_altered(included: Make, actor: Make) -> None:
    included(1)
    by = actor("data manager", "")
    cut = take_cut(by, Kind.EFFICACY, "analysis")
    assert issue(by, cut, "for the statistician")[:2] == b"PK"
    told = Event.objects.filter(action="export").latest("number")
    assert (told.reason, json.loads(told.detail)["hash"]) == ("for the statistician", cut.hash)
    file_of(cut).write_bytes(file_of(cut).read_bytes() + b"\0")
    with pytest.raises(UnreadableFile, match="not there, or not as it was written"):
        issue(by, cut, "again")


@pytest.mark.proves("out one-moment")
def test_a_cut_is_of_one_moment_while_other_processes_write(folder: Path, actor: Make, protocol: Any) -> None:
    """Each save writes three items of one sheet in one turn: no cut ever sees one without the others."""
    create.fill(protocol, {"01": "Hospital"}, None, "Sponsor")
    register_notice(actor("data manager", ""), "1.0", "2020-01-01", "2020-01-01")
    whole = {item.id for item in items(protocol)}
    people = [enrolled(actor, protocol, number).code for number in ("01-001", "01-002")]
    with writers(folder, people):
        seen = [tables()[f"form_{FORM}_long"].records() for _ in range(6)]
    assert {row["participant"] for row in seen[-1]} == set(people) and len(seen[-1]) > len(seen[0])
    for rows in seen:
        filled: dict[Any, set[str]] = {}
        for row in rows:
            filled.setdefault((row["participant"], row["number"]), set()).add(str(row["item"]))
        assert all(found == whole for found in filled.values())


# --- objection --------------------------------------------------------------------------------------------------------


@pytest.mark.proves("law objection-excluded", "out superseded")
def test_who_objects_leaves_every_later_cut_for_efficacy_and_is_counted(included: Make, actor: Make) -> None:
    stays, leaves = included(9), included(8)
    by = actor("data manager", "")
    before = take_cut(by, Kind.EFFICACY, "before")
    content = file_of(before).read_bytes()
    objects(actor, leaves)
    after = take_cut(by, Kind.EFFICACY, "after")
    assert json.loads(after.counts) == {"screened": 2, "participants": 1, "objected": 1}
    with zipfile.ZipFile(file_of(after)) as held:
        assert not any(leaves.code.encode() in held.read(name) for name in held.namelist())
    issued = {each.cut.pk: each for each in reading.issued()}
    assert issued[before.pk].superseded and not issued[after.pk].superseded
    assert file_of(before).read_bytes() == content and issued[before.pk].cut.hash == before.hash
    assert codes(tables()["participants"]) == {stays.code}
    assert Event.objects.filter(participant=leaves.code).exists() and leaves.consent_steps.count() == 2


@pytest.mark.proves("law objection-safety")
def test_a_cut_for_safety_keeps_of_them_what_must_be_reported(included: Make, actor: Make, running: Any) -> None:
    person = included(8)
    form = next(each for each in running.protocol.forms if each.reporting)
    sheet = open_sheet(actor("nurse"), person, UNSCHEDULED, form.id, running.protocol.version)
    save(actor("nurse"), sheet, {form.reporting.item: Typed(form.reporting.holds[0])})
    objects(actor, person)
    held = tables(Kind.SAFETY)
    filled = {name for name, table in held.items() if person.code in codes(table)}
    assert filled == {"participants", "adverse_events", f"form_{form.id}", f"form_{form.id}_long"}
    assert held["adverse_events"].records()[0]["to_report"] == 1
    assert not {name for name, table in tables().items() if person.code in codes(table)}


# --- shape ------------------------------------------------------------------------------------------------------------


@pytest.mark.proves("out described")
def test_every_table_is_there_with_its_columns_even_when_empty(running: Any) -> None:
    held = tables()
    assert {f"form_{form.id}{end}" for form in running.protocol.forms for end in ("", "_long")} <= set(held)
    described = {(row["table"], row["column"]) for row in held["dictionary"].records()}
    assert described == {(name, column.name) for name, table in held.items() for column in table.columns}
    assert all(row["english"] and row["french"] for row in held["dictionary"].records())
    missing = {row["code"] for row in held["codes"].records() if str(row["column"]).endswith("__missing")}
    assert {"not done", "not applicable", "unknown", "awaited", "redacted"} == missing


def test_the_second_trial(included: Make, actor: Make, adrenal: Any) -> None:
    included(1)
    assert {f"form_{form.id}" for form in adrenal.forms} <= set(tables())


# --- pages ------------------------------------------------------------------------------------------------------------


def test_the_page_lists_cuts_and_gives_their_files(included: Make, user: Make, client_of: Make, tmp_path: Path) -> None:
    included(1)
    client = client_of(user("statistician", ""))
    answer = client.post("/cuts/take/", {"kind": "efficacy", "reason": "interim"}, follow=True)
    cut = Cut.objects.get()
    assert cut.hash in answer.content.decode() and "current" in answer.content.decode()
    refused = client.post(f"/cuts/{cut.pk}/", {"reason": ""})
    assert refused.status_code == 422
    sent = client.post(f"/cuts/{cut.pk}/", {"reason": "analysis"})
    assert sent["Content-Disposition"] == f'attachment; filename="{cut.file}"'
    zipfile.ZipFile(io.BytesIO(sent.content)).extractall(tmp_path)
    manifest, wrong = verify(tmp_path)
    assert not wrong and manifest["hash"] == cut.hash


@pytest.mark.parametrize("role", Role)
def test_who_may_is_what_the_table_says(role: Role, user: Make, client_of: Make, running: Any) -> None:
    client = client_of(user(role.value, "01" if Action.SEE_CUTS not in TABLE[role] else ""))
    assert (client.get("/cuts/").status_code == 200) is (Action.SEE_CUTS in TABLE[role])
    if Action.TAKE_CUT not in TABLE[role]:
        assert client.post("/cuts/take/", {"kind": "safety", "reason": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("language", "said"), [("en", "The cut is being taken: up to a minute."), ("fr", "jusqu’à une minute.")]
)
def test_the_form_can_say_that_the_cut_is_being_taken(
    running: Any, user: Make, client_of: Make, language: str, said: str
) -> None:
    client = client_of(user("data manager", ""))
    client.cookies["django_language"] = language
    page = client.get("/cuts/").content.decode()
    form = page.partition('action="/cuts/take/"')[2].partition("</form>")[0]
    assert said in form and 'role="status" data-working hidden' in form, "hidden until the script shows it"
    assert "frame/working.js" in page and "<script>" not in page
