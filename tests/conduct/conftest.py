"""What every test of the conduct room stands on: a study of JAKAHDI with sites 01 and 02, in a database made once.

Django reads its settings off a study folder, so the folder is made here, before Django is. A test with `study` or
`db` works in a transaction that is rolled back. One whose writes must be committed (threads, processes, on_commit)
takes `committed`: the database is put back from a template afterwards, because the triggers, which no test switches
off, refuse to empty a table.

study      the study: `.protocol`, `.sites`, `.folder`
actor      actor("investigator", "01") -> Actor, for actions
user       user("investigator", "01") -> User with that role granted there (site "" = at all)
client_of  client_of(user) -> a test client, logged in with the second factor
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import needs

if TYPE_CHECKING:
    from django.test import Client

    from bedside.conduct.people.models import User
    from bedside.conduct.trail.keeping import Actor
    from bedside.protocol.model import Protocol

NEEDED = ("django", "pytest_django", "allauth")
LACKING = [name for name in NEEDED if importlib.util.find_spec(name) is None]
NOTICES = ("1", "1.0", "2", "2.1")
"""Versions of the information notice that tests let people read."""
SITES = {"01": "Hôpital Saint-Exemple", "02": "Clinique du Modèle"}
PASSWORD = "correct-horse-battery"
_FOLDER = tempfile.TemporaryDirectory(prefix="bedside-study-")

if not LACKING:
    os.environ["BEDSIDE_STUDY"] = _FOLDER.name
    os.environ["DJANGO_SETTINGS_MODULE"] = "bedside.conduct.settings"
    import django

    django.setup()
    from django.conf import settings as _settings

    from bedside.conduct.study.folder import Folder as _Folder

    if _settings.FOLDER.path != Path(_FOLDER.name):  # beside others (xdist), Django was up before, on their folder
        _settings.FOLDER = _Folder(Path(_FOLDER.name))


class _Skipped(pytest.Module):
    """A file of tests that cannot even be imported here."""

    def collect(self) -> Any:
        needs.package(LACKING[0])
        return []


def pytest_pycollect_makemodule(module_path: Path, parent: Any) -> Any:
    """Without Django, every file here is skipped with the reason (or fails, if all is required)."""
    return _Skipped.from_parent(parent, path=module_path) if LACKING else None


@dataclass(frozen=True)
class Study:
    """The study under test."""

    folder: Path
    protocol: Protocol
    sites: dict[str, str]


@pytest.fixture(scope="session")
def protocol() -> Protocol:
    """JAKAHDI, loaded once."""
    from bedside.protocol.loading import load

    return load("jakahdi")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any, protocol: Protocol
) -> Iterator[None]:
    """The test database (each process has its own): migrated, triggers installed, the study created."""
    from django.test.utils import setup_databases, teardown_databases

    from bedside.conduct.registers.actions_sites import open_whole
    from bedside.conduct.study import create
    from bedside.conduct.study.actions_notices import register_notice
    from bedside.conduct.trail.keeping import Actor

    with django_db_blocker.unblock():
        configuration = setup_databases(verbosity=0, interactive=False, serialized_aliases=())
        create.migrate()
        create.fill(protocol, SITES, None, "Sponsor")
        by = Actor("data manager", "data manager", "Sponsor", "test")
        for site in SITES:
            open_whole(by, site, "2020-01-01")
        for number in NOTICES:
            register_notice(by, number, "2020-01-01", "2020-01-01")
    yield
    with django_db_blocker.unblock():
        teardown_databases(configuration, verbosity=0)


@pytest.fixture(scope="session")
def _template(django_db_setup: None, django_db_blocker: Any) -> Template:
    with django_db_blocker.unblock():
        return Template()


class Template:
    """The database as it was before the tests, to put it back after one that committed."""

    def __init__(self) -> None:
        from django.conf import settings
        from django.db import connection

        self.connection, self.anchor = connection, settings.FOLDER.anchor
        self.noted = self.anchor.read_bytes() if self.anchor.exists() else None
        if connection.vendor == "sqlite":
            import sqlite3

            connection.ensure_connection()
            self.copy = sqlite3.connect(":memory:")
            connection.connection.backup(self.copy)
        else:
            self._postgresql(connection.settings_dict["NAME"], self._name)

    @property
    def _name(self) -> str:
        return f"{self.connection.settings_dict['NAME']}_template"

    def put_back(self) -> None:
        """Undo everything that was committed."""
        if self.connection.vendor == "sqlite":
            self.connection.ensure_connection()
            self.copy.backup(self.connection.connection)
        else:
            self._postgresql(self._name, self.connection.settings_dict["NAME"])
        if self.noted is None:
            self.anchor.unlink(missing_ok=True)
        else:
            self.anchor.write_bytes(self.noted)

    def _postgresql(self, origin: str, copy: str) -> None:
        """Copy one database to another; nobody may be connected to either."""
        self.connection.close()
        with self.connection._nodb_cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN (%s, %s)"
                           " AND pid <> pg_backend_pid()", [origin, copy])  # fmt: skip
            cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
            cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{origin}"')


@pytest.fixture
def committed(_template: Template, django_db_blocker: Any, protocol: Protocol) -> Iterator[Study]:
    """The study, in a database where this test's writes are really committed; put back afterwards."""
    with django_db_blocker.unblock():
        yield _study(protocol)
        _template.put_back()


@pytest.fixture
def study(db: None, protocol: Protocol) -> Study:
    """The study, in a transaction that is rolled back."""
    return _study(protocol)


def _study(protocol: Protocol) -> Study:
    from django.conf import settings

    from bedside.conduct.study.protocol import protocol_of

    return Study(settings.FOLDER.path, protocol_of(protocol.version), dict(SITES))


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """The language that a log-in chose is of that test alone."""
    from django.utils import translation

    yield
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_looked_for_once() -> Iterator[None]:
    """Each client brings up the application anew; where its static files are is the same for all."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    found: dict[str, Any] = {}
    look = WhiteNoiseMiddleware.add_files_from_finders

    def once(self: Any) -> None:
        if not found:
            look(self)
            found.update(self.files)
        self.files.update(found)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(WhiteNoiseMiddleware, "add_files_from_finders", once)
        yield


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    """Passwords are hashed quickly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def actor() -> Callable[..., Actor]:
    """actor(role, site): somebody who acts in a role, for actions (no account behind it)."""
    from bedside.conduct.people.roles import Role
    from bedside.conduct.trail.keeping import Actor

    def acting(role: str = "investigator", site: str = "01", origin: str = "test") -> Actor:
        return Actor(f"{role}-{site}", Role(role).value, SITES.get(site, "Sponsor"), origin)

    return acting


@pytest.fixture
def user(actor: Callable[..., Actor]) -> Callable[..., User]:
    """user(role, site, name): an account with this role granted at the site ("": at all); None: no role at all."""
    from bedside.conduct.people import actions
    from bedside.conduct.people.roles import Role
    from bedside.values.moment import DAY, now

    number = itertools.count(1)

    def made(role: str | None = "investigator", site: str = "01", name: str = "") -> User:
        by = actor("administrator", "")
        username = name or f"{(role or 'nobody').replace(' ', '-')}-{site or 'all'}-{next(number)}"
        account: User = actions.add_user(by, username, SITES.get(site, "Sponsor"), PASSWORD)
        if role is not None:
            until = int(now()) + 30 * DAY if Role(role) is Role.INSPECTOR else None
            actions.grant(by, account, Role(role), site, until)
        return account

    return made


@pytest.fixture
def password() -> str:
    """The password of every account that `user` makes."""
    return PASSWORD


@pytest.fixture
def code(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], str]:
    """code(user): what their authenticator app shows now."""
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    def shown(account: Any) -> str:
        held = Authenticator.objects.get(user=account, type=Authenticator.Type.TOTP)
        secret = get_adapter().decrypt(held.data["secret"])
        counters = list(yield_hotp_counters_from_time())  # the middle one holds when the half minute turns
        return str(format_hotp_value(hotp_value(secret, counters[len(counters) // 2])))

    return shown


@pytest.fixture
def client_of() -> Callable[..., Client]:
    """client_of(user): a browser of theirs, logged in, its second factor satisfied."""
    import time

    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.test import Client

    from bedside.conduct.people.actions import changed
    from bedside.conduct.people.signing_in import SECOND, SINCE
    from bedside.conduct.people.signing_in import by as oneself

    def logged_in(account: User, **options: Any) -> Client:
        if not Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists():
            TOTP.activate(account, generate_totp_secret())
            changed(oneself(account), "add second factor", account)
        client = Client(**options)
        client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session[SINCE], session[SECOND] = int(time.time()), True
        session.save()
        return client

    return logged_in
