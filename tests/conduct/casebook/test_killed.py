"""The served application killed with SIGKILL while people save forms: what was acknowledged is there, whole."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.models import Draft, Entry, Sheet
from bedside.conduct.participants.actions import screen
from bedside.conduct.study import create
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.verifying import verify
from bedside.protocol.model import Form, ItemKind, Protocol
from tests.conduct.casebook.conftest import consent_to
from tests.conduct.casebook.generated import answers_for
from tests.conduct.trail import studies

FORM, WRITERS, ROUNDS = "laboratory", 4, 3
CSRF = "k" * 32
SITES = {"01": "Hôpital Saint-Exemple"}
PATIENCE_S = 120
"""How long the first answer of a server may take, which has everything to read yet, where much else goes on."""


@pytest.fixture
def folder(django_db_blocker: Any, protocol: Protocol) -> Iterator[Path]:
    """A study of its own that can be served: what is signed here is signed with its key."""
    with django_db_blocker.unblock(), studies.opened() as path:
        (path / "study.toml").write_text("demonstration = true\n")
        create.fill(protocol, SITES, None, "Sponsor")
        with override_settings(SECRET_KEY=settings.FOLDER.secret("session")):
            yield path


@dataclass
class Writer:
    """Somebody who saves one sheet over and over, each time after a draft of it; `told` is what was acknowledged."""

    protocol: Protocol
    form: Form
    sheet: Sheet
    cookie: str
    number: int = 1
    saved: list[int] = field(default_factory=list)
    drafted: int = 0

    def typed(self, number: int) -> dict[str, Typed]:
        """What the items say in this version: of all but the time, something else than in the one before."""
        return answers_for(self.protocol, self.form, number)

    def work(self, port: int, up: threading.Event) -> None:
        """Save until nobody answers any more."""
        up.wait()
        try:
            while self.once(port):
                pass
        except (OSError, HTTPException):
            return  # it was killed

    def once(self, port: int) -> bool:
        """A draft of the next version, then the version; False where one of them was refused."""
        status, _ = self._send(port, "draft")
        if status != 200:
            return False
        self.drafted = self.number + 1
        status, onwards = self._send(port, "save")
        if status != 302 or "#" in onwards:
            return False
        self.number += 1
        self.saved.append(self.number)
        return True

    def _send(self, port: int, what: str) -> tuple[int, str]:
        sent = {"why": "Read again."}
        for item, each in self.typed(self.number + 1).items():
            sent |= {f"n-{item}": str(self.number if _changes(self.form, item) else 1), f"v-{item}": each.text}
            sent |= {f"u-{item}": each.unit, f"a-{item}": each.assay}
        asking = HTTPConnection("localhost", port, timeout=PATIENCE_S)
        try:
            asking.request(
                "POST", f"/participants/{self.sheet.person.code}/{what}/unscheduled/{FORM}/", urlencode(sent),
                {"Cookie": f"sessionid={self.cookie}; csrftoken={CSRF}", "X-CSRFToken": CSRF,
                 "Content-Type": "application/x-www-form-urlencoded"},
            )  # fmt: skip
            answer = asking.getresponse()
            answer.read()
            return answer.status, answer.headers.get("Location", "")
        finally:
            asking.close()


def _changes(form: Form, item: str) -> bool:
    return form.item(item).kind is not ItemKind.TIME


@contextmanager
def served(folder: Path) -> Iterator[tuple[int, Callable[[], None]]]:
    """The study served by `bedside serve`; yields its port and how to kill all its processes at once."""
    with socket.socket() as asking:
        asking.bind(("localhost", 0))
        port = int(asking.getsockname()[1])
    around = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    if studies.POSTGRESQL:
        around["BEDSIDE_DATABASE"] = studies.address(str(connection.settings_dict["NAME"]))
    command = [sys.executable, "-m", "bedside", "serve", "--study", str(folder), "--port", str(port)]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, env=around, stdout=log, stderr=log, start_new_session=True)

    def kill() -> None:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(20)

    try:
        _wait_for(port, server, folder / "server.log")
        yield port, kill
    finally:
        kill()


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as asking:
            if asking.connect_ex(("localhost", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"the server did not come up: {log.read_text()}")


@pytest.mark.proves("ground killed")
@pytest.mark.slow
def test_killed_while_forms_are_saved(
    folder: Path, protocol: Protocol, actor: Callable[..., Any], user: Callable[..., Any],
    client_of: Callable[..., Any],
) -> None:  # fmt: skip
    """Three times, at a moment that nobody chose; then it starts again, and everybody goes on."""
    chance = random.Random(1)
    writers = [_writer(protocol, actor, client_of(user("nurse"))) for _ in range(WRITERS)]
    for _ in range(ROUNDS):
        up = threading.Event()
        with served(folder) as (port, kill):
            threads = [threading.Thread(target=writer.work, args=(port, up)) for writer in writers]
            before = [len(writer.saved) for writer in writers]
            for thread in threads:
                thread.start()
            up.set()
            _wait_until_all_saved(writers, before, threads)
            time.sleep(chance.uniform(0, 0.4))
            kill()
        for thread in threads:
            thread.join(PATIENCE_S + 10)
        _let_go()
        assert [str(each) for each in verify()] == []
        for writer in writers:
            _look_at(writer)
    with served(folder) as (port, _):
        assert all(writer.once(port) for writer in writers)
    for writer in writers:
        _look_at(writer)


def _writer(protocol: Protocol, actor: Callable[..., Any], client: Any) -> Writer:
    """Somebody with a participant to themselves, whose sheet was filled once."""
    person = screen(actor("nurse"), "01")
    consent_to(person, actor("investigator"))
    sheet = open_sheet(actor("nurse"), person, "unscheduled", FORM, protocol.version)
    writer = Writer(protocol, protocol.form(FORM), sheet, client.cookies["sessionid"].value)
    save(actor("nurse"), sheet, writer.typed(1))
    return writer


def _wait_until_all_saved(writers: list[Writer], before: list[int], threads: list[threading.Thread]) -> None:
    """Each has saved: from now on all of them do, at any moment."""
    until = time.monotonic() + 2 * PATIENCE_S
    while any(len(writer.saved) == count for writer, count in zip(writers, before, strict=True)):
        assert all(thread.is_alive() for thread in threads), "a save was refused"
        assert time.monotonic() < until, "nobody saves"
        time.sleep(0.01)


def _let_go() -> None:
    """Until the database knows that those who were killed are gone."""
    if not studies.POSTGRESQL:
        return
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(others)
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.05)
    raise AssertionError("a process that was killed still holds the database")


def _look_at(writer: Writer) -> None:
    """Every version is there with all its items; every save and draft that was acknowledged is among them."""
    entries = list(Entry.objects.filter(sheet=writer.sheet))
    held = {(entry.number, entry.item): entry.typed for entry in entries}
    changing = [item.id for item in writer.form.items if _changes(writer.form, item.id)]
    last = max(number for number, _ in held)
    assert last - writer.number in (0, 1), "at most the save that was under way is there without its answer"
    whole = Counter(number for number, item in held if item in changing)
    assert whole == dict.fromkeys(range(1, last + 1), len(changing))
    for number in {1, *writer.saved, last}:
        said = writer.typed(number)
        assert [held[number, item] for item in changing] == [said[item].text for item in changing]
    events = Event.objects.filter(participant=writer.sheet.person.code, action="save item")
    assert events.count() == len(entries)
    if writer.drafted > last:
        said = writer.typed(writer.drafted)
        kept = Draft.objects.get(sheet=writer.sheet).typed
        assert {item: kept[item]["text"] for item in changing} == {item: said[item].text for item in changing}
    writer.number = last  # as their page shows it when they come back
