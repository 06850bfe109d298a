"""Logging in through an identity provider: a small one that runs here, a study that names it, a server between them."""

from __future__ import annotations

import http.cookiejar
import json
import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest


class Provider(BaseHTTPRequestHandler):
    """Says of everybody that they are `who`."""

    who = "alice"
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        base = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        self.answer(
            {"sub": f"id-of-{self.who}", "preferred_username": self.who}
            if self.path == "/userinfo"
            else {
                "issuer": base, "authorization_endpoint": f"{base}/authorize", "token_endpoint": f"{base}/token",
                "userinfo_endpoint": f"{base}/userinfo", "jwks_uri": f"{base}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        )  # fmt: skip

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        Provider.asked.append(sent)
        self.answer({"access_token": "t", "token_type": "Bearer", "expires_in": 60})

    def answer(self, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on the terminal."""


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def command(*arguments: str) -> tuple[list[str], dict[str, str]]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BEDSIDE_", "DJANGO_"))}
    return [sys.executable, "-m", "bedside", *arguments], kept


def run(*arguments: str) -> None:
    called, environment = command(*arguments)
    subprocess.run(called, env=environment, check=True, capture_output=True, timeout=120)


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The provider's address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def served(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A study that names the provider, served: its address and its folder."""
    folder = tmp_path_factory.mktemp("oidc") / "study"
    run("study", "create", "jakahdi", "--out", str(folder), "--admin", "alice", "--demonstration")
    with (folder / "study.toml").open("a") as stated:
        stated.write(f'[oidc]\nname = "Hôpital"\nissuer = "{provider}"\nclient = "bedside"\n')
    (folder / "secrets" / "oidc").write_text("the-client-secret")
    run("study", "migrate", "--study", str(folder))
    port = free_port()
    called, environment = command("serve", "--study", str(folder), "--port", str(port), "--workers", "1")
    with subprocess.Popen(called, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            yield _once_up(f"http://localhost:{port}"), folder
        finally:
            server.terminate()
            server.wait(30)


def _once_up(address: str) -> str:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{address}/account/login/", timeout=5).close()
            return address
        except OSError:  # not up yet, or busy coming up
            time.sleep(0.2)
    raise AssertionError("the server did not answer")


class Stay(urllib.request.HTTPRedirectHandler):
    """Shows where one is sent instead of going there."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Browser:
    """A browser that keeps cookies and follows nothing by itself."""

    def __init__(self, address: str) -> None:
        self.address = address
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies, Stay())

    def get(self, path: str) -> tuple[str, str]:
        """The page, and where it sends one."""
        try:
            with self.opener.open(self.address + path, timeout=20) as answer:
                return answer.read().decode(), ""
        except urllib.error.HTTPError as error:
            return error.read().decode(), error.headers.get("Location", "")

    def log_in(self) -> str:
        """Through the provider and back; where one is sent then."""
        sent = urllib.parse.parse_qs(urllib.parse.urlsplit(self.get("/account/oidc/hospital/login/")[1]).query)
        assert sent["client_id"] == ["bedside"] and sent["code_challenge_method"] == ["S256"]
        state = urllib.parse.urlencode({"code": "c", "state": sent["state"][0]})
        return self.get(f"/account/oidc/hospital/login/callback/?{state}")[1]


def trail(folder: Path) -> list[tuple[str, str]]:
    """(actor, action) of the trail, after the study was made."""
    with sqlite3.connect(folder / "study.sqlite3") as connection:
        return connection.execute("SELECT actor, action FROM trail_event WHERE number > 3 ORDER BY number").fetchall()


@pytest.mark.proves("ground second-factor", "inspection accounts-logged")
def test_somebody_who_has_an_account(served: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    address, folder = served
    monkeypatch.setattr(Provider, "who", "alice")
    browser = Browser(address)
    assert "Sign in through Hôpital" in browser.get("/account/login/")[0]
    assert browser.log_in() == "/"
    assert "client_secret=the-client-secret" in Provider.asked[-1]
    assert trail(folder)[-2:] == [("alice", "link identity"), ("alice", "log in")]
    assert browser.get("/study/")[1] == "/account/2fa/"  # the second factor is asked all the same
    before = len(trail(folder))
    assert Browser(address).log_in() == "/"
    assert trail(folder)[before:] == [("alice", "log in")]


@pytest.mark.proves("inspection log-ins-logged")
@pytest.mark.parametrize("who", ["mallory", ""])
def test_somebody_who_has_none(served: tuple[str, Path], monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    address, folder = served
    monkeypatch.setattr(Provider, "who", who)
    browser = Browser(address)
    assert browser.log_in() == "/account/login/"
    assert "has no account in this study" in browser.get("/account/login/")[0]
    assert trail(folder)[-1] == ("unknown", "failed log-in")
    with sqlite3.connect(folder / "study.sqlite3") as connection:
        assert connection.execute("SELECT count(*) FROM people_user").fetchone() == (1,)


def test_a_forged_answer_is_refused(served: tuple[str, Path]) -> None:
    browser = Browser(served[0])
    page, sent = browser.get("/account/oidc/hospital/login/callback/?code=c&state=forged")
    assert not sent and "did not answer as it should" in page
    assert browser.get("/study/")[1].startswith("/account/login/")


def test_calling_it_off(served: tuple[str, Path]) -> None:
    browser = Browser(served[0])
    sent = urllib.parse.parse_qs(urllib.parse.urlsplit(browser.get("/account/oidc/hospital/login/")[1]).query)
    answer = urllib.parse.urlencode({"error": "access_denied", "state": sent["state"][0]})
    assert browser.get(f"/account/oidc/hospital/login/callback/?{answer}")[1] == "/account/other/cancelled/"
    assert "called off" in browser.get("/account/other/cancelled/")[0]
