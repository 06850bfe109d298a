"""`kill -9` in the middle of saves: nothing half-written, nothing that was acknowledged is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from bedside.conduct.study.models import Setting
from bedside.conduct.trail import keeping
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.verifying import verify
from tests.conduct.trail import studies

WRITER = Path(__file__).with_name("writer.py")
ITEMS = 5


def started(folder: Path, first: int) -> subprocess.Popen[str]:
    """A process that saves visits, from this number on."""
    around = {**os.environ, "BEDSIDE_STUDY": str(folder), "PYTHONPATH": os.pathsep.join(sys.path)}
    if studies.POSTGRESQL:
        around["BEDSIDE_DATABASE"] = studies.address(str(connection.settings_dict["NAME"]))
    return subprocess.Popen([sys.executable, str(WRITER), str(first)], env=around, stdout=subprocess.PIPE, text=True)


@pytest.mark.proves("ground killed")
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_time(folder: Path, seed: int) -> None:
    """Two writers at once, killed three times each while they save."""
    chance, acknowledged = random.Random(seed), []
    for turn in range(2):
        writers = [started(folder, (turn * 2 + each) * 100_000) for each in range(2)]
        for writer in writers:
            assert writer.stdout is not None
            acknowledged.append(writer.stdout.readline())  # it is up, and saving
        for writer in writers:
            time.sleep(chance.uniform(0, 0.3))
            writer.send_signal(signal.SIGKILL)
            rest, _ = writer.communicate(timeout=20)
            acknowledged += [line for line in rest.splitlines(keepends=True) if line.endswith("\n")]
    told = dict(map(int, line.split()) for line in acknowledged)
    held = Counter(Setting.objects.values_list("name", flat=True))
    assert len(told) > 8
    assert set(held.values()) == {ITEMS}
    for visit, last in told.items():
        assert Event.objects.filter(pk=last, place=str(visit)).exists()
    assert Event.objects.count() == ITEMS * len(held)
    assert [str(each) for each in verify()] == []
    end = keeping.end()
    assert end is not None
    assert end[0] >= max(told.values())
