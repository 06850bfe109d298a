"""Making a study: its folder, its database, its protocol, its sites, its first administrator.

This is the one place where a trial's Python runs: at the command line, before anybody logs in. What is kept is the
canonical JSON, and only that is ever read again.
"""

from __future__ import annotations

import getpass
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bedside.conduct.study.folder import SETTINGS
from bedside.conduct.study.starting import start
from bedside.errors import UsageError
from bedside.protocol.loading import load
from bedside.protocol.model import Protocol

SHELL = "command line"
"""The origin of acts done there, as the trail says it."""
STATED = """\
# Settings of this study. Its secret keys stand in secrets/: keep a copy of them apart from the backups.
demonstration = {demonstration}
hosts = ["localhost"]          # names under which it is served; passkeys belong to one name for good
time_zone = "{time_zone}"     # the sites' clock; everything is kept in UTC
# address = "https://trial.example.org"  # where people reach it: the links in mails begin with it

# proxies = 1                  # behind a reverse proxy that sets X-Forwarded-For and X-Forwarded-Proto
# [database]
# url = "postgresql://user:password@host/name"
# [oidc]                       # log-in through the hospital; the client's secret stands in secrets/oidc
# name = "Hospital"
# issuer = "https://id.example.org"
# client = "bedside"
# claim = "preferred_username"
"""


@dataclass(frozen=True)
class Created:
    """A new study. `password` is the first administrator's, shown once (None: no administrator was named)."""

    folder: Path
    protocol: Protocol
    admin: str | None
    password: str | None


def create(
    folder: Path, trial: str | Path, sites: Mapping[str, str] | None = None, admin: str | None = None,
    version: str | None = None, organisation: str = "", time_zone: str = "Europe/Paris", demonstration: bool = False,
    sources: Mapping[str, str] | None = None,
) -> Created:  # fmt: skip
    """Make a study of a trial in a folder that must hold nothing yet. Raises UsageError, ProtocolError.

    `sources` are hospital sources by the names that they have in the study.
    """
    protocol = load(trial, version)
    if folder.exists() and any(folder.iterdir()):
        raise UsageError("this folder holds something already.", str(folder), "Choose one that does not exist yet.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stated = STATED.format(demonstration=str(demonstration).lower(), time_zone=time_zone)
    if sources:
        stated += "".join(["\n[sources]\n", *(f"{name} = {json.dumps(place)}\n" for name, place in sources.items())])
    (folder / SETTINGS).write_text(stated, encoding="utf-8")
    start(folder)
    migrate()
    return Created(folder, protocol, admin, fill(protocol, sites or {}, admin, organisation, trial))


def migrate() -> None:
    """Bring the database up to date, triggers included."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def fill(
    protocol: Protocol, sites: Mapping[str, str], admin: str | None, organisation: str = "",
    trial: str | Path | None = None,
) -> str | None:  # fmt: skip
    """Keep the protocol (and what its `trial` brings to be simulated), open the sites, make the first administrator;
    returns their one-time password.

    All of it, or nothing.
    """
    from django.db import transaction

    from bedside.conduct.people import actions as people
    from bedside.conduct.people.roles import Role
    from bedside.conduct.study import actions
    from bedside.conduct.study.scenarios import keep_brought
    from bedside.conduct.trail.keeping import Actor

    by = Actor(operator(), "", organisation, SHELL)
    with transaction.atomic():
        actions.add_version(by, protocol)
        if trial is not None:
            keep_brought(by, trial)
        for code, name in sites.items():
            people.open_site(by, code, name)
        if admin is None:
            return None
        user, password = people.invite(by, admin, organisation)
        people.grant(by, user, Role.ADMINISTRATOR)
    return password


def operator() -> str:
    """Who sits at the command line, as the machine knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "operator"
