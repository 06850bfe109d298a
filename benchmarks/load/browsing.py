"""The people who use the study: each logs in with password and code, and then does one thing after the other."""

from __future__ import annotations

import random
import re
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bedside.protocol.model import Form
from load.sixty import FORM, VISIT, answers, as_sent

if TYPE_CHECKING:
    from load.filling import Account, Made, Somebody

PAGE_MS, SAVE_MS = 300, 200
"""How long 95 of 100 may take at most."""
PATIENCE_S = 60
"""How long an answer is waited for."""
MIX = {
    "Today": 14, "participants list": 10, "participant page": 14, "casebook": 12, "form page": 18,
    "autosaved draft": 15, "save of 60 items": 9, "consent page": 5, "screening log": 3,
}  # fmt: skip
"""Of 100 things that people do, how many are which."""
CARD = "Today's card of results"
"""What the page of today fetches by itself once it is shown."""
GOALS = {**dict.fromkeys((*MIX, CARD), PAGE_MS), "save of 60 items": SAVE_MS, "autosaved draft": SAVE_MS}


class Unexpected(Exception):
    """An answer that is no answer to what was asked."""


@dataclass(frozen=True)
class Timed:
    """One request: what it was for, how long it took, and what was wrong with the answer (empty: nothing)."""

    kind: str
    ms: float
    wrong: str = ""


class Browser:
    """One person's session: cookies, and the token that forms carry."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, {"csrftoken": secrets.token_hex(16)}

    def ask(self, address: str, sent: Sequence[tuple[str, str]] | None = None) -> str:
        """Get a page, or send a form; returns the page, or where it redirects to. Raises Unexpected."""
        connection = HTTPConnection("localhost", self.port, timeout=PATIENCE_S)
        head = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if sent is not None:
            head |= {"X-CSRFToken": self.cookies["csrftoken"], "Content-Type": "application/x-www-form-urlencoded"}
            body = urlencode(sent)
        try:
            connection.request("GET" if sent is None else "POST", address, body, head)
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, HTTPException) as error:
            raise Unexpected(f"no answer ({type(error).__name__})") from error
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        if not 200 <= answer.status < 400:
            raise Unexpected(f"status {answer.status}{_said(text)}")
        return answer.headers.get("Location") or text

    def log_in(self, account: Account) -> None:
        """Password, then the code of this moment. Raises Unexpected."""
        onwards = self.ask("/account/login/", [("login", account.username), ("password", account.password)])
        if "2fa" not in onwards:
            raise Unexpected(f"{account.username} is not asked for a code")
        answer = self.ask(onwards, [("code", account.code())])
        if answer != "/":
            raise Unexpected(f"{account.username} is not let in{_said(answer) or f': {answer[:80]}'}")


def _said(page: str) -> str:
    """What a page of refusal says, in short."""
    words = " ".join(re.sub(r"<[^>]*>", " ", page.partition("<main")[2].partition(">")[2]).split())
    return f": {words[:160]}" if words else ""


@dataclass
class User:
    """Somebody at work: who they look at, whose form they save (nobody else does), how often each was saved."""

    account: Account
    browser: Browser
    form: Form
    everybody: list[Somebody]
    own: list[Somebody]
    chance: random.Random
    turns: dict[str, int] = field(default_factory=dict)
    timed: list[Timed] = field(default_factory=list)

    def work(self, seconds: float, every: float) -> None:
        """Do one thing every so many seconds, the first at a moment of one's own; late, the next follows at once."""
        began = time.perf_counter() + self.chance.uniform(0, every)
        until = began + seconds
        while began < until:
            time.sleep(max(0.0, began - time.perf_counter()))
            self.act(self.chance.choices(list(MIX), list(MIX.values()))[0])
            began = max(began + every, time.perf_counter())

    def act(self, kind: str) -> None:
        """Do one thing, and keep how long it took."""
        some = self.chance.choice(self.own if "form" in kind or "draft" in kind or "save" in kind else self.everybody)
        site, code = f"/sites/{self.account.site}/", f"/participants/{some.code}/"
        pages = {
            "Today": site, "participants list": f"{site}participants/", "screening log": f"{site}screening/",
            "participant page": code, "casebook": f"{code}casebook/", "consent page": f"{code}consent/",
            "form page": f"{code}forms/{VISIT}/{FORM}/",
        }  # fmt: skip
        if kind in pages:
            self._timed(kind, lambda: self._page(pages[kind]))
        else:
            self._timed(kind, lambda: self._write(code, some, kind == "save of 60 items"))
        if kind == "Today":
            self._timed(CARD, lambda: self._page(f"{site}newly/"))

    def _timed(self, kind: str, ask: Callable[[], None]) -> None:
        began, wrong = time.perf_counter(), ""
        try:
            ask()
        except Unexpected as error:
            wrong = str(error)
        self.timed.append(Timed(kind, 1000 * (time.perf_counter() - began), wrong))

    def _page(self, address: str) -> None:
        answer = self.browser.ask(address)
        if answer.startswith("/account/"):
            raise Unexpected("logged out")

    def _write(self, code: str, some: Somebody, save: bool) -> None:
        """Change all items of the form, and save them or leave them as a draft. Raises Unexpected."""
        turn = self.turns.get(code, 0) + 1
        sent = as_sent(self.form, answers(self.form, some.included or 0, turn), turn)
        answer = self.browser.ask(f"{code}{'save' if save else 'draft'}/{VISIT}/{FORM}/", sent)
        if not save and f'"count": {len(self.form.items)}' not in answer:
            raise Unexpected("the draft does not hold all items")
        if save and not answer.endswith(f"/{FORM}/"):
            raise Unexpected("not all items were saved")
        self.turns[code] = turn if save else turn - 1


def users_of(made: Made, port: int, seed: int) -> list[User]:
    """Everybody, each with a part of their site's participants to themselves; not logged in yet."""
    found = []
    for number, account in enumerate(made.accounts):
        there = [each for each in made.people if each.site == account.site]
        beside = [each for each in made.accounts if each.site == account.site]
        included = [each for each in there if each.included is not None]
        own = included[beside.index(account) :: len(beside)]
        chance = random.Random(seed * 1000 + number)
        found.append(User(account, Browser(port), made.form, there, own, chance))
    return found


def warm_up(users: Sequence[User]) -> list[Timed]:
    """Let each of these do everything once; returns what went wrong."""
    for user in users:
        for kind in MIX:
            user.act(kind)
    wrong = [timed for user in users for timed in user.timed if timed.wrong]
    for user in users:
        user.timed.clear()
    return wrong


def together(users: Sequence[User], seconds: float, every: float) -> list[Timed]:
    """Let everybody work at once."""
    threads = [threading.Thread(target=user.work, args=(seconds, every)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [timed for user in users for timed in user.timed]
