"""What the server makes of connections on which nobody asks anything, as browsers open them."""

from __future__ import annotations

import socket
import time
import urllib.request
from contextlib import ExitStack

from bedside.conduct.serving import SILENT_S, THREADS
from tests.browser.served import Served


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
