"""How requests come to processes: those that ask nothing hold nobody up, and who is at work takes no more."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from bedside.conduct.serving import AT_ONCE, LONG_S, SILENT_S, THREADS
from tests.browser.served import Served
from tests.browser.sleeping import TAKES_S, WORKERS
from tests.needs import ROOT


def test_connections_that_ask_nothing_hold_nobody_up(served: Served) -> None:
    with ExitStack() as kept:
        silent = [kept.enter_context(socket.create_connection(("localhost", served.port))) for _ in range(2 * THREADS)]
        began = time.monotonic()
        with urllib.request.urlopen(f"{served.address}/account/login/", timeout=60) as answer:
            assert answer.status == 200
        assert time.monotonic() - began < SILENT_S, "the page waited for connections that ask nothing"
        for each in silent:
            each.settimeout(60)
            assert each.recv(1) == b"", "the server closes what stays silent"


def test_a_connection_that_asks_late_is_answered(served: Served) -> None:
    with socket.create_connection(("localhost", served.port), timeout=60) as late:
        time.sleep(1)
        late.sendall(b"GET /account/login/ HTTP/1.1\r\nHost: localhost\r\n")
        time.sleep(1)
        late.sendall(b"Connection: close\r\n\r\n")
        assert late.makefile("rb").readline().split()[1] == b"200"


def test_who_is_at_work_leaves_the_next_to_the_others(sleeping: str) -> None:
    with ThreadPoolExecutor(max_workers=WORKERS * AT_ONCE) as people:
        for _ in range(3):
            asked = []
            for _ in range(WORKERS * AT_ONCE):
                asked.append(people.submit(_asks, sleeping))
                time.sleep(TAKES_S / (2 * WORKERS * AT_ONCE))
            made = Counter(each.result() for each in asked)
            assert sorted(made.values()) == [AT_ONCE] * WORKERS, made


def test_more_than_all_can_work_on_wait_and_are_answered(sleeping: str) -> None:
    many = 3 * WORKERS * AT_ONCE
    with ThreadPoolExecutor(max_workers=many) as people:
        assert sum(Counter(people.map(_asks, [sleeping] * many)).values()) == many


def test_what_takes_long_keeps_nobody_out(sleeping: str) -> None:
    with ThreadPoolExecutor(max_workers=WORKERS * AT_ONCE) as people:
        long = [people.submit(_asks, f"{sleeping}?15") for _ in range(WORKERS * AT_ONCE)]
        time.sleep(LONG_S)
        assert _asks(f"{sleeping}?0") and not any(each.done() for each in long)


@pytest.fixture(scope="module")
def sleeping() -> Iterator[str]:
    """The address of a server whose answers take a second each."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", "tests.browser.sleeping", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        for _ in range(300):
            try:
                socket.create_connection(("localhost", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://localhost:{port}/"
        process.terminate()


def _asks(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return bytes(answer.read())
