"""The folder of one study: what is kept beside the database, never in it.

study.toml     settings that people write: hosts, time zone, database
secrets/       one key a file, made when first needed, readable by the owner only
anchor         how far the trail had come when it was last written to (see `trail.anchor`)
study.sqlite3  the database, unless study.toml names another
"""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from bedside.errors import UsageError

SETTINGS = "study.toml"
LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})


@dataclass(frozen=True)
class Oidc:
    """The hospital's identity provider: who it is, and which of its claims is the user name here."""

    name: str
    issuer: str
    client: str
    secret: str
    claim: str

    @property
    def app(self) -> dict[str, Any]:
        """As allauth describes a client."""
        return {
            "provider_id": "hospital", "name": self.name, "client_id": self.client, "secret": self.secret,
            "settings": {"server_url": self.issuer},
        }  # fmt: skip


@dataclass(frozen=True)
class Mail:
    """How mails leave: the server, whose name they bear, whom they go to (nobody: none leaves)."""

    to: list[str]
    host: str = "localhost"
    port: int = 25
    tls: bool = False
    sender: str = "bedside@localhost"
    user: str = ""
    password: str = ""


@dataclass(frozen=True)
class Folder:
    """A study folder, there or not yet."""

    path: Path

    @cached_property
    def stated(self) -> dict[str, Any]:
        """What study.toml says; nothing where there is none. Raises UsageError when it cannot be read."""
        file = self.path / SETTINGS
        try:
            return tomllib.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise UsageError(f"the settings cannot be read ({error}).", str(file), "Correct the file.") from error

    @property
    def demonstration(self) -> bool:
        """Whether nobody in it is real."""
        return bool(self.stated.get("demonstration", False))

    @property
    def hosts(self) -> list[str]:
        """Names under which the application answers."""
        return list(self.stated.get("hosts", ["localhost"]))

    @property
    def address(self) -> str:
        """Where people reach it (`https://trial.example.org`), for links in mails; empty where study.toml does not say.

        Raises UsageError for what is no web address.
        """
        stated = str(self.stated.get("address", "")).strip().rstrip("/")
        if stated and not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+(/[\w.~/-]*)?", stated):
            raise UsageError(
                f"“{stated}” is no web address.", str(self.path / SETTINGS), "Write the whole address, with https."
            )
        return stated

    @property
    def local(self) -> bool:
        """Whether it is served to this machine only."""
        return set(self.hosts) <= LOCAL

    @property
    def proxies(self) -> int:
        """How many proxies stand in front and may say where a request came from; none unless it is said."""
        return int(self.stated.get("proxies", 0))

    @property
    def oidc(self) -> Oidc | None:
        """The identity provider, None where study.toml names none. Raises UsageError when it is half described."""
        stated = self.stated.get("oidc")
        if not stated:
            return None
        file = self.path / "secrets" / "oidc"
        try:
            secret = file.read_text(encoding="utf-8").strip()
            return Oidc(
                stated.get("name", "OpenID Connect"), stated["issuer"], stated["client"], secret,
                stated.get("claim", "preferred_username"),
            )  # fmt: skip
        except KeyError as error:
            raise UsageError(f"[oidc] does not say its {error}.", str(self.path / SETTINGS), "Add the line.") from error
        except OSError as error:
            raise UsageError(
                "the client's secret is not there.", str(file), "Write it in this file, readable by the owner only."
            ) from error

    @property
    def mail(self) -> Mail:
        """How mails leave; to nobody where study.toml does not say. A server's password stands in `secrets/mail`."""
        stated = self.stated.get("mail", {})
        file = self.path / "secrets" / "mail"
        password = file.read_text(encoding="utf-8").strip() if stated.get("user") and file.exists() else ""
        return Mail(
            list(stated.get("to", [])), str(stated.get("host", "localhost")), int(stated.get("port", 25)),
            bool(stated.get("tls", False)), str(stated.get("from", "bedside@localhost")), str(stated.get("user", "")),
            password,
        )  # fmt: skip

    @property
    def time_zone(self) -> str:
        """The sites' clock; everything is kept in UTC."""
        return str(self.stated.get("time_zone", "Europe/Paris"))

    @property
    def anchor(self) -> Path:
        """Where the end of the trail is noted, outside the database."""
        return self.path / "anchor"

    def secret(self, name: str) -> str:
        """A key of 256 bits, made when first asked for; never in the database, never in a backup of it."""
        file = self.path / "secrets" / name
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            half = file.with_name(f".{name}.{secrets.token_hex(8)}")
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as held:
                held.write(secrets.token_hex(32))
            with suppress(FileExistsError):  # of two that make it at once, the first to name it wins
                os.link(half, file)
            half.unlink()
        return file.read_text(encoding="ascii").strip()

    @property
    def database(self) -> dict[str, Any]:
        """Django's description of the database."""
        url = os.environ.get("BEDSIDE_DATABASE") or self.stated.get("database", {}).get("url", "")
        return _postgresql(url) if url else _sqlite(self.path / "study.sqlite3")


PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
"""Readers never wait; what is committed is on the disk; what was redacted does not linger in free pages."""


def _sqlite(file: Path) -> dict[str, Any]:
    """WAL, so that readers never wait; IMMEDIATE, so that writers queue instead of failing."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "".join(f"PRAGMA {pragma};" for pragma in PRAGMAS),
        },
        "TEST": {"NAME": ":memory:"},
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise UsageError(
            f"“{parts.scheme}” is no database that bedside runs on.",
            "database url",
            "Write postgresql://user:password@host/name, or nothing for SQLite.",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }
