"""How the application is served: gunicorn, several processes, a few threads each; a thread is for a request alone."""

from __future__ import annotations

import sys
import threading
import time
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

THREADS = 8
"""Requests that one process holds at the same time, those counted whose answer is on its way to a slow reader."""
AT_ONCE = 1
"""Requests that one process works on when it takes no other: the next goes to the process that is free first. Of the
study in use (60 s each on 2026-11-29, two processes, a slow machine) 95 of 100 requests took at most 201 ms; with two
at once 312 to 362 ms; where processes took all that came, 551 ms."""
LONG_S = 2
"""What is worked on for longer (a data cut, a large import) keeps nobody out, in seconds."""
SWITCH_S = 0.0005
"""How long one thread of a process may run while others wait, in seconds: a page asks the database dozens of times, and
would wait for its turn as often. Of the study in use (benchmarks, 60 s each on 2026-11-28) the 95th percentile of most
pages was 1.2 to 1.9 times as long at Python's own 0.005 s."""
SILENT_S = 5
"""How long a connection may stay open on which nothing was asked yet, in seconds."""


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's worker with threads, where a connection has a thread once something is asked on it, and where a
    process at work leaves new connections to the others.

    Browsers open connections that they may need later. Gunicorn 27.0 lets each of them hold a thread for 5 s: eight of
    them held up four threads, and the next page, for 9.9 s (2026-11-29). Here they wait in the poller, as those do
    that are kept for a next request. `working` says since when each is worked on; the poller's thread alone changes it.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.working: dict[Any, float] = {}
        self.here = threading.local()

    def load_wsgi(self) -> None:
        """The application, which says when it has worked out an answer."""
        super().load_wsgi()
        answer = self.wsgi

        def answered(environ: Any, start: Any) -> Any:
            try:
                return answer(environ, start)
            finally:
                self.method_queue.defer(self.working.pop, self.here.connection, None)

        self.wsgi = answered

    def enqueue_req(self, conn: Any) -> None:
        """A thread for a connection that has something to say; the others are watched until they do."""
        if conn.initialized or conn.wait_for_data(0):
            self.working[conn] = time.monotonic()
            super().enqueue_req(conn)
            self.set_accept_enabled(self.alive)
            return
        conn.timeout = time.monotonic() + SILENT_S
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def handle(self, conn: Any) -> Any:
        """Read, work out and answer a request, on a thread."""
        self.here.connection = conn
        return super().handle(conn)

    def finish_request(self, conn: Any, fs: Any) -> None:
        """A request is over, whatever came of it."""
        self.working.pop(conn, None)
        super().finish_request(conn, fs)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Take new connections, or none; none while there is enough to do."""
        lately = time.monotonic() - LONG_S
        super().set_accept_enabled(enabled and sum(since > lately for since in self.working.values()) < AT_ONCE)


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn with options from here instead of from its command line."""

    def __init__(self, host: str, port: int, workers: int) -> None:
        self.options = {
            "bind": f"{host}:{port}", "workers": workers, "threads": THREADS, "worker_class": Worker, "timeout": 60,
            "graceful_timeout": 20, "preload_app": False, "loglevel": "warning", "control_socket_disable": True,
        }  # fmt: skip
        super().__init__()

    def load_config(self) -> None:
        """Hand gunicorn the options."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, in each process anew."""
        from bedside.conduct.wsgi import application

        sys.setswitchinterval(SWITCH_S)
        return application
