"""A PostgreSQL of its own for one run of the tests, in a temporary folder, listening on this machine only.

    python tests/conduct/trail/postgres.py pytest tests/conduct

runs a command with BEDSIDE_DATABASE naming the database, and takes everything away afterwards.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USUAL = Path("/usr/lib/postgresql")
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""What is quicker, and costs something only where the machine itself stops: these databases do not outlive the run."""


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl: on the PATH, or where Debian puts them; None where there is none."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    return next((each.parent for each in sorted(USUAL.glob("*/bin/initdb"), reverse=True)), None)


@contextmanager
def cluster() -> Iterator[str]:
    """A running PostgreSQL; yields its address `postgresql://…`. It refuses to run as root, so root lends it a user."""
    found = binaries()
    if found is None:
        raise SystemExit("PostgreSQL is not on this machine: apt-get install postgresql")
    lent = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="bedside-postgres-") as place:
        if lent:
            shutil.chown(place, "postgres", "postgres")
        data, port = f"{place}/data", _free_port()

        def run(program: str, *arguments: str) -> None:
            subprocess.run([*lent, str(found / program), *arguments], check=True, cwd=place, stdout=subprocess.DEVNULL)

        run("initdb", "-D", data, "-U", "bedside", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
        settings = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={place}", *CARELESS]
        options = " ".join(f"-c {each}" for each in settings)
        run("pg_ctl", "-D", data, "-l", f"{place}/log", "-w", "-o", options, "start")
        try:
            run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "bedside", "bedside")
            yield f"postgresql://bedside@127.0.0.1:{port}/bedside"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # even then, the database is stopped and taken away
    with cluster() as address:
        done = subprocess.run(sys.argv[1:], env={**os.environ, "BEDSIDE_DATABASE": address}, check=False)
    raise SystemExit(done.returncode)
