"""`python -m tests.browser.sleeping PORT`: as a study is served, a page that takes a second and says who made it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

from bedside.conduct.serving import Server

TAKES_S = 1.0
WORKERS = 2


class Sleeping(Server):
    """The server, with another application."""

    def load(self) -> Any:
        """Sleep for so many seconds as are asked for, then say which process it was."""

        def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
            time.sleep(float(environ["QUERY_STRING"] or TAKES_S))
            said = str(os.getpid()).encode()
            start("200 OK", [("Content-Length", str(len(said)))])
            return [said]

        return application


if __name__ == "__main__":
    Sleeping("localhost", int(sys.argv[1]), WORKERS).run()
