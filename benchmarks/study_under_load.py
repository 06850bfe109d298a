"""How long pages and saves take while fifty people use a study of five hundred participants at three sites.

usage: python benchmarks/study_under_load.py [--small] [--people N] [--users N] [--seconds S] [--every S] [--write]

Makes the study in a temporary folder (a demonstration: nobody in it is real), serves it as `bedside serve` does, lets
everybody log in, then lets each do one thing every five seconds, chosen by a fixed mix. Prints a table, runs
`bedside verify` on what is left, and ends with 1 when any answer was wrong or the trail is not whole; a goal that was
missed is told in the table. `--small` is a quick try. `--write` puts the table into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import datetime
import math
import os
import platform
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from load.browsing import GOALS, MIX, Browser, Timed, Unexpected, User, together, users_of, warm_up
from load.sixty import write_trial
from page import put

from bedside.conduct.study.create import create

TITLE = "## A study in use"
EVERY_S, WORKERS, SEED = 5.0, 2, 1
ADDITIONS = 10_000_000
"""How long one process takes for so many tells how fast the machine is: waiting for a slow one is not the study's."""
LOG_INS, WAIT_S = 6, 20.0
"""How often a log-in is tried, and how long is waited between: so many from one address at once may be refused."""


def main() -> int:
    chosen = _arguments()
    with tempfile.TemporaryDirectory(prefix="bedside-load-") as place:
        folder, began = Path(place) / "study", time.perf_counter()
        protocol = create(folder, write_trial(Path(place)), demonstration=True).protocol
        from load.filling import fill  # Django is up only now

        made = fill(protocol, chosen.people, chosen.users, _tell)
        _tell(f"filled in {time.perf_counter() - began:.0f} s")
        with _served(folder, Path(place) / "server.log") as port:
            users = users_of(made, port, SEED)
            for user in users:
                _log_in(user)
            _tell(f"{len(users)} are logged in; some do everything once")
            cold, load = warm_up(users[: 12 * WORKERS]), os.getloadavg()[0]
            speed = _speed()
            _tell(f"{chosen.seconds:.0f} s of load")
            timed = together(users, chosen.seconds, chosen.every)
        verified = subprocess.run(
            _bedside("verify", "--study", str(folder)), capture_output=True, text=True, check=False
        )
    report = _report(chosen, cold, timed, load, speed, verified.stdout.strip())
    print(report)
    if chosen.write:
        put(TITLE, report)
    return 1 if verified.returncode or cold or any(each.wrong for each in timed) else 0


def _log_in(user: User) -> None:
    for left in reversed(range(LOG_INS)):
        try:
            return user.browser.log_in(user.account)
        except Unexpected as error:
            if not left:
                raise
            _tell(str(error))
            time.sleep(WAIT_S)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--small", action="store_true", help="a quick try: 20 people, 5 users, 10 s")
    parser.add_argument("--people", type=int, help="participants and those in screening (default: 500)")
    parser.add_argument("--users", type=int, help="people at work at once (default: 50)")
    parser.add_argument("--seconds", type=float, help="how long the load lasts (default: 120)")
    parser.add_argument("--every", type=float, default=EVERY_S, help="seconds between the actions of one person")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    chosen = parser.parse_args()
    usual = (20, 5, 10.0) if chosen.small else (500, 50, 120.0)
    for name, value in zip(("people", "users", "seconds"), usual, strict=True):
        setattr(chosen, name, getattr(chosen, name) or value)
    if chosen.people < 1.2 * chosen.users:
        parser.error("there are too few people for so many users: each saves the forms of their own participants.")
    return chosen


def _tell(what: str) -> None:
    print(f"{datetime.datetime.now():%H:%M:%S} {what}", file=sys.stderr, flush=True)


# --- the server -----------------------------------------------------------------------------------------------


def _bedside(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "bedside", *arguments]


@contextmanager
def _served(folder: Path, log: Path) -> Iterator[int]:
    """The study served at a free port, until the end. Raises RuntimeError when it does not come up."""
    with socket.socket() as asking:
        asking.bind(("localhost", 0))
        port = int(asking.getsockname()[1])
    command = _bedside("serve", "--study", str(folder), "--port", str(port), "--workers", str(WORKERS))
    with log.open("w") as told:
        server = subprocess.Popen(command, stdout=told, stderr=told, start_new_session=True)
    try:
        _wait_for(server, port, log)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
        _tell_of(log)


def _wait_for(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(120):
        try:
            Browser(port).ask("/account/login/")
            return
        except Unexpected:
            if server.poll() is not None:
                break
            time.sleep(0.5)
    raise RuntimeError(f"the server did not come up: {log.read_text()}")


def _tell_of(log: Path) -> None:
    """What the server said of itself beside where it is."""
    for line in log.read_text().splitlines()[1:][-20:]:
        print(line, file=sys.stderr)


# --- the report -----------------------------------------------------------------------------------------------


def _report(
    chosen: argparse.Namespace, cold: Sequence[Timed], timed: Sequence[Timed], load: float, speed: float, verified: str
) -> str:
    wrong = Counter((each.kind, each.wrong) for each in (*cold, *timed) if each.wrong)
    acts = sum(each.kind in MIX for each in timed)
    lines = [
        f"{TITLE}\n",
        f"{chosen.people} people at 3 sites, {chosen.users} users, each one action every {chosen.every:g} s for "
        f"{chosen.seconds:.0f} s: {acts} actions of {round(chosen.users * chosen.seconds / chosen.every)} planned.",
        f"{_machine()}; load average at the start {load:.1f}; clients on the same machine; one process adds"
        f" {ADDITIONS:,} numbers in {speed:.2f} s.\n",
        "| action | of 100 | requests | errors | p50 ms | p95 ms | max ms | goal p95 ms | |",
        "|---|--:|--:|--:|--:|--:|--:|--:|---|",
        *(_line(kind, [each for each in timed if each.kind == kind]) for kind in GOALS),
        f"\nAfterwards `bedside verify`: {verified}",
        *(f"\n{count} × {kind}: {what}." for (kind, what), count in wrong.most_common(12)),
    ]
    return "\n".join(lines)


def _line(kind: str, timed: Sequence[Timed]) -> str:
    taken, goal = sorted(each.ms for each in timed), GOALS[kind]
    errors, share = sum(bool(each.wrong) for each in timed), MIX.get(kind, "")
    if not taken:
        return f"| {kind} | {share} | 0 | 0 | | | | {goal} | not asked |"
    middle, high = _rank(taken, 0.5), _rank(taken, 0.95)
    met = "met" if high <= goal and not errors else "missed"
    return (
        f"| {kind} | {share} | {len(taken)} | {errors} | {middle:.0f} | {high:.0f} | {taken[-1]:.0f} | {goal} | {met} |"
    )


def _rank(taken: Sequence[float], share: float) -> float:
    return taken[math.ceil(share * len(taken)) - 1]


def _speed() -> float:
    began, total = time.perf_counter(), 0
    for number in range(ADDITIONS):
        total += number
    return time.perf_counter() - began


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    database = "PostgreSQL" if os.environ.get("BEDSIDE_DATABASE") else "SQLite"
    return (
        f"{datetime.date.today()}, {platform.system()}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB, "
        f"Python {platform.python_version()}, {database}, {WORKERS} workers"
    )


if __name__ == "__main__":
    sys.exit(main())
