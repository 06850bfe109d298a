"""A study of its own, made, filled and served in another process, as a browser finds it.

`python -m tests.browser.served FOLDER PORT` makes the study in an empty folder, writes what tests must know of it to
`told.json`, and serves it with gunicorn until it is ended. The tests' own process starts no Django: another one runs
there already, for the tests of the rooms.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.browser.clock import Clock
from tests.needs import ROOT

WAIT = 180
"""Seconds in which the study must be there, on a machine that does other things too."""


@dataclass(frozen=True)
class Served:
    """A study that is being served; `told` is what it was filled with."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    clock: Clock
    told: dict[str, Any]
    used: set[tuple[str, str]] = field(default_factory=set)

    @property
    def address(self) -> str:
        """Passkeys refuse an IP address: the name it is."""
        return f"http://localhost:{self.port}"

    def code(self, user: str) -> str:
        """The code that somebody's authenticator app shows now; the next one where this one was used: each is once."""
        shown = totp(self.told["secrets"][user], self.clock.now())
        while (user, shown) in self.used:
            self.clock.pass_by(30)
            shown = totp(self.told["secrets"][user], self.clock.now())
        self.used.add((user, shown))
        return shown

    def person(self, kind: str) -> str:
        """The code of the participant of a kind."""
        return str(self.told["persons"][kind])

    def errors(self) -> str:
        """What the server had to say."""
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")

    def end(self) -> None:
        """Stop serving."""
        self.process.terminate()
        self.process.wait(timeout=20)


def totp(secret: str, at: float) -> str:
    """A code of RFC 6238: six digits, 30 s, SHA-1."""
    import base64
    import hmac

    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, int(at // 30).to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def serve(folder: Path, module: str = "tests.browser.served", *more: str) -> Served:
    """Start the process and wait until the study answers. Raises RuntimeError when it does not.

    `module` makes the study and serves it, told the folder, the port and what there is more.
    """
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = int(held.getsockname()[1])
    with (folder / "server.log").open("wb") as log:
        command = [sys.executable, "-m", module, str(folder), str(port), *more]
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, env=environment)
    end = time.monotonic() + WAIT
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/account/login/", timeout=5):
                told = json.loads((folder / "told.json").read_text(encoding="utf-8"))
                return Served(folder, port, process, Clock(folder / "clock"), told)
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"the study is not served:\n{(folder / 'server.log').read_text(encoding='utf-8')[-3000:]}")


def main(folder: Path, port: int) -> None:
    """Make, fill, serve; ends only from outside."""
    clock = Clock(folder / "clock")
    clock.rule_this_process()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bedside.conduct.settings"
    os.environ.pop("BEDSIDE_DATABASE", None)
    from bedside.conduct.study.create import create
    from tests.browser import filled

    study = folder / "study"
    made = create(study, filled.TRIAL, filled.SITES, organisation="Sponsor", demonstration=True)
    _hashes_quickly()
    _screened_ward(study)
    told = {**filled.fill(clock, made.protocol), "addresses": _addresses()}
    (folder / "told.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    listen(port)


def listen(port: int) -> None:
    """Serve the study of this process; ends only from outside."""
    from django.db import connections

    from bedside.conduct.serving import Server

    connections.close_all()
    Server("localhost", port, 1).run()


def _hashes_quickly() -> None:
    """A password is slow to check on purpose; people log in here a hundred times."""
    from django.test import override_settings

    override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]).enable()


def _screened_ward(study: Path) -> None:
    """A hospital source that was screened this morning: its report, as `bedside screen` leaves it."""
    from django.conf import settings

    from bedside.report.html import render
    from tests.unit.sample_report import report

    settings.FOLDER.stated["sources"] = {"hospital": "canonical:ward"}  # study.toml was read before
    ward = study / "wards" / "01" / "hospital"
    ward.mkdir(parents=True)
    (ward / "report.html").write_text(render(report()), encoding="utf-8")


def _addresses() -> list[dict[str, str]]:
    """Every named address of the application."""
    from django.urls import URLResolver, get_resolver

    def walk(resolver: Any, before: str) -> Any:
        for each in resolver.url_patterns:
            route = before + str(each.pattern)
            if isinstance(each, URLResolver):
                yield from walk(each, route)
            else:
                yield {"name": each.name or route, "route": route}

    return list(walk(get_resolver(), ""))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
